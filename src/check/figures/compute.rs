//! What follows in one step from the figures of one sentence of a source: a difference, a ratio, a share, a rate, a sum.
//!
//! The working is shown with every answer, so that a reader can redo it. Nothing is chained: a sum of differences is
//! nobody's figure.

use super::column;
use super::fit::{Fit, Gap, fit};
use crate::fact::{Candidate, Change, ChangeRole, Dimension, Direction, FactKind, Figure, Form, Unit, Value};
use crate::rules::lexicon::counted::Counted;

/// A step and what it shows about the draft's figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    pub shows: Shows,
    /// "5 − 4 = 1 percentage point".
    pub working: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    Holds,
    Loose,
    Differs,
    /// "rose 1%" for a rise of one percentage point.
    PointForPercent,
    /// What it would follow from stands there, but for one thing.
    Open,
}

/// Tries every step that fits the kind of the draft's figure; the first that holds wins, then the first that differs.
pub fn compute(counted: &Counted, draft: &Figure, sentence: &str, candidate: &Candidate) -> Option<Computed> {
    let figures: Vec<&Figure> = candidate
        .facts
        .iter()
        .filter_map(|fact| match &fact.kind {
            FactKind::Figure(figure) => Some(figure.as_ref()),
            _ => None,
        })
        .collect();
    let sides: Vec<Figure> = figures.iter().filter(|it| it.form == Form::Score).flat_map(|it| sides(it)).collect();
    let figures: Vec<&Figure> = figures.into_iter().chain(&sides).collect();
    let steps = [
        movement(draft, &figures),
        multiple_of_change(draft, &figures),
        rate(counted, draft, &figures),
        share(draft, &figures),
        ends(draft, &figures),
        sum(counted, draft, sentence, &figures),
        complement(draft, sentence, &figures),
        part_of(draft, &figures),
        column::column(draft, candidate),
    ];
    let steps: Vec<Computed> = steps.into_iter().flatten().collect();
    let holds = steps.iter().find(|it| it.shows == Shows::Holds);
    holds.or_else(|| steps.first()).cloned()
}

/// The nine and the four of "9 to 4".
fn sides(score: &Figure) -> [Figure; 2] {
    [score.value.lo, score.value.hi].map(|side| Figure {
        value: Value::exactly(side, 1.0),
        form: Form::Number,
        unit: Unit::count(),
        ..score.clone()
    })
}

/// "doubled to 46 per cent" where a source has 23 and 46 side by side: the draft says itself which one came after.
pub fn told_after(draft: &Figure, after: Option<f64>, candidate: &Candidate) -> Option<Computed> {
    let after = after?;
    let values: Vec<f64> = candidate
        .facts
        .iter()
        .filter_map(|fact| match &fact.kind {
            FactKind::Figure(it) if it.value.is_single() && it.form == Form::Number => Some(it.value.lo),
            _ => None,
        })
        .collect();
    let before = values.windows(2).find_map(|it| match it {
        [before, same] if *same == after && *before > 0.0 => Some(*before),
        _ => None,
    })?;
    let working = format!("{} / {} = {}", number(after), number(before), number(after / before));
    let shows = shows(draft, after / before, draft);
    (shows == Shows::Holds).then_some(Computed { shows, working })
}

pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}

/// How a computed value bears on the draft's figure; `as_figure` gives it the source's dimension.
pub fn shows(draft: &Figure, value: f64, like: &Figure) -> Shows {
    let mut source = like.clone();
    source.value = Value::exactly(value, draft.value.grain.min(like.value.grain));
    source.form = Form::Number;
    source.hedge = crate::fact::Hedge::Bare;
    match fit(draft, &source) {
        Fit::Holds | Fit::Nearly(_) => Shows::Holds,
        // A computed value is rarely round: the draft may give it at its own grain.
        Fit::Weaker(_) if (draft.value.lo - value).abs() <= draft.value.grain / 2.0 => Shows::Holds,
        Fit::Weaker(_) => Shows::Loose,
        Fit::Open
        | Fit::Differs(Gap::WrongSide | Gap::BoundReversed | Gap::Plain | Gap::Thousandfold | Gap::DigitSwap) => {
            Shows::Differs
        }
    }
}

/// "rose from 4 to 5": the level before and after, in one dimension.
fn pair<'a>(figures: &[&'a Figure]) -> Option<(&'a Figure, &'a Figure)> {
    let role = |wanted: ChangeRole| figures.iter().find(|it| it.change.is_some_and(|it| it.role == wanted)).copied();
    let from = role(ChangeRole::From)?;
    // "was 7.5 per cent, down from 10.3": the level after stands before it, and nothing says that it is one.
    let before = || {
        let at = figures.iter().position(|it| std::ptr::eq(*it, from))?;
        figures
            .get(at.checked_sub(1)?)
            .filter(|it| it.change.is_none() && it.unit.dimension == from.unit.dimension)
            .copied()
    };
    let to = role(ChangeRole::To).or_else(before)?;
    let comparable = from.unit.dimension == to.unit.dimension || from.unit.dimension == Dimension::Count;
    (comparable && from.value.is_single() && to.value.is_single()).then_some((from, to))
}

fn movement(draft: &Figure, figures: &[&Figure]) -> Option<Computed> {
    let (from, to) = pair(figures)?;
    let factor = to.unit.factor;
    // "from 2.0 to 4.1 million": a bare number before "to" has the unit and magnitude of the one after it.
    let before = if from.unit.dimension == to.unit.dimension { from.value.lo } else { from.value.lo * factor };
    let (before_n, after_n) = (before / factor, to.value.lo / factor);
    let delta = to.value.lo - before;
    if draft.form == Form::Multiple {
        let working = format!("{} / {} = {}", number(after_n), number(before_n), number(after_n / before_n));
        return (before != 0.0).then(|| Computed { shows: shows(draft, to.value.lo / before, draft), working });
    }
    let Some(Change { role: ChangeRole::By, direction }) = draft.change else {
        return None;
    };
    let of_pair = match (&draft.unit.dimension, &to.unit.dimension) {
        (Dimension::Point, Dimension::Percent) | (Dimension::Percent, _) => true,
        (ours, theirs) => ours == theirs,
    };
    if !of_pair {
        return None;
    }
    if (direction == Direction::Up) != (delta > 0.0) {
        let working =
            format!("{} to {} is a {}", number(before_n), number(after_n), if delta > 0.0 { "rise" } else { "fall" });
        return Some(Computed { shows: Shows::Differs, working });
    }
    let relative = if before == 0.0 { f64::INFINITY } else { delta.abs() / before.abs() * 100.0 };
    let difference = format!(
        "{} − {} = {}",
        number(after_n.max(before_n)),
        number(after_n.min(before_n)),
        number(delta.abs() / factor)
    );
    match (&draft.unit.dimension, &to.unit.dimension) {
        (Dimension::Point, Dimension::Percent) => Some(Computed {
            shows: shows(draft, delta.abs(), draft),
            working: format!("{difference} percentage points"),
        }),
        (Dimension::Percent, dimension) => {
            let by_ratio = shows(draft, relative, draft);
            let as_points = *dimension == Dimension::Percent && shows(draft, delta.abs(), draft) == Shows::Holds;
            let working = format!("{} / {} = {}%", number(delta.abs() / factor), number(before_n), number(relative));
            Some(match by_ratio {
                Shows::Holds => Computed { shows: by_ratio, working },
                _ if as_points => {
                    Computed { shows: Shows::PointForPercent, working: format!("{difference} percentage points") }
                }
                other => Computed { shows: other, working },
            })
        }
        (ours, theirs) if ours == theirs => {
            Some(Computed { shows: shows(draft, delta.abs(), draft), working: difference })
        }
        _ => None,
    }
}

/// "doubled" against "grew 200%", and the other way round.
fn multiple_of_change(draft: &Figure, figures: &[&Figure]) -> Option<Computed> {
    let signed = |change: Change| if change.direction == Direction::Up { 1.0 } else { -1.0 };
    figures.iter().find_map(|source| {
        let by = |figure: &Figure| figure.change.filter(|it| it.role == ChangeRole::By);
        if draft.form == Form::Multiple && source.unit.dimension == Dimension::Percent {
            let change = by(source)?;
            let times = 1.0 + signed(change) * source.value.lo / 100.0;
            let working = format!("{}% {} is {} times as much", number(source.value.lo), moved(change), number(times));
            return Some(Computed { shows: shows(draft, times, draft), working });
        }
        if source.form == Form::Multiple && draft.unit.dimension == Dimension::Percent && draft.form == Form::Number {
            let change = by(draft)?;
            let (lo, hi) = (source.value.lo - 1.0, source.value.hi - 1.0);
            let wanted = signed(change) * draft.value.lo / 100.0;
            let holds = lo - 0.005 <= wanted && wanted <= hi + 0.005;
            let working = format!(
                "{} times as much is {}% {}",
                number((source.value.lo + source.value.hi) / 2.0),
                number((lo + hi) * 50.0),
                moved(change)
            );
            return Some(Computed { shows: if holds { Shows::Holds } else { Shows::Differs }, working });
        }
        None
    })
}

fn moved(change: Change) -> &'static str {
    match change.direction {
        Direction::Up => "more",
        Direction::Down => "less",
    }
}

/// "four per 1,000 people" from 1,240 cases among 310,000 people.
fn rate(counted: &Counted, draft: &Figure, figures: &[&Figure]) -> Option<Computed> {
    let per = draft.per.as_ref().filter(|it| it.count > 1.0)?;
    let part = figures.iter().find(|it| counted.are_akin(&it.counted.head, &draft.counted.head) && it.per.is_none())?;
    let whole =
        figures.iter().find(|it| it.value.lo > part.value.lo && counted.are_akin(&it.counted.head, &per.word))?;
    let value = part.value.lo / whole.value.lo * per.count;
    let working =
        format!("{} / {} × {} = {}", number(part.value.lo), number(whole.value.lo), number(per.count), number(value));
    Some(Computed { shows: shows(draft, value, draft), working })
}

/// "70%" from "14 of the 20".
fn share(draft: &Figure, figures: &[&Figure]) -> Option<Computed> {
    let per_cent = |figure: &Figure| figure.whole.filter(|it| *it > 0.0).map(|whole| figure.value.lo / whole * 100.0);
    let working = |figure: &Figure, value: f64| {
        format!("{} / {} = {}%", number(figure.value.lo), number(figure.whole.unwrap_or(0.0)), number(value))
    };
    if draft.unit.dimension == Dimension::Percent {
        let source = figures.iter().find(|it| per_cent(it).is_some() && it.unit.dimension == Dimension::Count)?;
        let value = per_cent(source)?;
        return Some(Computed { shows: shows(draft, value, draft), working: working(source, value) });
    }
    let value = per_cent(draft).filter(|_| draft.unit.dimension == Dimension::Count)?;
    let source = figures.iter().find(|it| it.unit.dimension == Dimension::Percent && it.change.is_none())?;
    let mut ours = draft.clone();
    ours.value = Value::exactly(value, 1.0);
    ours.unit = source.unit.clone();
    let holds = matches!(fit(&ours, source), Fit::Holds | Fit::Nearly(_)) || (value - source.value.lo).abs() <= 0.5;
    Some(Computed { shows: if holds { Shows::Holds } else { Shows::Differs }, working: working(draft, value) })
}

/// "between 5,000 and 20,000" where one count is the lower end and another the upper.
fn ends(draft: &Figure, figures: &[&Figure]) -> Option<Computed> {
    let value = draft.value;
    let gives = |end: f64| {
        figures.iter().any(|it| it.unit.dimension == draft.unit.dimension && it.value.lo == end && it.value.is_single())
    };
    (draft.form == Form::Range && gives(value.lo) && gives(value.hi))
        .then(|| Computed { shows: Shows::Holds, working: "both ends are given".to_string() })
}

/// The sum or the difference of two figures of one sentence, or the sum of all.
fn sum(counted: &Counted, draft: &Figure, sentence: &str, figures: &[&Figure]) -> Option<Computed> {
    // "six in ten said no" is no sum of those who said no and those who were unsure; "said no or were unsure" is.
    if draft.form == Form::Share && ![" or ", " and ", " not "].iter().any(|it| sentence.contains(it)) {
        return None;
    }
    let dimension = &draft.unit.dimension;
    if !matches!(draft.form, Form::Number | Form::Share)
        || matches!(dimension, Dimension::Rank | Dimension::Score)
        || draft.change.is_some_and(|it| it.role != ChangeRole::By)
    {
        return None;
    }
    let casualties = counted.casualties.contains(&draft.counted.head);
    // "2.7 degrees warmer" leaves the scale to the figures before it.
    let scaleless = *dimension == Dimension::Other("degree".to_string());
    let fits = |it: &&&Figure| {
        (it.unit.dimension == *dimension || (scaleless && it.unit.dimension == Dimension::Temperature))
            && it.value.is_single()
            && matches!(it.form, Form::Number | Form::Share)
            && it.change.is_none()
            && (casualties
                || *dimension == Dimension::Percent
                || draft.counted.is_empty()
                || it.counted.is_empty()
                || counted.are_akin(&it.counted.head, &draft.counted.head))
    };
    let parts: Vec<&&Figure> = figures.iter().filter(fits).take(MAX_PARTS).collect();
    let factor = draft.unit.factor;
    // "up to 20,000" is borne out by 11,000 and by much else: a sum speaks for what is near it.
    let near = |value: f64| (draft.value.lo - value).abs() <= 0.1 * value.abs() || draft.form == Form::Share;
    let held = |value: f64| near(value) && shows(draft, value, draft) == Shows::Holds;
    let join = |parts: &[&&Figure], sign: &str| {
        parts.iter().map(|it| number(it.value.lo / factor)).collect::<Vec<_>>().join(sign)
    };
    for (n, a) in parts.iter().enumerate() {
        for b in parts.iter().skip(n + 1) {
            let (x, y) = (a.value.lo, b.value.lo);
            // The same figure twice is most often one thing mentioned twice.
            if x.min(y) * MAX_RATIO < x.max(y) {
                continue;
            }
            if held(x + y) && x.min(y) > 0.0 && x != y {
                let working = format!("{} = {}", join(&[a, b], " + "), number((x + y) / factor));
                return Some(Computed { shows: Shows::Holds, working });
            }
            if *dimension != Dimension::Percent && held((x - y).abs()) && x != y {
                let working = format!(
                    "{} − {} = {}",
                    number(x.max(y) / factor),
                    number(x.min(y) / factor),
                    number((x - y).abs() / factor)
                );
                return Some(Computed { shows: Shows::Holds, working });
            }
        }
    }
    let total: f64 = parts.iter().map(|it| it.value.lo).sum();
    (parts.len() > 2 && held(total)).then(|| Computed {
        shows: Shows::Holds,
        working: format!("{} = {}", join(&parts, " + "), number(total / factor)),
    })
}

/// More figures than this in a sentence are a list, and any sum of two of them a coincidence.
pub const MAX_PARTS: usize = 6;

/// Parts further apart than this are not parts of one thing: 101 million less 52 cents.
const MAX_RATIO: f64 = 100.0;

/// "About 2.5 million" from 60 per cent of 4.2 million.
fn part_of(draft: &Figure, figures: &[&Figure]) -> Option<Computed> {
    let plain =
        |it: &&&Figure| it.form == Form::Number && it.value.is_single() && it.change.is_none() && it.per.is_none();
    if !plain(&&draft) || matches!(draft.unit.dimension, Dimension::Percent | Dimension::Rank | Dimension::Duration) {
        return None;
    }
    let mut shares = figures.iter().filter(plain).filter(|it| it.unit.dimension == Dimension::Percent);
    let mut wholes = figures.iter().filter(plain).filter(|it| it.unit.dimension == draft.unit.dimension);
    let (share, whole) = (shares.next()?, wholes.next()?);
    if shares.next().is_some() || wholes.next().is_some() || whole.value.lo <= draft.value.lo {
        return None;
    }
    let (part, factor) = (whole.value.lo * share.value.lo / 100.0, draft.unit.factor);
    let near = (draft.value.lo - part).abs() <= 0.05 * part.abs();
    let working =
        format!("{}% of {} = {}", number(share.value.lo), number(whole.value.lo / factor), number(part / factor));
    (near && shows(draft, part, draft) == Shows::Holds).then_some(Computed { shows: Shows::Holds, working })
}

/// "70% did not vote" from 30% who did.
fn complement(draft: &Figure, sentence: &str, figures: &[&Figure]) -> Option<Computed> {
    let negated = sentence.contains(" not ") || sentence.contains("n't ") || sentence.contains("n’t ");
    if !negated || draft.unit.dimension != Dimension::Percent || draft.change.is_some() {
        return None;
    }
    let source = figures.iter().find(|it| {
        it.unit.dimension == Dimension::Percent
            && it.change.is_none()
            && shows(draft, 100.0 - it.value.lo, draft) == Shows::Holds
    })?;
    let working = format!("100 − {} = {}", number(source.value.lo), number(100.0 - source.value.lo));
    Some(Computed { shows: Shows::Holds, working })
}
