//! Completion items: every one replaces what was typed, and keeps the order that the engine gave.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionResponse, CompletionTextEdit, Documentation, Range,
    TextEdit,
};

use super::range;
use crate::server::features::completion::{Completion, Item, Sort};
use crate::text::buffer::{Buffer, Encoding};

/// NB: always incomplete. What is offered depends on the next character, and clients would filter an old list instead.
pub fn response(completion: Completion, buffer: &Buffer, encoding: Encoding) -> CompletionResponse {
    let range = range(buffer, completion.span, encoding);
    let sort = completion.sort;
    let items = completion.items.into_iter().enumerate().map(|(rank, it)| item(it, rank, sort, range));
    CompletionResponse::List(CompletionList { is_incomplete: true, items: items.collect() })
}

fn item(item: Item, rank: usize, sort: Sort, range: Range) -> CompletionItem {
    let kind = match sort {
        Sort::Figure => CompletionItemKind::VALUE,
        Sort::Name => CompletionItemKind::REFERENCE,
        Sort::Quotation => CompletionItemKind::TEXT,
        Sort::Rule => CompletionItemKind::KEYWORD,
        Sort::Reason => CompletionItemKind::CONSTANT,
    };
    let filled = |words: String| Some(words).filter(|it| !it.is_empty());
    CompletionItem {
        label: item.label,
        kind: Some(kind),
        detail: filled(item.detail),
        documentation: filled(item.about).map(Documentation::String),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(item.filter),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: item.words })),
        ..CompletionItem::default()
    }
}
