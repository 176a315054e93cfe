//! Numbers that name instead of counting: Article 5, Boeing 747, G7, 9/11, COVID-19, telephone numbers, "no one".

use super::number::number;
use super::unit::is_numeral;
use super::{Quantity, Scan};
use crate::fact::Form;

/// A label with its number, or a phrase with a number in it, from a token on. Returns the token after it.
pub(super) fn label(scan: &Scan<'_>, idx: usize) -> Option<usize> {
    let tokens = scan.tokens;
    if tokens.is_number(idx) {
        return code(scan, idx);
    }
    if !tokens.is_word(idx) {
        return None;
    }
    let traps = &scan.lexicon.numbers.traps;
    let word = tokens.word(idx);
    let phrase = traps.phrases.at(word).iter().find_map(|(phrase, ())| tokens.matches(idx, phrase));
    if phrase.is_some() {
        return phrase.filter(|_| scan.english);
    }
    if !traps.labels.contains(word) && !traps.models.contains(word) {
        return None;
    }
    let mut at = idx + 1;
    // "No. 5", "p. 12".
    if tokens.mark(at) == Some('.') && tokens.is_glued(at) {
        at += 1;
    }
    if !is_bare(scan, at, tokens.get(idx).is_some_and(|it| it.capital)) {
        return None;
    }
    // "in part 300 homes", "the area 40 hectares" measure something after all.
    let counts = scan.lexicon.nouns.is_plural(tokens.word(at + 1)) && !traps.models.contains(word);
    if counts && tokens.get(idx).is_some_and(|it| !it.capital) {
        return None;
    }
    let mut past = at + 1;
    while (matches!(tokens.word(past), "and" | "or" | "to") || matches!(tokens.mark(past), Some(',' | '-' | '–' | '&')))
        && word.ends_with('s')
        && is_bare(scan, past + 1, false)
    {
        past += 2;
    }
    Some(past)
}

/// A numeral or a capitalised number word with neither unit nor magnitude.
fn is_bare(scan: &Scan<'_>, at: usize, capital: bool) -> bool {
    let tokens = scan.tokens;
    let worded = capital
        && tokens.get(at).is_some_and(|it| it.capital)
        && scan.lexicon.numbers.cardinals.contains_key(tokens.word(at));
    if !worded && (!tokens.is_number(at) || tokens.raw(at).contains(',')) {
        return false;
    }
    match number(scan, at) {
        Some(number) => super::unit::measured(scan, number.clone()).measure.is_none() && number.magnitude == 1.0,
        None => true,
    }
}

/// Digits that are no number ("0800 555", "2.0.1") take the digits after them along.
fn code(scan: &Scan<'_>, idx: usize) -> Option<usize> {
    if is_numeral(scan, idx) {
        return None;
    }
    let tokens = scan.tokens;
    let mut past = idx + 1;
    let telephone = tokens.raw(idx).starts_with('0');
    while telephone && (tokens.is_number(past) || (scan.is_glued_dash(past) && tokens.is_number(past + 1))) {
        past += 1;
    }
    Some(past)
}

/// Whether a quantity is none after all; gives the last token of what is passed over.
pub(super) fn not_a_figure(scan: &Scan<'_>, quantity: &Quantity) -> Option<usize> {
    let number = &quantity.number;
    if number.digits {
        if let Some(last) = in_code(scan, quantity).or_else(|| listed(scan, quantity)).or_else(|| named(scan, quantity))
        {
            return Some(last);
        }
    } else if is_pronoun(scan, quantity) || is_title(scan, quantity) || is_loose(scan, quantity) {
        return Some(number.last);
    }
    hyphened(scan, quantity).or_else(|| street(scan, quantity))
}

/// Glued to letters, slashes or signs: "G7", "COVID-19", "5G", "24/7", "+44 20 …", "#5".
fn in_code(scan: &Scan<'_>, quantity: &Quantity) -> Option<usize> {
    let tokens = scan.tokens;
    let number = &quantity.number;
    if quantity.first == number.first && number.first > 0 {
        let before = number.first - 1;
        let glued = tokens.is_glued(number.first);
        let lettered = glued && tokens.is_word(before) && tokens.word(before) != "minus";
        let hyphened = scan.is_glued_dash(before) && before > 0 && tokens.is_word(before - 1);
        let signed = matches!(tokens.mark(before), Some('#' | '§' | '№' | '@'))
            || glued && matches!(tokens.mark(before), Some('/' | '.' | '_' | '=' | '&' | ':' | '\\'));
        let dialled = glued && tokens.mark(before) == Some('+') && tokens.is_number(number.last + 1);
        if lettered || hyphened || signed || dialled {
            return Some(chain(scan, number.last, dialled));
        }
    }
    let next = quantity.last + 1;
    if tokens.is_glued(next) && tokens.is_word(next) && quantity.first == number.first {
        return Some(next);
    }
    if tokens.mark(next) == Some('/')
        && tokens.is_glued(next)
        && tokens.is_glued(next + 1)
        && tokens.is_number(next + 1)
    {
        return Some(chain(scan, next + 1, false));
    }
    // "555-0199" and "020-7946-0018"; a range has two parts and no leading zero.
    if scan.is_glued_dash(next) && tokens.is_number(next + 1) && quantity.measure.is_none() {
        let more = scan.is_glued_dash(next + 2) && tokens.is_number(next + 3);
        if more || !is_numeral(scan, next + 1) {
            return Some(chain(scan, next + 1, false));
        }
    }
    // "747-B", "10-K".
    let letter = scan.is_glued_dash(next)
        && tokens.raw(next + 1).len() == 1
        && tokens.get(next + 1).is_some_and(|it| it.capital);
    (letter && quantity.measure.is_none()).then_some(next + 1)
}

/// To the end of digits held together by dashes, slashes, stops and colons.
fn chain(scan: &Scan<'_>, from: usize, spaced: bool) -> usize {
    let tokens = scan.tokens;
    let mut last = from;
    loop {
        let mark = matches!(tokens.mark(last + 1), Some('-' | '–' | '/' | '.' | ':'))
            && tokens.is_glued(last + 1)
            && tokens.is_glued(last + 2);
        if mark && tokens.is_number(last + 2) {
            last += 2;
        } else if spaced && tokens.is_number(last + 1) {
            last += 1;
        } else {
            return last;
        }
    }
}

/// "1. First", "2) Second", "(3)", "[4]".
fn listed(scan: &Scan<'_>, quantity: &Quantity) -> Option<usize> {
    let tokens = scan.tokens;
    let number = &quantity.number;
    if quantity.measure.is_some() || number.lo >= 1000.0 || number.lo.fract() != 0.0 || number.first != number.last {
        return None;
    }
    let next = number.last + 1;
    let marker = number.first == 0 && matches!(tokens.mark(next), Some('.' | ')')) && tokens.get(next + 1).is_some();
    let before = number.first.checked_sub(1).and_then(|it| tokens.mark(it));
    let closed = matches!((before, tokens.mark(next)), (Some('('), Some(')')) | (Some('['), Some(']')));
    (marker || closed).then_some(next)
}

/// "Apollo 13", "Studio 54": a capitalised word with a number right after it, and nothing that it could count.
fn named(scan: &Scan<'_>, quantity: &Quantity) -> Option<usize> {
    let tokens = scan.tokens;
    let number = &quantity.number;
    let before = number.first.checked_sub(1)?;
    let bare = quantity.measure.is_none() && number.first == number.last && !tokens.raw(number.first).contains(',');
    let capital = tokens.is_word(before) && tokens.get(before).is_some_and(|it| it.capital);
    // "Yes 23 46": a row of a table, whose label names nothing.
    let row = tokens.is_number(number.last + 1);
    if !bare || !capital || row || quantity.first != number.first || number.form != Form::Number {
        return None;
    }
    let word = tokens.word(before);
    let lexicon = scan.lexicon;
    let begins = before == 0 || tokens.sentence(before - 1) != tokens.sentence(before);
    let grammar = lexicon.words.function_words.contains(word)
        || lexicon.nouns.verbs.contains(word)
        || lexicon.nouns.enders.contains(word)
        || lexicon.numbers.casualties.contains_key(word)
        || lexicon.stages.moves.contains_key(word)
        || !lexicon.hedges.before.at(word).is_empty()
        || (begins && !word.ends_with(char::is_numeric) && word.ends_with("ed"));
    let next = number.last + 1;
    let counts = tokens.is_word(next) && !lexicon.words.function_words.contains(tokens.word(next));
    let scored = scan.is_glued_dash(next);
    (!grammar && !counts && !scored).then_some(number.last)
}

/// "no one", "one of", "one another", "the one": not one of anything.
fn is_pronoun(scan: &Scan<'_>, quantity: &Quantity) -> bool {
    let tokens = scan.tokens;
    let number = &quantity.number;
    if !number.is_bare() || tokens.word(number.first) != "one" || quantity.measure.is_some() {
        return false;
    }
    if scan.is_alone(number.first, number.last) {
        return false;
    }
    let traps = &scan.lexicon.numbers.traps;
    let before = number.first.checked_sub(1).map_or("", |it| tokens.word(it));
    let next = tokens.word(number.last + 1);
    // "one or two" and "one to three" are read as ranges.
    let ranged =
        matches!(next, "to" | "or") && scan.lexicon.numbers.cardinals.contains_key(tokens.word(number.last + 2));
    let counts = tokens.is_word(number.last + 1)
        && !scan.lexicon.words.function_words.contains(next)
        && !traps.one_before.contains(next)
        && (!scan.lexicon.nouns.enders.contains(next) || scan.lexicon.numbers.casualties.contains_key(next));
    traps.one_after.contains(before) || !(counts || ranged || scan.is_last(number.last))
}

/// "Three Mile Island", "the Big Four", "First Deputy Minister": capitals in the middle of a sentence name.
fn is_title(scan: &Scan<'_>, quantity: &Quantity) -> bool {
    let tokens = scan.tokens;
    let first = quantity.number.first;
    let capital = tokens.get(first).is_some_and(|it| it.capital);
    let begins = first == 0 || tokens.sentence(first - 1) != tokens.sentence(first);
    let opened = first.checked_sub(1).and_then(|it| tokens.mark(it)).is_some_and(|it| !matches!(it, '-' | ','));
    let plain = matches!(quantity.number.form, Form::Number | Form::Ordinal);
    let goes_on = tokens.get(quantity.number.last + 1).is_some_and(|it| it.capital);
    capital
        && plain
        && quantity.number.first == quantity.number.last
        && !opened
        && (!begins || (goes_on && quantity.number.form == Form::Ordinal))
}

/// "per million", "million-dollar": a magnitude that nobody multiplied.
fn is_loose(scan: &Scan<'_>, quantity: &Quantity) -> bool {
    let number = &quantity.number;
    number.is_bare()
        && scan.lexicon.numbers.magnitudes.contains_key(scan.tokens.word(number.first))
        && !scan.is_alone(number.first, number.last)
}

/// "two-pronged", "three-way".
fn hyphened(scan: &Scan<'_>, quantity: &Quantity) -> Option<usize> {
    let next = quantity.number.last + 1;
    if quantity.measure.is_some()
        || !scan.is_glued_dash(next)
        || !scan.tokens.is_word(next + 1)
        || quantity.number.form == Form::Ordinal
    {
        return None;
    }
    let word = scan.tokens.word(next + 1);
    let trapped = scan.lexicon.numbers.traps.hyphened.contains(word) || (word.ends_with("ed") && word.len() > 3);
    trapped.then_some(next + 1)
}

/// "12 Harbour Road", "5th Avenue".
fn street(scan: &Scan<'_>, quantity: &Quantity) -> Option<usize> {
    let tokens = scan.tokens;
    let number = &quantity.number;
    if quantity.measure.is_some() || !number.digits || number.first != number.last && number.form != Form::Ordinal {
        return None;
    }
    let mut at = number.last + 1;
    let limit = at + 4;
    while at < limit && tokens.is_word(at) && tokens.get(at).is_some_and(|it| it.capital) {
        if scan.lexicon.numbers.traps.streets.contains(tokens.word(at)) {
            return Some(at);
        }
        at += 1;
    }
    None
}
