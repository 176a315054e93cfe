//! What the sources have for a writer in the middle of a word, a number or a quotation; and what they hold by name.
//!
//! Ranked by what stands around the cursor: sentences of the sources that share rare words with it first, then what more
//! sources have. Nothing from confidential sources, from leads and withdrawn ones, and from the draft's own earlier
//! versions. Looks words up; whether a figure fits the sentence is for the checks, once it stands there.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::Engine;
use super::draft::Draft;
use crate::corpus::directory::{self, Mention, Part, Table, figure_words};
use crate::corpus::segment::Source;
use crate::fact::{Fact, FactKind, Reading, Stem, Trust};
use crate::text::fold::fold;
use crate::text::{Paragraph, Place, Span, TextId, label};

/// What is being typed.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// A number: its digits so far, and the words before it.
    Number { digits: &'a str, sign: Option<char>, before: &'a str },
    /// The beginning of a name, or of a later word of one.
    Name { typed: &'a str, house: &'a [HouseName] },
    /// A quotation, by its words so far.
    Quote { typed: &'a str },
}

/// A spelling of the house, and those that it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseName {
    pub spelling: String,
    pub instead_of: Vec<String>,
}

/// Words that sources have, with the place that is nearest to what is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What is to stand in the draft.
    pub words: String,
    pub source: String,
    pub line: u32,
    /// The source's sentence.
    pub sentence: String,
    pub speaker: Option<String>,
    pub n_sources: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SymbolSort {
    Name,
    Figure,
}

/// A name or a figure of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub words: String,
    pub sort: SymbolSort,
    pub source: String,
    pub place: Place,
}

/// More than this nobody reads.
const MAX_OFFERS: usize = 50;

/// So many places are looked at for one answer: what a letter or a digit leads to in the largest corpora.
const MAX_MENTIONS: usize = 30_000;

/// Entries that share words, over all segments.
#[derive(Default)]
struct Group<'a> {
    best: Option<At<'a>>,
    n_sources: u32,
    last_source: Option<TextId>,
    /// Spellings and how many sources have each.
    spellings: Vec<(&'a str, u32)>,
}

/// A place with what is needed to show it.
#[derive(Clone, Copy)]
struct At<'a> {
    source: &'a Source,
    paragraph: &'a Paragraph,
    reading: &'a Reading,
    mention: Mention,
    score: f32,
}

impl Engine {
    /// What the sources have for what is being typed at a byte of a draft, best first.
    pub fn offer(&self, id: TextId, offset: u32, wanted: Wanted<'_>) -> Vec<Offer> {
        let Some(draft) = self.drafts.get(&id) else {
            return Vec::new();
        };
        let masked = draft.masked.as_ref().map_or(&[][..], |it| it.sources.as_slice());
        let stems = stems_at(draft, offset, matches!(wanted, Wanted::Quote { .. }));
        let mut groups: FxHashMap<&str, Group<'_>> = FxHashMap::default();
        for part in self.corpus.parts() {
            let scores = part.scores(&stems);
            let mut gather = Gather { part: &part, masked, scores: &scores, n_mentions: 0, groups: &mut groups };
            let directory = part.directory();
            match wanted {
                Wanted::Number { digits, sign, .. } => {
                    let signed = |at: &At<'_>| sign.is_none_or(|it| at.figure().is_some_and(|at| at.contains(it)));
                    for entry in directory.figures.starting(digits) {
                        gather.add(directory.figures.words(entry), &directory.figures, entry, &signed, &|_| None);
                    }
                }
                Wanted::Name { typed, .. } => {
                    let names = &directory.names;
                    for (entry, at) in names.starting_inside(typed) {
                        let words = names.words(entry);
                        gather.add(words, names, entry, &|_| true, &At::name);
                        let surname = words.get(at..).unwrap_or("");
                        if at > 0 && !surname.contains(' ') {
                            let is_surname = |it: &At<'_>| it.surname().is_some();
                            gather.add(surname, names, entry, &is_surname, &At::surname);
                        }
                    }
                }
                Wanted::Quote { typed } => {
                    for entry in directory.quotes.starting(typed) {
                        gather.add(directory.quotes.words(entry), &directory.quotes, entry, &|_| true, &|_| None);
                    }
                }
            }
        }
        let mut groups: Vec<(&str, Group<'_>)> = groups.into_iter().filter(|(_, it)| it.best.is_some()).collect();
        groups.sort_by(|a, b| a.1.rank(&b.1).then_with(|| a.0.cmp(b.0)));
        let mut offers: Vec<Offer> = Vec::new();
        for (_, group) in groups {
            if offers.len() >= MAX_OFFERS {
                break;
            }
            if let Some(offer) = self.offered(&group, wanted)
                && !offers.iter().any(|it| it.words == offer.words)
            {
                offers.push(offer);
            }
        }
        offers
    }

    fn offered(&self, group: &Group<'_>, wanted: Wanted<'_>) -> Option<Offer> {
        let at = group.best?;
        let (words, speaker) = match wanted {
            Wanted::Number { before, .. } => {
                let words = at.figure()?;
                let words = if self.is_hedged(before) || ends_alike(before, words) { at.unhedged()? } else { words };
                (one_line(words), None)
            }
            Wanted::Name { house, .. } => (in_house(group.spelling()?, house), None),
            Wanted::Quote { .. } => at.quotation()?,
        };
        let sentence = at.sentence()?;
        let place = at.paragraph.to_text(sentence);
        Some(Offer {
            words,
            source: at.source.reference.path.clone(),
            line: at.source.line(place.start),
            sentence: one_line(sentence.of(&at.paragraph.prose)),
            speaker,
            n_sources: group.n_sources,
        })
    }

    /// Whether the words end in a hedge: "more than" before a number that has its own would be one too many.
    fn is_hedged(&self, before: &str) -> bool {
        let before = before.trim_end().to_lowercase();
        let last = before.rsplit(' ').next().unwrap_or("");
        let ends = |phrase: &str| before.strip_suffix(phrase).is_some_and(|it| it.is_empty() || it.ends_with(' '));
        self.rules.lexicon.hedges.before.at(last).iter().any(|(phrase, _)| ends(phrase))
    }

    /// Names and figures of the sources that hold all of these words, by their words, at most `most`.
    pub fn symbols(&self, words: &str, most: usize) -> Vec<Symbol> {
        let folded = fold(words).text;
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut found = Vec::new();
        for part in self.corpus.parts() {
            let directory = part.directory();
            list(&part, &directory.names, &words, SymbolSort::Name, most, &mut found);
            list(&part, &directory.figures, &words, SymbolSort::Figure, most, &mut found);
        }
        found.sort_by(|a, b| a.key().cmp(&b.key()));
        found.truncate(most);
        found.into_iter().filter_map(Hit::symbol).collect()
    }
}

/// An entry's first place in one source.
struct Hit<'a> {
    sort: SymbolSort,
    words: &'a str,
    at: At<'a>,
}

/// NB: entries are in order and each list stops at `most`, so what is left out would have been cut off in the end.
fn list<'a>(
    part: &Part<'a>,
    table: &'a Table,
    words: &[&str],
    sort: SymbolSort,
    most: usize,
    found: &mut Vec<Hit<'a>>,
) {
    let mut n_found = 0;
    for entry in table.holding(words) {
        let mut last = None;
        for mention in table.mentions(entry) {
            if last == Some(mention.source) {
                continue;
            }
            last = Some(mention.source);
            let Some(at) = At::of(part, *mention, 0.0) else { continue };
            found.push(Hit { sort, words: table.words(entry), at });
            n_found += 1;
        }
        if n_found >= most {
            return;
        }
    }
}

impl<'a> Hit<'a> {
    fn key(&self) -> (SymbolSort, &'a str, &'a str) {
        (self.sort, self.words, &self.at.source.reference.path)
    }

    fn symbol(self) -> Option<Symbol> {
        let at = self.at;
        let fact = at.fact()?;
        let words = match self.sort {
            SymbolSort::Name => at.name()?,
            SymbolSort::Figure => at.figure()?,
        };
        let place = Place { text: at.source.id, span: at.paragraph.to_text(fact.span) };
        Some(Symbol { words: one_line(words), sort: self.sort, source: at.source.reference.path.clone(), place })
    }
}

/// Puts entries into their groups.
struct Gather<'g, 'a> {
    part: &'g Part<'a>,
    masked: &'g [TextId],
    scores: &'g FxHashMap<u32, f32>,
    n_mentions: usize,
    groups: &'g mut FxHashMap<&'a str, Group<'a>>,
}

impl<'a> Gather<'_, 'a> {
    fn add(
        &mut self,
        key: &'a str,
        table: &'a Table,
        entry: usize,
        wanted: &dyn Fn(&At<'a>) -> bool,
        spelling: &dyn Fn(&At<'a>) -> Option<&'a str>,
    ) {
        for mention in table.mentions(entry) {
            if self.n_mentions >= MAX_MENTIONS {
                return;
            }
            self.n_mentions += 1;
            let score = self.scores.get(&mention.number).copied().unwrap_or(0.0);
            let Some(at) = At::of(self.part, *mention, score) else { continue };
            let weak = matches!(at.source.reference.trust, Trust::Lead | Trust::Withdrawn);
            if weak || self.masked.contains(&at.source.id) || !wanted(&at) {
                continue;
            }
            let group = self.groups.entry(key).or_default();
            if group.last_source != Some(at.source.id) {
                group.last_source = Some(at.source.id);
                group.n_sources += 1;
                if let Some(spelling) = spelling(&at) {
                    match group.spellings.iter_mut().find(|(it, _)| *it == spelling) {
                        Some((_, n)) => *n += 1,
                        None => group.spellings.push((spelling, 1)),
                    }
                }
            }
            if group.best.is_none_or(|best| at.is_before(&best)) {
                group.best = Some(at);
            }
        }
    }
}

impl<'a> Group<'a> {
    fn rank(&self, other: &Group<'a>) -> Ordering {
        let score = |it: &Group<'_>| it.best.map_or(0.0, |it| it.score);
        score(other).total_cmp(&score(self)).then(other.n_sources.cmp(&self.n_sources))
    }

    /// The one that most sources have; capitals throughout ("HOLT") only where nobody writes otherwise.
    fn spelling(&self) -> Option<&'a str> {
        let loud = |it: &str| !it.chars().any(char::is_lowercase);
        let key = |it: &(&'a str, u32)| (!loud(it.0), it.1, std::cmp::Reverse(it.0));
        self.spellings.iter().max_by_key(|it| key(it)).map(|it| it.0)
    }
}

impl<'a> At<'a> {
    fn of(part: &Part<'a>, mention: Mention, score: f32) -> Option<At<'a>> {
        let source = part.source(mention.source)?;
        let paragraph = source.text.paragraphs.get(mention.paragraph as usize)?;
        let reading = source.readings.get(mention.paragraph as usize)?;
        Some(At { source, paragraph, reading, mention, score })
    }

    /// Nearer to what is being written; of equals, the first by path and place.
    fn is_before(&self, other: &At<'_>) -> bool {
        let place = |it: &At<'_>| (it.mention.paragraph, it.mention.sentence, it.mention.fact);
        match self.score.total_cmp(&other.score) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal if self.source.id == other.source.id => place(self) < place(other),
            Ordering::Equal => self.source.reference.path < other.source.reference.path,
        }
    }

    fn fact(&self) -> Option<&'a Fact> {
        self.reading.facts.get(self.mention.fact? as usize)
    }

    fn sentence(&self) -> Option<Span> {
        self.reading.sentences.get(self.mention.sentence as usize).map(|it| it.span)
    }

    fn name(&self) -> Option<&'a str> {
        match &self.fact()?.kind {
            FactKind::Name(name) => Some(&name.words),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    fn surname(&self) -> Option<&'a str> {
        match &self.fact()?.kind {
            FactKind::Name(name) => Some(name.surname.as_str()).filter(|_| !name.given.is_empty()),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    /// With hedge, unit and what is counted.
    fn figure(&self) -> Option<&'a str> {
        let fact = self.fact()?;
        match &fact.kind {
            FactKind::Figure(figure) => {
                let prose = &self.paragraph.prose;
                Some(figure_words(figure, fact.span, prose).of(prose))
            }
            FactKind::Name(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    /// The same without a hedge before it.
    fn unhedged(&self) -> Option<&'a str> {
        let fact = self.fact()?;
        match &fact.kind {
            FactKind::Figure(figure) => {
                let prose = &self.paragraph.prose;
                let whole = figure_words(figure, fact.span, prose);
                let hedge = figure.hedge_span.filter(|it| it.end <= figure.number_span.start);
                let start = hedge.map_or(whole.start, |it| it.end.clamp(whole.start, whole.end));
                Some(Span { start, end: whole.end }.of(prose).trim_start())
            }
            FactKind::Name(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    /// The words between the marks, and who is said to have spoken them.
    fn quotation(&self) -> Option<(String, Option<String>)> {
        let prose = &self.paragraph.prose;
        if self.mention.fact.is_none() {
            let words = directory::spoken(prose, self.sentence()?).of(prose);
            return Some((one_line(words), label::of(prose).map(str::to_string)));
        }
        let FactKind::Quote(quote) = &self.fact()?.kind else {
            return None;
        };
        let links = self.source.links.get(self.mention.paragraph as usize);
        let by = quote.attribution.or(self.mention.fact);
        let linked = by.and_then(|it| links?.speaker(it as usize));
        let own = quote.attribution.and_then(|it| self.reading.facts.get(it as usize)).and_then(|it| match &it.kind {
            FactKind::Attribution(it) => Some(&it.speaker),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) => None,
        });
        let speaker = linked.or(own).map(|it| it.words.clone()).filter(|it| !it.is_empty());
        Some((one_line(quote.words.of(prose)), speaker))
    }
}

/// What the sentence at a place, or its whole paragraph, is about; of an empty one, what stands around it.
fn stems_at(draft: &Draft, offset: u32, whole: bool) -> Vec<Stem> {
    let Some(idx) = draft.text.paragraphs.partition_point(|it| it.at.start <= offset).checked_sub(1) else {
        return Vec::new();
    };
    let (Some(paragraph), Some(reading)) = (draft.text.paragraphs.get(idx), draft.reading(idx)) else {
        return Vec::new();
    };
    let at = |span: Span| {
        let span = paragraph.to_text(span);
        span.start <= offset && offset <= span.end
    };
    let sentences = reading.sentences.iter().filter(|it| whole || at(it.span));
    let mut stems: Vec<Stem> = sentences.flat_map(|it| it.stems.iter().copied()).collect();
    if stems.len() < FEW_STEMS {
        stems.extend(draft.around(idx));
    }
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// A sentence with fewer content words has only begun.
const FEW_STEMS: usize = 3;

/// The hedge that the figure has stands in the draft already.
fn ends_alike(before: &str, words: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or("");
    let first = words.split(' ').next().unwrap_or("");
    !last.is_empty() && last.eq_ignore_ascii_case(first)
}

/// A name with the spellings that the house replaces put right.
fn in_house(name: &str, house: &[HouseName]) -> String {
    let mut words = name.to_string();
    for it in house {
        for old in it.instead_of.iter().filter(|old| !old.is_empty() && **old != it.spelling) {
            let begins = |at: usize| words.get(..at).is_some_and(|it| !it.ends_with(char::is_alphanumeric));
            let ends = |at: usize| words.get(at..).is_some_and(|it| !it.starts_with(char::is_alphanumeric));
            let found = words.match_indices(old.as_str()).map(|(at, _)| at);
            let Some(at) = found.into_iter().find(|at| begins(*at) && ends(at + old.len())) else { continue };
            words.replace_range(at..at + old.len(), &it.spelling);
        }
    }
    words
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<&str>>().join(" ")
}
