//! Days, months and times of day: "12 June 2024", "Tuesday, May 14", "2024-06-12", "in March", "9:22am".
//!
//! "may" and "march" are verbs without a capital; "Jan." and "Sun" count only beside a day.

use super::{Found, Scan};
use crate::fact::{Date, Grain};

/// "2024-06-12", "12.6.2024", "25/06/2024"; "12/06/2024" is ambiguous and is no date.
pub(super) fn numeric(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let raw = tokens.raw(idx);
    if let Some(date) = dotted(raw) {
        return Some(Found { first: idx, last: idx, date });
    }
    let mark = tokens.mark(idx + 1).filter(|it| matches!(it, '-' | '/'))?;
    if tokens.mark(idx + 3) != Some(mark) || !(1..=4).all(|n| tokens.is_glued(idx + n)) {
        return None;
    }
    let (a, n_a) = scan.digits(idx)?;
    let (b, _) = scan.digits(idx + 2)?;
    let (c, n_c) = scan.digits(idx + 4)?;
    let (year, month, day) = if n_a == 4 {
        (a, b, c)
    } else if n_c == 4 && (b > 12 || a == b) {
        (c, a, b)
    } else if n_c == 4 && a > 12 {
        (c, b, a)
    } else {
        return None;
    };
    let date = calendar(Some(year), month, day)?;
    Some(Found { first: idx, last: idx + 4, date })
}

/// "25.06.2024": one token, and day before month wherever stops are used.
fn dotted(raw: &str) -> Option<Date> {
    let mut parts = raw.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    calendar(Some(year.parse().ok()?), month.parse().ok()?, day.parse().ok()?)
}

/// A day that the calendar has.
fn calendar(year: Option<u32>, month: u32, day: u32) -> Option<Date> {
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => return None,
    };
    let year = match year {
        Some(year) => Some(i16::try_from(year).ok().filter(|it| (1000..=2999).contains(it))?),
        None => None,
    };
    (1..=longest).contains(&day).then(|| Date {
        year,
        month: Some(month as u8),
        day: Some(day as u8),
        grain: Grain::Day,
        ..Date::default()
    })
}

/// "18:00", "9:22am", "6 p.m.", "6.30pm", "6 o'clock"; not the score "3:1".
pub(super) fn time(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let before = idx.checked_sub(1);
    if before
        .is_some_and(|it| tokens.is_glued(idx) && !matches!(tokens.mark(it), Some('(' | '-' | '–' | '"' | '“' | '[')))
    {
        return None;
    }
    let (mut hour, mut minute, mut last, mut exact) = match tokens.raw(idx).split_once(['.', ',']) {
        Some((hour, minute)) if minute.len() == 2 => (hour.parse().ok()?, minute.parse().ok()?, idx, false),
        Some(_) => return None,
        None => (scan.digits(idx).filter(|(_, n)| *n <= 2)?.0, 0_u32, idx, false),
    };
    if tokens.mark(idx + 1) == Some(':') && tokens.is_glued(idx + 1) && tokens.is_glued(idx + 2) {
        let (found, _) = scan.digits(idx + 2).filter(|(_, n)| *n == 2)?;
        // "2:05:12" is a duration.
        if tokens.mark(idx + 3) == Some(':') && tokens.is_glued(idx + 4) && tokens.is_number(idx + 4) {
            return None;
        }
        (minute, last, exact) = (found, idx + 2, true);
    }
    let half = match tokens.word(last + 1) {
        "am" | "a.m." | "a.m" => Some(0),
        "pm" | "p.m." | "p.m" => Some(12),
        _ => None,
    };
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
        last += 1;
    } else if matches!(tokens.word(last + 1), "o'clock" | "o") && tokens.word(last + 1) == "o'clock" {
        last += 1;
    } else if !exact {
        return None;
    }
    if hour > 23 || minute > 59 {
        return None;
    }
    let minutes = Some((hour * 60 + minute) as u16);
    Some(Found { first: idx, last, date: Date { minutes, grain: Grain::Time, ..Date::default() } })
}

/// The month at a token. Short forms and words that are something else as well need `near`: a day or a year beside them.
pub(super) fn month(scan: &Scan<'_>, idx: usize, near: bool) -> Option<(u8, usize)> {
    if !scan.capital(idx) {
        return None;
    }
    let word = scan.tokens.word(idx);
    if let Some(month) = scan.lexicon.dates.months.get(word) {
        return Some((*month, idx));
    }
    let month = *scan.lexicon.dates.short_months.get(word).filter(|_| near)?;
    let dotted = scan.tokens.mark(idx + 1) == Some('.') && scan.tokens.is_glued(idx + 1);
    Some((month, if dotted { idx + 1 } else { idx }))
}

/// A day of the month with or without its ending: "12", "12th", "the 12th" is left to the caller.
pub(super) fn day(scan: &Scan<'_>, idx: usize) -> Option<(u8, usize)> {
    let (day, n) = scan.digits(idx)?;
    if n > 2 || !(1..=31).contains(&day) {
        return None;
    }
    let next = idx + 1;
    let ended = scan.tokens.is_glued(next) && matches!(scan.tokens.word(next), "st" | "nd" | "rd" | "th");
    if !ended && scan.tokens.is_glued(next) && scan.tokens.is_word(next) {
        return None;
    }
    Some((day as u8, if ended { next } else { idx }))
}

/// ", 2024" or " 2024" after a day or month.
pub(super) fn year_after(scan: &Scan<'_>, last: usize) -> Option<(i16, usize)> {
    let at = if scan.tokens.mark(last + 1) == Some(',') { last + 2 } else { last + 1 };
    let at = if scan.tokens.word(at) == "of" && at == last + 1 { at + 1 } else { at };
    let (year, n) = scan.digits(at)?;
    let glued = scan.tokens.is_glued(at + 1) && scan.tokens.is_word(at + 1);
    (n == 4 && (1000..=2100).contains(&year) && !glued).then_some((year as i16, at))
}

/// "12 June 2024", "12th of June", "3 to 5 June" without its first day.
pub(super) fn day_first(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let (day, last) = day(scan, idx)?;
    let at = if scan.tokens.word(last + 1) == "of" { last + 2 } else { last + 1 };
    let (month, last) = month(scan, at, true)?;
    let mut date = calendar(None, u32::from(month), u32::from(day))?;
    let last = with_year(scan, &mut date, last);
    Some(Found { first: idx, last, date })
}

fn with_year(scan: &Scan<'_>, date: &mut Date, last: usize) -> usize {
    match year_after(scan, last) {
        Some((year, at)) => {
            date.year = Some(year);
            at
        }
        None => last,
    }
}

/// "12. März 2021", "le 1er avril", "3 de abril de 2020": a day and a month of another language.
pub(super) fn foreign_day(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let raw = tokens.raw(idx).trim_end_matches('.');
    let short = tokens.is_number(idx) && raw.len() <= 2;
    let number: u32 = raw.parse().ok().filter(|_| short)?;
    let mut at = idx + 1;
    let ending = matches!(tokens.mark(at), Some('.' | 'º' | '°')) || matches!(tokens.word(at), "er" | "º" | "ª");
    if ending && tokens.is_glued(at) {
        at += 1;
    }
    if matches!(tokens.word(at), "de" | "di" | "d'" | "den") {
        at += 1;
    }
    let month = *scan.lexicon.dates.foreign_months.get(tokens.word(at))?;
    let mut date = calendar(None, u32::from(month), number)?;
    let last = foreign_year(scan, &mut date, at);
    Some(Found { first: idx, last, date })
}

/// "mars 2021": without a day only beside a year, since "mars" and "mai" are words of their own.
pub(super) fn foreign_month(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let month = *scan.lexicon.dates.foreign_months.get(scan.tokens.word(idx))?;
    let mut date = Date { month: Some(month), grain: Grain::Month, ..Date::default() };
    let last = foreign_year(scan, &mut date, idx);
    date.year.is_some().then_some(Found { first: idx, last, date })
}

/// " 2021", " de 2021", " del 2021", " r." is left out.
fn foreign_year(scan: &Scan<'_>, date: &mut Date, last: usize) -> usize {
    let at = if matches!(scan.tokens.word(last + 1), "de" | "del" | "do") { last + 2 } else { last + 1 };
    match scan.digits(at) {
        Some((year, 4)) if (1000..=2100).contains(&year) => {
            date.year = Some(year as i16);
            at
        }
        _ => last,
    }
}

/// Dates that begin with a word: months and weekdays.
pub(super) fn worded(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    if !scan.capital(idx) {
        return None;
    }
    if let Some(found) = with_weekday(scan, idx) {
        return Some(found);
    }
    month_first(scan, idx)
}

/// "Tuesday, 14 May 2024", "Wed 12 June", "on Monday".
fn with_weekday(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let dates = &scan.lexicon.dates;
    let word = tokens.word(idx).strip_suffix("'s").unwrap_or(tokens.word(idx));
    let long = dates.weekdays.get(word).copied();
    let weekday = long.or_else(|| dates.short_weekdays.get(word).copied())?;
    let mut at = idx + 1;
    if long.is_none() && tokens.mark(at) == Some('.') {
        at += 1;
    }
    if matches!(tokens.mark(at), Some(',' | '(')) {
        at += 1;
    }
    if matches!(tokens.word(at), "the" | "on") {
        at += 1;
    }
    if let Some(found) = day_first(scan, at).or_else(|| month_first(scan, at).filter(|it| it.date.day.is_some())) {
        return Some(Found { first: idx, date: Date { weekday: Some(weekday), ..found.date }, ..found });
    }
    long?;
    // "the Monday Club" is a name; "last Monday" is read with its first word.
    Some(Found {
        first: idx,
        last: idx,
        date: Date { weekday: Some(weekday), grain: Grain::Day, relative: true, ..Date::default() },
    })
}

/// "9 January 2028, a Sunday,": the weekday comes after, and closes the phrase.
pub(super) fn with_weekday_after(scan: &Scan<'_>, mut found: Found) -> Found {
    let tokens = scan.tokens;
    let last = found.last;
    let is_day = found.date.grain == Grain::Day && found.date.day.is_some() && found.date.until.is_none();
    let opens = matches!(tokens.mark(last + 1), Some(',' | '(')) && tokens.word(last + 2) == "a";
    if !scan.english || !is_day || found.date.weekday.is_some() || !opens {
        return found;
    }
    let closes = !tokens.is_word(last + 4) && !tokens.is_number(last + 4);
    if let Some(weekday) = scan.lexicon.dates.weekdays.get(tokens.word(last + 3)).filter(|_| closes) {
        found.date.weekday = Some(*weekday);
        found.last = last + 3;
    }
    found
}

/// "June 12, 2024", "June 12th", "June 2024", "in June".
pub(super) fn month_first(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let (number, last) = month(scan, idx, true)?;
    let at = if tokens.word(last + 1) == "the" { last + 2 } else { last + 1 };
    if let Some((day, last)) = day(scan, at)
        && let Some(mut date) = calendar(None, u32::from(number), u32::from(day))
        && tokens.mark(last + 1) != Some('%')
    {
        let last = match year_after(scan, last).filter(|(_, it)| tokens.mark(*it - 1) == Some(',') || *it == last + 1) {
            Some((year, at)) => {
                date.year = Some(year);
                at
            }
            None => last,
        };
        return Some(Found { first: idx, last, date });
    }
    let mut date = Date { month: Some(number), grain: Grain::Month, ..Date::default() };
    if let Some((year, last)) = year_after(scan, last) {
        date.year = Some(year);
        return Some(Found { first: idx, last, date });
    }
    let (number, last) = month(scan, idx, false)?;
    // "May said": a name. "March" begins sentences as a verb. Both need a word of time before them.
    let before = scan.before(idx, 1);
    let sure = !matches!(number, 3 | 5 | 4 | 6 | 8)
        || matches!(
            before,
            "in" | "since"
                | "until"
                | "by"
                | "of"
                | "last"
                | "this"
                | "next"
                | "from"
                | "to"
                | "through"
                | "early"
                | "late"
                | "mid"
                | "during"
                | "after"
                | "before"
                | "and"
                | "between"
                | "every"
                | "each"
                | "for"
        )
        || tokens.mark(idx.wrapping_sub(1)) == Some('-');
    date.relative = true;
    sure.then_some(Found { first: idx, last, date: Date { month: Some(number), ..date } })
}

/// "ten past two", "five to eleven", "half past six"; "ten to two" alone is a vote.
pub(super) fn clock(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let cardinals = &scan.lexicon.numbers.cardinals;
    let number = |at: usize| cardinals.get(tokens.word(at)).copied().filter(|it| it.fract() == 0.0);
    let (minute, mut at) = match tokens.word(idx) {
        "half" => (30.0, idx + 1),
        "quarter" => (15.0, idx + 1),
        "twenty" if number(idx + 2) == Some(5.0) && tokens.mark(idx + 1) == Some('-') => (25.0, idx + 3),
        _ => (number(idx).filter(|it| (1.0..60.0).contains(it))?, idx + 1),
    };
    if tokens.word(at) == "minutes" {
        at += 1;
    }
    let past = match tokens.word(at) {
        "past" => true,
        "to" => {
            let lead = idx.checked_sub(1).map_or("", |it| tokens.word(it));
            let led = matches!(lead, "at" | "by" | "around" | "until" | "before" | "after" | "since" | "a");
            if !led {
                return None;
            }
            false
        }
        _ => return None,
    };
    let hour = number(at + 1).filter(|it| (1.0..=12.0).contains(it))?;
    let minutes = if past { hour * 60.0 + minute } else { hour * 60.0 - minute };
    let date = Date { minutes: Some(minutes as u16), grain: Grain::Time, ..Date::default() };
    Some(Found { first: idx, last: at + 1, date })
}
