//! A client that stops reading: it may go on typing, ask for more, or die, and nothing waits for it without end.

use std::path::Path;

use serde_json::{Value, json};

use super::{DRAFT, PORT, SOURCES, answers, fresh, n_tried, start, told};
use crate::support::Client;

/// Of so many findings that a few answers fill every pipe.
fn long() -> String {
    (0..400).map(|n| format!("{}\n", DRAFT.replace("415,000", &format!("4{n:03},000")))).collect()
}

/// Memory that the process holds, in kilobytes.
#[cfg(target_os = "linux")]
fn memory(client: &Client) -> u64 {
    let status = Path::new("/proc").join(client.pid().to_string()).join("status");
    let status = std::fs::read_to_string(status).expect("the process is there");
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).expect("it says what it holds");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[test]
#[cfg(target_os = "linux")]
fn a_client_that_types_and_does_not_read_is_sent_the_newest_and_costs_no_memory() {
    let mut client = start(SOURCES);
    let text = long();
    client.open("a.md", 1, &text);
    client.diagnostics("a.md", 1);
    client.stop_hearing();
    let n = i64::from(n_tried(300, 10_000) as u32);
    let mut before = 0;
    for version in 2..=n {
        client.change(
            "a.md",
            version,
            [0, 0, 0, if version == 2 { 0 } else { 5 }],
            &format!("{:05}", version % 100_000),
        );
        // Once the pipes are full, and all that is typed is read, no more is held however long it goes on.
        if version == n / 2 {
            before = memory(&client);
        }
    }
    let grown = memory(&client).saturating_sub(before);
    assert!(before > 0 && grown < 64 << 10, "{grown} KB more than the {before} KB before");
    client.hear_again();
    let found = client.diagnostics("a.md", n);
    let typed = format!("{:05}{text}", n % 100_000);
    assert_eq!(told(&found), fresh(&client.path(""), &typed));
    answers(&mut client, "b.md");
}

#[test]
fn a_client_that_asks_and_does_not_read_has_every_answer_when_it_does() {
    let mut client = start(SOURCES);
    client.open("a.md", 1, &long());
    client.diagnostics("a.md", 1);
    client.stop_hearing();
    // Fills the pipe of answers, and then the handlers: it has to be read on from there.
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 500, "character": 0}});
    let params = json!({"textDocument": {"uri": client.uri("a.md")}, "range": range, "context": {"diagnostics": []}});
    let ids: Vec<i64> = (0..100).map(|_| client.ask("textDocument/documentSymbol", params.clone())).collect();
    client.change("a.md", 2, [0, 0, 0, 0], "On. ");
    client.hear_again();
    for id in ids {
        assert!(client.answer(id)["result"].is_array());
    }
    client.diagnostics("a.md", 2);
    answers(&mut client, "b.md");
}

/// A server whose client does not read, with more to be read than the pipes hold.
fn deaf() -> Client {
    let mut client = start(SOURCES);
    client.open("a.md", 1, &long());
    client.diagnostics("a.md", 1);
    client.stop_hearing();
    for _ in 0..60 {
        client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": client.uri("a.md")}}));
    }
    client
}

#[test]
fn a_client_that_does_not_read_and_dies_takes_the_server_along() {
    let mut client = deaf();
    client.hang_up();
    assert_eq!(client.gone(), Some(1));
    assert!(!client.all_said().contains("fault"), "{}", client.all_said());
    client.look_at_all();
}

#[test]
fn a_client_that_does_not_read_and_says_nothing_more_is_taken_for_dead() {
    // Somebody else may hold the pipe of one that has died.
    let mut client = deaf();
    client.close_stdin();
    assert_eq!(client.gone(), Some(1));
    client.look_at_all();
}

#[test]
fn exit_ends_the_server_of_a_client_that_does_not_read() {
    let mut client = deaf();
    client.ask("shutdown", Value::Null);
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(client.gone(), Some(0));
    client.look_at_all();
}

#[test]
fn a_client_that_shows_progress_late_does_not_break_the_server() {
    // Long enough in reading that it is worth a bar.
    let words: String = (0..200).map(|n| PORT.replace("412", &format!("{}", 500 + n))).collect();
    let files: Vec<(String, &str)> = (0..400).map(|n| (format!("sources/{n}.md"), words.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let mut client = Client::spawn(&files);
    let root = client.uri("");
    let window = json!({"workDoneProgress": true});
    let params =
        json!({"capabilities": {"window": window}, "rootUri": root, "initializationOptions": {"holdBack": false}});
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.open("a.md", 1, DRAFT);
    let create = client.wait_for(|it| it["method"] == "window/workDoneProgress/create");
    // Longer than the server has patience for.
    std::thread::park_timeout(std::time::Duration::from_millis(5_500));
    client.send(&json!({"jsonrpc": "2.0", "id": create["id"], "result": null}));
    client.diagnostics("a.md", 1);
    assert!(client.hover("a.md", 0, 32)["contents"]["value"].is_string());
}
