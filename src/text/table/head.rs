//! Which rows are a table's head: the first full row without numbers, and at most one more that goes with it.

use std::borrow::Cow;
use std::ops::Range;

use super::number;

/// A head stands among the first rows; above it there is a title, a date, a note.
const DEEPEST: usize = 30;

type Row<'a> = Vec<Cow<'a, str>>;

pub(super) fn find(rows: &[Row<'_>]) -> Option<Range<usize>> {
    let mut widths: Vec<usize> = rows.iter().map(n_filled).filter(|it| *it > 1).collect();
    widths.sort_unstable();
    let usual = *widths.get(widths.len() / 2)?;
    let at = rows.iter().take(DEEPEST).position(|row| n_filled(row) > 1 && n_filled(row) * 2 >= usual)?;
    let row = rows.get(at)?;
    // Years may name columns, other numbers are data: then there is no head.
    if !filled(row).all(|it| is_name(it) || number::is_year(it)) || !filled(row).any(is_name) {
        return None;
    }
    let next = rows.get(at + 1)?;
    // Groups of columns stand above their names: "Turnout" over "2018" and "2019".
    let above = at.checked_sub(1).filter(|it| rows.get(*it).is_some_and(|it| is_group(it, row)));
    if let Some(above) = above {
        return Some(above..at + 1);
    }
    let end = if goes_with(row, next) && rows.len() > at + 2 { at + 2 } else { at + 1 };
    (end < rows.len()).then_some(at..end)
}

/// A second row of the head has names or years below the gaps of the first, or nothing but units.
fn goes_with(row: &Row<'_>, next: &Row<'_>) -> bool {
    let named = filled(next).all(|it| is_name(it) || number::is_year(it)) && n_filled(next) > 1;
    let cell = |row: &Row<'_>, idx: usize| row.get(idx).is_some_and(|it| !it.trim().is_empty());
    let below_gap = (1..next.len()).any(|idx| cell(next, idx) && !cell(row, idx));
    let has_group = filled(row).count() < n_filled(next).max(row.len());
    let units = n_filled(next) > 0 && filled(next).all(|it| super::unit::apart(&format!("x ({it})")).0 == "x");
    named && below_gap && has_group || units
}

/// Several names, each over a gap that the row below fills.
fn is_group(row: &Row<'_>, below: &Row<'_>) -> bool {
    n_filled(row) > 1 && filled(row).all(is_name) && goes_with(row, below)
}

/// A name for each column: the group's before the column's own.
pub(super) fn labels(rows: &[Row<'_>], head: &Range<usize>) -> Vec<String> {
    let first = rows.get(head.start).map_or(&[][..], Vec::as_slice);
    let second = rows.get(head.start + 1).filter(|_| head.len() > 1).map_or(&[][..], Vec::as_slice);
    let n = first.len().max(second.len());
    let cell = |row: &[Cow<'_, str>], idx: usize| row.get(idx).map_or(String::new(), |it| it.trim().to_string());
    let mut group = String::new();
    let mut labels = Vec::with_capacity(n);
    for idx in 0..n {
        let (above, below) = (cell(first, idx), cell(second, idx));
        if !above.is_empty() {
            group.clone_from(&above);
        }
        let label = match (second.is_empty(), below.is_empty()) {
            (true, _) => above,
            (false, true) => above,
            (false, false) if super::unit::apart(&format!("x ({below})")).0 == "x" => format!("{group} ({below})"),
            (false, false) => format!("{group} {below}").trim().to_string(),
        };
        let limit = crate::text::cells::LONGEST_LABEL - 4;
        labels.push(crate::text::markup::clip(&label, limit).trim().to_string());
    }
    labels
}

fn filled<'a>(row: &'a Row<'_>) -> impl Iterator<Item = &'a str> {
    row.iter().map(|it| it.trim()).filter(|it| !it.is_empty())
}

pub(super) fn n_filled(row: &Row<'_>) -> usize {
    filled(row).count()
}

/// Words, with a number among them at most: "Aged 65+", "Q1 2019".
fn is_name(cell: &str) -> bool {
    let letters = cell.chars().filter(|it| it.is_alphabetic()).count();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    cell.len() <= 400
        && (letters > 1 && letters * 2 > digits
            || letters == 1 && digits == 0
            || matches!(cell, "%" | "£" | "€" | "$" | "#"))
}
