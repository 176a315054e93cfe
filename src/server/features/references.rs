//! From a fact of the draft to every place that states it: in the sources and elsewhere in the draft.

use crate::engine::{Engine, Places};
use crate::text::TextId;

/// A confidential source's places are among them: they open the writer's own file.
pub fn references(engine: &Engine, draft: TextId, offset: u32, with_itself: bool) -> Places {
    engine.places(draft, offset, with_itself)
}
