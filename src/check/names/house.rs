//! Spellings that the house replaces, wherever they stand in the draft's own words.

use super::{Ctx, VARIANT};
use crate::finding::{Fix, Held, Raised, Safety, Weight};
use crate::rules::{HouseName, Rules};
use crate::text::Span;
use crate::text::alike::{name_key, name_words};

/// One for each place. What stands in quotation marks is left to the rule's file.
pub fn spellings(ctx: &Ctx<'_>) -> Vec<Held> {
    let mut held = Vec::new();
    for name in &ctx.rules.house_names {
        for old in name.instead_of.iter().filter(|old| !old.is_empty() && **old != name.spelling) {
            let places = ctx.prose().match_indices(old.as_str()).map(|(at, _)| Span::new(at, at + old.len()));
            let places = places.filter(|it| stands_alone(ctx.prose(), *it) && !is_right(ctx.prose(), *it, name, old));
            held.extend(places.map(|span| said(name, old, span)));
        }
    }
    held
}

fn said(name: &HouseName, old: &str, span: Span) -> Held {
    let fix =
        Fix { title: format!("write {}", name.spelling), safety: Safety::Safe, span, text: name.spelling.clone() };
    let raised = Raised {
        rule: VARIANT,
        span,
        weight: Weight::Full,
        variant: "house",
        args: vec![("draft", old.to_string()), ("house", name.spelling.clone())],
        evidence: Vec::new(),
        fixes: vec![fix],
    };
    Held { raised, name: name_key(&name_words(old)), unless: None, alone: false }
}

/// A whole word, and no part of an address.
fn stands_alone(prose: &str, span: Span) -> bool {
    let (before, after) =
        (prose.get(..span.start as usize).unwrap_or(""), prose.get(span.end as usize..).unwrap_or(""));
    let joins = |it: char| it.is_alphanumeric() || matches!(it, '_' | '@' | '/' | '#');
    if before.ends_with(joins) || after.starts_with(joins) {
        return false;
    }
    let start = before.rfind(char::is_whitespace).map_or(0, |it| it + 1);
    let end = after.find(char::is_whitespace).map_or(prose.len(), |it| span.end as usize + it);
    let word = prose.get(start..end).unwrap_or("");
    !word.contains("://") && !word.contains('@') && !word.contains("www.")
}

/// The old spelling may be a part of the new one: "Aldmere" of "Aldmere-on-Sea".
fn is_right(prose: &str, span: Span, name: &HouseName, old: &str) -> bool {
    name.spelling.match_indices(old).any(|(at, _)| {
        let start = (span.start as usize).checked_sub(at);
        start.and_then(|it| prose.get(it..)).is_some_and(|it| it.starts_with(&name.spelling))
    })
}

/// Words as the house spells them.
pub fn in_house(rules: &Rules, words: &str) -> String {
    let all = rules.house_names.iter();
    let house = all.filter(|it| it.instead_of.iter().any(|old| old == words)).map(|it| it.spelling.clone());
    house.into_iter().next().unwrap_or_else(|| words.to_string())
}

/// Whether the house says how a word is spelt: nothing that the sources have is held against it.
pub fn decides(rules: &Rules, words: &str) -> bool {
    let has = |name: &str| name == words || name.split_whitespace().any(|it| it == words);
    rules.house_names.iter().any(|it| has(&it.spelling) || it.instead_of.iter().any(|old| has(old)))
}
