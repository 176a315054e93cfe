//! Words, numbers and marks of one paragraph, and its sentences. Everything that reads starts from here.
//!
//! A token is never longer than the smallest thing a reader may want to look at alone: "34-year-old" is five tokens,
//! "75mph" two, "G7" two. [`Token::glued`] tells that no space stood before. Only "U.S.", "p.m.", "don't" and "1,204.5"
//! stay whole, since taking them apart would make sentence ends and numbers of their marks.

use std::cell::RefCell;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

use crate::fact::{Sentence, Stem};
use crate::rules::Rules;
use crate::text::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with apostrophes inside ("don't") or full stops between single letters ("U.S.").
    Word,
    /// Digits with separators between digits: "1,204", "4.25", "18:00" is three tokens.
    Number,
    /// Any other character, one a token.
    Mark(char),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// No space before it.
    pub glued: bool,
    /// The first letter is a capital.
    pub capital: bool,
    /// Of a content word; `None` for function words, numbers and marks.
    pub stem: Option<Stem>,
    pub sentence: u32,
    /// Where the folded word stands in [`Tokens::folded`].
    folded: (u32, u32),
}

/// A paragraph taken apart. Indexing outside is answered with nothing, so readers can look around freely.
pub struct Tokens<'a> {
    pub prose: &'a str,
    pub all: Vec<Token>,
    pub sentences: Vec<Sentence>,
    folded: String,
}

impl<'a> Tokens<'a> {
    pub fn get(&self, idx: usize) -> Option<&Token> {
        self.all.get(idx)
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The token's own characters.
    pub fn raw(&self, idx: usize) -> &'a str {
        self.get(idx).map_or("", |token| token.span.of(self.prose))
    }

    /// Lower case, typewriter apostrophes; for looking words up. Empty outside.
    pub fn word(&self, idx: usize) -> &str {
        self.get(idx).and_then(|token| self.folded.get(token.folded.0 as usize..token.folded.1 as usize)).unwrap_or("")
    }

    pub fn is_word(&self, idx: usize) -> bool {
        self.get(idx).is_some_and(|token| token.kind == TokenKind::Word)
    }

    pub fn is_number(&self, idx: usize) -> bool {
        self.get(idx).is_some_and(|token| token.kind == TokenKind::Number)
    }

    pub fn mark(&self, idx: usize) -> Option<char> {
        match self.get(idx)?.kind {
            TokenKind::Mark(mark) => Some(mark),
            TokenKind::Word | TokenKind::Number => None,
        }
    }

    pub fn is_glued(&self, idx: usize) -> bool {
        self.get(idx).is_some_and(|token| token.glued)
    }

    /// The sentence that a token stands in.
    pub fn sentence(&self, idx: usize) -> u32 {
        self.get(idx).map_or(0, |token| token.sentence)
    }

    /// From the start of one token to the end of another, both included.
    pub fn span(&self, first: usize, last: usize) -> Span {
        match (self.get(first), self.get(last)) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span { start: 0, end: 0 },
        }
    }

    /// The first token that starts at or after a byte of the prose.
    pub fn at(&self, byte: u32) -> usize {
        self.all.partition_point(|token| token.span.start < byte)
    }

    /// Whether the words from `idx` on are those of a phrase, given in lower case and parted by single spaces.
    /// A hyphen between tokens counts as a space. Returns the index after the last token.
    pub fn matches(&self, mut idx: usize, phrase: &str) -> Option<usize> {
        // NB: taken off word by word, since most phrases fail at the first and cutting them all up costs more.
        let mut rest = phrase;
        loop {
            self.get(idx)?;
            rest = rest.strip_prefix(self.word(idx))?;
            idx += 1;
            if rest.is_empty() {
                return Some(idx);
            }
            rest = rest.strip_prefix(' ')?;
            if self.mark(idx) == Some('-') {
                idx += 1;
            }
        }
    }
}

/// Takes a paragraph apart. Linear in its length.
pub fn tokens<'a>(rules: &Rules, prose: &'a str) -> Tokens<'a> {
    let mut tokens = Tokens {
        prose,
        all: Vec::with_capacity(prose.len() / 5),
        sentences: Vec::new(),
        folded: String::with_capacity(prose.len()),
    };
    let mut glued = false;
    let mut rest = prose;
    while let Some(first) = rest.chars().next() {
        let start = prose.len() - rest.len();
        // NB: a tab parts the cells of a row, and nothing is read across it.
        let (len, kind) = if (first.is_whitespace() && first != '\t') || is_invisible(first) {
            glued = is_invisible(first) && glued;
            rest = rest.get(first.len_utf8()..).unwrap_or("");
            continue;
        } else if first.is_numeric() {
            (number_len(rest), TokenKind::Number)
        } else if first.is_alphabetic() {
            (word_len(rest), TokenKind::Word)
        } else {
            (first.len_utf8(), TokenKind::Mark(first))
        };
        let raw = rest.get(..len).unwrap_or(rest);
        rest = rest.get(len..).unwrap_or("");
        let from = tokens.folded.len();
        fold(raw, kind, &mut tokens.folded);
        let folded = tokens.folded.get(from..).unwrap_or("");
        let words = &rules.lexicon.words;
        let says =
            kind == TokenKind::Word && !words.function_words.contains(folded) && !words.figure_words.contains(folded);
        let stem = says.then(|| stem(folded));
        tokens.all.push(Token {
            span: Span::new(start, start + len),
            kind,
            glued,
            capital: first.is_uppercase(),
            stem,
            sentence: 0,
            folded: (from as u32, tokens.folded.len() as u32),
        });
        glued = true;
    }
    sentences(rules, &mut tokens);
    tokens
}

fn fold(raw: &str, kind: TokenKind, folded: &mut String) {
    let from = folded.len();
    if raw.is_ascii() {
        folded.push_str(raw);
        if let Some(word) = folded.get_mut(from..) {
            word.make_ascii_lowercase();
        }
        return;
    }
    for it in raw.chars() {
        match it {
            '’' | 'ʼ' | '‘' if kind == TokenKind::Word => folded.push('\''),
            it if it.is_ascii() => folded.push(it.to_ascii_lowercase()),
            it => folded.extend(it.to_lowercase()),
        }
    }
}

/// The stem of one lower-case word, as an index key.
pub fn stem(word: &str) -> Stem {
    STEMS.with_borrow_mut(|stems| stems.of(word))
}

thread_local! {
    /// NB: a thread's own, so that reading stays a function of its arguments and needs no lock.
    static STEMS: RefCell<Stems> = RefCell::new(Stems::new());
}

/// Stems of the words that were met last. Stemming is the dearest thing done to a word, and texts repeat their words.
struct Stems {
    stemmer: Stemmer,
    /// By the low bits of the word's hash: the whole hash and the stem. A word that hashes there takes the place.
    met: Vec<(u64, Stem)>,
}

impl Stems {
    /// A power of two; 64 KiB a thread.
    const N_PLACES: usize = 4096;

    fn new() -> Stems {
        // A word that hashes to 0 would find this: it is none that is known, and a stem is never proof of equality.
        Stems { stemmer: Stemmer::create(Algorithm::English), met: vec![(0, Stem(0)); Self::N_PLACES] }
    }

    fn of(&mut self, word: &str) -> Stem {
        let hash = xxh3_64(word.as_bytes());
        let place = self.met.get_mut(hash as usize & (Self::N_PLACES - 1));
        match place {
            Some((met, stem)) if *met == hash => *stem,
            Some(place) => {
                *place = (hash, stem_with(&self.stemmer, word));
                place.1
            }
            None => stem_with(&self.stemmer, word),
        }
    }
}

fn stem_with(stemmer: &Stemmer, word: &str) -> Stem {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
    // "U.S." and "US" are one word.
    let plain: std::borrow::Cow<str> = if word.is_ascii() && !word.contains('.') {
        word.into()
    } else {
        word.nfd().filter(|it| !is_combining_mark(*it) && *it != '.').collect::<String>().into()
    };
    let stemmed = stemmer.stem(&plain);
    Stem(xxh3_64(stemmed.as_bytes()) as u32)
}

/// Zero-width characters and the soft hyphen part nothing.
fn is_invisible(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn number_len(text: &str) -> usize {
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, it)) = chars.next() {
        let between_digits =
            matches!(it, ',' | '.' | '’' | '\'') && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(it.is_ascii_digit() || (it.is_numeric() && at == 0) || between_digits) {
            break;
        }
        len = at + it.len_utf8();
        // "½" and other single numerals are numbers of their own.
        if !it.is_ascii_digit() && it.is_numeric() {
            break;
        }
    }
    len
}

fn word_len(text: &str) -> usize {
    if let Some(len) = dotted_len(text) {
        return len;
    }
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, it)) = chars.next() {
        // An apostrophe is part of the word only with a letter on its right: "don't" whole, "workers'" not.
        let apostrophe = matches!(it, '\'' | '’' | 'ʼ') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !(it.is_alphabetic() || is_combining_mark(it) || apostrophe || is_invisible(it)) {
            break;
        }
        len = at + it.len_utf8();
    }
    len
}

/// "U.S.", "p.m.", "J.R.R.": single letters, each with a full stop.
fn dotted_len(text: &str) -> Option<usize> {
    let mut len = 0;
    let mut n_letters = 0;
    let mut chars = text.chars();
    loop {
        let mut ahead = chars.clone();
        match (ahead.next(), ahead.next()) {
            (Some(letter), Some('.')) if letter.is_alphabetic() => {
                len += letter.len_utf8() + 1;
                n_letters += 1;
                chars = ahead;
            }
            (Some(letter), _) if letter.is_alphanumeric() && n_letters < 2 => return None,
            _ => break,
        }
    }
    (n_letters >= 2).then_some(len)
}

/// Cuts after a full stop, question or exclamation mark that ends a sentence, closing marks included.
fn sentences(rules: &Rules, tokens: &mut Tokens<'_>) {
    let mut first = 0;
    let mut idx = 0;
    while idx < tokens.len() {
        if ends_sentence(rules, tokens, idx) {
            let mut last = idx;
            // Closing quotes and brackets go with the sentence they close.
            while tokens.mark(last + 1).is_some_and(|it| is_closing(it) || matches!(it, '.' | '!' | '?' | '…'))
                && tokens.is_glued(last + 1)
            {
                last += 1;
            }
            close_sentence(tokens, first, last);
            first = last + 1;
            idx = last;
        }
        idx += 1;
    }
    if first < tokens.len() {
        let last = tokens.len() - 1;
        close_sentence(tokens, first, last);
    }
}

fn close_sentence(tokens: &mut Tokens<'_>, first: usize, last: usize) {
    let number = tokens.sentences.len() as u32;
    let mut stems = Vec::new();
    for token in tokens.all.get_mut(first..=last).into_iter().flatten() {
        token.sentence = number;
        stems.extend(token.stem);
    }
    stems.sort_unstable();
    stems.dedup();
    let span = tokens.span(first, last);
    tokens.sentences.push(Sentence { span, stems });
}

fn is_closing(it: char) -> bool {
    matches!(it, '"' | '\'' | '’' | '”' | '»' | '›' | ')' | ']' | '」' | '』')
}

fn is_opening(it: char) -> bool {
    matches!(it, '"' | '\'' | '‘' | '“' | '„' | '«' | '‹' | '(' | '[' | '「' | '『')
}

fn ends_sentence(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    let dotted = tokens.is_word(idx) && tokens.raw(idx).ends_with('.');
    let stop = match tokens.mark(idx) {
        Some('.' | '…') => true,
        Some('!' | '?') => false,
        _ if dotted => true,
        _ => return false,
    };
    // Closing marks stand between the stop and what decides: the word after.
    let mut next = idx + 1;
    while tokens.mark(next).is_some_and(|it| is_closing(it) || matches!(it, '.' | '!' | '?' | '…'))
        && tokens.is_glued(next)
    {
        next += 1;
    }
    let closed = next > idx + 1;
    if tokens.get(next).is_none() {
        return true;
    }
    if tokens.is_glued(next) {
        return false;
    }
    let after = if tokens.mark(next).is_some_and(is_opening) { next + 1 } else { next };
    let starts =
        tokens.get(after).is_some_and(|token| token.capital || token.kind == TokenKind::Number) || after > next;
    if !starts {
        // "“Really?” she asked": lower case goes on with the sentence. Other marks, a bullet say, begin a new one.
        return tokens.mark(after).is_some_and(|it| matches!(it, '•' | '–' | '—' | '*')) && !stop;
    }
    if !stop || closed && !dotted {
        return true;
    }
    // A full stop after an abbreviation, an initial or dotted letters ends nothing unless the next word begins sentences.
    let before = idx.saturating_sub(1);
    let abbreviated = tokens.mark(idx) == Some('.')
        && tokens.is_glued(idx)
        && tokens.is_word(before)
        && (rules.lexicon.words.abbreviations.contains(tokens.word(before))
            || (tokens.raw(before).chars().count() == 1
                && tokens.get(before).is_some_and(|it| it.capital)
                && tokens.word(before) != "i"));
    if dotted {
        return begins_sentences(rules, tokens, after);
    }
    if abbreviated {
        // "No. 5", "Dr. Vik" and "J. K. Rowling" go on; "the firm is Acme Inc. The court" ends.
        return begins_sentences(rules, tokens, after)
            && !matches!(tokens.word(before), "mr" | "mrs" | "ms" | "dr" | "prof" | "st" | "no");
    }
    true
}

/// Whether a capitalised word is one that is only capital because a sentence begins: "The", "However", "He".
fn begins_sentences(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    tokens.get(idx).is_some_and(|it| it.capital) && rules.lexicon.words.function_words.contains(tokens.word(idx))
}

#[cfg(test)]
mod tests;
