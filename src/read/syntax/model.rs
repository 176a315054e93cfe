//! Weights by hashed feature, and the choice that they make.
//!
//! A feature's hash says where its weights begin, one for each answer. Rows of different features overlap: most
//! features speak for few answers, so that what they share by chance is rare, and no list of features is needed.

/// What can weigh features: the weights that ship, and those that are still being learnt.
pub trait Weights {
    /// For each of `K` answers the sum over all features.
    fn score<const K: usize>(&self, features: &[u64]) -> [i32; K];
}

/// Where the weights of a feature begin in a table of `len` for `k` answers.
pub fn place(feature: u64, len: usize, k: usize) -> usize {
    (((feature >> 32) * (len.saturating_sub(k) as u64)) >> 32) as usize
}

/// Weights as they ship: a byte each.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a>(pub &'a [u8]);

impl Weights for Bytes<'_> {
    fn score<const K: usize>(&self, features: &[u64]) -> [i32; K] {
        // NB: a byte is at most 127 either way, and no list of features has 200: sixteen bits hold the sum.
        let mut sums = [0_i16; K];
        for feature in features {
            let from = place(*feature, self.0.len(), K);
            // NB: a row of a length that is known is added up several weights at a time.
            if let Some(row) = self.0.get(from..).and_then(<[u8]>::first_chunk::<K>) {
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum = sum.wrapping_add(i16::from(*weight as i8));
                }
            }
        }
        sums.map(i32::from)
    }
}

/// The first of the best among the answers that are allowed.
pub fn best<const K: usize>(scores: &[i32; K], allowed: impl Fn(usize) -> bool) -> usize {
    let mut found: Option<(usize, i32)> = None;
    for (at, score) in scores.iter().enumerate() {
        if allowed(at) && found.is_none_or(|(_, best)| *score > best) {
            found = Some((at, *score));
        }
    }
    found.map_or(0, |(at, _)| at)
}
