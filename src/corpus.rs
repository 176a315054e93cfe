//! All sources, read and indexed. Never changed, only succeeded: a clone of the `Arc` is a snapshot.
//!
//! The corpus finds and fetches; it says nothing about right or wrong. It is the same for every draft: what a draft may
//! not use as evidence (itself, an earlier version) is a mask that the engine hands in with each question.

mod change;
pub mod directory;
pub mod index;
pub mod load;
pub mod origin;
mod pack;
mod record;
mod repeats;
pub mod roster;
pub mod segment;
pub mod source;
pub mod store;
mod supersede;
mod table;

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::fact::{Candidate, SourceKind, Stem, Trust};
use crate::problem::Problem;
use crate::rules::Rules;
use crate::text::comment::FrontMatter;
use crate::text::{Text, TextId};
pub use change::{BATCH, Change, Failed, Words, held};
use index::{Weighed, What};
use load::Records;
use origin::Origins;
use segment::{Asked, Segment};
use source::{Head, Source};

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
    /// It is an agency's notice that a story is not to be used.
    pub killed: bool,
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
            killed: false,
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
        meta.killed = front.killed;
        meta
    }
}

/// Whether a file lies in a folder of confidential sources.
pub fn is_private(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|it| it.eq_ignore_ascii_case("confidential") || it.eq_ignore_ascii_case("off-record"))
}

/// A file that could not be read, as findings name it: of a confidential one not even the name, which may be a person's.
pub fn named(path: &str, is_confidential: bool) -> String {
    if is_confidential || is_private(path) { "a confidential source".to_string() } else { path.to_string() }
}

/// A snapshot of all sources.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    segments: Vec<Arc<Segment>>,
    /// Sources whose place in a segment is stale: the file was changed or removed since. By segment and source.
    dead: FxHashSet<(usize, u32)>,
    /// What the dead ones had, so that words are as rare as they would be without them.
    gone: Arc<Gone>,
    /// All that are not dead, by segment and source, in the order of paths.
    order: Arc<Vec<(usize, u32)>>,
    problems: Vec<Problem>,
    /// Files that could not be read at all; while there are any, absence proves less.
    unread: Vec<String>,
    /// What is remembered of every file that was looked at.
    records: Arc<Records>,
    origins: Arc<Origins>,
    /// By places in the order of paths: who has most of its wording from whom.
    shared: Arc<[(usize, usize)]>,
    /// By segment and source: the first of those that have about the same wording.
    leaders: Arc<FxHashMap<(usize, u32), u32>>,
    /// By source: the path of the one that replaces it.
    superseded: Arc<FxHashMap<TextId, Arc<str>>>,
    /// Sources that the notice of an agency withdraws.
    killed: Arc<FxHashSet<TextId>>,
    /// Grows with every successor; part of every cache key.
    pub revision: u64,
    next_id: u32,
}

/// Words of sources that are no longer there.
#[derive(Clone, Debug, Default)]
struct Gone {
    by_stem: FxHashMap<Stem, u32>,
    by_quoted: FxHashMap<Stem, u32>,
    n_sentences: u32,
}

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
        mut problems: Vec<Problem>,
    ) -> Corpus {
        changed.sort_by(|a, b| a.path.cmp(&b.path));
        changed.dedup_by(|a, b| a.path == b.path);
        let paths: Vec<String> = changed.iter().map(|it| it.path.clone()).collect();
        let mut change = Change::of(self, rules, &|bytes, _| held(bytes));
        for batch in change::batches(changed) {
            let failed = change.add(batch);
            problems.extend(failed.iter().map(|it| load::broke_off(&it.path, &it.place)));
        }
        change.finish(&[removed, &paths].concat(), problems)
    }

    fn name_unread(&mut self) {
        let unread = self.problems.iter().filter(|it| it.span.is_none());
        self.unread = unread.map(|it| named(&it.path, self.is_private_unread(&it.path))).collect();
    }

    /// Whether a path is that of a file that would be a confidential source if it could be read.
    fn is_private_unread(&self, path: &str) -> bool {
        self.records.get(path).is_some_and(|it| it.is_private)
    }

    pub fn records(&self) -> &Arc<Records> {
        &self.records
    }

    /// The same, with what is remembered of files that only look as if they had changed.
    pub fn remembering(&self, records: Records) -> Corpus {
        Corpus { records: Arc::new(records), revision: self.revision + 1, ..self.clone() }
    }

    fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().map(AsRef::as_ref)
    }

    fn segment(&self, idx: usize) -> Option<&Segment> {
        self.segments.get(idx).map(AsRef::as_ref)
    }

    fn is_dead(&self, segment: usize, source: u32) -> bool {
        !self.dead.is_empty() && self.dead.contains(&(segment, source))
    }

    /// What is known of all sources, by path.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        self.order.iter().filter_map(|(segment, source)| self.segment(*segment)?.head(*source)).map(AsRef::as_ref)
    }

    /// All sources, opened, by path: of a large archive that takes long.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.order.iter().filter_map(|(segment, source)| self.segment(*segment)?.open(*source))
    }

    pub fn n_sources(&self) -> usize {
        self.order.len()
    }

    /// Where a source stands in the order of paths.
    fn position(&self, path: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|(segment, source)| {
            let head = self.segment(*segment).and_then(|it| it.head(*source));
            head.map_or("", |it| it.reference.path.as_str()).cmp(path)
        })
    }

    /// The source at a path, unopened.
    pub fn at(&self, path: &str) -> Option<&Head> {
        let (segment, source) = *self.order.get(self.position(path).ok()?)?;
        self.segment(segment)?.head(source).map(AsRef::as_ref)
    }

    /// What is known of a source by its number.
    pub fn head(&self, id: TextId) -> Option<&Head> {
        let (segment, source) = self.find_id(id)?;
        self.segment(segment)?.head(source).map(AsRef::as_ref)
    }

    /// The source of a number, opened.
    pub fn source(&self, id: TextId) -> Option<&Source> {
        let (segment, source) = self.find_id(id)?;
        self.segment(segment)?.open(source)
    }

    fn find_id(&self, id: TextId) -> Option<(usize, u32)> {
        let mut found = self.segments().enumerate().filter_map(|(idx, it)| Some((idx, it.position(id)?)));
        found.next().filter(|(segment, source)| !self.is_dead(*segment, *source))
    }

    /// Whether a path is that of a confidential source, or of one that would be if it could be read.
    pub fn is_confidential(&self, path: &str) -> bool {
        self.is_private_unread(path) || self.at(path).is_some_and(|it| it.reference.confidential)
    }

    /// 1-based number of a source in the order of paths, for naming a confidential one: "S3".
    pub fn number(&self, path: &str) -> usize {
        self.position(path).map_or(0, |it| it + 1)
    }

    /// Whom the sources have their facts from.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// The path of the source that replaces another one.
    pub fn superseded_by(&self, source: TextId) -> Option<&str> {
        self.superseded.get(&source).map(Arc::as_ref)
    }

    /// How far a source is trusted, others' word on it included.
    pub fn trust(&self, source: &Head) -> Trust {
        if self.killed.contains(&source.id) { Trust::Withdrawn } else { source.reference.trust }
    }

    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What findings call the files that should have been sources and could not be read.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// The same with opened sources closed, where they take more memory than `most` bytes. Whatever was found in the one
    /// holds in the other.
    pub fn closed(&self, most: usize) -> Option<Corpus> {
        let weight: usize = self.segments().map(Segment::weight).sum();
        (weight > most).then(|| {
            let closed = self.segments().map(|it| Arc::new(it.closed())).collect();
            Corpus { segments: closed, ..self.clone() }
        })
    }

    fn n_sentences(&self) -> u32 {
        self.segments().map(Segment::n_sentences).sum::<u32>().saturating_sub(self.gone.n_sentences)
    }

    /// In how many sentences a word stands.
    fn count(&self, stem: Stem) -> u32 {
        let n: u32 = self.segments().map(|it| it.postings().by_stem.count(stem)).sum();
        n.saturating_sub(self.gone.by_stem.get(&stem).copied().unwrap_or(0))
    }

    fn count_quoted(&self, stem: Stem) -> u32 {
        let n: u32 = self.segments().map(|it| it.postings().by_quoted.count(stem)).sum();
        n.saturating_sub(self.gone.by_quoted.get(&stem).copied().unwrap_or(0))
    }

    /// How well sentences fit these stems: what all facts of a sentence ask for.
    pub fn score(&self, stems: &[Stem]) -> Scored {
        let weighed = Weighed::of(stems, self.n_sentences() as usize, |it| self.count(it) as usize);
        Scored(self.segments().map(|it| weighed.scores(it.postings().by_stem)).collect())
    }

    /// The places that could speak to a fact of a sentence, best first, at most `most`. `masked` sources are no evidence.
    pub fn find(&self, scored: &Scored, what: What<'_>, masked: &[TextId], most: usize) -> Vec<Found> {
        let is_usable = |segment_idx: usize, segment: &Segment, source: u32| {
            !self.is_dead(segment_idx, source)
                && (masked.is_empty() || segment.head(source).is_some_and(|it| !masked.contains(&it.id)))
        };
        // NB: asked of every sentence that shares a word, so not at all where the answer is plain.
        let all = self.dead.is_empty() && masked.is_empty();
        let is_usable: Option<Usable<'_>> = if all { None } else { Some(&is_usable) };
        self.search(scored, what, most, is_usable)
    }

    /// The places of these sources alone that could speak to a fact, best first, at most `most`.
    pub fn find_in(&self, stems: &[Stem], what: What<'_>, sources: &[TextId], most: usize) -> Vec<Found> {
        let is_usable = |segment_idx: usize, segment: &Segment, source: u32| {
            !self.is_dead(segment_idx, source) && segment.head(source).is_some_and(|it| sources.contains(&it.id))
        };
        self.search(&self.score(stems), what, most, Some(&is_usable))
    }

    fn search(&self, scored: &Scored, what: What<'_>, most: usize, is_usable: Option<Usable<'_>>) -> Vec<Found> {
        let quoted = match what {
            What::Words(words) => {
                let stems = index::all_stems(words);
                Some(Weighed::of(&stems, self.n_sentences() as usize, |it| self.count_quoted(it) as usize))
            }
            What::Figure(_) | What::Sentence => None,
        };
        let is_many = match what {
            What::Figure(figure) => self.segments().map(|it| it.n_near(figure)).sum::<usize>() > index::MANY_NEAR,
            What::Words(_) | What::Sentence => false,
        };
        // More than are wanted, where some may say the same again.
        let wide = if self.leaders.is_empty() { most } else { most * repeats::WIDE };
        let mut found = Vec::new();
        for (segment_idx, (segment, scores)) in self.segments().zip(&scored.0).enumerate() {
            let asked = Asked { what, scores, quoted: quoted.as_ref(), is_many };
            let here = |source: u32| is_usable.is_none_or(|it| it(segment_idx, segment, source));
            let here: Option<&dyn Fn(u32) -> bool> = if is_usable.is_some() { Some(&here) } else { None };
            let hits = segment.find(&asked, here, wide);
            found.extend(hits.into_iter().map(|hit| (segment_idx, hit)));
        }
        // NB: ties are broken by path and place, never by the order of segments or of a hash map.
        let key = |(segment_idx, hit): &(usize, index::Hit)| self.segment(*segment_idx)?.order_key(hit.sentence);
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then_with(|| key(a).cmp(&key(b))));
        if found.len() > most && !self.leaders.is_empty() {
            repeats::put_behind(&mut found, most, |(segment_idx, hit)| {
                let (source, _) = self.segment(*segment_idx)?.source_of(hit.sentence)?;
                Some((*self.leaders.get(&(*segment_idx, source))?, (*segment_idx, source)))
            });
        }
        found.truncate(most);
        found.into_iter().map(|(segment, hit)| Found { segment, sentence: hit.sentence }).collect()
    }

    /// How rare a word is, as the logarithm of how many sentences there are for one that has it; 0 where none has it.
    pub fn rarity(&self, stem: Stem) -> f32 {
        match self.count(stem) {
            0 => 0.0,
            with => (1.0 + self.n_sentences() as f32 / with as f32).ln(),
        }
    }

    /// Sources that have most of the sentences with these hashes, and are mostly made of them.
    pub fn made_of(&self, hashes: &[u32], share: f64) -> Vec<&Head> {
        let mut found = Vec::new();
        for (segment_idx, segment) in self.segments().enumerate() {
            for (source, (n, all)) in segment.shared(hashes) {
                let is_mostly = |whole: usize| f64::from(n) >= share * whole as f64;
                if is_mostly(hashes.len()) && is_mostly(all as usize) && !self.is_dead(segment_idx, source) {
                    found.extend(segment.head(source).filter(|_| all as usize >= MIN_HASHES).map(AsRef::as_ref));
                }
            }
        }
        found.sort_by(|a, b| a.reference.path.cmp(&b.reference.path));
        found
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
        if self.killed.contains(&id) {
            candidate.source.trust = Trust::Withdrawn;
        }
        Some(candidate)
    }
}

/// Whether a source may be an answer, by its segment and its place there.
type Usable<'a> = &'a dyn Fn(usize, &Segment, u32) -> bool;

/// Sources with fewer sentences are never known by them.
const MIN_HASHES: usize = 10;

/// How well the sentences of every segment fit some stems. Good as long as the corpus that made it.
#[derive(Clone, Debug, Default)]
pub struct Scored(Vec<index::Scores>);

impl Scored {
    /// In the order of [`Corpus::parts`].
    pub fn by_part(&self) -> &[index::Scores] {
        &self.0
    }
}

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
