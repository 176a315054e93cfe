use std::fs;
use std::io::Write;
use std::sync::mpsc::{Sender, channel};

use clap::Parser;

use crate::cli::{Args, Streams, run};

/// What is written goes to whoever holds the other end.
struct Written(Sender<Vec<u8>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.0.send(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_fault_of_our_own_is_no_clean_draft() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sources")).unwrap();
    fs::write(folder.path().join("sources/a.txt"), "The kiln is cold.\n").unwrap();
    let draft = folder.path().join("a.md");
    // A check fails where this character stands, in tests alone.
    fs::write(&draft, "The kiln is cold.\n\nThe quay\u{e0b5} is full.\n").unwrap();
    let ((out, printed), (err, told)) = (channel(), channel());
    let mut streams = Streams { out: Box::new(Written(out)), err: Box::new(Written(err)) };
    let sources = folder.path().join("sources");
    let args = ["backread", "check", draft.to_str().unwrap(), "--sources", sources.to_str().unwrap()];
    let status = run(Args::parse_from(args), &mut streams).unwrap();
    drop(streams);
    let told = String::from_utf8(told.iter().flatten().collect()).unwrap();
    assert_eq!(status, 2, "{told}");
    assert!(told.contains("a.md: a fault of backread's own in \"planted\""), "{told}");
    assert!(!told.contains("quay"), "{told}");
    // What could be checked is shown.
    assert!(String::from_utf8(printed.iter().flatten().collect()).unwrap().contains("1 source"));
}
