//! Texts that mean harm, as drafts and as sources, at n, 2n and 4n: what each costs, and how fast that grows.
//!
//! `cargo bench --bench adverse` runs all, `cargo bench --bench adverse -- WORD` those with the word in their name. A run of
//! the built command line each, reading and everything, in the time of the processor where the system tells it, so that
//! others on the machine do not matter; what it takes on a short text is subtracted before the growth is told. Linear is 4;
//! what is over 6 and takes over half a second is marked, and the status tells.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints its figures, and ends where something is missing"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

mod made {
    pub mod adverse;
}

use made::adverse::{SHAPES, Shape};

const SOURCE: &str =
    "The quay took 412,000 crates in May. “We will return to the new berth,” said Mira Holt, the mayor.\n";

const DRAFT: &str =
    "The quay took 415,000 crates in May. “We will leave for the new berth,” said Mira Holt, the mayor.\n";

fn main() -> ExitCode {
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-')).unwrap_or_default();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("adverse");
    let empty = run(&folder, DRAFT, "a.md", ("source.txt", SOURCE));
    println!("a short text: {:.2} s; n, 2n and 4n, of which 4n is what is named", empty.as_secs_f64());
    let mut is_steep = false;
    for shape in SHAPES.iter().filter(|it| it.name.contains(&wanted)) {
        // Only texts are drafts.
        if [".md", ".txt", ".html"].iter().any(|it| shape.file.ends_with(it)) {
            is_steep |= tell(shape, "draft", empty, |text| run(&folder, text, shape.file, ("source.txt", SOURCE)));
        }
        is_steep |= tell(shape, "source", empty, |text| run(&folder, DRAFT, "draft.md", (shape.file, text)));
    }
    if is_steep { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// One line; `true` where it grows faster than the text.
fn tell(shape: &Shape, side: &str, empty: Duration, run: impl Fn(&str) -> Duration) -> bool {
    let took = [4, 2, 1].map(|part| run(&(shape.make)(shape.most / part)).as_secs_f64());
    let [one, _, four] = took.map(|it| (it - empty.as_secs_f64()).max(0.01));
    let growth = four / one;
    let is_steep = growth > 6.0 && four > 0.5;
    println!(
        "{:>9} {:32} {side:6} {:7.2} {:7.2} {:7.2} s  × {growth:.1}{}",
        shape.most,
        shape.name,
        took[0],
        took[1],
        took[2],
        if is_steep { "  steep" } else { "" }
    );
    is_steep
}

/// What a check takes.
fn run(folder: &Path, draft: &str, draft_name: &str, (source_name, source): (&str, &str)) -> Duration {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("sources")).expect("a folder can be made");
    fs::write(folder.join("sources").join(source_name), source).expect("a file can be written");
    fs::write(folder.join(draft_name), draft).expect("a file can be written");
    let (started, before) = (Instant::now(), children());
    let status = Command::new(env!("CARGO_BIN_EXE_backread"))
        .args(["check", draft_name, "--sources", "sources", "--format", "concise"])
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join(".cache"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("backread can be started");
    let took = match (before, children()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => started.elapsed(),
    };
    assert!(matches!(status.code(), Some(0..=2)), "it ended with {status}");
    took
}

/// What the processes that were waited for have taken so far, as Linux has it: in hundredths of a second.
fn children() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold anything; thirteen fields further on.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(13).map(str::parse::<u64>);
    let (user, system) = (fields.next()?.ok()?, fields.next()?.ok()?);
    Some(Duration::from_millis((user + system) * 10))
}
