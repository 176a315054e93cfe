//! Voices without a name, under the houses that have a rule about them (`tests/pairs/voices.toml`): the one text breaks it,
//! the other does not; and texts over which no house may raise anything of the kind.
//!
//! `OTHERWISE` lists the pairs that come out otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use backread::corpus::Corpus;
use backread::engine::Engine;
use backread::engine::desk::{Desk, Overrides};
use backread::finding::Finding;
use backread::text::{Format, TextId};
use serde::Deserialize;

use super::{is_of, source, told};

/// Pairs that come out otherwise.
const OTHERWISE: &[&str] = &["AN-27"];

const HOUSES: [&str; 7] = ["ap", "reuters", "nyt", "bbc", "guardian", "npr", "fact-check"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Voices {
    pair: Vec<Pair>,
    guard: Vec<Guard>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pair {
    id: String,
    house: String,
    rule: String,
    /// What the house makes of it.
    level: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    fails: String,
    /// The sources of the text that passes, where they are others.
    pass_source: Option<Vec<String>>,
    passes: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Guard {
    #[serde(default)]
    source: Vec<String>,
    draft: String,
}

/// One engine a house, made as a desk makes it.
struct Engines(BTreeMap<String, Engine>);

impl Engines {
    fn findings(&mut self, house: &str, sources: &[String], draft: &str) -> Vec<Finding> {
        let engine = self.0.entry(house.to_string()).or_insert_with(|| engine(house));
        let sources = sources.iter().enumerate();
        let files = sources.map(|(n, it)| source(&format!("source-{}.txt", n + 1), it, None)).collect();
        let corpus = Corpus::of(engine.rules(), files, Vec::new());
        engine.set_corpus(Arc::new(corpus));
        engine.open(TextId(0), "draft.md", draft.to_string(), Format::Markdown);
        engine.settle(TextId(0));
        engine.findings(TextId(0))
    }
}

fn engine(house: &str) -> Engine {
    let dir = tempfile::tempdir().expect("a folder can be made");
    let config = format!("house = \"{house}\"\nsources = [\"*.txt\"]\n");
    std::fs::write(dir.path().join("backread.toml"), config).expect("a file can be written");
    let overrides = Overrides { working: dir.path().to_path_buf(), ..Overrides::default() };
    Desk::configure(dir.path(), &overrides).expect("the house is known").engine
}

fn lines(findings: &[Finding]) -> String {
    let told: Vec<String> = findings.iter().map(|it| format!("    {}", told(it))).collect();
    if told.is_empty() { "    nothing was found".to_string() } else { told.join("\n") }
}

#[test]
fn each_house_has_its_rules() {
    let voices: Voices = toml::from_str(include_str!("../../pairs/voices.toml")).expect("the pairs parse");
    let mut engines = Engines(BTreeMap::new());
    let (mut otherwise, mut told) = (Vec::new(), Vec::new());
    for it in &voices.pair {
        let fails = engines.findings(&it.house, &it.source, &it.fails);
        let passes = engines.findings(&it.house, it.pass_source.as_ref().unwrap_or(&it.source), &it.passes);
        let raises = |found: &Finding| {
            found.rule == it.rule && it.level.as_ref().is_none_or(|level| found.severity.word() == level)
        };
        if !fails.iter().any(raises) || passes.iter().any(|found| found.rule == it.rule) {
            otherwise.push(it.id.as_str());
            let (fails, passes) = (lines(&fails), lines(&passes));
            told.push(format!("{} {}\n  {}\n{fails}\n  {}\n{passes}", it.id, it.house, it.fails, it.passes));
        }
    }
    let n_pairs = voices.pair.len();
    let n_as_wanted = n_pairs - otherwise.len();
    assert_eq!(otherwise, OTHERWISE, "as wanted: {n_as_wanted} of {n_pairs}\n{}", told.join("\n"));
}

#[test]
fn no_house_raises_what_needs_no_name() {
    let voices: Voices = toml::from_str(include_str!("../../pairs/voices.toml")).expect("the guards parse");
    let mut engines = Engines(BTreeMap::new());
    let mut alarms = Vec::new();
    for it in &voices.guard {
        for house in HOUSES {
            let mut found = engines.findings(house, &it.source, &it.draft);
            let rules = engines.0.get(house).expect("it was asked").rules();
            found.retain(|it| is_of(rules, it, &["attribution"]) || it.rule == "overstated-claim");
            if !found.is_empty() {
                alarms.push(format!("{house}: {}\n{}", it.draft, lines(&found)));
            }
        }
    }
    assert!(
        alarms.is_empty(),
        "{} of {} guards\n{}",
        alarms.len(),
        voices.guard.len() * HOUSES.len(),
        alarms.join("\n")
    );
}

#[test]
fn what_an_editor_approved_stands() {
    let voices: Voices = toml::from_str(include_str!("../../pairs/voices.toml")).expect("the pairs parse");
    let mut engines = Engines(BTreeMap::new());
    for (id, speaker) in [("AN-05", "actuary"), ("AN-09", "ward sister"), ("AN-10", "aide"), ("AN-11", "bank auditor")]
    {
        let it = voices.pair.iter().find(|it| it.id == id).expect("the pair is there");
        let front = format!("---\nanonymous: [{{id: {speaker}, known_to: A. Brenn, approved_by: M. Holt}}]\n---\n");
        let found = engines.findings(&it.house, &it.source, &format!("{front}{}", it.fails));
        assert!(found.iter().all(|found| found.rule != it.rule), "{id}\n{}", lines(&found));
        // Known to somebody is not yet approved.
        let front = format!("---\nanonymous: [{{id: {speaker}, known_to: A. Brenn}}]\n---\n");
        let found = engines.findings(&it.house, &it.source, &format!("{front}{}", it.fails));
        assert!(found.iter().any(|found| found.rule == it.rule), "{id}\n{}", lines(&found));
    }
}
