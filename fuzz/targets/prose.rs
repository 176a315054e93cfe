//! Markdown and HTML to prose, with the way back: whatever is written, every byte of prose leads to its bytes.
#![no_main]

use backread::text::Format;
use backread_fuzz::{read, split};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((name, rest)) = split(input) else { return };
    let format = if name == "html" { Format::Html } else { Format::Markdown };
    read(&String::from_utf8_lossy(rest), format);
});
