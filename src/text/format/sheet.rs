//! Workbooks (XLSX, XLS, ODS) to text: the rows of each sheet, every figure under its column's head and as it is displayed.
//!
//! What a file is goes by its first bytes, since tables saved by other programs often have a workbook's name. A formula
//! is its last result. A hidden sheet is read like any other, and its heading says that it is hidden. NB: the library
//! that takes workbooks apart is handed nothing that unpacks to more than the limit, and a panic of its stays here.

mod shown;

use std::io::{BufReader, Cursor, Read, copy, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{Data, DataRef, Dimensions, Ods, Reader, SheetType, SheetVisible, Xls, Xlsx};
use quick_xml::events::Event;

use super::{Document, LARGEST, Refused, Undecodable};
use crate::text::Sort;
use crate::text::locator::Locator;
use crate::text::table::{Columns, SAMPLE};

/// A workbook may unpack to so many bytes.
const UNPACKED: u64 = 200 * 1024 * 1024;

const PACKED: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// A sheet's rows that hold something, with their numbers, from 1.
#[derive(Default)]
struct Rows {
    all: Vec<(u32, Vec<String>)>,
    n_bytes: usize,
}

/// Columns further to the right are nobody's table.
const WIDEST: u32 = 16_384;

impl Rows {
    /// In the order of the sheet.
    fn put(&mut self, row: u32, column: u32, words: String) -> Result<(), Refused> {
        if words.is_empty() || column >= WIDEST {
            return Ok(());
        }
        // NB: a cell far to the right is padded with empty ones, which take room too.
        self.n_bytes += words.len();
        let cells = match self.all.last_mut() {
            Some((last, cells)) if *last == row + 1 => cells,
            _ => {
                self.all.push((row + 1, Vec::new()));
                match self.all.last_mut() {
                    Some((_, cells)) => cells,
                    None => return Ok(()),
                }
            }
        };
        self.n_bytes += (column as usize).saturating_sub(cells.len());
        if self.n_bytes > LARGEST {
            return Err(Undecodable::TooLarge.into());
        }
        if cells.len() <= column as usize {
            cells.resize(column as usize + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column as usize) {
            *cell = words;
        }
        Ok(())
    }

    /// What several rows share stands in the first of them alone: the others get it too.
    fn spread(&mut self, merged: &[Dimensions]) {
        const TALLEST: u32 = 10_000;
        for it in merged.iter().filter(|it| it.end.0 > it.start.0 && it.end.0 - it.start.0 < TALLEST) {
            let column = it.start.1 as usize;
            let first = self.all.partition_point(|row| row.0 <= it.start.0);
            let inside =
                self.all.get_mut(first..).unwrap_or(&mut []).iter_mut().take_while(|row| row.0 <= it.end.0 + 1);
            let mut words: Option<String> = None;
            for (_, cells) in inside {
                match (&words, cells.get_mut(column)) {
                    (None, Some(cell)) => words = Some(cell.clone()),
                    (Some(words), Some(cell)) if cell.is_empty() => cell.clone_from(words),
                    _ => {}
                }
                if words.is_none() {
                    break;
                }
            }
        }
    }
}

pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    let packed = bytes.starts_with(PACKED);
    let workbook = packed || bytes.starts_with(COMPOUND);
    if !workbook {
        return Err(Refused::new(
            "not a workbook, whatever its name says",
            "give it the extension of what it is, or exclude it",
        ));
    }
    if packed {
        measure(bytes)?;
    }
    let ods = super::extension(name) == "ods" && packed;
    let xls = !packed && super::extension(name) != "xls" && is_locked(bytes);
    if xls {
        return Err(locked());
    }
    // NB: no input may end the program, and the library is large.
    let read = || {
        if ods {
            of_ods(name, bytes)
        } else if packed {
            of_xlsx(name, bytes)
        } else {
            of_xls(name, bytes)
        }
    };
    let document = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken("it is damaged")))?;
    if document.is_empty() {
        return Err(Refused::new("a workbook without any cells", "exclude it"));
    }
    if document.raw.len() > LARGEST {
        return Err(Undecodable::TooLarge.into());
    }
    Ok(document)
}

/// An encrypted XLSX is a compound file that holds the packed one.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|it| [it, 0]).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

fn locked() -> Refused {
    Refused::new("a workbook behind a password", "save it without one, or as .csv")
}

fn broken(cause: &str) -> Refused {
    Refused::new(format!("not a workbook that can be read: {cause}"), "open it and save it anew, or save it as .csv")
}

fn refused(error: impl std::fmt::Display) -> Refused {
    let cause = error.to_string();
    let lower = cause.to_lowercase();
    if lower.contains("password") || lower.contains("encrypt") { locked() } else { broken(&cause) }
}

/// Unpacks everything once, into nothing: what a packed file says of its own size is no promise.
fn measure(bytes: &[u8]) -> Result<(), Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    let mut left = UNPACKED + 1;
    for idx in 0..archive.len() {
        let entry = archive.by_index(idx).map_err(refused)?;
        // A damaged part is the reader's affair: it may be a picture.
        left = left.saturating_sub(copy(&mut entry.take(left), &mut sink()).unwrap_or(0));
        if left == 0 {
            return Err(Refused::new("unpacks to over 200 MB", "cut it into parts, or exclude it"));
        }
    }
    Ok(())
}

fn of_xlsx(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let mut document = Document::new(name);
    let sheets = book.sheets_metadata().to_vec();
    let many = sheets.len() > 1;
    for sheet in sheets.iter().filter(|it| it.typ == SheetType::WorkSheet) {
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut rows = Rows::default();
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(refused)?;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(refused)? {
            let format = cells.styles().get(style).and_then(|it| it.number_format.as_ref());
            let format = format.map_or("General", |it| it.format_code.as_ref());
            let (row, column) = cell.get_position();
            let words = match cell.get_value() {
                DataRef::Int(it) => shown::number(*it as f64, format),
                DataRef::Float(it) => shown::number(*it, format),
                DataRef::SharedString(it) => (*it).to_string(),
                DataRef::String(it) | DataRef::DateTimeIso(it) | DataRef::DurationIso(it) => it.clone(),
                DataRef::Bool(it) => it.to_string(),
                DataRef::DateTime(it) => shown::date(it),
                DataRef::Error(_) | DataRef::Empty => String::new(),
            };
            rows.put(row, column, words)?;
        }
        rows.spread(&merged);
        lay_out(&mut document, &sheet.name, sheet.visible, many, rows);
    }
    Ok(document)
}

fn of_xls(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refused)?;
    let mut document = Document::new(name);
    let sheets = book.sheets_metadata().to_vec();
    let many = sheets.len() > 1;
    for sheet in sheets.iter().filter(|it| it.typ == SheetType::WorkSheet) {
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let mut rows = rows_of(&book.worksheet_range(&sheet.name).map_err(refused)?)?;
        rows.spread(&merged);
        lay_out(&mut document, &sheet.name, sheet.visible, many, rows);
    }
    Ok(document)
}

/// NB: the library looks for the end of a table for ever where the file breaks off inside one.
fn is_whole(bytes: &[u8]) -> Result<bool, Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    let content = archive.by_name("content.xml").map_err(refused)?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(content.take(UNPACKED)));
    let (mut depth, mut room) = (0_usize, Vec::new());
    loop {
        match reader.read_event_into(&mut room).map_err(refused)? {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return Ok(depth == 0),
            _ => {}
        }
        room.clear();
    }
}

fn of_ods(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    if !is_whole(bytes)? {
        return Err(broken("it breaks off in the middle"));
    }
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(refused)?;
    let mut document = Document::new(name);
    let sheets = book.sheets_metadata().to_vec();
    let many = sheets.len() > 1;
    for sheet in &sheets {
        let rows = rows_of(&book.worksheet_range(&sheet.name).map_err(refused)?)?;
        lay_out(&mut document, &sheet.name, sheet.visible, many, rows);
    }
    Ok(document)
}

fn rows_of(range: &calamine::Range<Data>) -> Result<Rows, Refused> {
    let mut rows = Rows::default();
    let (from_row, from_column) = range.start().unwrap_or((0, 0));
    for (row, column, cell) in range.used_cells() {
        let words = match cell {
            Data::Int(it) => it.to_string(),
            Data::Float(it) => shown::number(*it, "General"),
            Data::String(it) => it.clone(),
            Data::DateTimeIso(it) => it.strip_suffix("T00:00:00").unwrap_or(it).to_string(),
            Data::DurationIso(it) => it.clone(),
            Data::Bool(it) => it.to_string(),
            Data::DateTime(it) => shown::date(it),
            Data::Error(_) | Data::Empty => String::new(),
        };
        rows.put(from_row + row as u32, from_column + column as u32, words)?;
    }
    Ok(rows)
}

fn lay_out(document: &mut Document, name: &str, visible: SheetVisible, many: bool, rows: Rows) {
    let sheet: Arc<str> = Arc::from(name);
    let at = |row: u32| Locator::Row { sheet: Some(Arc::clone(&sheet)), row };
    let Some((first, _)) = rows.all.first() else { return };
    document.locate(at(*first));
    let hidden = visible != SheetVisible::Visible;
    if many || hidden {
        document.push(Sort::Heading, &if hidden { format!("{name} (hidden sheet)") } else { name.to_string() });
    }
    let sample: Vec<Vec<_>> =
        rows.all.iter().take(SAMPLE).map(|row| row.1.iter().map(|it| it.as_str().into()).collect()).collect();
    let columns = Columns::of(&sample);
    drop(sample);
    let head = columns.as_ref().map_or(0..0, |it| it.head.clone());
    for (idx, (row, cells)) in rows.all.iter().enumerate() {
        document.locate(at(*row));
        let n_filled = cells.iter().filter(|it| !it.trim().is_empty()).count();
        let below = columns.as_ref().filter(|_| idx >= head.end);
        let alone = n_filled == 1 && columns.is_some() && (idx < head.start || crate::text::table::is_note(cells));
        if alone {
            document.push(if idx == 0 { Sort::Heading } else { Sort::Body }, &cells.join(""));
            continue;
        }
        let shown = |(nth, cell): (usize, &String)| match (below, cell.is_empty()) {
            (Some(columns), false) => columns.written(nth, cell),
            _ => cell.clone(),
        };
        let cells: Vec<String> = cells.iter().enumerate().map(shown).collect();
        document.row(cells.iter().map(String::as_str));
    }
}

#[cfg(test)]
mod tests;
