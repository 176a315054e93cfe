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

/// `None` where nothing behind the one number is the opposite of anything behind the other, and where what stands there is
/// both: "old and new".
pub fn opposite(ctx: &Ctx<'_>, draft: &Figure, source: &Figure, candidate: &Candidate) -> Option<Opposite> {
    let theirs = behind(&candidate.prose, source.number_span.end);
    behind(ctx.prose(), draft.number_span.end).into_iter().find_map(|(span, ours)| {
        let (_, theirs) = theirs.iter().find(|(_, theirs)| are_opposite(ctx, ours, theirs))?;
        Some(Opposite { ours: ours.to_string(), span, theirs: theirs.to_string() })
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

/// The words of the phrase that begins with a number: "of them part-time", "full-time posts".
fn behind(prose: &str, from: u32) -> Vec<(Span, &str)> {
    let rest = prose.get(from as usize..).unwrap_or("");
    let end = rest.find([',', ';', ':', '.', '!', '?', '(', ')', '—', '–', '"', '“', '”']).unwrap_or(rest.len());
    let phrase = rest.get(..end).unwrap_or("");
    // "14-year": the number is part of a word.
    let phrase = if phrase.starts_with('-') { "" } else { phrase };
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
