//! News over two texts and two corpora.

use std::sync::Arc;

use crate::corpus::{Corpus, SourceFile, SourceMeta};
use crate::engine::{Engine, Policy};
use crate::rules::Rules;
use crate::text::{Format, Text, TextId};

const ID: TextId = TextId(0);

fn engine(source: &str) -> Engine {
    let rules = Rules::built_in();
    let file = SourceFile {
        path: "log.md".to_string(),
        disk_path: "log.md".into(),
        text: Text::read(source.to_string(), Format::Markdown),
        meta: SourceMeta::default(),
        extracted: false,
    };
    let corpus = Corpus::of(&rules, vec![file], Vec::new());
    let mut engine = Engine::new(rules, Policy::default());
    engine.set_corpus(Arc::new(corpus));
    engine
}

/// The words of what is news, and how many findings are not.
fn news(now: (&str, &str), then: (&str, Option<&str>)) -> (Vec<String>, usize) {
    let mut today = engine(now.0);
    today.open(ID, "draft.md", now.1.to_string(), Format::Markdown);
    today.settle(ID);
    let (news, n_old) = today.news(ID, &mut engine(then.0), then.1, Format::Markdown);
    (news.into_iter().map(|it| it.text).collect(), n_old)
}

const LOG: &str = "The quay at Orrin took 800 crates in May.\n";
const DRAFT: &str = "The quay at Orrin took 900 crates in May.\n\nOfficials said it was full.\n";

#[test]
fn nothing_is_news_where_nothing_changed() {
    assert_eq!(news((LOG, DRAFT), (LOG, Some(DRAFT))), (vec![], 2));
}

#[test]
fn all_is_news_in_a_draft_that_was_not_there() {
    let all = vec!["900".to_string(), "Officials said".to_string()];
    assert_eq!(news((LOG, DRAFT), (LOG, None)), (all, 0));
}

#[test]
fn what_stands_in_a_changed_paragraph_is_news() {
    let then = "The quay at Orrin took some 900 crates in May.\n\nOfficials said it was full.\n";
    assert_eq!(news((LOG, DRAFT), (LOG, Some(then))), (vec!["900".to_string()], 1));
}

#[test]
fn a_paragraph_that_was_moved_has_not_changed() {
    let then = "Officials said it was full.\n\nThe quay at Orrin took 900 crates in May.\n";
    assert_eq!(news((LOG, DRAFT), (LOG, Some(then))), (vec![], 2));
}

#[test]
fn a_finding_whose_evidence_changed_is_news() {
    let log = "The quay at Orrin took 900 crates in May.\n";
    assert_eq!(news((LOG, DRAFT), (log, Some(DRAFT))), (vec!["900".to_string()], 1));
    let log = "The quay at Orrin took 850 crates in May.\n";
    assert_eq!(news((LOG, DRAFT), (log, Some(DRAFT))), (vec!["900".to_string()], 1));
}

#[test]
fn a_source_that_changed_elsewhere_is_no_news() {
    let log = format!("{LOG}\nIt rained in June.\n");
    assert_eq!(news((LOG, DRAFT), (&log, Some(DRAFT))), (vec![], 2));
}
