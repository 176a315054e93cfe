//! What is asked about facts: references, symbols, links, folds, lenses, hints.

use expect_test::expect;
use lsp_types::{Location, Position, Range};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::Bench;
use crate::server::session::{Ask, Event, Reply};

pub const PORT: &str = "\
---
title: Harbour figures
outlet: Ostermole Harbour Authority
date: 2031-02-03
url: https://www.harbour.example/figures/
---
Ostermole harbour handled about 412,000 containers in 2031.

Mira Holt, the mayor, paid $4.25 million for the new crane.
";

const MAYOR: &str = "\
\u{201c}We will light the kiln before the first frost,\u{201d} said Mira Holt, the mayor.

The harbour of Ostermole handled 412,000 containers in 2031, Holt said.
";

const PRIVATE: &str = "\
Piet Aalders says Ostermole harbour handled 412,000 containers and lost 417 of them.

\u{201c}We lost them all at sea,\u{201d} said Piet Aalders.
";

const DRAFT: &str = "\
Ostermole harbour handled about 412,000 containers in 2031.

\u{201c}We will light the kiln before the first frost,\u{201d} Mira Holt said.

The harbour of Ostermole handled 415,000 containers in 2031.

Holt paid for 412,000 containers at Ostermole harbour.
";

pub fn bench(options: Value) -> Bench {
    let files = [("sources/port.md", PORT), ("sources/mayor.md", MAYOR), ("sources/confidential/aalders.md", PRIVATE)];
    let capabilities = json!({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}});
    Bench::with_client(&files, options, &capabilities)
}

fn opened(text: &str, options: Value) -> Bench {
    let mut bench = bench(options);
    bench.open("a.md", 1, text);
    bench.run_until_idle();
    bench.sent();
    bench
}

impl Bench {
    /// What is answered to a request, as JSON.
    pub fn answer_to<P, T>(&mut self, params: Value, ask: impl FnOnce(P, Reply<T>) -> Ask) -> Value
    where
        P: serde::de::DeserializeOwned,
        T: serde::Serialize,
    {
        let (reply, mut answer) = oneshot::channel();
        let params = serde_json::from_value(params).expect("parameters");
        self.feed(Event::Asked(ask(params, reply)));
        serde_json::to_value(answer.try_recv().expect("an answer")).unwrap()
    }

    pub fn document(&self) -> Value {
        json!({"textDocument": {"uri": self.uri("a.md")}})
    }

    fn references(&mut self, line: u32, column: u32, with_itself: bool) -> String {
        let mut params = self.document();
        params["position"] = json!({"line": line, "character": column});
        params["context"] = json!({"includeDeclaration": with_itself});
        let answer = self.answer_to(params, Ask::References);
        let found: Option<Vec<Location>> = serde_json::from_value(answer).unwrap();
        let root = self.uri("");
        let line = |it: Location| format!("{} {}", it.uri.as_str().replace(&root, ""), shown(it.range));
        found.unwrap_or_default().into_iter().map(line).collect::<Vec<String>>().join("\n")
    }
}

pub fn shown(range: Range) -> String {
    let at = |it: Position| format!("{}:{}", it.line, it.character);
    format!("{}-{}", at(range.start), at(range.end))
}

#[test]
fn a_figure_leads_to_every_source_that_gives_it_and_every_place_of_the_draft() {
    let mut bench = opened(DRAFT, json!({}));
    expect![[r#"
        a.md 0:26-0:39
        a.md 6:14-6:21
        sources/confidential/aalders.md 0:44-0:51
        sources/mayor.md 2:33-2:40
        sources/port.md 6:26-6:39"#]]
    .assert_eq(&bench.references(0, 34, true));
    expect![[r#"
        a.md 0:26-0:39
        sources/confidential/aalders.md 0:44-0:51
        sources/mayor.md 2:33-2:40"#]]
    .assert_eq(&bench.references(6, 16, false));
}

#[test]
fn a_quotation_leads_to_the_sources_that_have_its_words() {
    let mut bench = opened(DRAFT, json!({}));
    expect!["sources/mayor.md 0:1-0:46"].assert_eq(&bench.references(2, 10, false));
}

#[test]
fn a_surname_leads_to_the_whole_name() {
    let mut bench = opened("Mira Holt came to Ostermole.\n\nThe crane was paid for by Holt.\n", json!({}));
    expect![[r#"
        a.md 0:0-0:9
        sources/mayor.md 0:54-0:63
        sources/mayor.md 2:61-2:65
        sources/port.md 8:0-8:9"#]]
    .assert_eq(&bench.references(2, 28, false));
    expect![[r#"
        a.md 0:0-0:9
        a.md 2:26-2:30
        sources/mayor.md 0:54-0:63
        sources/mayor.md 2:61-2:65
        sources/port.md 8:0-8:9"#]]
    .assert_eq(&bench.references(0, 6, true));
    // Nothing is read of these words.
    expect![[""]].assert_eq(&bench.references(2, 12, false));
}

#[test]
fn a_speaker_leads_to_the_places_of_their_name() {
    let mut bench = opened("The crane was late, Mira Holt said.\n", json!({}));
    expect![[r#"
        a.md 0:20-0:29
        sources/mayor.md 0:54-0:63
        sources/mayor.md 2:61-2:65
        sources/port.md 8:0-8:9"#]]
    .assert_eq(&bench.references(0, 31, false));
}

#[test]
fn a_date_leads_to_every_place_that_has_it() {
    let mut bench = opened(DRAFT, json!({}));
    expect![[r#"
        a.md 4:55-4:59
        sources/mayor.md 2:55-2:59
        sources/port.md 6:54-6:58"#]]
    .assert_eq(&bench.references(0, 56, false));
}

#[test]
fn the_facts_of_a_draft_stand_by_kind_with_their_standing() {
    let mut bench = opened(DRAFT, json!({}));
    let params = bench.document();
    let answer = bench.answer_to(params, Ask::Symbols);
    let mut lines = Vec::new();
    for root in answer.as_array().unwrap() {
        let whole: Range = serde_json::from_value(root["range"].clone()).unwrap();
        lines.push(format!("{} {}", root["name"].as_str().unwrap(), shown(whole)));
        for it in root["children"].as_array().unwrap() {
            let range: Range = serde_json::from_value(it["range"].clone()).unwrap();
            assert!(whole.start <= range.start && range.end <= whole.end);
            let detail = it["detail"].as_str().unwrap_or("-");
            lines.push(format!("  {} {} ({detail})", shown(range), it["name"].as_str().unwrap()));
        }
    }
    expect![[r#"
        Figures 0:26-6:21
          0:26-0:39 about 412,000 (3 sources, 3 origins give this)
          2:35-2:40 first (1 source gives this)
          4:33-4:40 415,000 (the sources give otherwise)
          6:14-6:21 412,000 (2 sources, 2 origins give this)
        Quotations 2:0-2:48
          2:0-2:48 “We will light the kiln before the first frost,” (1 source gives this)
        Dates 0:54-4:59
          0:54-0:58 2031 (2 sources, 2 origins give this)
          4:55-4:59 2031 (2 sources, 2 origins give this)
        Names 2:49-6:45
          2:49-2:58 Mira Holt (2 sources, 2 origins give this)
          4:15-4:24 Ostermole (2 sources, 2 origins give this)
          6:36-6:45 Ostermole (2 sources, 2 origins give this)
        Attributions 2:49-2:63
          2:49-2:63 Mira Holt said (-)"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_client_without_trees_gets_a_list_of_symbols() {
    let mut bench = Bench::new(&[("sources/port.md", PORT)], json!({}));
    bench.open("a.md", 1, "Ostermole harbour handled 7,000 containers.\n");
    let params = bench.document();
    bench.run_until_idle();
    let answer = bench.answer_to(params, Ask::Symbols);
    let line = |it: &Value| format!("{} in {}", it["name"].as_str().unwrap(), it["containerName"].as_str().unwrap());
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect!["7,000 in Figures"].assert_eq(&lines.join("\n"));
}

#[test]
fn while_sources_are_being_read_nothing_is_said_to_be_absent() {
    let mut bench = bench(json!({"codeLens": true}));
    bench.open("a.md", 1, "Ostermole harbour lost 98,000 ships.\n");
    let configure = bench.jobs.try_recv().unwrap().run();
    bench.feed(configure.expect("configuration"));
    bench.settle();
    let params = bench.document();
    let answer = bench.answer_to(params.clone(), Ask::Symbols);
    assert_eq!(answer[0]["children"][0]["detail"], "not judged yet: the sources are still being read");
    assert_eq!(bench.answer_to(params.clone(), Ask::Lenses), json!([]));
    bench.run_until_idle();
    let answer = bench.answer_to(params, Ask::Symbols);
    assert_eq!(answer[0]["children"][0]["detail"], "no source speaks to this");
}

#[test]
fn names_and_figures_of_the_sources_are_found_by_their_words() {
    let mut bench = opened("", json!({}));
    let root = bench.uri("");
    let mut found = |query: &str| {
        let answer = bench.answer_to(json!({"query": query}), Ask::CorpusSymbols);
        let line = |it: &Value| {
            let uri = it["location"]["uri"].as_str().unwrap().replace(&root, "");
            let range: Range = serde_json::from_value(it["location"]["range"].clone()).unwrap();
            assert_eq!(it["containerName"], uri);
            format!("{} {uri} {}", it["name"].as_str().unwrap(), shown(range))
        };
        answer.as_array().unwrap().iter().map(line).collect::<Vec<String>>().join("\n")
    };
    expect![[r#"
        Mira Holt sources/mayor.md 0:54-0:63
        Mira Holt sources/port.md 8:0-8:9"#]]
    .assert_eq(&found("HOLT mira"));
    expect![[r#"
        412,000 containers sources/mayor.md 2:33-2:40
        about 412,000 containers sources/port.md 6:26-6:39"#]]
    .assert_eq(&found("412000"));
    expect![[r#"
        412,000 containers sources/mayor.md 2:33-2:40
        about 412,000 containers sources/port.md 6:26-6:39"#]]
    .assert_eq(&found("containers"));
    expect![[""]].assert_eq(&found("aalders"));
    expect![[r#"
        Holt sources/mayor.md 2:61-2:65
        Mira Holt sources/mayor.md 0:54-0:63
        Mira Holt sources/port.md 8:0-8:9
        Ostermole sources/mayor.md 2:15-2:24
        $4.25 million sources/port.md 8:27-8:40
        412,000 containers sources/mayor.md 2:33-2:40
        about 412,000 containers sources/port.md 6:26-6:39"#]]
    .assert_eq(&found(""));
}

#[test]
fn sources_that_are_named_open() {
    let text = "\
The [figures](sources/port.md#top) and https://harbour.example/figures and https://example.org.

It is so [@mayor, p. 3] and so.[^1] Read port.md, too.

[^1]: mayor.md, p. 3, and Harbour figures.

<!-- source: sources/port.md; aalders.md; other.md -->
";
    let mut bench = opened(text, json!({}));
    let params = bench.document();
    let answer = bench.answer_to(params, Ask::Links);
    let root = bench.uri("");
    let line = |it: &Value| {
        let range: Range = serde_json::from_value(it["range"].clone()).unwrap();
        let target = it["target"].as_str().unwrap().replace(&root, "");
        format!("{} {target} ({})", shown(range), it["tooltip"].as_str().unwrap())
    };
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect![[r#"
        0:4-0:34 sources/port.md (Harbour figures, Ostermole Harbour Authority, 2031-02-03)
        0:39-0:70 sources/port.md (Harbour figures, Ostermole Harbour Authority, 2031-02-03)
        2:10-2:16 sources/mayor.md (sources/mayor.md)
        4:6-4:14 sources/mayor.md (sources/mayor.md)
        4:26-4:41 sources/port.md (Harbour figures, Ostermole Harbour Authority, 2031-02-03)
        6:13-6:28 sources/port.md (Harbour figures, Ostermole Harbour Authority, 2031-02-03)
        6:30-6:40 sources/confidential/aalders.md (a confidential source)"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn notes_footnotes_and_front_matter_fold() {
    let text = "\
---
title: A
---
One.[^1] <!-- short -->

<!-- a long
note -->

[^1]: one.
[^2]: two
    goes on.

[^3]: three.
";
    let mut bench = opened(text, json!({}));
    let params = bench.document();
    let answer = bench.answer_to(params, Ask::Folds);
    let line = |it: &Value| format!("{}-{} {}", it["startLine"], it["endLine"], it["kind"].as_str().unwrap());
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect![[r#"
        0-2 region
        5-6 comment
        8-12 region"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_lens_counts_what_is_supported_in_a_paragraph() {
    let mut bench = opened(&format!("{DRAFT}\nThe port lost 98,000 ships.\n"), json!({"codeLens": true}));
    let params = bench.document();
    let answer = bench.answer_to(params, Ask::Lenses);
    let line = |it: &Value| {
        let range: Range = serde_json::from_value(it["range"].clone()).unwrap();
        format!("{} {}", shown(range), it["command"]["title"].as_str().unwrap())
    };
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect![[r#"
        0:0-0:0 2 of 2 supported
        2:0-2:0 2 of 2 supported
        4:0-4:0 1 of 2 supported · 1 differs
        6:0-6:0 1 of 1 supported
        8:0-8:0 0 of 1 supported · 1 no source"#]]
    .assert_eq(&lines.join("\n"));
    assert_eq!(answer[0]["command"]["command"], "backread.status");
    // What the client hands back when it is clicked.
    let status = bench.answer_to(answer[0]["command"].clone(), Ask::Command);
    assert_eq!(status["Ok"]["drafts"][0]["uri"], json!(bench.uri("a.md")), "{status}");
}

#[test]
fn a_quiet_mark_stands_after_what_is_supported() {
    let mut bench = opened(DRAFT, json!({"inlayHints": true}));
    let mut hints = |from: u32, to: u32| {
        let mut params = bench.document();
        params["range"] = json!({"start": {"line": from, "character": 0}, "end": {"line": to, "character": 0}});
        let answer = bench.answer_to(params, Ask::Hints);
        let line = |it: &Value| {
            let at: Position = serde_json::from_value(it["position"].clone()).unwrap();
            let (label, tooltip) = (it["label"].as_str().unwrap(), it["tooltip"].as_str().unwrap());
            format!("{}:{} {label} {tooltip}", at.line, at.character)
        };
        answer.as_array().unwrap().iter().map(line).collect::<Vec<String>>().join("\n")
    };
    expect![[r#"
        0:39 ✓ 3 sources, 3 origins give this: sources/mayor.md, line 3
        0:58 ✓ 2 sources, 2 origins give this: sources/mayor.md, line 3
        2:48 ✓ 1 source gives this: sources/mayor.md, line 1
        4:59 ✓ 2 sources, 2 origins give this: sources/mayor.md, line 3
        6:21 ✓ 2 sources, 2 origins give this: sources/mayor.md, line 3"#]]
    .assert_eq(&hints(0, 99));
    expect!["2:48 ✓ 1 source gives this: sources/mayor.md, line 1"].assert_eq(&hints(2, 3));
}

#[test]
fn what_only_a_confidential_source_gives_is_marked_without_naming_it() {
    let mut bench = opened("Ostermole harbour lost 417 containers.\n", json!({"inlayHints": true}));
    let mut params = bench.document();
    params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
    let answer = bench.answer_to(params, Ask::Hints);
    expect!["1 source gives this: a confidential source"].assert_eq(answer[0]["tooltip"].as_str().unwrap_or("-"));
    let document = bench.document();
    let answers = [bench.answer_to(document, Ask::Symbols), bench.answer_to(json!({"query": ""}), Ask::CorpusSymbols)];
    assert!(answers.iter().all(|it| !it.to_string().to_lowercase().contains("aalders")));
}

#[test]
fn lenses_and_hints_wait_until_they_are_wanted() {
    let mut bench = opened(DRAFT, json!({}));
    let mut params = bench.document();
    assert_eq!(bench.answer_to(params.clone(), Ask::Lenses), Value::Null);
    params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    assert_eq!(bench.answer_to(params, Ask::Hints), Value::Null);
}

#[test]
fn what_is_no_draft_has_no_facts() {
    let mut bench = opened(DRAFT, json!({"codeLens": true, "inlayHints": true}));
    let document = json!({"textDocument": {"uri": "file:///nowhere.md"}});
    assert_eq!(bench.answer_to(document.clone(), Ask::Symbols), Value::Null);
    assert_eq!(bench.answer_to(document.clone(), Ask::Links), Value::Null);
    assert_eq!(bench.answer_to(document.clone(), Ask::Folds), Value::Null);
    assert_eq!(bench.answer_to(document, Ask::Lenses), Value::Null);
}

#[test]
fn every_place_of_an_odd_text_is_answered() {
    let text = "\u{feff}---\r\ntitle: \u{e9}\r\n---\r\n\u{1f600} \u{201c}We \u{2014} \"41 Mira \u{130}x $4,. \u{20ac}4\u{a0}1\r\n\r\n\
        | 4 | Mira Ho |\r\n|---|---|\r\n| 412,000 | [@\u{e9} |\r\n\r\n[^1]: %zz ../../x.md?# a%E9.md\r[stet \u{201c}: [@\r\n\r\n<!-- stet a, \u{1f600}";
    let mut bench = opened(text, json!({"codeLens": true, "inlayHints": true}));
    for (line, words) in text.split("\r\n").enumerate() {
        for column in 0..=words.encode_utf16().count() + 1 {
            let mut params = bench.document();
            params["position"] = json!({"line": line, "character": column});
            bench.answer_to(params.clone(), Ask::Completion);
            params["context"] = json!({"includeDeclaration": true});
            bench.answer_to(params, Ask::References);
        }
    }
    let params = bench.document();
    assert_ne!(bench.answer_to(params.clone(), Ask::Links), Value::Null);
    assert_ne!(bench.answer_to(params.clone(), Ask::Folds), Value::Null);
    assert_ne!(bench.answer_to(params.clone(), Ask::Lenses), Value::Null);
    assert_ne!(bench.answer_to(params, Ask::Symbols), Value::Null);
    // A fault would have cost the draft.
    assert_eq!(bench.sent(), "");
}

#[test]
fn a_lead_is_shown_where_it_gives_the_figure() {
    let files = [
        ("sources/gossip.md", "---\ntrust: lead\n---\nThe harbour of Ostermole lost 417 containers.\n"),
        ("sources/port.md", PORT),
    ];
    let mut bench = Bench::with_client(&files, json!({}), &json!({}));
    bench.open("a.md", 1, "The harbour of Ostermole lost 417 containers.\n");
    bench.run_until_idle();
    expect![[r#"
        417 (figure): no source speaks to this

        sources/gossip.md, line 4 is a lead only and gives this:
          The harbour of Ostermole lost 417 containers.

        unsupported-figure: no source gives 417

        name a source for it, or correct it"#]]
    .assert_eq(&bench.hover("a.md", 0, 31).unwrap());
}

#[test]
fn sources_that_retell_one_report_are_one_origin() {
    let files = [
        ("sources/a.md", "The harbour of Ostermole lost 417 containers, the Ostermole Courier reported.\n"),
        ("sources/b.md", "According to the Ostermole Courier, the harbour of Ostermole lost 417 containers.\n"),
    ];
    let mut bench = Bench::with_client(&files, json!({}), &json!({}));
    bench.open("a.md", 1, "The harbour of Ostermole lost 417 containers.\n");
    bench.run_until_idle();
    expect![[r#"
        417 (figure): 2 sources, 1 origin give this

        sources/a.md, line 1 (from Ostermole Courier) supports this:
          The harbour of Ostermole lost 417 containers, the Ostermole Courier reported.

        sources/b.md, line 1 (from Ostermole Courier) supports this:
          According to the Ostermole Courier, the harbour of Ostermole lost 417 containers."#]]
    .assert_eq(&bench.hover("a.md", 0, 31).unwrap());
}

#[test]
fn hover_on_an_attribution_without_a_name_does_not_also_say_that_it_is_not_judged() {
    let files = [("backread.toml", "sources = [\"sources/**\"]\n"), ("sources/kiln.md", "The kiln has 12 doors.\n")];
    let mut bench = Bench::new(&files, json!({}));
    bench.open("a.md", 1, "🌊 It is widely believed that the kiln is cold.\n");
    bench.run_until_idle();
    expect![[r#"
        **ghost-attribution**: "It is widely believed": nobody is said to say so

        say who says so, or leave it out"#]]
    .assert_eq(&bench.hover("a.md", 0, 10).unwrap());
}
