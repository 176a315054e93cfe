//! PDF: as the process reads it that has the task to itself. Panics of its libraries end that process and no other.
#![no_main]

use backread_fuzz::{contained, open};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    contained(&["hayro-syntax", "hayro-font", "hayro-ccitt", "hayro-jbig2", "hayro-jpeg2000"]);
    let read = std::panic::AssertUnwindSafe(|| open("a.pdf", input.to_vec()));
    let _ = std::panic::catch_unwind(read);
});
