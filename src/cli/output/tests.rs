//! Formats over findings made by hand: what is drawn, and that positions and cuts are right.

mod reports;

use expect_test::{Expect, expect};

use super::pretty::Excerpt;
use super::*;
use crate::engine::desk::Overrides;
use crate::finding::{Edit, Evidence, Relation, Safety, Standing, Suggestion};
use crate::text::{Format as TextFormat, Place};

const DRAFT: &str =
    "# Quay 🚢\n\nThe\tquay — 漢字 🚢 — took 900 crates in May.\nShe said \"we came\nand went\" at noon.\n";
const SOURCE: &str = "Orrin Quay opened in April.\nIt took 800 crates in May 🚢, the log says.\n";

/// A run with one finding of each loudness, as the engine hands them over.
fn run_over(words: &[&str]) -> Run {
    let dir = tempfile::tempdir().unwrap();
    let sources = dir.path().join("sources");
    std::fs::create_dir_all(&sources).unwrap();
    std::fs::write(sources.join("log.txt"), SOURCE).unwrap();
    std::fs::write(sources.join("caf\u{e9}.txt"), b"Caf\xe9 Orrin took 800 crates.\n").unwrap();
    std::fs::write(sources.join("minutes.pdf"), b"%PDF").unwrap();
    let overrides = Overrides { working: dir.path().to_path_buf(), ..Overrides::default() };
    let mut desk = Desk::open(dir.path(), &overrides).unwrap();
    let id = TextId(0);
    desk.engine.open(id, "draft.md", DRAFT.to_string(), TextFormat::Markdown);
    desk.engine.settle(id);
    let mut run = Run { working: dir.path().to_path_buf(), ..Run::default() };
    run.drafts.push(Checked::of(0, &desk.engine, id, "draft.md".to_string()));
    let findings = words.iter().zip(Severity::ALL).map(|(words, severity)| finding(&desk, words, severity));
    run.drafts[0].findings = findings.collect();
    run.drafts[0].coverage.by_kind.insert("figures", [(Standing::Supported, 2), (Standing::Conflicting, 1)].into());
    run.drafts[0].coverage.by_kind.insert("claims", [(Standing::NotJudged, 31)].into());
    run.drafts[0].coverage.accepted = 1;
    run.desks.push(desk);
    run
}

fn finding(desk: &Desk, words: &str, severity: Severity) -> Finding {
    let start = DRAFT.find(words).unwrap();
    let span = TextSpan::new(start, start + words.len());
    Finding {
        id: "F-7c21a0b3".to_string(),
        rule: "conflicting-figure".to_string(),
        severity,
        message: format!("you wrote {}; log.txt gives 800", words.lines().next().unwrap()),
        help: "take the source's figure".to_string(),
        span,
        text: words.to_string(),
        evidence: vec![
            evidence(desk, "sources/log.txt", "800 crates", false),
            evidence(desk, "sources/caf\u{e9}.txt", "800", true),
        ],
        suggestions: vec![Suggestion {
            title: "write 800".to_string(),
            safety: Safety::Ask,
            edits: vec![Edit { span, text: "800".to_string() }],
        }],
        fingerprint: "7c21a0b3000000000000000000000000".to_string(),
    }
}

fn evidence(desk: &Desk, path: &str, words: &str, confidential: bool) -> Evidence {
    let source = desk.engine.corpus().sources().find(|it| it.reference.path == path).unwrap();
    let start = source.text.raw.find(words).unwrap();
    let span = TextSpan::new(start, start + words.len());
    Evidence {
        source: if confidential { "S1".to_string() } else { path.to_string() },
        relation: Relation::Conflicts,
        place: Place { text: source.id, span },
        focus: span,
        line: source.line(span.start),
        locator: None,
        text: if confidential { String::new() } else { "It took 800 crates in May 🚢, the log says.".to_string() },
        origin: if confidential { String::new() } else { "Quay Log".to_string() },
        confidential,
    }
}

#[track_caller]
fn check_output(words: &[&str], format: Format, shown: EvidenceShown, expected: Expect) {
    let mut out = anstream::StripStream::new(Vec::new());
    write(&run_over(words), format, Some(shown), &mut out).unwrap();
    expected.assert_eq(&String::from_utf8(out.into_inner()).unwrap());
}

#[test]
fn pretty_draws_the_source_under_the_draft() {
    let words = ["900 crates", "we came\nand went", "Quay", "in May"];
    check_output(
        &words,
        Format::Pretty,
        EvidenceShown::Full,
        expect![[r#"
            error[conflicting-figure]: you wrote 900 crates; log.txt gives 800
             --> draft.md:3:24
              |
            3 | The    quay — 漢字 🚢 — took 900 crates in May.
              |                              ^^^^^^^^^^ F-7c21a0b3
             ::: sources/log.txt:2:9
              |
            2 | It took 800 crates in May 🚢, the log says.
              |         ---------- differs, from Quay Log
              |
              = note: S1, line 1: differs
              = help: take the source's figure

            warning[conflicting-figure]: you wrote we came; log.txt gives 800
             --> draft.md:4:11
              |
            4 | She said "we came…
              |           ^^^^^^^ F-7c21a0b3
             ::: sources/log.txt:2:9
              |
            2 | It took 800 crates in May 🚢, the log says.
              |         ---------- differs, from Quay Log
              |
              = note: S1, line 1: differs
              = help: take the source's figure

            information[conflicting-figure]: you wrote Quay; log.txt gives 800
             --> draft.md:1:3
              |
            1 | # Quay 🚢
              |   ^^^^ F-7c21a0b3
             ::: sources/log.txt:2:9
              |
            2 | It took 800 crates in May 🚢, the log says.
              |         ---------- differs, from Quay Log
              |
              = note: S1, line 1: differs
              = help: take the source's figure

            hint[conflicting-figure]: you wrote in May; log.txt gives 800
             --> draft.md:3:35
              |
            3 | The    quay — 漢字 🚢 — took 900 crates in May.
              |                                         ^^^^^^ F-7c21a0b3
             ::: sources/log.txt:2:9
              |
            2 | It took 800 crates in May 🚢, the log says.
              |         ---------- differs, from Quay Log
              |
              = note: S1, line 1: differs
              = help: take the source's figure

            3 figures: 2 supported, 1 differs · 1 quotation: 1 no source · 1 date: 1 supported · 31 claims not judged · 2 sources, 1 unreadable · 1 accepted
        "#]],
    );
}

#[test]
fn pretty_can_name_the_place_alone_or_nothing() {
    check_output(
        &["900 crates"],
        Format::Pretty,
        EvidenceShown::Locator,
        expect![[r#"
            error[conflicting-figure]: you wrote 900 crates; log.txt gives 800
             --> draft.md:3:24
              |
            3 | The    quay — 漢字 🚢 — took 900 crates in May.
              |                              ^^^^^^^^^^ F-7c21a0b3
              |
              = note: sources/log.txt, line 2: differs, from Quay Log
              = note: S1, line 1: differs
              = help: take the source's figure

            3 figures: 2 supported, 1 differs · 1 quotation: 1 no source · 1 date: 1 supported · 31 claims not judged · 2 sources, 1 unreadable · 1 accepted
        "#]],
    );
    check_output(
        &["900 crates"],
        Format::Pretty,
        EvidenceShown::None,
        expect![[r#"
            error[conflicting-figure]: you wrote 900 crates; log.txt gives 800
             --> draft.md:3:24
              |
            3 | The    quay — 漢字 🚢 — took 900 crates in May.
              |                              ^^^^^^^^^^ F-7c21a0b3
              |
              = help: take the source's figure

            3 figures: 2 supported, 1 differs · 1 quotation: 1 no source · 1 date: 1 supported · 31 claims not judged · 2 sources, 1 unreadable · 1 accepted
        "#]],
    );
}

#[test]
fn concise_is_one_line_a_finding() {
    check_output(
        &["900 crates", "we came\nand went"],
        Format::Concise,
        EvidenceShown::Full,
        expect![[r#"
            draft.md:3:24: error[conflicting-figure] you wrote 900 crates; log.txt gives 800 (F-7c21a0b3)
            draft.md:4:11: warning[conflicting-figure] you wrote we came; log.txt gives 800 (F-7c21a0b3)
            3 figures: 2 supported, 1 differs · 1 quotation: 1 no source · 1 date: 1 supported · 31 claims not judged · 2 sources, 1 unreadable · 1 accepted
        "#]],
    );
}

#[test]
fn json_is_schema_1() {
    check_output(
        &["900 crates"],
        Format::Json,
        EvidenceShown::Full,
        expect![[r#"
            {
              "schema": 1,
              "tool": {
                "name": "backread",
                "version": "0.1.0"
              },
              "corpus": {
                "sources": 2,
                "origins": 2,
                "problems": [
                  {
                    "path": "sources/minutes.pdf",
                    "message": "no PDF, whatever its name says; fetch it again, or give it its right name"
                  }
                ]
              },
              "drafts": [
                {
                  "path": "draft.md",
                  "coverage": {
                    "claims": {
                      "supported": 0,
                      "computed": 0,
                      "own-reporting": 0,
                      "strengthened": 0,
                      "conflicting": 0,
                      "disputed": 0,
                      "unsupported": 0,
                      "not-judged": 31
                    },
                    "dates": {
                      "supported": 1,
                      "computed": 0,
                      "own-reporting": 0,
                      "strengthened": 0,
                      "conflicting": 0,
                      "disputed": 0,
                      "unsupported": 0,
                      "not-judged": 0
                    },
                    "figures": {
                      "supported": 2,
                      "computed": 0,
                      "own-reporting": 0,
                      "strengthened": 0,
                      "conflicting": 1,
                      "disputed": 0,
                      "unsupported": 0,
                      "not-judged": 0
                    },
                    "quotes": {
                      "supported": 0,
                      "computed": 0,
                      "own-reporting": 0,
                      "strengthened": 0,
                      "conflicting": 0,
                      "disputed": 0,
                      "unsupported": 1,
                      "not-judged": 0
                    }
                  },
                  "findings": [
                    {
                      "id": "F-7c21a0b3",
                      "rule": "conflicting-figure",
                      "severity": "error",
                      "message": "you wrote 900 crates; log.txt gives 800",
                      "help": "take the source's figure",
                      "span": {
                        "start": 47,
                        "end": 57
                      },
                      "range": {
                        "start": {
                          "line": 3,
                          "column": 24
                        },
                        "end": {
                          "line": 3,
                          "column": 34
                        }
                      },
                      "text": "900 crates",
                      "evidence": [
                        {
                          "source": "sources/log.txt",
                          "relation": "conflicts",
                          "span": {
                            "start": 36,
                            "end": 46
                          },
                          "line": 2,
                          "text": "It took 800 crates in May 🚢, the log says.",
                          "origin": "Quay Log"
                        },
                        {
                          "source": "S1",
                          "relation": "conflicts",
                          "span": {
                            "start": 17,
                            "end": 20
                          },
                          "extracted": true,
                          "line": 1
                        }
                      ],
                      "suggestions": [
                        {
                          "title": "write 800",
                          "safety": "ask",
                          "edits": [
                            {
                              "start": 47,
                              "end": 57,
                              "text": "800"
                            }
                          ]
                        }
                      ],
                      "fingerprint": "7c21a0b3000000000000000000000000"
                    }
                  ],
                  "lapsed": []
                }
              ],
              "summary": {
                "error": 1,
                "warning": 0,
                "information": 0,
                "hint": 0,
                "accepted": 1
              }
            }
        "#]],
    );
}

#[track_caller]
fn check_excerpt(raw: &str, words: &str, expected: Expect) {
    let start = raw.find(words).unwrap();
    let excerpt = Excerpt::of(raw, TextSpan::new(start, start + words.len()));
    assert!(words.starts_with(excerpt.text.get(excerpt.focus.clone()).unwrap()));
    expected.assert_eq(&excerpt.text);
}

#[test]
fn a_short_line_is_shown_whole() {
    check_excerpt(
        "One.\nThe quay took 900 crates 🚢 in May.\nTwo.",
        "900 crates",
        expect!["The quay took 900 crates 🚢 in May."],
    );
}

#[test]
fn a_long_line_is_cut_at_spaces_on_both_sides() {
    let raw = format!("{}the quay took 900 crates in {}", "a word or two ".repeat(3000), "May and June ".repeat(3000));
    check_excerpt(
        &raw,
        "900",
        expect![
            "…a word or two a word or two a word or two the quay took 900 crates in May and June May and June May and June May and…"
        ],
    );
}

#[test]
fn a_line_without_spaces_is_cut_all_the_same() {
    let raw = format!("{}900{}", "é".repeat(5000), "漢".repeat(5000));
    check_excerpt(
        &raw,
        "900",
        expect![
            "…éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé900漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢…"
        ],
    );
}

#[test]
fn words_over_several_lines_are_known_by_the_first() {
    check_excerpt(
        "He said \"we came\r\nand we saw\" to all.",
        "we came\r\nand we saw",
        expect![[r#"He said "we came…"#]],
    );
}

#[test]
fn positions_count_characters_and_all_line_ends() {
    let text = "a\r\nb\rc\n🚢 d";
    let d = text.find('d').unwrap() as u32;
    let positions = Positions::of(text, [TextSpan { start: d, end: d + 1 }, TextSpan { start: 0, end: 3 }].into_iter());
    assert_eq!(positions.at(d), Position { line: 4, column: 3 });
    assert_eq!(positions.at(d + 1), Position { line: 4, column: 4 });
    assert_eq!(positions.at(3), Position { line: 2, column: 1 });
}
