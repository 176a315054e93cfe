//! Markdown to blocks, by pulldown-cmark's events and their byte ranges.
//!
//! Code, addresses, raw HTML and struck-out words are not prose. Smart punctuation stays off: it would rewrite quotes,
//! and a piece could no longer be taken from the text. An image's words are prose only where it stands alone, as its
//! caption. By the grammar a paragraph that begins with a tab is code; those who write for print indent so.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{Link, Target, Writer, html};
use crate::text::{Sort, TextSpan};

#[derive(Default)]
struct State {
    n_quotes: u32,
    n_footnotes: u32,
    n_items: u32,
    n_images: u32,
    /// Inside code, struck-out words or an address in angle brackets.
    n_mute: u32,
    heading: bool,
    /// Inside a paragraph that begins with a tab.
    tabbed: bool,
    /// Inside `<sup>`.
    raised: bool,
    row: bool,
    /// What stands for images in the open block.
    alt: Vec<TextSpan>,
    /// Links still open, as indices.
    links: Vec<usize>,
}

/// How often reading begins anew after a comment that nobody closed.
const RESTARTS: usize = 8;

pub(super) fn read(writer: &mut Writer<'_>, mut start: usize) {
    for _ in 0..RESTARTS {
        match read_from(writer, start) {
            Some(next) => start = next,
            None => return,
        }
    }
}

/// Reads on from a byte; where a comment is still being typed, tells where its paragraph ends.
fn read_from(writer: &mut Writer<'_>, start: usize) -> Option<usize> {
    let raw = writer.raw;
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut state = State::default();
    for (event, range) in Parser::new_ext(raw.get(start..).unwrap_or(""), options).into_offset_iter() {
        let (from, to) = (start + range.start, start + range.end);
        match event {
            Event::Start(Tag::HtmlBlock) if is_unclosed(TextSpan::new(from, to).of(raw)) => {
                // NB: by the grammar it would swallow the rest of the draft, and all its findings, until it is closed.
                state.close(writer);
                let end = from + paragraph_len(raw.get(from..).unwrap_or(""));
                writer.markup.notes.push(TextSpan::new(from, end));
                return Some(end);
            }
            Event::Start(tag) => state.start(writer, &tag, from, to),
            Event::End(tag) => state.end(writer, tag, to),
            Event::Text(text) => state.text(writer, &text, from, to),
            Event::SoftBreak | Event::HardBreak => {
                if state.n_images == 0 {
                    writer.space(from, to);
                }
            }
            Event::InlineHtml(words) => {
                if words.starts_with("<!--") {
                    writer.markup.notes.push(TextSpan::new(from, to));
                } else if words.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("<br")) {
                    writer.space(from, to);
                } else if words.starts_with("<sup") || words.starts_with("</sup") {
                    state.raised = words.starts_with("<s");
                }
            }
            Event::FootnoteReference(label) => {
                let target = Target::Footnote(label.to_string());
                let words = TextSpan::new(from, from);
                writer.markup.links.push(Link { span: TextSpan::new(from, to), words, target });
            }
            Event::Rule => state.close(writer),
            // The whole of an HTML block was read when it began.
            Event::Html(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
            Event::TaskListMarker(_) => {}
        }
    }
    state.close(writer);
    None
}

fn is_unclosed(block: &str) -> bool {
    block.trim_start().starts_with("<!--") && !block.contains("-->")
}

/// Bytes up to the first blank line.
fn paragraph_len(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        at += line.len();
    }
    at
}

/// Whether the line of a byte begins with a tab: "\tThe fire began", not "    let fire = 3;".
fn is_tabbed(raw: &str, at: usize) -> bool {
    let line = raw.get(..at).unwrap_or("").rfind('\n').map_or(0, |it| it + 1);
    raw.get(line..).is_some_and(|it| it.starts_with('\t'))
}

impl State {
    fn start(&mut self, writer: &mut Writer<'_>, tag: &Tag<'_>, from: usize, to: usize) {
        match tag {
            Tag::Paragraph | Tag::List(_) | Tag::Table(_) => self.close(writer),
            Tag::Heading { .. } => {
                self.close(writer);
                self.heading = true;
            }
            Tag::BlockQuote(_) => {
                self.close(writer);
                self.n_quotes += 1;
            }
            Tag::Item => {
                self.close(writer);
                self.n_items += 1;
            }
            Tag::FootnoteDefinition(label) => {
                self.close(writer);
                self.n_footnotes += 1;
                let target = Target::FootnoteText(label.to_string());
                let words = TextSpan::new(from, from);
                writer.markup.links.push(Link { span: TextSpan::new(from, to), words, target });
            }
            Tag::TableHead | Tag::TableRow => {
                self.close(writer);
                self.row = true;
            }
            Tag::CodeBlock(CodeBlockKind::Indented) if is_tabbed(writer.raw, from) => {
                self.close(writer);
                self.tabbed = true;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.close(writer);
                self.n_mute += 1;
            }
            Tag::HtmlBlock => {
                self.close(writer);
                html::fragment(writer, from, to, self.sort());
            }
            Tag::Strikethrough => self.n_mute += 1,
            Tag::Link { link_type, dest_url, .. } => {
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.n_mute += 1;
                }
                self.links.push(writer.markup.links.len());
                let target = Target::Address(dest_url.to_string());
                let words = TextSpan::new(from, from);
                writer.markup.links.push(Link { span: TextSpan::new(from, to), words, target });
            }
            Tag::Image { .. } => self.n_images += 1,
            Tag::TableCell | Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Subscript => {}
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.close(writer),
        }
    }

    fn end(&mut self, writer: &mut Writer<'_>, tag: TagEnd, to: usize) {
        match tag {
            TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Table | TagEnd::HtmlBlock => self.close(writer),
            TagEnd::Heading(_) => {
                self.close(writer);
                self.heading = false;
            }
            TagEnd::BlockQuote(_) => {
                self.close(writer);
                self.n_quotes = self.n_quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.close(writer);
                self.n_items = self.n_items.saturating_sub(1);
            }
            TagEnd::FootnoteDefinition => {
                self.close(writer);
                self.n_footnotes = self.n_footnotes.saturating_sub(1);
            }
            TagEnd::TableCell => writer.tab(to),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.close(writer);
                self.row = false;
            }
            TagEnd::CodeBlock if self.tabbed => {
                self.close(writer);
                self.tabbed = false;
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::Strikethrough => {
                self.n_mute = self.n_mute.saturating_sub(1);
            }
            TagEnd::Link => {
                let link = self.links.pop().and_then(|idx| writer.markup.links.get(idx));
                // NB: what is muted is told by the link itself: `<https://…>` has no words of its own.
                if link.is_some_and(|it| writer.raw.as_bytes().get(it.span.start as usize) == Some(&b'<')) {
                    self.n_mute = self.n_mute.saturating_sub(1);
                }
            }
            TagEnd::Image => self.n_images = self.n_images.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::DefinitionList | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.close(writer);
            }
        }
    }

    fn text(&mut self, writer: &mut Writer<'_>, text: &str, from: usize, to: usize) {
        let span = TextSpan::new(from, to);
        if self.n_mute > 0 || self.raised && writer.is_note_mark(text) {
            return;
        }
        if self.n_images > 0 {
            self.alt.push(span);
            return;
        }
        if self.tabbed {
            return self.tabbed_line(writer, from, to);
        }
        if let Some(link) = self.links.last().and_then(|idx| writer.markup.links.get_mut(*idx)) {
            link.words = if link.words.is_empty() { span } else { link.words.cover(span) };
        }
        if span.of(writer.raw) == text {
            writer.verbatim(from, to);
        } else {
            writer.decoded(from, to, text);
        }
    }

    /// A line of a paragraph that begins with a tab; the first after a blank line begins the next one.
    fn tabbed_line(&mut self, writer: &mut Writer<'_>, from: usize, to: usize) {
        let line = TextSpan::new(from, to).of(writer.raw);
        let words = line.trim_end();
        if words.is_empty() {
            return writer.space(from, to);
        }
        let mut above = writer.raw.get(..from).unwrap_or("").trim_end_matches([' ', '\t']).rsplit('\n').skip(1);
        if above.next().is_some_and(|it| it.trim().is_empty()) {
            self.close(writer);
        }
        let start = from + (words.len() - words.trim_start().len());
        writer.verbatim(start, from + words.len());
        writer.space(from + words.len(), to);
    }

    fn sort(&self) -> Sort {
        if self.row {
            Sort::TableRow
        } else if self.n_footnotes > 0 {
            Sort::Footnote
        } else if self.heading {
            Sort::Heading
        } else if self.n_quotes > 0 {
            Sort::Quotation
        } else if self.n_items > 0 {
            Sort::ListItem
        } else {
            Sort::Body
        }
    }

    fn close(&mut self, writer: &mut Writer<'_>) {
        self.raised = false;
        let alt = std::mem::take(&mut self.alt);
        if writer.open().is_empty() && !alt.is_empty() && !self.row {
            for span in alt {
                writer.verbatim(span.start as usize, span.end as usize);
            }
            writer.close(Sort::Caption);
            return;
        }
        writer.close(self.sort());
    }
}
