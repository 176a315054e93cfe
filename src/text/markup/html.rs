//! HTML to blocks: a walk over html5gum's tags with a stack of open elements, without a tree and without recursion.
//!
//! The words between two tags are taken from the text itself, by the tags' places, so that every byte keeps its place;
//! only entities are decoded. Nothing is chosen here: each block says how it is framed, and `page` takes the article.

mod space;

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::entity::{decode_all, entity};
use super::page::{self, Attributes};
use super::{Block, Link, Target, Words, Writer};
use crate::text::{Sort, TextSpan};
use space::{is_space, verbatim_len};

/// Elements nested deeper are counted, not kept.
const DEEPEST: usize = 1024;
/// How far an end tag looks for its start.
const REACH: usize = 64;

/// An element's name, as far as any that matters is long.
pub(super) type Name = [u8; 12];

pub(super) fn name(of: &[u8]) -> Name {
    let mut name = [0; 12];
    for (slot, byte) in name.iter_mut().zip(of) {
        *slot = *byte;
    }
    name
}

/// What an open element means for the words inside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub name: Name,
    /// Never shown, or never the article's: scripts, navigation, controls.
    pub hard: bool,
    /// Most likely not the article's, to go by a class or a form around it.
    pub soft: bool,
    /// The outermost `article`, numbered from 1; 0 outside.
    pub article: u32,
    pub main: bool,
    pub link: bool,
    pub sort: Sort,
    pub cell: bool,
    pub sup: bool,
}

/// A block with what speaks for and against it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub block: Block,
    pub soft: bool,
    pub article: u32,
    pub main: bool,
    /// The first heading's level counts: an `h1` before the article is its headline.
    pub headline: bool,
    /// Bytes of words, and how many of them are links.
    pub n_bytes: usize,
    pub n_linked: usize,
}

pub(super) struct Walker<'w, 'a> {
    pub writer: &'w mut Writer<'a>,
    /// Added to html5gum's offsets.
    base: usize,
    /// Where the words after the last tag begin.
    at: usize,
    end: usize,
    stack: Vec<Frame>,
    n_deeper: u32,
    outer: Frame,
    opening: Option<(Name, usize)>,
    pub attributes: Attributes,
    attribute: Name,
    pub candidates: Vec<Candidate>,
    n_articles: u32,
    n_bytes: usize,
    n_linked: usize,
    /// Cells of the open row that came before.
    n_cells: u32,
    /// Nothing has been shown since a `<br>`.
    broken: bool,
    /// A link is open, as an index of the markup's.
    link: Option<usize>,
    /// Inside `<title>`: its words.
    pub title: Option<String>,
}

/// HTML inside Markdown: all that a browser would show is prose.
pub(super) fn fragment(writer: &mut Writer<'_>, start: usize, end: usize, sort: Sort) {
    let walker = walk(writer, start, end, sort);
    let candidates = walker.candidates;
    writer.markup.blocks.extend(candidates.iter().map(|it| it.block));
}

pub(super) fn walk<'w, 'a>(writer: &'w mut Writer<'a>, start: usize, end: usize, sort: Sort) -> Walker<'w, 'a> {
    let raw = writer.raw;
    let outer = Frame {
        name: [0; 12],
        hard: false,
        soft: false,
        article: 0,
        main: false,
        link: false,
        sort,
        cell: false,
        sup: false,
    };
    let mut walker = Walker {
        writer,
        base: start,
        at: start,
        end,
        stack: Vec::new(),
        n_deeper: 0,
        outer,
        opening: None,
        attributes: Attributes::default(),
        attribute: [0; 12],
        candidates: Vec::new(),
        n_articles: 0,
        n_bytes: 0,
        n_linked: 0,
        n_cells: 0,
        broken: false,
        link: None,
        title: None,
    };
    let mut emitter = CallbackEmitter::<_, Infallible, usize>::new(
        |event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
            walker.event(&event, span.start, span.end);
            None
        },
    );
    emitter.naively_switch_states(true);
    // A string has no I/O that could fail.
    let _done = Tokenizer::new_with_emitter(raw.get(start..end).unwrap_or(""), emitter).finish();
    walker.words_until(end);
    walker.close();
    walker
}

impl Walker<'_, '_> {
    fn event(&mut self, event: &CallbackEvent<'_>, start: usize, end: usize) {
        let (start, end) = (self.base + start, (self.base + end).min(self.end));
        match event {
            CallbackEvent::OpenStartTag { name: it } => {
                self.words_until(start);
                self.attributes.clear();
                self.opening = Some((name(it), start));
            }
            CallbackEvent::AttributeName { name: it } => {
                self.attribute = name(it);
                self.attributes.name(&self.attribute);
            }
            CallbackEvent::AttributeValue { value } => self.attributes.value(&self.attribute, value),
            CallbackEvent::CloseStartTag { self_closing } => {
                self.at = end.max(self.at);
                if let Some((name, from)) = self.opening.take() {
                    self.start_tag(name, from, *self_closing);
                }
            }
            CallbackEvent::EndTag { name: it } => {
                self.words_until(start);
                self.at = end.max(self.at);
                self.end_tag(name(it), start, end);
            }
            CallbackEvent::Comment { .. } => {
                self.words_until(start);
                self.at = end.max(self.at);
                let span = TextSpan::new(start.min(end), end);
                if span.of(self.writer.raw).starts_with("<!--") {
                    self.writer.markup.notes.push(span);
                }
            }
            CallbackEvent::Doctype { .. } => self.at = end.max(self.at),
            CallbackEvent::String { .. } | CallbackEvent::Error(_) => {}
        }
    }

    pub(super) fn top(&self) -> Frame {
        self.stack.last().copied().unwrap_or(self.outer)
    }

    fn start_tag(&mut self, name: Name, from: usize, closed: bool) {
        page::head(self, &name);
        match trim(&name) {
            b"br" | b"wbr" => {
                if name.starts_with(b"br") {
                    // Old pages part their paragraphs with two of them.
                    if self.broken {
                        self.close();
                    }
                    self.broken = true;
                    self.writer.space(from, self.at);
                }
                return;
            }
            b"hr" => return self.close(),
            b"area" | b"base" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"meta" | b"source" | b"track" => {
                return;
            }
            _ => {}
        }
        self.imply_ends(&name);
        let top = self.top();
        let mut frame = Frame { name, ..top };
        match trim(&name) {
            b"td" | b"th" => {
                // NB: the first cell of a row may be empty.
                if self.n_cells > 0 || !self.writer.open().is_empty() {
                    self.writer.tab(from);
                }
                self.n_cells += 1;
                frame.cell = true;
                frame.sort = Sort::TableRow;
            }
            b"p" | b"div" | b"section" if top.cell => self.break_cell(from),
            _ if is_block(&name) => {
                self.close();
                frame.cell = false;
                frame.sort = sort_of(&name, &top);
            }
            b"sup" => frame.sup = true,
            // "6 May 2031" and "4 min read" stand apart on the page, whatever parts them.
            b"time" => self.writer.space(from, from),
            b"del" | b"s" | b"strike" | b"code" => frame.hard = true,
            b"a" if !closed => {
                frame.link = true;
                // "12<sup><a>3</a></sup>" is a twelve with a note, no hundred and twenty-three.
                frame.hard |= top.sup;
                if !self.attributes.href.is_empty() && !frame.hard {
                    let target = Target::Address(self.attributes.href.clone());
                    let words = TextSpan::new(self.at, self.at);
                    self.link = Some(self.writer.markup.links.len());
                    self.writer.markup.links.push(Link { span: TextSpan::new(from, self.at), words, target });
                }
            }
            _ => {}
        }
        page::frame(&mut frame, &top, &self.attributes, &mut self.n_articles);
        if closed {
            return;
        }
        if self.stack.len() >= DEEPEST {
            self.n_deeper += 1;
        } else {
            self.stack.push(frame);
        }
    }

    fn end_tag(&mut self, name: Name, start: usize, end: usize) {
        if trim(&name) == b"a"
            && let Some(link) = self.link.take().and_then(|idx| self.writer.markup.links.get_mut(idx))
        {
            link.span = TextSpan::new(link.span.start as usize, end.max(link.span.start as usize));
            link.words = TextSpan::new(link.words.start as usize, start.max(link.words.start as usize));
        }
        if self.n_deeper > 0 {
            self.n_deeper -= 1;
            return;
        }
        if trim(&name) == b"br" {
            return self.writer.space(start, end);
        }
        if trim(&name) == b"time" {
            self.writer.space(start, end);
        }
        let block = is_block(&name);
        let found = self
            .stack
            .iter()
            .rev()
            .take(REACH)
            .take_while(|it| block || !is_block(&it.name) || it.name == name)
            .position(|it| it.name == name);
        let top = self.top();
        if top.cell && matches!(trim(&name), b"p" | b"div" | b"section") {
            self.break_cell(start);
        } else if block && !matches!(trim(&name), b"td" | b"th") {
            self.close();
        }
        if let Some(depth) = found {
            self.stack.truncate(self.stack.len() - depth - 1);
        }
    }

    /// A paragraph inside a cell: of a table of figures if it is short, of a page laid out as a table if not.
    fn break_cell(&mut self, at: usize) {
        if self.n_bytes > 400 {
            let sort = self.top().sort;
            self.keep(if sort == Sort::TableRow { Sort::Body } else { sort });
        } else {
            self.writer.space(at, at);
        }
    }

    /// `<li>` ends the `<li>` before it, a block ends an open `<p>`.
    fn imply_ends(&mut self, name: &Name) {
        let (ends, within): (&[&[u8]], &[&[u8]]) = match trim(name) {
            b"li" => (&[b"li"], &[b"ul", b"ol", b"menu"]),
            b"tr" => (&[b"tr", b"td", b"th"], &[b"table", b"tbody", b"thead", b"tfoot"]),
            b"td" | b"th" => (&[b"td", b"th"], &[b"table", b"tr"]),
            b"dt" | b"dd" => (&[b"dt", b"dd"], &[b"dl"]),
            b"option" => (&[b"option"], &[b"select"]),
            _ if is_block(name) => {
                (&[b"p"], &[b"div", b"td", b"th", b"li", b"section", b"article", b"blockquote", b"main", b"body"])
            }
            _ => return,
        };
        let mut keep = self.stack.len();
        for (depth, frame) in self.stack.iter().enumerate().rev().take(REACH) {
            let open = trim(&frame.name);
            if within.contains(&open) {
                break;
            }
            if ends.contains(&open) {
                keep = depth;
            }
        }
        if keep < self.stack.len() {
            if !matches!(trim(name), b"td" | b"th") {
                self.close();
            }
            self.stack.truncate(keep);
        }
    }

    pub(super) fn close(&mut self) {
        let sort = self.top().sort;
        self.keep(sort);
    }

    fn keep(&mut self, sort: Sort) {
        let frame = self.top();
        let (n_bytes, n_linked) = (self.n_bytes, self.n_linked);
        self.n_bytes = 0;
        self.n_linked = 0;
        self.n_cells = 0;
        if let Some(block) = self.writer.cut(sort) {
            let headline = self.stack.iter().rev().take(4).any(|it| trim(&it.name) == b"h1");
            let (soft, article, main) = (frame.soft, frame.article, frame.main);
            self.candidates.push(Candidate { block, soft, article, main, headline, n_bytes, n_linked });
        }
    }

    /// The words from the last tag up to here.
    fn words_until(&mut self, end: usize) {
        let start = self.at;
        self.at = end.max(start);
        let frame = self.top();
        let raw = self.writer.raw;
        let Some(words) = raw.get(start..end) else { return };
        if words.is_empty() {
            return;
        }
        if trim(&frame.name) == b"title" {
            if self.title.is_none() {
                self.title = Some(decode_all(words));
            }
            return;
        }
        if frame.hard || frame.sup && self.writer.is_note_mark(words) {
            return;
        }
        let from = self.writer.markup.pieces.len();
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let at = end - rest.len();
            if is_space(first) {
                rest = rest.trim_start_matches(is_space);
                self.writer.space(at, end - rest.len());
            } else if first == '&'
                && let Some((len, decoded)) = entity(rest)
            {
                if decoded == "\u{a0}" && self.writer.open().is_empty() {
                    // An empty paragraph that holds only a space.
                } else {
                    self.writer.decoded(at, at + len, &decoded);
                }
                rest = rest.get(len..).unwrap_or("");
            } else {
                let len = verbatim_len(rest);
                self.writer.verbatim(at, at + len);
                rest = rest.get(len..).unwrap_or("");
            }
        }
        let shown = self.writer.markup.pieces.get(from..).unwrap_or(&[]);
        let n_bytes: usize = shown.iter().map(|it| it.at.len()).sum();
        self.broken &= shown.iter().all(|it| it.words == Words::Space);
        self.n_bytes += n_bytes;
        if frame.link {
            self.n_linked += n_bytes;
        }
    }
}

pub(super) fn trim(name: &Name) -> &[u8] {
    let len = name.iter().position(|it| *it == 0).unwrap_or(name.len());
    name.get(..len).unwrap_or(name)
}

/// Elements that begin and end a block.
fn is_block(name: &Name) -> bool {
    matches!(
        trim(name),
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"body"
            | b"button"
            | b"caption"
            | b"center"
            | b"dd"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"dt"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"head"
            | b"header"
            | b"hgroup"
            | b"html"
            | b"iframe"
            | b"legend"
            | b"li"
            | b"main"
            | b"menu"
            | b"nav"
            | b"noscript"
            | b"ol"
            | b"option"
            | b"p"
            | b"pre"
            | b"search"
            | b"section"
            | b"select"
            | b"style"
            | b"script"
            | b"summary"
            | b"svg"
            | b"table"
            | b"tbody"
            | b"td"
            | b"template"
            | b"textarea"
            | b"tfoot"
            | b"th"
            | b"thead"
            | b"title"
            | b"tr"
            | b"ul"
            | b"video"
    )
}

/// What the words of an element are, inside what they were.
fn sort_of(name: &Name, outer: &Frame) -> Sort {
    match trim(name) {
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Sort::Heading,
        b"blockquote" => Sort::Quotation,
        b"figcaption" | b"caption" => Sort::Caption,
        b"li" | b"dd" | b"dt" => match outer.sort {
            Sort::Footnote => Sort::Footnote,
            _ => Sort::ListItem,
        },
        b"tr" => Sort::TableRow,
        b"table" | b"article" | b"main" | b"body" => Sort::Body,
        _ => outer.sort,
    }
}
