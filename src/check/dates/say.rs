//! What is said of a date that sources give otherwise, and how the source's would be written in the draft's own form.

use super::calendar::Stretch;
use super::compare::Differing;
use super::weekday;
use crate::check::Ctx;
use crate::fact::{Candidate, Date, Fact, Grain};
use crate::finding::{Evidence, Fix, Raised, Relation, Safety, Weight};
use crate::rules::lexicon::dates::Dates;
use crate::text::Span;

pub fn raised(
    ctx: &Ctx<'_>,
    fact: &Fact,
    date: &Date,
    differing: &Differing<'_>,
    variant: &'static str,
    support: Option<&Candidate>,
) -> Raised {
    let lexicon = &ctx.rules.lexicon.dates;
    let words = fact.span.of(ctx.prose()).to_string();
    let theirs = differing.span.of(&differing.candidate.prose).to_string();
    let day = match differing.meanings.as_slice() {
        [one] => one.stretch,
        _ => None,
    };
    // "on Monday" says nothing to a reader who has not the source's own date before them.
    let given = match day.filter(|it| it.is_day() && differing.date.relative) {
        Some(day) => format!("{theirs} ({})", written(lexicon, day, date.month.is_some() && !is_day_first(&words))),
        None => theirs.clone(),
    };
    let evidence = evidence(differing.candidate, differing.span, Relation::Conflicts);
    let evidence = [evidence].into_iter().chain(support.map(|it| whole(it, Relation::Supports))).collect();
    let place = differing.candidate.file_and_place();
    if variant == "disputed" {
        let args = vec![("draft", words), ("source", theirs), ("place", place)];
        return Raised {
            rule: "disputed-claim",
            span: fact.span,
            weight: Weight::Full,
            variant: "",
            args,
            evidence,
            fixes: Vec::new(),
        };
    }
    let fixes = match day.and_then(|day| in_the_form_of(lexicon, date, &words, day)) {
        Some(text) if !differing.candidate.source.confidential && variant.is_empty() => {
            let title = format!("write {text} as in {place}");
            vec![Fix { title, safety: Safety::Ask, span: fact.span, text }]
        }
        _ => Vec::new(),
    };
    let args = vec![("date", words), ("given", given), ("place", place)];
    Raised { rule: "conflicting-date", span: fact.span, weight: Weight::Full, variant, args, evidence, fixes }
}

pub fn evidence(candidate: &Candidate, words: Span, relation: Relation) -> Evidence {
    Evidence::at(candidate, relation, words)
}

pub fn whole(candidate: &Candidate, relation: Relation) -> Evidence {
    Evidence::whole(candidate, relation)
}

fn is_day_first(words: &str) -> bool {
    words.starts_with(|it: char| it.is_ascii_digit())
}

fn written(lexicon: &Dates, day: Stretch, month_first: bool) -> String {
    let (year, month, number) = day.first.civil();
    let month = month_name(lexicon, month);
    if month_first { format!("{month} {number}, {year}") } else { format!("{number} {month} {year}") }
}

/// The source's day, written as the draft writes days; `None` where the draft's form is none of the usual ones.
fn in_the_form_of(lexicon: &Dates, date: &Date, words: &str, day: Stretch) -> Option<String> {
    let (year, month, number) = day.first.civil();
    let theirs = (year, month_name(lexicon, month), number);
    if date.grain == Grain::Day && date.until.is_none() && day.is_day() {
        if date.day.is_none() {
            let name = |it: u8| weekday::name(lexicon, it);
            let own = date.weekday.and_then(name)?;
            return (own == words).then(|| name(day.first.weekday())).flatten();
        }
        let ours = (i32::from(date.year.unwrap_or(0)), month_name(lexicon, date.month?), date.day?);
        return FORMS.iter().find(|form| form(&ours) == words).map(|form| form(&theirs));
    }
    let of_year = day.last.0 - day.first.0 > 300;
    if date.grain == Grain::Year && date.until.is_none() && (of_year || day.is_day()) {
        return (date.year?.to_string() == words).then(|| year.to_string());
    }
    None
}

/// Year, month, day of the month.
type Parts = (i32, String, u8);

const FORMS: [fn(&Parts) -> String; 4] = [
    |(year, month, day)| format!("{day} {month} {year}"),
    |(year, month, day)| format!("{month} {day}, {year}"),
    |(_, month, day)| format!("{day} {month}"),
    |(_, month, day)| format!("{month} {day}"),
];

fn month_name(lexicon: &Dates, month: u8) -> String {
    let word = lexicon.months.iter().filter(|(_, number)| **number == month).map(|(word, _)| word.as_str()).min();
    let mut letters = word.unwrap_or("").chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
