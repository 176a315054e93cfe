//! Our tokens as the words of a treebank, and back.
//!
//! A treebank takes "don't" and "Holt's" apart and keeps "18:00", "Dr.", "30th" and "..." together; our tokens do the
//! opposite, since figures and names want it so. A [`Word`] says which tokens it stands for: the two halves of "don't"
//! name the same token, "18:00" names three.

use crate::read::token::Tokens;
use crate::text::Span;

/// One word of a sentence as the parser wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Its characters, as they stand in the prose.
    pub text: &'a str,
    pub span: Span,
    /// The first token that it has a part of.
    pub first: u32,
    /// The last one; the same for nearly all words.
    pub last: u32,
}

/// The words of one sentence of a paragraph, by the sentence's number; none for a number that there is not.
/// They are in order, do not overlap, and every token of the sentence is in at least one.
pub fn words<'a>(tokens: &Tokens<'a>, sentence: u32) -> Vec<Word<'a>> {
    let start = tokens.all.partition_point(|it| it.sentence < sentence);
    let end = tokens.all.partition_point(|it| it.sentence <= sentence);
    let mut words = Vec::with_capacity(end - start + 4);
    let mut idx = start;
    while idx < end {
        let last = last_of(tokens, idx, end);
        let span = tokens.span(idx, last);
        let word = Word { text: span.of(tokens.prose), span, first: idx as u32, last: last as u32 };
        if idx == last && tokens.is_word(idx) {
            split(tokens, word, &mut words);
        } else {
            words.push(word);
        }
        idx = last + 1;
    }
    words
}

/// Which word the token is in; of "don't" the first half.
pub fn word_of(words: &[Word<'_>], token: u32) -> Option<usize> {
    let at = words.partition_point(|it| it.last < token);
    words.get(at).filter(|it| it.first <= token).map(|_| at)
}

/// Heads of compounds that treebanks write as one word: "e-mail", "re-elected", "non-fiction", and not "long-term".
const PREFIXES: &[&str] = &[
    "anti", "co", "counter", "de", "e", "ex", "inter", "mid", "multi", "non", "post", "pre", "pro", "re", "semi",
    "sub", "trans", "ultra", "un", "wi",
];

/// What is left of a word after an apostrophe that belongs to a word of its own.
const TAILS: &[&str] = &["s", "m", "re", "ve", "ll", "d"];

/// The last token of the word that begins with a token.
fn last_of(tokens: &Tokens<'_>, idx: usize, end: usize) -> usize {
    let glued = |at: usize| at < end && tokens.is_glued(at);
    let joined = |at: usize, mark: char| tokens.mark(at) == Some(mark) && glued(at) && glued(at + 1);
    if !tokens.is_glued(idx)
        && let Some(last) = address(tokens, idx, end)
    {
        return last;
    }
    if let Some(mark) = tokens.mark(idx) {
        let goes_on = |it: char| it == mark && ".-!?*=_".contains(it) || "!?".contains(it) && "!?".contains(mark);
        let mut last = idx;
        while glued(last + 1) && tokens.mark(last + 1).is_some_and(goes_on) {
            last += 1;
        }
        // "G7's": the number cannot hold the apostrophe as a word does.
        let tail = matches!(mark, '\'' | '’') && tokens.is_glued(idx) && glued(idx + 1);
        return if tail && TAILS.contains(&tokens.word(idx + 1)) { idx + 1 } else { last };
    }
    if tokens.is_number(idx) {
        let mut last = idx;
        while (joined(last + 1, ':') || joined(last + 1, '/')) && tokens.is_number(last + 2) {
            last += 2;
        }
        let ordinal = last == idx && glued(idx + 1) && matches!(tokens.word(idx + 1), "st" | "nd" | "rd" | "th" | "s");
        return if ordinal { idx + 1 } else { last };
    }
    if joined(idx + 1, '-') && tokens.is_word(idx + 2) && PREFIXES.contains(&tokens.word(idx)) {
        return idx + 2;
    }
    if joined(idx + 1, '&') && tokens.is_word(idx + 2) {
        return idx + 2;
    }
    // "G7", "CO2", and not "page4".
    if glued(idx + 1) && tokens.is_number(idx + 1) && !tokens.raw(idx).chars().any(char::is_lowercase) {
        return idx + 1;
    }
    // "Dr. Vik", "J. Holt", "Ostermole Inc., which": a stop inside a sentence belongs to what it shortens.
    let stops = tokens.mark(idx + 1) == Some('.') && glued(idx + 1) && idx + 2 < end;
    if stops && (!tokens.is_glued(idx + 2) || tokens.mark(idx + 2) == Some(',')) {
        return idx + 1;
    }
    idx
}

/// The last token of an address that begins here: "www.ostermole.example", "mira@holt.example", "https://…".
fn address(tokens: &Tokens<'_>, idx: usize, end: usize) -> Option<usize> {
    let mut last = idx;
    // NB: no address is this long, and each of a run's tokens would look at the whole run.
    while last + 1 < end && tokens.is_glued(last + 1) && last - idx < 64 {
        last += 1;
    }
    while last > idx && tokens.mark(last).is_some_and(|it| it != '/') {
        last -= 1;
    }
    let inner = || idx + 1..last;
    let between = |at: usize, mark: char| tokens.mark(at) == Some(mark);
    let web = tokens.word(idx) == "www" && between(idx + 1, '.')
        || inner().any(|at| between(at, ':') && between(at + 1, '/') && between(at + 2, '/'));
    let mail = inner().any(|at| between(at, '@')) && inner().any(|at| between(at, '.'));
    let site = last == idx + 2 && tokens.is_word(idx) && between(idx + 1, '.') && tokens.is_word(last);
    (last > idx && (web || mail || site)).then_some(last)
}

/// Takes "don't", "Holt's", "they'll" and "cannot" apart.
fn split<'a>(tokens: &Tokens<'a>, word: Word<'a>, words: &mut Vec<Word<'a>>) {
    let mut starts = Vec::new();
    let mut rest = word.text;
    while let Some(at) = tail(rest) {
        starts.push(at);
        rest = rest.get(..at).unwrap_or("");
    }
    if let "cannot" | "gonna" | "gotta" | "wanna" = tokens.word(word.first as usize) {
        starts.push(3);
    }
    let mut from = 0;
    starts.reverse();
    starts.push(word.text.len());
    for to in starts {
        let text = word.text.get(from..to).unwrap_or("");
        let start = word.span.start as usize + from;
        words.push(Word { text, span: Span::new(start, start + text.len()), ..word });
        from = to;
    }
}

/// Where the last part of a word begins that is a word of its own.
fn tail(word: &str) -> Option<usize> {
    let (at, apostrophe) = word.char_indices().rfind(|(_, it)| matches!(it, '\'' | '’' | 'ʼ'))?;
    let after = word.get(at + apostrophe.len_utf8()..)?;
    let from = if after.eq_ignore_ascii_case("t") {
        word.get(..at)?.strip_suffix(['n', 'N'])?.len()
    } else {
        TAILS.iter().any(|it| after.eq_ignore_ascii_case(it)).then_some(at)?
    };
    (from > 0).then_some(from)
}
