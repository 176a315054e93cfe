//! How two words stand to one another, by a wordnet that is compiled into `rules/lexicon/akin.bin`.
//!
//! A word is looked up once, as [`Senses`]; two of these are compared by walking two sorted lists. No sense of a word is
//! commoner than another here: "bank" is as much a slope as a house, so that whoever asks must look at the part of speech
//! and, for wide words ("thing", "group"), at [`breadth`]. Names of people, places and bodies are not in it, a few apart.
//! Nothing is unpacked, and a user's lexicon does not change it. What was looked up is kept by each thread: it is always
//! the same, and texts are made of the same few thousand words.

pub mod inflect;
pub mod table;

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use table::{FILES, Link, Table};

const BYTES: &[u8] = include_bytes!("../../../rules/lexicon/akin.bin");

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Noun,
    Verb,
    Adjective,
    Adverb,
}

impl Part {
    pub const ALL: [Part; 4] = [Part::Noun, Part::Verb, Part::Adjective, Part::Adverb];
}

/// What the second of two words is to the first, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kin {
    /// One dictionary form: "rose" and "risen".
    Same,
    /// They share a meaning: "talks" and "negotiations".
    Synonym,
    /// Adjectives of one cluster, or verbs of one group: "huge" and "large".
    Similar,
    /// "rise" and "fall", and "decline", which shares the meaning.
    Antonym,
    /// "reject" and "rejection", or a synonym of either.
    Derived,
    /// Opposed at a remove, over a similar adjective ("tiny" and "huge") or a derivation ("approval" and "rejection"), or
    /// as a kind of the opposite, verbs only ("rise" and "plunge"). Less certain.
    Opposed,
    /// The second is wider, by so many steps (1 to 3): "ship" and "vessel".
    Broader(u8),
    Narrower(u8),
    /// "snore" and "sleep".
    Entails,
    Entailed,
    /// "kill" and "die".
    Causes,
    Caused,
    /// The first is a part of the second: "deck" and "ship".
    PartOf,
    HasPart,
    /// Both are derived from one word: "negotiator" and "negotiation".
    Family,
    /// Both are kinds of one thing, with its [`breadth`]: "dog" and "wolf".
    Sibling(u8),
    /// The same with one or two steps more: "biologist" and "astronomer", which is a physicist first.
    Cousin(u8),
}

/// What a word may mean, and what lies near that. Empty for a word that is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Senses {
    /// Dictionary forms by number, sorted.
    lemmas: Vec<u32>,
    /// Meanings with how the word reaches them ([`OWN`] and the bits after it) in the lower twelve bits, sorted.
    near: Vec<u32>,
    /// See [`sorts`].
    sorts: u64,
    depth: u8,
    breadth: u8,
    n_senses: u8,
}

impl Senses {
    /// Of a word that nothing is known of.
    pub const UNKNOWN: Senses =
        Senses { lemmas: Vec::new(), near: Vec::new(), sorts: 0, depth: 0, breadth: 0, n_senses: 0 };
}

const OWN: u32 = 1;
/// One, two and three steps up.
const UP: [u32; 3] = [1 << 1, 1 << 2, 1 << 3];
const SIMILAR: u32 = 1 << 4;
const DERIVED: u32 = 1 << 5;
const ANTONYM: u32 = 1 << 6;
/// The antonym of what is similar, or of what the word is derived from.
const SIMILAR_ANTONYM: u32 = 1 << 7;
const DERIVED_ANTONYM: u32 = 1 << 8;
const ENTAILS: u32 = 1 << 9;
const CAUSES: u32 = 1 << 10;
const WHOLE: u32 = 1 << 11;
const WAY_BITS: u32 = 12;
const WAYS: u32 = (1 << WAY_BITS) - 1;

/// Words kept. Most take less than a kilobyte.
const MAX_KEPT: usize = 6_000;

/// By part of speech, any part first.
type Kept = [FxHashMap<Box<str>, Rc<Senses>>; 5];

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// Looks up a word in lower case, in any inflected form; "laid off" and "prime ministers" count as words.
pub fn senses(word: &str, part: Option<Part>) -> Rc<Senses> {
    KEPT.with_borrow_mut(|all| {
        if all.iter().map(FxHashMap::len).sum::<usize>() > MAX_KEPT {
            *all = Kept::default();
        }
        let Some(kept) = all.get_mut(part.map_or(0, |it| it as usize + 1)) else { return Rc::default() };
        if let Some(senses) = kept.get(word) {
            return Rc::clone(senses);
        }
        let senses = Rc::new(looked_up(word, part));
        kept.insert(word.into(), Rc::clone(&senses));
        senses
    })
}

fn looked_up(word: &str, part: Option<Part>) -> Senses {
    let mut senses = Senses { depth: u8::MAX, ..Senses::default() };
    let Some(table) = Table::of(BYTES) else { return Senses::default() };
    forms(&table, word, part, &mut |lemma, part, _| {
        senses.lemmas.push(lemma);
        for synset in table.synsets(lemma) {
            if table.node(synset).part() == part {
                reach(&table, synset, &mut senses);
            }
        }
    });
    if senses.lemmas.is_empty() {
        return Senses::default();
    }
    senses.lemmas.sort_unstable();
    senses.lemmas.dedup();
    senses.near.sort_unstable();
    // Ways to one meaning are put together.
    senses.near.dedup_by(|later, kept| {
        let is_same = *later >> WAY_BITS == *kept >> WAY_BITS;
        if is_same {
            *kept |= *later & WAYS;
        }
        is_same
    });
    senses
}

fn reach(table: &Table<'_>, synset: u32, senses: &mut Senses) {
    let node = table.node(synset);
    senses.sorts |= 1 << node.file;
    if matches!(node.part(), Part::Noun | Part::Verb) {
        senses.depth = senses.depth.min(node.depth);
    }
    senses.breadth = senses.breadth.max(node.breadth);
    senses.n_senses = senses.n_senses.saturating_add(1);
    let near = &mut senses.near;
    let mut add = |synset: u32, way: u32| near.push(synset << WAY_BITS | way);
    add(synset, OWN);
    for one in table.links(synset, Link::Up) {
        add(one, UP[0]);
        for two in table.links(one, Link::Up) {
            add(two, UP[1]);
            table.links(two, Link::Up).for_each(|three| add(three, UP[2]));
        }
    }
    for similar in table.links(synset, Link::Similar) {
        add(similar, SIMILAR);
        table.links(similar, Link::Antonym).for_each(|it| add(it, SIMILAR_ANTONYM));
    }
    for derived in table.links(synset, Link::Derived) {
        add(derived, DERIVED);
        table.links(derived, Link::Antonym).for_each(|it| add(it, DERIVED_ANTONYM));
    }
    for (kind, way) in
        [(Link::Antonym, ANTONYM), (Link::Entails, ENTAILS), (Link::Causes, CAUSES), (Link::Whole, WHOLE)]
    {
        table.links(synset, kind).for_each(|it| add(it, way));
    }
}

/// The closest relation over all senses of both. Allocates nothing; linear in what lies near them.
pub fn kin(a: &Senses, b: &Senses) -> Option<Kin> {
    let mut closest = None;
    let (mut left, mut right) = (a.near.iter().peekable(), b.near.iter().peekable());
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        let (one, other) = (**one, **other);
        match (one >> WAY_BITS).cmp(&(other >> WAY_BITS)) {
            std::cmp::Ordering::Less => left.next(),
            std::cmp::Ordering::Greater => right.next(),
            std::cmp::Ordering::Equal => {
                let kin = met(one >> WAY_BITS, one & WAYS, other & WAYS);
                // NB: nothing is smaller than any kin, and so is not compared.
                closest = closest.into_iter().chain(kin).min();
                if closest == Some(Kin::Synonym) {
                    break;
                }
                right.next();
                left.next()
            }
        };
    }
    if !share(&a.lemmas, &b.lemmas) {
        return closest;
    }
    // "The rise" and "to rise" are one form, and two words.
    if closest == Some(Kin::Synonym) { Some(Kin::Same) } else { closest.into_iter().chain([Kin::Derived]).min() }
}

/// What two ways to one meaning make of the words that go them.
fn met(synset: u32, a: u32, b: u32) -> Option<Kin> {
    let has = |ways: u32, way: u32| ways & way != 0;
    let either = |one: u32, other: u32| has(a, one) && has(b, other) || has(a, other) && has(b, one);
    let distance = |ways: u32| (1..).zip(UP).find(|(_, way)| has(ways, *way)).map(|(steps, _)| steps);
    let opposed = [
        (OWN, SIMILAR_ANTONYM | DERIVED_ANTONYM),
        (SIMILAR, ANTONYM | SIMILAR_ANTONYM),
        (DERIVED, ANTONYM | DERIVED_ANTONYM),
    ];
    let upper = UP[0] | UP[1];
    let node = || Table::of(BYTES).map(|it| it.node(synset)).unwrap_or_default();
    if has(a & b, OWN) {
        return Some(Kin::Synonym);
    }
    if either(OWN, SIMILAR) {
        return Some(Kin::Similar);
    }
    if either(OWN, ANTONYM) {
        return Some(Kin::Antonym);
    }
    if either(OWN, DERIVED) {
        return Some(Kin::Derived);
    }
    if opposed.iter().any(|(one, other)| either(*one, *other)) || either(ANTONYM, UP[0]) && node().part() == Part::Verb
    {
        return Some(Kin::Opposed);
    }
    if has(b, OWN) {
        return match distance(a) {
            Some(steps) => Some(Kin::Broader(steps)),
            None if has(a, ENTAILS) => Some(Kin::Entails),
            None if has(a, CAUSES) => Some(Kin::Causes),
            None => has(a, WHOLE).then_some(Kin::PartOf),
        };
    }
    if has(a, OWN) {
        return match distance(b) {
            Some(steps) => Some(Kin::Narrower(steps)),
            None if has(b, ENTAILS) => Some(Kin::Entailed),
            None if has(b, CAUSES) => Some(Kin::Caused),
            None => has(b, WHOLE).then_some(Kin::HasPart),
        };
    }
    if has(a & b, DERIVED) {
        return Some(Kin::Family);
    }
    if has(a & b, UP[0] | SIMILAR) {
        return Some(Kin::Sibling(node().breadth));
    }
    (has(a, upper) && has(b, upper)).then(|| Kin::Cousin(node().breadth))
}

fn share(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|it| b.binary_search(it).is_ok())
}

/// Whether a word in lower case, or what it is a form of, is in the table.
pub fn is_known(word: &str, part: Option<Part>) -> bool {
    let mut found = false;
    if let Some(table) = Table::of(BYTES) {
        forms(&table, word, part, &mut |_, _, _| found = true);
    }
    found
}

/// Dictionary forms of a word in lower case: of "rose" "rise" and "rose", of "parties" "party". The word's own form comes
/// first, if it is one.
pub fn lemmas(word: &str, part: Option<Part>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if let Some(table) = Table::of(BYTES) {
        forms(&table, word, part, &mut |_, _, pieces| {
            let form = pieces.concat();
            if !found.contains(&form) {
                found.push(form);
            }
        });
    }
    found
}

/// Steps from the top of the most general of its senses: few for "thing", many for "biologist". 0 without a noun or verb among them.
pub fn depth(senses: &Senses) -> u8 {
    if senses.depth == u8::MAX { 0 } else { senses.depth }
}

/// How much lies below the widest of its senses, as a number of binary digits: 0 for "poodle", 13 for "person", at most 15.
pub fn breadth(senses: &Senses) -> u8 {
    senses.breadth
}

pub fn n_senses(senses: &Senses) -> u8 {
    senses.n_senses
}

pub fn is_unknown(senses: &Senses) -> bool {
    senses.lemmas.is_empty()
}

/// The lexicographer files of its senses, one bit each; [`sort`] gives the bit of one.
pub fn sorts(senses: &Senses) -> u64 {
    senses.sorts
}

/// The bit of "noun.person"; 0 for a name that is none.
pub fn sort(file: &str) -> u64 {
    FILES.iter().position(|it| *it == file).map_or(0, |at| 1 << at)
}

/// Calls with every lemma that a word may be a form of, the part of speech it then is, and the form in pieces.
/// A lemma comes more than once where several ways lead to it within different parts of speech.
fn forms<'a>(table: &Table<'a>, word: &'a str, part: Option<Part>, found: &mut dyn FnMut(u32, Part, [&'a str; 3])) {
    let word = word.strip_suffix("'s").unwrap_or(word);
    let whole = table.lemma([word, "", ""]);
    let is_part = |lemma: u32, part: Part| table.synsets(lemma).any(|it| table.node(it).part() == part);
    for it in part.map_or(&Part::ALL[..], |it| Part::ALL.get(it as usize..=it as usize).unwrap_or(&[])) {
        let it = *it;
        let own = whole.filter(|lemma| is_part(*lemma, it));
        if let Some(lemma) = own {
            found(lemma, it, [word, "", ""]);
        }
        let mut last = own;
        let mut take = |pieces: [&'a str; 3]| {
            if let Some(lemma) = table.lemma(pieces)
                && Some(lemma) != last
                && is_part(lemma, it)
            {
                last = Some(lemma);
                found(lemma, it, pieces);
            }
        };
        // A verb of two words bends the first: "ruled out".
        let (head, tail) = match word.find([' ', '_', '-']).filter(|_| it == Part::Verb) {
            Some(at) => word.split_at_checked(at).unwrap_or((word, "")),
            None => (word, ""),
        };
        table.irregular(head, it).for_each(|lemma| take([lemma, "", tail]));
        // "Number" is hardly ever more numb, nor "tower" more tow.
        let is_thing = part.is_none() && whole.is_some_and(|it| is_part(it, Part::Noun) || is_part(it, Part::Verb));
        if is_thing && matches!(it, Part::Adjective | Part::Adverb) {
            continue;
        }
        inflect::stems(head, it, &mut |stem, ending| {
            // "News" is no plural of "new", nor "gas" of "Ga".
            if own.is_none() || it != Part::Noun || stem.len() > 3 {
                take([stem, ending, tail]);
            }
        });
    }
}

#[cfg(test)]
mod tests;
