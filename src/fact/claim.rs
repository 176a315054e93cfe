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
}

/// A word in its tree. "don't" and "Holt's" are two words each.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub span: Span,
    /// Lower case, typewriter apostrophes.
    pub folded: String,
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
