//! Markdown, HTML or plain text to blocks of prose: which bytes a reader sees, in which block, of which sort.
//!
//! Nothing is cut or cleaned here: a [`Piece`] says which bytes of the text it stands for, and `split` makes prose of
//! them. Notes to the desk are only located. All three readers are linear and none recurses, however deep the nesting.

pub(super) mod entity;
mod heads;
mod html;
mod markdown;
mod page;
mod plain;
mod subtitles;
mod table;
mod teaser;

use memchr::memmem;

use super::comment::FrontMatter;
use super::format::Document;
use super::locator::Locators;
use super::{Format, Sort, TextSpan};

/// A text taken apart, still in bytes of the text.
#[derive(Clone, Debug)]
pub struct Markup {
    pub format: Format,
    /// In the order of the text, disjoint.
    pub blocks: Vec<Block>,
    /// All blocks' pieces; a block names a range of them.
    pub pieces: Vec<Piece>,
    /// HTML comments, marks included.
    pub notes: Vec<TextSpan>,
    /// Web addresses in the running text: they are not prose, and a year or a number in them is none.
    pub addresses: Vec<TextSpan>,
    pub links: Vec<Link>,
    pub front: Option<Front>,
    /// What a saved page says of itself in its head.
    pub page: FrontMatter,
    pub locators: Locators,
}

/// One paragraph, heading, list item, table row …
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub sort: Sort,
    /// The block before it broke off in the middle of a sentence.
    pub continues: bool,
    first: u32,
    end: u32,
}

/// Bytes of the text and what a reader sees of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub at: TextSpan,
    pub words: Words,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    Verbatim,
    /// A line break or a run of white space.
    Space,
    /// Between two cells.
    Tab,
    /// An entity.
    Decoded(Box<str>),
}

/// A link or a footnote mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The whole of it, marks included.
    pub span: TextSpan,
    /// The words that a reader sees; empty for a footnote mark or an image.
    pub words: TextSpan,
    pub target: Target,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// As written, decoded: a web address or a path.
    Address(String),
    /// `[^3]` in the running text: the label.
    Footnote(String),
    /// `[^3]: …` itself, with its whole text.
    FootnoteText(String),
}

/// Front matter, located and not yet read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Front {
    /// Fences included.
    pub at: TextSpan,
    pub inner: TextSpan,
    pub toml: bool,
}

impl Markup {
    pub fn pieces(&self, block: &Block) -> &[Piece] {
        self.pieces.get(block.first as usize..block.end as usize).unwrap_or(&[])
    }
}

pub fn mark_up(raw: &str, format: Format) -> Markup {
    let front = front(raw);
    let start = front.map_or(bom_len(raw), |it| it.at.end as usize);
    let mut writer = Writer::new(raw, format);
    writer.markup.front = front;
    match format {
        Format::Markdown => markdown::read(&mut writer, start),
        Format::Html => page::read(&mut writer, start),
        Format::Plain => plain::read(&mut writer, start),
        Format::Table => table::read(&mut writer, start),
        Format::Subtitles => subtitles::read(&mut writer, start),
        // NB: its blocks are known: see `of_document`. Without them it is as plain as it looks.
        Format::Document => plain::read(&mut writer, start),
    }
    let mut markup = writer.markup;
    heads::put(raw, &mut markup);
    addresses(raw, &mut markup);
    markup.links.sort_by_key(|it| it.span);
    markup
}

/// A text whose blocks are known. A stet or a note in it is the original's own affair.
pub fn of_document(document: Document) -> (String, Markup) {
    let Document { raw, blocks, locators, front, is_ours: _ } = document;
    let mut writer = Writer::new(&raw, Format::Document);
    for (sort, span) in blocks {
        let mut at = span.range().start;
        for (n, line) in span.of(&raw).split('\n').enumerate() {
            if n > 0 {
                writer.space(at - 1, at);
            }
            for (n, cell) in line.split('\t').enumerate() {
                if n > 0 {
                    writer.push(at - 1, at, Words::Tab);
                }
                writer.verbatim(at, at + cell.len());
                at += cell.len() + 1;
            }
        }
        writer.close(sort);
    }
    let mut markup = writer.markup;
    markup.page = front;
    markup.locators = locators;
    heads::put(&raw, &mut markup);
    addresses(&raw, &mut markup);
    markup.links.sort_by_key(|it| it.span);
    (raw, markup)
}

fn bom_len(raw: &str) -> usize {
    if raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// `---` to `---` or `...`, `+++` to `+++`, at the head of the text. A rule with a blank line under it opens none.
fn front(raw: &str) -> Option<Front> {
    let start = bom_len(raw);
    let mut at = start;
    let mut fence = None;
    let mut inner = start;
    for (n, line) in raw.get(start..)?.split_inclusive('\n').enumerate() {
        let words = line.trim_end();
        match fence {
            None => match words {
                "---" | "+++" => {
                    fence = Some(words);
                    inner = at + line.len();
                }
                _ => return None,
            },
            Some(open) => {
                if words == open || (open == "---" && words == "...") {
                    return Some(Front {
                        at: TextSpan::new(start, at + line.len()),
                        inner: TextSpan::new(inner, at),
                        toml: open == "+++",
                    });
                }
                if n == 1 && words.is_empty() || n > 2_000 {
                    return None;
                }
            }
        }
        at += line.len();
    }
    None
}

/// Nothing longer is an address, in bytes. Without a bound "a://](a://](" would be gone through again for each of them.
const LONGEST_ADDRESS: usize = 4_096;

/// "https://example.org/2019/300-jobs" and "www.example.org" in the prose. Not in link targets: those are no prose.
fn addresses(raw: &str, markup: &mut Markup) {
    let bytes = raw.as_bytes();
    let mut until = 0;
    let schemes = memmem::find_iter(bytes, "://").map(|at| (at, true));
    let bare = memmem::find_iter(bytes, "www.").map(|at| (at, false));
    let mut all: Vec<(usize, bool)> = schemes.chain(bare).collect();
    all.sort_unstable();
    for (at, scheme) in all {
        if at < until {
            continue;
        }
        let before = bytes.get(..at).unwrap_or_default();
        let n_letters = before.iter().rev().take(12).take_while(|it| it.is_ascii_alphabetic()).count();
        if scheme == (n_letters < 2) {
            continue;
        }
        let start = if scheme { at - n_letters } else { at };
        let rest = raw.get(at..).unwrap_or("");
        let stop = |it: char| it.is_whitespace() || matches!(it, '<' | '>' | '"' | '”' | '“' | '’' | '|' | '`');
        let near = clip(rest, LONGEST_ADDRESS);
        let len = near.find(stop).unwrap_or(near.len());
        let address = rest.get(..len).unwrap_or("");
        // A bracket that closes what the sentence opened is not the address's: "(see https://example.org)".
        let closing: &[char] = if address.contains('(') {
            &['.', ',', ';', ':', '!', '?', '\'', '*', '_', ']']
        } else {
            &['.', ',', ';', ':', '!', '?', '\'', ')', '*', '_', ']']
        };
        let len = address.split("](").next().unwrap_or(address).trim_end_matches(closing).len();
        let span = TextSpan::new(start, at + len);
        until = at + len.max(1);
        if len <= 4 || !markup.shows(span.start) {
            continue;
        }
        markup.addresses.push(span);
        if !markup.links.iter().rev().take(8).any(|it| it.span.overlaps(span)) {
            let target = Target::Address(span.of(raw).to_string());
            markup.links.push(Link { span, words: span, target });
        }
    }
}

impl Markup {
    /// Whether a byte of the text is seen by readers.
    pub fn shows(&self, byte: u32) -> bool {
        let idx = self
            .blocks
            .partition_point(|block| self.pieces.get(block.first as usize).is_some_and(|piece| piece.at.start <= byte));
        let Some(block) = idx.checked_sub(1).and_then(|idx| self.blocks.get(idx)) else { return false };
        let pieces = self.pieces(block);
        let idx = pieces.partition_point(|piece| piece.at.start <= byte);
        idx.checked_sub(1).and_then(|idx| pieces.get(idx)).is_some_and(|piece| byte < piece.at.end)
    }
}

/// Where the three readers write; keeps pieces in the order of the text whatever a parser hands out.
struct Writer<'a> {
    raw: &'a str,
    markup: Markup,
    /// Of the open block.
    first: usize,
    /// The end of the last piece.
    at: usize,
}

impl<'a> Writer<'a> {
    fn new(raw: &'a str, format: Format) -> Self {
        let markup = Markup {
            format,
            blocks: Vec::new(),
            pieces: Vec::new(),
            notes: Vec::new(),
            addresses: Vec::new(),
            links: Vec::new(),
            front: None,
            page: FrontMatter::default(),
            locators: Locators::default(),
        };
        Writer { raw, markup, first: 0, at: 0 }
    }

    fn verbatim(&mut self, start: usize, end: usize) {
        if start.max(self.at) < end {
            self.push(start, end, Words::Verbatim);
        }
    }

    /// A break or a run of white space; two in a row are one.
    fn space(&mut self, start: usize, end: usize) {
        match self.last() {
            Some(Words::Verbatim | Words::Decoded(_)) => self.push(start, end, Words::Space),
            Some(Words::Space | Words::Tab) | None => {}
        }
    }

    fn tab(&mut self, at: usize) {
        self.push(at, at, Words::Tab);
    }

    fn decoded(&mut self, start: usize, end: usize, words: &str) {
        self.push(start, end, Words::Decoded(words.into()));
    }

    fn push(&mut self, start: usize, end: usize, words: Words) {
        let start = start.max(self.at);
        let end = end.max(start);
        self.at = end;
        self.markup.pieces.push(Piece { at: TextSpan::new(start, end), words });
    }

    fn last(&self) -> Option<&Words> {
        self.open().last().map(|it| &it.words)
    }

    /// The pieces of the open block.
    fn open(&self) -> &[Piece] {
        self.markup.pieces.get(self.first..).unwrap_or(&[])
    }

    /// "12<sup>3</sup>" and "late.<sup>3</sup>" carry a note's mark, no figure; "km<sup>2</sup>" does not.
    fn is_note_mark(&self, raised: &str) -> bool {
        let marks = raised.trim_matches(['[', ']', ' ', ',', '*']);
        let before = self.open().last().and_then(|it| match &it.words {
            Words::Verbatim => it.at.of(self.raw).chars().next_back(),
            Words::Decoded(words) => words.chars().next_back(),
            Words::Space | Words::Tab => None,
        });
        marks.bytes().all(|it| it.is_ascii_digit()) && before.is_some_and(|it| !it.is_alphabetic())
    }

    /// Ends the open block. One that shows nothing leaves no trace.
    fn close(&mut self, sort: Sort) -> Option<usize> {
        let block = self.cut(sort)?;
        self.markup.blocks.push(block);
        Some(self.markup.blocks.len() - 1)
    }

    /// Ends the open block without keeping it: the caller decides later.
    fn cut(&mut self, sort: Sort) -> Option<Block> {
        while self.markup.pieces.len() > self.first
            && matches!(self.markup.pieces.last().map(|it| &it.words), Some(Words::Space | Words::Tab))
        {
            self.markup.pieces.pop();
        }
        let (first, end) = (self.first, self.markup.pieces.len());
        self.first = end;
        if first == end {
            return None;
        }
        let mut block = Block { sort, continues: false, first: first as u32, end: end as u32 };
        let may_tease = match sort {
            Sort::Body | Sort::Heading | Sort::ListItem | Sort::Quotation => true,
            Sort::Footnote | Sort::Caption | Sort::TableRow | Sort::Aside => false,
        };
        if may_tease && teaser::is_teaser(self.raw, self.markup.pieces.get(first..).unwrap_or(&[])) {
            block.sort = Sort::Aside;
        }
        Some(block)
    }

    /// The words of a block's first pieces, about `limit` bytes.
    fn head(raw: &str, pieces: &[Piece], limit: usize) -> String {
        let mut head = String::new();
        for piece in pieces {
            match &piece.words {
                Words::Verbatim => head.push_str(clip(piece.at.of(raw), limit.saturating_sub(head.len()))),
                Words::Space | Words::Tab => head.push(' '),
                Words::Decoded(words) => head.push_str(words),
            }
            if head.len() >= limit {
                break;
            }
        }
        head
    }
}

/// At most `limit` bytes, cut between characters.
pub(super) fn clip(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests;
