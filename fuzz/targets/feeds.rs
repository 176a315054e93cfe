//! JSON, JSON Lines, ninjs, NewsML-G2, NITF, and messages. Panics of the message's reader are caught where it is called.
#![no_main]

use backread_fuzz::{choose, contained, open, split};

const NAMES: &[&str] = &["a.json", "a.jsonl", "a.xml", "a.nitf", "a.newsml", "a.eml", "a.mhtml"];

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    contained(&["mail-parser"]);
    let Some((name, rest)) = split(input) else { return };
    open(choose(name, NAMES), rest.to_vec());
});
