//! What each house makes of the rules about voices, and what stands over a house.
//!
//! The tables are read against what a house publishes, line by line: a change here is a change of that reading.

use super::*;
use crate::rules::Param;

const HOUSES_DIFFER_OVER: &[&str] = &[
    "bare-attribution",
    "unnamed-attribution",
    "ghost-attribution",
    "unexplained-anonymity",
    "stock-reason",
    "unnamed-spokesperson",
    "unnamed-outlet",
    "anonymous-quote",
    "anonymous-judgement",
    "loaded-verb",
    "lone-anonymous-origin",
    "nameable-speaker",
    "exposed-speaker",
    "inflated-corroboration",
    "overstated-claim",
];

/// What a house makes of rules and policy, one a line; "-" is off.
#[track_caller]
fn check_house(name: &str, expected: Expect) {
    let config = format!("house = \"{name}\"\n");
    let desk = open(&folder(&[("sources/a.txt", "x\n"), ("backread.toml", config.as_str())])).unwrap();
    let rules = desk.engine.rules();
    let mut lines = String::new();
    for rule in HOUSES_DIFFER_OVER {
        let level = desk.config.levels.get(*rule).unwrap().value.map_or("-", Severity::word);
        lines.push_str(&format!("{rule} {level}\n"));
    }
    for (rule, param) in [
        ("anonymous-quote", "policy"),
        ("lone-anonymous-origin", "min-origins-anonymous"),
        ("lone-anonymous-origin", "min-origins-allegation"),
        ("overstated-claim", "attribution-distance"),
        ("unexplained-anonymity", "stock-counts"),
        ("unnamed-attribution", "descriptor-floor"),
    ] {
        let value = match rules.rule(rule).unwrap().params.get(param).unwrap() {
            Param::Number(number) => number.to_string(),
            Param::Flag(flag) => flag.to_string(),
            Param::Word(word) => word.clone(),
            Param::Words(words) => words.join(" "),
        };
        lines.push_str(&format!("{param} = {value}\n"));
    }
    expected.assert_eq(&lines);
}

#[test]
fn house_default() {
    check_house(
        "default",
        expect![[r#"
            bare-attribution warning
            unnamed-attribution warning
            ghost-attribution warning
            unexplained-anonymity information
            stock-reason -
            unnamed-spokesperson -
            unnamed-outlet -
            anonymous-quote -
            anonymous-judgement -
            loaded-verb -
            lone-anonymous-origin -
            nameable-speaker warning
            exposed-speaker error
            inflated-corroboration warning
            overstated-claim warning
            policy = approval
            min-origins-anonymous = 2
            min-origins-allegation = 1
            attribution-distance = first-mention
            stock-counts = true
            descriptor-floor = 3
        "#]],
    );
}

#[test]
fn house_ap() {
    check_house(
        "ap",
        expect![[r#"
            bare-attribution error
            unnamed-attribution warning
            ghost-attribution warning
            unexplained-anonymity error
            stock-reason -
            unnamed-spokesperson warning
            unnamed-outlet error
            anonymous-quote warning
            anonymous-judgement error
            loaded-verb hint
            lone-anonymous-origin error
            nameable-speaker warning
            exposed-speaker error
            inflated-corroboration error
            overstated-claim error
            policy = approval
            min-origins-anonymous = 2
            min-origins-allegation = 1
            attribution-distance = sentence
            stock-counts = true
            descriptor-floor = 3
        "#]],
    );
}

#[test]
fn house_reuters() {
    check_house(
        "reuters",
        expect![[r#"
            bare-attribution error
            unnamed-attribution warning
            ghost-attribution warning
            unexplained-anonymity hint
            stock-reason -
            unnamed-spokesperson warning
            unnamed-outlet error
            anonymous-quote hint
            anonymous-judgement error
            loaded-verb warning
            lone-anonymous-origin warning
            nameable-speaker warning
            exposed-speaker error
            inflated-corroboration error
            overstated-claim warning
            policy = approval
            min-origins-anonymous = 2
            min-origins-allegation = 1
            attribution-distance = paragraph
            stock-counts = true
            descriptor-floor = 3
        "#]],
    );
}

#[test]
fn house_nyt() {
    check_house(
        "nyt",
        expect![[r#"
            bare-attribution warning
            unnamed-attribution warning
            ghost-attribution warning
            unexplained-anonymity warning
            stock-reason warning
            unnamed-spokesperson warning
            unnamed-outlet warning
            anonymous-quote warning
            anonymous-judgement error
            loaded-verb hint
            lone-anonymous-origin warning
            nameable-speaker warning
            exposed-speaker error
            inflated-corroboration error
            overstated-claim warning
            policy = approval
            min-origins-anonymous = 2
            min-origins-allegation = 1
            attribution-distance = first-mention
            stock-counts = false
            descriptor-floor = 3
        "#]],
    );
}

#[test]
fn house_bbc() {
    check_house(
        "bbc",
        expect![[r#"
            bare-attribution warning
            unnamed-attribution warning
            ghost-attribution warning
            unexplained-anonymity warning
            stock-reason hint
            unnamed-spokesperson warning
            unnamed-outlet warning
            anonymous-quote hint
            anonymous-judgement warning
            loaded-verb hint
            lone-anonymous-origin warning
            nameable-speaker warning
            exposed-speaker error
            inflated-corroboration error
            overstated-claim warning
            policy = approval
            min-origins-anonymous = 2
            min-origins-allegation = 2
            attribution-distance = paragraph
            stock-counts = true
            descriptor-floor = 3
        "#]],
    );
}

#[test]
fn house_guardian() {
    check_house(
        "guardian",
        expect![[r#"
            bare-attribution warning
            unnamed-attribution warning
            ghost-attribution hint
            unexplained-anonymity hint
            stock-reason -
            unnamed-spokesperson warning
            unnamed-outlet warning
            anonymous-quote warning
            anonymous-judgement error
            loaded-verb hint
            lone-anonymous-origin warning
            nameable-speaker warning
            exposed-speaker error
            inflated-corroboration error
            overstated-claim warning
            policy = approval
            min-origins-anonymous = 2
            min-origins-allegation = 1
            attribution-distance = first-mention
            stock-counts = true
            descriptor-floor = 3
        "#]],
    );
}

#[test]
fn house_npr() {
    check_house(
        "npr",
        expect![[r#"
            bare-attribution error
            unnamed-attribution error
            ghost-attribution error
            unexplained-anonymity error
            stock-reason hint
            unnamed-spokesperson warning
            unnamed-outlet warning
            anonymous-quote warning
            anonymous-judgement error
            loaded-verb hint
            lone-anonymous-origin warning
            nameable-speaker warning
            exposed-speaker error
            inflated-corroboration error
            overstated-claim warning
            policy = approval
            min-origins-anonymous = 2
            min-origins-allegation = 1
            attribution-distance = paragraph
            stock-counts = true
            descriptor-floor = 4
        "#]],
    );
}

#[test]
fn house_fact_check() {
    check_house(
        "fact-check",
        expect![[r#"
            bare-attribution error
            unnamed-attribution error
            ghost-attribution error
            unexplained-anonymity error
            stock-reason -
            unnamed-spokesperson error
            unnamed-outlet error
            anonymous-quote error
            anonymous-judgement error
            loaded-verb hint
            lone-anonymous-origin error
            nameable-speaker error
            exposed-speaker error
            inflated-corroboration error
            overstated-claim error
            policy = forbid
            min-origins-anonymous = 2
            min-origins-allegation = 2
            attribution-distance = sentence
            stock-counts = false
            descriptor-floor = 6
        "#]],
    );
}

#[test]
fn what_a_desk_decides_goes_over_its_house() {
    let config = "house = \"nyt\"\n[policy]\nreason = \"optional\"\nanonymous-quote = \"forbid\"\nloaded-verbs = \
                  [\"admit\"]\ninstitution-voices = [\"palace officials\"]\nmin-origins = { anonymous = 3 }\n";
    let own = "[params]\npolicy = \"allow\"\n";
    let files = [
        ("sources/a.txt", "x\n"),
        ("backread.toml", &format!("rules = [\"own\"]\n{config}")),
        ("own/attribution/anonymous-quote.toml", own),
    ];
    let desk = open(&folder(&files)).unwrap();
    assert_eq!(desk.problems, []);
    let rules = desk.engine.rules();
    assert_eq!((level(&desk, "unexplained-anonymity"), level(&desk, "stock-reason")), (None, None));
    assert_eq!(rules.word("anonymous-quote", "policy", ""), "forbid");
    assert_eq!(rules.words("loaded-verb", "verbs"), ["admit"]);
    assert_eq!(rules.words("unnamed-attribution", "institution-voices"), ["palace officials"]);
    assert_eq!(rules.number("lone-anonymous-origin", "min-origins-anonymous", 0.0), 3.0);
    assert_eq!(rules.number("lone-anonymous-origin", "min-origins-allegation", 0.0), 1.0);
}

#[test]
fn a_rule_file_of_the_desks_goes_over_the_houses_policy() {
    let files = [
        ("sources/a.txt", "x\n"),
        ("backread.toml", "house = \"fact-check\"\nrules = [\"own\"]\n"),
        ("own/attribution/anonymous-quote.toml", "[params]\npolicy = \"allow\"\n"),
    ];
    let desk = open(&folder(&files)).unwrap();
    assert_eq!(desk.engine.rules().word("anonymous-quote", "policy", ""), "allow");
}
