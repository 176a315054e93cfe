//! `impossible-weekday`: the weekday does not fall on that date.
//!
//! The year is the date's own, or the one that the draft's own date leaves; where another year stands near by, or
//! several days are told at once, nothing is sure and nothing is said.

use super::calendar::{Day, Stretch};
use crate::check::Ctx;
use crate::fact::{Date, Fact, FactKind, Grain};
use crate::finding::{Fix, Raised, Safety, Weight};
use crate::rules::lexicon::dates::Dates;
use crate::text::Span;

pub fn weekday(ctx: &Ctx<'_>, fact: &Fact, date: &Date) -> Option<Raised> {
    let (weekday, month, day) = (date.weekday?, date.month?, date.day?);
    if date.grain != Grain::Day || is_among_several(ctx, fact.span) {
        return None;
    }
    let given = match date.year {
        Some(year) => Day::of(i32::from(year), month, day)?,
        None => inferred(ctx, month, day)?,
    };
    let fits = given.weekday() == weekday || is_old(given) && given.weekday_julian() == weekday;
    if fits || given.civil().0 < NEW_STYLE {
        return None;
    }
    let lexicon = &ctx.rules.lexicon.dates;
    let (wrote, span) = word(ctx.prose(), fact.span, lexicon)?;
    let is = name(lexicon, given.weekday())?;
    let said = name(lexicon, weekday)?;
    let fixes = match wrote {
        Written::Long => {
            let title = format!("write {is}");
            vec![Fix { title, safety: Safety::Ask, span, text: is.clone() }]
        }
        Written::Short => Vec::new(),
    };
    let (whole, at) = (fact.span.of(ctx.prose()), (span.start - fact.span.start) as usize);
    let rest = match at {
        0 => whole.get((span.end - fact.span.start) as usize..).unwrap_or(""),
        // "9 January 2028, a Sunday".
        _ => whole.get(..at).unwrap_or("").trim_end().trim_end_matches(" a"),
    };
    let rest = rest.trim_start_matches("'s").trim_matches(|it: char| it.is_whitespace() || ",.(".contains(it));
    let rest = rest.strip_prefix("the ").or_else(|| rest.strip_prefix("on ")).unwrap_or(rest);
    Some(Raised {
        rule: "impossible-weekday",
        span: fact.span,
        weight: Weight::Full,
        variant: if date.year.is_none() { "inferred" } else { "" },
        args: vec![("said", said), ("date", rest.to_string()), ("weekday", is), ("year", given.civil().0.to_string())],
        evidence: Vec::new(),
        fixes,
    })
}

/// The calendar that weekdays are reckoned by held in most of the West from the next year on.
const NEW_STYLE: i32 = 1753;

/// Some countries still counted the old way.
fn is_old(day: Day) -> bool {
    day.civil().0 <= 1923
}

/// The one year that puts the day within six months of the draft's own date; `None` where the paragraph speaks of
/// another year.
fn inferred(ctx: &Ctx<'_>, month: u8, day: u8) -> Option<Day> {
    let own = Stretch::parse(ctx.front.date.as_deref()?).filter(|it| it.is_day())?.first;
    let year = own.civil().0;
    let near = |it: &Day| (it.0 - own.0).abs() <= HALF_A_YEAR;
    let mut fitting = (year - 1..=year + 1).filter_map(|it| Day::of(it, month, day)).filter(near);
    let found = fitting.next().filter(|_| fitting.next().is_none())?;
    let year = i16::try_from(found.civil().0).ok()?;
    let elsewhere = |it: &Fact| match &it.kind {
        FactKind::Date(date) => date.year.is_some_and(|it| it != year),
        FactKind::Figure(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => false,
    };
    (!ctx.reading.facts.iter().any(elsewhere)).then_some(found)
}

const HALF_A_YEAR: i32 = 182;

/// "Friday to Sunday, June 3-5", "Monday or Tuesday, 4 or 5 May": the weekday need not go with this day.
fn is_among_several(ctx: &Ctx<'_>, span: Span) -> bool {
    let prose = ctx.prose();
    let before = prose.get(..span.start as usize).unwrap_or("");
    let last: Vec<&str> = before.rsplitn(4, ' ').take(3).collect();
    let days = &ctx.rules.lexicon.dates.weekdays;
    let is_day = |it: &&str| days.contains_key(&it.trim_matches(|it: char| !it.is_alphabetic()).to_lowercase());
    let after = prose.get(span.end as usize..).unwrap_or("").trim_start();
    let goes_on = ["-", "–", "—", "/", "to ", "and ", "or ", "through "]
        .iter()
        .any(|it| after.strip_prefix(it).is_some_and(|it| it.trim_start().starts_with(|it: char| it.is_ascii_digit())));
    last.iter().any(is_day) || before.ends_with(['-', '–', '/']) || goes_on
}

enum Written {
    Long,
    /// "Wed", "Tues.".
    Short,
}

/// The weekday's own word at the start of the date.
fn word(prose: &str, span: Span, lexicon: &Dates) -> Option<(Written, Span)> {
    let words = span.of(prose);
    let end = words.find(|it: char| !it.is_alphabetic()).unwrap_or(words.len());
    let word = words.get(..end)?.to_lowercase();
    let closing = words.rfind(|it: char| !it.is_alphabetic()).map_or(0, |it| it + 1);
    if end == 0 && lexicon.weekdays.contains_key(&words.get(closing..)?.to_lowercase()) {
        return Some((Written::Long, Span { start: span.start + closing as u32, end: span.end }));
    }
    let span = Span { start: span.start, end: span.start + end as u32 };
    if lexicon.weekdays.contains_key(&word) {
        return Some((Written::Long, span));
    }
    lexicon.short_weekdays.contains_key(&word).then_some((Written::Short, span))
}

/// "Tuesday" for 2.
pub fn name(lexicon: &Dates, weekday: u8) -> Option<String> {
    let word = lexicon.weekdays.iter().filter(|(_, number)| **number == weekday).map(|(word, _)| word).min()?;
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect())
}
