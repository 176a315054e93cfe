//! How much of one text's wording is another's: hashes of eight words in a row, the smallest few hundred of each text.
//!
//! The same hashes are kept of every text, so that two texts can be compared by what was kept; a text that is much longer
//! than the other keeps too few of its own, and then nobody can tell. Quotations are left out: two reporters may have heard
//! the same words.

use rustc_hash::FxHashMap;

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

/// Texts of which at least half the wording is in another, each with that other one; by their places in the list, in order.
/// `runs` gives all runs of all texts, sorted, with the text; it is gone through twice. `kept` says of a text up to which
/// hash its runs were kept, and how many were. Linear in what was kept.
pub fn shared<I: Iterator<Item = (u32, u32)>>(
    runs: impl Fn() -> I,
    kept: impl Fn(u32) -> (u32, u32),
) -> Vec<(usize, usize)> {
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut holders: Vec<u32> = Vec::new();
    let mut last = None;
    let mut count = |holders: &[u32]| {
        for text in holders {
            for holder in holders.iter().take(HOLDERS).filter(|it| *it != text) {
                *common.entry((*text, *holder)).or_default() += 1;
            }
        }
    };
    for (run, text) in runs() {
        if last != Some(run) {
            if holders.len() > 1 {
                count(&holders);
            }
            holders.clear();
            last = Some(run);
        }
        holders.push(text);
    }
    count(&holders);
    // Of a pair, the runs of the first that the second would have kept too.
    common.retain(|_, n| *n as usize * 2 >= LEAST);
    let mut limits: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
    for (text, holder) in common.keys().copied() {
        let (limit, least) = (kept(text).0, kept(holder).0);
        if least < limit {
            limits.entry(text).or_default().push((least, 0));
        }
    }
    if !limits.is_empty() {
        for (run, text) in runs() {
            for it in limits.get_mut(&text).into_iter().flatten().filter(|it| run <= it.0) {
                it.1 += 1;
            }
        }
    }
    let is_mostly = |((text, holder), n): ((u32, u32), u32)| {
        let ((limit, all), least) = (kept(text), kept(holder).0);
        let cut = limits.get(&text).and_then(|it| it.iter().find(|it| it.0 == least));
        let all = if least < limit { cut?.1 } else { all } as usize;
        (all >= LEAST && (n as usize) * 2 >= all).then_some((text as usize, holder as usize))
    };
    let mut pairs: Vec<(usize, usize)> = common.into_iter().filter_map(is_mostly).collect();
    pairs.sort_unstable();
    pairs
}
