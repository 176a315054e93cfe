//! Learns what the answers about a word weigh (`rules/lexicon/weights.toml`), from drafts with other people's labels.
//!
//! ```sh
//! cargo run --release --example fit -- BENCH_DIR             # learns, writes weights.toml, and prints the curve
//! cargo run --release --example fit -- BENCH_DIR --curve     # prints the curve alone
//! ```
//!
//! The folder holds `*.dev.jsonl` as its README says. A word is a slip where a label touches it; a label on a negator
//! marks the word after it. The curve is cross-validated by source document: no weight it rests on has seen the source.
//! One thread and a fixed order: the same files give the same weights.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a tool, and no part of the library"
)]

#[path = "fit/bench.rs"]
mod bench;
#[path = "fit/regress.rs"]
mod regress;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, bail};
use bench::Row;

const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/lexicon/weights.toml");

/// Parts that the sources are split into for the curve.
const N_FOLDS: u64 = 5;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (folder, curve_only) = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [folder] => (folder, false),
        [folder, "--curve"] | ["--curve", folder] => (folder, true),
        _ => bail!("usage: fit BENCH_DIR [--curve]"),
    };
    let mut rows = Vec::new();
    for name in ["summedits", "bump", "defacto", "wice", "wice-tokens"] {
        let path = Path::new(folder).join(format!("{name}.dev.jsonl"));
        let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        bench::rows(name, &text, &mut rows).with_context(|| format!("reading {}", path.display()))?;
    }
    println!("{} words", rows.len());
    let mut sure = vec![0.0; rows.len()];
    for fold in 0..N_FOLDS {
        let others = rows.iter().filter(|it| it.source % N_FOLDS != fold && it.is_labelled);
        let weights = regress::learn(others);
        for (row, sure) in rows.iter().zip(&mut sure).filter(|(it, _)| it.source % N_FOLDS == fold) {
            *sure = regress::sure(&weights, &row.answers);
        }
    }
    curve(&rows, &sure);
    if !curve_only {
        let weights = regress::learn(rows.iter().filter(|it| it.is_labelled));
        std::fs::write(WEIGHTS, toml(&weights)).with_context(|| format!("writing {WEIGHTS}"))?;
    }
    Ok(())
}

/// For each floor: how many labelled words are found, and how many alarms there are in a thousand words of good drafts.
fn curve(rows: &[Row], sure: &[f32]) {
    let mut sets: BTreeMap<&str, Vec<(&Row, f32)>> = BTreeMap::new();
    for (row, sure) in rows.iter().zip(sure) {
        sets.entry(row.set).or_default().push((row, *sure));
    }
    println!("set          floor  slips found  alarms in 1,000 content words");
    for (set, rows) in sets {
        for floor in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
            let slips = rows.iter().filter(|it| it.0.is_slip);
            let (found, all) = slips.fold((0, 0), |acc, it| (acc.0 + usize::from(it.1 >= floor), acc.1 + 1));
            let good = rows.iter().filter(|it| it.0.is_consistent);
            let (alarms, words) = good.fold((0, 0), |acc, it| (acc.0 + usize::from(it.1 >= floor), acc.1 + 1));
            let rate = |n: usize, of: usize| n as f64 / of.max(1) as f64;
            println!(
                "{set:<12} {floor:.1}    {:>5.1} %      {:>6.2}",
                100.0 * rate(found, all),
                1000.0 * rate(alarms, words)
            );
        }
    }
}

fn toml(weights: &BTreeMap<&'static str, f32>) -> String {
    let mut text = "\
# What the answers about a word weigh, for telling a slip from a paraphrase (src/check/claims/substitute/answers.rs has
# the questions). Above 0 speaks for a slip. Learnt, and not written by hand: `cargo run --release --example fit`.

[substituted]
"
    .to_string();
    for (name, weight) in weights {
        // NB: writing to a string cannot fail.
        let _ = writeln!(text, "{name} = {weight:.3}");
    }
    text
}
