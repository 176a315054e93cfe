//! Where facts of the corpus are looked up: places by word, by figure, by quoted words. Finds; never judges.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::fact::{Dimension, FactKind, Figure, Form, Reading, Stem};
use crate::read::token;
use crate::text::TextId;

/// What a check is handed at most for one fact.
pub const MAX_CANDIDATES: usize = 20;

/// How many postings one question may touch: rare words come first, so what is cut off says little.
const MAX_POSTINGS: usize = 4_000;

/// A word in more than this share of a large segment's sentences finds nothing.
const COMMON_SHARE: usize = 4;

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
pub type Scores = FxHashMap<u32, f32>;

/// A sentence that was found, by its number in the segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub sentence: u32,
    pub score: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentenceKey {
    pub source: u32,
    pub paragraph: u32,
    pub sentence: u32,
}

#[derive(Debug, Default)]
pub struct Postings {
    keys: Vec<SentenceKey>,
    by_stem: FxHashMap<Stem, Vec<u32>>,
    /// Stems of quoted words, function words included, of sentences that touch a quotation.
    by_quoted: FxHashMap<Stem, Vec<u32>>,
    /// Sorted by value once finished.
    by_value: FxHashMap<Dimension, Vec<(f64, u32)>>,
}

impl Postings {
    /// All sentences of one paragraph.
    pub fn add(&mut self, source: u32, paragraph: u32, reading: &Reading, prose: &str) {
        let first = self.keys.len() as u32;
        for (sentence_idx, sentence) in reading.sentences.iter().enumerate() {
            let number = self.keys.len() as u32;
            self.keys.push(SentenceKey { source, paragraph, sentence: sentence_idx as u32 });
            for stem in &sentence.stems {
                self.by_stem.entry(*stem).or_default().push(number);
            }
        }
        for fact in &reading.facts {
            match &fact.kind {
                FactKind::Figure(figure) if (fact.sentence as usize) < reading.sentences.len() => {
                    let number = first + fact.sentence;
                    let values = self.by_value.entry(lookup_dimension(figure)).or_default();
                    values.push((figure.value.lo, number));
                    if !figure.value.is_single() {
                        values.push((figure.value.hi, number));
                    }
                }
                FactKind::Quote(quote) => {
                    let stems = all_stems(quote.words.of(prose));
                    let from = reading.sentences.partition_point(|it| it.span.end <= quote.words.start);
                    let touched = reading.sentences.iter().enumerate().skip(from);
                    for (idx, _) in touched.take_while(|(_, it)| it.span.overlaps(quote.words)) {
                        for stem in &stems {
                            self.by_quoted.entry(*stem).or_default().push(first + idx as u32);
                        }
                    }
                }
                FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => {}
            }
        }
    }

    pub fn finish(&mut self) {
        for values in self.by_value.values_mut() {
            values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            values.shrink_to_fit();
        }
        for sentences in self.by_stem.values_mut() {
            sentences.shrink_to_fit();
        }
        // A sentence may hold several quotations with the same word, and a quotation run over several sentences.
        for sentences in self.by_quoted.values_mut() {
            sentences.sort_unstable();
            sentences.dedup();
            sentences.shrink_to_fit();
        }
        self.keys.shrink_to_fit();
    }

    pub fn key(&self, sentence: u32) -> Option<SentenceKey> {
        self.keys.get(sentence as usize).copied()
    }

    /// At most `most` sentences of usable sources, best first.
    pub fn find(&self, scores: &Scores, what: What<'_>, is_usable: impl Fn(u32) -> bool, most: usize) -> Vec<Hit> {
        let score = |sentence: u32| scores.get(&sentence).copied().unwrap_or_default();
        let more: Scores = match what {
            // A sentence with the same figure always comes along: it may support, whatever else it speaks of.
            What::Figure(figure) => self.near(figure).into_iter().map(|it| (it, score(it) + SAME_FIGURE)).collect(),
            What::Words(words) => {
                let quoted = self.score(all_stems(words).into_iter(), &self.by_quoted);
                quoted.into_iter().map(|(it, more)| (it, score(it) + more)).collect()
            }
            What::Sentence => Scores::default(),
        };
        let rest = scores.iter().filter(|(sentence, _)| !more.contains_key(sentence));
        let hits = rest.chain(&more).map(|(sentence, score)| Hit { sentence: *sentence, score: *score });
        let is_usable = |it: &Hit| self.key(it.sentence).is_some_and(|key| is_usable(key.source));
        let mut hits: Vec<Hit> = hits.filter(is_usable).collect();
        let best = |a: &Hit, b: &Hit| b.score.total_cmp(&a.score).then(a.sentence.cmp(&b.sentence));
        if hits.len() > most {
            hits.select_nth_unstable_by(most, best);
            hits.truncate(most);
        }
        hits.sort_unstable_by(best);
        hits
    }

    /// Whether a word stands in a source that is not `barred`.
    pub fn has(&self, stem: Stem, barred: &[u32]) -> bool {
        let sentences = self.by_stem.get(&stem).map_or(&[][..], Vec::as_slice);
        sentences.iter().any(|it| self.key(*it).is_some_and(|key| !barred.contains(&key.source)))
    }

    /// In how many sentences a word stands, and how many there are.
    pub fn spread(&self, stem: Stem) -> (usize, usize) {
        (self.by_stem.get(&stem).map_or(0, Vec::len), self.keys.len())
    }

    /// Sentences by how many rare words they share with these stems.
    pub fn scores(&self, stems: &[Stem]) -> Scores {
        self.score(stems.iter().copied(), &self.by_stem)
    }

    /// Sentences by how many rare words they share with the question.
    fn score(&self, stems: impl Iterator<Item = Stem>, postings: &FxHashMap<Stem, Vec<u32>>) -> Scores {
        let mut lists: Vec<&Vec<u32>> = stems.filter_map(|stem| postings.get(&stem)).collect();
        lists.sort_by_key(|list| list.len());
        let n_sentences = self.keys.len().max(1);
        let mut scores = Scores::default();
        scores.reserve(lists.iter().map(|list| list.len()).sum::<usize>().min(MAX_POSTINGS));
        let mut touched = 0;
        for list in lists {
            let common = list.len() * COMMON_SHARE > n_sentences && n_sentences > 1_000;
            if touched + list.len() > MAX_POSTINGS && touched > 0 || common {
                break;
            }
            touched += list.len();
            let weight = (1.0 + n_sentences as f32 / list.len() as f32).ln();
            for sentence in list {
                *scores.entry(*sentence).or_default() += weight;
            }
        }
        scores
    }

    /// Sentences with a figure of the same dimension within a few per cent, or inside the figure's band.
    fn near(&self, figure: &Figure) -> Vec<u32> {
        let mut found = self.within(&lookup_dimension(figure), figure);
        // The same number without a unit may be it: a cell of a table, "she is 39".
        if figure.unit.dimension != Dimension::Count && figure.value.is_single() {
            let written = figure.value.lo / figure.unit.factor;
            if let Some(values) = self.by_value.get(&Dimension::Count) {
                // In thousands and in millions too, as the heads of tables have it.
                for written in [written, written / 1e3, written / 1e6, written / 1e9] {
                    let from = values.partition_point(|(value, _)| *value < written * (1.0 - 1e-12));
                    let equal = |value: f64| value <= written * (1.0 + 1e-12);
                    let same = values.iter().skip(from).take_while(|(value, _)| equal(*value));
                    found.extend(same.take(MAX_BARE).map(|it| it.1));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn within(&self, dimension: &Dimension, figure: &Figure) -> Vec<u32> {
        let Some(values) = self.by_value.get(dimension) else {
            return Vec::new();
        };
        let slack = if figure.form == Form::Ordinal { 0.0 } else { 0.05 };
        let (lo, hi) =
            (figure.value.lo - figure.value.lo.abs() * slack, figure.value.hi + figure.value.hi.abs() * slack);
        let from = values.partition_point(|(value, _)| *value < lo);
        values.iter().skip(from).take_while(|(value, _)| *value <= hi).take(MAX_POSTINGS).map(|(_, it)| *it).collect()
    }
}

/// How many bare numbers are looked at for one figure with a unit.
const MAX_BARE: usize = 50;

/// What the same figure adds to a sentence's score: about as much as two rare words.
const SAME_FIGURE: f32 = 8.0;

/// Ages and durations, points and per cents are looked up together; only a check says whether they compare.
fn lookup_dimension(figure: &Figure) -> Dimension {
    match &figure.unit.dimension {
        Dimension::Point => Dimension::Percent,
        other => other.clone(),
    }
}

/// Stems of all words, function words included.
fn all_stems(words: &str) -> Vec<Stem> {
    let mut stems: Vec<Stem> = words
        .split(|it: char| !(it.is_alphanumeric() || matches!(it, '\'' | '’')))
        .filter(|word| !word.is_empty())
        .map(|word| token::stem(&word.to_lowercase().replace('’', "'")))
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
