//! The words of a stretch of prose in lower case, each with its place, and phrases among them.
//!
//! A hyphen parts words, an apostrophe does not: "two-faced" is two, "bank's" is one.

use crate::rules::lexicon::phrases::Phrases;
use crate::text::Span;

pub struct Word {
    pub span: Span,
    pub lower: String,
}

pub fn words(prose: &str, within: Span) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    let text = within.of(prose);
    let base = within.start as usize;
    let mut push = |from: usize, to: usize| {
        let raw = text.get(from..to).unwrap_or("").trim_end_matches(['\'', '’']);
        if !raw.is_empty() {
            let lower = raw.to_lowercase().replace('’', "'");
            words.push(Word { span: Span::new(base + from, base + from + raw.len()), lower });
        }
    };
    for (at, it) in text.char_indices() {
        let inside = it.is_alphanumeric() || matches!(it, '\'' | '’') && start.is_some();
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                push(from, at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
    words
}

/// The first phrase of a list among some words, as first and last word.
pub fn find(words: &[Word], phrases: &Phrases<()>) -> Option<(usize, usize)> {
    (0..words.len()).find_map(|idx| Some((idx, at(words, phrases, idx)?)))
}

/// The last word of a phrase that begins at a word.
pub fn at(words: &[Word], phrases: &Phrases<()>, idx: usize) -> Option<usize> {
    let rest = words.get(idx..)?;
    let first = rest.first()?;
    phrases.at(&first.lower).iter().find_map(|(phrase, ())| {
        let n_words = phrase.split(' ').count();
        let same = rest.len() >= n_words && phrase.split(' ').zip(rest).all(|(wanted, it)| it.lower == wanted);
        same.then_some(idx + n_words - 1)
    })
}
