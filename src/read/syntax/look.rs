//! What the tagger and the parser see of a word: hashes of its letters, endings and shape, taken once a sentence.
//!
//! Words are compared in lower case, all digits alike, and printer's quotes and dashes as typewriters have them, since
//! that is how the treebank is written.

use super::known::{Known, Table};

/// One word as hashes. Equal words give equal looks on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The word folded.
    pub word: u32,
    /// The first one, two and three characters, folded.
    pub starts: [u32; 3],
    /// The last one to four characters, folded.
    pub ends: [u32; 4],
    /// Capitals, small letters, digits and marks, runs of the same taken together.
    pub shape: u32,
    /// What a wordnet knows of it.
    pub known: Known,
}

/// Where the hash of a whole word begins.
pub const WORD: u32 = 17;

/// One step of hashing; the upper half is the better half.
pub fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Where the hash of a template begins: far from those of all others.
pub fn seed(template: u64) -> u64 {
    mix(0x243f_6a88_85a3_08d3, template)
}

pub fn step(hash: u32, value: u32) -> u32 {
    let mixed = mix(u64::from(hash), u64::from(value) + 1);
    (mixed >> 32) as u32 ^ mixed as u32
}

impl Look {
    /// Of no word: before the first and after the last.
    pub const NONE: Look = Look { word: 1, starts: [1; 3], ends: [1; 4], shape: 1, known: Known { parts: 0, sort: 0 } };

    /// `folded` is room for the characters, kept from word to word.
    pub fn of(table: Table<'_>, word: &str, folded: &mut Vec<char>) -> Look {
        folded.clear();
        let mut shape = 7;
        let mut last = ' ';
        for it in word.chars() {
            // The soft hyphen and its like stand inside words and are not seen.
            if matches!(it, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}') {
                continue;
            }
            let sort = if it.is_ascii_lowercase() {
                folded.push(it);
                'x'
            } else if it.is_ascii_digit() {
                folded.push('0');
                '0'
            } else if it.is_uppercase() {
                folded.extend(it.to_lowercase());
                'X'
            } else if it.is_alphabetic() {
                folded.push(it);
                'x'
            } else {
                fold_mark(it, folded)
            };
            if sort != last {
                shape = step(shape, sort as u32);
                last = sort;
            }
        }
        let hash = |acc: u32, it: &char| step(acc, *it as u32);
        let n = folded.len();
        let mut starts = [0; 3];
        for (len, start) in (1..).zip(&mut starts) {
            *start = folded.get(..len).map_or(3, |it| it.iter().fold(11, hash));
        }
        let mut ends = [0; 4];
        for (len, end) in (1..).zip(&mut ends) {
            *end = n.checked_sub(len).and_then(|from| folded.get(from..)).map_or(5, |it| it.iter().fold(13, hash));
        }
        let word = folded.iter().fold(WORD, hash);
        Look { word, starts, ends, shape, known: table.of(folded, word) }
    }
}

fn fold_mark(it: char, folded: &mut Vec<char>) -> char {
    let mark = match it {
        '‘' | '’' | 'ʼ' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' => {
            folded.push('-');
            '-'
        }
        '…' => {
            folded.extend(['.', '.']);
            '.'
        }
        it => it,
    };
    folded.push(mark);
    mark
}
