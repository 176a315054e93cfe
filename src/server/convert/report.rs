//! Diagnostics that are about no words of a draft, and the answers to a client that asks for diagnostics.

use lsp_types::{
    Diagnostic, DiagnosticSeverity, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, Position, PreviousResultId, Range, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use crate::engine::Engine;
use crate::problem::{Mark, Problem};
use crate::server::capabilities::Client;
use crate::server::closed::Report;
use crate::text::TextId;
use crate::text::buffer::Encoding;

/// What is told of a file, in its place.
pub(in crate::server) fn problem(problem: &Problem, client: &Client) -> Diagnostic {
    let at = |mark: Mark| {
        let column = match client.encoding {
            Encoding::Utf8 => mark.utf8,
            Encoding::Utf16 => mark.utf16,
            Encoding::Utf32 => mark.chars,
        };
        Position::new(mark.line, column)
    };
    let range = problem.reach.map_or_else(Range::default, |it| Range::new(at(it.start), at(it.end)));
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::WARNING),
        source: Some(env!("CARGO_PKG_NAME").to_string()),
        message: problem.words(),
        ..Diagnostic::default()
    }
}

/// What is told in a draft's first line; `earlier` names the source that an action can exclude.
pub(in crate::server) fn note(words: &str, earlier: Option<&str>) -> Diagnostic {
    Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        source: Some(env!("CARGO_PKG_NAME").to_string()),
        message: words.to_string(),
        data: earlier.map(|it| json!({"note": it})),
        ..Diagnostic::default()
    }
}

/// What is said once about a draft: mistakes in its front matter in their place, the rest in its first line.
pub(in crate::server) fn notes(engine: &Engine, draft: TextId, client: &Client) -> Vec<Diagnostic> {
    let earlier = engine.earlier_versions(draft);
    let told = |it: Problem| match it.reach {
        Some(_) => problem(&it, client),
        None => {
            let of = earlier.iter().map(|it| it.reference.path.as_str()).find(|path| it.cause.starts_with(path));
            note(&it.words(), of)
        }
    };
    engine.notes(draft).into_iter().map(told).collect()
}

/// Of many at one place the first few, and how many more there are.
pub(in crate::server) fn cap_at_place(diagnostics: &mut Vec<Diagnostic>, most: usize) {
    let mut kept: Vec<Diagnostic> = Vec::new();
    let mut more: Vec<(Range, usize)> = Vec::new();
    for it in diagnostics.drain(..) {
        if kept.iter().filter(|other| other.range == it.range).count() < most {
            kept.push(it);
        } else if let Some((_, n)) = more.iter_mut().find(|(range, _)| *range == it.range) {
            *n += 1;
        } else {
            more.push((it.range, 1));
        }
    }
    for (range, n) in more {
        kept.push(Diagnostic { range, ..note(&format!("and {n} more; see `backread sources`"), None) });
    }
    *diagnostics = kept;
}

/// What tells one set of diagnostics from another.
fn result_id(diagnostics: &[Diagnostic]) -> String {
    let bytes = serde_json::to_vec(diagnostics).unwrap_or_default();
    format!("{:016x}", xxh3_64(&bytes))
}

/// The answer for one text; short where the client has it already.
pub(in crate::server) fn report(items: Vec<Diagnostic>, previous: Option<&str>) -> DocumentDiagnosticReportResult {
    let result_id = result_id(&items);
    let report = if previous == Some(&result_id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        })
    } else {
        let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report,
        })
    };
    DocumentDiagnosticReportResult::Report(report)
}

/// The answer for a whole workspace, by uri. What the client has of a text that is gone is taken off.
pub(in crate::server) fn workspace_report(
    mut reports: Vec<Report>,
    previous: &[PreviousResultId],
) -> WorkspaceDiagnosticReportResult {
    for gone in previous {
        if !reports.iter().any(|it| it.uri == gone.uri) {
            reports.push(Report { uri: gone.uri.clone(), version: None, diagnostics: Vec::new() });
        }
    }
    reports.sort_by(|a, b| a.uri.cmp(&b.uri));
    let items = reports.into_iter().map(|Report { uri, version, diagnostics }| {
        let version = version.map(i64::from);
        let result_id = result_id(&diagnostics);
        if previous.iter().any(|it| it.uri == uri && it.value == result_id) {
            WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            })
        } else {
            WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: Some(result_id),
                    items: diagnostics,
                },
            })
        }
    });
    WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items: items.collect() })
}

/// The answer for a whole workspace where the client has everything already.
pub(in crate::server) fn nothing_new() -> WorkspaceDiagnosticReportResult {
    WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items: Vec::new() })
}
