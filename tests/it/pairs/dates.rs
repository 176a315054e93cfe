//! Dates and sums: drafts whose dates, ages, lengths of time and sums differ from their sources or from one another
//! (`tests/pairs/dates.toml`, `tests/pairs/sums.toml`), and those that only look as if they did.
//!
//! A case without `rule` stays silent: no date is faulted, no sum, and no figure at warning or above. What comes out
//! otherwise is listed by id.

use std::path::Path;

use backread::finding::{Finding, Severity};
use backread::rules::Rules;
use serde::Deserialize;

use super::{findings, is_of, source, told};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(default)]
    sources: Vec<String>,
    /// Dates of the sources, in their order.
    #[serde(default)]
    dated: Vec<String>,
    draft: String,
    /// What must be raised. Without it nothing may be.
    rule: Option<String>,
    /// Words of the draft that the finding must touch.
    #[serde(default)]
    over: String,
    /// Words of its message.
    #[serde(default)]
    says: String,
}

fn comes_out(rules: &Rules, case: &Case, found: &[Finding]) -> bool {
    let Some(rule) = &case.rule else {
        return found.iter().all(|it| {
            let dates_or_sums = is_of(rules, it, &["date"]) || it.rule == "inconsistent-figures";
            !dates_or_sums && (it.severity < Severity::Warning || !is_of(rules, it, &["figure"]))
        });
    };
    let start = case.draft.find(&case.over).unwrap_or_else(|| panic!("{}: {} is not there", case.id, case.over));
    let end = start + case.over.len();
    found.iter().any(|it| {
        let touches = (it.span.start as usize) < end && start < it.span.end as usize;
        it.rule == *rule && it.message.contains(&case.says) && (touches || case.over.is_empty())
    })
}

#[track_caller]
fn check(file: &str, known_otherwise: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pairs").join(file);
    let text = std::fs::read_to_string(path).expect("the cases can be read");
    let cases: Cases = toml::from_str(&text).expect("the cases parse");
    let rules = Rules::built_in();
    let (mut otherwise, mut lines) = (Vec::new(), Vec::new());
    for case in &cases.case {
        let sources = case.sources.iter().enumerate();
        let sources = sources
            .map(|(n, text)| source(&format!("source-{}.md", n + 1), text, case.dated.get(n).map(String::as_str)))
            .collect();
        let found = findings(&rules, sources, &case.draft);
        if comes_out(&rules, case, &found) {
            continue;
        }
        otherwise.push(case.id.as_str());
        lines.push(format!("{} wanted {:?} {}: {}", case.id, case.rule, case.says, case.draft));
        lines.extend(found.iter().map(|it| format!("    {}", told(it))));
    }
    let firing = cases.case.iter().filter(|it| it.rule.is_some()).count();
    let silent = cases.case.len() - firing;
    assert!(firing >= 30 && silent >= 30, "{file}: {firing} cases fire, {silent} do not");
    assert_eq!(otherwise, known_otherwise, "{}", lines.join("\n"));
}

#[test]
fn sums() {
    check("sums.toml", &[]);
}

#[test]
fn dates() {
    check("dates.toml", &[]);
}
