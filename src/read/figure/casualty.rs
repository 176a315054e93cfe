//! Tolls: "12 killed", "12 people were killed", "killed 12 people" and "a death toll of 12" are one figure.
//!
//! The counted head becomes the class ("killed"), and what was counted ("person") goes with the modifiers; so a toll of
//! killed and one of injured never pass for the same.

use super::around::Around;
use super::{Quantity, Scan};
use crate::fact::{Form, Phrase};
use crate::read::token::stem;

/// The class, where the figure is a toll.
pub(super) fn casualty(scan: &Scan<'_>, quantities: &[Quantity], idx: usize, around: &Around) -> Option<Phrase> {
    let quantity = quantities.get(idx)?;
    let counts = quantity.measure.is_none() && matches!(quantity.number.form, Form::Number | Form::Range | Form::Vague);
    if !counts || !scan.english {
        return None;
    }
    let (class, at) = own(scan, quantity, around)
        .or_else(|| after(scan, around.past))
        .or_else(|| before(scan, quantity))
        .or_else(|| toll(scan, quantity))?;
    let mut modifiers = around.counted.modifiers.clone();
    // "12 deaths": the noun is the class itself; "12 people": what was counted describes it.
    if !is_class(scan, &around.counted) {
        modifiers.extend(around.counted.head_stem);
    }
    modifiers.sort_unstable();
    modifiers.dedup();
    let here = scan.tokens.span(at, at);
    let span = if around.counted_before {
        around.counted.span
    } else {
        Some(around.counted.span.map_or(here, |it| if it.start < here.start { it } else { here }))
    };
    Some(Phrase { head: class.to_string(), head_stem: Some(stem(class)), modifiers, span })
}

fn class<'a>(scan: &Scan<'a>, at: usize) -> Option<&'a str> {
    scan.lexicon.numbers.casualties.get(scan.tokens.word(at)).map(String::as_str)
}

fn is_class(scan: &Scan<'_>, counted: &Phrase) -> bool {
    let words = counted.span.map_or("", |it| it.of(scan.tokens.prose));
    words.rsplit(' ').next().is_some_and(|it| scan.lexicon.numbers.casualties.contains_key(&it.to_lowercase()))
}

/// "12 dead", "12 deaths", "12 more injured".
fn own<'a>(scan: &Scan<'a>, quantity: &Quantity, around: &Around) -> Option<(&'a str, usize)> {
    let mut next = quantity.last + 1;
    while matches!(
        scan.tokens.word(next),
        "more"
            | "others"
            | "other"
            | "were"
            | "are"
            | "was"
            | "had"
            | "have"
            | "been"
            | "feared"
            | "confirmed"
            | "reported"
            | "as"
            | "civilian"
    ) {
        next += 1;
    }
    if let Some(class) = class(scan, next) {
        return Some((class, next));
    }
    let head = around.counted.span.filter(|_| !around.counted_before)?;
    let at = scan.tokens.at(head.end).checked_sub(1)?;
    class(scan, at).map(|class| (class, at))
}

/// "12 people *were killed*", "12 people, three of them children, were killed".
fn after<'a>(scan: &Scan<'a>, past: usize) -> Option<(&'a str, usize)> {
    let tokens = scan.tokens;
    let sentence = tokens.sentence(past);
    let mut at = past;
    let mut left = 12;
    while left > 0 && tokens.get(at).is_some() && tokens.sentence(at) == sentence {
        left -= 1;
        if let Some(class) = class(scan, at) {
            // "12 people visited the killed man's house": only what a verb of being, or nothing, leads to.
            return Some((class, at));
        }
        let word = tokens.word(at);
        let aux = matches!(
            word,
            "were"
                | "was"
                | "had"
                | "have"
                | "has"
                | "are"
                | "is"
                | "been"
                | "be"
                | "being"
                | "have-been"
                | "confirmed"
                | "feared"
                | "reported"
                | "still"
                | "also"
                | "reportedly"
                | "believed"
                | "to"
                | "left"
                | "seriously"
                | "badly"
                | "lightly"
                | "critically"
                | "now"
                | "others"
                | "other"
                | "more"
                | "could"
                | "may"
                | "might"
                | "who"
                | "as"
                | "known"
                | "either"
                | "later"
        );
        if tokens.mark(at) == Some(',')
            && matches!(tokens.word(at + 1), "including" | "most" | "among" | "many" | "some" | "all")
        {
            // The parenthesis ends at the next comma.
            at = (at + 1..at + 14).find(|it| tokens.mark(*it) == Some(','))?;
        } else if !aux {
            return None;
        }
        at += 1;
    }
    None
}

/// "killed 12 people", "killing at least 12", "left 12 people dead" (which `after` reads).
fn before<'a>(scan: &Scan<'a>, quantity: &Quantity) -> Option<(&'a str, usize)> {
    let tokens = scan.tokens;
    let mut at = quantity.first;
    let sentence = tokens.sentence(at);
    for _ in 0..5 {
        at = at.checked_sub(1)?;
        if tokens.sentence(at) != sentence {
            return None;
        }
        if let Some(class) = class(scan, at) {
            let verb = matches!(
                tokens.word(at),
                "killed"
                    | "killing"
                    | "kills"
                    | "kill"
                    | "injured"
                    | "injuring"
                    | "injures"
                    | "wounded"
                    | "wounding"
                    | "wounds"
                    | "displaced"
                    | "displacing"
                    | "arrested"
                    | "arresting"
                    | "detained"
                    | "detaining"
                    | "evacuated"
                    | "evacuating"
                    | "rescued"
                    | "rescuing"
                    | "infected"
                    | "infecting"
                    | "hurt"
                    | "murdered"
            );
            // "12 were injured, 3 of them": the verb of what comes before has ended.
            let passive = at > 0 && matches!(tokens.word(at - 1), "were" | "was" | "been" | "are" | "is" | "being");
            return (verb && !passive).then_some((class, at));
        }
        let word = tokens.word(at);
        let hedge = !scan.lexicon.hedges.before.at(word).is_empty()
            || matches!(
                word,
                "at" | "more"
                    | "as"
                    | "many"
                    | "up"
                    | "an"
                    | "another"
                    | "a"
                    | "total"
                    | "of"
                    | "fewer"
                    | "no"
                    | "further"
                    | "some"
                    | "the"
                    | "least"
                    | "than"
            );
        if !hedge {
            return None;
        }
    }
    None
}

/// "a death toll of 12", "the death toll rose to 12", "deaths rose to 12".
fn toll<'a>(scan: &Scan<'a>, quantity: &Quantity) -> Option<(&'a str, usize)> {
    let tokens = scan.tokens;
    super::stage::clause(scan, quantity.first).take(10).find_map(|at| {
        let word = tokens.word(at);
        let noun =
            matches!(word, "toll" | "deaths" | "fatalities" | "injuries" | "arrests" | "infections" | "detentions");
        let led = matches!(
            tokens.word(quantity.first.wrapping_sub(1)),
            "of" | "at"
                | "to"
                | "is"
                | "was"
                | "reached"
                | "hit"
                | "by"
                | "from"
                | "than"
                | "least"
                | "stood"
                | "about"
                | "nearly"
                | "over"
                | "around"
        );
        (noun && led).then(|| class(scan, at).map(|class| (class, at))).flatten()
    })
}
