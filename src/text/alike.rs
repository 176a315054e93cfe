//! The words of a name as they are compared, and how many letters two words are apart.
//!
//! "Léna van der Grot-Vik" and "Lena Grot-Vik" have the same words: marks over letters, words without a capital ("of",
//! "van der") and what stands before the first capital of a word ("al-Sayed") tell no two names apart.

use super::Span;
use super::fold::fold;

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameWord {
    /// In lower case, without accents.
    pub folded: String,
    /// In the name as written.
    pub span: Span,
}

pub fn name_words(name: &str) -> Vec<NameWord> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in name.split_inclusive(char::is_whitespace) {
        let start = at;
        at += part.len();
        let part = part.trim_end();
        let capital = part.char_indices().find(|(_, it)| it.is_uppercase() || it.is_numeric());
        let letter = part.chars().next().is_some_and(|it| it.is_alphabetic() && !it.is_lowercase());
        let Some(first) = capital.map(|it| it.0).or(letter.then_some(0)) else { continue };
        let word = part.get(first..).unwrap_or("").trim_end_matches(|it: char| !it.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        let from = start + first;
        words.push(NameWord { folded: fold(word).text, span: Span::new(from, from + word.len()) });
    }
    words
}

/// The folded words in one string, by single spaces: equal for equal names.
pub fn name_key(words: &[NameWord]) -> String {
    let words: Vec<&str> = words.iter().map(|it| it.folded.as_str()).collect();
    words.join(" ")
}

/// The least number of letters put in, left out, changed or swapped with their neighbour; `None` where it is more than two.
pub fn edits(one: &str, other: &str) -> Option<usize> {
    const MOST: usize = 2;
    /// Longer words are no words.
    const LONGEST: usize = 40;
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().abs_diff(b.len()) > MOST || a.len().max(b.len()) > LONGEST {
        return None;
    }
    // Three rows of the table: two back, one back, and the one being filled.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut least = cell(&last, j) + usize::from(x != y);
            least = least.min(cell(&last, j + 1) + 1).min(cell(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(cell(&before, j - 1) + 1);
            }
            row.push(least);
        }
        if row.iter().all(|it| *it > MOST) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|it| *it <= MOST)
}

#[cfg(test)]
mod tests;
