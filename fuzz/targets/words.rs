//! Subtitles, transcripts and plain text, in whatever encoding the bytes seem to be.
#![no_main]

use backread_fuzz::{choose, open, split};

const NAMES: &[&str] = &["a.txt", "a.srt", "a.vtt", "a.html", "a.url"];

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((name, rest)) = split(input) else { return };
    open(choose(name, NAMES), rest.to_vec());
});
