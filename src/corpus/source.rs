//! A source: what is known of it without opening it, and the opened document.
//!
//! An opened source has its words, its paragraphs and its links. What was read in a paragraph is read again when somebody
//! asks, since a reading is determined by the paragraph and the rules: so the readings of a large archive lie nowhere.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use super::origin::clue::{self, Clues};
use super::{SourceFile, SourceMeta};
use crate::fact::{Fact, FactKind, Figure, Links, Reading, Sentence, SourceKind, SourceRef};
use crate::read;
use crate::rules::Rules;
use crate::text::{Paragraph, Place, Sort, Text, TextId, label};

/// What is known of a source without opening it.
#[derive(Clone, Debug)]
pub struct Head {
    pub id: TextId,
    pub reference: SourceRef,
    pub meta: SourceMeta,
    pub disk_path: PathBuf,
    pub extracted: bool,
    /// What it shows of whom it has its facts from.
    pub clues: Clues,
    pub n_facts: u32,
    /// Bytes of its text.
    pub len: u32,
}

impl Head {
    /// Whether all that origins hang on is the same.
    pub fn shows_like(&self, other: &Head) -> bool {
        let of = |it: &Head| (it.reference.kind, it.reference.confidential);
        self.reference.path == other.reference.path
            && of(self) == of(other)
            && self.meta == other.meta
            && self.clues == other.clues
    }
}

/// A source document, opened.
#[derive(Debug)]
pub struct Source {
    head: Arc<Head>,
    /// Of a stored one without comments and links, which a source needs only while it is read.
    pub text: Text,
    pub links: Vec<Links>,
    /// Paragraph for paragraph.
    readings: Vec<OnceLock<Reading>>,
    /// By paragraph: the number of its first sentence; and how many there are.
    first: Vec<u32>,
    rules: Arc<Rules>,
    /// Byte offsets of its lines' starts.
    lines: OnceLock<Vec<u32>>,
    /// Which of its paragraphs are headings.
    headings: Vec<u32>,
    /// About how much memory its segment's opened sources take, in bytes.
    weight: Arc<AtomicUsize>,
}

impl Deref for Source {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

impl Source {
    /// Reads all that stands in a file.
    pub fn read(rules: &Arc<Rules>, id: TextId, file: SourceFile) -> Source {
        let SourceFile { path, disk_path, text, meta, extracted } = file;
        #[cfg(test)]
        assert!(!text.raw.contains('\u{e0b5}'), "planted: {}", text.raw);
        let readings: Vec<Reading> = text.paragraphs.iter().map(|it| read::read(rules, it)).collect();
        let pairs: Vec<_> = text.paragraphs.iter().zip(&readings).collect();
        let links = read::link::link(rules, &pairs);
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
        let n_facts = readings.iter().map(|it| it.facts.len()).sum::<usize>() as u32;
        let len = text.raw.len() as u32;
        let head = Head { id, reference, meta, disk_path, extracted, clues, n_facts, len };
        let n_sentences: Vec<u32> = readings.iter().map(|it| it.sentences.len() as u32).collect();
        let source = Source::open(rules, Arc::new(head), text, links, &n_sentences);
        for (slot, reading) in source.readings.iter().zip(readings) {
            let _ = slot.set(reading);
        }
        source
    }

    /// A source that was read before.
    pub fn open(rules: &Arc<Rules>, head: Arc<Head>, text: Text, links: Vec<Links>, n_sentences: &[u32]) -> Source {
        let headings = text.paragraphs.iter().enumerate().filter(|(_, it)| it.sort == Sort::Heading);
        let headings = headings.map(|(idx, _)| idx as u32).collect();
        let mut first = Vec::with_capacity(n_sentences.len() + 1);
        let mut n = 0;
        first.push(0);
        for more in n_sentences {
            n += more;
            first.push(n);
        }
        let readings = text.paragraphs.iter().map(|_| OnceLock::new()).collect();
        let (rules, lines, weight) = (Arc::clone(rules), OnceLock::new(), Arc::default());
        Source { head, text, links, readings, first, rules, lines, headings, weight }
    }

    pub fn head(&self) -> &Arc<Head> {
        &self.head
    }

    /// The same under the head that it has in a segment, which counts what its sources take.
    pub fn within(self, head: Arc<Head>, weight: Arc<AtomicUsize>) -> Source {
        weight.fetch_add(self.weight(), Ordering::Relaxed);
        Source { head, weight, ..self }
    }

    /// What was read in a paragraph.
    pub fn reading(&self, paragraph: usize) -> Option<&Reading> {
        let slot = self.readings.get(paragraph)?;
        let paragraph = self.text.paragraphs.get(paragraph)?;
        Some(slot.get_or_init(|| {
            let reading = read::read(&self.rules, paragraph);
            self.weight.fetch_add(weight_of(&reading), Ordering::Relaxed);
            reading
        }))
    }

    /// What was read in all paragraphs.
    pub fn readings(&self) -> impl Iterator<Item = &Reading> {
        (0..self.readings.len()).filter_map(|it| self.reading(it))
    }

    /// How many sentences each paragraph has.
    pub fn n_sentences(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.first.array_windows().map(|[one, next]| next - one)
    }

    /// The paragraph of a sentence that is counted through the whole source, and its number there.
    pub fn sentence(&self, number: u32) -> Option<(u32, u32)> {
        let idx = self.first.partition_point(|it| *it <= number).checked_sub(1)?;
        (idx < self.readings.len()).then_some((idx as u32, number - self.first.get(idx)?))
    }

    /// 1-based line of a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines().partition_point(|start| *start <= offset) as u32
    }

    /// The byte offset of the start of a line, counted from 1.
    pub fn line_start(&self, line: u32) -> u32 {
        self.lines().get((line as usize).saturating_sub(1)).copied().unwrap_or(0)
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.raw.as_bytes();
            std::iter::once(0)
                .chain(memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(|at| {
                    let crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
                    (!crlf).then_some(at as u32 + 1)
                }))
                .collect()
        })
    }

    /// The nearest heading above a paragraph.
    pub fn heading(&self, paragraph: u32) -> Option<u32> {
        let n_above = self.headings.partition_point(|it| *it < paragraph);
        self.headings.get(n_above.checked_sub(1)?).copied()
    }

    pub fn facts(&self) -> impl Iterator<Item = (Place, &Fact)> {
        self.text.paragraphs.iter().zip(self.readings()).flat_map(move |(paragraph, reading)| {
            reading.facts.iter().map(move |fact| (Place { text: self.id, span: paragraph.to_text(fact.span) }, fact))
        })
    }

    /// About how much memory it takes, in bytes, with what was read in it so far.
    pub fn weight(&self) -> usize {
        // Its map, its links and their words come to about as much again.
        let paragraph = |it: &Paragraph| 2 * size_of::<Paragraph>() + it.prose.len();
        let paragraphs: usize = self.text.paragraphs.iter().map(paragraph).sum();
        let readings: usize = self.readings.iter().filter_map(OnceLock::get).map(weight_of).sum();
        size_of::<Source>() + self.text.raw.len() + paragraphs + readings
    }
}

/// About how much memory a reading takes, in bytes.
fn weight_of(reading: &Reading) -> usize {
    // Words of its own that a fact brings, and what the allocator adds to each piece.
    const WORDS: usize = 96;
    let sentence = |it: &Sentence| size_of::<Sentence>() + size_of_val(it.stems.as_slice()) + 16;
    let fact = |it: &Fact| {
        let figure = if matches!(it.kind, FactKind::Figure(_)) { size_of::<Figure>() } else { 0 };
        size_of::<Fact>() + figure + WORDS
    };
    size_of::<Reading>()
        + reading.sentences.iter().map(sentence).sum::<usize>()
        + reading.facts.iter().map(fact).sum::<usize>()
}

/// Sorted hashes of a text's sentences without repeats; short ones ("He left.") are left out, since every text has them.
pub fn sentence_hashes<'a>(text: &Text, readings: impl Iterator<Item = &'a Reading>) -> Vec<u32> {
    const MIN_BYTES: usize = 20;
    let mut hashes: Vec<u32> = text
        .paragraphs
        .iter()
        .zip(readings)
        .flat_map(|(paragraph, reading)| reading.sentences.iter().map(move |it| it.span.of(&paragraph.prose)))
        .filter(|words| words.len() >= MIN_BYTES)
        .map(|words| {
            let folded: String = words.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            (xxh3_64(folded.as_bytes()) >> 32) as u32
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
