//! Subtitles: who says what, and when.

use expect_test::{Expect, expect};

use crate::text::{Format, Text};

#[track_caller]
fn check(raw: &str, format: Format, expected: Expect) {
    let text = Text::read(raw.to_string(), format);
    let line = |it: &crate::text::Paragraph| {
        let time = text.locators.at(it.at.start).map_or("-".to_string(), ToString::to_string);
        format!("{time} {:?}: {}\n", it.sort, it.prose)
    };
    expected.assert_eq(&text.paragraphs.iter().map(line).collect::<String>());
}

#[test]
fn cues_go_on_until_a_sentence_ends_or_somebody_else_speaks() {
    check(
        include_str!("../../../../tests/formats/wire/interview.srt"),
        Format::Subtitles,
        expect![[r#"
            00:00:01 Body: MARSTEN: How many piles will you drive this year?
            00:00:06 Body: LINDQVIST: We shall drive 412 piles before the storms come.
            00:00:20 Body: The cost is 38 million crowns.
            01:02:03 Body: Is that all?
            01:02:03 Body: It is all.
        "#]],
    );
}

#[test]
fn voices_become_labels() {
    check(
        include_str!("../../../../tests/formats/wire/council.vtt"),
        Format::Subtitles,
        expect![[r#"
        00:00:12 Body: Tova Elgin: The north quay has 17 cracks and it is closed & guarded.
        00:14:02 Body: Ansel Marrow: Who pays the 61,000 crowns?
    "#]],
    );
}

#[test]
fn times_in_a_plain_transcript_are_locators_and_no_figures() {
    check(
        include_str!("../../../../tests/formats/wire/talk.txt"),
        Format::Plain,
        expect![[r#"
        - Heading: Talk with the harbour board, 3 May 2031
        00:00:05 Body: MARSTEN: How many piles will you drive?
        00:14:02 Body: LINDQVIST: We shall drive 412 piles before the storms come.
        00:14:40 Body: MARSTEN: And the cost?
        01:00:09 Body: LINDQVIST: The cost is 38 million crowns.
    "#]],
    );
    check(
        include_str!("../../../../tests/formats/wire/export.txt"),
        Format::Plain,
        expect![[r#"
        00:00:05 Body: Speaker 1: How many piles will you drive?
        00:14:02 Body: Speaker 2: We shall drive 412 piles before the storms come. That is all of them.
        00:14:40 Body: Speaker 1: And the cost?
        01:00:09 Body: Speaker 2: The cost is 38 million crowns.
    "#]],
    );
}

#[test]
fn a_time_in_running_text_is_left_where_it_is() {
    check(
        "The pumps failed at 14:02.\n\n14:02 was the hour.\n",
        Format::Plain,
        expect![[r#"
        - Body: The pumps failed at 14:02.
        - Body: 14:02 was the hour.
    "#]],
    );
}

#[test]
fn each_cue_keeps_its_own_time() {
    let text = Text::read(
        "1\r\n00:00:01,000 --> 00:00:02,000\r\nIt burnt\r\n\r\n2\r\n00:00:02,000 --> 00:00:05,000\r\n12 tonnes.\r\n"
            .to_string(),
        Format::Subtitles,
    );
    let at = text.raw.find("12 tonnes").unwrap() as u32;
    assert_eq!(text.paragraphs.len(), 1);
    assert_eq!(text.locators.at(at).unwrap().to_string(), "00:00:02");
}
