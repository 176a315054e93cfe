//! Rows of a table: lines of several pieces that stand under one another.

use super::glyph::Rule;
use super::piece::Piece;

type Row = Vec<Piece>;

/// How many of these lines, from the first on, make up a table; none where it is none.
pub fn height(rows: &[Row]) -> usize {
    let Some(first) = rows.first().filter(|it| it.len() >= 2) else { return 0 };
    let size = first.first().map_or(10.0, |it| it.size);
    let mut n = 0;
    let mut y = first.first().map_or(0.0, |it| it.y);
    let mut last_full = 0;
    let (mut left, mut right) = extent(first);
    for row in rows {
        let Some(head) = row.first() else { break };
        if head.y - y > 3.5 * size {
            break;
        }
        // A single piece may be the rest of a cell, if it stands in one of the columns.
        let single = row.len() == 1 && (head.x1 - head.x0 > 0.5 * (right - left) || head.y - y > 1.6 * size);
        if single {
            break;
        }
        n += 1;
        y = head.y;
        if row.len() >= 2 {
            last_full = n;
            let (a, b) = extent(row);
            (left, right) = (left.min(a), right.max(b));
        }
    }
    // The rest of the last row's cells.
    let rest = rows.get(last_full..n).unwrap_or(&[]);
    let tight = rest.iter().take_while(|row| row.iter().all(|it| it.x1 - it.x0 < 0.5 * (right - left))).count();
    last_full + tight
}

fn extent(row: &Row) -> (f32, f32) {
    row.iter().fold((f32::MAX, f32::MIN), |(a, b), it| (a.min(it.x0), b.max(it.x1)))
}

/// The cells of each row, in columns that all rows share.
pub fn rows(rows: &[Row], rules: &[Rule]) -> Vec<Vec<String>> {
    let columns = columns(rows);
    let flat: Vec<&Rule> = rules.iter().filter(|it| it.y1 - it.y0 < 2.0 && it.x1 - it.x0 > 8.0).collect();
    let (left, right) = rows.iter().map(extent).fold((f32::MAX, f32::MIN), |(a, b), it| (a.min(it.0), b.max(it.1)));
    let parted = |above: f32, below: f32| {
        flat.iter().any(|it| it.y0 > above - 1.0 && it.y1 < below + 1.0 && it.x0 < right && it.x1 > left)
    };
    let y = |row: &Row| row.first().map_or(0.0, |it| it.y);
    let is_ruled = rows.iter().zip(rows.iter().skip(1)).filter(|(a, b)| parted(y(a), y(b))).count() > 0;
    let mut found: Vec<(f32, Vec<String>)> = Vec::new();
    for row in rows {
        let mut cells = vec![String::new(); columns.len()];
        for piece in row {
            let at = columns.iter().position(|(a, b)| piece.x0 < *b && piece.x1 > *a);
            if let Some(cell) = at.and_then(|it| cells.get_mut(it)) {
                if !cell.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(&piece.words);
            }
        }
        let size = row.first().map_or(10.0, |it| it.size);
        let (has_first, has_all) = (cells.first().is_some_and(|it| !it.is_empty()), row.len() >= columns.len());
        match found.last_mut() {
            // The second line of a row: no line is drawn above it, or it lacks cells and stands close.
            Some((above, all))
                if y(row) - *above < 1.6 * size
                    && !has_all
                    && if is_ruled { !parted(*above, y(row)) } else { !has_first && y(row) - *above < 1.35 * size } =>
            {
                for (cell, more) in all.iter_mut().zip(cells) {
                    if !more.is_empty() && !cell.is_empty() {
                        cell.push(' ');
                    }
                    cell.push_str(&more);
                }
                *above = y(row);
            }
            _ => found.push((y(row), cells)),
        }
    }
    found.into_iter().map(|it| it.1).collect()
}

/// Where the columns stand: pieces that overlap are one's. A piece over several columns is the first one's.
fn columns(rows: &[Row]) -> Vec<(f32, f32)> {
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut spans: Vec<(f32, f32)> =
        rows.iter().filter(|row| row.len() * 2 > most).flatten().map(|it| (it.x0, it.x1)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let merged = merge(&spans);
    if merged.len() >= most {
        return merged;
    }
    // A head that spans columns glues them: the fullest rows alone tell.
    let mut spans: Vec<(f32, f32)> =
        rows.iter().filter(|row| row.len() == most).flatten().map(|it| (it.x0, it.x1)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    merge(&spans)
}

fn merge(spans: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut merged: Vec<(f32, f32)> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.0 < last.1 => last.1 = last.1.max(span.1),
            _ => merged.push(*span),
        }
    }
    merged
}
