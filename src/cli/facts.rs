//! `backread facts`: what the reader reads in a text, source or draft, one fact a line.

use std::path::PathBuf;

use serde_json::json;

use super::output::{Positions, one_line};
use super::{CLEAN, DataFormat, ReadArgs, Streams, print_json};
use crate::engine::{FactView, describe, desk};
use crate::text::{Format, Text, TextId};

#[derive(Debug, clap::Args)]
pub struct FactsArgs {
    /// The text; `-` reads stdin
    file: PathBuf,
    #[command(flatten)]
    read: ReadArgs,
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

pub fn run(args: &FactsArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let is_stdin = args.file.as_os_str() == "-";
    let start = if is_stdin { PathBuf::from(".") } else { args.file.clone() };
    let mut desk = args.read.desk(&start, streams)?;
    let (shown, text) = if is_stdin {
        let raw = desk::read_stream(std::io::stdin().lock(), "<stdin>")?;
        ("<stdin>".to_string(), Text::read(raw, Format::Markdown))
    } else {
        let shown = desk.shown(&args.file);
        let text = desk::open_text(&args.file, &shown)?;
        (shown, text)
    };
    let id = TextId(0);
    desk.engine.open_text(id, &shown, text);
    desk.engine.settle(id);
    let facts = desk.engine.facts(id);
    let raw = desk.engine.text(id).map_or("", |it| it.raw.as_str());
    let positions = Positions::of(raw, facts.iter().map(|it| it.span));
    match args.format {
        DataFormat::Pretty => {
            for fact in &facts {
                let at = positions.at(fact.span.start);
                let words = describe(&fact.fact, &fact.prose);
                let by = match by(fact) {
                    Some(speaker) => format!(" by=({speaker})"),
                    None => String::new(),
                };
                let words = one_line(&format!("{} {words}{by}", fact.kind));
                writeln!(streams.out, "{}:{}: {words} {:?}", at.line, at.column, fact.text)?;
            }
        }
        DataFormat::Json => {
            let rows: Vec<_> = facts
                .iter()
                .map(|fact| {
                    let (start, end) = (positions.at(fact.span.start), positions.at(fact.span.end));
                    json!({
                        "kind": fact.kind,
                        "description": describe(&fact.fact, &fact.prose),
                        "text": fact.text,
                        "speaker": by(fact),
                        "span": {"start": fact.span.start, "end": fact.span.end},
                        "range": {
                            "start": {"line": start.line, "column": start.column},
                            "end": {"line": end.line, "column": end.column},
                        },
                    })
                })
                .collect();
            print_json(&json!({"schema": 1, "path": shown, "facts": rows}), &mut *streams.out)?;
        }
    }
    Ok(CLEAN)
}

/// Whose words a fact is, with the title where the text gives one.
fn by(fact: &FactView) -> Option<String> {
    let speaker = fact.speaker.as_ref().filter(|it| !it.words.is_empty())?;
    let title = if speaker.title.is_empty() { String::new() } else { format!("{} ", speaker.title) };
    Some(format!("{title}{}", speaker.words))
}
