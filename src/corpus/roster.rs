//! The names of some sources, by their words: the same name again, those that share one of two words with it, and those
//! that are the same but for a word.
//!
//! Names of confidential sources are among them, since they check a draft: whoever shows a place must look whose it is.
//! The roster finds what is a letter or two away; whether that is a slip is for a check.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::directory::{Entries, Mention, Table};
use super::pack::{Put, Sections, Words, partition_point};
use super::source::{Head, Source};
use super::{Corpus, Found};
use crate::fact::{Fact, FactKind, Name, NameKind, Stem};
use crate::read::token;
use crate::text::TextId;
use crate::text::alike::{NameWord, edits, name_key, name_words};

/// Names, being gathered.
#[derive(Debug, Default)]
pub struct Gathered {
    entries: Entries,
    /// By words: whether all are bodies, and whether one is somebody or may be.
    kinds: FxHashMap<String, (bool, bool)>,
}

#[derive(Clone, Copy, Debug)]
pub struct Roster<'a> {
    /// Words folded, by single spaces.
    table: Table<'a>,
    /// By entry: whether it may be a person.
    people: &'a [u8],
    /// Hashes of slots and the entries that stand in them, sorted.
    slots: Words<'a>,
}

/// Sections that a roster takes.
pub const N_SECTIONS: usize = 6;

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

impl Gathered {
    /// The names of an opened source; its sentences are numbered from 0.
    pub fn add(&mut self, source: &Source) {
        let mut number = 0;
        for reading in source.readings() {
            let first = number;
            number += reading.sentences.len() as u32;
            for (fact_idx, fact) in reading.facts.iter().enumerate() {
                let FactKind::Name(name) = &fact.kind else { continue };
                let words = name_words(&name.words);
                if words.is_empty() || words.len() > MOST_WORDS {
                    continue;
                }
                let key = name_key(&words);
                let is_person = matches!(name.kind, NameKind::Person | NameKind::Unknown);
                self.note(&key, (name.kind == NameKind::Body, is_person));
                self.entries.push(key, Mention { number: first + fact.sentence, fact: Some(fact_idx as u32) });
            }
        }
    }

    fn note(&mut self, key: &str, (is_body, is_person): (bool, bool)) {
        match self.kinds.get_mut(key) {
            Some(kinds) => *kinds = (kinds.0 && is_body, kinds.1 || is_person),
            None => drop(self.kinds.insert(key.to_string(), (is_body, is_person))),
        }
    }

    /// What another one gathered, whose first sentence has the number `first` here.
    pub fn append(&mut self, other: Gathered, first: u32) {
        self.entries.append(other.entries, first);
        for (key, kinds) in other.kinds {
            self.note(&key, kinds);
        }
    }

    pub fn finish(self, out: &mut Sections) {
        let Gathered { entries, kinds } = self;
        let (mut slots_of, mut people) = (Vec::new(), Vec::new());
        entries.finish(out, |entry, words| {
            let (is_body, is_person) = kinds.get(words).copied().unwrap_or_default();
            people.push(u8::from(is_person));
            let parts: Vec<&str> = words.split(' ').collect();
            slots(&parts, is_body, &mut |slot| slots_of.push((slot, entry)));
        });
        slots_of.sort_unstable();
        slots_of.dedup();
        let mut sorted = Put::default();
        for (slot, entry) in slots_of {
            sorted.word(slot);
            sorted.word(entry);
        }
        out.add(people);
        out.add(sorted.0);
    }
}

impl<'a> Roster<'a> {
    pub fn of(sections: &mut impl Iterator<Item = &'a [u8]>) -> Roster<'a> {
        let table = Table::of(sections);
        let mut next = || sections.next().unwrap_or_default();
        Roster { table, people: next(), slots: Words(next()) }
    }

    fn at(self, slot: Slot<'_>) -> impl Iterator<Item = usize> + 'a {
        let slot = hash(slot);
        let n = self.slots.len() / 2;
        let from = partition_point(n, |it| self.slots.get(it * 2).is_some_and(|it| it < slot));
        let same = (from..n).take_while(move |it| self.slots.get(it * 2) == Some(slot)).take(MOST_COMPARED);
        same.filter_map(move |it| self.slots.get(it * 2 + 1)).map(|it| it as usize)
    }

    fn is_person(self, entry: usize) -> bool {
        self.people.get(entry) == Some(&1)
    }

    /// Entries that are these words but for one, which is a letter or two away, missing or one too many.
    fn near(self, words: &[&str], is_body: bool) -> Vec<usize> {
        let mut near = Vec::new();
        let is_slip = |one: &str, other: &str| {
            one != other && one.chars().next() == other.chars().next() && edits(one, other).is_some()
        };
        let held = |entry: &usize| self.table.words(*entry);
        if words.len() == 2 || !is_body {
            for (first, last) in pairs(words) {
                let beside = |it: &usize| has_pair(held(it), |one, other| one == first && is_slip(other, last));
                let before = |it: &usize| has_pair(held(it), |one, other| other == last && is_slip(one, first));
                near.extend(self.at(Slot::First(first)).filter(beside));
                near.extend(self.at(Slot::Last(last)).filter(before));
            }
        }
        if words.len() > 2 {
            for skipped in 0..words.len() {
                let ours = words.get(skipped).copied().unwrap_or("");
                near.extend(self.at(Slot::Without(skipped, &without(words, skipped))).filter(|it| {
                    let theirs: Vec<&str> = held(it).split(' ').collect();
                    theirs.len() == words.len() && theirs.get(skipped).is_some_and(|it| is_slip(it, ours))
                }));
            }
        }
        // "University of Westhaven" beside "University of East Westhaven".
        if is_body && words.len() >= 2 {
            let whole = words.join(" ");
            for at in 0..=words.len() {
                let holds = |it: &usize| held(it).split(' ').count() == words.len() + 1;
                near.extend(self.at(Slot::Without(at, &whole)).filter(holds));
            }
        }
        // One entry may be found by several of its words.
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// What the corpus has of a name.
#[derive(Debug, Default)]
pub struct Listed<'a> {
    /// The very same words.
    pub same: Sightings<'a>,
    /// Names a letter, two, or a word away, each with its places. In the order of their words.
    pub near: Vec<(&'a str, Sightings<'a>)>,
    /// Full names that end in the name's last word, in the order of their words.
    pub bearers: Vec<(&'a str, Sightings<'a>)>,
    /// By word of the name: some source has it, in a name or not.
    pub found: Vec<bool>,
}

/// The places of one name.
#[derive(Debug, Default)]
pub struct Sightings<'a> {
    /// How often it stands there, and in how many sources that count.
    pub n_mentions: u32,
    pub n_sources: u32,
    /// Those that weigh most, by path and place, never by the order of segments; at most so many that an archive's most
    /// frequent name costs no more than another.
    pub places: Vec<Sighting<'a>>,
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

/// Places of the name itself that are opened: somebody's title may stand in any of them.
const MOST_PLACES: usize = 24;

/// Places that are opened of a name beside it, of which only spelling and sort are wanted.
const MOST_BESIDE: usize = 12;

/// Entries of some words, with the segments that have them.
type Met = Vec<(usize, usize)>;

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
        let last = words.last().copied().unwrap_or("");
        let mut same: Met = Vec::new();
        let (mut near, mut bearers): (FxHashMap<&str, Met>, FxHashMap<&str, Met>) = Default::default();
        for (segment_idx, segment) in self.segments().enumerate() {
            let roster = segment.roster();
            same.extend(roster.table.exactly(&key).map(|it| (segment_idx, it)));
            for entry in roster.near(&words, is_body) {
                near.entry(roster.table.words(entry)).or_default().push((segment_idx, entry));
            }
            for entry in roster.at(Slot::Last(last)).filter(|it| roster.is_person(*it)) {
                let words = roster.table.words(entry);
                if words.split(' ').next_back() == Some(last) {
                    bearers.entry(words).or_default().push((segment_idx, entry));
                }
            }
        }
        listed.same = self.sightings(&same, masked, MOST_PLACES);
        // What stands beside a name that sources have is never what it should be: how it is written is enough.
        let is_known = listed.same.n_sources > 0;
        listed.near = self.most_met(near, masked, |_| if is_known { 1 } else { MOST_BESIDE });
        // A surname alone is that of the one who bears it. Of several, and of a full name, it is asked only who they are.
        listed.bearers = self.most_met(bearers, masked, |n| if n == 1 && words.len() == 1 { MOST_PLACES } else { 1 });
        listed.found = own.iter().map(|it| self.has_word(it.span.of(&name.words), it, masked)).collect();
        listed
    }

    /// The names with the most places, in the order of their words. `most` says how many places of each are opened, by how
    /// many names there are.
    fn most_met<'a>(
        &'a self,
        found: FxHashMap<&'a str, Met>,
        masked: &[TextId],
        most: impl Fn(usize) -> usize,
    ) -> Vec<(&'a str, Sightings<'a>)> {
        let counted = found.into_iter().map(|(words, met)| (self.n_mentions(&met, masked), words, met));
        let mut counted: Vec<(usize, &str, Met)> = counted.filter(|it| it.0 > 0).collect();
        counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        counted.truncate(MOST_NEAR);
        counted.sort_by_key(|it| it.1);
        let most = most(counted.len());
        counted.into_iter().map(|(_, words, met)| (words, self.sightings(&met, masked, most))).collect()
    }

    fn n_mentions(&self, met: &[(usize, usize)], masked: &[TextId]) -> usize {
        if !self.dead.is_empty() || !masked.is_empty() {
            return self.mentions(met, masked).count();
        }
        let n = |(segment_idx, entry): &(usize, usize)| {
            self.segment(*segment_idx).map_or(0, |it| it.roster().table.mentions(*entry).count())
        };
        met.iter().map(n).sum()
    }

    /// The places of some entries: the head, the segment, and the place in it.
    fn mentions<'a>(
        &'a self,
        met: &'a [(usize, usize)],
        masked: &'a [TextId],
    ) -> impl Iterator<Item = (&'a Head, usize, Mention)> + 'a {
        met.iter().flat_map(move |(segment_idx, entry)| {
            let segment = self.segment(*segment_idx);
            let mentions = segment.into_iter().flat_map(|it| it.roster().table.mentions(*entry));
            mentions.filter_map(move |it| {
                let (source, _) = segment?.source_of(it.number)?;
                let head = segment?.head(source)?;
                let usable = !self.is_dead(*segment_idx, source) && !masked.contains(&head.id);
                usable.then_some((head.as_ref(), *segment_idx, it))
            })
        })
    }

    fn sightings(&self, met: &[(usize, usize)], masked: &[TextId], most: usize) -> Sightings<'_> {
        let mut mentions: Vec<(&Head, usize, Mention)> = Vec::new();
        let mut sightings = Sightings::default();
        let mut sources: FxHashSet<TextId> = FxHashSet::default();
        for it in self.mentions(met, masked) {
            sightings.n_mentions += 1;
            if it.0.reference.trust.counts() && sources.insert(it.0.id) {
                sightings.n_sources += 1;
            }
            mentions.push(it);
        }
        // What may be shown and weighs most comes first.
        let key = |it: &(&Head, usize, Mention)| {
            let source = &it.0.reference;
            (!source.trust.counts(), source.confidential, source.trust)
        };
        let order = |a: &(&Head, usize, Mention), b: &(&Head, usize, Mention)| {
            key(a).cmp(&key(b)).then_with(|| a.0.reference.path.cmp(&b.0.reference.path)).then(a.2.cmp(&b.2))
        };
        // NB: an archive has some names by the thousand.
        if mentions.len() > most {
            mentions.select_nth_unstable_by(most, order);
            mentions.truncate(most);
        }
        mentions.sort_by(order);
        sightings.places = mentions.into_iter().filter_map(|(_, segment, it)| self.sighting(segment, it)).collect();
        sightings
    }

    fn sighting(&self, segment_idx: usize, mention: Mention) -> Option<Sighting<'_>> {
        let segment = self.segment(segment_idx)?;
        let (source, sentence) = segment.source_of(mention.number)?;
        let source = segment.open(source)?;
        let (paragraph, _) = source.sentence(sentence)?;
        let fact = source.reading(paragraph as usize)?.facts.get(mention.fact? as usize)?;
        let FactKind::Name(name) = &fact.kind else { return None };
        let found = Found { segment: segment_idx, sentence: mention.number };
        Some(Sighting { source, paragraph, fact, name, found })
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
        self.segments().enumerate().any(|(segment_idx, segment)| {
            segment.postings().by_stem.sentences(stem).any(|number| {
                let source = segment.source_of(number).and_then(|it| Some((it.0, segment.head(it.0)?)));
                source.is_some_and(|(idx, head)| !self.is_dead(segment_idx, idx) && !masked.contains(&head.id))
            })
        })
    }
}
