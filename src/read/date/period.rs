//! Two points that belong together: "from 1998 to 2012", "2023-24", "June 3-5", "between March and May 2024".
//!
//! What the second point says and the first leaves out ("3 to 5 *June 2024*") is the first's as well.

use super::{Found, Scan, point, single};
use crate::fact::{Date, Grain};

/// `alone` is the single point that begins there.
pub(super) fn period(scan: &Scan<'_>, idx: usize, alone: Option<&Found>) -> Option<Found> {
    let tokens = scan.tokens;
    if tokens.is_number(idx) {
        return years(scan, idx)
            .or_else(|| days_before_month(scan, idx))
            .or_else(|| hours(scan, idx))
            .or_else(|| joined(scan, idx, alone?));
    }
    if !scan.english || !tokens.is_word(idx) {
        return None;
    }
    let opened = matches!(tokens.word(idx), "from" | "between");
    if opened {
        return years(scan, idx + 1).or_else(|| joined(scan, idx + 1, &single(scan, idx + 1)?));
    }
    days_after_month(scan, idx).or_else(|| joined(scan, idx, alone?))
}

fn whole(first: usize, last: usize, from: Date, until: Date) -> Found {
    Found { first, last, date: Date { until: Some(Box::new(until)), ..from } }
}

/// What parts the two points, and the token after it.
fn link(scan: &Scan<'_>, first: usize, last: usize) -> Option<usize> {
    let at = last + 1;
    let before = scan.before(first, 1);
    match scan.tokens.word(at) {
        "to" | "until" | "till" | "through" if scan.english => Some(at + 1),
        "and" if before == "between" => Some(at + 1),
        _ if scan.is_glued_dash(at) => Some(at + 1),
        _ if matches!(scan.tokens.mark(at), Some('–' | '-')) && scan.tokens.is_number(at + 1) => Some(at + 1),
        "/" if scan.tokens.is_glued(at) && scan.tokens.is_glued(at + 1) => Some(at + 1),
        _ => None,
    }
}

/// "1998-2012", "from 1998 to 2012", "2023-24", "2023/24".
fn years(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let (from, 4) = scan.digits(idx)? else { return None };
    if !(1000..=2100).contains(&from)
        || idx > 0 && tokens.is_glued(idx) && !matches!(tokens.mark(idx - 1), Some('(' | '['))
    {
        return None;
    }
    let at = link(scan, idx, idx)?;
    let (to, n) = scan.digits(at)?;
    let dashed = tokens.mark(at - 1).is_some();
    let to = match n {
        4 => to,
        2 if dashed && tokens.is_glued(at) => from / 100 * 100 + to,
        _ => return None,
    };
    let opened = matches!(scan.before(idx, 1), "from" | "between");
    let next = tokens.word(at + 1);
    let counted = tokens.is_word(at + 1)
        && (scan.lexicon.nouns.is_plural(next) || !scan.lexicon.units.words.at(next).is_empty())
        && !scan.capital(at + 1);
    let glued = tokens.is_glued(at + 1)
        && (tokens.is_word(at + 1) || tokens.mark(at + 1).is_some_and(|it| it == '-' || it == '%'));
    // "from 1500 to 2000 homes" counts; "2019-2020" as a telephone number has no business here either.
    if !(from < to && to <= 2100)
        || counted
        || glued
        || !(dashed || opened || from >= 1700)
        || scan.is_alone(idx, at) && !dashed
    {
        return None;
    }
    let year = |year: u32| Date { year: i16::try_from(year).ok(), grain: Grain::Year, ..Date::default() };
    Some(whole(idx, at, year(from), year(to)))
}

/// "3-5 June 2024", "3 to 5 June".
fn days_before_month(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    if !scan.english {
        return None;
    }
    let (day, last) = point::day(scan, idx)?;
    let at = link(scan, idx, last)?;
    let second = point::day_first(scan, at)?;
    let from = Date { day: Some(day), ..second.date.clone() };
    (Some(day) < second.date.day).then(|| whole(idx, second.last, from, second.date))
}

/// "June 3-5, 2024", "June 3 to 5".
fn days_after_month(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let first = point::month_first(scan, idx).filter(|it| it.date.day.is_some() && it.date.year.is_none())?;
    let at = link(scan, idx, first.last)?;
    let (day, last) = point::day(scan, at)?;
    if Some(day) <= first.date.day || point::month(scan, last + 1, true).is_some() {
        return None;
    }
    let (year, last) = match point::year_after(scan, last) {
        Some((year, last)) => (Some(year), last),
        None => (None, last),
    };
    let from = Date { year, ..first.date };
    let until = Date { day: Some(day), ..from.clone() };
    Some(whole(idx, last, from, until))
}

/// "6 to 9 p.m.": the half of the day is said once.
fn hours(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let (hour, 1 | 2) = scan.digits(idx)? else { return None };
    let second = point::time(scan, link(scan, idx, idx)?).filter(|_| scan.english && (1..=12).contains(&hour))?;
    let until = second.date.minutes?;
    // "11 to 2 p.m." began in the morning.
    let (morning, evening) = (hour % 12 * 60, (hour % 12 + 12) * 60);
    let minutes = if until >= 720 && evening < u32::from(until) { evening } else { morning };
    let from = Date { minutes: Some(minutes as u16), ..second.date.clone() };
    let halved = matches!(scan.tokens.word(second.last), "am" | "a.m." | "pm" | "p.m." | "a.m" | "p.m");
    halved.then(|| whole(idx, second.last, from, second.date))
}

/// "June 3 to July 5", "from March to May 2024", "9am to 5pm", "Q1 2023 to Q3 2023".
fn joined(scan: &Scan<'_>, idx: usize, first: &Found) -> Option<Found> {
    let at = link(scan, idx, first.last)?;
    let second = single(scan, at)?;
    let opened = matches!(scan.before(idx, 1), "from" | "between");
    let same = first.date.grain == second.date.grain && first.date.until.is_none() && second.date.until.is_none();
    // "moved from Monday to Friday" moves; days without a month are no period unless a dash or "from" says so.
    let bare =
        first.date.weekday.is_some() && first.date.day.is_none() && !opened && scan.tokens.mark(at - 1).is_none();
    if !same || bare || scan.tokens.sentence(idx) != scan.tokens.sentence(at) {
        return None;
    }
    let year = first.date.year.or(second.date.year);
    let relative = first.date.relative && second.date.relative;
    let until = Date { relative: false, ..second.date };
    Some(whole(first.first, second.last, Date { year, relative, ..first.date.clone() }, until))
}
