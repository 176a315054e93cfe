//! Pairs of a source's sentence and a draft's, with the verdict that a desk would give: figures (`tests/pairs/figures.toml`)
//! and quotations (`tests/pairs/quotes.toml`). What comes out otherwise is listed by number, so that a change shows.

use std::sync::Arc;

use backread::corpus::{Corpus, SourceFile, SourceMeta};
use backread::engine::{Engine, Policy};
use backread::finding::{Finding, Severity};
use backread::rules::Rules;
use backread::text::{Format, Text, TextId};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    id: u32,
    source: String,
    draft: String,
    verdict: Verdict,
    /// A hint is loud enough.
    #[serde(default)]
    hint: bool,
    /// Silence is as good as the verdict, until claims are read.
    #[serde(default)]
    silent: bool,
}

#[derive(Clone, Copy, Deserialize, Debug, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Ok,
    Okh,
    Ct,
    Mis,
    Con,
    Uns,
}

fn findings(rules: &Rules, source: &str, draft: &str, family: &str) -> Vec<Finding> {
    let text = Text::read(source.to_string(), Format::Plain);
    let meta = SourceMeta::default();
    let file = SourceFile { path: "source.txt".into(), disk_path: "source.txt".into(), text, meta, extracted: false };
    let mut engine = Engine::new(rules.clone(), Policy::default());
    engine.set_corpus(Arc::new(Corpus::of(rules, vec![file], Vec::new())));
    let id = TextId(0);
    engine.open(id, "draft.md", draft.to_string(), Format::Markdown);
    engine.settle(id);
    let of_family = |it: &Finding| rules.rule(&it.rule).is_some_and(|rule| rule.family == family);
    engine.findings(id).into_iter().filter(of_family).collect()
}

/// Whether a pair comes out as given, and what came out.
fn outcome(rules: &Rules, pair: &Pair, family: &str) -> (bool, String) {
    let findings = findings(rules, &pair.source, &pair.draft, family);
    let loudest = findings.iter().map(|it| it.severity).max();
    let good = match pair.verdict {
        Verdict::Ok | Verdict::Ct => loudest.is_none(),
        Verdict::Okh => loudest.is_none_or(|it| it == Severity::Hint),
        Verdict::Mis | Verdict::Con | Verdict::Uns => {
            let least = if pair.hint { Severity::Hint } else { Severity::Warning };
            loudest.is_some_and(|it| it >= least) || (pair.silent && loudest.is_none())
        }
    };
    let told = findings.iter().map(|it| format!("{} {} \"{}\" {}", it.severity.word(), it.rule, it.text, it.message));
    (good, told.collect::<Vec<_>>().join("; "))
}

#[track_caller]
fn check(file: &str, family: &str, known_otherwise: &[u32]) {
    let pairs: Pairs = toml::from_str(file).unwrap();
    let rules = Rules::built_in();
    let mut otherwise = Vec::new();
    let mut errors = Vec::new();
    let mut told = String::new();
    for pair in &pairs.pair {
        let (good, what) = outcome(&rules, pair, family);
        if !good {
            otherwise.push(pair.id);
            told.push_str(&format!(
                "{} wanted {:?}: {}\n  {}\n  {what}\n",
                pair.id, pair.verdict, pair.source, pair.draft
            ));
        }
        let never_loud = matches!(pair.verdict, Verdict::Ok | Verdict::Okh | Verdict::Ct);
        if never_loud && what.contains("error ") {
            errors.push(pair.id);
        }
    }
    assert_eq!(
        otherwise,
        known_otherwise,
        "as given: {} of {}\n{told}",
        pairs.pair.len() - otherwise.len(),
        pairs.pair.len()
    );
}

#[test]
fn figures() {
    check(include_str!("../pairs/figures.toml"), "figure", &[28, 61]);
}

#[test]
fn quotes() {
    check(include_str!("../pairs/quotes.toml"), "quote", &[]);
}
