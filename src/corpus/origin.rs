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

    /// `sources` in the order of paths; `shared` tells of each whose wording it has: see [`wording::shared`].
    pub fn trace(rules: &Rules, sources: &[&Head], shared: &[(usize, usize)]) -> Origins {
        let known = known(rules, sources, shared);
        let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (idx, it) in known.iter().enumerate() {
            by_key.entry(&it.origin).or_default().push(idx);
        }
        let mut groups: Vec<(String, Vec<usize>)> = Vec::with_capacity(by_key.len());
        let mut taken: FxHashSet<String> = FxHashSet::default();
        for members in by_key.into_values() {
            let name = shown(sources, &known, &members);
            // A confidential source's path keeps apart what must not be told.
            let path = members.first().and_then(|it| sources.get(*it)).map_or("", |it| it.reference.path.as_str());
            let name = if taken.contains(&name) { path.to_string() } else { name };
            taken.insert(name.clone());
            groups.push((name, members));
        }
        groups.sort();
        let mut origins = Origins::default();
        for (origin, (name, members)) in groups.into_iter().enumerate() {
            for idx in &members {
                if let (Some(source), Some(it)) = (sources.get(*idx), known.get(*idx)) {
                    origins.by_source.insert(source.id, Traced { origin: origin as u32, how: it.how, at: it.at });
                }
            }
            let sources = members.iter().filter_map(|idx| sources.get(*idx)).map(|it| it.id).collect();
            origins.origins.push(Origin { name: name.into(), sources });
        }
        origins
    }
}

/// What a source's origin is known by, how, and where that shows.
type Key = (String, How, Option<TextSpan>);

/// The same, led on to where the origin that it names has its facts from.
struct Known {
    origin: String,
    own: String,
    how: How,
    at: Option<TextSpan>,
}

fn known(rules: &Rules, sources: &[&Head], shared: &[(usize, usize)]) -> Vec<Known> {
    let people = People::of(sources);
    let mut keys: Vec<Key> = sources.iter().map(|source| own(rules, source, &people)).collect();
    // Whoever declares nothing and repeats another's words has that one's origin; of those among whom nobody declares
    // anything, the earliest wrote first.
    let leaders = leaders(sources, &keys, shared);
    let before: Vec<String> = keys.iter().map(|it| it.0.clone()).collect();
    for (idx, leader) in leaders.into_iter().enumerate() {
        if let (Some(slot), Some(key)) = (keys.get_mut(idx), before.get(leader))
            && leader != idx
            && slot.1 == How::Itself
        {
            *slot = (key.clone(), How::Wording, None);
        }
    }
    let aliases = aliases(rules, sources, &keys, &people);
    let led = |key: Key| {
        let (mut last, mut seen) = (key.0.clone(), Vec::new());
        while let Some(next) = aliases.get(&last).filter(|it| !seen.contains(*it)) {
            seen.push(std::mem::replace(&mut last, next.clone()));
        }
        let (own, how, at) = key;
        Known { origin: last, own, how, at }
    };
    keys.into_iter().map(led).collect()
}

/// What a source shows by itself, without its wording.
fn own(rules: &Rules, source: &Head, people: &People) -> Key {
    let clues: &Clues = &source.clues;
    if let Some(declared) = &clues.declared {
        return (declared.key.clone(), declared.how, declared.at);
    }
    if let Some(sole) = &clues.sole
        && may_be_told(source.reference.kind)
        && (sole.mostly || clues.quotes.iter().any(|it| people.shares(sole, *it)))
    {
        return (people.key(sole), How::Speaker, Some(sole.at));
    }
    match source.meta.outlet.as_deref().filter(|it| !it.trim().is_empty()) {
        Some(outlet) => (clue::key(rules, outlet), How::Itself, None),
        // NB: no name has a slash in front, so that no path is ever taken for one.
        None => (format!("/{}", source.reference.path), How::Itself, None),
    }
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
fn leaders(sources: &[&Head], keys: &[Key], shared: &[(usize, usize)]) -> Vec<usize> {
    let is_open = |idx: usize| keys.get(idx).is_some_and(|it| it.1 == How::Itself);
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
fn aliases(rules: &Rules, sources: &[&Head], keys: &[Key], people: &People) -> BTreeMap<String, String> {
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    let mut by_outlet: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (source, (key, _, _)) in sources.iter().zip(keys) {
        let path = source.reference.path.to_lowercase();
        let file = path.rsplit('/').next().unwrap_or("").to_string();
        for name in [path, file] {
            aliases.entry(name).or_insert_with(|| key.clone());
        }
        if let Some(outlet) = &source.meta.outlet {
            by_outlet.entry(clue::key(rules, outlet)).or_default().push(key);
        }
    }
    for (outlet, keys) in by_outlet {
        if let Some(first) = keys.first().filter(|first| keys.iter().all(|it| it == *first) && **first != outlet) {
            aliases.insert(outlet, (*first).to_string());
        }
    }
    for sole in sources.iter().filter_map(|it| it.clues.sole.as_ref()).filter(|it| !it.given.is_empty()) {
        aliases.entry(clue::key(rules, &sole.name)).or_insert_with(|| people.key(sole));
    }
    aliases.retain(|name, key| name != key);
    aliases
}

/// What an origin is called: as those who may be named write it, most fully.
fn shown(sources: &[&Head], known: &[Known], members: &[usize]) -> String {
    let written = |idx: &usize| -> Option<(bool, String)> {
        let (source, known) = (sources.get(*idx)?, known.get(*idx)?);
        if source.reference.confidential {
            return None;
        }
        let name = match known.how {
            How::Said | How::Credit | How::Phrase => source.clues.declared.as_ref().map(|it| it.name.clone()),
            How::Speaker => {
                let declared = source.clues.declared.as_ref().map(|it| it.name.clone());
                declared.or_else(|| source.clues.sole.as_ref().map(|it| it.name.clone()))
            }
            How::Wording => None,
            How::Itself => Some(source.meta.outlet.clone().unwrap_or_else(|| source.reference.path.clone())),
        }?;
        let name = name.strip_prefix("the ").unwrap_or(&name).to_string();
        // Who names it outright, before who names somebody that has it from there.
        Some((known.own == known.origin, name))
    };
    let names = members.iter().filter_map(written);
    // "The New York Times" before "NYT"; of equally long ones, the first in the alphabet.
    let key = |it: &(bool, String)| (it.0, it.1.chars().count());
    let fullest = names.max_by(|a, b| key(a).cmp(&key(b)).then_with(|| b.1.cmp(&a.1)));
    fullest.map(|it| it.1).unwrap_or_else(|| {
        members.first().and_then(|it| sources.get(*it)).map_or(String::new(), |it| it.reference.path.clone())
    })
}

#[cfg(test)]
mod tests;
