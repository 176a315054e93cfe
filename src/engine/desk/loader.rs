//! Finding and reading the sources, away from the desk and on any thread; again, only those that have changed.

use std::path::PathBuf;

use crate::corpus::load::{self, Entry, FileSort, Records, Stamps};
use crate::corpus::store::Store;
use crate::corpus::{self, Change, Corpus, Failed, SourceFile, held};
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
    pub(super) store: Option<Store>,
}

/// What became of the files when sources were read again, by the names that findings give them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

/// Files that are read before what was read of them is put together: a large archive never lies in memory as a whole.
const BATCH: usize = 512;

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

    /// The sources as they were last kept, without a look at the files.
    pub fn stored(&self) -> Option<Corpus> {
        self.store.as_ref()?.open(&self.rules)
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
        let stamps = load::stamps(&found);
        let n_bytes = stamps.iter().filter_map(|it| it.first()?.as_ref()).map(disk::Stamp::n_bytes).sum();
        let store = self.store.as_ref().filter(|it| it.is_worth(n_bytes));
        let stored = store.filter(|_| before.records().is_empty()).and_then(|it| it.open(&self.rules));
        let is_stored = stored.is_some();
        let before = stored.as_ref().unwrap_or(before);
        let touched: Vec<PathBuf> = touched.iter().map(|it| load::spoken_of(it)).collect();
        let files: Vec<(Found, Stamps)> = found.into_iter().zip(stamps).collect();
        let keep = |bytes: Vec<u8>| match store {
            Some(store) => store.keep(bytes),
            None => held(bytes),
        };
        let mut change = Change::of(before, &self.rules, &keep);
        let mut records = Records::new();
        let mut read: Vec<String> = Vec::new();
        let mut hidden: Vec<String> = Vec::new();
        for batch in files.chunks(BATCH) {
            let loaded = load::load(batch, &self.entries, before.records(), &touched, &|| done(files.len()));
            let is_hidden = |it: &&SourceFile| it.meta.confidential;
            hidden.extend(loaded.files.iter().filter(is_hidden).map(|it| it.path.clone()));
            records.extend(loaded.records);
            read.extend(loaded.read);
            for Failed { path, confidential, place } in change.add(loaded.files) {
                // What lies in an archive is remembered as the archive.
                let folders = path.match_indices('/').rev().filter_map(|(end, _)| path.get(..end));
                let shown = std::iter::once(path.as_str()).chain(folders).find(|it| records.contains_key(*it));
                if let Some((shown, record)) = shown.and_then(|it| Some((it, records.get_mut(it)?))) {
                    record.fail(shown, &place, confidential);
                }
            }
        }
        // What is confidential from now on must not lie about in what was kept of it before.
        let is_hidden = |of: &Records, path: &String| of.get(path).map(|it| it.is_hidden);
        let has_turned =
            |it: &&String| is_hidden(&records, it) == Some(true) && is_hidden(before.records(), it) == Some(false);
        if let Some(store) = store.filter(|_| read.iter().any(|it| has_turned(&it))) {
            store.wipe();
            return self.rerun(&Corpus::empty(), &[], done);
        }
        problems.extend(load::problems(&records));
        let removed: Vec<String> = before.records().keys().filter(|it| !records.contains_key(*it)).cloned().collect();
        if read.is_empty() && removed.is_empty() && problems == before.problems() {
            let is_new = is_stored || records != **before.records();
            return is_new.then(|| (before.remembering(records), Changes::default()));
        }
        let is_source = |it: &&String| load::sort_of(it) != FileSort::Other;
        let names = |paths: Vec<&String>| -> Vec<String> {
            let is_private = |path: &String| records.get(path).is_some_and(|it| it.is_private) || hidden.contains(path);
            // Pictures and sidecars are looked at, and are none.
            paths.into_iter().filter(is_source).map(|it| corpus::named(it, is_private(it))).collect()
        };
        let (changed, added): (Vec<&String>, Vec<&String>) =
            read.iter().partition(|path| before.records().contains_key(*path));
        let gone = removed.iter().filter(is_source);
        let gone = gone.map(|it| corpus::named(it, before.is_confidential(it))).collect();
        let changes = Changes { added: names(added), changed: names(changed), removed: gone };
        let is_news = !removed.is_empty() || read.iter().any(|it| records.get(it).is_some_and(|it| !it.is_hidden));
        change.remember(records);
        let corpus = change.finish(&[removed, read].concat(), problems);
        // Where only confidential sources were read there is nothing new to be kept.
        if let Some(store) = store.filter(|_| is_news) {
            store.save(&corpus);
        }
        Some((corpus, changes))
    }
}
