//! Words of a source that stand outside its marks: speech written without them, or a reporter's sentence.
//!
//! A transcript, an interview and a document are quotable as they stand. In a report, words outside the marks may only be
//! called a paraphrase or the reporter's own where everything says so: a quotation of some length, sound marks around a
//! sentence in the third person, and the draft's speaker there. Where something is missing nothing is said.

use super::Quoted;
use super::align::{Found, Line};
use super::passage::Marked;
use super::say::Said;
use crate::fact::{QuoteUse, SourceKind, SpeakerKind};

/// What words outside a source's marks are.
pub enum Outside {
    /// They stand between marks, or need none here.
    Quotable,
    /// Nobody can tell.
    Unclear,
    /// A paraphrase or the reporter's own words, put in a speaker's mouth.
    Reported(Said),
}

/// Words between a verb of speech and what it reports: "said that the old …".
const FAR: usize = 3;

pub fn outside(quoted: &Quoted<'_, '_>, line: &Line<'_, '_>, (first, last): Found) -> Outside {
    let passage = line.passage;
    let reports = match passage.kind() {
        SourceKind::Report | SourceKind::Rewrite | SourceKind::Unknown => true,
        SourceKind::Primary
        | SourceKind::Transcript
        | SourceKind::Interview
        | SourceKind::Release
        | SourceKind::Mail
        | SourceKind::Notes
        | SourceKind::Own
        | SourceKind::Data => false,
    };
    let inside = (first..=last).filter_map(|idx| line.get(idx)).all(|it| it.quoted.is_some());
    if line.spoken || inside || !reports || !passage.narrated || !quoted.attributed {
        return Outside::Quotable;
    }
    let marked = |idx: usize| {
        line.get(idx).and_then(|it| passage.parts.get(it.part)).map_or(Marked::Loosely, |part| part.marked)
    };
    if marked(first) == Marked::Label {
        return Outside::Quotable;
    }
    let starts = |idx: &usize| line.get(*idx).is_none_or(|it| it.word.sentence);
    let begin = (0..=first).rev().find(starts).unwrap_or(0);
    let end = (last + 1..line.len()).find(starts).unwrap_or(line.len());
    // Somebody speaks of himself or to somebody: speech without marks.
    let in_person = |idx: usize| {
        let word = line.folded(idx);
        let head = word.split('\'').next().unwrap_or(word);
        matches!(head, "i" | "we" | "my" | "our" | "us" | "me" | "you" | "your" | "let")
    };
    if (begin..end).any(in_person) {
        return Outside::Quotable;
    }
    let unquoted = (begin..end).all(|idx| line.get(idx).is_some_and(|it| it.quoted.is_none()));
    let long = quoted.quote.purpose == QuoteUse::Speech && quoted.quote.n_words >= 3;
    let loosely = marked(first) == Marked::Loosely || marked(last) == Marked::Loosely;
    if loosely || !unquoted || !long {
        return Outside::Unclear;
    }
    let reporting = &quoted.ctx.rules.lexicon.quotes.reporting;
    let says = |idx: &usize| reporting.contains(line.folded(*idx));
    let before = (begin..first).rev().find(says).map(|idx| first - idx - 1);
    let after = (last + 1..end).find(says).map(|idx| idx - last - 1);
    match (before, after) {
        (Some(n_between), _) if n_between <= FAR && speaks(quoted, line, begin, end) => {
            Outside::Reported(Said::of(if n_between <= 1 { "paraphrase" } else { "reported" }, first, last))
        }
        // "The sluice was useless, Holm said."
        (None, Some(n_between)) if n_between <= FAR && speaks(quoted, line, begin, end) => {
            Outside::Reported(Said::of("reported", first, last))
        }
        (None, None) if marked(first) == Marked::Soundly && is_named(quoted, line) => {
            Outside::Reported(Said::of("narration", first, last))
        }
        _ => Outside::Unclear,
    }
}

/// Whether the draft's speaker may be the one of the source's sentence.
fn speaks(quoted: &Quoted<'_, '_>, line: &Line<'_, '_>, begin: usize, end: usize) -> bool {
    let pronoun = (begin..end).any(|idx| matches!(line.folded(idx), "he" | "she"));
    match quoted.speaker.map(|it| it.kind) {
        None | Some(SpeakerKind::Pronoun) => true,
        Some(SpeakerKind::Named | SpeakerKind::Unnamed | SpeakerKind::Office) => {
            pronoun || heads(quoted, line, begin, end)
        }
        Some(SpeakerKind::Institution) => heads(quoted, line, begin, end),
        Some(SpeakerKind::Nobody) => false,
    }
}

/// Whether the passage names the draft's speaker.
fn is_named(quoted: &Quoted<'_, '_>, line: &Line<'_, '_>) -> bool {
    quoted.speaker.is_some_and(|it| it.kind == SpeakerKind::Named) && heads(quoted, line, 0, line.len())
}

fn heads(quoted: &Quoted<'_, '_>, line: &Line<'_, '_>, begin: usize, end: usize) -> bool {
    let head = quoted.speaker.map_or("", |it| it.head.rsplit(' ').next().unwrap_or("")).to_lowercase();
    !head.is_empty() && (begin..end).any(|idx| line.folded(idx).trim_end_matches("'s") == head)
}
