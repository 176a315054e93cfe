//! What is asked about facts: references, symbols, completion, links, folds, lenses, hints.

use expect_test::{Expect, expect};
use lsp_types::{Location, Position, Range};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::Bench;
use crate::server::session::{Ask, Event, Reply};

const PORT: &str = "\
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

fn bench(options: Value) -> Bench {
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
    fn ask<P, T>(&mut self, params: Value, ask: impl FnOnce(P, Reply<T>) -> Ask) -> Value
    where
        P: serde::de::DeserializeOwned,
        T: serde::Serialize,
    {
        let (reply, mut answer) = oneshot::channel();
        let params = serde_json::from_value(params).expect("parameters");
        self.feed(Event::Asked(ask(params, reply)));
        serde_json::to_value(answer.try_recv().expect("an answer")).unwrap()
    }

    fn document(&self) -> Value {
        json!({"textDocument": {"uri": self.uri("a.md")}})
    }

    fn references(&mut self, line: u32, column: u32, with_itself: bool) -> String {
        let mut params = self.document();
        params["position"] = json!({"line": line, "character": column});
        params["context"] = json!({"includeDeclaration": with_itself});
        let answer = self.ask(params, Ask::References);
        let found: Option<Vec<Location>> = serde_json::from_value(answer).unwrap();
        let root = self.uri("");
        let line = |it: Location| format!("{} {}", it.uri.as_str().replace(&root, ""), shown(it.range));
        found.unwrap_or_default().into_iter().map(line).collect::<Vec<String>>().join("\n")
    }

    /// Opens a draft with the cursor at `<|>` and completes there: the range, then label, inserted words where they
    /// differ, and detail.
    #[track_caller]
    fn check_completion(&mut self, fixture: &str, expected: Expect) {
        let at = fixture.find("<|>").expect("a cursor");
        let head = &fixture[..at];
        self.open("a.md", 1, &fixture.replace("<|>", ""));
        self.run_until_idle();
        let line = head.matches('\n').count();
        let column = head.rsplit('\n').next().unwrap_or("").encode_utf16().count();
        let mut params = self.document();
        params["position"] = json!({"line": line, "character": column});
        let answer = self.ask(params, Ask::Completion);
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

fn shown(range: Range) -> String {
    let at = |it: Position| format!("{}:{}", it.line, it.character);
    format!("{}-{}", at(range.start), at(range.end))
}

#[test]
fn a_figure_leads_to_every_source_that_gives_it_and_every_place_of_the_draft() {
    let mut bench = opened(DRAFT, json!({}));
    expect![[""]].assert_eq(&bench.references(0, 34, true));
    expect![[""]].assert_eq(&bench.references(6, 16, false));
}

#[test]
fn a_quotation_leads_to_the_sources_that_have_its_words() {
    let mut bench = opened(DRAFT, json!({}));
    expect![[""]].assert_eq(&bench.references(2, 10, false));
}

#[test]
fn a_surname_leads_to_the_whole_name() {
    let mut bench = opened(DRAFT, json!({}));
    expect![[""]].assert_eq(&bench.references(6, 2, false));
    expect![[""]].assert_eq(&bench.references(4, 2, false));
}

#[test]
fn the_facts_of_a_draft_stand_by_kind_with_their_standing() {
    let mut bench = opened(DRAFT, json!({}));
    let params = bench.document();
    let answer = bench.ask(params, Ask::Symbols);
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
    expect![[""]].assert_eq(&lines.join("\n"));
}

#[test]
fn a_client_without_trees_gets_a_list_of_symbols() {
    let mut bench = Bench::new(&[("sources/port.md", PORT)], json!({}));
    bench.open("a.md", 1, "Ostermole harbour handled 7,000 containers.\n");
    let params = bench.document();
    bench.run_until_idle();
    let answer = bench.ask(params, Ask::Symbols);
    let line = |it: &Value| format!("{} in {}", it["name"].as_str().unwrap(), it["containerName"].as_str().unwrap());
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect![[""]].assert_eq(&lines.join("\n"));
}

#[test]
fn while_sources_are_being_read_nothing_is_said_to_be_absent() {
    let mut bench = bench(json!({"codeLens": true}));
    bench.open("a.md", 1, "Ostermole harbour lost 98,000 ships.\n");
    let configure = bench.jobs.try_recv().unwrap().run();
    bench.feed(configure);
    bench.settle();
    let params = bench.document();
    let answer = bench.ask(params.clone(), Ask::Symbols);
    assert_eq!(answer[0]["children"][0]["detail"], "not judged yet: the sources are still being read");
    assert_eq!(bench.ask(params.clone(), Ask::Lenses), json!([]));
    bench.run_until_idle();
    let answer = bench.ask(params, Ask::Symbols);
    assert_eq!(answer[0]["children"][0]["detail"], "no source speaks to this");
}

#[test]
fn names_and_figures_of_the_sources_are_found_by_their_words() {
    let mut bench = opened("", json!({}));
    let root = bench.uri("");
    let mut found = |query: &str| {
        let answer = bench.ask(json!({"query": query}), Ask::CorpusSymbols);
        let line = |it: &Value| {
            let uri = it["location"]["uri"].as_str().unwrap().replace(&root, "");
            let range: Range = serde_json::from_value(it["location"]["range"].clone()).unwrap();
            assert_eq!(it["containerName"], uri);
            format!("{} {uri} {}", it["name"].as_str().unwrap(), shown(range))
        };
        answer.as_array().unwrap().iter().map(line).collect::<Vec<String>>().join("\n")
    };
    expect![[""]].assert_eq(&found("HOLT mira"));
    expect![[""]].assert_eq(&found("412000"));
    expect![[""]].assert_eq(&found("containers"));
    expect![[""]].assert_eq(&found("aalders"));
    expect![[""]].assert_eq(&found(""));
}

#[test]
fn a_number_is_completed_with_its_hedge_and_what_is_counted() {
    let mut bench = bench(json!({}));
    bench.check_completion("Ostermole harbour handled 4<|>", expect![[""]]);
    bench.check_completion("Ostermole harbour handled about 412,<|>", expect![[""]]);
    bench.check_completion("Holt paid $4<|> for it", expect![[""]]);
}

#[test]
fn a_completion_stays_in_the_clients_list() {
    let mut bench = bench(json!({}));
    bench.open("a.md", 1, "The harbour handled 412");
    bench.run_until_idle();
    let mut params = bench.document();
    params["position"] = json!({"line": 0, "character": 23});
    let answer = bench.ask(params, Ask::Completion);
    assert_eq!(answer["isIncomplete"], true);
    let first = &answer["items"][0];
    expect![[""]].assert_eq(&serde_json::to_string_pretty(first).unwrap());
}

#[test]
fn a_name_is_completed_from_a_capital_on() {
    let mut bench = bench(json!({}));
    bench.check_completion("Yesterday Mi<|>", expect![[""]]);
    bench.check_completion("Yesterday Mira Ho<|>", expect![[""]]);
    bench.check_completion("Yesterday Ho<|>", expect![[""]]);
    bench.check_completion("Yesterday ho<|>", expect![[""]]);
    // Confidential.
    bench.check_completion("Yesterday Aal<|>", expect![[""]]);
}

#[test]
fn names_are_offered_in_the_spelling_of_the_house() {
    let config = "sources = [\"sources/**\"]\n[names]\n\"Holdt\" = [\"Holt\"]\n";
    let mut bench = Bench::new(&[("backread.toml", config), ("sources/port.md", PORT)], json!({}));
    bench.check_completion("Yesterday Mira Ho<|>", expect![[""]]);
}

#[test]
fn a_quotation_is_offered_after_its_opening_mark() {
    let mut bench = bench(json!({}));
    bench.check_completion("Of the kiln and frost the mayor said: \u{201c}<|>", expect![[""]]);
    bench.check_completion("She said \"We w<|>\"", expect![[""]]);
    bench.check_completion("She said \"no\"<|>", expect![[""]]);
}

#[test]
fn a_stet_is_completed_with_rules_and_reasons() {
    let mut bench = bench(json!({}));
    bench.check_completion("<!-- stet unsupported-<|> -->\nThe port lost 98,000 ships.\n", expect![[""]]);
    bench.check_completion("The port lost 98,000 ships. [stet unsupported-figure: <|>]", expect![[""]]);
    let config = "sources = [\"sources/**\"]\n[stet]\nreasons = [\"own count\", \"seen by the desk\"]\n";
    let mut bench = Bench::new(&[("backread.toml", config), ("sources/port.md", PORT)], json!({}));
    bench.check_completion("<!-- stet unsupported-figure: s<|> -->\nThe port lost 98,000 ships.\n", expect![[""]]);
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
    let answer = bench.ask(params, Ask::Links);
    let root = bench.uri("");
    let line = |it: &Value| {
        let range: Range = serde_json::from_value(it["range"].clone()).unwrap();
        let target = it["target"].as_str().unwrap().replace(&root, "");
        format!("{} {target} ({})", shown(range), it["tooltip"].as_str().unwrap())
    };
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect![[""]].assert_eq(&lines.join("\n"));
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
    let answer = bench.ask(params, Ask::Folds);
    let line = |it: &Value| format!("{}-{} {}", it["startLine"], it["endLine"], it["kind"].as_str().unwrap());
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect![[""]].assert_eq(&lines.join("\n"));
}

#[test]
fn a_lens_counts_what_is_supported_in_a_paragraph() {
    let mut bench = opened(&format!("{DRAFT}\nThe port lost 98,000 ships.\n"), json!({"codeLens": true}));
    let params = bench.document();
    let answer = bench.ask(params, Ask::Lenses);
    let line = |it: &Value| {
        let range: Range = serde_json::from_value(it["range"].clone()).unwrap();
        format!("{} {}", shown(range), it["command"]["title"].as_str().unwrap())
    };
    let lines: Vec<String> = answer.as_array().unwrap().iter().map(line).collect();
    expect![[""]].assert_eq(&lines.join("\n"));
    assert_eq!(answer[0]["command"]["command"], "backread.status");
    assert_eq!(answer[0]["command"]["arguments"], json!([bench.uri("a.md")]));
}

#[test]
fn a_quiet_mark_stands_after_what_is_supported() {
    let mut bench = opened(DRAFT, json!({"inlayHints": true}));
    let mut hints = |from: u32, to: u32| {
        let mut params = bench.document();
        params["range"] = json!({"start": {"line": from, "character": 0}, "end": {"line": to, "character": 0}});
        let answer = bench.ask(params, Ask::Hints);
        let line = |it: &Value| {
            let at: Position = serde_json::from_value(it["position"].clone()).unwrap();
            let (label, tooltip) = (it["label"].as_str().unwrap(), it["tooltip"].as_str().unwrap());
            format!("{}:{} {label} {tooltip}", at.line, at.character)
        };
        answer.as_array().unwrap().iter().map(line).collect::<Vec<String>>().join("\n")
    };
    expect![[""]].assert_eq(&hints(0, 99));
    expect![[""]].assert_eq(&hints(2, 3));
}

#[test]
fn what_only_a_confidential_source_gives_is_marked_without_naming_it() {
    let mut bench = opened("Ostermole harbour lost 417 containers.\n", json!({"inlayHints": true}));
    let mut params = bench.document();
    params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}});
    let answer = bench.ask(params, Ask::Hints);
    expect![[""]].assert_eq(answer[0]["tooltip"].as_str().unwrap_or("-"));
    let document = bench.document();
    let answers = [bench.ask(document, Ask::Symbols), bench.ask(json!({"query": ""}), Ask::CorpusSymbols)];
    assert!(answers.iter().all(|it| !it.to_string().to_lowercase().contains("aalders")));
}

#[test]
fn lenses_and_hints_wait_until_they_are_wanted() {
    let mut bench = opened(DRAFT, json!({}));
    let mut params = bench.document();
    assert_eq!(bench.ask(params.clone(), Ask::Lenses), Value::Null);
    params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    assert_eq!(bench.ask(params, Ask::Hints), Value::Null);
}

#[test]
fn what_is_no_draft_has_no_facts() {
    let mut bench = opened(DRAFT, json!({"codeLens": true, "inlayHints": true}));
    let document = json!({"textDocument": {"uri": "file:///nowhere.md"}});
    assert_eq!(bench.ask(document.clone(), Ask::Symbols), Value::Null);
    assert_eq!(bench.ask(document.clone(), Ask::Links), Value::Null);
    assert_eq!(bench.ask(document.clone(), Ask::Folds), Value::Null);
    assert_eq!(bench.ask(document, Ask::Lenses), Value::Null);
}
