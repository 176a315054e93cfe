//! Faults of our own: each costs the piece of work that it is in, and is remembered to be told.

use std::panic::AssertUnwindSafe;

#[derive(Debug, Default)]
pub struct Faults {
    /// What failed, without repeats.
    of: Vec<&'static str>,
}

impl Faults {
    /// Runs one piece of work so that a fault in it costs that piece alone.
    ///
    /// NB: the panic's message may hold the writer's text and is never logged; its place in our code is, by the hook that
    /// `main` sets.
    pub fn guarded<T>(&mut self, what: &'static str, otherwise: T, work: impl FnOnce() -> T) -> T {
        match std::panic::catch_unwind(AssertUnwindSafe(work)) {
            Ok(done) => done,
            Err(_) => {
                tracing::error!(what, "a fault of backread's own; this paragraph is skipped");
                if !self.of.contains(&what) {
                    self.of.push(what);
                }
                otherwise
            }
        }
    }

    pub fn take(&mut self) -> Vec<&'static str> {
        std::mem::take(&mut self.of)
    }
}
