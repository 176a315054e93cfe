//! `backread clean`: a draft as it is printed, without the notes to the desk.

use std::path::PathBuf;

use super::{CLEAN, Streams};
use crate::engine::{clean, desk};
use crate::text::Format;

#[derive(Debug, clap::Args)]
pub struct CleanArgs {
    /// The draft; `-` reads stdin
    draft: PathBuf,
}

pub fn run(args: &CleanArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let shown = args.draft.display().to_string();
    let (raw, format) = match shown.as_str() {
        "-" => (desk::read_stream(std::io::stdin().lock(), "<stdin>")?, Format::Markdown),
        _ => (desk::read_draft(&args.draft, &shown)?, Format::of_path(&args.draft)),
    };
    streams.out.write_all(clean(raw, format).as_bytes())?;
    Ok(CLEAN)
}
