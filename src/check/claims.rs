//! `conflicting-claim`, `overstated-claim`, `disputed-claim`, `unsupported-claim`: each sentence of a paragraph against
//! the sentences of sources that could speak to it.

use super::{Ctx, ParamSpec};
use crate::finding::Checked;

pub const PARAMS: &[ParamSpec] = &[];

pub fn claims(_ctx: &Ctx<'_>, _acc: &mut Checked) {}
