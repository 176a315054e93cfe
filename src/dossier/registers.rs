//! The registers: unnamed speakers, quotations, names with every spelling, and what the calendar and sums show.

use rustc_hash::FxHashMap;

use super::body::Body;
use super::items::Items;
use super::model::{Attested, Check, Interviewed, Item, Named, Quotation, Spelling, Voice};
use super::passage::short;
use crate::engine::desk::Desk;
use crate::engine::{FactView, HouseName, KnownName};
use crate::fact::{Attribution, Date, FactKind, Grain, Name, NameKind, Speaker, SpeakerKind};
use crate::text::alike::{name_key, name_words};
use crate::text::fold::{fold, one_line};
use crate::text::{Span, TextId};

/// What every register is made from.
pub struct Registers<'a> {
    pub desk: &'a Desk,
    pub draft: TextId,
    pub body: &'a Body<'a>,
    pub facts: &'a [FactView],
    pub items: &'a Items,
}

impl Registers<'_> {
    fn sentence(&self, view: &FactView) -> usize {
        let paragraph = self.body.paragraph_at(view.span.start);
        paragraph.map_or(0, |it| self.body.sentence(it, view.fact.sentence as usize))
    }

    fn item_of(&self, idx: usize) -> Option<&Item> {
        let found = self.items.facts.iter().find(|(_, fact)| **fact == idx)?;
        self.items.items.get(*found.0)
    }

    pub fn speakers(&self) -> Vec<Voice> {
        let mut voices: Vec<Voice> = Vec::new();
        let mut by_words: FxHashMap<String, usize> = FxHashMap::default();
        for (idx, view) in self.facts.iter().enumerate() {
            let FactKind::Attribution(it) = &view.fact.kind else { continue };
            let speaker = view.speaker.as_ref().unwrap_or(&it.speaker);
            let Some(words) = unnamed(speaker, it, &view.prose) else { continue };
            let key = fold(&words).text;
            let at = *by_words.entry(key).or_insert_with(|| {
                voices.push(Voice {
                    words,
                    rung: speaker.rung,
                    acknowledged: None,
                    reason: None,
                    basis: None,
                    uses: Vec::new(),
                    matches: Vec::new(),
                    items: Vec::new(),
                });
                voices.len() - 1
            });
            let Some(voice) = voices.get_mut(at) else { continue };
            let shown = |it: Option<Span>| it.map(|it| one_line(it.of(&view.prose)));
            voice.rung = voice.rung.max(speaker.rung);
            voice.acknowledged = voice.acknowledged.take().or_else(|| shown(it.anonymity.acknowledged));
            voice.reason = voice.reason.take().or_else(|| shown(it.anonymity.reason));
            voice.basis = voice.basis.take().or_else(|| shown(it.basis));
            voice.uses.push(self.sentence(view));
            if let Some(item) = self.item_of(idx) {
                voice.items.push(item.id.clone());
                voice.matches.extend(item.findings.iter().map(|it| it.message.clone()));
            }
        }
        voices
    }

    pub fn attestations(&self) -> Vec<Attested> {
        let attested = &self.body.text.comments.front.anonymous;
        let attested = attested.iter().map(|it| Attested {
            id: it.id.clone(),
            known_to: it.known_to.clone(),
            approved_by: it.approved_by.clone(),
            reason: it.reason.clone(),
            date: it.date.clone(),
        });
        attested.collect()
    }

    pub fn interviews(&self) -> Vec<Interviewed> {
        let interviews = self.body.text.comments.front.interviews.iter();
        interviews.map(|it| Interviewed { who: it.who.clone(), date: it.date.clone(), how: it.how.clone() }).collect()
    }

    pub fn quotations(&self) -> Vec<Quotation> {
        let items = self.items.items.iter().enumerate().filter(|(_, it)| it.kind == "quote");
        let quotation = |(idx, item): (usize, &Item)| {
            let view = self.items.facts.get(&idx).and_then(|it| self.facts.get(*it));
            let speaker = view.and_then(|it| it.speaker.as_ref());
            let place = item.evidence.first().map(|it| match &it.path {
                Some(path) => format!("{path}, {}", it.place),
                None => format!("a confidential source ({}, {})", it.source, it.place),
            });
            Quotation {
                item: item.id.clone(),
                number: item.number,
                words: item.text.clone(),
                speaker: speaker.map(|it| one_line(&it.words)).filter(|it| !it.is_empty()),
                sentence: item.sentence,
                standing: item.standing,
                letter: item.letter,
                place,
                difference: item.findings.first().map(|it| it.message.clone()),
            }
        };
        items.map(quotation).collect()
    }

    pub fn names(&self) -> Vec<Named> {
        let mut names: Vec<(String, Named)> = Vec::new();
        let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
        let mut known_by_words: FxHashMap<String, Option<KnownName>> = FxHashMap::default();
        let houses = &self.desk.engine.rules().house_names;
        for (idx, view) in self.facts.iter().enumerate() {
            let FactKind::Name(name) = &view.fact.kind else { continue };
            let own = name_key(&name_words(&name.words));
            let known = known_by_words
                .entry(own.clone())
                .or_insert_with(|| self.desk.engine.known_name(self.draft, name).filter(|it| !it.confidential));
            let key = known.as_ref().map_or(own, |it| it.key.clone());
            let at = *by_key.entry(key.clone()).or_insert_with(|| {
                names.push((key, named(name, known.as_ref(), houses, self.sentence(view))));
                names.len() - 1
            });
            let Some((_, entry)) = names.get_mut(at) else { continue };
            count(&mut entry.draft, one_line(&name.words));
            if let Some(title) = name.title.map(|it| one_line(it.of(&view.prose)))
                && !entry.titles.contains(&title)
            {
                entry.titles.push(title);
            }
            if entry.kind == "name" {
                entry.kind = kind(name.kind);
            }
            if let Some(item) = self.item_of(idx) {
                entry.items.push(item.id.clone());
                if entry.places.is_empty() {
                    entry.places = item.evidence.iter().map(|it| format!("{}, {}", it.source, it.place)).collect();
                }
                entry.differences.extend(item.findings.iter().map(|it| it.message.clone()));
            }
        }
        // One finding is told once, however often the name stands there.
        for (_, it) in &mut names {
            it.differences.dedup();
        }
        let order = |it: &(String, Named)| (fold(&it.1.name).text, it.0.clone());
        names.sort_by_key(order);
        names.into_iter().map(|it| it.1).collect()
    }

    /// Weekdays and sums, also those that agree.
    pub fn checks(&self) -> Vec<Check> {
        let mut checks = Vec::new();
        for (idx, item) in self.items.items.iter().enumerate() {
            let found = |rule: &str| item.findings.iter().find(|it| it.rule == rule);
            let mut add = |what, working: String, agrees| {
                let words = short(&item.text, 160);
                checks.push(Check {
                    item: Some(item.id.clone()),
                    sentence: item.sentence,
                    what,
                    words,
                    working,
                    agrees,
                });
            };
            if let Some(finding) = found("impossible-weekday") {
                add("calendar", finding.message.clone(), false);
            } else if let Some(day) = self.items.facts.get(&idx).and_then(|it| self.facts.get(*it)).and_then(weekday) {
                add("calendar", format!("the calendar has {day} on that date too"), true);
            }
            if let Some(finding) = found("inconsistent-figures") {
                add("arithmetic", finding.message.clone(), false);
            }
            if let Some(working) = item.transformation.as_ref().and_then(|it| it.strip_prefix("computed: ")) {
                add("arithmetic", format!("{working}, from a source’s figures"), true);
            }
        }
        checks
    }
}

/// What a speaker without a name is called; `None` of everybody else.
fn unnamed(speaker: &Speaker, attribution: &Attribution, prose: &str) -> Option<String> {
    match speaker.kind {
        SpeakerKind::Unnamed => Some(one_line(&speaker.words)),
        SpeakerKind::Nobody => Some(one_line(attribution.cue.of(prose))),
        SpeakerKind::Named | SpeakerKind::Institution | SpeakerKind::Office | SpeakerKind::Pronoun => None,
    }
}

fn named(name: &Name, known: Option<&KnownName>, houses: &[HouseName], sentence: usize) -> Named {
    let words = one_line(&name.words);
    let spells = |it: &&HouseName| it.spelling == words || it.instead_of.contains(&words);
    let in_sources = known.map_or(&[][..], |it| it.spellings.as_slice());
    let titles = known.map_or(&[][..], |it| it.titles.as_slice()).iter();
    let titles = titles.filter(|it| it.n_sources > 0 && !it.source.confidential && !it.place.confidential);
    Named {
        name: known.map_or_else(|| words.clone(), |it| it.words.clone()),
        kind: known.map_or_else(|| kind(name.kind), |it| kind(it.kind)),
        draft: Vec::new(),
        sources: in_sources.iter().map(|(words, n)| Spelling { words: words.clone(), n: *n }).collect(),
        house: houses.iter().find(spells).map(|it| it.spelling.clone()),
        titles: Vec::new(),
        titles_in_sources: titles.map(|it| it.words.clone()).collect(),
        n_sources: known.map_or(0, |it| it.n_sources),
        places: Vec::new(),
        sentence,
        items: Vec::new(),
        differences: Vec::new(),
    }
}

fn count(spellings: &mut Vec<Spelling>, words: String) {
    match spellings.iter_mut().find(|it| it.words == words) {
        Some(known) => known.n += 1,
        None => spellings.push(Spelling { words, n: 1 }),
    }
}

fn kind(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "person",
        NameKind::Body => "body",
        NameKind::Place => "place",
        NameKind::Unknown => "name",
    }
}

/// The weekday of a date that says itself which day it is, where the calendar has the same.
fn weekday(view: &FactView) -> Option<&'static str> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let FactKind::Date(Date { year, month, day, weekday, grain: Grain::Day, until: None, .. }) = &view.fact.kind else {
        return None;
    };
    let date = jiff::civil::Date::new((*year)?, (*month)? as i8, (*day)? as i8).ok()?;
    let is = date.weekday().to_monday_one_offset() as u8;
    (is == (*weekday)?).then(|| DAYS.get(usize::from(is) - 1).copied()).flatten()
}
