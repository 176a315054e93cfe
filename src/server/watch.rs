//! Files that changed ─► events, for clients that do not follow files for us.
//!
//! One thread, fed by the operating system and by the session, which says what to follow. What happened is passed on once
//! it has been quiet for a moment: a file is saved in several steps. Whether a file matters is for the session to say.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc::UnboundedSender;

use super::session::Event;

/// What is to be followed. What is not there yet is tried again each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Followed {
    /// Folders with all that is below them.
    pub deep: BTreeSet<PathBuf>,
    /// Folders without what is in their folders.
    pub flat: BTreeSet<PathBuf>,
}

pub(super) enum Input {
    Follow(Followed),
    Happened(notify::Result<notify::Event>),
}

/// So long nothing else must have happened.
const QUIET: Duration = Duration::from_millis(100);

/// So long at most what happened is kept, where something happens all the time.
const LONGEST: Duration = Duration::from_secs(1);

/// Starts the thread. It ends with the session.
pub(super) fn start(inbox: UnboundedSender<Event>) -> io::Result<Sender<Input>> {
    let (sender, inputs) = channel();
    let happened = sender.clone();
    std::thread::Builder::new().name("watch".to_string()).spawn(move || {
        let watcher = notify::recommended_watcher(move |event| drop(happened.send(Input::Happened(event))));
        match watcher {
            Ok(watcher) => run(watcher, &inputs, &inbox),
            Err(error) => {
                let _ = inbox.send(Event::Unfollowed { path: PathBuf::new(), cause: error.to_string() });
            }
        }
    })?;
    Ok(sender)
}

fn run(mut watcher: RecommendedWatcher, inputs: &Receiver<Input>, inbox: &UnboundedSender<Event>) {
    let mut following: BTreeSet<(PathBuf, bool)> = BTreeSet::new();
    let mut touched: BTreeSet<PathBuf> = BTreeSet::new();
    let mut refused: BTreeSet<PathBuf> = BTreeSet::new();
    let mut since = Instant::now();
    loop {
        let input = if touched.is_empty() {
            inputs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            inputs.recv_timeout(QUIET)
        };
        let is_quiet = matches!(input, Err(RecvTimeoutError::Timeout));
        match input {
            Ok(Input::Follow(followed)) => {
                let (new, unfollowed) = follow(&mut watcher, &mut following, &followed);
                if !new.is_empty() {
                    let _ = inbox.send(Event::Followed(new));
                }
                for (path, cause) in unfollowed {
                    // It is tried again each time, and told once.
                    if refused.insert(path.clone()) {
                        let _ = inbox.send(Event::Unfollowed { path, cause });
                    }
                }
            }
            // The system lost count of what happened: everything is looked at again.
            Ok(Input::Happened(event)) if event.as_ref().map_or(true, notify::Event::need_rescan) => {
                touched.extend(following.iter().map(|(path, _)| path.clone()));
            }
            Ok(Input::Happened(Ok(event))) if changes(event.kind) => {
                forget_replaced(&mut watcher, &mut following, &event);
                if touched.is_empty() {
                    since = Instant::now();
                }
                touched.extend(event.paths);
            }
            Ok(Input::Happened(_)) => {}
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if !touched.is_empty() && (is_quiet || since.elapsed() > LONGEST) {
            let paths = std::mem::take(&mut touched).into_iter().collect();
            if inbox.send(Event::Files(paths)).is_err() {
                return;
            }
        }
    }
}

/// NB: reading a file is an event too, also when we do it.
fn changes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        // NB: also who may read it, and its time alone: a file that was closed to us may be open now.
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

/// A folder that went, or that another one was put in the place of, is no longer followed by the system, also where the
/// new one is there by the time that we look: the next [`Input::Follow`] begins anew.
fn forget_replaced(watcher: &mut impl Watcher, following: &mut BTreeSet<(PathBuf, bool)>, event: &notify::Event) {
    let replaces = match event.kind {
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        EventKind::Any | EventKind::Access(_) | EventKind::Modify(_) | EventKind::Other => false,
    };
    if replaces {
        following.retain(|(path, _)| {
            let stays = !event.paths.iter().any(|it| path.starts_with(it));
            if !stays {
                let _ = watcher.unwatch(path);
            }
            stays
        });
    }
}

/// Gives the folders that are followed from now on with all that is below them, and what cannot be followed, and why.
fn follow(
    watcher: &mut impl Watcher,
    following: &mut BTreeSet<(PathBuf, bool)>,
    followed: &Followed,
) -> (Vec<PathBuf>, Vec<(PathBuf, String)>) {
    let deep = followed.deep.iter().map(|it| (it.clone(), true));
    // A folder that is followed with all that is in it needs no second watch.
    let is_below = |path: &Path| followed.deep.iter().any(|it| path.starts_with(it));
    let flat = followed.flat.iter().filter(|it| !is_below(it)).map(|it| (it.clone(), false));
    let wanted: BTreeSet<(PathBuf, bool)> = deep.chain(flat).collect();
    // A folder that went and came again is another one for the system.
    following.retain(|it| {
        let stays = wanted.contains(it) && it.0.exists();
        if !stays {
            let _ = watcher.unwatch(&it.0);
        }
        stays
    });
    let (mut new, mut refused) = (Vec::new(), Vec::new());
    for (path, is_deep) in wanted {
        if following.contains(&(path.clone(), is_deep)) || !path.exists() {
            continue;
        }
        let mode = if is_deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        match watcher.watch(&path, mode) {
            Ok(()) => {
                new.extend(Some(path.clone()).filter(|_| is_deep));
                following.insert((path, is_deep));
            }
            Err(error) => refused.push((path, error.to_string())),
        }
    }
    (new, refused)
}

#[cfg(test)]
mod tests;
