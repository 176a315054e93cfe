//! Stub.

use super::Ctx;

pub fn placeholders(_ctx: &mut Ctx<'_>) {}

pub fn figures(_ctx: &mut Ctx<'_>) {}
