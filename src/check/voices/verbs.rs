//! `loaded-verb`: "admitted", where the source has them merely say so; or any verb that the house does not want.
//!
//! The sources are asked for the same speaker in a sentence with most of the same words. Where one of them has a verb
//! that colours too, or none has a plain one, nothing is raised: the writer may have heard the tone.

use super::Voice;
use crate::check::Ctx;
use crate::fact::{Candidate, FactKind, Speaker, SpeakerKind, Stem};
use crate::finding::{Checked, Evidence, Fix, Relation, Safety};
use crate::rules::lexicon::speech::Form;
use crate::text::Span;

const RULE: &str = "loaded-verb";

/// The part of the draft's sentence that a source's must have. The verb and the speaker are among its words.
const SHARED: f32 = 0.6;

pub fn verb(ctx: &Ctx<'_>, voice: &Voice<'_>, acc: &mut Checked) {
    let verb = &voice.attribution.verb;
    let colours = ctx.rules.lexicon.speech.loaded.contains(verb);
    if ctx.rules.words(RULE, "verbs").contains(verb) {
        let mut found = voice.raised(ctx, RULE, "");
        found.args.push(("verb", voice.attribution.cue.of(ctx.prose()).to_string()));
        acc.raised.push(found);
    } else if colours && let Some((candidate, theirs)) = plain(ctx, voice) {
        let mut found = voice.raised(ctx, RULE, "sourced");
        found.args.push(("verb", voice.attribution.cue.of(ctx.prose()).to_string()));
        found.args.push(("place", candidate.file_and_place()));
        found.args.push(("source", theirs.of(&candidate.prose).to_string()));
        found.evidence.push(Evidence::at(candidate, Relation::Weaker, theirs));
        found.fixes.extend(said(ctx, voice, theirs.of(&candidate.prose)));
        acc.raised.push(found);
    }
}

/// "admitted that", where the source has "said": one past form for the other. "admitted to" takes more than that.
fn said(ctx: &Ctx<'_>, voice: &Voice<'_>, theirs: &str) -> Option<Fix> {
    let cue = voice.attribution.cue;
    let words = cue.of(ctx.prose());
    let past = ctx.rules.lexicon.speech.verbs.get(&words.to_lowercase()).is_some_and(|it| it.form == Form::Past);
    let more = ctx.prose().get(cue.end as usize..).unwrap_or("").starts_with(" to ");
    (past && !more && theirs == "said").then(|| Fix {
        title: format!("use the source's “{theirs}”"),
        safety: Safety::Ask,
        span: cue,
        text: theirs.to_string(),
    })
}

/// The best place where the same speaker says much the same with a plain verb, and that verb.
fn plain<'a>(ctx: &Ctx<'a>, voice: &Voice<'_>) -> Option<(&'a Candidate, Span)> {
    let loaded = &ctx.rules.lexicon.speech.loaded;
    let stems = ctx.reading.sentences.get(voice.fact.sentence as usize).map_or(&[][..], |it| it.stems.as_slice());
    let mut found = None;
    let speaks = |it: &&Candidate| it.english && it.sentence && it.source.trust.counts();
    for candidate in ctx.candidates(voice.idx).iter().copied().filter(speaks) {
        if (shared(stems, &candidate.stems) as f32) < SHARED * stems.len() as f32 {
            continue;
        }
        for (idx, fact) in candidate.facts.iter().enumerate() {
            let FactKind::Attribution(theirs) = &fact.kind else { continue };
            let speaker = speaker(candidate, idx, &theirs.speaker);
            if !is_same(voice.speaker, speaker) {
                continue;
            }
            if loaded.contains(&theirs.verb) {
                return None;
            }
            let neutral = matches!(theirs.verb.as_str(), "say" | "tell" | "");
            if neutral && found.is_none() {
                found = Some((candidate, theirs.cue));
            }
        }
    }
    found
}

/// Whom a speaker of a source is, as far as the source settles it.
pub fn speaker<'a>(candidate: &'a Candidate, idx: usize, own: &'a Speaker) -> &'a Speaker {
    let settled = candidate.speakers.iter().find(|it| it.0 as usize == idx);
    settled.map_or(own, |it| &it.1)
}

pub fn shared(ours: &[Stem], theirs: &[Stem]) -> usize {
    ours.iter().filter(|it| theirs.binary_search(it).is_ok()).count()
}

fn is_same(ours: &Speaker, theirs: &Speaker) -> bool {
    let known = !matches!(ours.kind, SpeakerKind::Pronoun | SpeakerKind::Nobody);
    known
        && ours.kind == theirs.kind
        && ours.plural == theirs.plural
        && ours.head.to_lowercase() == theirs.head.to_lowercase()
}
