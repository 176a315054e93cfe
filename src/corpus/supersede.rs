//! Which sources are replaced by others that say so of themselves: `supersedes: first-toll.txt`.
//!
//! A source is named by its path or the end of it, or by the name that it has at its agency. A lead and a withdrawn source
//! replace nothing. And which are withdrawn by an agency's notice, that comes as an item of its own.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

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

/// Sources that a kill notice names: earlier versions of the item that it is a version of, and the item that it says it
/// replaces. NB: a version that came after the notice stands.
pub fn killed(sources: &[&Head]) -> FxHashSet<TextId> {
    if !sources.iter().any(|it| it.meta.killed) {
        return FxHashSet::default();
    }
    let mut by_item: FxHashMap<&str, Vec<(Option<u32>, &Head)>> = FxHashMap::default();
    for source in sources {
        if let Some(name) = source.meta.url.as_deref() {
            let (item, version) = item(name);
            by_item.entry(item).or_default().push((version, source));
        }
    }
    let mut killed = FxHashSet::default();
    for notice in sources.iter().filter(|it| it.meta.killed) {
        let own = notice.meta.url.as_deref();
        for named in [own, notice.meta.supersedes.as_deref()].into_iter().flatten() {
            let (item, version) = item(named);
            let is_earlier = |(other, source): &&(Option<u32>, &Head)| match (version, other) {
                (Some(ours), Some(theirs)) => *theirs <= ours,
                // Days are all that is known of the others.
                _ => match (&source.meta.date, &notice.meta.date) {
                    (Some(theirs), Some(ours)) => theirs <= ours,
                    _ => true,
                },
            };
            let same = by_item.get(item).into_iter().flatten();
            killed.extend(same.filter(is_earlier).map(|it| it.1.id).filter(|it| *it != notice.id));
        }
    }
    killed
}

/// "urn:orrin:4, version 2": an item's name and its version.
fn item(name: &str) -> (&str, Option<u32>) {
    let name = name.trim();
    match name.rsplit_once(", version ").map(|(item, version)| (item, version.parse())) {
        Some((item, Ok(version))) => (item, Some(version)),
        _ => (name, None),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a path is the one named, or ends in it.
fn is_named(path: &str, named: &str) -> bool {
    let named = named.trim_start_matches("./");
    path.strip_suffix(named).is_some_and(|it| it.is_empty() || it.ends_with('/'))
}
