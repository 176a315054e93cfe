//! Clients that ask for diagnostics instead of being sent them.

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::Bench;
use crate::server::session::{Ask, Event};

const PORT: &str = "The harbour at Ostermole moved 412,000 containers in 2031.\n";

const DRAFT: &str = "The harbour at Ostermole moved 415,000 containers in 2031.\n";

fn bench(files: &[(&str, &str)], options: Value) -> Bench {
    let capabilities = json!({"textDocument": {"diagnostic": {}, "publishDiagnostics": {}},
        "workspace": {"diagnostic": {"refreshSupport": true}}});
    Bench::with_client(files, options, &capabilities)
}

fn options() -> Value {
    json!({"diagnostics": "pull", "holdBack": false})
}

impl Bench {
    pub(super) fn pull(&mut self, name: &str, previous: Option<&str>) -> Value {
        let params = json!({"textDocument": {"uri": self.uri(name)}, "previousResultId": previous});
        let (reply, mut answer) = oneshot::channel();
        self.feed(Event::Asked(Ask::Pull(serde_json::from_value(params).unwrap(), reply)));
        serde_json::to_value(answer.try_recv().expect("an answer")).unwrap()
    }
}

fn codes(report: &Value) -> Vec<&str> {
    report["items"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap_or("-")).collect()
}

#[test]
fn diagnostics_are_asked_for_and_never_sent_beside() {
    let mut bench = bench(&[("sources/port.md", PORT)], options());
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    let sent = bench.sent();
    assert!(!sent.contains("a.md 1"), "{sent}");
    assert!(sent.contains("ask RefreshDiagnostics"), "the sources have been read since: {sent}");
    let report = bench.pull("a.md", None);
    assert_eq!((report["kind"].as_str(), codes(&report)), (Some("full"), vec!["conflicting-figure"]));
    let id = report["resultId"].as_str().unwrap().to_string();
    assert_eq!(bench.pull("a.md", Some(&id))["kind"], "unchanged");
    bench.change("a.md", 2, [0, 31, 0, 38], "412,000");
    let report = bench.pull("a.md", Some(&id));
    assert_eq!((report["kind"].as_str(), codes(&report)), (Some("full"), vec![]));
    bench.run_until_idle();
    assert_eq!(bench.sent(), "");
}

#[test]
fn a_client_that_cannot_ask_is_sent_them_whatever_is_set() {
    let mut bench = Bench::new(&[("sources/port.md", PORT)], options());
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    assert!(bench.sent().contains("a.md 1"));
}

#[test]
fn what_was_held_back_is_asked_for_again_when_the_writer_rests() {
    let mut bench = bench(&[("sources/port.md", PORT)], json!({"diagnostics": "pull"}));
    bench.open("a.md", 1, "The kiln is cold.\n");
    bench.run_until_idle();
    bench.change("a.md", 2, [0, 0, 0, 17], "An envoy said it.");
    assert_eq!(codes(&bench.pull("a.md", None)), Vec::<&str>::new());
    bench.sent();
    bench.rest();
    assert_eq!(bench.sent(), "ask RefreshDiagnostics");
    assert_eq!(codes(&bench.pull("a.md", None)), ["unnamed-attribution"]);
}

#[test]
fn the_whole_workspace_holds_closed_drafts_open_ones_and_files_with_problems() {
    let config = "sources = [\"sources/**\"]\ndrafts = [\"drafts/**\", \"none/**\"]\n";
    let files = [
        ("backread.toml", config),
        ("sources/port.md", PORT),
        ("sources/minutes.pdf", "%PDF"),
        ("drafts/a.md", "The kiln is cold.\n"),
        ("drafts/b.md", DRAFT),
    ];
    let mut bench = bench(&files, options());
    bench.open("drafts/a.md", 4, "An envoy said it.\n");
    let params = json!({"previousResultIds": [{"uri": bench.uri("gone.md"), "value": "x"}]});
    let (reply, mut answer) = oneshot::channel();
    bench.feed(Event::Asked(Ask::PullAll(serde_json::from_value(params).unwrap(), reply)));
    assert!(answer.try_recv().is_err(), "the sources are not read yet");
    bench.run_until_idle();
    let report = serde_json::to_value(answer.try_recv().expect("an answer")).unwrap();
    let items: Vec<(&str, Option<i64>, Vec<&str>)> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["uri"].as_str().unwrap().rsplit('/').next().unwrap(), it["version"].as_i64(), codes(it)))
        .collect();
    assert_eq!(
        items,
        [
            ("backread.toml", None, vec!["-"]),
            ("a.md", Some(4), vec!["unnamed-attribution"]),
            ("b.md", None, vec!["conflicting-figure"]),
            ("gone.md", None, vec![]),
        ]
    );
}

#[test]
fn a_draft_that_is_closed_is_not_sent_beside_what_was_asked_for() {
    let mut bench = bench(&[("sources/port.md", PORT)], options());
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    assert_eq!(codes(&bench.pull("a.md", None)), ["conflicting-figure"]);
    bench.sent();
    bench.close("a.md");
    bench.run_until_idle();
    assert_eq!(bench.sent(), "");
    assert_eq!(codes(&bench.pull("a.md", None)), Vec::<&str>::new());
}

#[test]
fn diagnostics_are_asked_for_again_after_a_decision_and_after_a_changed_configuration() {
    let config = "sources = [\"sources/**\"]\n";
    let mut bench = bench(&[("backread.toml", config), ("sources/port.md", PORT)], options());
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    let report = bench.pull("a.md", None);
    bench.sent();
    let ids = json!([report["items"][0]["data"]["id"]]);
    let accept = json!([{"draft": bench.uri("a.md"), "ids": ids, "reason": "own count"}]);
    bench.answer_to(json!({"command": "backread.accept", "arguments": accept}), Ask::Command);
    bench.run_until_idle();
    assert_eq!(bench.sent(), "ask RefreshDiagnostics");
    assert_eq!(codes(&bench.pull("a.md", None)), Vec::<&str>::new());

    bench.write("backread.toml", "houze = \"ap\"\n");
    bench.happened(&["backread.toml"]);
    bench.run_until_idle();
    assert!(bench.sent().ends_with("ask RefreshDiagnostics"), "a mistake is new");
    assert_eq!(codes(&bench.pull("backread.toml", None)), ["-"]);
    for name in ["backread.toml", "sources/port.md", "sources"] {
        let path = bench.path(name);
        let _ = std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir(&path));
    }
    bench.happened(&["backread.toml", "sources"]);
    bench.run_until_idle();
    assert!(bench.sent().contains("ask RefreshDiagnostics"), "nobody checks the draft any more");
}

#[test]
fn the_whole_workspace_is_answered_when_the_folder_that_it_waits_for_goes() {
    let config = "sources = [\"sources/**\"]\ndrafts = [\"*.md\"]\n";
    let mut bench = bench(&[("backread.toml", config), ("sources/port.md", PORT), ("a.md", DRAFT)], options());
    let (reply, mut answer) = oneshot::channel();
    let params = json!({"previousResultIds": []});
    bench.feed(Event::Asked(Ask::PullAll(serde_json::from_value(params).unwrap(), reply)));
    // The configuration is known, and the sources are being read.
    let configured = bench.jobs.try_recv().unwrap().run().unwrap();
    bench.feed(configured);
    let folder = json!({"uri": bench.uri("").trim_end_matches('/'), "name": "all"});
    bench.feed(Event::Folders(serde_json::from_value(json!({"added": [], "removed": [folder]})).unwrap()));
    bench.run_until_idle();
    let report = serde_json::to_value(answer.try_recv().expect("an answer")).unwrap();
    assert_eq!(report, json!({"items": []}));
}

#[test]
fn what_is_said_once_of_a_draft_is_as_quiet_for_a_closed_one() {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let text: String =
        words.iter().map(|it| format!("The {it} kilns of Ostermole are cold again today.\n\n")).collect();
    let config = "sources = [\"sources/**\"]\ndrafts = [\"*.md\"]\n[levels]\nfigure = \"off\"\n";
    let mut bench = bench(&[("backread.toml", config), ("sources/old.md", &text), ("a.md", &text)], options());
    let (reply, mut answer) = oneshot::channel();
    let params = serde_json::from_value(json!({"previousResultIds": []})).unwrap();
    bench.feed(Event::Asked(Ask::PullAll(params, reply)));
    bench.run_until_idle();
    let closed = serde_json::to_value(answer.try_recv().expect("an answer")).unwrap()["items"][0]["items"].clone();
    bench.open("a.md", 1, &text);
    assert_eq!(closed, bench.pull("a.md", None)["items"]);
    assert_eq!(closed[0]["severity"], 3);
}

#[test]
fn a_client_that_has_everything_is_answered_when_there_is_something_else() {
    let config = "sources = [\"sources/**\"]\ndrafts = [\"drafts/**\"]\n";
    let files = [("backread.toml", config), ("sources/port.md", PORT), ("drafts/b.md", DRAFT)];
    let mut bench = bench(&files, options());
    let ask = |bench: &mut Bench, previous: Value| {
        let (reply, answer) = oneshot::channel();
        let params = serde_json::from_value(json!({"previousResultIds": previous})).unwrap();
        bench.feed(Event::Asked(Ask::PullAll(params, reply)));
        bench.run_until_idle();
        answer
    };
    let first = serde_json::to_value(ask(&mut bench, json!([])).try_recv().expect("an answer")).unwrap();
    let item = &first["items"][0];
    let mut second = ask(&mut bench, json!([{"uri": item["uri"], "value": item["resultId"]}]));
    assert!(second.try_recv().is_err(), "nothing has changed");
    bench.write("sources/port.md", &PORT.replace("412,000", "415,000"));
    bench.happened(&["sources/port.md"]);
    bench.run_until_idle();
    let second = serde_json::to_value(second.try_recv().expect("an answer")).unwrap();
    assert_eq!(codes(&second["items"][0]), Vec::<&str>::new());
}

#[test]
fn what_a_file_once_was_is_no_draft() {
    let mut bench = Bench::new(&[("sources/port.md", PORT)], json!({"holdBack": false}));
    for uri in [format!("git:{}", bench.path("a.md").display()), "untitled:Untitled-1".to_string()] {
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": DRAFT});
        bench.feed(Event::Opened(serde_json::from_value(json!({"textDocument": document})).unwrap()));
        bench.run_until_idle();
        assert_eq!(bench.sent().contains("conflicting-figure"), uri.starts_with("untitled"));
    }
}
