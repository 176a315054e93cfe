//! A table while it is read: cells to rows, merged cells filled from what they are merged with.
//!
//! A table that only lays out a page is told by the length of what stands in its cells, and read as running prose.

use std::collections::BTreeMap;

use super::body::Item;
use crate::text::Sort;
use crate::text::format::words::{Words, row};

/// A cell of more bytes holds running prose.
const LONGEST_CELL: usize = 400;
/// What is longer is not said again for each of the rows that it is merged over.
const LONGEST_LABEL: usize = 120;
const MOST_COLUMNS: usize = 256;

#[derive(Debug, Default)]
pub struct Table {
    row: Vec<Cell>,
    row_is_gone: bool,
    /// What cells that go on downward began with, by column.
    above: BTreeMap<usize, Words>,
    pub items: Vec<Item>,
    /// Notes and text boxes, which stand behind the table: its rows belong together.
    behind: Vec<Item>,
}

#[derive(Debug, Default)]
pub struct Cell {
    pub n_columns: usize,
    /// `Some(true)` begins a cell that goes on in the rows below, `Some(false)` goes one on.
    pub begins: Option<bool>,
    pub is_gone: bool,
    pub items: Vec<Item>,
}

impl Table {
    pub fn begin_row(&mut self) {
        self.row.clear();
        self.row_is_gone = false;
    }

    /// A tracked deletion of the row that is open.
    pub fn drop_row(&mut self) {
        self.row_is_gone = true;
    }

    pub fn cell(&mut self, cell: Cell) {
        if cell.is_gone {
            return;
        }
        let n_columns = self.row.len();
        match self.row.last_mut().filter(|_| n_columns >= MOST_COLUMNS) {
            // No program makes such a table; its words are not lost.
            Some(last) => last.items.extend(cell.items),
            None => self.row.push(cell),
        }
    }

    pub fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.row);
        if self.row_is_gone {
            return;
        }
        let lays_out = cells.iter().any(|it| it.items.iter().map(Item::n_bytes).sum::<usize>() > LONGEST_CELL);
        let mut words: Vec<Words> = Vec::new();
        for cell in cells {
            let (items, others): (Vec<Item>, Vec<Item>) =
                cell.items.into_iter().partition(|it| matches!(it, Item::Block(..)));
            self.behind.extend(others);
            if lays_out {
                self.items.extend(items);
                continue;
            }
            let column = words.len();
            let own = flat(&items);
            let own = match cell.begins {
                Some(true) => {
                    let label = if own.text.len() > LONGEST_LABEL { Words::default() } else { own.clone() };
                    self.above.insert(column, label);
                    own
                }
                Some(false) if own.is_blank() => self.above.get(&column).cloned().unwrap_or_default(),
                Some(false) => own,
                None => {
                    self.above.remove(&column);
                    own
                }
            };
            words.push(own);
            for _ in 1..cell.n_columns.min(MOST_COLUMNS) {
                words.push(Words::default());
            }
        }
        if !lays_out {
            self.items.push(Item::Block(Sort::TableRow, row(&words)));
        }
    }

    pub fn end(mut self) -> Vec<Item> {
        self.items.append(&mut self.behind);
        self.items
    }
}

/// All of a cell as one line.
fn flat(items: &[Item]) -> Words {
    let mut words = Words::default();
    for item in items {
        if let Item::Block(_, it) = item {
            words.space();
            words.append(&it.collapsed());
        }
    }
    words
}
