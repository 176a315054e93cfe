//! Coincidence: figures of a faithful draft changed, one at a time, to others that stand elsewhere in the same source.
//!
//! A bare number is no support: nine of ten have to be raised. By default with a short report and a small table;
//! `BACKREAD_SLOW=1 cargo test --test it coincidence -- --nocapture` takes 300 pages and 50,000 rows and 200 figures each.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use backread::corpus::{SourceFile, SourceMeta};
use backread::engine::{Engine, Policy};
use backread::text::{Format, Text};

use crate::corpora::findings;
use crate::engine::engine_over;

#[path = "../../benches/made/facts.rs"]
mod facts;
#[path = "../../benches/made/prose.rs"]
mod prose;
#[path = "../../benches/made/sequence.rs"]
mod sequence;

use facts::{Said, report, table};

fn is_slow() -> bool {
    std::env::var_os("BACKREAD_SLOW").is_some()
}

fn engine(path: &str, raw: String, format: Format) -> Engine {
    let text = Text::read(raw, format);
    let meta = SourceMeta::default();
    let file = SourceFile { path: path.to_string(), disk_path: PathBuf::from(path), text, meta, extracted: false };
    engine_over(vec![file], Policy::default())
}

/// How many of the changed figures are raised, and how many of the faithful ones.
#[track_caller]
fn measure(what: &str, mut engine: Engine, said: &[Said], n: usize) {
    let step = (said.len() / n).max(1);
    let (mut n_raised, mut n_false, mut missed) = (0, 0, String::new());
    let chosen: Vec<&Said> = said.iter().step_by(step).take(n).collect();
    for it in &chosen {
        let raised = |engine: &mut Engine, value: &str| {
            let draft = format!("{}\n", it.draft(value));
            findings(engine, "draft.md", &draft).iter().any(|it| it.rule.ends_with("-figure"))
        };
        if raised(&mut engine, &it.value) {
            n_false += 1;
            let _ = writeln!(missed, "falsely raised: {}", it.draft(&it.value));
        }
        // The value of another figure of the kind, from far away.
        if raised(&mut engine, &it.other) {
            n_raised += 1;
        } else {
            let _ = writeln!(missed, "not raised: {} (for {})", it.draft(&it.other), it.value);
        }
    }
    let n = chosen.len();
    let _ =
        writeln!(std::io::stdout(), "{what}: {n_raised} of {n} changed figures raised, {n_false} of {n} faithful ones");
    assert!(n_raised * 10 >= n * 9 && n_false * 50 <= n, "{what}: {n_raised} of {n}, {n_false} falsely\n{missed}");
}

#[test]
fn a_number_from_elsewhere_in_a_report_is_raised() {
    let (n_words, n) = if is_slow() { (90_000, 200) } else { (12_000, 60) };
    let (raw, said) = report(n_words);
    measure("report", engine("report.txt", raw, Format::Plain), &said, n);
}

#[test]
fn a_number_from_elsewhere_in_a_table_is_raised() {
    let (n_rows, n) = if is_slow() { (50_000, 200) } else { (3_000, 60) };
    let (raw, said) = table(n_rows);
    measure("table", engine("wards.csv", raw, Format::Table), &said, n);
}
