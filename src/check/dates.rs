//! `impossible-weekday`: what a draft says of the calendar.

pub mod calendar;
pub mod resolve;
mod weekday;

use super::{Ctx, ParamSpec};
use crate::fact::FactKind;
use crate::finding::Checked;

pub const PARAMS: &[ParamSpec] = &[];

pub fn dates(ctx: &Ctx<'_>, acc: &mut Checked) {
    for (_, fact) in ctx.facts() {
        if let FactKind::Date(date) = &fact.kind {
            acc.raised.extend(weekday::weekday(ctx, fact, date));
        }
    }
}
