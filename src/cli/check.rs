//! `backread check`: drafts in, findings out, and a status that depends on the findings alone.
//!
//! Drafts are gathered first and grouped by the configuration that holds for them, so that each corpus is read once.
//! A draft that cannot be read is told and fails the run, and the others are checked all the same.

mod comments;
pub(super) mod drafts;

use std::path::PathBuf;

use anyhow::Context;

use super::output::{self, EvidenceShown, Format, Run};
use super::{CLEAN, FAILED, FOUND, ReadArgs, Streams, load, progress};
use crate::config::FailOn;
use crate::engine::desk::Desk;
use crate::finding::Severity;
use crate::problem::Problem;
use crate::text::TextId;
use drafts::Draft;

#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Drafts, folders or globs; `-` reads stdin; without any, what `drafts` in backread.toml matches
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    #[command(flatten)]
    read: ReadArgs,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write the findings to a file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The least severity that makes the exit status 1: error, warning, information, hint or never
    #[arg(long, value_name = "LEVEL", value_parser = fail_on)]
    fail_on: Option<FailOn>,
    /// Write a copy of a Word draft with a comment at each finding; the draft itself is never changed
    #[arg(long, value_name = "FILE")]
    comments: Option<PathBuf>,
    /// What stdin is called: decides its configuration and whether it is Markdown, HTML or plain text
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<PathBuf>,
    /// How many threads read sources; all cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How much of the sources is shown: their words, the place alone, or nothing
    #[arg(long, value_enum, default_value_t)]
    evidence: EvidenceShown,
    /// Fail unless all sources, or at least N of them, could be read
    #[arg(long, value_name = "all|N", value_parser = required)]
    require_sources: Option<Required>,
}

#[derive(Clone, Copy, Debug)]
enum Required {
    All,
    AtLeast(usize),
}

fn fail_on(word: &str) -> Result<FailOn, String> {
    use crate::config::Word;
    FailOn::parse(word).ok_or_else(|| crate::problem::did_you_mean(word, &FailOn::words()))
}

fn required(word: &str) -> Result<Required, String> {
    if word == "all" {
        return Ok(Required::All);
    }
    word.parse().map(Required::AtLeast).map_err(|_| "write `all` or a number".to_string())
}

pub fn run(args: &CheckArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    if let Some(jobs) = args.jobs {
        rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global().context("starting threads")?;
    }
    let gathered = drafts::gather(&args.paths, args.stdin_path.as_deref(), &args.read, streams)?;
    let copy = match &args.comments {
        Some(to) => Some(comments::Copy::of(to, &gathered)?),
        None => None,
    };
    let mut failed = gathered.failed;
    let mut run = Run::default();
    for (desk, drafts) in gathered.desks.into_iter().filter(|(_, drafts)| !drafts.is_empty()) {
        failed |= !check_desk(args, desk, drafts, &mut run, streams)?;
    }
    if run.desks.is_empty() {
        return Ok(FAILED);
    }
    match &args.output {
        None => output::write(&run, args.format, args.evidence, &mut *streams.out)?,
        Some(path) => {
            let shown = path.display();
            let mut file = anstream::StripStream::new(Vec::new());
            output::write(&run, args.format, args.evidence, &mut file)?;
            std::fs::write(path, file.into_inner()).with_context(|| format!("writing {shown}"))?;
        }
    }
    if let (Some(copy), Some(draft)) = (copy, run.drafts.first()) {
        copy.write(draft, args.evidence)?;
    }
    if failed {
        return Ok(FAILED);
    }
    let reaches = |(level, desk): (Severity, &Desk)| {
        let fail_on = args.fail_on.or(desk.config.fail_on.as_ref().map(|it| it.value));
        fail_on.unwrap_or(FailOn(Some(Severity::Error))).0.is_some_and(|least| level >= least)
    };
    let found = run.findings().any(reaches);
    Ok(if found { FOUND } else { CLEAN })
}

/// Checks the drafts of one desk; `false` where the job could not be done.
fn check_desk(
    args: &CheckArgs,
    mut desk: Desk,
    drafts: Vec<Draft>,
    run: &mut Run,
    streams: &mut Streams,
) -> anyhow::Result<bool> {
    if !desk.unmet.is_empty() {
        for problem in &desk.unmet {
            writeln!(streams.err, "error: {problem}")?;
        }
        return Ok(false);
    }
    if let Some(note) = &desk.note {
        writeln!(streams.err, "note: {note}")?;
    }
    load(&mut desk);
    for problem in desk.engine.corpus().problems() {
        writeln!(streams.err, "warning: {problem}")?;
    }
    if let Some(problem) = args.require_sources.and_then(|it| it.missing(&desk)) {
        writeln!(streams.err, "error: {problem}")?;
        return Ok(false);
    }
    let bar = progress(drafts.len() as u64, "checking");
    let desk_idx = run.desks.len();
    for (n, draft) in drafts.into_iter().enumerate() {
        let id = TextId(n as u32);
        desk.engine.open_text(id, &draft.shown, draft.text);
        desk.engine.settle(id);
        for note in desk.engine.notes(id) {
            writeln!(streams.err, "note: {note}")?;
        }
        run.add(desk_idx, &desk, id, draft.shown);
        bar.inc(1);
    }
    bar.finish_and_clear();
    run.desks.push(desk);
    Ok(true)
}

impl Required {
    fn missing(self, desk: &Desk) -> Option<Problem> {
        let corpus = desk.engine.corpus();
        let (n, unread) = (corpus.n_sources(), corpus.unread());
        match self {
            Required::All if !unread.is_empty() => {
                let cause = format!("{} of {} sources could not be read", unread.len(), n + unread.len());
                Some(Problem::new("--require-sources all", cause, "mend or exclude them"))
            }
            Required::AtLeast(wanted) if n < wanted => {
                let cause = format!("only {n} {} read", if n == 1 { "source was" } else { "sources were" });
                Some(Problem::new(format!("--require-sources {wanted}"), cause, "see `backread sources`"))
            }
            Required::All | Required::AtLeast(_) => None,
        }
    }
}
