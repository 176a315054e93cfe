//! What a reader of a format hands over: the words in blocks, where each stood in the original, and what it says of
//! itself.
//!
//! The text of a document begins with a line that names the original, which is no block: so the text is the very file
//! that editors open for it, and offsets and lines need no shifting. Blocks are parted by empty lines, the rows of a
//! table by line ends, its cells by tabs.

use crate::text::comment::FrontMatter;
use crate::text::locator::{Locator, Locators};
use crate::text::{Sort, TextSpan};

/// A text that was taken out of a file of another format.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub raw: String,
    /// In the order of the text, disjoint.
    pub blocks: Vec<(Sort, TextSpan)>,
    pub locators: Locators,
    /// What the file says of itself: title, date, language …
    pub front: FrontMatter,
    /// A copy that backread wrote its comments into: no source.
    pub is_ours: bool,
}

impl Document {
    /// `name` is the original's, without folders.
    pub fn new(name: &str) -> Document {
        Document { raw: format!("[the text of {name}, as backread reads it]\n"), ..Document::default() }
    }

    /// What follows stands there in the original.
    pub fn locate(&mut self, locator: Locator) {
        self.locators.push(self.raw.len() as u32, locator);
    }

    /// Adds a block. Line breaks in it are soft; white space at its ends is dropped, and an empty one leaves no trace but
    /// that tables on both sides of it are two.
    pub fn push(&mut self, sort: Sort, words: &str) {
        let words = trimmed(sort, words);
        let is_below_row = self.blocks.last().is_some_and(|it| it.0 == Sort::TableRow);
        let is_apart = self.raw.ends_with("\n\n");
        if words.is_empty() {
            // What stands between two tables may be an empty line and nothing else.
            if sort != Sort::TableRow && is_below_row && !is_apart {
                self.raw.push('\n');
            }
            return;
        }
        let follows = sort == Sort::TableRow && is_below_row;
        if !follows && !is_apart {
            self.raw.push('\n');
        }
        let start = self.raw.len();
        self.raw.push_str(words);
        self.blocks.push((sort, TextSpan::new(start, self.raw.len())));
        self.raw.push('\n');
    }

    /// Adds a row of a table. Tabs and line breaks in a cell become spaces.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let clean = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let cells: Vec<String> = cells.into_iter().map(clean).collect();
        self.push(Sort::TableRow, &cells.join("\t"));
    }

    /// Whether nothing was found in the file.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// A block without the white space at its ends. NB: a row may begin with an empty cell.
pub fn trimmed(sort: Sort, words: &str) -> &str {
    match sort {
        Sort::TableRow => words.trim_end().trim_start_matches([' ', '\u{a0}', '\n']),
        _ => words.trim(),
    }
}
