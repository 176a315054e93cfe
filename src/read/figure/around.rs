//! What stands beside a quantity: the thing counted, the whole, "a year", the statistic, somebody's age.

use super::counted::{Counting, chunk};
use super::subject::Subject;
use super::{Quantity, Scan, counted};
use crate::fact::{Dimension, Form, Per, Phrase, Statistic, Unit};
use crate::read::token::stem;

/// The neighbourhood of one quantity.
#[derive(Default)]
pub(super) struct Around {
    pub counted: Phrase,
    /// The counted noun stands before: "an army of 800,000".
    pub counted_before: bool,
    pub whole: Option<f64>,
    pub per: Option<Per>,
    /// The token after all that was read.
    pub past: usize,
}

pub(super) fn around(scan: &Scan<'_>, quantities: &[Quantity], idx: usize, first: usize, unit: &Unit) -> Around {
    let Some(quantity) = quantities.get(idx) else { return Around::default() };
    let tokens = scan.tokens;
    let mut found = Around { past: quantity.last + 1, ..Around::default() };
    if !scan.english || quantity.number.form == Form::Score {
        return found;
    }
    per(scan, &mut found);
    let mut at = found.past;
    // "+" and "-plus" are hedges, "-strong" and "-long" say nothing that the number does not.
    if tokens.mark(at) == Some('+') {
        at += 1;
    }
    if scan.is_glued_dash(at) {
        let word = tokens.word(at + 1);
        if matches!(word, "strong" | "plus" | "odd" | "long" | "old" | "ish" | "high" | "tall" | "deep" | "wide") {
            at += 2;
        } else if tokens.is_word(at + 1) {
            // "a 12-member panel" counts members.
            found.counted = counted::phrase(scan, at + 1, at + 1);
            found.past = at + 2;
            return found;
        }
    }
    let money = matches!(unit.dimension, Dimension::Money(_));
    let linked = match tokens.word(at) {
        "of" => true,
        "in" | "for" | "on" => money,
        "worth" if tokens.word(at + 1) == "of" => {
            at += 1;
            true
        }
        _ => false,
    };
    if linked {
        at += 1;
    }
    // "half the members": a share needs no "of".
    at = skip_determiners(scan, at, linked || quantity.number.form == Form::Share);
    // "two 17-year-old pupils": an age describes what is counted.
    if let Some(next) = quantities.get(idx + 1).filter(|it| it.first == at && !linked)
        && next.measure.is_some_and(|it| scan.is_glued_dash(it.first.wrapping_sub(1)))
    {
        at = if scan.is_glued_dash(next.last + 1) { next.last + 3 } else { next.last + 1 };
    }
    // "14 of the 20 pumps": the second number is the whole, and what it counts is counted here too.
    let mut count = match unit.dimension {
        Dimension::Count if quantity.number.hi > 1.0 => Counting::Many,
        Dimension::Count | Dimension::Rank => Counting::One,
        _ => Counting::Mass,
    };
    if linked
        && let Some(whole) = quantities.get(idx + 1).filter(|it| it.first == at && it.number.form == Form::Number)
        && whole.measure.is_none()
        && unit.dimension == Dimension::Count
    {
        found.whole = Some(whole.number.lo);
        at = whole.last + 1;
        count = Counting::Many;
    }
    let moved = scan.lexicon.stages.moves_after.contains_key(tokens.word(at)) && !linked;
    // "$5 in the quarter" is a time, not what the money is for.
    let timed = |head: usize| money && linked && scan.lexicon.dates.spans.contains_key(tokens.word(head));
    if !moved && let Some(chunk) = chunk(scan, at, count).filter(|it| !timed(it.head)) {
        found.past = chunk.past;
        found.counted = chunk.phrase;
        per(scan, &mut found);
        return found;
    }
    before(scan, first, unit, &mut found);
    found
}

/// "all its other", before a noun.
fn skip_determiners(scan: &Scan<'_>, mut at: usize, linked: bool) -> usize {
    loop {
        let word = scan.tokens.word(at);
        let more = matches!(
            word,
            "more" | "other" | "others" | "additional" | "further" | "such" | "own" | "same" | "different"
        );
        let determiner = matches!(
            word,
            "the"
                | "a"
                | "an"
                | "all"
                | "its"
                | "their"
                | "his"
                | "her"
                | "our"
                | "my"
                | "your"
                | "these"
                | "those"
                | "this"
                | "that"
                | "every"
        );
        if !(more || determiner && linked) {
            return at;
        }
        at += 1;
    }
}

/// "an army *of* 800,000", "a death toll of 12".
fn before(scan: &Scan<'_>, first: usize, unit: &Unit, found: &mut Around) {
    let tokens = scan.tokens;
    let Some(of) = first.checked_sub(1).filter(|it| tokens.word(*it) == "of") else { return };
    let Some(head) = of.checked_sub(1).filter(|it| tokens.is_word(*it)) else { return };
    let word = tokens.word(head);
    let lexicon = scan.lexicon;
    let empty = lexicon.nouns.counters.contains(word)
        || lexicon.words.function_words.contains(word)
        || lexicon.stages.moves.contains_key(word)
        || lexicon.numbers.statistics.contains_key(word)
        || !lexicon.stages.before.at("of").is_empty()
            && matches!(
                word,
                "target"
                    | "goal"
                    | "aim"
                    | "ambition"
                    | "objective"
                    | "forecast"
                    | "prediction"
                    | "estimate"
                    | "record"
            );
    if empty || unit.dimension == Dimension::Rank {
        return;
    }
    let mut start = head;
    while start > 0
        && tokens.is_word(start - 1)
        && !lexicon.words.function_words.contains(tokens.word(start - 1))
        && !lexicon.nouns.verbs.contains(tokens.word(start - 1))
        && !lexicon.nouns.enders.contains(tokens.word(start - 1))
        && !tokens.word(start - 1).ends_with("ed")
        && head - start < 3
    {
        start -= 1;
    }
    found.counted = counted::phrase(scan, start, head);
    found.counted_before = true;
}

/// "a year", "per 1,000 people", "annually", "/kg", from where reading has come to.
fn per(scan: &Scan<'_>, found: &mut Around) {
    if found.per.is_some() {
        return;
    }
    let (tokens, units) = (scan.tokens, &scan.lexicon.units);
    let at = found.past;
    let word = tokens.word(at);
    if let Some(noun) = units.per_adverbs.get(word) {
        found.per = Some(Per { stem: stem(noun), word: noun.clone(), count: 1.0 });
        found.past = at + 1;
        return;
    }
    let slash = word == "/" && tokens.is_word(at + 1);
    if !slash && !units.per_words.contains(word) {
        return;
    }
    let (count, noun) = match super::number::number(scan, at + 1).filter(|_| word == "per") {
        Some(number) => (number.lo, number.last + 1),
        None => (1.0, at + 1),
    };
    // "per 100,000 live births": births.
    let noun = match chunk(scan, noun, Counting::Many).filter(|_| word == "per" && count != 1.0) {
        Some(chunk) => chunk.head,
        None => noun,
    };
    let named = scan.lexicon.nouns.singular(tokens.word(noun));
    // "12 each year" and "12 a year" need a noun of the list; "12 a cappella groups" have none.
    let fits = word == "per"
        || units.per_nouns.contains(&named)
        || (slash && !units.words.at(&named).is_empty())
        || slash && units.symbols.contains_key(tokens.raw(noun));
    if fits && tokens.is_word(noun) {
        found.per = Some(Per { stem: stem(&named), word: named, count });
        found.past = noun + 1;
    }
}

/// The tokens of a number that only says per how many: "4 per *1,000* people".
pub(super) fn is_basis(scan: &Scan<'_>, first: usize) -> bool {
    let before = |n: usize| first.checked_sub(n).map_or("", |it| scan.tokens.word(it));
    before(1) == "per" || (before(1) == "every" && (before(2) == "for" || before(2) == "in" || before(2) == "of"))
}

/// An age, and how far its words go.
pub(super) struct Age {
    pub first: usize,
    pub last: usize,
}

/// "34-year-old", "34 years old", "aged 34", "Rosa Vik, 34,".
pub(super) fn age(scan: &Scan<'_>, quantity: &Quantity, unit: &Unit) -> Option<Age> {
    let tokens = scan.tokens;
    let (first, last) = (quantity.first, quantity.last);
    let years = unit.name == "year";
    if !(years || quantity.measure.is_none()) || !(0.0..=125.0).contains(&quantity.number.lo) || !scan.english {
        return None;
    }
    if !matches!(quantity.number.form, Form::Number | Form::Range) {
        return None;
    }
    if years || unit.name == "month" {
        let at = if scan.is_glued_dash(last + 1) { last + 2 } else { last + 1 };
        if matches!(tokens.word(at), "old" | "olds") {
            return Some(Age { first, last: at });
        }
    }
    let before = |n: usize| first.checked_sub(n).map_or("", |it| tokens.word(it));
    if before(1) == "aged" || (before(1) == "age" && !matches!(before(2), "of" | "stone" | "bronze")) {
        return Some(Age { first: first - 1, last });
    }
    if before(1) == "of" && before(2) == "age" {
        return Some(Age { first: first - 2, last });
    }
    let number = &quantity.number;
    // "a son of five", "a man of 80": nothing that is counted follows.
    let ends = tokens.mark(last + 1).is_some() || tokens.word(last + 1) == "and" || !tokens.is_word(last + 1);
    let person = before(1) == "of" && scan.lexicon.nouns.of_age.contains(before(2));
    if person && ends && quantity.measure.is_none() && number.is_single() && number.lo.fract() == 0.0 {
        return Some(Age { first, last });
    }
    let comma = first.checked_sub(1).filter(|it| tokens.mark(*it) == Some(','))?;
    let name = comma.checked_sub(1)?;
    let named = tokens.is_word(name)
        && tokens.get(name).is_some_and(|it| it.capital)
        && (scan.ends_name(name) || !scan.is_taken(name))
        && !scan.lexicon.words.function_words.contains(tokens.word(name));
    let closed = matches!(tokens.mark(last + 1), Some(',' | '.' | ';'));
    let reads = named
        && closed
        && quantity.measure.is_none()
        && number.digits
        && number.is_single()
        && number.lo >= 1.0
        && number.lo.fract() == 0.0;
    reads.then_some(Age { first, last })
}

/// Mean, median, total or peak, from the words right before the number, in the subject, or after the noun.
pub(super) fn statistic(scan: &Scan<'_>, first: usize, counted: &Phrase, subject: &Subject) -> Option<Statistic> {
    if !scan.english {
        return None;
    }
    let tokens = scan.tokens;
    let statistics = &scan.lexicon.numbers.statistics;
    let near = (1..=4)
        .map_while(|n| first.checked_sub(n))
        .take_while(|it| tokens.is_word(*it))
        .find_map(|it| statistics.get(tokens.word(it)));
    let inside = || {
        counted.span.and_then(|span| {
            let from = tokens.at(span.start);
            (from..tokens.at(span.end)).find_map(|it| statistics.get(tokens.word(it)))
        })
    };
    let about = || subject.tokens.clone().find_map(|it| statistics.get(tokens.word(it)));
    let tail = || {
        let from = tokens.at(counted.span.map_or(0, |it| it.end)).max(first);
        (from..from + 5).find_map(|it| {
            let word = if tokens.matches(it, "on average").is_some() {
                "average"
            } else if tokens.matches(it, "in total").is_some() {
                "total"
            } else {
                ""
            };
            statistics.get(word)
        })
    };
    match near.or_else(inside).or_else(about).or_else(tail)?.as_str() {
        "mean" => Some(Statistic::Mean),
        "median" => Some(Statistic::Median),
        "total" => Some(Statistic::Total),
        "peak" => Some(Statistic::Peak),
        "low" => Some(Statistic::Low),
        _ => None,
    }
}
