//! Parts and their whole in one sentence: "of the 40, 25 failed and 12 leaked", "3 boats and 4 cars, 8 vehicles in all",
//! and per cents of the answers to one question.
//!
//! A list is only added up where it says that it is one: after "of the 40", after a colon, or beside "in all".

use super::Found;
use super::said::{Given, Said, number};
use super::words;
use crate::fact::{Dimension, Form, Hedge};
use crate::rules::lexicon::Lexicon;

/// A list that nothing closes may leave a few out: only a sum so near the whole is a slip.
const NEAR: f64 = 0.15;
/// A list that is closed may be off by as much as a slip makes it.
const OFF: f64 = 0.5;

pub fn parts(lexicon: &Lexicon, said: &Said<'_>) -> Option<Found> {
    let sums = &lexicon.sums;
    if words::has(said.plain(), &sums.open) {
        return None;
    }
    let (whole, parts, off) = out_of(lexicon, said)
        .or_else(|| after_colon(lexicon, said))
        .or_else(|| in_all(lexicon, said))
        .or_else(|| casualties(lexicon, said))?;
    let total: f64 = parts.iter().map(|it| it.figure.value.lo).sum();
    // Parts of one list are told as finely as the finest of them: 20,000 beside 12,000 is no 15,000.
    let finest = parts.iter().map(|it| it.slack()).fold(f64::INFINITY, f64::min);
    let exact = parts.iter().all(|it| it.figure.hedge == Hedge::Bare);
    let of_parts = if exact { finest * parts.len() as f64 } else { parts.iter().map(Given::slack).sum() };
    let slack = of_parts + whole.slack();
    let whole_value = whole.figure.value.lo;
    let gap = (total - whole_value).abs();
    if gap <= slack + 1e-9 * whole_value.abs() || gap > off * whole_value.abs() {
        return None;
    }
    Some(Found { span: whole.span, working: working(&parts, total, &whole) })
}

fn working(parts: &[Given<'_>], total: f64, whole: &Given<'_>) -> String {
    let factor = whole.figure.unit.factor;
    let parts: Vec<String> = parts.iter().map(|it| number(it.figure.value.lo / factor)).collect();
    format!("{} = {}, not {}", parts.join(" + "), number(total / factor), whole.written())
}

/// A whole, its parts, and how far off their sum may be and still be a slip.
type List<'a> = (Given<'a>, Vec<Given<'a>>, f64);

/// "Of the 40 pumps, 25 failed and 12 leaked."
fn out_of<'a>(lexicon: &Lexicon, said: &Said<'a>) -> Option<List<'a>> {
    let (whole, parts) = said.figures.split_first()?;
    let before = said.before(whole.span);
    let before = before.trim();
    let opens = before == "of" || before.starts_with("of ") && words::count(before) <= 2;
    let fits = |it: &Given<'_>| {
        is_alike(whole, it)
            && it.figure.value.lo < whole.figure.value.lo
            && (counts_nothing(lexicon, said, it)
                || it.figure.whole == Some(whole.figure.value.lo)
                || is_akin(lexicon, whole, it))
    };
    if !opens || parts.len() < 2 || !whole.is_plain() || !parts.iter().all(fits) {
        return None;
    }
    let closed = words::has(said.plain(), &lexicon.sums.closing);
    is_list(said, parts).then(|| (*whole, parts.to_vec(), if closed { OFF } else { NEAR }))
}

/// "The council has 40 members: 25 from the north and 12 from the south", "the council of 40 (25 men and 12 women)".
fn after_colon<'a>(lexicon: &Lexicon, said: &Said<'a>) -> Option<List<'a>> {
    let at = said.figures.windows(2).position(|pair| {
        let [a, b] = pair else { return false };
        matches!(said.raw(a.end(), b.span.start).trim(), ":" | "(")
    })?;
    let whole = said.figures.get(at)?;
    let parts = said.figures.get(at + 1..)?;
    // What is in brackets ends with them.
    let opened = parts.first().map_or(0, |it| it.span.start);
    let within = parts.iter().take_while(|it| !said.raw(opened, it.span.start).contains(')')).count();
    let parts = parts.get(..within)?;
    let fits =
        |it: &Given<'_>| is_alike(whole, it) && it.figure.value.lo < whole.figure.value.lo && it.figure.whole.is_none();
    // Nouns of their own are what the whole is made of: men and women, boats and cars.
    let same = parts.iter().all(|it| it.figure.counted.is_empty() || is_akin(lexicon, whole, it));
    let own = parts.iter().all(|it| !it.figure.counted.is_empty()) && is_tight(said, parts);
    let good = parts.len() > 1 && whole.is_plain() && parts.iter().all(fits) && (same || own);
    (good && is_list(said, parts)).then(|| (*whole, parts.to_vec(), OFF))
}

/// "3 boats, 4 cars and 5 vans, 13 vehicles in all", "a total of 60 people, 35 men and 30 women".
fn in_all<'a>(lexicon: &Lexicon, said: &Said<'a>) -> Option<List<'a>> {
    let sums = &lexicon.sums;
    let is_total = |it: &Given<'_>| {
        let after = said.between(it.end(), said.span.end);
        words::starts_with(&after, &sums.total_after) || words::ends_with(&said.before(it.span), &sums.total_before)
    };
    let at = said.figures.iter().position(is_total)?;
    let whole = said.figures.get(at)?;
    let alike: Vec<Given<'_>> = said
        .figures
        .iter()
        .enumerate()
        .filter(|(n, it)| *n != at && is_alike_unit(whole, it))
        .map(|it| *it.1)
        .collect();
    let all_before = alike.iter().all(|it| it.span.start < whole.span.start);
    let all_after = alike.iter().all(|it| it.span.start > whole.span.start);
    let fits = |it: &Given<'_>| is_alike(whole, it) && it.figure.value.lo < whole.figure.value.lo;
    let good = alike.len() > 1 && whole.is_plain() && alike.iter().all(fits) && (all_before || all_after);
    let same = whole.figure.unit.dimension != Dimension::Count
        || alike.iter().all(|it| is_akin(lexicon, whole, it) || it.figure.counted.is_empty());
    // Nothing that counts something else stands inside the list; a part may have a month of its own.
    let tight = is_tight(said, &alike);
    let dated = said.dates.is_empty() || said.dates.len() == alike.len();
    (good && dated && (same || tight) && is_list(said, &alike)).then_some((*whole, alike, OFF))
}

/// "killed 12 people and injured 30, leaving 45 casualties".
fn casualties<'a>(lexicon: &Lexicon, said: &Said<'a>) -> Option<List<'a>> {
    let is_both = |it: &&Given<'_>| lexicon.counted.casualties.contains(&it.figure.counted.head);
    let whole = said.figures.iter().find(is_both)?;
    let harmed = |it: &&Given<'_>| matches!(it.figure.counted.head.as_str(), "killed" | "injured" | "missing");
    let parts: Vec<Given<'_>> = said.figures.iter().filter(harmed).copied().collect();
    let mut heads: Vec<&str> = parts.iter().map(|it| it.figure.counted.head.as_str()).collect();
    heads.sort_unstable();
    heads.dedup();
    let good = parts.len() > 1 && heads.len() == parts.len() && said.figures.len() == parts.len() + 1;
    (good && whole.is_plain() && parts.iter().all(|it| is_alike(whole, it))).then_some((*whole, parts, OFF))
}

/// "64 were taken on and 21 withdrew": what follows the number is no noun.
fn counts_nothing(lexicon: &Lexicon, said: &Said<'_>, it: &Given<'_>) -> bool {
    let Some(noun) = it.figure.counted.span else { return true };
    let last = noun.of(said.prose).rsplit(' ').next().unwrap_or("").to_lowercase();
    !lexicon.nouns.is_plural(&last)
}

fn is_alike_unit(whole: &Given<'_>, part: &Given<'_>) -> bool {
    whole.figure.unit.dimension == part.figure.unit.dimension && part.figure.form != Form::Ordinal
}

fn is_alike(whole: &Given<'_>, part: &Given<'_>) -> bool {
    part.is_plain() && part.figure.unit.name == whole.figure.unit.name && part.figure.change == whole.figure.change
}

fn is_akin(lexicon: &Lexicon, whole: &Given<'_>, part: &Given<'_>) -> bool {
    lexicon.counted.are_akin(&whole.figure.counted.head, &part.figure.counted.head)
}

/// Commas or semicolons, and "and" before the last.
fn is_list(said: &Said<'_>, parts: &[Given<'_>]) -> bool {
    let between = |a: &Given<'_>, b: &Given<'_>| said.raw(a.span.end, b.span.start);
    let last = match parts {
        [.., a, b] => between(a, b),
        _ => return false,
    };
    let joined = parts.windows(2).all(|pair| match pair {
        [a, b] => {
            let words = between(a, b);
            words.contains([',', ';']) || words::plain(words).contains(" and ")
        }
        _ => true,
    });
    joined && (words::plain(last).contains(" and ") || last.contains([',', ';']))
}

/// One or two words between two figures, and a comma or "and".
fn is_tight(said: &Said<'_>, parts: &[Given<'_>]) -> bool {
    parts.windows(2).all(|pair| match pair {
        [a, b] => words::count(&said.between(a.figure.number_span.end, b.span.start)) <= 3,
        _ => true,
    })
}

/// "41% said yes, 44% no and 20% were unsure".
pub fn per_cents(lexicon: &Lexicon, said: &Said<'_>) -> Option<Found> {
    let sums = &lexicon.sums;
    let open = sums.open.iter().filter(|it| !matches!(it.as_str(), "most" | "also")).cloned().collect::<Vec<_>>();
    if words::has(said.plain(), &open) || !words::has(said.plain(), &sums.answers) {
        return None;
    }
    let mut parts: Vec<Given<'_>> = Vec::new();
    for it in said.figures.iter().filter(|it| it.figure.unit.dimension == Dimension::Percent) {
        let plain = it.is_plain() && it.figure.change.is_none() && it.figure.hedge == Hedge::Bare;
        if !plain {
            return None;
        }
        parts.push(*it);
    }
    let closed = words::has(said.plain(), &sums.closing);
    let mut heads: Vec<&str> =
        parts.iter().map(|it| it.figure.counted.head.as_str()).filter(|it| !it.is_empty()).collect();
    heads.sort_unstable();
    heads.dedup();
    if parts.len() < if closed { 2 } else { 3 } || heads.len() > 1 || !is_list(said, &parts) {
        return None;
    }
    let total: f64 = parts.iter().map(|it| it.figure.value.lo).sum();
    let slack = (parts.iter().map(Given::slack).sum::<f64>()).max(1.0);
    let gap = (total - 100.0).abs();
    let last = parts.last()?;
    let shown: Vec<String> = parts.iter().map(Given::written).collect();
    let working = format!("{} = {}%, not 100%", shown.join(" + "), number(total));
    (gap > slack + 1e-9 && gap <= PERCENT_OFF).then_some(Found { span: last.span, working })
}

/// Answers that sum to less or more than this off are of several questions.
const PERCENT_OFF: f64 = 20.0;
