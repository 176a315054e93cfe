//! `unsupported-figure`, `conflicting-figure`, `overstated-figure`: each figure of a paragraph against the figures of the
//! sources that are about the same thing.
//!
//! The questions, each in its own file: are the two about the same thing ([`same`]), does the one value bear out the
//! other ([`fit`]), do unit, change and stage agree too ([`compare`]), and does it follow in one step from several
//! ([`compute`]). [`judge`] asks them of every candidate, here it is decided which answer speaks, and [`said`] words it.

mod column;
mod compare;
mod compute;
mod elapsed;
mod fit;
mod judge;
mod opposite;
mod row;
mod said;
mod same;

use super::{Ctx, ParamKind, ParamSpec};
use crate::fact::{Candidate, Dimension, Fact, FactKind, Figure, Form, Hedge, Trust, Value};
use crate::finding::{Backing, Checked, Evidence, Judged, Relation, Standing};
use crate::text::TextId;
use compare::{Parted, Verdict};
use fit::{Fit, Gap};
use judge::Outcome;
use said::{Said, absent};
use same::{Bond, Gate, Topic};

pub const PARAMS: &[ParamSpec] = &[
    // Small counts in running prose ("two men") are not held to be unsupported.
    ParamSpec { name: "ignore-below", kind: ParamKind::Number },
    // What a source's sentence must share with the draft's before a different figure is a conflict.
    ParamSpec { name: "shared-words", kind: ParamKind::Number },
    ParamSpec { name: "shared-part", kind: ParamKind::Number },
];

pub fn figures(ctx: &Ctx<'_>, acc: &mut Checked) {
    for (idx, fact) in ctx.facts() {
        if let FactKind::Figure(figure) = &fact.kind {
            one(ctx, idx, fact, figure, acc);
        }
    }
}

pub(super) fn one(ctx: &Ctx<'_>, idx: usize, fact: &Fact, figure: &Figure, acc: &mut Checked) {
    let outcomes = outcomes(ctx, idx, fact, figure);
    let (standing, said) = decide(ctx, figure, &outcomes);
    let (standing, said) = match said {
        // "two more men", "another five": counted from a point that only the writer knows.
        Some(said) if said.rule == "conflicting-figure" && is_further(ctx, figure) => (Standing::NotJudged, None),
        said => (standing, said),
    };
    let backing = Backing::of(outcomes.iter().filter(|it| it.supports()).map(|it| &it.candidate.source));
    let evidence = said.as_ref().map_or_else(|| nearest(&outcomes), |said| said.evidence.clone());
    if let Some(said) = said {
        let words = fact.span.of(ctx.prose()).to_string();
        acc.raised.push(said.raised(fact.span, words));
    }
    let mut judged = Judged::new(idx, standing, evidence, backing);
    judged.leads = leads(ctx, idx, fact, figure);
    judged.sources = supporters(&outcomes);
    if matches!(standing, Standing::Supported | Standing::Computed | Standing::OwnReporting) {
        judged.against = against(&outcomes);
    }
    if standing == Standing::Computed {
        judged.working = outcomes.iter().filter_map(Outcome::working).next().map(str::to_string);
    }
    acc.judged.push(judged);
}

fn outcomes<'a>(ctx: &Ctx<'a>, idx: usize, fact: &Fact, figure: &Figure) -> Vec<Outcome<'a>> {
    let mut sources: Vec<&Candidate> = ctx.candidates(idx).to_vec();
    // What "doubled to 46" follows from is found by the 46.
    if let Some(after) = judge::level_after(ctx, fact, figure) {
        let known = |it: &&Candidate| ctx.candidates(idx).iter().any(|known| known.place == it.place);
        sources.extend(ctx.candidates(after.0).iter().copied().filter(|it| !known(it)));
    }
    sources.retain(|it| it.source.trust != Trust::Lead);
    compared(ctx, fact, figure, &sources)
}

fn compared<'a>(ctx: &Ctx<'_>, fact: &Fact, figure: &Figure, candidates: &[&'a Candidate]) -> Vec<Outcome<'a>> {
    let rule = "conflicting-figure";
    let gate = Gate {
        shared: ctx.rules.number(rule, "shared-words", 2.0) as usize,
        covered: ctx.rules.number(rule, "shared-part", 0.4),
    };
    let topic = Topic::of(ctx, fact);
    let sentence = ctx.reading.sentences.get(fact.sentence as usize).map_or("", |it| it.span.of(ctx.prose()));
    let after = judge::level_after(ctx, fact, figure).map(|it| it.1);
    judge::outcomes(ctx, &topic, gate, sentence, figure, after, candidates)
}

/// Whether an exact value makes a figure's words right, hedged as they are.
pub fn bears_out(figure: &Figure, value: f64) -> bool {
    let exact = Figure {
        value: Value::exactly(value, figure.value.grain),
        form: Form::Number,
        hedge: Hedge::Bare,
        ..figure.clone()
    };
    matches!(fit::fit(figure, &exact), Fit::Holds | Fit::Nearly(_))
}

/// Every place that gives the figure, or the figures that it follows from.
pub fn supporting(ctx: &Ctx<'_>, idx: usize, fact: &Fact, figure: &Figure) -> Vec<Evidence> {
    let outcomes = outcomes(ctx, idx, fact, figure);
    outcomes.iter().filter(|it| it.supports()).map(|it| it.evidence(Relation::Supports)).collect()
}

/// Which answer speaks: what a source gives is never unsupported or conflicting; of the rest the closest speaks.
fn decide(ctx: &Ctx<'_>, figure: &Figure, outcomes: &[Outcome<'_>]) -> (Standing, Option<Said>) {
    let best = |bond: Bond, wanted: fn(&Verdict) -> bool| {
        outcomes
            .iter()
            .filter(move |it| it.bond >= bond && wanted(&it.verdict))
            .max_by_key(|it| (it.bond, it.closeness()))
    };
    let holds = |it: &Verdict| matches!(it, Verdict::Holds | Verdict::Computed(_));
    let close = best(Bond::Same, holds);
    let record = best(Bond::Same, |it| matches!(it, Verdict::Differs(_))).filter(|it| it.is_record());
    let record_gives_it = outcomes.iter().any(|it| it.is_record() && it.supports());
    // A record outweighs another source where it speaks as closely and does not give the figure itself.
    if let Some(record) = record
        && !record_gives_it
        && close.is_none_or(|it| !it.is_record() && record.n_shared() >= it.n_shared())
    {
        return (Standing::Conflicting, Some(record.said()));
    }
    if let Some(close) = close {
        return match superseding(outcomes) {
            Some(later) => (Standing::Conflicting, Some(later.said_later())),
            None => (close.standing(), None),
        };
    }
    let weaker = best(Bond::Same, |it| matches!(it, Verdict::Nearly(_) | Verdict::Weaker(_)));
    if let Some(weaker) = weaker {
        let standing =
            if matches!(weaker.verdict, Verdict::Nearly(_)) { Standing::Supported } else { Standing::Strengthened };
        return (standing, Some(weaker.said()));
    }
    let akin = best(Bond::Akin, |it| matches!(it, Verdict::Holds | Verdict::Computed(_) | Verdict::Nearly(_)));
    let differs = best(Bond::Same, |it| matches!(it, Verdict::Differs(_)));
    if let Some(akin) = akin {
        // "rose by 80" for "rose to 80": the figure stands there, and says something else.
        if let Some(differs) = differs.filter(|it| it.is_same_words()) {
            return (Standing::Conflicting, Some(differs.said()));
        }
        // The same words about another place or person: what is said of the draft's own outweighs them. Not for "22
        // million and the remaining six", whose unit stands before.
        if let Some(differs) = differs
            && !matches!(differs.verdict, Verdict::Differs(Parted::Value(Gap::Thousandfold)))
            && outcomes.iter().filter(|it| it.supports()).all(|it| it.is_apart && it.n_shared() < differs.n_shared())
        {
            return (Standing::Conflicting, Some(differs.said()));
        }
        return (akin.standing(), None);
    }
    if let Some(differs) = differs {
        return (Standing::Conflicting, Some(differs.said()));
    }
    // A figure that a source gives with less certainty, if only for something akin, is not from nowhere.
    let open = best(Bond::Same, |it| matches!(it, Verdict::Open));
    if open.is_some() || best(Bond::Akin, Verdict::gives_number).is_some() {
        return (Standing::NotJudged, None);
    }
    if !ctx.corpus.judges_absence || !is_checkable(ctx, figure) {
        return (Standing::NotJudged, None);
    }
    (Standing::Unsupported, Some(absent(outcomes)))
}

/// What a source has that replaces every one that gives the figure.
fn superseding<'o, 'a>(outcomes: &'o [Outcome<'a>]) -> Option<&'o Outcome<'a>> {
    let differs =
        |it: &&Outcome<'_>| it.bond >= Bond::Same && matches!(it.verdict, Verdict::Differs(_)) && !it.is_withdrawn();
    let later = outcomes.iter().filter(differs).max_by_key(|it| it.closeness())?;
    let path = later.candidate.source.path.as_str();
    let replaced = |it: &Outcome<'_>| it.candidate.source.superseded_by.as_deref() == Some(path);
    outcomes.iter().filter(|it| it.supports()).all(replaced).then_some(later)
}

/// Whether the absence of a figure says anything: it has a unit or a counted noun, and is no small count.
fn is_checkable(ctx: &Ctx<'_>, figure: &Figure) -> bool {
    let floor = ctx.rules.number("unsupported-figure", "ignore-below", 10.0);
    match figure.form {
        // Ranks are counted out by the writer ("a second bid", "the fourth cat") as often as they are given.
        Form::Vague | Form::Share | Form::Ordinal => false,
        // "Roughly four times as many" is what a writer works out; "twice the size" is what somebody said.
        Form::Multiple => figure.hedge == Hedge::Bare,
        Form::Score | Form::Age => true,
        Form::Number | Form::Range => match figure.unit.dimension {
            Dimension::Count => !figure.counted.is_empty() && figure.value.hi >= floor,
            // "four weeks after", "twelve months": desks count these from dates themselves, and write them out.
            Dimension::Duration => {
                let digits = figure.number_span.of(ctx.prose()).contains(|it: char| it.is_ascii_digit());
                digits && figure.value.hi / figure.unit.factor >= floor
            }
            _ => true,
        },
    }
}

fn is_further(ctx: &Ctx<'_>, figure: &Figure) -> bool {
    let prose = ctx.prose();
    let after = prose.get(figure.number_span.end as usize..).unwrap_or("").trim_start();
    let before = prose.get(..figure.number_span.start as usize).unwrap_or("").trim_end();
    let word = after.split(|it: char| !it.is_alphabetic()).next().unwrap_or("");
    matches!(word, "more" | "other" | "others" | "further" | "additional") || before.ends_with("another")
}

/// Places of leads that give the figure.
fn leads(ctx: &Ctx<'_>, idx: usize, fact: &Fact, figure: &Figure) -> Vec<Evidence> {
    let leads: Vec<&Candidate> =
        ctx.candidates(idx).iter().copied().filter(|it| it.source.trust == Trust::Lead).collect();
    if leads.is_empty() {
        return Vec::new();
    }
    let outcomes = compared(ctx, fact, figure, &leads);
    outcomes.iter().filter(|it| it.supports()).take(1).map(|it| it.evidence(Relation::Nearest)).collect()
}

fn supporters(outcomes: &[Outcome<'_>]) -> Vec<TextId> {
    let mut sources: Vec<TextId> =
        outcomes.iter().filter(|it| it.supports()).map(|it| it.candidate.place.text).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

/// Places that give another value for the same thing, nearest first.
fn against(outcomes: &[Outcome<'_>]) -> Vec<Evidence> {
    let differs = |it: &&Outcome<'_>| it.bond >= Bond::Same && matches!(it.verdict, Verdict::Differs(_));
    let mut differing: Vec<&Outcome<'_>> = outcomes.iter().filter(differs).collect();
    differing.sort_by_key(|it| std::cmp::Reverse(it.closeness()));
    differing.into_iter().take(3).map(|it| it.evidence(Relation::Conflicts)).collect()
}

fn nearest(outcomes: &[Outcome<'_>]) -> Vec<Evidence> {
    let mut supporting: Vec<&Outcome<'_>> = outcomes.iter().filter(|it| it.supports()).collect();
    supporting.sort_by_key(|it| std::cmp::Reverse((it.bond, it.closeness())));
    supporting.into_iter().take(3).map(|it| it.evidence(Relation::Supports)).collect()
}
