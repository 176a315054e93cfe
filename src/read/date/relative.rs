//! Dates that need the text's own: "yesterday", "last Tuesday", "earlier this month", "two years ago".

use super::{Found, Scan, point};
use crate::fact::{Date, Grain};

pub(super) fn relative(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let dates = &scan.lexicon.dates;
    let word = scan.tokens.word(idx);
    if dates.relative_days.contains(word) {
        return Some(of(idx, idx, Grain::Day));
    }
    if dates.relative_before.contains(word) {
        return headed(scan, idx + 1).map(|it| Found { first: idx, ..it });
    }
    if dates.relative_heads.contains(word) {
        return headed(scan, idx);
    }
    ago(scan, idx)
}

fn of(first: usize, last: usize, grain: Grain) -> Found {
    Found { first, last, date: Date { grain, relative: true, ..Date::default() } }
}

/// "last week", "this spring", "next Tuesday", "last March"; not "the last day" or "the next three".
fn headed(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    let dates = &scan.lexicon.dates;
    if !dates.relative_heads.contains(tokens.word(idx)) {
        return None;
    }
    let definite = matches!(scan.before(idx, 1), "the" | "its" | "their" | "his" | "her");
    let at = idx + 1;
    let word = tokens.word(at).strip_suffix("'s").unwrap_or(tokens.word(at));
    if let Some(weekday) = dates.weekdays.get(word).filter(|_| scan.capital(at)) {
        let mut found = of(idx, at, Grain::Day);
        found.date.weekday = Some(*weekday);
        return Some(found);
    }
    if let Some((month, last)) = point::month(scan, at, false) {
        let mut found = of(idx, last, Grain::Month);
        found.date.month = Some(month);
        if let Some((year, last)) = point::year_after(scan, last) {
            found.date.year = Some(year);
            found.last = last;
        }
        return Some(found);
    }
    if let Some(season) = dates.seasons.get(word).filter(|_| !definite) {
        let mut found = of(idx, at, Grain::Season);
        found.date.quarter = Some(*season);
        return Some(found);
    }
    let grain = grain(scan, word)?;
    let single = !word.ends_with('s') && grain != Grain::Time;
    (single && !definite).then(|| of(idx, at, grain))
}

fn grain(scan: &Scan<'_>, word: &str) -> Option<Grain> {
    Some(match scan.lexicon.dates.spans.get(word)?.as_str() {
        "time" => Grain::Time,
        "day" => Grain::Day,
        "week" => Grain::Week,
        "month" => Grain::Month,
        "quarter" => Grain::Quarter,
        "year" => Grain::Year,
        "decade" => Grain::Decade,
        "century" => Grain::Century,
        _ => return None,
    })
}

/// "two years ago", "a week ago", "30 minutes ago": the length of time is part of the date.
fn ago(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    // Found from "ago" backwards would be cheaper to say, but dates are read from the left: look at most four ahead.
    let numbers = &scan.lexicon.numbers;
    let word = tokens.word(idx);
    let counts = tokens.is_number(idx)
        || matches!(word, "a" | "an" | "several" | "few" | "couple")
        || numbers.cardinals.contains_key(word)
        || numbers.vague.at(word).iter().any(|(phrase, _)| phrase == word);
    if !counts {
        return None;
    }
    let at = (idx + 1..idx + 6)
        .find(|it| !tokens.is_word(*it) && tokens.mark(*it) != Some('-') || tokens.word(*it) == "ago")?;
    let grain = grain(scan, tokens.word(at.checked_sub(1)?))?;
    // "2.2 percent *a* year ago": the article begins the date, and what stands before it is a figure.
    if (idx + 1..at).any(|it| matches!(tokens.word(it), "a" | "an" | "percent" | "cent")) {
        return None;
    }
    (tokens.word(at) == "ago").then(|| of(idx, at, grain))
}
