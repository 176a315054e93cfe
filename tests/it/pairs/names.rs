//! Names and titles (`tests/pairs/names.toml`): what the name rules must raise, and where they must stay silent.

use std::collections::BTreeMap;

use backread::finding::Severity;
use backread::rules::{HouseName, Rules};
use serde::Deserialize;

use super::{findings, is_of, source, told};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    pair: Vec<NamePair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamePair {
    id: String,
    sources: Vec<String>,
    draft: String,
    #[serde(default)]
    house: BTreeMap<String, Vec<String>>,
    /// "rule: words", in the order of the text.
    #[serde(default)]
    raises: Vec<String>,
    /// A hint is as good as silence.
    #[serde(default)]
    hint: bool,
    /// The rules of claims must have nothing to say either: it is but a spelling.
    #[serde(default)]
    claims: bool,
}

#[test]
fn names() {
    let names: Names = toml::from_str(include_str!("../../pairs/names.toml")).expect("the pairs parse");
    let mut otherwise = Vec::new();
    for pair in &names.pair {
        let mut rules = Rules::built_in();
        let house = pair.house.iter();
        rules.house_names =
            house.map(|(it, others)| HouseName { spelling: it.clone(), instead_of: others.clone() }).collect();
        let sources = pair.sources.iter().enumerate();
        let sources = sources.map(|(n, text)| source(&format!("source-{n}.md"), text, None)).collect();
        let mut found = findings(&rules, sources, pair.draft.trim());
        let families: &[&str] = if pair.claims { &["name", "claim"] } else { &["name"] };
        found.retain(|it| is_of(&rules, it, families) && !(pair.hint && it.severity == Severity::Hint));
        let raised: Vec<String> = found.iter().map(|it| format!("{}: {}", it.rule, it.text)).collect();
        if raised != pair.raises {
            let lines: Vec<String> = found.iter().map(told).collect();
            otherwise.push(format!("{}: {}\n    {}", pair.id, pair.draft.trim(), lines.join("\n    ")));
        }
    }
    let n = names.pair.len();
    assert!(otherwise.is_empty(), "as given: {} of {n}\n{}", n - otherwise.len(), otherwise.join("\n"));
}
