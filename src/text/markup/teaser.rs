//! Lines that sell another story or the house itself: "Also read: …", "Sign up for our newsletter", "Advertisement".
//!
//! They stand between paragraphs and are not the text's own words. Only whole blocks are judged, by how they begin:
//! "Related companies rose 4%" is a sentence, "Related: companies that rose" is not.

use super::{Piece, Writer};

/// With a colon or a dash after it, or as the whole line.
const BEFORE_COLON: &[&str] = &[
    "also read",
    "also see",
    "also watch",
    "also on",
    "read also",
    "read more",
    "read next",
    "read this",
    "related",
    "related story",
    "related stories",
    "related article",
    "related articles",
    "related content",
    "related coverage",
    "related news",
    "related topics",
    "see also",
    "more on this",
    "more on this story",
    "more from",
    "more stories",
    "recommended",
    "recommended stories",
    "recommended for you",
    "you may also like",
    "you might also like",
    "don't miss",
    "dont miss",
    "must read",
    "most read",
    "trending",
    "trending now",
    "up next",
    "further reading",
    "watch",
    "watch also",
    "watch now",
    "listen",
    "listen now",
    "editor's picks",
    "editors' picks",
    "in other news",
];

/// As the whole line.
const ALONE: &[&str] = &[
    "advertisement",
    "advertisements",
    "ad",
    "sponsored",
    "sponsored content",
    "story continues below",
    "story continues below advertisement",
    "article continues below",
    "article continues below advertisement",
    "article continues after advertisement",
    "continue reading",
    "read the full story",
    "skip advertisement",
    "share this article",
    "share this story",
    "share this",
    "share",
    "comments",
    "leave a comment",
    "subscribe",
    "subscribe now",
    "sign up",
    "newsletter",
    "back to top",
];

/// How it begins, together with one of [`LETTERS`] in the same line.
const CALLS: &[&str] =
    &["sign up ", "subscribe ", "get our ", "get the ", "click here", "follow us ", "join our ", "download our "];

const LETTERS: &[&str] = &[
    "newsletter",
    "inbox",
    "e-mail",
    "email",
    "whatsapp",
    "telegram",
    "facebook",
    "instagram",
    "twitter",
    "our app",
    "alerts",
    "briefing",
    "click here",
    "podcast",
    "channel",
    "unlimited access",
    "for free",
];

/// Longer blocks are prose whatever they begin with.
const LONGEST: usize = 300;

pub(super) fn is_teaser(raw: &str, pieces: &[Piece]) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    if last.at.end - first.at.start > LONGEST as u32 * 4 {
        return false;
    }
    // Nearly all blocks are let go by their first letter, before anything is copied.
    if !may_open(first.at.of(raw)) {
        return false;
    }
    let head = Writer::head(raw, pieces, 64);
    let opens = head.trim_start_matches(|it: char| !it.is_alphanumeric()).to_lowercase().replace('’', "'");
    let colon = opens.find([':', '|', '»', '→', '>']).and_then(|at| opens.get(..at));
    if colon.is_some_and(|it| BEFORE_COLON.contains(&it.trim())) {
        return head_is_short(raw, pieces);
    }
    let whole = opens.trim_matches(|it: char| !it.is_alphanumeric());
    if BEFORE_COLON.contains(&whole) || ALONE.contains(&whole) {
        return true;
    }
    CALLS.iter().any(|it| opens.starts_with(it)) && {
        let whole = Writer::head(raw, pieces, LONGEST + 1).to_lowercase();
        whole.len() <= LONGEST && LETTERS.iter().any(|it| whole.contains(it))
    }
}

fn head_is_short(raw: &str, pieces: &[Piece]) -> bool {
    Writer::head(raw, pieces, LONGEST + 1).len() <= LONGEST
}

/// Whether the words are a teaser's label and nothing else: "Read more".
pub(super) fn is_label(words: &str) -> bool {
    let words = words.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    words.len() < 40 && (BEFORE_COLON.contains(&words.as_str()) || ALONE.contains(&words.as_str()))
}

/// Whether a line begins with a teaser's label and a colon, or is one.
pub(super) fn opens(line: &str) -> bool {
    if !may_open(line) {
        return false;
    }
    match super::clip(line, 40).split_once(':') {
        Some((label, _)) => is_label(label),
        None => is_label(line),
    }
}

fn may_open(words: &str) -> bool {
    let letter = words.bytes().take(8).find(u8::is_ascii_alphabetic).map(|it| it.to_ascii_lowercase());
    letter.is_some_and(|it| b"abcdefgijlmnrstuwy".contains(&it))
}
