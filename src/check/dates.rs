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
use crate::fact::FactKind;
use crate::finding::Checked;

pub const PARAMS: &[ParamSpec] = &[];

pub fn dates(ctx: &Ctx<'_>, acc: &mut Checked) {
    for (idx, fact) in ctx.facts() {
        if let FactKind::Date(date) = &fact.kind {
            acc.raised.extend(weekday::weekday(ctx, fact, date));
            compare::compare(ctx, idx, fact, date, acc);
        }
    }
}
