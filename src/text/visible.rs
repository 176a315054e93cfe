//! Words that are shown in the midst of ours: nothing in them may act on a terminal, or turn the line around.
//!
//! A draft, a source and the name of a file may hold anything. Only what people read is made visible; what programs read
//! holds the very words.

use std::borrow::Cow;

/// The words with every control character and every mark that changes the direction of what follows in the place of
/// itself: "\u{1b}[2J" is "�[2J". Line ends and tabs stay.
pub fn visible(words: &str) -> Cow<'_, str> {
    if !words.contains(acts) {
        return Cow::Borrowed(words);
    }
    Cow::Owned(words.chars().map(|it| if acts(it) { char::REPLACEMENT_CHARACTER } else { it }).collect())
}

/// NB: marks that only say of themselves which way they run (U+200E, U+200F, U+061C) are part of honest Hebrew and Arabic.
pub fn acts(it: char) -> bool {
    (it.is_control() && !matches!(it, '\n' | '\t')) || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_seen_and_the_rest_stays() {
        assert_eq!(visible("\u{1b}[2Jgone\u{9b}31m\u{7f} \u{202e}evil\u{2069}\r"), "�[2Jgone�31m� �evil��");
        let honest = "two\nlines\tand \u{5d0}\u{200f}, café";
        assert!(matches!(visible(honest), Cow::Borrowed(it) if it == honest));
    }
}
