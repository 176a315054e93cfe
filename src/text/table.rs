//! The columns of a table: which rows are its head, what each column is called and measured in, and how a cell is shown
//! so that its row says what its figures are of: "Northgate⇥Turnout: 41.2%⇥Grant: £1.4m".
//!
//! Knows rows of plain cells and nothing of the file that they come from. The first column of words is the rows' own
//! name and carries no label. NB: a table whose first full row holds numbers has no head, and none is made up for it.

mod head;
mod number;
mod unit;

use std::borrow::Cow;
use std::ops::Range;

/// Rows that tell what the columns are; the rest goes by them.
pub const SAMPLE: usize = 400;

/// More columns than this are no table that anybody reads: the others have no label.
const WIDEST: usize = 1_024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    pub all: Vec<Column>,
    /// The rows of the head, counted among those that were looked at.
    pub head: Range<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// "Turnout: ", or nothing.
    pub label: String,
    /// Put before a number: "£".
    before: String,
    /// Put after a number: "%", "m", " tonnes".
    after: String,
    /// Bare numbers in it are years.
    years: bool,
    /// Written 1.234,5.
    decimal_comma: bool,
}

/// A cell as its row shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Label and what comes before the number.
    pub before: String,
    pub words: Cow<'a, str>,
    pub after: Cow<'a, str>,
}

impl Columns {
    /// What the first rows of a table tell; none where it has no head.
    pub fn of(rows: &[Vec<Cow<'_, str>>]) -> Option<Columns> {
        let head = head::find(rows)?;
        let labels = head::labels(rows, &head);
        let below = rows.get(head.end..).unwrap_or(&[]);
        Some(Columns { head, ..Columns::named(labels, below) })
    }

    /// Columns whose names are known.
    pub fn named(labels: Vec<String>, below: &[Vec<Cow<'_, str>>]) -> Columns {
        let decimal_comma = number::has_decimal_comma(below.iter().flatten().map(AsRef::as_ref));
        let mut named = false;
        let column = |(idx, label): (usize, String)| {
            let values = || below.iter().filter_map(|row| row.get(idx)).map(|it| it.trim()).filter(|it| !it.is_empty());
            let n_all = values().count();
            let n_words = values().filter(|it| !it.bytes().any(|it| it.is_ascii_digit())).count();
            let (label, before, after) = unit::apart(&label);
            // The first column of words names the rows.
            let is_key = !named && n_words * 2 > n_all;
            named |= is_key;
            let years = values().all(number::is_year) && (n_all > 2 || is_of_years(&label));
            let label = if is_key || label.is_empty() { String::new() } else { format!("{label}: ") };
            Column { label, before, after, years, decimal_comma }
        };
        let all = labels.into_iter().take(WIDEST).enumerate().map(column).collect();
        Columns { all, head: 0..0 }
    }

    /// A row's cell in one string.
    pub fn written(&self, idx: usize, cell: &str) -> String {
        let Shown { before, words, after } = self.show(idx, cell);
        format!("{before}{words}{after}")
    }

    pub fn show<'a>(&'a self, idx: usize, cell: &'a str) -> Shown<'a> {
        match self.all.get(idx) {
            Some(column) => column.show(cell),
            None => Shown { before: String::new(), words: Cow::Borrowed(cell), after: Cow::Borrowed("") },
        }
    }
}

impl Column {
    pub fn show<'a>(&'a self, cell: &'a str) -> Shown<'a> {
        let Column { label, before, after, .. } = self;
        let number = number::number(cell, self.decimal_comma).filter(|_| !(self.years && number::is_year(cell)));
        let Some(number) = number else {
            return Shown { before: label.clone(), words: Cow::Borrowed(cell), after: Cow::Borrowed("") };
        };
        let written = number.written(self.decimal_comma);
        let words = if written == cell { Cow::Borrowed(cell) } else { Cow::Owned(written) };
        match (number.negative, unit::code(before)) {
            // "-£12m" is no number to anybody; "-12m GBP" is.
            (true, Some(code)) => {
                Shown { before: format!("{label}-"), words, after: Cow::Owned(format!("{after} {code}")) }
            }
            (true, None) => Shown { before: format!("{label}-{before}"), words, after: Cow::Borrowed(after) },
            (false, _) => Shown { before: format!("{label}{before}"), words, after: Cow::Borrowed(after) },
        }
    }
}

/// A column of one or two numbers of four digits holds years where its name says so.
fn is_of_years(label: &str) -> bool {
    const WORDS: &[&str] = &["year", "since", "founded", "opened", "built", "born", "launched", "season"];
    label.to_lowercase().split(' ').any(|it| WORDS.contains(&it))
}

/// Below a table: what stands alone in the first cell of its row, as a sentence or marked as a note.
pub fn is_note(cells: &[impl AsRef<str>]) -> bool {
    const MARKS: &[&str] = &["source", "note", "*", "(1)", "1)", "quelle", "fuente", "©"];
    let only = cells.first().map_or("", |it| it.as_ref().trim());
    let lower = super::markup::clip(only, 12).to_lowercase();
    let alone = cells.iter().skip(1).all(|it| it.as_ref().trim().is_empty());
    let marked = MARKS.iter().any(|it| lower.starts_with(it));
    alone && !only.is_empty() && (marked || only.split_whitespace().nth(5).is_some())
}

/// Whether a row of this name sums up the others.
pub fn is_total(name: &str) -> bool {
    const NAMES: &[&str] = &["total", "totals", "sum", "all", "overall", "together", "in all", "altogether"];
    NAMES.contains(&name.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests;
