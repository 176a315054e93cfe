//! Which sources are replaced by others that say so of themselves: `supersedes: first-toll.txt`.
//!
//! A source is named by its path or the end of it, or by the name that it has at its agency. A lead and a withdrawn source replace nothing.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::source::Head;
use crate::text::TextId;

/// By source: the path of the one that replaces it; the last in the order of paths, where several do.
pub fn superseded(sources: &[&Head]) -> FxHashMap<TextId, Arc<str>> {
    if sources.iter().all(|it| it.meta.supersedes.is_none()) {
        return FxHashMap::default();
    }
    let mut by_file: FxHashMap<&str, Vec<&Head>> = FxHashMap::default();
    let mut by_name: FxHashMap<&str, Vec<&Head>> = FxHashMap::default();
    for source in sources {
        if let Some(name) = source.meta.url.as_deref() {
            by_name.entry(name.trim()).or_default().push(source);
        }
        by_file.entry(file_name(&source.reference.path)).or_default().push(source);
    }
    let mut superseded = FxHashMap::default();
    for later in sources.iter().filter(|it| it.reference.trust.counts()) {
        let Some(named) = later.meta.supersedes.as_deref().map(str::trim).filter(|it| !it.is_empty()) else { continue };
        let alike = by_file.get(file_name(named)).into_iter().flatten();
        let alike = alike.filter(|it| is_named(&it.reference.path, named));
        let same = by_name.get(named).into_iter().flatten();
        for earlier in alike.chain(same).filter(|it| it.id != later.id) {
            superseded.insert(earlier.id, Arc::from(later.reference.path.as_str()));
        }
    }
    superseded
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a path is the one named, or ends in it.
fn is_named(path: &str, named: &str) -> bool {
    let named = named.trim_start_matches("./");
    path.strip_suffix(named).is_some_and(|it| it.is_empty() || it.ends_with('/'))
}
