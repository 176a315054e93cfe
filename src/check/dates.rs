//! `conflicting-date`, `impossible-weekday`: each date of a paragraph against the calendar, and against the dates that
//! sources give for the same event.
//!
//! What a date means is [`resolve`]'s part, whether two date one event is [`event`]'s; [`compare`] weighs what the
//! sources say, and [`say`] words it.

pub mod calendar;
mod compare;
mod event;
pub mod resolve;
mod say;
mod weekday;

use super::{Ctx, ParamSpec};
use crate::fact::{Date, Fact, FactKind};
use crate::finding::{Checked, Evidence};

pub const PARAMS: &[ParamSpec] = &[];

pub fn dates(ctx: &Ctx<'_>, acc: &mut Checked) {
    for (idx, fact) in ctx.facts() {
        if let FactKind::Date(date) = &fact.kind {
            acc.raised.extend(weekday::weekday(ctx, fact, date));
            compare::compare(ctx, idx, fact, date, acc);
        }
    }
}

/// Every place that gives the date, or a finer one.
pub fn supporting(ctx: &Ctx<'_>, idx: usize, fact: &Fact, date: &Date) -> Vec<Evidence> {
    compare::given(ctx, idx, fact, date).0
}
