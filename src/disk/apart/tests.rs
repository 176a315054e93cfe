//! What goes to the child and back.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::disk::apart::{Answer, Record, ask, frame, unframe};
use crate::text::Sort;
use crate::text::format::Document;
use crate::text::locator::Locator;

#[test]
fn a_document_comes_back_as_it_went() {
    let mut document = Document::new("a.pdf");
    document.locate(Locator::Page(1));
    document.push(Sort::Heading, "The kiln");
    document.locate(Locator::Row { sheet: Some(Arc::from("Sums")), row: 7 });
    document.row(["Ostmere", "88"]);
    document.locate(Locator::Heading(Arc::from("Coal")));
    document.push(Sort::Footnote, "Zoë’s own count.");
    document.front.title = Some("The kilns of Grot-Vik".to_string());
    let sent = serde_json::to_vec(&Answer::Document(Record::of(document.clone()))).unwrap();
    let Answer::Document(back) = serde_json::from_slice(&sent).unwrap() else { panic!("a document was sent") };
    assert_eq!(back.document(), Some(document));
}

#[test]
fn blocks_that_do_not_fit_the_text_are_no_document() {
    let record = |blocks| Record {
        raw: "Zoë".to_string(),
        blocks,
        locators: Vec::new(),
        title: None,
        date: None,
        language: None,
    };
    assert!(record(vec![(0, 0, 4)]).document().is_some());
    assert!(record(vec![(0, 0, 3)]).document().is_none(), "inside a letter");
    assert!(record(vec![(0, 0, 9)]).document().is_none(), "past the end");
    assert!(record(vec![(0, 1, 2), (0, 0, 1)]).document().is_none(), "backward");
    assert!(record(vec![(8, 0, 1)]).document().is_none(), "of no sort");
}

#[test]
fn frames_are_whole_or_none() {
    let mut sent = Vec::new();
    frame(&mut sent, b"clay").unwrap();
    assert_eq!(unframe(&mut sent.as_slice()).unwrap(), b"clay");
    sent.pop();
    assert!(unframe(&mut sent.as_slice()).is_err());
}

#[cfg(unix)]
#[test]
fn a_child_that_hangs_rambles_or_dies_is_refused() {
    let child = |script: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.spawn().unwrap()
    };
    let cause = |script: &str, time| ask(child(script), "a.pdf", &[7; 1 << 20], time).unwrap_err().cause;
    let long = Duration::from_secs(30);
    assert!(cause("while read -r line; do :; done", Duration::from_millis(50)).contains("did not come to an end"));
    assert!(cause("kill -9 $$", long).contains("broke down"));
    assert!(cause("echo nonsense", long).contains("broke down"));
    assert_eq!(cause("exec yes", long), "its text is over 20 MB");
}
