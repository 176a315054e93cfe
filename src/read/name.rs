//! Stub.

use super::Ctx;

pub fn names(_ctx: &mut Ctx<'_>) {}
