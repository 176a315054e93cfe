//! `--format gitlab`: a code quality report, which GitLab draws in a merge request.
//!
//! A list of findings and nothing else: there is no room for counts. GitLab takes two findings of one fingerprint for one.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::{EvidenceShown, Run, locate};
use crate::finding::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    #[serde(rename = "type")]
    sort: &'static str,
    description: String,
    check_name: &'a str,
    content: Content,
    categories: [&'static str; 1],
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    let paths: Vec<String> = run.drafts().map(|(draft, desk)| locate::draft_path(run, draft, desk)).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut issues = Vec::new();
    for ((draft, _), path) in run.drafts().zip(&paths) {
        let positions = locate::positions(draft);
        let at = |offset| {
            let at = positions.at(offset);
            Position { line: at.line, column: at.column }
        };
        for finding in &draft.findings {
            let n = seen.entry(&finding.fingerprint).or_default();
            *n += 1;
            let mut body = locate::evidence_lines(finding, shown);
            body.push(finding.help.clone());
            issues.push(Issue {
                sort: "issue",
                description: locate::one_line(&finding.message),
                check_name: &finding.rule,
                content: Content { body: body.join("\n\n") },
                categories: ["Style"],
                fingerprint: match *n {
                    1 => finding.fingerprint.clone(),
                    n => format!("{}-{n}", finding.fingerprint),
                },
                severity: severity(finding.severity),
                location: Location {
                    path,
                    positions: Positions { begin: at(finding.span.start), end: at(finding.span.end) },
                },
            });
        }
    }
    crate::cli::print_json(&issues, out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Information => "minor",
        Severity::Hint => "info",
    }
}
