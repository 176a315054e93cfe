//! Pieces of a page in the order in which they are read: columns one after the other, what spans them in between.
//!
//! A column is known by the white strip beside it that no line crosses, and by lines of prose on both sides: the cells
//! of a table have such strips as well, and are read across.

use super::piece::Piece;

/// A stretch of the page that is read from top to bottom.
pub type Region = Vec<Piece>;

const MAX_DEPTH: usize = 4;
/// Width of the steps in which white strips are looked for, in points.
const STEP: f32 = 2.0;

/// A piece without its words.
#[derive(Clone, Copy, Debug)]
struct Slim {
    idx: usize,
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    n_words: usize,
}

pub fn regions(pieces: Vec<Piece>) -> Vec<Region> {
    let slim = |(idx, it): (usize, &Piece)| {
        let n_words = it.n_words();
        Slim { idx, x0: it.x0, x1: it.x1, y: it.y, size: it.size, n_words }
    };
    let mut found = Vec::new();
    split(pieces.iter().enumerate().map(slim).collect(), 0, &mut found);
    let mut pieces: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
    let mut take = |it: Slim| pieces.get_mut(it.idx).and_then(Option::take);
    found.into_iter().map(|region| region.into_iter().filter_map(&mut take).collect()).collect()
}

fn split(mut pieces: Vec<Slim>, depth: usize, found: &mut Vec<Vec<Slim>>) {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let strip = if depth < MAX_DEPTH { strip(&pieces) } else { None };
    let Some(at) = strip else {
        if !pieces.is_empty() {
            found.push(pieces);
        }
        return;
    };
    let mut whole: Vec<Slim> = Vec::new();
    for band in bands(pieces, at) {
        match band {
            Band::Columns(left, right) => {
                if !whole.is_empty() {
                    found.push(std::mem::take(&mut whole));
                }
                split(left, depth + 1, found);
                split(right, depth + 1, found);
            }
            Band::Whole(pieces) => whole.extend(pieces),
        }
    }
    if !whole.is_empty() {
        found.push(whole);
    }
}

enum Band {
    Whole(Vec<Slim>),
    Columns(Vec<Slim>, Vec<Slim>),
}

/// What lies between lines that cross a strip, from top to bottom.
fn bands(pieces: Vec<Slim>, at: f32) -> Vec<Band> {
    let mut bands = Vec::new();
    let (mut left, mut right): (Vec<Slim>, Vec<Slim>) = (Vec::new(), Vec::new());
    for piece in pieces {
        if piece.x0 < at && piece.x1 > at {
            bands.extend(between(std::mem::take(&mut left), std::mem::take(&mut right), at));
            bands.push(Band::Whole(vec![piece]));
        } else if piece.x1 <= at {
            left.push(piece);
        } else {
            right.push(piece);
        }
    }
    bands.extend(between(left, right, at));
    bands
}

/// Stretches between two gaps that are tried at most.
const MAX_STRETCHES: usize = 40;

/// What no line crosses: columns, or the longest stretch of it that is columns, where a table or a heading follows.
fn between(left: Vec<Slim>, right: Vec<Slim>, at: f32) -> Vec<Band> {
    let mut all = left;
    all.extend(right);
    all.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let gaps = all.iter().zip(all.iter().skip(1)).enumerate();
    let gaps = gaps.filter(|(_, (a, b))| b.y - a.y > 1.7 * a.size.min(b.size)).map(|(n, _)| n + 1);
    let mut cuts: Vec<usize> = std::iter::once(0).chain(gaps).chain([all.len()]).collect();
    if cuts.len() > MAX_STRETCHES {
        cuts = vec![0, all.len()];
    }
    let parts = |from: usize, to: usize| -> (Vec<Slim>, Vec<Slim>) {
        all.get(from..to).unwrap_or(&[]).iter().copied().partition(|it| it.x1 <= at)
    };
    // A heading or a short line above or below is no part of the columns; the end of a longer left one is.
    let sides: Vec<(usize, usize)> = cuts
        .iter()
        .zip(cuts.iter().skip(1))
        .map(|(from, to)| parts(*from, *to))
        .map(|(left, right)| (left.len(), right.len()))
        .collect();
    let starts = |n: usize| sides.get(n).is_some_and(|it| it.0 > 0 && it.1 > 0);
    let stops = |n: usize| sides.get(n).is_some_and(|it| it.0 > 1 || it.0 > 0 && it.1 > 0);
    let mut best: Option<(usize, usize)> = None;
    for (n, from) in cuts.iter().enumerate().filter(|it| starts(it.0)) {
        for (_, to) in cuts.iter().skip(n + 1).enumerate().filter(|it| stops(n + it.0)) {
            let is_longer = best.is_none_or(|it| to - from > it.1 - it.0);
            let (left, right) = if is_longer { parts(*from, *to) } else { Default::default() };
            if is_longer && are_columns(&left, &right) {
                best = Some((*from, *to));
            }
        }
    }
    let Some((from, to)) = best else { return vec![Band::Whole(all)] };
    let (left, right) = parts(from, to);
    let below = all.split_off(to);
    all.truncate(from);
    vec![Band::Whole(all), Band::Columns(left, right), Band::Whole(below)]
}

fn are_columns(left: &[Slim], right: &[Slim]) -> bool {
    left.len() >= 2 && right.len() >= 2 && left.len() + right.len() >= 6 && is_prose(left) && is_prose(right)
}

/// Most lines hold some words and fill their column.
fn is_prose(side: &[Slim]) -> bool {
    let (x0, x1) = side.iter().fold((f32::MAX, f32::MIN), |(x0, x1), it| (x0.min(it.x0), x1.max(it.x1)));
    let fills = |it: &&Slim| it.n_words >= 4 && it.x1 - it.x0 > 0.6 * (x1 - x0);
    side.iter().filter(fills).count() * 2 >= side.len()
}

/// Where a strip between columns runs: of the candidates the one with the most lines beside it.
fn strip(pieces: &[Slim]) -> Option<f32> {
    if pieces.len() < 6 {
        return None;
    }
    let (from, to) = pieces.iter().fold((f32::MAX, f32::MIN), |(a, b), it| (a.min(it.x0), b.max(it.x1)));
    let n_steps = ((to - from) / STEP).clamp(0.0, 5_000.0) as usize;
    let mut covered = vec![0_usize; n_steps + 1];
    for piece in pieces {
        let (a, b) = (((piece.x0 - from) / STEP) as usize, ((piece.x1 - from) / STEP) as usize);
        for n in covered.iter_mut().take(b + 1).skip(a) {
            *n += 1;
        }
    }
    let mut candidates: Vec<(usize, f32)> = Vec::new();
    let mut start = 0;
    while let Some(n) = covered.get(start).copied() {
        let run = covered.iter().skip(start).take_while(|it| **it == n).count();
        let before = start.checked_sub(1).and_then(|it| covered.get(it));
        let after = covered.get(start + run);
        if before.is_some_and(|it| *it > n) && after.is_some_and(|it| *it > n) {
            candidates.push((n, from + (start as f32 + run as f32 / 2.0) * STEP));
        }
        start += run;
    }
    candidates.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    candidates.truncate(12);
    let mut best: Option<(usize, f32)> = None;
    for (_, at) in candidates {
        let inside = |it: Band| match it {
            Band::Columns(left, right) => left.len() + right.len(),
            Band::Whole(_) => 0,
        };
        let n: usize = bands(pieces.to_vec(), at).into_iter().map(inside).sum();
        if n > best.map_or(0, |it| it.0) {
            best = Some((n, at));
        }
    }
    best.map(|it| it.1)
}
