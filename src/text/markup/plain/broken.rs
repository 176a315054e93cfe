//! Sentences that a line break, or a blank line even, has broken in two.
//!
//! "…, said a U.S." and, two lines on, "Treasury official." are one sentence; "He left the U.S." and "The kiln burns."
//! are two. What stands before the abbreviation and what begins after it decide; lower case always goes on.

use crate::text::TextSpan;
use crate::text::markup::teaser::is_label;

/// Titles that always have a name after them.
const BEFORE_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "maj", "cmdr", "adm", "sen", "rep", "gov",
    "rev", "hon", "st", "vs", "messrs",
];

/// "a U.S." and "the former U.K." go on; "left the U.S." may end there.
const BEFORE_ADJECTIVES: &[&str] = &[
    "a", "an", "another", "any", "one", "some", "several", "two", "three", "many", "most", "few", "former", "senior",
    "top", "current", "other", "these", "those", "its", "his", "her", "their", "by", "says", "said",
];

/// After "U.S." these begin a sentence; other capitals name something of that country.
const BEGINNERS: &[&str] = &[
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "it",
    "he",
    "she",
    "they",
    "we",
    "i",
    "you",
    "in",
    "on",
    "at",
    "for",
    "by",
    "but",
    "and",
    "however",
    "still",
    "yet",
    "while",
    "when",
    "as",
    "after",
    "before",
    "since",
    "if",
    "although",
    "though",
    "meanwhile",
    "instead",
    "also",
    "according",
    "last",
    "there",
    "what",
    "why",
    "how",
    "who",
    "both",
    "some",
    "many",
    "most",
    "all",
    "such",
    "critics",
    "officials",
    "experts",
    "analysts",
    "with",
    "without",
    "under",
    "over",
    "during",
    "despite",
    "because",
    "then",
    "now",
    "so",
    "or",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "no",
    "not",
    "from",
    "to",
    "of",
    "one",
    "two",
    "asked",
    "speaking",
    "earlier",
    "later",
    "president",
];

/// Whether a block stops in the middle of a sentence that the next one goes on with.
pub(super) fn breaks_off(raw: &str, before: TextSpan, after: TextSpan) -> bool {
    let (words, next) = (before.of(raw), after.of(raw));
    let Some(first) = next.chars().next() else { return false };
    if is_label(words) {
        return false;
    }
    let lower = first.is_lowercase();
    if let Some(word) = words.rsplit(char::is_whitespace).next()
        && let Some(stem) = word.strip_suffix('.')
    {
        let stem = stem.trim_start_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
        if BEFORE_NAMES.contains(&stem.as_str()) {
            return first.is_alphabetic();
        }
        let dotted = stem.contains('.') && stem.split('.').all(|it| it.chars().count() == 1);
        if !dotted {
            return false;
        }
        if lower {
            return true;
        }
        let ahead = words.get(..words.len() - word.len()).unwrap_or("").trim_end();
        let ahead = ahead.rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
        if BEFORE_ADJECTIVES.contains(&ahead.as_str()) {
            return first.is_uppercase();
        }
        // "left for the U.S." is an end where the next word only begins a sentence, or opens a quotation.
        let word: String = next.chars().take_while(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
        let country = matches!(stem.as_str(), "u.s" | "u.k" | "u.n" | "e.u");
        return country
            && ahead == "the"
            && first.is_uppercase()
            && !BEGINNERS.contains(&word.as_str())
            && next_is_noun(next);
    }
    // "‘We pay,’" and then "he said": a closing mark ends a line, not the sentence.
    let open = !words.ends_with(['.', '?', '!', '…', ':', '>']);
    open && (lower || first.is_uppercase() && stops_at_name(words))
}

/// "…, admitted a Danish": after a whole sentence, or words as many, the last ones are an article and a name.
fn stops_at_name(words: &str) -> bool {
    const LONG: usize = 8;
    let mut last = words.split_whitespace().rev();
    let name = last.next().is_some_and(|it| it.starts_with(char::is_uppercase) && it.chars().all(char::is_alphabetic));
    name && last.next().is_some_and(|it| matches!(it, "a" | "an")) && last.count() >= LONG
}

/// "State Department official", "Treasury said": what follows "the U.S." when it goes on.
fn next_is_noun(next: &str) -> bool {
    const BODIES: &[&str] = &[
        "state",
        "department",
        "senate",
        "house",
        "congress",
        "supreme",
        "treasury",
        "embassy",
        "army",
        "navy",
        "air",
        "marine",
        "marines",
        "coast",
        "military",
        "secretary",
        "ambassador",
        "attorney",
        "federal",
        "district",
        "court",
        "government",
        "administration",
        "census",
        "justice",
        "defense",
        "security",
        "special",
        "central",
        "capitol",
        "food",
        "environmental",
        "trade",
        "energy",
        "agency",
        "mission",
        "general",
        "assembly",
        "refugee",
        "human",
        "commission",
        "parliament",
        "council",
    ];
    let word: String = next.chars().take_while(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
    BODIES.contains(&word.as_str())
}
