//! `unattributed-quote`: words between marks that nobody is said to have spoken.
//!
//! Whoever speaks in the same sentence or in a neighbouring one of the paragraph is taken for the speaker, and so is one
//! whom an earlier paragraph leads to. Where a verb of speech stands beside the marks the rule is silent: somebody may be
//! named in a way that is not read. Only a sentence of its own is somebody's for sure: words that begin small and carry on
//! the writer's sentence may be a term, a rule's wording or a speaker's whom the sentence has in another way.

use super::words;
use crate::check::Ctx;
use crate::fact::{Fact, FactKind, Quote, QuoteUse};
use crate::finding::{Checked, Raised, Weight};
use crate::text::{Language, Sort};

const RULE: &str = "unattributed-quote";

pub fn unattributed(ctx: &Ctx<'_>, idx: usize, fact: &Fact, quote: &Quote, acc: &mut Checked) {
    let body = match ctx.paragraph.sort {
        Sort::Body | Sort::ListItem | Sort::Footnote => true,
        Sort::Heading | Sort::Quotation | Sort::Caption | Sort::TableRow | Sort::Aside => false,
    };
    if !body
        || quote.nested
        || quote.open
        || quote.continued
        || quote.purpose != QuoteUse::Speech
        || quote.n_words < 5
        || ctx.paragraph.language != Language::English
        || quote.attribution.is_some()
        || ctx.links.speaker(idx).is_some()
        || ctx.links.quote_heads.iter().any(|(head, _)| *head as usize == idx)
        || !is_sentence(ctx, fact, quote)
        || is_loose(ctx)
        || is_spoken(ctx, fact)
    {
        return;
    }
    acc.raised.push(Raised {
        rule: RULE,
        span: fact.span,
        weight: Weight::Full,
        variant: "",
        args: vec![("quote", super::say::shorten(quote.words.of(ctx.prose())))],
        evidence: Vec::new(),
        fixes: Vec::new(),
    });
}

/// "They left us to bail with buckets." between two sentences, as opposed to: a fault that “could sink the boats”; what a
/// colon or a comma leads to; what a comma hands on to a speaker; and what runs on from another quotation.
fn is_sentence(ctx: &Ctx<'_>, fact: &Fact, quote: &Quote) -> bool {
    let words = quote.words.of(ctx.prose());
    let capital = words.trim_start_matches(['…', '.', ' ', '[']).starts_with(char::is_uppercase);
    let after = ctx.prose().get(fact.span.end as usize..).unwrap_or("");
    let stopped = words.ends_with(['.', '!', '?', '…']) || after.starts_with(['.', '!', '?']);
    let tagged = after.trim_start().starts_with(|it: char| it.is_lowercase() || it == ',');
    let before = ctx.prose().get(..fact.span.start as usize).unwrap_or("").trim_end();
    let apart = before.ends_with(['.', '!', '?', '…']) || before.is_empty() && !ctx.links.spoken_before;
    capital && stopped && !tagged && apart
}

/// Marks that do not come in pairs: what stands between them may be anything.
fn is_loose(ctx: &Ctx<'_>) -> bool {
    ctx.reading.facts.iter().any(|it| matches!(&it.kind, FactKind::Quote(quote) if quote.open || quote.continued))
}

fn is_spoken(ctx: &Ctx<'_>, fact: &Fact) -> bool {
    let sentences = &ctx.reading.sentences;
    let own = |idx: usize| sentences.get(idx).is_some_and(|it| it.span.overlaps(fact.span));
    let first = (0..sentences.len()).find(|idx| own(*idx)).unwrap_or(0);
    let last = (0..sentences.len()).rfind(|idx| own(*idx)).unwrap_or(0);
    let near = first.saturating_sub(1) as u32..=last as u32 + 1;
    let spoken = |it: &Fact| matches!(it.kind, FactKind::Attribution(_)) && near.contains(&it.sentence);
    if ctx.reading.facts.iter().any(spoken) {
        return true;
    }
    let lexicon = &ctx.rules.lexicon.quotes;
    let ends = sentences.get(first.saturating_sub(1)).zip(sentences.get(last + 1).or(sentences.last()));
    let Some(around) = ends.map(|(one, other)| one.span.cover(other.span)) else { return false };
    let around = words::words(lexicon, ctx.prose(), around);
    around.all.iter().any(|word| {
        lexicon.speech.contains(around.folded(word))
            && !ctx.reading.facts.iter().any(|it| matches!(it.kind, FactKind::Quote(_)) && it.span.contains(word.span))
    })
}
