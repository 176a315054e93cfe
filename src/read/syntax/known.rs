//! What a wordnet knows of a word by itself: which parts of speech it may be, and roughly what sort of thing it names.
//!
//! It is what the tagger goes by where the treebank never had the word. A table of lemmas by hash, three bytes a place;
//! regular inflection is taken off when a word is looked up. A word that is not in it is found by mistake about once in
//! ten thousand times, which costs a little certainty and nothing else.

use super::look::{mix, step};

/// Bits of the parts of speech, and the sort: 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub parts: u8,
    pub sort: u8,
}

pub const NOUN: u8 = 1;
pub const VERB: u8 = 2;
pub const ADJECTIVE: u8 = 4;
pub const ADVERB: u8 = 8;
/// Written with a capital.
pub const NAME: u8 = 16;

/// A power of two.
pub const N_PLACES: usize = 1 << 17;
pub const TABLE_LEN: usize = N_PLACES * 3;

/// Where a word's place is looked for first, and what tells it from others there.
pub fn key(word: u32) -> (usize, u32) {
    let mixed = (mix(u64::from(word), 0x5eed) >> 32) as usize;
    (mixed & (N_PLACES - 1), (mixed >> 17) as u32 & 0x7fff)
}

/// Places of three bytes, the least first: fifteen bits of the hash, five of parts, four of sort; without parts it is empty.
/// `examples/train` fills it.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a>(pub &'a [u8]);

impl Table<'_> {
    fn lemma(self, word: u32) -> Known {
        let (first, check) = key(word);
        // NB: bounded, so that a table of rubbish cannot hold it up.
        for step in 0..64 {
            let at = ((first + step) & (N_PLACES - 1)) * 3;
            let Some([a, b, c]) = self.0.get(at..at + 3) else { break };
            let all = u32::from(*a) | u32::from(*b) << 8 | u32::from(*c) << 16;
            let known = Known { parts: (all >> 4) as u8 & 31, sort: all as u8 & 15 };
            if known.parts == 0 {
                break;
            }
            if all >> 9 == check {
                return known;
            }
        }
        Known::default()
    }

    /// What is known of a word in lower case, and of what it may be an inflection of. `word` is the hash of all of it.
    pub fn of(self, folded: &[char], word: u32) -> Known {
        let mut found = self.lemma(word);
        let hash = |stem: &[char]| stem.iter().fold(super::look::WORD, |acc, it| step(acc, *it as u32));
        let mut add = |word: u32, parts: u8| {
            let known = self.lemma(word);
            found.parts |= known.parts & parts;
            if found.sort == 0 && known.parts & parts != 0 {
                found.sort = known.sort;
            }
        };
        match folded {
            [stem @ .., 'i', 'e', 's'] if stem.len() > 1 => {
                add(step(hash(stem), 'y' as u32), NOUN | VERB);
                add(step(step(hash(stem), 'i' as u32), 'e' as u32), NOUN | VERB);
            }
            [stem @ .., 'e', 's'] if stem.len() > 1 => {
                add(hash(stem), NOUN | VERB);
                add(step(hash(stem), 'e' as u32), NOUN | VERB);
            }
            [stem @ .., before, 's'] if stem.len() > 1 && *before != 's' => {
                add(step(hash(stem), *before as u32), NOUN | VERB);
            }
            [stem @ .., 'i', 'e', 'd'] if stem.len() > 1 => add(step(hash(stem), 'y' as u32), VERB),
            [stem @ .., 'e', 'd'] | [stem @ .., 'i', 'n', 'g'] if stem.len() > 1 => {
                add(hash(stem), VERB);
                add(step(hash(stem), 'e' as u32), VERB);
                if let [stem @ .., one, two] = stem
                    && one == two
                {
                    add(step(hash(stem), *one as u32), VERB);
                }
            }
            _ => {}
        }
        found
    }
}
