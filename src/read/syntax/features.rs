//! What the parser looks at before a move, and before it names a relation.
//!
//! Each line is a template: the things whose coming together is weighed. Their order is the order of learning, so that
//! weights must be learnt anew after any change here.

use super::look::{Look, mix, seed};
use super::parser::{NONE, State};
use super::tag::Class;

/// A word as the templates name it.
#[derive(Clone, Copy)]
struct View {
    word: u64,
    class: u64,
    sort: u64,
    /// What it was found to be to its head.
    relation: u64,
}

impl View {
    fn of(state: &State<'_>, idx: u32) -> View {
        let at = idx as usize;
        View {
            word: u64::from(state.looks.get(at).unwrap_or(&Look::NONE).word),
            class: u64::from(state.classes.get(at).unwrap_or(&Class::NONE).0),
            sort: u64::from(state.looks.get(at).unwrap_or(&Look::NONE).known.sort),
            relation: if idx == NONE { 63 } else { state.branch(idx).relation as u64 },
        }
    }

    fn both(self) -> u64 {
        self.word << 8 | self.class
    }

    fn class_and_relation(self) -> u64 {
        self.class << 8 | self.relation
    }
}

struct Templates<'a> {
    found: &'a mut Vec<u64>,
    n: u64,
}

impl Templates<'_> {
    fn one(&mut self, a: u64) {
        self.n += 1;
        self.push(mix(seed(self.n), a));
    }

    fn two(&mut self, a: u64, b: u64) {
        self.n += 1;
        self.push(mix(mix(seed(self.n), a), b));
    }

    fn three(&mut self, a: u64, b: u64, c: u64) {
        self.n += 1;
        self.push(mix(mix(mix(seed(self.n), a), b), c));
    }

    /// Four classes or relations in one.
    fn small(&mut self, parts: [u64; 4]) {
        self.n += 1;
        let all = parts.iter().fold(0, |acc, it| acc << 8 | it);
        self.push(mix(seed(self.n), all));
    }

    fn push(&mut self, hash: u64) {
        self.found.push(mix(hash ^ hash >> 32, 0));
    }
}

fn distance(from: u32, to: u32) -> u64 {
    if from == NONE || to == NONE {
        return 15;
    }
    match from.abs_diff(to) {
        it @ 0..=4 => u64::from(it),
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// Features for the next move.
pub fn step(state: &State<'_>, found: &mut Vec<u64>) {
    found.clear();
    let mut it = Templates { found, n: 1000 };
    let (i0, i1, i2) = (state.top(0), state.top(1), state.top(2));
    let (j0, j1, j2, j3) = (state.ahead(0), state.ahead(1), state.ahead(2), state.ahead(3));
    let of = |idx| View::of(state, idx);
    let (s0, s1, s2) = (of(i0), of(i1), of(i2));
    let (b0, b1, b2, b3) = (of(j0), of(j1), of(j2), of(j3));
    let (n0, n1, m0) = (state.branch(i0), state.branch(i1), state.branch(j0));
    let (s0l, s0l2, s0r, s0r2) = (of(n0.left[0]), of(n0.left[1]), of(n0.right[0]), of(n0.right[1]));
    let (s1l, s1r, s1r2) = (of(n1.left[0]), of(n1.right[0]), of(n1.right[1]));
    let (b0l, b0l2) = (of(m0.left[0]), of(m0.left[1]));
    let s0rr = of(state.branch(n0.right[0]).right[0]);
    let s0rl = of(state.branch(n0.right[0]).left[0]);
    let s1rr = of(state.branch(n1.right[0]).right[0]);
    let (near, far) = (distance(i0, j0), distance(i1, i0));

    it.small([near, far, (j1 == NONE).into(), (i2 == NONE).into()]);
    for view in [s0, s1, b0] {
        it.one(view.word);
        it.one(view.class);
        it.one(view.both());
    }
    for view in [s2, b1, b2] {
        it.one(view.word);
        it.one(view.both());
    }
    it.one(b3.class);
    // The two words that a move would join.
    for (a, b) in [(s0, b0), (s1, s0)] {
        it.two(a.both(), b.both());
        it.two(a.both(), b.word);
        it.two(a.word, b.both());
        it.two(a.both(), b.class);
        it.two(a.class, b.both());
        it.two(a.word, b.word);
        it.small([a.class, b.class, 0, 0]);
    }
    it.two(s1.word, b0.word);
    it.two(s1.both(), b0.class);
    it.two(s1.class, b0.both());
    it.small([s1.class, s0.class, b0.class, 0]);
    it.two(s1.word, s0.class << 8 | b0.class);
    it.two(s0.word, s1.class << 8 | b0.class);
    it.two(b0.word, s1.class << 8 | s0.class);
    it.two(b0.both(), b1.class);
    it.two(b0.class, b1.both());
    it.small([b0.class, b1.class, b2.class, 0]);
    it.small([s0.class, b0.class, b1.class, 0]);
    it.small([s0.class, b0.class, b1.class, b2.class]);
    it.small([s1.class, s0.class, b0.class, b1.class]);
    it.small([s2.class, s1.class, s0.class, 0]);
    it.small([s2.class, s1.class, s0.class, b0.class]);
    it.two(s0.word, b0.class << 8 | b1.class);
    it.two(b0.word, s0.class << 8 | b1.class);
    it.two(b1.word, s0.class << 8 | b0.class);
    // What they have already got.
    it.small([s0.class, s0l.class, b0.class, 0]);
    it.small([s0.class, s0r.class, b0.class, 1]);
    it.small([s0.class, s0r.class, s0r2.class, b0.class]);
    it.small([s0.class, s0l.class, s0l2.class, 2]);
    it.small([s0.class, b0.class, b0l.class, 3]);
    it.small([b0.class, b0l.class, b0l2.class, 4]);
    it.small([s1.class, s1r.class, s0.class, 5]);
    it.small([s1.class, s1r.class, s0.class, b0.class]);
    it.small([s1.class, s1l.class, s0.class, 6]);
    it.small([s1.class, s0.class, s0l.class, 7]);
    it.small([s1.class, s0.class, s0r.class, 8]);
    it.small([s1.class, s1r.class, s1r2.class, s0.class]);
    it.two(s0r.word, s0.class << 8 | b0.class);
    it.two(s0l.word, s0.class << 8 | b0.class);
    it.two(s0l.word, s1.class << 8 | s0.class);
    it.two(s1r.word, s1.class << 8 | s0.class);
    it.two(b0l.word, s0.class << 8 | b0.class);
    it.three(s1.word, s0l.word, s0.word);
    it.three(s1.both(), s0l.word, s0.class);
    it.three(s0.word, s0l.word, b0.word);
    it.small([s0rr.class, s0r.class, s0.class, b0.class]);
    it.small([s0rl.class, s0r.class, s0.class, b0.class]);
    it.small([s1rr.class, s1r.class, s1.class, s0.class]);
    for view in [s0l, s0l2, s0r, s0r2, s1l, s1r, b0l, b0l2] {
        it.one(view.class_and_relation());
        it.one(view.word);
    }
    it.two(s0.word, s0r.relation);
    it.two(s0.word, s0l.relation);
    it.two(s1.word, s1r.relation);
    it.small([s0.class, s0r.relation, s0l.relation, b0.class]);
    it.small([s1.class, s1r.relation, s1l.relation, s0.class]);
    it.small([s1.class, s0.class, s0l.relation, b0.class]);
    it.small([s0.class, b0.class, b0l.relation, b0l2.relation]);
    it.two(s0.both(), n0.left_relations);
    it.two(s0.both(), n0.right_relations);
    it.two(s0.class, n0.left_relations);
    it.two(s0.class, n0.right_relations);
    it.two(s0.class << 8 | b0.class, n0.right_relations);
    it.two(s0.class << 8 | b0.class, n0.left_relations);
    it.two(s0.class << 8 | b0.class, m0.left_relations);
    it.two(s1.both(), n1.right_relations);
    it.two(s1.class << 8 | s0.class, n1.left_relations);
    it.two(s1.class << 8 | s0.class, n1.right_relations);
    it.two(s1.class << 8 | s0.class, n0.left_relations);
    it.two(b0.both(), m0.left_relations);
    it.two(s0.word, u64::from(n0.n_left) << 8 | u64::from(n0.n_right));
    it.small([s0.class, n0.n_left.into(), n0.n_right.into(), b0.class]);
    it.small([s1.class, n1.n_left.into(), n1.n_right.into(), s0.class]);
    it.small([b0.class, m0.n_left.into(), s0.class, 9]);
    // How far apart they stand.
    it.small([s0.class, b0.class, near, 10]);
    it.small([s1.class, s0.class, far, 11]);
    it.two(s0.word, near);
    it.two(b0.word, near);
    it.two(s1.word, far);
    it.two(s0.word, far << 8 | 12);
    it.three(s0.word, b0.word, near);
    it.three(s1.word, s0.word, far);
    it.small([s0.sort, s0.class, b0.sort, b0.class]);
    it.small([s1.sort, s1.class, s0.sort, s0.class]);
    it.two(s0l.word, s0.sort << 16 | s1.sort << 8 | s1.class);
    it.two(s0l.word, s0.sort << 32 | s1.word);
    it.two(b0l.word, s0.sort << 32 | s0.word);
    it.two(b0.word, s0.sort << 8 | s0.class);
    it.two(s0.word, b0.sort << 8 | b0.class);
    // Where a phrase that begins with a preposition or conjunction belongs.
    it.three(s0.word, b0l.word, b0.class);
    it.three(s1.word, b0l.word, s0.class << 8 | b0.class);
    it.three(s1.word, s0.word, b0l.word);
    it.three(s0.sort << 16 | s1.sort << 8 | b0.sort, b0l.word, s0.class << 16 | s1.class << 8 | b0.class);
    it.three(s0l.word, b0l.word, s0.class << 16 | s1.class << 8 | b0.class);
    it.two(b0l.word, s0.class << 16 | s1.class << 8 | s2.class);
    it.two(b0l.word, b0l2.word << 8 | b0.class);
    it.small([s0.class, b0.class, b0l.relation, s0l.relation]);
    it.three(s0.class << 8 | b0.class, n0.left_relations, m0.left_relations);
    it.three(s1.class << 16 | s0.class << 8 | b0.class, n1.left_relations, m0.left_relations);
    it.two(s1.class << 16 | s0.class << 8 | b0.class, n0.left_relations);
    it.two(s1.class << 16 | s0.class << 8 | b0.class, n1.right_relations);
    it.two(s2.word, s1.class << 8 | s0.class);
    it.two(b2.word, s0.class << 8 | b0.class);
    it.two(b1.word, s0.word);
    it.small([b0.class, b1.class, b2.class, b3.class]);
    it.small([s0.class, near, s1.class, far]);
}

/// Features for the relation of an arc.
pub fn relation(state: &State<'_>, head: u32, word: u32, found: &mut Vec<u64>) {
    found.clear();
    let mut it = Templates { found, n: 2000 };
    let of = |idx| View::of(state, idx);
    let near = |idx: u32, offset: i32| of(idx.checked_add_signed(offset).unwrap_or(NONE));
    let (h, d) = (of(head), of(word));
    let (nh, nd) = (state.branch(head), state.branch(word));
    let side = u64::from(head < word);
    let ds = distance(head, word) << 1 | side;
    let (dl, dl2, dr) = (of(nd.left[0]), of(nd.left[1]), of(nd.right[0]));
    let (hl, hr) = (of(nh.left[0]), of(nh.right[0]));
    let below = if side == 1 { of(state.top(2)) } else { of(state.top(1)) };

    it.one(ds);
    it.two(d.both(), side);
    it.two(d.word, side);
    it.two(d.class, side);
    it.two(h.both(), side);
    it.two(h.word, side);
    it.small([h.class, d.class, ds, 0]);
    it.small([h.class, d.class, side, 1]);
    it.three(h.both(), d.class, side);
    it.three(h.class, d.both(), side);
    it.three(h.word, d.word, side);
    it.three(h.both(), d.both(), side);
    it.three(h.class, d.word, ds);
    it.three(h.word, d.class, ds);
    // The marks of case and clause stand at the left of a dependent.
    it.two(dl.word, h.class << 8 | d.class << 1 | side);
    it.two(dl2.word, h.class << 8 | d.class << 1 | side);
    it.three(dl.word, h.word, side);
    it.three(dl.word, d.word, side);
    it.three(dl.word, d.word, h.word);
    it.small([dl.class, dl2.class, d.class, h.class]);
    it.small([dl.class_and_relation() & 0xff, dl.class, d.class, side]);
    it.small([dr.class, dr.relation, d.class, side]);
    it.two(dr.word, h.class << 8 | d.class << 1 | side);
    it.two(nd.left_relations, d.class << 1 | side);
    it.two(nd.left_relations, h.class << 8 | d.class << 1 | side);
    it.two(nd.right_relations, h.class << 8 | d.class << 1 | side);
    it.three(nd.left_relations, d.word, side);
    it.three(nd.left_relations, h.word, side);
    // What the head has got.
    it.two(nh.left_relations, h.class << 8 | d.class << 1 | side);
    it.two(nh.right_relations, h.class << 8 | d.class << 1 | side);
    it.three(nh.left_relations, h.word, d.class << 1 | side);
    it.three(nh.right_relations, h.word, d.class << 1 | side);
    it.three(nh.left_relations, d.word, side);
    it.small([h.class, hl.relation, d.class, side]);
    it.small([h.class, hr.relation, d.class, side]);
    it.small([hr.class, hr.relation, d.class, h.class]);
    it.two(hl.word, d.class << 1 | side);
    it.two(hr.word, d.class << 1 | side);
    it.small([below.class, h.class, d.class, side]);
    it.two(below.word, d.class << 1 | side);
    // Neighbours of both.
    for offset in [-1, 1] {
        let (a, b) = (near(word, offset), near(head, offset));
        it.two(a.word, d.class << 1 | side);
        it.three(a.word, d.word, side);
        it.small([a.class, h.class, d.class, side]);
        it.small([b.class, h.class, d.class, side]);
        it.two(b.word, d.class << 1 | side);
    }
    let (b1, b2) = (near(word, -2), near(word, 2));
    it.small([b1.class, d.class, side, 2]);
    it.small([b2.class, d.class, side, 3]);
    it.small([d.sort, d.class, side, h.class]);
    it.small([d.sort, h.sort, d.class, side << 7 | h.class]);
    it.three(d.sort, dl.word, h.class << 1 | side);
    it.three(d.sort, h.word, dl.word << 1 | side);
    it.three(h.sort, d.word, d.class << 1 | side);
}
