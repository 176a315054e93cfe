//! Where the words of a document stand in the XML of its main part: runs, and the text elements in them.
//!
//! Offsets are bytes of that part. Words that cannot carry a comment themselves (in a note, in a text box) have the run
//! for a home that leads to them.

use crate::text::format::words::Origin;

/// No home at all: words of a formula.
pub const NOWHERE: u32 = u32::MAX;

/// Bytes of the part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes {
    pub start: u32,
    pub end: u32,
}

impl Bytes {
    pub fn new(start: usize, end: usize) -> Bytes {
        Bytes { start: start as u32, end: end as u32 }
    }

    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// With its tags.
    pub at: Bytes,
    /// The tag that opens it.
    pub tag: Bytes,
    pub properties: Option<Bytes>,
    /// Elements in it that are shown.
    pub n_children: u32,
}

/// What a run's piece of text may be cut at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In a text element: its opening tag, and which of the run's children it is.
    Text { run: u32, tag: Bytes, child: u32 },
    /// A child that is no text: a tab, a break.
    Child { run: u32, child: u32 },
    /// Around a whole run, and not in it.
    Around { run: u32 },
}

impl Home {
    pub fn run(self) -> u32 {
        match self {
            Home::Text { run, .. } | Home::Child { run, .. } | Home::Around { run } => run,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// The main part.
    pub part: String,
    pub runs: Vec<Run>,
    pub homes: Vec<Home>,
    /// Over the document's text.
    pub origins: Vec<Origin>,
}

impl Anchors {
    pub fn home(&mut self, home: Home) -> u32 {
        if self.homes.last() != Some(&home) {
            self.homes.push(home);
        }
        self.homes.len().saturating_sub(1) as u32
    }
}
