//! `--format rdjson`: for reviewdog, which carries findings into whatever reviews a text.
//!
//! Columns count bytes of UTF-8, from 1, and the end is exclusive: neither characters nor UTF-16. A suggestion that
//! changes several places cannot be told, since each range is an offer of its own.

use std::io::Write;

use serde::Serialize;

use super::{Checked, EvidenceShown, Run, locate};
use crate::engine::desk::Desk;
use crate::finding::{Evidence, Finding, Severity};
use crate::text::TextSpan;

#[derive(Serialize)]
struct Root {
    source: Source,
    diagnostics: Vec<Told>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

/// What reviewdog calls a diagnostic.
#[derive(Serialize)]
struct Told {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Offer>,
    #[serde(rename = "relatedLocations", skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related>,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Clone, Copy, Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Offer {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    let drafts = run.drafts();
    let told = drafts.flat_map(|(draft, desk)| draft.findings.iter().map(move |it| told(run, draft, desk, it, shown)));
    let root = Root { source: Source { name: env!("CARGO_PKG_NAME") }, diagnostics: told.collect() };
    crate::cli::print_json(&root, out)
}

fn told(run: &Run, draft: &Checked, desk: &Desk, finding: &Finding, shown: EvidenceShown) -> Told {
    let offers = finding.suggestions.iter().filter_map(|it| match it.edits.as_slice() {
        [edit] => Some(Offer { range: range(&draft.raw, edit.span), text: edit.text.clone() }),
        _ => None,
    });
    let related = match shown {
        EvidenceShown::None => Vec::new(),
        EvidenceShown::Full | EvidenceShown::Locator => {
            finding.evidence.iter().filter_map(|it| related(run, desk, it, shown)).collect()
        }
    };
    Told {
        message: locate::one_line(&finding.message),
        location: Location { path: locate::draft_path(run, draft, desk), range: Some(range(&draft.raw, finding.span)) },
        severity: severity(finding.severity),
        code: Code { value: finding.rule.clone() },
        suggestions: offers.collect(),
        related,
    }
}

fn related(run: &Run, desk: &Desk, evidence: &Evidence, shown: EvidenceShown) -> Option<Related> {
    let path = locate::source_path(run, evidence, desk)?;
    let source = desk.engine.corpus().source(evidence.place.text).filter(|it| !it.extracted);
    let message = match shown {
        EvidenceShown::Full => format!("{}: {}", locate::bearing(evidence), locate::one_line(&evidence.text)),
        EvidenceShown::Locator | EvidenceShown::None => locate::bearing(evidence),
    };
    let range = source.map(|it| range(&it.text.raw, evidence.focus));
    Some(Related { message, location: Location { path, range } })
}

fn range(raw: &str, span: TextSpan) -> Range {
    Range { start: position(raw, span.start), end: position(raw, span.end) }
}

/// 1-based line and column, the column in bytes. Lines end as they do for [`super::Positions`].
fn position(raw: &str, offset: u32) -> Position {
    let head = raw.get(..offset as usize).unwrap_or(raw);
    let bytes = head.as_bytes();
    let next = |at: usize| raw.as_bytes().get(at + 1);
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|at| bytes.get(*at) == Some(&b'\n') || next(*at) != Some(&b'\n'));
    let (n_ends, start) = ends.fold((0, 0), |(n, _), at| (n + 1, at + 1));
    Position { line: n_ends + 1, column: (head.len() - start) as u32 + 1 }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Information | Severity::Hint => "INFO",
    }
}
