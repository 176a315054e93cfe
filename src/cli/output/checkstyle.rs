//! `--format checkstyle`: what many dashboards read. A finding is an `error` element, whatever its severity.
//!
//! Lines and columns are 1-based; columns count characters. There is no room for counts but in a comment at the end.

use std::io::Write;

use super::xml::escaped;
use super::{EvidenceShown, Run, coverage, locate};
use crate::finding::{Finding, Severity};

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<checkstyle version="8.0">"#)?;
    for (draft, desk) in run.drafts().filter(|(it, _)| !it.findings.is_empty()) {
        let positions = locate::positions(draft);
        writeln!(out, r#"  <file name="{}">"#, escaped(&locate::draft_path(run, draft, desk)))?;
        for finding in &draft.findings {
            let at = positions.at(finding.span.start);
            writeln!(
                out,
                r#"    <error line="{}" column="{}" severity="{}" message="{}" source="backread.{}"/>"#,
                at.line,
                at.column,
                severity(finding.severity),
                escaped(&message(finding, shown)),
                escaped(&finding.rule)
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    // NB: the line is made of words of ours and of numbers; two hyphens would end the comment.
    writeln!(out, "  <!-- {} -->", coverage::line(run).replace("--", "- -"))?;
    writeln!(out, "</checkstyle>")?;
    Ok(())
}

/// The message names its source already; the source's words stand in it only where they were asked for.
fn message(finding: &Finding, shown: EvidenceShown) -> String {
    let mut message = locate::one_line(&finding.message);
    if shown == EvidenceShown::Full {
        for line in locate::evidence_lines(finding, shown) {
            message.push_str("; ");
            message.push_str(&line);
        }
    }
    format!("{message} ({})", finding.id)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "info",
        Severity::Hint => "ignore",
    }
}
