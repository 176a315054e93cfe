//! `anonymous-quote` where a text puts a voice without a name in front: as its first quotation, or as the fact of its
//! headline.
//!
//! A headline that says who says so, quotes or asks is left alone, and so is one that any sentence below bears out that
//! is not such a voice's.

use super::quoted::RULE;
use crate::check::{Part, RaisedAt, Whole};
use crate::fact::{Fact, FactKind, QuoteUse, Speaker, SpeakerKind};
use crate::finding::{Raised, Weight};
use crate::rules::Rules;
use crate::text::{Language, Sort, Span};

/// Words of a headline that a sentence must have to be what it rests on: at least so many, and this part of them.
const LEAST: usize = 3;
const SHARED: f32 = 0.6;

pub fn prominent(whole: &Whole<'_>, acc: &mut RaisedAt) {
    acc.extend(first_quotation(whole));
    acc.extend(headline(whole));
}

fn first_quotation(whole: &Whole<'_>) -> Option<(usize, Raised)> {
    let mut quotations =
        whole.parts.iter().enumerate().filter(|(_, part)| is_running(part)).flat_map(|(number, part)| {
            part.reading.facts.iter().enumerate().filter_map(move |(idx, fact)| match &fact.kind {
                FactKind::Quote(quote) if quote.purpose == QuoteUse::Speech && !quote.nested => {
                    Some((number, part, idx, fact, quote.attribution))
                }
                _ => None,
            })
        });
    let (number, part, idx, quote, attribution) = quotations.next()?;
    let spoken = attribution.and_then(|it| Some((it as usize, part.reading.facts.get(it as usize)?)));
    let (span, speaker) = match spoken {
        Some((idx, fact)) => (fact.span, speaker(part, idx, fact)?),
        None => (quote.span, part.links.speaker(idx)?),
    };
    // What was quoted without leave is raised for that already.
    let raised = part.checked.raised.iter().any(|it| it.rule == RULE && it.span.overlaps(span));
    let unnamed = is_unnamed(whole.rules, speaker) && !super::is_approved(whole.rules, whole.front, speaker);
    (unnamed && !raised).then(|| (number, raise(part, span, "first", speaker)))
}

fn headline(whole: &Whole<'_>) -> Option<(usize, Raised)> {
    let number = whole.parts.iter().position(|it| it.paragraph.sort != Sort::Aside)?;
    let heading = whole.parts.get(number).filter(|it| it.paragraph.sort == Sort::Heading)?;
    let stems = &heading.reading.sentences.first()?.stems;
    if stems.len() < LEAST || says_who(whole.rules, heading) {
        return None;
    }
    let mut found: Option<&Speaker> = None;
    for part in whole.parts.iter().filter(|it| is_running(it)) {
        for (sentence, it) in part.reading.sentences.iter().enumerate() {
            let n_shared = super::verbs::shared(stems, &it.stems);
            if n_shared < LEAST || (n_shared as f32) < SHARED * stems.len() as f32 {
                continue;
            }
            let speaker = only_speaker(part, sentence as u32).filter(|it| is_unnamed(whole.rules, it))?;
            found = found.or(Some(speaker));
        }
    }
    let speaker = found.filter(|it| !super::is_approved(whole.rules, whole.front, it))?;
    let all = Span::new(0, heading.paragraph.prose.len());
    Some((number, raise(heading, all, "headline", speaker)))
}

/// "auditors say", quotation marks, a question: the headline does not say so itself.
fn says_who(rules: &Rules, heading: &Part<'_>) -> bool {
    let prose = &heading.paragraph.prose;
    let told = |it: &Fact| matches!(it.kind, FactKind::Attribution(_) | FactKind::Quote(_));
    let verbs = &rules.lexicon.speech.verbs;
    let words = super::words::words(prose, Span::new(0, prose.len()));
    heading.reading.facts.iter().any(told)
        || prose.contains(['?', ':', '"', '“', '‘', '\''])
        || words.iter().any(|it| {
            verbs.contains_key(&it.lower)
                || matches!(it.lower.as_str(), "alleged" | "allegedly" | "reportedly" | "claims" | "may" | "could")
        })
}

/// The speaker of a sentence that has one and no more.
fn only_speaker<'a>(part: &Part<'a>, sentence: u32) -> Option<&'a Speaker> {
    let facts = part.reading.facts.iter().enumerate().filter(|(_, it)| it.sentence == sentence);
    let mut spoken = facts.filter_map(|(idx, it)| speaker(part, idx, it));
    let first = spoken.next()?;
    spoken.next().is_none().then_some(first)
}

fn speaker<'a>(part: &Part<'a>, idx: usize, fact: &'a Fact) -> Option<&'a Speaker> {
    match &fact.kind {
        FactKind::Attribution(it) => Some(part.links.speaker(idx).unwrap_or(&it.speaker)),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) => None,
    }
}

fn is_unnamed(rules: &Rules, speaker: &Speaker) -> bool {
    let speakers = &rules.lexicon.speakers;
    let colour = speakers.spokespeople.contains(&speaker.head) || speakers.crowd.contains(&speaker.head);
    speaker.kind == SpeakerKind::Unnamed && !colour && !super::attributions::is_house_voice(rules, speaker)
}

fn is_running(part: &Part<'_>) -> bool {
    matches!(part.paragraph.sort, Sort::Body | Sort::ListItem) && part.paragraph.language == Language::English
}

fn raise(part: &Part<'_>, span: Span, variant: &'static str, speaker: &Speaker) -> Raised {
    let words = span.of(&part.paragraph.prose).to_string();
    let args = vec![("words", words), ("speaker", speaker.words.clone())];
    Raised { rule: RULE, span, weight: Weight::Full, variant, args, evidence: Vec::new(), fixes: Vec::new() }
}
