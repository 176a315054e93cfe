//! Stub.

use super::{Ctx, ParamSpec};
use crate::finding::Checked;

pub const PARAMS: &[ParamSpec] = &[];

pub fn placeholders(_ctx: &Ctx<'_>, _acc: &mut Checked) {}
