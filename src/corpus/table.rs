//! The columns of the table that a row of a source stands in, for what a draft may have added up.
//!
//! A column counts only where every row below the head has one plain figure of one sort in it; a row that sums up the
//! others is left out.

use super::source::Source;
use crate::fact::{Column, Dimension, FactKind, Figure, Form, Unit};
use crate::text::Sort;
use crate::text::cells::cells;
use crate::text::table;

/// A longer table is data that nobody adds up by hand, and walking it for each of its rows costs too much.
const MAX_ROWS: usize = 200;

/// None for what is no row of a table.
pub fn columns(source: &Source, paragraph: u32) -> Vec<Column> {
    let paragraphs = &source.text.paragraphs;
    let is_row = |idx: usize| paragraphs.get(idx).is_some_and(|it| it.sort == Sort::TableRow);
    let at = paragraph as usize;
    if !is_row(at) {
        return Vec::new();
    }
    let first = (0..=at).rev().take(MAX_ROWS + 1).take_while(|it| is_row(*it)).last().unwrap_or(at);
    if at - first >= MAX_ROWS {
        return Vec::new();
    }
    let rows: Vec<usize> = (first..paragraphs.len()).take_while(|it| is_row(*it)).take(MAX_ROWS + 1).collect();
    if rows.len() > MAX_ROWS {
        return Vec::new();
    }
    let labels: Vec<&str> = cells(prose(source, at)).map(|it| it.label).filter(|it| !it.is_empty()).collect();
    if !labels.is_empty() {
        return labels.into_iter().filter_map(|label| labelled(source, &rows, label)).collect();
    }
    let Some((head, rows)) = rows.split_first() else { return Vec::new() };
    let heads: Vec<&str> = paragraphs.get(*head).map_or("", |it| it.prose.as_str()).split('\t').collect();
    let rows: Vec<usize> = rows.iter().copied().filter(|it| !is_total(source, *it)).collect();
    let column = |(cell, head): (usize, &&str)| {
        let figures: Option<Vec<&Figure>> = rows.iter().map(|row| figure(source, *row, cell)).collect();
        let figures = figures.filter(|it| it.len() > 2)?;
        let unit = &figures.first()?.unit;
        let alike = figures.iter().all(|it| it.unit.dimension == unit.dimension && it.unit.name == unit.name);
        alike.then(|| Column {
            head: head.trim().to_lowercase(),
            dimension: unit.dimension.clone(),
            values: figures.iter().map(|it| it.value.lo).collect(),
        })
    };
    heads.iter().enumerate().filter_map(column).collect()
}

/// The column whose cells carry this label. A row without that cell leaves it empty.
fn labelled(source: &Source, rows: &[usize], label: &str) -> Option<Column> {
    let mut values = Vec::new();
    let mut unit: Option<&Unit> = None;
    for row in rows.iter().copied().filter(|it| !is_total(source, *it)) {
        let prose = prose(source, row);
        let Some((idx, _)) = cells(prose).enumerate().find(|(_, it)| it.label == label) else { continue };
        let figure = figure(source, row, idx)?;
        if unit.is_some_and(|it| it.dimension != figure.unit.dimension || it.name != figure.unit.name) {
            return None;
        }
        unit = Some(&figure.unit);
        values.push(figure.value.lo);
    }
    let dimension = unit?.dimension.clone();
    (values.len() > 2).then(|| Column { head: label.to_lowercase(), dimension, values })
}

fn prose(source: &Source, row: usize) -> &str {
    source.text.paragraphs.get(row).map_or("", |it| it.prose.as_str())
}

/// The one figure of a cell.
fn figure(source: &Source, row: usize, cell: usize) -> Option<&Figure> {
    let span = cells(prose(source, row)).nth(cell)?.span;
    let mut figures = source.reading(row)?.facts.iter().filter_map(|it| match &it.kind {
        FactKind::Figure(figure) if span.contains(it.span) => Some(figure.as_ref()),
        _ => None,
    });
    let found = figures.next().filter(|_| figures.next().is_none())?;
    let plain = found.form == Form::Number && found.value.is_single() && found.unit.dimension != Dimension::Rank;
    plain.then_some(found)
}

/// "Total", "All wards".
fn is_total(source: &Source, row: usize) -> bool {
    prose(source, row).split(['\t', ' ']).next().is_some_and(table::is_total)
}
