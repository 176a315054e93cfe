//! One figure of the draft beside one figure of a source: what the second says of the first.
//!
//! The value is [`fit`](super::fit)'s part; here stands what else must agree before a right number is a right figure:
//! unit, form, the direction and role of a change, statistic, basis and stage. Nothing here weighs several places.

use rustc_hash::FxHashSet;

use super::fit::{Fit, Gap, Loss, Slip, fit};
use super::opposite::Opposite;
use super::same::Bond;
use crate::check::Ctx;
use crate::fact::{Candidate, ChangeRole, Dimension, Direction, Fact, FactKind, Figure, Form, Stage, Value};
use crate::text::Sort;

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
    /// Somebody's age of some years ago.
    Age,
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
    /// "14 of them full-time" for "14 of them part-time".
    Opposite(Opposite),
    /// "90 million over three years" for 90 million a year.
    Basis,
    /// A one-step computation gives something else; the working.
    Computed(String),
}

/// `None` where the two cannot be compared at all.
pub fn compare(
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
        (Dimension::Count, Dimension::Score) => {
            return is_side_of(source, draft.value).then_some(Verdict::Holds);
        }
        (Dimension::Score, Dimension::Count) => {
            return gives_both_sides(draft, candidate).then_some(Verdict::Holds);
        }
        (ours, theirs) if ours != theirs => {
            return is_said_barely(draft, source, !candidate.sentence).then_some(Verdict::Holds);
        }
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
            // "up from 61,000" for "down from 61,000"; from another level there may have been another movement.
            (ChangeRole::From, ChangeRole::From) if ours.direction != theirs.direction && same_value() => {
                return Some(Verdict::Differs(Parted::Direction));
            }
            (ChangeRole::By, ChangeRole::By)
            | (ChangeRole::To, ChangeRole::To)
            | (ChangeRole::From, ChangeRole::From) => {}
        }
    } else if is_by(draft) != is_by(source) {
        // "300 more jobs" and "300 jobs": the same number speaks for it, another one not against it.
        return same_value().then_some(Verdict::Holds);
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
        if draft.per.is_none() && source.per.is_some() && spans_years(sentence) {
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

/// "Nine voted for it" of a vote of 9 to 4.
fn is_side_of(score: &Figure, value: Value) -> bool {
    value.is_single() && (value.lo == score.value.lo || value.lo == score.value.hi)
}

/// "9 to 4" where nine were for it and four against.
fn gives_both_sides(score: &Figure, candidate: &Candidate) -> bool {
    let gives = |side: f64| {
        candidate.facts.iter().any(|it| match &it.kind {
            FactKind::Figure(it) => {
                it.unit.dimension == Dimension::Count && it.value.is_single() && it.value.lo == side
            }
            FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => false,
        })
    };
    gives(score.value.lo) && gives(score.value.hi)
}

/// "She is 39", a cell of a table, "2.1 million a year" in speech: the same number, and the unit is left to the reader.
///
/// A table may say in its head that it counts thousands or millions: 63 there is "€63 million".
fn is_said_barely(draft: &Figure, source: &Figure, table: bool) -> bool {
    let bare = |it: &Figure| it.unit.dimension == Dimension::Count && it.counted.is_empty() && it.form == Form::Number;
    let written = |it: &Figure| it.value.lo / it.unit.factor;
    let numbers = |it: &Figure| matches!(it.form, Form::Number | Form::Age | Form::Range);
    let scales: &[f64] = if table { &SCALES } else { &[1.0] };
    let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs();
    // "lost 3.8 points" is -3.8 in a column of changes.
    let is_loss = is_by(draft) && draft.change.is_some_and(|it| it.direction == Direction::Down);
    let equal = |scale: &f64| {
        let theirs = written(source) * scale;
        near(written(draft), theirs) || table && is_loss && near(-written(draft), theirs)
    };
    (bare(draft) || bare(source)) && numbers(draft) && numbers(source) && scales.iter().any(equal)
}

/// What the head of a table may count in.
const SCALES: [f64; 4] = [1.0, 1e3, 1e6, 1e9];

/// The two numbers are more than a tenth apart, whatever the words between them allow.
fn is_far(draft: &Figure, source: &Figure) -> bool {
    let in_words = matches!(draft.form, Form::Vague | Form::Share | Form::Multiple)
        || matches!(source.form, Form::Vague | Form::Share | Form::Multiple);
    let apart = |a: f64, b: f64| (a - b).abs() > 0.1 * a.abs().max(b.abs());
    !in_words && (apart(draft.value.lo, source.value.lo) || apart(draft.value.hi, source.value.hi))
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
        && !(draft.stage == Stage::Actual && is_to_come(ctx, sentence))
        && matches!(
            (draft.stage, source.stage),
            (Stage::Actual, Stage::Planned | Stage::Target | Stage::Possible)
                | (Stage::Forecast, Stage::Target | Stage::Possible)
        );
    if climbed {
        return Some(Lost::Stage(source.stage));
    }
    let is_word = |text: &str, words: &FxHashSet<String>| {
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

/// The sentence says somewhere that it is still to come ("112 posts are to go under the proposals"), or stands in a
/// heading, whose infinitives do ("Norvane to cut 650 jobs").
fn is_to_come(ctx: &Ctx<'_>, sentence: &str) -> bool {
    const STEMS: &[&str] =
        &["plan", "propos", "aim", "target", "hope", "expect", "intend", "pledge", "promis", "seek", "offer"];
    const WORDS: &[&str] = &["would", "could", "may", "might", "will", "should"];
    let lower = sentence.to_lowercase();
    ctx.paragraph.sort == Sort::Heading
        || [" is to ", " are to ", " to be "].iter().any(|it| lower.contains(it))
        || lower.split(|it: char| !it.is_alphabetic()).any(|word| {
            WORDS.contains(&word) || STEMS.iter().any(|stem| word.starts_with(stem) && word.len() <= stem.len() + 5)
        })
}

/// "over three years", "in two years": the draft's sum is for a stretch of time.
fn spans_years(sentence: &str) -> bool {
    sentence.contains(" over ") && (sentence.contains(" years") || sentence.contains(" months"))
}
