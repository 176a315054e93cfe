//! How much of one text's wording is another's: hashes of eight words in a row, the smallest few hundred of each text.
//!
//! The same hashes are kept of every text, so that two texts can be compared by what was kept; a text that is much longer
//! than the other keeps too few of its own, and then nobody can tell. Quotations are left out: two reporters may have heard
//! the same words.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

pub use super::super::pack::Words as Runs;

/// Words in a row that are taken together.
const RUN: usize = 8;

/// Hashes kept of one text.
const KEPT: usize = 128;

/// Fewer runs than this tell nothing.
const LEAST: usize = 24;

/// Texts looked at for one run of words: a text that shares its wording with more of them shares it with these too.
const HOLDERS: usize = 8;

/// Sorted, without repeats.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    runs: Vec<u32>,
    /// Runs with greater hashes were not kept.
    limit: u32,
}

/// Takes words one by one, in the order of the text.
#[derive(Default)]
pub struct Words {
    /// The last words since a break, in a ring.
    window: [u64; RUN],
    n: usize,
    /// Of the words in the window: each weighs by its place.
    rolling: u64,
    runs: Vec<u32>,
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// What the word that leaves the window weighs.
const LEAVING: u64 = FACTOR.wrapping_pow(RUN as u32);

impl Words {
    /// In any case.
    pub fn push(&mut self, word: &str) {
        // NB: once for every word of every source, so nothing is put together for it.
        let hash = word
            .chars()
            .flat_map(char::to_lowercase)
            .fold(0_u64, |acc, it| (acc ^ u64::from(u32::from(it))).wrapping_mul(FACTOR).rotate_left(23));
        let Some(slot) = self.window.get_mut(self.n % RUN) else { return };
        let leaving = std::mem::replace(slot, hash);
        self.rolling = self.rolling.wrapping_mul(FACTOR).wrapping_add(hash);
        if self.n >= RUN {
            self.rolling = self.rolling.wrapping_sub(leaving.wrapping_mul(LEAVING));
        }
        self.n += 1;
        if self.n >= RUN {
            let mixed = (self.rolling ^ (self.rolling >> 29)).wrapping_mul(FACTOR);
            self.runs.push((mixed >> 32) as u32);
        }
    }

    /// What stands on both sides is not in a row.
    pub fn stop(&mut self) {
        self.n = 0;
        self.rolling = 0;
    }

    pub fn finish(mut self) -> Wording {
        self.runs.sort_unstable();
        self.runs.dedup();
        let cut = self.runs.len() > KEPT;
        self.runs.truncate(KEPT);
        let limit = if cut { self.runs.last().copied().unwrap_or(0) } else { u32::MAX };
        self.runs.shrink_to_fit();
        Wording { runs: self.runs, limit }
    }
}

impl Wording {
    /// The runs, sorted, and up to which hash they were kept.
    pub fn into_parts(self) -> (Vec<u32>, u32) {
        (self.runs, self.limit)
    }
}

/// What was kept of one text: its runs, sorted, and up to which hash they were.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    pub runs: Runs<'a>,
    pub limit: u32,
}

/// What was kept of some texts, in the order of their paths.
pub type Texts<'a> = dyn Fn(u32) -> Kept<'a> + Sync + 'a;

/// Texts that came and went since somebody looked last.
#[derive(Debug, Default)]
pub struct Since<'a> {
    /// Those that came, in order.
    pub came: Vec<u32>,
    /// Of each that went: the first text behind it that was there already, and its runs.
    pub went: Vec<(u32, Runs<'a>)>,
}

/// A text of which at least half the wording is in another, and that other one.
pub type Pair = (usize, usize);

/// Of a run that more texts have, nobody asks who they all are.
const MOST_HOLDERS: usize = 256;

/// More texts that a change may have to do with are as soon looked at from the start.
const MOST_CONCERNED: usize = 1_024;

/// Runs by the texts that share them, of all texts; in order. What was kept is gone through once, sorted.
pub fn shared(n_texts: u32, texts: &Texts<'_>) -> Vec<Pair> {
    let mut all: Vec<u64> = Vec::with_capacity((0..n_texts).map(|it| texts(it).runs.len()).sum());
    for text in 0..n_texts {
        all.extend(texts(text).runs.iter().map(|run| u64::from(run) << 32 | u64::from(text)));
    }
    all.par_sort_unstable();
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for holders in all.chunk_by(|a, b| a >> 32 == b >> 32).filter(|it| it.len() > 1) {
        for text in holders.iter().map(|it| *it as u32) {
            for holder in holders.iter().take(HOLDERS).map(|it| *it as u32).filter(|it| *it != text) {
                *common.entry((text, holder)).or_default() += 1;
            }
        }
    }
    pairs(common, texts)
}

/// The same from what was found `before` some texts came and went: by today's places, without the pairs of those that
/// went. `None` where that would be no quicker.
pub fn shared_since(n_texts: u32, texts: &Texts<'_>, since: &Since<'_>, before: &[Pair]) -> Option<Vec<Pair>> {
    if since.came.len() + since.went.len() > MOST_CONCERNED {
        return None;
    }
    let is_new = |text: u32| since.came.binary_search(&text).is_ok();
    let came = || since.came.iter().flat_map(|it| texts(*it).runs.iter().map(|run| (run, *it)));
    let went = || since.went.iter().flat_map(|(at, runs)| runs.iter().map(|run| (run, *at)));
    let runs: FxHashSet<u32> = came().chain(went()).map(|it| it.0).collect();
    let others = holders(n_texts, texts, &runs, MOST_HOLDERS, &|it| !is_new(it));
    // A text has to do with the change where somebody came or went among those it is compared with.
    let mut concerned: FxHashSet<u32> = since.came.iter().copied().collect();
    for (run, at) in came().chain(went()) {
        let Some(others) = others.get(&run) else { continue };
        if others.partition_point(|it| *it < at) < HOLDERS {
            if others.len() >= MOST_HOLDERS {
                return None;
            }
            concerned.extend(others);
        }
        if concerned.len() > MOST_CONCERNED {
            return None;
        }
    }
    let runs: FxHashSet<u32> = concerned.iter().flat_map(|it| texts(*it).runs.iter()).collect();
    let first = holders(n_texts, texts, &runs, HOLDERS, &|_| true);
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for text in &concerned {
        for run in texts(*text).runs.iter() {
            for holder in first.get(&run).into_iter().flatten().filter(|it| *it != text) {
                *common.entry((*text, *holder)).or_default() += 1;
            }
        }
    }
    let mut pairs = pairs(common, texts);
    pairs.extend(before.iter().filter(|it| !concerned.contains(&(it.0 as u32))));
    pairs.sort_unstable();
    Some(pairs)
}

/// Of pairs with so many runs in common those of which the first has most of its wording from the second: of its runs
/// those count that the second would have kept too.
fn pairs(common: FxHashMap<(u32, u32), u32>, texts: &Texts<'_>) -> Vec<Pair> {
    let is_mostly = |((text, holder), n): ((u32, u32), u32)| {
        let n = n as usize;
        if n * 2 < LEAST {
            return None;
        }
        let (text_kept, limit) = (texts(text), texts(holder).limit);
        let all = if limit < text_kept.limit { text_kept.runs.up_to(limit) } else { text_kept.runs.len() };
        (all >= LEAST && n * 2 >= all).then_some((text as usize, holder as usize))
    };
    let mut pairs: Vec<Pair> = common.into_iter().filter_map(is_mostly).collect();
    pairs.sort_unstable();
    pairs
}

/// By run: the first `most` texts that have it, in order, of those that count.
fn holders(
    n_texts: u32,
    texts: &Texts<'_>,
    runs: &FxHashSet<u32>,
    most: usize,
    counts: &(dyn Fn(u32) -> bool + Sync),
) -> FxHashMap<u32, Vec<u32>> {
    /// Texts that are looked through at a time.
    const STRETCH: u32 = 4_096;
    // NB: almost no run of almost every text is asked for, and this table lies in the processor's own memory.
    let slot = |run: u32| ((run >> 18) as usize, 1_u64 << (run >> 12 & 63));
    let mut sieve = vec![0_u64; 1 << 14];
    for run in runs {
        let (word, bit) = slot(*run);
        if let Some(it) = sieve.get_mut(word) {
            *it |= bit;
        }
    }
    let passes = |run: u32| {
        let (word, bit) = slot(run);
        sieve.get(word).is_some_and(|it| it & bit != 0)
    };
    let look = |stretch: u32| {
        let mut found: Vec<(u32, u32)> = Vec::new();
        for text in (stretch..n_texts.min(stretch + STRETCH)).filter(|it| counts(*it)) {
            let asked = texts(text).runs.iter().filter(|it| passes(*it) && runs.contains(it));
            found.extend(asked.map(|run| (run, text)));
        }
        found
    };
    let starts: Vec<u32> = (0..n_texts).step_by(STRETCH as usize).collect();
    let found: Vec<Vec<(u32, u32)>> = starts.into_par_iter().map(look).collect();
    let mut holders: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (run, text) in found.into_iter().flatten() {
        let holders = holders.entry(run).or_default();
        if holders.len() < most {
            holders.push(text);
        }
    }
    holders
}

#[cfg(test)]
mod tests;
