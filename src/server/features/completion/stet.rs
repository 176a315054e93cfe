//! Inside a stet: rules, those that speak at its paragraph first, and after the colon the reasons that the house has.

use std::collections::BTreeSet;

use super::{Completion, Item, Sort, filter};
use crate::engine::desk::Desk;
use crate::text::{Text, TextId, TextSpan};

/// Where in a stet the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    Rule {
        span: TextSpan,
        /// Rules that it names already.
        named: Vec<String>,
    },
    Reason {
        span: TextSpan,
    },
    /// Between the quoted words, or before a colon that has to come.
    Elsewhere,
}

/// A stet is no longer than this, in bytes.
const LONGEST: usize = 2_000;

/// `None` where the cursor is in no stet: before its mark or after it, in code, in front matter.
pub fn slot(text: &Text, offset: u32) -> Option<Slot> {
    let offset = offset as usize;
    let mut from = offset.saturating_sub(LONGEST);
    while !text.raw.is_char_boundary(from) {
        from += 1;
    }
    let head = text.raw.get(from..offset)?;
    let comment = head.rfind("<!--").filter(|at| !head.get(*at..).is_some_and(|it| it.contains("-->")));
    let bracket = head.rfind('[').filter(|at| !head.get(*at..).is_some_and(|it| it.contains([']', '\n'])));
    let marks = [(comment, "<!--".len()), (bracket, 1)];
    marks.into_iter().find_map(|(at, len)| {
        let at = at?;
        let words = head.get(at + len..)?.trim_start();
        let body = words.get(.."stet".len()).filter(|it| it.eq_ignore_ascii_case("stet")).and(words.get(4..))?;
        let begins = body.starts_with(char::is_whitespace);
        (begins && is_note(text, (from + at) as u32)).then(|| in_body(body, offset))
    })
}

/// Whether a mark is one: a note of the text, or shown because nobody has closed it yet.
fn is_note(text: &Text, at: u32) -> bool {
    let mark = TextSpan { start: at, end: at + 1 };
    if text.comments.front.span.is_some_and(|it| it.overlaps(mark)) {
        return false;
    }
    let idx = text.paragraphs.partition_point(|it| it.at.start <= at).checked_sub(1);
    let shown = idx.and_then(|it| text.paragraphs.get(it)).is_some_and(|it| it.to_prose(mark).is_some());
    shown || text.comments.spans.iter().any(|it| it.overlaps(mark))
}

/// `rule-a, rule-b "words": reason` up to the cursor.
fn in_body(body: &str, offset: usize) -> Slot {
    let mut quoted = false;
    let mut words = false;
    for (at, it) in body.char_indices() {
        match it {
            '"' => quoted = !quoted,
            '“' | '„' | '«' => quoted = true,
            '”' | '»' => quoted = false,
            ':' if !quoted => {
                let typed = body.get(at + 1..).unwrap_or("").trim_start();
                return Slot::Reason { span: TextSpan::new(offset - typed.len(), offset) };
            }
            _ => {}
        }
        words |= quoted;
    }
    if words {
        return Slot::Elsewhere;
    }
    let part = |it: char| it.is_ascii_alphanumeric() || it == '-';
    let typed = body.len() - body.trim_end_matches(part).len();
    let before = body.get(..body.len() - typed).unwrap_or("").trim();
    if !before.is_empty() && !before.ends_with(',') {
        return Slot::Elsewhere;
    }
    let named = before.split(',').map(|it| it.trim().to_string()).filter(|it| !it.is_empty()).collect();
    Slot::Rule { span: TextSpan::new(offset - typed, offset), named }
}

pub fn completion(desk: &Desk, draft: TextId, slot: &Slot) -> Option<Completion> {
    let raw = &desk.engine.text(draft)?.raw;
    let (span, sort, mut items) = match slot {
        Slot::Rule { span, named } => (*span, Sort::Rule, rules(desk, draft, *span, named)),
        Slot::Reason { span } => (*span, Sort::Reason, reasons(desk)),
        Slot::Elsewhere => return None,
    };
    let typed = span.of(raw);
    for item in &mut items {
        item.filter = match sort {
            // A client drops the rules that have nothing of what was typed.
            Sort::Rule => item.words.clone(),
            Sort::Reason | Sort::Figure | Sort::Name | Sort::Quotation | Sort::Key | Sort::Word => {
                filter(&item.words, typed)
            }
        };
    }
    Some(Completion { span, sort, items })
}

fn rules(desk: &Desk, draft: TextId, at: TextSpan, named: &[String]) -> Vec<Item> {
    let raised = raised(desk, draft, at);
    let rules = desk.engine.rules().all().iter();
    // A stet that waves through what is said of stets helps nobody.
    let mut rules: Vec<_> = rules.filter(|it| !it.broken && it.family != "stet" && !named.contains(&it.id)).collect();
    rules.sort_by_key(|it| (!raised.contains(&it.id), it.id.as_str()));
    let item = |it: &crate::rules::Rule| Item {
        label: it.id.clone(),
        words: it.id.clone(),
        filter: String::new(),
        detail: unfilled(&it.message),
        about: it.why.clone(),
    };
    rules.into_iter().map(item).collect()
}

/// Rules that speak in the stet's own paragraph or in the one after it.
fn raised(desk: &Desk, draft: TextId, at: TextSpan) -> BTreeSet<String> {
    let Some(text) = desk.engine.text(draft) else {
        return BTreeSet::new();
    };
    let after = text.paragraphs.partition_point(|it| it.at.start <= at.start);
    let near = text.paragraphs.get(after.saturating_sub(1)..(after + 1).min(text.paragraphs.len())).unwrap_or(&[]);
    let findings = desk.engine.findings(draft).into_iter();
    findings.filter(|it| near.iter().any(|paragraph| paragraph.at.overlaps(it.span))).map(|it| it.rule).collect()
}

fn reasons(desk: &Desk) -> Vec<Item> {
    let reasons = desk.config.reasons.as_ref().map_or_else(Vec::new, |it| it.value.clone());
    let item = |words: String| Item {
        label: words.clone(),
        filter: String::new(),
        detail: String::new(),
        about: String::new(),
        words,
    };
    reasons.into_iter().map(item).collect()
}

/// A message without what is filled in: "no source gives …".
fn unfilled(message: &str) -> String {
    let mut words = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        words.push_str(before);
        words.push('…');
        rest = after.split_once('}').map_or("", |it| it.1);
    }
    words.push_str(rest);
    words
}
