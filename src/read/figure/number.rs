//! Numbers by themselves: a numeral or number words to a value and a grain.
//!
//! "2.5 million" and "two and a half million" are one value. What the number is a number of is not known here.

use super::{Scan, word};
use crate::fact::Form;

/// A number expression; tokens are both included.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub first: usize,
    pub last: usize,
    pub lo: f64,
    pub hi: f64,
    pub grain: f64,
    pub form: Form,
    /// "three in *ten*".
    pub whole: Option<f64>,
    /// What "million" multiplied it by; 1 without one.
    pub magnitude: f64,
    /// Begins with a numeral.
    pub digits: bool,
}

impl Number {
    pub fn plain(first: usize, last: usize, value: f64, grain: f64) -> Number {
        Number {
            first,
            last,
            lo: value,
            hi: value,
            grain,
            form: Form::Number,
            whole: None,
            magnitude: 1.0,
            digits: false,
        }
    }

    pub fn band(first: usize, last: usize, (lo, hi): (f64, f64), form: Form) -> Number {
        Number { lo, hi, form, grain: grain_of(lo), ..Number::plain(first, last, lo, 1.0) }
    }

    pub fn is_single(&self) -> bool {
        self.lo == self.hi
    }

    /// A bare numeral or word of one token: what may be a label.
    pub fn is_bare(&self) -> bool {
        self.first == self.last && self.form == Form::Number
    }

    pub fn times(self, magnitude: f64) -> Number {
        Number {
            lo: clean(self.lo * magnitude),
            hi: clean(self.hi * magnitude),
            grain: self.grain * magnitude,
            magnitude: self.magnitude * magnitude,
            ..self
        }
    }
}

/// The number that begins at a token, as long as it goes.
pub(super) fn number(scan: &Scan<'_>, idx: usize) -> Option<Number> {
    let tokens = scan.tokens;
    if tokens.is_number(idx) {
        return numeral_at(scan, idx);
    }
    if !scan.english {
        return word::foreign(scan, idx);
    }
    if !tokens.is_word(idx) || !scan.lexicon.numbers.starters.contains(tokens.word(idx)) {
        return None;
    }
    word::words(scan, idx)
}

fn numeral_at(scan: &Scan<'_>, idx: usize) -> Option<Number> {
    let tokens = scan.tokens;
    let (value, grain) = numeral(tokens.raw(idx), scan.decimal_comma)?;
    let mut number = Number { digits: true, ..Number::plain(idx, idx, value, grain) };
    number = grouped(scan, number);
    // "2½" and "2 1/2" are rare, "2½" less so.
    if tokens.is_number(number.last + 1)
        && tokens.is_glued(number.last + 1)
        && let Some((part, _)) = vulgar(tokens.raw(number.last + 1))
        && number.lo.fract() == 0.0
    {
        number = Number { last: number.last + 1, lo: number.lo + part, hi: number.lo + part, grain: 0.1, ..number };
    }
    if let Some(share) = slashed(scan, &number) {
        return Some(share);
    }
    if !scan.english {
        return Some(word::foreign_magnitude(scan, number));
    }
    if let Some(ordinal) = suffixed(scan, &number) {
        return Some(ordinal);
    }
    Some(word::after_numeral(scan, number))
}

/// "12 500" with spaces that do not break lines; in other languages with any space.
fn grouped(scan: &Scan<'_>, number: Number) -> Number {
    let tokens = scan.tokens;
    let head = tokens.raw(number.first);
    if head.len() > 3 || !head.bytes().all(|it| it.is_ascii_digit()) {
        return number;
    }
    let mut digits = head.to_string();
    let mut last = number.last;
    while let (Some(before), Some(after)) = (tokens.get(last), tokens.get(last + 1)) {
        let gap = tokens.prose.get(before.span.end as usize..after.span.start as usize).unwrap_or("");
        let narrow = matches!(gap, "\u{a0}" | "\u{2009}" | "\u{202f}") || (gap == " " && !scan.english);
        let raw = tokens.raw(last + 1);
        let group = raw.split([',', '.']).next().unwrap_or("");
        if !narrow || !tokens.is_number(last + 1) || group.len() != 3 || !group.bytes().all(|it| it.is_ascii_digit()) {
            break;
        }
        digits.push_str(raw);
        last += 1;
        // A number has an end: what goes on for longer is a column, and is not joined.
        if raw.len() > 3 || digits.len() > 18 {
            break;
        }
    }
    match numeral(&digits, scan.decimal_comma).filter(|_| last > number.last) {
        Some((value, grain)) => Number { last, lo: value, hi: value, grain, ..number },
        None => number,
    }
}

/// "2/3" but not "9/11": a part with a small whole.
fn slashed(scan: &Scan<'_>, number: &Number) -> Option<Number> {
    let tokens = scan.tokens;
    let slash = number.last + 1;
    if tokens.mark(slash) != Some('/') || !tokens.is_glued(slash) || !tokens.is_glued(slash + 1) {
        return None;
    }
    let (whole, _) = numeral(tokens.raw(slash + 1), scan.decimal_comma)?;
    let chained = tokens.mark(slash + 2) == Some('/') || tokens.mark(number.first.wrapping_sub(1)) == Some('/');
    if chained || !matches!(whole as u32, 2..=5 | 8 | 10) || number.lo >= whole || number.lo.fract() != 0.0 {
        return None;
    }
    Some(share(scan, number.first, slash + 1, number.lo, whole))
}

/// "21st", "3rd".
fn suffixed(scan: &Scan<'_>, number: &Number) -> Option<Number> {
    let next = number.last + 1;
    let suffix = matches!(scan.tokens.word(next), "st" | "nd" | "rd" | "th") && scan.tokens.is_glued(next);
    if !suffix || number.lo.fract() != 0.0 {
        return None;
    }
    // "6st" is a weight: an ordinal has the suffix of its last digit.
    let wanted = match (number.lo as u64 % 10, number.lo as u64 % 100) {
        (1, it) if it != 11 => "st",
        (2, it) if it != 12 => "nd",
        (3, it) if it != 13 => "rd",
        _ => "th",
    };
    let last = word::superlative_after(scan, next).unwrap_or(next);
    (scan.tokens.word(next) == wanted).then(|| Number { last, form: Form::Ordinal, ..number.clone() })
}

/// A share of something, as a band of per cents.
pub(super) fn share(scan: &Scan<'_>, first: usize, last: usize, part: f64, whole: f64) -> Number {
    Number::band(first, last, scan.lexicon.numbers.share_band(part, whole), Form::Share)
}

/// "½" and its like.
fn vulgar(raw: &str) -> Option<(f64, f64)> {
    let value = match raw {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅕" => 0.2,
        "⅛" => 0.125,
        _ => return None,
    };
    Some((value, grain_of(value)))
}

/// A numeral as it is written to its value and grain; `None` for what only looks like one ("2.0.1", "²").
pub(super) fn numeral(raw: &str, decimal_comma: bool) -> Option<(f64, f64)> {
    if let Some(vulgar) = vulgar(raw) {
        return Some(vulgar);
    }
    if !raw.bytes().next()?.is_ascii_digit() || raw.len() > 24 {
        return None;
    }
    // A zero before other digits is a code or a telephone number.
    if raw.starts_with('0') && raw.len() > 1 && !raw.starts_with("0.") && !raw.starts_with("0,") {
        return None;
    }
    let plain: String = raw.chars().filter(|it| !matches!(it, '\'' | '’')).collect();
    let point = decimal_point(&plain, decimal_comma)?;
    let (whole, decimals) = match point {
        Some(at) => (plain.get(..at)?, plain.get(at + 1..)?),
        None => (plain.as_str(), ""),
    };
    if decimals.contains(['.', ',']) || !is_grouped(whole) {
        return None;
    }
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let value: f64 = format!("{digits}.{decimals}0").parse().ok()?;
    let all = format!("{digits}{decimals}");
    let zeros = all.len() - all.trim_end_matches('0').len();
    let grain = if value == 0.0 { 1.0 } else { 10_f64.powi(zeros as i32 - decimals.len() as i32) };
    Some((value, grain))
}

/// Where the decimal separator stands. `None` outside: the separators make no number.
fn decimal_point(plain: &str, decimal_comma: bool) -> Option<Option<usize>> {
    let (n_dots, n_commas) = (plain.matches('.').count(), plain.matches(',').count());
    let (dot, comma) = (plain.rfind('.'), plain.rfind(','));
    let tail = |at: Option<usize>| at.map_or(0, |at| plain.len() - at - 1);
    match (n_dots, n_commas) {
        (0, 0) => Some(None),
        // Both: the later one is the decimal separator, and stands once.
        (_, _) if n_dots > 0 && n_commas > 0 => {
            let last = dot.max(comma);
            let n_last = if last == dot { n_dots } else { n_commas };
            (n_last == 1).then_some(last)
        }
        (1, 0) if decimal_comma && tail(dot) == 3 => Some(None),
        (1, 0) => Some(dot),
        (0, 1) if decimal_comma => Some(comma),
        // "1,5" in English is a slip or a list: no number.
        (0, 1) => (tail(comma) == 3).then_some(None),
        _ => Some(None),
    }
}

/// Groups of three, or of two before the last one as in India: "1,234,567", "5,00,000".
fn is_grouped(whole: &str) -> bool {
    let Some(separator) = whole.chars().find(|it| matches!(it, '.' | ',')) else { return true };
    let mut groups: Vec<&str> = whole.split(separator).collect();
    if groups.iter().any(|it| it.is_empty() || !it.bytes().all(|it| it.is_ascii_digit())) {
        return false;
    }
    let (first, last) = (groups.remove(0).len(), groups.pop().map_or(0, str::len));
    last == 3
        && first <= 3
        && (groups.iter().all(|it| it.len() == 3)
            || (separator == ',' && first <= 2 && groups.iter().all(|it| it.len() == 2)))
}

/// The place of the last digit that is not zero; decimals as far as they are likely to have been said.
pub(super) fn grain_of(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 1.0;
    }
    let mut grain = 1.0;
    if value.fract() != 0.0 {
        while grain > 1e-4 && (value / grain - (value / grain).round()).abs() > 1e-6 {
            grain /= 10.0;
        }
        return grain;
    }
    while grain < 1e18 && value % (grain * 10.0) == 0.0 {
        grain *= 10.0;
    }
    grain
}

/// 4.1 times a million without the dust of binary fractions.
pub(super) fn clean(value: f64) -> f64 {
    let rounded = value.round();
    if (value - rounded).abs() < 1e-6 * value.abs().max(1.0) && value.abs() > 100.0 { rounded } else { value }
}
