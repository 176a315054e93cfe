//! Learns the weights of `read::syntax` from a treebank, and measures them.
//!
//! ```sh
//! cargo run --release --example train -- TREEBANK_DIR             # learns, writes weights.bin, and measures
//! cargo run --release --example train -- TREEBANK_DIR --measure   # measures the weights that ship
//! ```
//!
//! The folder holds `ewt-train.conllu`, `ewt-dev.conllu`, `ewt-test.conllu`, `pud-test.conllu`, and the wordnet's
//! `senses.tsv` and `synsets.tsv`. Everything is counted in whole numbers, in one thread and from a fixed sequence:
//! the same files give the same bytes. Figures are counted as UD's scorer does, punctuation included.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a tool, and no part of the library"
)]

#[path = "train/learn.rs"]
mod learn;
#[path = "train/measure.rs"]
mod measure;
#[path = "train/oracle.rs"]
mod oracle;
#[path = "train/treebank.rs"]
mod treebank;
#[path = "train/wordnet.rs"]
mod wordnet;

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail};
use backread::read::syntax::{MODEL_LEN, Model};

const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/read/syntax/weights.bin");

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (folder, measures_only) = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [folder] => (folder, false),
        [folder, "--measure"] | ["--measure", folder] => (folder, true),
        _ => bail!("usage: train TREEBANK_DIR [--measure]"),
    };
    let folder = Path::new(folder);
    let bytes = if measures_only {
        std::fs::read(WEIGHTS).with_context(|| format!("reading {WEIGHTS}"))?
    } else {
        let start = Instant::now();
        let known = wordnet::table(folder)?;
        let bytes = learn::model(&treebank::load(folder, "ewt-train.conllu", &known)?, known);
        std::fs::write(WEIGHTS, &bytes).with_context(|| format!("writing {WEIGHTS}"))?;
        println!("learnt in {:.0} s", start.elapsed().as_secs_f64());
        bytes
    };
    if bytes.len() != MODEL_LEN {
        bail!("{WEIGHTS} has {} bytes and not {MODEL_LEN}: learn anew", bytes.len());
    }
    println!("{} bytes of weights", bytes.len());
    let model = Model::of(&bytes);
    for name in ["ewt-dev.conllu", "ewt-test.conllu", "pud-test.conllu"] {
        measure::accuracy(&model, name, &treebank::load(folder, name, model.known.0)?);
    }
    measure::speed(&model, &treebank::load(folder, "ewt-test.conllu", model.known.0)?);
    Ok(())
}
