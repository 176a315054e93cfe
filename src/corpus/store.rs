//! Segments on disk, in the user's cache folder: what was read of a source is read again only when the file has changed.
//!
//! A segment's file is named by its content and never changed; the manifest names those that are live and is replaced as
//! a whole. So whoever reads sees one state or the other, whoever is killed leaves files that nobody names, and two that
//! build at once are both right: the later manifest stands. What is missing, damaged or of another version is as if it
//! were not there, and is built anew. Confidential sources never come here, and neither do their names; what came here
//! before it became confidential goes with the folder that was ever given it, whatever key that has.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::{Duration, SystemTime};

use memmap2::Mmap;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_128;

use super::load::{Record, Records};
use super::pack::{Bytes, Put, Take};
use super::segment::Segment;
use super::{Corpus, FIRST_SOURCE, Gone, Words, held};
use crate::disk::ledger::{self, Forgotten, Hidden, Made};
use crate::disk::{self, Stamp};
use crate::problem::{Mark, Problem, Reach};
use crate::rules::Rules;
use crate::text::TextSpan;

/// Where the segments of one corpus lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    cache: PathBuf,
    folder: PathBuf,
    /// Paths of sources are relative to it.
    root: PathBuf,
    /// Sources that take fewer bytes are read sooner than they are looked up.
    least: u64,
}

/// Raised with every change to what the files look like.
const VERSION: u32 = 5;

const MANIFEST: &str = "manifest";
const SEGMENT: &str = ".segment";

/// Files that no manifest names may be another one's, who has not written it yet. No build takes longer.
const LEFT_OVER: Duration = Duration::from_secs(3_600);

/// A file that was changed so shortly before it was read may have been changed again within the same tick of the clock.
const TICK: Duration = Duration::from_secs(2);

/// A corpus smaller than this, in bytes of its files, is read anew each time.
pub const LEAST: u64 = 1 << 20;

impl Store {
    /// `key` is of all that decides what a source reads like: configuration, rules, the program itself.
    pub fn at(cache: &Path, root: &Path, key: u128, least: u64) -> Store {
        let folder = cache.join(ledger::STORES).join(format!("{key:032x}"));
        Store { cache: cache.to_path_buf(), folder, root: root.to_path_buf(), least }
    }

    pub fn is_worth(&self, n_bytes: u64) -> bool {
        n_bytes >= self.least
    }

    /// The corpus as it was last saved; `None` where there is none, or where anything about it is wrong.
    pub fn open(&self, rules: &Rules) -> Option<Corpus> {
        let manifest = fs::read(self.folder.join(MANIFEST)).ok()?;
        let (body, sum) = manifest.split_last_chunk::<16>()?;
        if xxh3_128(body) != u128::from_le_bytes(*sum) {
            return None;
        }
        let it = &mut Take(body);
        if it.word()? != VERSION {
            return None;
        }
        let names = it.strings()?;
        let mut dead = FxHashSet::default();
        for _ in 0..it.many()? {
            dead.insert((it.n()? as usize, it.n()?));
        }
        let n_shared = it.many()?;
        let shared = (0..n_shared).map(|_| Some((it.n()? as usize, it.n()? as usize)));
        let shared = shared.collect::<Option<Vec<_>>>()?;
        let mut records = Records::new();
        for _ in 0..it.many()? {
            records.insert(it.string()?, take_record(it)?);
        }
        let rules = Arc::new(rules.clone());
        let mapped: Option<Vec<Bytes>> = names.par_iter().map(|name| self.map(name)).collect();
        let mut corpus = Corpus { next_id: FIRST_SOURCE, dead, records: Arc::new(records), ..Corpus::default() };
        let mut starts = Vec::new();
        let mapped = mapped?;
        for bytes in &mapped {
            starts.push(corpus.next_id);
            corpus.next_id = corpus.next_id.checked_add(Segment::n_sources(bytes)?)?;
        }
        let opened = mapped.into_par_iter().zip(starts).zip(&names).map(|((bytes, first), name)| {
            let mut segment = Segment::of(&rules, bytes, first)?;
            segment.file = Some(Arc::from(name.as_str()));
            Some(Arc::new(segment))
        });
        corpus.segments = opened.collect::<Option<Vec<_>>>()?;
        corpus.gone = Arc::new(Gone::of(&corpus));
        corpus.put_in_order(&rules, shared);
        ledger::touch(&self.folder);
        Some(corpus)
    }

    #[expect(unsafe_code, reason = "files here are never changed in place, and damage is found by their sums")]
    fn map(&self, name: &str) -> Option<Bytes> {
        let file = File::open(self.folder.join(name)).ok()?;
        // SAFETY: nobody writes to a file once it has its name; one that goes away stays mapped.
        let bytes = unsafe { Mmap::map(&file) }.ok()?;
        (named(&bytes) == name).then_some(Bytes::Mapped(bytes))
    }

    /// Writes a segment and maps it. What cannot be written stays in memory. `words` are those of the sources, by path,
    /// as far as they were just read.
    pub fn keep(&self, bytes: Vec<u8>, words: &Words) -> (Bytes, Option<Arc<str>>) {
        let name = named(&bytes);
        let bytes = Bytes::Held(bytes);
        let made = Segment::paths(&bytes).map(|paths| {
            let made = |it: &String| self.made(it, words.get(it).copied().unwrap_or(0));
            paths.iter().map(made).collect::<Vec<_>>()
        });
        // NB: nothing lies in the folder that its ledger does not tell of.
        let is_noted = made.is_some_and(|it| ledger::note(&self.folder, &it).inspect_err(tell).is_ok());
        let Bytes::Held(bytes) = bytes else { return (bytes, None) };
        let kept =
            is_noted.then(|| self.write(&name, &bytes).inspect_err(tell).ok().and_then(|()| self.map(&name))).flatten();
        match kept {
            Some(mapped) => (mapped, Some(Arc::from(name))),
            None => held(bytes),
        }
    }

    /// Remembers a corpus whose files were `looked` at then, and removes what nobody needs any more. Says whether it could.
    pub fn save(&self, corpus: &Corpus, looked: SystemTime) -> bool {
        let is_hidden = |segment: &Segment| segment.heads().iter().all(|it| it.reference.confidential);
        let mut out = Put::default();
        out.word(VERSION);
        let mut places: Vec<Option<usize>> = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for segment in corpus.segments() {
            match &segment.file {
                Some(name) => {
                    places.push(Some(names.len()));
                    names.push(name);
                }
                None if is_hidden(segment) => places.push(None),
                // NB: without it the sources in it would be taken for gone.
                None => return false,
            }
        }
        out.strs(names.iter().copied());
        let place = |(segment, source): &(usize, u32)| Some((places.get(*segment).copied().flatten()?, *source));
        let mut dead: Vec<(usize, u32)> = corpus.dead.iter().filter_map(place).collect();
        dead.sort_unstable();
        out.var(dead.len() as u64);
        for (segment, source) in dead {
            out.var(segment as u64);
            out.var(u64::from(source));
        }
        let shared = corpus.shared_of(|segment| places.get(segment).is_some_and(Option::is_some));
        out.var(shared.len() as u64);
        for (text, holder) in shared.iter() {
            out.var(*text as u64);
            out.var(*holder as u64);
        }
        let records: Vec<(&String, &Record)> = corpus.records.iter().filter(|it| !it.1.is_hidden).collect();
        out.var(records.len() as u64);
        for (path, record) in records {
            out.str(path);
            put_record(&mut out, record, looked);
        }
        let sum = xxh3_128(&out.0).to_le_bytes();
        out.0.extend_from_slice(&sum);
        let saved = self.write(MANIFEST, &out.0).inspect_err(tell).is_ok();
        if saved {
            self.clear(&names);
            ledger::clear_unused(&self.folder);
        }
        saved
    }

    /// Written aside, synced, renamed in.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        disk::make_own_folder(&self.folder)?;
        let aside = self.folder.join(format!(".{name}.{}", std::process::id()));
        let written = disk::create_own(&aside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        let renamed = written.and_then(|()| fs::rename(&aside, self.folder.join(name)));
        if renamed.is_err() {
            let _ = fs::remove_file(&aside);
        }
        renamed
    }

    /// A source, as the ledger knows it.
    pub fn made(&self, path: &str, words: u64) -> Made {
        Made::of(&self.root, path, words)
    }

    /// Removes all of the cache that was made of sources that are confidential now, this store or others', and says
    /// whether this one has gone. Whoever has it open keeps what is mapped. What cannot be removed is a problem.
    pub fn forget(&self, hidden: &Hidden) -> (bool, Vec<Problem>) {
        let Forgotten { folders, left } = ledger::forget(&self.cache, hidden);
        let cause = "holds words of a source that is confidential now, and could not be removed";
        let remedy = "end what uses it, and run `backread cache clear`";
        // NB: without a span it would be taken for a source that could not be read.
        let at = Some(TextSpan { start: 0, end: 0 });
        let problem = |it: &PathBuf| Problem { span: at, ..Problem::new(it.to_string_lossy(), cause, remedy) };
        (folders.contains(&self.folder), left.iter().map(problem).collect())
    }

    fn clear(&self, names: &[&str]) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = name.ends_with(SEGMENT) || name.starts_with('.') && *name != *ledger::NAME;
            let is_old = || {
                let modified = entry.metadata().ok().and_then(|it| it.modified().ok());
                modified.and_then(|it| it.elapsed().ok()).is_some_and(|it| it > LEFT_OVER)
            };
            if is_ours && !names.contains(&name.as_ref()) && is_old() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Says once that the cache cannot be written: nothing is lost by it but time.
fn tell(error: &io::Error) {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        tracing::warn!(%error, "the cache cannot be written (see `backread cache path`); sources are read anew each time");
    });
}

fn named(bytes: &[u8]) -> String {
    format!("{:032x}{SEGMENT}", xxh3_128(bytes))
}

fn put_record(out: &mut Put, record: &Record, looked: SystemTime) {
    let Record { stamps, content, problems, is_private, is_hidden: _ } = record;
    for stamp in stamps {
        let sure = stamp.as_ref().filter(|it| it.is_older(looked, TICK)).and_then(Stamp::parts);
        out.flag(sure.is_some());
        sure.iter().flatten().for_each(|it| out.var(*it));
    }
    out.long(*content as u64);
    out.long((*content >> 64) as u64);
    out.flag(*is_private);
    out.var(problems.len() as u64);
    for it in problems {
        for words in [&it.path, &it.cause, &it.remedy] {
            out.str(words);
        }
        out.flag(it.span.is_some());
        if let Some(span) = it.span {
            out.word(span.start);
            out.word(span.end);
        }
        out.flag(it.reach.is_some());
        if let Some(reach) = it.reach {
            for mark in [reach.start, reach.end] {
                for n in [mark.line, mark.utf8, mark.utf16, mark.chars] {
                    out.var(u64::from(n));
                }
            }
        }
    }
}

fn take_record(it: &mut Take<'_>) -> Option<Record> {
    let stamp = |it: &mut Take<'_>| -> Option<Option<Stamp>> {
        if !it.flag()? {
            return Some(None);
        }
        let parts: Vec<u64> = (0..6).map(|_| it.var()).collect::<Option<_>>()?;
        Some(Some(Stamp::of_parts(parts.try_into().ok()?)))
    };
    let stamps = [stamp(it)?, stamp(it)?];
    let content = u128::from(it.long()?) | u128::from(it.long()?) << 64;
    let is_private = it.flag()?;
    let mut problems = Vec::new();
    for _ in 0..it.many()? {
        let (path, cause, remedy) = (it.string()?, it.string()?, it.string()?);
        let span = if it.flag()? { Some(TextSpan { start: it.word()?, end: it.word()? }) } else { None };
        let reach = if it.flag()? { Some(Reach { start: mark(it)?, end: mark(it)? }) } else { None };
        problems.push(Problem { path, span, reach, cause, remedy });
    }
    Some(Record { stamps, content, problems, is_private, is_hidden: false })
}

fn mark(it: &mut Take<'_>) -> Option<Mark> {
    Some(Mark { line: it.n()?, utf8: it.n()?, utf16: it.n()?, chars: it.n()? })
}

#[cfg(test)]
mod tests;
