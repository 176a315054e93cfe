//! From a whole text to its paragraphs: what is seen, where it came from, and what must hold of any text.

use proptest::prelude::*;

use crate::text::{Format, Language, Paragraph, Sort, Span, Text};

#[track_caller]
fn proses(raw: &str, format: Format) -> Vec<String> {
    read(raw, format).paragraphs.into_iter().map(|it| it.prose).collect()
}

#[track_caller]
fn read(raw: &str, format: Format) -> Text {
    let text = Text::read(raw.to_string(), format);
    holds(&text);
    text
}

/// What must hold of every text, however mangled.
#[track_caller]
fn holds(text: &Text) {
    let raw = &text.raw;
    let mut until = 0;
    for it in &text.paragraphs {
        assert!(!it.prose.trim().is_empty(), "an empty paragraph");
        assert!(it.prose.len() <= super::LONGEST);
        assert!(it.at.start >= until && it.at.start < it.at.end && it.at.end as usize <= raw.len(), "{it:?}");
        until = it.at.end;
        assert!(raw.is_char_boundary(it.at.start as usize) && raw.is_char_boundary(it.at.end as usize));
        let ends: Vec<usize> = it.prose.char_indices().map(|(at, _)| at).chain([it.prose.len()]).collect();
        for pair in ends.windows(2) {
            let span = it.to_text(Span::new(pair[0], pair[1]));
            assert!(it.at.contains(span), "{span:?} outside {it:?}");
            assert!(raw.get(span.range()).is_some(), "{span:?} cuts a character of {it:?}");
        }
        let whole = it.to_text(Span::new(0, it.prose.len()));
        assert_eq!(whole, it.at);
    }
    for note in &text.comments.spans {
        assert!(raw.get(note.range()).is_some());
    }
    for stet in &text.comments.stets {
        for (_, span) in &stet.rules {
            assert!(raw.get(span.range()).is_some() && stet.span.contains(*span));
        }
    }
    for link in &text.links {
        assert!(raw.get(link.span.range()).is_some() && raw.get(link.words.range()).is_some());
    }
}

#[track_caller]
fn words(text: &Text, wanted: &str) -> String {
    for it in &text.paragraphs {
        if let Some(at) = it.prose.find(wanted) {
            return it.to_text(Span::new(at, at + wanted.len())).of(&text.raw).to_string();
        }
    }
    panic!("no `{wanted}` in {:?}", text.paragraphs)
}

#[test]
fn a_soft_break_is_one_space_and_maps_back() {
    let text = read("The kiln at Orsk made 4,200\n   bricks.", Format::Plain);
    assert_eq!(text.paragraphs[0].prose, "The kiln at Orsk made 4,200 bricks.");
    assert_eq!(words(&text, "4,200 bricks"), "4,200\n   bricks");
    assert_eq!(words(&text, "bricks"), "bricks");
}

#[test]
fn notes_leave_no_double_space() {
    let raw = "Anna Vik [CQ], who runs <!-- ask her --> the kiln [stet date \"May\": her diary].";
    assert_eq!(proses(raw, Format::Plain), ["Anna Vik, who runs the kiln."]);
    assert_eq!(proses(raw, Format::Markdown), ["Anna Vik, who runs the kiln."]);
}

#[test]
fn an_address_is_no_prose() {
    let text = read("The list (see https://example.org/2019/300-kilns) names 12.", Format::Plain);
    assert_eq!(text.paragraphs[0].prose, "The list (see) names 12.");
    assert_eq!(text.links.len(), 1);
}

#[test]
fn a_map_comes_back_to_the_prose() {
    let text = read("Bricks &amp; *tiles* rose\n4%.", Format::Markdown);
    let paragraph = &text.paragraphs[0];
    assert_eq!(paragraph.prose, "Bricks & tiles rose 4%.");
    assert_eq!(words(&text, "&"), "&amp;");
    let span = Span::new(9, 14);
    assert_eq!(paragraph.to_prose(paragraph.to_text(span)), Some(span));
}

#[test]
fn a_long_paragraph_is_cut_at_a_sentence_end() {
    let raw = "The kiln burns day and night and nobody minds. ".repeat(1000);
    let text = read(&raw, Format::Plain);
    assert!(text.paragraphs.len() > 2);
    assert!(text.paragraphs.iter().all(|it| it.prose.ends_with("minds.") && !it.continues));
    let raw = "brick ".repeat(6000);
    let text = read(&raw, Format::Plain);
    assert!(text.paragraphs.iter().skip(1).all(|it| it.continues));
    let raw = "é".repeat(20_000);
    assert_eq!(read(&raw, Format::Plain).paragraphs.len(), 3);
}

#[test]
fn equal_prose_has_an_equal_hash_wherever_it_stands() {
    let text = read("# A kiln\n\nIt burns.\n\nIt *burns*.\n\n> It burns.\n", Format::Markdown);
    let hash = |idx: usize| text.paragraphs[idx].hash;
    assert_eq!(hash(1), hash(2));
    assert_ne!(hash(1), hash(3));
}

const GERMAN: &str = "Der Ofen in Orsk hat nach Angaben der Gemeinde im vergangenen Jahr 4.200,5 Tonnen Ziegel gebrannt, und das ist \
                      nicht mehr als im Jahr davor.";
const ENGLISH: &str = "The kiln at Orsk burnt 4,200.5 tonnes of bricks in the past year, the town says, and that is no \
                       more than it did in the year before.";

#[test]
fn language_is_the_texts_and_then_the_paragraphs() {
    let german = Language::Other { decimal_comma: true };
    let languages = |raw: &str| -> Vec<Language> {
        read(raw, Format::Plain).paragraphs.iter().map(|it: &Paragraph| it.language).collect()
    };
    assert_eq!(languages(ENGLISH), [Language::English]);
    assert_eq!(languages(GERMAN), [german]);
    assert_eq!(
        languages(&format!("{GERMAN}\n\n{GERMAN}\n\n4.200 Ziegel.\n\n{ENGLISH}")),
        [german, german, german, Language::English]
    );
    assert_eq!(
        languages(&format!("{ENGLISH}\n\n{ENGLISH}\n\n{GERMAN}")),
        [Language::English, Language::English, german]
    );
    // Names have no small words, and are no language.
    let names = "Anna Vik, Oleh Marchuk, Jean-Luc Perrot, Giulia Bianchi, Pilar Ortega, Søren Holm, Zofia Nowak.";
    assert_eq!(languages(names), [Language::English]);
}

#[test]
fn front_matter_may_state_the_language() {
    let text = read("---\nlanguage: de\n---\nOrsk brennt.", Format::Markdown);
    assert_eq!(text.paragraphs[0].language, Language::Other { decimal_comma: true });
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    for format in [Format::Plain, Format::Markdown, Format::Html] {
        let text = read("\u{feff}It burns.", format);
        assert_eq!(text.paragraphs[0].prose, "It burns.");
        assert_eq!(text.paragraphs[0].at.start, 3);
    }
}

#[test]
fn deep_nesting_ends_soon() {
    let n = 20_000;
    for raw in [">".repeat(n), "- ".repeat(n), "[".repeat(n), "*a ".repeat(n), "<b>".repeat(n), "`".repeat(n)] {
        read(&raw, Format::Markdown);
    }
    for raw in [
        format!("{}It burns.", "<div>".repeat(n)),
        format!("{}It burns.", "<p><b>".repeat(n)),
        format!("{}It burns.", "<table><tr><td>".repeat(n)),
        "<li>x".repeat(n),
        "</div>".repeat(n),
        "&amp".repeat(n),
        "&".repeat(n),
        "<!--".repeat(n),
    ] {
        read(&raw, Format::Html);
    }
    for raw in ["[stet ".repeat(n), "[CQ".repeat(n), "<!--".repeat(n), "http://".repeat(n), "www.".repeat(n)] {
        read(&raw, Format::Plain);
    }
}

/// Bits that mean something to one reader or another.
fn bits() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        4 => "[a-zA-Z ]{1,8}",
        1 => "\\PC{1,4}",
        6 => prop::sample::select(vec![
            "\n", "\n\n", "\r\n", "\r", "  \n", "\t", " ", "é", "e\u{301}", "😀", "\u{feff}", "\u{a0}", "\u{2028}",
            "# ", "- ", "1. ", "> ", "    ", "```\n", "`", "*", "**", "~~", "_", "[", "](", ")", "![", "[^1]", "[^1]: ", "|",
            "| a | b |\n|---|---|\n| 1 | 2 |\n", "---\n", "+++\n", "title: x\n", "<!-- ", " -->", "<!-- CQ -->", "[CQ]",
            "<!-- stet a-b \"x\": y -->", "[stet a: b]", "[stet", "]", "&amp;", "&nang;", "&#0;", "&", ";", "\\", "<p>",
            "</p>", "<div class=\"ad\">", "</div>", "<article>", "</article>", "<li>", "<td>", "</td>", "<tr>",
            "<table>", "</table>", "<a href=\"x\">", "</a>", "<br>", "<nav>", "</nav>", "<h1>", "</h1>", "<script>",
            "</script>", "<title>", "</title>", "<", ">", "https://", "www.", "example.org/1", "U.S.", ".", "?", "’", "“",
            "Also read: ", "the ", "\0", "<![CDATA[", "<?xml ?>", "<!doctype html>",
        ]).prop_map(str::to_string),
    ];
    prop::collection::vec(bit, 0..40).prop_map(|it| it.concat())
}

/// So many cases, unless `PROPTEST_CASES` says how many.
fn cases(quick: u32) -> u32 {
    std::env::var("PROPTEST_CASES").map_or(quick, |it| it.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_holds(raw in bits()) {
        read(&raw, Format::Markdown);
    }

    #[test]
    fn any_html_holds(raw in bits()) {
        read(&raw, Format::Html);
    }

    #[test]
    fn any_plain_text_holds(raw in bits()) {
        read(&raw, Format::Plain);
    }

    #[test]
    fn plain_text_is_its_own_prose(raw in "[a-zA-Z.,?!’é😀\u{301} \n\r\t]{0,200}") {
        let text = read(&raw, Format::Plain);
        let squeeze = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
        for it in &text.paragraphs {
            prop_assert_eq!(squeeze(it.at.of(&raw)), squeeze(&it.prose));
        }
        let kept: String = text.paragraphs.iter().map(|it| it.prose.as_str()).collect();
        let bare = |it: &str| it.chars().filter(|it| !it.is_whitespace()).collect::<String>();
        prop_assert_eq!(bare(&raw), bare(&kept));
    }
}

#[test]
fn sorts_are_hashed_apart() {
    let text = read("It burns.\n\n- It burns.\n", Format::Plain);
    assert_eq!(text.paragraphs.iter().map(|it| it.sort).collect::<Vec<_>>(), [Sort::Body, Sort::ListItem]);
    assert_ne!(text.paragraphs[0].hash, text.paragraphs[1].hash);
}

#[test]
fn a_row_of_which_a_note_leaves_no_cell_is_no_paragraph() {
    let raw = "Ferry,Late (%),Fuel\nNorth,4,3\n[CQ],[CQ],[CQ]\n[CQ]";
    let text = Text::read(raw.to_string(), Format::Table);
    assert_eq!(crate::fixture::fits::text(&text), [""; 0]);
}
