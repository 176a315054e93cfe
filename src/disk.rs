//! The only reader and writer of files: finds the configuration, walks to the sources, reads within limits.
//!
//! Every failure is a problem with path, cause and remedy, and the rest goes on. Paths are shown relative to one root,
//! with `/`; whoever opens a file keeps its `PathBuf`. Nothing here knows what stands in a file.

pub mod git;
mod select;
#[cfg(test)]
mod tests;

use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use crate::config::{ConfigText, FILE_NAME, LayerKind, is_root};
use crate::problem::Problem;
use crate::text::format::{Document, Refused};

pub use select::{Found, Pattern, Selected, Selection, has_wildcards, select};

/// A text longer than this is refused: spans count with 32 bits, and no document is that long.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// Folders that are taken for sources where nothing is configured.
pub const SOURCE_FOLDERS: [&str; 3] = ["sources", "source", "research"];

/// The whole file, within the limit. `shown` is what the problem names.
pub fn read(path: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
    let file = std::fs::File::open(path).map_err(|error| could_not_read(shown, &error))?;
    let metadata = file.metadata().map_err(|error| could_not_read(shown, &error))?;
    if metadata.is_dir() {
        return Err(Problem::new(shown, "is a folder", "name a file"));
    }
    if metadata.len() > MAX_BYTES {
        return Err(too_long(shown));
    }
    // NB: a pipe or a device says nothing of its length beforehand.
    read_from(file, shown)
}

/// What tells that a file was changed, without reading it. Two of different times mean that it may have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
}

/// `None` for what is not there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(Stamp { len: metadata.len(), modified: metadata.modified().ok() })
}

/// A text that need not be there.
pub fn read_if_there(path: &Path, shown: &str) -> Result<Option<String>, Problem> {
    if std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    utf8(read(path, shown)?, shown).map(Some)
}

/// The user's folder for what can be made anew at any time.
pub fn cache_folder() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join(env!("CARGO_PKG_NAME")))
}

pub fn make_folder(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Writes a text aside and renames it into place, so that nobody ever reads half of it.
pub fn write(path: &Path, shown: &str, text: &str) -> Result<(), Problem> {
    // A link stays one, and leads to the new text.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    let aside = path.with_file_name(name);
    let written = write_aside(&aside, text).and_then(|()| {
        if let Ok(metadata) = std::fs::metadata(&path) {
            std::fs::set_permissions(&aside, metadata.permissions())?;
        }
        std::fs::rename(&aside, &path)
    });
    written.map_err(|error| {
        let _ = std::fs::remove_file(&aside);
        let remedy = "see to the folder and the room on the disk";
        Problem::new(shown, format!("could not be written ({error})"), remedy)
    })
}

fn write_aside(aside: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::File::create(aside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// All of a stream, within the limit.
pub fn read_from(stream: impl Read, shown: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| could_not_read(shown, &error))?;
    if bytes.len() as u64 > MAX_BYTES { Err(too_long(shown)) } else { Ok(bytes) }
}

/// Reads a document whose reader may hang or die.
pub fn read_apart(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    crate::text::format::pdf::read(name, bytes)
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

fn too_long(shown: &str) -> Problem {
    Problem::new(shown, "longer than 20 MB", "split it, or keep the part that is needed")
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
