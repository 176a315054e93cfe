//! `backread report`: the dossier of one draft, as a page, as Markdown or as JSON.
//!
//! Written over nothing but an older dossier: the draft, the sources and whatever else lies there stay as they are.
//! Without a date asked for there is none in it, so that the same texts give the same bytes.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;

use super::check::drafts::{self, Draft};
use super::{CLEAN, FAILED, ReadArgs, Streams, load};
use crate::dossier::{self, Asked};
use crate::engine::desk::{self, Desk};
use crate::problem::Problem;
use crate::text::TextId;

#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// The draft; `-` reads stdin
    #[arg(value_name = "DRAFT")]
    draft: String,
    /// Where it is written; stdout without it. An older dossier there is replaced, and nothing else is
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// html, md or json; without it what the output's name says
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The date and time that stand in it: 2031-05-04, 2031-05-04T09:30Z, or `now`; SOURCE_DATE_EPOCH counts too
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<String>,
    /// What stdin is called: decides its configuration and whether it is Markdown, HTML or plain text
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One self-contained page
    Html,
    /// For a repository
    Md,
    /// For programs (see `backread schema report`)
    Json,
}

fn date(words: &str) -> Result<String, String> {
    dossier::date(words).ok_or_else(|| "write it as 2031-05-04, 2031-05-04T09:30Z or `now`".to_string())
}

pub fn run(args: &ReportArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let by_name = args.output.as_deref().and_then(|it| dossier::Format::of_name(&it.to_string_lossy()));
    let format = match args.format {
        Some(Format::Html) => dossier::Format::Html,
        Some(Format::Md) => dossier::Format::Markdown,
        Some(Format::Json) => dossier::Format::Json,
        None => by_name.unwrap_or_default(),
    };
    if Path::new(&args.draft).is_dir() {
        return Err(Problem::new(&*args.draft, "is a folder", "name one draft").into());
    }
    let gathered = drafts::gather(std::slice::from_ref(&args.draft), args.stdin_path.as_deref(), &args.read, streams)?;
    let found = gathered.desks.into_iter().flat_map(|(desk, drafts)| drafts.into_iter().next().map(|it| (desk, it)));
    let Some((mut desk, draft)) = found.into_iter().next().filter(|_| !gathered.failed) else {
        return Ok(FAILED);
    };
    if !desk.unmet.is_empty() {
        for problem in &desk.unmet {
            writeln!(streams.err, "error: {problem}")?;
        }
        return Ok(FAILED);
    }
    if let Some(note) = &desk.note {
        writeln!(streams.err, "note: {note}")?;
    }
    load(&mut desk);
    if let Some(path) = &args.output {
        may_be_written(path, Path::new(&args.draft), &desk)?;
    }
    let original = draft.path.clone().filter(|_| draft.text.is_extracted());
    let id = settled(&mut desk, draft);
    let original = original.map(std::fs::read).transpose().with_context(|| format!("reading {}", args.draft))?;
    let asked = Asked { date: args.date.clone().or_else(epoch), original, ..Asked::default() };
    let text = dossier::write(&desk, id, &asked, format)?;
    match &args.output {
        None => streams.out.write_all(text.as_bytes())?,
        Some(path) => {
            let shown = path.display();
            desk::write_output(path, text.as_bytes())?;
            writeln!(streams.err, "wrote {shown}")?;
        }
    }
    Ok(CLEAN)
}

fn settled(desk: &mut Desk, draft: Draft) -> TextId {
    let id = TextId(0);
    desk.engine.open_text(id, &draft.shown, draft.text);
    desk.engine.settle(id);
    id
}

/// Refuses to write over anything but a dossier.
fn may_be_written(path: &Path, draft: &Path, desk: &Desk) -> Result<(), Problem> {
    let shown = path.display().to_string();
    let refuse = |cause: &str| Err(Problem::new(shown.as_str(), cause, "name another file with -o"));
    let real = |it: &Path| std::fs::canonicalize(it).unwrap_or_else(|_| desk::absolute(it));
    let target = real(path);
    if target.is_dir() {
        return refuse("is a folder");
    }
    if !path.exists() {
        return Ok(());
    }
    if target == real(draft) {
        return refuse("is the draft itself");
    }
    if desk.engine.corpus().sources().any(|it| real(&it.disk_path) == target) {
        return refuse("is a source");
    }
    let mut head = Vec::new();
    let read = std::fs::File::open(&target).and_then(|it| it.take(1_024).read_to_end(&mut head));
    match read {
        Ok(_) if head.is_empty() || dossier::is_one(&String::from_utf8_lossy(&head)) => Ok(()),
        Ok(_) => refuse("is there already and is no dossier"),
        Err(error) => refuse(&format!("is there already and cannot be read ({error})")),
    }
}

/// The time that builds which must come out alike are told to have.
fn epoch() -> Option<String> {
    dossier::date_of_epoch(&std::env::var("SOURCE_DATE_EPOCH").ok()?)
}
