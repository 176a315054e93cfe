//! `--format github`: workflow commands in the log of a job, which GitHub draws beside the lines of a pull request.
//!
//! GitHub shows ten annotations of a kind and drops the rest without a word: the worst ten of each go out, and a closing
//! line in the log counts those that stayed behind. Hints are left out.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;

use super::{EvidenceShown, Position, Run, counted, coverage, locate};
use crate::finding::{Finding, Severity};
use crate::text::visible::visible;

/// Annotations of a kind that one step may have.
const MOST: usize = 10;

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut all: Vec<(Severity, String)> = Vec::new();
    let mut n_hints = 0;
    for (draft, desk) in run.drafts() {
        let positions = locate::positions(draft);
        let path = locate::draft_path(run, draft, desk);
        for finding in &draft.findings {
            let Some(kind) = kind(finding.severity) else {
                n_hints += 1;
                continue;
            };
            let (start, end) = (positions.at(finding.span.start), positions.at(finding.span.end));
            all.push((finding.severity, command(kind, &path, (start, end), finding, shown)));
        }
    }
    // NB: a stable sort, so that within a kind the drafts keep their order.
    all.sort_by_key(|(severity, _)| Reverse(*severity));
    let mut n_shown: BTreeMap<Severity, usize> = BTreeMap::new();
    for (severity, command) in &all {
        let n = n_shown.entry(*severity).or_default();
        *n += 1;
        if *n <= MOST {
            writeln!(out, "{command}")?;
        }
    }
    for decision in run.drafts.iter().flat_map(|draft| &draft.lapsed) {
        writeln!(out, "backread: {}", no_command(&locate::lapsed(decision)))?;
    }
    let mut closing = coverage::line(run);
    for (severity, n) in n_shown.iter().rev().filter(|(_, n)| **n > MOST) {
        closing.push_str(&format!(" · {} more at {} not drawn", n - MOST, severity.word()));
    }
    if n_hints > 0 {
        closing.push_str(&format!(" · {} left out", counted(n_hints, "hint", "hints")));
    }
    writeln!(out, "backread: {closing}")?;
    Ok(())
}

fn kind(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Error => Some("error"),
        Severity::Warning => Some("warning"),
        Severity::Information => Some("notice"),
        Severity::Hint => None,
    }
}

fn command(
    kind: &str,
    path: &str,
    (start, end): (Position, Position),
    finding: &Finding,
    shown: EvidenceShown,
) -> String {
    let mut message = vec![locate::one_line(&finding.message)];
    message.extend(locate::evidence_lines(finding, shown));
    message.push(format!("{} ({})", locate::one_line(&finding.help), finding.id));
    // Columns are understood within one line alone.
    let columns = match start.line == end.line {
        true => format!(",col={},endColumn={}", start.column, end.column),
        false => String::new(),
    };
    format!(
        "::{kind} file={},line={},endLine={}{columns},title={}::{}",
        property(&visible(path)),
        start.line,
        end.line,
        property(&format!("backread: {}", finding.rule)),
        data(&message.join("\n"))
    )
}

/// What stands after the second `::`.
fn data(words: &str) -> String {
    words.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands between commas before it.
fn property(words: &str) -> String {
    data(words).replace(':', "%3A").replace(',', "%2C")
}

/// Words of a draft must not begin a command of their own.
fn no_command(line: &str) -> String {
    locate::one_line(line).replace("::", ": :").replace("##[", "## [")
}
