//! Edits and positions, against a plain string.

#![expect(clippy::string_slice, reason = "a test may panic")]

use proptest::prelude::*;

use crate::text::buffer::{Buffer, Encoding, Misfit, Position};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

fn at(line: u32, column: u32) -> Position {
    Position { line, column }
}

#[test]
fn columns_clamp_before_the_line_break() {
    let buffer = Buffer::new("a😀b\r\ncd\re\u{2028}f\n");
    assert_eq!(buffer.n_lines(), 4);
    assert_eq!(buffer.offset(at(0, 99), Encoding::Utf16), Some(6));
    assert_eq!(buffer.offset(at(0, 3), Encoding::Utf16), Some(5));
    assert_eq!(buffer.offset(at(0, 2), Encoding::Utf16), Some(1));
    assert_eq!(buffer.offset(at(1, 99), Encoding::Utf8), Some(10));
    assert_eq!(buffer.offset(at(3, 9), Encoding::Utf8), Some(buffer.len()));
    assert_eq!(buffer.offset(at(4, 0), Encoding::Utf8), None);
    assert_eq!(buffer.position(7, Encoding::Utf16), at(0, 4));
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing() {
    let mut buffer = Buffer::new("ab\ncd");
    assert_eq!(buffer.edit(at(2, 0), at(2, 0), Encoding::Utf16, "x"), Err(Misfit));
    assert_eq!(buffer.edit(at(1, 1), at(0, 1), Encoding::Utf16, "x"), Err(Misfit));
    assert_eq!(buffer.to_string(), "ab\ncd");
    assert_eq!(buffer.edit(at(0, 1), at(1, 99), Encoding::Utf16, "x"), Ok(()));
    assert_eq!(buffer.to_string(), "ax");
    buffer.replace("new");
    assert_eq!(buffer.to_string(), "new");
}

/// The byte of a position, the slow way.
fn naive(text: &str, position: Position, encoding: Encoding) -> Option<usize> {
    let mut start = 0;
    for _ in 0..position.line {
        let rest = &text[start..];
        let len = rest.find(['\n', '\r'])?;
        start += len + if rest[len..].starts_with("\r\n") { 2 } else { 1 };
    }
    let rest = &text[start..];
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let mut left = position.column as usize;
    for (offset, it) in line.char_indices() {
        let len = match encoding {
            Encoding::Utf8 => it.len_utf8(),
            Encoding::Utf16 => it.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if left < len {
            return Some(start + offset);
        }
        left -= len;
    }
    Some(start + line.len())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn offsets_round_trip(text in "[a-cé😀e\u{301}\n\r]{0,40}") {
        let buffer = Buffer::new(&text);
        for encoding in ENCODINGS {
            for (offset, it) in text.char_indices() {
                if it == '\n' && text[..offset].ends_with('\r') {
                    continue;
                }
                let position = buffer.position(offset, encoding);
                prop_assert_eq!(buffer.offset(position, encoding), Some(offset));
            }
        }
    }

    #[test]
    fn edits_are_those_of_a_string(
        text in "[a-cé😀\n\r]{0,30}",
        edits in prop::collection::vec(((0u32..4, 0u32..8), (0u32..4, 0u32..8), "[x😀\n\r]{0,4}", 0usize..3), 0..8),
    ) {
        let mut text = text;
        let mut buffer = Buffer::new(&text);
        for ((line, column), (end_line, end_column), words, encoding) in edits {
            let encoding = ENCODINGS[encoding];
            let (start, end) = (at(line, column), at(end_line, end_column));
            match (naive(&text, start, encoding), naive(&text, end, encoding)) {
                (Some(from), Some(to)) if start <= end => {
                    text.replace_range(from..to.max(from), &words);
                    prop_assert_eq!(buffer.edit(start, end, encoding, &words), Ok(()));
                }
                _ => prop_assert_eq!(buffer.edit(start, end, encoding, &words), Err(Misfit)),
            }
            prop_assert_eq!(&buffer.to_string(), &text);
        }
    }
}
