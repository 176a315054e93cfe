//! Where a quotation's words stand in a passage: word for word, in pieces, or as nearly as can be.
//!
//! Exact first; an ellipsis or a bracket parts a quotation into pieces that must follow one another. Only when nothing is
//! exact is the nearest stretch looked for: the diagonal on which most words agree, then an alignment in a window around it.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::passage::{Passage, Spoken};
use super::words::{Word, Words};
use crate::rules::Rules;

/// What parts a piece of a quotation from the piece before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Start,
    /// An ellipsis: words were left out.
    Ellipsis,
    /// Words in brackets that replace or explain.
    Bracket,
}

/// Words of a quotation that its writer gives as running on.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub words: Range<usize>,
    pub link: Link,
}

pub fn pieces(draft: &Words) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut link = Link::Start;
    for (idx, word) in draft.all.iter().enumerate() {
        if word.gap && idx > 0 {
            link = Link::Ellipsis;
        }
        if word.aside {
            if link == Link::Start {
                link = Link::Bracket;
            }
            continue;
        }
        match found.last_mut() {
            Some(last) if link == Link::Start => last.words.end = idx + 1,
            _ => found.push(Piece { words: idx..idx + 1, link }),
        }
        link = Link::Start;
    }
    found
}

/// The same pieces, parted at the ends of sentences as well.
pub fn sentences(draft: &Words, pieces: &[Piece]) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for piece in pieces {
        for idx in piece.words.clone() {
            let begins = draft.all.get(idx).is_some_and(|it| it.sentence);
            match found.last_mut() {
                Some(last) if idx > piece.words.start && !begins => last.words.end = idx + 1,
                _ => {
                    let link = if idx > piece.words.start { Link::Ellipsis } else { piece.link };
                    found.push(Piece { words: idx..idx + 1, link });
                }
            }
        }
    }
    found
}

/// Some words of a passage, by their indexes in it: all of them, or only those between quotation marks.
pub struct Line<'p, 'a> {
    pub passage: &'p Passage<'a>,
    pub at: Vec<usize>,
    /// Only what stands between marks.
    pub spoken: bool,
}

impl<'p, 'a> Line<'p, 'a> {
    pub fn spoken(passage: &'p Passage<'a>) -> Line<'p, 'a> {
        let quoted = |(idx, it): (usize, &Spoken)| it.quoted.map(|_| idx);
        Line { passage, at: passage.all.iter().enumerate().filter_map(quoted).collect(), spoken: true }
    }

    pub fn whole(passage: &'p Passage<'a>) -> Line<'p, 'a> {
        Line { passage, at: (0..passage.all.len()).collect(), spoken: false }
    }

    pub fn get(&self, idx: usize) -> Option<&'p Spoken> {
        self.passage.all.get(*self.at.get(idx)?)
    }

    pub fn folded(&self, idx: usize) -> &'p str {
        self.get(idx).map_or("", |it| self.passage.folded(it))
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }
}

pub fn same(draft: &Word, source: &Word) -> bool {
    draft.loose == source.loose || draft.patched
}

/// First and last index in a line, both included.
pub type Found = (usize, usize);

/// The first place from `from` on where the words stand one after the other; a source's own insertions are passed over.
pub fn occurrence(words: &[Word], line: &Line<'_, '_>, from: usize) -> Option<Found> {
    let first = words.first()?;
    (from..line.len()).find_map(|start| {
        if !line.get(start).is_some_and(|it| same(first, &it.word)) {
            return None;
        }
        let mut at = start;
        for word in words.iter().skip(1) {
            at += 1;
            while line.get(at).is_some_and(|it| it.word.aside && !same(word, &it.word)) {
                at += 1;
            }
            if !line.get(at).is_some_and(|it| same(word, &it.word)) {
                return None;
            }
        }
        Some((start, at))
    })
}

/// What is wrong with pieces that are all there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The left-out words hold a negation, a contrast or a condition.
    Swallowed(String),
    /// Too far apart, or not of one speaker.
    Distant,
    /// In another order than the source has.
    Order,
}

pub struct Chain {
    pub places: Vec<Found>,
    pub fault: Option<Fault>,
}

/// Words that may be left out by an ellipsis, and that a bracket may stand for.
const BRACKET_WORDS: usize = 8;
const STARTS: usize = 32;

/// The pieces one after the other; the best of several places. `gap` caps the words that an ellipsis may leave out.
pub fn chain(rules: &Rules, draft: &Words, pieces: &[Piece], line: &Line<'_, '_>, gap: usize) -> Option<Chain> {
    let first = pieces.first()?;
    let of = |piece: &Piece| draft.all.get(piece.words.clone()).unwrap_or(&[]);
    let mut best: Option<Chain> = None;
    let mut from = 0;
    for _ in 0..STARTS {
        let Some(start) = occurrence(of(first), line, from) else { break };
        from = start.0 + 1;
        let mut places = vec![start];
        let mut fault = crossing(rules, line, start);
        for piece in pieces.iter().skip(1) {
            let end = places.last().map_or(0, |it| it.1 + 1);
            let place = match occurrence(of(piece), line, end) {
                Some(place) => {
                    let cap = if piece.link == Link::Bracket { BRACKET_WORDS } else { gap };
                    let between = left_out(rules, line, end, place.0, cap, piece.link);
                    fault = fault.or(between).or_else(|| crossing(rules, line, (end.saturating_sub(1), place.1)));
                    place
                }
                None => {
                    let place = occurrence(of(piece), line, 0)?;
                    fault = fault.or(Some(Fault::Order));
                    place
                }
            };
            places.push(place);
        }
        let better = best.as_ref().is_none_or(|it| it.fault.is_some() && (fault.is_none() || fault < it.fault));
        if better {
            let done = fault.is_none();
            best = Some(Chain { places, fault });
            if done {
                break;
            }
        }
    }
    best
}

fn left_out(rules: &Rules, line: &Line<'_, '_>, from: usize, to: usize, cap: usize, link: Link) -> Option<Fault> {
    if to.saturating_sub(from) > cap {
        return Some(Fault::Distant);
    }
    let lexicon = &rules.lexicon.quotes;
    (from..to).find_map(|idx| {
        let word = line.folded(idx);
        let turns = lexicon.negations.contains(word)
            || link == Link::Ellipsis && (lexicon.contrasts.contains(word) || lexicon.conditions.contains(word));
        turns.then(|| Fault::Swallowed(word.to_string()))
    })
}

/// Whether words that run over two quotations of the source are of two speakers: "“A,” said Holm. “B,” said Vik."
pub fn crossing(rules: &Rules, line: &Line<'_, '_>, (first, last): Found) -> Option<Fault> {
    // Words of the reporter between two quotations that one speaker may have said in one breath.
    const FAR: usize = 25;
    const FAR_OVER_PARAGRAPHS: usize = 8;
    if !line.spoken {
        return None;
    }
    let passage = line.passage;
    let speech = &rules.lexicon.quotes.speech;
    for idx in first..last {
        let (Some(one), Some(next)) = (line.at.get(idx), line.at.get(idx + 1)) else { continue };
        if next - one <= 1 {
            continue;
        }
        let part = |idx: usize| passage.all.get(idx).map_or(0, |it| it.part);
        let far = if part(*one) == part(*next) { FAR } else { FAR_OVER_PARAGRAPHS };
        if next - one > far {
            return Some(Fault::Distant);
        }
        let between = passage.all.get(one + 1..*next).unwrap_or(&[]);
        let quoted = passage.all.get(*next).and_then(|it| it.quoted);
        let after = passage.all.iter().skip(*next).skip_while(|it| it.quoted == quoted).take(5);
        let after: Vec<&Spoken> = after.take_while(|it| it.quoted.is_none() && !it.word.sentence).collect();
        let says = |it: &Spoken| speech.contains(passage.folded(it));
        if !between.iter().any(says) || !after.iter().any(|it| says(it)) {
            continue;
        }
        let names: FxHashSet<&str> = between.iter().filter(|it| it.word.capital).map(|it| passage.folded(it)).collect();
        let mut others = after.iter().filter(|it| it.word.capital).peekable();
        if others.peek().is_some() && !others.any(|it| names.contains(passage.folded(it))) {
            return Some(Fault::Distant);
        }
    }
    None
}

/// One step of an alignment: a word of the draft, a word of the line, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub draft: Option<usize>,
    pub source: Option<usize>,
    pub same: bool,
}

/// Longer quotations are only ever compared exactly.
const LONGEST: usize = 300;

/// The stretch of the line that is nearest to the piece, aligned from its first common word on to its last;
/// the draft's words before and after are steps without a source word.
pub fn nearest(rules: &Rules, draft: &Words, piece: &Piece, line: &Line<'_, '_>) -> Option<Vec<Step>> {
    let words = draft.all.get(piece.words.clone()).filter(|it| it.len() <= LONGEST)?;
    let window = window(rules, draft, words, line)?;
    let steps = align(words, piece.words.start, line, window);
    steps.iter().any(|it| it.same).then_some(steps)
}

/// The diagonal that most words vote for, widened by some slack.
fn window(rules: &Rules, draft: &Words, words: &[Word], line: &Line<'_, '_>) -> Option<Range<usize>> {
    const BUCKET: usize = 8;
    const REPEATS: usize = 24;
    let function = &rules.lexicon.words.function_words;
    let mut weights: FxHashMap<u64, (u32, usize)> = FxHashMap::default();
    for word in words {
        weights.insert(word.loose, (if function.contains(draft.folded(word)) { 1 } else { 4 }, 0));
    }
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for idx in 0..line.len() {
        let Some(spoken) = line.get(idx) else { continue };
        if let Some((_, n)) = weights.get_mut(&spoken.word.loose)
            && *n < REPEATS
        {
            *n += 1;
            places.entry(spoken.word.loose).or_default().push(idx);
        }
    }
    let mut votes: FxHashMap<usize, u32> = FxHashMap::default();
    for (idx, word) in words.iter().enumerate() {
        let weight = weights.get(&word.loose).map_or(0, |it| it.0);
        for at in places.get(&word.loose).into_iter().flatten() {
            *votes.entry((at + words.len() - idx) / BUCKET).or_default() += weight;
        }
    }
    let both = |bucket: usize| votes.get(&bucket).unwrap_or(&0) + votes.get(&(bucket + 1)).unwrap_or(&0);
    let best = votes.keys().copied().max_by_key(|bucket| (both(*bucket), std::cmp::Reverse(*bucket)))?;
    // One content word and one small word in place are the least that can be near.
    if both(best) < 5 {
        return None;
    }
    let slack = BUCKET + words.len() / 4;
    let start = (best * BUCKET).saturating_sub(words.len() + slack);
    let end = (best * BUCKET + 2 * BUCKET + slack).min(line.len());
    (start < end).then_some(start..end)
}

/// Costs: a word of the draft that the source lacks 6, one for another 7, a word left out 2, a source's own insertion
/// nothing. Leaving out is cheap, since "We, um, tried, you know, and failed" must not lose its beginning.
fn align(words: &[Word], offset: usize, line: &Line<'_, '_>, window: Range<usize>) -> Vec<Step> {
    const LACKING: u32 = 6;
    const CHANGED: u32 = 7;
    const LEFT_OUT: u32 = 2;
    let width = window.len() + 1;
    let skip = |column: usize| match line.get(window.start + column - 1) {
        Some(it) if it.word.aside => 0,
        _ => LEFT_OUT,
    };
    let equal = |row: usize, column: usize| match (words.get(row - 1), line.get(window.start + column - 1)) {
        (Some(word), Some(spoken)) => same(word, &spoken.word),
        _ => false,
    };
    let mut cost = vec![0_u32; width * (words.len() + 1)];
    let at = |cost: &[u32], row: usize, column: usize| cost.get(row * width + column).copied().unwrap_or(u32::MAX / 2);
    for row in 1..=words.len() {
        for column in 0..width {
            let mut least = at(&cost, row - 1, column) + LACKING;
            if column > 0 {
                let change = if equal(row, column) { 0 } else { CHANGED };
                least =
                    least.min(at(&cost, row - 1, column - 1) + change).min(at(&cost, row, column - 1) + skip(column));
            }
            if let Some(slot) = cost.get_mut(row * width + column) {
                *slot = least;
            }
        }
    }
    let mut row = words.len();
    let mut column = (0..width).min_by_key(|column| at(&cost, row, *column)).unwrap_or(0);
    let mut steps = Vec::with_capacity(words.len() + 8);
    while row > 0 {
        let here = at(&cost, row, column);
        let (draft, source) = (Some(offset + row - 1), Some(window.start + column.saturating_sub(1)));
        if column > 0 && equal(row, column) && here == at(&cost, row - 1, column - 1) {
            steps.push(Step { draft, source, same: true });
            (row, column) = (row - 1, column - 1);
        } else if column > 0 && here == at(&cost, row - 1, column - 1) + CHANGED {
            steps.push(Step { draft, source, same: false });
            (row, column) = (row - 1, column - 1);
        } else if column > 0 && here == at(&cost, row, column - 1) + skip(column) {
            steps.push(Step { draft: None, source, same: false });
            column -= 1;
        } else {
            steps.push(Step { draft, source: None, same: false });
            row -= 1;
        }
    }
    steps.reverse();
    steps
}
