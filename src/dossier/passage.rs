//! Places in sources as a reader wants them: the very words in their sentence, with one sentence either side.
//!
//! The one file here that looks into a source's text. What comes back of a confidential source is its number and the
//! place, and nothing of what stands there.

use rustc_hash::FxHashMap;

use super::model;
use crate::engine::desk::{Corpus, Source};
use crate::fact::{Dimension, Fact, FactKind, Figure};
use crate::finding;
use crate::text::fold::one_line;
use crate::text::{Paragraph, Sort, TextId, TextSpan};

/// What the sources are called here, and which of them may be shown.
pub struct Shelf<'a> {
    numbers: FxHashMap<TextId, usize>,
    /// In the order of their paths, which is that of their numbers.
    pub sources: Vec<&'a Source>,
    pub corpus: &'a Corpus,
}

/// Longer sentences beside the evidence are cut.
const LONGEST_BESIDE: usize = 400;

/// A sentence of evidence longer than this is shown around its focus.
const LONGEST: usize = 1_200;

impl<'a> Shelf<'a> {
    pub fn of(corpus: &'a Corpus) -> Shelf<'a> {
        let sources: Vec<&Source> = corpus.sources().collect();
        let numbers = sources.iter().enumerate().map(|(n, it)| (it.id, n + 1)).collect();
        Shelf { numbers, sources, corpus }
    }

    /// "S3".
    pub fn id(&self, source: TextId) -> String {
        format!("S{}", self.numbers.get(&source).copied().unwrap_or(0))
    }

    pub fn source(&self, id: TextId) -> Option<&'a Source> {
        self.sources.get(self.numbers.get(&id)?.checked_sub(1)?).copied()
    }

    /// A source that may be shown.
    pub fn open(&self, id: TextId) -> Option<&'a Source> {
        self.source(id).filter(|it| !it.reference.confidential)
    }

    /// Numbers of sources, in their order.
    pub fn ids(&self, sources: &[TextId]) -> Vec<String> {
        let mut numbers: Vec<usize> = sources.iter().filter_map(|it| self.numbers.get(it).copied()).collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|it| format!("S{it}")).collect()
    }

    /// A path as it may be told, and the number in the place of a confidential source's.
    pub fn named(&self, path: &str) -> String {
        match self.corpus.is_confidential(path) {
            true => format!("S{}", self.corpus.number(path)),
            false => path.to_string(),
        }
    }

    /// What the origin of sources is called. NB: one whose sources are all confidential, and one that was given the path
    /// of such a source to keep it apart from another, is called by a number.
    pub fn origin(&self, name: &str, sources: &[TextId]) -> String {
        let first = || sources.first().map_or_else(String::new, |it| self.id(*it));
        let is_open = sources.iter().any(|it| self.open(*it).is_some());
        if is_open && !self.corpus.is_confidential(name) { name.to_string() } else { first() }
    }

    pub fn origin_of(&self, source: TextId) -> Option<String> {
        let origins = self.corpus.origins();
        let origin = origins.all().get(origins.of(source)?.origin as usize)?;
        Some(self.origin(&origin.name, &origin.sources))
    }

    /// How many origins sources have between them.
    pub fn n_origins(&self, sources: &[TextId]) -> usize {
        let origins = self.corpus.origins();
        let mut of: Vec<u32> = sources.iter().filter_map(|it| origins.of(*it)).map(|it| it.origin).collect();
        of.sort_unstable();
        of.dedup();
        of.len()
    }

    pub fn evidence(&self, evidence: &finding::Evidence) -> model::Evidence {
        let id = evidence.place.text;
        let source = self.open(id).filter(|_| !evidence.confidential);
        model::Evidence {
            source: self.id(id),
            path: source.map(|it| it.reference.path.clone()),
            place: evidence.locator_or_line(),
            relation: evidence.relation.word(),
            origin: source.and_then(|_| self.origin_of(id)),
            words: source.and_then(|it| words(it, evidence)),
        }
    }

    /// What was done to a source's figure to get the draft's; none where the two are written alike.
    pub fn transformation(&self, fact: &Fact, text: &str, evidence: &finding::Evidence) -> Option<String> {
        let FactKind::Figure(ours) = &fact.kind else { return None };
        let source = self.open(evidence.place.text).filter(|_| !evidence.confidential)?;
        let (fact, words) = fact_at(source, evidence.focus)?;
        let FactKind::Figure(theirs) = &fact.kind else { return None };
        let (text, words) = (one_line(text), one_line(words));
        if text.to_lowercase() == words.to_lowercase() {
            return None;
        }
        Some(transformed(ours, theirs, &text, &words))
    }
}

fn transformed(ours: &Figure, theirs: &Figure, text: &str, words: &str) -> String {
    let (a, b) = (&ours.unit, &theirs.unit);
    let converts = a.dimension == b.dimension
        && a.dimension != Dimension::Count
        && (a.factor != b.factor || a.offset != b.offset)
        && a.factor != 0.0;
    if converts {
        let given = |value: f64| number((value - a.offset) / a.factor);
        let value = match theirs.value.is_single() {
            true => given(theirs.value.lo),
            false => format!("{} to {}", given(theirs.value.lo), given(theirs.value.hi)),
        };
        return format!("converted: {words} is {value} {}", a.name);
    }
    match ours.value.lo == theirs.value.lo && ours.value.hi == theirs.value.hi {
        true => format!("written otherwise: {words} in the source"),
        false => format!("rounded: {words} in the source, {text} here"),
    }
}

/// Four significant digits, as nobody writes more.
fn number(value: f64) -> String {
    let places = match value.abs() {
        it if it >= 1_000.0 => 0,
        it if it >= 10.0 => 1,
        _ => 3,
    };
    let text = format!("{value:.places$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    }
}

/// The fact whose very words stand somewhere in a source.
fn fact_at(source: &Source, at: TextSpan) -> Option<(&Fact, &str)> {
    let idx = paragraph_at(source, at)?;
    let (paragraph, reading) = (source.text.paragraphs.get(idx)?, source.reading(idx)?);
    let fact = reading.facts.iter().find(|it| paragraph.to_text(it.span) == at)?;
    Some((fact, fact.span.of(&paragraph.prose)))
}

fn paragraph_at(source: &Source, at: TextSpan) -> Option<usize> {
    let holds = |it: &Paragraph| it.at.start <= at.start && at.start < it.at.end;
    source.text.paragraphs.partition_point(|it| it.at.start <= at.start).checked_sub(1).filter(|idx| {
        let paragraph = source.text.paragraphs.get(*idx);
        paragraph.is_some_and(holds)
    })
}

/// NB: a quotation may run over several sentences: its evidence is from the first to the last of them.
fn words(source: &Source, evidence: &finding::Evidence) -> Option<model::Words> {
    let idx = paragraph_at(source, evidence.place.span)?;
    let (paragraph, reading) = (source.text.paragraphs.get(idx)?, source.reading(idx)?);
    let place = paragraph.to_prose(evidence.place.span)?;
    let focus = paragraph.to_prose(evidence.focus).filter(|it| !it.is_empty()).unwrap_or(place);
    let mut inside = reading.sentences.iter().enumerate().filter(|(_, it)| it.span.overlaps(place));
    let first = inside.next();
    let (first, last) = (first, inside.next_back().or(first));
    let span = match (first, last) {
        (Some((_, first)), Some((_, last))) => first.span.cover(last.span).cover(focus),
        _ => place.cover(focus),
    };
    let prose = paragraph.prose.as_str();
    let cut = |from: u32, to: u32| prose.get(from as usize..to as usize).unwrap_or("");
    let before = match first.map_or(0, |it| it.0).checked_sub(1) {
        Some(before) => reading.sentences.get(before).map(|it| it.span.of(prose).to_string()),
        None => idx.checked_sub(1).and_then(|it| beside(source, it, true)),
    };
    let after = match reading.sentences.get(last.map_or(0, |it| it.0) + 1) {
        Some(after) => Some(after.span.of(prose).to_string()),
        None => beside(source, idx + 1, false),
    };
    let shown = |it: String| Some(short(&one_line(&it), LONGEST_BESIDE)).filter(|it| !it.is_empty());
    let focused = cut(focus.start, focus.end);
    let room = LONGEST.saturating_sub(focused.len()).max(200) / 2;
    Some(model::Words {
        before: before.and_then(shown),
        head: last_of(cut(span.start, focus.start).trim_start(), room),
        focus: short(focused, LONGEST),
        tail: short(cut(focus.end, span.end).trim_end(), room),
        after: after.and_then(shown),
    })
}

/// The last or the first sentence of the paragraph beside, unless it is no running text.
fn beside(source: &Source, idx: usize, last: bool) -> Option<String> {
    let paragraph = source.text.paragraphs.get(idx).filter(|it| it.sort != Sort::Aside)?;
    let sentences = &source.reading(idx)?.sentences;
    let sentence = if last { sentences.last() } else { sentences.first() };
    let words = sentence?.span.of(&paragraph.prose);
    // A heading ends in nothing that would part it from the sentence below.
    Some(if paragraph.sort == Sort::Heading { format!("[{words}]") } else { words.to_string() })
}

/// The words at the front of a text, as many as fit.
pub fn short(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_string();
    }
    let end = (0..=most).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
    let head = text.get(..end).unwrap_or("");
    let head = head.rsplit_once(' ').map_or(head, |it| it.0);
    format!("{head} …")
}

fn last_of(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_string();
    }
    let start = (text.len() - most..=text.len()).find(|it| text.is_char_boundary(*it)).unwrap_or(text.len());
    let tail = text.get(start..).unwrap_or("");
    let tail = tail.split_once(' ').map_or(tail, |it| it.1);
    format!("… {tail}")
}
