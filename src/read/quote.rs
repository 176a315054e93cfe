//! Stub.

use super::Ctx;

pub fn quotes(_ctx: &mut Ctx<'_>) {}
