//! The bytes that a check went by, for whoever has to show later that they were these, and where what was made of them is
//! kept. NB: what lies in the cache may be gone tomorrow.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::{DECISIONS, Desk, Source};
use crate::disk;
use crate::disk::ledger::{self, Made};
use crate::problem::Problem;
use crate::text::Format;

/// Keeps a dossier in the cache, one a draft and a format, where nobody has to name a file for it.
pub fn keep(desk: &Desk, cache: &Path, draft: &str, extension: &str, text: &str) -> Result<PathBuf, Problem> {
    let folder = cache.join(ledger::DOSSIERS);
    let file = draft.rsplit('/').next().unwrap_or(draft);
    let stem = file.rsplit_once('.').map_or(file, |it| it.0);
    let stem: String = stem.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').take(60).collect();
    let path = folder.join(format!("{stem}-{:08x}.{extension}", xxh3_64(draft.as_bytes()) >> 32));
    let shown = path.to_string_lossy().into_owned();
    let heads = desk.engine.corpus().heads().filter(|it| !it.reference.confidential);
    let made: Vec<Made> = heads.map(|it| Made::of(&desk.root, &it.reference.path, 0)).collect();
    let remedy = "see to the folder and the room on the disk";
    ledger::note(&folder, &made)
        .map_err(|error| Problem::new(&*shown, format!("no folder for it ({error})"), remedy))?;
    disk::write_own(&path, &shown, text)?;
    Ok(path)
}

/// The file that an editor opens for a source: its own; where the text was taken out of another format or encoding, a
/// copy of that text in the cache, so that places in it mean something. A confidential source has no copy.
pub fn opened(source: &Source) -> PathBuf {
    if !source.extracted || source.reference.confidential {
        return source.disk_path.clone();
    }
    let name = source.reference.path.rsplit('/').next().unwrap_or("");
    let made = Made { path: source.disk_path.clone(), words: ledger::words(&source.text) };
    let copy = match source.text.format {
        Format::Document => disk::copy(&format!("{name}.txt"), &source.text.raw, &made),
        _ => disk::copy(name, &source.text.raw, &made),
    };
    copy.unwrap_or_else(|| source.disk_path.clone())
}

impl Desk {
    /// All that decides what is checked and how, by the name that is shown: presets, configuration, rules of the user's
    /// own, decisions.
    pub fn inputs(&self) -> Vec<(String, String)> {
        let layers = self.config.layers.iter().map(|it| (it.shown.clone(), it.text.clone()));
        let rules = self.user_rules.iter().map(|it| (it.path.clone(), it.text.clone()));
        let decisions = disk::read_if_there(&self.decisions_path(), DECISIONS).ok().flatten();
        layers.chain(rules).chain(decisions.map(|it| (DECISIONS.to_string(), it))).collect()
    }

    /// The bytes of a source's file. NB: those that were read, where they are the file's own; of one whose text was
    /// decoded or taken out of it the file as it lies there now, and nothing where it has gone.
    pub fn bytes_of(&self, source: &Source) -> Option<Vec<u8>> {
        match source.extracted {
            false => Some(source.text.raw.as_bytes().to_vec()),
            true => disk::read(&source.disk_path, &source.reference.path).ok(),
        }
    }
}
