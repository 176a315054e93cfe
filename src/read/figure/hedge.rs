//! Words that loosen or bound a number: "about 40", "at least a dozen", "40 or more", "40-odd".
//!
//! "Over three years" is a time, and "spoke about three options" names a topic: neither bounds the number.

use super::{Quantity, Scan};
use crate::fact::{Form, Hedge};
use crate::read::token::Tokens;
use crate::rules::lexicon::hedges::HedgeClass;
use crate::text::Span;

/// The hedge, and the tokens from it to the end of the unit.
pub(super) struct Hedged {
    pub hedge: Hedge,
    pub span: Option<Span>,
    pub first: usize,
    pub last: usize,
}

pub(super) fn hedge(scan: &Scan<'_>, quantity: &Quantity) -> Hedged {
    let bare = Hedged { hedge: Hedge::Bare, span: None, first: quantity.first, last: quantity.last };
    if quantity.number.form == Form::Ordinal {
        return bare;
    }
    before(scan, quantity).or_else(|| after(scan, quantity)).unwrap_or(bare)
}

fn before(scan: &Scan<'_>, quantity: &Quantity) -> Option<Hedged> {
    let tokens = scan.tokens;
    let mut at = quantity.first.checked_sub(1)?;
    match tokens.mark(at) {
        Some('~' | '≈' | '∼') => return Some(hedged(scan, Hedge::About, at, at, quantity)),
        Some('>') => return Some(hedged(scan, Hedge::Over, at, at, quantity)),
        Some('<') => return Some(hedged(scan, Hedge::Below, at, at, quantity)),
        Some('≥') => return Some(hedged(scan, Hedge::Floor, at, at, quantity)),
        Some('≤') => return Some(hedged(scan, Hedge::Cap, at, at, quantity)),
        // "c. 500", "approx. 500".
        Some('.') if at > 0 && matches!(tokens.word(at - 1), "c" | "ca" | "approx") => {
            return Some(hedged(scan, Hedge::About, at - 1, at, quantity));
        }
        _ => {}
    }
    if !scan.english {
        return None;
    }
    // "at least another 12", "about a further 12", "more than a total of 12", "nearly a record 12".
    for skipped in ["another", "a further", "a total of", "a record", "an additional", "the"] {
        if let Some(first) = matches_back(tokens, at, skipped) {
            at = first.checked_sub(1)?;
            break;
        }
    }
    for (phrase, class) in scan.lexicon.hedges.before.at(tokens.word(at)) {
        let Some(first) = matches_back(tokens, at, phrase) else { continue };
        if scan.is_taken(at) || !binds(scan, quantity, phrase, first) {
            return None;
        }
        return Some(hedged(scan, class_hedge(*class), first, at, quantity));
    }
    None
}

fn hedged(scan: &Scan<'_>, hedge: Hedge, first: usize, last: usize, quantity: &Quantity) -> Hedged {
    Hedged { hedge, span: Some(scan.tokens.span(first, last)), first, last: quantity.last }
}

/// Whether the words bound this number rather than do something else before it.
fn binds(scan: &Scan<'_>, quantity: &Quantity, phrase: &str, first: usize) -> bool {
    if scan.is_alone(first, quantity.last) {
        return true;
    }
    let hedges = &scan.lexicon.hedges;
    let before = first.checked_sub(1).map_or("", |it| scan.tokens.word(it));
    match phrase {
        "about" => !hedges.topic_verbs.contains(before),
        "over" | "under" | "above" | "below" | "around" => {
            let time = quantity.measure.is_some_and(|it| it.measures(scan) == "duration");
            !hedges.topic_verbs.contains(before) && (!time || hedges.bounded_by.contains(before))
        }
        // "the estimated 5,000": an adjective; "estimated 5,000" after a name is a verb that hedges as well.
        "c" => scan.tokens.raw(first) == "c",
        _ => true,
    }
}

/// "40 or so", "40 people or more", "40-plus", "40+".
fn after(scan: &Scan<'_>, quantity: &Quantity) -> Option<Hedged> {
    let tokens = scan.tokens;
    let mut at = quantity.last + 1;
    if tokens.mark(at) == Some('+') && tokens.is_glued(at) {
        return Some(Hedged { hedge: Hedge::Floor, span: Some(tokens.span(at, at)), first: quantity.first, last: at });
    }
    if scan.is_glued_dash(at) {
        at += 1;
        if !matches!(tokens.word(at), "plus" | "ish" | "odd") {
            return None;
        }
    }
    if tokens.word(at) == "odd" && tokens.is_word(at) {
        return Some(Hedged { hedge: Hedge::About, span: Some(tokens.span(at, at)), first: quantity.first, last: at });
    }
    // The noun may come first: "12 homes or more". Its words then stay outside the figure's span.
    for idx in at..at + 4 {
        if idx > at && !tokens.is_word(idx - 1) {
            return None;
        }
        for (phrase, class) in scan.lexicon.hedges.after.at(tokens.word(idx)) {
            let Some(past) = tokens.matches(idx, phrase) else { continue };
            let near = idx == at;
            if !near && !phrase.starts_with("or ") {
                continue;
            }
            // "plus 12 others" adds.
            if phrase == "plus" && tokens.is_number(past) {
                continue;
            }
            let last = if near { past - 1 } else { quantity.last };
            let span = Some(tokens.span(idx, past - 1));
            return Some(Hedged { hedge: class_hedge(*class), span, first: quantity.first, last });
        }
    }
    None
}

fn class_hedge(class: HedgeClass) -> Hedge {
    match class {
        HedgeClass::About => Hedge::About,
        HedgeClass::UnderNear => Hedge::UnderNear,
        HedgeClass::Over => Hedge::Over,
        HedgeClass::OverNear => Hedge::OverNear,
        HedgeClass::Floor => Hedge::Floor,
        HedgeClass::Below => Hedge::Below,
        HedgeClass::Cap => Hedge::Cap,
    }
}

/// Whether a phrase ends at a token; gives its first token. Hyphens between words are passed over.
pub(super) fn matches_back(tokens: &Tokens<'_>, last: usize, phrase: &str) -> Option<usize> {
    let mut at = last;
    let mut rest = phrase;
    loop {
        tokens.get(at)?;
        rest = rest.strip_suffix(tokens.word(at))?;
        if rest.is_empty() {
            return Some(at);
        }
        rest = rest.strip_suffix(' ')?;
        at = at.checked_sub(1)?;
        if tokens.mark(at) == Some('-') {
            at = at.checked_sub(1)?;
        }
    }
}
