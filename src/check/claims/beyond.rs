//! Words that say more than the source's words for the same: an order for a recommendation, a study for a preprint, a
//! grant that was won for one that hangs on something.
//!
//! Here no two predicates meet, so more has to be shared elsewhere, and one such word in any passage is enough to be
//! silent.

use super::compare::{Found, may_differ};
use super::differ::{Difference, Kind};
use super::event::Pair;
use super::guarded;
use super::say;
use crate::check::{Ctx, Passage, Statement};
use crate::fact::{Claim, Clauses, Firmness, Role, Standpoint};
use crate::finding::Raised;
use crate::text::Sort;

pub fn beyond(ctx: &Ctx<'_>, statement: &Statement<'_>) -> Option<Raised> {
    let found =
        authority(ctx, statement).or_else(|| depends(ctx, statement)).or_else(|| guarded::guarded(ctx, statement))?;
    say::raise(ctx, statement, &found, ctx.paragraph.sort == Sort::Heading)
}

/// A word or two, and what they are looked up as.
struct Term {
    at: (u32, u32),
    words: String,
}

fn terms(ctx: &Ctx<'_>, clauses: &Clauses) -> Vec<Term> {
    let known = &ctx.rules.lexicon.clauses.authority;
    let mut terms = Vec::new();
    let mut idx = 0;
    while let Some(word) = clauses.word(idx) {
        let pair = clauses.word(idx + 1).map(|it| format!("{} {}", word.folded, it.lemma));
        if let Some(words) = pair.filter(|it| known.contains_key(it)) {
            terms.push(Term { at: (idx as u32, idx as u32 + 1), words });
            idx += 2;
            continue;
        }
        if known.contains_key(&word.lemma) {
            terms.push(Term { at: (idx as u32, idx as u32), words: word.lemma.clone() });
        }
        idx += 1;
    }
    terms
}

fn authority<'a, 'b>(ctx: &Ctx<'a>, statement: &'b Statement<'a>) -> Option<Found<'a, 'b>> {
    let ours = terms(ctx, statement.clauses);
    let claim = statement.clauses.claims.iter().find(|it| it.standing != Standpoint::Supposed && !it.quoted)?;
    if ours.is_empty() || claim.negative {
        return None;
    }
    let all: Vec<Vec<Term>> = statement.passages.iter().map(|it| terms(ctx, it.clauses)).collect();
    let said = |words: &str| all.iter().flatten().any(|it| it.words == words);
    let new: Vec<&Term> = ours.iter().filter(|it| !said(&it.words)).collect();
    for (passage, theirs) in statement.passages.iter().zip(&all).filter(|it| may_differ(it.0)) {
        let pair = Pair::of(&ctx.rules.lexicon, statement, passage);
        let higher = |ours: &Term, theirs: &Term| {
            let rungs = ctx.rules.lexicon.clauses.authority(&ours.words, &theirs.words);
            rungs.is_some_and(|(ours, theirs)| ours > theirs)
        };
        let steps: Vec<(&Term, &Term)> = new
            .iter()
            .filter_map(|ours| Some((*ours, theirs.iter().find(|it| higher(ours, it))?)))
            .filter(|(_, theirs)| !ours.iter().any(|it| it.words == theirs.words))
            .collect();
        let Some((term, weaker)) = steps.first() else { continue };
        let stepped = |it: &u32| steps.iter().any(|(ours, _)| (ours.at.0..=ours.at.1).contains(it));
        let others = (0..statement.clauses.words.len() as u32)
            .filter(|it| statement.clauses.word(*it as usize).is_some_and(|it| it.stem.is_some()) && !stepped(it));
        let (covered, shared) = pair.covered(others);
        let enough = shared > 1 && covered >= 0.6 || shared == 1 && covered >= 0.99 || shared == 0 && steps.len() > 1;
        if enough {
            let difference = Difference { kind: Kind::Authority, draft: term.at, source: weaker.at };
            return Some(Found { passage, difference, covered });
        }
    }
    None
}

/// "The grant depends on matching money", "the town won the grant".
fn depends<'a, 'b>(ctx: &Ctx<'a>, statement: &'b Statement<'a>) -> Option<Found<'a, 'b>> {
    let lexicon = &ctx.rules.lexicon.clauses;
    for draft in statement.clauses.claims.iter().filter(|it| is_flat(it) && lexicon.gaining.contains(&it.lemma)) {
        for passage in statement.passages.iter().filter(|it| may_differ(it)) {
            let pair = Pair::of(&ctx.rules.lexicon, statement, passage);
            let hangs = |it: &&Claim| !it.negative && lexicon.condition_predicates.contains(&it.lemma);
            for source in passage.clauses.claims.iter().filter(hangs) {
                let Some(thing) = source.slot(Role::Actor).or_else(|| source.slot(Role::Undergoer)) else { continue };
                let same = draft.slots.iter().any(|it| it.role != Role::Oblique && pair.akin(it.head, thing.head));
                if same && !hedges(statement, ctx) && !is_told(ctx, statement, draft) {
                    let last = source.words.last().copied().unwrap_or(source.predicate).max(source.predicate);
                    let places = ((draft.predicate, draft.predicate), (source.predicate, last));
                    let difference = Difference { kind: Kind::Condition, draft: places.0, source: places.1 };
                    return Some(Found { passage, difference, covered: 1.0 });
                }
            }
        }
    }
    None
}

fn is_flat(claim: &Claim) -> bool {
    !claim.negative && claim.firmness >= Firmness::Certain && claim.standing == Standpoint::Asserted && !claim.quoted
}

/// The draft has a condition of its own.
fn hedges(statement: &Statement<'_>, ctx: &Ctx<'_>) -> bool {
    let lexicon = &ctx.rules.lexicon.clauses;
    statement.clauses.claims.iter().any(|it| it.condition.is_some() || lexicon.condition_predicates.contains(&it.lemma))
}

/// Some source tells the draft's own predicate of the thing.
fn is_told(ctx: &Ctx<'_>, statement: &Statement<'_>, draft: &Claim) -> bool {
    let tells = |it: &Passage<'_>| {
        let pair = Pair::of(&ctx.rules.lexicon, statement, it);
        it.clauses.claims.iter().any(|it| pair.meet(draft, it).is_some_and(|it| it.shared > 0))
    };
    statement.passages.iter().any(tells)
}
