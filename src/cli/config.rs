//! `backread config --why`: every value that holds for a path, and the file and line that it comes from.

use std::path::PathBuf;

use serde_json::json;

use super::{CLEAN, DataFormat, ReadArgs, Streams, print_json};
use crate::text::visible::visible;

#[derive(Debug, clap::Args)]
pub struct ConfigArgs {
    /// The draft or folder that is asked about
    #[arg(long, value_name = "PATH", num_args = 0..=1, default_value = ".", default_missing_value = ".")]
    why: PathBuf,
    #[command(flatten)]
    read: ReadArgs,
    #[arg(long, value_enum, default_value_t)]
    format: DataFormat,
}

pub fn run(args: &ConfigArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let desk = args.read.desk(&args.why, streams)?;
    for problem in &desk.unmet {
        writeln!(streams.err, "warning: {problem}")?;
    }
    if let Some(note) = &desk.note {
        writeln!(streams.err, "note: {note}")?;
    }
    let rows = desk.config.why();
    match args.format {
        DataFormat::Pretty => {
            for row in rows {
                writeln!(streams.out, "{}", visible(&format!("{} = {}  # {}", row.key, row.value, row.origin)))?;
            }
        }
        DataFormat::Json => {
            let rows: Vec<_> =
                rows.iter().map(|it| json!({"key": it.key, "value": it.value, "origin": it.origin})).collect();
            print_json(&json!({"schema": 1, "values": rows}), &mut *streams.out)?;
        }
    }
    Ok(CLEAN)
}
