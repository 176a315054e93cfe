//! One figure of the draft against every figure of its candidates: an outcome for each place that says anything.
//!
//! Which outcome speaks is decided in [`super`], and what it says is worded in [`said`](super::said). Two figures in one
//! sentence that could each be meant outweigh nothing: neither is a conflict.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::{Lost, Parted, Verdict, compare};
use super::compute::{self, Shows};
use super::elapsed::{self, Grown};
use super::fit::{Gap, Loss, is_round};
use super::opposite::opposite;
use super::row::{Rows, Says};
use super::same::{Bond, Gate, Near, Topic, bond};
use crate::check::Ctx;
use crate::fact::{Candidate, Dimension, Fact, FactKind, Figure, Form, SourceKind, Trust};
use crate::finding::{Evidence, Relation, Standing};
use crate::text::TextId;

/// What one place of a source shows about the draft's figure.
pub struct Outcome<'a> {
    pub candidate: &'a Candidate,
    /// The figure there; `None` where several were computed with.
    pub fact: Option<&'a Fact>,
    pub bond: Bond,
    pub verdict: Verdict,
    /// Content words that the two sentences share.
    shared: usize,
    /// Whether the draft's own number stands there, whatever it is said of.
    same_number: bool,
    /// The two sentences name others, or are dated otherwise.
    pub is_apart: bool,
    pub figure_is_toll: bool,
    pub figure_is_round: bool,
}

/// NB: what a lead gives is compared like anything else; the caller keeps it apart.
pub fn outcomes<'a>(
    ctx: &Ctx<'_>,
    topic: &Topic<'_>,
    gate: Gate,
    sentence: &str,
    draft: &Figure,
    after: Option<f64>,
    candidates: &[&'a Candidate],
) -> Vec<Outcome<'a>> {
    let counted = &ctx.rules.lexicon.counted;
    let mut outcomes = Vec::new();
    let rows = Rows::of(ctx, topic, sentence, draft, candidates);
    for candidate in candidates.iter().copied() {
        let near = Near::of(topic, candidate);
        let shared = near.shared;
        let outcome = |fact: Option<&'a Fact>, bond, verdict, same_number| Outcome {
            candidate,
            fact,
            bond,
            verdict,
            shared,
            same_number,
            is_apart: near.is_apart(),
            figure_is_toll: matches!(draft.counted.head.as_str(), "killed" | "injured" | "missing"),
            figure_is_round: is_round(draft),
        };
        let mut closest = Bond::Other;
        let is_list = candidate.facts.len() > LIST;
        let figures = candidate.facts.iter().filter_map(|fact| match &fact.kind {
            FactKind::Figure(source) if !is_list || is_near(draft, source) => Some((fact, source)),
            _ => None,
        });
        for (fact, source) in figures.take(LIST) {
            let says = rows.says(candidate, fact, source);
            if says == Says::Elsewhere {
                continue;
            }
            let bond = match says {
                Says::ItsOwn => Bond::Same,
                Says::Perhaps | Says::Elsewhere => Bond::Akin,
                Says::NoRow => bond(counted, gate, topic, draft, &near, source),
            };
            closest = closest.max(bond);
            let Some(verdict) = compare(ctx, draft, source, sentence, candidate, bond) else {
                continue;
            };
            // A bare number is everywhere: without a unit it speaks for the draft's only where the two share their topic.
            let bond = match (says, &verdict) {
                (Says::ItsOwn, Verdict::Differs(_)) if !rows.is_sure(ctx, topic, candidate, source, &verdict) => {
                    Bond::Akin
                }
                _ => bond,
            };
            let elsewhere = draft.unit.dimension != source.unit.dimension && matches!(verdict, Verdict::Holds);
            let needed = if candidate.sentence && !is_odd_number(draft) { gate.shared } else { 1 };
            let around = topic.shared_before(candidate) + topic.shared_around(candidate);
            if elsewhere && shared + around < needed {
                continue;
            }
            let (verdict, bond) = match elapsed::grown(ctx, topic, draft, source, candidate) {
                Some(Grown::Stale) => (Verdict::Weaker(Lost::Age), Bond::Same),
                Some(Grown::Since(working)) => (Verdict::Computed(working), Bond::Same),
                None => (verdict, bond),
            };
            let (verdict, bond) = match verdict {
                Verdict::Holds | Verdict::Nearly(_) if shared >= gate.shared && candidate.sentence => {
                    match opposite(ctx, draft, source, candidate) {
                        Some(it) => (Verdict::Differs(Parted::Opposite(it)), Bond::Same),
                        None => (verdict, bond),
                    }
                }
                verdict => (verdict, bond),
            };
            let miswritten = matches!(verdict, Verdict::Differs(Parted::Value(Gap::Thousandfold | Gap::DigitSwap)));
            // The same digits in a sentence about much the same: a slip, however the two put their subjects.
            let bond = if miswritten && shared > gate.shared && candidate.sentence { Bond::Same } else { bond };
            outcomes.push(outcome(Some(fact), bond, verdict, draft.value.lo == source.value.lo));
        }
        let is_list = is_list || rows.is_another(candidate);
        let elapsed = if is_list { None } else { elapsed::elapsed(ctx, topic, draft, candidate, candidates) };
        let sure = elapsed.as_ref().is_some_and(|it| it.sure);
        let computed = match elapsed {
            Some(elapsed) => Some(elapsed.computed),
            None if is_list => None,
            None => compute::compute(counted, draft, sentence, candidate)
                .or_else(|| compute::told_after(draft, after, candidate)),
        };
        if let Some(computed) = computed {
            let verdict = match computed.shows {
                Shows::Holds if is_sample(ctx, draft, sentence, candidate) => Verdict::Weaker(Lost::Sample),
                Shows::Holds => Verdict::Computed(computed.working),
                Shows::Loose => Verdict::Weaker(Lost::Value(Loss::Loose)),
                Shows::PointForPercent => Verdict::Differs(Parted::Points(computed.working)),
                Shows::Differs => Verdict::Differs(Parted::Computed(computed.working)),
                Shows::Open => Verdict::Open,
            };
            // A step from two figures is about the same thing if the sentence is: neither figure alone need be.
            let close = shared >= gate.shared.max(1) && candidate.sentence;
            let bond =
                if sure || close && shared * 5 >= topic.stems.len() * 2 { Bond::Same } else { closest.max(Bond::Akin) };
            let settled = outcomes.iter().any(|it: &Outcome<'_>| {
                std::ptr::eq(it.candidate, candidate) && it.bond == Bond::Same && matches!(it.verdict, Verdict::Holds)
            });
            let counts = matches!(verdict, Verdict::Computed(_)) || bond == Bond::Same;
            // Two digits or more, or a movement told as one, hardly come out of a step by chance.
            let telling = draft.change.is_some() || draft.value.lo.abs() >= 9.5 * draft.value.grain;
            let needed = if telling && matches!(verdict, Verdict::Computed(_)) { 1 } else { gate.shared };
            let around = topic.shared_before(candidate) + topic.shared_around(candidate);
            if !settled && counts && shared + around >= needed {
                outcomes.push(outcome(None, bond, verdict, false));
            }
        }
    }
    only_sure_conflicts(&mut outcomes);
    // Two rows that are named and not told may be added up, or compared: neither says that the draft is wrong.
    let against =
        |it: &Outcome<'_>| it.bond == Bond::Same && matches!(it.verdict, Verdict::Differs(_)) && rows.has(it.candidate);
    if outcomes.iter().filter(|it| against(it)).count() > 1 {
        outcomes.iter_mut().filter(|it| against(it)).for_each(|it| it.bond = Bond::Akin);
    }
    for outcome in &mut outcomes {
        if outcome.is_withdrawn() {
            let held = matches!(outcome.verdict, Verdict::Holds | Verdict::Computed(_) | Verdict::Nearly(_));
            outcome.verdict = if held { Verdict::Withdrawn } else { Verdict::Open };
            outcome.bond = Bond::Akin;
        }
    }
    outcomes
}

/// "doubled to 46 per cent": the one level that the sentence gives beside a multiple, and which fact it is.
pub fn level_after(ctx: &Ctx<'_>, fact: &Fact, draft: &Figure) -> Option<(usize, f64)> {
    if draft.form != Form::Multiple {
        return None;
    }
    let mut others = ctx.facts().filter_map(|(idx, it)| match &it.kind {
        FactKind::Figure(figure) if it.sentence == fact.sentence && it.span != fact.span => {
            figure.value.is_single().then_some((idx, figure.value.lo))
        }
        _ => None,
    });
    let only = others.next()?;
    others.next().is_none().then_some(only)
}

/// A sentence with more facts than this is a list or a row of numbers: it can give a figure, and what else it holds says
/// nothing against one. It also bounds the work, which is figures of the draft times figures of the source.
const LIST: usize = 128;

/// Whether two values are near enough for the one to be the other, rounded. NB: the first number of a score may be the
/// greater one.
fn is_near(draft: &Figure, source: &Figure) -> bool {
    const SLACK: f64 = 0.05;
    let ends = |it: &Figure| (it.value.lo.min(it.value.hi), it.value.lo.max(it.value.hi));
    let ((lo, hi), (from, to)) = (ends(draft), ends(source));
    let slack = hi.abs().max(lo.abs()) * SLACK;
    from <= hi + slack && lo - slack <= to
}

/// A sentence with two figures that could each be meant ("4% in the north and 7% in the south") cannot say which one the
/// draft got wrong: neither conflicts, unless the draft's is plainly one of them miswritten.
fn only_sure_conflicts(outcomes: &mut [Outcome<'_>]) {
    let mut n_at: FxHashMap<(TextId, u32), usize> = FxHashMap::default();
    let key = |it: &Outcome<'_>| (it.candidate.place.text, it.candidate.place.span.start);
    for outcome in outcomes.iter() {
        let may_conflict = matches!(outcome.verdict, Verdict::Differs(Parted::Value(_)));
        if outcome.bond == Bond::Same && outcome.fact.is_some() && may_conflict {
            *n_at.entry(key(outcome)).or_default() += 1;
        }
    }
    // The sentence gives the draft's number too: what else it counts is not held against it.
    let given: FxHashSet<(TextId, u32)> =
        outcomes.iter().filter(|it| it.same_number && it.bond >= Bond::Akin).map(key).collect();
    for outcome in outcomes {
        if given.contains(&key(outcome)) && matches!(outcome.verdict, Verdict::Differs(Parted::Value(_))) {
            outcome.bond = Bond::Akin;
        }
        let miswritten = matches!(outcome.verdict, Verdict::Differs(Parted::Value(Gap::Thousandfold | Gap::DigitSwap)));
        if n_at.get(&key(outcome)).is_some_and(|n| *n > 1)
            && !miswritten
            && matches!(outcome.verdict, Verdict::Differs(Parted::Value(_)))
        {
            outcome.bond = Bond::Akin;
        }
    }
}

/// 2.1 million, 4.25: hardly a number that turns up bare by chance.
fn is_odd_number(figure: &Figure) -> bool {
    let written = figure.value.lo / figure.unit.factor;
    let digits = figure.value.lo / figure.value.grain;
    digits >= 9.5 && (written >= 10_000.0 || written.fract() != 0.0)
}

/// "8 of 10 clinics surveyed" told as 80% of clinics.
fn is_sample(ctx: &Ctx<'_>, draft: &Figure, sentence: &str, candidate: &Candidate) -> bool {
    let samples = &ctx.rules.lexicon.counted.samples;
    let asked = |text: &str| text.split(|it: char| !it.is_alphabetic()).any(|word| samples.contains(word));
    let counted_out = candidate.facts.iter().any(|it| matches!(&it.kind, FactKind::Figure(it) if it.whole.is_some()));
    draft.unit.dimension == Dimension::Percent && counted_out && asked(&candidate.prose) && !asked(sentence)
}

impl Outcome<'_> {
    /// Among outcomes of one bond, which one speaks: the most words in common, then the order of the candidates.
    pub fn closeness(&self) -> (usize, bool) {
        (self.shared, self.same_number)
    }

    pub fn n_shared(&self) -> usize {
        self.shared
    }

    pub fn is_record(&self) -> bool {
        self.candidate.source.trust == Trust::Record
    }

    pub fn is_withdrawn(&self) -> bool {
        self.candidate.source.trust == Trust::Withdrawn
    }

    pub fn supports(&self) -> bool {
        self.bond >= Bond::Akin && matches!(self.verdict, Verdict::Holds | Verdict::Computed(_) | Verdict::Nearly(_))
    }

    /// The draft's number stands there and is said of something else: an increment for a level, points for per cents.
    pub fn is_same_words(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::Differs(Parted::Increment | Parted::Points(_) | Parted::Basis | Parted::Direction)
        )
    }

    /// How the draft's figure follows from the source's, where it does and the source may be shown.
    pub fn working(&self) -> Option<&str> {
        match &self.verdict {
            Verdict::Computed(working) if !self.candidate.source.confidential => Some(working),
            _ => None,
        }
    }

    pub fn standing(&self) -> Standing {
        match (&self.verdict, self.candidate.source.kind) {
            (Verdict::Computed(_), _) => Standing::Computed,
            (_, SourceKind::Own | SourceKind::Notes) => Standing::OwnReporting,
            _ => Standing::Supported,
        }
    }

    pub fn evidence(&self, relation: Relation) -> Evidence {
        let candidate = self.candidate;
        match self.fact {
            Some(fact) => Evidence::at(candidate, relation, fact.span),
            None => Evidence::whole(candidate, relation),
        }
    }
}
