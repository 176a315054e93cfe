//! Ours to LSP's: positions, diagnostics, hovers, locations. With `capabilities`, the only file that builds LSP values.
//!
//! Offsets of ours count bytes; columns of LSP count what was agreed with the client. The draft's buffer converts for
//! the draft, [`position_in`] for a source, whose lines the corpus knows already.

pub(super) mod action;
pub(super) mod completion;
pub(super) mod marks;
pub(super) mod places;
mod report;
pub(super) mod symbols;

pub(super) use report::{cap_at_place, note, notes, nothing_new, problem, report, workspace_report};

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Hover, HoverContents, Location,
    MarkupContent, MarkupKind, NumberOrString, Position, Range, Url,
};
use serde_json::json;

use super::capabilities::Client;
use crate::engine::Engine;
use crate::engine::desk::{Source, opened};
use crate::finding::{Evidence, Finding, Severity};
use crate::text::TextSpan;
use crate::text::buffer::{self, Buffer, Encoding};
use crate::text::fold::one_line;
use crate::text::visible::visible;

/// LSP's position, as the buffer has it.
pub(super) fn position(position: Position) -> buffer::Position {
    buffer::Position { line: position.line, column: position.character }
}

pub(super) fn range(buffer: &Buffer, span: TextSpan, encoding: Encoding) -> Range {
    let at = |offset: u32| {
        let position = buffer.position(offset as usize, encoding);
        Position::new(position.line, position.column)
    };
    Range::new(at(span.start), at(span.end))
}

/// A finding as the client shows it. `data` carries the id, so that an action can find its finding again.
pub(super) fn diagnostic(engine: &Engine, buffer: &Buffer, finding: &Finding, client: &Client) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Information => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    };
    let related = client.related_information && !finding.evidence.is_empty();
    let related = related
        .then(|| finding.evidence.iter().filter_map(|it| related_information(engine, it, client.encoding)).collect());
    Diagnostic {
        range: range(buffer, finding.span, client.encoding),
        severity: Some(severity),
        code: Some(NumberOrString::String(finding.rule.clone())),
        code_description: client.code_description.then(|| rule_page(engine, &finding.rule)).flatten(),
        source: Some(env!("CARGO_PKG_NAME").to_string()),
        message: visible(&one_line(&finding.message)).into_owned(),
        related_information: related,
        tags: None,
        data: Some(json!({"id": finding.id})),
    }
}

/// Where a rule is explained.
fn rule_page(engine: &Engine, rule: &str) -> Option<CodeDescription> {
    let page = engine.rules().rule(rule)?.page.as_ref()?;
    Some(CodeDescription { href: Url::from_file_path(page).ok()? })
}

/// NB: nothing for a confidential source: the name of its file would be shown, and may be the name of a person.
fn related_information(
    engine: &Engine,
    evidence: &Evidence,
    encoding: Encoding,
) -> Option<DiagnosticRelatedInformation> {
    if evidence.confidential {
        return None;
    }
    let location = location(engine, evidence, encoding)?;
    // The client shows file and line; a page or a time it does not know.
    let words = visible(&one_line(&evidence.text)).into_owned();
    let message = evidence.locator.as_ref().map_or_else(|| words.clone(), |place| format!("{place}: {words}"));
    Some(DiagnosticRelatedInformation { location, message })
}

/// The place in the file that is opened for the source.
pub(super) fn location(engine: &Engine, evidence: &Evidence, encoding: Encoding) -> Option<Location> {
    let source = engine.corpus().source(evidence.place.text)?;
    place_in(source, evidence.focus, encoding)
}

fn place_in(source: &Source, span: TextSpan, encoding: Encoding) -> Option<Location> {
    let path = opened(source);
    let uri = Url::from_file_path(&path).ok()?;
    // Lines and columns of an extracted text mean nothing in the file that it was extracted from.
    if source.extracted && path == source.disk_path {
        return Some(Location { uri, range: Range::default() });
    }
    let at = |offset: u32| position_in(source, offset, encoding).unwrap_or_default();
    Some(Location { uri, range: Range::new(at(span.start), at(span.end)) })
}

fn position_in(source: &Source, offset: u32, encoding: Encoding) -> Option<Position> {
    let number = source.line(offset);
    let line = source.text.raw.get(source.line_start(number) as usize..offset as usize)?;
    let column = match encoding {
        Encoding::Utf8 => line.len(),
        Encoding::Utf16 => line.encode_utf16().count(),
        Encoding::Utf32 => line.chars().count(),
    };
    Some(Position::new(number.saturating_sub(1), column as u32))
}

pub(super) fn hover(contents: String, range: Range, client: &Client) -> Hover {
    let kind = if client.hover_markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Hover { contents: HoverContents::Markup(MarkupContent { kind, value: contents }), range: Some(range) }
}
