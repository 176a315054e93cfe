//! Words of a quotation or of a source, folded for comparing, each with its span in the text it came from.
//!
//! Case, glyphs, dashes, hyphens, diacritics and invisible characters part nothing; "five million" and "5,000,000" are one
//! word; "[sic]" is none. Two keys a word: the spelling as it is, and one for both ends of the Atlantic.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

use crate::rules::lexicon::quotes::Quotes;
use crate::text::Span;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    pub span: Span,
    /// Equal where the two words are spelt alike.
    pub exact: u64,
    /// Equal also for "programme" and "program".
    pub loose: u64,
    /// Where the folded word stands in the buffer.
    folded: (u32, u32),
    /// All its letters are capitals, and there are at least two.
    pub upper: bool,
    pub capital: bool,
    pub number: bool,
    /// Inside brackets of its own: "[Holm] told me", "He (Holm) told me".
    pub aside: bool,
    /// Brackets inside the word: "leave[s]", "[t]he".
    pub patched: bool,
    /// An ellipsis stands before it.
    pub gap: bool,
    /// A comma, semicolon, colon or dash stands before it.
    pub clause: bool,
    /// A sentence ended before it.
    pub sentence: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Words {
    pub all: Vec<Word>,
    folded: String,
    /// An ellipsis after the last word.
    pub trailing_gap: bool,
}

impl Words {
    /// Lower case, typewriter apostrophes, no diacritics; digits for number words.
    pub fn folded(&self, word: &Word) -> &str {
        self.folded.get(word.folded.0 as usize..word.folded.1 as usize).unwrap_or("")
    }
}

/// The words of `text` under a span.
pub fn words(lexicon: &Quotes, text: &str, within: Span) -> Words {
    let mut words = Words::default();
    let mut before = Before { sentence: true, ..Before::default() };
    let mut depth: u32 = 0;
    let slice = within.of(text);
    let mut rest = slice;
    while let Some(first) = rest.chars().next() {
        let at = slice.len() - rest.len();
        let len = word_len(rest);
        if len > 0 {
            let span = Span::new(at, at + len).shifted(within.start);
            push(&mut words, lexicon, span, span.of(text), depth > 0, &mut before);
            rest = rest.get(len..).unwrap_or("");
            continue;
        }
        match first {
            '.' if rest.starts_with("...") || rest.starts_with(". . .") => {
                before.gap = true;
                rest = rest.trim_start_matches(['.', ' ']);
                continue;
            }
            '…' => before.gap = true,
            '.' | '!' | '?' => before.sentence = true,
            ',' | ';' | ':' | '—' | '–' => before.clause = true,
            '%' => {
                let span = Span::new(at, at + 1).shifted(within.start);
                push(&mut words, lexicon, span, "percent", depth > 0, &mut before);
            }
            '&' | '$' | '£' | '€' => {
                let span = Span::new(at, at + first.len_utf8()).shifted(within.start);
                let spoken = match first {
                    '&' => "and",
                    '$' => "dollars",
                    '£' => "pounds",
                    _ => "euros",
                };
                push(&mut words, lexicon, span, spoken, depth > 0, &mut before);
            }
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        rest = rest.get(first.len_utf8()..).unwrap_or("");
    }
    words.trailing_gap = before.gap;
    drop_notes(&mut words);
    merge_numbers(&mut words, lexicon);
    move_signs(&mut words, text);
    words
}

/// What stood between the word before and this one.
#[derive(Default)]
struct Before {
    gap: bool,
    clause: bool,
    sentence: bool,
}

fn push(words: &mut Words, lexicon: &Quotes, span: Span, raw: &str, aside: bool, before: &mut Before) {
    let start = words.folded.len();
    fold(raw, &mut words.folded);
    let folded = words.folded.get(start..).unwrap_or("");
    let exact = xxh3_64(folded.as_bytes());
    let loose = lexicon.spellings.get(folded).map_or(exact, |common| xxh3_64(common.as_bytes()));
    let mut letters = raw.chars().filter(|it| it.is_alphabetic());
    let capital = letters.next().is_some_and(char::is_uppercase);
    // NB: mostly the second letter tells that they are not all capitals.
    let upper = capital && letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_uppercase);
    let word = Word {
        span,
        exact,
        loose,
        folded: (start as u32, words.folded.len() as u32),
        upper,
        capital,
        number: raw.starts_with(|it: char| it.is_ascii_digit()),
        aside,
        patched: raw.contains('['),
        gap: before.gap,
        clause: before.clause,
        sentence: before.sentence,
    };
    words.all.push(word);
    *before = Before::default();
}

/// Letters and digits with apostrophes, separators between digits and brackets inside: "don’t", "1,204.5", "[t]he".
fn word_len(text: &str) -> usize {
    // Most words are letters without accents, and end there.
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(plain).is_none_or(|it| matches!(it, b' ' | b'.' | b',' | b'"') && plain > 0)
        && text.as_bytes().get(plain + 1).is_none_or(|it| !it.is_ascii_digit())
    {
        return plain;
    }
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    let mut last = ' ';
    let mut bracket = None;
    while let Some((at, it)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, it)| *it);
        let inside = match it {
            '\'' | '’' | 'ʼ' => last.is_alphanumeric() && next.is_alphanumeric(),
            ',' | '.' => last.is_ascii_digit() && next.is_ascii_digit(),
            '[' => {
                let patch = patch_len(text.get(at..).unwrap_or(""), last.is_alphanumeric());
                bracket = patch.map(|len| at + len);
                patch.is_some()
            }
            ']' => bracket == Some(at + 1),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => at > 0 && next.is_alphanumeric(),
            _ => it.is_alphanumeric() || is_combining_mark(it),
        };
        if !inside {
            break;
        }
        len = at + it.len_utf8();
        last = it;
    }
    len
}

/// "[t]" before letters and "[s]" after them; "[Holm] told" is an insertion of its own and no part of a word.
fn patch_len(text: &str, after_letter: bool) -> Option<usize> {
    const LONGEST: usize = 12;
    let (at, _) = text.char_indices().take(LONGEST).find(|(_, it)| *it == ']')?;
    let inner = text.get(1..at)?;
    let letters = !inner.is_empty() && inner.chars().all(char::is_alphabetic);
    let before_letter = text.get(at + 1..)?.starts_with(char::is_alphabetic);
    (letters && (after_letter || before_letter)).then_some(at + 1)
}

fn fold(raw: &str, into: &mut String) {
    if raw.is_ascii() {
        let start = into.len();
        into.push_str(raw);
        if raw.contains(['[', ']', ',']) {
            into.truncate(start);
            into.extend(raw.chars().filter(|it| !matches!(it, '[' | ']' | ',')));
        }
        if let Some(folded) = into.get_mut(start..) {
            folded.make_ascii_lowercase();
        }
        return;
    }
    for it in raw.nfkd().flat_map(char::to_lowercase) {
        match it {
            '’' | 'ʼ' => into.push('\''),
            'ø' => into.push('o'),
            'ł' => into.push('l'),
            'đ' => into.push('d'),
            'ı' => into.push('i'),
            'ß' => into.push_str("ss"),
            'æ' => into.push_str("ae"),
            'œ' => into.push_str("oe"),
            '[' | ']' | ',' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            it if is_combining_mark(it) => {}
            it => into.push(it),
        }
    }
}

/// "[sic]" and "[emphasis added]" are notes about the words and none of them.
fn drop_notes(words: &mut Words) {
    let Words { all, folded, .. } = words;
    let is = |word: &Word, wanted: &str| folded.get(word.folded.0 as usize..word.folded.1 as usize) == Some(wanted);
    let emphasis: Vec<bool> = all.iter().map(|it| it.aside && is(it, "emphasis")).collect();
    let mut idx = 0;
    all.retain(|word| {
        let note = word.aside
            && (is(word, "sic")
                || emphasis.get(idx).copied().unwrap_or(false)
                || idx > 0 && emphasis.get(idx - 1).copied().unwrap_or(false));
        idx += 1;
        !note
    });
}

/// "five million", "5 million" and "5,000,000" become one word; "per cent" and "percent" as well.
fn merge_numbers(words: &mut Words, lexicon: &Quotes) {
    let old = std::mem::take(&mut words.all);
    let mut idx = 0;
    while let Some(first) = old.get(idx) {
        let (value, n_words) = number(words, lexicon, old.get(idx..).unwrap_or(&[]));
        let mut word = *first;
        let written = if let Some(value) = value {
            Some(format!("{value}"))
        } else if words.folded(first) == "per" && old.get(idx + 1).is_some_and(|it| words.folded(it) == "cent") {
            Some("percent".to_string())
        } else {
            None
        };
        if let Some(written) = written {
            let last = idx + if value.is_some() { n_words } else { 2 } - 1;
            word.span = word.span.cover(old.get(last).map_or(word.span, |it| it.span));
            let start = words.folded.len() as u32;
            words.folded.push_str(&written);
            word.folded = (start, words.folded.len() as u32);
            word.exact = xxh3_64(written.as_bytes());
            word.loose = word.exact;
            // NB: "one" is a pronoun as often as a number.
            word.number = value.is_some() && !(n_words == 1 && value == Some(1.0));
            idx = last;
        }
        words.all.push(word);
        idx += 1;
    }
}

/// "$5 million" is spoken "five million dollars".
fn move_signs(words: &mut Words, text: &str) {
    for idx in 1..words.all.len() {
        let sign = |word: &Word| matches!(word.span.of(text), "$" | "£" | "€");
        if let Some([one, next]) = words.all.get_mut(idx - 1..=idx)
            && sign(one)
            && next.number
        {
            // What stood before the sign stands before the number; both keep the span of the two.
            (next.gap, next.clause, next.sentence) = (one.gap, one.clause, one.sentence);
            (one.gap, one.clause, one.sentence) = (false, false, false);
            next.span = one.span.cover(next.span);
            one.span = next.span;
            std::mem::swap(one, next);
        }
    }
}

/// The number that begins here, and how many words it takes.
fn number(words: &Words, lexicon: &Quotes, ahead: &[Word]) -> (Option<f64>, usize) {
    let (mut total, mut part, mut last): (f64, f64, f64) = (0.0, 0.0, f64::INFINITY);
    let (mut n_words, mut is_number) = (0, false);
    for (idx, word) in ahead.iter().enumerate().take(12) {
        if idx > 0 && (word.clause || word.sentence || word.gap || word.aside) {
            break;
        }
        let folded = words.folded(word);
        let digits = || {
            folded.parse::<f64>().ok().filter(|it| it.is_finite() && folded.starts_with(|it: char| it.is_ascii_digit()))
        };
        if let Some(value) = lexicon.numbers.get(folded).copied().or_else(digits) {
            // "twenty-five" is one number, "nineteen eighty" and "5 7" are two.
            if is_number && !(last > 10.0 && value < 10.0 && value > 0.0 && last.is_finite()) {
                break;
            }
            part += value;
            let tens = (20.0..=90.0).contains(&value) && value % 10.0 == 0.0 && !word.number;
            last = if tens { value } else { 0.0 };
        } else if let Some(scale) = lexicon.scales.get(folded) {
            if !is_number {
                break;
            }
            if *scale > 100.0 {
                total += part.max(f64::from(part == 0.0)) * scale;
                part = 0.0;
            } else {
                part = part.max(1.0) * scale;
            }
            last = *scale;
        } else if is_number && folded == "and" && last >= 100.0 && last.is_finite() {
            // "a hundred and five": taken only if a number follows.
            if !ahead.get(idx + 1).is_some_and(|it| lexicon.numbers.contains_key(words.folded(it))) {
                break;
            }
            continue;
        } else {
            break;
        }
        is_number = true;
        n_words = idx + 1;
    }
    (is_number.then_some(total + part), n_words)
}

#[cfg(test)]
mod tests;
