//! Sentences stated of five reports of one meeting (`tests/pairs/stated.toml`), which agree in much and differ in stage,
//! place, degree and speaker: the verdict is the whole corpus', not one sentence's.
//!
//! The list holds those that come out otherwise, among the sentences that are counted.

use backread::engine::{Engine, Policy};
use backread::finding::{Finding, Severity};
use backread::rules::Rules;
use backread::text::{Format, TextId};
use serde::Deserialize;

use super::{findings, is_of, source, told};

/// Sentences that come out otherwise.
const OTHERWISE: &[&str] = &["S30", "S32", "S48"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    source: Vec<Report>,
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    path: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    id: String,
    draft: String,
    outcome: Outcome,
    /// Rule ids or families, alternatives parted by `|`; each must raise something.
    #[serde(default)]
    by: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    /// Nothing at warning or above.
    Quiet,
    /// Something at warning or above, by each of `by`.
    Raised,
    /// The sources differ: `disputed-claim` at information, and nothing above it of what is stated.
    Disputed,
}

fn comes_out(rules: &Rules, sentence: &Sentence, found: &[Finding]) -> bool {
    let loud: Vec<&Finding> = found.iter().filter(|it| it.severity >= Severity::Warning).collect();
    match sentence.outcome {
        Outcome::Quiet => loud.is_empty(),
        Outcome::Raised => sentence.by.iter().all(|names| {
            let is_named = |it: &Finding| names.split('|').any(|name| it.rule == name || is_of(rules, it, &[name]));
            loud.iter().any(|it| is_named(it))
        }),
        Outcome::Disputed => {
            let is_disputed = |it: &Finding| it.rule == "disputed-claim" && it.severity == Severity::Information;
            found.iter().any(is_disputed) && !loud.iter().any(|it| is_of(rules, it, &["claim", "figure", "date"]))
        }
    }
}

#[test]
fn stated_of_a_corpus() {
    let stated: Stated = toml::from_str(include_str!("../../pairs/stated.toml")).expect("the sentences parse");
    let rules = Rules::built_in();
    let (mut otherwise, mut lines) = (Vec::new(), Vec::new());
    for it in &stated.sentence {
        let sources = stated.source.iter().map(|it| source(&it.path, &it.text, None)).collect();
        let found = findings(&rules, sources, &it.draft);
        if comes_out(&rules, it, &found) {
            continue;
        }
        lines.push(format!("{} wanted {:?} {}: {}", it.id, it.outcome, it.by.join(", "), it.draft));
        lines.extend(found.iter().map(|it| format!("    {}", told(it))));
        otherwise.push(it.id.as_str());
    }
    let n_counted = stated.sentence.len();
    let n_as_wanted = n_counted - otherwise.len();
    assert_eq!(otherwise, OTHERWISE, "as wanted: {n_as_wanted} of {n_counted}\n{}", lines.join("\n"));
}

/// Every quotation of the five reports, and whose words it is: by name, by description, or nobody's.
#[test]
fn whose_words_they_are() {
    const SPEAKERS: &[(&str, &str, &str)] = &[
        ("a.txt", "change of tide", "one mainland envoy"),
        ("a.txt", "common duties", ""),
        ("a.txt", "an emblem, but", "an Orlay defence official"),
        ("a.txt", "no emblem", "a League defence minister"),
        ("a.txt", "The marines will stand", "a League defence minister"),
        ("a.txt", "a single boot", "an officer of its Sea Office"),
        ("a.txt", "a contract, not", "an Orlay diplomat"),
        ("a.txt", "rough water", "a Sund Trade Department official"),
        ("a.txt", "vital stride", "a Sund Trade Department official"),
        ("b.txt", "common duties", ""),
        ("b.txt", "game-saver", "The office of Regent Amaline Thorsk"),
        ("c.txt", "common duties", ""),
        ("c.txt", "wide umbrella", "Defence officials in Orlay"),
        ("d.txt", "common duties", ""),
        ("e.txt", "milestone in the talks", "A leading Orlay diplomat"),
        ("e.txt", "milestone in the talks", "Tavi Renholm"),
        ("e.txt", "oldest friends", "Orlay"),
        ("e.txt", "will not halt", "Tavi Renholm"),
        ("e.txt", "will founder", "Tavi Renholm"),
    ];
    let stated: Stated = toml::from_str(include_str!("../../pairs/stated.toml")).expect("the sentences parse");
    let mut read = Vec::new();
    for report in &stated.source {
        let mut engine = Engine::new(Rules::built_in(), Policy::default());
        let id = TextId(0);
        engine.open(id, &report.path, report.text.clone(), Format::Plain);
        engine.settle(id);
        let facts = engine.facts(id);
        let quotes = facts.iter().filter(|it| it.kind == "quote");
        read.extend(quotes.map(|it| {
            let speaker = it.speaker.as_ref().map_or(String::new(), |it| it.words.clone());
            (report.path.clone(), it.text.clone(), speaker)
        }));
    }
    assert_eq!(read.len(), SPEAKERS.len(), "{read:#?}");
    for ((path, words, speaker), read) in SPEAKERS.iter().zip(&read) {
        assert!(read.0 == *path && read.1.contains(words), "{words:?} is not {read:?}");
        assert_eq!(read.2, *speaker, "{words}");
    }
}
