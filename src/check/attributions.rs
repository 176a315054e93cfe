//! Speakers without a name: bare, unnamed, ghosts, and anonymity that nobody explains.
//!
//! One fault is one finding: anonymity that is acknowledged is never also unnamed, a ghost beside a named speaker is
//! that speaker's own caution. Bodies that speak for themselves and the crowd are left alone here; what houses differ
//! over beside that is in [`voices`](super::voices).

use std::collections::BTreeMap;

use super::{Ctx, ParamKind, ParamSpec};
use crate::fact::{Anonymity, Attribution, Fact, FactKind, NameKind, Speaker, SpeakerKind};
use crate::finding::{Checked, Raised, Weight};
use crate::rules::Rules;
use crate::text::Span;

pub const PARAMS: &[ParamSpec] = &[
    ParamSpec { name: "descriptor-floor", kind: ParamKind::Number },
    // Whether a stock phrase explains why a name is withheld.
    ParamSpec { name: "stock-counts", kind: ParamKind::Flag },
    // Who may speak for a body without being named.
    ParamSpec { name: "institution-voices", kind: ParamKind::Words },
];

pub const BARE: &str = "bare-attribution";
pub const UNNAMED: &str = "unnamed-attribution";
pub const GHOST: &str = "ghost-attribution";
pub const UNEXPLAINED: &str = "unexplained-anonymity";
pub const STOCK: &str = "stock-reason";
pub const SPOKESPERSON: &str = "unnamed-spokesperson";

pub fn attributions(ctx: &Ctx<'_>, acc: &mut Checked) {
    let floor = ctx.rules.number(UNNAMED, "descriptor-floor", 3.0);
    let named = has_name(ctx);
    let mut explained: Vec<Span> = Vec::new();
    // By sentence: one that goes on for pages may have hundreds of speakers.
    let mut citing: BTreeMap<u32, bool> = BTreeMap::new();
    for (idx, fact) in ctx.facts() {
        let FactKind::Attribution(attribution) = &fact.kind else { continue };
        match attribution.speaker.kind {
            SpeakerKind::Nobody => {
                if !is_somebodys(ctx, fact) {
                    acc.raised.push(raised(ctx, GHOST, fact.span, "", Weight::Full));
                }
            }
            SpeakerKind::Unnamed | SpeakerKind::Pronoun => {
                if let Some(acknowledged) = attribution.anonymity.acknowledged {
                    if !explained.contains(&acknowledged) {
                        explained.push(acknowledged);
                        explain(ctx, acknowledged, &attribution.anonymity, acc);
                    }
                } else if attribution.speaker.kind == SpeakerKind::Unnamed {
                    let cites = *citing.entry(fact.sentence).or_insert_with(|| cites(ctx, fact));
                    acc.raised.extend(unnamed(ctx, idx, fact, attribution, Among { named, cites, floor }));
                }
                acc.raised.extend(spokesperson(ctx, idx, fact, attribution, named));
            }
            SpeakerKind::Named | SpeakerKind::Institution | SpeakerKind::Office => {}
        }
    }
}

/// Anonymity that is owned up to, and why.
fn explain(ctx: &Ctx<'_>, acknowledged: Span, anonymity: &Anonymity, acc: &mut Checked) {
    match anonymity.reason {
        None => acc.raised.push(raised(ctx, UNEXPLAINED, acknowledged, "", Weight::Full)),
        // NB: both over the same words, so that they are one finding where a house switches both on.
        Some(reason) if anonymity.stock => {
            acc.raised.push(raised(ctx, STOCK, reason, "", Weight::Full));
            if !ctx.rules.flag(UNEXPLAINED, "stock-counts", true) {
                acc.raised.push(raised(ctx, UNEXPLAINED, reason, "stock", Weight::Full));
            }
        }
        Some(_) => {}
    }
}

/// Whoever speaks for a body is paid to be named. Those who are led back to ("the spokesperson added") were judged before.
fn spokesperson(ctx: &Ctx<'_>, idx: usize, fact: &Fact, attribution: &Attribution, named: bool) -> Option<Raised> {
    let speaker = &attribution.speaker;
    let speaks_for = ctx.rules.lexicon.speakers.spokespeople.contains(&speaker.head);
    if !speaks_for || named || ctx.links.speaker(idx).is_some() || is_house_voice(ctx.rules, speaker) {
        return None;
    }
    let mut found = raised(ctx, SPOKESPERSON, fact.span, "", Weight::Full);
    found.args.push(("speaker", speaker.words.clone()));
    Some(found)
}

/// What stands around a speaker without a name, and what the house wants of one.
#[derive(Clone, Copy)]
struct Among {
    /// The paragraph names somebody.
    named: bool,
    /// The sentence cites a paper.
    cites: bool,
    floor: f64,
}

/// A speaker who is described too thinly, with nothing said of why.
fn unnamed(ctx: &Ctx<'_>, idx: usize, fact: &Fact, attribution: &Attribution, among: Among) -> Option<Raised> {
    let Among { named, cites, floor } = among;
    let speaker = &attribution.speaker;
    let speakers = &ctx.rules.lexicon.speakers;
    // "a company spokesperson" stands for a body, and "fans" for a crowd: desks switch those separately.
    if speakers.spokespeople.contains(&speaker.head) || speakers.crowd.contains(&speaker.head) {
        return None;
    }
    // The pieces of a phrase that a line break split are judged together, by what the link made of them.
    let speaker = match ctx.links.speaker(idx) {
        Some(joined) if speaker.head.is_empty() => joined,
        _ => speaker,
    };
    if speaker.head.is_empty() || ctx.links.acknowledged.contains(&speaker.head) || is_house_voice(ctx.rules, speaker) {
        return None;
    }
    let definite = is_definite(&speaker.words);
    // "the official said": the one before, who was judged there.
    if definite && ctx.links.speaker(idx).is_some() {
        return None;
    }
    // A paper in the same sentence bears part of the weight: "officials said, citing the minutes".
    let weight = if cites { Weight::Slight } else { Weight::Full };
    if speaker.rung == 0 {
        return Some(raised(ctx, BARE, fact.span, "", weight));
    }
    // "Community leader said", "the “Red” singer said": without its article nobody can tell whether it is a first mention.
    let lone = !speaker.plural && !is_indefinite(&speaker.words);
    if definite || lone || named || f64::from(speaker.rung) >= floor {
        return None;
    }
    if is_institutional(ctx, attribution, speaker) {
        return None;
    }
    let variant = match (attribution.public.is_some(), speaker.plural) {
        (true, _) => "public",
        (false, true) => "plural",
        (false, false) => "",
    };
    let mut found = raised(ctx, UNNAMED, fact.span, variant, weight);
    found.args.push(("speaker", speaker.words.clone()));
    Some(found)
}

/// "Interior Ministry officials in a statement" are the ministry; "a ministry official in a statement" is one of them.
pub(super) fn is_institutional(ctx: &Ctx<'_>, attribution: &Attribution, speaker: &Speaker) -> bool {
    let public = attribution.public.map(|it| it.of(ctx.prose()).to_lowercase());
    let institutional = &ctx.rules.lexicon.speakers.institutional;
    speaker.plural && speaker.rung >= 2 && public.is_some_and(|it| institutional.contains(&it))
}

/// Whether the house lets these speak without a name (`institution-voices`): by all their words, or by the last of them.
pub(super) fn is_house_voice(rules: &Rules, speaker: &Speaker) -> bool {
    let voices = rules.words(UNNAMED, "institution-voices");
    if voices.is_empty() {
        return false;
    }
    let words = speaker.words.to_lowercase();
    voices.iter().map(|it| it.to_lowercase()).any(|voice| {
        let head = words.strip_suffix(&voice);
        voice == speaker.head || head.is_some_and(|it| it.is_empty() || it.ends_with(' '))
    })
}

fn raised(ctx: &Ctx<'_>, rule: &'static str, span: Span, variant: &'static str, weight: Weight) -> Raised {
    let words = span.of(ctx.prose()).to_string();
    Raised { rule, span, weight, variant, args: vec![("words", words)], evidence: Vec::new(), fixes: Vec::new() }
}

/// "Experts disagree. Kramer says …": a class is brought in, and then somebody of it is named.
pub(super) fn has_name(ctx: &Ctx<'_>) -> bool {
    ctx.facts().any(|(idx, fact)| match &fact.kind {
        FactKind::Name(name) => name.kind == NameKind::Person,
        FactKind::Attribution(attribution) => {
            let settled = ctx.links.speaker(idx).unwrap_or(&attribution.speaker);
            settled.kind == SpeakerKind::Named
        }
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) => false,
    })
}

/// Whether somebody in the same sentence answers for the ghost: "police said he is believed to have left".
fn is_somebodys(ctx: &Ctx<'_>, ghost: &Fact) -> bool {
    ctx.reading.facts_of(ghost.sentence).any(|fact| match &fact.kind {
        FactKind::Attribution(it) => !matches!(it.speaker.kind, SpeakerKind::Nobody | SpeakerKind::Unnamed),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) => false,
    })
}

fn cites(ctx: &Ctx<'_>, fact: &Fact) -> bool {
    let cited = &ctx.rules.lexicon.speakers.cited;
    let sentence = ctx.reading.sentences.get(fact.sentence as usize).map_or("", |it| it.span.of(ctx.prose()));
    let mut words = sentence.split(|it: char| !it.is_alphanumeric()).map(str::to_lowercase);
    words.any(|it| cited.contains(&it))
}

pub(super) fn is_indefinite(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "a" | "an" | "one" | "another" | "some")
}

/// "the official", "those officials": somebody who was brought in before.
pub(super) fn is_definite(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "his" | "her" | "their" | "its" | "both")
}

#[cfg(test)]
mod tests;
