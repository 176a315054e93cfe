//! What of a draft can be folded away: notes over several lines, footnotes that stand together, front matter.

use crate::engine::Engine;
use crate::text::markup::Target;
use crate::text::{Text, TextId, TextSpan};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Comment,
    /// Footnotes, or front matter: nothing that an editor folds away by itself.
    Region,
}

/// From the first byte to the last. What lies on one line is left to the client's side to drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    pub span: TextSpan,
    pub sort: Sort,
}

pub fn folds(engine: &Engine, draft: TextId) -> Vec<Fold> {
    let Some(text) = engine.text(draft) else {
        return Vec::new();
    };
    let front = text.comments.front.span;
    let note = |span: &TextSpan| {
        let sort = if front.is_some_and(|it| it.overlaps(*span)) { Sort::Region } else { Sort::Comment };
        Fold { span: trimmed(text, *span), sort }
    };
    let mut folds: Vec<Fold> = text.comments.spans.iter().map(note).collect();
    folds.extend(footnotes(text).into_iter().map(|span| Fold { span: trimmed(text, span), sort: Sort::Region }));
    folds.retain(|it| it.span.of(&text.raw).contains(['\n', '\r']));
    folds.sort_by_key(|it| (it.span.start, it.span.end));
    folds
}

/// Runs of footnotes with nothing but space between.
fn footnotes(text: &Text) -> Vec<TextSpan> {
    let mut runs: Vec<TextSpan> = Vec::new();
    for link in text.links.iter().filter(|it| matches!(it.target, Target::FootnoteText(_))) {
        let joins = |last: &&mut TextSpan| {
            let between = text.raw.get(last.end as usize..link.span.start as usize);
            between.is_none_or(|it| it.trim().is_empty())
        };
        match runs.last_mut().filter(joins) {
            Some(last) => *last = last.cover(link.span),
            None => runs.push(link.span),
        }
    }
    runs
}

/// Without the line breaks at its end.
fn trimmed(text: &Text, span: TextSpan) -> TextSpan {
    TextSpan::new(span.start as usize, span.start as usize + span.of(&text.raw).trim_end().len())
}
