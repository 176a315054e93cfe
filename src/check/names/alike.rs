//! Two words of two names: the same in another dress, a slip of a letter or two, or words of their own.
//!
//! "Müller" and "Mueller", "Kyslytsya" and "Kyslytsia", "al-Sayed" and "Sayed" are one word in two dresses; "Solvaag" and
//! "Solvag" are a slip; "Petrov" and "Petrova" are two people.

use crate::rules::lexicon::Lexicon;
use crate::text::alike::edits;
use crate::text::fold::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    Same,
    /// One sound written in two ways: outlets differ.
    Transliterated,
    /// So many letters apart.
    Slip(usize),
    Apart,
}

/// A word of four letters or fewer is too short to be told from another by one of them.
const SHORTEST: usize = 4;

/// Two letters tell a slip only in a word of so many.
const LONG: usize = 7;

/// Both words as written.
pub fn alike(lexicon: &Lexicon, ours: &str, theirs: &str) -> Alike {
    let (a, b) = (bare(ours), bare(theirs));
    if a == b || spelt_out(ours) == b || a == spelt_out(theirs) || article(lexicon, ours, theirs) {
        return Alike::Same;
    }
    let local = |word: &str| lexicon.quotes.spellings.get(word).cloned().unwrap_or_else(|| word.to_string());
    if is_inflected(lexicon, &a, &b) || is_inflected(lexicon, &b, &a) || local(&a) == local(&b) {
        return Alike::Same;
    }
    if sound(lexicon, &a) == sound(lexicon, &b) {
        return Alike::Transliterated;
    }
    let (shorter, longer) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    if a.chars().next() != b.chars().next() || longer < SHORTEST || shorter < SHORTEST {
        return Alike::Apart;
    }
    match edits(&a, &b) {
        Some(n @ 1) => Alike::Slip(n),
        Some(n @ 2) if longer >= LONG => Alike::Slip(n),
        _ => Alike::Apart,
    }
}

/// Folded, letters and digits alone.
pub fn bare(word: &str) -> String {
    fold(word).text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// "Müller" as "mueller", "Solvåg" as "solvaag".
fn spelt_out(word: &str) -> String {
    let mut spelt = String::new();
    for it in word.to_lowercase().chars() {
        match it {
            'ä' | 'æ' => spelt.push_str("ae"),
            'ö' | 'ø' | 'œ' => spelt.push_str("oe"),
            'ü' => spelt.push_str("ue"),
            'å' => spelt.push_str("aa"),
            'ß' => spelt.push_str("ss"),
            it => spelt.push(it),
        }
    }
    fold(&spelt).text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// "Al-Sayed" and "Sayed".
fn article(lexicon: &Lexicon, ours: &str, theirs: &str) -> bool {
    let tail = |word: &str| {
        let folded = fold(word).text;
        let cut = folded.split_once(['-', '\'']).filter(|it| lexicon.names.particles.contains(it.0));
        cut.map(|it| it.1.to_string())
    };
    let (a, b) = (fold(ours).text, fold(theirs).text);
    match (tail(ours), tail(theirs)) {
        (Some(one), Some(other)) => one == other,
        (Some(one), None) => one == b,
        (None, Some(other)) => other == a,
        (None, None) => false,
    }
}

/// A plural, a genitive, or the name of a husband's wife: "Grots", "Petrova".
fn is_inflected(lexicon: &Lexicon, longer: &str, shorter: &str) -> bool {
    longer.strip_prefix(shorter).is_some_and(|end| lexicon.names.name_endings.contains(end))
}

/// What is left when each way of writing a sound is written in one.
fn sound(lexicon: &Lexicon, word: &str) -> String {
    let mut sound = word.to_string();
    for (written, meant) in &lexicon.names.transliterations {
        let (written, at_end) = match written.strip_suffix('$') {
            Some(end) => (end, true),
            None => (written.as_str(), false),
        };
        if at_end {
            if let Some(head) = sound.strip_suffix(written) {
                sound = format!("{head}{meant}");
            }
        } else if sound.contains(written) {
            sound = sound.replace(written, meant);
        }
    }
    sound
}

#[cfg(test)]
mod tests;
