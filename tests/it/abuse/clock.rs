//! Clocks and times of files that lie: a source that was changed is never taken for what it was.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{DRAFT, PORT, SOURCES, answers, bulk, n_tried, rules, start};
use crate::support::write;

/// A moment so many seconds before or after 1970.
fn at(seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { SystemTime::UNIX_EPOCH - by } else { SystemTime::UNIX_EPOCH + by }
}

const HOUR: i64 = 3_600;

/// Long past, before all time, at its beginning, now, and far ahead.
fn moments() -> Vec<SystemTime> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is later").as_secs() as i64;
    let all = [0, -1, now - 24 * HOUR, now + HOUR, now, 1, -50_000 * HOUR, now + 500_000 * HOUR];
    all.into_iter().take(n_tried(4, 8)).map(at).collect()
}

fn set_time(path: &Path, time: SystemTime) {
    File::options().append(true).open(path).and_then(|it| it.set_modified(time)).expect("the time is set");
}

#[test]
fn a_source_with_the_time_and_length_of_the_one_before_is_read_by_the_server() {
    let mut client = start(SOURCES);
    client.open("a.md", 1, DRAFT);
    client.diagnostics_that("a.md", 1, |it| rules(it) == ["conflicting-figure"]);
    let source = client.path("sources/port.md");
    for time in moments() {
        // Written over, and another file in its place: as long, and as old.
        for (is_renamed, figure) in [(false, "415"), (true, "412")] {
            let target = if is_renamed { client.path("sources/.aside") } else { source.clone() };
            fs::write(&target, PORT.replace("412", figure)).expect("it is written");
            set_time(&target, time);
            fs::rename(&target, &source).expect("it is put in place");
            client.diagnostics_that("a.md", 1, |it| rules(it).is_empty() == (figure == "415"));
        }
    }
    answers(&mut client, "b.md");
}

/// The rules that the command line tells of, with what it has kept.
fn checked(root: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backread"));
    command
        .args(["check", "draft.md", "--format", "json"])
        .current_dir(root)
        .env("XDG_CACHE_HOME", root.join(".cache"));
    let output = command.output().expect("it runs");
    let said: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let found = said["drafts"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|it| it["findings"].as_array().cloned().unwrap_or_default());
    found.map(|it| it["rule"].as_str().unwrap_or_default().to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_source_with_the_time_and_length_of_the_one_before_is_not_taken_from_the_store() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let root = folder.path();
    write(root, &[SOURCES[0], ("sources/kiln.md", "The kiln was lit.\n"), ("draft.md", DRAFT)]);
    bulk(root);
    let source = root.join("sources/port.md");
    for time in moments() {
        for (is_renamed, figure) in [(false, "412"), (false, "415"), (true, "412"), (true, "415")] {
            let target = if is_renamed { root.join("aside") } else { source.clone() };
            fs::write(&target, PORT.replace("412", figure)).expect("it is written");
            set_time(&target, time);
            fs::rename(&target, &source).expect("it is put in place");
            assert_eq!(checked(root), if figure == "415" { "" } else { "conflicting-figure" }, "{time:?} {is_renamed}");
        }
    }
    assert!(root.join(".cache/backread/store").is_dir(), "something was kept");
}
