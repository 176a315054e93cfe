//! What some sources hold, by its words: names, figures and quotations in alphabetical order, for whoever looks for one by
//! its first letters or digits.
//!
//! Made when it is first asked for: the command line never asks. NB: confidential sources are left out when it is made, so
//! that nobody has to remember it later.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Corpus;
use super::segment::{Segment, Source};
use crate::fact::{Fact, FactKind, Figure, Form, QuoteUse, SourceKind, Stem};
use crate::text::fold::fold;
use crate::text::{Language, Paragraph, Span, TextId, label};

/// One place of the sources of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    pub source: u32,
    pub paragraph: u32,
    /// Index into the reading's facts; `None` for a sentence of a transcript, which is speech without marks.
    pub fact: Option<u32>,
    /// Index into the reading's sentences.
    pub sentence: u32,
    /// The sentence's number in the segment.
    pub number: u32,
}

/// Words in alphabetical order, folded, each with its places in the order of the sources.
#[derive(Debug, Default)]
pub struct Table {
    /// All entries' words, one after another.
    words: String,
    entries: Vec<Entry>,
    mentions: Vec<Mention>,
    /// Where words of entries begin, sorted by what stands from there.
    starts: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    words: (u32, u32),
    mentions: (u32, u32),
}

#[derive(Debug, Default)]
pub struct Directory {
    pub names: Table,
    /// "412000", a tab, and the words: "about 412,000 containers".
    pub figures: Table,
    /// By the first words of the quotation.
    pub quotes: Table,
}

/// So many bytes of a quotation tell it from any other.
const QUOTE_HEAD: usize = 96;

/// A turn of a transcript is worth quoting from so many words on.
const MIN_SPOKEN: usize = 4;

impl Table {
    fn of(mut found: Vec<(String, Mention)>, by_word: bool) -> Table {
        found.sort();
        let mut table = Table::default();
        for (words, mention) in found {
            let at = table.mentions.len() as u32;
            let same = table.entries.last().is_some_and(|it| table.slice(it.words) == words);
            if !same {
                let start = table.words.len() as u32;
                table.words.push_str(&words);
                let entry = Entry { words: (start, start + words.len() as u32), mentions: (at, at) };
                table.entries.push(entry);
            }
            table.mentions.push(mention);
            if let Some(entry) = table.entries.last_mut() {
                entry.mentions.1 = at + 1;
            }
        }
        if by_word {
            let mut starts = Vec::new();
            for (idx, entry) in table.entries.iter().enumerate() {
                let words = table.slice(entry.words);
                let begins = words.char_indices().filter(|(at, it)| {
                    let before = words.get(..*at).and_then(|it| it.chars().next_back());
                    it.is_alphanumeric() && before.is_none_or(|it| !it.is_alphanumeric() && it != '\'')
                });
                starts.extend(begins.map(|(at, _)| (idx as u32, at as u32)));
            }
            starts.sort_by(|a, b| table.from(*a).cmp(table.from(*b)).then_with(|| a.cmp(b)));
            table.starts = starts;
        }
        table.mentions.shrink_to_fit();
        table
    }

    fn slice(&self, (start, end): (u32, u32)) -> &str {
        self.words.get(start as usize..end as usize).unwrap_or("")
    }

    /// An entry's words from one of their beginnings on.
    fn from(&self, (entry, at): (u32, u32)) -> &str {
        self.words(entry as usize).get(at as usize..).unwrap_or("")
    }

    pub fn words(&self, entry: usize) -> &str {
        self.entries.get(entry).map_or("", |it| self.slice(it.words))
    }

    pub fn mentions(&self, entry: usize) -> &[Mention] {
        let range = self.entries.get(entry).map_or(0..0, |it| it.mentions.0 as usize..it.mentions.1 as usize);
        self.mentions.get(range).unwrap_or(&[])
    }

    /// Entries that begin so, in order.
    pub fn starting(&self, prefix: &str) -> impl Iterator<Item = usize> {
        let first = self.entries.partition_point(|it| self.slice(it.words) < prefix);
        (first..self.entries.len()).take_while(move |it| self.words(*it).starts_with(prefix))
    }

    /// Entries with a word that begins so, and the byte where it does. Only for a table by word.
    pub fn starting_inside(&self, prefix: &str) -> impl Iterator<Item = (usize, usize)> {
        let first = self.starts.partition_point(|it| self.from(*it) < prefix);
        let found = self.starts.iter().skip(first).take_while(move |it| self.from(**it).starts_with(prefix));
        found.map(|(entry, at)| (*entry as usize, *at as usize))
    }

    /// Entries that hold all of these words, in order.
    pub fn holding(&self, words: &[&str]) -> impl Iterator<Item = usize> {
        (0..self.entries.len()).filter(move |it| {
            let held = self.words(*it);
            words.iter().all(|word| held.contains(word))
        })
    }
}

impl Directory {
    pub fn of(sources: &[Arc<Source>]) -> Directory {
        let (mut names, mut figures, mut quotes) = (Vec::new(), Vec::new(), Vec::new());
        let mut number = 0;
        for (source_idx, source) in sources.iter().enumerate() {
            let hidden = source.reference.confidential;
            let speech = source.reference.verbatim && !hidden;
            let transcript = speech && source.reference.kind == SourceKind::Transcript;
            for (idx, (paragraph, reading)) in source.text.paragraphs.iter().zip(&source.readings).enumerate() {
                let first = number;
                number += reading.sentences.len() as u32;
                if hidden {
                    continue;
                }
                let mention = |fact: Option<u32>, sentence: u32| Mention {
                    source: source_idx as u32,
                    paragraph: idx as u32,
                    fact,
                    sentence,
                    number: first + sentence,
                };
                for (fact_idx, fact) in reading.facts.iter().enumerate() {
                    let mention = mention(Some(fact_idx as u32), fact.sentence);
                    match &fact.kind {
                        FactKind::Name(name) if name.words.len() > 1 => {
                            names.push((fold(&name.words).text, mention));
                        }
                        FactKind::Figure(figure) => {
                            if let Some(words) = figure_key(figure, fact, paragraph) {
                                figures.push((words, mention));
                            }
                        }
                        FactKind::Quote(quote) => {
                            let spoken = matches!(quote.purpose, QuoteUse::Speech | QuoteUse::Fragment);
                            if speech && spoken && !quote.nested && !quote.open && quote.n_words > 2 {
                                quotes.push((head(quote.words.of(&paragraph.prose)), mention));
                            }
                        }
                        FactKind::Name(_) | FactKind::Date(_) | FactKind::Attribution(_) => {}
                    }
                }
                if transcript && label::of(&paragraph.prose).is_some() {
                    for (sentence_idx, sentence) in reading.sentences.iter().enumerate() {
                        let words = spoken(&paragraph.prose, sentence.span).of(&paragraph.prose);
                        if words.split_whitespace().count() >= MIN_SPOKEN {
                            quotes.push((head(words), mention(None, sentence_idx as u32)));
                        }
                    }
                }
            }
        }
        Directory {
            names: Table::of(names, true),
            figures: Table::of(figures, false),
            quotes: Table::of(quotes, false),
        }
    }
}

/// The words of a turn's sentence without the label.
pub fn spoken(prose: &str, sentence: Span) -> Span {
    let from = label::of(prose).map_or(0, |_| prose.find(':').map_or(0, |it| it + 1)).max(sentence.start as usize);
    let from = from.min(sentence.end as usize);
    let words = prose.get(from..sentence.end as usize).unwrap_or("");
    let start = sentence.end as usize - words.trim_start().len();
    Span::new(start, start + words.trim().len())
}

fn head(words: &str) -> String {
    let mut folded = fold(words).text;
    let cut = folded.char_indices().map(|(at, _)| at).find(|at| *at >= QUOTE_HEAD);
    folded.truncate(cut.unwrap_or(folded.len()));
    folded
}

fn figure_key(figure: &Figure, fact: &Fact, paragraph: &Paragraph) -> Option<String> {
    match figure.form {
        Form::Number | Form::Range | Form::Age | Form::Score => {}
        Form::Vague | Form::Share | Form::Multiple | Form::Ordinal => return None,
    }
    let prose = &paragraph.prose;
    let digits = digits(figure.number_span.of(prose), paragraph.language);
    let words = figure_words(figure, fact.span, prose).of(prose);
    (!digits.is_empty()).then(|| format!("{digits}\t{}", fold(words).text))
}

/// A number's digits without what groups them; a decimal point stays one. Only the first number of a range.
pub fn digits(number: &str, language: Language) -> String {
    let (point, grouping) = match language {
        Language::Other { decimal_comma: true } => (',', '.'),
        Language::English | Language::Other { decimal_comma: false } => ('.', ','),
    };
    let mut digits = String::new();
    for it in number.chars() {
        if it.is_ascii_digit() {
            digits.push(it);
        } else if it == point && !digits.is_empty() && !digits.contains('.') {
            digits.push('.');
        } else if it != grouping && !it.is_whitespace() && !matches!(it, '\'' | '’') && !digits.is_empty() {
            break;
        }
    }
    digits
}

/// A figure with its hedge, its unit and what is counted, where that follows at once: "about 412,000 containers", but not
/// "$4.25 million for the new crane".
pub fn figure_words(figure: &Figure, whole: Span, prose: &str) -> Span {
    const LONGEST: u32 = 30;
    let follows = |it: &Span| prose.get(whole.end as usize..it.start as usize) == Some(" ");
    let counted = figure.counted.span.filter(|it| it.end.saturating_sub(whole.end) <= LONGEST && follows(it));
    counted.map_or(whole, |it| whole.cover(it))
}

/// The sources of one segment that are still in force, and their directory.
pub struct Part<'a> {
    corpus: &'a Corpus,
    segment_idx: usize,
    segment: &'a Segment,
}

impl<'a> Part<'a> {
    pub fn directory(&self) -> &'a Directory {
        self.segment.directory()
    }

    /// `None` where the file was changed or removed since.
    pub fn source(&self, idx: u32) -> Option<&'a Source> {
        let is_dead = self.corpus.dead.contains(&(self.segment_idx, idx));
        self.segment.sources.get(idx as usize).filter(|_| !is_dead).map(Arc::as_ref)
    }

    /// All sources by their numbers.
    pub fn sources(&self) -> impl Iterator<Item = Option<&'a Source>> {
        (0..self.segment.sources.len() as u32).map(|idx| self.source(idx))
    }

    /// Sentences, by their numbers, with how many rare words they share with these.
    pub fn scores(&self, stems: &[Stem]) -> FxHashMap<u32, f32> {
        self.segment.scores(stems)
    }
}

impl Corpus {
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.segments.iter().enumerate().map(|(segment_idx, segment)| Part { corpus: self, segment_idx, segment })
    }

    /// Makes the directories now rather than with the first question.
    pub fn prepare(&self) {
        for segment in &self.segments {
            segment.directory();
            segment.roster();
        }
    }

    /// The source of a number: those of a segment are numbered in order.
    pub fn source(&self, id: TextId) -> Option<&Source> {
        self.segments.iter().enumerate().find_map(|(segment_idx, segment)| {
            let idx = segment.sources.binary_search_by_key(&id, |it| it.id).ok()?;
            Part { corpus: self, segment_idx, segment }.source(idx as u32)
        })
    }
}

#[cfg(test)]
mod tests;
