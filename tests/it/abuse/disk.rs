//! A disk without room and a cache that cannot be written: what is found is the same, what could not be done is said, and no
//! file of the writer's is ever half of one.
//!
//! The disk is made full for the process alone: it may write files of so many bytes and no longer. `tests/README.md` has the
//! command for a disk that really is full.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

use super::{DRAFT, PORT, SOURCES, answers, bulk, complaints, rules};
use crate::support::{Client, write, zipped};

/// backread, which may write files of at most so many blocks of 512 bytes. A write beyond that fails, as on a full disk.
fn confined(n_blocks: u32) -> Command {
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_backread");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {n_blocks} && exec \"$0\" \"$@\""), program]);
    command
}

fn run(mut command: Command, root: &Path, args: &[&str]) -> Output {
    command.args(args).current_dir(root).env("XDG_CACHE_HOME", root.join(".cache")).env("NO_COLOR", "1");
    command.output().expect("it runs")
}

fn backread() -> Command {
    Command::new(env!("CARGO_BIN_EXE_backread"))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

fn desk(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    write(folder.path(), files);
    folder
}

#[test]
fn without_room_for_the_cache_checks_are_the_same_and_it_is_said_once() {
    let mut files = vec![SOURCES[0], ("sources/kiln.md", "The kiln was lit.\n")];
    files.push(("draft.md", DRAFT));
    let folder = desk(&files);
    let root = folder.path();
    bulk(root);
    let args = ["check", "draft.md", "--format", "concise"];
    let good = run(backread(), root, &args);
    assert!(said(&good).contains("conflicting-figure"), "{}", said(&good));
    assert!(!said(&good).contains("cache"), "{}", said(&good));
    for n_blocks in [0, 1, 8, 64, 1_000] {
        fs::remove_dir_all(root.join(".cache/backread/store")).expect("it was kept");
        for _ in 0..2 {
            let output = run(confined(n_blocks), root, &args);
            assert_eq!(output.stdout, good.stdout, "with {n_blocks} blocks");
            assert_eq!(output.status.code(), Some(1));
            assert!(said(&output).matches("the cache cannot be written").count() <= 1, "{}", said(&output));
        }
        // What was begun is believed by nobody who has room again.
        let output = run(backread(), root, &args);
        assert_eq!((output.stdout, output.status.code()), (good.stdout.clone(), Some(1)), "after {n_blocks} blocks");
    }
}

#[test]
fn where_the_cache_cannot_be_checks_are_the_same_and_it_is_said_once() {
    let mut files = vec![SOURCES[0], ("sources/kiln.md", "The kiln was lit.\n")];
    files.extend([("draft.md", DRAFT), ("file", "no folder"), ("half/backread/store", "no folder")]);
    let folder = desk(&files);
    let root = folder.path();
    bulk(root);
    let args = ["check", "draft.md", "--format", "concise"];
    let good = run(backread(), root, &args);
    // A file in its place, one in the place of a part of it, and a folder that nobody can make.
    for cache in [root.join("file"), root.join("half"), "/proc/no/such".into()] {
        let mut command = backread();
        command.args(args).current_dir(root).env("XDG_CACHE_HOME", &cache);
        let output = command.output().expect("it runs");
        assert_eq!(output.stdout, good.stdout, "{}", cache.display());
        assert_eq!(said(&output).matches("the cache cannot be written").count(), 1, "{}", said(&output));
        // The server checks as well, and shows no page about a rule where there can be none.
        let mut client = Client::spawn_with(&files, &[("XDG_CACHE_HOME", &cache.to_string_lossy())]);
        bulk(&client.path(""));
        client.initialize(json!(null), json!({"holdBack": false}));
        answers(&mut client, "a.md");
        client.open("a.md", 1, DRAFT);
        client.diagnostics("a.md", 1);
        let report = json!({"command": "backread.report", "arguments": [{"draft": client.uri("a.md")}]});
        let report = client.request("workspace/executeCommand", report);
        // It needs a folder of its own, which can be made beside a file in the place of the store.
        let is_refused = report["error"]["message"].as_str().is_some_and(|it| it.contains("no folder for it"));
        assert_eq!(is_refused, !cache.ends_with("half"), "{report}");
        fs::write(client.path("sources/port.md"), PORT.replace("412", "415")).expect("it is written");
        client.diagnostics_that("a.md", 1, |it| rules(it).is_empty());
        assert!(client.logged().matches("the cache cannot be written").count() <= 1);
    }
}

#[test]
fn on_a_full_disk_no_file_of_the_writers_is_left_half() {
    let long = DRAFT.repeat(60);
    let folder = desk(&[SOURCES[0], ("draft.md", &long)]);
    let root = folder.path();
    let read = |name: &str| fs::read(root.join(name)).ok();
    // With room: what they would write.
    let jobs: [(&[&str], &str); 4] = [
        (&["report", "draft.md", "-o", "dossier.html"], "dossier.html"),
        (&["check", "draft.md", "--format", "sarif", "-o", "findings.sarif"], "findings.sarif"),
        (&["accept", "--all", "draft.md", "--reason", "own count"], "decisions.toml"),
        (&["init"], "backread.toml"),
    ];
    for (args, file) in jobs {
        let output = run(backread(), root, args);
        assert!(output.status.code() < Some(2), "{}", said(&output));
        let whole = read(file).expect("it is written");
        assert!(whole.len() > 1_024, "{file} is too short to be cut: {}", whole.len());
        for n_blocks in [0, 1, 2] {
            // Where nothing is yet, nothing is left; and what is there stays, but for what may not be written over anyway.
            fs::remove_file(root.join(file)).expect("it goes");
            let output = run(confined(n_blocks), root, args);
            assert_eq!(output.status.code(), Some(2), "{file}: {}", said(&output));
            assert!(said(&output).contains("error: ") && said(&output).contains(file), "{}", said(&output));
            assert_eq!(read(file), None, "{file} with {n_blocks} blocks");
            assert!(run(backread(), root, args).status.code() < Some(2), "it can be done when there is room again");
            if file == "decisions.toml" || file == "backread.toml" {
                continue;
            }
            let before = read(file);
            let output = run(confined(n_blocks), root, args);
            assert_eq!((output.status.code(), read(file)), (Some(2), before), "{file} with {n_blocks} blocks");
        }
        // They would change what the next ones find.
        if file == "decisions.toml" || file == "backread.toml" {
            fs::remove_file(root.join(file)).expect("it goes");
        }
        let left = fs::read_dir(root)
            .expect("it can be listed")
            .flatten()
            .map(|it| it.file_name().to_string_lossy().into_owned());
        let left: Vec<String> = left.filter(|it| it.starts_with('.') && it != ".cache").collect();
        assert_eq!(left, Vec::<String>::new(), "left by {args:?}");
    }
}

#[test]
fn on_a_full_disk_fix_and_decisions_leave_what_was_there() {
    let quoted = "\u{201c}We will light the kiln before the first frost,\u{201d} said Mira Holt, the mayor.\n";
    let long = format!("Mira Hollt said so.\n\n{}", DRAFT.repeat(60));
    let config = "[names]\n\"Mira Holt\" = [\"Mira Hollt\"]\n";
    let folder = desk(&[SOURCES[0], ("sources/mayor.md", quoted), ("draft.md", &long), ("backread.toml", config)]);
    let root = folder.path();
    let diff = run(backread(), root, &["check", "draft.md", "--diff"]);
    assert!(said(&diff).contains("+Mira Holt said so."), "there is something to mend: {}", said(&diff));
    for n_blocks in [0, 1, 2] {
        let output = run(confined(n_blocks), root, &["check", "draft.md", "--fix"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("draft.md: could not be written"), "{}", said(&output));
        assert_eq!(fs::read_to_string(root.join("draft.md")).expect("it is there"), long);
    }
    // A decision more does not cost those before.
    let args = ["accept", "--all", "draft.md", "--reason", "own count"];
    assert_eq!(run(backread(), root, &args).status.code(), Some(0));
    let before = fs::read(root.join("decisions.toml")).expect("it is there");
    fs::write(root.join("draft.md"), format!("{long}\nThe quay took 77 crates.\n")).expect("it is written");
    let output = run(confined(2), root, &args);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(fs::read(root.join("decisions.toml")).expect("it is there"), before);
}

#[test]
fn on_a_full_disk_comments_are_written_whole_or_not() {
    let words =
        "<w:p><w:r><w:t>The harbour at Ostermole moved 415,000 containers in 2031.</w:t></w:r></w:p>".repeat(40);
    let head = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    let body = format!("{head}{words}</w:body></w:document>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let folder = desk(SOURCES);
    let root = folder.path();
    let bytes = zipped(&[("[Content_Types].xml", types.as_bytes()), ("word/document.xml", body.as_bytes())]);
    fs::write(root.join("draft.docx"), &bytes).expect("it is written");
    let args = ["check", "draft.docx", "--comments", "copy.docx"];
    let output = run(confined(1), root, &args);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(!root.join("copy.docx").exists());
    assert_eq!(run(backread(), root, &args).status.code(), Some(1));
    let whole = fs::read(root.join("copy.docx")).expect("it is written");
    assert!(whole.len() > 1_024);
    assert_eq!(run(confined(1), root, &args).status.code(), Some(2));
    assert_eq!(fs::read(root.join("copy.docx")).expect("it is there"), whole);
    assert_eq!(fs::read(root.join("draft.docx")).expect("it is there"), bytes);
}

#[test]
fn a_server_without_room_checks_and_says_what_it_cannot_do() {
    let mut client = Client::spawn_by(confined(0), SOURCES, &[]);
    client.initialize(json!(null), json!({"holdBack": false}));
    client.open("a.md", 1, DRAFT);
    let found = client.diagnostics_that("a.md", 1, |it| rules(it) == ["conflicting-figure"]);
    let draft = client.uri("a.md");
    let accept = json!({"draft": draft, "ids": [found[0]["data"]["id"]], "reason": "own count"});
    for (command, argument) in [("accept", accept), ("report", json!({"draft": draft}))] {
        let params = json!({"command": format!("backread.{command}"), "arguments": [argument]});
        let answer = client.request("workspace/executeCommand", params);
        let words = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(words.contains("could not be written") || words.contains("no folder for it"), "{command}: {answer}");
    }
    assert!(!client.path("decisions.toml").exists());
    client.change("a.md", 2, [0, 31, 0, 38], "412,000");
    client.diagnostics_that("a.md", 2, |it| it.is_empty());
    assert_eq!(complaints(&mut client), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_goes_into_pipes_and_devices_too() {
    let folder = desk(&[SOURCES[0], ("draft.md", DRAFT)]);
    let root = folder.path();
    let piped = run(backread(), root, &["check", "draft.md", "--format", "json", "-o", "/dev/stdout"]);
    assert!(String::from_utf8_lossy(&piped.stdout).contains("conflicting-figure"), "{}", said(&piped));
    assert_eq!(
        run(backread(), root, &["check", "draft.md", "--format", "json", "-o", "/dev/null"]).status.code(),
        Some(1)
    );
    let full = run(backread(), root, &["check", "draft.md", "--format", "json", "-o", "/dev/full"]);
    assert_eq!(full.status.code(), Some(2));
    assert!(said(&full).contains("could not be written"), "{}", said(&full));
}
