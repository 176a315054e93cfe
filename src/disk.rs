//! The only reader and writer of files: finds the configuration, walks to the sources, reads within limits.
//!
//! Every failure is a problem with path, cause and remedy, and the rest goes on. Paths are shown relative to one root,
//! with `/`; whoever opens a file keeps its `PathBuf`. Nothing here knows what stands in a file.

mod apart;
mod copy;
pub mod git;
pub mod ledger;
mod select;
mod stamp;
#[cfg(test)]
mod tests;
mod write;

use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::config::{ConfigText, FILE_NAME, LayerKind, is_root};
use crate::problem::Problem;
use crate::text::format::{self, Document, Refused};

pub use apart::{WORD as READER, serve};
pub use copy::copy;
pub use select::{Found, Pattern, Selected, Selection, has_wildcards, select};
pub use stamp::{Stamp, stamp};
pub use write::{create_own, make_own_folder, write, write_bytes, write_new, write_output, write_own};

/// A text longer than this is refused: spans count with 32 bits, and no document is that long.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// Most of a packed document is pictures, which nobody reads: its text has the limit above.
const MAX_PACKED_BYTES: u64 = 10 * MAX_BYTES;

/// Folders that are taken for sources where nothing is configured.
pub const SOURCE_FOLDERS: [&str; 3] = ["sources", "source", "research"];

/// The whole file, within the limit. `shown` is what the problem names.
pub fn read(path: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
    let metadata = std::fs::metadata(path).map_err(|error| could_not_read(shown, &error))?;
    if metadata.is_dir() {
        return Err(Problem::new(shown, "is a folder", "name a file"));
    }
    if !metadata.is_file() {
        // NB: a pipe or a device that was named says nothing of its length beforehand.
        return read_from(std::fs::File::open(path).map_err(|error| could_not_read(shown, &error))?, shown);
    }
    let is_packed = format::is_packed(&path.to_string_lossy());
    let most = if is_packed { MAX_PACKED_BYTES } else { MAX_BYTES };
    let mut before = None;
    for _ in 0..TRIES {
        let file = open_file(path).map_err(|error| could_not_read(shown, &error))?;
        let metadata = file.metadata().map_err(|error| could_not_read(shown, &error))?;
        if !metadata.is_file() {
            return Err(no_file(shown));
        }
        if metadata.len() > most {
            return Err(too_long(shown, most));
        }
        let stamp = Stamp::of(&metadata);
        let bytes = read_up_to(&file, shown, most)?;
        let after = file.metadata().ok().map(|it| Stamp::of(&it));
        if after.is_none_or(|it| it == stamp) && bytes.len() as u64 == stamp.n_bytes() {
            return Ok(bytes);
        }
        // What the system makes up as it is read (under /proc) never has the length that it tells.
        if before == Some((stamp, bytes.len())) {
            return Ok(bytes);
        }
        before = Some((stamp, bytes.len()));
    }
    Err(Problem::new(shown, "changes while it is read", "wait until it is written, and reload"))
}

/// How often a file that changes meanwhile is read.
const TRIES: usize = 4;

/// NB: a pipe that has taken a file's place since it was looked at would never open otherwise.
#[cfg(unix)]
fn open_file(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open_file(path: &Path) -> std::io::Result<std::fs::File> {
    std::fs::File::open(path)
}

/// Whether a path is that of a file itself, not of a link or a folder; `None` where nothing is there.
pub fn is_plain_file(path: &Path) -> Option<bool> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Some(metadata.is_file()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(_) => Some(false),
    }
}

/// A text that need not be there.
pub fn read_if_there(path: &Path, shown: &str) -> Result<Option<String>, Problem> {
    if std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    if std::fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
        return Err(no_file(shown));
    }
    utf8(read(path, shown)?, shown).map(Some)
}

/// The user's folder for what can be made anew at any time.
pub fn cache_folder() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join(env!("CARGO_PKG_NAME")))
}

/// All of a stream, within the limit.
pub fn read_from(stream: impl Read, shown: &str) -> Result<Vec<u8>, Problem> {
    read_up_to(stream, shown, MAX_BYTES)
}

fn read_up_to(stream: impl Read, shown: &str, most: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    stream.take(most + 1).read_to_end(&mut bytes).map_err(|error| could_not_read(shown, &error))?;
    if bytes.len() as u64 > most { Err(too_long(shown, most)) } else { Ok(bytes) }
}

/// Reads a document whose reader may hang or die: where that does no harm.
pub fn read_apart(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    apart::read(name, bytes)
}

/// A draft is read as it is: what is not UTF-8 would have other offsets than the file has.
pub fn utf8(bytes: Vec<u8>, shown: &str) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let head = error.as_bytes().get(..at).unwrap_or_default();
        let line = head.iter().filter(|it| **it == b'\n').count() + 1;
        Problem::new(shown, format!("not UTF-8 text (line {line})"), "save it as UTF-8")
    })
}

/// A pipe would be waited for without end, and a device has none.
fn no_file(shown: &str) -> Problem {
    Problem::new(shown, "a pipe or a device, not a file", "remove it, or exclude it")
}

fn too_long(shown: &str, most: u64) -> Problem {
    Problem::new(shown, format!("longer than {} MB", most >> 20), "split it, or keep the part that is needed")
}

fn could_not_read(shown: &str, error: &std::io::Error) -> Problem {
    let (cause, remedy) = match error.kind() {
        ErrorKind::NotFound => ("no such file".to_string(), "see to the path"),
        ErrorKind::PermissionDenied => ("may not be read".to_string(), "give yourself leave to read it"),
        ErrorKind::IsADirectory => ("is a folder".to_string(), "name a file"),
        _ => (error.to_string(), ""),
    };
    Problem::new(shown, cause, remedy)
}

/// The configuration files that hold for a file or folder, nearest first, up to one that says `root = true`.
pub fn config_texts(start: &Path, shown: &dyn Fn(&Path) -> String) -> Result<Vec<ConfigText>, Problem> {
    let mut texts = Vec::new();
    for dir in folder_of(start).ancestors() {
        let path = dir.join(FILE_NAME);
        if !path.is_file() {
            continue;
        }
        let text = config_text(&path, shown)?;
        let last = is_root(&text.text);
        texts.push(text);
        if last {
            break;
        }
    }
    Ok(texts)
}

pub fn config_text(path: &Path, shown: &dyn Fn(&Path) -> String) -> Result<ConfigText, Problem> {
    let name = shown(path);
    let text = utf8(read(path, &name)?, &name)?;
    let dir = path.parent().unwrap_or(Path::new("")).to_path_buf();
    Ok(ConfigText { kind: LayerKind::File, shown: name, dir, text })
}

/// The nearest folder named sources, source or research beside or above a draft, within the workspace.
///
/// The workspace ends at the folder that holds `.git`; without one, below the user's home and the folder for
/// temporary files, which hold other people's and other days' research.
pub fn source_folder(start: &Path) -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let temporary = std::env::temp_dir();
    for dir in folder_of(start).ancestors() {
        if dir.parent().is_none() || Some(dir) == home.as_deref() || dir == temporary {
            return None;
        }
        for name in SOURCE_FOLDERS {
            let folder = dir.join(name);
            if folder.is_dir() {
                return Some(folder);
            }
        }
        if dir.join(".git").exists() {
            return None;
        }
    }
    None
}

/// The folder itself, or the one that holds the file.
pub fn folder_of(path: &Path) -> &Path {
    if path.is_dir() { path } else { path.parent().unwrap_or(path) }
}

/// Rule files below a folder of the user's, sorted by path.
pub fn rule_files(folder: &Path, shown: &dyn Fn(&Path) -> String) -> (Vec<(String, String)>, Vec<Problem>) {
    let name = shown(folder);
    if !folder.is_dir() {
        return (Vec::new(), vec![Problem::new(name, "no such folder of rules", "see to `rules`, or make it")]);
    }
    let selection = Selection::of(vec![Pattern::folder(folder)]);
    let Selected { found, unread: mut problems, .. } = select(&selection, shown);
    let mut texts = Vec::new();
    for file in found.into_iter().filter(|it| it.shown.ends_with(".toml")) {
        match read(&file.path, &file.shown).and_then(|bytes| utf8(bytes, &file.shown)) {
            Ok(text) => texts.push((file.shown, text)),
            Err(problem) => problems.push(problem),
        }
    }
    (texts, problems)
}

/// Whether a path leads into a folder, by where both really lie; of one that is not there, the part that is decides.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    let real = path.ancestors().find_map(|it| std::fs::canonicalize(it).ok());
    let folder = std::fs::canonicalize(folder).ok();
    real.zip(folder).is_some_and(|(real, folder)| real.starts_with(folder))
}

/// A path without `.` and `..`, made absolute from the working folder. Links are left as they are.
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean
}

/// A path as it is shown: relative to `root`, with `/`. Outside of it with `../` as far as something is shared.
pub fn relative(path: &Path, root: &Path) -> String {
    let (ours, theirs): (Vec<_>, Vec<_>) = (path.components().collect(), root.components().collect());
    let shared = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    // A path that shares no more than the top is clearer as it is.
    if shared <= 1 && theirs.len() > 1 {
        return path.to_string_lossy().replace('\\', "/");
    }
    let up = theirs.iter().skip(shared).map(|_| "..".to_string());
    let down = ours.iter().skip(shared).map(|it| it.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_string() } else { parts.join("/") }
}
