//! A sentence of the draft beside the passages that could speak to it, word by word.
//!
//! What is worked out once for a sentence: which of its words each passage has, in the same or in akin words, how much of
//! it the passages cover, and how each word stands among its neighbours.

use std::rc::Rc;

use super::super::super::{Passage, Statement};
use crate::fact::{Clauses, Relation, Stem, Tag};
use crate::rules::lexicon::akin::{self, Kin, Part, Senses};

/// A content word, as it is compared.
pub struct Content {
    /// Index into the sentence's words.
    pub idx: usize,
    pub stem: Stem,
    pub part: Part,
    pub is_name: bool,
    /// `None` where words are only compared as they stand.
    senses: Option<Rc<Senses>>,
    pub near: Near,
}

static UNKNOWN: Senses = Senses::UNKNOWN;

impl Content {
    pub fn senses(&self) -> &Senses {
        self.senses.as_deref().unwrap_or(&UNKNOWN)
    }
}

/// The content words around a word: what tells its place from another.
#[derive(Default)]
pub struct Near {
    pub head: Option<Stem>,
    pub below: Vec<Stem>,
    pub before: Option<Stem>,
    pub after: Option<Stem>,
    pub role: Role,
}

/// What a word is in its clause, as far as the parser can be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    Subject,
    Object,
    Oblique,
    Modifier,
    Predicate,
    #[default]
    Other,
}

pub struct Held<'a> {
    pub passage: &'a Passage<'a>,
    pub words: Vec<Content>,
    /// By word of the draft's sentence: how its nearest word in the passage stands to it.
    pub kin: Vec<Option<(Kin, usize)>>,
    /// The part of the sentence's weight whose words it has, in the same or in akin words.
    pub covered: f32,
}

pub struct Scene<'a> {
    pub statement: &'a Statement<'a>,
    pub words: Vec<Content>,
    /// How much each word says.
    pub weights: Vec<f32>,
    /// Best covering first.
    pub held: Vec<Held<'a>>,
}

impl<'a> Scene<'a> {
    pub fn of(statement: &'a Statement<'a>) -> Scene<'a> {
        let words = contents(statement.clauses, true);
        let rarity = |it: &Content| statement.rarity.get(it.idx).copied().unwrap_or_default();
        let known: Vec<f32> = words.iter().map(rarity).filter(|it| *it > 0.0).collect();
        let most = known.iter().copied().fold(1.0, f32::max);
        // A word that the corpus has nowhere says as much as the rarest one that it has.
        let weights: Vec<f32> = words.iter().map(|it| if rarity(it) > 0.0 { rarity(it) } else { most }).collect();
        // NB: comparing all words with all words is dear, so that only the likeliest passages are looked through for words
        // that are merely akin.
        let mut passages: Vec<(f32, &Passage<'_>)> =
            statement.passages.iter().map(|it| (stems(it, &words, &weights), it)).collect();
        passages.sort_by(|a, b| b.0.total_cmp(&a.0));
        let held = passages.into_iter().enumerate();
        let mut held: Vec<Held<'_>> = held.map(|(n, (_, it))| Held::of(it, &words, &weights, n < MAX_AKIN)).collect();
        held.sort_by(|a, b| b.covered.total_cmp(&a.covered));
        Scene { statement, words, weights, held }
    }
}

impl<'a> Held<'a> {
    fn of(passage: &'a Passage<'a>, draft: &[Content], weights: &[f32], akin: bool) -> Held<'a> {
        let words = contents(passage.clauses, akin);
        let nearest = |word: &Content| nearest(word, &words);
        let kin: Vec<Option<(Kin, usize)>> = draft.iter().map(nearest).collect();
        let all: f32 = weights.iter().sum();
        let mut held = Held { passage, words, kin, covered: 0.0 };
        let covered: f32 = weights.iter().enumerate().filter(|(at, _)| held.says(*at)).map(|(_, weight)| weight).sum();
        held.covered = if all > 0.0 { covered / all } else { 0.0 };
        held
    }

    /// How the nearest word of the passage stands to a word of the draft's sentence, and which it is.
    pub fn nearest(&self, at: usize) -> Option<(Kin, usize)> {
        self.kin.get(at).copied().flatten()
    }

    /// Whether the passage has a word of the draft's sentence, or one that says the same.
    pub fn says(&self, at: usize) -> bool {
        self.nearest(at).is_some_and(|it| is_said(it.0))
    }

    /// The passage's word that says what a word of the draft's sentence says.
    pub fn said(&self, at: usize) -> Option<&Content> {
        self.nearest(at).filter(|it| is_said(it.0)).and_then(|it| self.words.get(it.1))
    }
}

/// In how many passages words are looked for that are akin and not the same.
const MAX_AKIN: usize = 3;

/// The weight of the words that a passage has in the same form.
fn stems(passage: &Passage<'_>, draft: &[Content], weights: &[f32]) -> f32 {
    let has = |it: &Content| passage.candidate.stems.binary_search(&it.stem).is_ok();
    draft.iter().zip(weights).filter(|(it, _)| has(it)).map(|(_, weight)| weight).sum()
}

/// Whether a word says what another says, for telling what a passage covers.
pub fn is_said(kin: Kin) -> bool {
    matches!(kin, Kin::Same | Kin::Synonym | Kin::Derived)
}

/// The nearest word of a passage, equal stems first.
fn nearest(word: &Content, words: &[Content]) -> Option<(Kin, usize)> {
    if let Some(at) = words.iter().position(|it| it.stem == word.stem) {
        return Some((Kin::Same, at));
    }
    let kin = |(at, it): (usize, &Content)| akin::kin(word.senses(), it.senses()).map(|kin| (kin, at));
    words.iter().enumerate().filter_map(kin).min_by_key(|(kin, at)| (*kin, *at))
}

/// The content words of a sentence that can be compared; with what they may mean, if they are to be held akin to others.
pub fn contents(clauses: &Clauses, akin: bool) -> Vec<Content> {
    let listed: Vec<(usize, Stem)> =
        clauses.words.iter().enumerate().filter_map(|(idx, it)| Some((idx, it.stem?))).collect();
    let mut contents = Vec::with_capacity(listed.len());
    for (at, (idx, stem)) in listed.iter().enumerate() {
        let Some(word) = clauses.word(*idx) else { continue };
        let part = match word.tag {
            Tag::Noun | Tag::Name | Tag::Other | Tag::Symbol => Part::Noun,
            Tag::Verb | Tag::Auxiliary => Part::Verb,
            Tag::Adjective => Part::Adjective,
            Tag::Adverb => Part::Adverb,
            _ => continue,
        };
        let beside = |at: Option<usize>| at.and_then(|it| listed.get(it)).map(|(_, stem)| *stem);
        let near = Near {
            head: head(clauses, *idx),
            below: clauses.children(*idx).filter_map(|it| clauses.word(it)?.stem).collect(),
            before: beside(at.checked_sub(1)),
            after: beside(Some(at + 1)),
            role: role(word.relation),
        };
        let is_name = word.tag == Tag::Name || word.capital && *idx > 0 && part == Part::Noun;
        let senses = akin.then(|| akin::senses(&word.folded, Some(part)));
        contents.push(Content { idx: *idx, stem: *stem, part, is_name, senses, near });
    }
    contents
}

/// The content word above, function words passed over.
fn head(clauses: &Clauses, idx: usize) -> Option<Stem> {
    let mut at = clauses.head(idx)?;
    for _ in 0..4 {
        if let Some(stem) = clauses.word(at)?.stem {
            return Some(stem);
        }
        at = clauses.head(at)?;
    }
    None
}

fn role(relation: Relation) -> Role {
    match relation {
        Relation::Nsubj | Relation::NsubjPass | Relation::Csubj => Role::Subject,
        Relation::Obj | Relation::Iobj => Role::Object,
        Relation::Obl | Relation::OblAgent | Relation::Nmod => Role::Oblique,
        Relation::Amod | Relation::Compound | Relation::Advmod | Relation::Flat | Relation::Appos => Role::Modifier,
        Relation::Root | Relation::Ccomp | Relation::Xcomp | Relation::Advcl | Relation::Acl | Relation::Parataxis => {
            Role::Predicate
        }
        _ => Role::Other,
    }
}
