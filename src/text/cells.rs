//! The cells of a table row's prose, and the words of the head that stand before each: "Northgate⇥Turnout: 41.2%".
//!
//! The readers of tables put such rows together (`text/table`), and who reads or compares a row takes them apart here.
//! A row whose table has no head is made of cells without labels; nothing is guessed for it.

use super::Span;

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Label and value.
    pub span: Span,
    /// Empty where the cell has none.
    pub label: &'a str,
    pub value: Span,
}

/// No label is longer, in bytes.
pub const LONGEST_LABEL: usize = 80;

pub fn cells(prose: &str) -> impl Iterator<Item = Cell<'_>> {
    let mut at = 0;
    prose.split('\t').map(move |cell| {
        let start = at;
        let end = start + cell.len();
        at = end + 1;
        let head = super::markup::clip(cell, LONGEST_LABEL + 2);
        let label = match head.split_once(": ") {
            Some((label, rest)) if !label.is_empty() && (!rest.is_empty() || cell.len() > head.len()) => label,
            _ => "",
        };
        let value = if label.is_empty() { start } else { start + label.len() + 2 };
        Cell { span: Span::new(start, end), label, value: Span::new(value, end) }
    })
}

/// The cell that a byte of the prose stands in.
pub fn cell_at(prose: &str, at: u32) -> Option<Cell<'_>> {
    cells(prose).find(|it| it.span.start <= at && at <= it.span.end)
}

#[cfg(test)]
mod tests;
