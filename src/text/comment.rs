//! Notes to the desk inside a text: stets, CQ, and front matter, with their spans.
//!
//! A note that cannot be understood is still a note: it is never prose, and a stet without a rule or a reason is kept
//! as it is, for a rule to report. Brackets count only where a reader would see them, not in code or link targets.

mod front;
mod stet;

use memchr::memmem;

use super::TextSpan;
use super::markup::Markup;

/// All notes of one text, sorted by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comments {
    pub stets: Vec<Stet>,
    /// `<!-- CQ -->` or `[CQ]`: the name before it is spelt as it should be.
    pub checked: Vec<TextSpan>,
    pub front: FrontMatter,
    /// Every byte that is a note, and so never prose: HTML comments, bracketed stets and CQs, front matter.
    pub spans: Vec<TextSpan>,
}

/// "Let it stand": silences rules at some words, or in a whole paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Stet {
    /// The whole note, marks included.
    pub span: TextSpan,
    /// Rule ids as written, each with its own span.
    pub rules: Vec<(String, TextSpan)>,
    /// The quoted words that it is about, without the marks; `None` is the whole paragraph.
    pub words: Option<String>,
    /// Why; empty where the writer left it out.
    pub reason: String,
    pub reach: Reach,
}

/// How far a stet reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The paragraph that begins after it.
    Next,
    /// The line that it ends.
    Line,
    /// The whole text: it stands in the front matter.
    Text,
}

/// What a text says of itself between `---` (YAML) or `+++` (TOML).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    pub span: Option<TextSpan>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub kind: Option<String>,
    /// ISO date, as far as given.
    pub date: Option<String>,
    pub url: Option<String>,
    pub origin: Option<String>,
    pub language: Option<String>,
    pub trust: Option<String>,
    pub verbatim: Option<bool>,
    pub confidential: Option<bool>,
    pub embargo: Option<String>,
    pub supersedes: Option<String>,
    /// Of wire copy: the agency says that the story is not to be used.
    pub killed: bool,
    pub speakers: Vec<String>,
    pub interviews: Vec<Interview>,
    pub anonymous: Vec<Attestation>,
    /// What does not parse, with its place: never a reason not to read the text.
    pub mistakes: Vec<(TextSpan, String)>,
}

/// `interviews: [{who, date, how}]`: the writer has it first-hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Interview {
    pub who: String,
    pub date: Option<String>,
    pub how: Option<String>,
}

/// `anonymous: [{id, known_to, reason, approved_by, date}]`: the desk knows who it is, and lets them stay unnamed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attestation {
    /// How the text calls them, or a mark of the desk's own.
    pub id: Option<String>,
    pub known_to: Option<String>,
    pub reason: Option<String>,
    pub approved_by: Option<String>,
    pub date: Option<String>,
}

pub fn comments(raw: &str, markup: &Markup) -> Comments {
    let (front, front_stets) = front::read(raw, markup);
    let mut comments = Comments { front, ..Comments::default() };
    let mut notes: Vec<TextSpan> = markup.notes.clone();
    if markup.format == super::Format::Plain {
        notes.extend(marked(raw, markup));
    }
    notes.extend(bracketed(raw, markup));
    notes.sort_unstable();
    // NB: what stands in brackets inside a comment is part of the comment.
    let mut until = 0;
    notes.retain(|it| {
        let apart = it.start >= until;
        until = until.max(it.end);
        apart
    });
    let mut before: Option<Placed> = None;
    for note in &notes {
        let placed = place(raw, *note, before);
        before = Some(placed);
        let inner = stet::inner(raw, *note);
        let words = inner.of(raw);
        if is_check(words) {
            comments.checked.push(*note);
        } else if stet::is_stet(words) {
            let reach = if placed.after_words { Reach::Line } else { Reach::Next };
            comments.stets.push(stet::parse(raw, *note, inner, reach));
        }
    }
    if let Some(front) = markup.front {
        comments.stets.extend(stet::of_front(raw, front, &front_stets));
        notes.push(front.at);
        notes.sort_unstable();
    }
    comments.stets.sort_by_key(|it| it.span);
    comments.spans = notes;
    comments
}

/// "CQ", "CQ: spelt by himself"; not "CQB".
fn is_check(words: &str) -> bool {
    let words = words.trim_start();
    let head = words.get(..2).unwrap_or("");
    let next = words.get(2..).and_then(|it| it.chars().next());
    head.eq_ignore_ascii_case("cq") && next.is_none_or(|it| !it.is_alphanumeric())
}

/// `<!-- … -->` in plain text. One that nobody closes is prose.
fn marked(raw: &str, markup: &Markup) -> Vec<TextSpan> {
    let mut found = Vec::new();
    let mut until = 0;
    for at in memmem::find_iter(raw.as_bytes(), b"<!--") {
        if at < until || !markup.shows(at as u32) {
            continue;
        }
        let Some(len) = raw.get(at..).and_then(|rest| memmem::find(rest.as_bytes(), b"-->")) else { break };
        until = at + len + 3;
        found.push(TextSpan::new(at, until));
    }
    found
}

/// `[stet …]` and `[CQ]`, closed in the same paragraph and not the words of a link.
fn bracketed(raw: &str, markup: &Markup) -> Vec<TextSpan> {
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b'[', raw.as_bytes()) {
        let rest = raw.get(at + 1..).unwrap_or("");
        let head = rest.get(..4).unwrap_or(rest);
        let stet = head.eq_ignore_ascii_case("stet");
        if !(stet && stet::is_stet(rest) || is_check(rest)) || !markup.shows(at as u32) {
            continue;
        }
        let Some(len) = bracket_len(rest) else { continue };
        // "[CQ](https://…)" is a link.
        if rest.get(len + 1..).is_some_and(|it| it.starts_with(['(', '['])) && !stet {
            continue;
        }
        found.push(TextSpan::new(at, at + 1 + len + 1));
    }
    found
}

/// Bytes to the closing bracket; one inside quotation marks closes nothing.
fn bracket_len(rest: &str) -> Option<usize> {
    const LONGEST: usize = 2_000;
    let mut quoted = false;
    let mut blank = false;
    let mut fallback = None;
    for (at, it) in rest.char_indices().take(LONGEST) {
        match it {
            '"' => quoted = !quoted,
            '“' => quoted = true,
            '”' => quoted = false,
            ']' if !quoted => return Some(at),
            ']' => fallback = fallback.or(Some(at)),
            '\n' if blank => break,
            _ => {}
        }
        blank = it == '\n' || blank && it.is_whitespace();
    }
    fallback
}

/// A note and what stands before it on its line.
#[derive(Clone, Copy)]
struct Placed {
    note: TextSpan,
    /// Where its line begins.
    line: usize,
    /// A note after words reaches the line that it ends; one with no words before it, the paragraph after it.
    after_words: bool,
}

/// NB: goes back to the note before and no further, so that a line full of notes is gone through once.
fn place(raw: &str, note: TextSpan, before: Option<Placed>) -> Placed {
    let start = note.start as usize;
    let from = before.map_or(0, |it| it.note.start as usize);
    let broken = raw.get(from..start).unwrap_or("").rfind(['\n', '\r']).map(|at| from + at + 1);
    let line = broken.or(before.map(|it| it.line)).unwrap_or(0);
    let after_words = match before.filter(|it| it.note.end as usize > line) {
        None => has_words(raw.get(line..start).unwrap_or("")),
        Some(it) if has_words(raw.get(it.note.end as usize..start).unwrap_or("")) => true,
        // Other notes on the line are no words.
        Some(it) => it.note.start as usize > line && it.after_words,
    };
    Placed { note, line, after_words }
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
