//! Finding and reading the sources, away from the desk and on any thread; again, only those that have changed.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::corpus::load::{self, Entry, FileSort, Record, Records, Stamps};
use crate::corpus::store::Store;
use crate::corpus::{self, Change, Corpus, Failed, Words, held};
use crate::disk::ledger::{self, Hidden, Made};
use crate::disk::{self, Found, Selected, Selection};
use crate::problem::Problem;
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
    /// What was found just now, for the first reading.
    pub(super) found: Option<Selected>,
}

/// Files to be looked at, and what is known of the others.
pub(super) struct Look {
    files: Vec<(Found, Stamps)>,
    others: Records,
    /// Gone for sure.
    removed: Vec<String>,
    /// What the walk could not look at.
    unread: Vec<Problem>,
    /// Bytes of all files together.
    n_bytes: u64,
    /// When the first of them was looked at. What was changed just before may be changed again with the same time.
    looked: SystemTime,
}

/// What became of the files when sources were read again, by the names that findings give them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

impl Look {
    /// All files.
    pub(super) fn of(found: Vec<Found>, unread: Vec<Problem>) -> Look {
        let looked = SystemTime::now();
        let stamps = load::stamps(&found);
        let n_bytes = n_bytes(stamps.iter());
        let files = found.into_iter().zip(stamps).collect();
        Look { files, others: Records::new(), removed: Vec::new(), unread, n_bytes, looked }
    }
}

/// Where what is known of the sources comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The corpus before, which may be empty.
    Before,
    Store,
    /// The store was found to hold what is confidential now, and was removed.
    Nothing,
}

impl Loader {
    /// The files that `drafts` matches.
    pub fn draft_files(&self) -> Vec<Found> {
        disk::select(&self.drafts, &|path| disk::relative(path, &self.root)).found
    }

    /// Finds the sources and reads them all, in parallel. `done` is called once a file, from any thread, with the number
    /// of files.
    pub fn run(self, done: &(dyn Fn(usize) + Sync)) -> Corpus {
        self.rerun(&Corpus::empty(), &[], done).map_or_else(Corpus::empty, |(corpus, _)| corpus)
    }

    /// The sources as they were last kept, without a look at the files: for measuring. NB: what has become confidential
    /// since is still open in it.
    pub fn stored(&self) -> Option<Corpus> {
        self.store.as_ref()?.open(&self.rules)
    }

    /// Finds the sources anew and reads those that are not as `before` has them, and those `touched`, which may be folders.
    /// Where nothing else can have changed nothing else is looked at. `None` where nothing has changed.
    pub fn rerun(
        mut self,
        before: &Corpus,
        touched: &[PathBuf],
        done: &(dyn Fn(usize) + Sync),
    ) -> Option<(Corpus, Changes)> {
        let touched: Vec<PathBuf> = touched.iter().map(|it| load::spoken_of(it)).collect();
        let found = self.found.take();
        let store = self.store.clone();
        let stored = || store.as_ref().filter(|_| before.records().is_empty()).and_then(|it| it.open(&self.rules));
        let (look, stored) = match self.look_at(before, &touched) {
            Some(look) => (look, None),
            None => rayon::join(|| self.look(found), stored),
        };
        let stored = stored.filter(|_| store.as_ref().is_some_and(|it| it.is_worth(look.n_bytes)));
        let from = if stored.is_some() { From::Store } else { From::Before };
        self.read(stored.as_ref().unwrap_or(before), from, look, &touched, done)
    }

    /// All files.
    fn look(&self, found: Option<Selected>) -> Look {
        let find = || disk::select(&self.sources, &|path| disk::relative(path, &self.root));
        let Selected { mut found, unread, .. } = found.unwrap_or_else(find);
        // What `drafts` matches is no source.
        found.retain(|it| !self.drafts.holds(&it.path));
        Look::of(found, unread)
    }

    /// The `touched` files alone, where all of them are files that were looked at before, or are nowhere.
    fn look_at(&self, before: &Corpus, touched: &[PathBuf]) -> Option<Look> {
        let records = before.records();
        if touched.is_empty() || records.is_empty() || load::problems(records) != before.problems() {
            return None;
        }
        let (mut found, mut removed) = (Vec::new(), Vec::new());
        for path in touched {
            let shown = disk::relative(path, &self.root);
            match (disk::is_plain_file(path), records.contains_key(&shown)) {
                (Some(true), true) => found.push(Found { path: path.clone(), shown }),
                (None, true) => removed.push(shown),
                // Somebody else's file for a moment, as it is saved; but a folder may be gone with all that was in it.
                (None, false) if !load::has_below(records, &shown) => {}
                (Some(_), _) | (None, false) => return None,
            }
        }
        found.sort_by(|a, b| a.shown.cmp(&b.shown));
        found.dedup();
        let looked = SystemTime::now();
        let stamps = load::stamps(&found);
        let mut others = Records::clone(records);
        removed.sort();
        removed.dedup();
        for it in found.iter().map(|it| &it.shown).chain(&removed) {
            others.remove(it);
        }
        let n_bytes = n_bytes(stamps.iter().chain(others.values().map(|it| &it.stamps)));
        let files = found.into_iter().zip(stamps).collect();
        Some(Look { files, others, removed, unread: Vec::new(), n_bytes, looked })
    }

    /// What `before` has and the files that were looked at come to.
    pub(super) fn read(
        &self,
        before: &Corpus,
        from: From,
        look: Look,
        touched: &[PathBuf],
        done: &(dyn Fn(usize) + Sync),
    ) -> Option<(Corpus, Changes)> {
        let Look { files, others: mut records, removed, unread: mut problems, n_bytes, looked } = look;
        let store = self.store.as_ref().filter(|it| it.is_worth(n_bytes));
        let keep = |bytes: Vec<u8>, words: &Words| match store {
            Some(store) => store.keep(bytes, words),
            None => held(bytes),
        };
        let mut change = Change::of(before, &self.rules, &keep);
        let mut read: Vec<String> = Vec::new();
        let mut hidden = Hidden::default();
        let mut secret: Vec<String> = Vec::new();
        for batch in files.chunks(corpus::BATCH) {
            let loaded = load::load(batch, &self.entries, before.records(), touched, &|| done(files.len()));
            for it in loaded.files.iter().filter(|it| it.meta.confidential) {
                self.hide(&it.path, Some(&it.disk_path), ledger::words(&it.text), &mut hidden);
                secret.push(it.path.clone());
            }
            for (path, _) in loaded.records.iter().filter(|(path, it)| it.is_private && loaded.read.contains(path)) {
                self.hide(path, None, 0, &mut hidden);
            }
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
        // What is confidential must not lie about in what was kept of it before.
        if let Some(store) = self.store.as_ref().filter(|_| !hidden.is_empty()) {
            let (is_gone, left) = store.forget(&hidden);
            problems.extend(left);
            if is_gone && from != From::Nothing {
                let (corpus, _) = self.read(&Corpus::empty(), From::Nothing, self.look(None), &[], done)?;
                let changes = since(before, &corpus);
                return Some((corpus, changes));
            }
        }
        problems.extend(load::problems(&records));
        let removed: Vec<String> = match removed.is_empty() {
            true => before.records().keys().filter(|it| !records.contains_key(*it)).cloned().collect(),
            false => removed,
        };
        if read.is_empty() && removed.is_empty() && problems == before.problems() {
            let is_new = from == From::Store || records != **before.records();
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
            store.save(&corpus, looked);
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

fn n_bytes<'a>(stamps: impl Iterator<Item = &'a Stamps>) -> u64 {
    stamps.filter_map(|it| it.first()?.as_ref()).map(disk::Stamp::n_bytes).sum()
}
