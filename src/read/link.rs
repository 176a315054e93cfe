//! What paragraphs leave open and earlier ones settle, in one walk over the facts.
//!
//! "She said", "Holt said" and "the official said" lead back to whoever was last brought in and fits; a quotation that
//! opens a paragraph without a speaker runs on from the one before. Where a line break splits "admitted a U.S." from
//! "State Department official", the speaker is put together from both pieces. Nothing is read again here.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::name::singular;
use crate::fact::{Attribution, Fact, FactKind, Links, Name, NameKind, Quote, QuoteUse, Reading, Speaker, SpeakerKind};
use crate::rules::Rules;
use crate::text::Paragraph;

/// The links of every paragraph of one text, index for index. Linear in the number of facts.
pub fn link(rules: &Rules, text: &[(&Paragraph, &Reading)]) -> Vec<Links> {
    let mut walk = Walk::default();
    let mut all: Vec<Links> = Vec::with_capacity(text.len());
    let mut before: Option<(&Paragraph, &Reading)> = None;
    let mut shared: Arc<[String]> = Arc::default();
    for (number, (paragraph, reading)) in text.iter().enumerate() {
        let mut links = Links {
            acknowledged: Arc::clone(&shared),
            spoken_before: spoken(text.get(number.saturating_sub(2)..number).unwrap_or(&[])),
            ..Links::default()
        };
        if paragraph.continues
            && let Some((head, head_reading)) = before
        {
            links.continued = head_reading.sentences.last().map(|it| it.span.of(&head.prose).to_string());
            if let Some((fact, speaker)) = joined(rules, head, head_reading, paragraph) {
                walk.meet(&speaker);
                walk.running = Some(speaker.clone());
                if let Some(links) = all.last_mut() {
                    links.set_speaker(fact, speaker);
                }
            }
        }
        walk.paragraph = number;
        walk.speakers(&paragraph.prose, reading, &mut links);
        walk.quotes(paragraph, reading, &mut links);
        all.push(links);
        // It only grows.
        if walk.acknowledged.len() > shared.len() {
            shared = walk.acknowledged.iter().cloned().collect();
        }
        before = Some((paragraph, reading));
    }
    all
}

/// What the walk remembers of the paragraphs so far.
#[derive(Default)]
struct Walk {
    paragraph: usize,
    /// By surname: the first full name.
    people: FxHashMap<String, Speaker>,
    last_person: Option<(usize, Speaker)>,
    last_speaker: Option<(usize, Speaker)>,
    last_group: Option<Speaker>,
    last_body: Option<Speaker>,
    /// By head noun: "official".
    unnamed: FxHashMap<String, Speaker>,
    acknowledged: BTreeSet<String>,
    /// Whose quotation ended the last paragraph.
    running: Option<Speaker>,
    /// Words of a quotation that was not closed yet.
    open_quote: Option<String>,
}

impl Walk {
    fn speakers(&mut self, prose: &str, reading: &Reading, links: &mut Links) {
        for (idx, fact) in reading.facts.iter().enumerate() {
            match &fact.kind {
                FactKind::Name(name) => self.name(name, prose),
                FactKind::Attribution(attribution) => {
                    let settled = self.settle(attribution);
                    self.meet(settled.as_ref().unwrap_or(&attribution.speaker));
                    if attribution.anonymity.acknowledged.is_some() && !attribution.speaker.head.is_empty() {
                        self.acknowledged.insert(attribution.speaker.head.clone());
                    }
                    if let Some(speaker) = settled {
                        links.set_speaker(idx, speaker);
                    }
                }
                FactKind::Quote(_) | FactKind::Figure(_) | FactKind::Date(_) => {}
            }
        }
    }

    fn name(&mut self, name: &Name, prose: &str) {
        let speaker = Speaker {
            kind: if name.kind == NameKind::Person { SpeakerKind::Named } else { SpeakerKind::Institution },
            span: None,
            words: name.words.clone(),
            title: name.title.map_or(String::new(), |it| it.of(prose).to_string()),
            head: name.surname.clone(),
            plural: false,
            rung: if name.title.is_some() { 7 } else { 6 },
        };
        match name.kind {
            NameKind::Person => {
                let speaker = match self.people.get(&name.surname) {
                    Some(known) if name.given.is_empty() || known.rung == 7 => known.clone(),
                    _ => {
                        self.people.insert(name.surname.clone(), speaker.clone());
                        speaker
                    }
                };
                self.last_person = Some((self.paragraph, speaker));
            }
            NameKind::Body => self.last_body = Some(speaker),
            NameKind::Place | NameKind::Unknown => {}
        }
    }

    /// The earlier speaker that these words lead back to; nothing where they stand for themselves.
    fn settle(&self, attribution: &Attribution) -> Option<Speaker> {
        let speaker = &attribution.speaker;
        match speaker.kind {
            SpeakerKind::Pronoun => match speaker.words.to_lowercase().as_str() {
                "it" => self.last_body.clone(),
                "they" => self.last_group.clone().or_else(|| self.last_one()),
                _ => self.last_one(),
            },
            SpeakerKind::Named => self.people.get(&speaker.head).filter(|known| known.words != speaker.words).cloned(),
            SpeakerKind::Unnamed if is_definite(&speaker.words) => {
                let same = self.unnamed.get(&speaker.head).cloned();
                // "his manager" is not he.
                let own = super::attribution::is_possessive(&speaker.words);
                same.or_else(|| self.last_person.as_ref().filter(|_| !speaker.plural && !own).map(|it| it.1.clone()))
            }
            SpeakerKind::Unnamed | SpeakerKind::Institution | SpeakerKind::Office | SpeakerKind::Nobody => None,
        }
    }

    /// Whom "he" or "she" is: the last speaker, unless a person was brought in since his paragraph.
    fn last_one(&self) -> Option<Speaker> {
        let (speaker, person) = (self.last_speaker.as_ref(), self.last_person.as_ref());
        match (speaker, person) {
            (Some(speaker), Some(person)) if person.0 > speaker.0 => Some(person.1.clone()),
            (Some(speaker), _) => Some(speaker.1.clone()),
            (None, person) => person.map(|it| it.1.clone()),
        }
    }

    fn meet(&mut self, speaker: &Speaker) {
        // The words stand in another paragraph for whoever is led back to them.
        let far = Speaker { span: None, ..speaker.clone() };
        match speaker.kind {
            SpeakerKind::Named | SpeakerKind::Office => self.last_speaker = Some((self.paragraph, far)),
            SpeakerKind::Unnamed => {
                self.unnamed.insert(speaker.head.clone(), far.clone());
                if speaker.plural {
                    self.last_group = Some(far);
                } else {
                    self.last_speaker = Some((self.paragraph, far));
                }
            }
            SpeakerKind::Institution => {
                self.last_body = Some(far.clone());
                self.last_group = Some(far);
            }
            SpeakerKind::Pronoun | SpeakerKind::Nobody => {}
        }
    }

    fn quotes(&mut self, paragraph: &Paragraph, reading: &Reading, links: &mut Links) {
        let mut last: Option<(&Quote, u32, Option<Speaker>)> = None;
        let mut open = None;
        for (idx, fact) in reading.facts.iter().enumerate() {
            let FactKind::Quote(quote) = &fact.kind else { continue };
            if quote.nested {
                continue;
            }
            let mut words = quote.words.of(&paragraph.prose).to_string();
            if quote.continued
                && let Some(head) = self.open_quote.take()
            {
                words = format!("{head} {words}");
                links.quote_heads.push((idx as u32, head));
            }
            let own = quote.attribution.and_then(|it| {
                let fact = reading.facts.get(it as usize)?;
                let FactKind::Attribution(attribution) = &fact.kind else { return None };
                Some(links.speaker(it as usize).unwrap_or(&attribution.speaker).clone())
            });
            // A paragraph that begins with the mark runs on; one split inside a sentence goes on with its speaker.
            let runs = quote.continued || fact.span.start <= 4 || paragraph.continues;
            let after_own = last.as_ref().is_none_or(|it| it.2.is_none());
            let speech = matches!(quote.purpose, QuoteUse::Speech | QuoteUse::Fragment);
            let speaker = own.or_else(|| self.running.clone().filter(|_| runs && after_own && speech));
            if quote.attribution.is_none()
                && let Some(speaker) = &speaker
            {
                links.set_speaker(idx, speaker.clone());
            }
            open = quote.open.then_some(words);
            last = Some((quote, fact.span.end, speaker));
        }
        self.open_quote = open;
        // Only what ends the paragraph is carried on: its last sentence holds the quotation.
        let tail = reading.sentences.last().map_or(0, |it| it.span.start);
        self.running = last
            .filter(|(quote, end, _)| quote.open || *end >= tail)
            .and_then(|it| it.2)
            .map(|it| Speaker { span: None, ..it });
    }
}

/// Whether somebody speaks in these paragraphs, or the last one leads to words by a colon.
fn spoken(near: &[(&Paragraph, &Reading)]) -> bool {
    let speaks = |fact: &Fact| match &fact.kind {
        FactKind::Attribution(_) => true,
        FactKind::Quote(quote) => quote.purpose == QuoteUse::Speech,
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) => false,
    };
    near.iter().any(|(_, reading)| reading.facts.iter().any(speaks))
        || near.last().is_some_and(|(paragraph, _)| paragraph.prose.trim_end().ends_with(':'))
}

fn is_definite(words: &str) -> bool {
    super::attribution::is_definite(words)
}

/// The speaker of an attribution that ends a paragraph in the middle of its noun phrase, with the words from the next.
fn joined(rules: &Rules, head: &Paragraph, reading: &Reading, tail: &Paragraph) -> Option<(usize, Speaker)> {
    let end = head.prose.trim_end().len() as u32;
    let (fact, speaker) = reading.facts.iter().enumerate().rev().find_map(|(idx, fact)| match &fact.kind {
        FactKind::Attribution(it) if it.speaker.span.is_some_and(|span| span.end == end) => Some((idx, &it.speaker)),
        _ => None,
    })?;
    let mut rest = 0;
    for word in tail.prose.split_inclusive(' ') {
        let bare = word.trim_end();
        let plain = bare.trim_end_matches(['.', ',', ';', ':', '!', '?', '’', '”', '"']);
        let lower = plain.to_lowercase();
        if plain.is_empty()
            || rules.lexicon.words.function_words.contains(&lower)
            || rules.lexicon.speakers.postmodifiers.contains(&lower)
        {
            break;
        }
        let closes = plain.len() < bare.len();
        rest += if closes { plain.len() } else { word.len() };
        if closes {
            break;
        }
    }
    let more = tail.prose.get(..rest)?.trim_end();
    if more.is_empty() {
        return None;
    }
    let noun = more.rsplit(' ').next().unwrap_or("").to_lowercase();
    let one = singular(&noun);
    let speakers = &rules.lexicon.speakers;
    let person = speakers.roles.contains(&*one) || speakers.bare.contains(&*one) || speakers.crowd.contains(&*one);
    let joined = Speaker {
        kind: if person { SpeakerKind::Unnamed } else { speaker.kind },
        span: None,
        words: format!("{} {more}", speaker.words),
        title: String::new(),
        head: if person { one.to_string() } else { more.to_string() },
        plural: person && *one != *noun,
        rung: if person { speaker.rung.max(2) } else { speaker.rung },
    };
    Some((fact, joined))
}

#[cfg(test)]
mod tests;
