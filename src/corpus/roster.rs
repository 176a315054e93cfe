//! The names of some sources, by their words: the same name again, those that share one of two words with it, and those
//! that are the same but for a word.
//!
//! Names of confidential sources are among them, since they check a draft: whoever shows a place must look whose it is.
//! The roster finds what is a letter or two away; whether that is a slip is for a check.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use super::directory::Mention;
use super::segment::Source;
use super::{Corpus, Found};
use crate::fact::{Fact, FactKind, Name, NameKind, Stem};
use crate::read::token;
use crate::text::TextId;
use crate::text::alike::{NameWord, edits, name_key, name_words};

#[derive(Debug, Default)]
pub struct Roster {
    /// Sorted by words.
    entries: Vec<Entry>,
    /// Hashes of slots and the entries that stand in them, sorted.
    slots: Vec<(u32, u32)>,
}

#[derive(Debug)]
struct Entry {
    /// Folded, by single spaces.
    words: String,
    mentions: Vec<Mention>,
}

/// What an entry is looked up by, with words of the name in it.
#[derive(Clone, Copy, Debug, Hash)]
enum Slot<'a> {
    /// A word with another one behind it: "mira" of "mira holt".
    First(&'a str),
    /// A word with another one before it.
    Last(&'a str),
    /// All words but one, which would stand at this index.
    Without(usize, &'a str),
}

/// Longer runs of capitals are no names.
const MOST_WORDS: usize = 8;

/// So many entries of one slot are compared with a name.
const MOST_COMPARED: usize = 3_000;

/// So many names beside one are handed on.
const MOST_NEAR: usize = 8;

fn hash(slot: Slot<'_>) -> u32 {
    let mut hasher = FxHasher::default();
    slot.hash(&mut hasher);
    // NB: the low bits of this hash are poor.
    (hasher.finish() >> 24) as u32
}

/// Calls back with each slot that a name of these words stands in.
fn slots(words: &[&str], is_body: bool, found: &mut dyn FnMut(u32)) {
    let n = words.len();
    if !(2..=MOST_WORDS).contains(&n) {
        return;
    }
    if n == 2 || !is_body {
        for pair in pairs(words) {
            found(hash(Slot::First(pair.0)));
            found(hash(Slot::Last(pair.1)));
        }
    }
    if n > 2 {
        for skipped in 0..n {
            found(hash(Slot::Without(skipped, &without(words, skipped))));
        }
    }
}

/// Words that may be a first and a last name: neighbours, and the two ends.
fn pairs<'a>(words: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<(&str, &str)> = words.windows(2).filter_map(|it| Some((*it.first()?, *it.last()?))).collect();
    if words.len() > 2 {
        pairs.extend(words.first().zip(words.last()).map(|it| (*it.0, *it.1)));
    }
    pairs
}

/// Whether two words of a name that may be a first and a last one are such. Asked of every name that shares a first name
/// with the draft's, so nothing is gathered.
fn has_pair(words: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
    let ends = words.split_once(' ').and_then(|it| Some((it.0, it.1.rsplit(' ').next()?)));
    let neighbours = words.split(' ').zip(words.split(' ').skip(1));
    ends.into_iter().chain(neighbours).any(|(one, other)| fits(one, other))
}

fn without(words: &[&str], skipped: usize) -> String {
    let rest: Vec<&str> = words.iter().enumerate().filter(|(idx, _)| *idx != skipped).map(|it| *it.1).collect();
    rest.join(" ")
}

impl Roster {
    pub fn of(sources: &[Arc<Source>]) -> Roster {
        let mut found: FxHashMap<String, (bool, Vec<Mention>)> = FxHashMap::default();
        let mut number = 0;
        for (source_idx, source) in sources.iter().enumerate() {
            for (idx, reading) in source.readings.iter().enumerate() {
                let first = number;
                number += reading.sentences.len() as u32;
                for (fact_idx, fact) in reading.facts.iter().enumerate() {
                    let FactKind::Name(name) = &fact.kind else { continue };
                    let words = name_words(&name.words);
                    if words.is_empty() || words.len() > MOST_WORDS {
                        continue;
                    }
                    let mention = Mention {
                        source: source_idx as u32,
                        paragraph: idx as u32,
                        fact: Some(fact_idx as u32),
                        sentence: fact.sentence,
                        number: first + fact.sentence,
                    };
                    let entry = found.entry(name_key(&words)).or_insert((true, Vec::new()));
                    entry.0 &= name.kind == NameKind::Body;
                    entry.1.push(mention);
                }
            }
        }
        let mut all: Vec<(String, (bool, Vec<Mention>))> = found.into_iter().collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut roster = Roster::default();
        for (words, (is_body, mut mentions)) in all {
            let number = roster.entries.len() as u32;
            let parts: Vec<&str> = words.split(' ').collect();
            slots(&parts, is_body, &mut |slot| roster.slots.push((slot, number)));
            mentions.shrink_to_fit();
            roster.entries.push(Entry { words, mentions });
        }
        roster.slots.sort_unstable();
        roster.slots.dedup();
        roster.slots.shrink_to_fit();
        roster
    }

    fn exactly(&self, words: &str) -> Option<&Entry> {
        let idx = self.entries.binary_search_by(|it| it.words.as_str().cmp(words)).ok()?;
        self.entries.get(idx)
    }

    fn at(&self, slot: Slot<'_>) -> impl Iterator<Item = &Entry> {
        let slot = hash(slot);
        let from = self.slots.partition_point(|it| it.0 < slot);
        let found = self.slots.iter().skip(from).take_while(move |it| it.0 == slot).take(MOST_COMPARED);
        found.filter_map(|it| self.entries.get(it.1 as usize))
    }

    /// Entries that are these words but for one, which is a letter or two away, missing or one too many.
    fn near(&self, words: &[&str], is_body: bool) -> Vec<&Entry> {
        let mut near = Vec::new();
        let is_slip = |one: &str, other: &str| {
            one != other && one.chars().next() == other.chars().next() && edits(one, other).is_some()
        };
        if words.len() == 2 || !is_body {
            for (first, last) in pairs(words) {
                let beside = |it: &&Entry| has_pair(&it.words, |one, other| one == first && is_slip(other, last));
                let before = |it: &&Entry| has_pair(&it.words, |one, other| other == last && is_slip(one, first));
                let beside = self.at(Slot::First(first)).filter(beside);
                let before = self.at(Slot::Last(last)).filter(before);
                near.extend(beside.chain(before));
            }
        }
        if words.len() > 2 {
            for skipped in 0..words.len() {
                let ours = words.get(skipped).copied().unwrap_or("");
                near.extend(self.at(Slot::Without(skipped, &without(words, skipped))).filter(|it| {
                    let theirs: Vec<&str> = it.words.split(' ').collect();
                    theirs.len() == words.len() && theirs.get(skipped).is_some_and(|it| is_slip(it, ours))
                }));
            }
        }
        // "University of Westhaven" beside "University of East Westhaven".
        if is_body && words.len() >= 2 {
            let whole = words.join(" ");
            for at in 0..=words.len() {
                let holds = |it: &&Entry| it.words.split(' ').count() == words.len() + 1;
                near.extend(self.at(Slot::Without(at, &whole)).filter(holds));
            }
        }
        near
    }
}

/// What the corpus has of a name.
#[derive(Debug, Default)]
pub struct Listed<'a> {
    /// The very same words.
    pub same: Vec<Sighting<'a>>,
    /// Names a letter, two, or a word away, each with its places. In the order of their words.
    pub near: Vec<(&'a str, Vec<Sighting<'a>>)>,
    /// Full names that end in the name's last word, in the order of their words.
    pub bearers: Vec<(&'a str, Vec<Sighting<'a>>)>,
    /// By word of the name: some source has it, in a name or not.
    pub found: Vec<bool>,
}

/// One place where a source has a name.
#[derive(Clone, Copy, Debug)]
pub struct Sighting<'a> {
    pub source: &'a Source,
    pub paragraph: u32,
    pub fact: &'a Fact,
    pub name: &'a Name,
    pub found: Found,
}

/// The names with the most places, in the order of their words.
fn most_met<'a>(found: FxHashMap<&'a str, Vec<Sighting<'a>>>) -> Vec<(&'a str, Vec<Sighting<'a>>)> {
    let mut found: Vec<_> = found.into_iter().filter(|it| !it.1.is_empty()).collect();
    found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(b.0)));
    found.truncate(MOST_NEAR);
    found.sort_by_key(|it| it.0);
    found
}

impl Corpus {
    /// `masked` sources are as if they were not there.
    pub fn listed(&self, name: &Name, masked: &[TextId]) -> Listed<'_> {
        let own = name_words(&name.words);
        let words: Vec<&str> = own.iter().map(|it| it.folded.as_str()).collect();
        let mut listed = Listed::default();
        if words.is_empty() || words.len() > MOST_WORDS {
            return listed;
        }
        let is_body = name.kind == NameKind::Body;
        let key = words.join(" ");
        let mut near: FxHashMap<&str, Vec<Sighting<'_>>> = FxHashMap::default();
        let mut bearers: FxHashMap<&str, Vec<Sighting<'_>>> = FxHashMap::default();
        for (segment_idx, segment) in self.segments.iter().enumerate() {
            let roster = segment.roster();
            if let Some(entry) = roster.exactly(&key) {
                listed.same.extend(self.sightings(segment_idx, entry, masked));
            }
            for entry in roster.near(&words, is_body) {
                // NB: one entry may be found by several of its words.
                let places = near.entry(&entry.words).or_default();
                if !places.iter().any(|it| it.found.segment == segment_idx) {
                    places.extend(self.sightings(segment_idx, entry, masked));
                }
            }
            let last = words.last().copied().unwrap_or("");
            for entry in roster.at(Slot::Last(last)).filter(|it| it.words.split(' ').next_back() == Some(last)) {
                let places = self.sightings(segment_idx, entry, masked);
                if places.iter().any(|it| matches!(it.name.kind, NameKind::Person | NameKind::Unknown)) {
                    bearers.entry(&entry.words).or_default().extend(places);
                }
            }
        }
        listed.near = most_met(near);
        listed.bearers = most_met(bearers);
        listed.found = own.iter().map(|it| self.has_word(it.span.of(&name.words), it, masked)).collect();
        listed
    }

    fn sightings<'a>(&'a self, segment_idx: usize, entry: &'a Entry, masked: &[TextId]) -> Vec<Sighting<'a>> {
        let Some(segment) = self.segments.get(segment_idx) else { return Vec::new() };
        let sighting = |mention: &Mention| {
            if self.dead.contains(&(segment_idx, mention.source)) {
                return None;
            }
            let source = segment.sources.get(mention.source as usize).filter(|it| !masked.contains(&it.id))?;
            let fact = source.readings.get(mention.paragraph as usize)?.facts.get(mention.fact? as usize)?;
            let FactKind::Name(name) = &fact.kind else { return None };
            let found = Found { segment: segment_idx, sentence: mention.number };
            Some(Sighting { source, paragraph: mention.paragraph, fact, name, found })
        };
        entry.mentions.iter().filter_map(sighting).collect()
    }

    /// Whether some source has a word, in whatever use; of "Grot-Vik", both parts.
    fn has_word(&self, written: &str, word: &NameWord, masked: &[TextId]) -> bool {
        // NB: the index knows words with their accents.
        let written = written.to_lowercase().replace('’', "'");
        let has = |word: &str| {
            let mut parts = word.split(|it: char| !it.is_alphanumeric() && it != '\'').filter(|it| !it.is_empty());
            parts.all(|part| self.has_stem(token::stem(part), masked))
        };
        has(&written) || has(&word.folded)
    }

    fn has_stem(&self, stem: Stem, masked: &[TextId]) -> bool {
        self.segments.iter().enumerate().any(|(segment_idx, segment)| {
            let dead = self.dead.iter().filter(|it| it.0 == segment_idx).map(|it| it.1);
            let barred: Vec<u32> = dead.chain(masked.iter().filter_map(|id| segment.position(*id))).collect();
            segment.has(stem, &barred)
        })
    }
}
