//! What is offered while something is typed: figures, names, quotations, and what a stet may say.

use expect_test::{Expect, expect};
use lsp_types::Range;
use serde_json::json;

use super::Bench;
use super::facts::{PORT, bench, shown};
use crate::server::session::Ask;

impl Bench {
    /// Opens a draft with the cursor at `<|>` and completes there: the range, then label, inserted words where they
    /// differ, and detail.
    #[track_caller]
    fn check_completion(&mut self, fixture: &str, expected: Expect) {
        let at = fixture.find("<|>").expect("a cursor");
        let (head, _) = fixture.split_at(at);
        self.open("a.md", 1, &fixture.replace("<|>", ""));
        self.run_until_idle();
        let line = head.matches('\n').count();
        let column = head.rsplit('\n').next().unwrap_or("").encode_utf16().count();
        let mut params = self.document();
        params["position"] = json!({"line": line, "character": column});
        let answer = self.answer_to(params, Ask::Completion);
        let mut lines = Vec::new();
        for it in answer["items"].as_array().into_iter().flatten() {
            let range: Range = serde_json::from_value(it["textEdit"]["range"].clone()).unwrap();
            if lines.is_empty() {
                lines.push(shown(range));
            }
            let words = &it["textEdit"]["newText"];
            let words = if *words == it["label"] { String::new() } else { format!(" => {words}") };
            lines.push(format!("{}{words} ({})", it["label"].as_str().unwrap(), it["detail"].as_str().unwrap_or("")));
        }
        expected.assert_eq(&lines.join("\n"));
    }
}

#[test]
fn a_number_is_completed_with_its_hedge_and_what_is_counted() {
    let mut bench = bench(json!({}));
    bench.check_completion(
        "Ostermole harbour handled 4<|>",
        expect![[r#"
        0:26-0:27
        412,000 containers (sources/mayor.md line 3)
        about 412,000 containers (sources/port.md line 7)
        $4.25 million (sources/port.md line 9)"#]],
    );
    bench.check_completion(
        "Ostermole harbour handled about 412,<|>",
        expect![[r#"
        0:32-0:36
        412,000 containers (sources/mayor.md line 3)"#]],
    );
    bench.check_completion(
        "Holt paid $4<|> for it",
        expect![[r#"
        0:10-0:12
        $4.25 million (sources/port.md line 9)"#]],
    );
}

#[test]
fn a_completion_stays_in_the_clients_list() {
    let mut bench = bench(json!({}));
    bench.open("a.md", 1, "The harbour handled 412");
    bench.run_until_idle();
    let mut params = bench.document();
    params["position"] = json!({"line": 0, "character": 23});
    let answer = bench.answer_to(params, Ask::Completion);
    assert_eq!(answer["isIncomplete"], true);
    let first = &answer["items"][0];
    expect![[r#"
        {
          "label": "412,000 containers",
          "kind": 12,
          "detail": "sources/mayor.md line 3",
          "documentation": "The harbour of Ostermole handled 412,000 containers in 2031, Holt said.",
          "sortText": "0000",
          "filterText": "412,000 containers",
          "textEdit": {
            "range": {
              "start": {
                "line": 0,
                "character": 20
              },
              "end": {
                "line": 0,
                "character": 23
              }
            },
            "newText": "412,000 containers"
          }
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(first).unwrap());
}

#[test]
fn a_name_is_completed_from_a_capital_on() {
    let mut bench = bench(json!({}));
    bench.check_completion(
        "Yesterday Mi<|>",
        expect![[r#"
        0:10-0:12
        Mira Holt (sources/mayor.md line 1, and 1 more source)"#]],
    );
    bench.check_completion(
        "Yesterday Mira Ho<|>",
        expect![[r#"
        0:10-0:17
        Mira Holt (sources/mayor.md line 1, and 1 more source)"#]],
    );
    bench.check_completion(
        "Yesterday Ho<|>",
        expect![[r#"
        0:10-0:12
        Holt (sources/mayor.md line 3, and 1 more source)
        Mira Holt (sources/mayor.md line 1, and 1 more source)"#]],
    );
    bench.check_completion("Yesterday ho<|>", expect![[""]]);
    // Confidential.
    bench.check_completion("Yesterday Aal<|>", expect![[""]]);
}

#[test]
fn names_are_offered_in_the_spelling_of_the_house() {
    let config = "sources = [\"sources/**\"]\n[names]\n\"Holdt\" = [\"Holt\"]\n";
    let mut bench = Bench::new(&[("backread.toml", config), ("sources/port.md", PORT)], json!({}));
    bench.check_completion(
        "Yesterday Mira Ho<|>",
        expect![[r#"
        0:10-0:17
        Mira Holdt (sources/port.md line 9)"#]],
    );
}

#[test]
fn a_quotation_is_offered_after_its_opening_mark() {
    let mut bench = bench(json!({}));
    bench.check_completion(
        "Of the kiln and frost the mayor said: \u{201c}<|>",
        expect![[r#"
        0:39-0:39
        We will light the kiln before the first frost, (Mira Holt, sources/mayor.md line 1)"#]],
    );
    bench.check_completion(
        "She said \"We w<|>\"",
        expect![[r#"
        0:10-0:14
        We will light the kiln before the first frost, (Mira Holt, sources/mayor.md line 1)"#]],
    );
    bench.check_completion("She said \"no\"<|>", expect![[""]]);
}

#[test]
fn a_stet_is_completed_with_rules_and_reasons() {
    let mut bench = bench(json!({}));
    bench.check_completion(
        "<!-- stet unsupported-<|> -->\nThe port lost 98,000 ships.\n",
        expect![[r#"
            0:10-0:22
            unsupported-figure (no source gives …)
            altered-descriptor (you wrote "…"; … has "…")
            altered-quote (you wrote “…”; … has “…”)
            bare-attribution ("…" names nobody)
            conflicting-claim (you wrote “…”; … says “…”)
            conflicting-figure (you wrote …; … gives …)
            disputed-claim (you wrote “…”; the sources disagree: … says “…”)
            exposed-speaker (you name …; … keeps this speaker unnamed: "…")
            ghost-attribution ("…": nobody is said to say so)
            inflated-corroboration (you wrote "…"; … has "…")
            misattribution (you give these words to …; … gives them to …)
            nameable-speaker ("…" has a name: … has …)
            open-placeholder ("…" is still to come)
            overstated-claim (you wrote “…”; … says less, “…”)
            overstated-figure (you wrote …; … says less: …)
            unattributed-quote (nobody is said to have spoken “…”)
            unexplained-anonymity ("…": no reason is given)
            unnamed-attribution ("…" is not named)
            unsourced-quote (no source has “…”)
            unsupported-claim (no source says “…”)"#]],
    );
    bench.check_completion(
        "The port lost 98,000 ships. [stet unsupported-figure: <|>]",
        expect![[r#"
            0:54-0:54
            own reporting ()
            confirmed by the source ()
            the source is out of date ()"#]],
    );
    let config = "sources = [\"sources/**\"]\n[stet]\nreasons = [\"own count\", \"seen by the desk\"]\n";
    let mut bench = Bench::new(&[("backread.toml", config), ("sources/port.md", PORT)], json!({}));
    bench.check_completion(
        "<!-- stet unsupported-figure: s<|> -->\nThe port lost 98,000 ships.\n",
        expect![[r#"
        0:30-0:31
        own count ()
        seen by the desk ()"#]],
    );
}

#[test]
fn a_transcripts_turns_are_quotations_with_their_speaker() {
    let turns = "HOLT: We dug the kiln by hand behind the wall.\n\nQ: Where?\n\nHOLT: It was cold there.\n\nQ: Why?\n";
    let mut bench = Bench::new(&[("sources/talk.txt", turns)], json!({}));
    bench.check_completion(
        "Of the kiln she said: \u{201c}<|>",
        expect![[r#"
        0:23-0:23
        We dug the kiln by hand behind the wall. (HOLT, sources/talk.txt line 1)
        It was cold there. (HOLT, sources/talk.txt line 5)"#]],
    );
}

#[test]
fn nothing_is_offered_from_leads() {
    let lead = "---\ntrust: lead\n---\nOstermole harbour handled 417,000 containers, said Wim Dekker.\n";
    let files = [("sources/lead.md", lead), ("sources/port.md", PORT)];
    let mut bench = Bench::new(&files, json!({}));
    bench.check_completion(
        "Ostermole harbour handled 41<|>",
        expect![[r#"
        0:26-0:28
        about 412,000 containers (sources/port.md line 7)"#]],
    );
    bench.check_completion("Yesterday Wim De<|>", expect![[""]]);
}

#[test]
fn what_shares_words_with_the_sentence_comes_first() {
    let files = [
        ("sources/a.md", "Ferries carried 4,100 sheep to Lundholm."),
        ("sources/b.md", "Ferries carried 4,200 sheep to Lundholm."),
        ("sources/c.md", "The brickworks fired 4,300 tiles in spring."),
        ("sources/d.md", "Ferries carried 4,200 sheep in all."),
    ];
    let mut bench = Bench::new(&files, json!({}));
    bench.check_completion(
        "In spring the brickworks fired 4<|>",
        expect![[r#"
        0:31-0:32
        4,300 tiles (sources/c.md line 1)
        4,200 sheep (sources/b.md line 1, and 1 more source)
        4,100 sheep (sources/a.md line 1)"#]],
    );
    bench.check_completion(
        "They counted 4<|>",
        expect![[r#"
        0:13-0:14
        4,200 sheep (sources/b.md line 1, and 1 more source)
        4,100 sheep (sources/a.md line 1)
        4,300 tiles (sources/c.md line 1)"#]],
    );
}
