//! A movement told twice: by its ends and by how much. "rose from 40 to 50, up 20%", "doubled from 3 million to 5".

use super::Found;
use super::said::{Given, Said, number};
use super::words;
use crate::check::figures;
use crate::fact::{ChangeRole, Dimension, Direction, Form, Hedge};

pub fn change(said: &Said<'_>) -> Option<Found> {
    let from = only(said, ChangeRole::From)?;
    let to = only(said, ChangeRole::To)?;
    let (mut before, after) = (from.figure.value.lo, to.figure.value.lo);
    let bare = from.figure.unit.dimension == Dimension::Count && from.figure.counted.is_empty();
    if from.figure.unit.dimension != to.figure.unit.dimension {
        // "from 2.0 to 4.1 million": a bare number before "to" has the unit of the one after it.
        if !bare {
            return None;
        }
        before *= to.figure.unit.factor;
    }
    let plain = from.is_plain() && to.is_plain() && before != 0.0;
    let timed = matches!(to.figure.unit.dimension, Dimension::Duration | Dimension::Rank | Dimension::Temperature);
    // "from 2 to 4 million": the magnitude is said once, and of which it is said cannot be told.
    if !plain || timed || before <= 0.0 || after < 0.0 || after / before > 500.0 || before / after.max(1e-9) > 500.0 {
        return None;
    }
    let moved = Moved { said, before, after, from, to };
    match only(said, ChangeRole::By) {
        Some(by) if is_of(said, by, from, to) => moved.by(by),
        Some(_) => None,
        None => moved.direction(),
    }
}

/// The one figure of this role; `None` where there are several.
fn only<'a, 'b>(said: &'b Said<'a>, role: ChangeRole) -> Option<&'b Given<'a>> {
    let mut found = said.figures.iter().filter(|it| it.figure.change.is_some_and(|it| it.role == role));
    found.next().filter(|_| found.next().is_none())
}

/// The difference is told of what moves between the two ends: nothing but a comma parts it from them, or their subjects
/// are one.
fn is_of(said: &Said<'_>, by: &Given<'_>, from: &Given<'_>, to: &Given<'_>) -> bool {
    let (first, last) = (from.span.start.min(to.span.start), from.end().max(to.end()));
    let gap = if by.span.start >= last { said.raw(last, by.span.start) } else { said.raw(by.end(), first) };
    let apart = gap.contains([';', ':', '—'])
        || [" and ", " while ", " but ", " as ", " after ", " then "].iter().any(|it| words::plain(gap).contains(it));
    let heads = (&by.figure.subject.head, &to.figure.subject.head);
    let same = heads.0 == heads.1 || heads.0.is_empty() || heads.1.is_empty() || by.figure.form == Form::Multiple;
    let n_words = words::count(&words::plain(gap));
    // "a 20% rise in fees, from 40 to 50": whose it is need not be read.
    (same && n_words <= 12 || n_words <= 4) && !apart
}

struct Moved<'a, 'b> {
    said: &'b Said<'a>,
    before: f64,
    after: f64,
    from: &'b Given<'a>,
    to: &'b Given<'a>,
}

impl Moved<'_, '_> {
    fn shown(&self) -> (String, String) {
        let factor = self.to.figure.unit.factor;
        (number(self.before / factor), number(self.after / factor))
    }

    fn by(&self, by: &Given<'_>) -> Option<Found> {
        let (before, after) = self.shown();
        let up = self.after > self.before;
        let told_up = by.figure.change.is_some_and(|it| it.direction == Direction::Up);
        let delta = (self.after - self.before).abs();
        let slack = self.from.slack() + self.to.slack();
        let words = by.span.of(self.said.prose);
        if by.figure.form == Form::Multiple {
            let ratio = self.after / self.before;
            let spread = ratio * (self.from.slack() / self.before + self.to.slack() / self.after.max(1e-9));
            let holds = [ratio, ratio - spread, ratio + spread].iter().any(|it| figures::bears_out(by.figure, *it));
            let working = format!("{after} / {before} = {}, not {words}", number(ratio));
            return (!holds).then_some(Found { span: by.span, working });
        }
        if by.figure.form == Form::Share && up == told_up {
            let share = (delta / self.before * 1000.0).round() / 10.0;
            let working = format!("{before} to {after} is {}%, not {words}", number(share));
            return (!figures::bears_out(by.figure, share)).then_some(Found { span: by.span, working });
        }
        if by.figure.form != Form::Number || !by.figure.value.is_single() {
            return None;
        }
        if up != told_up && delta > slack {
            return self.direction();
        }
        let dimension = (&by.figure.unit.dimension, &self.to.figure.unit.dimension);
        let (value, slack, working) = match dimension {
            (Dimension::Percent, _) => {
                let relative = delta / self.before * 100.0;
                let spread = (self.from.slack() * self.after / self.before + self.to.slack()) / self.before * 100.0;
                let working = format!("{before} to {after} is {}%", number((relative * 10.0).round() / 10.0));
                (relative, spread, working)
            }
            (Dimension::Point, Dimension::Percent) => {
                (delta, slack, format!("{before} to {after} is {}", points(delta)))
            }
            (ours, theirs) if ours == theirs => {
                let factor = self.to.figure.unit.factor;
                let (more, less) = if up { (&after, &before) } else { (&before, &after) };
                (delta, slack, format!("{more} − {less} = {}", number(delta / factor)))
            }
            _ => return None,
        };
        let holds = match by.figure.hedge {
            Hedge::Bare => (by.figure.value.lo - value).abs() <= by.slack() + slack + value * 0.01,
            _ => [value, value - slack, value + slack].iter().any(|it| figures::bears_out(by.figure, *it)),
        };
        let unit = match by.figure.unit.dimension {
            Dimension::Percent => format!("{}%", by.written()),
            Dimension::Point => points(by.figure.value.lo),
            _ => number(by.figure.value.lo / self.to.figure.unit.factor),
        };
        (!holds).then(|| Found { span: by.span, working: format!("{working}, not {unit}") })
    }

    /// "fell from 40 to 50".
    fn direction(&self) -> Option<Found> {
        let told = self.to.figure.change?.direction;
        let sure = self.from.figure.change?.direction == told;
        let delta = self.after - self.before;
        let slack = self.from.slack() + self.to.slack();
        let agrees = (told == Direction::Up) == (delta > 0.0) || delta.abs() <= slack;
        let (before, after) = self.shown();
        let is = if delta > 0.0 { "a rise" } else { "a fall" };
        let not = if delta > 0.0 { "a fall" } else { "a rise" };
        let working = format!("{before} to {after} is {is}, not {not}");
        (sure && !agrees).then_some(Found { span: self.to.span, working })
    }
}

fn points(value: f64) -> String {
    format!("{} percentage {}", number(value), if value == 1.0 { "point" } else { "points" })
}
