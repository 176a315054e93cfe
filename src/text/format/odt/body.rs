//! The text of an OpenDocument file: a walk over its XML with a stack of what holds paragraphs, without recursion.

use super::styles::Styles;
use crate::text::Sort;
use crate::text::format::docx::body::{Item, heading};
use crate::text::format::docx::table::{Cell, Table};
use crate::text::format::words::{Words, push};
use crate::text::format::xml::{Node, Tag, Xml};
use crate::text::format::{Document, LARGEST, Refused, Undecodable};
use crate::text::locator::Locator;

/// A cell that is written once for several is repeated no more often.
const MOST_REPEATED: usize = 64;

/// What the open elements mean for the words in them.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    listed: bool,
    in_contents: bool,
    is_title: bool,
    hidden: bool,
    raised: bool,
}

enum Hold {
    Flow,
    Box,
    Note,
    Table(Table),
    /// And how often it stands there.
    Cell(Cell, usize),
}

struct Frame {
    hold: Hold,
    items: Vec<Item>,
    paragraph: Option<Paragraph>,
    /// Cells that come and are covered by the one before them in their row.
    n_covered: usize,
}

struct Paragraph {
    /// `None` is no prose.
    sort: Option<Sort>,
    words: Words,
    behind: Vec<Item>,
}

struct Walker<'a> {
    styles: &'a Styles,
    document: &'a mut Document,
    frames: Vec<Frame>,
    open: Vec<Open>,
    skipped: usize,
    n_slides: u32,
}

pub fn read(content: &str, styles: &Styles, document: &mut Document) -> Result<(), Refused> {
    let frames = vec![Frame { hold: Hold::Flow, items: Vec::new(), paragraph: None, n_covered: 0 }];
    let mut walker = Walker { styles, document, frames, open: Vec::new(), skipped: 0, n_slides: 0 };
    let mut xml = Xml::new(content, "content.xml");
    let mut in_body = false;
    while let Some(step) = xml.step()? {
        match step.node {
            Node::Start(_) if walker.skipped > 0 => walker.skipped += 1,
            Node::End(_) if walker.skipped > 0 => walker.skipped -= 1,
            Node::Words(_) if walker.skipped > 0 => {}
            Node::Start(tag) => {
                in_body |= tag.name() == "body";
                if in_body {
                    walker.start(&tag);
                }
            }
            Node::End(name) if in_body => {
                walker.open.pop();
                walker.end(&name);
                if walker.document.raw.len() > LARGEST {
                    return Err(Undecodable::TooLarge.into());
                }
            }
            Node::Words(it) if in_body => walker.words(it.text()),
            Node::End(_) | Node::Words(_) => {}
        }
    }
    walker.flush();
    Ok(())
}

impl Walker<'_> {
    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.frames.last_mut()?.paragraph.as_mut()
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let mut open = self.open.last().copied().unwrap_or_default();
        let style = tag.get("style-name").unwrap_or_default();
        match (tag.prefix(), tag.name()) {
            (_, it) if is_skipped(it) => self.skipped = 1,
            ("svg", "title" | "desc") => self.skipped = 1,
            ("text", "section") if tag.is("display", "none") => self.skipped = 1,
            ("text", "hidden-text" | "hidden-paragraph") if tag.is("is-hidden", "true") => self.skipped = 1,
            ("text", "p" | "h") => self.begin_paragraph(tag, &style, open),
            ("text", "span") => {
                open.hidden |= self.styles.hides("text", &style);
                open.raised |= self.styles.raises(&style);
            }
            ("text", "s" | "tab") => self.space(open),
            ("text", "line-break") => {
                if let Some(it) = self.paragraph() {
                    it.words.push("\n");
                }
            }
            ("text", "list-item" | "list-header") => open.listed = true,
            ("text", it) if it.ends_with("-index") || it == "table-of-content" => open.in_contents = true,
            ("text", "note-body") => {
                open = Open::default();
                self.open_frame(Hold::Note);
            }
            ("table", "table") => self.open_frame(Hold::Table(Table::default())),
            ("table", "table-row") => {
                if let Some(Frame { hold: Hold::Table(table), n_covered, .. }) = self.frames.last_mut() {
                    table.begin_row();
                    *n_covered = 0;
                }
            }
            ("table", "table-cell" | "covered-table-cell") => {
                open = Open::default();
                self.begin_cell(tag);
            }
            ("draw", "page") => self.slide(&style),
            ("draw", it) if holds_text(it) => {
                open = Open { is_title: open.is_title, ..Open::default() };
                self.open_frame(Hold::Box);
            }
            ("draw", "frame") => match tag.get("class").as_deref() {
                Some("title" | "subtitle") => open.is_title = true,
                Some("page-number" | "footer" | "date-time" | "header") => self.skipped = 1,
                _ => {}
            },
            _ => {}
        }
        if self.skipped == 0 {
            self.open.push(open);
        }
    }

    fn slide(&mut self, style: &str) {
        self.flush();
        self.n_slides += 1;
        self.document.locate(Locator::Slide(self.n_slides));
        if self.styles.hides("drawing-page", style) {
            self.skipped = 1;
        }
    }

    fn begin_paragraph(&mut self, tag: &Tag<'_>, style: &str, open: Open) {
        let is_note = self.frames.last().is_some_and(|it| matches!(it.hold, Hold::Note));
        let by_style = self.styles.paragraph(style);
        let sort = match by_style {
            _ if is_note => Some(Sort::Footnote),
            _ if open.in_contents => Some(Sort::Aside),
            _ if tag.name() == "h" || open.is_title => Some(Sort::Heading),
            Some(sort) => sort,
            None if open.listed => Some(Sort::ListItem),
            None => Some(Sort::Body),
        };
        let sort = sort.filter(|_| !self.styles.hides("paragraph", style));
        if let Some(frame) = self.frames.last_mut() {
            keep(frame);
            frame.paragraph = Some(Paragraph { sort, words: Words::default(), behind: Vec::new() });
        }
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) {
        let number = |name: &str| tag.get(name).and_then(|it| it.parse::<usize>().ok()).unwrap_or(1);
        let Some(frame) = self.frames.last_mut() else { return };
        let is_covered = tag.name() == "covered-table-cell";
        let begins = match is_covered {
            // Covered by the cell to its left, not by the one above.
            true if frame.n_covered > 0 => None,
            true => Some(false),
            false => (number("number-rows-spanned") > 1).then_some(true),
        };
        frame.n_covered = match is_covered {
            true => frame.n_covered.saturating_sub(1),
            false => number("number-columns-spanned").saturating_sub(1),
        };
        let cell = Cell { n_columns: 1, begins, ..Cell::default() };
        self.open_frame(Hold::Cell(cell, number("number-columns-repeated").min(MOST_REPEATED)));
    }

    fn open_frame(&mut self, hold: Hold) {
        self.frames.push(Frame { hold, items: Vec::new(), paragraph: None, n_covered: 0 });
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                if let Some(frame) = self.frames.last_mut() {
                    keep(frame);
                }
                if self.frames.len() == 1 {
                    self.flush();
                }
            }
            "table-row" => {
                if let Some(Frame { hold: Hold::Table(table), .. }) = self.frames.last_mut() {
                    table.end_row();
                }
            }
            "table" | "note-body" | "table-cell" | "covered-table-cell" => self.close_frame(name),
            it if holds_text(it) => self.close_frame(it),
            _ => {}
        }
    }

    fn close_frame(&mut self, name: &str) {
        let fits = self.frames.last().is_some_and(|it| match it.hold {
            Hold::Flow => false,
            Hold::Box => holds_text(name),
            Hold::Note => name == "note-body",
            Hold::Table(_) => name == "table",
            Hold::Cell(..) => name.ends_with("table-cell"),
        });
        if !fits {
            return;
        }
        let Some(mut frame) = self.frames.pop() else { return };
        keep(&mut frame);
        let Some(outer) = self.frames.last_mut() else { return };
        match (frame.hold, &mut outer.hold) {
            (Hold::Cell(cell, n_times), Hold::Table(table)) => {
                for _ in 0..n_times {
                    table.cell(Cell { items: frame.items.clone(), ..cell });
                }
            }
            (Hold::Table(table), _) => outer.items.extend(table.end()),
            (Hold::Box | Hold::Note, _) => {
                let boxed = frame.items.into_iter().map(|it| match it {
                    Item::Block(sort, words) if outer.paragraph.is_some() => Item::Boxed(sort, words),
                    it => it,
                });
                let boxed: Vec<Item> = boxed.collect();
                match &mut outer.paragraph {
                    Some(paragraph) => paragraph.behind.extend(boxed),
                    None => outer.items.extend(boxed),
                }
            }
            (Hold::Flow | Hold::Cell(..), _) => outer.items.extend(frame.items),
        }
    }

    fn space(&mut self, open: Open) {
        if !open.hidden
            && let Some(paragraph) = self.paragraph()
        {
            paragraph.words.space();
        }
    }

    /// NB: here a run of white space is one space, and `text:s` is for more.
    fn words(&mut self, text: &str) {
        let open = self.open.last().copied().unwrap_or_default();
        let Some(paragraph) = self.paragraph() else { return };
        if open.hidden || open.raised && is_note_mark(&paragraph.words, text) {
            return;
        }
        for (n, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            if n > 0 {
                paragraph.words.space();
            }
            paragraph.words.push(word);
        }
    }

    /// Hands what is complete to the document.
    fn flush(&mut self) {
        let Some(frame) = self.frames.first_mut() else { return };
        for item in std::mem::take(&mut frame.items) {
            let (Item::Block(sort, words) | Item::Boxed(sort, words)) = &item else { continue };
            let is_heading = matches!(item, Item::Block(Sort::Heading, _));
            if is_heading && self.n_slides == 0 && !words.is_blank() {
                self.document.locate(heading(words));
            }
            push(self.document, *sort, words, &mut Vec::new());
        }
    }
}

/// Ends the paragraph that is open.
fn keep(frame: &mut Frame) {
    let Some(mut paragraph) = frame.paragraph.take() else { return };
    if let Some(sort) = paragraph.sort.filter(|_| !paragraph.words.is_blank()) {
        frame.items.push(Item::Block(sort, paragraph.words));
    }
    frame.items.append(&mut paragraph.behind);
}

/// Deletions, comments, marks of notes, the reading of a word, declarations.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "annotation-end"
            | "note-citation"
            | "ruby-text"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "forms"
            | "binary-data"
            | "footer-decl"
            | "header-decl"
            | "date-time-decl"
            | "settings"
            | "index-title-template"
    )
}

/// Shapes that words may stand in.
fn holds_text(name: &str) -> bool {
    matches!(name, "text-box" | "custom-shape" | "rect" | "ellipse" | "circle" | "polygon" | "path" | "connector")
}

fn is_note_mark(before: &Words, raised: &str) -> bool {
    let mark = raised.trim_matches(['[', ']', ' ', ',', '*']);
    mark.bytes().all(|it| it.is_ascii_digit()) && before.text.chars().next_back().is_none_or(|it| !it.is_alphabetic())
}
