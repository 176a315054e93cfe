//! Notes to the desk: their grammar, their reach, and what front matter says.

use expect_test::{Expect, expect};

use crate::text::comment::Reach;
use crate::text::{Format, Text};

#[track_caller]
fn check(raw: &str, format: Format, expect: Expect) {
    let text = Text::read(raw.to_string(), format);
    let mut sketch = String::new();
    for it in &text.comments.stets {
        let rules: Vec<&str> = it.rules.iter().map(|(_, span)| span.of(raw)).collect();
        sketch.push_str(&format!("{:?} {rules:?} {:?} {:?}\n", it.reach, it.words, it.reason));
    }
    for it in &text.comments.checked {
        sketch.push_str(&format!("checked {}\n", it.of(raw)));
    }
    expect.assert_eq(&sketch);
}

#[test]
fn a_stet_reaches_the_next_paragraph_or_its_line() {
    check(
        "<!-- stet conflicting-figure, unsupported-figure \"900,000\": own count -->\nIt has 900,000 bricks.\n\n\
         It has 12. <!-- stet unsupported-figure: ledger -->\nIt has 13.\n",
        Format::Markdown,
        expect![[r#"
            Next ["conflicting-figure", "unsupported-figure"] Some("900,000") "own count"
            Line ["unsupported-figure"] None "ledger"
        "#]],
    );
}

#[test]
fn brackets_serve_plain_text() {
    check(
        "[stet unsupported-figure \"12 [or 13]\": own\nreporting]\nIt has 12. Anna Vik [CQ] knows. [CQ it]\nBy Holm <!-- CQ: asked --> [stetson] [x]",
        Format::Plain,
        expect![[r#"
            Next ["unsupported-figure"] Some("12 [or 13]") "own reporting"
            checked [CQ]
            checked [CQ it]
            checked <!-- CQ: asked -->
        "#]],
    );
}

#[test]
fn what_is_left_out_is_empty() {
    check(
        "<!-- stet -->\n\n<!-- stet unsupported-figure -->\n\n<!-- stet: why -->\n\n<!-- stet a-b \"c -->\n\n`[stet x: y]`\n",
        Format::Markdown,
        expect![[r#"
            Next [] None ""
            Next ["unsupported-figure"] None ""
            Next [] None "why"
            Next ["a-b"] None ""
        "#]],
    );
}

#[test]
fn curly_marks_and_marks_inside() {
    check(
        "<!-- stet altered-quote “no \"never\"”: tape -->\nIt burns.\n",
        Format::Markdown,
        expect![[r#"
            Next ["altered-quote"] Some("no \"never\"") "tape"
        "#]],
    );
}

#[test]
fn front_matter_in_yaml() {
    let raw = "---\ntitle: Kilns\ndate: 2031-05-02\nkind: report\nconfidential: true\nown-key: [1, 2]\nspeakers: [Anna Vik, Oleh]\n\
               interviews:\n  - {who: Anna Vik, date: 2031-05-01, how: by phone}\n  - Oleh\n\
               stet:\n  - \"unsupported-figure: own count\"\n---\nIt burns.\n";
    check(
        raw,
        Format::Markdown,
        expect![[r#"
        Text ["unsupported-figure"] None "own count"
    "#]],
    );
    let front = Text::read(raw.to_string(), Format::Markdown).comments.front;
    assert_eq!(front.title.as_deref(), Some("Kilns"));
    assert_eq!(front.date.as_deref(), Some("2031-05-02"));
    assert_eq!(front.confidential, Some(true));
    assert_eq!(front.speakers, ["Anna Vik", "Oleh"]);
    assert_eq!(front.interviews.len(), 2);
    assert_eq!(front.interviews[0].date.as_deref(), Some("2031-05-01"));
    assert!(front.mistakes.is_empty(), "{:?}", front.mistakes);
}

#[test]
fn front_matter_in_toml() {
    let raw = "+++\ntitle = \"Kilns\"\ndate = 2031-05-02\nverbatim = false\n+++\nIt burns.\n";
    let front = Text::read(raw.to_string(), Format::Plain).comments.front;
    assert_eq!(front.date.as_deref(), Some("2031-05-02"));
    assert_eq!(front.verbatim, Some(false));
    assert!(front.mistakes.is_empty(), "{:?}", front.mistakes);
}

#[test]
fn the_fields_of_wire_copy_name_its_origin() {
    for raw in [
        "---\ncreditline: Nordwire\n---\nIt burns.\n",
        "---\nprovider: Nordwire\nderivedfrom: urn:x\n---\nIt burns.\n",
        "---\nprovider: Harn Courier\norigin: Nordwire\n---\nIt burns.\n",
        "---\norigin: Nordwire\nprovider: Harn Courier\n---\nIt burns.\n",
    ] {
        let front = Text::read(raw.to_string(), Format::Markdown).comments.front;
        assert_eq!(front.origin.as_deref(), Some("Nordwire"), "{raw}");
    }
}

#[test]
fn a_mistake_is_placed_and_the_rest_is_read() {
    let raw = "---\nkind: gossip\nverbatim: perhaps\n---\nIt burns.\n";
    let front = Text::read(raw.to_string(), Format::Markdown).comments.front;
    let places: Vec<&str> = front.mistakes.iter().map(|(span, _)| span.of(raw)).collect();
    assert_eq!(places, ["kind", "verbatim"]);
    let raw = "---\nconfidential: true\ntitle: \"Kilns\nkind: [\n---\nIt burns.\n";
    let text = Text::read(raw.to_string(), Format::Markdown);
    assert_eq!(text.comments.front.confidential, Some(true));
    assert_eq!(text.comments.front.mistakes.len(), 1);
    assert_eq!(text.paragraphs.len(), 1);
    let deep = format!("---\na: {}\n---\nIt burns.\n", "[".repeat(50_000));
    assert_eq!(Text::read(deep, Format::Markdown).comments.front.mistakes.len(), 1);
}

#[test]
fn a_stet_before_a_paragraph_in_plain_text_precedes_it() {
    let raw = "Bricks rose\n[stet a-b: c]\nand fell.";
    let text = Text::read(raw.to_string(), Format::Plain);
    assert_eq!(text.comments.stets[0].reach, Reach::Next);
    assert_eq!(text.paragraphs[1].prose, "and fell.");
    assert!(text.paragraphs[1].at.start >= text.comments.stets[0].span.end);
}

#[test]
fn a_stet_in_front_matter_needs_no_quotes() {
    for stet in ["stet: lapsed-stet \"12 bricks\": own count", "stet:\n  - lapsed-stet \"12 bricks\": own count"] {
        let text = Text::read(format!("---\n{stet}\n---\nIt burns.\n"), Format::Markdown);
        let stet = &text.comments.stets[0];
        assert_eq!(stet.rules[0].0, "lapsed-stet");
        assert_eq!((stet.words.as_deref(), stet.reason.as_str()), (Some("12 bricks"), "own count"));
        assert_eq!(stet.span.of(&text.raw), "lapsed-stet \"12 bricks\": own count");
    }
}

#[test]
fn attestations_of_who_stays_unnamed() {
    let raw = "---\nanonymous:\n  - {id: ward sister, known_to: A. Vik, reason: fears dismissal, approved_by: M. Holt, date: 2031-05-02}\n  - id: S2\n  - {reason: none}\n---\nProse.\n";
    let front = Text::read(raw.to_string(), Format::Markdown).comments.front;
    let told: Vec<_> = front.anonymous.iter().map(|it| (it.id.as_deref(), it.approved_by.as_deref())).collect();
    assert_eq!(told, [(Some("ward sister"), Some("M. Holt")), (Some("S2"), None)]);
    let first = &front.anonymous[0];
    assert_eq!((first.known_to.as_deref(), first.reason.as_deref()), (Some("A. Vik"), Some("fears dismissal")));
    assert_eq!(first.date.as_deref(), Some("2031-05-02"));
    assert_eq!(front.mistakes.len(), 1, "{:?}", front.mistakes);
}

#[test]
fn attestations_in_toml() {
    let raw = "+++\nanonymous = [{id = \"docker\", approved-by = \"M. Holt\"}]\n+++\nProse.\n";
    let front = Text::read(raw.to_string(), Format::Markdown).comments.front;
    assert_eq!(front.anonymous[0].approved_by.as_deref(), Some("M. Holt"));
}
