//! Who does what to whom: the slots of a predicate, of a passive as of its active.
//!
//! NB: the parser errs on one head in six, so slots are open where the tree shows none, and nobody may take an empty slot
//! for a difference.

use crate::fact::{Clauses, Inflection, Relation, Role, Slot, SlotAmount, Tag, Word};
use crate::rules::Rules;
use crate::rules::lexicon::clauses::Amount;

/// A verb that says something of its own, or what a copula says of its subject.
pub fn is_predicate(clauses: &Clauses, idx: usize) -> bool {
    let Some(word) = clauses.word(idx) else { return false };
    if is_verb_by_form(clauses, idx) {
        return true;
    }
    let helps = matches!(word.relation, Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Case);
    if clauses.child(idx, Relation::Cop).is_some() {
        return true;
    }
    // "EU states objected": two finite verbs side by side are a noun and a verb.
    let next = clauses.word(idx + 1);
    if is_plural_taken_for_verb(word) && next.is_some_and(is_past) {
        return false;
    }
    match word.tag {
        Tag::Verb => {
            !helps
                && (word.inflection == Inflection::Past
                    || !matches!(word.relation, Relation::Amod | Relation::Compound | Relation::Fixed))
        }
        Tag::Auxiliary => !helps && word.relation != Relation::Fixed && word.inflection != Inflection::Modal,
        _ => false,
    }
}

/// "won" between a noun and a determiner, taken for a preposition.
pub fn is_verb_by_form(clauses: &Clauses, idx: usize) -> bool {
    const FORMS: &[&str] = &[
        "won", "lost", "held", "made", "kept", "sent", "left", "upheld", "withheld", "met", "beat", "hit", "put",
        "shut", "cut",
    ];
    // The past of these looks like the bare verb, and "shut" like an adjective: "the archivist quit a week later".
    const UNCHANGED: &[&str] =
        &["quit", "shut", "cut", "put", "set", "hit", "hurt", "cost", "split", "spread", "shed", "let", "beat"];
    let tag = |at: Option<usize>| at.and_then(|it| clauses.word(it)).map(|it| it.tag);
    let says = |it: &Word| {
        it.tag == Tag::Auxiliary
            || it.tag == Tag::Verb && matches!(it.inflection, Inflection::Past | Inflection::Present)
    };
    let alone = || clauses.words.iter().enumerate().all(|(at, it)| at == idx || !says(it));
    let odd = |it: &Word| match it.tag {
        Tag::Adposition => FORMS.contains(&it.folded.as_str()),
        Tag::Verb | Tag::Noun | Tag::Adjective => UNCHANGED.contains(&it.folded.as_str()) && alone(),
        _ => false,
    };
    clauses.word(idx).is_some_and(odd)
        && matches!(tag(idx.checked_sub(1)), Some(Tag::Noun | Tag::Name | Tag::Pronoun | Tag::Adverb))
}

fn is_past(word: &Word) -> bool {
    word.tag == Tag::Verb && matches!(word.inflection, Inflection::Past | Inflection::PastParticiple)
}

fn is_plural_taken_for_verb(word: &Word) -> bool {
    word.tag == Tag::Verb && word.inflection == Inflection::Present && word.folded.ends_with('s')
}

pub fn is_copular(clauses: &Clauses, idx: usize) -> bool {
    clauses.child(idx, Relation::Cop).is_some()
}

/// "was fired on", "the pact announced on Monday".
pub fn is_passive(clauses: &Clauses, idx: usize) -> bool {
    let Some(word) = clauses.word(idx) else { return false };
    if word.inflection != Inflection::PastParticiple {
        return false;
    }
    let helped = clauses.children(idx).filter_map(|it| clauses.word(it)).any(|it| {
        it.relation == Relation::AuxPass
            || it.relation == Relation::NsubjPass
            || it.relation == Relation::Aux && it.lemma == "be"
    });
    let has = |relation| clauses.children(idx).any(|it| is(clauses, it, relation));
    // "Harbour Bank sued Delta Shipping" may look like "the bank sued": what is done to somebody has no object.
    let day = |it: &Word| it.folded.ends_with("day");
    let object = clauses.word(idx + 1).is_some_and(|it| {
        matches!(it.tag, Tag::Name | Tag::Noun | Tag::Determiner | Tag::Numeral | Tag::Pronoun | Tag::Adjective)
            && !day(it)
    });
    // A headline ends without a stop: "Pact announced".
    let headline = clauses.words.last().is_some_and(|it| it.tag != Tag::Mark);
    let bare = word.relation == Relation::Acl && !has(Relation::Nsubj)
        || headline && word.relation == Relation::Root && !has(Relation::Aux) && !has(Relation::Obj);
    helped || bare && !object
}

fn is(clauses: &Clauses, idx: usize, relation: Relation) -> bool {
    clauses.word(idx).is_some_and(|it| it.relation == relation)
}

/// "out" of "ruled out", where the verb has one.
pub fn particle(clauses: &Clauses, idx: usize) -> Option<usize> {
    const PARTICLES: &[&str] =
        &["out", "up", "down", "off", "away", "back", "on", "over", "in", "through", "apart", "ahead"];
    clauses.children(idx).find(|at| {
        clauses.word(*at).is_some_and(|it| {
            *at > idx
                && *at <= idx + 3
                && matches!(it.relation, Relation::Compound | Relation::Advmod)
                && matches!(it.tag, Tag::Adposition | Tag::Adverb | Tag::Particle)
                && PARTICLES.contains(&it.folded.as_str())
        })
    })
}

/// First and last word of what hangs below a word, clauses of their own left out.
pub fn reach(clauses: &Clauses, idx: usize) -> (usize, usize) {
    let (mut first, mut last) = (idx, idx);
    let mut below = vec![idx];
    while let Some(at) = below.pop() {
        first = first.min(at);
        last = last.max(at);
        if clauses.words.len() < below.len() {
            break;
        }
        below.extend(clauses.children(at).filter(|it| {
            clauses.word(*it).is_some_and(|word| !is_clause(word.relation) && word.relation != Relation::Punct)
        }));
    }
    (first, last)
}

/// Whether a relation begins a clause of its own.
pub fn is_clause(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Acl | Relation::Advcl | Relation::Ccomp | Relation::Csubj | Relation::Parataxis | Relation::Xcomp
    )
}

/// The slots of a predicate; what it lacks it has from the clause that governs it.
pub fn slots(rules: &Rules, clauses: &Clauses, idx: usize) -> Vec<Slot> {
    let passive = is_passive(clauses, idx);
    let mut slots = Vec::new();
    for at in clauses.children(idx) {
        let Some(word) = clauses.word(at).filter(|it| it.tag != Tag::Adverb || it.capital) else { continue };
        let role = match word.relation {
            Relation::Nsubj if passive => Role::Undergoer,
            Relation::Nsubj => Role::Actor,
            Relation::NsubjPass => Role::Undergoer,
            // Before an active verb stands its actor, whatever the tree says.
            Relation::Obj if at < idx && !passive => Role::Actor,
            Relation::Obj if clauses.child(at, Relation::Case).is_some_and(|it| it < at) => Role::Oblique,
            Relation::Obj => Role::Undergoer,
            Relation::Obl if is_bare_object(clauses, idx, at) && !passive => Role::Undergoer,
            Relation::Obl | Relation::OblAgent | Relation::Nmod | Relation::Iobj => Role::Oblique,
            _ => continue,
        };
        let preposition = clauses.child(at, Relation::Case).filter(|it| *it < at);
        // "fired on by protesters" has two prepositions before its actor.
        let by = clauses
            .children(at)
            .filter_map(|it| clauses.word(it))
            .any(|it| it.relation == Relation::Case && it.folded == "by");
        // "won by 38 votes".
        let dated = word.tag == Tag::Numeral || clauses.child(at, Relation::Nummod).is_some();
        let role = if role == Role::Oblique && passive && by && !dated { Role::Actor } else { role };
        // "who fired": the noun that the clause hangs on.
        let head = match word.folded.as_str() {
            "who" | "which" | "that" if role != Role::Oblique => governor(clauses, idx).unwrap_or(at),
            _ => at,
        };
        slots.push(slot(rules, clauses, role, head, preposition));
    }
    if is_verb_by_form(clauses, idx)
        && let Some(object) = clauses.head(idx).filter(|it| *it > idx)
    {
        slots.push(slot(rules, clauses, Role::Undergoer, object, None));
    }
    let has = |slots: &[Slot], role| slots.iter().any(|it| it.role == role);
    let relation = clauses.word(idx).map(|it| it.relation);
    if relation == Some(Relation::Acl)
        && let Some(head) = clauses.head(idx)
        && !clauses.children(idx).any(|it| is(clauses, it, Relation::Mark))
    {
        let role = if passive { Role::Undergoer } else { Role::Actor };
        if !has(&slots, role) && is_participle(clauses, idx) {
            slots.push(slot(rules, clauses, role, head, None));
        }
    }
    let filled = has(&slots, Role::Actor) || passive && has(&slots, Role::Undergoer);
    if !filled && let Some(head) = before(rules, clauses, idx).or_else(|| inherited(clauses, idx)) {
        let role = if passive { Role::Undergoer } else { Role::Actor };
        slots.push(slot(rules, clauses, role, head, None));
    }
    slots
}

/// "sued Delta Shipping": right after the verb, no preposition, no time.
fn is_bare_object(clauses: &Clauses, idx: usize, at: usize) -> bool {
    let (first, _) = reach(clauses, at);
    let name = clauses.word(at).is_some_and(|it| it.capital && it.tag == Tag::Name);
    first == idx + 1 && clauses.child(at, Relation::Case).is_none() && name
}

/// By plain word order: the noun right before a finite verb and its auxiliaries. "Prosecutors allege the firm hid the
/// leak" has "firm" for "hid", however the tree hangs it.
pub fn before(rules: &Rules, clauses: &Clauses, idx: usize) -> Option<usize> {
    let finite = |it: &Word| match it.inflection {
        Inflection::PastParticiple => it.relation != Relation::Acl,
        Inflection::Gerund => false,
        _ => true,
    };
    let helps = |it: &Word| {
        matches!(it.tag, Tag::Auxiliary | Tag::Adverb) || rules.lexicon.clauses.negators.contains(&it.folded)
    };
    let mut at = idx.checked_sub(1)?;
    let mut bound = clauses.word(idx).is_some_and(finite);
    while clauses.word(at).is_some_and(helps) {
        bound |= clauses.word(at).is_some_and(|it| it.tag == Tag::Auxiliary);
        at = at.checked_sub(1)?;
    }
    let is_noun = |it: &Word| {
        matches!(it.tag, Tag::Noun | Tag::Name | Tag::Pronoun)
            || is_plural_taken_for_verb(it)
            || it.tag == Tag::Interjection && it.folded.ends_with('s')
            || it.capital && it.stem.is_some() && it.tag != Tag::Auxiliary
    };
    if !bound || !clauses.word(at).is_some_and(is_noun) {
        return None;
    }
    // "14 of the 20 pumps failed": what stands before the "of" is who does it.
    let inside = |it: &Word| matches!(it.tag, Tag::Adjective | Tag::Noun | Tag::Name | Tag::Numeral | Tag::Determiner);
    let mut first = at;
    while let Some(before) = first.checked_sub(1)
        && clauses.word(before).is_some_and(inside)
        && first + 4 > at
    {
        first = before;
    }
    let preposition = first.checked_sub(1).and_then(|it| clauses.word(it)).filter(|it| it.tag == Tag::Adposition);
    match preposition {
        None => Some(at),
        Some(it) if it.folded == "of" => first.checked_sub(2).filter(|it| {
            clauses
                .word(*it)
                .is_some_and(|it| it.tag == Tag::Numeral || rules.lexicon.clauses.amounts.contains_key(&it.folded))
        }),
        Some(_) => None,
    }
}

fn is_participle(clauses: &Clauses, idx: usize) -> bool {
    clauses
        .word(idx)
        .is_some_and(|it| matches!(it.inflection, Inflection::PastParticiple | Inflection::Gerund | Inflection::Past))
}

fn governor(clauses: &Clauses, idx: usize) -> Option<usize> {
    (clauses.word(idx)?.relation == Relation::Acl).then(|| clauses.head(idx))?
}

/// The subject that a conjoined or infinitive verb shares with the one above it.
fn inherited(clauses: &Clauses, idx: usize) -> Option<usize> {
    let mut at = idx;
    for _ in 0..4 {
        let word = clauses.word(at)?;
        if !matches!(word.relation, Relation::Xcomp | Relation::Conj | Relation::Advcl) {
            return None;
        }
        if word.relation == Relation::Advcl
            && word.inflection != Inflection::Gerund
            && word.inflection != Inflection::Infinitive
        {
            return None;
        }
        at = clauses.head(at)?;
        // "asked him to go": the object is who goes.
        if word.relation == Relation::Xcomp
            && let Some(object) = clauses.child(at, Relation::Obj).or_else(|| clauses.child(at, Relation::Iobj))
        {
            return Some(object);
        }
        let subject = clauses.child(at, Relation::Nsubj).or_else(|| clauses.child(at, Relation::NsubjPass));
        if let Some(subject) = subject {
            return Some(subject);
        }
    }
    None
}

fn slot(rules: &Rules, clauses: &Clauses, role: Role, head: usize, preposition: Option<usize>) -> Slot {
    let (first, last) = reach(clauses, head);
    let amount = amount(rules, clauses, head, first);
    Slot {
        role,
        head: head as u32,
        first: first as u32,
        last: last as u32,
        preposition: preposition.map(|it| it as u32),
        amount,
    }
}

/// "some clinics", "most of the clinics", "14 of the 20 pumps", "nobody".
fn amount(rules: &Rules, clauses: &Clauses, head: usize, first: usize) -> Option<(SlotAmount, u32)> {
    let amounts = &rules.lexicon.clauses.amounts;
    let word = clauses.word(head)?;
    let of = clauses.child(head, Relation::Nmod).and_then(|it| clauses.child(it, Relation::Case));
    let of = of.and_then(|it| clauses.word(it)).is_some_and(|it| it.folded == "of")
        || clauses.word(head + 1).is_some_and(|it| it.folded == "of");
    if of && word.tag == Tag::Numeral {
        return Some((SlotAmount::Some, head as u32));
    }
    if let Some(amount) =
        amounts.get(&word.folded).filter(|_| of || word.tag == Tag::Pronoun || word.tag == Tag::Determiner)
    {
        return Some((named(*amount), head as u32));
    }
    if matches!(word.folded.as_str(), "nobody" | "nothing" | "none") {
        return Some((SlotAmount::None, head as u32));
    }
    // "some of the clinics", with "clinics" for its head.
    let mut at = head;
    while let Some(before) = at.checked_sub(1)
        && clauses
            .word(before)
            .is_some_and(|it| matches!(it.tag, Tag::Determiner | Tag::Adjective | Tag::Numeral | Tag::Noun | Tag::Name))
        && at + 4 > head
    {
        at = before;
    }
    if at.checked_sub(1).and_then(|it| clauses.word(it)).is_some_and(|it| it.folded == "of")
        && let Some(before) = at.checked_sub(2).and_then(|it| clauses.word(it))
    {
        let amount = amounts.get(&before.folded).copied().map(named);
        let amount = amount.or_else(|| (before.tag == Tag::Numeral).then_some(SlotAmount::Some));
        if let Some(amount) = amount {
            return Some((amount, at as u32 - 2));
        }
    }
    let close = |it: &usize| *it < head && *it + 5 > head && *it >= first;
    clauses.children(head).filter(close).find_map(|it| {
        let word = clauses.word(it)?;
        let marks = matches!(word.relation, Relation::Det | Relation::Amod | Relation::Nummod | Relation::Advmod);
        let amount = amounts.get(&word.folded).filter(|_| marks)?;
        Some((named(*amount), it as u32))
    })
}

fn named(amount: Amount) -> SlotAmount {
    match amount {
        Amount::None => SlotAmount::None,
        Amount::One => SlotAmount::One,
        Amount::Few => SlotAmount::Few,
        Amount::Some => SlotAmount::Some,
        Amount::Many => SlotAmount::Many,
        Amount::Most => SlotAmount::Most,
        Amount::All => SlotAmount::All,
    }
}
