//! What the corpus has of a name, made ready for the check: spellings with their counts, titles, and places as evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use crate::check::names;
use crate::check::names::known::{KnownName, KnownTitle, Roll};
use crate::corpus::Corpus;
use crate::corpus::roster::{Sighting, Sightings};
use crate::fact::{Name, NameKind};
use crate::finding::{Evidence, Relation};
use crate::text::alike::{name_key, name_words};
use crate::text::fold::{fold, one_line};
use crate::text::{Place, Span, TextId};

impl Engine {
    /// What the sources that a draft may use have of somebody or something that it names.
    pub fn known_name(&self, id: TextId, name: &Name) -> Option<KnownName> {
        let draft = self.drafts.get(&id)?;
        let masked = draft.masked.as_ref().map_or(&[][..], |it| it.sources.as_slice());
        let mut roll = roll(&self.corpus, name, masked);
        roll.same.take().or_else(|| names::person(name, &roll).cloned())
    }
}

/// Places kept for one name.
const MAX_PLACES: usize = 3;

/// Sentences kept for one name, and titles.
const MAX_SENTENCES: usize = 12;
const MAX_TITLES: usize = 12;

pub fn roll(corpus: &Corpus, name: &Name, masked: &[TextId]) -> Roll {
    let listed = corpus.listed(name, masked);
    let key = name_key(&name_words(&name.words));
    Roll {
        same: known(corpus, &key, &listed.same),
        near: listed.near.iter().filter_map(|it| known(corpus, it.0, &it.1)).collect(),
        bearers: listed.bearers.iter().filter_map(|it| known(corpus, it.0, &it.1)).collect(),
        found: listed.found,
    }
}

fn known(corpus: &Corpus, key: &str, sightings: &Sightings<'_>) -> Option<KnownName> {
    let ordered = &sightings.places;
    let first = ordered.first()?;
    let usable = || ordered.iter().filter(|it| corpus.trust(it.source).counts());
    let mut spellings: BTreeMap<String, BTreeSet<TextId>> = BTreeMap::new();
    for it in usable().filter(|it| !it.source.reference.confidential) {
        spellings.entry(one_line(&it.name.words)).or_default().insert(it.source.id);
    }
    // Capitals throughout ("HOLT") only where nobody writes otherwise.
    let loud = |it: &str| !it.chars().any(char::is_lowercase);
    let mut spellings: Vec<(String, u32)> = spellings.into_iter().map(|it| (it.0, it.1.len() as u32)).collect();
    spellings.sort_by(|a, b| (loud(&a.0), b.1, &a.0).cmp(&(loud(&b.0), a.1, &b.0)));
    let kind = |kind: NameKind| ordered.iter().any(|it| it.name.kind == kind).then_some(kind);
    let kind = kind(NameKind::Person).or_else(|| kind(NameKind::Body)).or_else(|| kind(NameKind::Place));
    let mut places: Vec<Evidence> = Vec::new();
    let mut met: BTreeSet<TextId> = BTreeSet::new();
    for it in usable() {
        if places.len() >= MAX_PLACES {
            break;
        }
        if met.insert(it.source.id) {
            places.extend(evidence(corpus, it, it.fact.span));
        }
    }
    let stems = |it: &Sighting<'_>| {
        let reading = it.source.reading(it.paragraph as usize)?;
        reading.sentences.get(it.fact.sentence as usize).map(|it| it.stems.clone())
    };
    Some(KnownName {
        words: spellings.first().map_or_else(|| one_line(&first.name.words), |it| it.0.clone()),
        key: key.to_string(),
        kind: kind.unwrap_or(NameKind::Unknown),
        n_mentions: sightings.n_mentions,
        n_sources: sightings.n_sources,
        confidential: spellings.is_empty(),
        spellings,
        titles: titles(corpus, ordered),
        places,
        sentences: ordered.iter().filter_map(stems).take(MAX_SENTENCES).collect(),
    })
}

/// The titles that stand beside a name, those of leads among them: the check must know that somebody gives them.
fn titles(corpus: &Corpus, ordered: &[Sighting<'_>]) -> Vec<KnownTitle> {
    let mut titles: Vec<(String, KnownTitle, BTreeSet<TextId>)> = Vec::new();
    for it in ordered {
        let Some(title) = it.name.title else { continue };
        let Some(paragraph) = it.source.text.paragraphs.get(it.paragraph as usize) else { continue };
        let words = one_line(title.of(&paragraph.prose));
        let folded = fold(&words).text;
        let source = &it.source.reference;
        let by = source.trust.counts().then_some(it.source.id);
        if let Some(known) = titles.iter_mut().find(|it| it.0 == folded) {
            known.2.extend(by);
        } else if titles.len() < MAX_TITLES
            && let Some(place) = evidence(corpus, it, title)
        {
            let before = title.start < it.fact.span.start;
            let title = KnownTitle { words, before, n_sources: 0, place, source: source.clone() };
            titles.push((folded, title, by.into_iter().collect()));
        }
    }
    titles.into_iter().map(|(_, title, by)| KnownTitle { n_sources: by.len() as u32, ..title }).collect()
}

/// A place with words of its paragraph in focus, as it would be fetched, and without all else that a candidate brings.
fn evidence(corpus: &Corpus, it: &Sighting<'_>, words: Span) -> Option<Evidence> {
    let reading = it.source.reading(it.paragraph as usize)?;
    let paragraph = it.source.text.paragraphs.get(it.paragraph as usize)?;
    let sentence = reading.sentences.get(it.fact.sentence as usize)?.span;
    let span = paragraph.to_text(sentence);
    let text = span.of(&it.source.text.raw).to_string();
    Some(Evidence {
        source: it.source.reference.path.clone(),
        relation: Relation::Supports,
        place: Place { text: it.source.id, span },
        focus: paragraph.to_text(words),
        line: it.source.line(span.start),
        locator: it.source.text.locators.at(span.start).map(ToString::to_string),
        text,
        origin: corpus.origins().name(it.source.id).map_or_else(String::new, |it| it.to_string()),
        confidential: it.source.reference.confidential,
    })
}
