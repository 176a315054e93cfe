//! One file a feature: what the engine knows, put as the writer is to read it. Plain values; `convert` makes LSP of them.

pub(super) mod actions;
pub(super) mod completion;
pub(super) mod definition;
pub(super) mod folds;
pub(super) mod hints;
pub(super) mod hover;
pub(super) mod lenses;
pub(super) mod links;
pub(super) mod references;
pub(super) mod standing;
pub(super) mod status;
pub(super) mod symbols;
