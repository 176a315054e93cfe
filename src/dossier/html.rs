//! The page: one file that asks for nothing, works without a script, and prints.
//!
//! Whatever comes from a draft, a source or a file's name is escaped, since the template's name ends in `.html`. Should
//! something get through all the same, the policy in the head lets no script run but the one in it, by its hash.

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Output, State, Value, context, escape_formatter};

use super::model::Dossier;
use super::{Gathered, chart};
use crate::text::visible::visible;

const PAGE: &str = include_str!("page.html");
const PARTS: &str = include_str!("parts.html");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("filter.js");

pub(super) fn page(gathered: &Gathered) -> Result<String, minijinja::Error> {
    let mut env = Environment::new();
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    env.set_formatter(written);
    env.add_template("parts.html", PARTS)?;
    env.add_template("page.html", PAGE)?;
    env.add_filter("plain", |word: &str| word.replace('-', " "));
    env.add_filter("grouped", grouped);
    let dossier = &gathered.dossier;
    let page = env.get_template("page.html")?.render(context! {
        d => Value::from(Serde(dossier)),
        pieces => Value::from(Serde(&gathered.pieces)),
        notes => notes(dossier),
        standings => Value::from(Serde(chart::standings(dossier))),
        by_source => Value::from(Serde(chart::by_source(dossier))),
        by_origin => Value::from(Serde(chart::by_origin(dossier))),
        map => Value::from(Serde(chart::map(dossier))),
        style => STYLE,
        script => SCRIPT,
        style_hash => source_hash(STYLE),
        script_hash => source_hash(SCRIPT),
    })?;
    Ok(page + "\n")
}

/// Words with nothing in them that turns the rest of the line around; what is safe is ours.
fn written(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str().filter(|_| !value.is_safe()).map(visible) {
        Some(Cow::Owned(words)) => escape_formatter(out, state, &Value::from(words)),
        Some(Cow::Borrowed(_)) | None => escape_formatter(out, state, value),
    }
}

/// By paragraph: the items with findings in it.
fn notes(dossier: &Dossier) -> Vec<Vec<usize>> {
    let mut notes = vec![Vec::new(); dossier.paragraphs.len()];
    for (idx, item) in dossier.items.iter().enumerate().filter(|(_, it)| !it.findings.is_empty()) {
        if let Some(slot) = item.paragraph.checked_sub(1).and_then(|it| notes.get_mut(it)) {
            slot.push(idx);
        }
    }
    notes
}

/// 12840 as 12,840.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How a content security policy names a text that may be in the page.
fn source_hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let hash = hmac_sha256::Hash::hash(text.as_bytes());
    let mut encoded = String::from("sha256-");
    for chunk in hash.chunks(3) {
        let byte = |idx: usize| u32::from(chunk.get(idx).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for idx in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * idx) & 63) as usize);
            encoded.push(if idx > chunk.len() { '=' } else { char::from(digit.copied().unwrap_or(b'A')) });
        }
    }
    encoded
}
