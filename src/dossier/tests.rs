use std::collections::BTreeSet;
use std::fs;

use expect_test::{Expect, expect, expect_file};
use tempfile::TempDir;

use super::{Asked, Format, date, date_of_epoch, is_one, open, write};
use crate::engine::desk::{Desk, Overrides};
use crate::rules::Rules;
use crate::text::{self, TextId};

const DRAFT: TextId = TextId(0);

const PORT: &str = "\
---
outlet: Harbour Post
kind: report
date: 2031-05-01
---
The harbour of Ostermole was dredged in spring. Exports rose by 21% in 2031. Nobody had expected that.

\u{201c}We will light the kiln before the first frost,\u{201d} said Mira Holt, the mayor.
";

const STORY: &str = "\
# What the kiln costs

Exports from Ostermole rose by 18% in 2031.

\u{201c}We will light the kiln before the first frost,\u{201d} said Mira Holt.
";

struct Bench {
    desk: Desk,
    _folder: TempDir,
}

/// A desk with these files in its folder and this text open.
fn bench(files: &[(&str, &str)], draft: &str) -> Bench {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let overrides = Overrides { working: folder.path().to_path_buf(), ..Overrides::default() };
    let mut desk = Desk::open(&folder.path().join("story.md"), &overrides).unwrap();
    desk.engine.open(DRAFT, "story.md", draft.to_string(), text::Format::Markdown);
    desk.engine.settle(DRAFT);
    Bench { desk, _folder: folder }
}

impl Bench {
    fn write(&self, format: Format) -> String {
        write(&self.desk, DRAFT, &Asked::default(), format).unwrap()
    }

    fn all(&self) -> [String; 3] {
        [Format::Html, Format::Markdown, Format::Json].map(|it| self.write(it))
    }
}

const ONE: &[(&str, &str)] =
    &[("sources/port.md", PORT), ("backread.toml", "root = true\nsources = [\"sources/**\"]\n")];

#[track_caller]
fn check_json(pointer: &str, expect: Expect) {
    let json: serde_json::Value = serde_json::from_str(&bench(ONE, STORY).write(Format::Json)).unwrap();
    let part = json.pointer(pointer).expect("the dossier has this part");
    expect.assert_eq(&serde_json::to_string_pretty(part).unwrap());
}

#[test]
fn an_item_has_its_evidence_with_a_sentence_either_side() {
    check_json(
        "/items/3",
        expect![[r#"
            {
              "id": "I-d33fc90d",
              "number": 4,
              "kind": "figure",
              "standing": "conflicting",
              "letter": "X",
              "text": "18%",
              "span": {
                "start": 54,
                "end": 57
              },
              "line": 3,
              "place": "line 3",
              "sentence": 2,
              "paragraph": 2,
              "findings": [
                {
                  "id": "F-9ecd03a0",
                  "rule": "conflicting-figure",
                  "severity": "error",
                  "text": "18%",
                  "message": "you wrote 18%; port.md line 6 gives 21%",
                  "help": "take the source's figure, or name another source for yours",
                  "why": "A source gives another value for the same thing: one of the two is a slip."
                }
              ],
              "evidence": [
                {
                  "source": "S1",
                  "path": "sources/port.md",
                  "place": "line 6",
                  "relation": "conflicts",
                  "origin": "Harbour Post",
                  "words": {
                    "before": "The harbour of Ostermole was dredged in spring.",
                    "head": "Exports rose by ",
                    "focus": "21%",
                    "tail": " in 2031.",
                    "after": "Nobody had expected that."
                  }
                }
              ],
              "against": [],
              "leads": [],
              "support": {
                "sources": [],
                "origins": 0,
                "primary": false
              }
            }"#]],
    );
}

#[test]
fn the_summary_counts_by_kind_and_tells_how_a_check_would_end() {
    check_json(
        "/summary",
        expect![[r#"
        {
          "standings": [
            {
              "kind": "figure",
              "total": 2,
              "counts": [
                {
                  "standing": "supported",
                  "letter": "S",
                  "n": 1
                },
                {
                  "standing": "conflicting",
                  "letter": "X",
                  "n": 1
                }
              ]
            },
            {
              "kind": "date",
              "total": 1,
              "counts": [
                {
                  "standing": "supported",
                  "letter": "S",
                  "n": 1
                }
              ]
            },
            {
              "kind": "quote",
              "total": 1,
              "counts": [
                {
                  "standing": "supported",
                  "letter": "S",
                  "n": 1
                }
              ]
            },
            {
              "kind": "name",
              "total": 2,
              "counts": [
                {
                  "standing": "supported",
                  "letter": "S",
                  "n": 2
                }
              ]
            },
            {
              "kind": "claim",
              "total": 3,
              "counts": [
                {
                  "standing": "not-judged",
                  "letter": "N",
                  "n": 3
                }
              ]
            }
          ],
          "findings": {
            "error": 1,
            "hint": 0,
            "information": 0,
            "warning": 0
          },
          "accepted": 0,
          "fail-on": "error",
          "exit": 1,
          "single-origin": 5,
          "no-primary": 5,
          "supported": 5,
          "against": 0
        }"#]],
    );
}

#[test]
fn markdown_reads_in_a_repository() {
    let text = bench(ONE, STORY).write(Format::Markdown);
    // The presets' own hashes change with every rule.
    let lines: String = text.lines().filter(|it| !it.contains("house default")).map(|it| format!("{it}\n")).collect();
    expect_file!["tests/story.txt"].assert_eq(&lines);
}

#[test]
fn markup_of_drafts_sources_and_file_names_stays_words() {
    let script = "<script>alert('x')</script>";
    let source = format!("Exports rose by 21% in 2031, {script} said the port.\n");
    let draft = format!(
        "# Kiln {script}\n\nExports rose by 18% in 2031, `{script}` said the port.\n\nExports {script} rose.\n"
    );
    let files = [("sources/<script>alert(1)<.md", source.as_str()), ("sources/\"onload=x.txt", PORT)];
    let bench = bench(&files, &draft);
    let page = bench.write(Format::Html);
    assert_eq!(page.matches("<script>").count(), 1, "only our own script is one");
    assert!(!page.contains("\"onload="));
    assert!(page.contains("&lt;script&gt;"), "what was written is shown");
    let text = bench.write(Format::Markdown);
    assert!(!text.contains("<script>"), "{text}");
}

#[test]
fn the_page_asks_for_nothing_and_its_links_lead_somewhere() {
    let url = "---\nurl: https://example.org/kiln\n---\nThe kiln at Ostermole burns.\n";
    let files = [ONE[0], ONE[1], ("sources/web.md", url)];
    let page = bench(&files, STORY).write(Format::Html);
    for word in ["src=", "<link", "@import", "url(", "href=\"http", "style=\"", " onclick=", " onload="] {
        assert!(!page.contains(word), "{word}");
    }
    let attributes = |name: &str| -> BTreeSet<String> {
        let parts = page.split(name).skip(1);
        parts.map(|it| it.split('"').next().unwrap().to_string()).collect()
    };
    let ids = attributes(" id=\"");
    let dead: Vec<String> = attributes(" href=\"#").into_iter().filter(|it| !ids.contains(it)).collect();
    assert!(dead.is_empty(), "{dead:?}");
    assert_eq!(page.matches(" id=\"").count(), ids.len(), "no id stands twice");
}

#[test]
fn every_finding_has_its_place_in_every_format() {
    let draft = include_str!("../../tests/corpora/harbour/draft.md");
    let sources = ["council-minutes.md", "inspectorate-report.md", "holt-interview.txt", "sella-ferries.txt"];
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpora/harbour/sources/");
    let texts = sources.map(|it| (format!("sources/{it}"), fs::read_to_string(format!("{root}{it}")).unwrap()));
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let bench = bench(&files, draft);
    let findings = bench.desk.engine.findings(DRAFT);
    assert!(findings.len() > 10, "the example has mistakes");
    let [page, text, json] = bench.all();
    for it in &findings {
        assert!(page.contains(&format!("id=\"{}\"", it.id)), "{}", it.id);
        assert!(text.contains(&it.id) && json.contains(&it.id), "{}", it.id);
    }
}

#[test]
fn nothing_of_a_confidential_source_but_its_number() {
    let secret = "---\noutlet: Zorn Weekly\n---\nExports from Ostermole rose by 21.7% in 2031, Ann Vey said.\n\nThe kiln lost half of its 46 men, or 23 men.\n";
    let files = [
        ("sources/log.txt", "Nothing was said about the kiln.\n"),
        ("sources/off-record/vey-call.md", secret),
        ("sources/confidential/brenn.pdf", "%PDF-broken"),
    ];
    let bench = bench(&files, STORY);
    for text in bench.all() {
        for word in ["Vey", "vey-call", "Zorn", "21.7", "46 men", "brenn", "off-record"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(text.contains("confidential"), "that there is one is said");
    }
}

#[test]
fn the_same_texts_give_the_same_bytes_and_a_date_only_when_asked() {
    let bench = bench(ONE, STORY);
    assert_eq!(bench.all(), bench.all());
    let asked = Asked { date: date("2031-05-04T09:30Z"), ..Asked::default() };
    let dated = write(&bench.desk, DRAFT, &asked, Format::Html).unwrap();
    assert!(dated.contains("2031-05-04 09:30 UTC"));
    assert_eq!(date("2031-05-04").as_deref(), Some("2031-05-04"));
    assert_eq!(date("yesterday"), None);
    assert_eq!(date_of_epoch("0").as_deref(), Some("1970-01-01 00:00 UTC"));
}

#[test]
fn a_dossier_is_known_for_one_and_is_no_source() {
    let [page, text, json] = bench(ONE, STORY).all();
    for it in [&page, &text, &json] {
        assert!(is_one(it));
    }
    assert!(!is_one(STORY) && !is_one(""));
    let files = [
        ONE[0],
        ONE[1],
        ("sources/a.html", page.as_str()),
        ("sources/b.md", text.as_str()),
        ("sources/c.json", json.as_str()),
    ];
    assert_eq!(bench(&files, STORY).desk.engine.corpus().n_sources(), 1);
}

#[test]
fn every_rule_has_a_question() {
    let rules = Rules::built_in();
    let missing: Vec<&str> =
        rules.all().iter().map(|it| it.id.as_str()).filter(|it| !open::QUESTIONS.contains_key(*it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(open::QUESTIONS.len(), rules.all().len(), "a question about no rule");
}

#[test]
fn an_empty_draft_and_one_of_notes_alone_have_a_dossier() {
    for draft in ["", "<!-- stet nothing: at all -->\n", "---\ntitle: x\n---\n"] {
        for text in bench(ONE, draft).all() {
            assert!(is_one(&text));
        }
    }
}
