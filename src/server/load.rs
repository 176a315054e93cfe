//! Slow work, away from the session: reading configuration and rules for a folder, and reading the sources.
//!
//! Each kind has one thread, so that a folder is not kept waiting by another one's sources. What was done comes back to
//! the session as an event; the session goes on with what it has meanwhile.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc;

use tokio::sync::mpsc::UnboundedSender;

use super::session::Event;
use crate::engine::desk::{Desk, Loader, Overrides};

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
    /// Does the work, here and now.
    pub(super) fn run(self) -> Event {
        match self {
            Job::Configure { folder, overrides } => {
                let desk = Desk::configure(&folder, &overrides).map(Box::new);
                Event::Configured { folder, desk }
            }
            Job::Sources { desk, loader } => Event::Sources { desk, corpus: loader.run(&|| {}) },
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
