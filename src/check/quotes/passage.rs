//! Passages: source paragraphs that candidates come from, as words, with what is known of the marks around them.
//!
//! Several candidates may come from one paragraph, and one quotation may run over several paragraphs; a passage is a run
//! of neighbouring paragraphs of one source, so that neither matters to comparing.

use super::words::{self, Word, Words};
use crate::fact::{Candidate, SourceKind, SourceRef, Trust};
use crate::finding::{Evidence, Relation};
use crate::rules::lexicon::quotes::Quotes;
use crate::text::{Span, label, marks};

/// One paragraph of a source and the candidates that come from it.
pub struct Part<'a> {
    pub text: &'a str,
    /// In the source's text, as far as the candidate tells.
    start: u32,
    pub candidates: Vec<&'a Candidate>,
    pub marked: Marked,
}

/// What the marks of a paragraph tell of the words outside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// There are none.
    Not,
    /// Each has its counterpart: what stands outside is nobody's speech.
    Soundly,
    /// One is missing or left over: any word may be speech.
    Loosely,
    /// The paragraph opens with a speaker's label: all is speech.
    Label,
}

/// A word of a passage.
#[derive(Clone, Copy)]
pub struct Spoken {
    pub word: Word,
    /// Index of its paragraph.
    pub part: usize,
    /// Number of the quotation that it stands in, counted through the passage.
    pub quoted: Option<u32>,
}

pub struct Passage<'a> {
    pub parts: Vec<Part<'a>>,
    /// Folded words, by part.
    folded: Vec<Words>,
    pub all: Vec<Spoken>,
    /// There are quotation marks, or verbs of speech: somebody reports, as opposed to a transcript or a document.
    pub narrated: bool,
}

/// Paragraphs nearer than this many bytes are neighbours: a blank line, a list mark or a block mark between them.
const NEIGHBOURS: u32 = 8;

/// All passages of some candidates, in the order of path and place; leads and withdrawn sources left out.
pub fn passages<'a>(lexicon: &Quotes, candidates: &[&'a Candidate]) -> Vec<Passage<'a>> {
    of_trust(lexicon, candidates, Trust::counts)
}

/// Those of leads alone.
pub fn leads<'a>(lexicon: &Quotes, candidates: &[&'a Candidate]) -> Vec<Passage<'a>> {
    of_trust(lexicon, candidates, |trust| trust == Trust::Lead)
}

/// Those of withdrawn sources alone.
pub fn withdrawn<'a>(lexicon: &Quotes, candidates: &[&'a Candidate]) -> Vec<Passage<'a>> {
    of_trust(lexicon, candidates, |trust| trust == Trust::Withdrawn)
}

fn of_trust<'a>(lexicon: &Quotes, candidates: &[&'a Candidate], wanted: fn(Trust) -> bool) -> Vec<Passage<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    for &candidate in candidates.iter().filter(|it| wanted(it.source.trust)) {
        let text: &str = if candidate.paragraph.is_empty() { &candidate.prose } else { &candidate.paragraph };
        let same = |part: &&mut Part<'a>| {
            part.text == text
                && part.candidates.first().is_some_and(|it| it.source.path == candidate.source.path)
                && part.start.abs_diff(start_of(candidate)) <= text.len() as u32
        };
        match parts.iter_mut().find(same) {
            Some(part) => part.candidates.push(candidate),
            None => {
                parts.push(Part { text, start: start_of(candidate), candidates: vec![candidate], marked: Marked::Not })
            }
        }
    }
    parts.sort_by(|one, other| (one.path(), one.start).cmp(&(other.path(), other.start)));
    let mut passages: Vec<Vec<Part<'a>>> = Vec::new();
    for part in parts {
        match passages.last_mut() {
            Some(last) if last.last().is_some_and(|it| it.is_before(&part)) => last.push(part),
            _ => passages.push(vec![part]),
        }
    }
    passages.into_iter().map(|parts| Passage::of(lexicon, parts)).collect()
}

fn marked(text: &str, pairs: &[marks::Pair]) -> Marked {
    let n_marks = |marks: &[char]| text.chars().filter(|it| marks.contains(it)).count();
    let missing = pairs.iter().any(|it| it.open.is_empty() || it.close.is_empty());
    let left_over = n_marks(&['"']) % 2 == 1 || n_marks(&['“', '„']) != n_marks(&['”']);
    if label::of(text).is_some() {
        Marked::Label
    } else if missing || left_over {
        Marked::Loosely
    } else if pairs.is_empty() {
        Marked::Not
    } else {
        Marked::Soundly
    }
}

fn start_of(candidate: &Candidate) -> u32 {
    candidate.place.span.start.saturating_sub(candidate.within.start)
}

/// "HOLM: What I told them is this": a transcript's turn is speech, whatever it tells of others. "Note: Holm said" is not.
fn is_turn(text: &str) -> bool {
    let Some((label, words)) = text.split_once(':') else {
        return false;
    };
    let loud = label.chars().any(char::is_uppercase) && !label.chars().any(char::is_lowercase);
    loud && words.starts_with(' ') && label.len() <= MAX_LABEL
}

/// A speaker's label is a name, perhaps with a title or a number: in bytes.
const MAX_LABEL: usize = 40;

impl Part<'_> {
    fn path(&self) -> &str {
        self.candidates.first().map_or("", |it| it.source.path.as_str())
    }

    fn is_before(&self, next: &Part<'_>) -> bool {
        let end = self.start + self.text.len() as u32;
        self.path() == next.path() && next.start > self.start && next.start <= end + NEIGHBOURS
    }
}

impl<'a> Passage<'a> {
    fn of(lexicon: &Quotes, mut parts: Vec<Part<'a>>) -> Passage<'a> {
        let mut passage = Passage { parts: Vec::new(), folded: Vec::new(), all: Vec::new(), narrated: false };
        let mut n_quotes = 0;
        for (idx, part) in parts.iter_mut().enumerate() {
            let pairs = marks::pairs(part.text, |word| lexicon.elided.contains(word));
            part.marked = marked(part.text, &pairs);
            let words = words::words(lexicon, part.text, Span::new(0, part.text.len()));
            let turn = is_turn(part.text);
            let mut outer = pairs.iter().filter(|pair| pair.depth == 0).peekable();
            for word in &words.all {
                while outer.next_if(|pair| pair.close.end <= word.span.start).is_some() {
                    n_quotes += 1;
                }
                let quoted = outer.peek().filter(|pair| pair.open.end <= word.span.start).map(|_| n_quotes);
                passage.all.push(Spoken { word: *word, part: idx, quoted });
                let reports = quoted.is_some() || lexicon.reporting.contains(words.folded(word));
                passage.narrated |= reports && !turn;
            }
            n_quotes += 1;
            passage.folded.push(words);
        }
        passage.parts = parts;
        passage
    }

    pub fn folded(&self, spoken: &Spoken) -> &str {
        self.folded.get(spoken.part).map_or("", |words| words.folded(&spoken.word))
    }

    pub fn candidate(&self) -> Option<&'a Candidate> {
        self.parts.first()?.candidates.first().copied()
    }

    pub fn source(&self) -> Option<&'a SourceRef> {
        self.candidate().map(|it| &it.source)
    }

    /// Quotations may be compared word for word, and faults found by it.
    pub fn faults(&self) -> bool {
        self.candidate()
            .is_some_and(|it| it.source.verbatim && !matches!(it.source.kind, SourceKind::Notes | SourceKind::Own))
    }

    pub fn kind(&self) -> SourceKind {
        self.candidate().map_or(SourceKind::Unknown, |it| it.source.kind)
    }

    pub fn is_confidential(&self) -> bool {
        self.candidate().is_some_and(|it| it.source.confidential)
    }

    /// The source's own words from one word to another, both included, where they stand in one paragraph.
    pub fn text(&self, first: &Spoken, last: &Spoken) -> Option<&'a str> {
        let part = self.parts.get(first.part).filter(|_| first.part == last.part)?;
        part.text.get(first.word.span.start as usize..last.word.span.end as usize)
    }

    /// The place of some words, with them in focus.
    pub fn evidence(&self, first: &Spoken, last: &Spoken, relation: Relation) -> Option<(Evidence, &'a Candidate)> {
        let part = self.parts.get(first.part)?;
        let span = if first.part == last.part { first.word.span.cover(last.word.span) } else { first.word.span };
        let overlaps = |it: &&&Candidate| it.within.overlaps(span);
        let candidate = part.candidates.iter().find(overlaps).or(part.candidates.first()).copied()?;
        if !candidate.within.overlaps(span) {
            return Some((Evidence::whole(candidate, relation), candidate));
        }
        let start = span.start.saturating_sub(candidate.within.start);
        let end = (span.end.saturating_sub(candidate.within.start)).min(candidate.prose.len() as u32);
        Some((Evidence::at(candidate, relation, Span { start: start.min(end), end }), candidate))
    }
}
