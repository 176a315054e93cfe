//! What the corpus was asked, and what it gave: equal questions have equal answers, so a sentence that nobody edits is
//! looked up once, however often its paragraph changes around it.
//!
//! Good for one corpus; the engine forgets everything when another one comes. Bounded: when it is full it is emptied, and
//! what is still needed comes back with the next questions.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use super::names;
use crate::check::names::known::Roll;
use crate::corpus::index::{MAX_CANDIDATES, Query, What};
use crate::corpus::{Corpus, Found, Paragraphs, Scored};
use crate::fact::{Candidate, Fact, FactKind, Name, NameKind, Reading, Stem};
use crate::text::TextId;

/// Questions kept.
const MAX_FOUND: usize = 10_000;

/// Names kept. About 3 KB each.
const MAX_ROLLS: usize = 3_000;

/// Bytes of words kept with candidates.
const MAX_WORDS: usize = 32 << 20;

#[derive(Debug, Default)]
pub struct Lookup {
    found: FxHashMap<u128, Arc<[Found]>>,
    fetched: FxHashMap<Found, Option<Arc<Candidate>>>,
    paragraphs: Paragraphs,
    n_bytes: usize,
    /// The stems last asked for: the facts of a sentence all ask for the same ones.
    scored: Option<(Vec<Stem>, Scored)>,
    /// What the corpus has of each name that was asked for, by its kind and words and what is masked.
    rolls: FxHashMap<(NameKind, String, u64), Arc<Roll>>,
    /// How rare each word is that was asked for.
    rarity: FxHashMap<Stem, f32>,
}

/// A paragraph whose facts are looked up.
pub struct Asking<'a> {
    pub prose: &'a str,
    pub reading: &'a Reading,
    /// Stems of what stands before the paragraph.
    pub around: &'a [Stem],
    pub masked: &'a [TextId],
}

impl<'a> Asking<'a> {
    /// What is asked of a fact: the words around it, sorted, and the fact itself. `None` for a kind that is not looked up.
    pub fn question(&self, fact: &'a Fact) -> Option<(Vec<Stem>, What<'a>)> {
        let stems_of = |idx: u32| self.reading.sentences.get(idx as usize).map_or(&[][..], |it| it.stems.as_slice());
        let what = match &fact.kind {
            FactKind::Figure(figure) => What::Figure(figure),
            FactKind::Quote(quote) => What::Words(quote.words.of(self.prose)),
            FactKind::Date(_) | FactKind::Attribution(_) => What::Sentence,
            FactKind::Name(_) => return None,
        };
        let before = fact.sentence.checked_sub(1);
        let mut stems = [stems_of(fact.sentence), before.map_or(self.around, stems_of)].concat();
        stems.sort_unstable();
        stems.dedup();
        Some((stems, what))
    }
}

impl Lookup {
    pub fn clear(&mut self) {
        *self = Lookup::default();
    }

    /// Drops everything where it has grown too large. To be called between two paragraphs.
    pub fn sweep(&mut self) {
        if self.found.len() > MAX_FOUND || self.rolls.len() > MAX_ROLLS || self.n_bytes > MAX_WORDS {
            self.clear();
        }
    }

    /// The places that could speak to a fact.
    pub fn find(&mut self, corpus: &Corpus, it: &Asking<'_>, fact: &Fact) -> Arc<[Found]> {
        let Some((stems, what)) = it.question(fact) else {
            return Arc::default();
        };
        self.places(corpus, Query { stems: &stems, what }, it.masked)
    }

    /// What the corpus has of a name.
    pub fn roll(&mut self, corpus: &Corpus, name: &Name, masked: &[TextId]) -> Arc<Roll> {
        let mut hasher = FxHasher::default();
        masked.hash(&mut hasher);
        let key = (name.kind, name.words.clone(), hasher.finish());
        if let Some(roll) = self.rolls.get(&key) {
            return Arc::clone(roll);
        }
        let roll = Arc::new(names::roll(corpus, name, masked));
        self.rolls.insert(key, Arc::clone(&roll));
        roll
    }

    /// How rare a word is in the corpus: 0 where no sentence has it.
    pub fn rarity(&mut self, corpus: &Corpus, stem: Stem) -> f32 {
        *self.rarity.entry(stem).or_insert_with(|| corpus.rarity(stem))
    }

    /// The places that a question leads to, best first.
    pub fn places(&mut self, corpus: &Corpus, query: Query<'_>, masked: &[TextId]) -> Arc<[Found]> {
        let key = query.key(masked);
        if let Some(found) = self.found.get(&key) {
            return Arc::clone(found);
        }
        let scored = match self.scored.take().filter(|(same, _)| same == query.stems) {
            Some((_, scored)) => scored,
            None => corpus.score(query.stems),
        };
        let found: Arc<[Found]> = corpus.find(&scored, query.what, masked, MAX_CANDIDATES).into();
        self.scored = Some((query.stems.to_vec(), scored));
        self.found.insert(key, Arc::clone(&found));
        found
    }

    /// A place with its facts.
    pub fn fetch(&mut self, corpus: &Corpus, place: Found) -> Option<Arc<Candidate>> {
        if let Some(candidate) = self.fetched.get(&place) {
            return candidate.clone();
        }
        let candidate = corpus.candidate(place, &mut self.paragraphs).map(Arc::new);
        // About what a fact takes.
        const FACT: usize = 400;
        let n_bytes = |it: &Candidate| it.prose.len() + it.verbatim.len() + it.paragraph.len() + it.facts.len() * FACT;
        self.n_bytes += candidate.as_deref().map_or(0, n_bytes);
        self.fetched.insert(place, candidate.clone());
        candidate
    }
}
