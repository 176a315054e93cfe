//! `--format junit`: a suite for each draft, for pipelines that know tests and nothing else.
//!
//! A finding at or above `--fail-on` is a test that failed; what is quieter stands in the suite's output; a draft without
//! failures is one test that passed. No times and no host: the report is the same bytes on every run.

use std::io::Write;

use super::xml::escaped;
use super::{Checked, EvidenceShown, Positions, Run, locate};
use crate::finding::Finding;

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, "<testsuites name=\"backread\">")?;
    for (draft, desk) in run.drafts() {
        let path = locate::draft_path(run, draft, desk);
        let (failed, quieter): (Vec<&Finding>, Vec<&Finding>) =
            draft.findings.iter().partition(|it| run.fails(it.severity, desk));
        suite(draft, &path, &failed, &quieter, shown, out)?;
    }
    writeln!(out, "</testsuites>")?;
    Ok(())
}

fn suite(
    draft: &Checked,
    path: &str,
    failed: &[&Finding],
    quieter: &[&Finding],
    shown: EvidenceShown,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let positions = locate::positions(draft);
    let name = escaped(path);
    let n_tests = failed.len().max(1);
    writeln!(out, r#"  <testsuite name="{name}" tests="{n_tests}" failures="{}" errors="0">"#, failed.len())?;
    writeln!(out, "    <properties>")?;
    writeln!(out, r#"      <property name="accepted" value="{}"/>"#, draft.coverage.accepted)?;
    writeln!(out, r#"      <property name="lapsed-decisions" value="{}"/>"#, draft.lapsed.len())?;
    writeln!(out, "    </properties>")?;
    if failed.is_empty() {
        writeln!(out, r#"    <testcase name="nothing at or above the threshold" classname="{name}"/>"#)?;
    }
    for finding in failed {
        let message = escaped(&locate::one_line(&finding.message));
        let mut body = vec![head(finding, path, &positions)];
        body.extend(locate::evidence_lines(finding, shown));
        body.push(locate::one_line(&finding.help));
        writeln!(
            out,
            r#"    <testcase name="{} {}" classname="{name}">"#,
            escaped(&finding.rule),
            escaped(&finding.id)
        )?;
        let body: Vec<String> = body.iter().map(|it| escaped(it)).collect();
        let sort = escaped(&finding.rule);
        writeln!(out, r#"      <failure type="{sort}" message="{message}">{}</failure>"#, body.join("\n"))?;
        writeln!(out, "    </testcase>")?;
    }
    let mut quiet: Vec<String> = quieter.iter().map(|it| head(it, path, &positions)).collect();
    quiet.extend(draft.lapsed.iter().map(locate::lapsed));
    if !quiet.is_empty() {
        let lines: Vec<String> = quiet.iter().map(|it| escaped(it)).collect();
        writeln!(out, "    <system-out>{}</system-out>", lines.join("\n"))?;
    }
    writeln!(out, "  </testsuite>")?;
    Ok(())
}

/// As `concise` has it.
fn head(finding: &Finding, path: &str, positions: &Positions) -> String {
    let at = positions.at(finding.span.start);
    let message = locate::one_line(&finding.message);
    format!("{path}:{}:{}: {}[{}] {message}", at.line, at.column, finding.severity.word(), finding.rule)
}
