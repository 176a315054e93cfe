//! One sentence as claims are compared: its words in their tree, and the clauses that they make.
//!
//! Made on demand, for the draft's sentences and for those that could speak to them, and kept by the engine.
//! Spans count bytes of the sentence's own prose, on both sides alike.

use super::{Inflection, Relation, Stem, Tag};
use crate::text::Span;

/// A sentence taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clauses {
    /// Every word and mark, in order.
    pub words: Vec<Word>,
    /// In the order of their predicates.
    pub claims: Vec<Claim>,
    /// Ends in a question mark.
    pub question: bool,
}

/// One predicate with what belongs to it. All numbers are indices into [`Clauses::words`].
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub predicate: u32,
    /// Dictionary form, with its particle: "rule out".
    pub lemma: String,
    pub particle: Option<u32>,
    /// An adjective or a noun is said of the actor: "the filter is safe".
    pub copular: bool,
    pub slots: Vec<Slot>,
    /// A tense or an auxiliary makes it say something by itself: not "exceeding", not "to remove".
    pub finite: bool,
    /// It is said not to be so.
    pub negative: bool,
    /// What makes it so: "not", "no", "failed".
    pub negators: Vec<u32>,
    pub firmness: Firmness,
    /// What makes it weaker or firmer than plainly so: "may", "promised".
    pub modals: Vec<u32>,
    /// "largely", "almost".
    pub partly: Option<u32>,
    pub tense: Tense,
    pub standing: Standpoint,
    /// The word that puts it in somebody's mouth, and who that is.
    pub stance: Option<u32>,
    pub holder: Option<u32>,
    /// First and last word of what it hangs on: "if the war ends".
    pub condition: Option<(u32, u32)>,
    /// Inside quotation marks.
    pub quoted: bool,
    /// Content words of its own, without those of clauses below it, in order.
    pub words: Vec<u32>,
}

/// Somebody or something that takes part.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub role: Role,
    pub head: u32,
    pub first: u32,
    pub last: u32,
    /// Before an oblique.
    pub preposition: Option<u32>,
    /// How many are meant, where a word says so, and that word.
    pub amount: Option<(SlotAmount, u32)>,
}

/// As [`Slot::amount`] has it. Ordered from none to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlotAmount {
    None,
    One,
    Few,
    Some,
    Many,
    Most,
    All,
}

/// Who does it, and to whom or what: of a passive as of its active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Actor,
    Undergoer,
    /// After a preposition, or beside the verb: "on Monday", "last week".
    Oblique,
}

/// How far from done. Ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Firmness {
    Possible,
    Planned,
    Certain,
    Fact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    Past,
    Present,
    Future,
}

/// Who stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standpoint {
    Asserted,
    Said,
    Alleged,
    Believed,
    Denied,
    Asked,
    /// In an "if", or in what somebody did not say.
    Supposed,
}

impl Claim {
    pub fn slot(&self, role: Role) -> Option<&Slot> {
        self.slots.iter().find(|it| it.role == role)
    }
}

/// A word in its tree. "don't" and "Holt's" are two words each.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub span: Span,
    /// Lower case, typewriter apostrophes.
    pub folded: String,
    /// Dictionary form where some list of ours knows the word, its stem in letters otherwise.
    pub lemma: String,
    /// As the index has it; `None` for function words, figures and marks.
    pub stem: Option<Stem>,
    pub tag: Tag,
    pub inflection: Inflection,
    /// Index of the word that it hangs from; `None` for the root, and where the sentence has no tree.
    pub head: Option<u32>,
    pub relation: Relation,
    /// The first letter is a capital.
    pub capital: bool,
}

impl Clauses {
    pub fn word(&self, idx: usize) -> Option<&Word> {
        self.words.get(idx)
    }

    /// Words that hang from this one, from left to right.
    pub fn children(&self, idx: usize) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().filter(move |(_, it)| it.head == Some(idx as u32)).map(|(at, _)| at)
    }

    /// The first child that is this to it.
    pub fn child(&self, idx: usize, relation: Relation) -> Option<usize> {
        self.children(idx).find(|at| self.word(*at).is_some_and(|it| it.relation == relation))
    }

    pub fn head(&self, idx: usize) -> Option<usize> {
        self.word(idx)?.head.map(|it| it as usize)
    }
}

/// The different words of a stretch of a source: what it speaks of at all, beyond the one sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretch {
    /// Sorted by stem; each word as it was first written, in lower case.
    pub words: Vec<(Stem, String)>,
}

impl Stretch {
    pub fn has(&self, stem: Stem) -> bool {
        self.words.binary_search_by_key(&stem, |it| it.0).is_ok()
    }
}
