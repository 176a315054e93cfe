//! Speakers' labels at the heads of paragraphs: "HOLM: We dug.", "Q: Where?", and texts that are written so throughout.
//!
//! A label says that the paragraph is speech although no quotation mark stands in it. One label alone may be any heading
//! ("Note: …"); a text is a transcript only where labels come again and again.

use std::collections::BTreeMap;

use super::Text;

/// The words before the colon; nothing where the paragraph opens otherwise. Names and roles have capitals: "Speaker 2",
/// "Ottla Brandvik (mayor)", but not "What she said: …".
pub fn of(prose: &str) -> Option<&str> {
    const LONGEST: usize = 48;
    const WORDS: usize = 4;
    let at = prose.bytes().take(LONGEST).position(|it| it == b':')?;
    let rest = prose.get(at + 1..)?;
    let label = prose.get(..at)?.trim();
    let name = label.split_once(" (").map_or(label, |it| it.0);
    let named = |word: &str| word.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit() || it == '#');
    let starts = name.starts_with(char::is_uppercase);
    let n_words = name.split_whitespace().count();
    let fits = starts && n_words <= WORDS && name.split_whitespace().all(named);
    (fits && rest.starts_with(char::is_whitespace) && !rest.trim().is_empty()).then_some(label)
}

/// Whether a text is speech throughout: a third of its paragraphs have a label, and some speaker has three turns or two
/// have two.
pub fn is_transcript(text: &Text) -> bool {
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    for paragraph in &text.paragraphs {
        if let Some(label) = of(&paragraph.prose) {
            *turns.entry(label).or_default() += 1;
        }
    }
    let n_labels: usize = turns.values().sum();
    let again = turns.values().filter(|n| **n >= 2).count();
    n_labels * 3 >= text.paragraphs.len() && (again >= 2 || turns.values().any(|n| *n >= 3))
}

#[cfg(test)]
mod tests;
