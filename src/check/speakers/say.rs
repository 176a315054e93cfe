//! Findings about speakers: which words are marked, what is said of the source's, and what would mend it.
//!
//! A fix that names somebody is only ever offered. Nothing of a confidential source is put into words here: the engine
//! has others for it.

use super::descriptor::Drift;
use super::{CORROBORATION, DESCRIPTOR, EXPOSED, MISATTRIBUTION, NAMEABLE, Said, Voice};
use crate::check::Ctx;
use crate::fact::{Candidate, Fact, Speaker, SpeakerKind};
use crate::finding::{Evidence, Fix, Raised, Relation, Safety, Weight};
use crate::text::Span;

pub fn misattributed(ctx: &Ctx<'_>, said: &Said<'_>, voice: &Voice<'_>) -> Option<Raised> {
    let theirs = voice.speaker?;
    let variant = if said.quoted { "" } else { "claim" };
    let mut raised = raised(ctx, MISATTRIBUTION, variant, said, voice);
    if said.replaces && !voice.candidate.source.confidential {
        raised.fixes.push(replace(ctx, said, format!("name the source's speaker: {}", full(theirs)), &full(theirs)));
    }
    Some(raised)
}

pub fn nameable(ctx: &Ctx<'_>, said: &Said<'_>, voice: &Voice<'_>) -> Option<Raised> {
    let theirs = voice.speaker?;
    let mut raised = raised(ctx, NAMEABLE, "", said, voice);
    if said.replaces {
        raised.fixes.push(replace(ctx, said, format!("name the speaker: {}", full(theirs)), &full(theirs)));
    }
    Some(raised)
}

pub fn exposed(ctx: &Ctx<'_>, said: &Said<'_>, voice: &Voice<'_>, variant: &'static str) -> Option<Raised> {
    let described = voice.speaker.filter(|it| it.kind == SpeakerKind::Unnamed);
    let variant = if variant.is_empty() && described.is_none() { "asked" } else { variant };
    let mut raised = raised(ctx, EXPOSED, variant, said, voice);
    if let Some(theirs) = described.filter(|_| said.replaces && !voice.candidate.source.confidential) {
        raised.fixes.push(replace(ctx, said, format!("keep to the source's words: {}", theirs.words), &theirs.words));
    }
    Some(raised)
}

pub fn drifted(ctx: &Ctx<'_>, said: &Said<'_>, voice: &Voice<'_>, drift: Drift) -> Option<Raised> {
    let theirs = voice.speaker?;
    let (rule, variant) = match drift {
        Drift::Plural if said.quoted && theirs.kind == SpeakerKind::Unnamed => (DESCRIPTOR, "number"),
        Drift::Plural => (CORROBORATION, "plural"),
        Drift::Count { ours, theirs } if ours > theirs => (CORROBORATION, "count"),
        Drift::Count { .. } | Drift::Singular => (DESCRIPTOR, "number"),
        Drift::Rank => (DESCRIPTOR, "rank"),
        Drift::Body | Drift::Role => (DESCRIPTOR, ""),
    };
    let mut raised = raised(ctx, rule, variant, said, voice);
    let words = full(theirs);
    // NB: a name is not offered here; that is for the rule that asks for one.
    if said.replaces && theirs.kind != SpeakerKind::Named && !voice.candidate.source.confidential {
        raised.fixes.push(replace(ctx, said, format!("use the source's words: {words}"), &words));
    }
    Some(raised)
}

pub fn corroborated(ctx: &Ctx<'_>, fact: &Fact, candidate: &Candidate, theirs: &Fact) -> Option<Raised> {
    let words = theirs.span.of(&candidate.prose);
    Some(Raised {
        rule: CORROBORATION,
        span: fact.span,
        weight: Weight::Full,
        variant: "confirmed",
        args: vec![
            ("ours", shorten(fact.span.of(ctx.prose()))),
            ("theirs", shorten(words)),
            ("place", candidate.file_and_place()),
        ],
        evidence: vec![evidence(candidate, Relation::Weaker, theirs.span)],
        fixes: Vec::new(),
    })
}

fn raised(ctx: &Ctx<'_>, rule: &'static str, variant: &'static str, said: &Said<'_>, voice: &Voice<'_>) -> Raised {
    let candidate = voice.candidate;
    let ours = match said.replaces {
        true => said.span.of(ctx.prose()).to_string(),
        false => said.speaker.words.clone(),
    };
    let words = Span {
        start: voice.words.start.saturating_sub(candidate.within.start),
        end: voice.words.end.saturating_sub(candidate.within.start),
    };
    Raised {
        rule,
        span: said.span,
        weight: Weight::Full,
        variant,
        args: vec![
            ("ours", shorten(&ours)),
            ("theirs", shorten(&voice.speaker.map_or(String::new(), full))),
            ("place", candidate.file_and_place()),
        ],
        evidence: vec![evidence(candidate, Relation::Conflicts, words)],
        fixes: Vec::new(),
    }
}

/// The place with some of its words in focus, counted in the candidate's prose.
fn evidence(candidate: &Candidate, relation: Relation, words: Span) -> Evidence {
    match words.is_empty() {
        true => Evidence::whole(candidate, relation),
        false => Evidence::at(candidate, relation, words),
    }
}

/// With the title, where the source gives one.
fn full(speaker: &Speaker) -> String {
    match speaker.title.is_empty() {
        true => speaker.words.clone(),
        false => format!("{} {}", speaker.title, speaker.words),
    }
}

fn replace(ctx: &Ctx<'_>, said: &Said<'_>, title: String, words: &str) -> Fix {
    let before = ctx.prose().get(..said.span.start as usize).unwrap_or("").trim_end();
    let opens = before.is_empty() || before.ends_with(['.', '!', '?', ':']);
    let mut letters = words.chars();
    let text = match letters.next() {
        Some(first) if opens => first.to_uppercase().chain(letters).collect(),
        _ => words.to_string(),
    };
    Fix { title, safety: Safety::Ask, span: said.span, text }
}

/// At most some forty characters, cut at a space.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 44;
    if text.chars().count() <= LONGEST {
        return text.to_string();
    }
    let mut short = String::new();
    for word in text.split(' ') {
        if short.chars().count() + word.chars().count() > LONGEST {
            break;
        }
        short.push_str(word);
        short.push(' ');
    }
    format!("{}…", short.trim_end())
}
