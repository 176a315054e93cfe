//! Stets: which findings a writer waved through, and which stets silence nothing any more or never could.

mod write;

pub(super) use write::stets as write;

use super::Engine;
use super::draft::Draft;
use super::findings::{Placed, fill, severity};
use crate::finding::{Edit, Finding, Safety, Suggestion, Weight};
use crate::rules::nearest;
use crate::text::comment::{Reach, Stet};
use crate::text::{Paragraph, Span, Text, TextSpan};
use xxhash_rust::xxh3::xxh3_128;

/// What is left of the findings, and what is to be said of the stets themselves.
pub(super) fn apply<'a>(engine: &Engine, draft: &Draft, placed: Vec<Placed<'a>>) -> (Vec<Placed<'a>>, Vec<Finding>) {
    let stets = &draft.text.comments.stets;
    if stets.is_empty() {
        return (placed, Vec::new());
    }
    let mut used = vec![false; stets.len()];
    let mut kept = Vec::new();
    for it in placed {
        let mut silenced = false;
        for (stet, used) in stets.iter().zip(&mut used) {
            if is_valid(engine, stet) && silences(&draft.text, stet, &it) {
                *used = true;
                silenced = true;
            }
        }
        if !silenced {
            kept.push(it);
        }
    }
    let mut about = Vec::new();
    for (stet, used) in stets.iter().zip(used) {
        about.extend(invalid(engine, draft, stet));
        if !used && is_valid(engine, stet) {
            about.extend(lapsed(engine, draft, stet));
        }
    }
    (kept, about)
}

fn is_valid(engine: &Engine, stet: &Stet) -> bool {
    !stet.rules.is_empty()
        && !stet.reason.is_empty()
        && stet.rules.iter().all(|(id, _)| engine.rules.rule(id).is_some())
}

fn silences(text: &Text, stet: &Stet, it: &Placed<'_>) -> bool {
    let Placed { paragraph_idx, paragraph, span, .. } = *it;
    let spot = Spot { paragraph_idx, paragraph, prose: it.raised.span, span };
    let is_of = |id: &str| id == it.rule.id || it.instead_of == Some(id);
    stet.rules.iter().any(|(id, _)| is_of(id)) && covers(text, stet, &spot)
}

/// Where a finding is.
struct Spot<'a> {
    paragraph_idx: usize,
    paragraph: &'a Paragraph,
    /// In the paragraph's prose.
    prose: Span,
    span: TextSpan,
}

fn covers(text: &Text, stet: &Stet, it: &Spot<'_>) -> bool {
    reaches(text, stet, it) && is_about(stet, it)
}

fn reaches(text: &Text, stet: &Stet, it: &Spot<'_>) -> bool {
    match stet.reach {
        Reach::Text => true,
        Reach::Next => {
            let next = text.paragraphs.iter().position(|it| it.at.start >= stet.span.end);
            next == Some(it.paragraph_idx)
        }
        Reach::Line => {
            let raw = &text.raw;
            let head = raw.get(..stet.span.start as usize).unwrap_or("");
            let line_start = head.rfind('\n').map_or(0, |at| at + 1) as u32;
            let line = TextSpan { start: line_start, end: stet.span.end };
            match stet.words {
                Some(_) => line.overlaps(it.span),
                None => it.paragraph.at.overlaps(line),
            }
        }
    }
}

/// Whether the finding touches the quoted words.
fn is_about(stet: &Stet, it: &Spot<'_>) -> bool {
    let Some(words) = &stet.words else {
        return true;
    };
    let prose = &it.paragraph.prose;
    prose.match_indices(words.as_str()).any(|(at, words)| {
        let span = Span::new(at, at + words.len());
        span.overlaps(it.prose) && is_whole(prose, span)
    })
}

/// Whether a span ends where words and figures do: a stet for 12 is none for 120 and 12,000.
fn is_whole(prose: &str, span: Span) -> bool {
    let (head, tail) = (prose.get(..span.start as usize).unwrap_or(""), prose.get(span.end as usize..).unwrap_or(""));
    let words = span.of(prose);
    let is_inner = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    let runs_on = |last: Option<char>, mut next: std::str::Chars<'_>| {
        is_inner(last)
            && match next.next() {
                Some('.' | ',') => {
                    last.is_some_and(|it| it.is_ascii_digit()) && next.next().is_some_and(|it| it.is_ascii_digit())
                }
                next => is_inner(next),
            }
    };
    let begins_inside = is_inner(words.chars().next()) && is_inner(head.chars().next_back());
    !begins_inside && !runs_on(words.chars().next_back(), tail.chars())
}

fn invalid(engine: &Engine, draft: &Draft, stet: &Stet) -> Option<Finding> {
    let ids: Vec<&str> = engine.rules.all().iter().map(|it| it.id.as_str()).collect();
    let unknown = stet.rules.iter().find(|(id, _)| engine.rules.rule(id).is_none());
    let (variant, span, args) = match unknown {
        Some((id, span)) => {
            let near = nearest(id, &ids).map_or(String::new(), |near| format!("; did you mean {near}?"));
            ("unknown-rule", *span, vec![("rule", id.clone()), ("near", near)])
        }
        None if stet.rules.is_empty() => ("no-rule", stet.span, Vec::new()),
        None if stet.reason.is_empty() => ("no-reason", stet.span, Vec::new()),
        None => return None,
    };
    about(engine, draft, "invalid-stet", variant, span, &args, Vec::new())
}

fn lapsed(engine: &Engine, draft: &Draft, stet: &Stet) -> Option<Finding> {
    let ids: Vec<&str> = stet.rules.iter().map(|(id, _)| id.as_str()).collect();
    let args = [("rule", ids.join(", "))];
    // Front matter is the writer's list: a line in it is not ours to cut.
    let fixes = if stet.reach == Reach::Text {
        Vec::new()
    } else {
        let edits = vec![Edit { span: with_space(&draft.text.raw, stet.span), text: String::new() }];
        vec![Suggestion { title: "remove the lapsed stet".to_string(), safety: Safety::Safe, edits }]
    };
    about(engine, draft, "lapsed-stet", "", stet.span, &args, fixes)
}

/// The note with the space before it, or the whole line where it stands alone on one.
pub(super) fn with_space(raw: &str, span: TextSpan) -> TextSpan {
    let head = raw.get(..span.start as usize).unwrap_or("");
    let tail = raw.get(span.end as usize..).unwrap_or("");
    let trimmed = head.trim_end_matches([' ', '\t']);
    let alone = trimmed.is_empty() || trimmed.ends_with('\n');
    let line_end = tail.find('\n').map(|at| at + 1).filter(|at| tail.get(..*at).is_some_and(|it| it.trim().is_empty()));
    match (alone, line_end) {
        (true, Some(len)) => TextSpan { start: trimmed.len() as u32, end: span.end + len as u32 },
        _ => TextSpan { start: trimmed.len() as u32, end: span.end },
    }
}

fn about(
    engine: &Engine,
    draft: &Draft,
    id: &'static str,
    variant: &str,
    span: TextSpan,
    args: &[(&'static str, String)],
    suggestions: Vec<Suggestion>,
) -> Option<Finding> {
    let rule = engine.rules.rule(id)?;
    let severity = severity(engine, rule, Weight::Full, variant)?;
    let text = span.of(&draft.text.raw).to_string();
    let fingerprint = xxh3_128(format!("{id}\n{}\n{text}", draft.path).as_bytes());
    Some(Finding {
        id: format!("F-{:08x}", (fingerprint >> 96) as u32),
        rule: id.to_string(),
        severity,
        message: fill(rule.wording(variant), args),
        help: rule.help.clone(),
        span,
        text,
        evidence: Vec::new(),
        suggestions,
        fingerprint: format!("{fingerprint:032x}"),
    })
}
