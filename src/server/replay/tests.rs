use std::fs;

use tempfile::TempDir;

use super::*;

const SOURCE: &str = "The harbour at Ostermole moved 412,000 containers in 2031.\n";

fn server() -> (TempDir, Replay) {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("sources")).unwrap();
    fs::write(folder.path().join("sources/port.md"), SOURCE).unwrap();
    let replay = Replay::new(folder.path());
    (folder, replay)
}

/// Messages, one a line; every request has its answer when all is settled.
#[track_caller]
fn check(messages: &str) -> Replay {
    let (_folder, mut replay) = server();
    for line in messages.lines() {
        replay.say(line.as_bytes());
        replay.settle();
    }
    assert_eq!(replay.unanswered(), 0);
    replay
}

const OPEN: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{},"rootUri":"file:///"}}
{"jsonrpc":"2.0","method":"initialized","params":{}}
{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.md","languageId":"markdown","version":1,"text":"The harbour at Ostermole moved 415,000 containers in 2031.\n"}}}
"#;

#[test]
fn a_session_runs_from_bytes() {
    let hover = r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.md"},"position":{"line":0,"character":34}}}"#;
    let mut replay = check(&format!("{OPEN}{hover}"));
    assert_eq!((replay.asked, replay.answered), (2, 2));
    // Which folder was taken, one source, and the findings.
    assert_eq!(replay.told(), 3);
}

#[test]
fn notifications_that_are_sent_as_requests_are_answered() {
    // Neither reaches tower-lsp, which answers all others; the change does not parse.
    let change = r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.md","version":2}}}"#;
    let exit = r#"{"jsonrpc":"2.0","id":3,"method":"exit"}"#;
    assert_eq!(check(&format!("{OPEN}{change}\n{exit}")).answered, 3);
}

#[test]
fn no_message_reaches_beyond_the_folder() {
    let (folder, replay) = server();
    let below = folder.path().join("etc/passwd");
    for uri in
        ["file:///etc/passwd", "FILE:///../etc/passwd", " file:///a/%2e%2e/etc/passwd", "file:///..%2F..%2Fetc/passwd"]
    {
        let mut message = json!({"params": {"rootPath": "/etc", "textDocument": {"uri": uri}}});
        replay.keep_below(&mut message);
        assert_eq!(message["params"]["textDocument"]["uri"], format!("file://{}", below.display()));
        assert_eq!(message["params"]["rootPath"], Value::Null);
    }
}

#[test]
fn half_characters_by_the_thousand_cost_nothing_but_themselves() {
    let half = "\\ud83d".repeat(20_000);
    let opened = OPEN.replace("\"text\":\"", &format!("\"text\":\"{half} "));
    let change = |range: [u32; 2], text: &str| {
        format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"file:///a.md","version":2}},"contentChanges":[{{"range":{{"start":{{"line":0,"character":{}}},"end":{{"line":0,"character":{}}}}},"text":"{text}"}}]}}}}"#,
            range[0], range[1]
        )
    };
    // Behind them, every unit of UTF-16 counts as the client counts it.
    let mut replay = check(&format!("{opened}{}", change([20_032, 20_039], "416,000")));
    let publishes = std::iter::from_fn(|| replay.outgoing.try_recv().ok()).filter_map(|it| match it {
        Outgoing::Publish(it) => Some(it),
        _ => None,
    });
    let last = publishes.last().unwrap();
    assert_eq!(last.version, Some(2));
    let found: Vec<_> = last.diagnostics.iter().map(|it| (it.range.start.character, it.message.clone())).collect();
    assert_eq!(found, [(20_032, "you wrote 416,000; port.md line 1 gives 412,000".to_string())]);
}
