//! Phrases by their first or last word, so that a reader looks one word up instead of trying every phrase.
//!
//! Phrases are lower case with single spaces. The longest comes first: "just over" is tried before "over".

use rustc_hash::FxHashMap;

#[derive(Clone, Debug)]
pub struct Phrases<T> {
    by_word: FxHashMap<String, Vec<(String, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { by_word: FxHashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// For reading on from a word.
    pub fn by_first(phrases: impl IntoIterator<Item = (String, T)>) -> Phrases<T> {
        Phrases::by(phrases, |phrase| phrase.split(' ').next().unwrap_or(""))
    }

    /// For looking back from a word.
    pub fn by_last(phrases: impl IntoIterator<Item = (String, T)>) -> Phrases<T> {
        Phrases::by(phrases, |phrase| phrase.rsplit(' ').next().unwrap_or(""))
    }

    fn by(phrases: impl IntoIterator<Item = (String, T)>, key: fn(&str) -> &str) -> Phrases<T> {
        let mut by_word: FxHashMap<String, Vec<(String, T)>> = FxHashMap::default();
        for (phrase, value) in phrases {
            by_word.entry(key(&phrase).to_string()).or_default().push((phrase, value));
        }
        for phrases in by_word.values_mut() {
            phrases.sort_by(|a, b| {
                let words = |it: &str| it.split(' ').count();
                words(&b.0).cmp(&words(&a.0)).then_with(|| a.0.cmp(&b.0))
            });
        }
        Phrases { by_word }
    }

    /// The phrases that hang on a word, longest first.
    pub fn at(&self, word: &str) -> &[(String, T)] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }
}

impl Phrases<()> {
    /// Phrases that stand for nothing but themselves. "high-level" is three tokens, and readers match a hyphen where a
    /// space is wanted, so it is looked up as two words.
    pub fn plain(phrases: Vec<String>) -> Phrases<()> {
        Phrases::by_first(phrases.into_iter().map(|phrase| (phrase.replace('-', " "), ())))
    }
}
