//! Reports for other programs: what no recorded case shows.

use super::super::{sarif, xml};
use super::*;

fn written(format: Format, findings: Vec<Finding>) -> String {
    let mut run = run_over(&[]);
    run.drafts[0].findings = findings;
    let mut out = Vec::new();
    write(&run, format, None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn xml_holds_nothing_that_it_may_not() {
    assert_eq!(xml::escaped("a<b>&\"c'\u{7}\n\u{fffe}🚢"), "a&lt;b&gt;&amp;&quot;c&apos;\u{fffd}&#10;\u{fffd}🚢");
}

#[test]
fn a_path_is_a_reference_and_one_from_elsewhere_stands_for_itself() {
    assert_eq!(sarif::uri("drafts/a b,ü.md"), "drafts/a%20b%2C%C3%BC.md");
    assert_eq!(sarif::artifact("/srv/a.md").to_string(), r#"{"uri":"file:///srv/a.md"}"#);
    assert_eq!(sarif::artifact("a.md").to_string(), r#"{"uri":"a.md","uriBaseId":"%SRCROOT%"}"#);
}

#[test]
fn a_rule_has_a_page_only_where_the_package_says_where_it_lives() {
    let run = run_over(&[]);
    let rule = run.desks[0].engine.rules().rule("conflicting-figure").unwrap();
    assert_eq!(sarif::rule(rule, "").get("helpUri"), None);
    let page = sarif::rule(rule, "https://example.org/backread")["helpUri"].as_str().unwrap().to_string();
    assert!(page.ends_with("/rules/figure/conflicting-figure.toml"), "{page}");
}

#[test]
fn github_draws_the_worst_ten_of_a_kind_and_counts_the_rest() {
    let run = run_over(&["900 crates"]);
    let one = run.drafts[0].findings[0].clone();
    let mut findings = Vec::new();
    for severity in [Severity::Hint, Severity::Warning, Severity::Error] {
        findings.extend((0..12).map(|_| Finding { severity, ..one.clone() }));
    }
    let out = written(Format::Github, findings);
    let kinds: Vec<&str> = out.lines().filter_map(|it| it.strip_prefix("::")?.split(' ').next()).collect();
    assert_eq!(kinds, [["error"; 10], ["warning"; 10]].concat());
    let closing = out.lines().next_back().unwrap();
    assert!(
        closing.ends_with("2 more at error not drawn · 2 more at warning not drawn · 12 hints left out"),
        "{closing}"
    );
}

#[test]
fn github_commands_are_escaped_by_their_own_rules() {
    let run = run_over(&["900 crates"]);
    let mut one = run.drafts[0].findings[0].clone();
    one.message = "100%, a: b\nc".to_string();
    let out = written(Format::Github, vec![one]);
    assert!(out.contains("title=backread%3A conflicting-figure::100%25, a: b c%0A"), "{out}");
}

#[test]
fn gitlab_is_given_no_fingerprint_twice() {
    let run = run_over(&["900 crates"]);
    let one = run.drafts[0].findings[0].clone();
    let out: serde_json::Value = serde_json::from_str(&written(Format::Gitlab, vec![one.clone(), one])).unwrap();
    assert_ne!(out[0]["fingerprint"], out[1]["fingerprint"]);
}

#[test]
fn rdjson_counts_bytes_over_words_that_are_not_ascii() {
    let run = run_over(&["900 crates"]);
    let out: serde_json::Value =
        serde_json::from_str(&written(Format::Rdjson, run.drafts[0].findings.clone())).unwrap();
    let line = DRAFT.lines().nth(2).unwrap();
    let range = &out["diagnostics"][0]["location"]["range"];
    assert_eq!(range["start"]["line"], 3);
    assert_eq!(range["start"]["column"], line.find("900").unwrap() as u64 + 1);
    assert_eq!(range["end"]["column"], (line.find(" in May").unwrap()) as u64 + 1);
}

#[test]
fn no_report_has_a_confidential_place_or_a_sources_sentence_unasked() {
    let run = run_over(&["900 crates"]);
    for format in [Format::Sarif, Format::Github, Format::Gitlab, Format::Checkstyle, Format::Junit, Format::Rdjson] {
        let out = written(format, run.drafts[0].findings.clone());
        assert!(!out.contains("caf\u{e9}.txt") && !out.contains("caf%C3%A9.txt"), "{format:?}: {out}");
        assert!(!out.contains("the log says"), "{format:?}: {out}");
    }
}
