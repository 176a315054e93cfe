//! Actions that write into other files: own reporting, trust, exclusion. What they write is read anew, from the disk.

use expect_test::expect;
use serde_json::{Value, json};

use super::{CONFIG, NEW, OLD, PORT, able, named, titles};
use crate::server::session::tests::Bench;

const DRAFT: &str = "Exports from Ostermole rose by 18% in 2031.\n\nThe quay of Ostermole holds 77 cranes.\n";

fn file(bench: &Bench, name: &str) -> String {
    std::fs::read_to_string(bench.path(name)).unwrap()
}

#[test]
fn own_reporting_is_recorded_and_supports_the_figure() {
    let mut bench = able(&[("sources/port.md", PORT), ("backread.toml", CONFIG)], NEW);
    bench.open("a.md", 1, DRAFT);
    assert_eq!(bench.findings("a.md"), ["conflicting-figure 18%", "unsupported-figure 77"]);
    let record = named(&bench.at("a.md", 2, 29), "record as own reporting");
    bench.apply("a.md", &record);
    expect![[r#"
        ---
        kind: own
        ---

        The quay of Ostermole holds 77 cranes.
    "#]]
    .assert_eq(&file(&bench, "sources/own-reporting.md"));
    assert_eq!(bench.afresh("a.md"), ["conflicting-figure 18%"]);
    // The second sentence joins the first, once the file is among the sources.
    let files = [("sources/port.md", PORT), ("sources/own-reporting.md", &file(&bench, "sources/own-reporting.md"))];
    for takes in [OLD, NEW] {
        let mut bench = able(&files, takes);
        bench.open("a.md", 1, DRAFT);
        bench.run_until_idle();
        let record = named(&bench.at("a.md", 0, 32), "record as own reporting");
        bench.apply("a.md", &record);
        assert_eq!(
            file(&bench, "sources/own-reporting.md"),
            "---\nkind: own\n---\n\nThe quay of Ostermole holds 77 cranes.\n\nExports from Ostermole rose by 18% in 2031.\n"
        );
        assert_eq!(bench.afresh("a.md"), Vec::<String>::new());
    }
}

#[test]
fn a_quotation_is_not_recorded_as_own_reporting() {
    let mut bench = able(&[("sources/mayor.md", super::SOURCE)], NEW);
    bench.open("a.md", 1, super::super::ALTERED);
    bench.run_until_idle();
    assert!(!titles(&bench.at("a.md", 0, 26)).contains("own reporting in"));
}

#[test]
fn own_reporting_goes_into_no_folder_of_which_one_file_is_read() {
    let config = "sources = [\"sources/port.md\"]\n";
    let mut bench = able(&[("sources/port.md", PORT), ("backread.toml", config)], NEW);
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    assert!(!titles(&bench.at("a.md", 0, 32)).contains("own reporting in"));
}

#[test]
fn a_source_becomes_a_lead() {
    for config in [CONFIG, "sources = [\"sources/**\"]\n\n[levels]\nquote = \"off\"", "sources = [\"sources/**\"]\r\n"]
    {
        for takes in [OLD, NEW] {
            let mut bench = able(&[("sources/[1] port.md", PORT), ("backread.toml", config)], takes);
            bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031.\n");
            assert_eq!(bench.findings("a.md"), ["conflicting-figure 18%"]);
            let lead = named(&bench.at("a.md", 0, 32), "treat [1] port.md as a lead only");
            bench.apply("a.md", &lead);
            let written = file(&bench, "backread.toml");
            assert!(written.starts_with(config));
            assert_eq!(written.contains("\r\n"), !written.replace("\r\n", "").contains('\n'), "{written:?}");
            assert!(
                !bench.afresh("a.md").contains(&"conflicting-figure 18%".to_string()),
                "{:?}",
                bench.afresh("a.md")
            );
        }
    }
}

#[test]
fn a_lead_without_a_configuration_makes_one_that_keeps_the_sources() {
    let mut bench = able(&[("sources/port.md", PORT)], NEW);
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    let lead = named(&bench.at("a.md", 0, 32), "treat port.md as a lead only");
    bench.apply("a.md", &lead);
    expect![[r#"
        sources = ["sources/**"]

        [[source]]
        path = "sources/port.md"
        trust = "lead"
    "#]]
    .assert_eq(&file(&bench, "backread.toml"));
    assert!(!bench.afresh("a.md").contains(&"conflicting-figure 18%".to_string()));
    let mut bench = able(&[("sources/port.md", PORT)], OLD);
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    assert!(!titles(&bench.at("a.md", 0, 32)).contains("lead only"));
}

#[test]
fn a_source_is_superseded_by_the_one_that_has_it_or_withdrawn() {
    let approved = "The harbour board approved the merger.\n";
    let files = [
        ("sources/morning.md", "The harbour board rejected the merger.\n"),
        ("sources/evening.md", approved),
        ("backread.toml", CONFIG),
    ];
    let mut bench = able(&files, NEW);
    bench.open("a.md", 1, "The merger was approved by the harbour board.\n");
    assert_eq!(bench.findings("a.md"), ["disputed-claim was approved"]);
    let later = named(&bench.at("a.md", 0, 14), "treat morning.md as superseded by evening.md");
    bench.apply("a.md", &later);
    let written = file(&bench, "backread.toml");
    assert!(written.ends_with("path = \"sources/evening.md\"\nsupersedes = \"sources/morning.md\"\n"), "{written}");
    assert_eq!(bench.afresh("a.md"), Vec::<String>::new());
    let mut bench = able(&[("sources/port.md", PORT), ("backread.toml", CONFIG)], NEW);
    bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031.\n");
    bench.run_until_idle();
    let withdrawn = named(&bench.at("a.md", 0, 32), "treat port.md as superseded");
    bench.apply("a.md", &withdrawn);
    assert!(file(&bench, "backread.toml").ends_with("trust = \"withdrawn\"\n"));
    assert_eq!(bench.afresh("a.md"), ["unsupported-figure 18%"]);
}

#[test]
fn a_configuration_that_is_open_is_changed_as_the_client_has_it() {
    let mut bench = able(&[("sources/port.md", PORT), ("backread.toml", CONFIG)], NEW);
    bench.open("a.md", 1, DRAFT);
    bench.open("backread.toml", 7, "# mine\nsources = [\"sources/**\"]\n");
    bench.run_until_idle();
    let lead = named(&bench.at("a.md", 0, 32), "treat port.md as a lead only");
    let edit = &bench.resolve(&lead)["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"]["version"], 7);
    assert_eq!(edit["edits"][0]["range"]["start"], json!({"line": 2, "character": 0}));
}

/// Ten sentences, and a source that has them too.
fn story() -> String {
    (0..12).map(|n| format!("The harbour master of Ostermole wrote letter {n} of {} that day.\n\n", n + 40)).collect()
}

#[test]
fn an_earlier_version_is_excluded() {
    let configs = [
        Some("sources = [\"sources/**\"]\n"),
        Some("sources = [\n  \"sources/**\", # all\n]\n"),
        Some("house = \"ap\"\n"),
        None,
    ];
    for config in configs {
        let story = story();
        let mut files = vec![("sources/port.md", PORT), ("sources/old.md", &story)];
        files.extend(config.map(|it| ("backread.toml", it)));
        let mut bench = able(&files, NEW);
        bench.open("a.md", 1, &story);
        bench.run_until_idle();
        let range = json!({"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 3}});
        let note = json!({"range": range, "message": "", "data": {"note": "sources/old.md"}});
        let actions = bench.ask("a.md", range, json!({"diagnostics": [note]}));
        let exclude = named(&actions, "exclude old.md from the sources");
        assert_eq!(exclude["diagnostics"].as_array().unwrap().len(), 1);
        bench.apply("a.md", &exclude);
        let written = file(&bench, "backread.toml");
        assert!(written.contains("\"sources/**\", \"!sources/old.md\""), "{written}");
        bench.afresh("a.md");
        assert!(bench.at("a.md", 2, 0).iter().all(|it| it["title"] != exclude["title"]), "only at the first line");
    }
}

#[test]
fn a_confidential_source_is_opened_and_never_named() {
    let source = "Exports from Ostermole rose by 19% in 2031.\n";
    let mut bench = able(&[("sources/confidential/aalders.md", source), ("backread.toml", CONFIG)], NEW);
    bench.open("a.md", 1, "Exports from Ostermole rose by 18% in 2031.\n");
    bench.run_until_idle();
    let actions = bench.at("a.md", 0, 32);
    let all = serde_json::to_string(&actions).unwrap();
    assert!(!all.contains("aalders") && !all.contains("19%"), "{all}");
    let open = named(&actions, "open the confidential source (S1, line 1)");
    assert_eq!(open["command"]["arguments"][0]["evidence"], 0);
    assert!(!titles(&actions).contains("lead"));
    let path = bench.uri("sources/confidential/aalders.md");
    assert_eq!(bench.command("backread.openEvidence", open["command"]["arguments"].clone()), Ok(Value::Null));
    let range = "Range { start: Position { line: 0, character: 31 }, end: Position { line: 0, character: 34 } }";
    let sent = bench.sent();
    assert!(sent.contains("ask Show") && sent.contains(path.trim_start_matches("file://")), "{sent}");
    assert!(sent.contains(range), "{sent}");
}
