//! `conflicting-claim`, `overstated-claim`, `disputed-claim`, `unsupported-claim`: each sentence of a paragraph against
//! the sentences of sources that could speak to it.

mod beyond;
mod cause;
mod compare;
mod differ;
mod event;
mod say;
mod within;

use super::{Ctx, ParamSpec};
use crate::finding::Checked;

pub const PARAMS: &[ParamSpec] = &[];

pub fn claims(ctx: &Ctx<'_>, acc: &mut Checked) {
    for statement in ctx.statements {
        acc.raised.extend(compare::compare(ctx, statement));
    }
}
