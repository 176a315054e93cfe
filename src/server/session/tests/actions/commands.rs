//! Commands: what they answer, what they change, and what they refuse.

use expect_test::expect;
use serde_json::{Value, json};

use super::{CONFIG, NEW, PORT, able, named};
use crate::server::session::tests::Bench;

const DRAFT: &str = "Exports from Ostermole rose by 18% in 2031.\n\nAn envoy said the talks were over.\n";

fn desk() -> Bench {
    let secret = "Exports from Ostermole rose by 21% in 2032.\n";
    let report = "---\nkind: report\noutlet: Harbour Post\ndate: 2032-01-04\n---\nThe kiln has 12 doors.\n";
    let files = [
        ("sources/port.md", PORT),
        ("sources/kiln.md", report),
        ("sources/off-record/aalders.md", secret),
        ("sources/off-record/holt.pdf", "x"),
        ("backread.toml", CONFIG),
    ];
    let mut bench = able(&files, NEW);
    bench.open("a.md", 1, DRAFT);
    bench.run_until_idle();
    bench.sent();
    bench
}

#[test]
fn status_tells_of_sources_problems_and_drafts() {
    let mut bench = desk();
    let status = bench.command("backread.status", json!([])).unwrap();
    let status = serde_json::to_string_pretty(&status).unwrap().replace(&bench.uri(""), "");
    expect![[r#"
        {
          "sources": 3,
          "unread": 1,
          "loading": false,
          "problems": [
            "a confidential source: no PDF, whatever its name says; fetch it again, or give it its right name"
          ],
          "drafts": [
            {
              "uri": "a.md",
              "coverage": {
                "claims": {
                  "not-judged": 2
                },
                "dates": {
                  "supported": 1
                },
                "figures": {
                  "conflicting": 1
                },
                "quotes": {}
              },
              "findings": 2,
              "accepted": 0
            }
          ]
        }"#]]
    .assert_eq(&status);
    assert_eq!(bench.sent(), "", "who asks for all may ask with every edit");
    let of_draft = bench.command("backread.status", json!([{"draft": bench.uri("a.md")}])).unwrap();
    assert_eq!(of_draft["sources"], 3);
    expect!["log sources: 3, 1 unreadable · drafts: 1 · findings: 2 · problems: 1"].assert_eq(&bench.sent());
}

#[test]
fn sources_are_told_with_what_they_say_of_themselves() {
    let mut bench = desk();
    let sources = bench.command("backread.sources", json!([])).unwrap();
    expect![[r#"
        [
          {
            "id": "S1",
            "path": "sources/kiln.md",
            "uri": "sources/kiln.md",
            "kind": "report",
            "trust": "normal",
            "date": "2032-01-04",
            "outlet": "Harbour Post",
            "facts": 1,
            "problems": []
          },
          {
            "id": "S2",
            "confidential": true,
            "facts": 3
          },
          {
            "id": "S3",
            "path": "sources/port.md",
            "uri": "sources/port.md",
            "kind": "unknown",
            "trust": "normal",
            "date": null,
            "outlet": null,
            "facts": 4,
            "problems": []
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&sources).unwrap().replace(&bench.uri(""), ""));
}

#[test]
fn evidence_is_opened_at_its_place() {
    let mut bench = desk();
    let open = named(&bench.at("a.md", 0, 32), "open port.md, line 1");
    assert_eq!(bench.command("backread.openEvidence", open["command"]["arguments"].clone()), Ok(Value::Null));
    let sent = bench.sent();
    assert!(sent.starts_with("ask Show") && sent.contains("/sources/port.md"), "{sent}");
    let elsewhere = json!([{"uri": bench.uri("a.md"), "range": open["command"]["arguments"][0]["range"]}]);
    assert_eq!(bench.command("backread.openEvidence", elsewhere), Err("no source lies there".to_string()));
    let gone = json!([{"draft": bench.uri("a.md"), "id": "F-00000000", "evidence": 0}]);
    let refused = bench.command("backread.openEvidence", gone);
    assert_eq!(refused, Err("no finding has this id any more".to_string()));
    assert_eq!(bench.sent(), "");
}

#[test]
fn an_accepted_finding_is_hidden_until_its_evidence_or_its_sentence_changes() {
    let mut bench = desk();
    let accept = named(&bench.at("a.md", 0, 32), "accept conflicting-figure: own reporting");
    assert_eq!(accept["command"]["command"], "backread.accept");
    let done = bench.command("backread.accept", accept["command"]["arguments"].clone()).unwrap();
    assert_eq!(done, json!({"accepted": 1, "findings": 1}));
    bench.check(expect![[r#"
        a.md 1
          2:0-2:13 unnamed-attribution "An envoy" is not named +0"#]]);
    let file = std::fs::read_to_string(bench.path("decisions.toml")).unwrap();
    expect![[r##"
        # Findings that somebody let stand. Each returns when its sentence or its evidence changes.
        # Written anew, sorted, by `backread accept` and the editor: remarks belong into `reason`.

        [[decision]]
        draft = "a.md"
        rule = "conflicting-figure"
        text = "18%"
        reason = "own reporting"
        fingerprint = "42c0b2d772a94635383f7bb40c5fd0ff"
        evidence = "5a24b398c0271d44a2a0f22fb0195137"
    "##]]
    .assert_eq(&file);
    assert_eq!(bench.afresh("a.md"), ["unnamed-attribution An envoy said"]);
    // Elsewhere in the draft, and other sources: nothing changes.
    bench.change("a.md", 2, [2, 0, 2, 0], "Yes. ");
    bench.change("a.md", 3, [0, 0, 0, 0], "The kiln.\n\n");
    std::fs::write(bench.path("sources/0.md"), "The kiln has 13 doors.\n").unwrap();
    assert_eq!(bench.afresh("a.md"), ["unnamed-attribution An envoy said"]);
    // Another sentence.
    bench.change("a.md", 4, [2, 0, 2, 0], "All ");
    bench.check(expect![[r#"
        a.md 4
          2:35-2:38 conflicting-figure you wrote 18%; port.md line 1 gives 19%; accepted before, but its sentence has changed since +0
          4:5-4:18 unnamed-attribution "An envoy" is not named +0"#]]);
    let again = named(&bench.at("a.md", 2, 36), "accept conflicting-figure: confirmed");
    bench.command("backread.accept", again["command"]["arguments"].clone()).unwrap();
    let file = std::fs::read_to_string(bench.path("decisions.toml")).unwrap();
    assert_eq!(file.matches("[[decision]]").count(), 1, "{file}");
    assert_eq!(bench.afresh("a.md"), ["unnamed-attribution An envoy said"]);
    // Other evidence.
    let port = PORT.replace("rose by", "rose fast, by");
    std::fs::write(bench.path("sources/port.md"), port).unwrap();
    assert_eq!(bench.afresh("a.md"), ["conflicting-figure 18%", "unnamed-attribution An envoy said"]);
}

#[test]
fn what_cannot_be_accepted_is_refused_and_nothing_written() {
    let mut bench = desk();
    let id = named(&bench.at("a.md", 0, 32), "accept")["command"]["arguments"][0]["ids"][0].clone();
    let mut refuse = |arguments: Value| bench.command("backread.accept", arguments).unwrap_err();
    let uri = refuse(json!([{"draft": "file:///nowhere.md", "ids": [id], "reason": "x"}]));
    assert_eq!(uri, "this text is not checked");
    let draft = bench.uri("a.md");
    let mut refuse = |arguments: Value| bench.command("backread.accept", arguments).unwrap_err();
    let said = [
        refuse(json!([])),
        refuse(json!([{"draft": draft, "ids": [id]}])),
        refuse(json!([{"draft": draft, "ids": [id], "reason": " "}])),
        refuse(json!([{"draft": draft, "ids": ["F-00000000"], "reason": "x"}])),
        refuse(json!([{"draft": draft, "ids": ["7c21"], "reason": "x"}])),
    ];
    expect![[r#"
        takes one argument, not 0
        the argument does not fit: missing field `reason`
        accept: a decision needs its reason; say why it may stand
        F-00000000: no finding has this id; see `backread check`
        7c21: is no id of a finding; write it as F-7c21a0b3"#]]
    .assert_eq(&said.join("\n"));
    assert!(!bench.path("decisions.toml").exists());
    std::fs::write(bench.path("decisions.toml"), "[[decison]]\n").unwrap();
    let refused = bench.command("backread.accept", json!([{"draft": draft, "ids": [id], "reason": "x"}]));
    expect![[r#"decisions.toml:1:3: unknown key "decison"; did you mean "decision"?"#]]
        .assert_eq(&refused.unwrap_err());
    assert_eq!(std::fs::read_to_string(bench.path("decisions.toml")).unwrap(), "[[decison]]\n");
}

#[test]
fn what_is_no_command_is_refused() {
    let mut bench = desk();
    assert_eq!(bench.command("backread.dance", json!([])), Err("no command is called backread.dance".to_string()));
    assert!(bench.command("backread.status", json!([{"drfat": 1}])).is_err());
}

#[test]
fn what_others_decide_is_followed_and_a_mistake_changes_nothing() {
    let mut bench = desk();
    let accept = named(&bench.at("a.md", 0, 32), "accept conflicting-figure: own reporting");
    bench.command("backread.accept", accept["command"]["arguments"].clone()).unwrap();
    let decided = std::fs::read_to_string(bench.path("decisions.toml")).unwrap();
    let only_speaker = ["unnamed-attribution An envoy said"];
    assert_eq!(bench.findings("a.md"), only_speaker);
    bench.sent();
    // What we wrote ourselves comes back as news, and is none.
    bench.happened(&["decisions.toml"]);
    bench.check(expect![""]);
    bench.write("decisions.toml", "[[decison]]\n");
    bench.happened(&["decisions.toml"]);
    bench.check(expect![[r#"
        decisions.toml -
          0:2-0:9 - unknown key "decison"; did you mean "decision"? +0"#]]);
    assert_eq!(bench.findings("a.md"), only_speaker);
    std::fs::remove_file(bench.path("decisions.toml")).unwrap();
    bench.happened(&["decisions.toml"]);
    bench.check(expect![[r#"
        decisions.toml -
        a.md 1
          0:31-0:34 conflicting-figure you wrote 18%; port.md line 1 gives 19% +0
          2:0-2:13 unnamed-attribution "An envoy" is not named +0"#]]);
    bench.write("decisions.toml", &decided);
    bench.happened(&["decisions.toml"]);
    bench.check(expect![[r#"
        a.md 1
          2:0-2:13 unnamed-attribution "An envoy" is not named +0"#]]);
    assert_eq!(bench.session.desks.len(), 1);
}

#[test]
fn a_dossier_is_written_into_the_cache_and_its_path_told() {
    let mut bench = desk();
    let path = bench.command("backread.report", json!([{"draft": bench.uri("a.md")}])).unwrap();
    let page = std::fs::read_to_string(path.as_str().unwrap()).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("you wrote"), "{page}");
    assert!(!page.contains("aalders"), "a confidential source is named");
    let again = json!([{"draft": bench.uri("a.md"), "format": "json", "date": "2032-01-05"}]);
    let path = bench.command("backread.report", again).unwrap();
    let json: Value = serde_json::from_slice(&std::fs::read(path.as_str().unwrap()).unwrap()).unwrap();
    assert_eq!(json["date"], "2032-01-05");
    for refused in [json!({"draft": bench.uri("b.md")}), json!({"draft": bench.uri("a.md"), "format": "pdf"})] {
        assert!(bench.command("backread.report", json!([refused])).is_err());
    }
}
