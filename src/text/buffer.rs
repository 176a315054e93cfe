//! A text being edited: the rope, edits in, positions ⇄ byte offsets. The only file that imports ropey.
//!
//! Lines end at `\n`, `\r\n` and `\r` and at nothing else, as they do in LSP: ropey is built with `cr_lines` for it.
//! A column past the line's end is the line's end, before its break; a line past the text's end is a [`Misfit`], since
//! then the editor and we hold different texts.

use ropey::{Rope, RopeSlice};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// Zero-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// An edit that does not fit the text: its sender holds another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an edit does not fit the text")
    }
}

impl std::error::Error for Misfit {}

/// Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    rope: Rope,
}

impl Buffer {
    pub fn new(text: &str) -> Buffer {
        Buffer { rope: Rope::from_str(text) }
    }

    pub fn replace(&mut self, text: &str) {
        self.rope = Rope::from_str(text);
    }

    /// Puts `text` in the place of what stands from `start` to `end`. Nothing is changed where it does not fit.
    pub fn edit(&mut self, start: Position, end: Position, encoding: Encoding, text: &str) -> Result<(), Misfit> {
        if end < start {
            return Err(Misfit);
        }
        let from = self.char_at(start, encoding).ok_or(Misfit)?;
        let to = self.char_at(end, encoding).ok_or(Misfit)?;
        if to < from {
            return Err(Misfit);
        }
        self.rope.try_remove(from..to).map_err(|_| Misfit)?;
        self.rope.try_insert(from, text).map_err(|_| Misfit)
    }

    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    pub fn is_empty(&self) -> bool {
        self.rope.len_bytes() == 0
    }

    /// At least one: an empty text is one empty line.
    pub fn n_lines(&self) -> usize {
        self.rope.len_lines()
    }

    /// The byte offset of a position; `None` where there is no such line. One inside a character is its start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> Option<usize> {
        let char = self.char_at(position, encoding)?;
        self.rope.try_char_to_byte(char).ok()
    }

    /// The position of a byte offset. One past the end is the end, one inside a character is its start, and one inside
    /// a line break is before it.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(self.rope.len_bytes());
        let at = |offset: usize| -> Option<Position> {
            let mut char = self.rope.try_byte_to_char(offset).ok()?;
            // The only byte inside a break that is not before it.
            let is_break_feed = |char: usize| self.rope.get_char(char) == Some('\n');
            let is_return = |char: usize| self.rope.get_char(char) == Some('\r');
            if char > 0 && is_break_feed(char) && is_return(char - 1) {
                char -= 1;
            }
            let line = self.rope.try_char_to_line(char).ok()?;
            let first = self.rope.try_line_to_char(line).ok()?;
            let column = match encoding {
                Encoding::Utf8 => self.rope.try_char_to_byte(char).ok()? - self.rope.try_char_to_byte(first).ok()?,
                Encoding::Utf16 => {
                    self.rope.try_char_to_utf16_cu(char).ok()? - self.rope.try_char_to_utf16_cu(first).ok()?
                }
                Encoding::Utf32 => char - first,
            };
            Some(Position { line: line as u32, column: column as u32 })
        };
        at(offset).unwrap_or(Position { line: 0, column: 0 })
    }

    fn char_at(&self, position: Position, encoding: Encoding) -> Option<usize> {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return None;
        }
        let words = self.rope.get_line(line)?;
        let len = words_len(words);
        let column = position.column as usize;
        let within = match encoding {
            Encoding::Utf8 => words.try_byte_to_char(column.min(words.len_bytes())).ok()?,
            Encoding::Utf16 => words.try_utf16_cu_to_char(column.min(words.len_utf16_cu())).ok()?,
            Encoding::Utf32 => column,
        };
        Some(self.rope.try_line_to_char(line).ok()? + within.min(len))
    }
}

impl std::fmt::Display for Buffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

/// Characters of a line without its break.
fn words_len(line: RopeSlice<'_>) -> usize {
    let len = line.len_chars();
    let last = |back: usize| len.checked_sub(back).and_then(|idx| line.get_char(idx));
    match (last(2), last(1)) {
        (Some('\r'), Some('\n')) => len - 2,
        (_, Some('\n' | '\r')) => len - 1,
        _ => len,
    }
}

#[cfg(test)]
mod tests;
