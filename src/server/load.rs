//! Slow work, away from the session: reading configuration and rules for a folder, and reading the sources.
//!
//! Each kind has one thread, so that a folder is not kept waiting by another one's sources. What was done comes back to
//! the session as an event; the session goes on with what it has meanwhile.

use std::io;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::mpsc;

use tokio::sync::mpsc::UnboundedSender;

use super::session::Event;
use crate::engine::desk::{Corpus, Desk, Loader, Overrides};
use crate::problem::Problem;

/// Names a desk of one session. Never used again for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DeskId(pub u32);

pub(super) enum Job {
    /// Find and read what is configured for a folder.
    Configure { folder: PathBuf, overrides: Overrides },
    /// Read a desk's sources.
    Sources { desk: DeskId, loader: Box<Loader> },
}

impl Job {
    /// Does the work, here and now. A fault of ours costs this folder, or these sources, and nothing else.
    pub(super) fn run(self) -> Event {
        match self {
            Job::Configure { folder, overrides } => {
                let configured = std::panic::catch_unwind(AssertUnwindSafe(|| {
                    // Finding the sources walks their folders: that is not for the session's thread.
                    let desk = Desk::configure(&folder, &overrides)?;
                    let loader = desk.loader();
                    Ok(Box::new((desk, loader)))
                }));
                let desk = configured.unwrap_or_else(|_| {
                    let shown = folder.display().to_string();
                    Err(vec![Problem::new(shown, "a fault of backread's own", "report it with the log")])
                });
                Event::Configured { folder, desk }
            }
            Job::Sources { desk, loader } => {
                let corpus = std::panic::catch_unwind(AssertUnwindSafe(|| loader.run(&|_| {})));
                Event::Sources { desk, corpus: corpus.unwrap_or_else(|_| Corpus::empty()) }
            }
        }
    }
}

/// Starts the threads. They end with the session, whose jobs they do.
pub(super) fn start(inbox: UnboundedSender<Event>) -> io::Result<mpsc::Sender<Job>> {
    let (to_configure, configuring) = mpsc::channel::<Job>();
    let (to_load, loading) = mpsc::channel::<Job>();
    let events = inbox.clone();
    std::thread::Builder::new().name("sources".to_string()).spawn(move || {
        for job in loading {
            let _ = events.send(job.run());
        }
    })?;
    std::thread::Builder::new().name("configuration".to_string()).spawn(move || {
        for job in configuring {
            match job {
                Job::Configure { .. } => drop(inbox.send(job.run())),
                Job::Sources { .. } => drop(to_load.send(job)),
            }
        }
    })?;
    Ok(to_configure)
}
