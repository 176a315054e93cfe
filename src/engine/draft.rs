//! One draft between two edits: its paragraphs, and for each what was read, linked and checked so far.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;
use xxhash_rust::xxh3::xxh3_64;

use super::cited::{Citation, Citations};
use super::earlier::Masked;
use crate::check::{Part, RaisedAt};
use crate::fact::{Links, Reading, Stem};
use crate::finding::Checked;
use crate::text::{Paragraph, Sort, Text, TextSpan};

/// What the raw findings of a paragraph depend on, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CheckKey {
    pub paragraph: u128,
    links: u64,
    corpus: u64,
    desk: u64,
    masked: u64,
    loading: bool,
}

/// A heading governs no more paragraphs below it than these.
const MAX_BELOW_HEADING: usize = 20;

#[derive(Debug)]
pub struct Draft {
    pub path: String,
    pub text: Text,
    pub readings: Vec<Option<Arc<Reading>>>,
    /// `None` until every paragraph is read.
    pub links: Option<Vec<Links>>,
    /// `None` until it was decided what this draft may not use as evidence.
    pub masked: Option<Masked>,
    /// What its sentences cite. `None` until every paragraph is read.
    pub cited: Option<Citations>,
    checked: Vec<Option<Arc<Checked>>>,
    /// What the checks of a whole text raised, by paragraph. `None` until every paragraph is checked.
    pub whole: Option<RaisedAt>,
    /// Of the front matter as written.
    pub front_hash: u64,
    /// Paragraphs below these are done: saves looking through the done ones at each step.
    read_to: usize,
    checked_to: usize,
}

impl Draft {
    pub fn new(path: &str, text: Text) -> Draft {
        let n = text.paragraphs.len();
        let front = text.comments.front.span.map_or("", |it| it.of(&text.raw));
        let front_hash = xxh3_64(front.as_bytes());
        Draft {
            path: path.to_string(),
            text,
            readings: vec![None; n],
            links: None,
            masked: None,
            cited: None,
            checked: vec![None; n],
            whole: None,
            front_hash,
            read_to: 0,
            checked_to: 0,
        }
    }

    /// The text after an edit. What was read and checked comes back from the engine's caches.
    pub fn replace(&mut self, text: Text) {
        let masked = self.masked.take();
        *self = Draft::new(&self.path, text);
        // Whether a source is an earlier version is decided on opening and on a change of the corpus, never on a keystroke.
        self.masked = masked;
    }

    pub fn forget_readings(&mut self) {
        self.readings.fill(None);
        self.links = None;
        self.cited = None;
        self.read_to = 0;
        self.forget_checks();
    }

    pub fn forget_checks(&mut self) {
        self.checked.fill(None);
        self.whole = None;
        self.checked_to = 0;
    }

    pub fn next_unread(&self) -> Option<usize> {
        (self.read_to < self.readings.len()).then_some(self.read_to)
    }

    pub fn next_unchecked(&self) -> Option<usize> {
        (self.checked_to < self.checked.len()).then_some(self.checked_to)
    }

    pub fn is_settled(&self) -> bool {
        self.next_unread().is_none() && self.links.is_some() && self.masked.is_some() && self.whole.is_some()
    }

    pub fn set_reading(&mut self, idx: usize, reading: Arc<Reading>) {
        if let Some(slot) = self.readings.get_mut(idx) {
            *slot = Some(reading);
        }
        self.read_to = idx + 1;
    }

    pub fn set_links(&mut self, mut links: Vec<Links>) {
        links.resize(self.readings.len(), Links::default());
        self.links = Some(links);
    }

    pub fn set_checked(&mut self, idx: usize, checked: Arc<Checked>) {
        if let Some(slot) = self.checked.get_mut(idx) {
            *slot = Some(checked);
        }
        self.checked_to = idx + 1;
    }

    pub fn reading(&self, idx: usize) -> Option<&Reading> {
        self.readings.get(idx)?.as_deref()
    }

    pub fn checked(&self, idx: usize) -> Option<&Checked> {
        self.checked.get(idx)?.as_deref()
    }

    /// Every paragraph with all that is known of it, in the order of the text; only while all is known.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let links = self.links.as_deref().unwrap_or(&[]);
        let all = self.text.paragraphs.iter().zip(&self.readings).zip(links).zip(&self.checked);
        let part = |(((paragraph, reading), links), checked)| {
            let (reading, checked): (&Option<Arc<Reading>>, &Option<Arc<Checked>>) = (reading, checked);
            Some(Part { paragraph, reading: reading.as_deref()?, links, checked: checked.as_deref()? })
        };
        all.filter_map(part).collect()
    }

    /// The sentence of the prose that holds a span of the text.
    pub fn sentence(&self, span: TextSpan) -> Option<&str> {
        let holds = |it: &Paragraph| it.at.start <= span.start && span.start < it.at.end;
        let idx = self.text.paragraphs.iter().position(holds)?;
        let paragraph = self.text.paragraphs.get(idx)?;
        let prose = paragraph.to_prose(span)?;
        let sentence = self.reading(idx)?.sentences.iter().find(|it| it.span.overlaps(prose))?;
        Some(sentence.span.of(&paragraph.prose))
    }

    /// Stems of the last sentence before a paragraph and of the heading above it; for a heading, of the first sentence
    /// below. What a sentence says without saying it often stands there.
    pub fn around(&self, idx: usize) -> Vec<Stem> {
        let mut stems = self.sentences_around(idx).concat();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    fn sentences_around(&self, idx: usize) -> [&[Stem]; 2] {
        let sort = |idx: usize| self.text.paragraphs.get(idx).map(|it| it.sort);
        let last = |idx: usize| self.reading(idx).and_then(|it| it.sentences.last());
        let first = |idx: usize| self.reading(idx).and_then(|it| it.sentences.first());
        let sentences = if sort(idx) == Some(Sort::Heading) {
            [first(idx + 1), None]
        } else {
            let heading = (0..idx).rev().take(MAX_BELOW_HEADING).find(|it| sort(*it) == Some(Sort::Heading));
            [idx.checked_sub(1).and_then(last), heading.and_then(first)]
        };
        sentences.map(|it| it.map_or(&[][..], |it| it.stems.as_slice()))
    }

    /// What the sentences of a paragraph cite.
    pub fn citations(&self, idx: usize) -> &[Citation] {
        self.cited.as_ref().and_then(|it| it.by_paragraph.get(idx)).map_or(&[], Vec::as_slice)
    }

    pub fn check_key(&self, idx: usize, (corpus, desk): (u64, u64), loading: bool) -> CheckKey {
        let mut hasher = FxHasher::default();
        self.links.as_ref().and_then(|it| it.get(idx)).hash(&mut hasher);
        self.sentences_around(idx).hash(&mut hasher);
        self.front_hash.hash(&mut hasher);
        self.citations(idx).hash(&mut hasher);
        CheckKey {
            paragraph: self.text.paragraphs.get(idx).map_or(0, |it| it.hash),
            links: hasher.finish(),
            corpus,
            desk,
            masked: self.masked.as_ref().map_or(0, Masked::hash),
            loading,
        }
    }
}
