//! From a fact of the draft, or the sentence around, to the places in the sources that speak to it.

use crate::engine::Engine;
use crate::finding::{Evidence, Finding};
use crate::text::TextId;

/// The evidence of the innermost fact that has any. A confidential source is among it: it is the writer's own file.
pub fn definition(engine: &Engine, draft: TextId, offset: u32) -> Vec<Evidence> {
    let facts = engine.facts_at(draft, offset);
    let mut found = facts.into_iter().map(|it| it.evidence).find(|it| !it.is_empty()).unwrap_or_default();
    if found.is_empty() {
        let at = |it: &Finding| it.span.start <= offset && offset <= it.span.end;
        found = engine.findings(draft).into_iter().filter(at).flat_map(|it| it.evidence).collect();
    }
    if found.is_empty() {
        found = engine.claim_at(draft, offset).map_or_else(Vec::new, |it| it.evidence);
    }
    found
}
