//! Which days a date means: by itself, or against the date of the text that it stands in.
//!
//! "On Monday" in a text of a Wednesday is the Monday before or the Monday after, by the tense of its clause. What stays
//! open has several readings; what no text's date settles is compared by what it says of itself.

use super::calendar::{Day, Stretch};
use crate::fact::{Date, Grain, Tense};
use crate::rules::lexicon::dates::Dates;

/// One thing that a date may mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meaning {
    /// Where the year is known.
    pub stretch: Option<Stretch>,
    month: Option<u8>,
    day: Option<u8>,
    weekday: Option<u8>,
    /// From one day, month or year to another.
    period: bool,
}

/// How a source's date stands to the draft's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The source's is the same, or finer.
    Bears,
    /// The source's is coarser, or may be the same.
    Open,
    Apart,
}

/// The day on which a text was written, and the tense of the clause that a date stands in.
#[derive(Clone, Copy, Debug)]
pub struct Vantage {
    pub own: Option<Stretch>,
    pub tense: Option<Tense>,
}

/// All that a date may mean; empty where that cannot be told at all.
pub fn meanings(lexicon: &Dates, date: &Date, words: &str, at: Vantage) -> Vec<Meaning> {
    let words = words.to_lowercase();
    let has = |word: &str| words.split(|it: char| !it.is_alphanumeric()).any(|it| it == word);
    if matches!(date.grain, Grain::Time | Grain::Season) || lexicon.reckoned_otherwise.iter().any(|it| has(it)) {
        return Vec::new();
    }
    let own = at.own.filter(|it| it.is_day()).map(|it| it.first);
    if let Some(until) = &date.until {
        return period(date, until, own).into_iter().collect();
    }
    if let Some(stretch) = plain(date) {
        return vec![of(stretch)];
    }
    if date.year.is_some() {
        return Vec::new();
    }
    if let (Some(month), Some(day)) = (date.month, date.day) {
        let stretch = own.and_then(|own| nearest(own, |year| Day::of(year, month, day).map(Stretch::day)));
        return vec![stretch.map_or(Meaning { month: Some(month), day: Some(day), ..Meaning::default() }, of)];
    }
    let direction = words.split_whitespace().find_map(|it| lexicon.directions.get(it).copied());
    if let Some(month) = date.month {
        let unsettled = Meaning { month: Some(month), ..Meaning::default() };
        return own.map_or(vec![unsettled], |own| months(own, month, direction, at.tense));
    }
    if let Some(weekday) = date.weekday {
        let unsettled = Meaning { weekday: Some(weekday), ..Meaning::default() };
        return own.map_or(vec![unsettled], |own| weekdays(own, weekday, direction, at.tense));
    }
    let Some(own) = own else { return Vec::new() };
    let offset = words.split_whitespace().find_map(|it| lexicon.offsets.get(it).copied());
    if let Some(offset) = offset {
        return vec![of(Stretch::day(own.plus(offset)))];
    }
    let Some(direction) = direction.filter(|_| !has("ago")) else { return Vec::new() };
    spans(own, date.grain, direction).into_iter().map(of).collect()
}

fn of(stretch: Stretch) -> Meaning {
    let (_, month, day) = stretch.first.civil();
    let same_month = stretch.last.civil().1 == month && stretch.last.0 - stretch.first.0 < 31;
    Meaning {
        stretch: Some(stretch),
        month: same_month.then_some(month),
        day: stretch.is_day().then_some(day),
        weekday: stretch.is_day().then(|| stretch.first.weekday()),
        period: false,
    }
}

/// A date that says all of itself: "4 May 1990", "May 1990", "1990", a decade, a century. Of a period its first point.
pub fn plain(date: &Date) -> Option<Stretch> {
    let year = i32::from(date.year?);
    match date.grain {
        Grain::Day => Some(Stretch::day(Day::of(year, date.month?, date.day?)?)),
        Grain::Month => Stretch::month(year, date.month?),
        Grain::Year => Stretch::years(year, 1),
        Grain::Decade => Stretch::years(year, 10),
        Grain::Century => Stretch::years(year, 100),
        Grain::Quarter => {
            let last = date.quarter.filter(|it| (1..=4).contains(it))? * 3;
            let (from, to) = (Stretch::month(year, last - 2)?, Stretch::month(year, last)?);
            Some(Stretch { first: from.first, last: to.last })
        }
        Grain::Time | Grain::Week | Grain::Season => None,
    }
}

/// Whether a date after these words is somebody's day of birth: "who was born in Orvik on".
pub fn is_of_birth(before: &str) -> bool {
    const NEAR: usize = 5;
    before.split_whitespace().rev().take(NEAR).any(|it| it.trim_matches(|it: char| !it.is_alphabetic()) == "born")
        || before.trim() == "Born"
        || before.trim_start().starts_with("Born ") && before.split_whitespace().count() <= NEAR
}

fn period(from: &Date, until: &Date, own: Option<Day>) -> Option<Meaning> {
    // "the mid-1990s" and the like are rough at both ends.
    if matches!(from.grain, Grain::Decade | Grain::Century) {
        return None;
    }
    let settled = |date: &Date| {
        plain(date).or_else(|| {
            let (month, day) = (date.month?, date.day?);
            nearest(own?, |year| Day::of(year, month, day).map(Stretch::day))
        })
    };
    let stretch = Stretch { first: settled(from)?.first, last: settled(until)?.last };
    Some(Meaning { period: true, ..of(stretch) })
}

/// The one year that puts it within six months of the text's own day.
fn nearest(own: Day, in_year: impl Fn(i32) -> Option<Stretch>) -> Option<Stretch> {
    const HALF_A_YEAR: i32 = 182;
    let year = own.civil().0;
    let near = |it: &Stretch| (it.first.0 - own.0).abs() <= HALF_A_YEAR;
    let mut fitting = (year - 1..=year + 1).filter_map(in_year).filter(near);
    fitting.next().filter(|_| fitting.next().is_none())
}

fn months(own: Day, month: u8, direction: Option<i32>, tense: Option<Tense>) -> Vec<Meaning> {
    let (year, current, _) = own.civil();
    let before = if month <= current { year } else { year - 1 };
    let after = if month >= current { year } else { year + 1 };
    let years = match (direction, tense) {
        (Some(-1), _) => vec![before, before - 1],
        (Some(1), _) => vec![after, after + 1],
        (Some(_), _) => vec![year],
        (None, Some(Tense::Past)) => vec![before],
        (None, Some(Tense::Future)) => vec![after],
        (None, _) => vec![before, after],
    };
    years.into_iter().filter_map(|year| Stretch::month(year, month)).map(of).collect()
}

fn weekdays(own: Day, weekday: u8, direction: Option<i32>, tense: Option<Tense>) -> Vec<Meaning> {
    let back = (i32::from(own.weekday()) - i32::from(weekday)).rem_euclid(7);
    let forth = (7 - back) % 7;
    // NB: on a Monday "on Monday" is today or a week off.
    let offsets = match (direction, tense) {
        (Some(-1), _) => vec![-(if back == 0 { 7 } else { back }), -(if back == 0 { 14 } else { back + 7 })],
        (Some(1), _) => vec![if forth == 0 { 7 } else { forth }, if forth == 0 { 14 } else { forth + 7 }],
        (Some(_), _) => vec![-back, forth],
        (None, Some(Tense::Past)) if back == 0 => vec![0, -7],
        (None, Some(Tense::Past)) => vec![-back],
        (None, Some(Tense::Future)) if forth == 0 => vec![0, 7],
        (None, Some(Tense::Future)) => vec![forth],
        (None, _) => vec![-back, forth],
    };
    offsets.into_iter().map(|it| of(Stretch::day(own.plus(it)))).collect()
}

/// "last week", "this month", "next year"; weeks begin on the Sunday before, and end on the Sunday.
fn spans(own: Day, grain: Grain, direction: i32) -> Option<Stretch> {
    let (year, month, _) = own.civil();
    match grain {
        Grain::Day if direction <= 0 => Some(Stretch::day(own.plus(direction))),
        Grain::Week => {
            let monday = own.plus(1 - i32::from(own.weekday()) + 7 * direction);
            Some(Stretch { first: monday.plus(-1), last: monday.plus(6) })
        }
        Grain::Month => {
            let months = year * 12 + i32::from(month) - 1 + direction;
            Stretch::month(months.div_euclid(12), (months.rem_euclid(12) + 1) as u8)
        }
        Grain::Year => Stretch::years(year + direction, 1),
        Grain::Day | Grain::Quarter | Grain::Season | Grain::Decade | Grain::Century | Grain::Time => None,
    }
}

/// How all that a source's date may mean stands to all that the draft's may mean.
pub fn agreement(ours: &[Meaning], theirs: &[Meaning]) -> Option<Agreement> {
    let each = ours.iter().flat_map(|a| theirs.iter().map(|b| meet(a, b)));
    let mut all_apart = None;
    for it in each {
        match it {
            Agreement::Bears => return Some(Agreement::Bears),
            Agreement::Open => all_apart = Some(false),
            Agreement::Apart => all_apart = Some(all_apart.unwrap_or(true)),
        }
    }
    all_apart.map(|it| if it { Agreement::Apart } else { Agreement::Open })
}

fn meet(ours: &Meaning, theirs: &Meaning) -> Agreement {
    if let (Some(a), Some(b)) = (ours.stretch, theirs.stretch) {
        let one_end = (a.first == b.first) != (a.last == b.last);
        return if ours.period && theirs.period && a != b {
            if a.is_apart(b) || one_end { Agreement::Apart } else { Agreement::Open }
        } else if b.is_within(a) {
            Agreement::Bears
        } else if a.is_apart(b) {
            Agreement::Apart
        } else {
            Agreement::Open
        };
    }
    fn differ(a: Option<u8>, b: Option<u8>) -> bool {
        matches!((a, b), (Some(a), Some(b)) if a != b)
    }
    let (month, day) = (differ(ours.month, theirs.month), differ(ours.day, theirs.day));
    if month || day || differ(ours.weekday, theirs.weekday) {
        return Agreement::Apart;
    }
    let has = |ours: Option<u8>, theirs: Option<u8>| ours.is_none() || theirs.is_some();
    let finer = has(ours.month, theirs.month) && has(ours.day, theirs.day) && has(ours.weekday, theirs.weekday);
    if finer && ours.stretch.is_none() { Agreement::Bears } else { Agreement::Open }
}
