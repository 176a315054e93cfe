//! What the sources have for a writer in the middle of a word, a number or a quotation.
//!
//! Ranked by what stands around the cursor: sentences of the sources that share rare words with it first, then what more
//! sources have. Nothing from confidential sources, from leads and withdrawn ones, and from the draft's own earlier
//! versions. Looks words up; whether a figure fits the sentence is for the checks, once it stands there.

mod at;
mod symbols;

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Engine;
use super::draft::Draft;
use crate::corpus::directory::{Mention, Part, Table};
use crate::corpus::index::Scores;
use crate::corpus::source::Head;
use crate::fact::Stem;
use crate::rules::HouseName;
use crate::text::fold::one_line;
use crate::text::{Span, TextId};
use at::At;

pub use symbols::{Symbol, SymbolSort};

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

/// More than this nobody reads.
const MAX_OFFERS: usize = 50;

/// So many places are looked at for one answer: what a letter or a digit leads to in the largest corpora.
const MAX_MENTIONS: usize = 30_000;

/// So many of them are opened: in an archive a name may stand in every second source.
const MAX_OPENED: usize = 1_000;

/// Entries that share words, over all segments.
#[derive(Default)]
struct Group<'a> {
    best: Option<At<'a>>,
    sources: FxHashSet<TextId>,
    last_source: Option<TextId>,
    /// Spellings and how many sources have each.
    spellings: Vec<(&'a str, u32)>,
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
        let scored = self.corpus.score(&stems);
        for (part, scores) in self.corpus.parts().zip(scored.by_part()) {
            let directory = part.directory();
            let is_usable = |it: &Head| self.corpus.trust(it).counts() && !masked.contains(&it.id);
            let mut gather =
                Gather { part: &part, is_usable: &is_usable, scores, n_mentions: 0, n_opened: 0, groups: &mut groups };
            match wanted {
                Wanted::Number { digits, sign, .. } => {
                    let figures = directory.figures;
                    let signed = |words: &str| sign.is_none_or(|it| words.contains(it));
                    for entry in figures.starting(digits) {
                        gather.add(figures.words(entry), figures.mentions(entry), At::figure, &signed);
                    }
                }
                Wanted::Name { typed, .. } => {
                    let names = directory.names;
                    for (entry, at) in directory.names_with(typed) {
                        let words = names.words(entry);
                        gather.add(words, names.mentions(entry), At::name, &|_| true);
                        let last = words.get(at..).unwrap_or("");
                        if at > 0 && !last.contains(' ') {
                            gather.add(last, names.mentions(entry), At::surname, &|_| true);
                        }
                    }
                }
                Wanted::Quote { typed } => {
                    gather.add_nearest(directory.quotes, directory.quotes.starting(typed), At::spoken);
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
            Wanted::Quote { .. } => (one_line(at.spoken()?), at.speaker()),
        };
        let sentence = at.sentence()?;
        let place = at.paragraph.to_text(sentence);
        Some(Offer {
            words,
            source: at.source.reference.path.clone(),
            line: at.source.line(place.start),
            sentence: one_line(sentence.of(&at.paragraph.prose)),
            speaker,
            n_sources: group.sources.len() as u32,
        })
    }

    /// Whether the words end in a hedge: "more than" before a number that has its own would be one too many.
    fn is_hedged(&self, before: &str) -> bool {
        let before = before.trim_end().to_lowercase();
        let last = before.rsplit(' ').next().unwrap_or("");
        let ends = |phrase: &str| before.strip_suffix(phrase).is_some_and(|it| it.is_empty() || it.ends_with(' '));
        self.rules.lexicon.hedges.before.at(last).iter().any(|(phrase, _)| ends(phrase))
    }
}

/// Puts entries into their groups. Looked at for every place that a letter leads to: what needs the place's own text is put
/// off until a place is the best so far, or its source is new.
struct Gather<'g, 'a> {
    part: &'g Part<'a>,
    is_usable: &'g dyn Fn(&Head) -> bool,
    scores: &'g Scores,
    n_mentions: usize,
    n_opened: usize,
    groups: &'g mut FxHashMap<&'a str, Group<'a>>,
}

type Spelling<'a> = fn(&At<'a>) -> Option<&'a str>;

impl<'a> Gather<'_, 'a> {
    /// `spelling` gives the words at a place; where it gives none, the place is another thing.
    fn add(
        &mut self,
        key: &'a str,
        mentions: impl Iterator<Item = Mention>,
        spelling: Spelling<'a>,
        wanted: &dyn Fn(&str) -> bool,
    ) {
        for mention in mentions {
            if self.n_mentions >= MAX_MENTIONS {
                return;
            }
            self.n_mentions += 1;
            let Some(source) = self.part.head(mention.number).filter(|it| (self.is_usable)(it)) else { continue };
            let score = self.scores.get(mention.number).unwrap_or(0.0);
            let group = self.groups.entry(key).or_default();
            let is_new = group.last_source != Some(source.id);
            let is_better = group.best.is_none_or(|it| score > it.score);
            if !is_new && !is_better {
                continue;
            }
            // Of what very many sources have, the first that are opened tell how it is written.
            if !is_better && self.n_opened >= MAX_OPENED {
                group.last_source = Some(source.id);
                group.sources.insert(source.id);
                continue;
            }
            self.n_opened += 1;
            let Some(at) = At::of(self.part, mention, score) else { continue };
            let Some(words) = spelling(&at).filter(|it| wanted(it)) else { continue };
            group.last_source = Some(source.id);
            if is_new && group.sources.insert(source.id) {
                match group.spellings.iter_mut().find(|(it, _)| *it == words) {
                    Some((_, n)) => *n += 1,
                    None => group.spellings.push((words, 1)),
                }
            }
            if group.best.is_none_or(|best| at.is_before(&best)) {
                group.best = Some(at);
            }
        }
    }

    /// Entries that share words with what is being written; of the others no more than could be shown.
    fn add_nearest(&mut self, table: Table<'a>, entries: impl Iterator<Item = usize>, spelling: Spelling<'a>) {
        let mut n_far = 0;
        for entry in entries {
            if !table.mentions(entry).any(|it| self.scores.get(it.number).is_some()) {
                n_far += 1;
                if n_far > MAX_OFFERS {
                    continue;
                }
            }
            self.add(table.words(entry), table.mentions(entry), spelling, &|_| true);
        }
    }
}

impl<'a> Group<'a> {
    fn rank(&self, other: &Group<'a>) -> Ordering {
        let score = |it: &Group<'_>| it.best.map_or(0.0, |it| it.score);
        score(other).total_cmp(&score(self)).then(other.sources.len().cmp(&self.sources.len()))
    }

    /// The one that most sources have; capitals throughout ("HOLT") only where nobody writes otherwise.
    fn spelling(&self) -> Option<&'a str> {
        let loud = |it: &str| !it.chars().any(char::is_lowercase);
        let key = |it: &(&'a str, u32)| (!loud(it.0), it.1, std::cmp::Reverse(it.0));
        self.spellings.iter().max_by_key(|it| key(it)).map(|it| it.0)
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
