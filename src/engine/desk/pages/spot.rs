//! What stands at a place of a TOML text: a key or a value, and the way to it from the top.
//!
//! Positions come from the parser, which goes on after a mistake: a text that is being written rarely parses.
//! NB: the parser hands tables out sorted by name, and the span of a table is that of its header alone.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::text::TextSpan;

/// What the cursor is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Keys from the top; places in lists are not counted.
    pub path: Vec<String>,
    pub span: TextSpan,
    /// `None` on a key; on a value what it says, where that is text.
    pub word: Option<String>,
}

/// A table, and which keys it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub path: Vec<String>,
    pub has: Vec<String>,
    /// Where its header begins.
    start: usize,
}

/// What stands at an offset.
pub fn spot(text: &str, offset: usize) -> Option<Spot> {
    let (top, _) = DeTable::parse_recoverable(text);
    in_table(top.get_ref(), offset, &mut Vec::new())
}

fn in_table(table: &DeTable<'_>, offset: usize, path: &mut Vec<String>) -> Option<Spot> {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        if holds(key, offset) {
            return Some(Spot { path: path.clone(), span: span(key), word: None });
        }
        if let Some(found) = in_value(value, offset, path) {
            return Some(found);
        }
        path.pop();
    }
    None
}

fn in_value(value: &Spanned<DeValue<'_>>, offset: usize, path: &mut Vec<String>) -> Option<Spot> {
    let nested = match value.get_ref() {
        DeValue::Table(table) => in_table(table, offset, path),
        DeValue::Array(items) => items.iter().find_map(|it| in_value(it, offset, path)),
        DeValue::String(word) if holds(value, offset) => {
            Some(Spot { path: path.clone(), span: span(value), word: Some(word.to_string()) })
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            None
        }
    };
    // A header, or a value that says nothing by itself: the key speaks for it.
    nested.or_else(|| {
        let is_list = matches!(value.get_ref(), DeValue::Array(_));
        (!is_list && holds(value, offset)).then(|| Spot { path: path.clone(), span: span(value), word: None })
    })
}

/// The table that a new line at an offset would belong to: that of the last header before it.
pub fn table(text: &str, offset: usize) -> Place {
    let (top, _) = DeTable::parse_recoverable(text);
    let mut best = Place { has: keys(top.get_ref()), ..Place::default() };
    headers(top.get_ref(), text, offset, &mut Vec::new(), &mut best);
    best
}

fn headers(table: &DeTable<'_>, text: &str, offset: usize, path: &mut Vec<String>, best: &mut Place) {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        header(value, text, offset, path, best);
        path.pop();
    }
}

fn header(value: &Spanned<DeValue<'_>>, text: &str, offset: usize, path: &mut Vec<String>, best: &mut Place) {
    match value.get_ref() {
        DeValue::Table(table) => {
            let at = value.span();
            if text.get(at.clone()).is_some_and(|it| it.starts_with('[')) && at.start >= best.start && at.end <= offset
            {
                *best = Place { path: path.clone(), has: keys(table), start: at.start };
            }
            headers(table, text, offset, path, best);
        }
        DeValue::Array(items) => items.iter().for_each(|it| header(it, text, offset, path, best)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

fn keys(table: &DeTable<'_>) -> Vec<String> {
    table.keys().map(|it: &Spanned<DeString<'_>>| it.get_ref().to_string()).collect()
}

/// A value that is being written: the words go into `span`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub path: Vec<String>,
    pub span: TextSpan,
    /// Quotation marks are there already.
    pub is_quoted: bool,
}

/// The value that an offset lies in, or right behind; also one that has no quotation marks yet, and none at all.
pub fn slot(text: &str, offset: usize) -> Option<Slot> {
    let (top, _) = DeTable::parse_recoverable(text);
    slot_in(top.get_ref(), text, offset, &mut Vec::new())
}

fn slot_in(table: &DeTable<'_>, text: &str, offset: usize, path: &mut Vec<String>) -> Option<Slot> {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        // NB: a header that is not closed yet is a table whose key has no value.
        let found = if key.span() == value.span() { None } else { slot_of(value, text, offset, path) };
        if found.is_some() {
            return found;
        }
        path.pop();
    }
    None
}

fn slot_of(value: &Spanned<DeValue<'_>>, text: &str, offset: usize, path: &mut Vec<String>) -> Option<Slot> {
    match value.get_ref() {
        DeValue::Table(table) => slot_in(table, text, offset, path),
        DeValue::Array(items) => items.iter().find_map(|it| slot_of(it, text, offset, path)),
        DeValue::String(_) => {
            let (start, end) = (value.span().start, value.span().end);
            let raw = text.get(start..end)?;
            let mark = raw.chars().next().filter(|it| matches!(it, '"' | '\''));
            let is_closed = mark.is_some_and(|it| raw.len() > 1 && raw.ends_with(it));
            let inner = (start + usize::from(mark.is_some()), end - usize::from(is_closed));
            // Words of ours are in one line.
            let holds = (inner.0..=inner.1).contains(&offset) && !raw.contains('\n');
            holds.then(|| Slot { path: path.clone(), span: TextSpan::new(inner.0, inner.1), is_quoted: mark.is_some() })
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => None,
    }
}

fn holds<T>(spanned: &Spanned<T>, offset: usize) -> bool {
    spanned.span().contains(&offset)
}

fn span<T>(spanned: &Spanned<T>) -> TextSpan {
    TextSpan::new(spanned.span().start, spanned.span().end)
}
