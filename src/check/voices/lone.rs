//! `lone-anonymous-origin`: a figure or an allegation for which the sources have one voice without a name and no more.
//!
//! A figure is looked up where it is borne out: if any of those places states it outright, or gives it to somebody named,
//! a body or a paper, it does not rest on that voice. Two described alike in two sources may be one person, and count as
//! one; several in one place count as two.

use std::collections::BTreeSet;

use super::verbs::{shared, speaker};
use super::words::{self, Word};
use super::{Voice, is_approved, sentence};
use crate::check::{Ctx, attributions, figures};
use crate::fact::{Candidate, Dimension, Fact, FactKind, Figure, Form, SourceKind, Speaker, SpeakerKind};
use crate::finding::{Checked, Evidence, Raised, Relation, Weight};
use crate::text::Span;

const RULE: &str = "lone-anonymous-origin";

pub fn figures(ctx: &Ctx<'_>, acc: &mut Checked) {
    let least = ctx.rules.number(RULE, "min-origins-anonymous", 2.0) as usize;
    let mut raised: Option<u32> = None;
    for (idx, fact) in ctx.facts() {
        let FactKind::Figure(figure) = &fact.kind else { continue };
        // One voice is one fault of a sentence, however many figures it gives.
        if raised == Some(fact.sentence)
            || !is_told(ctx, fact, figure)
            || has_voice(ctx, fact)
            || !may_be_lone(ctx, idx)
        {
            continue;
        }
        let evidence = figures::supporting(ctx, idx, fact, figure);
        let Some(speaker) = lone(ctx, idx, &evidence, least) else { continue };
        if is_approved(ctx.rules, ctx.front, &speaker) {
            continue;
        }
        raised = Some(fact.sentence);
        let place = place(ctx, idx, &evidence);
        let words = fact.span.of(ctx.prose()).to_string();
        acc.raised.push(Raised {
            rule: RULE,
            span: fact.span,
            weight: Weight::Full,
            variant: "",
            args: vec![("words", words), ("speaker", speaker.words), ("place", place)],
            evidence,
            fixes: Vec::new(),
        });
    }
}

/// A quantity that somebody has to know: no year, no rank, no "several", no small count, and none of the speakers.
pub fn is_told(ctx: &Ctx<'_>, fact: &Fact, figure: &Figure) -> bool {
    let small = figure.unit.dimension == Dimension::Count && figure.value.hi < 10.0;
    let of_speaker = |it: &Fact| matches!(it.kind, FactKind::Attribution(_)) && it.span.contains(fact.span);
    if small || ctx.reading.facts_of(fact.sentence).any(of_speaker) {
        return false;
    }
    let stated = matches!(figure.form, Form::Number | Form::Range | Form::Share | Form::Multiple);
    let counts = figure.unit.dimension != Dimension::Count || !figure.counted.is_empty();
    stated && counts && figure.unit.dimension != Dimension::Rank
}

/// Whether the draft's own sentence gives the figure to somebody who is named, to a body or to a paper.
fn has_voice(ctx: &Ctx<'_>, fact: &Fact) -> bool {
    super::all(ctx).iter().any(|it| {
        it.fact.sentence == fact.sentence
            && matches!(it.speaker.kind, SpeakerKind::Named | SpeakerKind::Institution | SpeakerKind::Office)
    })
}

fn may_be_lone(ctx: &Ctx<'_>, idx: usize) -> bool {
    ctx.candidates(idx).iter().any(|it| voices(ctx, it).is_some())
}

/// The voices without a name that a place of a source gives its words to; `None` where there are none, or others too.
fn voices<'a>(ctx: &Ctx<'_>, candidate: &'a Candidate) -> Option<Vec<&'a Speaker>> {
    let speakers = &ctx.rules.lexicon.speakers;
    let mut voices = Vec::new();
    for (idx, fact) in candidate.facts.iter().enumerate() {
        let FactKind::Attribution(attribution) = &fact.kind else { continue };
        let speaker = speaker(candidate, idx, &attribution.speaker);
        let unnamed = speaker.kind == SpeakerKind::Unnamed && !speakers.spokespeople.contains(&speaker.head);
        let public = attribution.public.is_some_and(|it| {
            speaker.plural && speakers.institutional.contains(&it.of(&candidate.prose).to_lowercase())
        });
        // "the owner said" tells of one whom the text has in mind.
        if !unnamed || public || attributions::is_definite(&speaker.words) {
            return None;
        }
        voices.push(speaker);
    }
    let first_hand = matches!(candidate.source.kind, SourceKind::Own | SourceKind::Data | SourceKind::Primary);
    (!voices.is_empty() && !first_hand).then_some(voices)
}

/// The one whom all of these places lead to, if they are fewer than the house wants.
fn lone(ctx: &Ctx<'_>, idx: usize, evidence: &[Evidence], least: usize) -> Option<Speaker> {
    let mut heads: BTreeSet<&str> = BTreeSet::new();
    let mut several = false;
    let mut first = None;
    for it in evidence {
        let candidate = ctx.candidates(idx).iter().find(|candidate| candidate.place == it.place)?;
        for voice in voices(ctx, candidate)? {
            heads.insert(&voice.head);
            several |= voice.plural;
            first = first.or(Some(voice));
        }
    }
    let n_voices = heads.len().max(if several { 2 } else { 0 });
    first.filter(|_| n_voices < least).cloned()
}

fn place(ctx: &Ctx<'_>, idx: usize, evidence: &[Evidence]) -> String {
    let first = evidence.first().map(|it| it.place);
    let candidate = ctx.candidates(idx).iter().find(|it| Some(it.place) == first);
    candidate.map_or_else(String::new, |it| it.file_and_place())
}

/// "Guards beat the men, a former inmate said.", and not a word of whether anybody else says so.
pub fn allegation(ctx: &Ctx<'_>, voice: &Voice<'_>, acc: &mut Checked) {
    let lone = voice.speaker.kind == SpeakerKind::Unnamed && !voice.speaker.plural && !voice.is_led_back();
    if !lone || is_approved(ctx.rules, ctx.front, voice.speaker) || voice.is_then_named(ctx) {
        return;
    }
    // NB: before anything that goes through the words: where there are many voices, each bears the others out.
    let corroborated = super::all(ctx)
        .iter()
        .any(|it| it.idx != voice.idx && it.attribution.verb != "deny" && it.speaker.kind != SpeakerKind::Nobody);
    if corroborated {
        return;
    }
    let lexicon = &ctx.rules.lexicon;
    let words = words::words(ctx.prose(), sentence(ctx, voice.fact));
    let Some(alleged) = alleged(ctx, &words, voice) else { return };
    let whole = words::words(ctx.prose(), Span::new(0, ctx.prose().len()));
    // The police may be those who are accused.
    let in_law = words.iter().any(|it| lexicon.speakers.charges.contains(&it.lower) && it.lower != "police");
    if in_law || words::find(&whole, &lexicon.voices.uncorroborated).is_some() {
        return;
    }
    // What a source says of its own, or has from somebody named, needs no such clause.
    let stems = ctx.reading.sentences.get(voice.fact.sentence as usize).map_or(&[][..], |it| it.stems.as_slice());
    let mut evidence = Vec::new();
    for candidate in ctx.candidates(voice.idx) {
        if shared(stems, &candidate.stems) * 2 < stems.len() {
            continue;
        }
        if voices(ctx, candidate).is_none() {
            return;
        }
        if candidate.source.confidential {
            continue;
        }
        evidence.push(Evidence::whole(candidate, Relation::Nearest));
    }
    let least = ctx.rules.number(RULE, "min-origins-allegation", 1.0);
    let mut found = voice.raised(ctx, RULE, "allegation");
    found.weight = if least >= 2.0 { Weight::Full } else { Weight::Slight };
    found.span = alleged;
    found.evidence = evidence;
    found.args = vec![("words", alleged.of(ctx.prose()).to_string()), ("speaker", voice.speaker.words.clone())];
    acc.raised.push(found);
}

/// The word that says what was done to somebody, outside quotation marks or in them.
fn alleged(ctx: &Ctx<'_>, words: &[Word], voice: &Voice<'_>) -> Option<Span> {
    let lexicon = &ctx.rules.lexicon.voices;
    words.iter().enumerate().find_map(|(idx, word)| {
        let struck = |it: &Word| lexicon.struck.contains(&it.lower);
        let strikes =
            lexicon.striking.contains(&word.lower) && words.get(idx + 1..).unwrap_or(&[]).iter().take(3).any(struck);
        let alleges = lexicon.alleging.contains(&word.lower) || strikes;
        (alleges && !voice.fact.span.contains(word.span)).then_some(word.span)
    })
}
