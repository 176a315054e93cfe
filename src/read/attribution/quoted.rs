//! Which attribution belongs to which quotation: the nearest in its sentence, else the one that it runs on from.
//!
//! "“It failed,” said Berg. “We warned them.”": the second carries on where the first left off. Quotations that a later
//! paragraph carries on are for the linker.

use super::super::Ctx;
use crate::fact::{FactKind, SpeakerKind};
use crate::text::Span;

/// Attributions are the facts from `first` on, sorted by place.
pub fn settle(ctx: &mut Ctx<'_>, first: usize) {
    struct Seen {
        fact: usize,
        span: Span,
        sentence: u32,
    }
    let tokens = ctx.tokens;
    let mut attributions: Vec<Seen> = Vec::new();
    for (fact, it) in ctx.facts.iter().enumerate().skip(first) {
        if let FactKind::Attribution(attribution) = &it.kind
            && attribution.speaker.kind != SpeakerKind::Nobody
        {
            let span = attribution.cue.cover(it.span);
            let sentence = tokens.sentence(tokens.at(attribution.cue.start));
            attributions.push(Seen { fact, span, sentence });
        }
    }
    attributions.sort_by_key(|it| (it.sentence, it.span.start));
    let mut before: Option<(u32, usize)> = None;
    for idx in 0..first {
        let Some(fact) = ctx.facts.get(idx) else { break };
        let FactKind::Quote(quote) = &fact.kind else { continue };
        if quote.nested || quote.words.is_empty() {
            continue;
        }
        let (from, to) = (tokens.at(quote.words.start), tokens.at(quote.words.end).saturating_sub(1));
        let (from, to) = (tokens.sentence(from), tokens.sentence(to));
        let near = attributions.partition_point(|it| it.sentence < from);
        let own = attributions
            .iter()
            .skip(near)
            .take_while(|it| it.sentence <= to)
            .min_by_key(|it| (gap(it.span, fact.span), it.span.start))
            .map(|it| it.fact);
        // A sentence that begins with the mark runs on from the quotation in the sentence before.
        let begins = tokens.sentences.get(from as usize).is_some_and(|it| fact.span.start <= it.span.start + 4);
        let run_on =
            before.filter(|(sentence, _)| begins && (sentence + 1 == from || *sentence == from)).map(|it| it.1);
        let attribution = own.or(run_on);
        if let Some(attribution) = attribution {
            before = Some((to, attribution));
            if own.is_some()
                && let Some(FactKind::Attribution(it)) = ctx.facts.get_mut(attribution).map(|it| &mut it.kind)
            {
                it.quoted = true;
            }
        }
        if let Some(FactKind::Quote(quote)) = ctx.facts.get_mut(idx).map(|it| &mut it.kind) {
            quote.attribution = attribution.map(|it| it as u32);
        }
    }
}

fn gap(left: Span, right: Span) -> u32 {
    right.start.saturating_sub(left.end).max(left.start.saturating_sub(right.end))
}
