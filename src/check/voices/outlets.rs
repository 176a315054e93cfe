//! `unnamed-outlet`: "according to reports", "local media", and papers of which nobody says how they came to be seen.
//!
//! A report that is told apart ("the report", "reports in the Gazette") is none of these, nor are papers of a court, a
//! register or an owner who published them: only bare ones ("documents show") and such as were not meant for the public.

use super::words::{self, Word};
use super::{Voice, unquoted};
use crate::check::Ctx;
use crate::fact::{FactKind, SpeakerKind};
use crate::finding::{Checked, Raised, Weight};
use crate::rules::lexicon::speech::Form;
use crate::text::Span;

const RULE: &str = "unnamed-outlet";

pub fn outlets(ctx: &Ctx<'_>, voice: &Voice<'_>, acc: &mut Checked) {
    let speaker = &voice.attribution.speaker;
    let Some(span) = speaker.span.filter(|_| speaker.kind == SpeakerKind::Institution) else { return };
    let words = words::words(ctx.prose(), span);
    let after = Span::new(span.end as usize, super::sentence(ctx, voice.fact).end.max(span.end) as usize);
    let next = words::words(ctx.prose(), after);
    if names_none(ctx, &words, &next) {
        let mut found = voice.raised(ctx, RULE, "");
        found.args.push(("outlet", speaker.words.clone()));
        acc.raised.push(found);
    }
}

/// "Local media reported the ship had sunk": a verb that tells of speech only before some words, and here whatever follows.
pub fn reporting(ctx: &Ctx<'_>, acc: &mut Checked) {
    let (lexicon, verbs) = (&ctx.rules.lexicon.voices, &ctx.rules.lexicon.speech.verbs);
    let spoken = |span: Span| {
        ctx.reading.facts.iter().any(|it| matches!(it.kind, FactKind::Attribution(_)) && it.span.overlaps(span))
    };
    for sentence in &ctx.reading.sentences {
        let words = unquoted(ctx, sentence.span);
        for (head, word) in words.iter().enumerate().filter(|(_, it)| lexicon.outlets.contains(&it.lower)) {
            let says = |it: &Word| verbs.get(&it.lower).is_some_and(|it| it.form != Form::Ing);
            let modifies = |it: &&Word| lexicon.outlet_modifiers.contains(&it.lower) && it.lower != "the";
            let n_modifiers = words.get(..head).unwrap_or(&[]).iter().rev().take_while(modifies).count();
            let first = head - n_modifiers;
            let phrase = words.get(first..=head).unwrap_or(&[]);
            let span = phrase.first().map_or(word.span, |it| it.span.cover(word.span));
            let next = words.get(head + 1..).unwrap_or(&[]);
            let told = next.first().is_some_and(says) && is_clause_start(ctx, &words, first) && !spoken(span);
            if told && (n_modifiers > 0 || word.lower == "reports") && names_none(ctx, phrase, next) {
                let outlet = span.of(ctx.prose()).to_string();
                acc.raised.push(Raised { variant: "", args: vec![("outlet", outlet)], ..raised(ctx, span) });
            }
        }
    }
}

/// Whether these words stand for outlets of which none is named, there or right behind.
fn names_none(ctx: &Ctx<'_>, words: &[Word], next: &[Word]) -> bool {
    let lexicon = &ctx.rules.lexicon.voices;
    let Some((head, modifiers)) = words.split_last() else { return false };
    let demonyms = &ctx.rules.lexicon.names.demonyms;
    let vague = |it: &Word| lexicon.outlet_modifiers.contains(&it.lower) || demonyms.contains(&it.lower);
    let told_apart =
        modifiers.first().is_some_and(|it| it.lower == "the") && head.lower != "media" && head.lower != "press";
    let named = next.first().is_some_and(|it| lexicon.outlet_named_after.contains(&it.lower));
    lexicon.outlets.contains(&head.lower) && modifiers.iter().all(vague) && !told_apart && !named
}

pub fn papers(ctx: &Ctx<'_>, acc: &mut Checked) {
    let lexicon = &ctx.rules.lexicon.voices;
    for sentence in &ctx.reading.sentences {
        let words = unquoted(ctx, sentence.span);
        if words::find(&words, &lexicon.obtained).is_some() {
            continue;
        }
        let found = (0..words.len()).find_map(|noun| phrase(ctx, &words, noun));
        acc.raised.extend(found.map(|span| raised(ctx, span)));
    }
}

/// The words of a paper that shows something, where the noun is such a paper.
fn phrase(ctx: &Ctx<'_>, words: &[Word], noun: usize) -> Option<Span> {
    let (lexicon, function) = (&ctx.rules.lexicon.voices, &ctx.rules.lexicon.words.function_words);
    let word = words.get(noun).filter(|it| lexicon.papers.contains(&it.lower))?;
    let shows = words.get(noun + 1).is_some_and(|it| lexicon.showing.contains(&it.lower));
    let mut first = noun;
    while let Some(before) = first.checked_sub(1).filter(|it| noun - *it <= 4)
        && let Some(it) = words.get(before)
        && !function.contains(&it.lower)
        && ctx.prose().get(it.span.end as usize..words.get(first)?.span.start as usize)? == " "
    {
        first = before;
    }
    let secret = words.get(first..noun)?.iter().any(|it| lexicon.secret.contains(&it.lower));
    let before: Vec<&str> = words.get(first.saturating_sub(2)..first)?.iter().map(|it| it.lower.as_str()).collect();
    let according = matches!(before.as_slice(), ["according", "to"])
        || matches!(before.as_slice(), ["to", "a" | "an"]) && words.get(first.checked_sub(3)?)?.lower == "according";
    // "the documents show": they were brought in before.
    let definite =
        before.last().is_some_and(|it| matches!(*it, "the" | "these" | "those" | "his" | "her" | "their" | "its"));
    let bare = first == noun && lexicon.bare_papers.contains(&word.lower) && is_clause_start(ctx, words, first);
    let tells = shows || according && secret;
    (tells && !definite && (secret || bare)).then(|| words.get(first).map_or(word.span, |it| it.span.cover(word.span)))
}

/// At the start of the sentence, behind a comma or behind "and".
fn is_clause_start(ctx: &Ctx<'_>, words: &[Word], idx: usize) -> bool {
    let (Some(before), Some(it)) = (idx.checked_sub(1).and_then(|it| words.get(it)), words.get(idx)) else {
        return true;
    };
    let gap = ctx.prose().get(before.span.end as usize..it.span.start as usize).unwrap_or("");
    gap.contains([',', ';', ':', '—']) || matches!(before.lower.as_str(), "and" | "but" | "that" | "as")
}

fn raised(ctx: &Ctx<'_>, span: Span) -> Raised {
    let words = span.of(ctx.prose()).to_string();
    let args = vec![("words", words)];
    Raised { rule: RULE, span, weight: Weight::Full, variant: "papers", args, evidence: Vec::new(), fixes: Vec::new() }
}
