//! Votes and scores: those who voted against how they voted, and a margin against the two sides of it.

use super::Found;
use super::said::{Given, Said, number};
use super::words;
use crate::fact::{Dimension, Form, Hedge};
use crate::rules::lexicon::Lexicon;

pub fn votes(lexicon: &Lexicon, said: &Said<'_>) -> Option<Found> {
    turnout(lexicon, said).or_else(|| margin(lexicon, said))
}

/// "The 101 members voted 62-38": everyone of them is said to have voted. "The 12-member board voted 8-5": some may have
/// stayed away, and nobody voted twice.
fn turnout(lexicon: &Lexicon, said: &Said<'_>) -> Option<Found> {
    let score = said.figures.iter().find(|it| it.figure.form == Form::Score)?;
    let is_glued = |it: &Given<'_>| said.raw(it.number_end(), it.number_end() + 1) == "-";
    let voters = said.figures.iter().find(|it| {
        let gap = said.between(it.end(), score.span.start);
        let all = words::is_only(&gap, &lexicon.sums.voted);
        let body = is_glued(it) && words::has(&gap, &lexicon.sums.voted) && words::count(&gap) <= 4;
        it.is_plain()
            && it.figure.hedge == Hedge::Bare
            && it.figure.unit.dimension == Dimension::Count
            && !it.figure.counted.is_empty()
            && it.end() <= score.span.start
            && (all || body)
    })?;
    let others = said.figures.iter().filter(|it| it.idx != score.idx && it.idx != voters.idx);
    let mut cast = vec![score.figure.value.lo, score.figure.value.hi];
    for it in others {
        if !it.is_plain() || it.figure.unit.dimension != Dimension::Count {
            return None;
        }
        cast.push(it.figure.value.lo);
    }
    let all = voters.figure.value.lo;
    let total: f64 = cast.iter().sum();
    // Abstentions are told without their number.
    let open = words::has(said.plain(), &lexicon.sums.answers) && cast.len() == 2;
    let fewer = total < all && (open || is_glued(voters));
    let shown: Vec<String> = cast.iter().map(|it| number(*it)).collect();
    let working = format!("{} = {}, not {}", shown.join(" + "), number(total), number(all));
    (total != all && !fewer && (total - all).abs() <= all / 2.0).then_some(Found { span: score.span, working })
}

/// "voted 62-38, a majority of 26".
fn margin(lexicon: &Lexicon, said: &Said<'_>) -> Option<Found> {
    let told = said.figures.iter().find(|it| {
        it.is_plain()
            && it.figure.unit.dimension == Dimension::Count
            && it.figure.hedge == Hedge::Bare
            && words::ends_with(&said.before(it.span), &lexicon.sums.margin)
    })?;
    let (a, b) = sides(said, told)?;
    let value = told.figure.value.lo;
    let difference = (a - b).abs();
    // In some countries the majority is the greater side itself.
    let agrees = value == difference || value == a.max(b);
    let working =
        format!("{} − {} = {}, not {}", number(a.max(b)), number(a.min(b)), number(difference), number(value));
    (!agrees && a != b).then_some(Found { span: told.span, working })
}

/// The two sides of a score, or of "62 votes to 38".
fn sides(said: &Said<'_>, told: &Given<'_>) -> Option<(f64, f64)> {
    if let Some(score) = said.figures.iter().find(|it| it.figure.form == Form::Score) {
        return Some((score.figure.value.lo, score.figure.value.hi));
    }
    let [a, b] = match said.figures.iter().filter(|it| it.idx != told.idx && it.is_plain()).collect::<Vec<_>>()[..] {
        [a, b] => [a, b],
        _ => return None,
    };
    let between = said.between(a.span.end, b.span.start);
    let joined = matches!(between.trim(), "to" | "votes to" | "seats to");
    joined.then_some((a.figure.value.lo, b.figure.value.lo))
}
