//! Noun phrases without syntax: from a token on to where function words, verbs or marks end them.
//!
//! "800,000 *well-trained troops* who", "12 *people* were": a plural right after a number is its head, since English puts
//! the head last and what follows a plural is seldom part of it.

use super::Scan;
use crate::fact::Phrase;
use crate::read::token::stem;

/// Words in one phrase at most.
const LIMIT: usize = 7;

/// A phrase and the token after it.
pub(super) struct Chunk {
    pub phrase: Phrase,
    pub past: usize,
    pub head: usize,
}

/// How many the number before the phrase says that there are.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Counting {
    One,
    Many,
    /// "4 tonnes of wheat", "30% of homes": the noun may be either.
    Mass,
}

/// The noun phrase that begins at a token.
pub(super) fn chunk(scan: &Scan<'_>, first: usize, counting: Counting) -> Option<Chunk> {
    let tokens = scan.tokens;
    let lexicon = scan.lexicon;
    let mut head = None;
    let mut seen_plural = false;
    let mut at = first;
    let sentence = tokens.sentence(first);
    while at < first + LIMIT * 2 && tokens.get(at).is_some() && tokens.sentence(at) == sentence && !scan.is_taken(at) {
        if scan.is_glued_dash(at) && at > first && tokens.is_word(at + 1) {
            at += 1;
            // What a hyphen holds is one word: "well-trained", "state-owned".
            if !lexicon.words.function_words.contains(tokens.word(at)) {
                head = Some(at);
            }
            at += 1;
            continue;
        }
        let word = tokens.word(at);
        let numeric = lexicon.numbers.cardinals.contains_key(word) || !lexicon.numbers.vague.at(word).is_empty();
        if !tokens.is_word(at) || lexicon.words.function_words.contains(word) || numeric && word != "couple" {
            break;
        }
        let hyphened = scan.is_glued_dash(at + 1);
        if head.is_some() && !hyphened && is_end(scan, at) || head.is_none() && is_verb(scan, at) && !hyphened {
            break;
        }
        let here = lexicon.nouns.is_plural(word);
        // "30 sales executives" go on, "12 ships left" do not.
        if seen_plural && counting == Counting::Many && !here {
            break;
        }
        // "the first document outlines": after a single thing, what looks like a plural is a verb.
        let capital = tokens.get(at).is_some_and(|it| it.capital);
        if counting == Counting::One && head.is_some() && here && !hyphened && !capital {
            break;
        }
        // "30 soldiers Vestria sent": a name after a plural begins something else.
        seen_plural |= here && (!capital || counting == Counting::Many);
        head = Some(at);
        at += 1;
        // "workers'" and "Norland's" own what follows.
        if tokens.mark(at) == Some('’') && tokens.is_glued(at) && tokens.is_word(at + 1) && !tokens.is_glued(at + 1) {
            at += 1;
            seen_plural = false;
        }
    }
    let head = head?;
    Some(Chunk { phrase: phrase(scan, first, head), past: head + 1, head })
}

/// The phrase of some tokens, the last of which is its head.
pub(super) fn phrase(scan: &Scan<'_>, first: usize, head: usize) -> Phrase {
    let singular = scan.lexicon.nouns.singular(scan.tokens.word(head));
    let mut modifiers: Vec<_> = (first..head).filter_map(|it| scan.tokens.get(it)?.stem).collect();
    modifiers.sort_unstable();
    modifiers.dedup();
    Phrase {
        head_stem: (!singular.is_empty()).then(|| stem(&singular)),
        head: singular,
        modifiers,
        span: Some(scan.tokens.span(first, head)),
    }
}

/// Whether a word cannot follow a noun in its phrase.
fn is_end(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.tokens.word(at);
    let nouns = &scan.lexicon.nouns;
    nouns.enders.contains(word)
        || nouns.prepositions.contains(word)
        || nouns.verbs.contains(word)
        || scan.lexicon.stages.moves.contains_key(word) && !word.ends_with("growth")
        || (word.ends_with("ed") && word.len() > 4)
        || (word.ends_with("ing") && word.len() > 5 && !is_noun_ing(word))
        || word.ends_with("ly") && word.len() > 4
}

/// Verbs that no phrase begins with. "400 *planned* jobs" begins with a participle.
fn is_verb(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.tokens.word(at);
    let nouns = &scan.lexicon.nouns;
    let adjective = word.ends_with("ed")
        || word.ends_with("ing")
        || matches!(
            word,
            "old"
                | "long"
                | "high"
                | "early"
                | "late"
                | "last"
                | "next"
                | "dead"
                | "leading"
                | "back"
                | "living"
                | "live"
                | "missing"
                | "higher"
                | "lower"
                | "larger"
                | "smaller"
                | "older"
                | "younger"
                | "bigger"
        );
    let followed = scan.tokens.is_word(at + 1)
        && !scan.lexicon.words.function_words.contains(scan.tokens.word(at + 1))
        && !nouns.enders.contains(scan.tokens.word(at + 1));
    if adjective {
        return !followed;
    }
    (nouns.enders.contains(word) || nouns.verbs.contains(word))
        && !nouns.irregular.contains_key(word)
        && !is_noun_too(word)
}

fn is_noun_ing(word: &str) -> bool {
    matches!(
        word,
        "building"
            | "housing"
            | "funding"
            | "training"
            | "meeting"
            | "shipping"
            | "mining"
            | "fishing"
            | "spending"
            | "painting"
            | "hearing"
            | "crossing"
            | "planning"
            | "working"
            | "holding"
            | "opening"
            | "morning"
            | "evening"
    )
}

/// Nouns that are verbs elsewhere: "40 works", "3 wins", "12 votes".
fn is_noun_too(word: &str) -> bool {
    matches!(
        word,
        "works"
            | "votes"
            | "vote"
            | "wins"
            | "win"
            | "runs"
            | "run"
            | "hits"
            | "costs"
            | "plans"
            | "finds"
            | "reports"
            | "support"
            | "needs"
            | "shows"
            | "uses"
            | "strikes"
            | "leads"
            | "climbs"
            | "cuts"
            | "falls"
            | "rises"
            | "drops"
            | "work"
            | "cost"
            | "strike"
            | "sets"
            | "set"
            | "lies"
            | "stands"
            | "covers"
            | "aims"
            | "hopes"
            | "measures"
    )
}
