//! Units around a number: "$4", "4 euros", "75mph", "6ft 2in", "34-year", "-10C", and values in base units.

use super::number::{Number, clean, number, numeral};
use super::{Quantity, Scan};
use crate::fact::{Dimension, Form, Unit, Value};
use crate::rules::lexicon::units::UnitEntry;

/// A unit that was said with a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Index into the lexicon's units.
    pub unit: usize,
    /// Tokens of the sign or word, both included.
    pub first: usize,
    pub last: usize,
    /// "6ft *2in*", in base units.
    pub rest: f64,
    pub rest_grain: Option<f64>,
}

impl Measure {
    fn entry<'a>(&self, scan: &Scan<'a>) -> Option<&'a UnitEntry> {
        scan.lexicon.units.all.get(self.unit)
    }

    /// The fact's unit; takes the value to base units. A difference of two temperatures has no zero to move.
    pub fn unit(&self, scan: &Scan<'_>, value: &mut Value, difference: bool) -> Unit {
        let Some(entry) = self.entry(scan) else { return Unit::count() };
        let offset = if difference { 0.0 } else { entry.offset };
        let base = |it: f64| clean(it * entry.factor + offset + self.rest);
        *value = Value {
            lo: base(value.lo),
            hi: base(value.hi),
            grain: self.rest_grain.unwrap_or(value.grain * entry.factor),
        };
        Unit {
            dimension: dimension(entry),
            name: entry.name.clone(),
            factor: entry.factor,
            offset,
            span: (self.first <= self.last).then(|| scan.tokens.span(self.first, self.last)),
        }
    }

    /// Whether two units are one, so that a range may hold both.
    pub fn is_same(&self, other: &Measure) -> bool {
        self.unit == other.unit
    }

    pub fn measures<'a>(&self, scan: &Scan<'a>) -> &'a str {
        self.entry(scan).map_or("", |it| it.measures.as_str())
    }
}

fn dimension(entry: &UnitEntry) -> Dimension {
    match entry.measures.as_str() {
        "percent" => Dimension::Percent,
        "point" => Dimension::Point,
        "money" => Dimension::Money(entry.name.clone()),
        "length" => Dimension::Length,
        "area" => Dimension::Area,
        "volume" => Dimension::Volume,
        "mass" => Dimension::Mass,
        "duration" => Dimension::Duration,
        "temperature" => Dimension::Temperature,
        "speed" => Dimension::Speed,
        "energy" => Dimension::Energy,
        "power" => Dimension::Power,
        "data" => Dimension::Data,
        other => match other.strip_prefix("money:") {
            Some(code) => Dimension::Money(code.to_string()),
            None => Dimension::Other(other.to_string()),
        },
    }
}

/// A unit of the reader's own making, where none was written.
pub(super) fn plain(dimension: Dimension, name: &str) -> Unit {
    Unit { dimension, name: name.to_string(), factor: 1.0, offset: 0.0, span: None }
}

/// Years without the word: "Rosa, 31,".
pub(super) fn years(scan: &Scan<'_>) -> Measure {
    let unit = scan.lexicon.units.words.at("year").first().map_or(usize::MAX, |(_, unit)| *unit);
    Measure { unit, first: 1, last: 0, rest: 0.0, rest_grain: None }
}

/// The number with the sign before it or the unit after it.
pub(super) fn measured(scan: &Scan<'_>, number: Number) -> Quantity {
    let number = negative(scan, number);
    let bare = Quantity { first: number.first, last: number.last, measure: None, number };
    if matches!(bare.number.form, Form::Ordinal | Form::Share | Form::Multiple) {
        return bare;
    }
    if let Some(measure) = before(scan, &bare.number) {
        return Quantity { first: measure.first, measure: Some(measure), ..bare };
    }
    match after(scan, &bare.number) {
        Some(measure) => rest(scan, Quantity { last: measure.last, measure: Some(measure), ..bare }),
        None => bare,
    }
}

/// "-10C", "minus 10"; not "15-20" or "a 2014 -5".
fn negative(scan: &Scan<'_>, number: Number) -> Number {
    let Some(before) = number.first.checked_sub(1) else { return number };
    let tokens = scan.tokens;
    let sign =
        matches!(tokens.mark(before), Some('-' | '−')) && tokens.is_glued(number.first) && !tokens.is_glued(before);
    let word = tokens.word(before) == "minus" && number.digits;
    if !(sign || word) || number.form != Form::Number || scan.is_taken(before) {
        return number;
    }
    Number { first: before, lo: -number.hi, hi: -number.lo, ..number }
}

/// "$", "US$", "EUR", "Rs".
fn before(scan: &Scan<'_>, number: &Number) -> Option<Measure> {
    let (tokens, units) = (scan.tokens, &scan.lexicon.units);
    let at = number.first.checked_sub(1)?;
    let found = |unit: usize, first: usize| Measure { unit, first, last: at, rest: 0.0, rest_grain: None };
    if let Some(sign) = tokens.mark(at) {
        // "Rs. 500".
        if sign == '.' && at > 0 && tokens.word(at - 1) == "rs" {
            return units.prefixes.get("rs").map(|unit| found(*unit, at - 1));
        }
        let unit = *units.signs.get(&sign)?;
        if units.all.get(unit).is_none_or(|it| it.measures != "money") {
            return None;
        }
        if at > 0 && tokens.is_glued(at) && tokens.is_word(at - 1) {
            let prefix = format!("{}{sign}", tokens.word(at - 1));
            if let Some(unit) = units.prefixes.get(&prefix) {
                return Some(found(*unit, at - 1));
            }
        }
        return Some(found(unit, at));
    }
    // "EUR 5", in capitals only; "Rs 500".
    let raw = tokens.raw(at);
    if raw.len() < 2 || !tokens.is_word(at) || !(raw.bytes().all(|it| it.is_ascii_uppercase()) || raw == "Rs") {
        return None;
    }
    units.prefixes.get(tokens.word(at)).map(|unit| found(*unit, at))
}

/// "%", "km", "-year", "euros"; for loose numbers also "of dollars".
fn after(scan: &Scan<'_>, number: &Number) -> Option<Measure> {
    let (tokens, units) = (scan.tokens, &scan.lexicon.units);
    let mut at = number.last + 1;
    if scan.is_taken(at) {
        return None;
    }
    let hyphened = scan.is_glued_dash(at);
    if hyphened || number.form == Form::Vague && tokens.word(at) == "of" {
        at += 1;
    }
    // "3,4 milliards d’euros", "3 millones de euros".
    if !scan.english && number.magnitude >= 1e6 {
        if let Some(name) = tokens.word(at).strip_prefix("d'")
            && let Some((_, unit)) = units.words.at(name).first().filter(|it| it.0 == name)
        {
            return Some(Measure { unit: *unit, first: at, last: at, rest: 0.0, rest_grain: None });
        }
        at += usize::from(matches!(tokens.word(at), "de" | "di"));
    }
    let found = |unit: usize, last: usize| Measure { unit, first: at, last, rest: 0.0, rest_grain: None };
    let raw = tokens.raw(at);
    for (phrase, unit) in units.words.at(tokens.word(at)) {
        let Some(past) = tokens.matches(at, phrase) else { continue };
        // "12 second-hand cars", "5 second-half goals".
        let compound = phrase == "second" && scan.is_glued_dash(past) && !hyphened;
        if compound {
            continue;
        }
        let unit = if phrase.starts_with("pound") && weighs(scan, number) {
            units.symbols.get("lb").copied().unwrap_or(*unit)
        } else {
            *unit
        };
        return Some(found(unit, past - 1));
    }
    // NB: words first, since "km/h" begins with the symbol "km".
    if let Some(unit) = units.symbols.get(raw) {
        return Some(found(*unit, at));
    }
    if tokens.is_glued(at)
        && let Some(unit) = units.glued.get(raw)
    {
        return Some(found(*unit, at));
    }
    None
}

/// "Pounds" is money unless the sentence weighs something.
fn weighs(scan: &Scan<'_>, number: &Number) -> bool {
    let from = number.first.saturating_sub(12);
    let sentence = scan.tokens.sentence(number.first);
    number.magnitude < 1e6
        && (from..number.last + 8).filter(|it| scan.tokens.sentence(*it) == sentence).any(|it| {
            let word = scan.tokens.word(it);
            word.starts_with("weigh")
                || matches!(
                    word,
                    "heavy" | "heavier" | "lighter" | "lb" | "ounces" | "kg" | "kilograms" | "meat" | "explosives"
                )
        })
}

/// "6ft *2in*", "2 hours *and 30 minutes*": a smaller unit of the same kind follows.
fn rest(scan: &Scan<'_>, quantity: Quantity) -> Quantity {
    let Some(measure) = quantity.measure else { return quantity };
    let Some(entry) = measure.entry(scan) else { return quantity };
    if !matches!(entry.measures.as_str(), "length" | "mass" | "duration") || !quantity.number.is_single() {
        return quantity;
    }
    let and = scan.tokens.word(quantity.last + 1) == "and";
    let at = quantity.last + if and { 2 } else { 1 };
    if scan.is_taken(at) || scan.tokens.mark(at - 1).is_some_and(|it| !matches!(it, '\'' | '"')) {
        return quantity;
    }
    let Some(next) = number(scan, at).filter(|it| it.form == Form::Number) else { return quantity };
    let Some(smaller) = after(scan, &next) else { return quantity };
    let Some(small) = smaller.entry(scan) else { return quantity };
    if small.measures != entry.measures || small.factor >= entry.factor || next.lo * small.factor >= entry.factor {
        return quantity;
    }
    let measure = Measure { rest: next.lo * small.factor, rest_grain: Some(next.grain * small.factor), ..measure };
    Quantity { last: smaller.last, measure: Some(measure), ..quantity }
}

/// Whether the token is a numeral that has the shape of one, whatever it means.
pub(super) fn is_numeral(scan: &Scan<'_>, idx: usize) -> bool {
    scan.tokens.is_number(idx) && numeral(scan.tokens.raw(idx), scan.decimal_comma).is_some()
}
