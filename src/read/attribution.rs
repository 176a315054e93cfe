//! Stub.

use super::Ctx;

pub fn attributions(_ctx: &mut Ctx<'_>) {}
