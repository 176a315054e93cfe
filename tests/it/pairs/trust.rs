//! How far a source is trusted: what each word for it changes, and what it leaves as it is.

use std::sync::Arc;

use backread::corpus::Corpus;
use backread::engine::{Engine, FactView, Policy};
use backread::finding::Standing;
use backread::rules::Rules;
use backread::text::{Format, TextId};

fn trusted(trust: &str, text: &str) -> String {
    format!("---\ntrust: {trust}\n---\n{text}\n")
}

/// What is found in a draft, one finding a line.
fn found(sources: &[(&str, &str)], draft: &str) -> Vec<String> {
    let rules = Rules::built_in();
    let sources = sources.iter().map(|(path, text)| super::source(path, text, None)).collect();
    super::findings(&rules, sources, draft).iter().map(super::told).collect()
}

fn facts(sources: &[(&str, &str)], draft: &str) -> Vec<FactView> {
    let rules = Rules::built_in();
    let sources = sources.iter().map(|(path, text)| super::source(path, text, None)).collect();
    let mut engine = Engine::new(rules.clone(), Policy::default());
    engine.set_corpus(Arc::new(Corpus::of(&rules, sources, Vec::new())));
    engine.open(TextId(0), "draft.md", draft.to_string(), Format::Markdown);
    engine.settle(TextId(0));
    engine.facts(TextId(0)).into_iter().filter(|it| it.kind != "name" && it.kind != "attribution").collect()
}

const BOATS: &str = "The auction at Quellmouth sold 40 boats.";
const MORE: &str = "The auction at Quellmouth sold 45 boats.";

#[test]
fn agreement_with_a_record_is_support_and_difference_from_it_a_conflict() {
    let record = trusted("record", BOATS);
    let sources = [("ledger.md", record.as_str()), ("mayor.md", MORE)];
    assert_eq!(found(&sources, BOATS), Vec::<String>::new());
    assert_eq!(found(&sources, MORE), ["error conflicting-figure \"45\" you wrote 45; ledger.md line 4 gives 40"]);
}

#[test]
fn a_lead_is_shown_and_neither_supports_nor_conflicts() {
    let lead = trusted("lead", BOATS);
    let other = "The auction at Quellmouth drew buyers from the whole coast.";
    let sources = [("gossip.md", lead.as_str()), ("mayor.md", other)];
    assert_eq!(found(&sources, MORE), ["warning unsupported-figure \"45\" no source gives 45"]);
    assert_eq!(found(&sources, BOATS), ["warning unsupported-figure \"40\" no source gives 40"]);
    let facts = facts(&sources, BOATS);
    let [fact] = facts.as_slice() else { panic!("one figure") };
    assert_eq!((fact.standing, fact.backing.n_sources), (Standing::Unsupported, 0));
    let leads: Vec<(&str, &str)> = fact.leads.iter().map(|it| (it.source.as_str(), it.text.as_str())).collect();
    assert_eq!(leads, [("gossip.md", BOATS)]);
}

#[test]
fn what_rests_on_a_withdrawn_source_alone_is_said() {
    let talk = "“The deck was never swept in summer,” said Ada Holm. The deck has 45 planks of oak.";
    let withdrawn = trusted("withdrawn", talk);
    let sources = [("talk.md", withdrawn.as_str()), ("mayor.md", "The ferry has a deck of oak.")];
    assert_eq!(
        found(&sources, "The deck has 45 planks of oak."),
        ["warning unsupported-figure \"45\" only a withdrawn source gives 45"]
    );
    let quote = "“The deck was never swept in summer,” said Ada Holm.";
    assert_eq!(
        found(&sources, quote),
        [
            "warning unsourced-quote \"“The deck was never swept in summer,”\" only a withdrawn source has “The deck was never swept in summer”"
        ]
    );
    assert_eq!(found(&[("talk.md", withdrawn.as_str()), ("again.md", talk)], quote), Vec::<String>::new());
}

#[test]
fn a_later_source_speaks_at_warning() {
    let second = format!("---\nsupersedes: first.md\n---\n{MORE}\n");
    let sources = [("first.md", BOATS), ("second.md", second.as_str())];
    assert_eq!(found(&sources, MORE), Vec::<String>::new());
    assert_eq!(
        found(&sources, BOATS),
        ["warning conflicting-figure \"40\" you wrote 40; a later source gives 45 (second.md line 4)"]
    );
    let rejected = "---\nsupersedes: morning.md\n---\nThe harbour board rejected the merger.\n";
    let sources = [("evening.md", rejected), ("morning.md", "The harbour board approved the merger.")];
    let draft = "The merger was approved by the harbour board.";
    assert_eq!(
        found(&sources, draft),
        [
            "warning conflicting-claim \"was approved\" you wrote “was approved”; a later source says “rejected” (evening.md line 4)"
        ]
    );
}

#[test]
fn who_says_it_again_keeps_it_in_force() {
    let second = format!("---\nsupersedes: first.md\n---\n{MORE}\n");
    let third = "It sold 40 boats at Quellmouth, the auction house says.";
    let sources = [("first.md", BOATS), ("second.md", second.as_str()), ("third.md", third)];
    assert_eq!(found(&sources, BOATS), Vec::<String>::new());
}

#[test]
fn a_lead_replaces_nothing() {
    let second = format!("---\ntrust: lead\nsupersedes: first.md\n---\n{MORE}\n");
    assert_eq!(found(&[("first.md", BOATS), ("second.md", second.as_str())], BOATS), Vec::<String>::new());
}
