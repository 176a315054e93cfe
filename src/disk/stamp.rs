//! What tells that a file was changed, without reading it.
//!
//! Times alone do not: a copy may keep them, and a file of as many bytes may be put into the place of another with its time.

use std::path::Path;
use std::time::{Duration, SystemTime};

/// `None` for what is not there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    std::fs::metadata(path).ok().map(|it| Stamp::of(&it))
}

/// What tells that a file was changed, without reading it. Two that differ mean that it may have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    entry: Entry,
}

/// What nobody can set as the time of a file can be set: which file it is, and when anything about it was last changed, in
/// seconds and nanoseconds. A copy that keeps its time, of as many bytes, differs in this alone. Zeros where the system
/// does not tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Entry {
    number: u64,
    changed: (i64, i64),
}

impl Entry {
    #[cfg(unix)]
    fn of(metadata: &std::fs::Metadata) -> Entry {
        use std::os::unix::fs::MetadataExt;
        Entry { number: metadata.ino(), changed: (metadata.ctime(), metadata.ctime_nsec()) }
    }

    #[cfg(not(unix))]
    fn of(_: &std::fs::Metadata) -> Entry {
        Entry::default()
    }
}

impl Stamp {
    pub(super) fn of(metadata: &std::fs::Metadata) -> Stamp {
        Stamp { len: metadata.len(), modified: metadata.modified().ok(), entry: Entry::of(metadata) }
    }

    /// The same of a copy that keeps length and time.
    pub fn of_any_copy(self) -> Stamp {
        Stamp { entry: Entry::default(), ..self }
    }

    /// How long the file was, in bytes.
    pub fn n_bytes(&self) -> u64 {
        self.len
    }

    /// Whether the file was last changed at least so long before.
    pub fn is_older(&self, now: SystemTime, by: Duration) -> bool {
        self.modified.and_then(|it| now.duration_since(it).ok()).is_some_and(|it| it >= by)
    }

    /// For writing it down. `None` where it has no time that can be.
    pub fn parts(&self) -> Option<[u64; 6]> {
        let since = self.modified?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let (seconds, nanos) = self.entry.changed;
        let modified = [since.as_secs(), since.subsec_nanos().into()];
        let changed = [seconds.cast_unsigned(), nanos.cast_unsigned()];
        Some([self.len, modified[0], modified[1], self.entry.number, changed[0], changed[1]])
    }

    pub fn of_parts([len, seconds, nanos, number, changed, changed_nanos]: [u64; 6]) -> Stamp {
        let since = Duration::new(seconds, nanos.min(999_999_999) as u32);
        let changed = (changed.cast_signed(), changed_nanos.cast_signed());
        Stamp { len, modified: SystemTime::UNIX_EPOCH.checked_add(since), entry: Entry { number, changed } }
    }
}
