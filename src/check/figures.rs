//! Stub.

use super::{Ctx, ParamSpec};
use crate::finding::Checked;

pub const PARAMS: &[ParamSpec] = &[];

pub fn figures(_ctx: &Ctx<'_>, _acc: &mut Checked) {}
