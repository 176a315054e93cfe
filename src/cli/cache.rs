//! `backread cache`: where lies what can be made anew at any time, how much it is, and away with it.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::output::counted;
use super::{CLEAN, Streams};
use crate::engine::desk::cache_folder;
use crate::problem::Problem;

#[derive(Debug, Subcommand)]
pub enum CacheCommand {
    /// Print the folder
    Path,
    /// Show what lies there, and how much it is
    List,
    /// Remove all that lies there
    Clear,
}

pub fn run(command: &CacheCommand, streams: &mut Streams) -> anyhow::Result<u8> {
    let Some(folder) = cache_folder() else {
        return Err(Problem::new("cache", "this system has no folder for it", "set XDG_CACHE_HOME").into());
    };
    match command {
        CacheCommand::Path => writeln!(streams.out, "{}", folder.display())?,
        CacheCommand::List => {
            let entries = entries(&folder)?;
            for path in &entries {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                writeln!(streams.out, "{name}: {}", amount(size(path)))?;
            }
            if entries.is_empty() {
                writeln!(streams.out, "nothing")?;
            }
        }
        CacheCommand::Clear => {
            let mut all = (0, 0);
            for path in entries(&folder)? {
                let (n, bytes) = size(&path);
                all = (all.0 + n, all.1 + bytes);
                let is_folder = std::fs::symlink_metadata(&path).is_ok_and(|it| it.is_dir());
                let removed = if is_folder { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
                removed.map_err(|error| refused(&path, &error))?;
            }
            writeln!(streams.out, "removed {}", amount(all))?;
        }
    }
    Ok(CLEAN)
}

/// What lies in the folder, by name. A folder that is not there is empty.
fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.map_err(|error| refused(folder, &error))?,
    };
    let mut found: Vec<PathBuf> = listed.filter_map(Result::ok).map(|it| it.path()).collect();
    found.sort();
    Ok(found)
}

/// Files and bytes. Links are counted, not followed.
fn size(path: &Path) -> (usize, u64) {
    let (mut n, mut bytes) = (0, 0);
    let mut waiting = vec![path.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let Ok(metadata) = std::fs::symlink_metadata(&path) else { continue };
        match metadata.is_dir() {
            true => waiting.extend(std::fs::read_dir(&path).into_iter().flatten().flatten().map(|it| it.path())),
            false => (n, bytes) = (n + 1, bytes + metadata.len()),
        }
    }
    (n, bytes)
}

fn amount((n, bytes): (usize, u64)) -> String {
    let files = counted(n, "file", "files");
    match bytes {
        0..1_000 => format!("{files}, {bytes} B"),
        1_000..1_000_000 => format!("{files}, {} kB", bytes.div_ceil(1_000)),
        _ => format!("{files}, {} MB", bytes.div_ceil(1_000_000)),
    }
}

fn refused(path: &Path, error: &std::io::Error) -> Problem {
    let cause = format!("could not be cleared or listed ({error})");
    Problem::new(path.display().to_string(), cause, "see to the folder's permissions")
}
