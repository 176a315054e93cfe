//! Movements: "rose 4%", "fell by 3 points to 41%", "from 4% to 5%", "a rise of 10C", "1% lower".
//!
//! A level and a difference are never the same figure: "to 800,000" and "by 800,000" are told apart here.

use super::number::Number;
use super::stage::clause;
use super::{Quantity, Scan};
use crate::fact::{Change, ChangeRole, Direction, Form};

/// How far the verb may stand before "to", in tokens: "expand the northern forces to 800,000".
const REACH: usize = 14;

pub(super) fn change(scan: &Scan<'_>, all: &[Quantity], idx: usize, first: usize) -> Option<Change> {
    let quantity = all.get(idx)?;
    if !scan.english || matches!(quantity.number.form, Form::Ordinal | Form::Score) {
        return None;
    }
    after(scan, quantity).or_else(|| before(scan, all, idx, first))
}

/// "doubled" tells a movement by itself.
pub(super) fn of_multiple(number: &Number) -> Option<Change> {
    (number.form == Form::Multiple && number.first == number.last).then(|| moved(number.lo >= 1.0, ChangeRole::By))
}

fn moved(up: bool, role: ChangeRole) -> Change {
    Change { direction: if up { Direction::Up } else { Direction::Down }, role }
}

/// "5% higher", "a 5% rise", "10 points more": right after the number.
fn after(scan: &Scan<'_>, quantity: &Quantity) -> Option<Change> {
    let next = quantity.last + 1;
    let word = scan.tokens.word(next);
    let up = *scan.lexicon.stages.moves_after.get(word)?;
    // "to $1.65 billion, up 2.7%": the word speaks of the number after it.
    let next_number = scan.tokens.word(next + 1) == "from" || (next + 1..next + 3).any(|it| scan.tokens.is_number(it));
    if matches!(word, "up" | "down") && next_number {
        return None;
    }
    // "12 more people" says that there are others, "5 cut the grass" is a verb; units and per cents differ by an amount.
    let measured = quantity.measure.is_some() || matches!(quantity.number.form, Form::Share | Form::Multiple);
    let than = (next + 1..next + 4).any(|it| scan.tokens.word(it) == "than");
    // "5% up to": "2 metres up", "5 metres above sea level" are places.
    let place = matches!(word, "above" | "below") && quantity.measure.is_some_and(|it| it.measures(scan) == "length");
    ((measured || than) && !place).then(|| moved(up, ChangeRole::By))
}

fn before(scan: &Scan<'_>, all: &[Quantity], idx: usize, first: usize) -> Option<Change> {
    let quantity = all.get(idx)?;
    let tokens = scan.tokens;
    let moves = &scan.lexicon.stages.moves;
    let mut at = first.checked_sub(1)?;
    while at > 0
        && matches!(
            tokens.word(at),
            "another" | "a" | "an" | "additional" | "further" | "only" | "just" | "record" | "the"
        )
    {
        at -= 1;
    }
    let role = match tokens.word(at) {
        "to" => Some(ChangeRole::To),
        "by" => Some(ChangeRole::By),
        "from" => Some(ChangeRole::From),
        "of" => {
            let noun = at.checked_sub(1)?;
            let found = moves.get(tokens.word(noun))?;
            return Some(moved(found.up, ChangeRole::By));
        }
        _ => None,
    };
    let Some(role) = role else { return direct(scan, quantity, at) };
    let found = clause(scan, at).take(REACH).find_map(|it| Some((it, *moves.get(tokens.word(it))?)));
    if let Some((verb, kind)) = found {
        // "lost to Vestria by 3 goals", "added by 12 experts": a bare "by" needs an amount.
        let amount = role != ChangeRole::By
            || quantity.measure.is_some()
            || verb + 1 == at
            || quantity.number.form != Form::Number
            || verb + 3 >= at;
        // "up to" is a hedge, and "up" says nothing of what comes later in the clause.
        let adverb = matches!(tokens.word(verb), "up" | "down") && verb + 1 != at;
        if amount && !adverb {
            return Some(moved(kind.up, role));
        }
    }
    from_to(scan, all, idx, role)
}

/// "rose 4%", "down 3%", "cut emissions 40%"; "raised 5 million" has an object and moves nothing.
fn direct(scan: &Scan<'_>, quantity: &Quantity, at: usize) -> Option<Change> {
    let tokens = scan.tokens;
    let percent = quantity.measure.is_some_and(|it| matches!(it.measures(scan), "percent" | "point"))
        || quantity.number.form == Form::Share;
    let counts = quantity.measure.is_none();
    let mut left = if percent { 5 } else { 2 };
    let mut it = at;
    loop {
        let word = tokens.word(it);
        if let Some(kind) = scan.lexicon.stages.moves.get(word) {
            let bare = !kind.object || percent;
            // Who gains three weeks needs that much less: time tells no direction by these.
            if quantity.measure.is_some_and(|it| it.measures(scan) == "duration")
                && (word.starts_with("gain") || word.starts_with("los") || word == "lost")
            {
                return None;
            }
            // "lost 2 hours", "added 5 km": amounts; "grew 4,000 tonnes of maize" too, and it cannot be told from growth.
            let vague = matches!(word, "grew" | "grow" | "growing" | "shot" | "contract" | "building") && !percent;
            return (bare && !vague).then(|| moved(kind.up, ChangeRole::By));
        }
        let passes = word.ends_with("ly")
            || (tokens.is_word(it)
                && percent
                && !scan.lexicon.nouns.prepositions.contains(word)
                && !scan.lexicon.nouns.verbs.contains(word)
                && !scan.lexicon.stages.boundaries.contains(word)
                && word != "and"
                && word != "or");
        left -= 1;
        if left == 0 || !passes || counts && !percent && !word.ends_with("ly") {
            return None;
        }
        it = it.checked_sub(1)?;
    }
}

/// "from 4% to 5%" without a verb: the values tell the direction.
fn from_to(scan: &Scan<'_>, all: &[Quantity], at: usize, role: ChangeRole) -> Option<Change> {
    let (from, to) = match role {
        ChangeRole::From => (at, at + 1),
        ChangeRole::To => (at.checked_sub(1)?, at),
        ChangeRole::By => return None,
    };
    let (from, to) = (all.get(from)?, all.get(to)?);
    let joined = scan.tokens.word(from.last + 1) == "to"
        && from.last + 4 >= to.first
        && (1..4).any(|n| from.first.checked_sub(n).is_some_and(|it| scan.tokens.word(it) == "from"));
    joined.then(|| moved(to.number.lo >= from.number.lo, role))
}
