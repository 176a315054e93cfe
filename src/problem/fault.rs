//! Faults of our own: a panic costs the piece of work that it is in, and is told by its place in our code alone.
//!
//! NB: the message of a panic may hold the writer's text, and so goes nowhere: neither into a log nor to a client.
//! [`hook`] notes the place, [`guarded`] takes it up on the same thread.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What a program sets as its panic hook. Where nobody takes the place up, it is logged here.
pub fn hook(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |it| shortened(&it.to_string()));
    if DEPTH.get() == 0 {
        tracing::error!(place, "a fault of backread's own");
    }
    PLACE.replace(place);
}

/// Runs one piece of work; `Err` is where it failed, empty where nobody noted it.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    DEPTH.set(DEPTH.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    done.map_err(|_| PLACE.take())
}

/// Of a library's path what names it: no path of the machine that built us.
fn shortened(place: &str) -> String {
    let place = place.replace('\\', "/");
    match place.rsplit_once("/src/") {
        Some((before, after)) => format!("{}/src/{after}", before.rsplit('/').next().unwrap_or(before)),
        None => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_name_no_folder_of_the_machine() {
        assert_eq!(shortened("src/check/figures.rs:12:5"), "src/check/figures.rs:12:5");
        assert_eq!(
            shortened("/opt/x/registry/src/index-1/html5gum-0.9.1/src/lib.rs:7:1"),
            "html5gum-0.9.1/src/lib.rs:7:1"
        );
        assert_eq!(shortened("/rustc/abc/library/core/src/str/mod.rs:1:1"), "core/src/str/mod.rs:1:1");
    }

    #[test]
    fn work_that_fails_tells_where_and_no_more() {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(hook));
        let failed = guarded(|| assert!(std::env::args().count() == 0, "the writer's own words"));
        std::panic::set_hook(before);
        let place = failed.unwrap_err();
        assert!(place.starts_with("src/problem/fault.rs:") && !place.contains("words"), "{place}");
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
