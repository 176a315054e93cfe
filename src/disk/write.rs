//! Writing so that nobody ever finds half of a file: aside, synced, and renamed into place.
//!
//! On a full disk the old file stays as it was, and what was begun is removed.

use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::problem::Problem;

/// A folder that nobody else may look into.
pub fn make_own_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A new file that nobody else may read.
pub fn create_own(path: &Path) -> std::io::Result<std::fs::File> {
    own_options().write(true).create(true).truncate(true).open(path)
}

pub(super) fn own_options() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a text aside and renames it into place, so that nobody ever reads half of it.
pub fn write(path: &Path, shown: &str, text: &str) -> Result<(), Problem> {
    write_bytes(path, shown, text.as_bytes())
}

/// The same with what is no text.
pub fn write_bytes(path: &Path, shown: &str, bytes: &[u8]) -> Result<(), Problem> {
    write_with(path, shown, bytes, |aside| std::fs::File::create(aside))
}

/// The same with what goes where the user says. Straight into what is no file (a pipe, a device), and into a file that may
/// be written where none may be put into its place: one that is cut short then is emptied, so that nobody takes a half for
/// the whole.
pub fn write_output(path: &Path, shown: &str, bytes: &[u8]) -> Result<(), Problem> {
    let straight = || {
        let mut file = std::fs::OpenOptions::new().write(true).truncate(true).open(path)?;
        file.write_all(bytes).and_then(|()| file.flush()).inspect_err(|_| drop(file.set_len(0)))
    };
    let there = std::fs::metadata(path).ok();
    let written = match there {
        Some(it) if !it.is_file() && !it.is_dir() => straight(),
        there => match write_aside(path, bytes, |aside| std::fs::File::create(aside)) {
            Err(error) if there.is_some() && is_no_place(&error) => straight(),
            written => written,
        },
    };
    written.map_err(|error| unwritten(shown, &error))
}

/// Nothing may be made in the folder, or the file is lent to a container by itself.
fn is_no_place(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::ResourceBusy)
}

/// A new file with a text, where nothing is yet. One that cannot be written whole is none.
pub fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

/// The same in the cache, which nobody else may look into.
pub fn write_own(path: &Path, shown: &str, text: &str) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        make_own_folder(folder).map_err(|error| unwritten(shown, &error))?;
    }
    write_with(path, shown, text.as_bytes(), create_own)
}

fn write_with(
    path: &Path,
    shown: &str,
    bytes: &[u8],
    create: impl Fn(&Path) -> std::io::Result<std::fs::File>,
) -> Result<(), Problem> {
    write_aside(path, bytes, create).map_err(|error| unwritten(shown, &error))
}

fn write_aside(
    path: &Path,
    bytes: &[u8],
    create: impl Fn(&Path) -> std::io::Result<std::fs::File>,
) -> std::io::Result<()> {
    // A link stays one, and leads to the new text.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    let aside = path.with_file_name(name);
    let written = create(&aside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Ok(metadata) = std::fs::metadata(&path) {
            std::fs::set_permissions(&aside, metadata.permissions())?;
        }
        std::fs::rename(&aside, &path)
    });
    written.inspect_err(|_| drop(std::fs::remove_file(&aside)))
}

fn unwritten(shown: &str, error: &std::io::Error) -> Problem {
    let remedy = "see to the folder and the room on the disk";
    Problem::new(shown, format!("could not be written ({error})"), remedy)
}
