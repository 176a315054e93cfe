//! Parts of speech, from left to right: what a word looks like, its neighbours, and the tags already given.

use super::look::{Look, mix, seed};
use super::model::{Weights, best};
use super::tag::{CLASSES, Class};

/// Features of one word, given the classes of the words before it.
pub fn features(looks: &[Look], classes: &[Class], idx: usize, found: &mut Vec<u64>) {
    let at = |offset: isize| idx.checked_add_signed(offset).and_then(|it| looks.get(it)).unwrap_or(&Look::NONE);
    let class = |back: usize| u64::from(idx.checked_sub(back).and_then(|it| classes.get(it)).unwrap_or(&Class::NONE).0);
    let (own, before, after) = (at(0), at(-1), at(1));
    let (before2, after2) = (at(-2), at(2));
    let (last, last2) = (class(1), class(2));
    let word = u64::from(own.word);
    let [_, end2, end3, _] = own.ends.map(u64::from);
    found.clear();
    let mut template = 0;
    let mut push = |a: u64, b: u64, c: u64| {
        template += 1;
        let hash = mix(mix(mix(seed(template), a), b), c);
        found.push(mix(hash ^ hash >> 32, 0));
    };
    push(0, 0, 0);
    push(word, 0, 0);
    push(word, own.shape.into(), 0);
    for start in own.starts {
        push(start.into(), 0, 0);
    }
    for end in own.ends {
        push(end.into(), 0, 0);
    }
    push(own.shape.into(), 0, 0);
    push(own.shape.into(), (idx == 0).into(), end3);
    push(own.shape.into(), before.shape.into(), after.shape.into());
    push(last, 0, 0);
    push(last, last2, 0);
    push(last, word, 0);
    push(last, last2, word);
    push(last, end3, 0);
    push(last, end2, after.word.into());
    push(last, own.shape.into(), 0);
    push(before.word.into(), 0, 0);
    push(before.word.into(), word, 0);
    push(before2.word.into(), 0, 0);
    push(before2.word.into(), before.word.into(), 0);
    push(after.word.into(), 0, 0);
    push(after.word.into(), word, 0);
    push(after2.word.into(), 0, 0);
    push(after2.word.into(), after.word.into(), 0);
    push(before.word.into(), after.word.into(), 0);
    push(before.ends[2].into(), end3, 0);
    push(after.ends[2].into(), 0, 0);
    push(after.ends[1].into(), end2, 0);
    push(after.ends[2].into(), last, 0);
    push(after.shape.into(), last, 0);
    push(after.word.into(), last, 0);
    push(after.word.into(), last, last2);
    let parts = u64::from(own.known.parts);
    push(parts, 0, 0);
    push(parts, last, 0);
    push(parts, last, last2);
    push(parts, end2, own.shape.into());
    push(parts, after.known.parts.into(), last);
    push(after.known.parts.into(), 0, 0);
    push(parts, after.word.into(), 1);
    push(parts, before.word.into(), 2);
    push(parts, after.known.parts.into(), after2.known.parts.into());
}

/// The class of each word.
pub fn tag(weights: &impl Weights, looks: &[Look]) -> Vec<Class> {
    let mut classes = Vec::with_capacity(looks.len());
    let mut found = Vec::with_capacity(48);
    for idx in 0..looks.len() {
        features(looks, &classes, idx, &mut found);
        let scores: [i32; CLASSES.len()] = weights.score(&found);
        classes.push(Class(best(&scores, |_| true) as u8));
    }
    classes
}
