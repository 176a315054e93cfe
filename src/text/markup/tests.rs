//! Markdown: what is prose, of which sort, and which links stand in it.

use expect_test::{Expect, expect};

use crate::text::{Format, Text};

/// One paragraph a line: its sort, `+` where it goes on, and its prose with `¦` for tabs.
pub(super) fn sketch(text: &Text) -> String {
    let mut sketch = String::new();
    for it in &text.paragraphs {
        let sign = if it.continues { "+" } else { "" };
        let prose = it.prose.replace('\t', "¦").replace('\u{a0}', " ");
        sketch.push_str(&format!("{:?}{sign}: {prose}\n", it.sort));
    }
    sketch
}

#[track_caller]
fn check(raw: &str, expect: Expect) {
    expect.assert_eq(&sketch(&Text::read(raw.to_string(), Format::Markdown)));
}

#[test]
fn markup_is_gone_and_words_are_left() {
    check(
        "# Kilns *go* cold\n\nThe **town** of [Orsk](https://example.org/12) asked\nfor gas\\*, `x = 300` and <b>coal</b> \
         &amp; ~~900~~ ten.  \nIt waits.\n",
        expect![[r#"
            Heading: Kilns go cold
            Body: The town of Orsk asked for gas*, and coal & ten. It waits.
        "#]],
    );
}

#[test]
fn blocks_have_their_sorts() {
    check(
        "> We pay.\n>\n> In May.\n\n- gas\n  - coal\n- a pipe\n\n  and a date\n\n1. one\n\n| Town | Kilns |\n|---|---:|\n| Orsk | 12 |\n| | 3 |\n\n\
         It burns.[^1]\n\n[^1]: The ledger, page 3.\n\n![A kiln](a.png)\n\n```\n300 jobs\n```\n\n    400 jobs\n\n**Also read:** [Tiles](x)\n",
        expect![[r#"
            Quotation: We pay.
            Quotation: In May.
            ListItem: gas
            ListItem: coal
            ListItem: a pipe
            ListItem: and a date
            ListItem: one
            TableRow: Town¦Kilns
            TableRow: Orsk¦Kilns: 12
            TableRow: Kilns: 3
            Body: It burns.
            Footnote: The ledger, page 3.
            Caption: A kiln
            Aside: Also read: Tiles
        "#]],
    );
}

#[test]
fn a_tab_before_a_paragraph_is_an_indent_and_four_spaces_are_code() {
    check(
        "Gas went.\n\n\tThe kiln\tburnt\n\t12 sheds.\n\n\tThen 13.\n\nIt waits.\n\n    let sheds = 14;\n",
        expect![[r#"
            Body: Gas went.
            Body: The kiln¦burnt 12 sheds.
            Body: Then 13.
            Body: It waits.
        "#]],
    );
    check(
        "# Kilns\r\n\r\n\tThe kiln burnt\r\n\t12 sheds.\r\n\r\n\tThen 13.\r\n",
        expect![[r#"
        Heading: Kilns
        Body: The kiln burnt 12 sheds.
        Body: Then 13.
    "#]],
    );
}

#[test]
fn comments_and_html_blocks() {
    check(
        "<!-- note: 300 -->\nIt burns.\n\n<!-- CQ --> Vik left.\n\n<div>\nShe came.\n</div>\n\n<script>\nvar x = 300;\n</script>\n",
        expect![[r#"
            Body: It burns.
            Body: Vik left.
            Body: She came.
        "#]],
    );
}

#[test]
fn a_comment_still_being_typed_swallows_its_paragraph_only() {
    check(
        "It burns.\n\n<!-- stet unsup\nVik left.\n\nShe came.\n",
        expect![[r#"
        Body: It burns.
        Body: She came.
    "#]],
    );
}

#[test]
fn front_matter_is_no_prose() {
    for fence in ["---", "+++"] {
        let sign = if fence == "---" { ':' } else { '=' };
        check(
            &format!("{fence}\ntitle {sign} \"300 kilns\"\n{fence}\n\nIt burns.\n"),
            expect![[r#"
            Body: It burns.
        "#]],
        );
    }
    // Two rules with words between them open nothing.
    check(
        "---\n\nIt burns.\n\n---\n",
        expect![[r#"
        Body: It burns.
    "#]],
    );
}

#[test]
fn links_keep_their_words_and_targets() {
    let raw = "See [the ledger](l.txt), <https://example.org/a> and https://example.org/b.[^n]\n\n[^n]: Page 3.\n";
    let text = Text::read(raw.to_string(), Format::Markdown);
    let links: Vec<String> =
        text.links.iter().map(|it| format!("{} | {} | {:?}", it.span.of(raw), it.words.of(raw), it.target)).collect();
    expect![[r#"
        [the ledger](l.txt) | the ledger | Address("l.txt")
        <https://example.org/a> |  | Address("https://example.org/a")
        [^n] |  | Footnote("n")
        [^n]: Page 3.
         |  | FootnoteText("n")"#]]
    .assert_eq(&links.join("\n"));
}

#[test]
fn a_raised_note_mark_is_no_figure() {
    check(
        "It made 12<sup>3</sup> km<sup>2</sup> of tiles.\n",
        expect![[r#"
        Body: It made 12 km2 of tiles.
    "#]],
    );
}
