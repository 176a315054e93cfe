//! Running heads, footers and page numbers: lines at the edges of pages that come back from page to page.
//!
//! A figure in such a line must be the same on every page or count them; otherwise it is somebody's total.

use std::collections::BTreeMap;

use super::piece::Piece;

/// Lines at each edge that may belong to it.
const DEPTH: usize = 4;

/// A line as it stands on one page: the page, its place, its figures.
type Member = (usize, f32, Vec<u32>);

/// Takes them off. `heights` are the pages' own.
pub fn strip(pages: &mut [Vec<Piece>], heights: &[f32]) {
    let rows: Vec<Vec<Vec<usize>>> = pages.iter().map(|it| rows(it)).collect();
    // By edge, words with their figures folded, and place: pages with the figures.
    let mut groups: BTreeMap<(bool, String), Vec<Member>> = BTreeMap::new();
    for (page, (pieces, rows)) in pages.iter().zip(&rows).enumerate() {
        for (is_top, row) in edges(rows) {
            let words = words(pieces, row);
            let (folded, figures) = fold(&words);
            let y = row.first().and_then(|it| pieces.get(*it)).map_or(0.0, |it| it.y);
            groups.entry((is_top, folded)).or_default().push((page, y, figures));
        }
    }
    groups.retain(|_, members| members.len() >= if pages.len() > 3 { 3 } else { 2 } && counts(members));
    for (page, (pieces, rows)) in pages.iter_mut().zip(&rows).enumerate() {
        let height = heights.get(page).copied().unwrap_or(0.0);
        let mut gone: Vec<usize> = Vec::new();
        for edge in [true, false] {
            for (_, row) in edges(rows).filter(|it| it.0 == edge) {
                let (folded, figures) = fold(&words(pieces, row));
                let artifact = row.iter().all(|it| pieces.get(*it).is_some_and(|it| it.artifact));
                let y = row.first().and_then(|it| pieces.get(*it)).map_or(0.0, |it| it.y);
                let outside = y < 0.15 * height || y > 0.85 * height;
                let runs = groups
                    .get(&(edge, folded.clone()))
                    .is_some_and(|members| members.iter().filter(|it| (it.1 - y).abs() < 3.0).count() >= 2);
                let number = outside && is_page_number(&folded, &figures, page);
                if !(artifact || runs && outside || number) {
                    break;
                }
                gone.extend(row);
            }
        }
        let mut n = 0;
        pieces.retain(|_| {
            n += 1;
            !gone.contains(&(n - 1))
        });
    }
}

/// A page's lines from top to bottom, as indices.
fn rows(pieces: &[Piece]) -> Vec<Vec<usize>> {
    let mut order: Vec<(usize, &Piece)> = pieces.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<(f32, Vec<usize>)> = Vec::new();
    for (idx, piece) in order {
        match rows.last_mut() {
            Some((y, row)) if piece.y - *y < 0.35 * piece.size => row.push(idx),
            _ => rows.push((piece.y, vec![idx])),
        }
    }
    rows.into_iter().map(|it| it.1).collect()
}

/// The outermost lines first, those at the top with `true`.
fn edges(rows: &[Vec<usize>]) -> impl Iterator<Item = (bool, &Vec<usize>)> {
    let top = rows.iter().take(DEPTH).map(|it| (true, it));
    top.chain(rows.iter().rev().take(DEPTH).map(|it| (false, it)))
}

fn words(pieces: &[Piece], row: &[usize]) -> String {
    let mut row: Vec<&Piece> = row.iter().filter_map(|it| pieces.get(*it)).collect();
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    row.iter().map(|it| it.words.as_str()).collect::<Vec<_>>().join(" ")
}

/// Lower case, each figure `#`; and the figures.
fn fold(words: &str) -> (String, Vec<u32>) {
    let (mut folded, mut figures) = (String::new(), Vec::new());
    let mut digits = String::new();
    for it in words.chars().chain([' ']) {
        if it.is_ascii_digit() {
            digits.push(it);
            continue;
        }
        if !digits.is_empty() {
            folded.push('#');
            figures.push(digits.parse().unwrap_or(u32::MAX));
            digits.clear();
        }
        folded.extend(it.to_lowercase());
    }
    (folded.split_whitespace().collect::<Vec<_>>().join(" "), figures)
}

/// Whether each figure is the same on every page, or goes up with the pages.
fn counts(members: &[Member]) -> bool {
    let Some((first, _, figures)) = members.first() else { return false };
    (0..figures.len()).all(|n| {
        let of = |it: &Member| i64::from(it.2.get(n).copied().unwrap_or(0));
        let start = i64::from(figures.get(n).copied().unwrap_or(0));
        members.iter().all(|it| of(it) == start)
            || members.iter().all(|it| of(it) - start == it.0 as i64 - *first as i64)
    })
}

/// "7", "- 7 -", "Page 7 of 12" on the seventh page.
fn is_page_number(folded: &str, figures: &[u32], page: usize) -> bool {
    let bare: String = folded.chars().filter(|it| it.is_alphanumeric() || *it == '#' || *it == '/').collect();
    let first = figures.first().copied().unwrap_or(0) as usize;
    match bare.as_str() {
        "#" => first == page + 1,
        "page#" | "p#" | "page#of#" | "#of#" | "#/#" | "page#/#" => first == page + 1,
        _ => false,
    }
}
