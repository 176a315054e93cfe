//! Ages from dates of birth, ages that a source gave a while ago, and lengths of time from their end points.
//!
//! "The 34-year-old" of somebody born on 4 May 1990 is held against the day that the sentence is about: the draft's own,
//! the source's, or the day on which the draft was written; an age that one of them allows is right.

use super::compute::{Computed, Shows, shows};
use super::same::Topic;
use crate::check::Ctx;
use crate::check::dates::calendar::{Stretch, years_between};
use crate::check::dates::resolve::{is_of_birth, plain};
use crate::fact::{Candidate, Date, Dimension, FactKind, Figure, Form, Grain, NameKind};
use crate::text::Span;

/// What passed between two dates, and whether it is the same person's or thing's for sure.
pub struct Elapsed {
    pub computed: Computed,
    pub sure: bool,
}

pub fn elapsed(
    ctx: &Ctx<'_>,
    topic: &Topic<'_>,
    draft: &Figure,
    candidate: &Candidate,
    all: &[&Candidate],
) -> Option<Elapsed> {
    if !candidate.english {
        return None;
    }
    let age = age(ctx, topic, draft, candidate, all).or_else(|| standing(ctx, draft, candidate));
    age.or_else(|| lasting(ctx, draft, candidate))
}

/// Whether the figure may be somebody's age: said as one, or a bare number that a person could be old.
fn is_age(figure: &Figure) -> bool {
    let bare = figure.unit.dimension == Dimension::Count && figure.counted.is_empty() && figure.form == Form::Number;
    figure.value.is_single() && (figure.form == Form::Age || bare && (1.0..=120.0).contains(&figure.value.lo))
}

fn years_of(figure: &Figure) -> f64 {
    figure.value.lo / figure.unit.factor
}

/// The draft's sentence names somebody whom the source's sentence names. NB: whoever has an unusual first name is read as
/// one long name; the last word is the surname either way.
fn is_same_person(topic: &Topic<'_>, candidate: &Candidate) -> bool {
    let last = |it: &str| it.rsplit(' ').next().unwrap_or("").to_string();
    let ours: Vec<String> = topic.names.iter().map(|it| last(it)).collect();
    candidate.facts.iter().any(|it| match &it.kind {
        FactKind::Name(name) => name.kind != NameKind::Place && ours.contains(&last(&name.surname)),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => false,
    })
}

fn dates(candidate: &Candidate) -> impl Iterator<Item = (Span, &Date)> {
    candidate.facts.iter().filter_map(|it| match &it.kind {
        FactKind::Date(date) => Some((it.span, date)),
        FactKind::Figure(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
    })
}

fn is_after(prose: &str, span: Span, words: &[&str]) -> bool {
    let before = prose.get(..span.start as usize).unwrap_or("").trim_end();
    words.iter().any(|word| before.strip_suffix(word).is_some_and(|it| it.is_empty() || it.ends_with([' ', '('])))
}

fn age(ctx: &Ctx<'_>, topic: &Topic<'_>, draft: &Figure, candidate: &Candidate, all: &[&Candidate]) -> Option<Elapsed> {
    if !is_age(draft) {
        return None;
    }
    // "then 57", "55 at the time": of a day that only the text around tells.
    let after = ctx.prose().get(draft.number_span.end as usize..).unwrap_or("").trim_start();
    if is_after(ctx.prose(), draft.number_span, &["then"]) || after.starts_with("at the time") {
        return Some(Elapsed { computed: open(), sure: false });
    }
    let (at, birth) =
        dates(candidate).find(|it| is_of_birth(candidate.prose.get(..it.0.start as usize).unwrap_or("")))?;
    let named = is_same_person(topic, candidate);
    // "The 34-year-old won the race": the source's sentence tells whom it is about.
    if !named && (draft.form != Form::Age || !topic.names.is_empty()) {
        return None;
    }
    let from = plain(birth)?;
    let written = ctx.front.date.as_deref().and_then(Stretch::parse);
    let told: Vec<Stretch> = topic.dates.iter().filter_map(|it| plain(it)).collect();
    let of_source = dates(candidate).filter(|it| it.0 != at).filter_map(|it| Some((it.0, plain(it.1)?)));
    let mut of_source: Vec<(String, Stretch)> =
        of_source.map(|(span, day)| (span.of(&candidate.prose).to_string(), day)).collect();
    if of_source.is_empty() {
        of_source.extend(event(topic, candidate, all));
    }
    let mut allowed: Vec<(i32, i32)> = told.iter().map(|it| years_between(from, *it)).collect();
    let mut when = None;
    if told.is_empty() {
        if let [(words, to)] = of_source.as_slice() {
            allowed.push(years_between(from, *to));
            when = Some(words.clone());
        }
        // What is told may lie some time back.
        allowed.extend(written.map(|it| years_between(from, it)).map(|(least, most)| (least - 1, most)));
    }
    allowed.retain(|it| it.1 >= 0);
    let years = years_of(draft);
    let holds = allowed.iter().any(|(least, most)| f64::from(*least) <= years && years <= f64::from(*most));
    let shown = match allowed.first() {
        Some((least, most)) if least == most => most.to_string(),
        Some((least, most)) => format!("{least} or {most}"),
        None => return Some(Elapsed { computed: open(), sure: named }),
    };
    let when = when.map_or(String::new(), |it| format!(" on {it}"));
    let working = format!("born {}, {shown}{when}", at.of(&candidate.prose));
    // An age stands in the source itself: that is compared for itself.
    let stated = candidate.facts.iter().any(|it| matches!(&it.kind, FactKind::Figure(it) if is_age(it)));
    let shows = if holds { Shows::Holds } else { Shows::Differs };
    (holds || !stated).then_some(Elapsed { computed: Computed { shows, working }, sure: named })
}

/// The day that another sentence of the same source gives what the draft tells: "She won the race on 2 May 2024".
fn event(topic: &Topic<'_>, birth: &Candidate, all: &[&Candidate]) -> Option<(String, Stretch)> {
    let shared = |it: &Candidate| topic.stems.iter().filter(|stem| it.stems.binary_search(stem).is_ok()).count();
    let other = |it: &&&Candidate| it.source.path == birth.source.path && it.place != birth.place && it.english;
    let close = all.iter().filter(other).filter(|it| shared(it) >= 2 && shared(it) * 2 >= it.stems.len());
    let mut told = close.flat_map(|it| dates(it).map(move |(span, date)| (span.of(&it.prose).to_string(), date)));
    let (words, date) = told.next().filter(|_| told.next().is_none())?;
    Some((words, plain(date)?))
}

/// "The 57-year-old hall" of one that opened in 1974. Of things there are several, so another number says nothing.
fn standing(ctx: &Ctx<'_>, draft: &Figure, candidate: &Candidate) -> Option<Elapsed> {
    if draft.form != Form::Age || !draft.value.is_single() {
        return None;
    }
    let is_beginning = |span: Span| {
        let before = candidate.prose.get(..span.start as usize).unwrap_or("");
        before.split_whitespace().rev().take(3).any(|it| ctx.rules.lexicon.counted.beginnings.contains(it))
    };
    let (at, date) = dates(candidate).find(|it| is_beginning(it.0))?;
    let written = ctx.front.date.as_deref().or(candidate.source.date.as_deref()).and_then(Stretch::parse)?;
    let from = plain(date)?;
    let (least, most) = years_between(from, written);
    let years = years_of(draft);
    let holds = f64::from(least) <= years && years <= f64::from(most);
    let (from, to) = (from.first.civil().0, written.first.civil().0);
    let working = format!("{}, {from} to {to} is {} years", at.of(&candidate.prose), to - from);
    holds.then_some(Elapsed { computed: Computed { shows: Shows::Holds, working }, sure: false })
}

/// Nothing says of which day the age is.
fn open() -> Computed {
    Computed { shows: Shows::Open, working: String::new() }
}

/// How an age that a source of some time ago gives stands to the draft's; `None` where time has not passed, or cannot be
/// told to have.
pub fn grown(
    ctx: &Ctx<'_>,
    topic: &Topic<'_>,
    draft: &Figure,
    source: &Figure,
    candidate: &Candidate,
) -> Option<Grown> {
    let ages = is_age(draft) && is_age(source) && (draft.form == Form::Age || source.form == Form::Age);
    if !ages || !is_same_person(topic, candidate) || !topic.dates.is_empty() {
        return None;
    }
    let then = candidate.source.date.as_deref().and_then(Stretch::parse)?;
    let now = ctx.front.date.as_deref().and_then(Stretch::parse)?;
    let (least, most) = years_between(then, now);
    // The source's sentence may speak of an earlier day still.
    if least < 1 || dates(candidate).any(|it| it.1.grain != Grain::Time) {
        return None;
    }
    let passed = years_of(draft) - years_of(source);
    if passed == 0.0 {
        return Some(Grown::Stale);
    }
    (f64::from(least) <= passed && passed <= f64::from(most + 1)).then(|| {
        let date = candidate.source.date.clone().unwrap_or_default();
        Grown::Since(format!("{} on {date}", years_of(source)))
    })
}

/// An age, some years later.
pub enum Grown {
    /// The draft still gives it.
    Stale,
    /// The draft gives it with the years that have passed; the working.
    Since(String),
}

/// "for 16 years" from "from 1998 to 2012"; "for a quarter-century" from "since 1998".
fn lasting(ctx: &Ctx<'_>, draft: &Figure, candidate: &Candidate) -> Option<Elapsed> {
    let long = draft.unit.dimension == Dimension::Duration && draft.unit.factor >= YEAR;
    if !long || draft.per.is_some() || draft.change.is_some() || draft.form == Form::Age {
        return None;
    }
    let mut of_years = dates(candidate).filter(|it| it.1.grain == Grain::Year);
    let (span, date) = of_years.next().filter(|_| of_years.next().is_none())?;
    let from = plain(&Date { until: None, ..date.clone() })?;
    let first = from.first.civil().0;
    let (to, end) = match &date.until {
        Some(until) => (plain(until)?, i32::from(until.year?)),
        None if is_after(&candidate.prose, span, &["since", "Since"]) => {
            let written = candidate.source.date.as_deref().or(ctx.front.date.as_deref())?;
            let written = Stretch::parse(written)?;
            (written, written.first.civil().0)
        }
        None => return None,
    };
    let (least, most) = years_between(from, to);
    let values = (least.max(0)..=most + 1).map(|it| f64::from(it) * YEAR);
    let holds = values.map(|it| shows(draft, it, draft)).any(|it| it == Shows::Holds);
    // Another length is only held against the draft's where the draft says that something lasted.
    let before = ctx.prose().get(..draft.number_span.start as usize).unwrap_or("").trim_end();
    let hedge = draft.hedge_span.map_or("", |it| it.of(ctx.prose()));
    let before = before.strip_suffix(hedge).unwrap_or(before).trim_end();
    let lasts = before.ends_with("for") || before.ends_with("For") || before.ends_with("lasted");
    let working = format!("{first} to {end} is {} years", end - first);
    let shows = if holds { Shows::Holds } else { Shows::Differs };
    (holds || lasts).then_some(Elapsed { computed: Computed { shows, working }, sure: false })
}

/// In seconds, as the lexicon of units has it.
const YEAR: f64 = 31_557_600.0;
