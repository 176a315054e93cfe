//! Tables that stand in a text: each figure under the words of its column's head, as in a data file.
//!
//! The readers of markup give rows of cells and know nothing of columns; here the rows of one table are looked at
//! together. What the head says is put before and behind the cells as pieces that stand for no bytes, so the text stays
//! what it is. NB: a table without figures below its head is left alone (a list of names, a page that is laid out as a
//! table), and so is one whose cells are merged in ways that only a browser sorts out.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::{Block, Markup, Piece, Words};
use crate::text::cells::cells;
use crate::text::locator::{Locator, Locators};
use crate::text::table::{Columns, SAMPLE, Shown, is_note};
use crate::text::{Format, Sort, TextSpan};

type Row<'a> = Vec<Cow<'a, str>>;

/// Puts the heads of tables to their cells, and numbers the rows of those that have no other place.
pub(super) fn put(raw: &str, markup: &mut Markup) {
    let tables = tables(raw, markup);
    if tables.is_empty() {
        return;
    }
    if markup.format == Format::Document {
        number(markup, &tables);
    }
    let before = std::mem::take(&mut markup.pieces);
    let mut blocks = std::mem::take(&mut markup.blocks);
    let pieces_of = |block: &Block| before.get(block.first as usize..block.end as usize).unwrap_or(&[]);
    let mut pieces: Vec<Piece> = Vec::with_capacity(before.len());
    let mut tables = tables.into_iter().peekable();
    let mut columns: Option<Columns> = None;
    let mut rows = 0..0;
    for idx in 0..blocks.len() {
        if let Some(table) = tables.next_if(|it| it.start == idx) {
            let of = |block: &Block| row(raw, pieces_of(block));
            let sample: Vec<Row<'_>> = blocks.get(table.clone()).unwrap_or(&[]).iter().take(SAMPLE).map(of).collect();
            columns = headed(&sample);
            rows = table;
        }
        let Some(block) = blocks.get_mut(idx) else { continue };
        let own = pieces_of(block);
        let first = pieces.len() as u32;
        match &columns {
            Some(columns) if rows.contains(&idx) && idx - rows.start >= columns.head.end => {
                show(raw, own, columns, &mut pieces);
            }
            _ => pieces.extend_from_slice(own),
        }
        (block.first, block.end) = (first, pieces.len() as u32);
    }
    (markup.pieces, markup.blocks) = (pieces, blocks);
}

/// Rows of blocks that belong together.
fn tables(raw: &str, markup: &Markup) -> Vec<Range<usize>> {
    let blocks = &markup.blocks;
    let span = |idx: usize| -> Option<TextSpan> {
        let pieces = markup.pieces(blocks.get(idx)?);
        Some(pieces.first()?.at.cover(pieces.last()?.at))
    };
    let mut tables: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (idx, block) in blocks.iter().enumerate() {
        if block.sort != Sort::TableRow {
            tables.extend(start.take().map(|it| it..idx));
            continue;
        }
        let begins = start.is_none()
            || idx.checked_sub(1).and_then(span).zip(span(idx)).is_none_or(|(before, own)| {
                let gap = raw.get(before.end as usize..own.start as usize).unwrap_or("");
                parts(gap, markup.format)
            });
        if begins {
            tables.extend(start.replace(idx).map(|it| it..idx));
        }
    }
    tables.extend(start.map(|it| it..blocks.len()));
    // Nothing is below a row that stands alone.
    tables.retain(|it| it.len() > 1);
    if matches!(markup.format, Format::Html | Format::Markdown) {
        tables.retain(|it| {
            let (Some(first), Some(last)) = (span(it.start), span(it.end - 1)) else { return false };
            let tags = raw.get(first.start as usize..last.end as usize).unwrap_or("").as_bytes();
            // The first row's own tags, if they are not far.
            let before = raw.as_bytes().get(..first.start as usize).unwrap_or(&[]);
            let near = before.get(before.len().saturating_sub(NEAR)..).unwrap_or(&[]).to_ascii_lowercase();
            let opening = memmem::rfind(&near, b"<tr").and_then(|at| near.get(at..)).unwrap_or(&[]);
            !is_merged(opening) && !is_merged(tags)
        });
    }
    tables
}

/// So far before its words the tags of a row are looked for, in bytes.
const NEAR: usize = 4_096;

/// Whether one table ends between two rows and another begins.
fn parts(gap: &str, format: Format) -> bool {
    match format {
        Format::Html => has_tag(gap.as_bytes()),
        Format::Markdown | Format::Document => {
            let lines = gap.split('\n').count();
            let is_blank = |it: &str| it.trim().is_empty();
            gap.split('\n').skip(1).take(lines.saturating_sub(2)).any(is_blank) || has_tag(gap.as_bytes())
        }
        // A data file is one table, and its head is put to it where it is read.
        Format::Table | Format::Plain | Format::Subtitles => true,
    }
}

fn has_tag(gap: &[u8]) -> bool {
    memmem::find(&gap.to_ascii_lowercase(), b"table").is_some()
}

/// Cells that reach over several rows or columns.
fn is_merged(tags: &[u8]) -> bool {
    let tags = tags.to_ascii_lowercase();
    ["rowspan=", "colspan="].iter().any(|name| {
        memmem::find_iter(&tags, name.as_bytes()).any(|at| {
            let value = tags.get(at + name.len()..).unwrap_or(&[]);
            let value =
                value.iter().skip_while(|it| matches!(it, b'"' | b'\'' | b' ')).take_while(|it| it.is_ascii_digit());
            !value.eq(b"1".iter())
        })
    })
}

/// The cells of a row, as they are meant.
fn row<'a>(raw: &'a str, pieces: &[Piece]) -> Row<'a> {
    let cell = |pieces: &[Piece]| -> Cow<'a, str> {
        match pieces {
            [] => Cow::Borrowed(""),
            [Piece { at, words: Words::Verbatim }] => Cow::Borrowed(at.of(raw).trim()),
            several => {
                let mut words = String::new();
                for piece in several {
                    match &piece.words {
                        Words::Verbatim => words.push_str(piece.at.of(raw)),
                        Words::Space | Words::Tab => words.push(' '),
                        Words::Decoded(it) => words.push_str(it),
                    }
                }
                Cow::Owned(words.trim().to_string())
            }
        }
    };
    pieces.split(|it| it.words == Words::Tab).map(cell).collect()
}

/// The columns of a table with figures under a head; none where its cells have labels already.
fn headed(sample: &[Row<'_>]) -> Option<Columns> {
    if sample.iter().any(|row| cells(&row.join("\t")).any(|it| !it.label.is_empty())) {
        return None;
    }
    let columns = Columns::of(sample)?;
    let below = sample.get(columns.head.end..)?;
    let is_figure = |cell: &str| cell.len() <= LONGEST_FIGURE && cell.bytes().any(|it| it.is_ascii_digit());
    let has_figures = (0..columns.all.len()).any(|idx| {
        let filled = || below.iter().filter_map(|row| row.get(idx)).filter(|it| !it.is_empty());
        filled().filter(|it| is_figure(it)).count() * 2 > filled().count()
    });
    let runs_on = below.iter().flatten().any(|it| it.len() > LONGEST_CELL);
    (has_figures && !runs_on).then_some(columns)
}

/// A number with its unit and its note is no longer, in bytes.
const LONGEST_FIGURE: usize = 32;

/// A cell of more bytes holds running prose.
const LONGEST_CELL: usize = 400;

/// The pieces of a row with what its columns are called and measured in.
fn show(raw: &str, own: &[Piece], columns: &Columns, pieces: &mut Vec<Piece>) {
    let values = row(raw, own);
    let alone = values.iter().filter(|it| !it.is_empty()).count() == 1;
    if alone && (is_note(&values) || values.first().is_some_and(|it| !it.is_empty())) {
        pieces.extend_from_slice(own);
        return;
    }
    let decoded = |start: u32, end: u32, words: &str| {
        let at = TextSpan { start, end };
        (!words.is_empty()).then(|| Piece { at, words: Words::Decoded(words.into()) })
    };
    let mut rest = own;
    for (nth, value) in values.iter().enumerate() {
        let len = rest.iter().position(|it| it.words == Words::Tab).unwrap_or(rest.len());
        let (cell, after) = rest.split_at_checked(len).unwrap_or((rest, &[]));
        let (tab, after) = after.split_at_checked(1).unwrap_or((&[], &[]));
        match cell.first().zip(cell.last()).filter(|_| !value.is_empty()) {
            Some((first, last)) => {
                let Shown { before, words, after } = columns.show(nth, value);
                pieces.extend(decoded(first.at.start, first.at.start, &before));
                match words {
                    Cow::Owned(words) => pieces.extend(decoded(first.at.start, last.at.end, &words)),
                    Cow::Borrowed(_) => pieces.extend_from_slice(cell),
                }
                pieces.extend(decoded(last.at.end, last.at.end, &after));
            }
            None => pieces.extend_from_slice(cell),
        }
        pieces.extend_from_slice(tab);
        rest = after;
    }
}

/// "table 2, row 3", where nothing says better where a row stands. The heading above goes on below the table.
fn number(markup: &mut Markup, tables: &[Range<usize>]) {
    let start = |idx: usize| Some(markup.pieces(markup.blocks.get(idx)?).first()?.at.start);
    let mut rows: Vec<(u32, Locator)> = Vec::new();
    for (nth, table) in tables.iter().enumerate() {
        let Some(first) = start(table.start) else { continue };
        let above = markup.locators.at(first);
        if !matches!(above, None | Some(Locator::Heading(_))) {
            continue;
        }
        let sheet: Arc<str> = Arc::from(format!("table {}", nth + 1));
        let row = |row: u32| Locator::Row { sheet: Some(Arc::clone(&sheet)), row };
        rows.extend((1..).zip(table.clone()).filter_map(|(n, idx)| Some((start(idx)?, row(n)))));
        rows.extend(start(table.end).map(|it| (it, above.cloned().unwrap_or(Locator::Unknown))));
    }
    if rows.is_empty() {
        return;
    }
    // NB: of two at one place the later counts, and what the original says of itself comes later.
    let mut all = [&rows, markup.locators.all()].concat();
    all.sort_by_key(|it| it.0);
    let mut locators = Locators::default();
    for (at, locator) in all {
        locators.push(at, locator);
    }
    markup.locators = locators;
}

#[cfg(test)]
mod tests;
