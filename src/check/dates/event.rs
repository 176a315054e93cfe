//! Whether a date of the draft and a date of a source date one event: each belongs to a clause, the clauses tell the same
//! of the same, and nothing else in them is dated.
//!
//! A missed referent means silence. What happens again and again ("met", "won", "said") needs far more in common than
//! what happens once.

use crate::check::claims::event::{Bond, Fit, Pair};
use crate::check::{Passage, Statement};
use crate::fact::{Claim, Clauses, Dimension, Fact, FactKind, Grain, Relation, Role, Standpoint};
use crate::rules::lexicon::Lexicon;
use crate::text::Span;

/// A date with the clause that it dates.
#[derive(Clone, Copy)]
pub struct Dated<'a> {
    pub claim: &'a Claim,
    /// First and last word of the date.
    first: u32,
    last: u32,
    /// "by", "since", "after": what kind of date it is. Empty for "on" and "in".
    bound: &'a str,
}

/// The clause that a date belongs to; `span` counts in the sentence's own prose. `None` where the date is part of a name
/// or a noun: "the 2019 Act", "its May report".
pub fn dated<'a>(lexicon: &Lexicon, clauses: &'a Clauses, span: Span) -> Option<Dated<'a>> {
    let mut inside = (0..clauses.words.len()).filter(|it| clauses.word(*it).is_some_and(|it| span.overlaps(it.span)));
    let first = inside.next()?;
    let last = inside.next_back().unwrap_or(first);
    // "16 June 2031: The first pile is driven": a chronology dates what follows.
    let heads = first == 0 && clauses.word(last + 1).is_some_and(|it| matches!(it.folded.as_str(), ":" | "–" | "—"));
    if heads {
        let claim = clauses.claims.iter().find(|it| it.predicate as usize > last)?;
        return Some(Dated { claim, first: first as u32, last: last as u32, bound: "" });
    }
    let before = first.checked_sub(1).and_then(|it| clauses.word(it)).map_or("", |it| it.folded.as_str());
    if lexicon.dates.owners.contains(before) {
        return None;
    }
    let bound = if lexicon.dates.bounds.contains(before) { before } else { "" };
    let above = climb(clauses, first, last).ok()?;
    let before = nearest(clauses, first);
    let claim = match (above, before) {
        (Some(above), Some(before)) if (above.predicate as usize) < first => later(above, before),
        (Some(above), Some(before)) if first - before.predicate as usize > 3 => above,
        (_, Some(before)) => before,
        (Some(above), None) => above,
        (None, None) => return None,
    };
    Some(Dated { claim, first: first as u32, last: last as u32, bound })
}

/// The predicate that a date hangs from in the tree. `Err` where it is a name for something: nothing is dated then.
fn climb(clauses: &Clauses, first: usize, last: usize) -> Result<Option<&Claim>, ()> {
    let outside = |it: &usize| clauses.head(*it).is_none_or(|it| !(first..=last).contains(&it));
    let mut at = (first..=last).find(outside);
    // A tree is rarely deeper, and a broken one may run in circles.
    for _ in 0..8 {
        let Some(word) = at else { break };
        if let Some(claim) = clauses.claims.iter().find(|it| it.predicate as usize == word) {
            return Ok(Some(claim));
        }
        if clauses.word(word).is_some_and(|it| it.relation == Relation::Appos) {
            return Err(());
        }
        at = clauses.head(word);
    }
    Ok(None)
}

/// The predicate that stands nearest before a date: of "began on 5 May and ended on 7 May" the tree may hang both days on
/// the first.
fn nearest(clauses: &Clauses, first: usize) -> Option<&Claim> {
    const REACH: usize = 6;
    let before = clauses.claims.iter().filter(|it| (it.predicate as usize) < first);
    let claim = before.max_by_key(|it| it.predicate)?;
    let at = claim.predicate as usize;
    let parted = (at..first).any(|it| clauses.word(it).is_some_and(|it| matches!(it.folded.as_str(), "," | ";" | ":")));
    (first - at <= REACH && !parted).then_some(claim)
}

fn later<'a>(a: &'a Claim, b: &'a Claim) -> &'a Claim {
    if a.predicate >= b.predicate { a } else { b }
}

/// How much the two have in common, where they tell of one event: the part of the draft's words that the source has.
pub fn same_event(
    lexicon: &Lexicon,
    statement: &Statement<'_>,
    ours: &Dated<'_>,
    passage: &Passage<'_>,
    theirs: &Dated<'_>,
) -> Option<f32> {
    let pair = Pair::of(lexicon, statement, passage);
    let (draft, source) = (ours.claim, theirs.claim);
    let told = |it: &Claim| !matches!(it.standing, Standpoint::Asked | Standpoint::Supposed | Standpoint::Denied);
    if !told(draft) || !told(source) || draft.negative != source.negative || ours.bound != theirs.bound {
        return None;
    }
    if draft.condition.is_some() != source.condition.is_some() {
        return None;
    }
    let meeting = pair.meet(draft, source)?;
    let one_way = matches!(meeting.bond, Bond::Same | Bond::Akin);
    let nobody_else = meeting.actor != Fit::Other && meeting.undergoer != Fit::Other;
    let held = matches!(meeting.actor, Fit::Same) || meeting.undergoer == Fit::Same;
    if !one_way || !nobody_else || !held || lexicon.speech.verbs.contains_key(&draft.lemma) {
        return None;
    }
    let plain = |it: u32| {
        let word = pair.ours(it);
        it != draft.predicate
            && Some(it) != draft.particle
            && !(ours.first..=ours.last).contains(&it)
            && !draft.modals.contains(&it)
            && word.is_some_and(|it| it.stem.is_some())
    };
    let (covered, shared) = pair.covered(draft.words.iter().copied().filter(|it| plain(*it)));
    // The other way round: what the source tells of it that the draft does not.
    let own = source.words.iter().copied().filter(|it| {
        *it != source.predicate
            && !(theirs.first..=theirs.last).contains(it)
            && pair.theirs(*it).is_some_and(|it| it.stem.is_some())
    });
    let own: Vec<u32> = own.collect();
    let back = own.iter().filter(|it| pair.is_ours(**it)).count();
    // "takes effect", "comes into force": that happens once, whatever the verb.
    let sets = |it: u32| pair.ours(it).is_some_and(|it| lexicon.dates.settled.contains(&it.folded));
    let settled = draft.words.iter().any(|it| sets(*it));
    let telling =
        settled || !lexicon.dates.repeated.contains(&draft.lemma) && !lexicon.dates.repeated.contains(&source.lemma);
    // "the first pile": there is one, however much more is told of it.
    let single = |clauses: &Clauses, claim: &Claim| {
        let held = claim.slots.iter().filter(|it| it.role != Role::Oblique).flat_map(|it| it.first..=it.last);
        held.filter_map(|it| clauses.word(it as usize)).find(|it| lexicon.dates.singling.contains(&it.folded)).cloned()
    };
    let singled = matches!((single(statement.clauses, draft), single(passage.clauses, source)), (Some(a), Some(b)) if a.folded == b.folded);
    let both = meeting.actor == Fit::Same && meeting.undergoer == Fit::Same;
    let needed = if telling { 1 } else { 3 };
    let enough = shared >= needed
        && (singled || back * 2 >= own.len().min(6))
        && (covered >= COVERED || both && covered >= HALF);
    (enough && meeting.full).then_some(covered)
}

/// What the draft's clause says of the event beside its date, the source must say too.
const COVERED: f32 = 0.7;
/// Where it is the same two, the rest may be told in other words.
const HALF: f32 = 0.5;

/// Another figure for it tells of another time: "rose 4% in 2023", "rose 7% in 2024".
pub fn counts_otherwise<'a>(ours: impl Iterator<Item = &'a Fact>, theirs: &[Fact]) -> bool {
    let figure = |it: &'a Fact| match &it.kind {
        FactKind::Figure(figure) => Some(figure),
        FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
    };
    ours.filter_map(figure).any(|ours| {
        let alike = theirs.iter().filter_map(|it| match &it.kind {
            FactKind::Figure(theirs) if theirs.unit.dimension == ours.unit.dimension => Some(theirs),
            _ => None,
        });
        let mut alike = alike.peekable();
        alike.peek().is_some() && alike.all(|it| it.value.lo != ours.value.lo)
    })
}

/// Whether a sentence gives more than one date in a clause: then nobody can say which is meant.
pub fn is_dated_once(lexicon: &Lexicon, clauses: &Clauses, facts: &[(Span, &Fact)], one: &Dated<'_>) -> bool {
    let of_claim =
        |span: Span| dated(lexicon, clauses, span).is_some_and(|it| it.claim.predicate == one.claim.predicate);
    let dates = facts.iter().filter(|(span, fact)| match &fact.kind {
        FactKind::Date(date) => date.grain != Grain::Time && of_claim(*span),
        // "five days after", "two years before": counted from a day that stands elsewhere.
        FactKind::Figure(figure) => figure.unit.dimension == Dimension::Duration && of_claim(*span),
        FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => false,
    });
    dates.count() == 1
}
