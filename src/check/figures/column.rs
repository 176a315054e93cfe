//! What follows from the rows of a table: the sum or the mean of a column whose every row has a figure.
//!
//! It only ever bears a figure out. A column that gives something else may be of other rows than the draft means.

use super::compute::{Computed, MAX_PARTS, Shows, number, shows};
use crate::fact::{Candidate, Dimension, Figure, Form, Statistic};

/// "555 cases in all", "an average of 185", of the rows of a table. A column that is not named after what is counted
/// has to give three digits: sums come out by chance.
pub fn column(draft: &Figure, candidate: &Candidate) -> Option<Computed> {
    if draft.form != Form::Number || !draft.value.is_single() || draft.change.is_some() || draft.whole.is_some() {
        return None;
    }
    candidate.columns.iter().find_map(|column| {
        let bare = column.dimension == Dimension::Count;
        let value = match (&draft.unit.dimension, &column.dimension) {
            (ours, theirs) if ours == theirs => 1.0,
            // The head of a column may say what its cells are in.
            (Dimension::Money(_) | Dimension::Mass | Dimension::Length | Dimension::Area, _) if bare => {
                draft.unit.factor
            }
            _ => return None,
        };
        let named = |it: &str| !it.is_empty() && column.head.split(' ').any(|word| word.starts_with(it));
        let is_named = named(&draft.counted.head) || named(&draft.subject.head);
        let digits = draft.value.lo.abs() / draft.value.grain;
        if digits < if is_named { 9.5 } else { 99.5 } || column.dimension == Dimension::Percent {
            return None;
        }
        let (n, total) = (column.values.len() as f64, column.values.iter().sum::<f64>());
        let (result, sign) = match draft.statistic {
            None | Some(Statistic::Total) => (total, String::new()),
            Some(Statistic::Mean) => (total / n, format!(" / {}", number(n))),
            Some(Statistic::Median | Statistic::Peak | Statistic::Low) => return None,
        };
        let shown: Vec<String> = column.values.iter().take(MAX_PARTS).map(|it| number(*it)).collect();
        let more = if column.values.len() > MAX_PARTS { " + …" } else { "" };
        let parts = format!("{}{more}", shown.join(" + "));
        let parts = if sign.is_empty() { parts } else { format!("({parts})") };
        let working = format!("{parts}{sign} = {}", number(result));
        (shows(draft, result * value, draft) == Shows::Holds).then_some(Computed { shows: Shows::Holds, working })
    })
}
