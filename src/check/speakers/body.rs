//! Bodies that speak: whether two names can be of one. Capitals stand for governments, initials for names, "the firm" for
//! any firm; a paper carries what others say, and a document what its authors do.

use super::descriptor::{is_same_body, words};
use super::kin::Kin;
use crate::rules::Rules;

/// A body's name taken apart.
struct Body {
    /// Lower case, articles left out.
    all: Vec<String>,
    /// What tells it from others of its kind.
    proper: Vec<String>,
    /// Its kind: "ministry", "company".
    kinds: Vec<String>,
    /// A country, a city, or a word for one.
    place: bool,
}

impl Body {
    fn of(rules: &Rules, text: &str) -> Body {
        let lexicon = &rules.lexicon;
        let all: Vec<String> =
            words(text).filter(|it| !matches!(it.as_str(), "the" | "a" | "an" | "of" | "its" | "their")).collect();
        let kinds = all.iter().filter(|it| lexicon.speakers.body_kinds.knows(it)).cloned().collect();
        let capital = |word: &str| {
            text.split_whitespace().enumerate().any(|(n, it)| {
                let opens = n == 0 && !matches!(it.to_lowercase().as_str(), "the" | "a" | "an");
                let lower = it.to_lowercase();
                it.starts_with(char::is_uppercase)
                    && lower.starts_with(word)
                    && (!opens || !lexicon.speakers.institutions.contains(word))
            })
        };
        let proper = all.iter().filter(|it| capital(it) && is_telling(rules, it)).cloned().collect();
        // An alliance has a name that others go by, and no capital.
        let place = |it: &str| lexicon.places.knows(it) && !lexicon.names.known_bodies.contains(it);
        let place = place(&all.join(" ")) || all.iter().any(|it| place(it));
        Body { all, proper, kinds, place }
    }
}

/// Whether a word tells one body from another: not "office", not "of".
pub fn is_telling(rules: &Rules, word: &str) -> bool {
    let lexicon = &rules.lexicon;
    let function = lexicon.words.function_words.contains(word) && !lexicon.places.knows(word);
    !function && !lexicon.speakers.generic_bodies.contains(word) && word.len() > 1
}

/// A paper, a station or a document: the words in it are somebody's.
pub fn carries(rules: &Rules, text: &str) -> bool {
    let speakers = &rules.lexicon.speakers;
    words(text).any(|it| {
        let one = it.trim_end_matches('s');
        [it.as_str(), one].iter().any(|it| speakers.outlets.contains(*it) || speakers.documents.contains(*it))
    })
}

pub fn bodies(rules: &Rules, ours: &str, theirs: &str) -> Kin {
    if carries(rules, ours) || carries(rules, theirs) {
        return Kin::Open;
    }
    let (draft, source) = (Body::of(rules, ours), Body::of(rules, theirs));
    if draft.all.is_empty() || source.all.is_empty() {
        return Kin::Open;
    }
    let places = &rules.lexicon.places;
    let shared = |one: &[String], other: &[String]| {
        one.iter().filter(|it| is_telling(rules, it)).any(|it| other.iter().any(|other| is_same_body(rules, it, other)))
    };
    let (own, other) = (draft.all.join(" "), source.all.join(" "));
    if own == other
        || places.are_same(&own, &other)
        || is_short(&draft.all, &source.all)
        || is_short(&source.all, &draft.all)
    {
        return Kin::Same;
    }
    // "Norway's foreign ministry" and "Sweden's foreign ministry".
    let of_place = |it: &Body| it.all.iter().filter(|it| places.knows(it)).cloned().collect::<Vec<_>>();
    let (here, there) = (of_place(&draft), of_place(&source));
    if !here.is_empty() && !there.is_empty() && !shared(&here, &there) {
        return Kin::Other;
    }
    if shared(&draft.all, &source.all) {
        return Kin::Same;
    }
    // "Oslo" and "the foreign ministry": a capital is its government.
    if draft.place != source.place {
        return kinds_apart(rules, &draft, &source);
    }
    if draft.place && source.place {
        return Kin::Other;
    }
    if !draft.proper.is_empty() && !source.proper.is_empty() {
        return Kin::Other;
    }
    // "the ministry" and "the Ministry of Fisheries" may be one; "the council" and "Arn Shipping" may not, if it is a firm.
    kinds_apart(rules, &draft, &source)
}

/// Both are of a known kind, and the kinds have nothing in common.
fn kinds_apart(rules: &Rules, draft: &Body, source: &Body) -> Kin {
    let groups = &rules.lexicon.speakers.body_kinds;
    if draft.kinds.is_empty() || source.kinds.is_empty() {
        return Kin::Open;
    }
    let together = |one: &str| source.kinds.iter().any(|it| it == one || groups.are_together(one, it));
    if draft.kinds.iter().any(|it| together(it)) { Kin::Open } else { Kin::Other }
}

/// "WHO" for "World Health Organization".
fn is_short(short: &[String], long: &[String]) -> bool {
    let [short] = short else { return false };
    let letters: String = short.chars().filter(|it| it.is_alphanumeric()).collect();
    let initials: String = long.iter().filter_map(|it| it.chars().next()).collect();
    letters.len() >= 2 && (letters == initials || initials.starts_with(&letters) && letters.len() >= 3)
}
