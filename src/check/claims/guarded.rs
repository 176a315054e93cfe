//! Approval that a source gives with a reservation, and the draft without one: "cautiously welcomed" told as "applauded".
//!
//! The two may share no predicate at all ("was met with cautious optimism"), so who approves and what of have to be the
//! same, and no source may approve plainly.

use super::compare::{Found, may_differ};
use super::differ::{Difference, Kind};
use super::event::Pair;
use crate::check::{Ctx, Passage, Statement};
use crate::fact::{Claim, Clauses, Firmness, Role, Standpoint};
use crate::rules::lexicon::clauses::ClauseWords;

pub fn guarded<'a, 'b>(ctx: &Ctx<'a>, statement: &'b Statement<'a>) -> Option<Found<'a, 'b>> {
    let lexicon = &ctx.rules.lexicon.clauses;
    let clauses = statement.clauses;
    let approves = |it: &&Claim| {
        let plain = !it.negative && !it.quoted && it.firmness >= Firmness::Certain;
        plain && it.finite && it.standing != Standpoint::Supposed && lexicon.warm.contains(&it.lemma)
    };
    let claim = clauses.claims.iter().find(approves)?;
    if clauses.words.iter().any(|it| lexicon.guarded.contains(&it.folded)) {
        return None;
    }
    let same = |passage: &Passage<'_>| {
        let pair = Pair::of(&ctx.rules.lexicon, statement, passage);
        let has = |role| claim.slot(role).is_some_and(|it| pair.has(it.head));
        has(Role::Actor) && has(Role::Undergoer)
    };
    let about: Vec<&'b Passage<'a>> = statement.passages.iter().filter(|it| may_differ(it) && same(it)).collect();
    // NB: all passages are looked at before any speaks: one plain approval is enough to be silent.
    let tells = |it: &&Passage<'_>| reservation(lexicon, it.clauses).is_none() && is_warm(lexicon, it.clauses);
    if about.iter().any(tells) {
        return None;
    }
    let (passage, source) = about.iter().find_map(|it| Some((*it, reservation(lexicon, it.clauses)?)))?;
    let difference = Difference { kind: Kind::Firmness, draft: (claim.predicate, claim.predicate), source };
    Some(Found { passage, difference, covered: 1.0 })
}

fn is_warm(lexicon: &ClauseWords, clauses: &Clauses) -> bool {
    clauses.words.iter().any(|it| lexicon.warm.contains(&it.lemma))
}

/// First and last word of a reserved approval: "cautious optimism", "cautiously welcomed", "welcomed warily".
fn reservation(lexicon: &ClauseWords, clauses: &Clauses) -> Option<(u32, u32)> {
    clauses.words.iter().enumerate().find_map(|(at, word)| {
        if !lexicon.guarded.contains(&word.folded) {
            return None;
        }
        // NB: beside it or above it in the tree: short phrases of this kind are often hung elsewhere.
        let near = [Some(at + 1), at.checked_sub(1), word.head.map(|it| it as usize)];
        let warm = near
            .into_iter()
            .flatten()
            .find(|it| clauses.word(*it).is_some_and(|it| lexicon.warm.contains(&it.lemma)))?;
        Some((at.min(warm) as u32, at.max(warm) as u32))
    })
}
