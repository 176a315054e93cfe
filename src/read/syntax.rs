//! Syntax of one sentence: parts of speech, and for each word its head and what it is to it, after Universal
//! Dependencies.
//!
//! ```text
//! let words = syntax::words(&tokens, sentence);     // our tokens as a treebank has them: "did" "n't"
//! let tree = syntax::parse(&words);                 // nodes[i] belongs to words[i]
//! let verb = tree.root()?;
//! let actor = tree.child(verb, Relation::Nsubj)?;   // words[actor].span is where it stands in the prose
//! ```
//!
//! The weights were learnt from a treebank (`examples/train.rs`) and are embedded; nothing is read or unpacked before
//! the first sentence. It takes some microseconds a word, so that what is loaded is not parsed, but what is asked for.
//! NB: every sixth head is not the one that a grammarian would choose, and headlines and lists fare worse. Go by what
//! several words agree on (a verb, its negation, its subject), and be silent where the tree looks odd.
//! English only: the caller asks for no other language.

pub mod features;
pub mod known;
pub mod look;
pub mod model;
pub mod parser;
pub mod tag;
pub mod tagger;
mod word;

use known::{TABLE_LEN, Table};
use look::Look;
use model::Bytes;

pub use tag::{Class, Inflection, Relation, Tag};
pub use word::{Word, word_of, words};

/// A longer sentence gets no tree: it is a table or a list that nobody ended.
pub const MAX_WORDS: usize = 200;

/// How many weights are the tagger's, the moves' and the relations'.
pub const TAGGER_LEN: usize = 900_000;
pub const MOVES_LEN: usize = 1_400_000;
pub const RELATIONS_LEN: usize = 1_300_000;

/// In a row: what is known of words, then the weights in the order above.
pub const MODEL_LEN: usize = TABLE_LEN + TAGGER_LEN + MOVES_LEN + RELATIONS_LEN;

static MODEL: &[u8; MODEL_LEN] = include_bytes!("syntax/weights.bin");

/// What was learnt: word knowledge and weights, as one run of bytes.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    pub known: Table<'a>,
    pub tagger: Bytes<'a>,
    pub moves: Bytes<'a>,
    pub relations: Bytes<'a>,
}

impl Model<'static> {
    /// The one that ships.
    pub fn built_in() -> Model<'static> {
        Model::of(MODEL)
    }
}

impl<'a> Model<'a> {
    /// Cuts the bytes into their parts. Parts that are missing know nothing.
    pub fn of(bytes: &'a [u8]) -> Model<'a> {
        let (known, rest) = bytes.split_at_checked(TABLE_LEN).unwrap_or_default();
        let (tagger, rest) = rest.split_at_checked(TAGGER_LEN).unwrap_or_default();
        let (moves, relations) = rest.split_at_checked(MOVES_LEN).unwrap_or_default();
        Model { known: Table(known), tagger: Bytes(tagger), moves: Bytes(moves), relations: Bytes(relations) }
    }

    /// The tree over words that are given as they are written.
    pub fn parse<'w>(&self, words: impl Iterator<Item = &'w str>) -> Tree {
        let mut room = Vec::new();
        let looks: Vec<Look> = words.take(MAX_WORDS + 1).map(|it| Look::of(self.known, it, &mut room)).collect();
        if looks.len() > MAX_WORDS {
            return Tree::default();
        }
        let classes = tagger::tag(&self.tagger, &looks);
        let branches = parser::parse(&self.moves, &self.relations, &looks, &classes);
        let node = |(branch, class): (parser::Branch, Class)| Node {
            class,
            head: (branch.head != parser::NONE).then_some(branch.head as usize),
            relation: branch.relation,
        };
        Tree { nodes: branches.into_iter().zip(classes).map(node).collect() }
    }
}

/// The tree of one sentence; empty for no words and for more than [`MAX_WORDS`]. Cannot fail, and takes time linear in
/// the number of words.
pub fn parse(words: &[Word<'_>]) -> Tree {
    Model::built_in().parse(words.iter().map(|it| it.text))
}

/// One word in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub class: Class,
    /// `None` for the root alone.
    pub head: Option<usize>,
    /// [`Relation::Root`] for the root alone.
    pub relation: Relation,
}

impl Node {
    pub fn tag(&self) -> Tag {
        self.class.tag()
    }

    pub fn form(&self) -> Inflection {
        self.class.form()
    }
}

/// A node a word, in their order. One that is not empty has exactly one root, and every word leads up to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    pub nodes: Vec<Node>,
}

impl Tree {
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn get(&self, idx: usize) -> Option<&Node> {
        self.nodes.get(idx)
    }

    pub fn root(&self) -> Option<usize> {
        self.nodes.iter().position(|it| it.head.is_none())
    }

    pub fn head(&self, idx: usize) -> Option<usize> {
        self.get(idx)?.head
    }

    /// Words whose head this is, from left to right. Looks at every word of the sentence.
    pub fn children(&self, idx: usize) -> impl Iterator<Item = usize> + '_ {
        self.nodes.iter().enumerate().filter(move |(_, it)| it.head == Some(idx)).map(|(at, _)| at)
    }

    /// The first child that is this to it.
    pub fn child(&self, idx: usize, relation: Relation) -> Option<usize> {
        self.children(idx).find(|at| self.get(*at).is_some_and(|it| it.relation == relation))
    }

    /// Whether a word is another or hangs below it.
    pub fn is_below(&self, idx: usize, above: usize) -> bool {
        std::iter::successors(Some(idx), |at| self.head(*at)).take(self.nodes.len()).any(|it| it == above)
    }

    /// The first and the last word of all that hangs below a word, itself included. Trees here have no crossing arcs,
    /// so that all between belongs to it too.
    pub fn reach(&self, idx: usize) -> (usize, usize) {
        let mut within = (0..self.nodes.len()).filter(|at| self.is_below(*at, idx));
        let first = within.next().unwrap_or(idx);
        (first, within.next_back().unwrap_or(first))
    }
}

#[cfg(test)]
mod tests;
