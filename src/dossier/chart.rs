//! Where the bars and squares of the pictures stand. Whole numbers only, so that the same counts draw the same bytes.
//!
//! A picture repeats what a table beside it says: nothing is to be read from one alone.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::model::{Count, Dossier, Item, Source};

/// Rows of bars, one below the other.
#[derive(Debug, Serialize)]
pub struct Bars {
    pub width: usize,
    pub height: usize,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub label: String,
    pub y: usize,
    pub total: usize,
    pub parts: Vec<Part>,
    /// Where the total stands.
    pub end: usize,
}

#[derive(Debug, Serialize)]
pub struct Part {
    pub x: usize,
    pub width: usize,
    pub letter: &'static str,
    pub n: usize,
    /// "S 31" where there is room, "S" where there is less.
    pub label: String,
}

/// Paragraphs against sources.
#[derive(Debug, Serialize)]
pub struct Map {
    pub width: usize,
    pub height: usize,
    pub columns: Vec<Column>,
    pub rows: Vec<Line>,
    pub cells: Vec<Cell>,
    /// Sources that carry something and have no column.
    pub left_out: usize,
}

#[derive(Debug, Serialize)]
pub struct Column {
    pub x: usize,
    pub label: String,
}

#[derive(Debug, Serialize)]
pub struct Line {
    pub y: usize,
    pub number: usize,
}

#[derive(Debug, Serialize)]
pub struct Cell {
    pub x: usize,
    pub y: usize,
    pub n: usize,
    /// 1 to 4, for how dark it is.
    pub weight: usize,
    /// The source gives something of the paragraph otherwise.
    pub against: bool,
}

const LABEL: usize = 174;
const BAR: usize = 400;
const STEP: usize = 30;
const CELL: usize = 26;
const MAX_COLUMNS: usize = 22;
const MAX_BARS: usize = 25;

pub fn standings(dossier: &Dossier) -> Bars {
    let rows = dossier.summary.standings.iter().map(|it| (it.kind.to_string(), it.counts.clone()));
    bars(rows.collect())
}

/// By source, those that carry most first.
pub fn by_source(dossier: &Dossier) -> Bars {
    let mut sources: Vec<&Source> = dossier.corpus.sources.iter().filter(|it| it.supports + it.differs > 0).collect();
    sources.sort_by_key(|it| std::cmp::Reverse((it.supports, it.differs)));
    sources.truncate(MAX_BARS);
    let row = |it: &&Source| {
        let file = it.path.as_deref().map_or("confidential", |it| it.rsplit('/').next().unwrap_or(it));
        (format!("{} {file}", it.id), vec![count("S", it.supports), count("X", it.differs)])
    };
    bars(sources.iter().map(row).collect())
}

/// By origin: what nothing else supports, and what others support too.
pub fn by_origin(dossier: &Dossier) -> Bars {
    let mut origins: Vec<_> = dossier.corpus.origins.iter().filter(|it| it.supports > 0).collect();
    origins.sort_by_key(|it| std::cmp::Reverse((it.supports, it.alone)));
    origins.truncate(MAX_BARS);
    let row = |it: &&super::model::Origin| {
        let ids: Vec<&str> = it.sources.iter().map(|it| it.id.as_str()).collect();
        let name = it.name.rsplit('/').next().unwrap_or(&it.name);
        let label = format!("{} {name}", ids.join(" "));
        (label, vec![count("1", it.alone), count("+", it.supports - it.alone.min(it.supports))])
    };
    bars(origins.iter().map(row).collect())
}

fn count(letter: &'static str, n: usize) -> Count {
    Count { standing: "", letter, n }
}

fn bars(rows: Vec<(String, Vec<Count>)>) -> Bars {
    let most = rows.iter().map(|(_, it)| it.iter().map(|it| it.n).sum::<usize>()).max().unwrap_or(0).max(1);
    let row = |(idx, (label, counts)): (usize, (String, Vec<Count>))| {
        let mut parts = Vec::new();
        let (mut before, mut x) = (0, LABEL);
        for it in counts.into_iter().filter(|it| it.n > 0) {
            before += it.n;
            // NB: from the sum and not part by part, so that no error of rounding adds up.
            let end = (LABEL + before * BAR / most).max(x + 3);
            let width = end - x;
            let label = match width {
                22.. if matches!(it.letter, "1" | "+") => it.n.to_string(),
                34.. => format!("{} {}", it.letter, it.n),
                13.. if !matches!(it.letter, "1" | "+") => it.letter.to_string(),
                _ => String::new(),
            };
            parts.push(Part { x, width, letter: it.letter, n: it.n, label });
            x = end;
        }
        Row { label: clipped(&label), y: idx * STEP, total: before, parts, end: x + 8 }
    };
    let rows: Vec<Row> = rows.into_iter().enumerate().map(row).collect();
    let right = rows.iter().map(|it| it.end).max().unwrap_or(LABEL + BAR);
    Bars { width: right.max(LABEL + BAR) + 40, height: rows.len() * STEP, rows }
}

fn clipped(label: &str) -> String {
    const MOST: usize = 23;
    match label.chars().count() > MOST {
        true => label.chars().take(MOST - 1).chain(['…']).collect(),
        false => label.to_string(),
    }
}

pub fn map(dossier: &Dossier) -> Map {
    let mut carrying: Vec<&Source> = dossier.corpus.sources.iter().filter(|it| it.supports + it.differs > 0).collect();
    let left_out = carrying.len().saturating_sub(MAX_COLUMNS);
    carrying.sort_by_key(|it| std::cmp::Reverse(it.supports + it.differs));
    carrying.truncate(MAX_COLUMNS);
    let shown: Vec<&Source> =
        dossier.corpus.sources.iter().filter(|it| carrying.iter().any(|known| known.id == it.id)).collect();
    let x_of: FxHashMap<&str, usize> =
        shown.iter().enumerate().map(|(n, it)| (it.id.as_str(), 48 + n * CELL)).collect();
    let mut counts: std::collections::BTreeMap<(usize, usize), (usize, bool)> = std::collections::BTreeMap::new();
    for item in dossier.items.iter().filter(|it| it.paragraph > 0) {
        for (id, against) in speaks(item) {
            if let Some(x) = x_of.get(id) {
                let cell = counts.entry((item.paragraph, *x)).or_default();
                cell.0 += usize::from(!against);
                cell.1 |= against;
            }
        }
    }
    let mut rows: Vec<Line> = Vec::new();
    let mut cells = Vec::new();
    for ((number, x), (n, against)) in counts {
        if rows.last().is_none_or(|it| it.number != number) {
            rows.push(Line { y: 28 + rows.len() * CELL, number });
        }
        let y = rows.last().map_or(0, |it| it.y);
        let weight = match n {
            0 => 0,
            1 => 1,
            2..=3 => 2,
            4..=6 => 3,
            _ => 4,
        };
        cells.push(Cell { x, y, n, weight, against });
    }
    let columns = shown.iter().filter_map(|it| Some(Column { x: *x_of.get(it.id.as_str())?, label: it.id.clone() }));
    let columns: Vec<Column> = columns.collect();
    Map { width: 52 + columns.len() * CELL, height: 32 + rows.len() * CELL, columns, rows, cells, left_out }
}

/// The sources that speak to an item, and whether against it.
fn speaks(item: &Item) -> Vec<(&str, bool)> {
    let supports = item.support.sources.iter().map(|it| (it.as_str(), false));
    let against = item.evidence.iter().chain(&item.against).filter(|it| matches!(it.relation, "conflicts" | "weaker"));
    let mut all: Vec<(&str, bool)> = supports.chain(against.map(|it| (it.source.as_str(), true))).collect();
    all.sort_unstable();
    all.dedup();
    all
}
