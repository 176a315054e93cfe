//! One file a feature: what the engine knows, put as the writer is to read it. Plain values; `convert` makes LSP of them.

pub(super) mod actions;
pub(super) mod definition;
pub(super) mod hover;
pub(super) mod status;
