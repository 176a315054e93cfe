//! Claims that the draft reports, and who makes the same claim in the sources.
//!
//! A sentence with one speaker on either side, and nearly the same content words beside him, is taken for the same claim:
//! other figures, or a negation more or less, make it another one.

use rustc_hash::FxHashSet;

use super::quoted::settled;
use super::{Said, Voice, attributed, counts};
use crate::check::{Ctx, Statement};
use crate::fact::{Attribution, Clauses, Fact, FactKind, QuoteUse, Speaker, SpeakerKind, Stem};
use crate::text::Span;

pub fn reported<'a>(ctx: &Ctx<'a>) -> Vec<Said<'a>> {
    ctx.statements.iter().filter_map(|it| of_statement(ctx, it)).collect()
}

fn of_statement<'a>(ctx: &Ctx<'a>, statement: &Statement<'a>) -> Option<Said<'a>> {
    let within = |fact: &Fact| statement.span.contains(fact.span);
    let quotes = |fact: &Fact| match &fact.kind {
        FactKind::Quote(it) => !matches!(it.purpose, QuoteUse::Scare | QuoteUse::Title),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => false,
    };
    if ctx.facts().any(|(_, it)| it.span.overlaps(statement.span) && quotes(it)) {
        return None;
    }
    let (idx, fact, attribution) = one(attributed(ctx.facts().filter(|(_, it)| within(it))))?;
    let speaker = settled(&attribution.speaker, ctx.links.speaker(idx));
    let ours = Claim::of(
        statement.clauses,
        ctx.reading.facts.iter().filter(|it| within(it)),
        fact,
        attribution,
        statement.span.start,
    );
    let mut voices = Vec::new();
    let mut telling = false;
    for passage in &statement.passages {
        let candidate = passage.candidate;
        if !counts(candidate) {
            continue;
        }
        let Some((idx, fact, attribution)) = one(attributed(candidate.facts.iter().enumerate())) else { continue };
        let theirs = Claim::of(passage.clauses, candidate.facts.iter(), fact, attribution, 0);
        let judges = !attribution.verb.is_empty() && attribution.verb == verb(ctx, statement);
        let Some(is_telling) = ours.is(&theirs, judges) else { continue };
        telling |= is_telling;
        let speaker = speaker_of(candidate, idx, attribution);
        let known = !matches!(speaker.kind, SpeakerKind::Pronoun | SpeakerKind::Nobody);
        voices.push(Voice { candidate, speaker: known.then_some(speaker), words: candidate.within });
    }
    let span = attribution.speaker.span.unwrap_or(fact.span);
    let pronoun = attribution.speaker.kind == SpeakerKind::Pronoun;
    (!voices.is_empty()).then_some(Said {
        speaker,
        span,
        replaces: true,
        quoted: false,
        whole: false,
        pronoun,
        telling,
        voices,
    })
}

/// The verb of a sentence's only attribution.
fn verb<'a>(ctx: &Ctx<'a>, statement: &Statement<'_>) -> &'a str {
    let within = ctx.facts().filter(|(_, it)| statement.span.contains(it.span));
    one(attributed(within)).map_or("", |it| it.2.verb.as_str())
}

fn one<'f>(
    mut attributions: impl Iterator<Item = (usize, &'f Fact, &'f Attribution)>,
) -> Option<(usize, &'f Fact, &'f Attribution)> {
    let first = attributions.next()?;
    attributions.next().is_none().then_some(first)
}

/// What is claimed, without who claims it.
struct Claim {
    stems: FxHashSet<Stem>,
    n_negations: usize,
    figures: Vec<(u64, u64)>,
}

impl Claim {
    /// `start` is where the sentence begins in what the facts' spans count in.
    fn of<'f>(
        clauses: &Clauses,
        facts: impl Iterator<Item = &'f Fact>,
        spoken: &Fact,
        attribution: &Attribution,
        start: u32,
    ) -> Claim {
        let apart = apart(spoken, attribution);
        let is_apart = |span: Span| apart.iter().any(|it| it.overlaps(span.shifted(start)));
        // "Rosa (not her real name)": what stands in brackets is no part of the claim.
        let mut depth = 0_i32;
        let outside = clauses.words.iter().filter(|it| {
            depth += i32::from(it.folded == "(") - i32::from(it.folded == ")");
            depth <= 0
        });
        let own: Vec<_> = outside.filter(|it| !is_apart(it.span)).collect();
        let negations = own.iter().filter(|it| {
            matches!(
                it.folded.as_str(),
                "not" | "n't" | "no" | "never" | "nobody" | "none" | "nothing" | "neither" | "without"
            )
        });
        let n_negations = negations.count();
        let mut figures: Vec<(u64, u64)> = facts
            .filter(|it| !apart.iter().any(|apart| apart.overlaps(it.span)))
            .filter_map(|it| match &it.kind {
                FactKind::Figure(it) => Some((it.value.lo.to_bits(), it.value.hi.to_bits())),
                FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
            })
            .collect();
        figures.sort_unstable();
        Claim { stems: own.iter().filter_map(|it| it.stem).collect(), n_negations, figures }
    }

    /// Whether it is the same claim; and if so, whether it is told in words enough for a grave charge.
    fn is(&self, theirs: &Claim, judges: bool) -> Option<bool> {
        let shared = self.stems.intersection(&theirs.stems).count();
        let (ours, source) = (self.stems.len(), theirs.stems.len());
        let equal = shared == ours && shared == source;
        let near = shared >= 3 && shared * 5 >= ours * 4 && shared * 5 >= source * 3;
        let same = self.n_negations == theirs.n_negations && self.figures == theirs.figures;
        (same && (near || equal && shared >= 2)).then_some(near || judges)
    }
}

/// The words of who speaks, and of what is said of him: where the name is withheld, how he knows.
fn apart(fact: &Fact, attribution: &Attribution) -> Vec<Span> {
    let anonymity = &attribution.anonymity;
    let more = [
        Some(attribution.cue),
        attribution.speaker.span,
        attribution.basis,
        attribution.public,
        anonymity.acknowledged,
        anonymity.reason,
    ];
    std::iter::once(fact.span).chain(more.into_iter().flatten()).collect()
}

/// Who a fact of a passage says has spoken.
pub fn speaker_of<'a>(candidate: &'a crate::fact::Candidate, idx: usize, attribution: &'a Attribution) -> &'a Speaker {
    let linked = candidate.speakers.iter().find(|it| it.0 as usize == idx).map(|it| &it.1);
    settled(&attribution.speaker, linked)
}

/// The content words of a sentence, without those of any attribution.
pub fn residue(clauses: &Clauses, facts: &[&Fact], start: u32) -> FxHashSet<Stem> {
    let mut apart: Vec<Span> = Vec::new();
    for fact in facts {
        if let FactKind::Attribution(it) = &fact.kind {
            apart.extend(self::apart(fact, it));
        }
    }
    let is_apart = |span: Span| apart.iter().any(|it| it.overlaps(span.shifted(start)));
    clauses.words.iter().filter(|it| !is_apart(it.span)).filter_map(|it| it.stem).collect()
}
