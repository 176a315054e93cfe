//! Where a place of a text stands in the original that it was taken from, in the words that its readers use.

use std::fmt;
use std::sync::Arc;

/// One place of an original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// As the reader of the document counts them, from 1.
    Page(u32),
    Slide(u32),
    /// A row of a table as a spreadsheet counts them, from 1; of a workbook with the sheet's name.
    Row {
        sheet: Option<Arc<str>>,
        row: u32,
    },
    /// Seconds from the beginning of a recording.
    Time(u32),
    /// The words of the heading above, where there are no pages.
    Heading(Arc<str>),
    /// From here on nothing is known: below a table in a document without headings.
    Unknown,
}

impl fmt::Display for Locator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Locator::Page(n) => write!(out, "page {n}"),
            Locator::Slide(n) => write!(out, "slide {n}"),
            Locator::Row { sheet: None, row } => write!(out, "row {row}"),
            Locator::Row { sheet: Some(sheet), row } => write!(out, "{sheet}, row {row}"),
            Locator::Time(at) => write!(out, "{:02}:{:02}:{:02}", at / 3600, at / 60 % 60, at % 60),
            Locator::Heading(words) => write!(out, "under “{words}”"),
            Locator::Unknown => Ok(()),
        }
    }
}

/// The locators of a text, each from a byte of it on until the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locators(Vec<(u32, Locator)>);

impl Locators {
    /// In the order of the text; of two at one byte the later counts.
    pub fn push(&mut self, from: u32, locator: Locator) {
        if self.0.last().is_some_and(|it| it.0 == from) {
            self.0.pop();
        }
        self.0.push((from, locator));
    }

    pub fn at(&self, offset: u32) -> Option<&Locator> {
        let idx = self.0.partition_point(|it| it.0 <= offset);
        self.0.get(idx.checked_sub(1)?).map(|it| &it.1).filter(|it| **it != Locator::Unknown)
    }

    /// Those that tell nothing of what the original says: a heading is its words, and so is the name of a sheet.
    pub fn without_words(self) -> Locators {
        let silent = |(from, locator)| match locator {
            Locator::Heading(_) => None,
            Locator::Row { row, .. } => Some((from, Locator::Row { sheet: None, row })),
            Locator::Page(_) | Locator::Slide(_) | Locator::Time(_) | Locator::Unknown => Some((from, locator)),
        };
        Locators(self.0.into_iter().filter_map(silent).collect())
    }

    pub fn all(&self) -> &[(u32, Locator)] {
        &self.0
    }
}
