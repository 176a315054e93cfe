//! A desk's whole shelf at once: 200 drafts of 5,000 words against 1,000 sources of 600, by the built command line.
//!
//! `cargo bench --bench batch` runs it, with two threads; what it wrote is left in the folder that it names, for other
//! tools to be timed on the same drafts. Wall time, reading the files included.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench prints its figures, and ends where something is missing"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

mod made {
    pub mod prose;
    pub mod sequence;
}

use made::prose::prose;

const SOURCES: usize = 1_000;
const DRAFTS: usize = 200;
const WORDS: usize = 5_000;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch");
    write(&folder);
    println!("{DRAFTS} drafts of {WORDS} words, {SOURCES} sources of 600: {}", folder.display());
    for jobs in ["1", "2"] {
        let started = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_backread"))
            .args(["check", "drafts", "--sources", "sources", "--jobs", jobs, "--format", "concise"])
            .current_dir(&folder)
            .stderr(Stdio::null())
            .output()
            .expect("backread can be started");
        let took = started.elapsed();
        let said = String::from_utf8_lossy(&output.stdout);
        println!(
            "--jobs {jobs}: {:.1} s, {} findings, status {:?}",
            took.as_secs_f64(),
            said.lines().count() - 1,
            output.status.code()
        );
        println!("  {}", said.lines().next_back().unwrap_or(""));
    }
}

fn write(folder: &Path) {
    for name in ["sources", "drafts"] {
        fs::create_dir_all(folder.join(name)).expect("a folder can be made");
    }
    for n in 0..SOURCES {
        fs::write(folder.join(format!("sources/{n:04}.txt")), prose(n as u64 + 1, 600)).expect("a file can be written");
    }
    for n in 0..DRAFTS {
        fs::write(folder.join(format!("drafts/{n:03}.md")), draft(n)).expect("a file can be written");
    }
}

/// Paragraphs out of the sources, and every twelfth one of its own, as the bench of keystrokes has them.
fn draft(number: usize) -> String {
    let mut out = String::from("# The week\n\n");
    let mut words = 0;
    for n in 0.. {
        let own = n % 12 == 7;
        let seed = if own { 50_000 + number * 10_000 + n } else { (n * 7 + number * 13) % SOURCES + 1 };
        let source = prose(seed as u64, 600);
        let paragraphs: Vec<&str> = source.split_terminator("\n\n").collect();
        let paragraph = paragraphs[(number * 2 + n / SOURCES) % paragraphs.len()];
        out.push_str(paragraph);
        out.push_str("\n\n");
        words += paragraph.split_whitespace().count();
        if words >= WORDS {
            break;
        }
    }
    out
}
