//! Years, quarters, seasons with a year, decades, centuries, fiscal years.
//!
//! A bare number is a year only where something says so: "in 2019", "(2019)", "the 2019 report"; "2019 people" counts.

use super::{Found, Scan};
use crate::fact::{Date, Grain};

fn of(first: usize, last: usize, year: u32, grain: Grain) -> Found {
    Found { first, last, date: Date { year: i16::try_from(year).ok(), grain, ..Date::default() } }
}

/// "2019", "1990s", "2023-24", "19th century".
pub(super) fn numbered(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let (number, n) = scan.digits(idx)?;
    let next = idx + 1;
    if scan.english && tokens.is_glued(next) && matches!(tokens.word(next), "st" | "nd" | "rd" | "th") {
        return century(scan, idx, next, number);
    }
    let quarter =
        tokens.word(next).strip_prefix('q').is_some() && tokens.is_number(next + 1) && tokens.raw(next) == "Q";
    if n != 4 || !(1000..=2100).contains(&number) {
        return None;
    }
    // "2023 Q3".
    if quarter && let Some((quarter @ 1..=4, 1)) = scan.digits(next + 1) {
        let mut found = of(idx, next + 1, number, Grain::Quarter);
        found.date.quarter = Some(quarter as u8);
        return Some(found);
    }
    let apostrophe = matches!(tokens.mark(next), Some('\'' | '’')) && tokens.word(next + 1) == "s";
    let decade =
        if tokens.word(next) == "s" && tokens.is_glued(next) { Some(next) } else { apostrophe.then_some(next + 1) };
    if let Some(last) = decade.filter(|_| number % 10 == 0 && scan.english && !apostrophe) {
        return Some(part_of_decade(scan, idx, last, number));
    }
    is_year(scan, idx, number).then(|| of(idx, idx, number, Grain::Year))
}

/// "the '90s", "’90s".
pub(super) fn short_decade(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    if !matches!(tokens.mark(idx), Some('\'' | '’' | '‘')) || !tokens.is_glued(idx + 1) || tokens.word(idx + 2) != "s"
    {
        return None;
    }
    let (number, 2) = scan.digits(idx + 1)? else { return None };
    if number % 10 != 0 || !tokens.is_glued(idx + 2) {
        return None;
    }
    let year = if number >= 30 { 1900 + number } else { 2000 + number };
    Some(part_of_decade(scan, idx, idx + 2, year))
}

/// "mid-1990s" is narrower than the decade: its part is the period of the same grain.
fn part_of_decade(scan: &Scan<'_>, first: usize, last: usize, decade: u32) -> Found {
    let dash = scan.is_glued_dash(first.wrapping_sub(1)) && first > 0;
    let word = if dash { scan.before(first, 2) } else { scan.before(first, 1) };
    let part = match word {
        "early" => Some((0, 3)),
        "mid" => Some((4, 6)),
        "late" => Some((7, 9)),
        _ => None,
    };
    let mut found = of(first, last, decade, Grain::Decade);
    if let Some((from, to)) = part {
        let first = if dash { first - 2 } else { first - 1 };
        found = of(first, last, decade + from, Grain::Decade);
        found.date.until =
            Some(Box::new(Date { year: i16::try_from(decade + to).ok(), grain: Grain::Decade, ..Date::default() }));
    }
    found
}

/// "19th century": its first year of that hundred, 1800.
fn century(scan: &Scan<'_>, idx: usize, last: usize, number: u32) -> Option<Found> {
    let at = if scan.is_glued_dash(last + 1) { last + 2 } else { last + 1 };
    let named = matches!(scan.tokens.word(at), "century" | "centuries");
    (named && (1..=21).contains(&number)).then(|| of(idx, at, (number - 1) * 100, Grain::Century))
}

/// Whether a number of a year's shape is one.
pub(super) fn is_year(scan: &Scan<'_>, idx: usize, number: u32) -> bool {
    let tokens = scan.tokens;
    let dates = &scan.lexicon.dates;
    let next = tokens.word(idx + 1);
    if tokens.is_glued(idx + 1) && tokens.is_word(idx + 1) {
        return false;
    }
    let marked = idx > 0
        && tokens.is_glued(idx)
        && !matches!(tokens.mark(idx - 1), Some('(' | '[' | '-' | '–' | '—' | '"' | '“' | '‘' | '/'));
    let units = &scan.lexicon.units;
    let measured = units.words.at(next).iter().any(|(phrase, _)| tokens.matches(idx + 1, phrase).is_some())
        || units.symbols.contains_key(tokens.raw(idx + 1))
        || scan.lexicon.numbers.magnitudes.contains_key(next);
    let money = idx > 0 && tokens.mark(idx - 1).is_some_and(|it| units.signs.contains_key(&it));
    if marked || measured || money || scan.is_alone(idx, idx) {
        return false;
    }
    if !scan.english {
        return (1900..=2100).contains(&number);
    }
    let before = scan.before(idx, 1);
    if dates.year_after.contains(before) && (before != "fall" || scan.capital(idx - 1)) {
        return true;
    }
    let modern = (1700..=2100).contains(&number);
    let recent = (1900..=2100).contains(&number);
    let counted = tokens.is_word(idx + 1) && scan.lexicon.nouns.is_plural(next) && !scan.capital(idx + 1);
    let closed = matches!(
        (idx.checked_sub(1).and_then(|it| tokens.mark(it)), tokens.mark(idx + 1)),
        (Some('(' | '['), Some(')' | ']' | ',' | ';' | '-' | '–')) | (Some('-' | '–'), Some(')' | ']'))
    );
    if closed && modern || scan.table && recent {
        return true;
    }
    // "the 2019 reports" are dated, "by 2019 people" is a count.
    let owner = matches!(before, "the" | "its" | "their" | "his" | "her" | "our") || before.ends_with("'s");
    if modern && dates.year_maybe_after.contains(before) && (!counted || owner && recent) {
        return true;
    }
    let names = tokens.is_word(idx + 1) && scan.capital(idx + 1);
    let says = dates.year_before.contains(next) || tokens.get(idx + 1).is_none() || !tokens.is_word(idx + 1);
    let hedged = !scan.lexicon.hedges.before.at(before).is_empty();
    recent && !counted && !hedged && (names || says || tokens.is_word(idx + 1) && !scan.lexicon.nouns.is_plural(next))
}

/// "Q3 2023", "third quarter of 2023", "spring 2025", "FY2023", "fiscal 2023", "nineteenth century", "mid-1990s".
pub(super) fn worded(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let word = tokens.word(idx);
    match word {
        "q" if tokens.raw(idx) == "Q" && tokens.is_glued(idx + 1) => {
            let (quarter @ 1..=4, 1) = scan.digits(idx + 1)? else { return None };
            let year = super::point::year_after(scan, idx + 1);
            return Some(quarter_of(idx, quarter as u8, year, idx + 1));
        }
        "fy" if tokens.raw(idx) == "FY" => return fiscal(scan, idx, idx + 1),
        "fiscal" | "financial" => {
            let at = if tokens.word(idx + 1) == "year" { idx + 2 } else { idx + 1 };
            return fiscal(scan, idx, at);
        }
        "early" | "mid" | "late" => {
            let at = if scan.is_glued_dash(idx + 1) { idx + 2 } else { idx + 1 };
            let found = if tokens.is_number(at) { numbered(scan, at) } else { short_decade(scan, at) };
            return found.filter(|it| it.date.grain == Grain::Decade);
        }
        _ => {}
    }
    let dates = &scan.lexicon.dates;
    if let Some(season) = dates.seasons.get(word) {
        let at = match (tokens.word(idx + 1), tokens.word(idx + 2)) {
            ("of", _) => idx + 1,
            _ => idx,
        };
        if let Some((year, last)) = super::point::year_after(scan, at)
            && (tokens.mark(at + 1) != Some(','))
        {
            let mut found = of(idx, last, year as u32, Grain::Season);
            found.date.quarter = Some(*season);
            return Some(found);
        }
        return None;
    }
    let rank = *scan.lexicon.numbers.ordinals.get(word)? as u32;
    let at = if scan.is_glued_dash(idx + 1) { idx + 2 } else { idx + 1 };
    match tokens.word(at) {
        "quarter" if rank <= 4 => {
            let year = super::point::year_after(scan, at)?;
            Some(quarter_of(idx, rank as u8, Some(year), at))
        }
        "century" => Some(of(idx, at, (rank - 1) * 100, Grain::Century)),
        _ => None,
    }
}

fn quarter_of(first: usize, quarter: u8, year: Option<(i16, usize)>, otherwise: usize) -> Found {
    let date = Date {
        year: year.map(|it| it.0),
        quarter: Some(quarter),
        grain: Grain::Quarter,
        relative: year.is_none(),
        ..Date::default()
    };
    Found { first, last: year.map_or(otherwise, |it| it.1), date }
}

fn fiscal(scan: &Scan<'_>, first: usize, at: usize) -> Option<Found> {
    let (year, n) = scan.digits(at)?;
    let year = match n {
        4 if (1900..=2100).contains(&year) => year,
        2 => 2000 + year,
        _ => return None,
    };
    Some(of(first, at, year, Grain::Year))
}
