//! Claims: drafts that say something else than their sources (`tests/pairs/claims.toml`), and drafts that say the same in
//! other words (`tests/pairs/faithful.toml`, `tests/pairs/refrain.toml`).
//!
//! The lists hold what comes out otherwise than a desk would want it. Each is checked both ways: what gets better leaves
//! its list in the same commit.

use backread::corpus::SourceFile;
use backread::finding::{Finding, Severity};
use backread::rules::Rules;
use backread::text::TextSpan;
use serde::Deserialize;

use super::{findings, is_of, source, told};

/// Conflicts that nobody raises.
const SILENT: &[&str] = &[
    "C04.3", "C10.1", "C10.2", "C11.2", "C17.1", "C17.2", "C17.3", "C18.1", "C18.2", "C20.1", "C20.2", "C20.3",
    "C21.1", "C21.2", "C21.3", "C22.2", "C24.1", "C24.3",
];

/// Faithful sentences over which something is raised.
const FALSE_ALARMS: &[&str] = &["N25"];

/// The same, where several reports of one event seem to differ.
const FALSE_ALARMS_OF_SEVERAL: &[&str] = &[];

/// Kinds that other rules see to: speakers, quotations, corroboration, names.
const NOT_COUNTED: [&str; 4] = ["C13", "C16", "C19", "C23"];

/// What a draft states is raised by one of these.
const STATING: [&str; 3] = ["claim", "figure", "date"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conflicts {
    pair: Vec<Conflict>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conflict {
    id: String,
    kind: String,
    source: Sources,
    #[serde(default)]
    dates: Vec<String>,
    draft: String,
    /// Words of the draft that a finding must touch.
    differs: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Faithfuls {
    pair: Vec<Faithful>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Faithful {
    id: String,
    source: Sources,
    #[serde(default)]
    dates: Vec<String>,
    draft: String,
}

/// One text or several, each a file of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sources {
    One(String),
    Several(Vec<String>),
}

impl Sources {
    fn texts(&self) -> &[String] {
        match self {
            Sources::One(text) => std::slice::from_ref(text),
            Sources::Several(texts) => texts,
        }
    }

    fn files(&self, dates: &[String]) -> Vec<SourceFile> {
        let texts = self.texts().iter().enumerate();
        texts
            .map(|(n, text)| source(&format!("source-{}.txt", n + 1), text, dates.get(n).map(String::as_str)))
            .collect()
    }
}

/// The pair and all that was found, one finding a line.
fn tell(id: &str, sources: &Sources, draft: &str, findings: &[Finding]) -> String {
    let mut lines = vec![id.to_string()];
    lines.extend(sources.texts().iter().map(|it| format!("  source: {it}")));
    lines.push(format!("  draft: {draft}"));
    lines.extend(findings.iter().map(|it| format!("    {}", told(it))));
    if findings.is_empty() {
        lines.push("    nothing was found".to_string());
    }
    lines.join("\n")
}

/// `as_wanted` of `n`, then what came out of those that are otherwise.
#[track_caller]
fn compare(n: usize, otherwise: &[(String, String)], known: &[&str]) {
    let ids: Vec<&str> = otherwise.iter().map(|(id, _)| id.as_str()).collect();
    let told: Vec<&str> = otherwise.iter().map(|(_, told)| told.as_str()).collect();
    assert_eq!(ids, known, "as wanted: {} of {n}\n{}", n - ids.len(), told.join("\n"));
}

#[test]
fn claims() {
    let conflicts: Conflicts = toml::from_str(include_str!("../../pairs/claims.toml")).expect("the pairs parse");
    let rules = Rules::built_in();
    let counted: Vec<_> = conflicts.pair.iter().filter(|it| !NOT_COUNTED.contains(&it.kind.as_str())).collect();
    let mut otherwise = Vec::new();
    for it in &counted {
        let start =
            it.draft.find(&it.differs).unwrap_or_else(|| panic!("{}: {} is not in the draft", it.id, it.differs));
        let differs = TextSpan::new(start, start + it.differs.len());
        let found = findings(&rules, it.source.files(&it.dates), &it.draft);
        let raises = |finding: &Finding| {
            finding.severity >= Severity::Warning && finding.span.overlaps(differs) && is_of(&rules, finding, &STATING)
        };
        if !found.iter().any(raises) {
            otherwise.push((it.id.clone(), tell(&it.id, &it.source, &it.draft, &found)));
        }
    }
    compare(counted.len(), &otherwise, SILENT);
}

#[track_caller]
fn check_faithful(file: &str, known: &[&str]) {
    let faithfuls: Faithfuls = toml::from_str(file).expect("the pairs parse");
    let rules = Rules::built_in();
    let mut otherwise = Vec::new();
    for it in &faithfuls.pair {
        let found = findings(&rules, it.source.files(&it.dates), &it.draft);
        if found.iter().any(|finding| finding.severity >= Severity::Warning) {
            otherwise.push((it.id.clone(), tell(&it.id, &it.source, &it.draft, &found)));
        }
    }
    compare(faithfuls.pair.len(), &otherwise, known);
}

#[test]
fn faithful_sentences() {
    check_faithful(include_str!("../../pairs/faithful.toml"), FALSE_ALARMS);
}

#[test]
fn refrains() {
    check_faithful(include_str!("../../pairs/refrain.toml"), FALSE_ALARMS_OF_SEVERAL);
}
