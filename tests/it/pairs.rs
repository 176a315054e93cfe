//! Pairs of a source's sentence and a draft's, with the verdict that a desk would give: figures (`tests/pairs/figures.toml`)
//! and quotations (`tests/pairs/quotes.toml`); claims below, in a file of their own. What comes out otherwise is listed by
//! number, so that a change shows.

mod claims;
mod dates;
mod names;
mod origins;
mod speakers;
mod stated;
mod trust;
mod voices;

use std::path::Path;
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

/// A source as it would lie in a folder.
fn source(path: &str, text: &str, date: Option<&str>) -> SourceFile {
    let text = Text::read(text.to_string(), Format::of_path(Path::new(path)));
    let mut meta = SourceMeta::of(&text.comments.front, path);
    if let Some(date) = date {
        meta.date = Some(date.to_string());
    }
    SourceFile { path: path.to_string(), disk_path: path.into(), text, meta, extracted: false }
}

/// All findings of a draft against some sources.
fn findings(rules: &Rules, sources: Vec<SourceFile>, draft: &str) -> Vec<Finding> {
    let mut engine = Engine::new(rules.clone(), Policy::default());
    engine.set_corpus(Arc::new(Corpus::of(rules, sources, Vec::new())));
    let id = TextId(0);
    engine.open(id, "draft.md", draft.to_string(), Format::Markdown);
    engine.settle(id);
    engine.findings(id)
}

fn is_of(rules: &Rules, finding: &Finding, families: &[&str]) -> bool {
    rules.rule(&finding.rule).is_some_and(|rule| families.contains(&rule.family.as_str()))
}

/// One finding in a line: severity, rule, the words, the message.
fn told(finding: &Finding) -> String {
    let Finding { severity, rule, text, message, .. } = finding;
    format!("{} {rule} \"{text}\" {message}", severity.word())
}

/// Whether a pair comes out as given, and what came out.
fn outcome(rules: &Rules, pair: &Pair, family: &str) -> (bool, String) {
    let mut findings = findings(rules, vec![source("source.txt", &pair.source, None)], &pair.draft);
    findings.retain(|it| is_of(rules, it, &[family]));
    let loudest = findings.iter().map(|it| it.severity).max();
    let good = match pair.verdict {
        Verdict::Ok | Verdict::Ct => loudest.is_none(),
        Verdict::Okh => loudest.is_none_or(|it| it == Severity::Hint),
        Verdict::Mis | Verdict::Con | Verdict::Uns => {
            let least = if pair.hint { Severity::Hint } else { Severity::Warning };
            loudest.is_some_and(|it| it >= least) || (pair.silent && loudest.is_none())
        }
    };
    (good, findings.iter().map(told).collect::<Vec<_>>().join("; "))
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
