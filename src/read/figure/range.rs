//! Two numbers that are one figure: "15 to 20", "$12-14 million", "between 4% and 5%"; and results, "2-1", "9 votes to 4".
//!
//! "From 16% to 25%" is a movement and two figures, unless something ranges from one to the other.

use super::number::Number;
use super::unit::Measure;
use super::{Quantity, Scan, quantity};
use crate::fact::Form;

/// Adds the quantity, joined with the one after it where the two are one. Returns the token to go on from.
pub(super) fn extend(scan: &Scan<'_>, first: Quantity, found: &mut Vec<Quantity>) -> usize {
    let joined = joint(scan, &first).and_then(|joint| join(scan, &first, &joint));
    match joined {
        Some(Joined::One(quantity)) => {
            let next = quantity.last + 1;
            found.push(quantity);
            next
        }
        Some(Joined::Two(from, to)) => {
            let next = to.last + 1;
            found.extend([from, to]);
            next
        }
        None => {
            let next = first.last + 1;
            found.push(first);
            next
        }
    }
}

enum Joined {
    One(Quantity),
    Two(Quantity, Quantity),
}

/// What stands between two numbers.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    Dash,
    To,
    Or,
    /// After "between".
    And,
    Colon,
    /// "9 votes to 4".
    Votes,
}

struct Joint {
    link: Link,
    /// The first token of the second number.
    next: usize,
}

fn joint(scan: &Scan<'_>, first: &Quantity) -> Option<Joint> {
    let tokens = scan.tokens;
    let at = first.last + 1;
    let between = tokens.word(first.first.wrapping_sub(1)) == "between";
    let link = match tokens.word(at) {
        "to" if scan.english => Link::To,
        "votes" | "goals" | "games" | "sets" if scan.english && tokens.word(at + 1) == "to" => {
            return Some(Joint { link: Link::Votes, next: at + 2 });
        }
        "or" if scan.english => Link::Or,
        "and" if between => Link::And,
        ":" if tokens.is_glued(at) && tokens.is_glued(at + 1) => Link::Colon,
        _ if scan.is_glued_dash(at) => {
            // "15-to-20".
            if tokens.word(at + 1) == "to" && scan.is_glued_dash(at + 2) {
                return Some(Joint { link: Link::To, next: at + 3 });
            }
            Link::Dash
        }
        _ if tokens.mark(at) == Some('–') && tokens.is_number(at + 1) && first.number.digits => Link::Dash,
        _ => return None,
    };
    Some(Joint { link, next: at + 1 })
}

fn join(scan: &Scan<'_>, first: &Quantity, joint: &Joint) -> Option<Joined> {
    let second = second(scan, joint.next)?;
    let (a, b) = (&first.number, &second.number);
    if a.form != Form::Number
        || b.form != Form::Number
        || scan.tokens.sentence(a.first) != scan.tokens.sentence(b.first)
    {
        return None;
    }
    let is_score = match joint.link {
        Link::Dash | Link::Colon => is_score(scan, first, &second, joint.link),
        Link::To | Link::Votes => is_result(scan, first, &second, joint.link),
        Link::Or | Link::And => false,
    };
    if is_score {
        let number = Number { last: b.last, hi: b.lo, grain: 1.0, form: Form::Score, ..a.clone() };
        return Some(Joined::One(Quantity { first: a.first, last: b.last, measure: None, number }));
    }
    // "fell by €65m to €390m": a difference, and the level after.
    let by = first.first.checked_sub(1).is_some_and(|it| scan.tokens.word(it) == "by");
    if matches!(joint.link, Link::Colon | Link::Votes) || (by && joint.link == Link::To) {
        return None;
    }
    let measure = shared(first.measure, second.measure)?;
    // "12 to 14 million" is twelve million to fourteen; "500 to 2 million" is not.
    let scale = if a.magnitude == 1.0 && b.magnitude > 1.0 && a.lo <= b.lo / b.magnitude { b.magnitude } else { 1.0 };
    let from = a.clone().times(scale);
    let moved = joint.link == Link::To && is_movement(scan, first, &second, from.lo);
    if moved {
        let from = Quantity { number: from, measure: first.measure.or(measure), ..first.clone() };
        let to = Quantity { measure: second.measure.or(measure), ..second };
        return Some(Joined::Two(from, to));
    }
    let consecutive = b.lo - a.lo == 1.0 && b.lo <= 20.0;
    if from.lo >= b.lo || (joint.link == Link::Or && !consecutive) {
        return None;
    }
    let between = joint.link == Link::And;
    let start = if between { first.first - 1 } else { a.first };
    let number = Number {
        first: start,
        last: b.last,
        hi: b.lo,
        grain: from.grain.min(b.grain),
        form: Form::Range,
        magnitude: b.magnitude,
        ..from
    };
    Some(Joined::One(Quantity { first: if between { start } else { first.first }, last: second.last, number, measure }))
}

/// The second number, which may have its own sign before it.
fn second(scan: &Scan<'_>, at: usize) -> Option<Quantity> {
    if scan.is_taken(at) {
        return None;
    }
    (at..at + 3).find_map(|it| quantity(scan, it).filter(|found| found.first == at))
}

/// One unit for both; `None` outside when they have two.
fn shared(a: Option<Measure>, b: Option<Measure>) -> Option<Option<Measure>> {
    match (a, b) {
        (Some(a), Some(b)) => a.is_same(&b).then_some(Some(if b.first > b.last { a } else { b })),
        (a, b) => Some(b.or(a)),
    }
}

/// "rose from 4% to 5%", and "fell 3% to 41%", where the second is too far off to be the end of a stretch.
fn is_movement(scan: &Scan<'_>, first: &Quantity, second: &Quantity, from: f64) -> bool {
    let stages = &scan.lexicon.stages;
    let before = |n: usize| first.first.checked_sub(n).map_or("", |it| scan.tokens.word(it));
    let hedged = (1..4).find(|n| before(*n) == "from");
    if let Some(n) = hedged {
        let ranging = (n + 1..n + 4).any(|it| stages.ranging.contains(before(it)));
        return !ranging;
    }
    let moved = stages.moves.get(before(1)).is_some_and(|it| !it.object);
    moved && first.measure.is_some() && second.measure.is_some() && second.number.lo > from * 3.0
}

/// "voted 9 to 4", "by nine votes to four". The greater number comes first, as it never does in a stretch.
fn is_result(scan: &Scan<'_>, first: &Quantity, second: &Quantity, link: Link) -> bool {
    let (a, b) = (&first.number, &second.number);
    if first.measure.is_some() || second.measure.is_some() || !is_whole(a) || !is_whole(b) {
        return false;
    }
    let is_score = |it: usize| scan.lexicon.stages.scores.contains(scan.tokens.word(it));
    let before = |n: usize| a.first.checked_sub(n);
    let moves = before(1).is_some_and(|it| scan.lexicon.stages.moves.contains_key(scan.tokens.word(it)));
    let starts = before(1).is_some_and(|it| matches!(scan.tokens.word(it), "from" | "open" | "aged"));
    let near = (1..4).filter_map(before).any(is_score) || is_score(b.last + 1);
    let told = a.lo > b.lo && near && !starts && (!moves || before(1).is_some_and(is_score));
    link == Link::Votes || told
}

fn is_whole(it: &Number) -> bool {
    it.lo.fract() == 0.0 && it.magnitude == 1.0 && it.lo >= 0.0 && it.first == it.last
}

/// "won 2-1", "62-38", "3:1".
fn is_score(scan: &Scan<'_>, first: &Quantity, second: &Quantity, link: Link) -> bool {
    let (a, b) = (&first.number, &second.number);
    if first.measure.is_some() || second.measure.is_some() || !is_whole(a) || !is_whole(b) || !(a.digits && b.digits) {
        return false;
    }
    // "7:44" is a time that lost its surroundings.
    if link == Link::Colon {
        return !(10.0..60.0).contains(&b.lo);
    }
    if a.lo >= b.lo {
        return true;
    }
    let sentence = scan.tokens.sentence(a.first);
    (a.first.saturating_sub(10)..b.last + 8)
        .filter(|it| scan.tokens.sentence(*it) == sentence)
        .any(|it| scan.lexicon.stages.scores.contains(scan.tokens.word(it)))
}
