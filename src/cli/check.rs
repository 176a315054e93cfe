//! `backread check`: drafts in, findings out, and a status that depends on the findings alone.
//!
//! Drafts are gathered first and grouped by the configuration that holds for them, so that each corpus is read once.
//! A draft that cannot be read is told and fails the run, and the others are checked all the same.

mod batch;
mod comments;
pub(super) mod drafts;
mod fix;

use std::path::PathBuf;

use anyhow::Context;

use super::output::{self, EvidenceShown, Format, Run, counted};
use super::{CLEAN, FAILED, FOUND, ReadArgs, Streams, load, progress};
use crate::config::FailOn;
use crate::engine::desk::{self, Before, Desk};
use crate::problem::Problem;
use batch::Fixes;
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
    /// Only what is new since a revision of git: findings in paragraphs that have changed, and those that the draft and
    /// the sources of then did not have
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Make the changes that are safe: house spellings, the marks and capitals of quotations, stets that have lapsed
    #[arg(long, conflicts_with = "diff")]
    fix: bool,
    /// Print those changes as a diff instead of the findings, and make none
    #[arg(long, conflicts_with_all = ["format", "output"])]
    diff: bool,
    /// How many threads read sources and check drafts; all cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How much of the sources is shown: their words, the place alone, or nothing
    ///
    /// The words are shown by pretty, concise and json, and the place by the others.
    #[arg(long, value_enum)]
    evidence: Option<EvidenceShown>,
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
    if let Some(problem) = fix::refused(&args.paths, args.fix) {
        return Err(problem.into());
    }
    let gathered = drafts::gather(&args.paths, args.stdin_path.as_deref(), &args.read, streams)?;
    let copy = match &args.comments {
        Some(to) => Some(comments::Copy::of(to, &gathered)?),
        None => None,
    };
    let mut failed = gathered.failed;
    let working = std::env::current_dir().context("finding the working folder")?;
    let mut run = Run { fail_on: args.fail_on, working, ..Run::default() };
    for (desk, drafts) in gathered.desks.into_iter().filter(|(_, drafts)| !drafts.is_empty()) {
        failed |= !check_desk(args, desk, drafts, &mut run, streams)?;
    }
    if run.desks.is_empty() {
        return Ok(FAILED);
    }
    run.drafts.sort_by(|a, b| a.path.cmp(&b.path));
    // The text of stdin, or a diff, stands in the place of findings.
    let is_fixed = args.fix && args.paths.iter().any(|it| it == "-");
    let is_told = !(args.diff || is_fixed);
    match &args.output {
        None if is_told => output::write(&run, args.format, args.evidence, &mut *streams.out)?,
        None => {}
        Some(path) => {
            let mut file = anstream::StripStream::new(Vec::new());
            output::write(&run, args.format, args.evidence, &mut file)?;
            desk::write_output(path, &file.into_inner())?;
        }
    }
    if let (Some(copy), Some(draft)) = (copy, run.drafts.first()) {
        copy.write(draft, args.evidence.unwrap_or(EvidenceShown::Full))?;
    }
    if failed {
        return Ok(FAILED);
    }
    let found = run.findings().any(|(severity, desk)| run.fails(severity, desk));
    // NB: the program is at its end, and taking a large archive apart piece by piece takes longer than checking a paragraph.
    std::mem::forget(run);
    Ok(if found { FOUND } else { CLEAN })
}

/// Checks the drafts of one desk; `false` where the job could not be done.
fn check_desk(
    args: &CheckArgs,
    mut desk: Desk,
    mut drafts: Vec<Draft>,
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
        writeln!(streams.err, "warning: {}", desk.named(problem))?;
    }
    if let Some(problem) = args.require_sources.and_then(|it| it.missing(&desk)) {
        writeln!(streams.err, "error: {problem}")?;
        return Ok(false);
    }
    drafts.sort_by(|a, b| a.shown.cmp(&b.shown));
    let before = args.since.as_ref().map(|rev| before(&desk, rev, &drafts)).transpose()?;
    let fixes = match (args.fix, args.diff) {
        (true, _) => Fixes::Made,
        (_, true) => Fixes::Shown,
        (false, false) => Fixes::No,
    };
    let bar = progress(drafts.len() as u64, "checking");
    let desk_idx = run.desks.len();
    let outcomes = batch::check(desk_idx, &mut desk, &drafts, before.as_ref(), fixes, &|| bar.inc(1));
    bar.finish_and_clear();
    run.desks.push(desk);
    let (mut is_done, mut n_old) = (true, 0);
    for (draft, outcome) in drafts.iter().zip(outcomes) {
        for note in &outcome.notes {
            writeln!(streams.err, "note: {note}")?;
        }
        // What was checked is shown; that it was not all may not look like a clean draft.
        for line in &outcome.faults {
            writeln!(streams.err, "error: {}: {line}", draft.shown)?;
            is_done = false;
        }
        n_old += outcome.n_old;
        match (fixes, &outcome.fixed) {
            (Fixes::Made, _) => is_done &= fix::write(draft, &outcome, streams)?,
            (Fixes::Shown, Some(fixed)) => {
                fix::diff(&output::path(run, &outcome.checked), &draft.text.raw, fixed, &mut *streams.out)?;
            }
            (Fixes::Shown, None) | (Fixes::No, _) => {}
        }
        run.drafts.push(outcome.checked);
    }
    if let Some(rev) = args.since.as_ref().filter(|_| n_old > 0) {
        let findings = counted(n_old, "finding", "findings");
        writeln!(streams.err, "note: {findings} left out that {rev} had already")?;
    }
    Ok(is_done)
}

fn before(desk: &Desk, rev: &str, drafts: &[Draft]) -> Result<Before, Problem> {
    let mut paths = Vec::new();
    for draft in drafts {
        // NB: stdin with a name is the text of that file as an editor has it.
        let path = draft.path.clone().or_else(|| draft.named.clone());
        let Some(path) = path else {
            let cause = "stdin has no earlier revision";
            return Err(Problem::new("--since", cause, "say with --stdin-path which file it is"));
        };
        paths.push((path, draft.shown.clone()));
    }
    desk.before(rev, &paths)
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

#[cfg(test)]
mod tests;
