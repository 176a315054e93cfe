use expect_test::{Expect, expect};

use super::pretty::Excerpt;
use super::*;

#[track_caller]
fn check_excerpt(raw: &str, words: &str, expected: Expect) {
    let start = raw.find(words).unwrap();
    let excerpt = Excerpt::of(raw, TextSpan::new(start, start + words.len()));
    assert!(words.starts_with(excerpt.text.get(excerpt.focus.clone()).unwrap()));
    expected.assert_eq(&excerpt.text);
}

#[test]
fn a_short_line_is_shown_whole() {
    check_excerpt("One.\nThe quay took 900 crates 🚢 in May.\nTwo.", "900 crates", expect!["The quay took 900 crates 🚢 in May."]);
}

#[test]
fn a_long_line_is_cut_at_spaces_on_both_sides() {
    let raw = format!("{}the quay took 900 crates in {}", "a word or two ".repeat(3000), "May and June ".repeat(3000));
    check_excerpt(&raw, "900", expect!["…a word or two a word or two a word or two the quay took 900 crates in May and June May and June May and June May and…"]);
}

#[test]
fn a_line_without_spaces_is_cut_all_the_same() {
    let raw = format!("{}900{}", "é".repeat(5000), "漢".repeat(5000));
    check_excerpt(&raw, "900", expect!["…éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé900漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢…"]);
}

#[test]
fn words_over_several_lines_are_known_by_the_first() {
    check_excerpt("He said \"we came\r\nand we saw\" to all.", "we came\r\nand we saw", expect![[r#"He said "we came…"#]]);
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
