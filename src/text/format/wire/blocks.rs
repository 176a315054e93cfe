//! The words of an item, block by block, from XML, from HTML, or as they are.
//!
//! What stands in a line with words opens no block, whatever it is called: so the words of any XML come out in order,
//! and the elements of NITF and XHTML get their sorts.

use std::ops::Range;

use super::xml::{Node, Tree};
use crate::text::format::Document;
use crate::text::{Format, Sort, Text};

/// A body in HTML, as a page without its head. What our reader of pages takes for a teaser stays one.
pub(super) fn html(body: &str, document: &mut Document) {
    let text = Text::read(body.to_string(), Format::Html);
    for paragraph in &text.paragraphs {
        document.push(paragraph.sort, &paragraph.prose);
    }
}

/// A body without markup.
pub(super) fn plain(body: &str, document: &mut Document) {
    let text = Text::read(body.to_string(), Format::Plain);
    for paragraph in &text.paragraphs {
        document.push(paragraph.sort, &paragraph.prose);
    }
}

/// An element around the words that are being taken.
struct Open {
    end: usize,
    mixed: bool,
    cell: bool,
    /// The sort of the words around it, if it opened a block.
    outer: Option<Sort>,
}

/// The words of a range, block by block: an element that stands in a line with words opens none.
pub(super) fn blocks(tree: &Tree, range: Range<usize>, document: &mut Document) {
    let mut words = String::new();
    let mut sort = Sort::Body;
    let mut open: Vec<Open> = Vec::new();
    let mut idx = range.start;
    while idx < range.end {
        while open.last().is_some_and(|it| it.end <= idx) {
            if let Some(outer) = open.pop().and_then(|it| it.outer) {
                flush(&mut words, sort, document);
                sort = outer;
            }
        }
        match tree.nodes.get(idx) {
            Some(Node::Words(it)) => words.push_str(&it.replace('\t', " ")),
            Some(Node::Element(it)) => {
                let name = it.name.as_str();
                let (in_cell, in_line) = (open.iter().any(|it| it.cell), open.iter().any(|it| it.mixed));
                if matches!(name, "script" | "style" | "media-reference" | "media-metadata") {
                    idx = it.end.max(idx + 1);
                    continue;
                }
                let cell = matches!(name, "td" | "th");
                let mut outer = None;
                if cell && !words.trim().is_empty() {
                    words.push('\t');
                } else if in_cell || name == "br" {
                    words.push(' ');
                } else if !cell && (!in_line || is_block(name)) {
                    flush(&mut words, sort, document);
                    outer = Some(sort);
                    sort = sort_of(name, sort);
                }
                open.push(Open { end: it.end, mixed: it.mixed, cell, outer });
            }
            None => break,
        }
        idx += 1;
    }
    flush(&mut words, sort, document);
}

fn flush(words: &mut String, sort: Sort, document: &mut Document) {
    if sort == Sort::TableRow {
        document.row(words.split('\t').map(str::trim));
    } else {
        let it = words.split_whitespace().collect::<Vec<_>>().join(" ");
        // Words that are a page themselves, as feeds carry them.
        if it.contains("</") && it.contains('<') { html(&it, document) } else { document.push(sort, &it) }
    }
    words.clear();
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "hl1"
            | "hl2"
            | "hl3"
            | "block"
            | "bq"
            | "blockquote"
            | "tr"
            | "table"
            | "li"
            | "ul"
            | "ol"
            | "dd"
            | "dt"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "media"
            | "media-caption"
            | "div"
            | "note"
            | "fn"
            | "hr"
    )
}

fn sort_of(name: &str, outer: Sort) -> Sort {
    match name {
        "hl1" | "hl2" | "hl3" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Sort::Heading,
        "bq" | "blockquote" => Sort::Quotation,
        "tr" => Sort::TableRow,
        "li" | "dd" | "dt" => Sort::ListItem,
        "media" | "media-caption" | "figcaption" | "caption" => Sort::Caption,
        "fn" => Sort::Footnote,
        _ => outer,
    }
}
