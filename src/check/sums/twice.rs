//! One figure given twice with different values: two sentences that tell the same thing in the same words, a headline
//! and the text below it, and the same digits a thousand times off.
//!
//! Whatever may set the two apart keeps this silent: a date, a speaker, a name, a word that only one of them has and the
//! other cannot do without. Sentences are compared within buckets of one counted thing, a few of each at most.

use std::collections::BTreeMap;

use super::said::{Given, Said};
use super::{raised, words};
use crate::check::{RaisedAt, Whole, figures};
use crate::fact::{Dimension, Hedge, Stem};
use crate::finding::Standing;
use crate::text::Sort;

/// So many places of one thing are compared with one another.
const MOST: usize = 8;

#[derive(Clone, Copy)]
struct Place<'a, 'b> {
    said: &'b Said<'a>,
    given: &'b Given<'a>,
}

/// What is counted or measured: equal keys may be the same thing.
type Key = (String, Stem);

pub fn twice(whole: &Whole<'_>, all: &[Said<'_>], acc: &mut RaisedAt) {
    let (mut by_thing, mut by_digits): (BTreeMap<Key, Vec<Place<'_, '_>>>, BTreeMap<String, Vec<Place<'_, '_>>>) =
        Default::default();
    for said in all {
        for given in said.figures.iter().filter(|it| it.is_plain() && it.figure.hedge == Hedge::Bare) {
            let place = Place { said, given };
            if let Some(key) = key(given) {
                push(by_thing.entry(key).or_default(), place);
            }
            if let Some(digits) = digits(given) {
                push(by_digits.entry(digits).or_default(), place);
            }
        }
    }
    // What the headline has may stand further down.
    let below = |value: f64| {
        let body = all.iter().filter(|it| it.sort != Sort::Heading).flat_map(|it| &it.figures);
        body.into_iter().any(|it| figures::bears_out(it.figure, value))
    };
    let told_below = |it: &Place<'_, '_>| it.said.sort == Sort::Heading && below(it.given.figure.value.lo);
    let same = by_thing.values().flat_map(|it| pairs(it)).filter(|(a, b)| differ(whole, a, b) && !told_below(a));
    let slips = by_digits.values().flat_map(|it| pairs(it)).filter(|(a, b)| is_thousandfold(a, b));
    let told = same.map(|it| (it, "twice")).chain(slips.map(|it| (it, "thousandfold")));
    for ((first, second), variant) in told {
        let headline = first.said.sort == Sort::Heading;
        // What a source gives is the less likely slip of the two.
        let at_first = headline || !is_given(whole, &first) && is_given(whole, &second);
        let (here, there) = if at_first { (first, second) } else { (second, first) };
        let variant = if headline && variant == "twice" { "headline" } else { variant };
        let words = |it: &Place<'_, '_>| it.given.span.of(it.said.prose).to_string();
        let args = vec![("figure", words(&here)), ("other", words(&there))];
        acc.push((here.said.part, raised(here.given.span, variant, args)));
    }
}

fn push<'a, 'b>(places: &mut Vec<Place<'a, 'b>>, place: Place<'a, 'b>) {
    if places.len() < MOST {
        places.push(place);
    }
}

/// Every two of them, the earlier first.
fn pairs<'a, 'b>(places: &[Place<'a, 'b>]) -> Vec<(Place<'a, 'b>, Place<'a, 'b>)> {
    let mut pairs = Vec::new();
    for (n, first) in places.iter().enumerate() {
        pairs.extend(places.iter().skip(n + 1).map(|second| (*first, *second)));
    }
    pairs
}

fn key(given: &Given<'_>) -> Option<Key> {
    let figure = given.figure;
    let thing = match figure.unit.dimension {
        // Small groups of one kind are counted out all through a text.
        Dimension::Count if figure.value.lo > 10.0 => figure.counted.head_stem,
        Dimension::Count => None,
        Dimension::Money(_) | Dimension::Mass | Dimension::Length | Dimension::Area => figure.subject.head_stem,
        _ => None,
    }?;
    Some((format!("{:?}", figure.unit.dimension), thing))
}

/// "Money USD 42" for 4.2 million and 4.2 billion alike; two digits at least.
fn digits(given: &Given<'_>) -> Option<String> {
    let value = given.figure.value.lo;
    if value < 1_000.0 {
        return None;
    }
    let written = format!("{value:.0}");
    let digits = written.trim_end_matches('0');
    (digits.len() > 1).then(|| format!("{:?} {digits}", given.figure.unit.dimension))
}

fn differ(whole: &Whole<'_>, first: &Place<'_, '_>, second: &Place<'_, '_>) -> bool {
    let (a, b) = (first.given.figure, second.given.figure);
    let anew = &whole.rules.lexicon.sums.counted_anew;
    let headline = first.said.sort == Sort::Heading;
    let agree = figures::bears_out(a, b.value.lo) || figures::bears_out(b, a.value.lo);
    let same_figure = a.unit.name == b.unit.name
        && a.change == b.change
        && a.statistic == b.statistic
        && a.whole.is_none()
        && b.whole.is_none()
        && (headline || a.counted.modifiers == b.counted.modifiers);
    let open = |it: &Place<'_, '_>| words::has(it.said.plain(), anew);
    let several = |it: &Place<'_, '_>| it.said.figures.iter().filter(|other| key(other) == key(it.given)).count() > 1;
    // "51 of those invoices came to 21.9 million": what else is counted tells the two apart.
    let others = |it: &Place<'_, '_>| {
        let others = it.said.figures.iter().filter(|other| other.idx != it.given.idx);
        others.map(|it| it.figure.value.lo.to_bits()).collect::<Vec<u64>>()
    };
    let spoken = first.said.is_attributed || second.said.is_attributed && !headline;
    // NB: asked of every two with each keystroke, so what costs nothing comes first.
    same_figure
        && !agree
        && !spoken
        && first.said.span != second.said.span
        && second.said.sort != Sort::Heading
        && tells_the_same(first.said, second.said, if headline { 2 } else { 3 })
        && (headline || others(first) == others(second))
        && same_dates(first, second, headline)
        && !open(first)
        && !open(second)
        && !several(first)
        && !several(second)
        && !(is_given(whole, first) && is_given(whole, second))
}

fn same_dates(first: &Place<'_, '_>, second: &Place<'_, '_>, headline: bool) -> bool {
    let dates = |it: &Place<'_, '_>| it.said.dates.iter().map(|it| it.1.clone()).collect::<Vec<_>>();
    let (a, b) = (dates(first), dates(second));
    a == b || headline && a.is_empty()
}

/// Every word of the shorter sentence stands in the other, and every name.
fn tells_the_same(a: &Said<'_>, b: &Said<'_>, least: usize) -> bool {
    let (short, long) = if a.stems.len() <= b.stems.len() { (a, b) } else { (b, a) };
    short.stems.len() >= least
        && short.stems.iter().all(|it| long.stems.binary_search(it).is_ok())
        && short.names.iter().all(|it| long.names.contains(it))
}

fn is_thousandfold(first: &Place<'_, '_>, second: &Place<'_, '_>) -> bool {
    let (a, b) = (first.given.figure, second.given.figure);
    let ratio = (a.value.lo / b.value.lo).log10().abs();
    let times = (ratio - 3.0).abs() < 1e-9 || (ratio - 6.0).abs() < 1e-9;
    let shared = first.said.stems.iter().filter(|it| second.said.stems.binary_search(it).is_ok()).count();
    let shorter = first.said.stems.len().min(second.said.stems.len());
    let has = |it: &Said<'_>, stem: Option<Stem>| stem.is_none_or(|stem| it.stems.binary_search(&stem).is_ok());
    let same_thing = (a.counted.is_empty() || b.counted.is_empty() || a.counted.head_stem == b.counted.head_stem)
        && (has(second.said, a.subject.head_stem) || has(first.said, b.subject.head_stem));
    times
        && a.unit.name == b.unit.name
        && a.per == b.per
        && same_thing
        && shared >= 2
        && shared * 2 >= shorter
        && first.said.span != second.said.span
}

fn is_given(whole: &Whole<'_>, place: &Place<'_, '_>) -> bool {
    let Some(part) = whole.parts.get(place.said.part) else { return false };
    let judged = part.checked.judged.iter().find(|it| it.fact as usize == place.given.idx);
    judged.is_some_and(|it| matches!(it.standing, Standing::Supported | Standing::Computed | Standing::OwnReporting))
}
