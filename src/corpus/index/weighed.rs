//! The words of a question, weighed by how rare they are: which of them are looked up, and how well sentences fit them.

use super::{Lists, Scores};
use crate::fact::Stem;

/// How many postings one question may touch: rare words come first, so what is cut off says little.
const MAX_POSTINGS: usize = 4_000;

/// A word in more than this share of a large segment's sentences finds nothing.
const COMMON_SHARE: usize = 4;

/// How many sentences have each of some stems, over all sources, and how many sentences there are.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The rarest first; those that are too common to find anything are left out.
    stems: Vec<(Stem, f32)>,
    n_found: usize,
    /// Even the rarest is common: only sentences with two of them are found.
    in_pairs: bool,
}

/// Of words that are all common, so many are looked up.
const MOST_COMMON: usize = 3;

impl Weighed {
    /// `count` says in how many sentences a stem stands.
    pub fn of(stems: &[Stem], n_sentences: usize, count: impl Fn(Stem) -> usize) -> Weighed {
        let n_sentences = n_sentences.max(1);
        let mut counted: Vec<(usize, Stem)> = stems.iter().map(|it| (count(*it), *it)).filter(|it| it.0 > 0).collect();
        counted.sort_unstable();
        let in_pairs = counted.first().is_some_and(|it| it.0 > MAX_POSTINGS);
        let mut weighed = Weighed { stems: Vec::with_capacity(counted.len()), n_found: 0, in_pairs };
        for (n, stem) in counted {
            let common = n * COMMON_SHARE > n_sentences && n_sentences > 1_000;
            let enough = match in_pairs {
                true => weighed.stems.len() == MOST_COMMON,
                false => weighed.n_found + n > MAX_POSTINGS && weighed.n_found > 0,
            };
            if enough || common {
                break;
            }
            weighed.n_found += n;
            weighed.stems.push((stem, (1.0 + n_sentences as f32 / n as f32).ln()));
        }
        weighed
    }

    /// Sentences with two or more of some common words, in order; of a single word all.
    fn pairs<'a>(&self, lists: Lists<'a>) -> impl Iterator<Item = (u32, f32)> {
        let least = self.stems.len().min(2);
        let lists = self.stems.iter().map(|(stem, weight)| (lists.sentences(*stem).peekable(), *weight));
        let mut lists: Vec<(std::iter::Peekable<_>, f32)> = lists.collect();
        std::iter::from_fn(move || {
            loop {
                let sentence = lists.iter_mut().filter_map(|it| it.0.peek().copied()).min()?;
                let (mut n, mut score) = (0, 0.0);
                for (list, weight) in &mut lists {
                    if list.next_if_eq(&sentence).is_some() {
                        n += 1;
                        score += *weight;
                    }
                }
                if n >= least {
                    return Some((sentence, score));
                }
            }
        })
    }

    /// Sentences by how many rare words they share with the question.
    pub fn scores(&self, lists: Lists<'_>) -> Scores {
        if self.in_pairs {
            return Scores { scored: self.pairs(lists).take(MAX_POSTINGS).collect(), ..Scores::default() };
        }
        let mut scored = Vec::with_capacity(self.n_found.min(MAX_POSTINGS));
        let mut before = Vec::with_capacity(scored.capacity());
        for (stem, weight) in &self.stems {
            std::mem::swap(&mut scored, &mut before);
            add(&before, lists.sentences(*stem), *weight, &mut scored);
        }
        Scores { scored, ..Scores::default() }
    }
}

/// The scores with those of one word more, both by sentence.
fn add(scores: &[(u32, f32)], found: impl Iterator<Item = u32>, weight: f32, sum: &mut Vec<(u32, f32)>) {
    sum.clear();
    let mut rest = scores;
    for sentence in found {
        let (below, from) = rest.split_at(rest.iter().take_while(|it| it.0 < sentence).count());
        sum.extend_from_slice(below);
        rest = from;
        match rest.split_first() {
            Some(((same, score), behind)) if *same == sentence => {
                sum.push((sentence, score + weight));
                rest = behind;
            }
            Some(_) | None => sum.push((sentence, weight)),
        }
    }
    sum.extend_from_slice(rest);
}
