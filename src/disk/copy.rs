//! Texts that were taken out of other formats, as files that an editor can open: in the cache, for their owner alone.

use std::io::Write;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::ledger::{self, Made};

/// The file that holds the text of a source, written if it is not there yet. `name` is for people; the folder is named by
/// content. `None` where there is no cache, or no room in it.
pub fn copy(name: &str, text: &str, made: &Made) -> Option<PathBuf> {
    let cache = super::cache_folder()?;
    let folder = cache.join(ledger::COPIES).join(format!("{:032x}", xxh3_128(text.as_bytes())));
    let path = folder.join(name);
    if std::fs::metadata(&path).is_ok_and(|it| it.len() == text.len() as u64) {
        ledger::touch(&folder);
        return Some(path);
    }
    ledger::note(&folder, std::slice::from_ref(made)).ok()?;
    ledger::clear_unused(&folder);
    let aside = folder.join(format!(".{}.{:?}", std::process::id(), std::thread::current().id()));
    // NB: where somebody of this number was killed before, which is soon so in a container, half of one may lie there.
    let _ = std::fs::remove_file(&aside);
    let written = write_private(&aside, text).and_then(|()| std::fs::rename(&aside, &path));
    if written.is_err() {
        // What is half written is of no use to anybody.
        let _ = std::fs::remove_file(&aside);
    }
    written.ok().map(|()| path)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o400);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    let mut permissions = file.metadata()?.permissions();
    permissions.set_readonly(true);
    file.set_permissions(permissions)
}
