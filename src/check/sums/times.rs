//! Ages against dates of birth, and lengths of time against their end points, within one sentence: "born in 1980, is 50
//! in 2026", "from 1998 to 2012, for 16 years".

use super::Found;
use super::said::{Given, Said};
use super::words;
use crate::check::dates::calendar::{Day, Stretch, years_between};
use crate::check::dates::resolve::{is_of_birth, plain};
use crate::check::figures;
use crate::fact::{Date, Dimension, Form, Grain};
use crate::rules::lexicon::Lexicon;
use crate::text::Span;
use crate::text::comment::FrontMatter;

pub fn age(lexicon: &Lexicon, front: &FrontMatter, said: &Said<'_>) -> Option<Found> {
    let (at, birth) = said.dates.iter().find(|it| is_of_birth(said.raw(said.span.start, it.0.start)))?;
    if said.n_people > 1 || birth.until.is_some() {
        return None;
    }
    let from = plain(birth)?;
    let told = only_age(said)?;
    let years = told.figure.value.lo / told.figure.unit.factor;
    let others: Vec<&(Span, &Date)> = said.dates.iter().filter(|it| it.0 != *at).collect();
    let beside = |it: &&(Span, &Date)| {
        let gap = if it.0.start >= told.span.end {
            said.between(told.span.end, it.0.start)
        } else {
            said.between(it.0.end, told.span.start)
        };
        words::count(&gap) <= 4
    };
    let (to, when, back) = match others.as_slice() {
        [] if !words::has(said.plain(), &lexicon.sums.other_age) => {
            let written = front.date.as_deref()?;
            (Stretch::parse(written)?, written.get(..4)?.to_string(), 1)
        }
        [it] if beside(it) => (plain(it.1)?, it.0.of(said.prose).to_string(), 0),
        _ => return None,
    };
    let (least, most) = years_between(from, to);
    let fits = f64::from(least - back) <= years && years <= f64::from(most);
    if fits || most < 0 {
        return None;
    }
    let ages = if least == most { most.to_string() } else { format!("{least} or {most}") };
    let working = format!("born {}, {ages} in {when}, not {}", at.of(said.prose), told.written());
    let working = if to.is_day() && !others.is_empty() { working.replace(" in ", " on ") } else { working };
    Some(Found { span: told.span, working })
}

/// "the 50-year-old", "aged 50", "is 50", "Orne, 50,": the one age of a sentence.
fn only_age<'a, 'b>(said: &'b Said<'a>) -> Option<&'b Given<'a>> {
    let is_age = |it: &&Given<'a>| {
        if it.figure.form == Form::Age {
            return true;
        }
        let bare = it.is_plain() && it.figure.unit.dimension == Dimension::Count && it.figure.counted.is_empty();
        let before = said.before(it.span);
        let after = said.raw(it.span.end, it.span.end + 1);
        let told = [" is ", " was ", " aged ", " now "].iter().any(|word| before.ends_with(word));
        let between_commas = said.raw(it.span.start.saturating_sub(2), it.span.start) == ", " && after == ",";
        bare && (told && !after.is_empty() || between_commas) && (1.0..=120.0).contains(&it.figure.value.lo)
    };
    let mut found = said.figures.iter().filter(is_age);
    found.next().filter(|_| found.next().is_none())
}

/// "from 1998 to 2012, for 16 years", "since 1998, for 30 years".
pub fn lasting(lexicon: &Lexicon, front: &FrontMatter, said: &Said<'_>) -> Option<Found> {
    let [(at, date)] = said.dates.as_slice() else { return None };
    let told = said.figures.iter().find(|it| {
        let gap =
            if it.span.start >= at.end { said.raw(at.end, it.span.start) } else { said.raw(it.span.end, at.start) };
        let mut joined = lexicon.sums.lasting.clone();
        joined.extend(["from", "between", "since"].map(String::from));
        let lasts = it.figure.unit.dimension == Dimension::Duration && it.figure.unit.factor >= DAY;
        lasts && it.figure.change.is_none() && it.figure.per.is_none() && words::is_only(&words::plain(gap), &joined)
    })?;
    if let Some(until) = date.until.as_ref().filter(|_| date.grain == Grain::Day) {
        return days(said, *at, date, until, told);
    }
    if told.figure.unit.factor < MONTH {
        return None;
    }
    let (from, to, end) = match &date.until {
        Some(until) if date.grain == Grain::Year => (plain_point(date)?, plain(until)?, until.year?.to_string()),
        None if date.grain == Grain::Year && words::ends_with(&said.before(*at), &["since".to_string()]) => {
            let written = front.date.as_deref()?;
            (plain(date)?, Stretch::parse(written)?, written.get(..4)?.to_string())
        }
        _ => return None,
    };
    let first = date.year?;
    let (least, most) = (years_between(from, to).0.max(0), years_between(from, to).1 + 1);
    let holds = (least..=most).any(|it| figures::bears_out(told.figure, f64::from(it) * YEAR));
    let span: i32 = end.parse::<i32>().ok()? - i32::from(first);
    let words = told.figure.number_span.of(said.prose);
    (!holds && span > 0)
        .then(|| Found { span: told.span, working: format!("{first} to {end} is {span} years, not {words}") })
}

/// "from 2 May to 9 May, 12 days in all": both ends may count, or one, or neither.
fn days(said: &Said<'_>, at: Span, date: &Date, until: &Date, told: &Given<'_>) -> Option<Found> {
    // Any year does, but for the end of February.
    let year = date.year.map_or(2001, i32::from);
    let day = |it: &Date| Day::of(it.year.map_or(year, i32::from), it.month?, it.day?);
    let (from, to) = (day(date)?, day(until)?);
    let n_days = to.0 - from.0;
    let holds = (n_days - 1..=n_days + 2).any(|it| figures::bears_out(told.figure, f64::from(it) * DAY));
    let in_days = (told.figure.unit.factor - DAY).abs() < 1.0;
    let words = told.figure.number_span.of(said.prose);
    let working = format!("{} is {n_days} or {} days, not {words}", at.of(said.prose), n_days + 1);
    (in_days && n_days > 0 && !holds).then_some(Found { span: told.span, working })
}

/// A period's first end by itself.
fn plain_point(date: &Date) -> Option<Stretch> {
    plain(&Date { until: None, ..date.clone() })
}

/// In seconds, as the lexicon of units has them.
const YEAR: f64 = 31_557_600.0;
const MONTH: f64 = 28.0 * DAY;
const DAY: f64 = 86_400.0;
