//! The slot that a word fills, and what a passage has in the same slot.
//!
//! Two words are in the same slot where their neighbours agree: the word they hang from, a word that hangs from them, the
//! content word before and the one after. One neighbour is weak, two are telling.

use super::scene::{Content, Held};
use crate::fact::Clauses;
use crate::rules::lexicon::akin::{self, Kin};

/// A passage's word in the draft word's slot.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Index into the passage's content words.
    pub at: usize,
    /// How many neighbours agree, of four.
    pub agreed: u8,
    /// How many words before and after it are the same to the letter, function words included; three at most.
    pub before: u8,
    pub after: u8,
    pub kin: Option<Kin>,
}

/// How many words on a side are looked at.
const REACH: usize = 3;

/// What fills the slot of a word in a passage, where that is a word that the draft's sentence does not use.
pub fn filler(word: &Content, own: &Clauses, draft: &[Content], held: &Held<'_>) -> Option<Slot> {
    let is_used = |it: &Content| draft.iter().any(|own| own.stem == it.stem);
    let fits = |it: &(usize, &Content)| it.1.part == word.part && it.1.stem != word.stem && !is_used(it.1);
    let slot = |(at, it): (usize, &Content)| {
        let agreed = agreed(word, it);
        let (before, after) = verbatim(own, word.idx, held.passage.clauses, it.idx);
        let kin = || akin::kin(word.senses(), it.senses());
        (agreed > 0).then(|| Slot { at, agreed, before, after, kin: kin() })
    };
    let slots = held.words.iter().enumerate().filter(fits).filter_map(slot);
    slots.max_by_key(|it| (it.agreed, it.before + it.after, it.kin.is_some(), std::cmp::Reverse(it.at)))
}

fn agreed(a: &Content, b: &Content) -> u8 {
    let equal = |a: Option<_>, b: Option<_>| u8::from(a.is_some() && a == b);
    let below = a.near.below.iter().any(|it| b.near.below.contains(it));
    equal(a.near.head, b.near.head)
        + equal(a.near.before, b.near.before)
        + equal(a.near.after, b.near.after)
        + u8::from(below)
}

fn verbatim(a: &Clauses, at: usize, b: &Clauses, other: usize) -> (u8, u8) {
    let same = |ours: Option<usize>, theirs: Option<usize>| {
        let (Some(ours), Some(theirs)) = (ours.and_then(|it| a.word(it)), theirs.and_then(|it| b.word(it))) else {
            return false;
        };
        ours.folded == theirs.folded
    };
    let before = (1..=REACH).take_while(|n| same(at.checked_sub(*n), other.checked_sub(*n)));
    let after = (1..=REACH).take_while(|n| same(Some(at + n), Some(other + n)));
    (before.count() as u8, after.count() as u8)
}
