//! `backread accept`: lets findings stand beside the draft, with the reason, or takes that back.
//!
//! What is decided is written into `decisions.toml`, which the server and every check honour.

use super::check::drafts::{self, Draft};
use super::output::counted;
use super::{CLEAN, FAILED, ReadArgs, Streams, load};
use crate::engine::decisions::FILE_NAME;
use crate::engine::desk::{Chosen, Desk};
use crate::problem::Problem;
use crate::text::TextId;

#[derive(Debug, clap::Args)]
pub struct AcceptArgs {
    /// Ids of findings, as F-7c21a0b3, and the drafts that they are in; without a draft, what `drafts` in backread.toml
    /// matches
    #[arg(value_name = "ID|DRAFT")]
    what: Vec<String>,
    /// Everything that is found now, for a project that starts late
    #[arg(long, conflicts_with = "undo")]
    all: bool,
    /// Why they may stand
    #[arg(long, required_unless_present = "undo")]
    reason: Option<String>,
    /// Who says so
    #[arg(long, conflicts_with = "undo")]
    by: Option<String>,
    /// Take decisions back: the findings return
    #[arg(long)]
    undo: bool,
    #[command(flatten)]
    read: ReadArgs,
}

pub fn run(args: &AcceptArgs, streams: &mut Streams) -> anyhow::Result<u8> {
    let (ids, paths): (Vec<String>, Vec<String>) = args.what.iter().cloned().partition(|it| is_id(it));
    if args.all != ids.is_empty() {
        let cause = if args.all { "ids and --all" } else { "neither ids nor --all" };
        return Err(Problem::new("accept", cause, "name findings by their ids, or take --all").into());
    }
    if args.undo {
        return undo(args, &ids, &paths, streams);
    }
    let gathered = drafts::gather(&paths, None, &args.read, streams)?;
    let mut desks: Vec<(Desk, Vec<TextId>)> = Vec::new();
    let mut failed = gathered.failed;
    for (desk, drafts) in gathered.desks.into_iter().filter(|(_, drafts)| !drafts.is_empty()) {
        for problem in &desk.unmet {
            writeln!(streams.err, "error: {problem}")?;
        }
        failed |= !desk.unmet.is_empty();
        desks.push(settled(desk, drafts));
    }
    // NB: an absence that comes of a missing source is nothing to let stand.
    if failed || desks.is_empty() {
        return Ok(FAILED);
    }
    let is_known = |id: &&String| desks.iter().any(|(desk, drafts)| knows(desk, drafts, id));
    if let Some(id) = ids.iter().find(|it| !is_known(it)) {
        return Err(Problem::new(id, "no finding has this id", "see `backread check`").into());
    }
    let reason = args.reason.as_deref().unwrap_or("");
    let mut n_accepted = 0;
    for (desk, drafts) in &mut desks {
        let here: Vec<String> = ids.iter().filter(|id| knows(desk, drafts, id)).cloned().collect();
        let chosen = if args.all { Chosen::All } else { Chosen::Ids(&here) };
        n_accepted += desk.accept(drafts, chosen, reason, args.by.as_deref())?;
    }
    tell("accepted", n_accepted, streams)
}

fn undo(args: &AcceptArgs, ids: &[String], paths: &[String], streams: &mut Streams) -> anyhow::Result<u8> {
    let start = paths.first().map_or(".", String::as_str);
    let mut desk = args.read.desk(start.as_ref(), streams)?;
    let n_returned = desk.undo(ids)?;
    tell("took back", n_returned, streams)
}

fn tell(done: &str, n: usize, streams: &mut Streams) -> anyhow::Result<u8> {
    let findings = counted(n, "finding", "findings");
    writeln!(streams.err, "{done} {findings}; see {FILE_NAME}")?;
    Ok(CLEAN)
}

fn settled(mut desk: Desk, drafts: Vec<Draft>) -> (Desk, Vec<TextId>) {
    load(&mut desk);
    let mut ids = Vec::new();
    for (n, draft) in drafts.into_iter().enumerate() {
        let id = TextId(n as u32);
        desk.engine.open_text(id, &draft.shown, draft.text);
        desk.engine.settle(id);
        ids.push(id);
    }
    (desk, ids)
}

/// Whether a finding of these drafts has the id, said or let stand.
fn knows(desk: &Desk, drafts: &[TextId], id: &str) -> bool {
    let digits = id.trim_start_matches("F-").to_ascii_lowercase();
    drafts.iter().any(|draft| {
        let (said, accepted) = desk.engine.weighed(*draft);
        said.iter().chain(&accepted).any(|it| it.finding.fingerprint.starts_with(&digits))
    })
}

/// "F-7c21a0b3", with more digits or fewer: a slip in an id is told as one, and is no draft's name.
fn is_id(word: &str) -> bool {
    word.strip_prefix("F-").is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_hexdigit()))
}
