//! All sources, read and indexed. Never changed, only succeeded: a clone of the `Arc` is a snapshot.
//!
//! The corpus finds and fetches; it says nothing about right or wrong. It is the same for every draft: what a draft may
//! not use as evidence (itself, an earlier version) is a mask that the engine hands in with each question.

pub mod directory;
pub mod index;
pub mod load;
pub mod origin;
pub mod roster;
pub mod segment;
mod supersede;
mod table;

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::fact::{Candidate, SourceKind, Stem, Trust};
use crate::problem::Problem;
use crate::rules::Rules;
use crate::text::comment::FrontMatter;
use crate::text::{Text, TextId};
use index::What;
use load::{Loaded, Records};
use origin::Origins;
use segment::{Segment, Source};

/// One file as it was read from disk, before its facts are.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the configuration root, with `/`.
    pub path: String,
    /// Where the file lies, for clients that open it.
    pub disk_path: PathBuf,
    pub text: Text,
    pub meta: SourceMeta,
    /// The text is not the file's own bytes: decoded from another encoding, or extracted.
    pub extracted: bool,
}

/// What is known of a source beside its text: front matter, sidecar and configuration laid over one another.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceMeta {
    pub trust: Trust,
    pub kind: SourceKind,
    pub confidential: bool,
    /// Quotations may be compared with it word for word.
    pub verbatim: bool,
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// ISO date, as far as given.
    pub date: Option<String>,
    pub url: Option<String>,
    pub origin: Option<String>,
    pub language: Option<String>,
    pub speakers: Vec<String>,
    pub supersedes: Option<String>,
    /// Until when it may not be told of, as given.
    pub embargo: Option<String>,
    /// An outlet, a kind or an address is given, or a `[[source]]` entry names it: never taken for an earlier version.
    pub says_of_itself: bool,
}

impl Default for SourceMeta {
    /// A file that says nothing of itself: an ordinary source, quotable word for word.
    fn default() -> SourceMeta {
        SourceMeta {
            trust: Trust::Normal,
            kind: SourceKind::Unknown,
            confidential: false,
            verbatim: true,
            title: None,
            outlet: None,
            date: None,
            url: None,
            origin: None,
            language: None,
            speakers: Vec::new(),
            supersedes: None,
            embargo: None,
            says_of_itself: false,
        }
    }
}

impl SourceMeta {
    /// What a file says of itself, and what the folder that it lies in says. Words that mean nothing are passed over.
    pub fn of(front: &FrontMatter, path: &str) -> SourceMeta {
        let confidential = is_private(path) || front.confidential.unwrap_or(false);
        let mut meta = SourceMeta { confidential, ..SourceMeta::default() };
        if let Some(kind) = front.kind.as_deref().and_then(SourceKind::parse) {
            meta.kind = kind;
        }
        if let Some(trust) = front.trust.as_deref().and_then(Trust::parse) {
            meta.trust = trust;
        } else if meta.kind == SourceKind::Primary {
            meta.trust = Trust::Record;
        }
        // Notes and mail tell what was said, not how it was put.
        meta.verbatim = front.verbatim.unwrap_or(meta.kind != SourceKind::Notes);
        meta.says_of_itself = front.outlet.is_some() || front.kind.is_some() || front.url.is_some();
        meta.title = front.title.clone();
        meta.outlet = front.outlet.clone();
        meta.date = front.date.clone();
        meta.url = front.url.clone();
        meta.origin = front.origin.clone();
        meta.language = front.language.clone();
        meta.speakers = front.speakers.clone();
        meta.supersedes = front.supersedes.clone();
        meta.embargo = front.embargo.clone();
        meta
    }
}

/// Whether a file lies in a folder of confidential sources.
pub fn is_private(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|it| it.eq_ignore_ascii_case("confidential") || it.eq_ignore_ascii_case("off-record"))
}

/// Whether a source is a file, or lies in it: "wire.zip/2019/pier.html" in "wire.zip".
fn is_in(source: &str, file: &str) -> bool {
    source.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A file that could not be read, as findings name it: of a confidential one not even the name, which may be a person's.
pub fn named(path: &str, is_confidential: bool) -> String {
    if is_confidential || is_private(path) { "a confidential source".to_string() } else { path.to_string() }
}

/// A snapshot of all sources.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    segments: Vec<Arc<Segment>>,
    /// Paths whose place in a segment is stale: the file was changed or removed since.
    dead: Vec<(usize, u32)>,
    problems: Vec<Problem>,
    /// Files that could not be read at all; while there are any, absence proves less.
    unread: Vec<String>,
    /// What is remembered of every file that was looked at.
    records: Arc<Records>,
    origins: Arc<Origins>,
    /// By source: the path of the one that replaces it.
    superseded: Arc<FxHashMap<TextId, Arc<str>>>,
    /// Grows with every successor; part of every cache key.
    pub revision: u64,
    next_id: u32,
}

/// How many segments there may be before they are merged into one: each costs every question a look.
const MAX_SEGMENTS: usize = 8;

/// Sources are numbered from here, so that drafts can have the numbers below.
const FIRST_SOURCE: u32 = 1 << 20;

impl Corpus {
    pub fn empty() -> Corpus {
        Corpus { next_id: FIRST_SOURCE, ..Corpus::default() }
    }

    /// Reads all files in parallel. The result does not depend on the order in which threads finish.
    pub fn of(rules: &Rules, files: Vec<SourceFile>, problems: Vec<Problem>) -> Corpus {
        Corpus::empty().succeed(rules, files, &[], problems)
    }

    /// The corpus after `changed` files were read anew and the files at `removed` paths went.
    pub fn succeed(
        &self,
        rules: &Rules,
        mut changed: Vec<SourceFile>,
        removed: &[String],
        problems: Vec<Problem>,
    ) -> Corpus {
        let mut next = self.clone();
        next.revision += 1;
        next.problems = problems;
        next.name_unread();
        changed.sort_by(|a, b| a.path.cmp(&b.path));
        changed.dedup_by(|a, b| a.path == b.path);
        for (segment_idx, segment) in self.segments.iter().enumerate() {
            for (source_idx, source) in segment.sources.iter().enumerate() {
                let gone = removed.iter().any(|it| is_in(&source.reference.path, it))
                    || changed.binary_search_by(|it| it.path.cmp(&source.reference.path)).is_ok();
                let key = (segment_idx, source_idx as u32);
                if gone && !next.dead.contains(&key) {
                    next.dead.push(key);
                }
            }
        }
        if !changed.is_empty() {
            let first = next.next_id;
            next.next_id += changed.len() as u32;
            let numbered: Vec<(TextId, SourceFile)> =
                changed.into_iter().enumerate().map(|(n, file)| (TextId(first + n as u32), file)).collect();
            let sources: Vec<Arc<Source>> =
                numbered.into_par_iter().map(|(id, file)| Arc::new(Source::read(rules, id, file))).collect();
            next.segments.push(Arc::new(Segment::of(sources)));
        }
        if next.segments.len() > MAX_SEGMENTS {
            let live: Vec<Arc<Source>> = next.live().cloned().collect();
            next.segments = vec![Arc::new(Segment::of(live))];
            next.dead.clear();
        }
        let sources: Vec<&Source> = next.sources().collect();
        let origins = Origins::trace(rules, &sources);
        let superseded = supersede::superseded(&sources);
        next.origins = Arc::new(origins);
        next.superseded = Arc::new(superseded);
        next
    }

    /// The corpus after its files were looked at again; `None` where nothing has changed. `loaded` must have been read
    /// with this corpus' records.
    pub fn reloaded(&self, rules: &Rules, loaded: Loaded, problems: Vec<Problem>) -> Option<Corpus> {
        if loaded.read.is_empty() && loaded.removed.is_empty() && problems == self.problems {
            return None;
        }
        // A file that is no source any more goes like one that was removed.
        let removed = [loaded.removed, loaded.read].concat();
        let mut next = self.succeed(rules, loaded.files, &removed, problems);
        next.records = Arc::new(loaded.records);
        next.name_unread();
        Some(next)
    }

    fn name_unread(&mut self) {
        let unread = self.problems.iter().filter(|it| it.span.is_none());
        self.unread = unread.map(|it| named(&it.path, self.is_private_unread(&it.path))).collect();
    }

    /// Whether a path is that of a file that would be a confidential source if it could be read.
    fn is_private_unread(&self, path: &str) -> bool {
        self.records.get(path).is_some_and(|it| it.is_private)
    }

    pub fn records(&self) -> &Records {
        &self.records
    }

    fn live(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.segments.iter().enumerate().flat_map(move |(segment_idx, segment)| {
            segment
                .sources
                .iter()
                .enumerate()
                .filter(move |(source_idx, _)| !self.dead.contains(&(segment_idx, *source_idx as u32)))
                .map(|(_, source)| source)
        })
    }

    /// All sources, sorted by path.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        let mut sources: Vec<&Source> = self.live().map(Arc::as_ref).collect();
        sources.sort_by(|a, b| a.reference.path.cmp(&b.reference.path));
        sources.into_iter()
    }

    pub fn n_sources(&self) -> usize {
        self.segments.iter().map(|it| it.sources.len()).sum::<usize>() - self.dead.len()
    }

    /// Whether a path is that of a confidential source, or of one that would be if it could be read.
    pub fn is_confidential(&self, path: &str) -> bool {
        self.is_private_unread(path)
            || self.live().any(|source| source.reference.path == path && source.reference.confidential)
    }

    /// 1-based number of a source in the order of paths, for naming a confidential one: "S3".
    pub fn number(&self, path: &str) -> usize {
        let paths = || self.live().map(|source| source.reference.path.as_str());
        if paths().any(|it| it == path) { paths().filter(|it| *it < path).count() + 1 } else { 0 }
    }

    /// Whom the sources have their facts from.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// The path of the source that replaces another one.
    pub fn superseded_by(&self, source: TextId) -> Option<&str> {
        self.superseded.get(&source).map(Arc::as_ref)
    }

    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What findings call the files that should have been sources and could not be read.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// How well sentences fit these stems: what all facts of a sentence ask for.
    pub fn score(&self, stems: &[Stem]) -> Scored {
        Scored(self.segments.iter().map(|it| it.scores(stems)).collect())
    }

    /// The places that could speak to a fact of a sentence, best first, at most `most`. `masked` sources are no evidence.
    pub fn find(&self, scored: &Scored, what: What<'_>, masked: &[TextId], most: usize) -> Vec<Found> {
        let mut found = Vec::new();
        for (segment_idx, (segment, scores)) in self.segments.iter().zip(&scored.0).enumerate() {
            let dead = self.dead.iter().filter(|it| it.0 == segment_idx).map(|it| it.1);
            let barred: Vec<u32> = dead.chain(masked.iter().filter_map(|id| segment.position(*id))).collect();
            for hit in segment.find(scores, what, &barred, most) {
                found.push((segment_idx, hit));
            }
        }
        self.best(found, most)
    }

    fn best(&self, mut found: Vec<(usize, index::Hit)>, most: usize) -> Vec<Found> {
        // NB: ties are broken by path and place, never by the order of segments or of a hash map.
        let key = |(segment_idx, hit): &(usize, index::Hit)| self.segments.get(*segment_idx)?.order_key(hit.sentence);
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then_with(|| key(a).cmp(&key(b))));
        found.truncate(most);
        found.into_iter().map(|(segment, hit)| Found { segment, sentence: hit.sentence }).collect()
    }

    /// The places of these sources alone that could speak to a fact, best first, at most `most`.
    pub fn find_in(&self, stems: &[Stem], what: What<'_>, sources: &[TextId], most: usize) -> Vec<Found> {
        let mut found = Vec::new();
        for (segment_idx, segment) in self.segments.iter().enumerate() {
            let is_live = |idx: &u32| !self.dead.contains(&(segment_idx, *idx));
            let wanted: Vec<u32> = sources.iter().filter_map(|it| segment.position(*it)).filter(is_live).collect();
            if !wanted.is_empty() {
                let hits = segment.find_in(stems, what, &wanted, most);
                found.extend(hits.into_iter().map(|hit| (segment_idx, hit)));
            }
        }
        self.best(found, most)
    }

    /// How rare a word is, as the logarithm of how many sentences there are for one that has it; 0 where none has it.
    pub fn rarity(&self, stem: Stem) -> f32 {
        let spreads = self.segments.iter().map(|it| it.spread(stem));
        let (with, all) = spreads.fold((0, 0), |acc, it| (acc.0 + it.0, acc.1 + it.1));
        if with == 0 { 0.0 } else { (1.0 + all as f32 / with as f32).ln() }
    }

    /// The stretch of a source that a place stands in.
    pub fn block(&self, found: Found) -> Option<BlockKey> {
        let (source, block) = self.segments.get(found.segment)?.block(found.sentence)?;
        Some(BlockKey { segment: found.segment, source, block })
    }

    /// The paragraphs of a stretch.
    pub fn block_paragraphs(&self, key: BlockKey) -> Vec<&str> {
        self.segments.get(key.segment).map_or_else(Vec::new, |it| it.block_paragraphs(key.source, key.block))
    }

    /// Fetches a place with its facts. Places in one paragraph share its words.
    pub fn candidate(&self, found: Found, paragraphs: &mut Paragraphs) -> Option<Candidate> {
        let paragraphs = paragraphs.entry(found.segment).or_default();
        let mut candidate = self.segments.get(found.segment)?.candidate(found.sentence, paragraphs)?;
        // What hangs on all sources together a segment does not know.
        let id = candidate.place.text;
        if let Some(origin) = self.origins.name(id) {
            candidate.source.origin = Arc::clone(origin);
        }
        candidate.source.superseded_by = self.superseded.get(&id).cloned();
        Some(candidate)
    }
}

/// How well the sentences of every segment fit some stems. Good as long as the corpus that made it.
#[derive(Clone, Debug, Default)]
pub struct Scored(Vec<index::Scores>);

/// The words of paragraphs that candidates were fetched from, by segment, source and paragraph.
pub type Paragraphs = FxHashMap<usize, FxHashMap<(u32, u32), Arc<str>>>;

/// A stretch of a source: good as long as the corpus that named it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlockKey {
    segment: usize,
    source: u32,
    block: u32,
}

/// A place of the corpus, not yet fetched: good as long as the corpus that found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    segment: usize,
    sentence: u32,
}
