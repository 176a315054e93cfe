//! The session without transport, runtime and clock: events in, and what would be sent out.
//!
//! Jobs (configuration, sources) are done when the test says so, alarms ring when it says so.

mod actions;
mod completion;
mod edits;
mod facts;
mod faults;
mod files;
mod holding;
mod pages;
mod pull;

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;

use expect_test::{Expect, expect};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;

use super::{Ask, Event, Outbox, Session};
use crate::server::load::Job;
use crate::server::publish::{Alarm, Outgoing};
use crate::server::watch::Input;

const SOURCE: &str = "\
The kiln at Ostermole was built in 2031.

\u{201c}We will light the kiln before the first frost,\u{201d} said Mira Holt, the mayor.
";

const ALTERED: &str = "\u{201c}We will light the kiln after the first frost,\u{201d} said Mira Holt, the mayor.\n";

/// A session over a folder of its own, with jobs done when it is run and no clock.
struct Bench {
    session: Session,
    outgoing: UnboundedReceiver<Outgoing>,
    alarms: UnboundedReceiver<Alarm>,
    jobs: mpsc::Receiver<Job>,
    watch: mpsc::Receiver<Input>,
    folder: TempDir,
}

impl Bench {
    fn new(files: &[(&str, &str)], options: Value) -> Bench {
        let capabilities = json!({"textDocument": {
            "publishDiagnostics": {"relatedInformation": true}, "hover": {"contentFormat": ["markdown", "plaintext"]}}});
        Bench::with_client(files, options, &capabilities)
    }

    /// The same for a client that can do this.
    fn with_client(files: &[(&str, &str)], options: Value, capabilities: &Value) -> Bench {
        let (to_client, outgoing) = unbounded_channel();
        let (to_clock, alarms) = unbounded_channel();
        let (to_do, jobs) = mpsc::channel();
        let folder = TempDir::new().unwrap();
        let (to_watch, watch) = mpsc::channel();
        let outbox = Outbox { to_client, alarms: to_clock, jobs: to_do, watch: to_watch };
        let mut bench = Bench { session: Session::new(outbox), outgoing, alarms, jobs, watch, folder };
        bench.session.cache = Some(bench.path(".cache"));
        for (path, text) in files {
            bench.write(path, text);
        }
        let root = format!("file://{}", bench.folder.path().display());
        let params = json!({"capabilities": capabilities, "rootUri": root, "initializationOptions": options});
        let (reply, _answer) = oneshot::channel();
        bench.feed(Event::Initialize(Box::new(serde_json::from_value(params).unwrap()), reply));
        bench
    }

    /// One source, and findings at once.
    fn plain() -> Bench {
        Bench::new(&[("sources/mayor.md", SOURCE)], json!({"holdBack": false}))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Whoever follows files says that these were changed.
    fn happened(&mut self, names: &[&str]) {
        let paths = names.iter().map(|it| self.path(it)).collect();
        self.feed(Event::Files(paths));
    }

    fn feed(&mut self, event: Event) {
        self.session.handle(event);
    }

    fn open(&mut self, name: &str, version: i32, text: &str) {
        let document = json!({"uri": self.uri(name), "languageId": "markdown", "version": version, "text": text});
        self.feed(Event::Opened(serde_json::from_value(json!({"textDocument": document})).unwrap()));
    }

    /// One change: from line and column to line and column, in UTF-16.
    fn change(&mut self, name: &str, version: i32, range: [u32; 4], text: &str) {
        let [line, column, end_line, end_column] = range;
        let range = json!({"start": {"line": line, "character": column},
            "end": {"line": end_line, "character": end_column}});
        self.changes(name, version, json!([{"range": range, "text": text}]));
    }

    fn changes(&mut self, name: &str, version: i32, changes: Value) {
        let document = json!({"uri": self.uri(name), "version": version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.feed(Event::Changed(serde_json::from_value(params).unwrap()));
    }

    fn close(&mut self, name: &str) {
        let params = json!({"textDocument": {"uri": self.uri(name)}});
        self.feed(Event::Closed(serde_json::from_value(params).unwrap()));
    }

    /// The last edit that asked to be told of the quiet after it.
    fn last_edit(&mut self) -> u64 {
        let mut last = None;
        while let Ok(alarm) = self.alarms.try_recv() {
            if let Alarm::Quiet { edit, .. } = alarm {
                last = Some(edit);
            }
        }
        last.expect("an edit asks for a pause")
    }

    /// The writer rests after the last edit.
    fn rest(&mut self) {
        let edit = self.last_edit();
        self.feed(Event::Quiet(edit));
    }

    /// Works without doing any jobs.
    fn settle(&mut self) {
        while self.session.step() {}
        self.session.publish_settled();
    }

    fn run_until_idle(&mut self) {
        self.settle();
        while let Ok(job) = self.jobs.try_recv() {
            if let Some(event) = job.run() {
                self.feed(event);
            }
            self.settle();
        }
    }

    /// What the client was sent since it was last asked, one line each.
    fn sent(&mut self) -> String {
        let mut lines = Vec::new();
        while let Ok(message) = self.outgoing.try_recv() {
            match message {
                Outgoing::Publish(it) => {
                    let name = it.uri.path().rsplit('/').next().unwrap().to_string();
                    let version = it.version.map_or("-".to_string(), |it| it.to_string());
                    lines.push(format!("{name} {version}"));
                    for it in it.diagnostics {
                        let (start, end) = (it.range.start, it.range.end);
                        let code = serde_json::to_value(it.code).unwrap();
                        let related = it.related_information.unwrap_or_default().len();
                        lines.push(format!(
                            "  {}:{}-{}:{} {} {} +{related}",
                            start.line,
                            start.character,
                            end.line,
                            end.character,
                            code.as_str().unwrap_or("-"),
                            it.message
                        ));
                    }
                }
                Outgoing::Log(_, line) => {
                    let root = self.folder.path().display().to_string();
                    lines.push(format!("log {}", line.replace(&root, "")));
                }
                Outgoing::Ask(request) => lines.push(format!("ask {request:?}")),
                Outgoing::Progress { token, step } => lines.push(format!("progress {token:?} {step:?}")),
            }
        }
        lines.join("\n")
    }

    #[track_caller]
    fn check(&mut self, expected: Expect) {
        self.run_until_idle();
        expected.assert_eq(&self.sent());
    }

    fn hover(&mut self, name: &str, line: u32, column: u32) -> Option<String> {
        let params = json!({"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": column}});
        let (reply, mut answer) = oneshot::channel();
        self.feed(Event::Asked(Ask::Hover(serde_json::from_value(params).unwrap(), reply)));
        let hover = serde_json::to_value(answer.try_recv().expect("an answer")).unwrap();
        hover["contents"]["value"].as_str().map(str::to_string)
    }
}

#[test]
fn the_first_findings_wait_for_the_sources() {
    let mut bench = Bench::plain();
    bench.open("a.md", 3, ALTERED);
    bench.check(expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read
        a.md 3
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1"#]]);
}

#[test]
fn sources_that_take_long_are_not_waited_for() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, &format!("An envoy said the talks were over.\n\n{ALTERED}"));
    let configure = bench.jobs.try_recv().unwrap().run();
    bench.feed(configure.unwrap());
    bench.settle();
    bench.sent();
    while let Ok(alarm) = bench.alarms.try_recv() {
        if let Alarm::Late { desk, .. } = alarm {
            bench.feed(Event::Late(desk));
        }
    }
    bench.settle();
    expect![[r#"
        a.md 1
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]
    .assert_eq(&bench.sent());
    bench.check(expect![[r#"
        log 1 source read
        a.md 1
          0:0-0:13 unnamed-attribution "An envoy" is not named +0
          2:24-2:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1"#]]);
}

#[test]
fn an_edit_is_checked_and_published_with_its_version() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, ALTERED);
    bench.run_until_idle();
    bench.sent();
    bench.change("a.md", 2, [0, 24, 0, 29], "before");
    bench.check(expect!["a.md 2"]);
    bench.change("a.md", 3, [0, 0, 0, 0], "An envoy said the talks were over.\n\n");
    bench.check(expect![[r#"
        a.md 3
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
}

#[test]
fn a_burst_of_edits_is_one_check() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, "");
    bench.run_until_idle();
    bench.sent();
    let words = "An envoy said the talks were over.";
    for (n, letter) in words.chars().enumerate() {
        bench.change("a.md", 2 + n as i32, [0, n as u32, 0, n as u32], &letter.to_string());
    }
    bench.check(expect![[r#"
        a.md 35
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
}

#[test]
fn columns_after_an_emoji_count_in_utf_16() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, "\u{1f600} An envoy said the talks were over.\n");
    bench.check(expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read
        a.md 1
          0:3-0:16 unnamed-attribution "An envoy" is not named +0"#]]);
    bench.change("a.md", 2, [0, 0, 0, 2], "\u{1f600}\u{1f600}");
    bench.check(expect![[r#"
        a.md 2
          0:5-0:18 unnamed-attribution "An envoy" is not named +0"#]]);
}

#[test]
fn a_version_that_goes_backwards_drops_the_draft() {
    let mut bench = Bench::plain();
    bench.open("a.md", 5, "An envoy said the talks were over.\n");
    bench.run_until_idle();
    bench.sent();
    bench.change("a.md", 4, [0, 0, 0, 2], "The");
    bench.change("a.md", 6, [0, 0, 0, 2], "The");
    bench.check(expect![[r#"
        a.md -
        log /a.md: version 4 came after version 5; it is not checked any more until it is opened again"#]]);
    bench.open("a.md", 1, "An envoy said the talks were over.\n");
    bench.check(expect![[r#"
        a.md 1
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
}

#[test]
fn an_edit_that_does_not_fit_drops_the_draft() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, "An envoy said the talks were over.\n");
    bench.run_until_idle();
    bench.sent();
    bench.change("a.md", 2, [7, 0, 7, 2], "The");
    bench.change("a.md", 3, [0, 0, 0, 2], "The");
    bench.check(expect![[r#"
        a.md -
        log /a.md: an edit does not fit the text; it is not checked any more until it is opened again"#]]);
}

#[test]
fn changing_what_is_not_open_is_said_once() {
    let mut bench = Bench::plain();
    bench.change("a.md", 2, [0, 0, 0, 0], "x");
    bench.change("a.md", 3, [0, 0, 0, 0], "x");
    bench.check(expect!["log /a.md: was changed and is not open"]);
}

#[test]
fn closing_takes_the_findings_off() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, "An envoy said the talks were over.\n");
    bench.run_until_idle();
    bench.sent();
    bench.close("a.md");
    bench.check(expect!["a.md -"]);
}

#[test]
fn hover_shows_the_evidence() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, ALTERED);
    bench.run_until_idle();
    expect![[r#"
        **“We will light the kiln after the first frost,”** (quote): the sources give otherwise

        sources/mayor.md, line 3 differs:

        > “We will light the kiln before the first frost,” said Mira Holt, the mayor."#]]
    .assert_eq(&bench.hover("a.md", 0, 10).unwrap_or_default());
}

#[test]
fn a_brief_hover_leaves_to_the_finding_what_the_finding_shows() {
    let options = json!({"holdBack": false, "hover": "brief"});
    let mayor = "The kiln at Ostermole cost 40,000 crowns.\n\nIt was lit in 2031.\n";
    let mut bench = Bench::new(&[("sources/mayor.md", mayor)], options);
    bench.open("a.md", 1, "The kiln at Ostermole cost 90,000 crowns.\n\nIt was lit in 2031.\n\nOfficials said so.\n");
    bench.run_until_idle();
    expect![[r#"
        **90,000** (figure): the sources give otherwise

        sources/mayor.md, line 1 differs."#]]
    .assert_eq(&bench.hover("a.md", 0, 28).unwrap_or_default());
    expect![[r#"
        **2031** (date): 1 source gives this

        sources/mayor.md, line 3 supports this:

        > It was lit in 2031."#]]
    .assert_eq(&bench.hover("a.md", 2, 14).unwrap_or_default());
    expect!["say who they are, or what puts them in a position to know"]
        .assert_eq(&bench.hover("a.md", 4, 3).unwrap_or_default());
}

#[test]
fn hover_shows_what_the_sources_have_of_a_sentence() {
    let source = "The harbour board approved the new ferry pier in Olhava.\n\nThe pilots left.\n";
    let mut bench = Bench::new(&[("sources/minutes.md", source)], json!({"holdBack": false}));
    bench.open("a.md", 1, "The new ferry pier was approved by the harbour board.\n\nNothing else happened.\n");
    bench.run_until_idle();
    expect![[r#"
        **this sentence** (claim): 1 source gives this

        sources/minutes.md, line 1 supports this:

        > The harbour board approved the new ferry pier in Olhava."#]]
    .assert_eq(&bench.hover("a.md", 0, 5).unwrap_or_default());
    expect!["**this sentence** (claim): not judged"].assert_eq(&bench.hover("a.md", 2, 5).unwrap_or_default());
}

#[test]
fn of_a_confidential_source_neither_words_nor_name_are_shown() {
    let source = "Piet Aalders counts 412,000 containers at Ostermole harbour in 2031.\n";
    let mut bench = Bench::new(&[("sources/confidential/aalders.md", source)], json!({"holdBack": false}));
    bench.open("a.md", 1, "Ostermole harbour counts 415,000 containers in 2031.\n");
    bench.check(expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read
        a.md 1
          0:25-0:32 conflicting-figure a confidential source gives another figure (S1, line 1) +0"#]]);
    let hover = bench.hover("a.md", 0, 27).unwrap_or_default();
    expect![[r#"
        **415,000** (figure): the sources give otherwise

        A confidential source (S1, line 1) differs."#]]
    .assert_eq(&hover);
}

#[test]
fn hover_answers_for_the_newest_text() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, "The kiln is cold.\n");
    bench.run_until_idle();
    bench.change("a.md", 2, [0, 0, 0, 0], "An envoy said the talks were over.\n");
    expect![[r#"
        **unnamed-attribution**: "An envoy" is not named

        name them, say how they know, or say why they cannot be named"#]]
    .assert_eq(&bench.hover("a.md", 0, 3).unwrap_or_default());
}

#[test]
fn what_is_asked_while_the_configuration_is_read_is_answered_after() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, ALTERED);
    let params = json!({"textDocument": {"uri": bench.uri("a.md")}, "position": {"line": 0, "character": 10}});
    let (reply, mut answer) = oneshot::channel();
    bench.feed(Event::Asked(Ask::Hover(serde_json::from_value(params).unwrap(), reply)));
    assert!(answer.try_recv().is_err());
    let configured = bench.jobs.try_recv().unwrap().run();
    bench.feed(configured.unwrap());
    let hover = serde_json::to_value(answer.try_recv().expect("an answer")).unwrap();
    let words = hover["contents"]["value"].as_str().unwrap();
    assert!(words.contains("the sources are still being read"), "{words}");
}

#[test]
fn a_folder_without_configuration_and_sources_is_left_alone() {
    let mut bench = Bench::new(&[], json!({}));
    bench.open("a.md", 1, "An envoy said the talks were over.\n");
    bench.check(expect![""]);
}

#[test]
fn only_what_drafts_matches_is_checked() {
    let config = "sources = [\"sources/**\"]\ndrafts = [\"drafts/**\"]\n";
    let mut bench =
        Bench::new(&[("backread.toml", config), ("sources/mayor.md", SOURCE), ("drafts/a.md", "")], json!({}));
    bench.open("notes.md", 1, "An envoy said the talks were over.\n");
    bench.open("sources/mayor.md", 1, "An envoy said the talks were over.\n");
    bench.open("drafts/a.md", 1, "An envoy said the talks were over.\n");
    bench.check(expect![[r#"
        log 1 source read
        a.md 1
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
}

#[test]
fn folders_with_the_same_sources_share_a_desk() {
    let config = "sources = [\"sources/**\"]\n";
    let mut bench = Bench::new(&[("backread.toml", config), ("sources/mayor.md", SOURCE)], json!({}));
    bench.open("one/a.md", 1, "");
    bench.open("two/b.md", 1, "");
    bench.run_until_idle();
    assert_eq!(bench.session.desks.len(), 1);
}

#[test]
fn a_mistake_in_the_configuration_is_said_and_the_rest_goes_on() {
    let files = [("bad/backread.toml", "sourcs = []\nroot = true\n"), ("sources/mayor.md", SOURCE)];
    let mut bench = Bench::new(&files, json!({}));
    bench.open("bad/a.md", 1, "An envoy said the talks were over.\n");
    bench.open("b.md", 1, "An envoy said the talks were over.\n");
    bench.check(expect![[r#"
        log backread.toml:1:1: unknown key "sourcs"; did you mean "sources"?
        backread.toml -
          0:0-0:6 - unknown key "sourcs"; did you mean "sources"? +0
        log sources: the folder sources (nothing else is configured)
        log 1 source read
        b.md 1
          0:0-0:13 unnamed-attribution "An envoy" is not named +0"#]]);
}
