//! Whether two clauses tell of one event: the gate before any comparison.
//!
//! Shared words alone prove nothing, and a missed referent means silence: the predicates have to do with one another, no
//! slot that both fill is filled by another, and most of what the draft's clause says stands in the source's sentence.

use crate::check::{Passage, Statement};
use crate::fact::{Claim, Clauses, Role, Slot, Tag, Word};
use crate::rules::lexicon::Lexicon;

/// Two sentences that are held against each other.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    pub lexicon: &'a Lexicon,
    pub draft: &'a Clauses,
    pub rarity: &'a [f32],
    pub source: &'a Clauses,
}

/// What two predicates have to do with one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    Same,
    /// May stand for one another.
    Akin,
    Opposite,
    /// Told from the other side: "buy" and "sell".
    Converse,
    /// Two rungs of the ladder from rumoured to done.
    Rungs(u8, u8),
}

/// How a slot of the one fits the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    Same,
    /// One side leaves it open, or a pronoun does.
    Open,
    /// The source's is a part or an aide of the draft's.
    Part,
    Other,
}

/// Two clauses that may tell of one event.
#[derive(Clone, Copy, Debug)]
pub struct Meeting {
    pub bond: Bond,
    pub actor: Fit,
    pub undergoer: Fit,
    /// The part of the draft's other content words that the source's sentence has, weighed by how rare they are.
    pub covered: f32,
    /// How many they are.
    pub shared: usize,
    /// Whatever the draft says of who takes part, the source says too.
    pub full: bool,
}

impl Meeting {
    /// Enough in common, and nobody else takes part.
    pub fn is_same_event(&self) -> bool {
        self.actor != Fit::Other
            && self.undergoer != Fit::Other
            && self.shared > 0
            && self.covered >= self.needed()
            && (matches!(self.actor, Fit::Same | Fit::Part) || self.undergoer == Fit::Same || self.shared > 1)
    }

    /// Where it is the same two in the same places, the rest may be told in other words.
    fn needed(&self) -> f32 {
        match (self.actor, self.undergoer) {
            (Fit::Same, Fit::Same) => 0.4,
            (_, Fit::Same) if self.bond == Bond::Opposite => 0.5,
            _ => 0.6,
        }
    }
}

/// Whether one word may be written for the other, by stems and by our own lists. NB: every word is asked of every other
/// on each keystroke, which the wordnet is too slow for unless a word's senses are kept with it.
pub fn are_akin(lexicon: &Lexicon, a: &Word, b: &Word) -> bool {
    Listed::of(lexicon, a).has(b) || are_numbers(a, b)
}

/// A word with the lists that it stands on: looked up once, and then held against every word of a sentence.
struct Listed<'a> {
    lexicon: &'a Lexicon,
    word: &'a Word,
    akin: &'a [u16],
    places: &'a [u16],
}

impl<'a> Listed<'a> {
    fn of(lexicon: &'a Lexicon, word: &'a Word) -> Listed<'a> {
        let (akin, places) = (lexicon.contrasts.akin(&word.lemma), lexicon.places.lines(&word.folded));
        Listed { lexicon, word, akin, places }
    }

    fn has(&self, other: &Word) -> bool {
        let (lexicon, word) = (self.lexicon, self.word);
        let meet = |ours: &[u16], theirs: &[u16]| ours.iter().any(|it| theirs.contains(it));
        word.stem.is_some() && word.stem == other.stem
            || word.lemma == other.lemma
            || !self.akin.is_empty() && meet(self.akin, lexicon.contrasts.akin(&other.lemma))
            || !self.places.is_empty() && meet(self.places, lexicon.places.lines(&other.folded))
            || word.capital && other.capital && spelling(&word.folded).eq(spelling(&other.folded))
    }
}

fn are_numbers(ours: &Word, theirs: &Word) -> bool {
    ours.tag == Tag::Numeral && number(&ours.folded) == number(&theirs.folded)
}

/// "Zelenskyy", "Zelensky" and "Zelenskiy" alike: the ends are cut off, "kh" is "h" and "ck" is "k".
fn spelling(folded: &str) -> impl Iterator<Item = u8> {
    let bytes = folded.trim_end_matches(['y', 'i', 'j']).as_bytes();
    let is_read = |(at, byte): (usize, &u8)| match (byte, bytes.get(at + 1), bytes.get(at + 2)) {
        (b'k', Some(b'h'), _) => None,
        (b'c', Some(b'k'), after) if after != Some(&b'h') => None,
        _ => Some(*byte),
    };
    bytes.iter().enumerate().filter_map(is_read)
}

/// "12" and "twelve"; others stand for themselves.
fn number(folded: &str) -> &str {
    const WORDS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    folded.parse::<usize>().ok().and_then(|it| WORDS.get(it)).map_or(folded, |it| it)
}

impl<'a> Pair<'a> {
    pub fn of(lexicon: &'a Lexicon, statement: &Statement<'a>, passage: &Passage<'a>) -> Pair<'a> {
        Pair { lexicon, draft: statement.clauses, rarity: statement.rarity, source: passage.clauses }
    }

    pub fn ours(&self, idx: u32) -> Option<&'a Word> {
        self.draft.word(idx as usize)
    }

    pub fn theirs(&self, idx: u32) -> Option<&'a Word> {
        self.source.word(idx as usize)
    }

    pub fn akin(&self, ours: u32, theirs: u32) -> bool {
        self.ours(ours).zip(self.theirs(theirs)).is_some_and(|(a, b)| are_akin(self.lexicon, a, b))
    }

    /// Whether the source's sentence has a word of the draft's.
    pub fn has(&self, ours: u32) -> bool {
        self.ours(ours).is_some_and(|word| {
            let listed = Listed::of(self.lexicon, word);
            self.source.words.iter().any(|it| listed.has(it) || are_numbers(word, it))
        })
    }

    /// Whether the draft's sentence has a word of the source's.
    pub fn is_ours(&self, theirs: u32) -> bool {
        self.theirs(theirs).is_some_and(|word| {
            let listed = Listed::of(self.lexicon, word);
            self.draft.words.iter().any(|it| listed.has(it) || are_numbers(it, word))
        })
    }

    pub fn are_opposite(&self, ours: u32, theirs: u32) -> bool {
        let contrasts = &self.lexicon.contrasts;
        let (Some(a), Some(b)) = (self.ours(ours), self.theirs(theirs)) else { return false };
        a.stem.is_some()
            && b.stem.is_some()
            && (contrasts.are_opposite(&a.lemma, &b.lemma)
                || contrasts.are_opposite(&a.folded, &b.folded)
                || contrasts.are_opposite(&a.folded, &b.lemma)
                || contrasts.are_opposite(&a.lemma, &b.folded)
                || a.tag == b.tag && contrasts.are_opposite_ways(&a.lemma, &b.lemma))
    }

    /// One stands in the other, or for it.
    pub fn same_slot(&self, draft: &Slot, source: &Slot) -> bool {
        let heads = self.akin(draft.head, source.head)
            || (source.first..=source.last).any(|it| self.akin(draft.head, it))
            || (draft.first..=draft.last).any(|it| self.akin(it, source.head));
        heads && !self.named_apart(draft, source)
    }

    /// How much a word of the draft tells: one that the corpus has nowhere tells as much as the rarest.
    pub fn weight(&self, ours: u32) -> f32 {
        let rarity = self.rarity.get(ours as usize).copied().unwrap_or(0.0);
        if rarity > 0.0 { rarity } else { self.rarity.iter().copied().fold(0.1, f32::max) }
    }

    /// The part of these words that the source has, and how many.
    pub fn covered(&self, words: impl Iterator<Item = u32>) -> (f32, usize) {
        let (mut had, mut all, mut shared) = (0.0, 0.0, 0);
        for idx in words {
            let weight = self.weight(idx);
            all += weight;
            if self.has(idx) {
                had += weight;
                shared += 1;
            }
        }
        (if all > 0.0 { had / all } else { 0.0 }, shared)
    }

    pub fn meet(&self, draft: &Claim, source: &Claim) -> Option<Meeting> {
        let bond = self.bond(draft, source)?;
        let actor = self.fit(draft.slot(Role::Actor), source.slot(Role::Actor));
        let undergoer = self.fit(draft.slot(Role::Undergoer), source.slot(Role::Undergoer));
        let own = |it: &u32| *it != draft.predicate && Some(*it) != draft.particle && !draft.negators.contains(it);
        let plain = |it: &u32| !draft.modals.contains(it) && Some(*it) != draft.partly;
        let turned = |it: &u32| {
            self.has(*it) || !source.words.iter().any(|other| self.are_opposite(*it, *other) && !self.is_ours(*other))
        };
        let (covered, shared) = self.covered(draft.words.iter().copied().filter(own).filter(plain).filter(turned));
        // "The firm widened its losses" and "losses narrowed": what moves is the object of the one, the actor of the other.
        let (actor, undergoer) = match (draft.slot(Role::Undergoer), source.slot(Role::Undergoer)) {
            (Some(ours), None) if self.fit(Some(ours), source.slot(Role::Actor)) == Fit::Same => (Fit::Open, Fit::Same),
            (None, Some(theirs)) if self.fit(draft.slot(Role::Actor), Some(theirs)) == Fit::Same => {
                (Fit::Open, Fit::Same)
            }
            _ => (actor, undergoer),
        };
        let told = |slot: Option<&Slot>, fit: Fit| {
            let plain =
                slot.and_then(|it| self.ours(it.head)).is_some_and(|it| it.stem.is_some() && it.tag != Tag::Pronoun);
            let named = fit == Fit::Open && slot.is_some_and(|it| self.has(it.head));
            !plain || named || matches!(fit, Fit::Same | Fit::Part)
        };
        let full = told(draft.slot(Role::Actor), actor) && told(draft.slot(Role::Undergoer), undergoer);
        Some(Meeting { bond, actor, undergoer, covered, shared, full })
    }

    fn bond(&self, draft: &Claim, source: &Claim) -> Option<Bond> {
        let (ours, theirs) = (self.ours(draft.predicate)?, self.theirs(source.predicate)?);
        let contrasts = &self.lexicon.contrasts;
        // "ruled" and "ruled out" are two verbs.
        let particles = (draft.particle.is_some(), source.particle.is_some());
        let (a, b) = (draft.lemma.as_str(), source.lemma.as_str());
        if a == b || particles == (false, false) && ours.stem.is_some() && ours.stem == theirs.stem {
            return Some(Bond::Same);
        }
        if contrasts.are_converse(a, b) {
            return Some(Bond::Converse);
        }
        if let (Some(ours), Some(theirs)) = (self.rung(self.draft, draft), self.rung(self.source, source)) {
            return Some(if ours == theirs { Bond::Akin } else { Bond::Rungs(ours, theirs) });
        }
        if contrasts.are_opposite(a, b) || contrasts.are_opposite_ways(a, b) {
            return Some(Bond::Opposite);
        }
        (contrasts.are_akin(a, b) || contrasts.share_pole(a, b)).then_some(Bond::Akin)
    }

    fn rung(&self, clauses: &Clauses, claim: &Claim) -> Option<u8> {
        let words = &self.lexicon.clauses;
        let rungs = &words.rungs;
        if words.reaching.contains(&claim.lemma) {
            let thing = claim.slot(Role::Undergoer).and_then(|it| clauses.word(it.head as usize));
            return rungs.get("agree").filter(|_| thing.is_some_and(|it| words.pacts.contains(&it.lemma))).copied();
        }
        let next = clauses.word(claim.predicate as usize + 1).map_or("", |it| it.folded.as_str());
        rungs.get(&format!("{} {next}", claim.lemma)).or_else(|| rungs.get(&claim.lemma)).copied()
    }

    pub fn fit(&self, draft: Option<&Slot>, source: Option<&Slot>) -> Fit {
        let (Some(draft), Some(source)) = (draft, source) else { return Fit::Open };
        let (Some(ours), Some(theirs)) = (self.ours(draft.head), self.theirs(source.head)) else { return Fit::Open };
        let is_open = |it: &Word| {
            matches!(it.tag, Tag::Pronoun | Tag::Determiner)
                || it.stem.is_none() && it.tag != Tag::Name && it.tag != Tag::Numeral
        };
        if is_open(ours) || is_open(theirs) {
            return Fit::Open;
        }
        if are_akin(self.lexicon, ours, theirs) {
            return if self.named_apart(draft, source) { Fit::Other } else { Fit::Same };
        }
        let within = |head: u32, slot: &Slot| (slot.first..=slot.last).any(|it| self.akin(head, it));
        if within(draft.head, source) {
            let part = self.lexicon.clauses.parts.contains(&theirs.lemma) && !self.is_ours(source.head);
            return if part { Fit::Part } else { Fit::Same };
        }
        let shares_name = (draft.first..=draft.last)
            .any(|ours| self.ours(ours).is_some_and(|it| it.capital && it.stem.is_some()) && within(ours, source));
        if shares_name || (source.first..=source.last).any(|it| self.akin(draft.head, it)) {
            return Fit::Same;
        }
        // A name and a description may be one: "Northwind" and "the company".
        if ours.capital != theirs.capital { Fit::Open } else { Fit::Other }
    }

    /// Both bear names, and each one that the other has not: "Northwind Rail" and "Northwood Rail".
    pub fn named_apart(&self, draft: &Slot, source: &Slot) -> bool {
        let ours = |it: u32| self.ours(it).is_some_and(|it| it.capital && it.stem.is_some());
        let theirs = |it: u32| self.theirs(it).is_some_and(|it| it.capital && it.stem.is_some());
        // "Article 5" of the charter and of the treaty is one article.
        let number = |it: Option<&'a Word>| it.filter(|it| it.tag == Tag::Numeral).map(|it| it.folded.as_str());
        let numbers: Vec<&str> = (source.first..=source.last).filter_map(|it| number(self.theirs(it))).collect();
        if (draft.first..=draft.last).filter_map(|it| number(self.ours(it))).any(|it| numbers.contains(&it)) {
            return false;
        }
        (draft.first..=draft.last).any(|it| ours(it) && !self.has(it))
            && (source.first..=source.last).any(|it| theirs(it) && !self.is_ours(it))
    }
}

#[cfg(test)]
mod tests {
    use super::spelling;

    #[test]
    fn spellings_of_one_name_meet() {
        let read = |it: &str| String::from_utf8(spelling(it).collect()).unwrap();
        assert_eq!(read("zelenskyy"), "zelensk");
        assert_eq!(read("kharkiv"), "harkiv");
        assert_eq!(read("rybnick"), "rybnik");
        assert_eq!(read("bockhorn"), "bochorn");
        assert_eq!(read("kyi"), "k");
    }
}
