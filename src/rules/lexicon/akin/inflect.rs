//! Regular inflection undone: "rejected" may be of "reject" or "rejecte", and only a list of words tells which.
//!
//! It proposes and decides nothing, and it knows no word. "Hoped" is of "hope" and not of "hop", which doubles its last
//! letter: a short stem that would have doubled is not proposed.

use super::Part;

/// What a suffix may have been put in place of.
type Endings = &'static [(&'static str, &'static [&'static str])];

const NOUN: Endings = &[("ies", &["y", "ie"]), ("ves", &["f", "fe"]), ("men", &["man"]), ("es", &[""]), ("s", &[""])];
const VERB: Endings = &[
    ("ies", &["y", "ie"]),
    ("ied", &["y", "ie"]),
    ("ying", &["ie"]),
    ("es", &[""]),
    ("s", &[""]),
    ("ed", &["e", ""]),
    ("ing", &["e", ""]),
];
const GRADED: Endings = &[("ier", &["y"]), ("iest", &["y"]), ("er", &["e", ""]), ("est", &["e", ""])];

/// Calls with a stem and the ending that makes a dictionary form of it. The word itself is not among them.
pub fn stems<'a>(word: &'a str, part: Part, found: &mut dyn FnMut(&'a str, &'static str)) {
    let endings = match part {
        Part::Noun => NOUN,
        Part::Verb => VERB,
        Part::Adjective | Part::Adverb => GRADED,
    };
    for (suffix, instead) in endings {
        let Some(stem) = word.strip_suffix(suffix).filter(|it| it.chars().nth(1).is_some()) else { continue };
        // "Plates" is of "plate" and not of "plat"; "class" and "status" are of nothing.
        let fits = match *suffix {
            "es" => ["s", "x", "z", "ch", "sh", "o"].iter().any(|it| stem.ends_with(it)),
            "s" => !stem.ends_with(['s', 'u', 'i']),
            _ => true,
        };
        if !fits {
            continue;
        }
        let may_double = matches!(*suffix, "ed" | "ing" | "er" | "est");
        for instead in *instead {
            if !(may_double && instead.is_empty() && doubles(stem)) {
                found(stem, instead);
            }
        }
        if may_double && let Some(single) = single(stem) {
            found(single, "");
        }
    }
}

/// "Plann" without its second "n".
fn single(stem: &str) -> Option<&str> {
    let mut chars = stem.chars();
    let last = chars.next_back()?;
    let shorter = chars.as_str();
    (shorter.ends_with(last) && !is_vowel(last)).then_some(shorter)
}

/// One syllable, one vowel, one consonant after it: "hop", but not "help", "box" or "visit".
fn doubles(stem: &str) -> bool {
    let mut back = stem.chars().rev();
    let (Some(last), Some(vowel)) = (back.next(), back.next()) else { return false };
    !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y') && is_vowel(vowel) && !back.any(is_vowel)
}

fn is_vowel(it: char) -> bool {
    matches!(it, 'a' | 'e' | 'i' | 'o' | 'u')
}
