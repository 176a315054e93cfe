//! A newsroom's archive: what it takes to build, to open again, to keep up to date and to write against.
//!
//! `cargo bench --bench archive` measures archives of 1,000, 10,000 and 100,000 articles of about 600 words; numbers after
//! `--` are sizes to be measured instead. The largest takes some minutes and about 1.5 GB of disk. Each figure is of the
//! built program: `check` for building and for a cold start, the server over stdio for the rest. Files are in the system's
//! cache throughout, as they are on a desk's second run of the day.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a bench prints its figures, and ends where something is missing"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use backread::engine::desk::{Desk, Overrides, StoreIn};
use serde_json::json;
use tempfile::TempDir;

mod made {
    pub mod news;
    pub mod sequence;
    pub mod server;
}

use made::news::{article, draft};
use made::server::{Server, ms};

const SIZES: &[usize] = &[1_000, 10_000, 100_000];

/// Words of the draft of a cold check, and of the one that is written in.
const COLD: usize = 1_000;
const WRITTEN: usize = 5_000;

fn main() {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|it| it.parse().ok()).collect();
    for size in if given.is_empty() { SIZES } else { &given } {
        measure(*size);
    }
}

fn measure(size: usize) {
    let folder = TempDir::new().expect("a folder can be made");
    let root = folder.path();
    let mut n_bytes = 0;
    for n in 0..size {
        let text = article(n);
        n_bytes += text.len();
        if n % 1_000 == 0 {
            fs::create_dir_all(root.join(format!("sources/{:03}", n / 1_000))).expect("the folder can be made");
        }
        fs::write(path(root, n), text).expect("the article can be written");
    }
    let mb = n_bytes as f64 / 1e6;
    fs::write(root.join("cold.md"), draft(size, COLD)).expect("the draft can be written");
    let cache = root.join("cache");
    println!("{size} articles, {mb:.1} MB of text");

    let built = check(root, &cache);
    let seconds = built.as_secs_f64();
    println!("  build: {seconds:.1} s, {:.0} articles and {:.1} MB a second", size as f64 / seconds, mb / seconds);
    let stored = bytes_below(&cache);
    println!("  store: {:.1} MB, {:.2} of the text", stored as f64 / 1e6, stored as f64 / n_bytes as f64);
    let cold: Vec<Duration> = (0..5).map(|_| check(root, &cache)).collect();
    println!("  cold check of {COLD} words: {} ms", ms(median(cold)));

    let program = Some(env!("CARGO_BIN_EXE_backread").into());
    let store = Some(StoreIn { cache: cache.join("backread"), least: 0, program });
    let overrides = Overrides { working: root.to_path_buf(), store, ..Overrides::default() };
    let desk = Desk::configure(root, &overrides).expect("the desk can be configured");
    let reopened: Vec<Duration> = (0..5)
        .map(|_| {
            let started = Instant::now();
            let opened = desk.loader().stored();
            let taken = started.elapsed();
            assert!(opened.is_some(), "the store is the program's own");
            taken
        })
        .collect();
    println!("  reopen: {} ms", ms(median(reopened)));

    let started = Instant::now();
    let mut server = Server::start(root, &cache);
    let text = draft(size, WRITTEN);
    server.open("draft.md", &text);
    while !server.publish("draft.md", 1).1.iter().any(|it| it["code"] == "unsupported-figure") {}
    println!("  server to first findings of {WRITTEN} words: {} ms", ms(started.elapsed()));
    let before = server.processor_time();
    let mut times = server.type_into("draft.md", &text);
    let spent = server.spent(before);
    times.sort_unstable();
    let at = |share: usize| ms(times[(times.len() * share / 100).min(times.len() - 1)]);
    println!("  keystroke: p50 {}, p95 {}, p99 {} ms, processor {spent} ms", at(50), at(95), at(99));
    server.close("draft.md");

    let slip = "The ferry to Quorrin carried 48,211 sheep in 2024.";
    server.open("changed.md", &format!("# Sheep\n\n{slip}\n"));
    while server.publish("changed.md", 1).1.is_empty() {}
    let taken: Vec<Duration> = (0..6)
        .map(|n| {
            let text = article(size / 2);
            let says = n % 2 == 0;
            let text = if says { format!("{text}{slip}\n") } else { text };
            let started = Instant::now();
            fs::write(path(root, size / 2), text).expect("the article can be written");
            // As clients tell it.
            let change = json!({"uri": format!("file://{}", path(root, size / 2).display()), "type": 2});
            server.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
            while server.publish("changed.md", 1).1.is_empty() != says {}
            started.elapsed()
        })
        .collect();
    println!("  one changed file to new findings: {} ms", ms(median(taken)));
    let memory = |line: &str| server.memory(line).map_or("-".to_string(), |it| it.to_string());
    let (anonymous, shared, mapped, most) = (memory("RssAnon"), memory("RssShmem"), memory("RssFile"), memory("VmHWM"));
    println!(
        "  memory while serving: {anonymous} MB anonymous, {shared} MB shared, {mapped} MB mapped; most {most} MB\n"
    );
    server.leave();
}

fn path(root: &Path, n: usize) -> std::path::PathBuf {
    root.join(format!("sources/{:03}/{n:06}.md", n / 1_000))
}

/// How long the command line takes for the draft.
fn check(root: &Path, cache: &Path) -> Duration {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_backread"))
        .args(["check", "cold.md", "--format", "json"])
        .current_dir(root)
        .env("XDG_CACHE_HOME", cache)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.code().is_some_and(|it| it < 2), "it could do its job");
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|it| match it.metadata() {
            Ok(it_is) if it_is.is_dir() => bytes_below(&it.path()),
            Ok(it_is) => it_is.len(),
            Err(_) => 0,
        })
        .sum()
}
