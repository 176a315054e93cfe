//! Where findings and evidence lie, for reports that other programs read.
//!
//! Those programs run where the check was run and know nothing of `backread.toml`: paths count from the working folder.
//! Of a confidential source there is a number and no path, so it has no place that could be opened.

use std::io::Write;

use super::{Checked, EvidenceShown, Positions, Run, coverage};
use crate::engine::decisions::Decision;
use crate::engine::desk::{Desk, relative};
use crate::finding::{Evidence, Finding, Relation};
use crate::text::TextSpan;
use crate::text::visible::visible;

/// A draft's path from the working folder, with `/`.
pub fn draft_path(run: &Run, draft: &Checked, desk: &Desk) -> String {
    // What came from stdin has no place on the disk.
    if draft.path.starts_with('<') { draft.path.clone() } else { from_working(run, desk, &draft.path) }
}

/// A source's path from the working folder; `None` for a confidential one.
pub fn source_path(run: &Run, evidence: &Evidence, desk: &Desk) -> Option<String> {
    (!evidence.confidential).then(|| from_working(run, desk, &evidence.source))
}

fn from_working(run: &Run, desk: &Desk, shown: &str) -> String {
    relative(&desk.root.join(shown), &run.working)
}

/// Where all that a draft's findings speak of stands in it, their edits included.
pub fn positions(draft: &Checked) -> Positions {
    let edits =
        |it: &Finding| -> Vec<TextSpan> { it.suggestions.iter().flat_map(|it| &it.edits).map(|it| it.span).collect() };
    let spans = draft.findings.iter().flat_map(|it| std::iter::once(it.span).chain(edits(it)));
    Positions::of(&draft.raw, spans)
}

/// Evidence in words, a line each: its place and how it bears on the draft, and its sentence where that may be shown.
pub fn evidence_lines(finding: &Finding, shown: EvidenceShown) -> Vec<String> {
    let line = |it: &Evidence| match shown == EvidenceShown::Full && !it.confidential {
        true => format!("{}: {}", bearing(it), one_line(&it.text)),
        false => bearing(it),
    };
    match shown {
        EvidenceShown::None => Vec::new(),
        EvidenceShown::Full | EvidenceShown::Locator => finding.evidence.iter().map(line).collect(),
    }
}

/// "sources/log.txt, line 2 differs".
pub fn bearing(evidence: &Evidence) -> String {
    let place = format!("{}, {}", evidence.source, evidence.locator_or_line());
    format!("{} {}", one_line(&place), relation(evidence.relation))
}

pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Supports => "supports",
        Relation::Conflicts => "differs",
        Relation::Weaker => "says less",
        Relation::Nearest => "is nearest",
    }
}

/// What ends a run for people: decisions that hold nothing any more, and the coverage.
pub fn write_closing(run: &Run, out: &mut dyn Write) -> anyhow::Result<()> {
    for decision in run.drafts.iter().flat_map(|draft| &draft.lapsed) {
        writeln!(out, "{}", one_line(&lapsed(decision)))?;
    }
    writeln!(out, "{}", coverage::line(run))?;
    Ok(())
}

/// A decision that holds nothing any more.
pub fn lapsed(decision: &Decision) -> String {
    let id = decision.fingerprint.get(..8).unwrap_or(&decision.fingerprint);
    format!(
        "{}: {} was accepted at \"{}\" and is not found there any more; see to it, or take it back: backread accept \
         --undo F-{id}",
        decision.draft, decision.rule, decision.text
    )
}

/// Messages of ours have no line end, and nothing that acts on a terminal; the words of a text in them may.
pub fn one_line(words: &str) -> String {
    visible(&words.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
