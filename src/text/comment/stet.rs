//! The grammar of a stet: `stet rule-a, rule-b "words": reason`.
//!
//! Nothing of it is required here but the word itself: a stet without rules or a reason comes out with them empty.

use super::{Reach, Stet};
use crate::text::TextSpan;
use crate::text::markup::Front;

/// What stands between a note's marks.
pub(super) fn inner(raw: &str, note: TextSpan) -> TextSpan {
    let words = note.of(raw);
    let (open, close) = if words.starts_with("<!--") {
        (4, if words.ends_with("-->") { 3 } else { 0 })
    } else {
        (1, usize::from(words.ends_with(']')))
    };
    let (start, end) = (note.start as usize + open, (note.end as usize).saturating_sub(close));
    TextSpan::new(start, end.max(start))
}

/// "stet", "Stet: …", not "stetson".
pub(super) fn is_stet(words: &str) -> bool {
    let words = words.trim_start();
    words.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("stet"))
        && words.get(4..).and_then(|it| it.chars().next()).is_none_or(|it| !it.is_alphanumeric() && it != '-')
}

pub(super) fn parse(raw: &str, span: TextSpan, inner: TextSpan, reach: Reach) -> Stet {
    let words = inner.of(raw);
    let body = words.trim_start();
    let start = inner.start as usize + (words.len() - body.len());
    let body = if is_stet(body) { body.get(4..).unwrap_or("") } else { body };
    let start = start + (inner.end as usize - start).min(words.trim_start().len() - body.len());
    let grammar = grammar(body);
    let place = |at: usize, len: usize| TextSpan::new(start + at, start + at + len);
    Stet {
        span,
        rules: grammar.rules.iter().map(|(at, id)| ((*id).to_string(), place(*at, id.len()))).collect(),
        words: grammar.words.map(squeeze),
        reason: squeeze(grammar.reason),
        reach,
    }
}

/// Words may be broken over lines in a comment; the prose that they stand for is not.
fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Grammar<'a> {
    /// With their places in the body.
    rules: Vec<(usize, &'a str)>,
    words: Option<&'a str>,
    reason: &'a str,
}

fn grammar(body: &str) -> Grammar<'_> {
    let mut rules = Vec::new();
    let mut rest = body;
    loop {
        rest = rest.trim_start_matches(|it: char| it.is_whitespace() || it == ',');
        let len = rest.bytes().take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_')).count();
        let id = rest.get(..len).unwrap_or("");
        if !id.bytes().next().is_some_and(|it| it.is_ascii_alphabetic()) {
            break;
        }
        rules.push((body.len() - rest.len(), id));
        rest = rest.get(len..).unwrap_or("");
        // Rules are parted by commas: "stet own count" names one rule and a slip after it.
        if !rest.trim_start().starts_with(',') {
            break;
        }
    }
    rest = rest.trim_start();
    let mut words = None;
    if let Some(open) = rest.chars().next().filter(|it| matches!(it, '"' | '“' | '„' | '«')) {
        let quoted = rest.get(open.len_utf8()..).unwrap_or("");
        if let Some((len, close)) = closing(quoted) {
            words = quoted.get(..len);
            rest = quoted.get(len + close..).unwrap_or("");
        }
    }
    let reason = rest.trim_start().strip_prefix(':').unwrap_or("");
    Grammar { rules, words, reason: reason.trim() }
}

/// The mark that closes the words: one with a colon or nothing after it, else the first.
fn closing(quoted: &str) -> Option<(usize, usize)> {
    let mut first = None;
    for (at, it) in quoted.char_indices().filter(|(_, it)| matches!(it, '"' | '”' | '“' | '»')) {
        let found = Some((at, it.len_utf8()));
        let after = quoted.get(at + it.len_utf8()..).unwrap_or("").trim_start();
        if after.is_empty() || after.starts_with(':') {
            return found;
        }
        first = first.or(found);
    }
    first
}

/// The stets of the front matter, placed where their words stand there.
pub(super) fn of_front(raw: &str, front: Front, all: &[String]) -> Vec<Stet> {
    let mut at = front.inner.start as usize;
    let mut stets = Vec::new();
    for written in all {
        let found = raw.get(at..front.inner.end as usize).and_then(|it| it.find(written.as_str()));
        stets.push(match found {
            Some(offset) => {
                let span = TextSpan::new(at + offset, at + offset + written.len());
                at = span.end as usize;
                parse(raw, span, span, Reach::Text)
            }
            // Written with escapes or over several lines: its words are no slice of the text.
            None => {
                let whole = TextSpan::new(0, written.len());
                let mut stet = parse(written, whole, whole, Reach::Text);
                stet.span = front.at;
                for (_, span) in &mut stet.rules {
                    *span = front.at;
                }
                stet
            }
        });
    }
    stets
}
