//! Finding and reading the sources, away from the desk and on any thread; again, only those that have changed.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::corpus::load::{self, Entry, FileSort, Record, Records, Stamps};
use crate::corpus::store::Store;
use crate::corpus::{self, Change, Corpus, SourceFile, held};
use crate::disk::ledger::{self, Hidden, Made};
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
        self.read_from(before, touched, false, done)
    }

    /// `is_again` once the store was found to hold what is confidential now, and was removed.
    fn read_from(
        &self,
        before: &Corpus,
        touched: &[PathBuf],
        is_again: bool,
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
        let words: RefCell<FxHashMap<String, u64>> = RefCell::default();
        let keep = |bytes: Vec<u8>| match store {
            Some(store) => store.keep(bytes, &words.borrow()),
            None => held(bytes),
        };
        let mut change = Change::of(before, &self.rules, &keep);
        let mut records = Records::new();
        let mut read: Vec<String> = Vec::new();
        let mut hidden = Hidden::default();
        let mut secret: Vec<String> = Vec::new();
        for batch in files.chunks(BATCH) {
            let loaded = load::load(batch, &self.entries, before.records(), &touched, &|| done(files.len()));
            for it in loaded.files.iter().filter(|_| self.store.is_some()) {
                let of_it = ledger::words(&it.text);
                match it.meta.confidential {
                    true => self.hide(&it.path, Some(&it.disk_path), of_it, &mut hidden),
                    false => drop(words.borrow_mut().insert(it.path.clone(), of_it)),
                }
            }
            for (path, _) in loaded.records.iter().filter(|(path, it)| it.is_private && loaded.read.contains(path)) {
                self.hide(path, None, 0, &mut hidden);
            }
            let is_secret = |it: &&SourceFile| it.meta.confidential;
            secret.extend(loaded.files.iter().filter(is_secret).map(|it| it.path.clone()));
            records.extend(loaded.records);
            read.extend(loaded.read);
            change.add(loaded.files);
        }
        // What is confidential must not lie about in what was kept of it before.
        if let Some(store) = self.store.as_ref().filter(|_| !hidden.is_empty()) {
            let (is_gone, left) = store.forget(&hidden);
            problems.extend(left);
            if is_gone && !is_again {
                let (corpus, _) = self.read_from(&Corpus::empty(), &[], true, done)?;
                let changes = since(before, &corpus);
                return Some((corpus, changes));
            }
        }
        problems.extend(load::problems(&records));
        let removed: Vec<String> = before.records().keys().filter(|it| !records.contains_key(*it)).cloned().collect();
        if read.is_empty() && removed.is_empty() && problems == before.problems() {
            let is_new = is_stored || records != **before.records();
            return is_new.then(|| (before.remembering(records), Changes::default()));
        }
        let changes = changes(before, &read, &removed, |path: &String| {
            records.get(path).is_some_and(|it| it.is_private) || secret.contains(path)
        });
        let is_news = !removed.is_empty() || read.iter().any(|it| records.get(it).is_some_and(|it| !it.is_hidden));
        change.remember(records);
        let corpus = change.finish(&[removed, read].concat(), problems);
        // Where only confidential sources were read there is nothing new to be kept.
        if let Some(store) = store.filter(|_| is_news) {
            store.save(&corpus);
        }
        Some((corpus, changes))
    }

    /// A file that is confidential, or one in an archive that lies at `file`.
    fn hide(&self, path: &str, file: Option<&Path>, words: u64, hidden: &mut Hidden) {
        let Some(store) = &self.store else { return };
        let file = file.map(|it| Made { path: it.to_path_buf(), words });
        for it in [Some(store.made(path, words)), file].into_iter().flatten() {
            hidden.add(it);
        }
    }
}

/// What became of files, some of which are not to be named.
fn changes(before: &Corpus, read: &[String], removed: &[String], is_private: impl Fn(&String) -> bool) -> Changes {
    let is_source = |it: &&String| load::sort_of(it) != FileSort::Other;
    let names = |paths: Vec<&String>| -> Vec<String> {
        // Pictures and sidecars are looked at, and are none.
        paths.into_iter().filter(is_source).map(|it| corpus::named(it, is_private(it))).collect()
    };
    let (changed, added): (Vec<&String>, Vec<&String>) =
        read.iter().partition(|path| before.records().contains_key(*path));
    let gone = removed.iter().filter(is_source);
    let gone = gone.map(|it| corpus::named(it, before.is_confidential(it))).collect();
    Changes { added: names(added), changed: names(changed), removed: gone }
}

/// The same where all files were read anew, whether they had changed or not.
fn since(before: &Corpus, now: &Corpus) -> Changes {
    let (old, new) = (before.records(), now.records());
    let is_other = |path: &String, it: &Record| {
        old.get(path).is_none_or(|old| (old.content, old.is_hidden) != (it.content, it.is_hidden))
    };
    let read: Vec<String> = new.iter().filter(|(path, it)| is_other(path, it)).map(|(path, _)| path.clone()).collect();
    let removed: Vec<String> = old.keys().filter(|it| !new.contains_key(*it)).cloned().collect();
    changes(before, &read, &removed, |path| now.is_confidential(path))
}
