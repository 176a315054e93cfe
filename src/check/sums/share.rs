//! A figure said again in other terms: "30 of the 40 pumps, or 70%", "12 million crowns for 400 homes, or 40,000 each".

use super::Found;
use super::said::{Given, Said, number};
use super::words;
use crate::check::figures;
use crate::fact::{Dimension, Form, Hedge};
use crate::rules::lexicon::Lexicon;

pub fn share(lexicon: &Lexicon, said: &Said<'_>) -> Option<Found> {
    said.figures.iter().find_map(|part| {
        let whole_value = part.figure.whole.filter(|it| *it > 0.0)?;
        if !part.is_plain() || part.figure.unit.dimension != Dimension::Count {
            return None;
        }
        let whole = said.figures.iter().find(|it| it.figure.value.lo == whole_value && it.idx != part.idx)?;
        let (first, last) = (part.span.start.min(whole.span.start), part.end().max(whole.end()));
        let told = said.figures.iter().find(|it| {
            it.figure.unit.dimension == Dimension::Percent
                && matches!(it.figure.form, Form::Number | Form::Share)
                && it.figure.change.is_none()
                && restates(lexicon, said, (first, last), it)
        })?;
        let value = part.figure.value.lo / whole_value * 100.0;
        let slack = (part.slack() / part.figure.value.lo.max(1.0) + whole.slack() / whole_value) * value;
        let agrees = match told.figure.form {
            Form::Number if matches!(told.figure.hedge, Hedge::Bare | Hedge::About) => {
                (told.figure.value.lo - value).abs() <= told.slack() + slack + 0.1
            }
            _ => figures::bears_out(told.figure, value),
        };
        let working = format!(
            "{} / {} = {}%, not {}",
            part.written(),
            whole.written(),
            number((value * 10.0).round() / 10.0),
            told.figure.number_span.of(said.prose)
        );
        let per_cent = if told.figure.form == Form::Number { "%" } else { "" };
        let working = format!("{}{per_cent}", working.trim_end_matches('%'));
        (!agrees).then_some(Found { span: told.span, working })
    })
}

/// "…, or 70%", "… (70%)", "70% (30 of the 40 …)".
fn restates(lexicon: &Lexicon, said: &Said<'_>, pair: (u32, u32), told: &Given<'_>) -> bool {
    let gap = if told.span.start >= pair.1 {
        said.raw(pair.1, told.span.start)
    } else if told.span.end <= pair.0 {
        said.raw(told.span.end, pair.0)
    } else {
        return false;
    };
    // What the two count may stand before the comma or the bracket: "30 of the 40 old pumps, or 70%".
    let (noun, rest) = match gap.find([',', '(', '–', '—']) {
        Some(at) => (gap.get(..at).unwrap_or(""), gap.get(at..).unwrap_or("")),
        None => (gap, ""),
    };
    let words_between = words::plain(rest);
    let bracket = rest.contains('(') && words_between.trim().is_empty();
    let joined = bracket || words_between.contains(" or ") || rest.starts_with(['–', '—']);
    words::count(&words::plain(noun)) <= 3 && joined && words::is_only(&words_between, &lexicon.sums.restating)
}

/// A price for all, how many there are, and a price for each.
pub fn each(lexicon: &Lexicon, said: &Said<'_>) -> Option<Found> {
    let sums = &lexicon.sums;
    let told = said.figures.iter().find(|it| {
        let after = said.after(it.span);
        // "40,000 a home" leaves the noun to be compared below.
        let article = ["a", "an", "per"].into_iter().find(|word| after.trim_start().starts_with(&format!("{word} ")));
        let noun = article.and_then(|_| after.split_whitespace().nth(1)).unwrap_or("");
        let of_noun = said.figures.iter().any(|it| !it.figure.counted.is_empty() && it.figure.counted.head == noun);
        (words::starts_with(&after, &sums.for_each) || of_noun)
            && words::ends_with(&said.before(it.span), &sums.restating)
    })?;
    let money = |it: &&Given<'_>| it.idx != told.idx && it.figure.unit.dimension == told.figure.unit.dimension;
    let counts = |it: &&Given<'_>| it.idx != told.idx && it.figure.unit.dimension == Dimension::Count;
    let (mut totals, mut numbers) = (said.figures.iter().filter(money), said.figures.iter().filter(counts));
    let (total, n) = (totals.next()?, numbers.next()?);
    let plain = total.is_plain() && n.is_plain() && told.figure.form == Form::Number && told.figure.value.is_single();
    let of_money = matches!(told.figure.unit.dimension, Dimension::Money(_));
    let changes = total.figure.change.is_some() || n.figure.change.is_some();
    if !plain || !of_money || changes || totals.next().is_some() || numbers.next().is_some() {
        return None;
    }
    let count = n.figure.value.lo;
    if count <= 0.0 || words::has(said.plain(), &["a year".to_string(), "per year".to_string(), "average".to_string()])
    {
        return None;
    }
    let value = total.figure.value.lo / count;
    let slack = value * (total.slack() / total.figure.value.lo.abs().max(1.0) + n.slack() / count) + told.slack();
    let off = (told.figure.value.lo - value).abs();
    let agrees = off <= slack.max(value.abs() * ROUNDED) || figures::bears_out(told.figure, value);
    let working = format!(
        "{} / {} = {}, not {}",
        number(total.figure.value.lo),
        number(count),
        number(rounded(value)),
        number(told.figure.value.lo)
    );
    (!agrees).then_some(Found { span: told.span, working })
}

/// What is worked out is rounded: this much is nobody's slip.
const ROUNDED: f64 = 0.03;

/// To four significant digits.
fn rounded(value: f64) -> f64 {
    if value.abs() < 1000.0 {
        return value;
    }
    let size = 10_f64.powf(value.abs().log10().floor() - 3.0);
    (value / size).round() * size
}
