//! Logistic regression over sparse rows: one weight a question.

use std::collections::BTreeMap;

use super::bench::Row;

const N_ROUNDS: usize = 30;
const RATE: f32 = 0.1;
/// Pulls every weight towards 0, so that rare questions weigh little.
const DECAY: f32 = 1e-4;

pub fn learn<'a>(rows: impl Iterator<Item = &'a Row>) -> BTreeMap<&'static str, f32> {
    let rows: Vec<&Row> = rows.collect();
    let mut numbers: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (name, _) in rows.iter().flat_map(|it| &it.answers) {
        let next = numbers.len();
        numbers.entry(name).or_insert(next);
    }
    let sparse: Vec<(Vec<(usize, f32)>, bool)> = rows
        .iter()
        .map(|it| (it.answers.iter().map(|(name, value)| (numbers[name], *value)).collect(), it.is_slip))
        .collect();
    let mut weights = vec![0.0_f32; numbers.len()];
    let mut seen = vec![1e-6_f32; numbers.len()];
    // NB: a stride that shares no factor with the count visits every row once, far from its neighbours.
    let n = sparse.len();
    let stride = (7_919..).find(|it| gcd(*it, n.max(1)) == 1).unwrap_or(1);
    for _ in 0..N_ROUNDS {
        for step in 0..n {
            let (row, is_slip) = &sparse[step * stride % n];
            let sum: f32 = row.iter().map(|(at, value)| weights[*at] * value).sum();
            let error = squashed(sum) - f32::from(u8::from(*is_slip));
            for (at, value) in row {
                let slope = error * value + DECAY * weights[*at];
                seen[*at] += slope * slope;
                weights[*at] -= RATE * slope / seen[*at].sqrt();
            }
        }
    }
    numbers.into_iter().map(|(name, at)| (name, weights[at])).collect()
}

pub fn sure(weights: &BTreeMap<&'static str, f32>, answers: &[(&'static str, f32)]) -> f32 {
    squashed(answers.iter().map(|(name, value)| weights.get(name).copied().unwrap_or_default() * value).sum())
}

fn squashed(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
