//! The right number of the opposite: "14 of them full-time" for "14 of them part-time".

use crate::check::Ctx;
use crate::fact::{Candidate, Figure};
use crate::text::Span;

/// Words right behind the two numbers that say the opposite of one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Opposite {
    /// The draft's word, and where it stands in the paragraph.
    pub ours: String,
    pub span: Span,
    pub theirs: String,
}

/// `None` where nothing behind the one number is the opposite of anything behind the other, and where one side has both
/// words before its next mark: "14 old and new boats".
pub fn opposite(ctx: &Ctx<'_>, draft: &Figure, source: &Figure, candidate: &Candidate) -> Option<Opposite> {
    let (our_from, their_from) = (draft.number_span.end, source.number_span.end);
    let (our_phrase, their_phrase) = (phrase(ctx.prose(), our_from), phrase(&candidate.prose, their_from));
    let has = |phrase: &str, word: &str| phrase.split_whitespace().any(|it| it.eq_ignore_ascii_case(word));
    let theirs = behind(their_phrase, their_from);
    behind(our_phrase, our_from).into_iter().find_map(|(span, ours)| {
        let (_, theirs) = theirs.iter().find(|(_, theirs)| are_opposite(ctx, ours, theirs))?;
        let has_both = has(our_phrase, theirs) || has(their_phrase, ours);
        (!has_both).then(|| Opposite { ours: ours.to_string(), span, theirs: theirs.to_string() })
    })
}

fn are_opposite(ctx: &Ctx<'_>, ours: &str, theirs: &str) -> bool {
    let lexicon = &ctx.rules.lexicon;
    let (ours, theirs) = (ours.to_lowercase(), theirs.to_lowercase());
    let base = |word: &str| lexicon.forms.base(word).unwrap_or(word).to_string();
    lexicon.contrasts.are_opposite(&base(&ours), &base(&theirs))
}

/// How far behind a number words say what it counts.
const REACH: usize = 5;

/// What stands behind a number, up to the next mark.
fn phrase(prose: &str, from: u32) -> &str {
    let rest = prose.get(from as usize..).unwrap_or("");
    let end = rest.find([',', ';', ':', '.', '!', '?', '(', ')', '—', '–', '"', '“', '”']).unwrap_or(rest.len());
    // "14-year": the number is part of a word.
    rest.get(..end).filter(|it| !it.starts_with('-')).unwrap_or("")
}

/// The first words of it, each with its place: "of them part-time", "full-time posts".
fn behind(phrase: &str, from: u32) -> Vec<(Span, &str)> {
    let mut at = from;
    let words = phrase.split(' ').map(|word| {
        let span = Span { start: at, end: at + word.len() as u32 };
        at = span.end + 1;
        (span, word)
    });
    words.filter(|it| !it.1.is_empty()).take_while(|it| !ENDS.contains(&it.1)).take(REACH).collect()
}

/// What comes behind these is said of something else, or of more than what is counted.
const ENDS: &[&str] = &[
    "and", "or", "but", "while", "than", "in", "at", "on", "for", "from", "with", "by", "to", "into", "after",
    "before", "since", "during", "that", "which", "who", "when", "where", "as", "not", "against", "have", "has", "had",
    "more", "up", "down", "per", "a",
];
