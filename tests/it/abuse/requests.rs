//! Messages that are well formed and make no sense: ids, methods, parameters, places and names that are not, and everything
//! at the wrong time.

use serde_json::{Value, json};

use super::{DRAFT, SOURCES, answers, complaints, rules, start};
use crate::support::Client;

/// Every request that the server offers.
const REQUESTS: &[&str] = &[
    "initialize",
    "shutdown",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentSymbol",
    "workspace/symbol",
    "textDocument/completion",
    "textDocument/documentLink",
    "textDocument/foldingRange",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/codeAction",
    "codeAction/resolve",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "workspace/executeCommand",
];

/// And every notification that it takes.
const NOTIFICATIONS: &[&str] = &[
    "initialized",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWorkspaceFolders",
];

/// Of those that are asked about a text.
const ABOUT_A_TEXT: std::ops::Range<usize> = 2..15;

#[test]
fn the_methods_here_are_all_that_are_offered() {
    let backend = include_str!("../../../src/server/backend.rs");
    assert_eq!(backend.matches("    async fn ").count(), REQUESTS.len() + NOTIFICATIONS.len());
}

#[test]
fn ids_of_every_kind_are_answered_under_themselves() {
    let mut client = start(SOURCES);
    for id in [json!("seven"), json!(""), json!("\u{1f600}"), json!(-7), json!(0), json!(i64::MAX), json!(i64::MIN)] {
        client.send(
            &json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": client.at("a.md", 0, 0)}),
        );
        assert_eq!(client.wait_for(|it| it["id"] == id)["result"], Value::Null);
    }
    // No id that JSON-RPC allows, or none that can be told from a fault: refused, and the next one is answered.
    for id in [json!(1.5), json!(true), json!([1]), json!({"id": 1}), json!(u64::MAX)] {
        client.send(
            &json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": client.at("a.md", 0, 0)}),
        );
        client.wait_for(|it| it["id"] == Value::Null && it["error"]["code"] == -32600);
    }
    client.send(
        &json!({"jsonrpc": "2.0", "id": null, "method": "textDocument/hover", "params": client.at("a.md", 0, 0)}),
    );
    client.wait_for(|it| it.get("id") == Some(&Value::Null));
    answers(&mut client, "a.md");
}

#[test]
fn an_id_that_is_used_twice_at_once_has_two_answers() {
    let mut client = start(SOURCES);
    client.open("a.md", 1, DRAFT);
    for _ in 0..10 {
        let params = client.at("a.md", 0, 32);
        client.send(&json!({"jsonrpc": "2.0", "id": "twice", "method": "textDocument/hover", "params": params}));
    }
    for _ in 0..10 {
        let answer = client.wait_for(|it| it["id"] == "twice");
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32600, "{answer}");
    }
    client.close("a.md");
    answers(&mut client, "b.md");
}

#[test]
fn answers_to_nothing_that_was_asked_are_passed_over() {
    let mut client = start(SOURCES);
    for id in [json!(0), json!(7), json!("x"), json!(null), json!(-1)] {
        client.send(&json!({"jsonrpc": "2.0", "id": id, "result": {"a": 1}}));
        client.send(&json!({"jsonrpc": "2.0", "id": id, "error": {"code": -1, "message": "no"}}));
    }
    client.notify("$/cancelRequest", json!({"id": 4711}));
    client.notify("$/cancelRequest", json!({"id": null}));
    client.notify("$/cancelRequest", json!({}));
    answers(&mut client, "a.md");
}

#[test]
fn unknown_methods_are_refused_and_unknown_notifications_passed_over() {
    let mut client = start(SOURCES);
    for method in ["no/such", "$/x", "", "initialise", "textDocument/hover ", "$/backread/fault"] {
        assert!(client.request(method, json!({}))["error"]["code"] == -32601, "{method}");
        client.notify(method, json!({}));
        client.notify(method, json!([1, 2]));
    }
    answers(&mut client, "a.md");
}

#[test]
fn parameters_of_another_shape_are_refused_by_every_method() {
    let mut client = start(SOURCES);
    client.open("kept.md", 1, DRAFT);
    client.diagnostics_that("kept.md", 1, |it| rules(it) == ["conflicting-figure"]);
    let shapes = |uri: &str| {
        [
            json!([]),
            json!([1, "two", null]),
            json!({}),
            json!({"textDocument": 5}),
            json!({"textDocument": {"uri": 5}}),
            json!({"textDocument": {"uri": ["a"]}, "position": 5}),
            json!({"textDocument": {"uri": uri}, "position": {"line": -1, "character": 0}}),
            json!({"textDocument": {"uri": uri}, "position": {"line": 0.5, "character": "x"}}),
            json!({"textDocument": {"uri": uri}, "position": {"line": 4_294_967_296_u64, "character": 0}}),
            json!({"textDocument": {"uri": uri}, "range": [0, 1], "context": 5}),
            json!({"query": 5, "previousResultIds": 5, "command": 5, "title": 5, "changes": 5, "event": 5}),
            json!({"command": "backread.accept", "arguments": 5}),
            json!({"previousResultIds": [{"uri": "no uri", "value": "x"}], "event": {"added": 5}, "changes": [5]}),
        ]
    };
    for method in REQUESTS.iter().filter(|it| **it != "shutdown") {
        client.send(&json!({"jsonrpc": "2.0", "id": "none", "method": method}));
        let answer = client.wait_for(|it| it["id"] == "none");
        assert!(matches!(answer["error"]["code"].as_i64(), Some(-32602 | -32600)), "{method}: {answer}");
        for shape in &shapes(&client.uri("none.md")) {
            let answer = client.request(method, shape.clone());
            let code = answer["error"]["code"].as_i64();
            assert!(
                answer.get("result").is_some() || matches!(code, Some(-32602 | -32600)),
                "{method} {shape}: {answer}"
            );
        }
    }
    for method in NOTIFICATIONS.iter().filter(|it| **it != "textDocument/didChange") {
        for shape in &shapes(&client.uri("none.md")) {
            client.notify(method, shape.clone());
        }
    }
    // What is still open stands as it was.
    assert!(client.hover("kept.md", 0, 32)["contents"]["value"].is_string());
    // A change that cannot be read costs that draft, and this is told once.
    for shape in shapes(&client.uri("kept.md")) {
        client.notify("textDocument/didChange", shape);
    }
    let said = complaints(&mut client);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("kept.md") && said[0].contains("until it is opened again"), "{said:?}");
    answers(&mut client, "a.md");
}

#[test]
fn commands_with_arguments_that_make_no_sense_are_refused_with_a_word() {
    let mut client = start(SOURCES);
    client.open("a.md", 1, DRAFT);
    client.diagnostics("a.md", 1);
    let uri = client.uri("a.md");
    let arguments = [
        json!([5]),
        json!([null, null]),
        json!([{"draft": 5}]),
        json!([{"draft": "untitled:none", "ids": [], "reason": ""}]),
        json!([{"draft": uri, "ids": ["F-"], "reason": "x"}]),
        json!([{"draft": uri, "ids": ["F-00000000"], "reason": "x"}]),
        json!([{"draft": uri, "ids": ["\u{1f600}"], "reason": "x"}]),
        json!([{"draft": uri, "format": "exe"}]),
        json!([{"draft": uri, "date": "yesterday"}]),
        json!([{"draft": uri, "id": "F-00000000", "evidence": 99}]),
        json!([{"uri": "file:///etc/passwd", "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}]),
    ];
    for command in ["accept", "openEvidence", "report", "none", ""] {
        for arguments in &arguments {
            let params = json!({"command": format!("backread.{command}"), "arguments": arguments});
            let answer = client.request("workspace/executeCommand", params);
            let words = answer["error"]["message"].as_str().unwrap_or_default();
            assert!(answer["error"]["code"] == -32602 && !words.is_empty(), "{command} {arguments}: {answer}");
        }
    }
    assert!(!client.path("decisions.toml").exists());
    answers(&mut client, "b.md");
}

#[test]
fn places_outside_of_the_text_are_answered() {
    let mut client = start(SOURCES);
    client.open("a.md", 1, &format!("\u{1f600}\u{1f600}\r\n\r{DRAFT}"));
    client.diagnostics("a.md", 1);
    let places = [0, 1, 2, 3, 5, 59, 60, 1_000, i32::MAX as u32, u32::MAX];
    for method in &REQUESTS[ABOUT_A_TEXT] {
        for line in places {
            let (start, end) = (
                json!({"line": line, "character": places[line as usize % 10]}),
                json!({"line": u32::MAX, "character": u32::MAX}),
            );
            for range in [json!({"start": start, "end": end}), json!({"start": end, "end": start})] {
                let params = json!({"textDocument": {"uri": client.uri("a.md")}, "position": range["start"], "range": range,
                    "context": {"diagnostics": [], "includeDeclaration": true, "triggerKind": 1}, "query": "", "title": "x"});
                let answer = client.request(method, params);
                assert!(answer.get("result").is_some(), "{method} {range}: {answer}");
            }
        }
    }
    // An edit there is of another text than ours: it is given up, told once, and checked again when it is opened again.
    for version in 2..5 {
        client.change("a.md", version, [u32::MAX, 0, u32::MAX, 1], "x");
    }
    let said = complaints(&mut client);
    assert!(said.len() == 1 && said[0].contains("does not fit the text"), "{said:?}");
    client.open("a.md", 9, DRAFT);
    client.diagnostics_that("a.md", 9, |it| rules(it) == ["conflicting-figure"]);
}

#[test]
fn names_that_are_no_files_are_texts_without_one_or_nothing() {
    let mut client = start(SOURCES);
    std::fs::create_dir(client.path("folder.md")).expect("a folder is made");
    let inside = client.uri("");
    let long = format!("{inside}/{}.md", "a".repeat(5_000));
    let names = [
        "untitled:Untitled-1",
        "untitled:",
        "http://harn.example/a.md",
        "https://user:word@harn.example:99/a.md?query#part",
        "git:/a.md?%7B%22ref%22%3A%22HEAD%22%7D",
        "vscode-notebook-cell:/a.md#X",
        "data:text/plain,hello",
        "file:///",
        "file://elsewhere/share/a.md",
        "file:///no/such/folder/at/all/a.md",
        "file:///proc/self/mem",
        "file:///%00/a.md",
        "file:///%ff%fe.md",
        "file:///%2e%2e/%2e%2e/etc/passwd",
        "file:///a%20b%25%c3%a9.md",
        &long,
        &format!("{inside}/folder.md"),
        &format!("{inside}/folder.md/"),
        &format!("{inside}/sources/port.md"),
        &format!("{inside}/sources"),
        "no uri at all",
        "",
        "://",
        "file:",
    ];
    for name in names {
        let document = json!({"uri": name, "languageId": "markdown", "version": 1, "text": DRAFT});
        client.notify("textDocument/didOpen", json!({"textDocument": document}));
        for method in &REQUESTS[ABOUT_A_TEXT] {
            let params = json!({"textDocument": {"uri": name}, "position": {"line": 0, "character": 32},
                "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}},
                "context": {"diagnostics": [], "includeDeclaration": true, "triggerKind": 1}, "query": "", "title": "x"});
            let answer = client.request(method, params);
            assert!(answer.get("result").is_some() || answer["error"]["code"] == -32602, "{method} {name}: {answer}");
        }
        let change = json!({"textDocument": {"uri": name, "version": 2}, "contentChanges": [{"text": "Nothing."}]});
        client.notify("textDocument/didChange", change);
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": name, "type": 2}]}));
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": name}}));
        client.notify("textDocument/didClose", json!({"textDocument": {"uri": name}}));
    }
    assert_eq!(complaints(&mut client), Vec::<String>::new());
    answers(&mut client, "a.md");
}

#[test]
fn what_comes_before_initialize_is_refused_and_forgotten() {
    let mut client = Client::spawn(SOURCES);
    for method in REQUESTS.iter().filter(|it| **it != "initialize" && **it != "shutdown") {
        assert_eq!(client.request(method, client.at("a.md", 0, 0))["error"]["code"], -32002, "{method}");
    }
    client.open("a.md", 1, DRAFT);
    client.change("a.md", 2, [0, 0, 0, 0], "x");
    client.notify("initialized", json!({}));
    // Parameters that are none do not count as a beginning.
    assert_eq!(client.request("initialize", json!({"capabilities": 5}))["error"]["code"], -32602);
    assert_eq!(client.request("initialize", json!({"processId": "x", "capabilities": {}}))["error"]["code"], -32602);
    client.initialize(json!(null), json!({"holdBack": false}));
    assert_eq!(client.hover("a.md", 0, 32), Value::Null);
    answers(&mut client, "a.md");
    // Once more is refused, and changes nothing.
    assert_eq!(client.request("initialize", json!({"capabilities": {}}))["error"]["code"], -32600);
    answers(&mut client, "b.md");
}

#[test]
fn what_comes_after_shutdown_is_refused_and_exit_ends_it() {
    let mut client = start(SOURCES);
    client.open("a.md", 1, DRAFT);
    client.diagnostics("a.md", 1);
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
    for method in REQUESTS {
        assert_eq!(client.request(method, client.at("a.md", 0, 0))["error"]["code"], -32600, "{method}");
    }
    client.open("b.md", 1, DRAFT);
    client.change("a.md", 2, [0, 0, 0, 0], "x");
    client.notify("textDocument/didChange", json!({"textDocument": {"uri": client.uri("a.md")}}));
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(client.ended(), Some(0));
}

#[test]
fn exit_ends_it_in_every_state() {
    let exit = json!({"jsonrpc": "2.0", "method": "exit"});
    let initialize = json!({"jsonrpc": "2.0", "id": "first", "method": "initialize", "params": {"capabilities": {}}});
    let states: [(&str, Vec<Value>, i32); 5] = [
        ("before anything", vec![], 1),
        ("before the answer to initialize", vec![initialize.clone()], 1),
        ("twice", vec![initialize.clone(), exit.clone()], 1),
        ("as a request", vec![json!({"jsonrpc": "2.0", "id": 1, "method": "exit"})], 1),
        ("with parameters", vec![json!({"jsonrpc": "2.0", "method": "exit", "params": {"code": 7}})], 1),
    ];
    for (state, messages, status) in states {
        let mut client = Client::spawn(SOURCES);
        for message in messages.iter().chain([&exit]) {
            // Nobody may be there to take the second.
            client.try_send(message);
        }
        assert_eq!(client.ended(), Some(status), "{state}");
        client.look_at_all();
    }
}

#[test]
fn requests_that_wait_for_a_change_keep_nothing_else_waiting() {
    let mut client = Client::spawn(SOURCES);
    client.initialize_with(json!(null), json!({"holdBack": false, "diagnostics": "pull"}), json!({"diagnostic": {}}));
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": []}));
    assert!(all["result"]["items"].is_array(), "{all}");
    let has = json!({"previousResultIds": [{"uri": client.uri("a.md"), "value": "x"}]});
    // Any change that came meanwhile is told, and then there are none.
    let ids: Vec<i64> = (0..1_500).map(|_| client.ask("workspace/diagnostic", has.clone())).collect();
    client.open("a.md", 1, DRAFT);
    assert!(client.hover("a.md", 0, 32)["contents"]["value"].is_string());
    client.close_stdin();
    assert_eq!(client.ended(), Some(1));
    for id in ids {
        assert!(client.answer(id)["result"]["items"].is_array());
    }
}
