//! Files that become something else under the server: renamed, replaced, closed, cut short. What is found is always what
//! the files that can be read say, and comes back with them.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{DRAFT, PORT, SOURCES, answers, complaints, has_sources, n_tried, rules, start};
use crate::support::Client;

const DIFFERS: &[&str] = &["conflicting-figure"];
const NOWHERE: &[&str] = &["unsupported-figure"];
const NOTHING: &[&str] = &[];

/// Waits until the draft is found to be so.
#[track_caller]
fn comes_to(client: &mut Client, expected: &[&str]) {
    client.diagnostics_that("a.md", 1, |it| rules(it) == expected);
}

fn opened(files: &[(&str, &str)]) -> Client {
    let mut client = start(files);
    client.open("a.md", 1, DRAFT);
    comes_to(&mut client, DIFFERS);
    client
}

#[test]
fn a_draft_that_is_renamed_or_replaced_is_checked_as_the_editor_has_it() {
    let mut client = start(SOURCES);
    let draft = client.path("a.md");
    fs::write(&draft, "Nothing.\n").expect("it is written");
    client.open("a.md", 1, DRAFT);
    comes_to(&mut client, DIFFERS);
    fs::rename(&draft, client.path("b.md")).expect("it is renamed");
    assert!(client.hover("a.md", 0, 32)["contents"]["value"].is_string());
    fs::create_dir(&draft).expect("a folder in its place");
    client.change("a.md", 2, [0, 31, 0, 38], "412,000");
    assert_eq!(client.diagnostics("a.md", 2), Vec::<Value>::new());
    fs::remove_dir(&draft).expect("it goes");
    symlink(&draft, &draft).expect("a link to itself");
    client.change("a.md", 3, [0, 31, 0, 38], "415,000");
    assert_eq!(rules(&client.diagnostics("a.md", 3)), DIFFERS);
    client.close("a.md");
    answers(&mut client, "b.md");
}

#[test]
fn a_source_that_becomes_something_else_and_comes_back_is_followed() {
    let mut client = opened(&[SOURCES[0], ("sources/other.md", "The kiln was lit.\n")]);
    let (source, aside) = (client.path("sources/port.md"), client.path("aside.md"));
    type Step = fn(&Path);
    let turns: [(&str, Step); 6] = [
        ("a folder", |path| fs::create_dir(path).expect("a folder")),
        ("a pipe", |path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success())),
        ("a link to itself", |path| symlink(path, path).expect("a link")),
        ("a link to nowhere", |path| symlink("/no/such/file", path).expect("a link")),
        ("a link to a device", |path| symlink("/dev/zero", path).expect("a link")),
        ("zeros", |path| fs::write(path, [0; 4096]).expect("a file")),
    ];
    for (what, turn) in turns {
        fs::rename(&source, &aside).expect("it is renamed");
        turn(&source);
        comes_to(&mut client, NOWHERE);
        if source.is_dir() { fs::remove_dir(&source) } else { fs::remove_file(&source) }.expect("it goes");
        fs::rename(&aside, &source).unwrap_or_else(|error| panic!("after {what}: {error}"));
        comes_to(&mut client, DIFFERS);
    }
    // The evidence itself moves.
    fs::rename(&source, client.path("sources/moved.md")).expect("it is renamed");
    client.diagnostics_that("a.md", 1, |it| {
        rules(it) == DIFFERS
            && it[0]["relatedInformation"][0]["location"]["uri"].as_str().is_some_and(|it| it.ends_with("/moved.md"))
    });
    answers(&mut client, "b.md");
}

#[test]
fn the_folder_of_sources_goes_and_comes_back() {
    let mut client = opened(SOURCES);
    let (sources, aside) = (client.path("sources"), client.path("aside"));
    for _ in 0..3 {
        fs::rename(&sources, &aside).expect("it is renamed");
        // Without sources there is nothing to check against, and what was shown goes.
        has_sources(&mut client, 0);
        client.look_at_all();
        fs::rename(&aside, &sources).expect("it is renamed");
        comes_to(&mut client, DIFFERS);
    }
    fs::rename(&sources, &aside).expect("it is renamed");
    has_sources(&mut client, 0);
    fs::write(&sources, "no folder").expect("a file in its place");
    fs::remove_file(&sources).expect("it goes");
    // Another one in its place, with another figure.
    fs::create_dir(&sources).expect("a folder");
    fs::write(sources.join("new.md"), PORT.replace("412", "415")).expect("it is written");
    has_sources(&mut client, 1);
    client.change("a.md", 2, [0, 0, 0, 0], "");
    client.diagnostics_that("a.md", 2, <[Value]>::is_empty);
    complaints(&mut client);
}

#[test]
fn a_configuration_that_becomes_something_else_is_said_or_passed_over() {
    let config = "[levels]\nfigure = \"off\"\n";
    let mut client = start(&[SOURCES[0], ("backread.toml", config)]);
    client.open("a.md", 1, DRAFT);
    comes_to(&mut client, NOTHING);
    let path = client.path("backread.toml");
    for turn in [
        |path: &Path| fs::create_dir(path).expect("a folder"),
        |path: &Path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success()),
        |path: &Path| symlink(path, path).expect("a link to itself"),
    ] {
        fs::rename(&path, client.path("aside.toml")).expect("it is renamed");
        comes_to(&mut client, DIFFERS);
        turn(&path);
        assert!(client.hover("a.md", 0, 32)["contents"]["value"].is_string());
        if path.is_dir() { fs::remove_dir(&path) } else { fs::remove_file(&path) }.expect("it goes");
        fs::rename(client.path("aside.toml"), &path).expect("it comes back");
        comes_to(&mut client, NOTHING);
    }
    complaints(&mut client);
    // One that cannot be read changes nothing, and is told in its place.
    fs::write(&path, [0xff, 0xfe, 0x00]).expect("it is written");
    let uri = client.uri("backread.toml");
    client.wait_for(|it| it["params"]["uri"] == *uri && it["params"]["diagnostics"] != json!([]));
    let said = complaints(&mut client);
    assert!(said.iter().any(|it| it.contains("not UTF-8")), "{said:?}");
    client.change("a.md", 2, [0, 0, 0, 0], "");
    assert_eq!(client.diagnostics("a.md", 2), Vec::<Value>::new());
}

#[test]
fn a_source_that_may_not_be_read_is_said_and_read_when_it_may() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let program = folder.path().join("backread");
    fs::copy(env!("CARGO_BIN_EXE_backread"), &program).expect("it is copied");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("it is opened");
    let mut command = Command::new(&program);
    // NB: nothing is closed to root, so the program runs as somebody else then.
    if rustix::process::geteuid().is_root() {
        command.uid(65_534).gid(65_534);
    }
    let mut client = Client::spawn_by(command, &[SOURCES[0], ("sources/in/b.md", "The kiln was lit.\n")], &[]);
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is set");
    allow(&client.path(""), 0o755);
    client.initialize(json!(null), json!({"holdBack": false}));
    client.open("a.md", 1, DRAFT);
    comes_to(&mut client, DIFFERS);
    for path in ["sources/port.md", "sources"] {
        let path = client.path(path);
        let mode = if path.is_dir() { 0o755 } else { 0o644 };
        allow(&path, 0o000);
        client.diagnostics_that("a.md", 1, |it| rules(it) != DIFFERS);
        allow(&path, mode);
        comes_to(&mut client, DIFFERS);
    }
    complaints(&mut client);
}

#[test]
fn a_source_that_is_written_all_the_time_is_read_whole_or_not_at_all() {
    let mut client = opened(SOURCES);
    let source = client.path("sources/port.md");
    let tail = "The quay is long.\n".repeat(2_000);
    for n in 0..n_tried(40, 400) {
        // Cut to nothing, written in two steps, and cut again.
        fs::write(&source, "").expect("it is emptied");
        fs::write(&source, PORT.get(..20).expect("it is longer")).expect("half is written");
        fs::write(&source, format!("{PORT}{tail}")).expect("it is written");
        if n % 10 == 0 {
            assert!(
                client
                    .request("workspace/executeCommand", json!({"command": "backread.reload"}))
                    .get("error")
                    .is_none()
            );
        }
    }
    fs::write(&source, PORT.replace("412", "415")).expect("it is written");
    comes_to(&mut client, NOTHING);
    complaints(&mut client);
}
