//! What a check may know of the names that the corpus has, for one name of the draft. Plain data, with its evidence.

use crate::fact::{NameKind, SourceRef, Stem};
use crate::finding::Evidence;

/// What the corpus has of one name of the draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roll {
    /// The same name, however it is written.
    pub same: Option<KnownName>,
    /// Names a letter, two, or a word away. In the order of their folded words.
    pub near: Vec<KnownName>,
    /// People whose full names end in the name's last word, in the order of their folded words.
    pub bearers: Vec<KnownName>,
    /// By word of the draft's name: some source has it, in whatever use.
    pub found: Vec<bool>,
}

/// A name as the sources have it. Sources that are leads or withdrawn count for nothing, and may be all that has it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownName {
    /// As most sources write it; of a name that only confidential sources have, not to be shown.
    pub words: String,
    /// Folded, by single spaces.
    pub key: String,
    pub kind: NameKind,
    pub n_mentions: u32,
    pub n_sources: u32,
    /// Only confidential sources have it.
    pub confidential: bool,
    /// Each way of writing it and how many sources have it, the commonest first. Without those of confidential sources.
    pub spellings: Vec<(String, u32)>,
    pub titles: Vec<KnownTitle>,
    /// One place a source, records first.
    pub places: Vec<Evidence>,
    /// Stems of some of the sentences that it stands in.
    pub sentences: Vec<Vec<Stem>>,
}

/// A title that sources give somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownTitle {
    /// As one source writes it.
    pub words: String,
    /// It stands before the name, as in "Minister Mira Holt".
    pub before: bool,
    /// How many sources give it; none where it rests on leads alone.
    pub n_sources: u32,
    pub place: Evidence,
    pub source: SourceRef,
}

impl KnownName {
    /// Some source that counts has it.
    pub fn is_borne_out(&self) -> bool {
        self.n_sources > 0
    }
}
