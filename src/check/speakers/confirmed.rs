//! How often a thing was confirmed, and by whom: "confirmed by several sources" where the corpus has one report of it.
//!
//! Sentences that speak of the same thing are looked through for who stands behind it. One paper that reports it, or one
//! person who confirms it, is one origin; two different ones are several, and then nothing is said.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::reported::{residue, speaker_of};
use super::{attributed, body, counts, lexicon, say};
use crate::check::{Ctx, Passage, Statement};
use crate::fact::{Attribution, Clauses, Fact, FactKind, SpeakerKind, Stem, Word};
use crate::finding::Raised;
use crate::text::Span;

pub fn confirmed(ctx: &Ctx<'_>) -> Vec<Raised> {
    let mut found = Vec::new();
    for statement in ctx.statements {
        let facts: Vec<&Fact> = ctx.reading.facts.iter().filter(|it| statement.span.contains(it.span)).collect();
        for fact in &facts {
            let FactKind::Attribution(attribution) = &fact.kind else { continue };
            if is_several(ctx, attribution, fact) {
                found.extend(weigh(ctx, statement, &facts, fact));
            }
        }
    }
    found
}

/// "confirmed by multiple sources", "four outlets independently confirmed".
fn is_several(ctx: &Ctx<'_>, attribution: &Attribution, fact: &Fact) -> bool {
    let speaker = &attribution.speaker;
    let first = speaker.words.split(' ').next().unwrap_or("").to_lowercase();
    let many = speaker.plural
        || lexicon(ctx).severally.contains(&first)
        || fact.span.of(ctx.prose()).to_lowercase().contains("independently");
    let unnamed = matches!(speaker.kind, SpeakerKind::Unnamed | SpeakerKind::Institution);
    lexicon(ctx).confirming.contains(&attribution.verb) && many && unnamed
}

fn weigh(ctx: &Ctx<'_>, statement: &Statement<'_>, facts: &[&Fact], fact: &Fact) -> Option<Raised> {
    let ours = residue(statement.clauses, facts, statement.span.start);
    if ours.is_empty() {
        return None;
    }
    let start = statement.span.start;
    let ours_at = Span { start: fact.span.start.saturating_sub(start), end: fact.span.end.saturating_sub(start) };
    let mut weaker: Option<(&Passage<'_>, &Fact)> = None;
    let mut confirmers: BTreeSet<String> = BTreeSet::new();
    for passage in statement.passages.iter().filter(|it| counts(it.candidate)) {
        let candidate = passage.candidate;
        let theirs: Vec<&Fact> = candidate.facts.iter().collect();
        for (idx, fact, attribution) in attributed(candidate.facts.iter().enumerate()) {
            let own = beside(statement.clauses, ours_at);
            if !is_about(&ours, &own, passage, &theirs, fact) {
                continue;
            }
            let speaker = speaker_of(candidate, idx, attribution);
            let confirms = lexicon(ctx).confirming.contains(&attribution.verb);
            let after = candidate.prose.get(fact.span.end as usize..).unwrap_or("").trim_start();
            // "confirmed by several people to the Post": it is the Post that says so.
            let told = after.starts_with("to ") && confirms;
            if confirms && is_plural(ctx, attribution) && !told {
                continue;
            }
            // "the board and the union confirmed": two, of whom the reader has one.
            let before = candidate.prose.get(..fact.span.start as usize).unwrap_or("");
            if before.trim_end().ends_with(" and") {
                return None;
            }
            let outlet = speaker.kind == SpeakerKind::Institution && body::carries(ctx.rules, &speaker.words);
            let reports = matches!(attribution.verb.as_str(), "report" | "" | "say" | "write") || confirms;
            if !reports {
                continue;
            }
            if !outlet && !told {
                confirmers.insert(speaker.words.to_lowercase());
            }
            if outlet || told || confirms || speaker.kind == SpeakerKind::Unnamed && !speaker.plural {
                weaker = weaker.or(Some((passage, fact)));
            }
        }
    }
    let (passage, theirs) = weaker.filter(|_| confirmers.len() < 2)?;
    say::corroborated(ctx, fact, passage.candidate, theirs)
}

fn is_plural(ctx: &Ctx<'_>, attribution: &Attribution) -> bool {
    let first = attribution.speaker.words.split(' ').next().unwrap_or("").to_lowercase();
    attribution.speaker.plural || lexicon(ctx).severally.contains(&first)
}

/// Whether a sentence speaks of the same thing: most of the draft's words, or where there are few, the one right beside
/// the speaker: "the sale, confirmed by" and "the sale was reported by".
fn is_about(
    ours: &FxHashSet<Stem>,
    beside_ours: &FxHashSet<Stem>,
    passage: &Passage<'_>,
    facts: &[&Fact],
    fact: &Fact,
) -> bool {
    const FEW: usize = 3;
    let theirs = residue(passage.clauses, facts, 0);
    let shared = ours.intersection(&theirs).count();
    let most = ours.len() >= 2 && shared >= 2 && shared * 5 >= ours.len() * 3;
    let mut near = beside(passage.clauses, fact.span);
    near.retain(|it| ours.contains(it) && (ours.len() == 1 || beside_ours.contains(it)));
    most || near.len() > 1 || ours.len() <= FEW && !near.is_empty()
}

/// The content words right before and behind a span.
fn beside(clauses: &Clauses, span: Span) -> FxHashSet<Stem> {
    const NEAR: u32 = 24;
    let near = |it: &&Word| {
        it.span.end <= span.start && it.span.end + NEAR >= span.start
            || it.span.start >= span.end && it.span.start <= span.end + NEAR
    };
    clauses.words.iter().filter(near).filter_map(|it| it.stem).collect()
}
