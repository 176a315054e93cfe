//! Number words: "two hundred and fifty", "half a million", "a dozen", "two-thirds", "three in ten", "dozens", "doubled".
//!
//! Words are looked up in the `numbers` lexicon; which of them may stand together is decided here.

use super::Scan;
use super::number::{Number, grain_of, numeral, share};
use crate::fact::Form;

/// The expression that begins at a word of the lexicon.
pub(super) fn words(scan: &Scan<'_>, idx: usize) -> Option<Number> {
    let numbers = &scan.lexicon.numbers;
    let word = scan.tokens.word(idx);
    if let Some(number) = ranked_among(scan, idx) {
        return Some(number);
    }
    if let Some(number) = vague(scan, idx).or_else(|| majority(scan, idx)) {
        return Some(number);
    }
    if let Some(times) = numbers.multiples.get(word) {
        return Some(Number::band(idx, idx, numbers.multiple_band(*times), Form::Multiple));
    }
    if word == "twice" {
        let compared = matches!(scan.tokens.word(idx + 1), "as" | "the" | "its" | "their" | "that");
        return (compared || scan.is_last(idx))
            .then(|| Number::band(idx, idx, numbers.multiple_band(2.0), Form::Multiple));
    }
    if let Some(number) = fraction(scan, idx) {
        return Some(number);
    }
    if let Some(number) = cardinal(scan, idx) {
        return Some(finish(scan, number));
    }
    let rank = numbers.ordinals.get(word).copied().map(|rank| (rank, idx)).or_else(|| tens_ordinal(scan, idx));
    if let Some((rank, last)) = rank {
        let last = superlative_after(scan, last).unwrap_or(last);
        return Some(Number { form: Form::Ordinal, ..Number::plain(idx, last, rank, 1.0) });
    }
    if numbers.superlatives.contains(word) {
        return Some(Number { form: Form::Ordinal, ..Number::plain(idx, idx, 1.0, 1.0) });
    }
    None
}

/// What may follow a numeral: magnitudes, "and a half", "in ten", "times", "-fold".
pub(super) fn after_numeral(scan: &Scan<'_>, number: Number) -> Number {
    let number = short_magnitude(scan, number);
    let number = magnitudes(scan, number);
    finish(scan, number)
}

/// "zwei Millionen", "deux milliards": a word is a number in another language only before one of these.
pub(super) fn foreign(scan: &Scan<'_>, idx: usize) -> Option<Number> {
    let value =
        scan.lexicon.numbers.foreign_cardinals.get(scan.tokens.word(idx)).filter(|_| scan.tokens.is_word(idx))?;
    let number = foreign_magnitude(scan, Number::plain(idx, idx, *value, 1.0));
    (number.last > idx).then_some(number)
}

/// "1,2 Mio.", "3,4 milliards", "3 mil millones".
pub(super) fn foreign_magnitude(scan: &Scan<'_>, number: Number) -> Number {
    let tokens = scan.tokens;
    let mut all = number;
    for _ in 0..2 {
        let next = all.last + 1;
        let word = tokens.word(next);
        let Some(magnitude) = scan.lexicon.numbers.foreign_magnitudes.get(word).filter(|_| tokens.is_word(next)) else {
            break;
        };
        // A stop that the word is cut short with.
        let cut = word.len() <= 4 && tokens.mark(next + 1) == Some('.') && tokens.is_glued(next + 1);
        all = Number { last: if cut { next + 1 } else { next }, ..all.times(*magnitude) };
    }
    if all.magnitude == 1.0 { short_magnitude(scan, all) } else { all }
}

/// "4.2bn", "4.2 bn", "$3 m". A lone "m" without a currency is a metre, unless several things follow.
pub(super) fn short_magnitude(scan: &Scan<'_>, number: Number) -> Number {
    let next = number.last + 1;
    let tokens = scan.tokens;
    let Some(magnitude) = scan.lexicon.numbers.short_magnitudes.get(tokens.word(next)) else { return number };
    let glued = tokens.is_glued(next);
    let money = number.first.checked_sub(1).is_some_and(|it| {
        tokens
            .mark(it)
            .is_some_and(|sign| scan.lexicon.units.signs.get(&sign).is_some_and(|_| sign != '%' && sign != '°'))
            || (tokens.is_word(it) && scan.lexicon.units.prefixes.contains_key(tokens.word(it)))
    });
    let fits = match tokens.word(next) {
        "m" => {
            let upper = tokens.raw(next) == "M";
            let plural = glued && scan.lexicon.nouns.is_plural(tokens.word(next + 1)) && !tokens.is_glued(next + 1);
            money || (upper && glued) || plural || currency_word(scan, next + 1)
        }
        "b" | "k" => glued,
        _ => true,
    };
    if fits { Number { last: next, ..number.times(*magnitude) } } else { number }
}

fn currency_word(scan: &Scan<'_>, idx: usize) -> bool {
    let units = &scan.lexicon.units;
    let is_money = |unit: &usize| units.all.get(*unit).is_some_and(|it| it.measures == "money");
    units.symbols.get(scan.tokens.raw(idx)).is_some_and(is_money)
}

/// "2.5 million", "4 hundred thousand".
fn magnitudes(scan: &Scan<'_>, mut number: Number) -> Number {
    loop {
        let next = number.last + if scan.is_glued_dash(number.last + 1) { 2 } else { 1 };
        let Some(magnitude) = scan.lexicon.numbers.magnitudes.get(scan.tokens.word(next)) else { return number };
        number = Number { last: next, ..number.times(*magnitude) };
    }
}

/// Cardinal words from the first to the last that belong together.
fn cardinal(scan: &Scan<'_>, first: usize) -> Option<Number> {
    let tokens = scan.tokens;
    let numbers = &scan.lexicon.numbers;
    let (mut total, mut current, mut last) = (0.0_f64, None::<f64>, None);
    let mut magnitude = 1.0;
    let mut idx = first;
    // "a hundred": the article is a one, and only before a magnitude.
    if matches!(tokens.word(idx), "a" | "an") {
        let of = numbers.magnitudes.contains_key(tokens.word(idx + 1));
        if !of {
            return None;
        }
        current = Some(1.0);
        idx += 1;
    }
    loop {
        let word = tokens.word(idx);
        if let Some(value) = numbers.cardinals.get(word) {
            let fits = match current {
                None => true,
                // "twenty-five", "hundred five"; not "two three".
                Some(it) if it >= 100.0 && it % 100.0 == 0.0 => *value < 100.0,
                Some(it) => (20.0..100.0).contains(&(it % 100.0)) && it % 10.0 == 0.0 && (1.0..10.0).contains(value),
            };
            if !fits {
                break;
            }
            current = Some(current.unwrap_or(0.0) + value);
        } else if let Some(times) = numbers.magnitudes.get(word) {
            if *times <= 100.0 {
                current = Some(current.unwrap_or(1.0) * times);
            } else {
                total += current.unwrap_or(1.0) * times;
                current = None;
            }
            magnitude = f64::max(magnitude, *times);
        } else {
            break;
        }
        last = Some(idx);
        idx += 1;
        // "twenty - five" with spaces is how speech is transcribed.
        let spaced = tokens.mark(idx) == Some('-')
            && current.is_some_and(|it| (20.0..100.0).contains(&(it % 100.0)) && it % 10.0 == 0.0)
            && numbers.cardinals.get(tokens.word(idx + 1)).is_some_and(|it| (1.0..10.0).contains(it));
        if (scan.is_glued_dash(idx) || spaced) && belongs(scan, idx + 1) {
            idx += 1;
        } else if tokens.word(idx) == "and" && current.map_or(total > 0.0, |it| it % 100.0 == 0.0 && it > 0.0) {
            // "two hundred and five", never "two hundred and three thousand others".
            let next = numbers.cardinals.get(tokens.word(idx + 1)).is_some_and(|it| *it > 0.0);
            let after = idx + if scan.is_glued_dash(idx + 2) { 4 } else { 2 };
            if !next || numbers.magnitudes.contains_key(tokens.word(after)) {
                break;
            }
            idx += 1;
        }
    }
    let value = total + current.unwrap_or(0.0);
    let last = last?;
    Some(Number { magnitude, ..Number::plain(first, last, value, grain_of(value)) })
}

fn belongs(scan: &Scan<'_>, idx: usize) -> bool {
    let numbers = &scan.lexicon.numbers;
    let word = scan.tokens.word(idx);
    numbers.cardinals.contains_key(word) || numbers.magnitudes.contains_key(word)
}

/// "twenty-first".
fn tens_ordinal(scan: &Scan<'_>, idx: usize) -> Option<(f64, usize)> {
    let tens = scan.lexicon.numbers.cardinals.get(scan.tokens.word(idx))?;
    let last = idx + if scan.is_glued_dash(idx + 1) { 2 } else { 1 };
    let unit = scan.lexicon.numbers.ordinals.get(scan.tokens.word(last))?;
    (*tens >= 20.0 && *unit < 10.0).then_some((tens + unit, last))
}

/// What may come after a whole number.
fn finish(scan: &Scan<'_>, number: Number) -> Number {
    let number = and_a_half(scan, number);
    if let Some(share) = fraction_after(scan, &number).or_else(|| one_in(scan, &number)) {
        return share;
    }
    if let Some(multiple) = times(scan, &number) {
        return multiple;
    }
    if let Some((rank, last)) = (number.first != number.last || !number.digits)
        .then(|| tens_ordinal(scan, number.last))
        .flatten()
        .filter(|_| number.lo % 10.0 == 0.0 && number.last == number.first)
    {
        return Number { form: Form::Ordinal, ..Number::plain(number.first, last, rank, 1.0) };
    }
    number
}

/// "two and a half", "two-and-a-half million", "a million and a half".
fn and_a_half(scan: &Scan<'_>, number: Number) -> Number {
    let tokens = scan.tokens;
    let mut part = None;
    for (phrase, value) in
        [("and a half", 0.5), ("and one half", 0.5), ("and a quarter", 0.25), ("and three quarters", 0.75)]
    {
        let start = number.last + if scan.is_glued_dash(number.last + 1) { 2 } else { 1 };
        part = part.or_else(|| tokens.matches(start, phrase).map(|past| (value, past - 1)));
    }
    let Some((part, last)) = part.filter(|_| number.lo.fract() == 0.0) else { return number };
    let value = number.lo + part * number.magnitude;
    magnitudes(scan, Number { last, lo: value, hi: value, grain: grain_of(value), ..number })
}

/// "half", "a third", "a quarter of a million", "half a mile".
fn fraction(scan: &Scan<'_>, first: usize) -> Option<Number> {
    let tokens = scan.tokens;
    let article = tokens.word(first) == "a";
    let at = if article { first + 1 } else { first };
    let whole = *scan.lexicon.numbers.fractions.get(tokens.word(at))?;
    let halves = tokens.word(at) == "half";
    if !halves && !article {
        return None;
    }
    if let Some(number) = part_of_magnitude(scan, first, at, 1.0 / whole) {
        return Some(number);
    }
    let reads = if halves { half_reads(scan, first, at) } else { part_reads(scan, first, at) };
    reads.then(|| share(scan, first, at, 1.0, whole))
}

/// "half a million", "half-dozen", "a quarter of a century", "half an hour": the unit comes later.
fn part_of_magnitude(scan: &Scan<'_>, first: usize, at: usize, part: f64) -> Option<Number> {
    let tokens = scan.tokens;
    let mut next = at + 1;
    if scan.is_glued_dash(next) {
        next += 1;
    }
    if tokens.word(next) == "of" {
        next += 1;
    }
    let article = matches!(tokens.word(next), "a" | "an");
    if article {
        next += 1;
        if scan.is_glued_dash(next) {
            next += 1;
        }
    }
    if let Some(magnitude) = scan.lexicon.numbers.magnitudes.get(tokens.word(next)) {
        let value = part * magnitude;
        return Some(Number { magnitude: *magnitude, ..Number::plain(first, next, value, grain_of(value)) });
    }
    let units = scan.lexicon.units.words.at(tokens.word(next));
    let measured = units.iter().any(|(phrase, _)| tokens.matches(next, phrase).is_some());
    // "half the year" is a share; "half an hour" and "a half-century" are lengths of time.
    let whole = article || scan.is_glued_dash(next.wrapping_sub(1)) || tokens.word(at + 1) == tokens.word(next);
    (measured && whole && next > at).then(|| Number::plain(first, next - 1, part, grain_of(part)))
}

fn half_reads(scan: &Scan<'_>, first: usize, at: usize) -> bool {
    let tokens = scan.tokens;
    let next = tokens.word(at + 1);
    if scan.is_glued_dash(at + 1) || scan.is_glued_dash(first.wrapping_sub(1)) {
        return false;
    }
    let before = tokens.word(first.wrapping_sub(1));
    // "the second half of the game" is a time.
    if scan.lexicon.numbers.ordinals.contains_key(before) || matches!(before, "other" | "better" | "top" | "bottom") {
        return false;
    }
    matches!(next, "of" | "the" | "its" | "their" | "his" | "her" | "our" | "all" | "those" | "these" | "that" | "what")
        || matches!(
            before,
            "by" | "than" | "nearly" | "almost" | "about" | "over" | "under" | "around" | "in" | "roughly"
        )
        || scan.is_last(at)
}

/// "a third of voters", "by a quarter"; not "a third strike", "a quarter ago".
fn part_reads(scan: &Scan<'_>, first: usize, at: usize) -> bool {
    let tokens = scan.tokens;
    let next = at + 1;
    if scan.is_glued_dash(next) {
        return false;
    }
    let before = tokens.word(first.wrapping_sub(1));
    let bounded =
        matches!(before, "by" | "than" | "nearly" | "almost" | "about" | "over" | "under" | "around" | "roughly");
    let more =
        matches!(tokens.word(next), "of" | "more" | "less" | "fewer" | "higher" | "lower" | "larger" | "smaller");
    let ends = !tokens.is_word(next) || scan.lexicon.words.function_words.contains(tokens.word(next));
    // "A second later", "in a second": seconds are no parts of anything, and are not in the table of fractions.
    more || bounded && ends || scan.is_last(at) || (ends && tokens.word(at) != "quarter")
}

/// "two-thirds", "three quarters", "one tenth".
fn fraction_after(scan: &Scan<'_>, number: &Number) -> Option<Number> {
    if number.first != number.last || !(1.0..20.0).contains(&number.lo) || number.lo.fract() != 0.0 {
        return None;
    }
    let hyphen = scan.is_glued_dash(number.last + 1);
    let at = number.last + if hyphen { 2 } else { 1 };
    let word = scan.tokens.word(at);
    let whole = *scan.lexicon.numbers.fractions.get(word)?;
    let plural = number.lo > 1.0;
    let fits = plural == word.ends_with('s') || word == "half";
    // "two quarters in a row", "one quarter": of a year, unless a whole is named.
    let quarter = word.starts_with("quarter") && number.lo != 3.0 && scan.tokens.word(at + 1) != "of" && !hyphen;
    if !fits || quarter || number.lo >= whole || (number.digits && !hyphen && !plural) {
        return None;
    }
    if let Some(found) = part_of_magnitude(scan, number.first, at, number.lo / whole) {
        return Some(found);
    }
    Some(share(scan, number.first, at, number.lo, whole))
}

/// "three in ten", "8 out of 10", "one in every 500"; not "12 in 10 days".
fn one_in(scan: &Scan<'_>, number: &Number) -> Option<Number> {
    let tokens = scan.tokens;
    if number.first != number.last || number.lo.fract() != 0.0 || number.lo < 1.0 {
        return None;
    }
    let at = number.last + if scan.is_glued_dash(number.last + 1) { 2 } else { 1 };
    let past = tokens
        .matches(at, "out of every")
        .or_else(|| tokens.matches(at, "out of"))
        .or_else(|| tokens.matches(at, "in every"))
        .or_else(|| tokens.matches(at, "in"))?;
    let past = if scan.is_glued_dash(past) { past + 1 } else { past };
    if scan.is_taken(past) {
        return None;
    }
    let (whole, last) = if tokens.is_number(past) {
        let whole = numeral(tokens.raw(past), false)?.0;
        let whole = Number { digits: true, ..Number::plain(past, past, whole, 1.0) };
        let whole = magnitudes(scan, whole);
        (whole.lo, whole.last)
    } else {
        let whole = cardinal(scan, past)?;
        (whole.lo, whole.last)
    };
    let next = tokens.word(last + 1);
    let measured = !scan.lexicon.units.words.at(next).is_empty() || tokens.mark(last + 1) == Some('%');
    if whole <= number.lo || whole < 3.0 || measured || (1900.0..2100.0).contains(&whole) {
        return None;
    }
    Some(Number { whole: Some(whole), ..share(scan, number.first, last, number.lo, whole) })
}

/// "three times as high", "tenfold", "10-fold"; "three times" alone counts occasions.
fn times(scan: &Scan<'_>, number: &Number) -> Option<Number> {
    let tokens = scan.tokens;
    let next = number.last + if scan.is_glued_dash(number.last + 1) { 2 } else { 1 };
    let compared = matches!(
        tokens.word(next + 1),
        "as" | "more"
            | "higher"
            | "larger"
            | "greater"
            | "bigger"
            | "faster"
            | "the"
            | "its"
            | "their"
            | "that"
            | "less"
            | "likelier"
            | "lower"
            | "what"
            | "longer"
    );
    let reads = match tokens.word(next) {
        "times" => compared || scan.is_last(next),
        "fold" => true,
        _ => false,
    };
    reads.then(|| Number::band(number.first, next, scan.lexicon.numbers.multiple_band(number.lo), Form::Multiple))
}

/// "dozens", "a few", "tens of thousands", "several hundred".
fn vague(scan: &Scan<'_>, first: usize) -> Option<Number> {
    let tokens = scan.tokens;
    let lexicon = scan.lexicon;
    for (phrase, [lo, hi]) in lexicon.numbers.vague.at(tokens.word(first)) {
        let Some(past) = tokens.matches(first, phrase) else { continue };
        let counted = |idx: usize| tokens.is_word(idx) && !lexicon.words.function_words.contains(tokens.word(idx));
        let alone = scan.is_last(past - 1);
        if let Some(times) = lexicon.numbers.magnitudes.get(tokens.word(past)).filter(|_| *lo < 20.0) {
            return Some(Number::band(first, past, (lo * times, hi * times + times - 1.0), Form::Vague));
        }
        // "scores 3 goals" is a verb; "a couple" may be two people who live together.
        let fits = match phrase.as_str() {
            "scores" | "a couple" | "a handful" | "couple of" => {
                tokens.word(past) == "of" || alone && (phrase != "scores" || scan.is_alone(first, past - 1))
            }
            "several" | "a few" => counted(past) || tokens.word(past) == "of" || alone || tokens.word(past) == "more",
            _ => true,
        };
        return fits.then(|| Number::band(first, past - 1, (*lo, *hi), Form::Vague));
    }
    None
}

/// "most voters", "the vast majority of homes"; not "the most important", "most of all".
fn majority(scan: &Scan<'_>, first: usize) -> Option<Number> {
    let tokens = scan.tokens;
    for (phrase, [lo, hi]) in scan.lexicon.numbers.majorities.at(tokens.word(first)) {
        let Some(past) = tokens.matches(first, phrase) else { continue };
        let last = if phrase.ends_with(" of") { past - 2 } else { past - 1 };
        let before = tokens.word(first.wrapping_sub(1));
        let fits = match phrase.as_str() {
            "most of" => !matches!(before, "the" | "make" | "made" | "making") && tokens.word(past) != "all",
            "most" => {
                let last = scan.is_last(last);
                (last || is_plural_phrase(scan, past))
                    && !matches!(before, "the" | "at" | "of" | "his" | "her" | "its" | "their" | "world's")
            }
            "a majority" | "the majority" => scan.is_alone(first, last),
            _ => true,
        };
        if fits {
            return Some(Number::band(first, last, (*lo, *hi), Form::Share));
        }
    }
    None
}

/// "voters", "union members"; not "important issues", which are the most important ones.
fn is_plural_phrase(scan: &Scan<'_>, idx: usize) -> bool {
    const ADJECTIVES: &[&str] = &["ful", "ous", "ive", "ant", "ent", "ble", "ed", "ing", "ic", "al", "ly", "ar", "ior"];
    let (word, next) = (scan.tokens.word(idx), scan.tokens.word(idx + 1));
    let nouns = &scan.lexicon.nouns;
    nouns.is_plural(word) || (nouns.is_plural(next) && !ADJECTIVES.iter().any(|it| word.ends_with(it)))
}

/// "second-*largest*".
pub(super) fn superlative_after(scan: &Scan<'_>, last: usize) -> Option<usize> {
    let at = last + if scan.is_glued_dash(last + 1) { 2 } else { 1 };
    scan.lexicon.numbers.superlatives.contains(scan.tokens.word(at)).then_some(at)
}

/// "one of the largest": a place among the first ten, and no more is said.
fn ranked_among(scan: &Scan<'_>, first: usize) -> Option<Number> {
    if scan.tokens.word(first) != "one" {
        return None;
    }
    let past =
        ["one of the", "one of its", "one of their", "one of"].iter().find_map(|it| scan.tokens.matches(first, it))?;
    // "one of Norland's largest".
    let past = if scan.tokens.word(past).ends_with("'s") { past + 1 } else { past };
    scan.lexicon.numbers.superlatives.contains(scan.tokens.word(past)).then(|| Number {
        hi: 10.0,
        form: Form::Ordinal,
        ..Number::plain(first, past, 1.0, 1.0)
    })
}
