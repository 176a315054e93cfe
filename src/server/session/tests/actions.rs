//! What is offered for a finding, and what becomes of the draft and of the findings when it is done.

mod commands;
mod files;
mod stets;

use lsp_types::Url;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{Ask, Bench, Event, SOURCE};
use crate::engine::desk::{Desk, Overrides};
use crate::text::{Format, TextId};

/// What a client can take beside actions.
#[derive(Clone, Copy)]
struct Takes {
    /// Edits with versions, and files to make.
    documents: bool,
    resolves: bool,
}

const OLD: Takes = Takes { documents: false, resolves: false };
const NEW: Takes = Takes { documents: true, resolves: true };

/// A bench whose client takes actions.
fn able(files: &[(&str, &str)], takes: Takes) -> Bench {
    let mut action = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
        "isPreferredSupport": true, "dataSupport": true});
    if takes.resolves {
        action["resolveSupport"] = json!({"properties": ["edit"]});
    }
    let edit = match takes.documents {
        true => json!({"documentChanges": true, "resourceOperations": ["create"]}),
        false => json!({}),
    };
    let capabilities = json!({"textDocument": {"codeAction": action}, "workspace": {"workspaceEdit": edit},
        "window": {"showDocument": {"support": true}}});
    Bench::with_client(files, json!({"holdBack": false}), &capabilities)
}

impl Bench {
    fn ask(&mut self, name: &str, range: Value, context: Value) -> Vec<Value> {
        let params = json!({"textDocument": {"uri": self.uri(name)}, "range": range, "context": context});
        let (reply, mut answer) = oneshot::channel();
        self.feed(Event::Asked(Ask::Actions(serde_json::from_value(params).unwrap(), reply)));
        let actions = serde_json::to_value(answer.try_recv().expect("an answer")).unwrap();
        actions.as_array().cloned().unwrap_or_default()
    }

    /// Actions at one place.
    fn at(&mut self, name: &str, line: u32, column: u32) -> Vec<Value> {
        let at = json!({"line": line, "character": column});
        self.ask(name, json!({"start": at, "end": at}), json!({"diagnostics": []}))
    }

    /// Actions of the whole draft, of one kind.
    fn only(&mut self, name: &str, kind: &str) -> Vec<Value> {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
        self.ask(name, range, json!({"diagnostics": [], "only": [kind]}))
    }

    fn command(&mut self, command: &str, arguments: Value) -> Result<Value, String> {
        let params = json!({"command": command, "arguments": arguments});
        let (reply, mut answer) = oneshot::channel();
        self.feed(Event::Asked(Ask::Command(serde_json::from_value(params).unwrap(), reply)));
        answer.try_recv().expect("an answer")
    }

    fn resolve(&mut self, action: &Value) -> Value {
        let (reply, mut answer) = oneshot::channel();
        let action = serde_json::from_value(action.clone()).unwrap();
        self.feed(Event::Asked(Ask::Resolve(Box::new(action), reply)));
        serde_json::to_value(answer.try_recv().expect("an answer")).unwrap()
    }

    fn text(&self, name: &str) -> String {
        let uri = Url::parse(&self.uri(name)).unwrap();
        self.session.drafts.get(&uri).expect("an open draft").buffer.to_string()
    }

    fn version(&self, name: &str) -> i32 {
        let uri = Url::parse(&self.uri(name)).unwrap();
        self.session.drafts.get(&uri).expect("an open draft").version
    }

    /// Does what a client does with an action: has it resolved, changes the draft, writes other files.
    #[track_caller]
    fn apply(&mut self, name: &str, action: &Value) {
        let action = if action["edit"].is_null() { self.resolve(action) } else { action.clone() };
        let mut files: Vec<(String, Vec<Value>)> = Vec::new();
        let list = |it: &Value| it.as_array().cloned().unwrap_or_default();
        for (uri, edits) in action["edit"]["changes"].as_object().into_iter().flatten() {
            files.push((uri.clone(), list(edits)));
        }
        for it in list(&action["edit"]["documentChanges"]) {
            let document = &it["textDocument"];
            if document.is_object() {
                let is_draft = document["uri"] == json!(self.uri(name));
                assert_eq!(document["version"].is_null(), !is_draft, "{document}");
                files.push((document["uri"].as_str().unwrap().to_string(), list(&it["edits"])));
            }
        }
        assert!(!files.is_empty(), "no edit in {action}");
        for (uri, mut edits) in files {
            // From the last to the first, so that none moves another.
            edits.reverse();
            let changes: Vec<Value> =
                edits.iter().map(|it| json!({"range": it["range"], "text": it["newText"]})).collect();
            if uri == self.uri(name) {
                let version = self.version(name) + 1;
                self.changes(name, version, json!(changes));
            } else {
                let path = Url::parse(&uri).unwrap().to_file_path().unwrap();
                let old = std::fs::read_to_string(&path).unwrap_or_default();
                let [edit] = edits.as_slice() else { panic!("one edit of {uri}") };
                let mut buffer = crate::text::buffer::Buffer::new(&old);
                let at = |it: &Value| crate::text::buffer::Position {
                    line: it["line"].as_u64().unwrap() as u32,
                    column: it["character"].as_u64().unwrap() as u32,
                };
                let (start, end) = (at(&edit["range"]["start"]), at(&edit["range"]["end"]));
                let encoding = self.session.client.encoding;
                buffer.edit(start, end, encoding, edit["newText"].as_str().unwrap()).unwrap();
                std::fs::write(path, buffer.to_string()).unwrap();
            }
        }
        self.run_until_idle();
    }

    /// Rule and words of every finding of an open draft.
    fn findings(&mut self, name: &str) -> Vec<String> {
        self.run_until_idle();
        let uri = Url::parse(&self.uri(name)).unwrap();
        let draft = self.session.drafts.get(&uri).expect("an open draft");
        let desk = draft.desk.and_then(|it| self.session.desks.get(&it)).expect("a checked draft");
        desk.engine.findings(draft.id).iter().map(|it| format!("{} {}", it.rule, it.text)).collect()
    }

    /// The same from the files as they lie on disk now, with the draft as it is open.
    fn afresh(&self, name: &str) -> Vec<String> {
        let working = self.folder.path().to_path_buf();
        let overrides = Overrides { working, ..Overrides::default() };
        let mut desk = Desk::open(&self.path(name), &overrides).unwrap();
        assert_eq!((&desk.problems, &desk.unmet), (&Vec::new(), &Vec::new()));
        let id = TextId(0);
        desk.engine.open(id, &desk.shown(&self.path(name)), self.text(name), Format::of_path(&self.path(name)));
        desk.engine.settle(id);
        desk.engine.findings(id).iter().map(|it| format!("{} {}", it.rule, it.text)).collect()
    }
}

fn titles(actions: &[Value]) -> String {
    let row = |it: &Value| {
        let preferred = if it["isPreferred"] == true { " (preferred)" } else { "" };
        format!("{}{preferred}", it["title"].as_str().unwrap())
    };
    actions.iter().map(row).collect::<Vec<String>>().join("\n")
}

#[track_caller]
fn named(actions: &[Value], title: &str) -> Value {
    let found = actions.iter().find(|it| it["title"].as_str().unwrap().starts_with(title));
    found.unwrap_or_else(|| panic!("no action {title} among\n{}", titles(actions))).clone()
}

const PORT: &str = "Exports from Ostermole rose by 19% in 2031.\n\nThe harbour counts 412,000 containers.\n";

const CONFIG: &str = "sources = [\"sources/**\"]\n";

#[test]
fn the_findings_own_suggestion_comes_first() {
    for takes in [OLD, NEW] {
        let mut bench = able(&[("sources/port.md", PORT), ("backread.toml", CONFIG)], takes);
        bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031.\n");
        bench.run_until_idle();
        let actions = bench.at("a.md", 0, 34);
        let own = if takes.documents { "\nrecord as own reporting in own-reporting.md" } else { "" };
        let expected = format!(
            "write 19% as in port.md line 1\nopen port.md, line 1\nstet conflicting-figure: own reporting\nstet conflicting-figure: confirmed by the source\n\
             stet conflicting-figure: the source is out of date\naccept conflicting-figure: own reporting\n\
             accept conflicting-figure: confirmed by the source\naccept conflicting-figure: the source is out of date{own}\n\
             treat port.md as a lead only\n\
             treat port.md as superseded"
        );
        assert_eq!(titles(&actions), expected);
        assert_eq!(actions[0]["edit"].is_null(), takes.resolves);
        bench.apply("a.md", &actions[0]);
        assert_eq!(bench.text("a.md"), "Exports from Ostermole rose by 19% in 2031.\n");
        assert_eq!(bench.findings("a.md"), Vec::<String>::new());
    }
}

#[test]
fn nothing_is_offered_beside_a_finding_and_at_its_edge_everything() {
    let mut bench = able(&[("sources/port.md", PORT)], NEW);
    bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031.\n");
    bench.run_until_idle();
    assert_eq!(bench.at("a.md", 0, 30), Vec::<Value>::new());
    assert!(!bench.at("a.md", 0, 31).is_empty());
    assert!(!bench.at("a.md", 0, 34).is_empty());
    assert_eq!(bench.at("a.md", 0, 35), Vec::<Value>::new());
    assert_eq!(bench.at("a.md", 77, 0), Vec::<Value>::new());
    assert_eq!(bench.at("b.md", 0, 0), Vec::<Value>::new());
}

#[test]
fn a_client_without_action_literals_is_offered_nothing() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, super::ALTERED);
    bench.run_until_idle();
    assert_eq!(bench.at("a.md", 0, 26), Vec::<Value>::new());
}

#[test]
fn only_what_was_asked_for_is_offered() {
    let mut bench = able(&[("sources/port.md", PORT)], NEW);
    bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031. <!-- stet ghost-attribution: why -->\n");
    bench.run_until_idle();
    assert!(titles(&bench.only("a.md", "quickfix")).contains("write 19% as in port.md line 1"));
    assert_eq!(bench.only("a.md", "quickfix.other"), Vec::<Value>::new());
    assert_eq!(bench.only("a.md", "refactor"), Vec::<Value>::new());
    assert_eq!(bench.only("a.md", "sour"), Vec::<Value>::new());
    for kind in ["source", "source.fixAll", "source.fixAll.backread"] {
        assert_eq!(titles(&bench.only("a.md", kind)), "apply all safe fixes");
    }
}

#[test]
fn an_action_carries_the_diagnostics_that_it_mends() {
    let mut bench = able(&[("sources/port.md", PORT)], NEW);
    bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031.\n");
    bench.run_until_idle();
    let range =
        |from: u32, to: u32| json!({"start": {"line": 0, "character": from}, "end": {"line": 0, "character": to}});
    let with =
        |range: &Value, data: Value| json!({"range": range, "message": "", "code": "conflicting-figure", "data": data});
    let here = range(31, 34);
    let id = {
        let actions = bench.ask("a.md", here.clone(), json!({"diagnostics": []}));
        actions[0]["data"]["id"].clone()
    };
    let diagnostics = json!([
        with(&range(0, 4), json!({"id": id})),
        with(&here, json!({"id": "F-00000000"})),
        with(&here, Value::Null),
        with(&range(0, 4), Value::Null),
    ]);
    let actions = bench.ask("a.md", here, json!({"diagnostics": diagnostics}));
    let mended = actions[0]["diagnostics"].as_array().unwrap();
    assert_eq!(mended.len(), 2);
    assert_eq!(mended[0]["data"]["id"], id);
    assert_eq!(mended[1]["range"], range(31, 34));
}

#[test]
fn the_only_answer_is_preferred_where_nobody_differs() {
    let mut bench = able(&[("sources/mayor.md", SOURCE)], NEW);
    bench.open("a.md", 1, super::ALTERED);
    bench.run_until_idle();
    let actions = bench.at("a.md", 0, 26);
    assert!(titles(&actions).contains("(preferred)"), "{}", titles(&actions));
    bench.apply("a.md", &actions[0]);
    assert_eq!(bench.findings("a.md"), Vec::<String>::new());
}

#[test]
fn an_action_whose_finding_has_gone_comes_back_without_an_edit() {
    let mut bench = able(&[("sources/port.md", PORT)], NEW);
    bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031.\n");
    bench.run_until_idle();
    let action = named(&bench.at("a.md", 0, 32), "write 19% as in port.md line 1");
    bench.change("a.md", 2, [0, 0, 0, 0], "\u{1f600} ");
    let moved = bench.resolve(&action);
    let edit = &moved["edit"]["documentChanges"][0];
    // An edit elsewhere leaves the sentence another one, and its finding another one.
    assert!(edit.is_null() || edit["edits"][0]["range"]["start"]["character"] == 34, "{moved}");
    bench.change("a.md", 3, [0, 35, 0, 36], "9");
    let gone = bench.resolve(&action);
    assert_eq!(gone["title"], "write 19% as in port.md line 1");
    assert!(gone["edit"].is_null());
    bench.close("a.md");
    assert!(bench.resolve(&action)["edit"].is_null());
}

#[test]
fn applying_all_safe_fixes_leaves_none() {
    for takes in [OLD, NEW] {
        let mut bench = able(&[("sources/port.md", PORT)], takes);
        let draft = "<!-- stet ghost-attribution: a -->\r\nThe kiln is cold.\r\n\r\nIt is old. \
                     <!-- stet ghost-attribution: b --> <!-- stet ghost-attribution: c -->\r\n";
        bench.open("a.md", 1, draft);
        assert_eq!(bench.findings("a.md").len(), 3);
        let all = named(&bench.at("a.md", 1, 0), "apply all safe fixes");
        assert_eq!(all["kind"], "source.fixAll.backread");
        bench.apply("a.md", &all);
        assert_eq!(bench.text("a.md"), "The kiln is cold.\r\n\r\nIt is old.\r\n");
        assert_eq!(bench.findings("a.md"), Vec::<String>::new());
        assert_eq!(bench.only("a.md", "source.fixAll"), Vec::<Value>::new());
    }
}
