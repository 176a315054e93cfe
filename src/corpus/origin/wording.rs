//! How much of one text's wording is another's: hashes of eight words in a row, the smallest few hundred of each text.
//!
//! The same hashes are kept of every text, so that two texts can be compared by what was kept; a text that is much longer
//! than the other keeps too few of its own, and then nobody can tell. Quotations are left out: two reporters may have heard
//! the same words.

use rustc_hash::FxHashMap;

/// Words in a row that are taken together.
const RUN: usize = 8;

/// Hashes kept of one text.
const KEPT: usize = 256;

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

/// Texts of which at least half the wording is in another, each with that other one; by their places in the list, in order.
/// Linear in what was kept.
pub fn shared(texts: &[&Wording]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(u32, u32)> = Vec::with_capacity(texts.iter().map(|it| it.runs.len()).sum());
    for (idx, text) in texts.iter().enumerate() {
        runs.extend(text.runs.iter().map(|run| (*run, idx as u32)));
    }
    runs.sort_unstable();
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for same in runs.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() > 1) {
        for (_, text) in same {
            for (_, holder) in same.iter().take(HOLDERS).filter(|it| it.1 != *text) {
                *common.entry((*text, *holder)).or_default() += 1;
            }
        }
    }
    let is_mostly = |((text, holder), n): ((u32, u32), u32)| {
        let (one, other) = (texts.get(text as usize)?, texts.get(holder as usize)?);
        let limit = one.limit.min(other.limit);
        let all = one.runs.partition_point(|it| *it <= limit);
        (all >= LEAST && (n as usize) * 2 >= all).then_some((text as usize, holder as usize))
    };
    let mut pairs: Vec<(usize, usize)> = common.into_iter().filter_map(is_mostly).collect();
    pairs.sort_unstable();
    pairs
}
