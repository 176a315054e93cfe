//! Symbols: the draft's as a tree where the client can show one and as a list where it cannot, the sources' as a list.

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, SymbolInformation, SymbolKind, Url};

use super::{places, range};
use crate::engine::desk::Desk;
use crate::engine::{Symbol, SymbolSort};
use crate::server::capabilities::Client;
use crate::server::features::symbols::{Group, Item, Sort};
use crate::text::buffer::{Buffer, Encoding};

/// What an editor has pictures for.
fn kind(sort: Sort) -> SymbolKind {
    match sort {
        Sort::Figure => SymbolKind::NUMBER,
        Sort::Quotation => SymbolKind::STRING,
        Sort::Date => SymbolKind::CONSTANT,
        Sort::Name => SymbolKind::OBJECT,
        Sort::Attribution => SymbolKind::EVENT,
    }
}

pub fn response(groups: &[Group], uri: &Url, buffer: &Buffer, client: &Client) -> DocumentSymbolResponse {
    if client.symbol_tree {
        DocumentSymbolResponse::Nested(groups.iter().map(|it| root(it, buffer, client.encoding)).collect())
    } else {
        let of = |group: &Group| -> Vec<SymbolInformation> {
            group.items.iter().map(|it| flat(group.sort, it, uri, buffer, client.encoding)).collect()
        };
        DocumentSymbolResponse::Flat(groups.iter().flat_map(of).collect())
    }
}

#[expect(deprecated, reason = "a field that has to be there, and is empty")]
fn symbol(name: String, detail: Option<String>, kind: SymbolKind, range: lsp_types::Range) -> DocumentSymbol {
    DocumentSymbol { name, detail, kind, tags: None, deprecated: None, range, selection_range: range, children: None }
}

fn root(group: &Group, buffer: &Buffer, encoding: Encoding) -> DocumentSymbol {
    let item =
        |it: &Item| symbol(it.words.clone(), it.detail.clone(), kind(group.sort), range(buffer, it.span, encoding));
    let children: Vec<DocumentSymbol> = group.items.iter().map(item).collect();
    let count = Some(children.len().to_string());
    let whole = range(buffer, group.span, encoding);
    let mut root = symbol(group.sort.heading().to_string(), count, SymbolKind::NAMESPACE, whole);
    if let Some(first) = children.first() {
        root.selection_range = first.range;
    }
    root.children = Some(children);
    root
}

#[expect(deprecated, reason = "a field that has to be there, and is empty")]
fn information(name: String, kind: SymbolKind, location: lsp_types::Location, of: String) -> SymbolInformation {
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name: Some(of) }
}

fn flat(sort: Sort, item: &Item, uri: &Url, buffer: &Buffer, encoding: Encoding) -> SymbolInformation {
    let location = lsp_types::Location { uri: uri.clone(), range: range(buffer, item.span, encoding) };
    information(item.words.clone(), kind(sort), location, sort.heading().to_string())
}

pub fn of_source(desk: &Desk, symbol: Symbol, encoding: Encoding) -> Option<SymbolInformation> {
    let location = places::location(&desk.engine, symbol.place, encoding)?;
    let kind = match symbol.sort {
        SymbolSort::Name => kind(Sort::Name),
        SymbolSort::Figure => kind(Sort::Figure),
    };
    Some(information(symbol.words, kind, location, symbol.source))
}
