//! Dates, periods and times of day, as precisely as they were said: "last year" is a year, never a day.
//!
//! Runs before figures, so that "in 2019" is no count. Points are read first (`point`, `year`, `relative`), then two that
//! belong together become a period. What is not said stays `None`; nothing here knows what day it is.

mod period;
mod point;
mod relative;
mod year;

use super::Ctx;
use super::token::Tokens;
use crate::fact::{Date, FactKind};
use crate::rules::lexicon::Lexicon;
use crate::text::{Language, Sort};

struct Scan<'a> {
    lexicon: &'a Lexicon,
    tokens: &'a Tokens<'a>,
    english: bool,
    table: bool,
}

/// A date and its tokens, both included.
#[derive(Clone, Debug)]
struct Found {
    first: usize,
    last: usize,
    date: Date,
}

impl Scan<'_> {
    fn is_alone(&self, first: usize, last: usize) -> bool {
        first == 0 && last + 1 >= self.tokens.len()
    }

    fn is_glued_dash(&self, idx: usize) -> bool {
        matches!(self.tokens.mark(idx), Some('-' | '‐' | '‑' | '–'))
            && self.tokens.is_glued(idx)
            && self.tokens.is_glued(idx + 1)
    }

    /// A whole number without separators, and how many digits it has.
    fn digits(&self, idx: usize) -> Option<(u32, usize)> {
        let raw = self.tokens.raw(idx);
        if !self.tokens.is_number(idx) || raw.len() > 4 || !raw.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        raw.parse().ok().map(|number| (number, raw.len()))
    }

    fn capital(&self, idx: usize) -> bool {
        self.tokens.get(idx).is_some_and(|it| it.capital)
    }

    fn before(&self, idx: usize, n: usize) -> &str {
        idx.checked_sub(n).map_or("", |it| self.tokens.word(it))
    }
}

pub fn dates(ctx: &mut Ctx<'_>) {
    let scan = Scan {
        lexicon: &ctx.rules.lexicon,
        tokens: ctx.tokens,
        english: ctx.paragraph.language == Language::English,
        table: ctx.paragraph.sort == Sort::TableRow,
    };
    let placeholders = ctx.placeholders.clone();
    let mut found: Vec<Found> = Vec::new();
    let mut idx = 0;
    while idx < scan.tokens.len() {
        let alone = single(&scan, idx);
        match period::period(&scan, idx, alone.as_ref()).or(alone) {
            Some(date) => {
                let date = point::with_weekday_after(&scan, date);
                idx = date.last + 1;
                found.push(date);
            }
            None => idx += 1,
        }
    }
    for Found { first, last, date } in found {
        let span = ctx.tokens.span(first, last);
        if !placeholders.iter().any(|it| it.overlaps(span)) {
            ctx.push(span, FactKind::Date(date));
        }
    }
}

/// One point or stretch that begins at a token.
fn single(scan: &Scan<'_>, idx: usize) -> Option<Found> {
    let tokens = scan.tokens;
    if tokens.is_number(idx) {
        return point::numeric(scan, idx)
            .or_else(|| point::time(scan, idx))
            .or_else(|| if scan.english { point::day_first(scan, idx) } else { point::foreign_day(scan, idx) })
            .or_else(|| scan.english.then(|| relative::relative(scan, idx)).flatten())
            .or_else(|| year::numbered(scan, idx));
    }
    if !scan.english {
        return point::foreign_month(scan, idx);
    }
    if tokens.mark(idx).is_some() {
        return year::short_decade(scan, idx);
    }
    point::worded(scan, idx)
        .or_else(|| point::clock(scan, idx))
        .or_else(|| relative::relative(scan, idx))
        .or_else(|| year::worded(scan, idx))
}

#[cfg(test)]
mod tests;
