//! `anonymous-judgement`: somebody without a name says what they think of a person or a body.
//!
//! Only words that fit nobody but people and bodies count ("corrupt", "out of her depth"), or a ranking word before such
//! a noun ("the worst mayor"), with somebody in the same clause whom it can be about. "The plan is a disaster" judges a
//! plan, and "he is no liar" may be praise: neither is raised.

use super::words::{self, Word};
use super::{Voice, is_person};
use crate::check::Ctx;
use crate::fact::{Fact, FactKind, NameKind};
use crate::finding::Checked;
use crate::text::Span;

const RULE: &str = "anonymous-judgement";

/// How many words may stand between "is" or "called" and what somebody is or is called.
const REACH: usize = 4;

pub fn judgement(ctx: &Ctx<'_>, voice: &Voice<'_>, acc: &mut Checked) {
    if !voice.is_unnamed(ctx) {
        return;
    }
    let judged = said(ctx, voice).into_iter().find_map(|within| judging(ctx, voice, within));
    if let Some(word) = judged {
        let mut found = voice.raised(ctx, RULE, "");
        found.args.push(("judgement", word));
        acc.raised.push(found);
    }
}

/// The stretches that this voice says: its quotations, or else the sentence, where nobody else speaks in it.
fn said(ctx: &Ctx<'_>, voice: &Voice<'_>) -> Vec<Span> {
    let mut quotes: Vec<Span> = Vec::new();
    for fact in &ctx.reading.facts {
        if let FactKind::Quote(quote) = &fact.kind
            && quote.attribution == Some(voice.idx as u32)
            && !quote.nested
        {
            quotes.push(quote.words);
        }
    }
    // "called him “a coward”": the one who is called so stands outside the marks.
    let sentence = super::sentence(ctx, voice.fact);
    let alone = |it: &&Fact| matches!(it.kind, FactKind::Attribution(_));
    if ctx.reading.facts_of(voice.fact.sentence).filter(alone).count() == 1 {
        quotes.push(sentence);
    }
    quotes
}

fn judging(ctx: &Ctx<'_>, voice: &Voice<'_>, within: Span) -> Option<String> {
    let lexicon = &ctx.rules.lexicon.voices;
    let own = |it: &Word| voice.fact.span.contains(it.span);
    clauses(ctx.prose(), within).into_iter().find_map(|clause| {
        let words = words::words(ctx.prose(), clause);
        (0..words.len()).filter(|idx| words.get(*idx).is_some_and(|it| !own(it))).find_map(|idx| {
            let before = words.get(idx.saturating_sub(REACH)..idx).unwrap_or(&[]);
            let denied = before.iter().any(|it| lexicon.denying.contains(&it.lower) || it.lower.ends_with("n't"));
            // "“a bully and a liar”": what opens a quotation is said of whoever stands before it.
            let opens = idx <= 1 && ctx.reading.is_quoted(clause);
            let calls =
                |it: &Word| lexicon.calling.contains(&it.lower) || it.lower.ends_with("'s") && it.lower.len() <= 5;
            if denied || !opens && !before.iter().any(calls) {
                return None;
            }
            let last = words::at(&words, &lexicon.judging, idx).or_else(|| ranked(ctx, &words, idx))?;
            // "out of her depth": nobody else can be.
            let of_person = last > idx + 1;
            let judged = words.get(idx)?.span.cover(words.get(last)?.span);
            let others: Vec<&Word> = words.iter().filter(|it| !own(it) && !judged.contains(it.span)).collect();
            (opens || of_person || has_target(ctx, &others)).then(|| judged.of(ctx.prose()).to_string())
        })
    })
}

/// "the worst mayor", "a great and patient coach": the noun that a ranking word stands before.
fn ranked(ctx: &Ctx<'_>, words: &[Word], idx: usize) -> Option<usize> {
    if !ctx.rules.lexicon.voices.ranking.contains(&words.get(idx)?.lower) {
        return None;
    }
    let noun = (idx + 1..idx + 3).find(|it| words.get(*it).is_some_and(|it| is_person(ctx.rules, &it.lower)))?;
    // "the best company car": the noun describes another one.
    let next = words.get(noun + 1);
    let glued = next.is_some_and(|it| {
        let gap = words.get(noun).map_or(0, |noun| it.span.start.saturating_sub(noun.span.end));
        gap == 1 && !ctx.rules.lexicon.words.function_words.contains(&it.lower)
    });
    (!glued).then_some(noun)
}

fn has_target(ctx: &Ctx<'_>, words: &[&Word]) -> bool {
    let names = |span: Span| {
        ctx.reading.facts.iter().any(|it| match &it.kind {
            FactKind::Name(name) => name.kind != NameKind::Place && it.span.contains(span),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => false,
        })
    };
    words.iter().any(|it| {
        let pronoun =
            matches!(it.lower.as_str(), "he" | "she" | "him" | "her" | "they" | "them" | "he's" | "she's" | "they're");
        pronoun || is_person(ctx.rules, &it.lower) || names(it.span)
    })
}

fn clauses(prose: &str, within: Span) -> Vec<Span> {
    let mut clauses = Vec::new();
    let mut from = within.start as usize;
    for (at, it) in within.of(prose).char_indices() {
        if matches!(it, ',' | ';' | ':' | '.' | '?' | '!' | '—' | '–' | '(' | ')') {
            let at = within.start as usize + at;
            clauses.push(Span::new(from, at));
            from = at + it.len_utf8();
        }
    }
    clauses.push(Span::new(from.min(within.end as usize), within.end as usize));
    clauses
}
