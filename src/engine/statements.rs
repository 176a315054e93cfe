//! The draft's sentences and the sentences of sources that could speak to them, taken apart for comparing claims.
//!
//! Parsing is the dearest thing done to a sentence, so what was parsed is kept by its words, whichever side it was on, and
//! sources are parsed where a draft leads to them and nowhere else.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Engine;
use super::lookup::Lookup;
use super::parsed::Parsed;
use crate::check::{self, Passage, Statement};
use crate::corpus::index::{Query, What};
use crate::corpus::{BlockKey, Corpus, Found};
use crate::fact::{Candidate, Clauses, Reading, Stretch};
use crate::read::claim;
use crate::rules::Rules;
use crate::text::{Language, Paragraph, Span, TextId, TextSpan};

/// Sentences of sources that one sentence of the draft is held against.
const MAX_PASSAGES: usize = 8;

/// Stretches kept. About 30 KB each.
const MAX_STRETCHES: usize = 1_500;

/// A longer sentence is a table or a list that nobody ended.
const MAX_SENTENCE: usize = 1_200;

#[derive(Debug, Default)]
pub struct Statements {
    parsed: Arc<Parsed>,
    stretches: FxHashMap<BlockKey, Arc<Stretch>>,
}

/// A sentence with all that is held against it; owned, so that the check can be lent it.
pub struct Prepared {
    span: Span,
    clauses: Arc<Clauses>,
    rarity: Vec<f32>,
    passages: Vec<(Arc<Candidate>, Arc<Clauses>, Arc<Stretch>)>,
}

impl Statements {
    /// Places lead elsewhere in another corpus; what was parsed stays.
    pub fn forget_places(&mut self) {
        self.stretches.clear();
    }

    /// For an engine with the same rules: what is parsed by one is parsed for both.
    pub fn twin(&self) -> Statements {
        Statements { parsed: Arc::clone(&self.parsed), stretches: FxHashMap::default() }
    }

    /// Other rules read sentences otherwise.
    pub fn clear(&mut self) {
        *self = Statements::default();
    }

    pub fn sweep(&mut self) {
        if self.stretches.len() > MAX_STRETCHES {
            self.stretches.clear();
        }
    }

    /// The sentences of a paragraph; none of one that is not in English.
    pub fn prepare(
        &mut self,
        rules: &Rules,
        corpus: &Corpus,
        lookup: &mut Lookup,
        paragraph: &Paragraph,
        reading: &Reading,
        masked: &[TextId],
    ) -> Vec<Prepared> {
        if paragraph.language != Language::English || corpus.n_sources() == 0 {
            return Vec::new();
        }
        let sentences = reading.sentences.iter().filter(|it| it.stems.len() > 1 && it.span.len() <= MAX_SENTENCE);
        let mut prepared = Vec::new();
        for sentence in sentences {
            let clauses = self.parse(rules, sentence.span.of(&paragraph.prose));
            let rarity = clauses.words.iter().map(|it| it.stem.map_or(0.0, |it| lookup.rarity(corpus, it))).collect();
            let query = Query { stems: &sentence.stems, what: What::Sentence };
            let found = lookup.places(corpus, query, masked);
            let mut passages = Vec::new();
            for place in found.iter() {
                let Some(candidate) = lookup.fetch(corpus, *place) else { continue };
                if !candidate.english || candidate.prose.len() > MAX_SENTENCE {
                    continue;
                }
                let theirs = self.parse(rules, &candidate.prose);
                let Some(stretch) = self.stretch(rules, corpus, *place) else { continue };
                passages.push((candidate, theirs, stretch));
                if passages.len() == MAX_PASSAGES {
                    break;
                }
            }
            prepared.push(Prepared { span: sentence.span, clauses, rarity, passages });
        }
        prepared
    }

    fn parse(&self, rules: &Rules, prose: &str) -> Arc<Clauses> {
        self.parsed.of(prose, || claim::clauses(rules, prose))
    }

    fn stretch(&mut self, rules: &Rules, corpus: &Corpus, place: Found) -> Option<Arc<Stretch>> {
        let key = corpus.block(place)?;
        let stretch = self
            .stretches
            .entry(key)
            .or_insert_with(|| Arc::new(claim::stretch(rules, corpus.block_paragraphs(key).into_iter())));
        Some(Arc::clone(stretch))
    }
}

impl Prepared {
    pub fn lend(&self) -> Statement<'_> {
        let passages =
            self.passages.iter().map(|(candidate, clauses, stretch)| Passage { candidate, clauses, stretch });
        Statement { span: self.span, clauses: &self.clauses, rarity: &self.rarity, passages: passages.collect() }
    }
}

impl Engine {
    /// Every content word of a settled draft with what was asked of it when claims were weighed: for learning the weights.
    pub fn asked_words(&mut self, id: TextId) -> Vec<AskedWord> {
        let Some(draft) = self.drafts.get(&id) else {
            return Vec::new();
        };
        let masked = draft.masked.as_ref().map_or(&[][..], |it| it.sources.as_slice());
        let mut words = Vec::new();
        for (idx, paragraph) in draft.text.paragraphs.iter().enumerate() {
            let Some(reading) = draft.reading(idx) else { continue };
            let (rules, corpus, lookup) = (&self.rules, &self.corpus, &mut self.lookup);
            for prepared in self.statements.prepare(rules, corpus, lookup, paragraph, reading, masked) {
                let statement = prepared.lend();
                for (idx, answers) in check::claims::substitute::asked(&statement) {
                    let Some(word) = statement.clauses.word(idx) else { continue };
                    let span = paragraph.to_text(word.span.shifted(statement.span.start));
                    words.push(AskedWord { span, answers });
                }
            }
        }
        words
    }
}

/// A word of a draft, by its place in the text, with what was asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedWord {
    pub span: TextSpan,
    pub answers: Vec<(&'static str, f32)>,
}
