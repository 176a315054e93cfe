//! Slow work, away from the session: reading configuration and rules for a folder, reading the sources, checking drafts
//! that nobody has open.
//!
//! Each kind has one thread, so that a folder is not kept waiting by another one's sources. What was done comes back to
//! the session as an event; the session goes on with what it has meanwhile.

use std::io;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use lsp_types::NumberOrString;
use tokio::sync::mpsc::UnboundedSender;

use super::closed::Closed;
use super::publish::{Outgoing, Progress};
use super::session::Event;
use crate::engine::desk::{Changes, Corpus, Desk, Loader, Overrides};
use crate::problem::Problem;

/// Names a desk of one session. Never used again for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DeskId(pub u32);

/// What is configured for a folder, or all that is the matter with it: paths of problems are relative to `root`.
pub(super) type Configured = Result<Box<Desk>, Mistaken>;

#[derive(Debug)]
pub(super) struct Mistaken {
    pub root: PathBuf,
    pub problems: Vec<Problem>,
}

/// Where it is shown how far some work is.
pub(super) type Shown = (NumberOrString, UnboundedSender<Outgoing>);

impl Mistaken {
    /// The files that the problems are in.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> + '_ {
        self.problems.iter().map(|it| self.root.join(&it.path))
    }
}

pub(super) enum Job {
    /// Find and read what is configured for a folder.
    Configure { folder: PathBuf, overrides: Overrides },
    /// Read a desk's sources, those that are not as `before` has them.
    Sources {
        desk: DeskId,
        loader: Box<Loader>,
        before: Arc<Corpus>,
        touched: Vec<PathBuf>,
        /// The client can show how far it is, under this name.
        progress: Option<Shown>,
    },
    /// Check drafts that are not open.
    Closed(Box<Closed>),
}

impl Job {
    /// Does the work, here and now. A fault of ours costs this folder, or these sources, and nothing else.
    pub(super) fn run(self) -> Option<Event> {
        match self {
            Job::Configure { folder, overrides } => {
                // Finding the sources walks their folders: that is not for the session's thread.
                let configure = || Desk::configure(&folder, &overrides);
                let desk = std::panic::catch_unwind(AssertUnwindSafe(configure)).unwrap_or_else(|_| {
                    let shown = folder.display().to_string();
                    Err(vec![Problem::new(shown, "a fault of backread's own", "report it with the log")])
                });
                let desk = desk
                    .map(Box::new)
                    .map_err(|problems| Mistaken { root: crate::engine::desk::root(&folder, &overrides), problems });
                Some(Event::Configured { folder, desk })
            }
            Job::Sources { desk, loader, before, touched, progress } => {
                let read = std::panic::catch_unwind(AssertUnwindSafe(|| {
                    read_sources(*loader, &before, &touched, progress.as_ref(), SOON)
                }));
                Some(Event::Sources { desk, read: read.unwrap_or(None) })
            }
            Job::Closed(closed) => {
                let _ = std::panic::catch_unwind(AssertUnwindSafe(|| closed.run()));
                None
            }
        }
    }
}

/// Reading that takes no longer is not worth a line in the editor.
const SOON: Duration = Duration::from_millis(250);

fn read_sources(
    loader: Loader,
    before: &Corpus,
    touched: &[PathBuf],
    progress: Option<&Shown>,
    soon: Duration,
) -> Option<(Corpus, Changes)> {
    let started = Instant::now();
    let (n_done, n_told) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let tell = |progress: Option<&Shown>, step: Progress| {
        if let Some((token, progress)) = progress {
            let _ = progress.send(Outgoing::Progress { token: token.clone(), step });
        }
    };
    let done = |n_found: usize| {
        let n_done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
        let percent = n_done * 100 / n_found.max(1);
        // In steps of five per cent: each is a message.
        if started.elapsed() >= soon && n_told.fetch_max(percent / 5 + 1, Ordering::Relaxed) < percent / 5 + 1 {
            let message = format!("{n_done} of {n_found} sources");
            tell(progress, Progress::Report { title: "reading sources", message, percent: percent as u32 });
        }
    };
    let read = loader.rerun(before, touched, &done);
    if n_told.load(Ordering::Relaxed) > 0 {
        tell(progress, Progress::End);
    }
    read
}

/// Starts the threads. They end with the session, whose jobs they do.
pub(super) fn start(inbox: UnboundedSender<Event>) -> io::Result<mpsc::Sender<Job>> {
    let worker = |name: &str| -> io::Result<mpsc::Sender<Job>> {
        let (sender, jobs) = mpsc::channel::<Job>();
        let events = inbox.clone();
        std::thread::Builder::new().name(name.to_string()).spawn(move || {
            for job in jobs {
                if let Some(event) = job.run() {
                    let _ = events.send(event);
                }
            }
        })?;
        Ok(sender)
    };
    let (configure, load, check) = (worker("configuration")?, worker("sources")?, worker("closed drafts")?);
    let (sender, jobs) = mpsc::channel::<Job>();
    std::thread::Builder::new().name("jobs".to_string()).spawn(move || {
        for job in jobs {
            let worker = match job {
                Job::Configure { .. } => &configure,
                Job::Sources { .. } => &load,
                Job::Closed(_) => &check,
            };
            let _ = worker.send(job);
        }
    })?;
    Ok(sender)
}

#[cfg(test)]
mod tests;
