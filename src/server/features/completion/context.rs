//! What is being typed before the cursor: a quotation, a number, a name, or nothing of ours.
//!
//! Only what a reader would see counts. It is decided by the characters before the cursor on its own line, not by the facts
//! that were read: half a word is none yet.

use crate::text::{Language, Paragraph, Sort as TextSort, Text, TextSpan};

/// Something that is being typed, from its beginning to the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    pub span: TextSpan,
    pub sort: Sort,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    Number {
        /// Without what groups them.
        digits: String,
        sign: Option<char>,
        /// The words before it on its line.
        before: String,
    },
    Name,
    Quotation,
}

/// A quotation that was begun further back is being written, not looked for.
const LONGEST_QUOTE: usize = 120;

/// So many words a name has.
const NAME_WORDS: usize = 4;

/// What it may be, the likeliest first.
pub fn contexts(text: &Text, offset: u32) -> Vec<Context> {
    let Some((paragraph, head)) = seen(text, offset) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let context =
        |len: usize, sort: Sort| Context { span: TextSpan::new(offset as usize - len, offset as usize), sort };
    if let Some(len) = quotation(text, paragraph, offset, head) {
        found.push(context(len, Sort::Quotation));
    }
    if let Some((len, sort)) = number(head, paragraph.language) {
        found.push(context(len, sort));
    } else {
        found.extend(names(head).into_iter().map(|len| context(len, Sort::Name)));
    }
    found
}

/// The paragraph that is being typed, and its line up to the cursor. The character before the cursor must be prose.
fn seen(text: &Text, offset: u32) -> Option<(&Paragraph, &str)> {
    let head = text.raw.get(..offset as usize)?;
    let last = head.chars().next_back()?;
    let at = TextSpan::new(head.len() - last.len_utf8(), head.len());
    let idx = text.paragraphs.partition_point(|it| it.at.start <= at.start).checked_sub(1)?;
    let paragraph = text.paragraphs.get(idx).filter(|it| it.sort != TextSort::Aside)?;
    paragraph.to_prose(at)?;
    let line = head.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    Some((paragraph, head.get(line..)?))
}

/// Bytes since the mark that opens a quotation.
fn quotation(text: &Text, paragraph: &Paragraph, offset: u32, line: &str) -> Option<usize> {
    let (at, mark) = line.char_indices().rfind(|(_, it)| matches!(it, '"' | '“' | '”' | '„' | '«' | '»'))?;
    let opens = match mark {
        '“' | '„' | '«' => true,
        // What opens and what closes look alike: an odd one opens, and stands before a word.
        '"' => {
            let so_far = text.raw.get(paragraph.at.start as usize..offset as usize).unwrap_or("");
            let before = line.get(..at).and_then(|it| it.chars().next_back());
            let apart = before.is_none_or(|it| it.is_whitespace() || matches!(it, '(' | '[' | '—' | '–' | '-' | ':'));
            so_far.matches('"').count() % 2 == 1 && apart
        }
        _ => false,
    };
    let len = line.len() - at - mark.len_utf8();
    (opens && len <= LONGEST_QUOTE).then_some(len)
}

/// A number that begins after a space or a currency's sign, and is no part of a date, a version or a path.
fn number(line: &str, language: Language) -> Option<(usize, Sort)> {
    let part = |it: &char| it.is_ascii_digit() || matches!(it, ',' | '.' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let len: usize = line.chars().rev().take_while(part).map(char::len_utf8).sum();
    let tail = line.get(line.len() - len..)?;
    let typed = tail.trim_start_matches(|it: char| !it.is_ascii_digit());
    if typed.is_empty() {
        return None;
    }
    let mut before = line.get(..line.len() - typed.len())?;
    let sign = before.chars().next_back().filter(|it| matches!(it, '$' | '£' | '€' | '¥'));
    before = sign.map_or(before, |it| before.strip_suffix(it).unwrap_or(before));
    let apart = |it: char| it.is_whitespace() || matches!(it, '(' | '[' | '"' | '“' | '‘' | '„' | '«' | '—' | '–');
    if !before.chars().next_back().is_none_or(apart) {
        return None;
    }
    let digits = digits(typed, language);
    let len = typed.len() + sign.map_or(0, char::len_utf8);
    Some((len, Sort::Number { digits, sign, before: before.to_string() }))
}

/// Digits as typed, with a decimal point where there is one.
fn digits(typed: &str, language: Language) -> String {
    let point = if language == (Language::Other { decimal_comma: true }) { ',' } else { '.' };
    let mut digits = String::new();
    for it in typed.chars() {
        if it.is_ascii_digit() {
            digits.push(it);
        } else if it == point && !digits.contains('.') {
            digits.push('.');
        }
    }
    digits
}

/// Lengths of what may be a name at the end of a line: several capitalised words, then fewer.
fn names(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut len = 0;
    for n in 0..NAME_WORDS {
        let rest = line.get(..line.len() - len).unwrap_or("");
        let rest = if n == 0 { rest } else { rest.strip_suffix(' ').unwrap_or("") };
        let in_word = |it: &char| it.is_alphanumeric() || matches!(it, '\'' | '’' | '-' | '.');
        let word_len: usize = rest.chars().rev().take_while(in_word).map(char::len_utf8).sum();
        let word = rest.get(rest.len() - word_len..).unwrap_or("");
        // "Vik. Mira": a sentence ends there, unless it is an initial.
        let ends = n > 0 && word.ends_with('.') && word.chars().count() > 2;
        let fits = word.starts_with(char::is_uppercase) && !ends;
        let short = n == 0 && word.chars().filter(|it| it.is_alphabetic()).count() < 2;
        if !fits || short {
            break;
        }
        len += word_len + usize::from(n > 0);
        found.push(len);
    }
    found.reverse();
    found
}
