//! Some sources with their facts and postings. Gives owned values, so nobody can tell whether it lies in memory or is
//! mapped from disk.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::directory::Directory;
use super::index::{Hit, Postings, Scores, SentenceKey, What};
use super::origin::clue::{self, Clues};
use super::roster::Roster;
use super::{SourceFile, SourceMeta, table};
use crate::fact::{
    Candidate, Fact, FactKind, Links, Quote, Reading, SourceKind, SourceRef, Speaker, SpeakerKind, Spoken, Stem,
};
use crate::read;
use crate::rules::Rules;
use crate::text::{Language, Paragraph, Place, Sort, Span, Text, TextId, label};

/// Bytes of a source that are taken for one stretch of it.
const BLOCK: u32 = 8 << 10;

/// A source document with everything that was read in it.
#[derive(Debug)]
pub struct Source {
    pub id: TextId,
    pub reference: SourceRef,
    pub meta: SourceMeta,
    pub disk_path: PathBuf,
    pub extracted: bool,
    pub text: Text,
    /// Paragraph for paragraph.
    pub readings: Vec<Reading>,
    pub links: Vec<Links>,
    /// What it shows of whom it has its facts from.
    pub clues: Clues,
    /// Hashes of its sentences' folded words, sorted: what an earlier version of a draft is known by.
    pub sentence_hashes: Vec<u64>,
    /// Byte offsets of its lines' starts.
    lines: Vec<u32>,
    /// Which of its paragraphs are headings.
    headings: Vec<u32>,
}

impl Source {
    pub fn read(rules: &Rules, id: TextId, file: SourceFile) -> Source {
        let SourceFile { path, disk_path, text, meta, extracted } = file;
        let readings: Vec<Reading> = text.paragraphs.iter().map(|it| tight(read::read(rules, it))).collect();
        let pairs: Vec<_> = text.paragraphs.iter().zip(&readings).collect();
        let links = read::link::link(rules, &pairs);
        let sentence_hashes = sentence_hashes(&text, &readings);
        let bytes = text.raw.as_bytes();
        let lines = std::iter::once(0)
            .chain(memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(|at| {
                let crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
                (!crlf).then_some(at as u32 + 1)
            }))
            .collect();
        let reference = SourceRef {
            path,
            trust: meta.trust,
            // What the file does not say of itself may be plain from its form; `meta` keeps what was said.
            kind: match meta.kind {
                SourceKind::Unknown if label::is_transcript(&text) => SourceKind::Transcript,
                said => said,
            },
            confidential: meta.confidential,
            date: meta.date.clone(),
            verbatim: meta.verbatim,
            origin: Arc::from(""),
            superseded_by: None,
        };
        let clues = clue::clues(rules, &text, &readings, &links, &meta);
        let headings = text.paragraphs.iter().enumerate().filter(|(_, it)| it.sort == Sort::Heading);
        let headings = headings.map(|(idx, _)| idx as u32).collect();
        Source {
            id,
            reference,
            meta,
            disk_path,
            extracted,
            text,
            readings,
            links,
            clues,
            sentence_hashes,
            lines,
            headings,
        }
    }

    /// 1-based line of a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines.partition_point(|start| *start <= offset) as u32
    }

    /// The byte offset of the start of a line, counted from 1.
    pub fn line_start(&self, line: u32) -> u32 {
        self.lines.get((line as usize).saturating_sub(1)).copied().unwrap_or(0)
    }

    pub fn facts(&self) -> impl Iterator<Item = (Place, &Fact)> {
        self.text.paragraphs.iter().zip(&self.readings).flat_map(move |(paragraph, reading)| {
            reading.facts.iter().map(move |fact| (Place { text: self.id, span: paragraph.to_text(fact.span) }, fact))
        })
    }
}

/// Without the room that lists grew into: a source stays in memory as long as the desk does.
fn tight(mut reading: Reading) -> Reading {
    reading.facts.shrink_to_fit();
    reading.sentences.shrink_to_fit();
    for sentence in &mut reading.sentences {
        sentence.stems.shrink_to_fit();
    }
    reading
}

/// Sorted hashes of a text's sentences; short ones ("He left.") are left out, since every text has them.
pub fn sentence_hashes(text: &Text, readings: &[Reading]) -> Vec<u64> {
    const MIN_BYTES: usize = 20;
    let mut hashes: Vec<u64> = text
        .paragraphs
        .iter()
        .zip(readings)
        .flat_map(|(paragraph, reading)| reading.sentences.iter().map(move |it| it.span.of(&paragraph.prose)))
        .filter(|words| words.len() >= MIN_BYTES)
        .map(|words| {
            let folded: String = words.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            xxh3_64(folded.as_bytes())
        })
        .collect();
    hashes.sort_unstable();
    hashes
}

/// Sources and where to look things up in them.
#[derive(Debug)]
pub struct Segment {
    pub sources: Vec<Arc<Source>>,
    postings: Postings,
    directory: OnceLock<Directory>,
    roster: OnceLock<Roster>,
}

impl Segment {
    pub fn of(sources: Vec<Arc<Source>>) -> Segment {
        let mut postings = Postings::default();
        for (source_idx, source) in sources.iter().enumerate() {
            for (paragraph_idx, reading) in source.readings.iter().enumerate() {
                let prose = source.text.paragraphs.get(paragraph_idx).map_or("", |it| it.prose.as_str());
                postings.add(source_idx as u32, paragraph_idx as u32, reading, prose);
            }
        }
        postings.finish();
        Segment { sources, postings, directory: OnceLock::new(), roster: OnceLock::new() }
    }

    /// Where a source stands in the list.
    pub fn position(&self, id: TextId) -> Option<u32> {
        // NB: numbers are given out in the order of the list, and never twice.
        self.sources.binary_search_by_key(&id, |it| it.id).ok().map(|it| it as u32)
    }

    /// `barred` sources are no answer.
    pub fn find(&self, scores: &Scores, what: What<'_>, barred: &[u32], most: usize) -> Vec<Hit> {
        self.postings.find(scores, what, |source| !barred.contains(&source), most)
    }

    /// Only `wanted` sources are an answer.
    pub fn find_in(&self, stems: &[Stem], what: What<'_>, wanted: &[u32], most: usize) -> Vec<Hit> {
        self.postings.find(&self.postings.scores(stems), what, |source| wanted.contains(&source), most)
    }

    pub fn directory(&self) -> &Directory {
        self.directory.get_or_init(|| Directory::of(&self.sources))
    }

    pub fn roster(&self) -> &Roster {
        self.roster.get_or_init(|| Roster::of(&self.sources))
    }

    /// Whether a source that is not `barred` has a word.
    pub fn has(&self, stem: Stem, barred: &[u32]) -> bool {
        self.postings.has(stem, barred)
    }

    pub fn spread(&self, stem: Stem) -> (usize, usize) {
        self.postings.spread(stem)
    }

    /// The block that a sentence stands in.
    pub fn block(&self, sentence: u32) -> Option<(u32, u32)> {
        let key = self.postings.key(sentence)?;
        let paragraph = self.sources.get(key.source as usize)?.text.paragraphs.get(key.paragraph as usize)?;
        Some((key.source, paragraph.at.start / BLOCK))
    }

    /// The prose of all that begins in a block and in the ones beside it, so that every sentence has some on both sides.
    pub fn block_paragraphs(&self, source: u32, block: u32) -> Vec<&str> {
        let paragraphs = self.sources.get(source as usize).map_or(&[][..], |it| it.text.paragraphs.as_slice());
        let near = |it: &&Paragraph| (it.at.start / BLOCK).abs_diff(block) <= 1;
        paragraphs.iter().filter(near).map(|it| it.prose.as_str()).collect()
    }

    pub fn scores(&self, stems: &[Stem]) -> Scores {
        self.postings.scores(stems)
    }

    /// What orders equal scores.
    pub fn order_key(&self, sentence: u32) -> Option<(&str, u32)> {
        let key = self.postings.key(sentence)?;
        let source = self.sources.get(key.source as usize)?;
        Some((&source.reference.path, sentence))
    }

    /// Fetches one sentence with its facts.
    pub fn candidate(&self, sentence: u32, paragraphs: &mut FxHashMap<(u32, u32), Arc<str>>) -> Option<Candidate> {
        let key = self.postings.key(sentence)?;
        let source = self.sources.get(key.source as usize)?;
        let paragraph = source.text.paragraphs.get(key.paragraph as usize)?;
        let reading = source.readings.get(key.paragraph as usize)?;
        let sentence = reading.sentences.get(key.sentence as usize)?;
        let span = paragraph.to_text(sentence.span);
        let links = source.links.get(key.paragraph as usize);
        let (mut facts, mut speakers) = (Vec::new(), Vec::new());
        let first = reading.facts.partition_point(|it| it.sentence < key.sentence);
        let of_sentence =
            reading.facts.iter().enumerate().skip(first).take_while(|(_, it)| it.sentence == key.sentence);
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
            around: around(source, key),
            facts,
            speakers,
            spoken: match turn(source, paragraph) {
                Some(turn) => vec![turn],
                None => spoken(reading, links, sentence.span),
            },
            paragraph: Arc::clone(
                paragraphs.entry((key.source, key.paragraph)).or_insert_with(|| Arc::from(paragraph.prose.as_str())),
            ),
            within: sentence.span,
            english: paragraph.language == Language::English,
            sentence: !matches!(paragraph.sort, Sort::Heading | Sort::Caption | Sort::TableRow),
            columns: table::columns(source, key.paragraph),
        })
    }
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
fn around(source: &Source, key: SentenceKey) -> Vec<Stem> {
    let mut stems: Vec<Stem> = Vec::new();
    let reading = source.readings.get(key.paragraph as usize);
    let before = match key.sentence.checked_sub(1) {
        Some(before) => reading.and_then(|it| it.sentences.get(before as usize)),
        None => key
            .paragraph
            .checked_sub(1)
            .and_then(|it| source.readings.get(it as usize))
            .and_then(|it| it.sentences.last()),
    };
    stems.extend(before.into_iter().flat_map(|it| it.stems.iter().copied()));
    let n_above = source.headings.partition_point(|it| *it < key.paragraph);
    let heading = n_above.checked_sub(1).and_then(|it| source.readings.get(*source.headings.get(it)? as usize));
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
