//! `backread init`: a commented `backread.toml` to start from. Never writes over anything.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{CLEAN, Streams};
use crate::config::FILE_NAME;
use crate::engine::desk;
use crate::problem::Problem;

#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder that it is written to
    #[arg(default_value = ".")]
    folder: PathBuf,
}

/// What is written; `{sources}` is the folder that is there, or the one to make.
const TEMPLATE: &str = include_str!("init.toml");

pub fn run(args: &InitArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    if !args.folder.is_dir() {
        return Err(Problem::new(args.folder.display().to_string(), "no such folder", "make it first").into());
    }
    let path = args.folder.join(FILE_NAME);
    let shown = if args.folder == Path::new(".") { FILE_NAME.to_string() } else { path.display().to_string() };
    let folder = ["sources", "source", "research"].into_iter().find(|it| args.folder.join(it).is_dir());
    let text = TEMPLATE.replace("{sources}", folder.unwrap_or("sources"));
    match desk::write_config(&path, &text) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Problem::new(shown, "is there already", "edit it, or move it away first").into());
        }
        Err(error) => return Err(error).with_context(|| format!("writing {shown}")),
    }
    let next = match folder {
        Some(folder) => format!("sources are taken from {folder}"),
        None => "put the source documents into a folder named sources".to_string(),
    };
    writeln!(streams.err, "wrote {shown}; {next}")?;
    Ok(CLEAN)
}
