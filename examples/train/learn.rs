//! Averaged perceptrons over hashed features: the tagger's first, then those of moves and relations together.
//!
//! The parser learns from tags that a tagger gave which had not seen the sentence, so that it knows what mistakes to
//! expect, and mostly follows its own moves, so that it knows how to go on after one. Rare features are not learnt:
//! they would fill the table and fit single sentences. Several runs in different orders are added up, which costs
//! nothing when the weights are used.

use std::collections::HashMap;

use backread::read::syntax::model::{Bytes, Weights, best, place};
use backread::read::syntax::parser::{MOVES, Move, State};
use backread::read::syntax::tag::{CLASSES, RELATIONS};
use backread::read::syntax::{Class, MOVES_LEN, RELATIONS_LEN, Relation, TAGGER_LEN, features, tagger};

use crate::oracle::cost;
use crate::treebank::Sentence;

const TAGGER_ROUNDS: usize = 8;
const TAGGER_RUNS: u64 = 3;
const FOLDS: usize = 5;
const PARSER_ROUNDS: usize = 10;
const PARSER_RUNS: u64 = 6;
/// An answer that is right by less than this is still learnt from.
const TAGGER_MARGIN: i32 = 60;
const MOVE_MARGIN: i32 = 60;
const RELATION_MARGIN: i32 = 30;
/// How often, of ten, a move of its own is followed where the oracle knows a better one.
const OWN_MOVES: u64 = 9;
/// How often a feature must come up.
const LEAST: u32 = 8;
/// This share of the weights lies within what a byte can hold.
const WITHIN: f64 = 0.9995;

/// All that ships, in its order.
pub fn model(sentences: &[Sentence], known: Vec<u8>) -> Vec<u8> {
    let all: Vec<&Sentence> = sentences.iter().collect();
    let tagger = tagger(&all, TAGGER_ROUNDS, TAGGER_RUNS);
    let mut classes = Vec::new();
    for fold in 0..FOLDS {
        let (from, to) = (fold * all.len() / FOLDS, (fold + 1) * all.len() / FOLDS);
        let others: Vec<&Sentence> = all[..from].iter().chain(&all[to..]).copied().collect();
        let weights = self::tagger(&others, TAGGER_ROUNDS / 2 + 1, 1);
        classes.extend(all[from..to].iter().map(|it| tagger::tag(&Bytes(&weights), &it.looks)));
        println!("tags for a fifth of the treebank are given");
    }
    let (moves, relations) = parser(sentences, &classes);
    [known, tagger, moves, relations].concat()
}

/// Weights while they are learnt.
struct Learner<'a> {
    weights: Vec<i32>,
    /// Each change, times when it was made; what is taken off for the average.
    changes: Vec<i64>,
    time: i64,
    answers: usize,
    counts: &'a Counts,
}

#[derive(Default)]
struct Counts(HashMap<u32, u32>);

impl Counts {
    fn add(&mut self, features: &[u64]) {
        for feature in features {
            *self.0.entry((feature >> 32) as u32).or_default() += 1;
        }
    }

    fn is_frequent(&self, feature: u64) -> bool {
        self.0.get(&((feature >> 32) as u32)).is_some_and(|it| *it >= LEAST)
    }
}

impl Weights for Learner<'_> {
    fn score<const K: usize>(&self, features: &[u64]) -> [i32; K] {
        let mut sums = [0; K];
        for feature in features {
            let from = place(*feature, self.weights.len(), K);
            for (sum, weight) in sums.iter_mut().zip(&self.weights[from..from + K]) {
                *sum += weight;
            }
        }
        sums
    }
}

impl<'a> Learner<'a> {
    fn new(len: usize, answers: usize, counts: &'a Counts) -> Learner<'a> {
        Learner { weights: vec![0; len], changes: vec![0; len], time: 1, answers, counts }
    }

    /// Learns that `good` should have been above `bad` by a margin.
    fn learn(&mut self, features: &[u64], scores: &[i32], good: usize, bad: usize, margin: i32) {
        self.time += 1;
        if scores[good] > scores[bad] + margin {
            return;
        }
        for feature in features.iter().filter(|it| self.counts.is_frequent(**it)) {
            let from = place(*feature, self.weights.len(), self.answers);
            for (answer, change) in [(good, 1), (bad, -1)] {
                self.weights[from + answer] += change;
                self.changes[from + answer] += i64::from(change) * self.time;
            }
        }
    }

    /// Adds the averages of all times.
    fn add_to(&self, sums: &mut [f64]) {
        for ((sum, weight), changes) in sums.iter_mut().zip(&self.weights).zip(&self.changes) {
            *sum += f64::from(*weight) - *changes as f64 / self.time as f64;
        }
    }
}

fn bytes(weights: &[f64]) -> Vec<u8> {
    let mut sizes: Vec<f64> = weights.iter().map(|it| it.abs()).filter(|it| *it > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let Some(most) = sizes.get((sizes.len().saturating_sub(1) as f64 * WITHIN) as usize) else {
        return vec![0; weights.len()];
    };
    weights.iter().map(|it| (it * 127.0 / most).round().clamp(-127.0, 127.0) as i8 as u8).collect()
}

/// A fixed sequence of numbers.
struct Sequence(u64);

impl Sequence {
    fn of(run: u64) -> Sequence {
        Sequence(88_172_645_463_325_252 + run * 7919)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

fn tagger(sentences: &[&Sentence], rounds: usize, runs: u64) -> Vec<u8> {
    let mut found = Vec::new();
    let mut counts = Counts::default();
    for sentence in sentences {
        for idx in 0..sentence.looks.len() {
            tagger::features(&sentence.looks, &sentence.classes[..idx], idx, &mut found);
            counts.add(&found);
        }
    }
    let mut sums = vec![0.0; TAGGER_LEN];
    for run in 0..runs {
        let mut learner = Learner::new(TAGGER_LEN, CLASSES.len(), &counts);
        let mut sequence = Sequence::of(run);
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        for _ in 0..rounds {
            sequence.shuffle(&mut order);
            for at in &order {
                let sentence = sentences[*at];
                let mut given: Vec<Class> = Vec::new();
                for (idx, class) in sentence.classes.iter().enumerate() {
                    tagger::features(&sentence.looks, &given, idx, &mut found);
                    let scores: [i32; CLASSES.len()] = learner.score(&found);
                    let good = usize::from(class.0);
                    let rival = best(&scores, |it| it != good);
                    given.push(Class(best(&scores, |_| true) as u8));
                    learner.learn(&found, &scores, good, rival, TAGGER_MARGIN);
                }
            }
        }
        learner.add_to(&mut sums);
    }
    bytes(&sums)
}

const ROOT: usize = Relation::Root as usize;

fn parser(sentences: &[Sentence], classes: &[Vec<Class>]) -> (Vec<u8>, Vec<u8>) {
    let (of_moves, of_relations) = parser_counts(sentences, classes);
    let (mut moves, mut relations) = (vec![0.0; MOVES_LEN], vec![0.0; RELATIONS_LEN]);
    for run in 0..PARSER_RUNS {
        let mut by_move = Learner::new(MOVES_LEN, MOVES.len(), &of_moves);
        let mut by_relation = Learner::new(RELATIONS_LEN, RELATIONS.len(), &of_relations);
        let mut sequence = Sequence::of(run);
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let mut n_slips = 0;
        for round in 0..PARSER_ROUNDS {
            sequence.shuffle(&mut order);
            n_slips = 0;
            for at in &order {
                let explores = round > 0;
                n_slips +=
                    follow(&sentences[*at], &classes[*at], explores, &mut by_move, &mut by_relation, &mut sequence);
            }
        }
        println!("run {} of the parser: {n_slips} wrong moves in the last round", run + 1);
        by_move.add_to(&mut moves);
        by_relation.add_to(&mut relations);
    }
    (bytes(&moves), bytes(&relations))
}

/// Parses one sentence and learns on the way; gives how many moves were wrong.
fn follow(
    sentence: &Sentence,
    classes: &[Class],
    explores: bool,
    by_move: &mut Learner<'_>,
    by_relation: &mut Learner<'_>,
    sequence: &mut Sequence,
) -> usize {
    let mut found = Vec::new();
    let mut n_slips = 0;
    let mut state = State::new(&sentence.looks, classes);
    while !state.is_done() {
        features::step(&state, &mut found);
        let scores: [i32; MOVES.len()] = by_move.score(&found);
        let costs = MOVES.map(|step| cost(&state, &sentence.heads, step));
        let least = costs.iter().flatten().min().copied();
        let good = best(&scores, |it| costs[it].is_some() && costs[it] == least);
        let own = best(&scores, |it| costs[it].is_some());
        if costs.iter().any(|it| it.is_some() && *it != least) {
            let bad = best(&scores, |it| costs[it].is_some() && costs[it] != least);
            by_move.learn(&found, &scores, good, bad, MOVE_MARGIN);
        }
        n_slips += usize::from(costs[own] != least);
        let step = MOVES[if explores && sequence.below(10) < OWN_MOVES { own } else { good }];
        let mut relation = Relation::Root;
        if let Some((head, word)) = state.arc(step) {
            features::relation(&state, head, word, &mut found);
            let scores: [i32; RELATIONS.len()] = by_relation.score(&found);
            relation = Relation::at(best(&scores, |it| it != ROOT));
            if sentence.heads[word as usize] == head {
                let good = sentence.relations[word as usize] as usize;
                let rival = best(&scores, |it| it != good && it != ROOT);
                by_relation.learn(&found, &scores, good, rival, RELATION_MARGIN);
            }
        }
        state.act(step, relation);
    }
    n_slips
}

/// How often features come up on the way that the treebank goes.
fn parser_counts(sentences: &[Sentence], classes: &[Vec<Class>]) -> (Counts, Counts) {
    let mut found = Vec::new();
    let (mut moves, mut relations) = (Counts::default(), Counts::default());
    for (sentence, classes) in sentences.iter().zip(classes) {
        let mut state = State::new(&sentence.looks, classes);
        while !state.is_done() {
            features::step(&state, &mut found);
            moves.add(&found);
            let cheapest = |step: &Move| cost(&state, &sentence.heads, *step).unwrap_or(usize::MAX);
            let step = MOVES.into_iter().min_by_key(cheapest).unwrap_or(MOVES[0]);
            let mut relation = Relation::Root;
            if let Some((head, word)) = state.arc(step) {
                relation = sentence.relations[word as usize];
                features::relation(&state, head, word, &mut found);
                relations.add(&found);
            }
            state.act(step, relation);
        }
    }
    (moves, relations)
}
