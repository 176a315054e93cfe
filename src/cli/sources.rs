//! `backread sources`: what was loaded, what each file says of itself, and what could not be read.

use std::path::PathBuf;

use serde_json::json;

use super::output::counted;
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
    load(&mut desk);
    let corpus = desk.engine.corpus();
    match args.format {
        DataFormat::Pretty => {
            for (n, source) in corpus.heads().enumerate() {
                writeln!(streams.out, "S{} {}", n + 1, line(source, corpus))?;
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

fn line(source: &Head, corpus: &Corpus) -> String {
    let meta = &source.meta;
    let mut parts = vec![source.reference.path.clone()];
    if meta.kind != SourceKind::Unknown {
        parts.push(meta.kind.word().to_string());
    }
    parts.extend(meta.date.clone());
    if !meta.confidential {
        parts.extend(meta.outlet.clone());
        parts.extend(origin(source, corpus).map(|(name, how)| format!("from {name} ({how})")));
    }
    parts.extend(meta.embargo.as_ref().map(|it| format!("embargo until {it}")));
    if meta.trust != Trust::Normal {
        parts.push(meta.trust.word().to_string());
    }
    if !meta.confidential {
        parts.extend(corpus.superseded_by(source.id).map(|it| format!("superseded by {it}")));
    }
    if meta.confidential {
        parts.push("confidential".to_string());
    }
    if source.extracted {
        parts.push("decoded".to_string());
    }
    parts.push(counted(source.n_facts as usize, "fact", "facts"));
    parts.join(" · ")
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
    // The file's path is how the writer finds it; what else names somebody stays with a confidential source.
    let open = |value: &Option<String>| if meta.confidential { None } else { value.clone() };
    json!({
        "id": format!("S{number}"),
        "path": source.reference.path,
        "kind": meta.kind.word(),
        "trust": meta.trust.word(),
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
