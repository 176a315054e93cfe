//! What some sources hold, by its words: names, figures and quotations in alphabetical order, for whoever looks for one by
//! its first letters or digits.
//!
//! NB: confidential sources are left out when it is made, so that nobody has to remember it later.

use rayon::prelude::*;

use super::Corpus;
use super::pack::{Put, Sections, Take, Words, partition_point};
use super::segment::Segment;
use super::source::{Head, Source};
use crate::fact::{Fact, FactKind, Figure, Form, QuoteUse, SourceKind};
use crate::text::fold::fold;
use crate::text::{Language, Paragraph, Span, label};

/// One place of the sources of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The sentence's number in the segment.
    pub number: u32,
    /// Index into the reading's facts; `None` for a sentence of a transcript, which is speech without marks.
    pub fact: Option<u32>,
}

/// Words in alphabetical order, folded, each with its places in the order of the sources; being gathered.
#[derive(Debug, Default)]
pub struct Entries(Vec<(String, Mention)>);

impl Entries {
    pub fn push(&mut self, words: String, mention: Mention) {
        self.0.push((words, mention));
    }

    pub fn append(&mut self, other: Entries, first: u32) {
        let moved = |(words, it): (String, Mention)| (words, Mention { number: it.number + first, fact: it.fact });
        self.0.extend(other.0.into_iter().map(moved));
    }

    /// As sections: see [`Table`]. Calls back with each entry's words and number.
    pub fn finish(mut self, out: &mut Sections, mut each: impl FnMut(u32, &str)) {
        self.0.par_sort_unstable();
        self.0.dedup();
        let (mut words, mut ends) = (Vec::new(), Put::default());
        let (mut mentions, mut mention_ends) = (Put::default(), Put::default());
        for (entry, same) in (0..).zip(self.0.chunk_by(|a, b| a.0 == b.0)) {
            let name = same.first().map_or("", |it| it.0.as_str());
            each(entry, name);
            words.extend_from_slice(name.as_bytes());
            ends.word(words.len() as u32);
            let mut last = 0;
            for (_, it) in same {
                mentions.var(u64::from(it.number - last));
                mentions.var(it.fact.map_or(0, |it| u64::from(it) + 1));
                last = it.number;
            }
            mention_ends.word(mentions.0.len() as u32);
        }
        for section in [words, ends.0, mentions.0, mention_ends.0] {
            out.add(section);
        }
    }
}

/// The same, by the sections that [`Entries::finish`] wrote.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// All entries' words, one after another.
    words: &'a [u8],
    ends: Words<'a>,
    mentions: &'a [u8],
    mention_ends: Words<'a>,
}

/// What some sources hold, being gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    names: Entries,
    figures: Entries,
    quotes: Entries,
}

#[derive(Clone, Copy, Debug)]
pub struct Directory<'a> {
    pub names: Table<'a>,
    /// Where words of names begin, sorted by what stands from there: the entry and the byte.
    starts: Words<'a>,
    /// "412000", a tab, and the words: "about 412,000 containers".
    pub figures: Table<'a>,
    /// By the first words of the quotation.
    pub quotes: Table<'a>,
}

/// So many bytes of a quotation tell it from any other.
const QUOTE_HEAD: usize = 96;

/// A turn of a transcript is worth quoting from so many words on.
const MIN_SPOKEN: usize = 4;

impl<'a> Table<'a> {
    pub fn of(sections: &mut impl Iterator<Item = &'a [u8]>) -> Table<'a> {
        let mut next = || sections.next().unwrap_or_default();
        Table { words: next(), ends: Words(next()), mentions: next(), mention_ends: Words(next()) }
    }

    /// How many entries there are.
    pub fn n_entries(self) -> usize {
        self.ends.len()
    }

    fn range(ends: Words<'_>, entry: usize) -> Option<std::ops::Range<usize>> {
        let start = entry.checked_sub(1).and_then(|it| ends.get(it)).unwrap_or(0);
        Some(start as usize..ends.get(entry)? as usize)
    }

    pub fn words(self, entry: usize) -> &'a str {
        let bytes = Self::range(self.ends, entry).and_then(|it| self.words.get(it)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or("")
    }

    pub fn mentions(self, entry: usize) -> impl Iterator<Item = Mention> + 'a {
        let bytes = Self::range(self.mention_ends, entry).and_then(|it| self.mentions.get(it));
        let mut it = Take(bytes.unwrap_or_default());
        let mut last = 0_u32;
        std::iter::from_fn(move || {
            last = last.checked_add(it.n()?)?;
            Some(Mention { number: last, fact: it.n()?.checked_sub(1) })
        })
    }

    /// The entry of the very same words.
    pub fn exactly(self, words: &str) -> Option<usize> {
        let idx = partition_point(self.n_entries(), |it| self.words(it) < words);
        (idx < self.n_entries() && self.words(idx) == words).then_some(idx)
    }

    /// Entries that begin so, in order.
    pub fn starting(self, prefix: &str) -> impl Iterator<Item = usize> {
        let first = partition_point(self.n_entries(), |it| self.words(it) < prefix);
        (first..self.n_entries()).take_while(move |it| self.words(*it).starts_with(prefix))
    }

    /// Entries that hold all of these words, in order.
    pub fn holding(self, words: &[&str]) -> impl Iterator<Item = usize> {
        (0..self.n_entries()).filter(move |it| {
            let held = self.words(*it);
            words.iter().all(|word| held.contains(word))
        })
    }
}

/// Sections that a directory takes.
pub const N_SECTIONS: usize = 13;

impl<'a> Directory<'a> {
    pub fn of(sections: &mut impl Iterator<Item = &'a [u8]>) -> Directory<'a> {
        let names = Table::of(sections);
        let starts = Words(sections.next().unwrap_or_default());
        Directory { names, starts, figures: Table::of(sections), quotes: Table::of(sections) }
    }

    /// Names with a word that begins so, and the byte where it does.
    pub fn names_with(self, prefix: &str) -> impl Iterator<Item = (usize, usize)> {
        let start = move |idx: usize| {
            let entry = self.starts.get(idx * 2).unwrap_or(u32::MAX) as usize;
            (entry, self.starts.get(idx * 2 + 1).unwrap_or(u32::MAX) as usize)
        };
        let from = move |(entry, at): (usize, usize)| self.names.words(entry).get(at..).unwrap_or("");
        let n = self.starts.len() / 2;
        let first = partition_point(n, |it| from(start(it)) < prefix);
        (first..n).map(start).take_while(move |it| from(*it).starts_with(prefix))
    }
}

impl Gathered {
    /// All that an opened source holds; its sentences are numbered from 0.
    pub fn add(&mut self, source: &Source) {
        if source.reference.confidential {
            return;
        }
        let speech = source.reference.verbatim;
        let transcript = speech && source.reference.kind == SourceKind::Transcript;
        let mut number = 0;
        for (paragraph, reading) in source.text.paragraphs.iter().zip(source.readings()) {
            let first = number;
            number += reading.sentences.len() as u32;
            let mention = |fact: Option<u32>, sentence: u32| Mention { number: first + sentence, fact };
            for (fact_idx, fact) in reading.facts.iter().enumerate() {
                let mention = mention(Some(fact_idx as u32), fact.sentence);
                match &fact.kind {
                    FactKind::Name(name) if name.words.len() > 1 => {
                        self.names.push(fold(&name.words).text, mention);
                    }
                    FactKind::Figure(figure) => {
                        if let Some(words) = figure_key(figure, fact, paragraph) {
                            self.figures.push(words, mention);
                        }
                    }
                    FactKind::Quote(quote) => {
                        let spoken = matches!(quote.purpose, QuoteUse::Speech | QuoteUse::Fragment);
                        if speech && spoken && !quote.nested && !quote.open && quote.n_words > 2 {
                            self.quotes.push(head(quote.words.of(&paragraph.prose)), mention);
                        }
                    }
                    FactKind::Name(_) | FactKind::Date(_) | FactKind::Attribution(_) => {}
                }
            }
            if transcript && label::of(&paragraph.prose).is_some() {
                for (sentence_idx, sentence) in reading.sentences.iter().enumerate() {
                    let words = spoken(&paragraph.prose, sentence.span).of(&paragraph.prose);
                    if words.split_whitespace().count() >= MIN_SPOKEN {
                        self.quotes.push(head(words), mention(None, sentence_idx as u32));
                    }
                }
            }
        }
    }

    /// What another one gathered, whose first sentence has the number `first` here.
    pub fn append(&mut self, other: Gathered, first: u32) {
        self.names.append(other.names, first);
        self.figures.append(other.figures, first);
        self.quotes.append(other.quotes, first);
    }

    pub fn finish(self, out: &mut Sections) {
        let mut starts: Vec<(String, u32, u32)> = Vec::new();
        self.names.finish(out, |entry, words| {
            let begins = words.char_indices().filter(|(at, it)| {
                let before = words.get(..*at).and_then(|it| it.chars().next_back());
                it.is_alphanumeric() && before.is_none_or(|it| !it.is_alphanumeric() && it != '\'')
            });
            starts.extend(begins.map(|(at, _)| (words.get(at..).unwrap_or("").to_string(), entry, at as u32)));
        });
        starts.par_sort_unstable();
        let mut sorted = Put::default();
        for (_, entry, at) in starts {
            sorted.word(entry);
            sorted.word(at);
        }
        out.add(sorted.0);
        self.figures.finish(out, |_, _| {});
        self.quotes.finish(out, |_, _| {});
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
    pub fn directory(&self) -> Directory<'a> {
        self.segment.directory()
    }

    /// The source that a sentence stands in, by its number in the part. `None` where the file was changed or removed.
    pub fn head(&self, number: u32) -> Option<&'a Head> {
        let (source, _) = self.segment.source_of(number)?;
        self.segment.head(source).filter(|_| self.is_live(source)).map(AsRef::as_ref)
    }

    fn is_live(&self, source: u32) -> bool {
        !self.corpus.is_dead(self.segment_idx, source)
    }

    /// The same opened, with the sentence's paragraph and its number there.
    pub fn open(&self, number: u32) -> Option<(&'a Source, u32, u32)> {
        let (source, sentence) = self.segment.source_of(number)?;
        let source = self.segment.open(source).filter(|_| self.is_live(source))?;
        let (paragraph, sentence) = source.sentence(sentence)?;
        Some((source, paragraph, sentence))
    }
}

impl Corpus {
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        self.segments().enumerate().map(|(segment_idx, segment)| Part { corpus: self, segment_idx, segment })
    }
}

#[cfg(test)]
mod tests;
