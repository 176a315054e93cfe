//! What one source says and another doubts: "is legally binding" where "the legal basis remains unclear".
//!
//! Two such sentences share no predicate, so nothing here is a conflict: the sources disagree, and both are shown. A
//! word of what is said has to be what is doubted, and the two have to be about the same thing beyond it.

use super::differ::{Difference, Kind};
use super::event::Pair;
use crate::check::{Ctx, Passage, Statement};
use crate::fact::{Claim, Clauses, Role, Stem};

/// The passage that doubts what the draft's clause says, and the words on both sides.
pub fn doubted<'a, 'b>(
    ctx: &Ctx<'_>,
    statement: &'b Statement<'a>,
    draft: &Claim,
) -> Option<(&'b Passage<'a>, Difference)> {
    if draft.negative {
        return None;
    }
    statement.passages.iter().filter(|it| super::compare::may_differ(it)).find_map(|passage| {
        let pair = Pair::of(&ctx.rules.lexicon, statement, passage);
        let (about, source) = passage.clauses.claims.iter().find_map(|it| doubts(ctx, passage.clauses, it))?;
        // The predicate with what stands right before it: "legally binding".
        let said = (draft.predicate.saturating_sub(1)..=draft.predicate)
            .filter(|it| pair.ours(*it).is_some_and(|it| it.stem.is_some()));
        let is_doubted = said.into_iter().any(|ours| about.iter().any(|theirs| pair.akin(ours, *theirs)));
        let shared = draft.words.iter().filter(|it| stands(&pair, passage, **it)).count();
        let difference = Difference { kind: Kind::Standing, draft: (draft.predicate, draft.predicate), source };
        (is_doubted && shared > 1).then_some((passage, difference))
    })
}

/// Whether a word of the draft's stands in the passage, in the sentence before it or in the heading above.
fn stands(pair: &Pair<'_>, passage: &Passage<'_>, ours: u32) -> bool {
    let around = |stem: Stem| passage.candidate.around.binary_search(&stem).is_ok();
    pair.has(ours) || pair.ours(ours).and_then(|it| it.stem).is_some_and(around)
}

/// What a clause doubts, and the words that doubt it.
fn doubts(ctx: &Ctx<'_>, clauses: &Clauses, claim: &Claim) -> Option<(Vec<u32>, (u32, u32))> {
    let lexicon = &ctx.rules.lexicon.clauses;
    if claim.negative || claim.quoted {
        return None;
    }
    let words = |from: u32, to: u32| {
        (from..=to).filter(|it| clauses.word(*it as usize).is_some_and(|it| it.stem.is_some())).collect()
    };
    let state = claim
        .words
        .iter()
        .chain([&claim.predicate])
        .find(|it| clauses.word(**it as usize).is_some_and(|it| lexicon.doubtful.contains(&it.folded)));
    if let (Some(state), Some(actor)) = (state, claim.slot(Role::Actor)) {
        return Some((words(actor.first, actor.last), (claim.predicate.min(*state), claim.predicate.max(*state))));
    }
    let thing = claim.slot(Role::Undergoer)?;
    let raised = clauses.word(thing.head as usize).is_some_and(|it| lexicon.doubts.contains(&it.lemma));
    let last = claim.words.last().copied().unwrap_or(thing.last).max(thing.last);
    (lexicon.doubt_raising.contains(&claim.lemma) && raised)
        .then(|| (words(thing.head + 1, last), (claim.predicate, thing.head)))
}
