//! Whom a source has its facts from, and which sources have theirs from the same.
//!
//! Five papers that retell one paper's report are one origin. What a source says of itself comes first, then a line of
//! credit, then the words of its head; a text whose statements are one person's has that person, and one whose wording is
//! mostly another's has that one's. Everything else is its own origin. What one source shows is read with it
//! ([`clue`]); how sources go together is settled anew for every corpus, in the order of paths, so that no history
//! shows in it.

pub mod clue;
pub mod outlets;
pub mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::source::Head;
use crate::fact::SourceKind;
use crate::rules::Rules;
use crate::text::fold::fold;
use crate::text::{TextId, TextSpan};
use clue::{Clues, Sole};

/// How it is known whom a source has its facts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The source, its sidecar or the configuration says so.
    Said,
    /// A line of credit: "(Reuters)", "this story was first published in …".
    Credit,
    /// The words of its head: "according to the Courier".
    Phrase,
    /// It is made of one named person's statements.
    Speaker,
    /// Most of its wording is another source's.
    Wording,
    /// Nothing shows another origin.
    Itself,
}

/// The origins of all sources of one corpus.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// In the order of names.
    origins: Vec<Origin>,
    by_source: FxHashMap<TextId, Traced>,
}

/// Sources that have their facts from the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// As a source has it; for a source that is its own origin its outlet, or its path. No two origins have the same.
    pub name: Arc<str>,
    /// In the order of paths.
    pub sources: Vec<TextId>,
}

/// Where one source has its facts from.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced {
    /// Index into [`Origins::all`].
    pub origin: u32,
    pub how: How,
    /// The words that show it.
    pub at: Option<TextSpan>,
}

impl How {
    pub fn word(self) -> &'static str {
        match self {
            How::Said => "said",
            How::Credit => "credit",
            How::Phrase => "phrase",
            How::Speaker => "speaker",
            How::Wording => "wording",
            How::Itself => "itself",
        }
    }
}

impl Origins {
    pub fn all(&self) -> &[Origin] {
        &self.origins
    }

    pub fn of(&self, source: TextId) -> Option<&Traced> {
        self.by_source.get(&source)
    }

    /// What the origin of a source is called.
    pub fn name(&self, source: TextId) -> Option<&Arc<str>> {
        self.origins.get(self.by_source.get(&source)?.origin as usize).map(|it| &it.name)
    }

    /// The same with other numbers for some of the sources.
    pub fn renamed(&self, ids: &[(TextId, TextId)]) -> Origins {
        let mut origins = self.clone();
        for (then, now) in ids {
            let Some(traced) = origins.by_source.remove(then) else { continue };
            let sources = origins.origins.get_mut(traced.origin as usize).map(|it| &mut it.sources);
            sources.into_iter().flatten().filter(|it| *it == then).for_each(|it| *it = *now);
            origins.by_source.insert(*now, traced);
        }
        origins
    }

    /// `sources` in the order of paths; `shared` tells of each whose wording it has: see [`wording::shared`].
    pub fn trace(rules: &Rules, sources: &[&Head], shared: &[(usize, usize)]) -> Origins {
        let (known, keys) = known(rules, sources, shared);
        // Sources with one key are one origin; those that have only themselves are so already, in the order of paths.
        let mut by_key: Vec<Ranked<'_>> = known.iter().map(|it| keys.rank(it.origin)).zip(0..).collect();
        by_key.sort_unstable();
        let mut groups: Vec<(Arc<str>, &[Ranked<'_>])> = Vec::new();
        let mut taken: FxHashSet<Arc<str>> = FxHashSet::default();
        for members in by_key.chunk_by(|a, b| a.0 == b.0) {
            let mut name = shown(sources, &known, members);
            if taken.contains(&name) {
                // A confidential source's path keeps apart what must not be told.
                let first = members.first().and_then(|it| sources.get(it.1));
                name = Arc::from(first.map_or("", |it| it.reference.path.as_str()));
            }
            taken.insert(Arc::clone(&name));
            groups.push((name, members));
        }
        groups.sort();
        let mut origins = Origins { origins: Vec::with_capacity(groups.len()), by_source: FxHashMap::default() };
        origins.by_source.reserve(sources.len());
        for (origin, (name, members)) in groups.into_iter().enumerate() {
            let members = || members.iter().filter_map(|(_, idx)| Some((*sources.get(*idx)?, known.get(*idx)?)));
            for (source, it) in members() {
                origins.by_source.insert(source.id, Traced { origin: origin as u32, how: it.how, at: it.at });
            }
            origins.origins.push(Origin { name, sources: members().map(|it| it.0.id).collect() });
        }
        origins
    }
}

/// What an origin is known by: a source that is its own (its place in the list), or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Own(usize),
    Name(usize),
}

/// In what order origins get their names: sources by their paths, then names by their letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank<'a> {
    Own(usize),
    Name(&'a str),
}

/// A source by its place in the list, behind the rank of its origin.
type Ranked<'a> = (Rank<'a>, usize);

/// The names that origins are known by. Of most sources of an archive nobody names another, so that no name is made for
/// them.
#[derive(Default)]
struct Keys {
    names: Vec<String>,
    by_name: FxHashMap<String, usize>,
    /// As an outlet is written.
    by_outlet: FxHashMap<String, Key>,
}

impl Keys {
    fn name(&mut self, name: String) -> Key {
        if let Some(idx) = self.by_name.get(&name) {
            return Key::Name(*idx);
        }
        self.names.push(name.clone());
        self.by_name.insert(name, self.names.len() - 1);
        Key::Name(self.names.len() - 1)
    }

    /// An outlet by itself; `None` for a source that has none.
    fn outlet(&mut self, rules: &Rules, source: &Head) -> Option<Key> {
        let outlet = source.meta.outlet.as_deref().filter(|it| !it.trim().is_empty())?;
        if let Some(key) = self.by_outlet.get(outlet) {
            return Some(*key);
        }
        let key = self.name(clue::key(rules, outlet));
        self.by_outlet.insert(outlet.to_string(), key);
        Some(key)
    }

    /// The name, where some source is known by it.
    fn find(&self, name: &str) -> Option<Key> {
        self.by_name.get(name).copied().map(Key::Name)
    }

    fn rank(&self, key: Key) -> Rank<'_> {
        match key {
            Key::Own(idx) => Rank::Own(idx),
            Key::Name(idx) => Rank::Name(self.names.get(idx).map_or("", String::as_str)),
        }
    }
}

/// What a source's origin is known by, how, and where that shows.
type Shows = (Key, How, Option<TextSpan>);

/// The same, led on to where the origin that it names has its facts from.
struct Known {
    origin: Key,
    own: Key,
    how: How,
    at: Option<TextSpan>,
}

fn known(rules: &Rules, sources: &[&Head], shared: &[(usize, usize)]) -> (Vec<Known>, Keys) {
    let people = People::of(sources);
    let mut keys = Keys::default();
    let mut shows: Vec<Shows> =
        sources.iter().enumerate().map(|(idx, source)| own(rules, idx, source, &people, &mut keys)).collect();
    // Whoever declares nothing and repeats another's words has that one's origin; of those among whom nobody declares
    // anything, the earliest wrote first.
    let leaders = leaders(sources, &shows, shared);
    let before: Vec<Key> = shows.iter().map(|it| it.0).collect();
    for (idx, leader) in leaders.into_iter().enumerate() {
        if let (Some(slot), Some(key)) = (shows.get_mut(idx), before.get(leader))
            && leader != idx
            && slot.1 == How::Itself
        {
            *slot = (*key, How::Wording, None);
        }
    }
    let aliases = aliases(rules, sources, &shows, &people, &mut keys);
    let led = |(own, how, at): Shows| {
        let (mut origin, mut seen) = (own, Vec::new());
        while let Some(next) = aliases.get(&origin).filter(|it| !seen.contains(*it)) {
            seen.push(std::mem::replace(&mut origin, *next));
        }
        Known { origin, own, how, at }
    };
    (shows.into_iter().map(led).collect(), keys)
}

/// What a source shows by itself, without its wording.
fn own(rules: &Rules, idx: usize, source: &Head, people: &People, keys: &mut Keys) -> Shows {
    let clues: &Clues = &source.clues;
    if let Some(declared) = &clues.declared {
        return (keys.name(declared.key.clone()), declared.how, declared.at);
    }
    if let Some(sole) = &clues.sole
        && may_be_told(source.reference.kind)
        && (sole.mostly || clues.quotes.iter().any(|it| people.shares(sole, *it)))
    {
        return (keys.name(people.key(sole)), How::Speaker, Some(sole.at));
    }
    (keys.outlet(rules, source).unwrap_or(Key::Own(idx)), How::Itself, None)
}

/// Whether a source of this kind may be nothing but what somebody told it.
fn may_be_told(kind: SourceKind) -> bool {
    !matches!(kind, SourceKind::Primary | SourceKind::Data | SourceKind::Own | SourceKind::Notes)
}

/// The people whom single sources are made of, over all sources.
struct People {
    /// By surname: the first letters of the given names that stand before it.
    initials: BTreeMap<String, Vec<String>>,
    /// A person's quotation, and in how many sources it stands.
    quotes: FxHashMap<(String, u64), u32>,
}

impl People {
    fn of(sources: &[&Head]) -> People {
        let mut people = People { initials: BTreeMap::new(), quotes: FxHashMap::default() };
        for sole in sources.iter().filter_map(|it| it.clues.sole.as_ref()) {
            let initials = people.initials.entry(sole.surname.clone()).or_default();
            let initial = initial(&sole.given);
            if !initial.is_empty() && !initials.contains(&initial) {
                initials.push(initial);
            }
        }
        for source in sources {
            let Some(sole) = &source.clues.sole else { continue };
            for quote in &source.clues.quotes {
                *people.quotes.entry((people.key(sole), *quote)).or_default() += 1;
            }
        }
        people
    }

    /// A bare surname is anybody's of that name, as long as only one person has it.
    fn key(&self, sole: &Sole) -> String {
        match self.initials.get(&sole.surname).map_or(0, Vec::len) {
            ..=1 => format!("@{}", sole.surname),
            _ => format!("@{} {}", initial(&sole.given), sole.surname),
        }
    }

    fn shares(&self, sole: &Sole, quote: u64) -> bool {
        self.quotes.get(&(self.key(sole), quote)).is_some_and(|n| *n > 1)
    }
}

fn initial(given: &str) -> String {
    fold(given).text.chars().take(1).collect()
}

/// By source: the one whose origin it shares for its wording; itself where that is nobody's.
fn leaders(sources: &[&Head], shows: &[Shows], shared: &[(usize, usize)]) -> Vec<usize> {
    let is_open = |idx: usize| shows.get(idx).is_some_and(|it| it.1 == How::Itself);
    let mut parent: Vec<usize> = (0..sources.len()).collect();
    let root = |parent: &[usize], mut idx: usize| {
        while let Some(next) = parent.get(idx).filter(|it| **it != idx) {
            idx = *next;
        }
        idx
    };
    // Who declares an origin leads; of others what is a document or a release itself, the earlier date, the path.
    let rank = |idx: usize| {
        let source = sources.get(idx);
        let is_first_hand =
            source.is_some_and(|it| matches!(it.reference.kind, SourceKind::Primary | SourceKind::Release));
        let date = source.and_then(|it| it.meta.date.as_deref()).unwrap_or("~");
        (is_open(idx), !is_first_hand, date, idx)
    };
    for (idx, holder) in shared.iter().copied() {
        if !is_open(idx) {
            continue;
        }
        let (one, other) = (root(&parent, idx), root(&parent, holder));
        if one == other || !is_open(one) && !is_open(other) {
            continue;
        }
        let (leads, follows) = if rank(one) < rank(other) { (one, other) } else { (other, one) };
        if let Some(slot) = parent.get_mut(follows) {
            *slot = leads;
        }
    }
    (0..sources.len()).map(|idx| root(&parent, idx)).collect()
}

/// Names that stand for another origin: a file among the sources, an outlet whose own reports here all have their facts
/// from one other, a person's full name.
fn aliases(rules: &Rules, sources: &[&Head], shows: &[Shows], people: &People, keys: &mut Keys) -> FxHashMap<Key, Key> {
    let mut aliases: FxHashMap<Key, Key> = FxHashMap::default();
    // By outlet: what its first report is known by, and whether all others are known by that too.
    let mut by_outlet: FxHashMap<Key, (Key, bool)> = FxHashMap::default();
    let mut path = String::new();
    for (source, (key, _, _)) in sources.iter().zip(shows) {
        if !keys.names.is_empty() {
            path.clear();
            path.extend(source.reference.path.chars().flat_map(char::to_lowercase));
            let file = path.rsplit('/').next().unwrap_or("");
            for name in [path.as_str(), file].into_iter().filter_map(|it| keys.find(it)) {
                aliases.entry(name).or_insert(*key);
            }
        }
        if let Some(outlet) = keys.outlet(rules, source) {
            let (first, all) = by_outlet.entry(outlet).or_insert((*key, true));
            *all &= first == key;
        }
    }
    aliases.extend(
        by_outlet.into_iter().filter(|(outlet, (first, all))| *all && first != outlet).map(|it| (it.0, it.1.0)),
    );
    for sole in sources.iter().filter_map(|it| it.clues.sole.as_ref()).filter(|it| !it.given.is_empty()) {
        if let (Some(name), key) = (keys.find(&clue::key(rules, &sole.name)), people.key(sole)) {
            let key = keys.name(key);
            aliases.entry(name).or_insert(key);
        }
    }
    aliases.retain(|name, key| name != key);
    aliases
}

/// What an origin is called: as those who may be named write it, most fully.
fn shown(sources: &[&Head], known: &[Known], members: &[Ranked<'_>]) -> Arc<str> {
    let written = |(_, idx): &Ranked<'_>| -> Option<(bool, &str)> {
        let (source, known) = (sources.get(*idx)?, known.get(*idx)?);
        if source.reference.confidential {
            return None;
        }
        let declared = || source.clues.declared.as_ref().map(|it| it.name.as_str());
        let name = match known.how {
            How::Said | How::Credit | How::Phrase => declared(),
            How::Speaker => declared().or_else(|| source.clues.sole.as_ref().map(|it| it.name.as_str())),
            How::Wording => None,
            How::Itself => Some(source.meta.outlet.as_deref().unwrap_or(&source.reference.path)),
        }?;
        // Who names it outright, before who names somebody that has it from there.
        Some((known.own == known.origin, name.strip_prefix("the ").unwrap_or(name)))
    };
    // "The New York Times" before "NYT"; of equally long ones, the first in the alphabet.
    let key = |it: &(bool, &str)| (it.0, it.1.chars().count());
    let fullest = members.iter().filter_map(written).max_by(|a, b| key(a).cmp(&key(b)).then_with(|| b.1.cmp(a.1)));
    let first = || members.first().and_then(|it| sources.get(it.1)).map_or("", |it| it.reference.path.as_str());
    Arc::from(fullest.map_or_else(first, |it| it.1))
}

#[cfg(test)]
mod tests;
