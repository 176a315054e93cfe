//! Whose figure it is: the head of the clause's subject, before the verb. "*Unemployment* rose to 5%".
//!
//! A light reading: the noun phrase before the first verb of the clause, without what a preposition adds to it, "of" apart.

use std::ops::Range;

use super::stage::clause;
use super::{Quantity, Scan, counted};
use crate::fact::{Form, Phrase};

#[derive(Default)]
pub(super) struct Subject {
    pub phrase: Phrase,
    /// All tokens of the subject, for words like "average" in it.
    pub tokens: Range<usize>,
}

/// The subject of the clause that a quantity stands in; empty where the quantity is part of it.
pub(super) fn subject(scan: &Scan<'_>, quantities: &[Quantity], idx: usize, first: usize) -> Subject {
    if !scan.english {
        return Subject::default();
    }
    let tokens = scan.tokens;
    if let Some(found) = moved_noun(scan, quantities, idx, first) {
        return found;
    }
    if let Some(found) = object(scan, first) {
        return found;
    }
    // "Dozens were hurt, hundreds fled": the number begins a clause of its own.
    if first.checked_sub(1).is_some_and(|it| tokens.mark(it) == Some(',')) {
        return Subject::default();
    }
    // Back over the clause: the leftmost verb of the run of verbs that is nearest to the number.
    let mut verb = None;
    let mut start = first;
    for at in clause(scan, first).take(24) {
        if is_verb(scan, at) {
            verb = Some(at);
        } else if verb.is_some() {
            let ends =
                matches!(tokens.word(at), "that" | "and" | "or" | "said" | "says") || tokens.mark(at) == Some(',');
            if ends {
                break;
            }
        }
        start = at;
    }
    // "Sales more than doubled": the figure is the verb.
    let own =
        quantities.get(idx).is_some_and(|it| it.number.form == Form::Multiple && it.number.first == it.number.last);
    let verb = verb.or(own.then_some(first));
    let Some(verb) = verb.filter(|it| start < *it) else { return Subject::default() };
    // "to" before the verb is no subject's end: "plans to hire" has its subject before "plans".
    let mut first = start;
    while first < verb
        && (!tokens.is_word(first)
            || matches!(
                tokens.word(first),
                "that"
                    | "the"
                    | "a"
                    | "an"
                    | "and"
                    | "its"
                    | "their"
                    | "his"
                    | "her"
                    | "this"
                    | "these"
                    | "those"
                    | "some"
                    | "all"
            ))
    {
        first += 1;
    }
    head(scan, first, verb)
}

fn is_verb(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.tokens.word(at);
    let capital = scan.tokens.get(at).is_some_and(|it| it.capital);
    scan.tokens.is_word(at)
        && !scan.is_taken(at)
        && !capital
        && (scan.lexicon.nouns.verbs.contains(word)
            || (word.ends_with("ed") && word.len() > 4 && !scan.is_glued_dash(at.wrapping_sub(1)))
            || scan.lexicon.stages.moves.get(word).is_some_and(|_| is_moving_verb(word)))
}

/// Movements that are verbs and not nouns as well.
fn is_moving_verb(word: &str) -> bool {
    matches!(
        word,
        "rose"
            | "fell"
            | "grew"
            | "shrank"
            | "sank"
            | "slid"
            | "jumped"
            | "climbed"
            | "dropped"
            | "risen"
            | "fallen"
            | "grown"
            | "rises"
            | "falls"
            | "grows"
    )
}

/// The head among the tokens before the verb.
fn head(scan: &Scan<'_>, first: usize, end: usize) -> Subject {
    let tokens = scan.tokens;
    let nouns = &scan.lexicon.nouns;
    let preposition = |at: usize| nouns.prepositions.contains(tokens.word(at));
    let mut first = first;
    // "In Norland unemployment rose": the phrase of the preposition comes first; the subject is the noun before the verb,
    // and before what says where: "in the last quarter unemployment in Norland rose".
    if preposition(first) {
        let is_place = |at: usize| tokens.get(at).is_some_and(|it| it.capital) || tokens.word(at) == "the";
        let place = (first + 1..end).rev().find(|it| !is_place(*it)).filter(|it| it + 1 < end && preposition(*it));
        let before = place.and_then(|place| (first + 1..place).rev().find(|it| is_noun(scan, *it)));
        let last = before.or_else(|| (first..end).rev().find(|it| is_noun(scan, *it)));
        let Some(last) = last else { return Subject::default() };
        return Subject { phrase: counted::phrase(scan, last, last), tokens: first..end };
    }
    let mut stop = (first..end)
        .find(|it| preposition(*it) || tokens.mark(*it).is_some_and(|it| it == ',' || it == '('))
        .unwrap_or(end);
    let Some(mut last) = (first..stop).rev().find(|it| is_noun(scan, *it)) else { return Subject::default() };
    let mut of = Vec::new();
    if stop < end && tokens.word(stop) == "of" {
        let past = (stop + 1..end).find(|it| preposition(*it) || tokens.mark(*it).is_some()).unwrap_or(end);
        if nouns.counters.contains(tokens.word(last)) {
            // "the number of jobs": the jobs.
            first = stop + 1;
            stop = past;
            let Some(inner) = (first..stop).rev().find(|it| is_noun(scan, *it)) else { return Subject::default() };
            last = inner;
        } else {
            of.extend((stop + 1..past).filter_map(|it| tokens.get(it)?.stem));
        }
    }
    let mut phrase = counted::phrase(scan, first, last);
    phrase.modifiers.extend(of);
    phrase.modifiers.sort_unstable();
    phrase.modifiers.dedup();
    Subject { phrase, tokens: first..end }
}

fn is_noun(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.tokens.word(at);
    scan.tokens.is_word(at)
        && !scan.is_taken(at)
        && !scan.lexicon.words.function_words.contains(word)
        && !scan.lexicon.numbers.starters.contains(word)
        && !word.ends_with("ly")
}

/// "cut *emissions* 40%", "raise *the levy* to 5%": what is moved stands between the verb and the number.
fn object(scan: &Scan<'_>, first: usize) -> Option<Subject> {
    let tokens = scan.tokens;
    let verb = clause(scan, first).take(9).find(|it| scan.lexicon.stages.moves.contains_key(tokens.word(*it)))?;
    let linked = first.checked_sub(1).is_some_and(|it| matches!(tokens.word(it), "to" | "by" | "from"));
    let end = if linked { first - 1 } else { first };
    let mut start = verb + 1;
    while matches!(tokens.word(start), "the" | "a" | "an" | "its" | "their" | "his" | "her" | "our") {
        start += 1;
    }
    let nouns = &scan.lexicon.nouns;
    let plain = start < end
        && (start..end).all(|it| {
            let word = tokens.word(it);
            let of = word == "of" && it > start;
            tokens.is_word(it)
                && !scan.is_taken(it)
                && !nouns.enders.contains(word)
                && (of || !nouns.prepositions.contains(word))
        });
    // "down another 5%", "up sharply to 5": nothing is moved.
    Some(head(scan, start, end)).filter(|it| plain && !it.phrase.is_empty())
}

/// "a 5% rise *in exports*", "a rise of 5% *in exports*": the movement is a noun, and what moved comes after.
fn moved_noun(scan: &Scan<'_>, quantities: &[Quantity], idx: usize, first: usize) -> Option<Subject> {
    let tokens = scan.tokens;
    let quantity = quantities.get(idx)?;
    let mut at = quantity.last + 1;
    let after =
        scan.lexicon.stages.moves_after.contains_key(tokens.word(at)) && matches!(tokens.word(at + 1), "in" | "of");
    if after {
        at += 1;
    } else {
        let of = first.checked_sub(1).filter(|it| tokens.word(*it) == "of")?;
        let noun = of.checked_sub(1).filter(|it| scan.lexicon.stages.moves.contains_key(tokens.word(*it)))?;
        // "a rise in exports of 5%" has its noun before.
        if tokens.word(at) != "in" {
            return noun.checked_sub(2).and_then(|it| (tokens.word(it + 1) == "in").then(|| head(scan, it, it + 1)));
        }
    }
    let mut start = at + 1;
    while matches!(tokens.word(start), "the" | "a" | "an" | "its" | "their" | "his" | "her") {
        start += 1;
    }
    let chunk = counted::chunk(scan, start, counted::Counting::Mass)?;
    Some(Subject { phrase: chunk.phrase, tokens: start..chunk.head + 1 })
}
