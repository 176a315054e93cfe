//! `backread sources`: what was loaded, what each file says of itself, and what could not be read.
//!
//! On stdout stands a function of the sources. How long it took is told on stderr, and only to somebody who watches.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;

use super::output::{counted, one_line};
use super::{CLEAN, DataFormat, FAILED, ReadArgs, Streams, load, print_json};
use crate::engine::desk::{Corpus, Head, How};
use crate::fact::{SourceKind, Trust};

#[derive(Debug, clap::Args)]
pub struct SourcesArgs {
    /// The draft or folder whose sources are meant
    #[arg(default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    read: ReadArgs,
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

pub fn run(args: &SourcesArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let mut desk = args.read.desk(&args.path, streams)?;
    for problem in &desk.unmet {
        writeln!(streams.err, "error: {problem}")?;
    }
    if !desk.unmet.is_empty() {
        return Ok(FAILED);
    }
    if let Some(note) = &desk.note {
        writeln!(streams.err, "note: {note}")?;
    }
    let started = Instant::now();
    load(&mut desk);
    let took = started.elapsed();
    let corpus = desk.engine.corpus();
    match args.format {
        DataFormat::Pretty => {
            for line in table(corpus) {
                writeln!(streams.out, "{line}")?;
            }
            for problem in corpus.problems() {
                writeln!(streams.out, "not read: {problem}")?;
            }
            let unread = match corpus.unread().len() {
                0 => String::new(),
                n => format!(", {n} unreadable"),
            };
            let sources = counted(corpus.n_sources(), "source", "sources");
            let origins = counted(corpus.origins().all().len(), "origin", "origins");
            writeln!(streams.out, "{sources}, {origins}{unread}")?;
            if std::io::stderr().is_terminal() {
                writeln!(streams.err, "read in {:.2} s", took.as_secs_f64())?;
            }
        }
        DataFormat::Json => {
            let sources: Vec<_> = corpus.heads().enumerate().map(|(n, it)| row(n + 1, it, corpus)).collect();
            let problems: Vec<_> =
                corpus.problems().iter().map(|it| json!({"path": it.path, "message": it.to_string()})).collect();
            let n_origins = corpus.origins().all().len();
            let all = json!({"schema": 1, "sources": sources, "origins": n_origins, "problems": problems});
            print_json(&all, &mut *streams.out)?;
        }
    }
    Ok(CLEAN)
}

/// What stands above the columns; a column that is empty throughout is left out.
const COLUMNS: [&str; 10] = ["", "source", "kind", "date", "size", "facts", "outlet", "trust", "origin", "notes"];

/// The columns with numbers, which stand on the right.
const NUMBERS: [usize; 2] = [4, 5];

/// Lines with the sources in the order of their paths, beneath the heads of their columns.
fn table(corpus: &Corpus) -> Vec<String> {
    let mut rows = vec![COLUMNS.map(str::to_string)];
    rows.extend(corpus.heads().enumerate().map(|(n, it)| cells(n + 1, it, corpus)));
    if rows.len() == 1 {
        return Vec::new();
    }
    let width = |idx: usize| {
        let cells = || rows.iter().skip(1).filter_map(|row| row.get(idx)).map(|it| it.chars().count());
        let head = COLUMNS.get(idx).map_or(0, |it| it.chars().count());
        cells().max().filter(|it| *it > 0).map(|it| it.max(head))
    };
    let widths: Vec<Option<usize>> = (0..COLUMNS.len()).map(width).collect();
    let line = |row: &[String; 10]| {
        let mut line = String::new();
        for (idx, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let Some(width) = *width else { continue };
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            let (before, after) = if NUMBERS.contains(&idx) { (gap.as_str(), "") } else { ("", gap.as_str()) };
            line.push_str(before);
            line.push_str(cell);
            line.push_str(after);
            line.push_str("  ");
        }
        line.trim_end().to_string()
    };
    rows.iter().map(line).collect()
}

fn cells(number: usize, source: &Head, corpus: &Corpus) -> [String; 10] {
    let meta = &source.meta;
    // The path is how the writer finds the file; what else names somebody stays with a confidential source.
    let open = |words: Option<String>| words.filter(|_| !meta.confidential).unwrap_or_default();
    let kind = if meta.kind == SourceKind::Unknown { "" } else { meta.kind.word() };
    let trust = corpus.trust(source);
    let trust = if trust == Trust::Normal { "" } else { trust.word() };
    let mut notes = Vec::new();
    notes.extend(meta.embargo.as_ref().map(|it| format!("embargo until {it}")));
    notes
        .extend(corpus.superseded_by(source.id).filter(|_| !meta.confidential).map(|it| format!("superseded by {it}")));
    notes.extend(meta.confidential.then(|| "confidential".to_string()));
    notes.extend(source.extracted.then(|| "decoded".to_string()));
    [
        format!("S{number}"),
        source.reference.path.clone(),
        kind.to_string(),
        meta.date.clone().unwrap_or_default(),
        size(source.len),
        source.n_facts.to_string(),
        open(meta.outlet.clone()),
        trust.to_string(),
        open(origin(source, corpus).map(|(name, how)| format!("{name} ({how})"))),
        notes.join(", "),
    ]
    .map(|it| one_line(&it))
}

/// Of its text.
fn size(bytes: u32) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", f64::from(bytes) / 1e6),
    }
}

/// Whom a source has its facts from, and the words or the way that show it. Nothing of one that is its own origin.
fn origin<'a>(source: &Head, corpus: &'a Corpus) -> Option<(&'a str, String)> {
    let traced = corpus.origins().of(source.id).filter(|it| it.how != How::Itself)?;
    let how = match traced.at {
        Some(at) => {
            let source = corpus.source(source.id)?;
            format!(
                "line {}: “{}”",
                source.line(at.start),
                at.of(&source.text.raw).split_whitespace().collect::<Vec<_>>().join(" ")
            )
        }
        None => traced.how.word().to_string(),
    };
    Some((corpus.origins().name(source.id)?, how))
}

fn row(number: usize, source: &Head, corpus: &Corpus) -> serde_json::Value {
    let meta = &source.meta;
    let open = |value: &Option<String>| if meta.confidential { None } else { value.clone() };
    json!({
        "id": format!("S{number}"),
        "path": source.reference.path,
        "kind": meta.kind.word(),
        "trust": corpus.trust(source).word(),
        "confidential": meta.confidential,
        "verbatim": meta.verbatim,
        "title": open(&meta.title),
        "outlet": open(&meta.outlet),
        "date": meta.date,
        "url": open(&meta.url),
        "origin": corpus.origins().name(source.id).filter(|_| !meta.confidential).map(|it| it.to_string()),
        "origin-by": corpus.origins().of(source.id).filter(|_| !meta.confidential).map(|it| it.how.word()),
        "origin-words": origin(source, corpus).filter(|_| !meta.confidential).map(|it| it.1),
        "language": meta.language,
        "supersedes": open(&meta.supersedes),
        "embargo": meta.embargo,
        "extracted": source.extracted,
        "facts": source.n_facts,
    })
}
