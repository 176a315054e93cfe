//! Phrases of several words, looked up by their first: a reader asks at every token, so that a miss must cost one hash.

use rustc_hash::FxHashMap;

#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// Longest first, lower case, parted by single spaces.
    by_first: FxHashMap<String, Vec<String>>,
}

impl Phrases {
    pub fn compile(phrases: Vec<String>) -> Phrases {
        let mut by_first: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for phrase in phrases {
            let first = phrase.split(' ').next().unwrap_or("").to_string();
            // "high-level" is three tokens, and "matches" reads a hyphen where a space is wanted.
            let phrase = phrase.replace('-', " ");
            let first = first.split('-').next().unwrap_or("").to_string();
            by_first.entry(first).or_default().push(phrase);
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by(|left, right| right.len().cmp(&left.len()).then_with(|| left.cmp(right)));
            phrases.dedup();
        }
        Phrases { by_first }
    }

    /// The phrases that begin with a word, longest first.
    pub fn beginning(&self, word: &str) -> &[String] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }
}
