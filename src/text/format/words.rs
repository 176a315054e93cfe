//! The words of a paragraph while they are put together, each stretch with the bytes of its part that it came from.
//!
//! Only who means to write into the original needs the latter; others push words without.

use super::document::{Document, trimmed};
use super::xml;
use crate::text::{Sort, TextSpan};

/// A stretch of words and the bytes of the part that it stands for. As long on both sides it is verbatim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Bytes of the words, later of the document.
    pub at: u32,
    pub len: u32,
    /// Bytes of the part.
    pub start: u32,
    pub end: u32,
    /// What the format's reader knows of the place.
    pub home: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    pub text: String,
    /// In the order of the text, disjoint.
    pub origins: Vec<Origin>,
}

impl Words {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub fn push_from(&mut self, text: &str, start: usize, end: usize, home: u32) {
        if text.is_empty() {
            return;
        }
        let (at, len) = (self.text.len() as u32, text.len() as u32);
        self.origins.push(Origin { at, len, start: start as u32, end: end as u32, home });
        self.text.push_str(text);
    }

    /// A space, where none stands already.
    pub fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    pub fn append(&mut self, other: &Words) {
        let by = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.origins.extend(other.origins.iter().map(|it| Origin { at: it.at + by, ..*it }));
    }

    /// Runs of white space as one space, none at the ends.
    pub fn collapsed(&self) -> Words {
        let mut new = Words::default();
        let mut origins = self.origins.iter().copied().peekable();
        let mut at = 0_usize;
        for word in self.text.split_whitespace() {
            let start = self.text.get(at..).and_then(|it| it.find(word)).map_or(at, |it| at + it);
            let end = start + word.len();
            at = end;
            new.space();
            let base = new.text.len();
            while let Some(it) = origins.peek().copied() {
                let (from, to) = (it.at as usize, (it.at + it.len) as usize);
                if from >= end {
                    break;
                }
                if let Some(cut) = cut(it, start, end) {
                    new.origins.push(Origin { at: (base + cut.at as usize - start) as u32, ..cut });
                }
                if to > end {
                    break;
                }
                origins.next();
            }
            new.text.push_str(word);
        }
        new
    }
}

/// The part of an origin within some bytes of the words.
fn cut(it: Origin, start: usize, end: usize) -> Option<Origin> {
    let (from, to) = ((it.at as usize).max(start) as u32, ((it.at + it.len) as usize).min(end) as u32);
    if from >= to {
        return None;
    }
    if it.len != it.end - it.start {
        return Some(Origin { at: from, len: to - from, ..it });
    }
    let begin = it.start + (from - it.at);
    Some(Origin { at: from, len: to - from, start: begin, end: begin + (to - from), home: it.home })
}

/// Adds a block to a document; gives where its words stand there.
pub fn push(document: &mut Document, sort: Sort, words: &Words, origins: &mut Vec<Origin>) -> Option<TextSpan> {
    let n_before = document.blocks.len();
    document.push(sort, &words.text);
    let (_, span) = document.blocks.get(n_before).copied()?;
    let lead = words.text.find(trimmed(sort, &words.text)).unwrap_or(0);
    let end = lead + span.len();
    let moved = words.origins.iter().filter_map(|it| cut(*it, lead, end));
    origins.extend(moved.map(|it| Origin { at: it.at - lead as u32 + span.start, ..it }));
    Some(span)
}

/// A row of a table; its cells hold no tabs and no line breaks any more.
pub fn row(cells: &[Words]) -> Words {
    let mut row = Words::default();
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            row.push("\t");
        }
        row.append(&cell.collapsed());
    }
    row
}

/// Words of a part as they are shown: line ends and tabs in them are spaces, byte for byte.
pub fn shown(words: &xml::Words<'_>) -> String {
    words.text().replace(['\t', '\n', '\r'], " ")
}
