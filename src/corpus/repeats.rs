//! A wire story in twenty papers: sources that have their wording from one another say the same thing twenty times over,
//! and one of them is enough until everybody else has been heard.
//!
//! Nobody looks at the sentences themselves here: of sources with about the same wording, two sentences that fit a
//! question equally well are taken for the same one. NB: the same figure adds so much to a score that a copy with
//! another figure is no repeat.

use rustc_hash::FxHashMap;

use super::index::Hit;

/// So many times as many places are looked at as are wanted.
pub const WIDE: usize = 4;

/// Scores that differ by less than this share of them are those of the same sentence, with a word more or less.
const ALIKE: f32 = 0.15;

/// Who fits so much worse than the best is not heard before repeats.
const LEAST: f32 = 0.3;

/// Of texts that have their wording from others: the first among those and itself. `shared` tells whose wording each has.
/// NB: one step only, so that a row of texts of which each is half the next one's is not taken for one story.
pub fn leaders(shared: &[(usize, usize)]) -> FxHashMap<usize, usize> {
    let mut leaders: FxHashMap<usize, usize> = FxHashMap::default();
    for (text, holder) in shared.iter().copied() {
        for one in [text, holder] {
            let leader = leaders.entry(one).or_insert(one);
            *leader = (*leader).min(text).min(holder);
        }
    }
    leaders
}

/// Puts repeats behind the others, as far as `most` places go. `of` gives a place's leader and its source, and nothing
/// for a source that has its wording to itself.
pub fn put_behind<S: PartialEq>(
    found: &mut Vec<(usize, Hit)>,
    most: usize,
    of: impl Fn(&(usize, Hit)) -> Option<(u32, S)>,
) {
    let best = found.first().map_or(0.0, |it| it.1.score);
    let mut heard: FxHashMap<u32, Vec<(f32, S)>> = FxHashMap::default();
    let (mut others, mut repeats) = (Vec::new(), Vec::new());
    for it in std::mem::take(found) {
        if others.len() >= most {
            break;
        }
        let score = it.1.score;
        if score < best * LEAST {
            repeats.push(it);
            continue;
        }
        if let Some((leader, source)) = of(&it) {
            let heard = heard.entry(leader).or_default();
            if heard.iter().any(|(known, from)| *from != source && (known - score).abs() <= ALIKE * known.abs()) {
                repeats.push(it);
                continue;
            }
            heard.push((score, source));
        }
        others.push(it);
    }
    // NB: both are in order already; the best of the repeats fill what is left.
    repeats.truncate(most.saturating_sub(others.len()));
    found.extend(others);
    found.extend(repeats);
    found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
}

#[cfg(test)]
mod tests;
