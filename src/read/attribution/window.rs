//! What stands around an attribution: the anonymity that is owned up to, its reason, and what was said in public.
//!
//! Looked for in the speaker's own sentence, and in the one after unless a new speaker is brought in there:
//! "A clerk said files were moved. He asked not to be named."

use super::Scene;
use crate::fact::{Anonymity, Attribution, SpeakerKind};
use crate::rules::lexicon::phrases::Phrases;
use crate::text::Span;

/// The first phrase of a list between two tokens, outside quotation marks.
pub fn phrase_in(scene: &Scene<'_>, phrases: &Phrases<()>, first: usize, last: usize) -> Option<Span> {
    find(scene, phrases, first, last).map(|(from, end)| scene.tokens.span(from, end))
}

/// The same, as first and last token.
pub fn find(scene: &Scene<'_>, phrases: &Phrases<()>, first: usize, last: usize) -> Option<(usize, usize)> {
    (first..=last).filter(|idx| !scene.is_quoted(*idx)).find_map(|idx| {
        let end = at(scene, phrases, idx)?;
        (end <= last + 1).then_some((idx, end - 1))
    })
}

/// The index behind a phrase that begins at a token.
pub fn at(scene: &Scene<'_>, phrases: &Phrases<()>, idx: usize) -> Option<usize> {
    phrases.at(scene.word(idx)).iter().find_map(|(phrase, ())| scene.tokens.matches(idx, phrase))
}

/// Fills the anonymity of every attribution without a name. One walk over the sentences, one over the attributions.
pub fn acknowledge(scene: &Scene<'_>, built: &mut [(Span, Attribution, usize)]) {
    let n_sentences = scene.tokens.sentences.len();
    let mut by_sentence: Vec<Option<Anonymity>> = vec![None; n_sentences];
    let mut opens_anew = vec![false; n_sentences];
    let mut idx = 0;
    for slot in &mut by_sentence {
        let (first, last) = scene.sentence(idx);
        *slot = anonymity(scene, first, last);
        idx = last + 1;
    }
    for (_, attribution, cue) in built.iter() {
        let new = !matches!(attribution.speaker.kind, SpeakerKind::Pronoun | SpeakerKind::Nobody)
            && !is_definite(&attribution.speaker.words);
        if let Some(slot) = opens_anew.get_mut(scene.tokens.sentence(*cue) as usize) {
            *slot |= new;
        }
    }
    for (_, attribution, cue) in built.iter_mut() {
        let number = scene.tokens.sentence(*cue) as usize;
        let mut own = by_sentence.get(number).cloned().flatten();
        if let Some(anonymity) = own.as_mut().filter(|it| it.reason.is_none())
            && !opens_anew.get(number + 1).copied().unwrap_or(true)
        {
            explain_after(scene, number + 1, anonymity);
        }
        let next = by_sentence
            .get(number + 1)
            .filter(|_| !opens_anew.get(number + 1).copied().unwrap_or(true))
            .cloned()
            .flatten();
        if matches!(attribution.speaker.kind, SpeakerKind::Unnamed | SpeakerKind::Pronoun | SpeakerKind::Institution) {
            attribution.anonymity = own.or(next).unwrap_or_default();
        }
    }
}

pub fn is_definite(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_ascii_lowercase();
    matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "his" | "her" | "their" | "its" | "both")
}

/// "his manager": somebody else than he.
pub fn is_possessive(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_ascii_lowercase();
    matches!(first.as_str(), "his" | "her" | "their" | "its")
}

fn anonymity(scene: &Scene<'_>, first: usize, last: usize) -> Option<Anonymity> {
    let speakers = &scene.rules.lexicon.speakers;
    let (from, end) = find(scene, &speakers.anonymity, first, last)?;
    let mut anonymity = Anonymity { acknowledged: Some(scene.tokens.span(from, end)), ..Anonymity::default() };
    // Behind the words first, then before them: "Fearing dismissal, the clerk asked not to be named."
    let reason = find_reason(scene, end + 1, last).or_else(|| find_reason(scene, first, from.saturating_sub(1)));
    if let Some((reason, end)) = reason {
        anonymity.reason = Some(scene.tokens.span(reason, end));
        anonymity.stock = find(scene, &speakers.stock, reason, last.min(end + 4)).is_some();
    }
    Some(anonymity)
}

/// "A clerk, who asked not to be named, said files were moved. She feared dismissal."
fn explain_after(scene: &Scene<'_>, sentence: usize, anonymity: &mut Anonymity) {
    let speakers = &scene.rules.lexicon.speakers;
    let Some(sentence) = scene.tokens.sentences.get(sentence) else { return };
    let (first, last) = (scene.tokens.at(sentence.span.start), scene.tokens.at(sentence.span.end).saturating_sub(1));
    let personal = matches!(
        scene.word(first),
        "he" | "she" | "they" | "both" | "the" | "his" | "her" | "their" | "staff" | "employees"
    );
    if let Some((from, end)) = find(scene, &speakers.fears, first, last).filter(|_| personal) {
        anonymity.reason = Some(scene.tokens.span(from, end));
        anonymity.stock = find(scene, &speakers.stock, from, last).is_some();
    }
}

/// From the connector to the clause's end.
fn find_reason(scene: &Scene<'_>, first: usize, last: usize) -> Option<(usize, usize)> {
    let tokens = scene.tokens;
    let mut from = first;
    while from <= last {
        let (start, end) = find(scene, &scene.rules.lexicon.speakers.reasons, from, last)?;
        // "since 2019" and "as a witness" give no reason; "as the court dismisses …" and "citing …" do.
        let reason = match scene.word(start) {
            "since" => !tokens.is_number(end + 1),
            "as" => matches!(scene.word(end + 1), "the" | "they" | "he" | "she" | "it" | "his" | "her" | "their"),
            "given" => !matches!(scene.word(end + 1), "anonymity"),
            _ => true,
        };
        if reason {
            let stop =
                |idx: usize| tokens.mark(idx).is_some_and(|it| matches!(it, ',' | '.' | ';' | '—')) || idx > last;
            let close = (end + 1..=last + 1).find(|idx| stop(*idx)).unwrap_or(last + 1);
            return Some((start, close.saturating_sub(1).max(end)));
        }
        from = end + 1;
    }
    None
}
