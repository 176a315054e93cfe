//! Comma-separated values to blocks: one row of the file is one block, each figure under the words of its column's head.
//!
//! The separator is found by trying: the one that cuts the first lines into the same number of cells. What the head says
//! of a column, and the unit that goes with its numbers, are pieces that stand for no bytes: so the evidence that is
//! shown is the file's own row. NB: rows are counted as a spreadsheet does, and a quoted cell may hold line breaks.

use std::borrow::Cow;

use super::{Words, Writer, plain};
use crate::text::Sort;
use crate::text::locator::Locator;
use crate::text::table::{Columns, SAMPLE, Shown, is_note};

/// A cell between separators, its quotes taken off.
#[derive(Clone, Copy)]
struct Cell {
    start: usize,
    end: usize,
    quoted: bool,
}

const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// A quoted cell is no longer, in bytes: a mark that nobody closes would take the rest of the file.
const LONGEST: usize = 64 * 1024;

/// So many unclosed marks, and none is believed any more.
const MAX_UNCLOSED: usize = 64;

pub fn read(writer: &mut Writer<'_>, start: usize) {
    let raw = writer.raw;
    let Some((separator, start)) = separator(raw, start) else {
        plain::read(writer, start);
        return;
    };
    let mut rows = Rows { raw, at: start, separator, n_unclosed: 0 };
    let mut cells = Vec::new();
    let mut sample: Vec<Vec<Cow<'_, str>>> = Vec::new();
    while sample.len() < SAMPLE && rows.next(&mut cells) {
        sample.push(cells.iter().map(|it| words(raw, *it)).collect());
    }
    let columns = Columns::of(&sample);
    let n_columns = columns.as_ref().map_or(usize::MAX, |it| it.all.len());
    drop(sample);
    let mut rows = Rows { raw, at: start, separator, n_unclosed: 0 };
    let mut row = 0;
    let head = columns.as_ref().map_or(0..0, |it| it.head.clone());
    let mut is_first = true;
    loop {
        let begins = rows.at;
        if !rows.next(&mut cells) {
            return;
        }
        let filled = cells.iter().filter(|it| !trimmed(raw, **it).is_empty()).count();
        let idx = row as usize;
        row += 1;
        if filled == 0 {
            continue;
        }
        writer.markup.locators.push(begins as u32, Locator::Row { sheet: None, row });
        let below = columns.is_some() && idx >= head.end;
        // What stands alone in its row above the head or below the table is a title or a note.
        let alone = filled == 1
            && n_columns > 1
            && columns.is_some()
            && (idx < head.start || is_note(&cells.iter().map(|it| trimmed(raw, *it)).collect::<Vec<_>>()));
        for (nth, cell) in cells.iter().enumerate() {
            if nth > 0 && !alone {
                writer.push(cell.start, cell.start, Words::Tab);
            }
            show(writer, *cell, columns.as_ref().filter(|_| below && !alone), nth);
        }
        let sort = match (alone, is_first) {
            (true, true) if idx < head.start => Sort::Heading,
            (true, _) => Sort::Body,
            (false, _) => Sort::TableRow,
        };
        is_first = false;
        writer.close(sort);
    }
}

fn show(writer: &mut Writer<'_>, cell: Cell, columns: Option<&Columns>, nth: usize) {
    let raw = writer.raw;
    let whole = words(raw, cell);
    let value = whole.trim();
    let lead = whole.len() - whole.trim_start().len();
    let at = cell.start + lead.min(cell.end - cell.start);
    if value.is_empty() {
        return;
    }
    let shown = match columns {
        Some(columns) => columns.show(nth, value),
        None => Shown { before: String::new(), words: Cow::Borrowed(value), after: Cow::Borrowed("") },
    };
    if !shown.before.is_empty() {
        writer.decoded(at, at, &shown.before);
    }
    match &shown.words {
        Cow::Owned(words) => writer.decoded(at, (at + value.len()).min(cell.end), words),
        Cow::Borrowed(_) => verbatim(writer, cell),
    }
    if !shown.after.is_empty() {
        let at = writer.at;
        writer.decoded(at, at, &shown.after);
    }
}

/// The bytes of a cell: two quotation marks are one, a line break is a space.
fn verbatim(writer: &mut Writer<'_>, cell: Cell) {
    let raw = writer.raw;
    let inner = raw.get(cell.start..cell.end).unwrap_or("");
    let mut at = cell.start + (inner.len() - inner.trim_start().len());
    let end = cell.start + inner.trim_end().len();
    while at < end {
        let rest = raw.get(at..end).unwrap_or("");
        let stop =
            rest.find(|it: char| matches!(it, '\n' | '\r' | '\t') || cell.quoted && it == '"').unwrap_or(rest.len());
        writer.verbatim(at, at + stop);
        at += stop;
        let rest = raw.get(at..end).unwrap_or("");
        if rest.is_empty() {
            break;
        }
        if rest.starts_with("\"\"") {
            writer.decoded(at, at + 2, "\"");
            at += 2;
        } else if rest.starts_with('"') {
            writer.verbatim(at, at + 1);
            at += 1;
        } else {
            let n = rest.len() - rest.trim_start().len();
            writer.space(at, at + n);
            at += n.max(1);
        }
    }
}

fn trimmed(raw: &str, cell: Cell) -> &str {
    raw.get(cell.start..cell.end).unwrap_or("").trim()
}

/// A cell as it is meant.
fn words(raw: &str, cell: Cell) -> Cow<'_, str> {
    let words = raw.get(cell.start..cell.end).unwrap_or("");
    match cell.quoted && words.contains('"') {
        true => Cow::Owned(words.replace("\"\"", "\"")),
        false => Cow::Borrowed(words),
    }
}

/// The rows of a file, one after the other. Linear.
struct Rows<'a> {
    raw: &'a str,
    at: usize,
    separator: u8,
    n_unclosed: usize,
}

impl Rows<'_> {
    /// Fills in the cells of the next row; `false` at the end.
    fn next(&mut self, cells: &mut Vec<Cell>) -> bool {
        cells.clear();
        let bytes = self.raw.as_bytes();
        if self.at >= bytes.len() {
            return false;
        }
        loop {
            let cell = self.cell();
            cells.push(cell);
            match bytes.get(self.at) {
                Some(it) if *it == self.separator => self.at += 1,
                Some(b'\r') => {
                    self.at += if bytes.get(self.at + 1) == Some(&b'\n') { 2 } else { 1 };
                    return true;
                }
                Some(_) => {
                    self.at += 1;
                    return true;
                }
                None => return true,
            }
        }
    }

    /// The cell that begins here; leaves off at the separator or the line break after it.
    fn cell(&mut self) -> Cell {
        let bytes = self.raw.as_bytes();
        let blank = |it: &&u8| **it == b' ';
        let n_blank = bytes.get(self.at..).unwrap_or(&[]).iter().take_while(blank).count();
        if bytes.get(self.at + n_blank) == Some(&b'"')
            && let Some((cell, past)) = self.quoted(self.at + n_blank + 1)
        {
            self.at = past;
            return cell;
        }
        let rest = bytes.get(self.at..).unwrap_or(&[]);
        let len = memchr::memchr3(self.separator, b'\n', b'\r', rest).unwrap_or(rest.len());
        let start = self.at;
        self.at += len;
        Cell { start, end: start + len, quoted: false }
    }

    /// A cell from behind its opening mark, and where the row goes on.
    fn quoted(&mut self, start: usize) -> Option<(Cell, usize)> {
        if self.n_unclosed >= MAX_UNCLOSED {
            return None;
        }
        let bytes = self.raw.as_bytes();
        let stop = bytes.len().min(start + LONGEST);
        let mut at = start;
        while let Some(found) = memchr::memchr(b'"', bytes.get(at..stop).unwrap_or(&[])) {
            let mark = at + found;
            if bytes.get(mark + 1) == Some(&b'"') {
                at = mark + 2;
                continue;
            }
            let n_blank = bytes.get(mark + 1..).unwrap_or(&[]).iter().take_while(|it| **it == b' ').count();
            let past = mark + 1 + n_blank;
            let ends = bytes.get(past).is_none_or(|it| *it == self.separator || matches!(it, b'\n' | b'\r'));
            if ends {
                return Some((Cell { start, end: mark, quoted: true }, past));
            }
            at = mark + 1;
        }
        self.n_unclosed += 1;
        None
    }
}

/// What parts the cells, and where the first row begins: behind a line that says it ("sep=;"), as spreadsheets write it.
fn separator(raw: &str, start: usize) -> Option<(u8, usize)> {
    let rest = raw.get(start..).unwrap_or("");
    if let Some(said) = rest.strip_prefix("sep=")
        && let Some(it) = said.bytes().next().filter(|it| SEPARATORS.contains(it))
    {
        let line = rest.find('\n').map_or(rest.len(), |it| it + 1);
        return Some((it, start + line));
    }
    let head = super::clip(rest, LONGEST * 4);
    let mut best: Option<(usize, u8)> = None;
    for separator in SEPARATORS {
        let mut rows = Rows { raw: head, at: 0, separator, n_unclosed: 0 };
        let mut cells = Vec::new();
        let mut widths: Vec<usize> = Vec::new();
        let mut n_rows = 0;
        while n_rows < 60 && rows.next(&mut cells) {
            let blank = cells.len() == 1 && cells.iter().all(|it| trimmed(head, *it).is_empty());
            n_rows += 1;
            if !blank {
                widths.push(cells.len());
            }
        }
        widths.sort_unstable();
        let usual = widths.get(widths.len() / 2).copied().unwrap_or(1);
        if usual < 2 {
            continue;
        }
        // Rows as wide as most, and no ties: the earlier separator stands in fewer texts by chance.
        let even = widths.iter().filter(|it| **it == usual).count() * 100 / widths.len();
        if best.is_none_or(|(most, _)| even > most) {
            best = Some((even, separator));
        }
    }
    best.map(|it| (it.1, start))
}
