//! The built server over stdio: what only shows with a real process, real pipes and a client that does not wait.

use std::path::Path;

use backread::engine::desk::{Desk, Overrides};
use backread::text::buffer::{Buffer, Encoding, Position};
use backread::text::{Format, TextId};
use serde_json::{Value, json};

use crate::support::Client;

const SOURCES: &[(&str, &str)] = &[
    (
        "sources/mayor.md",
        "The kiln at Ostermole was built in 2031.\n\n\
         \u{201c}We will light the kiln before the first frost,\u{201d} said Mira Holt, the mayor.\n",
    ),
    ("sources/port.md", "The harbour at Ostermole moved 412,000 containers in 2031.\n"),
];

const OTHER_FIGURE: &str = "The harbour at Ostermole moved 415,000 containers in 2031. ";

/// Differs from the source in one word.
const ALTERED: &str = "\u{201c}We will light the kiln after the first frost,\u{201d} said Mira Holt, the mayor.\n";

fn at_once() -> Value {
    json!({"holdBack": false})
}

fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|it| it["code"].as_str().expect("a rule")).collect()
}

fn place(diagnostic: &Value) -> [u64; 4] {
    let at = |end: &str, of: &str| diagnostic["range"][end][of].as_u64().expect("a number");
    [at("start", "line"), at("start", "character"), at("end", "line"), at("end", "character")]
}

fn with_the_quotation(diagnostics: &[Value]) -> bool {
    rules(diagnostics).contains(&"altered-quote")
}

#[test]
fn lifecycle() {
    let mut client = Client::spawn(SOURCES);
    let early = client.request("textDocument/hover", client.at("a.md", 0, 0));
    assert_eq!(early["error"]["code"], -32002);
    let offered = client.initialize(json!(["utf-16"]), at_once());
    assert_eq!(offered["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(offered["capabilities"]["textDocumentSync"]["change"], 2);
    assert_eq!(offered["serverInfo"]["name"], "backread");
    client.open("a.md", 1, ALTERED);
    let found = client.diagnostics_that("a.md", 1, with_the_quotation);
    assert_eq!(place(&found[0]), [0, 24, 0, 29]);
    assert_eq!(found[0]["source"], "backread");
    assert!(found[0]["data"]["id"].as_str().is_some_and(|it| it.starts_with("F-")));
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], client.uri("sources/mayor.md"));
    assert_eq!(related["location"]["range"]["start"]["line"], 2);
    let page = found[0]["codeDescription"]["href"].as_str().and_then(|it| it.strip_prefix("file://"));
    let page = std::fs::read_to_string(page.expect("a page about the rule")).expect("it is there");
    assert!(page.starts_with("altered-quote (quote, error)"), "{page}");
    client.close("a.md");
    let cleared = client.wait_for(|it| it["params"]["diagnostics"] == json!([]));
    assert_eq!(cleared["params"]["uri"], client.uri("a.md"));
}

#[test]
fn exit_without_shutdown_gives_one_with_stdin_open() {
    let mut client = Client::start(SOURCES, at_once());
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(client.ended(), Some(1));
}

#[test]
fn shutdown_and_exit_in_one_breath_answer_the_shutdown() {
    let mut client = Client::start(SOURCES, at_once());
    let id = client.ask("shutdown", Value::Null);
    client.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(client.ended(), Some(0));
    assert_eq!(client.answer(id)["result"], Value::Null);
}

#[test]
fn the_end_of_input_ends_the_process() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, ALTERED);
    client.close_stdin();
    assert_eq!(client.ended(), Some(1));
}

#[test]
#[cfg(target_os = "linux")]
fn the_death_of_the_client_ends_the_process() {
    let mut other = Client::spawn(&[]);
    let mut client = Client::spawn(SOURCES);
    client.request("initialize", json!({"processId": other.pid(), "capabilities": {}}));
    other.kill();
    assert_eq!(client.ended(), Some(1));
}

#[test]
fn three_hundred_edits_sent_without_waiting() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, &format!("\n{ALTERED}"));
    client.diagnostics_that("a.md", 1, with_the_quotation);
    let words = "An envoy said the talks were over. ";
    let mut text = String::new();
    for n in 0..300_u32 {
        let (line, column) = (n / 50, n % 50);
        let letter = words.chars().cycle().nth(n as usize).expect("words go on");
        // A line ends after fifty letters: the next one is put before what follows.
        let letter = if column == 49 { format!("{letter}\n") } else { letter.to_string() };
        client.change("a.md", 2 + i64::from(n), [line, column, line, column], &letter);
        text.push_str(&letter);
    }
    text.push_str(&format!("\n{ALTERED}"));
    let found = found(&client.diagnostics("a.md", 301));
    assert!(found.len() > 2, "too little to compare: {found:?}");
    assert_eq!(found, fresh(&client, &text));
}

/// Place and rule of what was published.
fn found(diagnostics: &[Value]) -> Vec<([u64; 4], String)> {
    diagnostics.iter().map(|it| (place(it), it["code"].as_str().expect("a rule").to_string())).collect()
}

/// What an engine of its own finds in a text: place and rule.
fn fresh(client: &Client, text: &str) -> Vec<([u64; 4], String)> {
    let draft = client.path("a.md");
    let overrides = Overrides { working: client.path(""), ..Overrides::default() };
    let mut desk = Desk::open(Path::new(&draft), &overrides).expect("the desk opens");
    let id = TextId(7);
    desk.engine.open(id, "a.md", text.to_string(), Format::Markdown);
    desk.engine.settle(id);
    let buffer = Buffer::new(text);
    let at = |offset: u32| buffer.position(offset as usize, Encoding::Utf16);
    let findings = desk.engine.findings(id).into_iter().map(|it| {
        let (start, end) = (at(it.span.start), at(it.span.end));
        let place = [start.line, start.column, end.line, end.column].map(u64::from);
        (place, it.rule)
    });
    findings.collect()
}

#[test]
fn a_thousand_random_edits_among_requests_leave_what_a_fresh_engine_finds() {
    let mut client = Client::start(SOURCES, at_once());
    let mut text = format!("{ALTERED}\nThe kiln is cold.\n");
    client.open("a.md", 1, &text);
    client.diagnostics_that("a.md", 1, with_the_quotation);
    let pieces = [
        "a",
        "7",
        OTHER_FIGURE,
        "\n",
        "\n\n",
        " ",
        "\u{1f600}",
        "é",
        "An envoy said the talks were over. ",
        ALTERED,
        "kiln",
        "\r\n",
        "“",
        ".",
    ];
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    let mut ids = Vec::new();
    for version in 2..=1001_i64 {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = random(starts.len());
        // Cuts now and then; mostly a few characters, so that the text neither vanishes nor swells.
        let n_cut = if random(3) == 0 { random(40) } else { 0 };
        let (from, to) = (starts[from], starts[(from + n_cut).min(starts.len() - 1)]);
        let piece = pieces[random(pieces.len())];
        let buffer = Buffer::new(&text);
        let at = |offset: usize| buffer.position(offset, Encoding::Utf16);
        let (start, end) = (at(from), at(to));
        client.change("a.md", version, [start.line, start.column, end.line, end.column], piece);
        // A place inside a line break is before it: the same for both sides.
        let back = |position: Position| buffer.offset(position, Encoding::Utf16).expect("the place is in the text");
        text.replace_range(back(start)..back(end), piece);
        // Nobody waits for these either; each gets one answer, whatever the text is by then.
        if version % 5 == 0 {
            let mut params = client.at("a.md", start.line, start.column);
            ids.push(client.ask("textDocument/hover", params.clone()));
            params["range"] = json!({"start": params["position"], "end": params["position"]});
            params["context"] = json!({"diagnostics": []});
            ids.push(client.ask("textDocument/codeAction", params));
        }
    }
    for id in ids {
        let answer = client.answer(id);
        assert!(answer.get("result").is_some(), "{answer}");
    }
    let found = found(&client.diagnostics("a.md", 1001));
    assert!(found.len() > 10, "too little to compare: {found:?}");
    assert_eq!(found, fresh(&client, &text));
}

#[test]
fn columns_after_an_emoji_are_those_agreed() {
    let text = "\u{1f600} An envoy said the talks were over.\n";
    for (takes, encoding, column) in [
        (json!(null), "utf-16", 3),
        (json!(["utf-32", "utf-16"]), "utf-16", 3),
        (json!(["utf-16", "utf-8"]), "utf-8", 5),
        (json!(["utf-32"]), "utf-32", 2),
    ] {
        let mut client = Client::spawn(SOURCES);
        let offered = client.initialize(takes, at_once());
        assert_eq!(offered["capabilities"]["positionEncoding"], encoding);
        client.open("a.md", 1, text);
        assert_eq!(place(&client.diagnostics("a.md", 1)[0])[..2], [0, column]);
        client.change("a.md", 2, [0, column as u32, 0, column as u32 + 2], "An old");
        assert_eq!(place(&client.diagnostics("a.md", 2)[0]), [0, column, 0, column + 17]);
    }
}

#[test]
fn hover_and_definition_lead_to_the_source() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, ALTERED);
    client.diagnostics_that("a.md", 1, with_the_quotation);
    let hover = client.hover("a.md", 0, 10);
    assert_eq!(hover["contents"]["kind"], "markdown");
    let words = hover["contents"]["value"].as_str().expect("words");
    assert!(words.contains("sources/mayor.md, line 3 differs"), "{words}");
    assert!(words.contains("before the first frost"), "{words}");
    let definition = client.request("textDocument/definition", client.at("a.md", 0, 10));
    assert_eq!(definition["result"][0]["uri"], client.uri("sources/mayor.md"));
    assert_eq!(definition["result"][0]["range"]["start"]["line"], 2);
}

#[test]
fn a_figure_that_differs_shows_the_source_and_goes_when_it_is_mended() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, OTHER_FIGURE);
    let found = client.diagnostics_that("a.md", 1, |it| rules(it) == ["conflicting-figure"]);
    assert_eq!(place(&found[0]), [0, 31, 0, 38]);
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], client.uri("sources/port.md"));
    assert!(related["message"].as_str().is_some_and(|it| it.contains("moved 412,000 containers")), "{related}");
    client.change("a.md", 2, [0, 31, 0, 38], "412,000");
    assert_eq!(client.diagnostics("a.md", 2), Vec::<Value>::new());
    let hover = client.hover("a.md", 0, 33);
    assert!(hover["contents"]["value"].as_str().is_some_and(|it| it.contains("1 source gives this")), "{hover}");
}

#[test]
fn a_finding_is_accepted_and_a_bad_command_refused() {
    let mut client = Client::spawn(SOURCES);
    let literals = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}});
    let root = client.uri("");
    let capabilities = json!({"textDocument": {"codeAction": literals}});
    client.request(
        "initialize",
        json!({"capabilities": capabilities, "rootUri": root, "initializationOptions": at_once()}),
    );
    client.notify("initialized", json!({}));
    client.open("a.md", 1, ALTERED);
    let found = client.diagnostics_that("a.md", 1, with_the_quotation);
    let document = json!({"uri": client.uri("a.md")});
    let params = json!({"textDocument": document, "range": found[0]["range"], "context": {"diagnostics": found}});
    let actions = client.request("textDocument/codeAction", params)["result"].clone();
    let title = |it: &&Value| it["title"].as_str().is_some_and(|it| it.starts_with("accept altered-quote"));
    let accept = actions.as_array().and_then(|it| it.iter().find(title)).expect("an action that accepts").clone();
    assert_eq!(accept["diagnostics"], json!(found));
    let accepted = client.request("workspace/executeCommand", accept["command"].clone());
    assert_eq!(accepted["result"], json!({"accepted": 1, "findings": 0}));
    client.diagnostics_that("a.md", 1, |it| it.is_empty());
    assert!(client.path("decisions.toml").exists());
    let refused = client.request("workspace/executeCommand", json!({"command": "backread.accept", "arguments": [1]}));
    assert_eq!(refused["error"]["code"], -32602);
}

#[test]
fn a_source_that_changes_on_disk_changes_the_findings() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, OTHER_FIGURE);
    client.diagnostics_that("a.md", 1, |it| rules(it) == ["conflicting-figure"]);
    let source = client.path("sources/port.md");
    std::fs::write(&source, "The harbour at Ostermole moved 415,000 containers in 2031.\n").expect("it is written");
    client.diagnostics_that("a.md", 1, <[Value]>::is_empty);
    let told = client.wait_for(|it| it["params"]["message"].as_str().is_some_and(|it| it.starts_with("port.md")));
    assert_eq!(told["params"]["message"], "port.md changed: 1 figure now supported");
    // As editors save: written aside and renamed in, twice.
    for figure in ["416,000", "415,000"] {
        let aside = client.path("sources/.port.md.swp");
        std::fs::write(&aside, format!("The harbour at Ostermole moved {figure} containers in 2031.\n"))
            .expect("it is written");
        std::fs::rename(&aside, &source).expect("it is renamed");
        client.diagnostics_that("a.md", 1, |it| it.is_empty() == (figure == "415,000"));
    }
    std::fs::remove_file(&source).expect("it is removed");
    client.diagnostics_that("a.md", 1, |it| rules(it) == ["unsupported-figure"]);
}

#[test]
fn a_configuration_that_comes_to_be_is_followed() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, OTHER_FIGURE);
    client.diagnostics_that("a.md", 1, |it| rules(it) == ["conflicting-figure"]);
    std::fs::write(client.path("backread.toml"), "[levels]\nfigure = \"off\"\n").expect("it is written");
    client.diagnostics_that("a.md", 1, <[Value]>::is_empty);
    std::fs::write(client.path("backread.toml"), "[levls]\n").expect("it is written");
    let uri = client.uri("backread.toml");
    let told = client.wait_for(|it| it["params"]["uri"] == *uri);
    assert_eq!(told["params"]["diagnostics"][0]["range"]["start"]["line"], 0);
    let logged = client.wait_for(|it| it["method"] == "window/logMessage" && it["params"]["type"] == 1);
    assert!(logged["params"]["message"].as_str().is_some_and(|it| it.contains("levls")), "{logged}");
}

#[test]
fn nothing_of_the_texts_is_in_the_log() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, &format!("{ALTERED}\n{OTHER_FIGURE}"));
    client.diagnostics_that("a.md", 1, |it| it.len() == 2);
    client.hover("a.md", 0, 10);
    let uri = client.uri("a.md");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let params = json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
    client.request("textDocument/codeAction", params);
    client.request("workspace/executeCommand", json!({"command": "backread.status"}));
    std::fs::remove_file(client.path("sources/port.md")).expect("it is removed");
    client.diagnostics_that("a.md", 1, |it| rules(it).contains(&"unsupported-figure"));
    client.change("a.md", 0, [0, 0, 0, 0], "x");
    client.wait_for(|it| it["params"]["type"] == 1);
    let logged = client.logged();
    assert!(logged.contains("sources"), "something is logged: {logged}");
    for words in ["kiln", "frost", "Holt", "harbour", "415,000", "412,000", "containers"] {
        assert!(!logged.contains(words), "{words} is in the log: {logged}");
    }
}

#[test]
fn a_request_that_is_cancelled_at_once_gets_one_answer() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, &ALTERED.repeat(200));
    let ids: Vec<i64> = (0..50)
        .map(|_| {
            let id = client.ask("textDocument/hover", client.at("a.md", 0, 10));
            client.notify("$/cancelRequest", json!({"id": id}));
            id
        })
        .collect();
    for id in ids {
        let answer = client.answer(id);
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{answer}");
    }
    // A second answer would be among what nobody looked at.
    client.hover("a.md", 0, 10);
}

#[test]
fn malformed_messages_are_answered_and_survived() {
    let mut client = Client::start(SOURCES, at_once());
    client.send_bytes(b"Content-Length: 9\r\n\r\n{\"jsonrpc");
    assert_eq!(client.wait_for(|it| it["error"]["code"] == -32700)["id"], Value::Null);
    client.send_bytes(b"not a header at all\r\n\r\n");
    assert_eq!(client.wait_for(|it| it["error"]["code"] == -32700)["id"], Value::Null);
    client.send(&json!([1, 2]));
    assert_eq!(client.wait_for(|it| it["error"]["code"] == -32600)["id"], Value::Null);
    client.send(&json!({"jsonrpc": "2.0", "id": 900, "method": "no/such/method"}));
    assert_eq!(client.answer(900)["error"]["code"], -32601);
    client.notify("textDocument/didChange", json!({"nonsense": true}));
    client.open("a.md", 1, ALTERED);
    client.diagnostics_that("a.md", 1, with_the_quotation);
}

#[test]
fn a_change_that_cannot_be_read_drops_the_draft() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, ALTERED);
    client.diagnostics_that("a.md", 1, with_the_quotation);
    let uri = client.uri("a.md");
    client.notify("textDocument/didChange", json!({"textDocument": {"uri": uri, "version": 2}}));
    client.change("a.md", 3, [0, 0, 0, 0], "An ");
    let logged = client.wait_for(|it| it["method"] == "window/logMessage" && it["params"]["type"] == 1);
    assert!(logged["params"]["message"].as_str().is_some_and(|it| it.contains("opened again")), "{logged}");
    client.open("a.md", 4, ALTERED);
    client.diagnostics_that("a.md", 4, with_the_quotation);
}

#[test]
fn a_slow_reader_gets_every_answer() {
    let mut client = Client::start(SOURCES, at_once());
    client.open("a.md", 1, ALTERED);
    client.diagnostics_that("a.md", 1, with_the_quotation);
    let ids: Vec<i64> = (0..2000).map(|_| client.ask("textDocument/hover", client.at("a.md", 0, 10))).collect();
    for id in ids {
        assert!(client.answer(id)["result"]["contents"].is_object());
    }
}
