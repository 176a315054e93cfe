//! Word, PowerPoint, OpenDocument, EPUB and ZIP: either the package's own bytes, or its parts, which are packed here.
#![no_main]

use backread_fuzz::{choose, open, packed, split};

const NAMES: &[&str] = &["a.docx", "a.pptx", "a.odt", "a.odp", "a.epub", "a.zip"];

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((name, rest)) = split(input) else { return };
    let name = choose(name, NAMES);
    let bytes = if rest.starts_with(b"=== ") { packed(rest) } else { Some(rest.to_vec()) };
    bytes.into_iter().for_each(|it| open(name, it));
});
