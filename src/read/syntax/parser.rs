//! Heads and relations, word by word from left to right: the arc-hybrid system.
//!
//! The stack holds words whose head is still open; `next` is the first word that was not yet taken. Each word is taken
//! once and given its head once, so the number of moves is twice the number of words, whatever the text.
//! What is left on the stack at the end is the root: every sentence has exactly one, and no tree has a cycle.

use super::features;
use super::look::Look;
use super::model::{Weights, best};
use super::tag::{Class, RELATIONS, Relation};

/// No word.
pub const NONE: u32 = u32::MAX;

/// What the parser may do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Takes the next word.
    Shift,
    /// The word on top gets the next word as its head.
    Left,
    /// The word on top gets the word below it as its head.
    Right,
}

pub const MOVES: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// What a word has got so far.
#[derive(Clone, Copy, Debug)]
pub struct Branch {
    pub head: u32,
    pub relation: Relation,
    /// The outermost child on the left and the one before it.
    pub left: [u32; 2],
    /// The outermost child on the right and the one before it.
    pub right: [u32; 2],
    pub n_left: u8,
    pub n_right: u8,
    /// Relations of the children on either side, a bit each.
    pub left_relations: u64,
    pub right_relations: u64,
}

const BARE: Branch = Branch {
    head: NONE,
    relation: Relation::Root,
    left: [NONE; 2],
    right: [NONE; 2],
    n_left: 0,
    n_right: 0,
    left_relations: 0,
    right_relations: 0,
};

/// A sentence half parsed.
#[derive(Clone, Debug)]
pub struct State<'a> {
    pub looks: &'a [Look],
    pub classes: &'a [Class],
    pub branches: Vec<Branch>,
    pub stack: Vec<u32>,
    pub next: u32,
}

impl<'a> State<'a> {
    pub fn new(looks: &'a [Look], classes: &'a [Class]) -> State<'a> {
        State { looks, classes, branches: vec![BARE; looks.len()], stack: Vec::with_capacity(32), next: 0 }
    }

    pub fn has_next(&self) -> bool {
        (self.next as usize) < self.looks.len()
    }

    pub fn is_done(&self) -> bool {
        !self.has_next() && self.stack.len() <= 1
    }

    pub fn can(&self, step: Move) -> bool {
        match step {
            Move::Shift => self.has_next(),
            Move::Left => self.has_next() && !self.stack.is_empty(),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// The word so far below the top of the stack.
    pub fn top(&self, below: usize) -> u32 {
        self.stack.len().checked_sub(below + 1).and_then(|at| self.stack.get(at)).copied().unwrap_or(NONE)
    }

    /// The word so far beyond the next one.
    pub fn ahead(&self, beyond: u32) -> u32 {
        let at = self.next + beyond;
        if (at as usize) < self.looks.len() { at } else { NONE }
    }

    pub fn branch(&self, idx: u32) -> &Branch {
        self.branches.get(idx as usize).unwrap_or(&BARE)
    }

    /// Head and dependent of the arc that a move would make.
    pub fn arc(&self, step: Move) -> Option<(u32, u32)> {
        match step {
            Move::Shift => None,
            Move::Left => Some((self.next, self.top(0))),
            Move::Right => Some((self.top(1), self.top(0))),
        }
    }

    /// Does a move that [`State::can`] be done.
    pub fn act(&mut self, step: Move, relation: Relation) {
        let Some((head, word)) = self.arc(step) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        if let Some(branch) = self.branches.get_mut(word as usize) {
            branch.head = head;
            branch.relation = relation;
        }
        let bit = 1 << relation as u64;
        if let Some(branch) = self.branches.get_mut(head as usize) {
            if word < head {
                branch.left = [word, branch.left[0]];
                branch.n_left = branch.n_left.saturating_add(1);
                branch.left_relations |= bit;
            } else {
                branch.right = [word, branch.right[0]];
                branch.n_right = branch.n_right.saturating_add(1);
                branch.right_relations |= bit;
            }
        }
    }
}

/// The best move that can be made.
pub fn choose(scores: &[i32; 3], state: &State<'_>) -> Move {
    let at = best(scores, |at| MOVES.get(at).is_some_and(|step| state.can(*step)));
    MOVES.get(at).copied().unwrap_or(Move::Shift)
}

/// The best relation for an arc that is being made.
pub fn relation(weights: &impl Weights, state: &State<'_>, head: u32, word: u32, found: &mut Vec<u64>) -> Relation {
    features::relation(state, head, word, found);
    let scores: [i32; RELATIONS.len()] = weights.score(found);
    Relation::at(best(&scores, |at| at != Relation::Root as usize))
}

/// Head and relation of each word.
pub fn parse(moves: &impl Weights, relations: &impl Weights, looks: &[Look], classes: &[Class]) -> Vec<Branch> {
    let mut state = State::new(looks, classes);
    let mut found = Vec::with_capacity(96);
    while !state.is_done() {
        features::step(&state, &mut found);
        let scores: [i32; MOVES.len()] = moves.score(&found);
        let step = choose(&scores, &state);
        let relation = match state.arc(step) {
            Some((head, word)) => relation(relations, &state, head, word, &mut found),
            None => Relation::Root,
        };
        state.act(step, relation);
    }
    state.branches
}
