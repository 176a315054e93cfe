//! Finding and reading the sources, away from the desk and on any thread; again, only those that have changed.

use std::path::PathBuf;

use crate::corpus::load::{self, Entry};
use crate::corpus::{self, Corpus, SourceFile};
use crate::disk::{self, Found, Selected, Selection};
use crate::rules::Rules;

/// All that reading the sources needs, away from the desk.
#[derive(Clone, Debug)]
pub struct Loader {
    pub(super) root: PathBuf,
    pub(super) sources: Selection,
    pub(super) drafts: Selection,
    pub(super) entries: Vec<Entry>,
    pub(super) rules: Rules,
}

/// What became of the files when sources were read again, by the names that findings give them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

impl Loader {
    /// The files that `drafts` matches.
    pub fn draft_files(&self) -> Vec<Found> {
        disk::select(&self.drafts, &|path| disk::relative(path, &self.root)).found
    }

    /// Finds the sources and reads them all, in parallel. `done` is called once a file, from any thread, with the number
    /// of files.
    pub fn run(&self, done: &(dyn Fn(usize) + Sync)) -> Corpus {
        self.rerun(&Corpus::empty(), &[], done).map_or_else(Corpus::empty, |(corpus, _)| corpus)
    }

    /// Finds the sources anew and reads those that are not as `before` has them, and those `touched`. `None` where
    /// nothing has changed.
    pub fn rerun(
        &self,
        before: &Corpus,
        touched: &[PathBuf],
        done: &(dyn Fn(usize) + Sync),
    ) -> Option<(Corpus, Changes)> {
        let Selected { mut found, unread: mut problems, .. } =
            disk::select(&self.sources, &|path| disk::relative(path, &self.root));
        // What `drafts` matches is no source.
        found.retain(|it| !self.drafts.holds(&it.path));
        let touched: Vec<PathBuf> = touched.iter().map(|it| load::spoken_of(it)).collect();
        let n_found = found.len();
        let loaded = load::load(&found, &self.entries, before.records(), &touched, &|| done(n_found));
        problems.extend(loaded.problems());
        let was_there = |path: &&String| before.records().contains_key(*path);
        let (changed, added): (Vec<&String>, Vec<&String>) = loaded.read.iter().partition(was_there);
        let names = |paths: Vec<&String>, files: &[SourceFile]| -> Vec<String> {
            let is_private = |path: &str| {
                let unread = loaded.records.get(path).is_some_and(|it| it.is_private);
                unread || files.iter().any(|it| it.path == path && it.meta.confidential)
            };
            // Pictures and sidecars are looked at, and are none.
            let sources = paths.into_iter().filter(|it| load::sort_of(it) != load::FileSort::Other);
            sources.map(|it| corpus::named(it, is_private(it))).collect()
        };
        let removed = loaded.removed.iter().filter(|it| load::sort_of(it) != load::FileSort::Other);
        let removed = removed.map(|it| corpus::named(it, before.is_confidential(it))).collect();
        let changes = Changes { added: names(added, &loaded.files), changed: names(changed, &loaded.files), removed };
        let corpus = before.reloaded(&self.rules, loaded, problems)?;
        Some((corpus, changes))
    }
}
