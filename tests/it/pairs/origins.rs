//! Sources and their origins (`tests/pairs/origins.toml`), and what a draft's own citations are held to
//! (`tests/pairs/citations.toml`).

use std::collections::BTreeMap;
use std::sync::Arc;

use backread::corpus::{Corpus, SourceFile};
use backread::engine::{Engine, Policy};
use backread::finding::Severity;
use backread::rules::{Param, Rules};
use backread::text::{Format, TextId};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    sources: BTreeMap<String, String>,
    origins: Option<usize>,
    draft: Option<String>,
    #[serde(default)]
    raised: Vec<String>,
    /// What the messages hold, in the same order.
    #[serde(default)]
    says: Vec<String>,
    /// What is said once about the draft.
    #[serde(default)]
    notes: Vec<String>,
}

fn files(case: &Case) -> Vec<SourceFile> {
    case.sources.iter().map(|(path, text)| super::source(path, text.trim_start(), None)).collect()
}

/// What comes out otherwise than a case has it.
fn differences(rules: &Rules, case: &Case, rule: &str) -> Vec<String> {
    let corpus = Corpus::of(rules, files(case), Vec::new());
    let mut differences = Vec::new();
    let n_origins = corpus.origins().all().len();
    if let Some(wanted) = case.origins.filter(|it| *it != n_origins) {
        let all: Vec<String> =
            corpus.origins().all().iter().map(|it| format!("{} {}", it.name, it.sources.len())).collect();
        differences.push(format!("wanted {wanted} origins, found {n_origins}: {}", all.join(", ")));
    }
    let Some(draft) = &case.draft else { return differences };
    let mut engine = Engine::new(rules.clone(), Policy::default());
    engine.set_corpus(Arc::new(corpus));
    let id = TextId(0);
    engine.open(id, "draft.md", draft.clone(), Format::Markdown);
    engine.settle(id);
    let findings = engine.findings(id);
    let of_rule: Vec<_> = findings.iter().filter(|it| it.rule == rule).collect();
    let words: Vec<&str> = of_rule.iter().map(|it| it.text.as_str()).collect();
    if words != case.raised {
        let all: Vec<String> = findings.iter().map(super::told).collect();
        differences.push(format!("wanted {rule} at {:?}; found {}", case.raised, all.join("; ")));
    }
    for (says, finding) in case.says.iter().zip(&of_rule) {
        if !finding.message.contains(says) {
            differences.push(format!("wanted \"{says}\", found \"{}\"", finding.message));
        }
    }
    let notes: Vec<String> = engine.notes(id).into_iter().map(|it| it.cause).collect();
    if notes != case.notes {
        differences.push(format!("wanted notes {:?}, found {notes:?}", case.notes));
    }
    differences
}

#[track_caller]
fn check(file: &str, rule: &str) {
    let cases: Cases = toml::from_str(file).unwrap();
    let rules = Rules::built_in();
    let mut told = Vec::new();
    for case in &cases.case {
        told.extend(differences(&rules, case, rule).into_iter().map(|it| format!("{}\n  {it}", case.name)));
    }
    assert!(told.is_empty(), "{} of {}\n{}", told.len(), cases.case.len(), told.join("\n"));
}

#[test]
fn origins() {
    check(include_str!("../../pairs/origins.toml"), "single-origin");
}

#[test]
fn citations() {
    check(include_str!("../../pairs/citations.toml"), "miscited-source");
}

/// A figure that the named source has otherwise is no quieter for being cited.
#[test]
fn a_conflict_with_the_named_source_is_as_loud_as_any() {
    let rules = Rules::built_in();
    let sources = vec![super::source("ledger.txt", "The auction at Quellmouth sold 40 boats.", None)];
    let draft = "The auction at Quellmouth sold 45 boats.[^1]\n\n[^1]: ledger.txt\n";
    let findings = super::findings(&rules, sources, draft);
    let told: Vec<(&str, Severity)> = findings.iter().map(|it| (it.rule.as_str(), it.severity)).collect();
    assert_eq!(told, [("miscited-source", Severity::Error)]);
}

/// Who let the figure stand before it was cited lets it stand.
#[test]
fn a_stet_for_the_figure_holds_where_the_source_is_named() {
    let rules = Rules::built_in();
    for rule in ["conflicting-figure", "miscited-source"] {
        let sources = vec![super::source("ledger.txt", "The auction at Quellmouth sold 40 boats.", None)];
        let note = format!("<!-- stet {rule} \"45\": own count -->");
        let draft = format!("{note}\nThe auction at Quellmouth sold 45 boats.[^1]\n\n[^1]: ledger.txt\n");
        assert_eq!(super::findings(&rules, sources, &draft), []);
    }
}

/// `[policy] min-origins = { figure = 2 }`.
#[test]
fn a_desk_may_ask_for_more_origins() {
    let mut rules = Rules::built_in();
    rules.set_param("single-origin", "min-origins-figure", Param::Number(2.0));
    let one = "The lighthouse of Ruun went for 80,000 crowns.";
    let two = "A baker paid 80,000 crowns for the lighthouse of Ruun.";
    let source = |path: &str, text: &str| super::source(path, text, None);
    let told = |sources: Vec<SourceFile>| -> Vec<String> {
        super::findings(&rules, sources, one).iter().map(super::told).collect()
    };
    assert_eq!(
        told(vec![source("a.txt", one)]),
        ["hint single-origin \"80,000\" 1 source gives 80,000 crowns; 2 origins are asked for"]
    );
    assert_eq!(told(vec![source("a.txt", one), source("b.txt", two)]), Vec::<String>::new());
}

/// A wire story in forty papers takes none of the places of the one other source that speaks to the fact.
#[test]
fn who_says_otherwise_is_heard_beside_forty_copies_of_one_story() {
    let rules = Rules::built_in();
    let story = |n: usize| {
        let day = ["on Saturday", "at the weekend", "by nightfall", "within hours"][n % 4];
        let kind = ["crowded", "packed", "busy", "full"][n / 4 % 4];
        format!(
            "The {kind} auction at Quellmouth sold 45 boats {day}, the harbour master said.\n\n\
             Buyers had come from the whole coast and stood three deep along the northern quay when the bidding began. \
             The old trawlers went first, most of them to yards that want nothing but their engines and their brass, \
             and the pilot cutters that everybody had come to see went last. The town means to spend what it earned \
             on the lights of the outer mole. Paper {n} has more on page {}.\n",
            n % 7 + 2
        )
    };
    let copies = || (0..40).map(|n| super::source(&format!("copies/paper-{n:02}.md"), &story(n), None));
    let other = "---\nkind: primary\n---\nLedger of the auction.\n\nThe auction at Quellmouth sold 40 boats.\n";
    let draft = "The auction at Quellmouth sold 45 boats.\n";
    let alone = super::findings(&rules, copies().collect(), draft);
    assert!(!alone.is_empty() && alone.iter().all(|it| it.rule == "single-origin"), "{alone:?}");
    let all: Vec<SourceFile> = copies().chain([super::source("ledger.md", other, None)]).collect();
    let findings = super::findings(&rules, all, draft);
    let told: Vec<String> = findings.iter().map(super::told).collect();
    let loud: Vec<&String> = told.iter().filter(|it| it.starts_with("error")).collect();
    assert_eq!(loud, ["error conflicting-figure \"45\" you wrote 45; ledger.md line 6 gives 40"], "{told:?}");
}
