//! Sentences taken apart, by their words: the draft's and the sources' alike.
//!
//! Engines over the same sources share them, each on a thread of its own. What is kept follows from its key alone, so that
//! it never matters who put it there. A lock is held for a look, never while a sentence is taken apart.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use crate::fact::Clauses;

/// So many threads look at once without waiting for one another.
const SHARDS: usize = 16;

/// Sentences kept. About 3 KB each.
const MAX_KEPT: usize = 40_000;

#[derive(Debug, Default)]
pub struct Parsed {
    shards: [Mutex<Shard>; SHARDS],
}

/// When as many are new as may be, what nobody has asked for since the last time goes.
#[derive(Debug, Default)]
struct Shard {
    new: FxHashMap<u128, Arc<Clauses>>,
    old: FxHashMap<u128, Arc<Clauses>>,
}

impl Parsed {
    /// A sentence taken apart, now or before.
    pub fn of(&self, prose: &str, parse: impl FnOnce() -> Clauses) -> Arc<Clauses> {
        let key = xxh3_128(prose.as_bytes());
        if let Some(found) = self.shard(key).and_then(|mut it| it.get(key)) {
            return found;
        }
        let parsed = Arc::new(parse());
        if let Some(mut shard) = self.shard(key) {
            shard.keep(key, Arc::clone(&parsed));
        }
        parsed
    }

    fn shard(&self, key: u128) -> Option<MutexGuard<'_, Shard>> {
        let shard = self.shards.get(key as usize % SHARDS)?;
        Some(shard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shard {
    fn get(&mut self, key: u128) -> Option<Arc<Clauses>> {
        if let Some(found) = self.new.get(&key) {
            return Some(Arc::clone(found));
        }
        let found = self.old.remove(&key)?;
        self.keep(key, Arc::clone(&found));
        Some(found)
    }

    fn keep(&mut self, key: u128, parsed: Arc<Clauses>) {
        if self.new.len() >= MAX_KEPT / SHARDS / 2 {
            self.old = std::mem::take(&mut self.new);
        }
        self.new.insert(key, parsed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Clauses;

    #[test]
    fn what_is_asked_for_again_stays_and_the_rest_goes() {
        let parsed = Parsed::default();
        let sentence = |n: usize| format!("Sentence {n} of a long shelf.");
        let held = parsed.of(&sentence(0), Clauses::default);
        for n in 1..2 * MAX_KEPT {
            parsed.of(&sentence(n), Clauses::default);
            if n % 100 == 0 {
                let again = parsed.of(&sentence(0), || Clauses { question: true, ..Clauses::default() });
                assert!(Arc::ptr_eq(&held, &again), "it was taken apart again after {n}");
            }
        }
        let n: usize =
            (0..SHARDS as u128).filter_map(|it| parsed.shard(it).map(|it| it.new.len() + it.old.len())).sum();
        assert!(n <= MAX_KEPT, "{n} are kept");
        let gone = parsed.of(&sentence(1), || Clauses { question: true, ..Clauses::default() });
        assert!(gone.question);
    }

    #[test]
    fn threads_find_what_others_put_there() {
        let parsed = Parsed::default();
        let first = parsed.of("The quay was closed.", Clauses::default);
        let second = std::thread::scope(|scope| {
            let look = || parsed.of("The quay was closed.", || Clauses { question: true, ..Clauses::default() });
            scope.spawn(look).join().expect("it ends")
        });
        assert!(Arc::ptr_eq(&first, &second));
    }
}
