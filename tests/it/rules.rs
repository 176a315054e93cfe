//! The examples that rules bring with them, through the whole engine. `RULE=unsupported-figure cargo test rules` runs one.
//!
//! An example that expects nothing must still be read: it may pass because we are right, never because we are blind.

use backread::engine::Policy;
use backread::fixture::{self, switched_on};
use backread::rules::{Rule, Rules};
use backread::text::TextId;

/// Rules in force, or the one that `RULE` names.
fn chosen(rules: &Rules) -> Vec<&Rule> {
    let only = std::env::var("RULE").ok();
    rules.all().iter().filter(|it| only.as_ref().is_none_or(|id| *id == it.id)).collect()
}

#[track_caller]
fn none(differences: &[String]) {
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn every_example_says_what_is_found() {
    let rules = Rules::built_in();
    let mut differences = Vec::new();
    for rule in chosen(&rules) {
        for example in &rule.examples {
            if let Err(error) = fixture::check_under(&rules, &switched_on(rule), &example.text) {
                differences.push(format!("{} · {}\n    {}", rule.id, example.name, error.replace('\n', "\n    ")));
            }
        }
    }
    none(&differences);
}

#[test]
fn every_rule_shows_one_that_fires_and_two_that_do_not() {
    let rules = Rules::built_in();
    let mut differences = Vec::new();
    for rule in chosen(&rules) {
        let fires = |text: &str| {
            let fixture = fixture::parse(text).unwrap_or_default();
            fixture.drafts.iter().flat_map(|it| &it.expected).any(|it| it.rule == rule.id)
        };
        let firing = rule.examples.iter().filter(|it| fires(&it.text)).count();
        let silent = rule.examples.len() - firing;
        if firing < 1 || silent < 2 {
            differences.push(format!("{}: {firing} examples fire, {silent} do not", rule.path));
        }
    }
    none(&differences);
}

/// The kind of fact that a family of rules judges; `None` for families that judge none.
fn kind(family: &str) -> Option<&'static str> {
    ["figure", "date", "quote", "attribution", "name"].into_iter().find(|it| *it == family)
}

#[test]
fn an_example_that_expects_nothing_is_still_read() {
    let rules = Rules::built_in();
    let mut differences = Vec::new();
    for rule in chosen(&rules) {
        let Some(kind) = kind(&rule.family) else {
            continue;
        };
        for example in &rule.examples {
            let Ok(fixture) = fixture::parse(&example.text) else {
                continue;
            };
            let engine = fixture.engine(&rules, Policy::default());
            let silent = fixture.drafts.iter().all(|it| it.expected.is_empty());
            let ids = (0..fixture.drafts.len()).map(|n| TextId(n as u32));
            if silent && !ids.flat_map(|id| engine.facts(id)).any(|fact| fact.kind == kind) {
                differences.push(format!("{} · {}: no {kind} is read", rule.id, example.name));
            }
        }
    }
    none(&differences);
}

#[test]
fn every_message_is_filled_in() {
    let rules = Rules::built_in();
    let mut differences = Vec::new();
    for rule in chosen(&rules) {
        for example in &rule.examples {
            let fixture = fixture::parse(&example.text).unwrap_or_default();
            let engine = fixture.engine(&rules, switched_on(rule));
            let ids = (0..fixture.drafts.len()).map(|n| TextId(n as u32));
            for finding in ids.flat_map(|id| engine.findings(id)) {
                let unfilled = finding.message.contains(['{', '}']) || finding.help.contains(['{', '}']);
                if unfilled || finding.message.trim_end().ends_with(':') {
                    differences.push(format!("{} · {}: {}", rule.id, example.name, finding.message));
                }
                if finding.message.chars().count() > 160 {
                    differences.push(format!("{} · {}: too long: {}", rule.id, example.name, finding.message));
                }
            }
        }
    }
    none(&differences);
}
