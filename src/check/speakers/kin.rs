//! Whether two speakers are one: by name, by body, or because one speaks for the other.
//!
//! Three answers. `Open` is the usual one: a minister and a ministry, a firm by its name and "the firm", a person of whom
//! nothing is known and a body. Only what cannot be the same is `Other`.

use super::body;
use super::descriptor::{is_same_body, words};
use crate::fact::{Candidate, Speaker, SpeakerKind};
use crate::rules::Rules;
use crate::text::alike::edits;
use crate::text::fold::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    Same,
    Other,
    /// Nobody can tell.
    Open,
}

/// The draft's speaker against the source's.
pub fn kin(rules: &Rules, ours: &Speaker, theirs: &Speaker, candidate: &Candidate) -> Kin {
    use SpeakerKind::{Institution, Named, Nobody, Office, Pronoun, Unnamed};
    match (ours.kind, theirs.kind) {
        (Pronoun | Nobody, _) | (_, Pronoun | Nobody) => Kin::Open,
        (Named, Named) => names(ours, theirs),
        (Institution, Institution) => body::bodies(rules, &ours.words, &theirs.words),
        (Named, Institution) => person_and_body(rules, ours, &theirs.words, candidate),
        (Institution, Named) => person_and_body(rules, theirs, &ours.words, candidate),
        (Office, Office) => offices(rules, ours, theirs),
        // "the mayor" and a name: nobody can tell, unless the name's title is another office.
        (Office, Named) => titled(rules, ours, theirs),
        (Named, Office) => titled(rules, theirs, ours),
        (Institution, Unnamed) => described(rules, &ours.words, theirs),
        (Unnamed, Institution) => described(rules, &theirs.words, ours),
        (Office, Institution) | (Institution, Office) | (Office, Unnamed) | (Unnamed, Office) => Kin::Open,
        (Named, Unnamed) | (Unnamed, Named) | (Unnamed, Unnamed) => Kin::Open,
    }
}

pub fn is_same_name(ours: &Speaker, theirs: &Speaker) -> bool {
    names(ours, theirs) != Kin::Other
}

/// "the board and the union said", "said Holm and Vik": two who speak together, of whom the reader has one.
pub fn are_together(prose: &str, ours: &Speaker, theirs: &Speaker) -> bool {
    const NEAR: usize = 40;
    let lower = prose.to_lowercase();
    let last = |it: &Speaker| it.words.rsplit(' ').next().unwrap_or("").to_lowercase();
    let (Some(one), Some(other)) = (lower.find(&last(ours)), lower.find(&last(theirs))) else { return false };
    let between = lower.get(one.min(other)..one.max(other)).unwrap_or("");
    between.len() <= NEAR && between.contains(" and ") && !between.contains(['“', '”', '"', '.', ';'])
}

/// One surname is one person; a letter or two more or less is a misspelt name, and another rule's business.
fn names(ours: &Speaker, theirs: &Speaker) -> Kin {
    let key = |text: &str| fold(text).text;
    let (own, other) = (key(&ours.head), key(&theirs.head));
    let has = |speaker: &Speaker, word: &str| key(&speaker.words).split(' ').any(|it| it == word);
    let inside = |one: &Speaker, other: &str| other.split(' ').any(|it| it.len() > 2 && has(one, it));
    if own == other || own.is_empty() || other.is_empty() || inside(ours, &other) || inside(theirs, &own) {
        return Kin::Same;
    }
    if is_near(&own, &other) { Kin::Open } else { Kin::Other }
}

/// At most two letters apart; one, where there are fewer than six.
fn is_near(one: &str, other: &str) -> bool {
    let shorter = one.chars().count().min(other.chars().count());
    let most = if shorter < 6 { 1 } else { 2 };
    shorter >= 4 && edits(one, other).is_some_and(|it| it <= most)
}

/// A person speaks for the body that his title names; of a person without one nobody can tell.
fn person_and_body(rules: &Rules, person: &Speaker, body: &str, candidate: &Candidate) -> Kin {
    let lexicon = &rules.lexicon.speakers;
    let lower = fold(body).text;
    if lower.contains(&fold(&person.head).text) {
        return Kin::Same;
    }
    // Someone who speaks in a paper, or to one, and the paper that carries it.
    if body::carries(rules, body) {
        return Kin::Open;
    }
    // "MPs", "a cross-party group": whoever speaks may be one of them.
    let is_member = |it: &str| lexicon.memberships.contains(it);
    let proper = |it: &str| it.starts_with(char::is_uppercase) && !is_member(&it.to_lowercase());
    if words(body).any(|it| is_member(&it)) && !body.split(' ').any(proper) {
        return Kin::Open;
    }
    let own: Vec<String> = words(&person.title).filter(|it| lexicon.institutions.contains(it)).collect();
    let shared = words(&person.title).any(|title| words(body).any(|it| is_same_body(rules, &title, &it)));
    let named = words(body).filter(|it| body::is_telling(rules, it)).any(|it| mentions(candidate, &it));
    if own.is_empty() || shared || named {
        return Kin::Open;
    }
    match own.iter().all(|it| body::bodies(rules, it, body) == Kin::Other) {
        true => Kin::Other,
        false => Kin::Open,
    }
}

fn mentions(candidate: &Candidate, word: &str) -> bool {
    candidate.paragraph.to_lowercase().contains(word)
}

/// Two offices with no word in common are two persons: "the mayor" and "the governor".
fn offices(rules: &Rules, ours: &Speaker, theirs: &Speaker) -> Kin {
    let shared =
        words(&ours.words).any(|one| words(&theirs.words).any(|it| one != "the" && is_same_body(rules, &one, &it)));
    let political = |it: &Speaker| {
        matches!(
            it.head.as_str(),
            "minister" | "president" | "mayor" | "governor" | "chancellor" | "premier" | "king" | "queen" | "pope"
        )
    };
    if shared {
        Kin::Same
    } else if political(ours) && political(theirs) {
        Kin::Other
    } else {
        Kin::Open
    }
}

fn titled(rules: &Rules, office: &Speaker, named: &Speaker) -> Kin {
    let shared =
        words(&named.title).any(|one| words(&office.words).any(|it| it != "the" && is_same_body(rules, &one, &it)));
    if shared { Kin::Same } else { Kin::Open }
}

/// A body and somebody without a name: another nation's or another body's person is not its voice.
fn described(rules: &Rules, body: &str, person: &Speaker) -> Kin {
    let lexicon = &rules.lexicon.speakers;
    if body::carries(rules, body) || lexicon.spokespeople.contains(&person.head) {
        return Kin::Open;
    }
    let own: Vec<String> =
        words(&person.words).filter(|it| *it != person.head && body::is_telling(rules, it)).collect();
    let of_body: Vec<String> = words(body).filter(|it| *it != "the").collect();
    if own.iter().any(|one| of_body.iter().any(|it| is_same_body(rules, one, it))) {
        return Kin::Same;
    }
    let places = |all: &[String]| all.iter().any(|it| rules.lexicon.places.knows(it));
    if places(&own) && places(&of_body) {
        return Kin::Other;
    }
    let of_state = of_body.iter().any(|it| lexicon.state_bodies.contains(it));
    if of_state && lexicon.outsiders.contains(&person.head) { Kin::Other } else { Kin::Open }
}
