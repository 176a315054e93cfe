//! Where facts of the corpus are looked up: places by word, by figure, by quoted words. Finds; never judges.

mod weighed;

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::hash::Hash;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::pack::{Put, Sections, Take, Words, partition_point, put_var};
use crate::fact::{Dimension, FactKind, Figure, Form, Reading, Stem};
use crate::read::token;
use crate::text::TextId;
pub use weighed::Weighed;

/// What a check is handed at most for one fact.
pub const MAX_CANDIDATES: usize = 20;

/// A question to the index.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// Stems of the draft's sentence, sorted.
    pub stems: &'a [Stem],
    pub what: What<'a>,
}

#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// Sentences with a comparable figure, or with the same one about whatever.
    Figure(&'a Figure),
    /// Sentences that hold many of these words; function words included, in lower case.
    Words(&'a str),
    /// Sentences that share its words, and nothing more.
    Sentence,
}

impl Query<'_> {
    /// Equal keys have equal answers from one corpus.
    pub fn key(&self, masked: &[TextId]) -> u128 {
        let mut hasher = Xxh3::new();
        self.stems.hash(&mut hasher);
        masked.hash(&mut hasher);
        match self.what {
            What::Figure(figure) => {
                lookup_dimension(figure).hash(&mut hasher);
                for value in [figure.value.lo, figure.value.hi, figure.unit.factor] {
                    value.to_bits().hash(&mut hasher);
                }
                (figure.form == Form::Ordinal).hash(&mut hasher);
            }
            What::Words(words) => words.hash(&mut hasher),
            What::Sentence => 1_u8.hash(&mut hasher),
        }
        hasher.digest128()
    }
}

/// Sentences, by their numbers in the segment, and how well they fit.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// By sentence.
    scored: Vec<(u32, f32)>,
    /// The first of them in order, once somebody asks: the facts of a sentence all ask.
    top: OnceCell<Vec<Hit>>,
}

/// As many as almost every question can be answered from, also where repeats are looked past.
const MAX_TOP: usize = 6 * MAX_CANDIDATES;

/// A sentence that was found, by its number in the segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub sentence: u32,
    pub score: f32,
}

/// Where the words, the quoted words and the figures of some sources stand, being gathered. Sentences are counted
/// through all of them.
#[derive(Debug, Default)]
pub struct Gathered {
    by_stem: FxHashMap<Stem, List>,
    /// Stems of quoted words, function words included, of sentences that touch a quotation.
    by_quoted: FxHashMap<Stem, List>,
    by_value: FxHashMap<String, Vec<(f64, u32)>>,
}

/// Growing numbers, as differences.
#[derive(Debug, Default)]
struct List {
    bytes: Vec<u8>,
    last: u32,
    n: u32,
}

impl List {
    fn push(&mut self, number: u32) {
        if self.n > 0 && number <= self.last {
            return;
        }
        put_var(&mut self.bytes, u64::from(number - self.last));
        self.last = number;
        self.n += 1;
    }
}

impl Gathered {
    /// All sentences of one paragraph, whose first has the number `first`.
    pub fn add(&mut self, first: u32, reading: &Reading, prose: &str) {
        for (sentence, number) in reading.sentences.iter().zip(first..) {
            for stem in &sentence.stems {
                self.by_stem.entry(*stem).or_default().push(number);
            }
        }
        for (stem, number) in quoted(first, reading, prose) {
            self.by_quoted.entry(stem).or_default().push(number);
        }
        for fact in &reading.facts {
            match &fact.kind {
                FactKind::Figure(figure) if (fact.sentence as usize) < reading.sentences.len() => {
                    let number = first + fact.sentence;
                    let values = self.by_value.entry(dimension_key(figure)).or_default();
                    values.push((figure.value.lo, number));
                    if !figure.value.is_single() {
                        values.push((figure.value.hi, number));
                    }
                }
                FactKind::Figure(_)
                | FactKind::Quote(_)
                | FactKind::Date(_)
                | FactKind::Name(_)
                | FactKind::Attribution(_) => {}
            }
        }
    }

    /// As sections: see [`Postings`].
    pub fn finish(self, out: &mut Sections) {
        for lists in [self.by_stem, self.by_quoted] {
            let mut lists: Vec<(Stem, List)> = lists.into_iter().collect();
            lists.sort_unstable_by_key(|it| it.0);
            let (mut keys, mut ends, mut counts) = (Put::default(), Put::default(), Put::default());
            let mut bytes = Vec::new();
            for (stem, list) in lists {
                keys.word(stem.0);
                bytes.extend_from_slice(&list.bytes);
                ends.word(bytes.len() as u32);
                counts.word(list.n);
            }
            for section in [keys.0, ends.0, counts.0, bytes] {
                out.add(section);
            }
        }
        let mut dimensions: Vec<(String, Vec<(f64, u32)>)> = self.by_value.into_iter().collect();
        dimensions.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let (mut keys, mut values, mut numbers) = (Put::default(), Put::default(), Put::default());
        for (key, mut found) in dimensions {
            found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            found.dedup();
            keys.str(&key);
            keys.var(found.len() as u64);
            for (value, number) in found {
                values.long(value.to_bits());
                numbers.word(number);
            }
        }
        for section in [keys.0, values.0, numbers.0] {
            out.add(section);
        }
    }
}

/// Sections that postings take.
pub const N_SECTIONS: usize = 11;

/// Where things stand in the sources of a segment, by the sections that [`Gathered::finish`] wrote.
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    pub by_stem: Lists<'a>,
    pub by_quoted: Lists<'a>,
    dimensions: &'a [u8],
    values: &'a [u8],
    numbers: Words<'a>,
}

/// Numbers of sentences by stem.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    keys: Words<'a>,
    ends: Words<'a>,
    counts: Words<'a>,
    bytes: &'a [u8],
}

impl<'a> Lists<'a> {
    /// In how many sentences a stem stands.
    pub fn count(self, stem: Stem) -> u32 {
        self.keys.position(stem.0).and_then(|idx| self.counts.get(idx)).unwrap_or(0)
    }

    /// The sentences in which it stands, in order.
    pub fn sentences(self, stem: Stem) -> impl Iterator<Item = u32> + 'a {
        let range = self.keys.position(stem.0).and_then(|idx| {
            let start = idx.checked_sub(1).and_then(|it| self.ends.get(it)).unwrap_or(0);
            Some(start as usize..self.ends.get(idx)? as usize)
        });
        let mut rest = Take(range.and_then(|it| self.bytes.get(it)).unwrap_or_default());
        let mut last = 0_u32;
        std::iter::from_fn(move || {
            last = last.checked_add(rest.n()?)?;
            Some(last)
        })
    }
}

impl<'a> Postings<'a> {
    pub fn of(sections: &mut impl Iterator<Item = &'a [u8]>) -> Postings<'a> {
        let mut next = || sections.next().unwrap_or_default();
        let mut lists = || Lists { keys: Words(next()), ends: Words(next()), counts: Words(next()), bytes: next() };
        let (by_stem, by_quoted) = (lists(), lists());
        Postings { by_stem, by_quoted, dimensions: next(), values: next(), numbers: Words(next()) }
    }

    /// The values of a dimension: from where to where they lie among all.
    fn of_dimension(self, key: &str) -> (usize, usize) {
        let (mut it, mut start) = (Take(self.dimensions), 0);
        while let (Some(found), Some(n)) = (it.str(), it.n()) {
            if found == key {
                return (start, start + n as usize);
            }
            start += n as usize;
        }
        (0, 0)
    }

    fn value(self, idx: usize) -> f64 {
        let bits = idx.checked_mul(8).and_then(|at| self.values.get(at..)?.first_chunk::<8>());
        bits.map_or(f64::NAN, |it| f64::from_bits(u64::from_le_bytes(*it)))
    }

    /// Where values from `lo` to `hi` lie among all.
    fn between(self, key: &str, lo: f64, hi: f64) -> (usize, usize) {
        let (start, end) = self.of_dimension(key);
        let from = start + partition_point(end - start, |idx| self.value(start + idx) < lo);
        let to = from + partition_point(end - from, |idx| self.value(from + idx) <= hi);
        (from, to)
    }

    /// How many figures are near this one.
    pub fn n_near(self, figure: &Figure) -> usize {
        bands(figure)
            .into_iter()
            .map(|band| self.between(&band.key, band.lo, band.hi))
            .map(|it| it.1.saturating_sub(it.0))
            .sum()
    }

    /// Sentences with a figure near this one: of the same dimension within a few per cent or inside the figure's band,
    /// or with the same number without a unit. Of many, only those that `is_scored`, and the first `most` with the very
    /// same value. Each with what that adds to its score.
    pub fn near(
        self,
        figure: &Figure,
        is_many: bool,
        is_usable: impl Fn(u32) -> bool,
        is_scored: impl Fn(u32) -> bool,
        most: usize,
    ) -> FxHashMap<u32, f32> {
        let mut found: FxHashMap<u32, f32> = FxHashMap::default();
        for band in bands(figure) {
            let (from, to) = self.between(&band.key, band.lo, band.hi);
            let same = self.between(&band.key, band.exact.0, band.exact.1);
            for idx in from..to {
                let Some(sentence) = self.numbers.get(idx) else { continue };
                if is_many && !is_scored(sentence) {
                    continue;
                }
                let more = if (same.0..same.1).contains(&idx) { SAME_FIGURE } else { NEAR_FIGURE };
                let known = found.entry(sentence).or_default();
                *known = known.max(more);
            }
            if is_many {
                let exact = (same.0..same.1).filter_map(|idx| self.numbers.get(idx));
                found.extend(exact.filter(|it| is_usable(*it)).take(most).map(|it| (it, SAME_FIGURE)));
            }
        }
        found
    }
}

/// Figures that are looked at beside one.
struct Band {
    key: String,
    lo: f64,
    hi: f64,
    /// From where to where they are the same.
    exact: (f64, f64),
}

fn bands(figure: &Figure) -> Vec<Band> {
    let (lo, hi) = (figure.value.lo, figure.value.hi);
    let exactly = |value: f64| {
        let (one, other) = (value * (1.0 - 1e-12), value * (1.0 + 1e-12));
        (one.min(other), one.max(other))
    };
    // The first number of a result may be the greater one: there is no stretch between the two.
    if figure.form == Form::Score {
        let exact = exactly(lo);
        return vec![Band { key: dimension_key(figure), lo: exact.0, hi: exact.1, exact }];
    }
    let slack = if figure.form == Form::Ordinal { 0.0 } else { 0.05 };
    let same = (exactly(lo).0, exactly(hi).1);
    let mut bands =
        vec![Band { key: dimension_key(figure), lo: lo - lo.abs() * slack, hi: hi + hi.abs() * slack, exact: same }];
    // The same number without a unit may be it: a cell of a table, "she is 39".
    if figure.unit.dimension != Dimension::Count && figure.value.is_single() {
        let written = lo / figure.unit.factor;
        // In thousands and in millions too, as the heads of tables have it.
        for written in [written, written / 1e3, written / 1e6, written / 1e9] {
            let exact = exactly(written);
            bands.push(Band { key: key_of(&Dimension::Count), lo: exact.0, hi: exact.1, exact });
        }
    }
    bands
}

/// Stems of quoted words with the sentences that their quotation touches: one may run over several.
pub fn quoted(first: u32, reading: &Reading, prose: &str) -> Vec<(Stem, u32)> {
    let mut found = Vec::new();
    for fact in &reading.facts {
        let FactKind::Quote(quote) = &fact.kind else { continue };
        let stems = all_stems(quote.words.of(prose));
        let from = reading.sentences.partition_point(|it| it.span.end <= quote.words.start);
        let touched = reading.sentences.iter().enumerate().skip(from);
        for (idx, _) in touched.take_while(|(_, it)| it.span.overlaps(quote.words)) {
            found.extend(stems.iter().map(|it| (*it, first + idx as u32)));
        }
    }
    // A sentence may hold several quotations with the same word.
    found.sort_unstable_by_key(|it| (it.1, it.0));
    found.dedup();
    found
}

/// Of sentences that differ, in any order.
impl FromIterator<(u32, f32)> for Scores {
    fn from_iter<T: IntoIterator<Item = (u32, f32)>>(scores: T) -> Scores {
        let mut scored: Vec<(u32, f32)> = scores.into_iter().collect();
        scored.sort_unstable_by_key(|it| it.0);
        Scores { scored, top: OnceCell::new() }
    }
}

impl Scores {
    pub fn get(&self, sentence: u32) -> Option<f32> {
        let idx = self.scored.binary_search_by_key(&sentence, |it| it.0).ok()?;
        self.scored.get(idx).map(|it| it.1)
    }

    pub fn iter(&self) -> impl Iterator<Item = Hit> {
        self.scored.iter().map(|(sentence, score)| Hit { sentence: *sentence, score: *score })
    }

    /// The first [`MAX_TOP`] in order.
    fn top(&self, order: &impl Fn(u32, u32) -> Ordering) -> &[Hit] {
        self.top.get_or_init(|| first(self.iter().collect(), order, MAX_TOP))
    }
}

/// More figures near one than this are looked at only where words are shared as well.
pub const MANY_NEAR: usize = 4_000;

/// At most `most` usable sentences, best first. `more` are those that speak to the fact itself, with what that adds.
/// `order` decides between equals.
pub fn best(
    scores: &Scores,
    more: &Scores,
    is_usable: impl Fn(u32) -> bool,
    order: impl Fn(u32, u32) -> Ordering,
    most: usize,
) -> Vec<Hit> {
    let is_rest = |it: &Hit| more.get(it.sentence).is_none() && is_usable(it.sentence);
    let top = scores.top(&order);
    let mut hits: Vec<Hit> = top.iter().copied().filter(is_rest).take(most).collect();
    // Where few of the first are left, what comes behind them counts too.
    if hits.len() < most && top.len() < scores.scored.len() {
        hits = scores.iter().filter(is_rest).collect();
    }
    hits.extend(more.iter().filter(|it| is_usable(it.sentence)));
    first(hits, &order, most)
}

/// The first of them, best first.
fn first(mut hits: Vec<Hit>, order: &impl Fn(u32, u32) -> Ordering, most: usize) -> Vec<Hit> {
    let best = |a: &Hit, b: &Hit| b.score.total_cmp(&a.score).then_with(|| order(a.sentence, b.sentence));
    if hits.len() > most {
        hits.select_nth_unstable_by(most, best);
        hits.truncate(most);
    }
    hits.sort_unstable_by(best);
    hits
}

/// What the same figure adds to a sentence's score: about as much as two rare words.
const SAME_FIGURE: f32 = 8.0;

/// What one nearby adds. NB: in a long report there are many of these, and the sentence that gives another value for the
/// very thing has to stand before them.
const NEAR_FIGURE: f32 = SAME_FIGURE / 2.0;

/// Ages and durations, points and per cents are looked up together; only a check says whether they compare.
fn lookup_dimension(figure: &Figure) -> Dimension {
    match &figure.unit.dimension {
        Dimension::Point => Dimension::Percent,
        other => other.clone(),
    }
}

/// What a dimension is called among the postings.
fn dimension_key(figure: &Figure) -> String {
    key_of(&lookup_dimension(figure))
}

fn key_of(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Money(code) => format!("Money:{code}"),
        Dimension::Other(unit) => format!("Other:{unit}"),
        plain => format!("{plain:?}"),
    }
}

/// Stems of all words, function words included.
pub fn all_stems(words: &str) -> Vec<Stem> {
    let mut stems: Vec<Stem> = words
        .split(|it: char| !(it.is_alphanumeric() || matches!(it, '\'' | '’')))
        .filter(|word| !word.is_empty())
        .map(|word| token::stem(&word.to_lowercase().replace('’', "'")))
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
