//! A thousand drafts at once, and ten thousand sources that come and go in one breath.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{DRAFT, PORT, SOURCES, answers, fresh, has_sources, n_tried, rules, start, told};
use crate::support::Client;

fn is_publish(message: &Value) -> bool {
    message["method"] == "textDocument/publishDiagnostics"
}

#[test]
fn a_thousand_drafts_are_checked_while_one_is_edited_and_cleared_when_they_are_closed() {
    let mut client = start(SOURCES);
    let n = n_tried(200, 1_000);
    // In one breath. That the one that is edited comes first is a matter of the session, and tested there.
    for idx in 0..n {
        client.open(&format!("drafts/{idx:04}.md"), 1, &DRAFT.repeat(3));
    }
    let edited = n / 2;
    client.change(&format!("drafts/{edited:04}.md"), 2, [0, 0, 0, 0], "On. ");
    client.diagnostics(&format!("drafts/{edited:04}.md"), 2);
    for idx in (0..n).filter(|it| *it != edited) {
        let found = client.diagnostics(&format!("drafts/{idx:04}.md"), 1);
        assert_eq!(rules(&found), ["conflicting-figure"; 3], "{idx}");
    }
    // What all are checked against changes, and one is typed in meanwhile: each is told for the text as it is then.
    fs::write(client.path("sources/port.md"), PORT.replace("412", "415")).expect("it is written");
    client.change("drafts/0007.md", 2, [0, 0, 0, 0], "On. ");
    client.diagnostics_that("drafts/0007.md", 2, <[Value]>::is_empty);
    for idx in (0..n).filter(|it| *it != 7) {
        client.diagnostics_that(&format!("drafts/{idx:04}.md"), if idx == edited { 2 } else { 1 }, <[Value]>::is_empty);
    }
    client.look_at_all();
    for idx in 0..n {
        client.close(&format!("drafts/{idx:04}.md"));
    }
    client.open("a.md", 1, DRAFT);
    client.diagnostics("a.md", 1);
    // Each is cleared once, and nothing is said of the others for it.
    let publishes = client.count(is_publish);
    assert!(publishes <= n + 5, "{publishes} sets for {n} drafts that were closed");
}

/// Sources that come at once, and go at once: what is found then, and how often the sources were read for it.
#[track_caller]
fn come_and_go(
    client: &mut Client,
    n: usize,
    happened: impl Fn(&mut Client, &[String], u32),
    most_readings: impl Fn(Duration) -> usize,
) {
    let started = Instant::now();
    client.open("a.md", 1, DRAFT);
    client.diagnostics_that("a.md", 1, |it| rules(it) == ["conflicting-figure"]);
    let names: Vec<String> = (0..n).map(|it| format!("sources/new/{:02}/{it:05}.md", it % 10)).collect();
    for it in 0..10 {
        fs::create_dir_all(client.path(&format!("sources/new/{it:02}"))).expect("a folder is made");
    }
    for (idx, name) in names.iter().enumerate() {
        let text = match idx + 1 == n {
            // The last of them says what the draft does.
            true => PORT.replace("412", "415"),
            false => format!("The harbour at Ostermole {idx} moved {},000 containers in 2031.\n", 1_000 + idx),
        };
        fs::write(client.path(name), text).expect("it is written");
    }
    happened(client, &names, 1);
    has_sources(client, n + 1);
    client.change("a.md", 2, [0, 0, 0, 0], "");
    assert_eq!(told(&client.diagnostics("a.md", 2)), fresh(&client.path(""), DRAFT));
    fs::remove_dir_all(client.path("sources/new")).expect("they go");
    happened(client, &names, 3);
    has_sources(client, 1);
    client.change("a.md", 3, [0, 0, 0, 0], "");
    client.diagnostics_that("a.md", 3, |it| rules(it) == ["conflicting-figure"]);
    let words = client.all_said();
    let n_readings = words.lines().filter(|it| it.contains(" added") || it.contains(" removed")).count();
    let took = started.elapsed();
    assert!((1..=most_readings(took)).contains(&n_readings), "read {n_readings} times in {took:?}:\n{words}");
    answers(client, "b.md");
}

#[test]
fn sources_that_come_by_thousands_are_read_in_a_few_steps() {
    let mut client = start(SOURCES);
    // While they are still being written the first are read already: once a second at most.
    come_and_go(&mut client, n_tried(1_000, 10_000), |_, _, _| {}, |took| 3 + took.as_secs() as usize);
}

#[test]
fn sources_that_a_client_tells_of_by_thousands_are_read_at_once() {
    let mut client = Client::spawn(SOURCES);
    let watching = json!({"didChangeWatchedFiles": {"dynamicRegistration": true, "relativePatternSupport": true}});
    let params = json!({"capabilities": {"workspace": watching}, "rootUri": client.uri(""),
        "initializationOptions": {"holdBack": false}});
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    let told = |client: &mut Client, names: &[String], sort: u32| {
        let changes: Vec<Value> = names.iter().map(|it| json!({"uri": client.uri(it), "type": sort})).collect();
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    };
    come_and_go(&mut client, n_tried(1_000, 10_000), told, |_| 2);
    while client.has(|it| it["method"].as_str().is_some_and(|it| it.starts_with("client/"))) {
        client.wait_for(|it| it["method"].as_str().is_some_and(|it| it.starts_with("client/")));
    }
}
