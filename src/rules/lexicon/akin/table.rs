//! The compiled table of `rules/lexicon/akin.bin`: which words share a meaning, and which meanings hang together.
//!
//! It is read where it lies: whole numbers of two to four bytes, little end first, in sections that the head counts.
//! A lemma is a hash and never a text, so that a word that is not in it is found by mistake about once in thirty thousand
//! times. A number outside the table is answered with nothing, and walks are bounded: rubbish cannot hold it up.
//! `examples/akin.rs` writes what is read here.

use super::Part;

/// Lexicographer files, in the order of their numbers.
pub const FILES: [&str; 45] = [
    "noun.Tops",
    "noun.act",
    "noun.animal",
    "noun.artifact",
    "noun.attribute",
    "noun.body",
    "noun.cognition",
    "noun.communication",
    "noun.event",
    "noun.feeling",
    "noun.food",
    "noun.group",
    "noun.location",
    "noun.motive",
    "noun.object",
    "noun.person",
    "noun.phenomenon",
    "noun.plant",
    "noun.possession",
    "noun.process",
    "noun.quantity",
    "noun.relation",
    "noun.shape",
    "noun.state",
    "noun.substance",
    "noun.time",
    "verb.body",
    "verb.change",
    "verb.cognition",
    "verb.communication",
    "verb.competition",
    "verb.consumption",
    "verb.contact",
    "verb.creation",
    "verb.emotion",
    "verb.motion",
    "verb.perception",
    "verb.possession",
    "verb.social",
    "verb.stative",
    "verb.weather",
    "adj.all",
    "adj.pert",
    "adj.ppl",
    "adv.all",
];

/// From one meaning to another. The numbers are those in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// To what it is a kind of.
    Up,
    Similar,
    /// Derivation, pertainym, participle: "reject" and "rejection".
    Derived,
    Antonym,
    Entails,
    Causes,
    /// To what it is a part of.
    Whole,
}

impl Link {
    pub const ALL: [Link; 7] =
        [Link::Up, Link::Similar, Link::Derived, Link::Antonym, Link::Entails, Link::Causes, Link::Whole];
}

/// What stands in the table for a meaning by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// An index into [`FILES`].
    pub file: u8,
    /// Steps up to the top, at most 31.
    pub depth: u8,
    /// How much lies below it, as the number of binary digits of the count, at most 15.
    pub breadth: u8,
}

impl Node {
    pub fn pack(self) -> u16 {
        u16::from(self.file & 63) | u16::from(self.depth.min(31)) << 6 | u16::from(self.breadth.min(15)) << 11
    }

    fn unpack(all: u16) -> Node {
        Node { file: all as u8 & 63, depth: (all >> 6) as u8 & 31, breadth: (all >> 11) as u8 & 15 }
    }

    pub fn part(self) -> Part {
        match self.file {
            0..=25 => Part::Noun,
            26..=40 => Part::Verb,
            41..=43 => Part::Adjective,
            _ => Part::Adverb,
        }
    }
}

/// Bits of a meaning's number in a link; the link's own number stands above them.
pub const SYNSET_BITS: u32 = 17;

/// Of a word in lower case that is given in pieces; "lay-off", "lay_off" and "lay off" are one.
pub fn hash(pieces: [&str; 3]) -> u32 {
    let mut acc = 0xcbf2_9ce4_8422_2325_u64;
    for byte in pieces.iter().flat_map(|it| it.bytes()) {
        let byte = if matches!(byte, b'-' | b'_') { b' ' } else { byte };
        acc = (acc ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    acc ^= acc >> 32;
    (acc.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Counts at the head: lemmas, senses, meanings, links, irregular forms; the text is the rest.
pub const HEAD_LEN: usize = 5 * 4;
pub const FORM_LEN: usize = 9;

/// Sections in the order in which they lie.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// Four bytes a lemma, sorted.
    hashes: &'a [u8],
    /// Three bytes a lemma: its first sense; its last stands before the next one's first.
    first_senses: &'a [u8],
    /// Three bytes a sense: its meaning.
    senses: &'a [u8],
    /// Two bytes a meaning.
    nodes: &'a [u8],
    /// Three bytes a meaning, as with senses.
    first_links: &'a [u8],
    /// Three bytes a link.
    links: &'a [u8],
    /// Irregular forms, sorted by hash: hash, part of speech, where the lemma stands in the text, and its length.
    forms: &'a [u8],
    text: &'a [u8],
}

impl<'a> Table<'a> {
    pub fn of(bytes: &'a [u8]) -> Option<Table<'a>> {
        let (head, rest) = bytes.split_at_checked(HEAD_LEN)?;
        let count = |at: usize| number(head, at, 4).map(|it| it as usize);
        let (n_lemmas, n_senses, n_synsets) = (count(0)?, count(1)?, count(2)?);
        let (n_links, n_forms) = (count(3)?, count(4)?);
        let (hashes, rest) = rest.split_at_checked(n_lemmas.checked_mul(4)?)?;
        let (first_senses, rest) = rest.split_at_checked(n_lemmas.checked_mul(3)?)?;
        let (senses, rest) = rest.split_at_checked(n_senses.checked_mul(3)?)?;
        let (nodes, rest) = rest.split_at_checked(n_synsets.checked_mul(2)?)?;
        let (first_links, rest) = rest.split_at_checked(n_synsets.checked_mul(3)?)?;
        let (links, rest) = rest.split_at_checked(n_links.checked_mul(3)?)?;
        let (forms, text) = rest.split_at_checked(n_forms.checked_mul(FORM_LEN)?)?;
        Some(Table { hashes, first_senses, senses, nodes, first_links, links, forms, text })
    }

    pub fn lemma(&self, pieces: [&str; 3]) -> Option<u32> {
        let wanted = hash(pieces);
        let hash_at = |at: usize| number(self.hashes, at, 4);
        let at = first(self.hashes.len() / 4, |at| hash_at(at).is_some_and(|it| it < wanted));
        (hash_at(at) == Some(wanted)).then_some(at as u32)
    }

    /// The meanings that a lemma has, in no order that tells which is common.
    pub fn synsets(&self, lemma: u32) -> impl Iterator<Item = u32> + use<'a> {
        let senses = self.senses;
        row(self.first_senses, lemma, senses.len() / 3).filter_map(move |at| number(senses, at, 3))
    }

    pub fn node(&self, synset: u32) -> Node {
        Node::unpack(number(self.nodes, synset as usize, 2).unwrap_or(0) as u16)
    }

    pub fn links(&self, synset: u32, kind: Link) -> impl Iterator<Item = u32> + use<'a> {
        let links = self.links;
        row(self.first_links, synset, links.len() / 3)
            .filter_map(move |at| number(links, at, 3))
            .filter(move |it| it >> SYNSET_BITS == kind as u32)
            .map(|it| it & ((1 << SYNSET_BITS) - 1))
    }

    /// What a form is an irregular one of: "rose", a verb, of "rise".
    pub fn irregular(&self, form: &str, part: Part) -> impl Iterator<Item = &'a str> + use<'a> {
        let wanted = hash([form, "", ""]);
        let forms = self.forms;
        let text = self.text;
        let hash_at = |at: usize| forms.get(at * FORM_LEN..).and_then(|it| number(it, 0, 4));
        let start = first(forms.len() / FORM_LEN, |at| hash_at(at).is_some_and(|it| it < wanted));
        forms
            .chunks_exact(FORM_LEN)
            .skip(start)
            .take_while(move |it| number(it, 0, 4) == Some(wanted))
            .filter(move |it| it.get(4) == Some(&(part as u8)))
            .filter_map(move |it| {
                let at = number(it.get(5..)?, 0, 3)? as usize;
                let len = usize::from(*it.get(8)?);
                std::str::from_utf8(text.get(at..at + len)?).ok()
            })
    }
}

/// The places of one row in a section of `n` places, from the first places of the rows.
fn row(firsts: &[u8], idx: u32, n: usize) -> std::ops::Range<usize> {
    let idx = idx as usize;
    let Some(start) = number(firsts, idx, 3) else { return 0..0 };
    let end = number(firsts, idx + 1, 3).map_or(n, |it| it as usize);
    start as usize..end.min(n)
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    let bytes = bytes.get(at.checked_mul(len)?..)?.get(..len)?;
    Some(bytes.iter().rev().fold(0, |acc, byte| acc << 8 | u32::from(*byte)))
}

/// The first place of `n` that does not lie before what is looked for.
fn first(n: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
