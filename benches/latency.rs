//! What a writer waits for: the built server over stdio, from an edit sent to the findings of that very version read.
//!
//! `cargo bench --bench latency` runs it; numbers after `--` are lengths of drafts to be measured instead of the usual
//! ones, in words. One character a change is typed in the middle of a draft, and each change waits for its answer, with
//! hold-back off: what is measured holds transport, JSON, splitting, reading, checking and publishing. The client takes
//! the whole answer off the pipe before the clock stops, and parses it afterwards. "processor" is what the server spent
//! on a change on all its threads: on a busy machine it says more than the clock.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench prints its figures, and ends where something is missing"
)]

use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use tempfile::TempDir;

mod made {
    pub mod prose;
    pub mod sequence;
    pub mod server;
}

use made::prose::prose;
use made::server::{KEYSTROKES, Server, ms};

/// Words of one source.
const SOURCE: usize = 600;

/// Words of a draft.
const DRAFTS: &[usize] = &[1_000, 5_000, 20_000];

fn main() {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|it| it.parse().ok()).collect();
    let drafts = if given.is_empty() { DRAFTS } else { &given };
    println!("{KEYSTROKES} keystrokes a row, one at a time; ms from didChange sent to its publishDiagnostics read\n");
    println!("sources   words  findings     p50     p95     p99     max  processor");
    let mut about_sources = String::new();
    for n_sources in [100, 1_000] {
        measure(n_sources, drafts, &mut about_sources);
    }
    println!("\n{about_sources}");
}

fn measure(n_sources: usize, drafts: &[usize], report: &mut String) {
    let folder = TempDir::new().expect("a folder can be made");
    fs::create_dir(folder.path().join("sources")).expect("the folder can be made");
    for n in 0..n_sources {
        let path = folder.path().join(format!("sources/{n:04}.txt"));
        fs::write(path, prose(n as u64 + 1, SOURCE)).expect("the source can be written");
    }
    let started = Instant::now();
    let mut server = Server::start(folder.path(), &folder.path().join("cache"));
    let first = draft(0, 5_000, n_sources);
    server.open("first.md", &first);
    // What is said of a figure shows that the sources are there.
    while !server.publish("first.md", 1).1.iter().any(|it| it["code"] == "unsupported-figure") {}
    let _ = writeln!(report, "{n_sources} sources");
    let _ = writeln!(report, "  initialize to first findings of 5,000 words: {} ms", ms(started.elapsed()));
    server.close("first.md");

    let second = draft(1, 5_000, n_sources);
    let opened = Instant::now();
    server.open("second.md", &second);
    let (read, _) = server.publish("second.md", 1);
    let _ = writeln!(report, "  didOpen of another 5,000 words to its findings: {} ms", ms(read - opened));
    server.close("second.md");

    for (n, n_words) in drafts.iter().enumerate() {
        let name = format!("{n}.md");
        let text = draft(2 + n, *n_words, n_sources);
        server.open(&name, &text);
        let n_findings = server.publish(&name, 1).1.len();
        let before = server.processor_time();
        let mut times = server.type_into(&name, &text);
        let spent = server.spent(before);
        server.close(&name);
        times.sort_unstable();
        let at = |share: usize| ms(times[(times.len() * share / 100).min(times.len() - 1)]);
        let (p50, p95, p99, most) = (at(50), at(95), at(99), at(100));
        println!("{n_sources:>7}  {n_words:>6}  {n_findings:>8}  {p50:>6}  {p95:>6}  {p99:>6}  {most:>6}  {spent:>9}");
    }
    if let Some(peak) = server.memory("VmHWM") {
        let _ = writeln!(report, "  peak memory: {peak} MB");
    }
    server.leave();
}

/// Paragraphs of the sources, with one in twelve that no source has. Drafts of other numbers are of other paragraphs, so
/// that nothing that was read for one is known already for the next.
fn draft(number: usize, n_words: usize, n_sources: usize) -> String {
    let mut out = String::from("# The week\n\n");
    let mut words = 0;
    for n in 0.. {
        let own = n % 12 == 7;
        let seed = if own { 50_000 + number * 10_000 + n } else { (n * 7 + number * 13) % n_sources + 1 };
        let source = prose(seed as u64, SOURCE);
        let paragraphs: Vec<&str> = source.split_terminator("\n\n").collect();
        // The drafts of usual length never meet: each takes paragraphs of its own out of every source.
        let paragraph = paragraphs[(number * 2 + n / n_sources) % paragraphs.len()];
        out.push_str(paragraph);
        out.push_str("\n\n");
        words += paragraph.split_whitespace().count();
        if words >= n_words {
            break;
        }
    }
    out
}
