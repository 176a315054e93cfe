//! Some sources and where to look things up in them, as one stretch of bytes: in memory, or mapped from disk.
//!
//! Nobody can tell which: both are read in place by the same code, and a source is opened when somebody asks for it. What
//! is looked up often lies bare (heads, postings, names); the words of each source are compressed by themselves.

mod build;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering as Memory};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::directory::{self, Directory};
use super::index::{self, Hit, Postings, Scores, What};
use super::origin::wording::Kept;
use super::pack::{Bytes, Take, Words, partition_point, sections};
use super::roster::{self, Roster};
use super::source::{Head, Source};
use super::{record, table};
use crate::fact::{
    Candidate, Fact, FactKind, Figure, Links, Quote, Reading, SourceKind, Speaker, SpeakerKind, Spoken, Stem,
};
use crate::rules::Rules;
use crate::text::{Language, Paragraph, Place, Sort, Span, TextId, label};
pub use build::{Builder, Prepared};

/// Bytes of a source that are taken for one stretch of it.
const BLOCK: u32 = 8 << 10;

/// Sections before those of the postings: heads, words, where the words of each source end, and the number of each
/// source's first sentence.
const N_HEAD: usize = 4;

/// Where the sections of each kind begin.
const POSTINGS: usize = N_HEAD;
const DIRECTORY: usize = POSTINGS + index::N_SECTIONS;
const ROSTER: usize = DIRECTORY + directory::N_SECTIONS;
const REST: usize = ROSTER + roster::N_SECTIONS;

#[derive(Debug)]
pub struct Segment {
    rules: Arc<Rules>,
    heads: Arc<[Arc<Head>]>,
    opened: Vec<OnceLock<Option<Box<Source>>>>,
    /// About how much memory the opened ones take.
    weight: Arc<AtomicUsize>,
    bytes: Arc<Bytes>,
    sections: Arc<[Range<usize>]>,
    /// Its sources are in the order of paths, as they mostly are: then so are its sentences.
    in_order: bool,
    /// The file that it lies in, in the store.
    pub file: Option<Arc<str>>,
}

impl Segment {
    /// `None` where the bytes are damaged. Its sources are numbered from `first` on.
    pub fn of(rules: &Arc<Rules>, bytes: Bytes, first: u32) -> Option<Segment> {
        let sections = sections(&bytes)?;
        let mut it = Take(bytes.get(sections.first()?.clone()));
        let n = it.n()?;
        let heads = (first..first.checked_add(n)?).map(|id| record::take_head(&mut it, TextId(id)).map(Arc::new));
        let heads: Arc<[Arc<Head>]> = heads.collect::<Option<Vec<_>>>()?.into();
        let opened = heads.iter().map(|_| OnceLock::new()).collect();
        let (bytes, weight, sections) = (Arc::new(bytes), Arc::default(), sections.into());
        let in_order = heads.is_sorted_by(|a, b| a.reference.path < b.reference.path);
        let segment =
            Segment { rules: Arc::clone(rules), heads, opened, weight, bytes, sections, in_order, file: None };
        (segment.firsts().len() == n as usize + 1).then_some(segment)
    }

    /// How many sources there are in the bytes of a segment.
    pub fn n_sources(bytes: &Bytes) -> Option<u32> {
        Take(bytes.get(sections(bytes)?.first()?.clone())).n()
    }

    /// The paths of the sources in the bytes of a segment.
    pub fn paths(bytes: &Bytes) -> Option<Vec<String>> {
        let mut it = Take(bytes.get(sections(bytes)?.first()?.clone()));
        let n = it.n()?;
        (0..n).map(|id| record::take_head(&mut it, TextId(id)).map(|it| it.reference.path)).collect()
    }

    /// The same with nothing opened.
    pub fn closed(&self) -> Segment {
        Segment {
            rules: Arc::clone(&self.rules),
            heads: Arc::clone(&self.heads),
            opened: self.heads.iter().map(|_| OnceLock::new()).collect(),
            weight: Arc::default(),
            bytes: Arc::clone(&self.bytes),
            sections: Arc::clone(&self.sections),
            in_order: self.in_order,
            file: self.file.clone(),
        }
    }

    /// About how much memory the opened sources take, in bytes.
    pub fn weight(&self) -> usize {
        self.weight.load(Memory::Relaxed)
    }

    fn section(&self, idx: usize) -> &[u8] {
        self.sections.get(idx).map_or(&[], |it| self.bytes.get(it.clone()))
    }

    fn sections_from(&self, idx: usize) -> impl Iterator<Item = &[u8]> {
        (idx..).map(|it| self.section(it))
    }

    pub fn heads(&self) -> &[Arc<Head>] {
        &self.heads
    }

    pub fn head(&self, source: u32) -> Option<&Arc<Head>> {
        self.heads.get(source as usize)
    }

    /// By source, the number of its first sentence; at the end, how many there are.
    fn firsts(&self) -> Words<'_> {
        Words(self.section(3))
    }

    pub fn n_sentences(&self) -> u32 {
        self.firsts().get(self.heads.len()).unwrap_or(0)
    }

    /// The number of the first sentence of a source.
    pub fn first(&self, source: u32) -> u32 {
        self.firsts().get(source as usize).unwrap_or(0)
    }

    /// The source that a sentence stands in, and its number there.
    pub fn source_of(&self, number: u32) -> Option<(u32, u32)> {
        let idx = self.firsts().partition_point(|it| it <= number).checked_sub(1)?;
        (idx < self.heads.len()).then_some((idx as u32, number - self.firsts().get(idx)?))
    }

    /// A source with its words. It stays open.
    pub fn open(&self, source: u32) -> Option<&Source> {
        let idx = source as usize;
        let opened = self.opened.get(idx)?.get_or_init(|| {
            let ends = self.section(2);
            let end = |idx: usize| Take(ends.get(idx * 8..)?).long();
            let start = idx.checked_sub(1).map_or(Some(0), end)?;
            let words = self.section(1).get(start as usize..end(idx)? as usize)?;
            let head = self.heads.get(idx)?;
            let source = record::take_source(&self.rules, head, words)?;
            Some(Box::new(source.within(Arc::clone(head), Arc::clone(&self.weight))))
        });
        opened.as_deref()
    }

    /// Keeps sources open that were read just now.
    fn keep(&self, sources: Vec<Source>) {
        for ((slot, head), source) in self.opened.iter().zip(self.heads.iter()).zip(sources) {
            let _ = slot.set(Some(Box::new(source.within(Arc::clone(head), Arc::clone(&self.weight)))));
        }
    }

    pub fn postings(&self) -> Postings<'_> {
        Postings::of(&mut self.sections_from(POSTINGS))
    }

    pub fn directory(&self) -> Directory<'_> {
        Directory::of(&mut self.sections_from(DIRECTORY))
    }

    pub fn roster(&self) -> Roster<'_> {
        Roster::of(&mut self.sections_from(ROSTER))
    }

    /// Hashes of sentences, each with a source that has it, sorted; and by source how many it has.
    fn hashes(&self) -> (Words<'_>, Words<'_>) {
        (Words(self.section(REST)), Words(self.section(REST + 1)))
    }

    /// How many of these hashes of sentences a source has, for each that has one, and how many it has in all.
    pub fn shared(&self, hashes: &[u32]) -> FxHashMap<u32, (u32, u32)> {
        let (all, counts) = self.hashes();
        let mut shared: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        let n = all.len() / 2;
        for hash in hashes {
            let from = partition_point(n, |it| all.get(it * 2).is_some_and(|it| it < *hash));
            for idx in (from..n).take_while(|it| all.get(it * 2) == Some(*hash)) {
                if let Some(source) = all.get(idx * 2 + 1) {
                    shared.entry(source).or_default().0 += 1;
                }
            }
        }
        for (source, it) in &mut shared {
            it.1 = counts.get(*source as usize).unwrap_or(0);
        }
        shared
    }

    /// What was kept of a source's wording.
    pub fn wording(&self, source: u32) -> Kept<'_> {
        let (source, kept) = (source as usize, Words(self.section(REST + 3)));
        let end = |idx: usize| kept.get(idx * 2 + 1).unwrap_or(0) as usize * 4;
        let start = source.checked_sub(1).map_or(0, end);
        let runs = self.section(REST + 2).get(start..end(source)).unwrap_or_default();
        Kept { runs: Words(runs), limit: kept.get(source * 2).unwrap_or(0) }
    }

    /// Where a source stands in the list.
    pub fn position(&self, id: TextId) -> Option<u32> {
        // NB: numbers are given out in the order of the list, and never twice.
        let idx = id.0.checked_sub(self.heads.first()?.id.0)?;
        ((idx as usize) < self.heads.len()).then_some(idx)
    }

    /// What orders equal scores.
    pub fn order_key(&self, sentence: u32) -> Option<(&str, u32)> {
        let (source, number) = self.source_of(sentence)?;
        Some((&self.head(source)?.reference.path, number))
    }

    fn order(&self, a: u32, b: u32) -> Ordering {
        if self.in_order { a.cmp(&b) } else { self.order_key(a).cmp(&self.order_key(b)) }
    }

    /// At most `most` sentences of sources that are usable, best first; without `is_usable` all are.
    pub fn find(&self, asked: &Asked<'_>, is_usable: Option<&dyn Fn(u32) -> bool>, most: usize) -> Vec<Hit> {
        let scores = asked.scores;
        let score = |sentence: u32| scores.get(sentence).unwrap_or_default();
        let is_usable = |sentence: u32| match is_usable {
            Some(is_usable) => self.source_of(sentence).is_some_and(|it| is_usable(it.0)),
            None => true,
        };
        let more: Scores = match asked.what {
            // A sentence with the same figure always comes along: it may support, whatever else it speaks of.
            What::Figure(figure) => {
                let is_scored = |it: u32| scores.get(it).is_some();
                let near = self.postings().near(figure, asked.is_many, is_usable, is_scored, most);
                near.into_iter().map(|(it, more)| (it, score(it) + more)).collect()
            }
            What::Words(_) => {
                let quoted = asked.quoted.map(|it| it.scores(self.postings().by_quoted)).unwrap_or_default();
                quoted.iter().map(|it| (it.sentence, score(it.sentence) + it.score)).collect()
            }
            What::Sentence => Scores::default(),
        };
        index::best(scores, &more, is_usable, |a, b| self.order(a, b), most)
    }

    pub fn n_near(&self, figure: &Figure) -> usize {
        self.postings().n_near(figure)
    }

    /// The block that a sentence stands in.
    pub fn block(&self, sentence: u32) -> Option<(u32, u32)> {
        let (source, number) = self.source_of(sentence)?;
        let opened = self.open(source)?;
        let paragraph = opened.text.paragraphs.get(opened.sentence(number)?.0 as usize)?;
        Some((source, paragraph.at.start / BLOCK))
    }

    /// The prose of all that begins in a block and in the ones beside it, so that every sentence has some on both sides.
    pub fn block_paragraphs(&self, source: u32, block: u32) -> Vec<&str> {
        let paragraphs = self.open(source).map_or(&[][..], |it| it.text.paragraphs.as_slice());
        let near = |it: &&Paragraph| (it.at.start / BLOCK).abs_diff(block) <= 1;
        paragraphs.iter().filter(near).map(|it| it.prose.as_str()).collect()
    }

    /// Fetches one sentence with its facts.
    pub fn candidate(&self, sentence: u32, paragraphs: &mut FxHashMap<(u32, u32), Arc<str>>) -> Option<Candidate> {
        let (source_idx, number) = self.source_of(sentence)?;
        let source = self.open(source_idx)?;
        let (paragraph_idx, sentence_idx) = source.sentence(number)?;
        let paragraph = source.text.paragraphs.get(paragraph_idx as usize)?;
        let reading = source.reading(paragraph_idx as usize)?;
        let sentence = reading.sentences.get(sentence_idx as usize)?;
        let span = paragraph.to_text(sentence.span);
        let links = source.links.get(paragraph_idx as usize);
        let (mut facts, mut speakers) = (Vec::new(), Vec::new());
        let first = reading.facts.partition_point(|it| it.sentence < sentence_idx);
        let of_sentence =
            reading.facts.iter().enumerate().skip(first).take_while(|(_, it)| it.sentence == sentence_idx);
        for (idx, fact) in of_sentence.filter(|(_, it)| sentence.span.contains(it.span)) {
            speakers.extend(links.and_then(|it| it.speaker(idx)).map(|it| (facts.len() as u32, it.clone())));
            facts.push(shifted(fact, sentence.span.start));
        }
        Some(Candidate {
            source: source.reference.clone(),
            place: Place { text: source.id, span },
            line: source.line(span.start),
            locator: source.text.locators.at(span.start).map(ToString::to_string),
            verbatim: span.of(&source.text.raw).to_string(),
            prose: sentence.span.of(&paragraph.prose).to_string(),
            map: paragraph.map_of(sentence.span),
            stems: sentence.stems.clone(),
            around: around(source, paragraph_idx, sentence_idx),
            facts,
            speakers,
            spoken: match turn(source, paragraph) {
                Some(turn) => vec![turn],
                None => spoken(reading, links, sentence.span),
            },
            paragraph: Arc::clone(
                paragraphs.entry((source_idx, paragraph_idx)).or_insert_with(|| Arc::from(paragraph.prose.as_str())),
            ),
            within: sentence.span,
            english: paragraph.language == Language::English,
            sentence: !matches!(paragraph.sort, Sort::Heading | Sort::Caption | Sort::TableRow),
            columns: table::columns(source, paragraph_idx),
        })
    }
}

/// A question, with what all segments together make of it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub what: What<'a>,
    /// How well sentences of the segment fit the words around.
    pub scores: &'a Scores,
    /// The quoted words themselves.
    pub quoted: Option<&'a index::Weighed>,
    /// There are more figures near the one asked for than anybody goes through.
    pub is_many: bool,
}

/// A turn of a transcript, which is all one speaker's: "HOLM: We dug."
fn turn(source: &Source, paragraph: &Paragraph) -> Option<Spoken> {
    let label = label::of(&paragraph.prose).filter(|_| source.reference.kind == SourceKind::Transcript)?;
    let start = paragraph.prose.find(':')? + 1;
    let words = label.split_once(" (").map_or(label, |it| it.0).to_string();
    let head = words.rsplit(' ').next().unwrap_or("").to_string();
    let (kind, title) = (SpeakerKind::Named, String::new());
    let speaker = Speaker { kind, span: None, words, title, head, plural: false, rung: 6 };
    Some(Spoken { words: Span::new(start, paragraph.prose.len()), speaker: Some(speaker) })
}

/// The quotations that reach into a sentence. Unlike its facts they may begin before it or end behind it.
fn spoken(reading: &Reading, links: Option<&Links>, sentence: Span) -> Vec<Spoken> {
    let before = reading.facts.partition_point(|it| it.span.start < sentence.end);
    let quotes = reading.facts.iter().enumerate().take(before).filter_map(|(idx, fact)| match &fact.kind {
        FactKind::Quote(quote) if quote.words.overlaps(sentence) && !quote.nested => Some((idx, quote)),
        _ => None,
    });
    let speaker = |(idx, quote): (usize, &Quote)| {
        let linked = |idx: usize| links.and_then(|it| it.speaker(idx));
        let Some(at) = quote.attribution else { return linked(idx).cloned() };
        match reading.facts.get(at as usize).map(|it| &it.kind) {
            // NB: "the nurse" leads back to whoever was named last: too little to say whose words they are.
            Some(FactKind::Attribution(it)) if it.speaker.kind == SpeakerKind::Unnamed => {
                let same = linked(at as usize).filter(|it| it.kind == SpeakerKind::Unnamed);
                Some(same.unwrap_or(&it.speaker).clone())
            }
            Some(FactKind::Attribution(it)) => Some(linked(at as usize).unwrap_or(&it.speaker).clone()),
            _ => None,
        }
    };
    quotes.map(|it| Spoken { words: it.1.words, speaker: speaker(it) }).collect()
}

/// Stems of the sentence before and of the nearest heading above.
fn around(source: &Source, paragraph: u32, sentence: u32) -> Vec<Stem> {
    let mut stems: Vec<Stem> = Vec::new();
    let before = match sentence.checked_sub(1) {
        Some(before) => source.reading(paragraph as usize).and_then(|it| it.sentences.get(before as usize)),
        None => paragraph.checked_sub(1).and_then(|it| source.reading(it as usize)).and_then(|it| it.sentences.last()),
    };
    stems.extend(before.into_iter().flat_map(|it| it.stems.iter().copied()));
    let heading = source.heading(paragraph).and_then(|it| source.reading(it as usize));
    let heading = heading.into_iter().flat_map(|reading| &reading.sentences);
    stems.extend(heading.flat_map(|it| it.stems.iter().copied()));
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The same fact with spans relative to its sentence.
fn shifted(fact: &Fact, by: u32) -> Fact {
    let back = |span: &mut Span| {
        span.start = span.start.saturating_sub(by);
        span.end = span.end.saturating_sub(by);
    };
    let mut fact = fact.clone();
    back(&mut fact.span);
    match &mut fact.kind {
        FactKind::Figure(figure) => {
            back(&mut figure.number_span);
            let more =
                [&mut figure.hedge_span, &mut figure.unit.span, &mut figure.counted.span, &mut figure.subject.span];
            more.into_iter().flatten().for_each(back);
        }
        FactKind::Quote(quote) => back(&mut quote.words),
        FactKind::Name(name) => name.title.iter_mut().for_each(back),
        FactKind::Attribution(it) => {
            back(&mut it.cue);
            let more = [
                &mut it.speaker.span,
                &mut it.basis,
                &mut it.public,
                &mut it.anonymity.acknowledged,
                &mut it.anonymity.reason,
            ];
            more.into_iter().flatten().for_each(back);
        }
        FactKind::Date(_) => {}
    }
    fact.sentence = 0;
    fact
}
