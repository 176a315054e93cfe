//! Folding for comparison only: case, quotes, dashes, spaces, diacritics. Stored text is never folded.
//!
//! "Zoë’s  ﬁrst" and "zoe's  first" fold alike. The map goes back from folded bytes to the text's own, character by
//! character, since a folded character may be shorter, longer or gone. Runs of white space stay as long as they are.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

/// What is left as it is. Quotations are compared with their case kept, names without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    pub case: bool,
    pub diacritics: bool,
}

/// A folded text and the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    pub text: String,
    /// Sorted by `folded`; bytes before the first and between two count one for one. Empty where nothing moved.
    steps: Vec<Step>,
    /// Bytes of the text that was folded.
    len: u32,
}

/// From `folded` on, the text stands at `original`. A whole step is one character that must not be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    folded: u32,
    original: u32,
    original_end: u32,
    whole: bool,
}

impl Folded {
    /// The bytes of the text that a stretch of the folded text stands for.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.start(folded.start);
        if folded.end <= folded.start {
            return start..start;
        }
        start..self.end(folded.end).max(start)
    }

    fn start(&self, at: usize) -> usize {
        let at = (at as u32).min(self.text.len() as u32);
        match self.step(at) {
            None => at as usize,
            Some(step) if step.whole => step.original as usize,
            Some(step) => (step.original + (at - step.folded)).min(self.len) as usize,
        }
    }

    /// NB: by the last byte inside, so that what was removed after it stays out.
    fn end(&self, at: usize) -> usize {
        let last = (at as u32).min(self.text.len() as u32).saturating_sub(1);
        match self.step(last) {
            None => last as usize + 1,
            Some(step) if step.whole => step.original_end as usize,
            Some(step) => (step.original + (last - step.folded) + 1).min(self.len) as usize,
        }
    }

    fn step(&self, at: u32) -> Option<&Step> {
        let idx = self.steps.partition_point(|it| it.folded <= at);
        self.steps.get(idx.checked_sub(1)?)
    }
}

/// Everything folded.
pub fn fold(text: &str) -> Folded {
    fold_with(text, Keep::default())
}

pub fn fold_with(text: &str, keep: Keep) -> Folded {
    let len = text.len() as u32;
    if text.is_ascii() {
        let folded = if keep.case { text.to_string() } else { text.to_ascii_lowercase() };
        return Folded { text: folded, steps: Vec::new(), len };
    }
    let mut folded = Folded { text: String::with_capacity(text.len()), steps: Vec::new(), len };
    // Whether the next plain byte is where counting one for one would put it.
    let mut moved = false;
    for (at, it) in text.char_indices() {
        let from = folded.text.len();
        if it.is_ascii() {
            if moved {
                folded.steps.push(Step { folded: from as u32, original: at as u32, original_end: 0, whole: false });
                moved = false;
            }
            folded.text.push(if keep.case { it } else { it.to_ascii_lowercase() });
            continue;
        }
        fold_char(it, keep, &mut folded.text);
        moved = true;
        if folded.text.len() > from {
            let (original, original_end) = (at as u32, (at + it.len_utf8()) as u32);
            folded.steps.push(Step { folded: from as u32, original, original_end, whole: true });
        } else if is_combining_mark(it)
            && let Some(last) = folded.steps.last_mut().filter(|it| it.whole && it.original_end == at as u32)
        {
            // An accent that is gone belongs to its letter.
            last.original_end = (at + it.len_utf8()) as u32;
        } else if is_combining_mark(it) && from > 0 {
            let letter = text.get(..at).and_then(|it| it.chars().next_back()).map_or(0, char::len_utf8);
            let (original, original_end) = ((at - letter) as u32, (at + it.len_utf8()) as u32);
            folded.steps.push(Step { folded: from as u32 - 1, original, original_end, whole: true });
        }
    }
    if keep.diacritics {
        compose_all(&mut folded);
    }
    folded
}

/// What one character outside ASCII becomes; nothing where it is invisible.
fn fold_char(it: char, keep: Keep, out: &mut String) {
    if let Some(glyph) = glyph(it) {
        out.push_str(glyph);
        return;
    }
    let from = out.len();
    decompose_compatible(it, |part| {
        if let Some(glyph) = glyph(part) {
            out.push_str(glyph);
        } else if keep.diacritics {
            push_cased(part, keep, out);
        } else if let Some(plain) = undecomposed(part) {
            push_case(plain, keep, out);
        } else if !is_combining_mark(part) {
            push_cased(part, keep, out);
        }
    });
    // "ﬁ" is "fi", but "é" stays one letter where diacritics are kept.
    if keep.diacritics {
        let composed: String = out.get(from..).unwrap_or("").nfc().collect();
        out.truncate(from);
        out.push_str(&composed);
    }
}

/// Marks that differ by font, keyboard and language, and mean one thing; nothing for what is invisible.
fn glyph(it: char) -> Option<&'static str> {
    Some(match it {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | 'ʻ' | '′' | '´' | '‹' | '›' | '＇' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '「' | '」' | '『' | '』' | '＂' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => "-",
        '…' => "...",
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => "",
        _ if !it.is_ascii() && it.is_whitespace() => " ",
        _ => return None,
    })
}

fn push_case(words: &str, keep: Keep, out: &mut String) {
    words.chars().for_each(|it| push_cased(it, keep, out));
}

fn push_cased(it: char, keep: Keep, out: &mut String) {
    if keep.case {
        out.push(it);
    } else {
        // A dot that lower-casing adds ("İ") is a mark like any other.
        out.extend(it.to_lowercase().filter(|it| keep.diacritics || !is_combining_mark(*it)));
    }
}

/// Letters that no decomposition takes apart.
fn undecomposed(it: char) -> Option<&'static str> {
    Some(match it {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "Th",
        'ı' => "i",
        'ħ' => "h",
        'Ħ' => "H",
        'ŧ' => "t",
        'Ŧ' => "T",
        'ŋ' => "n",
        'Ŋ' => "N",
        'ə' => "e",
        'Ə' => "E",
        _ => return None,
    })
}

/// "e" and an accent after it become "é", as they stand in most texts.
fn compose_all(folded: &mut Folded) {
    if !folded.text.chars().any(is_combining_mark) {
        return;
    }
    let before = std::mem::take(&mut folded.text);
    let steps = std::mem::take(&mut folded.steps);
    let old = Folded { text: before, steps, len: folded.len };
    let mut last: Option<char> = None;
    for (at, it) in old.text.char_indices() {
        let original = old.original(at..at + it.len_utf8());
        let (start, end) = (original.start as u32, original.end as u32);
        if is_combining_mark(it)
            && let Some(letter) = last
            && let Some(composed) = compose(letter, it)
        {
            folded.text.pop();
            folded.text.push(composed);
            if let Some(step) = folded.steps.last_mut() {
                step.original_end = end;
            }
            last = Some(composed);
            continue;
        }
        let from = folded.text.len() as u32;
        folded.steps.push(Step { folded: from, original: start, original_end: end, whole: true });
        folded.text.push(it);
        last = Some(it);
    }
}

/// The words on one line, one space between them: for showing, and for names that a line break runs through.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests;
