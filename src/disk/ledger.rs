//! What the cache was made of: every folder in it that holds words of sources says of which, so that it can go when one
//! of them becomes confidential.
//!
//! A ledger only grows, and is written before what it tells of: whoever is killed leaves a folder that says too much,
//! never too little. One that is not there or cannot be read may tell of anything, so its folder goes as well. Nothing
//! here is locked: the cache can be made anew at any time, and a folder that goes while somebody writes to it is made
//! anew by whoever comes next. NB: no path of a confidential source may ever get in here.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::Xxh3;

use crate::text::Text;

/// The folders of the cache that hold words of sources. Those of the first two kinds hold a folder for each corpus and for
/// each copy.
pub const STORES: &str = "store";
pub const COPIES: &str = "extracted";
pub const DOSSIERS: &str = "dossiers";

/// The file that says it. NB: hidden files are no sources, so no copy of one has this name.
pub const NAME: &str = ".made-of";

/// What nobody has used for so long goes.
const UNUSED: Duration = Duration::from_secs(60 * 24 * 3_600);

/// A folder that somebody is writing to may have to be removed more than once.
const TRIES: usize = 20;

/// A source that words in a folder are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Absolute; of a document in an archive, as if the archive were a folder.
    pub path: PathBuf,
    /// See [`words`]; 0 where they are not known.
    pub words: u64,
}

impl Made {
    /// Of the source at a path that is shown relative to `root`.
    pub fn of(root: &Path, path: &str, words: u64) -> Made {
        Made { path: super::absolute(&root.join(path)), words }
    }
}

/// The same for the same words, wherever they lie and whatever the front matter says of them; 0 for no words.
pub fn words(text: &Text) -> u64 {
    if text.paragraphs.is_empty() {
        return 0;
    }
    let mut hash = Xxh3::new();
    for paragraph in &text.paragraphs {
        hash.update(paragraph.prose.as_bytes());
        hash.update(b"\n");
    }
    hash.digest() | 1
}

/// Adds to the ledger of a folder, which is made where there is none. What has none of its kind goes with it once it is
/// unused.
pub fn note(folder: &Path, made: &[Made]) -> io::Result<()> {
    super::make_own_folder(folder)?;
    let mut bytes = Vec::new();
    for it in made {
        let path = it.path.as_os_str().as_encoded_bytes();
        bytes.extend_from_slice(&(path.len() as u32).to_le_bytes());
        bytes.extend_from_slice(path);
        bytes.extend_from_slice(&it.words.to_le_bytes());
    }
    // NB: in one write at the end of the file, so that two that write at once do not mix.
    let mut file = super::write::own_options().append(true).create(true).open(folder.join(NAME))?;
    file.write_all(&bytes)?;
    file.sync_all()
}

/// Remembers that a folder is in use.
pub fn touch(folder: &Path) {
    let file = fs::OpenOptions::new().append(true).open(folder.join(NAME));
    // NB: at worst it is taken for unused too soon, and made anew.
    let _ = file.and_then(|it| it.set_modified(SystemTime::now()));
}

fn noted(folder: &Path) -> Option<Vec<Made>> {
    let bytes = fs::read(folder.join(NAME)).ok()?;
    let mut rest = bytes.as_slice();
    let mut made = Vec::new();
    while !rest.is_empty() {
        let (len, after) = rest.split_first_chunk::<4>()?;
        let (path, after) = after.split_at_checked(u32::from_le_bytes(*len) as usize)?;
        let (words, after) = after.split_first_chunk::<8>()?;
        let path = PathBuf::from(std::str::from_utf8(path).ok()?);
        made.push(Made { path, words: u64::from_le_bytes(*words) });
        rest = after;
    }
    Some(made)
}

/// Sources that are confidential.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    paths: FxHashSet<PathBuf>,
    words: FxHashSet<u64>,
}

impl Hidden {
    pub fn add(&mut self, it: Made) {
        self.words.extend(Some(it.words).filter(|it| *it != 0));
        // NB: a link to it is another way to the same file.
        self.paths.extend(fs::canonicalize(&it.path));
        self.paths.insert(it.path);
    }

    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// Whether what was made of a source was made of one of these: it lies at the same place, or has the same name or the
    /// same words and is no longer where it was.
    fn has(&self, made: &Made, names: &FxHashSet<&OsStr>) -> bool {
        if self.paths.contains(&made.path) {
            return true;
        }
        let is_alike = self.words.contains(&made.words) || made.path.file_name().is_some_and(|it| names.contains(it));
        is_alike && fs::canonicalize(&made.path).map_or(!lies_in_file(&made.path), |it| self.paths.contains(&it))
    }
}

/// Whether a path leads into an archive that is there.
fn lies_in_file(path: &Path) -> bool {
    path.ancestors().skip(1).find_map(|it| fs::metadata(it).ok()).is_some_and(|it| it.is_file())
}

/// What was removed from the cache.
#[derive(Debug, Default)]
pub struct Forgotten {
    pub folders: Vec<PathBuf>,
    /// These should have gone, and are still there.
    pub left: Vec<PathBuf>,
}

/// Removes all that was made of sources that are confidential now.
pub fn forget(cache: &Path, hidden: &Hidden) -> Forgotten {
    let names: FxHashSet<&OsStr> = hidden.paths.iter().filter_map(|it| it.file_name()).collect();
    let mut forgotten = Forgotten::default();
    let inner = [STORES, COPIES].into_iter().flat_map(|it| folders(&cache.join(it)));
    let dossiers = Some(cache.join(DOSSIERS)).filter(|it| it.is_dir());
    for folder in inner.chain(dossiers) {
        if noted(&folder).is_none_or(|made| made.iter().any(|it| hidden.has(it, &names))) {
            match remove(&folder) {
                true => forgotten.folders.push(folder),
                false => forgotten.left.push(folder),
            }
        }
    }
    forgotten
}

/// Removes folders that nobody has used for long, of the kind that holds this one.
pub fn clear_unused(folder: &Path) {
    let others = folder.parent().map(folders).unwrap_or_default();
    for other in others.iter().filter(|it| *it != folder) {
        let used = fs::metadata(other.join(NAME)).or_else(|_| fs::metadata(other)).and_then(|it| it.modified());
        if used.ok().and_then(|it| it.elapsed().ok()).is_some_and(|it| it > UNUSED) {
            remove(other);
        }
    }
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.filter(|it| it.file_type().is_ok_and(|it| it.is_dir())).map(|it| it.path()).collect();
    found.sort();
    found
}

/// Whether it is gone.
fn remove(folder: &Path) -> bool {
    for _ in 0..TRIES {
        match fs::remove_dir_all(folder) {
            Ok(()) => return true,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !folder.exists() => return true,
            Err(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
