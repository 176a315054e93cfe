//! Files to sources before their facts are read: bytes to text, and what is known of a file beside its words.
//!
//! A file says of itself in front matter, then a sidecar speaks, then `[[source]]` entries in their order; the later
//! word wins key by key, except that nobody can take back `confidential`. Read in parallel; a file that cannot be read
//! is a problem, not a stop.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

use super::{SourceFile, SourceMeta};
use crate::config::{self, SourceEntry};
use crate::disk::{self, Found, Pattern, Stamp};
use crate::problem::{Problem, fault};
use crate::text::Text;
use crate::text::comment::FrontMatter;
use crate::text::format::{self, Member, Opened, Refused};

/// A `[[source]]` entry with its glob made absolute.
#[derive(Clone, Debug)]
pub struct Entry {
    pub pattern: Pattern,
    pub entry: SourceEntry,
}

/// What a file is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSort {
    /// Read as a text, or by a reader of its format.
    Readable,
    /// A document that may hold words, and that we have no reader for.
    Unreadable,
    /// Pictures, sound, programs, and our own files: no source and no loss.
    Other,
}

const DOCUMENTS: &[&str] = &[
    "doc", "rtf", "pages", "xlsb", "numbers", "ppt", "key", "mobi", "msg", "pst", "mdb", "djvu", "wpd", "tif", "tiff",
];

const SIDECAR: &str = ".meta.toml";

/// How a Git LFS pointer begins: the document itself was not fetched.
const LFS_HEAD: &[u8] = b"version https://git-lfs.github.com/spec/";

pub fn sort_of(name: &str) -> FileSort {
    let name = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    if name.ends_with(SIDECAR) || name == config::FILE_NAME || name == "decisions.toml" || name.ends_with('~') {
        return FileSort::Other;
    }
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some(extension) if DOCUMENTS.contains(&extension) => FileSort::Unreadable,
        Some(_) if format::holds_no_words(&name) => FileSort::Other,
        _ => FileSort::Readable,
    }
}

/// What is remembered of a file, so that it is read again only when it has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub stamps: Stamps,
    /// Of its bytes and its sidecar's.
    pub content: u128,
    /// What was said about it when it was read.
    pub problems: Vec<Problem>,
    /// It is no source, as it could not be read, and would be a confidential one: not even its name is told.
    pub is_private: bool,
    /// It is or holds a confidential source: not even its name is written down.
    pub is_hidden: bool,
}

/// Of a file and of its sidecar.
pub type Stamps = [Option<Stamp>; 2];

/// By the path that is shown.
pub type Records = BTreeMap<String, Record>;

/// What has to be read anew, and what came of it.
#[derive(Debug, Default)]
pub struct Loaded {
    pub files: Vec<SourceFile>,
    /// Of the files that were looked at.
    pub records: Vec<(String, Record)>,
    /// Paths whose files were read, sources or not.
    pub read: Vec<String>,
}

impl Loaded {
    /// What is to be said of the files that were looked at.
    pub fn problems(&self) -> Vec<Problem> {
        problems(&self.records.iter().cloned().collect())
    }
}

/// What is to be said of all files, read now or before; a problem that several share once.
pub fn problems(records: &Records) -> Vec<Problem> {
    let mut problems: Vec<Problem> = records.values().flat_map(|it| it.problems.iter().cloned()).collect();
    problems.sort();
    problems.dedup();
    problems
}

/// Whether files below a folder are remembered.
pub fn has_below(records: &Records, folder: &str) -> bool {
    let inside = format!("{}/", folder.trim_end_matches('/'));
    records.range(inside.clone()..).next().is_some_and(|it| it.0.starts_with(&inside))
}

/// What tells, without reading them, that files were changed.
pub fn stamps(found: &[Found]) -> Vec<Stamps> {
    let of = |file: &Found| [disk::stamp(&file.path), sidecar(&file.path).and_then(|it| disk::stamp(&it))];
    found.par_iter().map(of).collect()
}

/// Reads all files.
pub fn load_all(found: &[Found], entries: &[Entry]) -> Loaded {
    let files: Vec<(Found, Stamps)> = found.iter().cloned().zip(stamps(found)).collect();
    load(&files, entries, &Records::new(), &[], &|| {})
}

/// Reads the files that are not as `before` remembers them, and those `touched` or in a folder that is, whatever their
/// stamps say. `done` is called once for each file, from any thread.
pub fn load(
    found: &[(Found, Stamps)],
    entries: &[Entry],
    before: &Records,
    touched: &[PathBuf],
    done: &(dyn Fn() + Sync),
) -> Loaded {
    let (folders, touched): (Vec<&PathBuf>, Vec<&PathBuf>) = touched.iter().partition(|it| it.is_dir());
    let touched: FxHashSet<&PathBuf> = touched.into_iter().collect();
    let is_touched = |path: &PathBuf| touched.contains(path) || folders.iter().any(|it| path.starts_with(it));
    let load = |(file, stamps): &(Found, Stamps)| {
        let known = before.get(&file.shown);
        let same = known.filter(|it| it.stamps == *stamps && it.stamps[0].is_some() && !is_touched(&file.path));
        let outcome = match same {
            Some(record) => (record.clone(), Vec::new(), false),
            None => read_anew(file, *stamps, known, entries),
        };
        done();
        outcome
    };
    let outcomes: Vec<(Record, Vec<SourceFile>, bool)> = found.par_iter().map(load).collect();
    let mut loaded = Loaded::default();
    for ((file, _), (record, sources, was_read)) in found.iter().zip(outcomes) {
        loaded.records.push((file.shown.clone(), record));
        loaded.files.extend(sources);
        if was_read {
            loaded.read.push(file.shown.clone());
        }
    }
    loaded
}

/// A file whose stamps say that it may be another one. Where its bytes are the same all is as it was.
fn read_anew(
    file: &Found,
    stamps: Stamps,
    known: Option<&Record>,
    entries: &[Entry],
) -> (Record, Vec<SourceFile>, bool) {
    let bytes = match sort_of(&file.shown) {
        FileSort::Readable => Some(disk::read(&file.path, &file.shown)),
        FileSort::Unreadable | FileSort::Other => None,
    };
    let beside = sidecar(&file.path).filter(|_| stamps[1].is_some()).map(|it| disk::read(&it, &file.shown));
    let content = match (&bytes, &beside) {
        (Some(Ok(bytes)), beside) => {
            let seed = beside.as_ref().map_or(0, |it| xxh3_64(it.as_deref().unwrap_or_default()) | 1);
            xxh3_128_with_seed(bytes, seed)
        }
        _ => 0,
    };
    if let Some(record) = known.filter(|it| it.content == content && content != 0) {
        return (Record { stamps, ..record.clone() }, Vec::new(), false);
    }
    let mut problems = Vec::new();
    let loaded = fault::guarded(|| {
        let mut problems = Vec::new();
        (load_one(file, bytes, entries, &mut problems), problems)
    });
    let sources = match loaded {
        Ok((sources, of_file)) => {
            problems.extend(of_file);
            sources
        }
        Err(place) => {
            tracing::error!(place, "a fault of backread's own; a source is not read");
            problems.push(broke_off(&file.shown, &place));
            Vec::new()
        }
    };
    let is_private = sources.is_empty() && !problems.is_empty() && is_said_private(file, entries);
    let is_hidden = is_private || super::is_private(&file.shown) || sources.iter().any(|it| it.meta.confidential);
    (Record { stamps, content, problems, is_private, is_hidden }, sources, true)
}

/// What is said of a file that our own reader fails on: where in the reader, and none of the file's words.
pub(super) fn broke_off(shown: &str, place: &str) -> Problem {
    let at = if place.is_empty() { String::new() } else { format!(" at {place}") };
    Problem::new(shown, format!("a fault of backread's own{at} kept it from being read"), "please report this line")
}

impl Record {
    /// The file was taken for a source, and reading what it says failed.
    pub fn fail(&mut self, shown: &str, place: &str, confidential: bool) {
        self.problems.push(broke_off(shown, place));
        self.is_private |= confidential;
        self.is_hidden |= confidential;
    }
}

/// The file that may speak of another one.
pub fn sidecar(path: &Path) -> Option<PathBuf> {
    let mut name = path.file_name()?.to_os_string();
    name.push(SIDECAR);
    Some(path.with_file_name(name))
}

/// The source that a sidecar speaks of; any other file is itself.
pub fn spoken_of(path: &Path) -> PathBuf {
    let name = path.file_name().and_then(|it| it.to_str()).and_then(|it| it.strip_suffix(SIDECAR));
    name.map_or_else(|| path.to_path_buf(), |name| path.with_file_name(name))
}

/// Whether a sidecar or an entry says that a file is confidential, whatever the file itself may say.
fn is_said_private(file: &Found, entries: &[Entry]) -> bool {
    let beside = || {
        let path = sidecar(&file.path).filter(|it| it.is_file())?;
        let text = disk::utf8(disk::read(&path, SIDECAR).ok()?, SIDECAR).ok()?;
        config::source_entry(SIDECAR, &text).0.confidential
    };
    let mut says = entries.iter().filter(|it| it.pattern.matches(&file.path)).map(|it| it.entry.confidential);
    says.any(|it| it == Some(true)) || beside() == Some(true)
}

/// A file's sources: one, or as many as an archive holds.
fn load_one(
    file: &Found,
    bytes: Option<Result<Vec<u8>, Problem>>,
    entries: &[Entry],
    problems: &mut Vec<Problem>,
) -> Vec<SourceFile> {
    match sort_of(&file.shown) {
        FileSort::Other => return Vec::new(),
        FileSort::Unreadable => {
            let extension = format::extension(&file.shown).to_ascii_uppercase();
            let cause = format!("{extension} documents cannot be read");
            problems.push(Problem::new(&*file.shown, cause, "save its text beside it as .txt, .md or .html"));
            return Vec::new();
        }
        FileSort::Readable => {}
    }
    let bytes = match bytes {
        Some(Ok(bytes)) => bytes,
        Some(Err(problem)) => {
            problems.push(problem);
            return Vec::new();
        }
        None => return Vec::new(),
    };
    if bytes.starts_with(LFS_HEAD) {
        let cause = "a Git LFS pointer, not the document";
        problems.push(Problem::new(&*file.shown, cause, "fetch it with `git lfs pull`"));
        return Vec::new();
    }
    // NB: before a reader of its format takes it apart.
    if is_ours(&String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(&bytes))) {
        return Vec::new();
    }
    let name = file.shown.rsplit('/').next().unwrap_or(&file.shown);
    #[cfg(test)]
    assert!(!String::from_utf8_lossy(&bytes).contains('\u{e0b6}'), "planted: {}", String::from_utf8_lossy(&bytes));
    let opened = format::open(name, bytes, 0, &disk::read_apart);
    let mut sources = Vec::new();
    take(file, &file.shown, &file.path, opened, entries, problems, &mut sources);
    sources
}

/// Takes what a file, or one of the files in it, turned out to be. `path` is what globs are held against.
fn take(
    file: &Found,
    shown: &str,
    path: &Path,
    opened: Result<Opened, Refused>,
    entries: &[Entry],
    problems: &mut Vec<Problem>,
    sources: &mut Vec<SourceFile>,
) {
    let (mut text, extracted) = match opened {
        Ok(Opened::Text(decoded, format)) => {
            let inside = shown != file.shown;
            (Text::read(decoded.text, format), inside || !decoded.lossless_utf8)
        }
        Ok(Opened::Document(document)) if document.is_ours => return,
        Ok(Opened::Document(document)) => (Text::of_document(*document), true),
        Ok(Opened::Several(members)) => {
            for Member { name, opened } in members {
                match name.is_empty() {
                    true => take(file, shown, path, opened, entries, problems, sources),
                    false => {
                        let shown = format!("{shown}/{name}");
                        // What lies in an archive may be a picture as well.
                        if sort_of(&shown) != FileSort::Other {
                            take(file, &shown, &path.join(name), opened, entries, problems, sources);
                        }
                    }
                }
            }
            return;
        }
        Err(Refused { cause, remedy }) => {
            problems.push(Problem::new(shown, cause, remedy));
            return;
        }
    };
    let meta = meta(file, shown, path, &text, entries, problems);
    if meta.confidential {
        text.locators = std::mem::take(&mut text.locators).without_words();
    }
    sources.push(SourceFile { path: shown.to_string(), disk_path: file.path.clone(), text, meta, extracted });
}

/// So many bytes tell a file of ours.
const HEAD: usize = 1_200;

/// A report or a list of findings that backread wrote itself.
fn is_ours(text: &str) -> bool {
    let head: String = text.chars().take(600).filter(|it| !it.is_whitespace()).collect();
    head.contains("\"name\":\"backread\"") || head.contains("content=\"backread")
}

/// A sidecar and an entry speak of a whole archive, unless an entry names a file in it.
fn meta(
    file: &Found,
    shown: &str,
    path: &Path,
    text: &Text,
    entries: &[Entry],
    problems: &mut Vec<Problem>,
) -> SourceMeta {
    let mut front = text.comments.front.clone();
    for (span, cause) in &front.mistakes {
        problems.push(Problem::new(shown, cause, "mend the front matter").at(&text.raw, *span));
    }
    let mut is_named = false;
    if let Some(path) = sidecar(&file.path) {
        let shown = format!("{}{SIDECAR}", file.shown);
        if path.is_file() {
            match disk::read(&path, &shown).and_then(|bytes| disk::utf8(bytes, &shown)) {
                Ok(text) => {
                    let (entry, mistakes) = config::source_entry(&shown, &text);
                    problems.extend(mistakes);
                    lay_over(&mut front, &entry);
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    for it in entries.iter().filter(|it| it.pattern.matches(&file.path) || it.pattern.matches(path)) {
        lay_over(&mut front, &it.entry);
        is_named = true;
    }
    let mut meta = SourceMeta::of(&front, shown);
    meta.says_of_itself |= is_named;
    meta
}

fn lay_over(front: &mut FrontMatter, entry: &SourceEntry) {
    let over = |slot: &mut Option<String>, value: &Option<String>| {
        if value.is_some() {
            slot.clone_from(value);
        }
    };
    over(&mut front.trust, &entry.trust);
    over(&mut front.title, &entry.title);
    over(&mut front.outlet, &entry.outlet);
    over(&mut front.kind, &entry.kind);
    over(&mut front.date, &entry.date);
    over(&mut front.url, &entry.url);
    over(&mut front.origin, &entry.origin);
    over(&mut front.language, &entry.language);
    over(&mut front.supersedes, &entry.supersedes);
    over(&mut front.embargo, &entry.embargo);
    front.verbatim = entry.verbatim.or(front.verbatim);
    if front.confidential != Some(true) {
        front.confidential = entry.confidential.or(front.confidential);
    }
    if let Some(speakers) = &entry.speakers {
        front.speakers.clone_from(speakers);
    }
}

#[cfg(test)]
mod tests;
