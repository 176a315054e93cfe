//! A desk as it was at a revision of git: the drafts' texts then, and the sources then.
//!
//! Rules, levels and decisions are those of today on both sides, so that what a house changes for itself is not laid at
//! the draft's door. A source that has not changed since, that git is told to ignore or that lies outside of the
//! repository is taken as it is now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::loader::{From, Look};
use super::{Desk, Loader};
use crate::corpus::Corpus;
use crate::corpus::load::{self, Entry};
use crate::disk::git::{Copies, Revision};
use crate::disk::{self, Found};
use crate::engine::Engine;
use crate::problem::Problem;

/// What was there.
#[derive(Debug)]
pub struct Before {
    corpus: Arc<Corpus>,
    /// By the path that findings name. A draft that was not there is not here.
    texts: BTreeMap<String, String>,
}

impl Before {
    /// A text as it was.
    pub fn text(&self, shown: &str) -> Option<&str> {
        self.texts.get(shown).map(String::as_str)
    }

    /// An engine over the sources as they were, with the rules of today.
    pub fn engine(&self, today: &Engine) -> Engine {
        let mut engine = today.twin();
        engine.set_corpus(Arc::clone(&self.corpus));
        engine
    }
}

impl Desk {
    /// Drafts, by path and shown name, and the sources as a revision has them. The sources of today must have been read.
    pub fn before(&self, name: &str, drafts: &[(PathBuf, String)]) -> Result<Before, Problem> {
        let revision = Revision::find(&self.root, name)?;
        for (path, shown) in drafts {
            if !path.starts_with(&revision.top) {
                let cause = "lies outside of the repository that --since looks into";
                return Err(Problem::new(shown, cause, "check it by itself, without --since"));
            }
        }
        let found = revision.texts(drafts.iter().map(|(path, _)| path.as_path()))?;
        let texts = drafts.iter().zip(found).filter_map(|((_, shown), bytes)| {
            // One that was no text then has nothing to be compared with.
            Some((shown.clone(), String::from_utf8(bytes?).ok()?))
        });
        let texts = texts.collect();
        let corpus = self.engine.corpus();
        let corpus = self.loader().before(corpus, &revision)?.map_or_else(|| Arc::clone(corpus), Arc::new);
        Ok(Before { corpus, texts })
    }
}

impl Loader {
    /// The sources as a revision has them; `None` where they are the same.
    fn before(&self, today: &Corpus, revision: &Revision) -> Result<Option<Corpus>, Problem> {
        let changed = revision.changed()?;
        // A source and its sidecar go together.
        let mut wanted = BTreeSet::new();
        for path in &changed {
            let source = load::spoken_of(path);
            if self.sources.holds(&source) && !self.drafts.holds(&source) {
                wanted.extend(load::sidecar(&source));
                wanted.insert(source);
            }
        }
        if wanted.is_empty() {
            return Ok(None);
        }
        let copies = Copies::of(revision, &wanted)?;
        let mut found = disk::select(&self.sources, &|path| disk::relative(path, &self.root)).found;
        found.retain(|it| !self.drafts.holds(&it.path) && !wanted.contains(&it.path));
        let mut copied: Vec<Found> = Vec::new();
        for path in &wanted {
            let Ok(inner) = path.strip_prefix(&revision.top) else { continue };
            let copy = copies.top().join(inner);
            if self.sources.holds(path) && copy.is_file() {
                copied.push(Found { path: copy, shown: disk::relative(path, &self.root) });
            }
        }
        found.extend(copied);
        found.sort_by(|a, b| a.shown.cmp(&b.shown));
        let mut entries = self.entries.clone();
        entries.extend(self.entries.iter().filter_map(|it| {
            let pattern = it.pattern.moved(&revision.top, copies.top())?;
            Some(Entry { pattern, entry: it.entry.clone() })
        }));
        // NB: not into the store, which is for what is there now.
        let then = Loader { entries, store: None, ..self.clone() };
        let read = then.read(today, From::Before, Look::of(found, Vec::new()), &[], &|_| {});
        Ok(read.map(|(corpus, _)| corpus))
    }
}
