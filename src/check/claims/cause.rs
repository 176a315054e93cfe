//! Causes that no source gives: the draft joins two things by "caused", "because of" or "prevents", and the source only
//! sets them side by side.

use super::compare::{Found, may_differ};
use super::differ::{Difference, Kind};
use super::event::Pair;
use super::say;
use crate::check::{Ctx, Statement};
use crate::fact::{Claim, Clauses, Firmness, Role, Standpoint, Tag};
use crate::finding::Raised;
use crate::rules::lexicon::clauses::ClauseWords;
use crate::text::Sort;

pub fn cause(ctx: &Ctx<'_>, statement: &Statement<'_>) -> Option<Raised> {
    let lexicon = &ctx.rules.lexicon.clauses;
    let heading = ctx.paragraph.sort == Sort::Heading;
    let (words, sure) = statement.clauses.claims.iter().find_map(|it| joined(lexicon, statement.clauses, it))?;
    let told = statement
        .passages
        .iter()
        .any(|it| tells_cause(lexicon, it.clauses) && covers(ctx, statement, it, words) >= 0.6);
    if told {
        return None;
    }
    let tells = |it: &&crate::check::Passage<'_>| {
        may_differ(it)
            && covers(ctx, statement, it, words) >= 0.99
            && (sets_beside(lexicon, it.clauses).is_some() || sure)
    };
    // Each half may stand in a sentence of its own, and only the link be new.
    let half = |it: &&crate::check::Passage<'_>| may_differ(it) && covers(ctx, statement, it, words) >= 0.5;
    let links = words.1 > words.0 && sure && together(ctx, statement, words) >= 0.8;
    let found = statement.passages.iter().find(tells);
    let passage = found.or_else(|| statement.passages.iter().find(half).filter(|_| links))?;
    let theirs =
        sets_beside(lexicon, passage.clauses).unwrap_or((0, passage.clauses.words.len().saturating_sub(2) as u32));
    let difference = Difference { kind: Kind::Cause, draft: words, source: theirs };
    let found = Found { passage, difference, covered: 1.0 };
    say::raise(ctx, statement, &found, heading)
}

/// The words that join, and whether they can mean nothing else.
fn joined(lexicon: &ClauseWords, clauses: &Clauses, claim: &Claim) -> Option<((u32, u32), bool)> {
    let plain = !claim.negative && claim.firmness >= Firmness::Certain && claim.standing == Standpoint::Asserted;
    if !plain || claim.quoted {
        return None;
    }
    let next = clauses.word(claim.predicate as usize + 1).map_or("", |it| it.folded.as_str());
    let long = format!("{} {next}", claim.lemma);
    let verb = lexicon.cause_verbs.contains(&claim.lemma) || lexicon.cause_verbs.contains(&long);
    let named =
        |role| claim.slot(role).is_some_and(|it| clauses.word(it.head as usize).is_some_and(|it| it.stem.is_some()));
    if verb && named(Role::Actor) && (named(Role::Undergoer) || named(Role::Oblique)) {
        return Some(((claim.predicate, claim.predicate), true));
    }
    // "changed the law in return".
    const LINKS: &[&[&str]] = &[
        &["in", "return"],
        &["in", "exchange"],
        &["as", "a", "result"],
        &["in", "response"],
        &["in", "retaliation"],
        &["in", "revenge"],
    ];
    let is = |at: usize, word: &str| clauses.word(at).is_some_and(|it| it.folded == word);
    let link = (1..clauses.words.len()).find_map(|at| {
        let link = LINKS.iter().find(|it| it.iter().enumerate().all(|(n, word)| is(at + n, word)))?;
        Some((at as u32, (at + link.len().max(2)) as u32 - 1))
    });
    if let Some(link) = link {
        return Some((link, true));
    }
    // "resigned over the audit".
    let slot = claim.slots.iter().find(|it| {
        let word = it.preposition.and_then(|it| clauses.word(it as usize)).map_or("", |it| it.folded.as_str());
        let head = clauses.word(it.head as usize);
        let thing = head.is_some_and(|it| it.stem.is_some() && it.tag != Tag::Numeral);
        let time = head.is_some_and(|it| {
            matches!(
                it.lemma.as_str(),
                "year"
                    | "month"
                    | "week"
                    | "day"
                    | "decade"
                    | "weekend"
                    | "century"
                    | "period"
                    | "time"
                    | "summer"
                    | "winter"
                    | "night"
            )
        });
        thing && !time && matches!(word, "over" | "because" | "due" | "owing")
    })?;
    let preposition = slot.preposition?;
    Some(((preposition, slot.head), false))
}

/// The part of the sentence's other words that a passage has.
fn covers(ctx: &Ctx<'_>, statement: &Statement<'_>, passage: &crate::check::Passage<'_>, words: (u32, u32)) -> f32 {
    let pair = Pair::of(&ctx.rules.lexicon, statement, passage);
    let others = (0..statement.clauses.words.len() as u32)
        .filter(|it| *it != words.0 && statement.clauses.word(*it as usize).is_some_and(|it| it.stem.is_some()));
    let (covered, shared) = pair.covered(others);
    if shared > 1 { covered } else { 0.0 }
}

/// The same of all passages at once.
fn together(ctx: &Ctx<'_>, statement: &Statement<'_>, words: (u32, u32)) -> f32 {
    let pairs: Vec<Pair<'_>> =
        statement.passages.iter().map(|it| Pair::of(&ctx.rules.lexicon, statement, it)).collect();
    let others: Vec<u32> = (0..statement.clauses.words.len() as u32)
        .filter(|it| !(words.0..=words.1).contains(it))
        .filter(|it| statement.clauses.word(*it as usize).is_some_and(|it| it.stem.is_some()))
        .collect();
    let had = others.iter().filter(|it| pairs.iter().any(|pair| pair.has(**it))).count();
    if others.is_empty() { 0.0 } else { had as f32 / others.len() as f32 }
}

fn tells_cause(lexicon: &ClauseWords, clauses: &Clauses) -> bool {
    let word = |at: usize| clauses.word(at).map_or("", |it| it.folded.as_str());
    (0..clauses.words.len()).any(|at| {
        let lemma = clauses.word(at).map_or("", |it| it.lemma.as_str());
        lexicon.cause_verbs.contains(lemma)
            || lexicon.cause_verbs.contains(&format!("{lemma} {}", word(at + 1)))
            || lexicon.cause_words.contains(word(at))
            || lexicon.cause_words.contains(&format!("{} {}", word(at), word(at + 1)))
    })
}

fn sets_beside(lexicon: &ClauseWords, clauses: &Clauses) -> Option<(u32, u32)> {
    let at = clauses.words.iter().position(|it| lexicon.beside_words.contains(&it.folded))?;
    Some((at as u32, at as u32))
}
