//! `conflicting-date`: one date of the draft against the dates that sources give for the same event.
//!
//! What any source bears out is no conflict: then the sources disagree, and that is all that is said, unless a record is
//! among those that differ or a later source corrects the others.

use super::calendar::{Day, Stretch};
use super::event::{self, Dated};
use super::resolve::{Agreement, Meaning, Vantage, agreement, meanings};
use super::{say, weekday};
use crate::check::{Ctx, Passage, Statement};
use crate::fact::{Candidate, Date, Fact, FactKind, Grain, SourceKind, SourceRef, Stem, Tense, Trust};
use crate::finding::{Backing, Checked, Evidence, Judged, Relation, Standing, texts};
use crate::rules::lexicon::Lexicon;
use crate::text::Span;

/// A date of a source that is not the draft's, of the same event.
pub struct Differing<'a> {
    pub candidate: &'a Candidate,
    pub span: Span,
    pub date: &'a Date,
    pub meanings: Vec<Meaning>,
    covered: f32,
}

/// What the sources say of one date.
#[derive(Default)]
struct Heard<'a> {
    /// Of the same event.
    bears: Vec<&'a Candidate>,
    differs: Vec<Differing<'a>>,
}

pub fn compare(ctx: &Ctx<'_>, idx: usize, fact: &Fact, date: &Date, acc: &mut Checked) {
    if date.grain == Grain::Time {
        return;
    }
    let (loosely, givers) = given(ctx, idx, fact, date);
    let heard = match ctx.reading.is_quoted(fact.span) {
        true => Heard::default(),
        false => hear(ctx, fact, date),
    };
    let against = heard.differs.iter().take(3);
    let against = against.map(|it| say::evidence(it.candidate, it.span, Relation::Conflicts)).collect();
    let (standing, evidence) = weigh(ctx, fact, date, &loosely, heard, acc);
    let backing = Backing::of(givers.into_iter());
    let mut judged = Judged::new(idx, standing, evidence, backing);
    judged.sources = texts(loosely.iter());
    if standing == Standing::Supported {
        judged.against = against;
    }
    acc.judged.push(judged);
}

fn weigh(
    ctx: &Ctx<'_>,
    fact: &Fact,
    date: &Date,
    given: &[Evidence],
    heard: Heard<'_>,
    acc: &mut Checked,
) -> (Standing, Vec<Evidence>) {
    let best = |a: &&Differing<'_>, b: &&Differing<'_>| a.covered.total_cmp(&b.covered);
    let is_record = |it: &Candidate| it.source.trust == Trust::Record;
    let some = |given: &[Evidence]| given.iter().take(3).cloned().collect::<Vec<_>>();
    // NB: of equals the earliest passage, which is the nearest.
    let Some(nearest) = heard.differs.iter().rev().max_by(best) else {
        return match (given.is_empty(), heard.bears.first()) {
            (true, None) => (Standing::NotJudged, Vec::new()),
            (false, _) => (standing(ctx, given), some(given)),
            (true, Some(it)) => (Standing::Supported, vec![say::whole(it, Relation::Supports)]),
        };
    };
    let mut raise = |differing: &Differing<'_>, variant: &'static str, support: Option<&Candidate>| {
        let raised = say::raised(ctx, fact, date, differing, variant, support);
        let evidence = raised.evidence.clone();
        acc.raised.push(raised);
        evidence
    };
    if given.is_empty() && heard.bears.is_empty() {
        return (Standing::Conflicting, raise(nearest, "", None));
    }
    let record = heard.differs.iter().rev().filter(|it| is_record(it.candidate)).max_by(best);
    if let Some(record) = record.filter(|_| !heard.bears.iter().any(|it| is_record(it))) {
        return (Standing::Conflicting, raise(record, "", None));
    }
    let flat = !ctx.reading.facts_of(fact.sentence).any(|it| matches!(it.kind, FactKind::Attribution(_)));
    let newer = |a: &Candidate, b: &Candidate| matches!((&a.source.date, &b.source.date), (Some(a), Some(b)) if a > b);
    let against = nearest.candidate;
    let corrected = heard.bears.iter().any(|it| newer(it, against));
    // Without a source that bears it out for the same event, the date only stands somewhere near.
    let Some(support) = heard.bears.first().filter(|_| flat && !corrected) else {
        return (Standing::Supported, some(given));
    };
    if heard.bears.iter().all(|it| newer(against, it)) {
        return (Standing::Conflicting, raise(nearest, "later", Some(support)));
    }
    (Standing::Disputed, raise(nearest, "disputed", Some(support)))
}

fn standing(ctx: &Ctx<'_>, given: &[Evidence]) -> Standing {
    let own = |it: &Evidence| {
        let of = |candidates: &Vec<&Candidate>| {
            candidates.iter().any(|candidate| {
                candidate.place == it.place && matches!(candidate.source.kind, SourceKind::Own | SourceKind::Notes)
            })
        };
        ctx.candidates.iter().any(of)
    };
    if given.iter().all(own) { Standing::OwnReporting } else { Standing::Supported }
}

/// Every place whose sentence shares the draft's words and has its date, or a finer one.
fn given<'a>(ctx: &Ctx<'a>, idx: usize, fact: &Fact, date: &Date) -> (Vec<Evidence>, Vec<&'a SourceRef>) {
    let lexicon = &ctx.rules.lexicon;
    let ours = ours(ctx, fact, date, None);
    let stems = ctx.reading.sentences.get(fact.sentence as usize).map_or(&[][..], |it| it.stems.as_slice());
    let (mut found, mut givers) = (Vec::new(), Vec::new());
    for candidate in ctx.candidates(idx).iter().copied().filter(|it| counts(it)) {
        let shared = stems.iter().filter(|it| holds(candidate, **it)).count();
        // A row of a table has few words.
        let needed = if candidate.sentence { 2.min(stems.len()) } else { 1 };
        if shared < needed.max(1) {
            continue;
        }
        let bears = candidate.facts.iter().find(|it| {
            let FactKind::Date(date) = &it.kind else { return false };
            let theirs = theirs(lexicon, candidate, it.span, date, None);
            agreement(&ours, &theirs) == Some(Agreement::Bears)
        });
        givers.extend(bears.map(|_| &candidate.source));
        found.extend(bears.map(|it| say::evidence(candidate, it.span, Relation::Supports)));
    }
    (found, givers)
}

fn holds(candidate: &Candidate, stem: Stem) -> bool {
    candidate.stems.binary_search(&stem).is_ok()
}

/// A lead, or what was withdrawn, supports nothing and conflicts with nothing.
fn counts(candidate: &Candidate) -> bool {
    candidate.source.trust.counts()
}

fn ours(ctx: &Ctx<'_>, fact: &Fact, date: &Date, tense: Option<Tense>) -> Vec<Meaning> {
    let own = ctx.front.date.as_deref().and_then(Stretch::parse);
    meanings(&ctx.rules.lexicon.dates, date, fact.span.of(ctx.prose()), Vantage { own, tense })
}

fn theirs(lexicon: &Lexicon, candidate: &Candidate, span: Span, date: &Date, tense: Option<Tense>) -> Vec<Meaning> {
    let own = candidate.source.date.as_deref().and_then(Stretch::parse);
    meanings(&lexicon.dates, date, span.of(&candidate.prose), Vantage { own, tense })
}

fn hear<'a>(ctx: &Ctx<'a>, fact: &Fact, date: &Date) -> Heard<'a> {
    let mut heard = Heard::default();
    let lexicon = &ctx.rules.lexicon;
    let Some(statement) = ctx.statements.iter().find(|it| it.span.contains(fact.span)) else { return heard };
    let within = |it: Span| Span { start: it.start - statement.span.start, end: it.end - statement.span.start };
    let Some(draft) = event::dated(lexicon, statement.clauses, within(fact.span)) else { return heard };
    let facts = ctx.reading.facts.iter().filter(|it| statement.span.contains(it.span));
    let facts: Vec<(Span, &Fact)> = facts.map(|it| (within(it.span), it)).collect();
    let alone = event::is_dated_once(lexicon, statement.clauses, &facts, &draft);
    if statement.clauses.question || draft.claim.quoted || !alone {
        return heard;
    }
    let mut date = date.clone();
    if weekday::weekday(ctx, fact, &date).is_some() {
        // Which of the two is the slip cannot be told: the day is compared.
        date.weekday = None;
    }
    let ours = ours(ctx, fact, &date, Some(draft.claim.tense));
    for passage in statement.passages.iter().filter(|it| counts(it.candidate) && !it.clauses.question) {
        if !event::counts_otherwise(facts.iter().map(|it| it.1), &passage.candidate.facts) {
            hear_one(lexicon, statement, &draft, (&date, &ours), passage, &mut heard);
        }
    }
    heard
}

fn hear_one<'a>(
    lexicon: &Lexicon,
    statement: &Statement<'a>,
    draft: &Dated<'_>,
    (date, ours): (&Date, &[Meaning]),
    passage: &Passage<'a>,
    heard: &mut Heard<'a>,
) {
    let candidate = passage.candidate;
    let facts: Vec<(Span, &Fact)> = candidate.facts.iter().map(|it| (it.span, it)).collect();
    for fact in &candidate.facts {
        let FactKind::Date(given) = &fact.kind else { continue };
        if given.grain == Grain::Time {
            continue;
        }
        let Some(source) = event::dated(lexicon, passage.clauses, fact.span) else { continue };
        let Some(covered) = event::same_event(lexicon, statement, draft, passage, &source) else { continue };
        let theirs = theirs(lexicon, candidate, fact.span, given, Some(source.claim.tense));
        match agreement(ours, &theirs) {
            Some(Agreement::Bears) => heard.bears.push(candidate),
            Some(Agreement::Apart)
                if candidate.sentence
                    && event::is_dated_once(lexicon, passage.clauses, &facts, &source)
                    && !is_of_another_year(lexicon, draft, (date, ours), &theirs) =>
            {
                heard.differs.push(Differing { candidate, span: fact.span, date: given, meanings: theirs, covered });
            }
            Some(Agreement::Apart | Agreement::Open) | None => {}
        }
    }
}

/// The fair of one year and the fair of the next: other days of other years are two events, unless it is one that happens
/// once. The same day of another year is a slip.
fn is_of_another_year(
    lexicon: &Lexicon,
    draft: &Dated<'_>,
    (date, ours): (&Date, &[Meaning]),
    theirs: &[Meaning],
) -> bool {
    let only = |it: &[Meaning]| match it {
        [one] => one.stretch,
        _ => None,
    };
    let (Some(a), Some(b)) = (only(ours), only(theirs)) else { return false };
    let civil = |it: Day| it.civil();
    let ((y, m, d), (year, month, day)) = (civil(a.first), civil(b.first));
    let fine = matches!(date.grain, Grain::Day | Grain::Month | Grain::Week);
    let far = (a.first.0 - b.first.0).abs() > 200;
    fine && y != year && far && (m, d) != (month, day) && !lexicon.dates.once.contains(&draft.claim.lemma)
}
