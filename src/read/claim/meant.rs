//! How a clause is meant: denied, possible or planned, on what condition, and who stands for it.
//!
//! Read from the words that hang from the predicate and from those that it hangs below: "did not rule out", "failed to
//! appear", "is expected to sign", "prosecutors allege the firm hid".

use super::{slots, stance};
use crate::fact::{Claim, Clauses, Firmness, Inflection, Relation, Slot, SlotAmount, Standpoint, Tag, Tense, Word};
use crate::rules::Rules;
use crate::rules::lexicon::clauses::ClauseWords;

/// By word: inside quotation marks, double or single.
pub fn quoted(clauses: &Clauses) -> Vec<bool> {
    let (mut double, mut single) = (false, false);
    let mut quoted = Vec::with_capacity(clauses.words.len());
    for (idx, word) in clauses.words.iter().enumerate() {
        let apart = |before: Option<&Word>, after: &Word| before.is_none_or(|it| it.span.end < after.span.start);
        let before = idx.checked_sub(1).and_then(|it| clauses.word(it));
        match word.folded.as_str() {
            "\"" | "``" | "''" => double = !double,
            "“" | "«" => double = true,
            "”" | "»" => double = false,
            // NB: the mark of "workers' pay" opens nothing: a space stands after it, and none before.
            "'" => single = !single && apart(before, word),
            _ => {
                quoted.push(double || single);
                continue;
            }
        }
        quoted.push(false);
    }
    quoted
}

pub fn claim(rules: &Rules, clauses: &Clauses, idx: usize, quoted: &[bool]) -> Claim {
    let lexicon = &rules.lexicon.clauses;
    let word = clauses.word(idx);
    let particle = slots::particle(clauses, idx);
    let mut lemma = word.map_or("", |it| it.lemma.as_str()).to_string();
    if let Some(particle) = particle.and_then(|it| clauses.word(it)) {
        lemma = format!("{lemma} {}", particle.folded);
    }
    let slots = slots::slots(rules, clauses, idx);
    let mut claim = Claim {
        predicate: idx as u32,
        lemma,
        particle: particle.map(|it| it as u32),
        copular: slots::is_copular(clauses, idx),
        slots,
        finite: finite(clauses, idx),
        negative: false,
        negators: Vec::new(),
        firmness: Firmness::Fact,
        modals: Vec::new(),
        partly: None,
        tense: tense(clauses, idx),
        standing: Standpoint::Asserted,
        stance: None,
        holder: None,
        condition: None,
        quoted: quoted.get(idx).copied().unwrap_or(false),
        words: Vec::new(),
    };
    own(lexicon, clauses, idx, &mut claim);
    if let Some(slot) = claim.slots.iter().find(|it| matches!(it.amount, Some((SlotAmount::None, _))))
        && slot.preposition.is_none()
        && let Some((_, word)) = slot.amount
    {
        flip(&mut claim, word as usize);
    }
    stance::above(rules, lexicon, clauses, idx, &mut claim);
    if claim.condition.is_none() {
        claim.condition = condition(lexicon, clauses, idx);
    }
    stance::according(clauses, idx, &mut claim);
    claim.words = words(clauses, idx, &claim.slots);
    claim
}

pub fn flip(claim: &mut Claim, negator: usize) {
    if !claim.negators.contains(&(negator as u32)) {
        claim.negative = !claim.negative;
        claim.negators.push(negator as u32);
    }
}

pub fn weaken(claim: &mut Claim, firmness: Firmness, by: usize) {
    if firmness < claim.firmness {
        claim.firmness = firmness;
        claim.modals.push(by as u32);
    }
}

/// What hangs from the predicate itself.
pub fn own(lexicon: &ClauseWords, clauses: &Clauses, idx: usize, claim: &mut Claim) {
    let mut near: Vec<usize> = clauses.children(idx).collect();
    // The parser may hang an auxiliary or a "not" elsewhere: those right before the verb are its own all the same.
    let before = (idx.saturating_sub(4)..idx).rev().take_while(|it| {
        clauses.word(*it).is_some_and(|it| matches!(it.tag, Tag::Auxiliary | Tag::Adverb | Tag::Particle))
    });
    near.extend(before);
    near.sort_unstable();
    near.dedup();
    for at in near {
        let Some(word) = clauses.word(at) else { continue };
        if slots::is_clause(word.relation) || word.relation == Relation::Conj || word.tag == Tag::Noun {
            continue;
        }
        // "in May" is no "may".
        let folded = if word.capital && word.tag == Tag::Name { "" } else { word.folded.as_str() };
        let restricts = clauses.word(at + 1).is_some_and(|it| matches!(it.folded.as_str(), "only" | "just" | "merely"));
        let negates = lexicon.negators.contains(folded) && word.relation != Relation::Cc && !restricts;
        if negates && (folded != "no" || claim.copular) {
            flip(claim, at);
        } else if folded == "longer"
            && at.checked_sub(1).and_then(|it| clauses.word(it)).is_some_and(|it| it.folded == "no")
        {
            flip(claim, at - 1);
        } else if lexicon.possible.contains(folded) {
            weaken(claim, Firmness::Possible, at);
        } else if lexicon.foreseen.contains(folded) {
            weaken(claim, Firmness::Planned, at);
        } else if lexicon.certain.contains(folded) {
            weaken(claim, Firmness::Certain, at);
        } else if lexicon.partly.contains(folded) {
            claim.partly = Some(at as u32);
        }
    }
    // "papers are to be announced".
    if let Some(to) = (idx.saturating_sub(3)..idx).find(|it| clauses.word(*it).is_some_and(|it| it.folded == "to"))
        && to.checked_sub(1).and_then(|it| clauses.word(it)).is_some_and(|it| it.lemma == "be" && it.folded != "been")
    {
        weaken(claim, Firmness::Planned, to - 1);
    }
}

/// First and last word of the condition: a clause with "if" or "unless" below the predicate or the one above it.
fn condition(lexicon: &ClauseWords, clauses: &Clauses, idx: usize) -> Option<(u32, u32)> {
    let starts = |it: &usize| {
        let Some(word) = clauses.word(*it) else { return false };
        if lexicon.condition_marks.contains(&word.folded) {
            // "whether or not", "even if" and "as if" are none.
            let before = it.checked_sub(1).and_then(|it| clauses.word(it)).map_or("", |it| it.folded.as_str());
            return word.tag != Tag::Verb && !matches!(before, "as" | "even" | "if");
        }
        lexicon.condition_phrases.iter().any(|phrase| {
            phrase.split(' ').enumerate().all(|(n, part)| clauses.word(it + n).is_some_and(|it| it.folded == part))
        })
    };
    let start = (0..clauses.words.len()).find(starts)?;
    let comma = |it: &usize| clauses.word(*it).is_some_and(|it| matches!(it.folded.as_str(), "," | ";" | "."));
    let end = (start..clauses.words.len()).find(comma).unwrap_or(clauses.words.len());
    // The predicate is none of the condition's own, and no third clause stands between.
    let inside = (start..end).contains(&idx);
    let between = if idx < start { idx + 1..start } else { end..idx };
    let verbs = between.filter(|it| {
        clauses.word(*it).is_some_and(|it| {
            it.tag == Tag::Verb
                && matches!(it.inflection, Inflection::Past | Inflection::Present | Inflection::PastParticiple)
        })
    });
    let far = idx.abs_diff(start) > 16 || verbs.count() > 0;
    (!inside && !far).then_some((start as u32, end.saturating_sub(1) as u32))
}

/// No other word of the sentence could be its verb.
fn alone(clauses: &Clauses, idx: usize) -> bool {
    clauses.words.iter().enumerate().all(|(at, it)| {
        at == idx
            || it.tag != Tag::Auxiliary
                && (it.tag != Tag::Verb || matches!(it.inflection, Inflection::PastParticiple | Inflection::Gerund))
    })
}

fn finite(clauses: &Clauses, idx: usize) -> bool {
    let Some(word) = clauses.word(idx) else { return false };
    let helped = clauses.children(idx).chain(idx.saturating_sub(3)..idx).filter(|it| *it < idx).any(|it| {
        clauses.word(it).is_some_and(|it| {
            it.tag == Tag::Auxiliary && !matches!(it.inflection, Inflection::Infinitive | Inflection::Gerund)
        })
    });
    let to = (idx.saturating_sub(3)..idx).any(|it| clauses.word(it).is_some_and(|it| it.folded == "to"));
    // "believed to have wrapped".
    let perfect = to
        && clauses.word(idx.saturating_sub(1)).is_some_and(|it| matches!(it.folded.as_str(), "have" | "be" | "been"))
        && !clauses
            .word(idx.saturating_sub(3))
            .is_some_and(|it| it.lemma == "be" && it.inflection != Inflection::PastParticiple);
    if slots::is_verb_by_form(clauses, idx) {
        return true;
    }
    match word.inflection {
        Inflection::Past | Inflection::Present => word.tag == Tag::Verb || word.tag == Tag::Auxiliary || helped,
        // "Inflation accelerated in April", taken for inflation that was accelerated: some verb has to say something.
        Inflection::PastParticiple if word.relation == Relation::Acl => {
            let head = word.head.and_then(|it| clauses.word(it as usize));
            helped || head.is_some_and(|it| it.relation == Relation::Root && it.tag != Tag::Verb) && alone(clauses, idx)
        }
        Inflection::PastParticiple => helped && !perfect || word.relation != Relation::Advcl,
        Inflection::Gerund => helped,
        _ => helped && (!to || slots::is_copular(clauses, idx)) || !to && word.relation == Relation::Root,
    }
}

fn tense(clauses: &Clauses, idx: usize) -> Tense {
    let helpers = || {
        clauses
            .children(idx)
            .filter_map(|it| clauses.word(it))
            .filter(|it| matches!(it.relation, Relation::Aux | Relation::AuxPass | Relation::Cop))
    };
    if helpers().any(|it| matches!(it.folded.as_str(), "will" | "shall" | "'ll" | "wo" | "would")) {
        return Tense::Future;
    }
    // "is to close", "is set to close".
    let before = |n: usize| idx.checked_sub(n).and_then(|it| clauses.word(it)).map_or("", |it| it.folded.as_str());
    if before(1) == "to"
        && matches!(before(2), "is" | "are" | "'s" | "'re" | "set" | "due" | "going" | "about" | "likely")
    {
        return Tense::Future;
    }
    if helpers().any(|it| matches!(it.folded.as_str(), "was" | "were" | "had" | "did" | "has" | "have")) {
        return Tense::Past;
    }
    let past = |it: &Word| matches!(it.inflection, Inflection::Past | Inflection::PastParticiple);
    match clauses.word(idx) {
        Some(_) if slots::is_verb_by_form(clauses, idx) => Tense::Past,
        Some(word) if past(word) && !helpers().any(|it| matches!(it.folded.as_str(), "is" | "are" | "be")) => {
            Tense::Past
        }
        _ => Tense::Present,
    }
}

/// Content words that belong to the predicate, its slots and what completes it.
fn words(clauses: &Clauses, idx: usize, slots: &[Slot]) -> Vec<u32> {
    let inherited = slots.iter().flat_map(|it| it.first..=it.last);
    // "grew faster": what stands right after the verb belongs to it, whatever the tree says.
    let after = (idx + 1..idx + 3).filter(|it| {
        clauses
            .word(*it)
            .is_some_and(|it| matches!(it.tag, Tag::Adverb | Tag::Adjective) && it.relation != Relation::Case)
    });
    let after = after.map(|it| it as u32);
    let mut words: Vec<u32> = below(clauses, idx).into_iter().chain(inherited).chain(after).collect();
    words.sort_unstable();
    words.dedup();
    words.retain(|it| {
        clauses
            .word(*it as usize)
            .is_some_and(|it| it.stem.is_some() && it.tag != Tag::Auxiliary || it.tag == Tag::Numeral)
    });
    words
}

fn below(clauses: &Clauses, idx: usize) -> Vec<u32> {
    let mut all = vec![idx];
    let mut at = 0;
    while let Some(next) = all.get(at).copied() {
        at += 1;
        if all.len() > clauses.words.len() {
            break;
        }
        all.extend(clauses.children(next).filter(|it| {
            clauses.word(*it).is_some_and(|word| {
                let completes = matches!(word.relation, Relation::Xcomp | Relation::Ccomp);
                (completes || !slots::is_clause(word.relation)) && word.relation != Relation::Conj
            })
        }));
    }
    all.into_iter().map(|it| it as u32).collect()
}
