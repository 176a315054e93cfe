//! Whose word a clause is, and what the verbs above it make of it: "prosecutors allege the firm hid", "failed to appear",
//! "it is not impossible that the dam will hold".

use super::meant::{flip, own, weaken};
use super::slots;
use crate::fact::{Claim, Clauses, Firmness, Inflection, Relation, Standpoint, Tag, Tense, Word};
use crate::rules::Rules;
use crate::rules::lexicon::clauses::{ClauseWords, Stance};

/// Clauses above one another that are looked at.
const MAX_DEPTH: usize = 6;

/// A present in -s right before a past is a plural.
fn is_noun(governor: &Word, below: &Word) -> bool {
    let is_past = matches!(below.inflection, Inflection::Past | Inflection::PastParticiple);
    governor.folded.ends_with('s') && is_past
}

/// What the predicate hangs below.
pub fn above(rules: &Rules, lexicon: &ClauseWords, clauses: &Clauses, idx: usize, claim: &mut Claim) {
    let mut at = idx;
    for _ in 0..MAX_DEPTH {
        let (Some(word), Some(head)) = (clauses.word(at), clauses.head(at)) else { break };
        let Some(governor) = clauses.word(head) else { break };
        if is_conditional(lexicon, clauses, at) {
            claim.standing = Standpoint::Supposed;
            return;
        }
        let lemma = governor.lemma.as_str();
        let denied = is_denied(lexicon, clauses, head);
        // "allege the firm hid": a finite verb with a subject of its own, right of a verb of speaking, is what is said.
        let own_subject = at > head
            && clauses
                .children(at)
                .all(|it| clauses.word(it).is_some_and(|it| !matches!(it.relation, Relation::Cc | Relation::Mark)))
            && slots::before(rules, clauses, at).is_some_and(|it| it > head);
        let relation = match word.relation {
            Relation::Conj | Relation::Advcl | Relation::Parataxis | Relation::Dep | Relation::Xcomp
                if own_subject
                    && lexicon.stances.contains_key(lemma)
                    && !(head..at).any(|it| {
                        clauses.word(it).is_some_and(|it| matches!(it.folded.as_str(), "," | ";" | "and" | "but"))
                    }) =>
            {
                Relation::Ccomp
            }
            Relation::Obj | Relation::Dep if clauses.child(at, Relation::Cop).is_some() => Relation::Ccomp,
            other => other,
        };
        let gerund = word.inflection == Inflection::Gerund;
        let stance = lexicon.stances.get(lemma);
        match relation {
            // "denied leaking the memo", "accused of losing the files".
            Relation::Xcomp | Relation::Advcl if gerund && matches!(stance, Some(Stance::Denied | Stance::Alleged)) => {
                spoken(lexicon, clauses, lemma, head, denied, claim);
            }
            // "orders increased", "offers closed": a noun that was taken for the verb.
            Relation::Xcomp if is_noun(governor, word) && at == head + 1 => {}
            Relation::Xcomp => governed(lexicon, lemma, head, denied, claim),
            Relation::Ccomp | Relation::Csubj => {
                if lexicon.negative_adjectives.contains(lemma) {
                    match denied {
                        Some(_) => weaken(claim, Firmness::Possible, head),
                        None => flip(claim, head),
                    }
                } else if lexicon.possible.contains(lemma) {
                    weaken(claim, Firmness::Possible, head);
                } else if word.inflection == Inflection::Infinitive && lexicon.planned.contains(lemma) {
                    governed(lexicon, lemma, head, denied, claim);
                } else {
                    spoken(lexicon, clauses, lemma, head, denied, claim);
                }
            }
            // "the plan to close", "allegations that it hid".
            Relation::Acl if is_complement(clauses, at) => {
                if lexicon.stances.contains_key(lemma) {
                    spoken(lexicon, clauses, lemma, head, denied, claim);
                } else {
                    governed(lexicon, lemma, head, None, claim);
                }
            }
            // What something is done for is neither said to be so nor not.
            Relation::Advcl | Relation::Acl | Relation::Nmod if at <= head + 3 && lexicon.planned.contains(lemma) => {
                governed(lexicon, lemma, head, denied, claim);
            }
            Relation::Advcl if word.inflection == Inflection::Infinitive && !claim.finite => {
                claim.standing = Standpoint::Supposed;
                return;
            }
            Relation::Advcl | Relation::Acl | Relation::Parataxis => {}
            Relation::Conj => {
                let finite = clauses.children(at).any(|it| {
                    clauses
                        .word(it)
                        .is_some_and(|it| matches!(it.relation, Relation::Aux | Relation::Nsubj | Relation::NsubjPass))
                });
                if !finite && word.inflection == Inflection::Infinitive {
                    let mut other = claim.clone();
                    own(lexicon, clauses, head, &mut other);
                    claim.firmness = other.firmness;
                    claim.modals = other.modals;
                }
            }
            // "prosecutors say the firm, which …": nouns are passed through.
            _ => return,
        }
        at = head;
    }
    // "The firm hid the leak, prosecutors allege": the speech verb hangs from the claim, or the claim from it.
    let tail = clauses.children(idx).find(|it| clauses.word(*it).is_some_and(|it| it.relation == Relation::Parataxis));
    if let Some(tail) = tail
        && claim.standing == Standpoint::Asserted
        && let Some(lemma) = clauses.word(tail).map(|it| it.lemma.clone())
    {
        spoken(lexicon, clauses, &lemma, tail, None, claim);
    }
}

fn is_complement(clauses: &Clauses, idx: usize) -> bool {
    clauses.children(idx).filter_map(|it| clauses.word(it)).any(|it| it.relation == Relation::Mark)
        || clauses.word(idx).is_some_and(|it| it.inflection == Inflection::Infinitive)
}

/// "if the war ends": the mark hangs from the verb.
fn is_conditional(lexicon: &ClauseWords, clauses: &Clauses, idx: usize) -> bool {
    let hangs = clauses.word(idx).is_some_and(|it| it.relation == Relation::Advcl);
    hangs
        && clauses.children(idx).any(|it| {
            clauses
                .word(it)
                .is_some_and(|it| it.relation == Relation::Mark && lexicon.condition_marks.contains(&it.folded))
        })
}

fn is_denied(lexicon: &ClauseWords, clauses: &Clauses, idx: usize) -> Option<usize> {
    let near = idx.saturating_sub(3)..idx;
    let hangs = clauses.children(idx).filter(|it| *it < idx);
    hangs
        .chain(near.rev().take_while(|it| {
            clauses.word(*it).is_some_and(|it| matches!(it.tag, Tag::Auxiliary | Tag::Adverb | Tag::Particle))
        }))
        .find(|it| {
            clauses.word(*it).is_some_and(|it| {
                it.tag != Tag::Noun && it.relation != Relation::Det && lexicon.negators.contains(&it.folded)
            })
        })
}

/// What a verb makes of the one that completes it: "failed to appear", "promised to publish".
fn governed(lexicon: &ClauseWords, lemma: &str, head: usize, denied: Option<usize>, claim: &mut Claim) {
    if lexicon.negative.contains(lemma) {
        flip(claim, head);
    } else if lexicon.possible.contains(lemma) {
        weaken(claim, Firmness::Possible, head);
    } else if lexicon.planned.contains(lemma) {
        weaken(claim, Firmness::Planned, head);
    }
    if let Some(denied) = denied {
        flip(claim, denied);
    }
}

/// Whose word it is.
fn spoken(
    lexicon: &ClauseWords,
    clauses: &Clauses,
    lemma: &str,
    head: usize,
    denied: Option<usize>,
    claim: &mut Claim,
) {
    if denied.is_some() && lexicon.finding.contains(lemma) && claim.standing == Standpoint::Asserted {
        claim.standing = Standpoint::Supposed;
        return;
    }
    if lexicon.factive.contains(lemma) && !lexicon.stances.contains_key(lemma) || claim.standing != Standpoint::Asserted
    {
        return;
    }
    let standing = match (lexicon.stances.get(lemma), denied) {
        (Some(_), Some(_)) => Standpoint::Supposed,
        (Some(Stance::Alleged), None) => Standpoint::Alleged,
        (Some(Stance::Said), None) => Standpoint::Said,
        (Some(Stance::Believed), None) => Standpoint::Believed,
        (Some(Stance::Denied), None) => Standpoint::Denied,
        (Some(Stance::Asked), None) => Standpoint::Asked,
        (None, _) if lexicon.planned.contains(lemma) && claim.tense != Tense::Past => {
            weaken(claim, Firmness::Planned, head);
            return;
        }
        (None, _) => return,
    };
    claim.standing = standing;
    claim.stance = Some(head as u32);
    let holder = clauses.child(head, Relation::Nsubj).or_else(|| clauses.child(head, Relation::OblAgent));
    claim.holder = holder.map(|it| it as u32);
}

/// "according to the inspector", wherever the parser hangs it.
pub fn according(clauses: &Clauses, idx: usize, claim: &mut Claim) {
    if claim.standing != Standpoint::Asserted || clauses.word(idx).is_none() {
        return;
    }
    let found = clauses.words.iter().position(|it| it.folded == "according");
    if let Some(found) = found.filter(|it| clauses.word(it + 1).is_some_and(|it| it.folded == "to")) {
        claim.standing = Standpoint::Said;
        claim.stance = Some(found as u32);
        claim.holder = clauses.head(found).map(|it| it as u32);
    }
}
