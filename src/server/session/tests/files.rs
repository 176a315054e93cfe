//! Sources, rules and configuration that change while the server runs.

use std::fs;

use expect_test::expect;
use serde_json::json;

use super::{ALTERED, Bench, SOURCE};
use crate::server::load::Job;
use crate::server::publish::{Outgoing, Request};
use crate::server::session::{Ask, Event};
use crate::server::watch::Input;

const PORT: &str = "The harbour at Ostermole moved 412,000 containers in 2031.\n";

const DRAFT: &str = "The harbour at Ostermole moved 415,000 containers in 2031.\n";

/// One source, a draft that differs from it, and a configuration.
fn desk(config: &str) -> Bench {
    let files = [("backread.toml", config), ("sources/port.md", PORT), ("a.md", DRAFT)];
    let mut bench = Bench::new(&files, json!({"holdBack": false}));
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    bench.sent();
    bench
}

const CONFIG: &str = "sources = [\"sources/**\"]\n";

#[test]
fn a_source_that_is_changed_is_read_again_and_findings_follow() {
    let mut bench = desk(CONFIG);
    bench.write("sources/port.md", &PORT.replace("412,000", "415,000"));
    bench.happened(&["sources/port.md"]);
    bench.check(expect![[r#"
        a.md 1
        log port.md changed: 1 figure now supported"#]]);
}

#[test]
fn a_source_that_is_added_or_removed_says_what_it_changed() {
    let mut bench = desk(CONFIG);
    bench.write("sources/mayor.md", SOURCE);
    bench.change("a.md", 2, [0, 0, 0, 0], &format!("{ALTERED}\n"));
    bench.run_until_idle();
    bench.sent();
    bench.happened(&["sources/mayor.md"]);
    bench.check(expect![[r#"
        a.md 2
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1
          2:31-2:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1
        log mayor.md added: 1 figure now supported, 1 quotation now differs"#]]);
    fs::remove_file(bench.path("sources/port.md")).unwrap();
    bench.happened(&["sources/port.md"]);
    bench.check(expect![[r#"
        a.md 2
          0:24-0:29 altered-quote you wrote “kiln after the”; mayor.md line 3 has “kiln before the” +1
          2:31-2:38 unsupported-figure no source gives 415,000 +0
        log port.md removed: 1 figure now without a source"#]]);
}

#[test]
fn only_what_was_changed_is_read_again() {
    let mut bench = desk(CONFIG);
    bench.write("sources/mayor.md", SOURCE);
    bench.happened(&["sources/mayor.md"]);
    bench.run_until_idle();
    let desk = bench.session.desks.values().next().unwrap();
    let sources: Vec<u32> = desk.engine.corpus().sources().map(|it| it.id.0 - (1 << 20)).collect();
    // In the order of paths: the mayor's was read second.
    assert_eq!(sources, [1, 0]);
    let revision = desk.engine.corpus().revision;
    bench.happened(&["sources/.git/index", "sources/.port.md.swp"]);
    assert!(bench.jobs.try_recv().is_err(), "nothing hidden is looked at");
    bench.happened(&["sources/mayor.md~", "sources", "a.md"]);
    bench.sent();
    bench.check(expect![""]);
    assert_eq!(bench.session.desks.values().next().unwrap().engine.corpus().revision, revision, "nothing was read");
}

#[test]
fn a_sidecar_changes_its_source() {
    let mut bench = desk(CONFIG);
    bench.write("sources/port.md.meta.toml", "trust = \"lead\"\n");
    bench.happened(&["sources/port.md.meta.toml"]);
    bench.check(expect![[r#"
        a.md 1
          0:31-0:38 unsupported-figure no source gives 415,000 +0
        log port.md changed: 1 figure now without a source"#]]);
}

#[test]
fn a_change_while_sources_are_read_is_not_lost() {
    let mut bench = desk(CONFIG);
    bench.write("sources/port.md", &PORT.replace("412,000", "413,000"));
    bench.happened(&["sources/port.md"]);
    // Under way: the file is changed once more before what was read arrives.
    let reading = bench.jobs.try_recv().unwrap().run();
    bench.write("sources/port.md", &PORT.replace("412,000", "415,000"));
    bench.happened(&["sources/port.md"]);
    bench.feed(reading.unwrap());
    bench.check(expect![[r#"
        a.md 1
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 413,000 +1
        log port.md changed: nothing else in the open drafts
        a.md 1
        log port.md changed: 1 figure now supported"#]]);
}

#[test]
fn a_changed_level_holds_at_once_and_sources_are_not_read_again() {
    let mut bench = desk(CONFIG);
    bench.write("backread.toml", &format!("{CONFIG}[levels]\nconflicting-figure = \"hint\"\n"));
    bench.happened(&["backread.toml"]);
    bench.run_until_idle();
    let levels: Vec<_> = std::iter::from_fn(|| bench.outgoing.try_recv().ok()).collect();
    assert!(format!("{levels:?}").contains("severity: Some(Hint)"), "{levels:?}");
    assert_eq!(bench.session.desks.len(), 1, "the old one is gone");
}

#[test]
fn a_mistake_leaves_the_last_good_configuration_in_force() {
    let mut bench = desk(CONFIG);
    bench.write("backread.toml", "sources = [\"sources/**\"]\nhouze = \"ap\"\n");
    bench.happened(&["backread.toml"]);
    bench.check(expect![[r#"
        log backread.toml:2:1: unknown key "houze"; did you mean "house"?
        backread.toml -
          1:0-1:5 - unknown key "houze"; did you mean "house"? +0"#]]);
    bench.change("a.md", 2, [0, 0, 0, 0], "An envoy said the talks were over. ");
    bench.check(expect![[r#"
        a.md 2
          0:0-0:13 unnamed-attribution "An envoy" is not named +0
          0:66-0:73 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1"#]]);
    bench.write("backread.toml", CONFIG);
    bench.happened(&["backread.toml"]);
    bench.check(expect!["backread.toml -"]);
}

#[test]
fn a_configuration_that_goes_takes_its_findings_along() {
    let mut bench = desk(CONFIG);
    fs::remove_file(bench.path("backread.toml")).unwrap();
    fs::remove_dir_all(bench.path("sources")).unwrap();
    bench.happened(&["backread.toml", "sources"]);
    bench.check(expect!["a.md -"]);
    assert!(bench.session.desks.is_empty());
    bench.write("sources/port.md", PORT);
    bench.happened(&["sources"]);
    bench.check(expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read
        a.md 1
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1"#]]);
}

#[test]
fn a_nearer_configuration_takes_over() {
    let mut bench = desk(CONFIG);
    bench.write("backread.toml", "sources = [\"sources/**\"]\n");
    bench.open("story/b.md", 1, DRAFT);
    bench.run_until_idle();
    bench.sent();
    bench.write("story/backread.toml", "root = true\nsources = [\"none/**\"]\n");
    bench.happened(&["story/backread.toml"]);
    bench.check(expect![[r#"
        backread.toml -
          1:11-1:20 - no file is matched by "none/**"; mend the glob, or put the files there +0
        log 0 sources read
        b.md 1"#]]);
}

#[test]
fn a_rule_file_with_a_mistake_shows_it_and_switches_that_rule_off_alone() {
    let mut bench = desk("sources = [\"sources/**\"]\nrules = [\"ours\"]\n");
    bench.write("ours/figure/conflicting-figure.toml", "id = \"conflicting-figure\"\nlevle = \"hint\"\n");
    bench.happened(&["ours"]);
    bench.check(expect![[r#"
        backread.toml -
        conflicting-figure.toml -
          1:0-1:5 - unknown key "levle"; did you mean "level"? +0
        log 1 source read
        a.md 1"#]]);
}

#[test]
fn what_cannot_be_read_is_told_at_the_key_that_names_the_sources() {
    let mut bench = desk(CONFIG);
    bench.write("sources/minutes.pdf", "%PDF-1.7");
    bench.happened(&["sources/minutes.pdf"]);
    bench.check(expect![[r#"
        backread.toml -
          0:10-0:24 - sources/minutes.pdf: a damaged PDF; fetch it again, or print it to a new PDF +0
        a.md 1
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1
        log minutes.pdf added: nothing else in the open drafts"#]]);
}

#[test]
fn without_a_configuration_it_is_told_in_the_first_line_of_one_draft() {
    let files = [("sources/port.md", PORT), ("sources/minutes.pdf", "%PDF-1.7")];
    let mut bench = Bench::new(&files, json!({"holdBack": false}));
    bench.open("a.md", 1, "The kiln is cold.\n");
    bench.open("b.md", 1, "The kiln is warm.\n");
    bench.check(expect![[r#"
        log sources: the folder sources (nothing else is configured)
        log 1 source read, 1 could not be (minutes.pdf)
        b.md 1
        a.md 1
          0:0-0:0 - sources/minutes.pdf: a damaged PDF; fetch it again, or print it to a new PDF +0"#]]);
    bench.close("a.md");
    bench.check(expect![[r#"
        a.md -
        b.md 1
          0:0-0:0 - sources/minutes.pdf: a damaged PDF; fetch it again, or print it to a new PDF +0"#]]);
}

#[test]
fn an_earlier_version_is_told_in_the_first_line() {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let text: String =
        words.iter().map(|it| format!("The {it} kilns of Ostermole are cold again today.\n\n")).collect();
    let mut bench = Bench::new(&[("backread.toml", CONFIG), ("sources/old.md", &text)], json!({"holdBack": false}));
    bench.open("a.md", 1, &text);
    bench.check(expect![[r#"
        log 1 source read
        a.md 1
          18:4-18:7 unsupported-figure no source gives ten +0
          20:4-20:10 unsupported-figure no source gives eleven +0
          22:4-22:10 unsupported-figure no source gives twelve +0
          0:0-0:0 - sources/old.md reads like an earlier version of this draft and is no evidence for it; exclude it in `sources`, or set `earlier-versions = "use"` +0"#]]);
}

#[test]
fn settings_of_the_editor_hold_under_the_file_and_can_change() {
    let mut bench = desk(CONFIG);
    let settings = json!({"backread": {"config": {"levels": {"conflicting-figure": "off"}}}});
    bench.feed(Event::Settings(settings));
    bench.check(expect![[r#"
        log 1 source read
        a.md 1"#]]);
    bench.feed(Event::Settings(json!({"backread": {"config": {"levles": {}}}})));
    bench.check(expect![[r#"log settings:1:2: unknown key "levles"; did you mean "levels"?"#]]);
}

#[test]
fn a_draft_over_a_megabyte_is_checked_when_typing_pauses() {
    let mut bench = desk(CONFIG);
    let filler = "The kiln is cold and nobody has lit it.\n\n".repeat(26_000);
    bench.changes("a.md", 2, json!([{"text": format!("{DRAFT}\n{filler}")}]));
    bench.check(expect![""]);
    bench.rest();
    bench.check(expect![[r#"
        a.md 2
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1
          0:0-0:0 - this draft is over 1 MB: it is checked when typing pauses +0"#]]);
}

#[test]
fn a_client_that_follows_files_is_asked_to() {
    let capabilities = json!({"workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": true, "relativePatternSupport": true},
        "configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}});
    let files = [("backread.toml", "sources = [\"sources/**\"]\nrules = [\"ours\"]\n"), ("sources/port.md", PORT)];
    let mut bench = Bench::with_client(&files, json!({}), &capabilities);
    bench.open("a.md", 1, "");
    bench.run_until_idle();
    assert!(!bench.sent().contains("ask"), "nothing is asked of a client before it is ready");
    bench.feed(Event::Initialized);
    let asked = bench.sent().replace(&bench.folder.path().display().to_string(), "");
    for part in ["Settings", "didChangeConfiguration", "didChangeWatchedFiles", "/sources", "/ours", "backread.toml"] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    bench.happened(&["sources/port.md"]);
    bench.run_until_idle();
    assert!(!bench.sent().contains("ask"), "the same is not asked for again");
    assert!(bench.watch.try_recv().is_err(), "we do not follow files beside the client");
}

#[test]
fn for_other_clients_we_follow_files_ourselves() {
    let mut bench = desk("sources = [\"sources/**\", \"far/*.txt\"]\nrules = [\"ours\"]\n");
    assert!(bench.watch.try_recv().is_err());
    bench.feed(Event::Initialized);
    let Ok(Input::Follow(followed)) = bench.watch.try_recv() else { panic!("nothing is followed") };
    let root = bench.folder.path();
    let shown = |it: &std::path::PathBuf| it.strip_prefix(root).unwrap().display().to_string();
    let deep: Vec<String> = followed.deep.iter().map(shown).collect();
    assert_eq!(deep, ["far", "ours", "sources"]);
    assert!(followed.flat.contains(root));
}

#[test]
fn each_workspace_folder_has_its_own_configuration_and_they_come_and_go() {
    let loud = "sources = [\"sources/**\"]\nroot = true\n";
    let quiet = "sources = [\"sources/**\"]\nroot = true\n[levels]\nconflicting-figure = \"off\"\n";
    let files = [
        ("one/backread.toml", loud),
        ("one/sources/port.md", PORT),
        ("two/backread.toml", quiet),
        ("two/sources/port.md", PORT),
    ];
    let mut bench = Bench::new(&files, json!({"holdBack": false}));
    let folder = |name: &str| json!({"uri": bench.uri(name), "name": name});
    let (one, two) = (folder("one"), folder("two"));
    bench.feed(Event::Folders(serde_json::from_value(json!({"added": [one, two], "removed": []})).unwrap()));
    bench.open("one/a.md", 1, DRAFT);
    bench.open("two/b.md", 1, DRAFT);
    bench.check(expect![[r#"
        log 1 source read
        a.md 1
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1
        log 1 source read
        b.md 1"#]]);
    assert_eq!(bench.session.desks.len(), 2);
    bench.close("two/b.md");
    bench.feed(Event::Folders(serde_json::from_value(json!({"added": [], "removed": [two]})).unwrap()));
    bench.check(expect!["b.md -"]);
    assert_eq!(bench.session.desks.len(), 1, "a folder that nobody has open is let go of");
}

#[test]
fn a_folder_that_goes_takes_its_mistakes_along() {
    let mut bench = Bench::new(&[("one/backread.toml", "houze = \"ap\"\n")], json!({"holdBack": false}));
    let folder = json!({"uri": bench.uri("one"), "name": "one"});
    bench.feed(Event::Folders(serde_json::from_value(json!({"added": [folder], "removed": []})).unwrap()));
    bench.open("one/a.md", 1, DRAFT);
    bench.check(expect![[r#"
        log backread.toml:1:1: unknown key "houze"; did you mean "house"?
        backread.toml -
          0:0-0:5 - unknown key "houze"; did you mean "house"? +0"#]]);
    bench.close("one/a.md");
    bench.feed(Event::Folders(serde_json::from_value(json!({"added": [], "removed": [folder]})).unwrap()));
    bench.check(expect!["backread.toml -"]);
}

#[test]
fn a_glob_is_told_to_match_nothing_as_long_as_it_does() {
    let mut bench = desk("sources = [\"sources/**\", \"notes/**\"]\n");
    bench.write("notes/mayor.md", SOURCE);
    bench.happened(&["notes/mayor.md"]);
    bench.check(expect![[r#"
        a.md 1
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1
        log mayor.md added: nothing else in the open drafts
        backread.toml -"#]]);
    fs::remove_file(bench.path("notes/mayor.md")).unwrap();
    bench.happened(&["notes/mayor.md"]);
    bench.check(expect![[r#"
        a.md 1
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1
        log mayor.md removed: nothing else in the open drafts
        backread.toml -
          0:25-0:35 - no file is matched by "notes/**"; mend the glob, or put the files there +0"#]]);
}

#[test]
fn two_changes_of_sources_before_the_drafts_are_checked_again_are_told_as_one() {
    let mut bench = desk(CONFIG);
    bench.write("sources/mayor.md", SOURCE);
    bench.happened(&["sources/mayor.md"]);
    let event = bench.jobs.try_recv().unwrap().run().unwrap();
    bench.feed(event);
    bench.write("sources/port.md", &PORT.replace("412,000", "415,000"));
    bench.happened(&["sources/port.md"]);
    while let Ok(job) = bench.jobs.try_recv() {
        let event = job.run().unwrap();
        bench.feed(event);
    }
    bench.check(expect![[r#"
        a.md 1
        log mayor.md added, port.md changed: 1 figure now supported"#]]);
}

#[test]
fn a_single_file_that_is_a_source_is_followed_by_the_client_from_its_folder() {
    let capabilities = json!({"workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": true, "relativePatternSupport": true}}});
    let files = [("backread.toml", "sources = [\"far/port.md\"]\n"), ("far/port.md", PORT)];
    let mut bench = Bench::with_client(&files, json!({}), &capabilities);
    bench.feed(Event::Initialized);
    bench.open("a.md", 1, "");
    bench.run_until_idle();
    let far = bench.uri("far");
    let is_seen = |it: &lsp_types::Registration| {
        let watchers = it.register_options.as_ref().and_then(|it| it["watchers"].as_array().cloned());
        let wanted = json!({"baseUri": far, "pattern": "*"});
        watchers.is_some_and(|it| it.iter().any(|it| it["globPattern"] == wanted))
    };
    let mut asked = Vec::new();
    while let Ok(message) = bench.outgoing.try_recv() {
        if let Outgoing::Ask(Request::Register(registrations)) = message {
            asked.extend(registrations);
        }
    }
    assert!(asked.iter().any(is_seen), "{asked:?}");
}

#[test]
fn a_confidential_source_that_cannot_be_read_is_not_named_wherever_that_is_said_of_it() {
    let config = "sources = [\"sources/**\"]\n[[source]]\npath = \"sources/*-notes.pdf\"\nconfidential = true\n";
    let mut bench = desk(config);
    bench.write("sources/aalders-notes.pdf", "%PDF-1.7");
    bench.write("sources/holt.pdf", "%PDF-1.7");
    bench.write("sources/holt.pdf.meta.toml", "confidential = true\n");
    bench.write("sources/vik.md", "The kiln is cold.\n");
    bench.write("sources/vik.md.meta.toml", "confidential = true\nkidn = \"notes\"\n");
    bench.change("a.md", 2, [0, 0, 0, 0], "The kiln has 98,000 doors.\n\n");
    bench.happened(&["sources"]);
    bench.run_until_idle();
    let sent = bench.sent();
    for name in ["aalders", "holt", "vik"] {
        assert!(!sent.contains(name), "{name}: {sent}");
    }
    assert!(sent.contains("2 could not be read (a confidential source, a confidential source)"), "{sent}");
    let status = bench.answer_to(json!({"command": "backread.status"}), Ask::Command).to_string();
    for name in ["aalders", "holt", "vik"] {
        assert!(!status.contains(name), "{name}: {status}");
    }
}

#[test]
fn each_reading_is_shown_under_a_name_of_its_own() {
    let capabilities = json!({"window": {"workDoneProgress": true}});
    let files = [("backread.toml", CONFIG), ("sources/port.md", PORT)];
    let mut bench = Bench::with_client(&files, json!({}), &capabilities);
    bench.feed(Event::Initialized);
    bench.open("a.md", 1, DRAFT);
    let mut names = Vec::new();
    for _ in 0..2 {
        while let Ok(job) = bench.jobs.try_recv() {
            if let Job::Sources { progress: Some((token, _)), .. } = &job {
                names.push(token.clone());
            }
            job.run().into_iter().for_each(|it| bench.feed(it));
        }
        bench.happened(&["sources/port.md"]);
    }
    assert_eq!(names.len(), 2);
    assert_ne!(names.first(), names.last());
}

#[test]
fn a_mistake_in_another_file_than_the_configuration_is_mended_there() {
    let config = "sources = [\"sources/**\"]\nrules = [\"ours\"]\nhouse = \"desk\"\n";
    let files = [("backread.toml", config), ("sources/port.md", PORT), ("ours/houses/desk.toml", "[levles]\n")];
    let mut bench = Bench::new(&files, json!({"holdBack": false}));
    bench.feed(Event::Initialized);
    bench.open("a.md", 1, DRAFT);
    bench.check(expect![[r#"
        log ours/houses/desk.toml:1:2: unknown key "levles"; did you mean "levels"?
        desk.toml -
          0:1-0:7 - unknown key "levles"; did you mean "levels"? +0"#]]);
    let followed: Vec<Input> = bench.watch.try_iter().collect();
    let Some(Input::Follow(followed)) = followed.last() else { panic!("nothing is followed") };
    assert!(followed.flat.contains(&bench.path("ours/houses")));
    bench.write("ours/houses/desk.toml", "[levels]\nquote = \"hint\"\n");
    bench.happened(&["ours/houses/desk.toml"]);
    bench.check(expect![[r#"
        desk.toml -
        log 1 source read
        a.md 1
          0:31-0:38 conflicting-figure you wrote 415,000; port.md line 1 gives 412,000 +1"#]]);
}

#[test]
fn nothing_is_answered_about_a_draft_over_a_megabyte_while_it_is_typed() {
    let mut bench = desk(CONFIG);
    let filler = "The kiln is cold and nobody has lit it.\n\n".repeat(26_000);
    bench.changes("a.md", 2, json!([{"text": format!("{DRAFT}\n{filler}")}]));
    assert_eq!(bench.hover("a.md", 0, 33), None);
    bench.rest();
    assert!(bench.hover("a.md", 0, 33).is_some_and(|it| it.contains("415,000")));
}

#[test]
fn what_changed_before_a_folder_was_followed_is_found_once_it_is() {
    let mut bench = Bench::plain();
    bench.open("a.md", 1, ALTERED);
    bench.run_until_idle();
    bench.sent();
    // Nobody tells of it.
    bench.write("sources/mayor.md", &SOURCE.replace("before", "after"));
    let folder = bench.path("sources");
    bench.feed(Event::Followed(vec![folder]));
    bench.run_until_idle();
    assert!(bench.sent().starts_with("a.md 1\nlog mayor.md changed"));
}
