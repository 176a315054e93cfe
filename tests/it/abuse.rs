//! The built server under abuse: a client that talks nonsense, floods, stops reading or dies; files that come by thousands,
//! turn into something else or lie about their age; a disk without room; a process that is killed.
//!
//! After each of them a good request is answered, and what is found is what an engine of its own finds. A few of each are
//! tried with every `cargo test`; `BACKREAD_SLOW=1` tries as many as `tests/README.md` tells.

mod clock;
mod disk;
mod files;
mod frames;
mod killed;
mod many;
mod reading;
mod requests;

use std::path::Path;
use std::time::{Duration, Instant};

use backread::engine::desk::{Desk, Overrides};
use backread::text::{Format, TextId};
use serde_json::{Value, json};

use crate::support::Client;

const PORT: &str = "The harbour at Ostermole moved 412,000 containers in 2031.\n";

const SOURCES: &[(&str, &str)] = &[("sources/port.md", PORT)];

/// The source has another figure.
const DRAFT: &str = "The harbour at Ostermole moved 415,000 containers in 2031.\n";

/// As many as a quick test tries, or all that are to be tried.
fn n_tried(quick: usize, all: usize) -> usize {
    if std::env::var_os("BACKREAD_SLOW").is_some() { all } else { quick }
}

fn start(files: &[(&str, &str)]) -> Client {
    Client::start(files, json!({"holdBack": false}))
}

/// The rules that are told of, in order.
fn rules(diagnostics: &[Value]) -> Vec<String> {
    let mut rules: Vec<String> = diagnostics.iter().filter_map(|it| it["code"].as_str()).map(str::to_string).collect();
    rules.sort();
    rules
}

/// Each diagnostic's rule and words, in order.
fn told(diagnostics: &[Value]) -> Vec<String> {
    let told = |it: &Value| {
        format!("{}: {}", it["code"].as_str().unwrap_or_default(), it["message"].as_str().unwrap_or_default())
    };
    let mut told: Vec<String> = diagnostics.iter().map(told).collect();
    told.sort();
    told
}

/// The same of what an engine of its own finds, reading every source anew.
#[track_caller]
fn fresh(root: &Path, text: &str) -> Vec<String> {
    let overrides = Overrides { working: root.to_path_buf(), ..Overrides::default() };
    let desk = Desk::open(&root.join("a.md"), &overrides);
    let mut desk = desk.unwrap_or_else(|problems| panic!("{problems:?}"));
    let id = TextId(0);
    desk.engine.open(id, "a.md", text.to_string(), Format::Markdown);
    desk.engine.settle(id);
    let found = desk.engine.findings(id);
    let mut told: Vec<String> = found.into_iter().map(|it| format!("{}: {}", it.rule, it.message)).collect();
    told.sort();
    told
}

/// It lives, hears and answers: a draft that is opened now is checked.
#[track_caller]
fn answers(client: &mut Client, name: &str) {
    client.open(name, 1, DRAFT);
    client.diagnostics_that(name, 1, |it| rules(it) == ["conflicting-figure"]);
    assert!(client.hover(name, 0, 32)["contents"]["value"].is_string());
    client.close(name);
}

/// Looks at what was logged as a warning or an error, and gives it.
#[track_caller]
fn complaints(client: &mut Client) -> Vec<String> {
    // NB: what is logged before a draft is published comes before it.
    client.open("last.md", 1, DRAFT);
    client.diagnostics("last.md", 1);
    client.close("last.md");
    let is_one = |it: &Value| it["method"] == "window/logMessage" && it["params"]["type"].as_i64() < Some(3);
    let mut found = Vec::new();
    while client.has(is_one) {
        let line = client.wait_for(is_one);
        found.push(line["params"]["message"].as_str().unwrap_or_default().to_string());
    }
    found
}

/// Waits until the server has read so many sources.
#[track_caller]
fn has_sources(client: &mut Client, n: usize) {
    let until = Instant::now() + Duration::from_secs(n_tried(30, 300) as u64);
    loop {
        let listed = client.request("workspace/executeCommand", json!({"command": "backread.sources"}));
        let has = listed["result"].as_array().map_or(0, Vec::len);
        if has == n {
            return;
        }
        assert!(Instant::now() < until, "{has} sources, not {n}");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

/// A picture, which nobody reads: with it the sources take so much room that what is read of them is kept.
fn bulk(root: &Path) {
    let picture = std::fs::File::create(root.join("sources/picture.png"));
    picture.and_then(|it| it.set_len(2 << 20)).expect("it is written");
}
