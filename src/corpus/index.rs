//! Where facts of the corpus are looked up: places by word, by figure, by quoted words. Finds; never judges.

use rustc_hash::FxHashMap;

use crate::fact::{Dimension, FactKind, Figure, Form, Reading, Stem};
use crate::read::token;

/// What a check is handed at most for one fact (house.md 1).
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

#[derive(Clone, Debug)]
pub enum What<'a> {
    /// Sentences with a comparable figure, or with the same one about whatever.
    Figure(&'a Figure),
    /// Sentences that hold many of these words; function words included, in lower case.
    Words(&'a str),
}

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
    pub fn add(&mut self, key: SentenceKey, reading: &Reading, prose: &str) {
        let number = self.keys.len() as u32;
        self.keys.push(key);
        let Some(sentence) = reading.sentences.get(key.sentence as usize) else {
            return;
        };
        for stem in &sentence.stems {
            self.by_stem.entry(*stem).or_default().push(number);
        }
        for fact in &reading.facts {
            match &fact.kind {
                FactKind::Figure(figure) if fact.sentence == key.sentence => {
                    let values = self.by_value.entry(lookup_dimension(figure)).or_default();
                    values.push((figure.value.lo, number));
                    if !figure.value.is_single() {
                        values.push((figure.value.hi, number));
                    }
                }
                FactKind::Quote(quote) if quote.words.overlaps(sentence.span) => {
                    for stem in all_stems(quote.words.of(prose)) {
                        let sentences = self.by_quoted.entry(stem).or_default();
                        if sentences.last() != Some(&number) {
                            sentences.push(number);
                        }
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

    pub fn finish(&mut self) {
        for values in self.by_value.values_mut() {
            values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
    }

    pub fn key(&self, sentence: u32) -> Option<SentenceKey> {
        self.keys.get(sentence as usize).copied()
    }

    pub fn find(&self, query: &Query<'_>, usable: &dyn Fn(u32) -> bool) -> Vec<Hit> {
        let usable = |sentence: &u32| self.key(*sentence).is_some_and(|key| usable(key.source));
        let mut hits = match query.what {
            What::Figure(figure) => {
                let mut scores = self.score(query.stems.iter().copied(), &self.by_stem);
                // A sentence with the same figure always comes along: it may support, whatever else it speaks of.
                for sentence in self.near(figure) {
                    *scores.entry(sentence).or_default() += SAME_FIGURE;
                }
                scores
            }
            What::Words(words) => {
                let mut scores = self.score(query.stems.iter().copied(), &self.by_stem);
                for (sentence, score) in self.score(all_stems(words).into_iter(), &self.by_quoted) {
                    *scores.entry(sentence).or_default() += score;
                }
                scores
            }
        }
        .into_iter()
        .filter(|(sentence, _)| usable(sentence))
        .map(|(sentence, score)| Hit { sentence, score })
        .collect::<Vec<Hit>>();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.sentence.cmp(&b.sentence)));
        hits.truncate(MAX_CANDIDATES);
        hits
    }

    /// Sentences by how many rare words they share with the question.
    fn score(&self, stems: impl Iterator<Item = Stem>, postings: &FxHashMap<Stem, Vec<u32>>) -> FxHashMap<u32, f32> {
        let mut lists: Vec<&Vec<u32>> = stems.filter_map(|stem| postings.get(&stem)).collect();
        lists.sort_by_key(|list| list.len());
        let n_sentences = self.keys.len().max(1);
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
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

    /// Sentences with a figure of the same dimension within a few per cent, or inside the figure's band; and those with
    /// the bare number, whose unit may stand in a table's head.
    fn near(&self, figure: &Figure) -> Vec<u32> {
        let slack = if figure.form == Form::Ordinal { 0.0 } else { 0.05 };
        let (lo, hi) =
            (figure.value.lo - figure.value.lo.abs() * slack, figure.value.hi + figure.value.hi.abs() * slack);
        let mut found = self.between(&lookup_dimension(figure), lo, hi);
        if figure.unit.dimension != Dimension::Count {
            let written = (figure.value.lo - figure.unit.offset) / figure.unit.factor;
            let hair = written.abs() * 1e-9;
            found.extend(self.between(&Dimension::Count, written - hair, written + hair));
            found.extend(self.between(&Dimension::Count, -written - hair, -written + hair));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn between(&self, dimension: &Dimension, lo: f64, hi: f64) -> Vec<u32> {
        let Some(values) = self.by_value.get(dimension) else {
            return Vec::new();
        };
        let from = values.partition_point(|(value, _)| *value < lo);
        let within = values.iter().skip(from).take_while(|(value, _)| *value <= hi);
        within.take(MAX_POSTINGS).map(|(_, it)| *it).collect()
    }
}

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
