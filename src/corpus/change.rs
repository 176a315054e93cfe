//! From one corpus to the next: what changed is read, what went is marked, small segments are put together, and what hangs
//! on all sources is settled anew.
//!
//! Whatever the way to it, the next corpus answers as one would that read the same files afresh.

mod settle;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::load::Records;
use super::pack::Bytes;
use super::segment::{Builder, Prepared, Segment};
use super::source::Source;
use super::{Corpus, Gone, SourceFile, index};
use crate::disk::ledger;
use crate::problem::{Problem, fault};
use crate::rules::Rules;

/// How many small segments there may be before they are merged: each costs every question a look.
const MAX_SEGMENTS: usize = 8;

/// Sources of one segment. More memory than these take while they are read nobody needs for it, however many there are.
const SEGMENT_SOURCES: u32 = 25_000;

/// Sources that are read before what was read of them is put together.
pub const BATCH: usize = 128;

/// Takes a finished segment's bytes and gives them back, from the store or as they are.
pub type Keep<'a> = &'a (dyn Fn(Vec<u8>, &Words) -> (Bytes, Option<Arc<str>>) + Sync);

/// By path of a source that was just read: what tells its words from others, see [`ledger::words`].
pub type Words = FxHashMap<String, u64>;

/// In memory.
pub fn held(bytes: Vec<u8>) -> (Bytes, Option<Arc<str>>) {
    (Bytes::Held(bytes), None)
}

/// A part at a time.
pub(super) fn batches(all: Vec<SourceFile>) -> impl Iterator<Item = Vec<SourceFile>> {
    let mut rest = all.into_iter();
    std::iter::from_fn(move || Some(rest.by_ref().take(BATCH).collect::<Vec<_>>()).filter(|it| !it.is_empty()))
}

/// A corpus on its way to the next one.
pub struct Change<'a> {
    before: &'a Corpus,
    rules: Arc<Rules>,
    keep: Keep<'a>,
    words: Words,
    /// Read, and not yet put together with the others.
    read: Vec<(bool, Prepared)>,
    /// What goes into the store, and what must not.
    open: Builder,
    confidential: Builder,
    segments: Vec<Arc<Segment>>,
    records: Option<Arc<Records>>,
    next_id: u32,
}

/// A source that our own reading failed on, and where in our code.
#[derive(Clone, Debug)]
pub struct Failed {
    pub path: String,
    pub confidential: bool,
    pub place: String,
}

impl<'a> Change<'a> {
    /// `keep` is never given anything confidential.
    pub fn of(before: &'a Corpus, rules: &Rules, keep: Keep<'a>) -> Change<'a> {
        let rules = Arc::new(rules.clone());
        let (open, confidential) = (Builder::new(&rules), Builder::new(&rules));
        Change {
            before,
            rules,
            keep,
            words: Words::default(),
            read: Vec::new(),
            open,
            confidential,
            segments: Vec::new(),
            records: None,
            next_id: before.next_id,
        }
    }

    /// Reads files, in parallel, while those before them are put together, which one thread must do. Gives those whose words
    /// a reader of ours failed on: they are no sources.
    pub fn add(&mut self, files: Vec<SourceFile>) -> Vec<Failed> {
        let rules = Arc::clone(&self.rules);
        let before = std::mem::take(&mut self.read);
        let open = files.iter().filter(|it| !it.meta.confidential);
        self.words.extend(open.map(|it| (it.path.clone(), ledger::words(&it.text))));
        let read = |file: SourceFile| {
            let (path, confidential) = (file.path.clone(), file.meta.confidential);
            let read = fault::guarded(|| Prepared::read(&rules, file));
            read.map(|it| (confidential, it)).map_err(|place| {
                tracing::error!(place, "a fault of backread's own; a source is not read");
                Failed { path, confidential, place }
            })
        };
        let all = || files.into_par_iter().map(read).collect::<Vec<_>>();
        let (all, ()) = rayon::join(all, || self.take(before));
        let mut failed = Vec::new();
        for it in all {
            match it {
                Ok(it) => self.read.push(it),
                Err(it) => failed.push(it),
            }
        }
        failed
    }

    fn take(&mut self, read: Vec<(bool, Prepared)>) {
        for (confidential, it) in read {
            if confidential {
                self.confidential.add(it);
                continue;
            }
            self.open.add(it);
            if self.open.n_sources() >= SEGMENT_SOURCES {
                self.cut();
            }
        }
    }

    /// Ends the segment that is being built.
    fn cut(&mut self) {
        let builder = std::mem::replace(&mut self.open, Builder::new(&self.rules));
        self.end(builder, self.keep);
    }

    fn end(&mut self, builder: Builder, keep: Keep<'_>) {
        let n = builder.n_sources();
        if n > 0
            && let Some(segment) = builder.segment(self.next_id, |bytes| keep(bytes, &self.words))
        {
            self.next_id += n;
            self.segments.push(Arc::new(segment));
        }
    }

    fn end_all(&mut self) {
        let read = std::mem::take(&mut self.read);
        self.take(read);
        self.cut();
        let confidential = std::mem::replace(&mut self.confidential, Builder::new(&self.rules));
        self.end(confidential, &|bytes, _| held(bytes));
    }

    /// What is remembered of the files from now on.
    pub fn remember(&mut self, records: Records) {
        self.records = Some(Arc::new(records));
    }

    /// The next corpus. Sources at `gone` paths, and in archives at them, are those that were replaced or went.
    pub fn finish(mut self, gone: &[String], problems: Vec<Problem>) -> Corpus {
        self.end_all();
        let mut next = self.before.clone();
        next.revision += 1;
        next.problems = problems;
        if let Some(records) = self.records.take() {
            next.records = records;
        }
        next.name_unread();
        let order = self.bury(&mut next, gone);
        let first = next.segments.len();
        next.segments.append(&mut self.segments);
        let n_small = next.segments().filter(|it| !is_large(it)).count();
        let merges = n_small > MAX_SEGMENTS || next.dead.len() > order.len();
        next.arrange(order, first);
        next.settle(self.before);
        if merges {
            // What was settled goes by the order of paths, which is no other.
            self.merge(&mut next);
            next.arrange(Vec::new(), 0);
        }
        next.next_id = self.next_id;
        next.trace(&self.rules, self.before);
        next
    }

    /// Marks what is gone, and gives what stays in order.
    fn bury(&self, next: &mut Corpus, gone: &[String]) -> Vec<(usize, u32)> {
        let mut dead: FxHashSet<(usize, u32)> = FxHashSet::default();
        for path in gone {
            let inside = format!("{path}/");
            let at = next.position(path);
            dead.extend(at.ok().and_then(|it| next.order.get(it)));
            let from = next.position(&inside).unwrap_or_else(|it| it);
            let in_it = next.order.iter().skip(from).take_while(|(segment, source)| {
                let head = next.segment(*segment).and_then(|it| it.head(*source));
                head.is_some_and(|it| it.reference.path.starts_with(&inside))
            });
            dead.extend(in_it);
        }
        let order = next.order.iter().filter(|it| !dead.contains(it)).copied().collect();
        let mut gone = Gone::clone(&next.gone);
        for (segment, source) in &dead {
            gone.add(next.segment(*segment).and_then(|it| it.open(*source)));
        }
        next.gone = Arc::new(gone);
        next.dead.extend(dead);
        order
    }

    /// Puts small segments together, and those of which much is dead.
    fn merge(&mut self, next: &mut Corpus) {
        let mut kept: Vec<Arc<Segment>> = Vec::new();
        let mut dead: FxHashSet<(usize, u32)> = FxHashSet::default();
        let before = std::mem::take(&mut next.segments);
        for (idx, segment) in before.iter().enumerate() {
            let n = segment.heads().len() as u32;
            let live: Vec<u32> = (0..n).filter(|it| !next.is_dead(idx, *it)).collect();
            if is_large(segment) && live.len() as u32 * 4 > n * 3 {
                let theirs = next.dead.iter().filter(|it| it.0 == idx);
                dead.extend(theirs.map(|(_, source)| (kept.len(), *source)));
                kept.push(Arc::clone(segment));
                continue;
            }
            // NB: closed, so that what is opened for this goes again.
            let closed = segment.closed();
            for batch in live.chunks(BATCH) {
                let rules = &self.rules;
                let read = batch.par_iter().filter_map(|it| {
                    let source = closed.open(*it)?;
                    Some((source.reference.confidential, Prepared::again(rules, source)?))
                });
                let read = read.collect();
                self.take(read);
            }
        }
        self.end_all();
        kept.append(&mut self.segments);
        (next.segments, next.dead) = (kept, dead);
        next.gone = Arc::new(Gone::of(next));
    }
}

/// Not worth being put together with others.
fn is_large(segment: &Segment) -> bool {
    segment.heads().len() as u32 * 2 > SEGMENT_SOURCES
}

impl Gone {
    pub(super) fn of(corpus: &Corpus) -> Gone {
        let mut gone = Gone::default();
        for (segment, source) in &corpus.dead {
            gone.add(corpus.segment(*segment).and_then(|it| it.open(*source)));
        }
        gone
    }

    fn add(&mut self, source: Option<&Source>) {
        let Some(source) = source else { return };
        for (paragraph, reading) in source.text.paragraphs.iter().zip(source.readings()) {
            self.n_sentences += reading.sentences.len() as u32;
            for stem in reading.sentences.iter().flat_map(|it| &it.stems) {
                *self.by_stem.entry(*stem).or_default() += 1;
            }
            for (stem, _) in index::quoted(0, reading, &paragraph.prose) {
                *self.by_quoted.entry(stem).or_default() += 1;
            }
        }
    }
}
