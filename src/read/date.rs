//! Stub.

use super::Ctx;

pub fn dates(_ctx: &mut Ctx<'_>) {}
