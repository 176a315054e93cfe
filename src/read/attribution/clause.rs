//! What must follow a weak verb before it is taken for speech: quoted words, "that", a clause, or a clause before it.
//!
//! "Officials reported that", "the bid, officials reported" and "officials reported the bridge was shut" are speech;
//! "officials reported losses" is none.

use super::Scene;
use super::phrase::{Chunk, is_article, is_preposition};
use crate::rules::lexicon::speech::Verb;

/// Whether quoted words, "that" or a clause belong to a weak verb.
pub fn has_clause(scene: &Scene<'_>, end: usize, who: &Chunk, verb: &Verb) -> bool {
    let tokens = scene.tokens;
    let naming = matches!(verb.lemma.as_str(), "call" | "describe" | "add" | "continue" | "ask" | "answer" | "cry");
    if scene.word(end + 1) == "that" {
        return true;
    }
    // "The Ledger reported, citing nobody, that": the aside is stepped over.
    if tokens.mark(end + 1) == Some(',')
        && let Some(close) = (end + 2..end + 14).find(|it| tokens.mark(*it) == Some(','))
        && scene.word(close + 1) == "that"
    {
        return true;
    }
    // "confirmed the accord": whoever confirms says that it is so.
    if matches!(verb.lemma.as_str(), "confirm" | "verify" | "corroborate") && is_article(scene.word(end + 1)) {
        return true;
    }
    // "called it a farce", "called him the laziest man": a judgement, no "that" needed. "called a cab" is none.
    if verb.lemma == "call"
        && matches!(scene.word(end + 1), "it" | "him" | "her" | "them" | "this" | "that")
        && is_article(scene.word(end + 2))
    {
        return true;
    }
    // "… at dawn, the Herald reported.": the clause came first.
    let opens = who.first.checked_sub(1).is_some_and(|it| tokens.mark(it) == Some(',') || scene.is_quote_mark(it));
    let closes = tokens.mark(end + 1).is_some_and(|it| matches!(it, '.' | ',' | ';')) || tokens.get(end + 1).is_none();
    if opens && closes {
        return true;
    }
    for idx in end + 1..end + 16 {
        if scene.is_quoted(idx) {
            return true;
        }
        if tokens.mark(idx).is_some_and(|it| matches!(it, '.' | ';' | '(')) || tokens.get(idx).is_none() {
            return false;
        }
        let near = idx > end + 1 && idx < end + 8;
        let finite = near
            && matches!(
                scene.word(idx),
                "is" | "are"
                    | "was"
                    | "were"
                    | "will"
                    | "would"
                    | "could"
                    | "had"
                    | "has"
                    | "have"
                    | "may"
                    | "might"
                    | "should"
                    | "can"
                    | "must"
            );
        if finite && !naming && !is_preposition(scene.word(end + 1)) {
            return true;
        }
    }
    false
}
