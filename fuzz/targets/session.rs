//! A client's messages, one a line, to the whole server: every request has one answer when all is settled.
//!
//! A line of `~` lets the server work until nothing is left to do; `#` begins bytes that are sent as they are.
#![no_main]

use std::fs;

use backread::server::replay::Replay;

const SOURCES: &[(&str, &str)] = &[
    ("sources/port.md", "The harbour at Ostermole moved 412,000 containers in 2031.\n"),
    ("sources/mayor.txt", "\u{201c}We will light the kiln before the first frost,\u{201d} said Mira Holt, the mayor.\n"),
];

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::create_dir(folder.path().join("sources")).expect("a folder can be made");
    for (path, text) in SOURCES {
        fs::write(folder.path().join(path), text).expect("a source is written");
    }
    let mut replay = Replay::new(folder.path());
    for line in input.split(|it| *it == b'\n').filter(|it| !it.is_empty()) {
        match line.split_first() {
            Some((b'~', _)) => replay.settle(),
            Some((b'#', bytes)) => replay.push(bytes),
            _ => replay.say(line),
        }
    }
    replay.settle();
    assert_eq!(replay.unanswered(), 0);
});
