//! One figure of the draft against every figure of its candidates: an outcome for each, with the words to tell it in.

use rustc_hash::FxHashMap;

use super::Said;
use super::compute::{self, Shows};
use super::fit::{Fit, Gap, Loss, Slip, fit, is_round};
use super::same::{Bond, Gate, Near, Topic, bond};
use crate::check::Ctx;
use crate::fact::{Candidate, ChangeRole, Dimension, Fact, FactKind, Figure, Form, SourceKind, Stage, Trust};
use crate::finding::{Evidence, Relation, Standing, Weight};
use crate::text::{Span, TextId};

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
    figure_is_toll: bool,
    figure_is_round: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Holds,
    /// With the working.
    Computed(String),
    Nearly(Slip),
    Weaker(Lost),
    Differs(Parted),
    Open,
    /// It would hold, and the source was withdrawn.
    Withdrawn,
}

impl Verdict {
    /// The draft's very number stands there, hedged or bounded.
    pub fn gives_number(&self) -> bool {
        let bounded = |loss: &Loss| matches!(loss, Loss::Hedge | Loss::Cap | Loss::Floor | Loss::RangeEnd);
        matches!(self, Verdict::Weaker(Lost::Value(loss)) if bounded(loss))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    Value(Loss),
    /// Planned, aimed at or possible, told as done or certain.
    Stage(Stage),
    /// A share of those asked, told of all.
    Sample,
    /// One phase's figure told of the whole.
    Part,
    /// "a record" that no source calls one.
    Superlative,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Parted {
    Value(Gap),
    /// Rose for fell.
    Direction,
    /// Per cent for percentage points, or the other way round.
    Points(String),
    /// "rose by 80" for "rose to 80".
    Increment,
    /// The average for the median.
    Statistic,
    /// "90 million over three years" for 90 million a year.
    Basis,
    /// A one-step computation gives something else; the working.
    Computed(String),
}

pub fn outcomes<'a>(
    ctx: &Ctx<'_>,
    topic: &Topic<'_>,
    gate: Gate,
    sentence: &str,
    draft: &Figure,
    candidates: &[&'a Candidate],
) -> Vec<Outcome<'a>> {
    let counted = &ctx.rules.lexicon.counted;
    let mut outcomes = Vec::new();
    for candidate in candidates.iter().copied().filter(|it| it.source.trust != Trust::Lead) {
        let near = Near::of(topic, candidate);
        let shared = near.shared;
        let outcome = |fact: Option<&'a Fact>, bond, verdict, same_number| Outcome {
            candidate,
            fact,
            bond,
            verdict,
            shared,
            same_number,
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
            let bond = bond(counted, gate, topic, draft, &near, source);
            closest = closest.max(bond);
            let Some(verdict) = compare(ctx, draft, source, sentence, candidate, bond) else {
                continue;
            };
            // A bare number is everywhere: without a unit it speaks for the draft's only where the two share their topic.
            let elsewhere = draft.unit.dimension != source.unit.dimension && matches!(verdict, Verdict::Holds);
            let needed = if candidate.sentence && !is_odd_number(draft) { gate.shared } else { 1 };
            if elsewhere && shared + topic.shared_before(candidate) < needed {
                continue;
            }
            let miswritten = matches!(verdict, Verdict::Differs(Parted::Value(Gap::Thousandfold | Gap::DigitSwap)));
            // The same digits in a sentence about much the same: a slip, however the two put their subjects.
            let bond = if miswritten && shared > gate.shared && candidate.sentence { Bond::Same } else { bond };
            outcomes.push(outcome(Some(fact), bond, verdict, draft.value.lo == source.value.lo));
        }
        let computed = if is_list { None } else { compute::compute(counted, draft, sentence, candidate) };
        if let Some(computed) = computed {
            let verdict = match computed.shows {
                Shows::Holds if is_sample(ctx, draft, sentence, candidate) => Verdict::Weaker(Lost::Sample),
                Shows::Holds => Verdict::Computed(computed.working),
                Shows::Loose => Verdict::Weaker(Lost::Value(Loss::Loose)),
                Shows::PointForPercent => Verdict::Differs(Parted::Points(computed.working)),
                Shows::Differs => Verdict::Differs(Parted::Computed(computed.working)),
            };
            // A step from two figures is about the same thing if the sentence is: neither figure alone need be.
            let close = shared >= gate.shared.max(1) && candidate.sentence;
            let bond = if close && shared * 5 >= topic.stems.len() * 2 { Bond::Same } else { closest.max(Bond::Akin) };
            let settled = outcomes.iter().any(|it: &Outcome<'_>| {
                std::ptr::eq(it.candidate, candidate) && it.bond == Bond::Same && matches!(it.verdict, Verdict::Holds)
            });
            let counts = matches!(verdict, Verdict::Computed(_)) || bond == Bond::Same;
            if !settled && counts && shared + topic.shared_before(candidate) >= gate.shared {
                outcomes.push(outcome(None, bond, verdict, false));
            }
        }
    }
    only_sure_conflicts(&mut outcomes);
    for outcome in &mut outcomes {
        if outcome.is_withdrawn() {
            let held = matches!(outcome.verdict, Verdict::Holds | Verdict::Computed(_) | Verdict::Nearly(_));
            outcome.verdict = if held { Verdict::Withdrawn } else { Verdict::Open };
            outcome.bond = Bond::Akin;
        }
    }
    outcomes
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
    for outcome in outcomes {
        let miswritten = matches!(outcome.verdict, Verdict::Differs(Parted::Value(Gap::Thousandfold | Gap::DigitSwap)));
        if n_at.get(&key(outcome)).is_some_and(|n| *n > 1)
            && !miswritten
            && matches!(outcome.verdict, Verdict::Differs(Parted::Value(_)))
        {
            outcome.bond = Bond::Akin;
        }
    }
}

/// `None` where the two cannot be compared at all.
fn compare(
    ctx: &Ctx<'_>,
    draft: &Figure,
    source: &Figure,
    sentence: &str,
    candidate: &Candidate,
    bond: Bond,
) -> Option<Verdict> {
    let same_value = || draft.value.lo == source.value.lo && draft.value.hi == source.value.hi;
    match (&draft.unit.dimension, &source.unit.dimension) {
        (Dimension::Percent, Dimension::Point) | (Dimension::Point, Dimension::Percent) => {
            let both_move = is_by(draft) && is_by(source);
            return (both_move && same_value()).then_some(Verdict::Differs(Parted::Points(String::new())));
        }
        (ours, theirs) if ours != theirs => return is_said_barely(draft, source).then_some(Verdict::Holds),
        _ => {}
    }
    if draft.whole == Some(source.value.lo) || source.whole == Some(draft.value.lo) {
        // "39 of 110 seats": the 110 gives the whole, and is no other count of the part.
        return (source.whole == Some(draft.value.lo)).then_some(Verdict::Holds);
    }
    if (draft.form == Form::Ordinal) != (source.form == Form::Ordinal)
        || (draft.form == Form::Score) != (source.form == Form::Score)
    {
        return None;
    }
    if draft.form == Form::Score {
        let (d, s) = (draft.value, source.value);
        let same = (d.lo, d.hi) == (s.lo, s.hi) || (d.lo, d.hi) == (s.hi, s.lo);
        return Some(if same { Verdict::Holds } else { Verdict::Differs(Parted::Value(Gap::Plain)) });
    }
    if (draft.form == Form::Age) != (source.form == Form::Age) && !same_value() {
        return None;
    }
    if let (Some(ours), Some(theirs)) = (draft.change, source.change) {
        match (ours.role, theirs.role) {
            (ChangeRole::By, ChangeRole::By) | (ChangeRole::To, ChangeRole::To)
                if ours.direction != theirs.direction =>
            {
                return Some(Verdict::Differs(Parted::Direction));
            }
            (ChangeRole::By, ChangeRole::To) | (ChangeRole::To, ChangeRole::By) => {
                return same_value().then_some(Verdict::Differs(Parted::Increment));
            }
            (ChangeRole::By, ChangeRole::From) | (ChangeRole::From, ChangeRole::By) => return None,
            (ChangeRole::From, ChangeRole::To) | (ChangeRole::To, ChangeRole::From) => {
                return same_value().then_some(Verdict::Holds);
            }
            (ChangeRole::By, ChangeRole::By)
            | (ChangeRole::To, ChangeRole::To)
            | (ChangeRole::From, ChangeRole::From) => {}
        }
    } else if is_by(draft) != is_by(source) {
        // "300 more jobs" and "300 jobs": the same number speaks for it, another one not against it.
        let level_for_increment = is_by(draft) && source.stage != Stage::Actual;
        return match same_value() {
            true if level_for_increment => Some(Verdict::Differs(Parted::Increment)),
            true => Some(Verdict::Holds),
            false => None,
        };
    }
    let fit = match fit(draft, source) {
        // "from 15 to 20", "at least 15 and 20 at most": the sentence has the other end as well.
        Fit::Weaker(Loss::RangeEnd) if gives_both_ends(ctx, draft, source) => Fit::Holds,
        fit => fit,
    };
    let good = matches!(fit, Fit::Holds | Fit::Nearly(_));
    if good
        && bond == Bond::Akin
        && draft.statistic.is_some()
        && source.statistic.is_some()
        && draft.statistic != source.statistic
    {
        return Some(Verdict::Differs(Parted::Statistic));
    }
    if good && bond == Bond::Same {
        if let Some(lost) = lost(ctx, draft, source, sentence, candidate) {
            return Some(Verdict::Weaker(lost));
        }
        if draft.per.is_none() && source.per.is_some() && spans_years(ctx, sentence) {
            return Some(Verdict::Differs(Parted::Basis));
        }
    }
    Some(match fit {
        // "at least 7" is borne out by 30 of whatever: what only lies within bounds speaks for the same thing alone.
        Fit::Holds if bond < Bond::Same && is_far(draft, source) => Verdict::Open,
        Fit::Holds => Verdict::Holds,
        Fit::Nearly(slip) => Verdict::Nearly(slip),
        Fit::Weaker(loss) => Verdict::Weaker(Lost::Value(loss)),
        Fit::Differs(gap) => Verdict::Differs(Parted::Value(gap)),
        Fit::Open => Verdict::Open,
    })
}

/// The draft's figure is one end of the source's range, and the draft has the other end too.
fn gives_both_ends(ctx: &Ctx<'_>, draft: &Figure, source: &Figure) -> bool {
    let (lo, hi) = (source.value.lo, source.value.hi);
    let d = draft.value.lo;
    let other = if d == lo { hi } else { lo };
    let has = |it: &Fact| matches!(&it.kind, FactKind::Figure(it) if it.value.lo == other || it.value.hi == other);
    (d == lo || d == hi) && ctx.reading.facts.iter().any(has)
}

/// "She is 39", a cell of a table, "2.1 million a year" in speech: the same number, and the unit is left to the reader.
fn is_said_barely(draft: &Figure, source: &Figure) -> bool {
    let bare = |it: &Figure| it.unit.dimension == Dimension::Count && it.counted.is_empty() && it.form == Form::Number;
    let written = |it: &Figure| it.value.lo / it.unit.factor;
    let numbers = |it: &Figure| matches!(it.form, Form::Number | Form::Age | Form::Range);
    (bare(draft) || bare(source)) && numbers(draft) && numbers(source) && written(draft) == written(source)
}

/// The two numbers are more than a tenth apart, whatever the words between them allow.
fn is_far(draft: &Figure, source: &Figure) -> bool {
    let in_words = matches!(draft.form, Form::Vague | Form::Share | Form::Multiple)
        || matches!(source.form, Form::Vague | Form::Share | Form::Multiple);
    let apart = |a: f64, b: f64| (a - b).abs() > 0.1 * a.abs().max(b.abs());
    !in_words && (apart(draft.value.lo, source.value.lo) || apart(draft.value.hi, source.value.hi))
}

/// 2.1 million, 4.25: hardly a number that turns up bare by chance.
fn is_odd_number(figure: &Figure) -> bool {
    let written = figure.value.lo / figure.unit.factor;
    let digits = figure.value.lo / figure.value.grain;
    digits >= 9.5 && (written >= 10_000.0 || written.fract() != 0.0)
}

fn is_by(figure: &Figure) -> bool {
    figure.change.is_some_and(|it| it.role == ChangeRole::By)
}

/// What the draft lost although the number is right.
fn lost(ctx: &Ctx<'_>, draft: &Figure, source: &Figure, sentence: &str, candidate: &Candidate) -> Option<Lost> {
    let lexicon = &ctx.rules.lexicon.counted;
    // How long something takes, or who is how old, is not done or planned by itself.
    let staged = !matches!(draft.unit.dimension, Dimension::Duration | Dimension::Rank | Dimension::Score);
    let climbed = staged
        && matches!(
            (draft.stage, source.stage),
            (Stage::Actual, Stage::Planned | Stage::Target | Stage::Possible)
                | (Stage::Forecast, Stage::Target | Stage::Possible)
        );
    if climbed {
        return Some(Lost::Stage(source.stage));
    }
    let is_word = |text: &str, words: &rustc_hash::FxHashSet<String>| {
        text.split(|it: char| !it.is_alphabetic()).any(|word| words.contains(&word.to_lowercase()))
    };
    if is_word(&source.subject.head, &lexicon.parts) && !draft.subject.is_empty() && !is_word(sentence, &lexicon.parts)
    {
        return Some(Lost::Part);
    }
    if draft.superlative.as_deref() == Some("record")
        && source.superlative.is_none()
        && !candidate.paragraph.contains("record")
    {
        return Some(Lost::Superlative);
    }
    None
}

/// "8 of 10 clinics surveyed" told as 80% of clinics.
fn is_sample(ctx: &Ctx<'_>, draft: &Figure, sentence: &str, candidate: &Candidate) -> bool {
    let samples = &ctx.rules.lexicon.counted.samples;
    let asked = |text: &str| text.split(|it: char| !it.is_alphabetic()).any(|word| samples.contains(word));
    let counted_out = candidate.facts.iter().any(|it| matches!(&it.kind, FactKind::Figure(it) if it.whole.is_some()));
    draft.unit.dimension == Dimension::Percent && counted_out && asked(&candidate.prose) && !asked(sentence)
}

/// "over three years", "in two years": the draft's sum is for a stretch of time.
fn spans_years(_ctx: &Ctx<'_>, sentence: &str) -> bool {
    sentence.contains(" over ") && (sentence.contains(" years") || sentence.contains(" months"))
}

impl Outcome<'_> {
    /// Among outcomes of one bond, which one speaks: the most words in common, then the order of the candidates.
    pub fn closeness(&self) -> (usize, bool) {
        (self.shared, self.same_number)
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

    pub fn standing(&self) -> Standing {
        match (&self.verdict, self.candidate.source.kind) {
            (Verdict::Computed(_), _) => Standing::Computed,
            (_, SourceKind::Own | SourceKind::Notes) => Standing::OwnReporting,
            _ => Standing::Supported,
        }
    }

    pub fn evidence(&self, relation: Relation) -> Evidence {
        let candidate = self.candidate;
        let whole = Span::new(0, candidate.verbatim.len());
        // NB: the fact's span counts the prose; where markup was dropped the two part ways and the sentence is shown whole.
        let focus = self.fact.map(|it| it.span).filter(|_| candidate.prose == candidate.verbatim).unwrap_or(whole);
        Evidence::of(candidate, relation, focus)
    }

    /// The source's words for the figure, or its whole sentence where several were computed with.
    fn given(&self) -> String {
        match self.fact {
            Some(fact) => fact.span.of(&self.candidate.prose).to_string(),
            None => String::new(),
        }
    }

    pub(super) fn said(&self, _ctx: &Ctx<'_>) -> Said {
        let (rule, variant, weight, relation) = match &self.verdict {
            Verdict::Nearly(slip) => {
                ("overstated-figure", slip_variant(*slip), self.slip_weight(*slip), Relation::Weaker)
            }
            Verdict::Weaker(lost) => {
                ("overstated-figure", lost_variant(*lost), self.loss_weight(*lost), Relation::Weaker)
            }
            Verdict::Differs(parted) => {
                ("conflicting-figure", parted_variant(parted), Weight::Full, Relation::Conflicts)
            }
            Verdict::Holds | Verdict::Computed(_) | Verdict::Open | Verdict::Withdrawn => {
                ("unsupported-figure", "", Weight::Full, Relation::Nearest)
            }
        };
        let working = match &self.verdict {
            Verdict::Differs(Parted::Computed(working) | Parted::Points(working)) | Verdict::Computed(working) => {
                working.clone()
            }
            _ => String::new(),
        };
        let file = self.candidate.source.path.rsplit('/').next().unwrap_or("");
        let place = self.candidate.locator.clone().unwrap_or_else(|| format!("line {}", self.candidate.line));
        let offer = matches!(
            self.verdict,
            Verdict::Nearly(_)
                | Verdict::Weaker(Lost::Value(_))
                | Verdict::Differs(Parted::Value(_) | Parted::Points(_))
        ) && self.fact.is_some();
        // Where several figures were computed with, the working says what they give.
        let given = if self.fact.is_some() { self.given() } else { working.clone() };
        Said {
            rule,
            variant,
            weight,
            evidence: vec![self.evidence(relation)],
            given,
            source: format!("{file} {place}"),
            working,
            offer,
        }
    }

    /// Readers take a round figure as round; a toll they do not.
    fn slip_weight(&self, slip: Slip) -> Weight {
        match slip {
            Slip::HedgeDropped if self.figure_is_toll => Weight::Full,
            Slip::HedgeDropped | Slip::Rounded | Slip::Midpoint | Slip::Unit => Weight::Slight,
        }
    }

    fn loss_weight(&self, lost: Lost) -> Weight {
        match lost {
            Lost::Value(Loss::Hedge) if self.figure_is_round && !self.figure_is_toll => Weight::Slight,
            _ => Weight::Full,
        }
    }
}

fn slip_variant(slip: Slip) -> &'static str {
    match slip {
        Slip::Rounded => "rounded",
        Slip::HedgeDropped => "hedge-dropped",
        Slip::Midpoint => "midpoint",
        Slip::Unit => "unit",
    }
}

fn lost_variant(lost: Lost) -> &'static str {
    match lost {
        Lost::Value(Loss::Hedge) => "hedge-dropped",
        Lost::Value(Loss::Cap) => "cap-dropped",
        Lost::Value(Loss::Floor) => "floor-dropped",
        Lost::Value(Loss::RangeEnd) => "range-end",
        Lost::Value(Loss::Precision) => "precision",
        Lost::Value(Loss::Loose) => "loose",
        Lost::Stage(_) => "stage",
        Lost::Sample => "sample",
        Lost::Part => "part",
        Lost::Superlative => "superlative",
    }
}

fn parted_variant(parted: &Parted) -> &'static str {
    match parted {
        Parted::Value(Gap::Plain) => "",
        Parted::Value(Gap::WrongSide) => "wrong-side",
        Parted::Value(Gap::Thousandfold) => "thousandfold",
        Parted::Value(Gap::DigitSwap) => "digit-swap",
        Parted::Value(Gap::BoundReversed) => "bound-reversed",
        Parted::Direction => "direction",
        Parted::Points(_) => "points",
        Parted::Increment => "increment",
        Parted::Statistic => "statistic",
        Parted::Basis => "basis",
        Parted::Computed(_) => "computed",
    }
}
