//! Facts in one line each, for `backread facts` and for tests: `13..15 figure 7 % "7%"`.
//!
//! Only what was read is named: a bare count has neither unit nor hedge in its line.

use std::fmt::Write as _;

use crate::fact::{
    Attribution, Change, ChangeRole, Date, Direction, Fact, FactKind, Figure, Form, Grain, Hedge, Name, Phrase, Quote,
    Stage, Stem, Unit,
};
use crate::text::Span;

/// One line about a fact, without the line's end.
pub fn describe(fact: &Fact, prose: &str) -> String {
    let mut line = format!("{}..{} {}", fact.span.start, fact.span.end, fact.kind.word());
    match &fact.kind {
        FactKind::Figure(it) => figure(&mut line, it, prose),
        FactKind::Date(it) => date(&mut line, it),
        FactKind::Quote(it) => quote(&mut line, it),
        FactKind::Name(it) => name(&mut line, it, prose),
        FactKind::Attribution(it) => attribution(&mut line, it, prose),
    }
    // NB: writing to a string cannot fail; the results below are dropped for that reason.
    let _ = write!(line, " \"{}\"", fact.span.of(prose));
    line
}

/// A value in the unit that was written, without the dust of conversion.
pub fn number(value: f64, unit: &Unit) -> String {
    let factor = if unit.factor == 0.0 { 1.0 } else { unit.factor };
    let written = (value - unit.offset) / factor;
    let rounded = (written * 1e4).round() / 1e4;
    let text = format!("{rounded}");
    if text == "-0" { "0".to_string() } else { text }
}

fn figure(line: &mut String, figure: &Figure, prose: &str) {
    let _ = write!(line, " {}", number(figure.value.lo, &figure.unit));
    if !figure.value.is_single() {
        let _ = write!(line, "..{}", number(figure.value.hi, &figure.unit));
    }
    if !figure.unit.name.is_empty() {
        let _ = write!(line, " {}", figure.unit.name);
    }
    match figure.form {
        Form::Number => {}
        Form::Range => line.push_str(" range"),
        Form::Vague => line.push_str(" vague"),
        Form::Share => line.push_str(" share"),
        Form::Multiple => line.push_str(" multiple"),
        Form::Ordinal => line.push_str(" ordinal"),
        Form::Score => line.push_str(" score"),
        Form::Age => line.push_str(" age"),
    }
    match figure.hedge {
        Hedge::Bare => {}
        Hedge::About => line.push_str(" about"),
        Hedge::UnderNear => line.push_str(" under-near"),
        Hedge::Over => line.push_str(" over"),
        Hedge::OverNear => line.push_str(" over-near"),
        Hedge::Floor => line.push_str(" floor"),
        Hedge::Below => line.push_str(" below"),
        Hedge::Cap => line.push_str(" cap"),
    }
    match figure.stage {
        Stage::Actual => {}
        Stage::Forecast => line.push_str(" forecast"),
        Stage::Planned => line.push_str(" planned"),
        Stage::Target => line.push_str(" target"),
        Stage::Possible => line.push_str(" possible"),
    }
    if let Some(Change { direction, role }) = figure.change {
        line.push_str(match direction {
            Direction::Up => " up-",
            Direction::Down => " down-",
        });
        line.push_str(match role {
            ChangeRole::To => "to",
            ChangeRole::From => "from",
            ChangeRole::By => "by",
        });
    }
    if let Some(statistic) = figure.statistic {
        let _ = write!(line, " {}", format!("{statistic:?}").to_lowercase());
    }
    phrase(line, "counted", &figure.counted, prose);
    phrase(line, "subject", &figure.subject, prose);
    if let Some(whole) = figure.whole {
        let _ = write!(line, " whole={whole}");
    }
    if let Some(per) = &figure.per {
        let _ = write!(line, " per={}", per.word);
        if per.count != 1.0 {
            let _ = write!(line, "*{}", per.count);
        }
    }
    if let Some(superlative) = &figure.superlative {
        let _ = write!(line, " {superlative}");
    }
}

/// The head, and the phrase's words where there are more.
fn phrase(line: &mut String, key: &str, phrase: &Phrase, prose: &str) {
    if phrase.is_empty() {
        return;
    }
    let _ = write!(line, " {key}={}", phrase.head);
    let words = phrase.span.map_or("", |it| it.of(prose));
    let known: Vec<Stem> = phrase.modifiers.clone();
    if !known.is_empty() {
        let _ = write!(line, "({words})");
    }
}

fn date(line: &mut String, date: &Date) {
    let _ = write!(line, " {}", point(date));
    if let Some(until) = &date.until {
        let _ = write!(line, "..{}", point(until));
    }
    let grain = match date.grain {
        Grain::Time => "time",
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
        Grain::Quarter => "quarter",
        Grain::Season => "season",
        Grain::Year => "year",
        Grain::Decade => "decade",
        Grain::Century => "century",
    };
    let _ = write!(line, " {grain}");
    if date.relative {
        line.push_str(" relative");
    }
}

/// "2024-06-12", "--06-12", "Wed", "18:00": what is known, with dashes for what is not.
fn point(date: &Date) -> String {
    let mut text = String::new();
    match date.year {
        Some(year) => text.push_str(&year.to_string()),
        None => text.push('-'),
    }
    if let Some(quarter) = date.quarter {
        let _ = write!(text, "-{}{quarter}", if date.grain == Grain::Season { 'S' } else { 'Q' });
    }
    if date.month.is_some() || date.day.is_some() {
        let _ = write!(text, "-{:02}", date.month.unwrap_or(0));
    }
    if let Some(day) = date.day {
        let _ = write!(text, "-{day:02}");
    }
    if let Some(weekday) = date.weekday {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let _ = write!(text, " {}", names.get(usize::from(weekday).wrapping_sub(1)).unwrap_or(&"?"));
    }
    if let Some(minutes) = date.minutes {
        let _ = write!(text, " {:02}:{:02}", minutes / 60, minutes % 60);
    }
    text
}

fn quote(line: &mut String, quote: &Quote) {
    let _ = write!(line, " {} words={}", format!("{:?}", quote.purpose).to_lowercase(), quote.n_words);
    for (flag, word) in [(quote.continued, "continued"), (quote.open, "open"), (quote.nested, "nested")] {
        if flag {
            let _ = write!(line, " {word}");
        }
    }
    if let Some(attribution) = quote.attribution {
        let _ = write!(line, " attribution={attribution}");
    }
}

fn name(line: &mut String, name: &Name, prose: &str) {
    let _ = write!(line, " {}", format!("{:?}", name.kind).to_lowercase());
    for (key, words) in [("given", name.given.as_str()), ("surname", name.surname.as_str())] {
        if !words.is_empty() {
            let _ = write!(line, " {key}={words}");
        }
    }
    under(line, "title", name.title, prose);
    if let Some(alias) = &name.alias {
        let _ = write!(line, " alias={alias}");
    }
}

fn attribution(line: &mut String, attribution: &Attribution, prose: &str) {
    let speaker = &attribution.speaker;
    let _ = write!(line, " {} rung={}", format!("{:?}", speaker.kind).to_lowercase(), speaker.rung);
    if !speaker.words.is_empty() {
        let _ = write!(line, " speaker=({})", speaker.words);
    }
    if !attribution.verb.is_empty() {
        let _ = write!(line, " verb={}", attribution.verb);
    }
    under(line, "anonymity", attribution.anonymity.acknowledged, prose);
    under(line, "reason", attribution.anonymity.reason, prose);
    if attribution.anonymity.stock {
        line.push_str(" stock");
    }
    under(line, "basis", attribution.basis, prose);
    under(line, "public", attribution.public, prose);
    if attribution.quoted {
        line.push_str(" quoted");
    }
}

fn under(line: &mut String, key: &str, span: Option<Span>, prose: &str) {
    if let Some(span) = span {
        let _ = write!(line, " {key}=({})", span.of(prose));
    }
}

#[cfg(test)]
mod tests;
