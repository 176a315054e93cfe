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

/// What a source in a folder of confidential ones says of a name is said without the name, and offered nowhere.
#[test]
fn a_confidential_spelling_is_not_shown() {
    let rules = rules_of_names();
    let secret = "Harbour master Katrin Solvaag, once Deputy Mayor Katrin Solvaag, closed the quay.";
    let draft = "Harbour master Katrin Solvag closed the quay. Mayor Katrin Solvaag wept.";
    let found = findings(&rules, vec![source("confidential/call.md", secret, None)], draft);
    let rules: Vec<&str> = found.iter().map(|it| it.rule.as_str()).collect();
    assert_eq!(rules, ["variant-name", "conflicting-title"], "{found:?}");
    for it in &found {
        assert!(it.suggestions.is_empty() && !it.message.contains("Sol") && !it.message.contains("Deputy"), "{it:?}");
        assert!(it.evidence.iter().all(|it| it.text.is_empty() && !it.source.contains("call")), "{it:?}");
    }
    // Where another source has it too, that one speaks.
    let open = "Harbour master Katrin Solvaag closed the quay.";
    let sources = vec![source("confidential/call.md", secret, None), source("report.md", open, None)];
    let found = findings(&rules_of_names(), sources, "Harbour master Katrin Solvag closed the quay.");
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["you wrote Katrin Solvag; 2 sources write Katrin Solvaag (report.md line 1)"]);
    let titles: Vec<&str> = found.iter().flat_map(|it| &it.suggestions).map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["write Solvaag (1 source)"]);
}

/// A lead bears nothing out and is held against nothing; a spelling that it has is somebody's all the same.
#[test]
fn a_lead_is_held_against_no_name() {
    let lead = "---\ntrust: lead\n---\nThe harbour master, Katrin Solvaag, closed the quay.";
    let draft = "Katrin Solvag, the harbour master, closed the quay.";
    let other = "The quay was closed.";
    let sources = vec![source("tip.md", lead, None), source("report.md", other, None)];
    assert_eq!(findings(&rules_of_names(), sources, draft), []);
    let lead = "---\ntrust: lead\n---\nThe harbour master, Katrin Solvag, closed the quay.";
    let other = "The harbour master, Katrin Solvaag, closed the quay.";
    let sources = vec![source("tip.md", lead, None), source("report.md", other, None)];
    let found = findings(&rules_of_names(), sources, draft);
    assert!(!found.iter().any(|it| it.rule == "variant-name"), "{found:?}");
}

/// One fix a spelling, and only what the house decides is safe.
#[test]
fn fixes_of_names() {
    let mut rules = Rules::built_in();
    let sources = || {
        vec![
            source("a.md", "The harbour master, Katrin Solvaag, closed the quay.", None),
            source("b.md", "The harbour master, Katrin Sólvaag, opened the quay.", None),
            source("c.md", "“No,” said Katrin Solvaag.", None),
        ]
    };
    let fixes = |rules: &Rules| -> Vec<String> {
        let found = findings(rules, sources(), "Katrin Solvag, the harbour master, closed the quay.");
        let found = found.iter().filter(|it| it.rule == "variant-name").flat_map(|it| &it.suggestions);
        found.map(|it| format!("{} {}: {}", it.safety.word(), it.title, it.edits[0].text)).collect()
    };
    let ask = ["ask write Solvaag (2 sources): Solvaag", "ask write Sólvaag (1 source): Sólvaag"];
    assert_eq!(fixes(&rules), ask);
    let house = HouseName { spelling: "Sólvåg".to_string(), instead_of: vec!["Solvag".to_string()] };
    rules.house_names.push(house);
    assert_eq!(fixes(&rules), ["safe write Sólvåg: Sólvåg"]);
}

/// Only the rules of names, at their own levels: what claims say of these sentences is another matter.
fn rules_of_names() -> Rules {
    let mut rules = Rules::built_in();
    let others: Vec<String> = rules.all().iter().filter(|it| it.family != "name").map(|it| it.id.clone()).collect();
    others.iter().for_each(|it| rules.switch_off(it));
    rules
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
