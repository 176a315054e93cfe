//! What is drawn into or beside a draft: links, folds, lenses, hints.

use lsp_types::{
    CodeLens, Command, DocumentLink, FoldingRange, FoldingRangeKind, InlayHint, InlayHintLabel, InlayHintTooltip,
    Range, Url,
};
use serde_json::json;

use super::range;
use crate::server::features::folds::{Fold, Sort};
use crate::server::features::hints::Hint;
use crate::server::features::lenses::Lens;
use crate::server::features::links::Link;
use crate::text::TextSpan;
use crate::text::buffer::{Buffer, Encoding};

pub fn link(link: Link, buffer: &Buffer, encoding: Encoding) -> Option<DocumentLink> {
    let target = Url::from_file_path(&link.path).ok()?;
    let range = range(buffer, link.span, encoding);
    Some(DocumentLink { range, target: Some(target), tooltip: Some(link.tooltip), data: None })
}

/// `None` for what lies on one line.
pub fn fold(fold: Fold, buffer: &Buffer) -> Option<FoldingRange> {
    let Range { start, end } = range(buffer, fold.span, Encoding::Utf32);
    let kind = match fold.sort {
        Sort::Comment => FoldingRangeKind::Comment,
        Sort::Region => FoldingRangeKind::Region,
    };
    (start.line < end.line).then_some(FoldingRange {
        start_line: start.line,
        start_character: None,
        end_line: end.line,
        end_character: None,
        kind: Some(kind),
        collapsed_text: None,
    })
}

/// Leads to the draft's status.
pub fn lens(lens: Lens, uri: &Url, buffer: &Buffer, encoding: Encoding) -> CodeLens {
    let arguments = Some(vec![json!({"draft": uri})]);
    let command = Command { title: lens.title, command: "backread.status".to_string(), arguments };
    let at = TextSpan { start: lens.at, end: lens.at };
    CodeLens { range: range(buffer, at, encoding), command: Some(command), data: None }
}

/// NB: without padding: the mark stands close to the words that it is about.
pub fn hint(hint: Hint, buffer: &Buffer, encoding: Encoding) -> InlayHint {
    let at = TextSpan { start: hint.at, end: hint.at };
    InlayHint {
        position: range(buffer, at, encoding).start,
        label: InlayHintLabel::String(hint.mark.to_string()),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(false),
        padding_right: Some(false),
        data: None,
    }
}
