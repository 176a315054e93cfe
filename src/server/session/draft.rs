//! One open draft: its text as the client has it, and what the client was last shown of it.
//!
//! Edits move what was shown along with the words, so that a finding is known again wherever it went, and one that is
//! new at the place of the last edit can wait until the writer rests.

use std::path::PathBuf;

use lsp_types::{TextDocumentContentChangeEvent, Url};

use crate::finding::Finding;
use crate::server::capabilities::file_path;
use crate::server::convert;
use crate::server::load::DeskId;
use crate::text::buffer::{Buffer, Encoding, Misfit};
use crate::text::format::LARGEST;
use crate::text::{Format, TextId, TextSpan};

pub(super) struct Draft {
    pub id: TextId,
    pub uri: Url,
    pub version: i32,
    pub buffer: Buffer,
    pub format: Format,
    /// `None` for a text that lies in no file.
    pub path: Option<PathBuf>,
    /// The folder whose configuration holds; `None` for a text without a file where no folder is open.
    pub folder: Option<PathBuf>,
    /// Who checks it; `None` while that is being found out, and for a text that is nobody's draft.
    pub desk: Option<DeskId>,
    /// When it was last edited or opened: drafts are worked on in this order, the latest first.
    pub stamp: u64,
    /// The same, of its opening.
    pub opened: u64,
    /// The engine has not seen the newest text yet.
    pub is_stale: bool,
    /// Something changed since the last publish.
    pub is_unpublished: bool,
    /// The client shows a set of ours.
    pub was_published: bool,
    /// Findings were held back at the last publish.
    pub holds_back: bool,
    /// Where the last edit was, until the writer rests.
    touched: Vec<TextSpan>,
    /// The writer is typing.
    is_busy: bool,
    shown: Vec<Shown>,
}

/// A draft of more bytes is checked when typing pauses: splitting it alone would be felt.
pub(super) const LARGE: usize = 1 << 20;

/// A finding that the client shows, with its words where they are now.
struct Shown {
    rule: String,
    text: String,
    span: TextSpan,
}

impl Draft {
    pub fn new(id: TextId, uri: Url, version: i32, text: &str, language: &str, folder: Option<PathBuf>) -> Draft {
        let path = file_path(&uri);
        let format = match &path {
            Some(path) if path.extension().is_some() => Format::of_path(path),
            Some(_) | None => format_of(language),
        };
        Draft {
            id,
            uri,
            version,
            buffer: Buffer::new(text),
            format,
            path,
            folder,
            desk: None,
            stamp: 0,
            opened: 0,
            is_stale: true,
            is_unpublished: true,
            was_published: false,
            holds_back: false,
            touched: Vec::new(),
            is_busy: false,
            shown: Vec::new(),
        }
    }

    /// All changes of one message, in order. After a [`Misfit`] the text is not the client's any more.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) -> Result<(), Misfit> {
        self.touched.clear();
        for change in changes {
            let (span, len) = match change.range {
                Some(range) => {
                    let (start, end) = (convert::position(range.start), convert::position(range.end));
                    let from = self.buffer.offset(start, encoding).ok_or(Misfit)?;
                    let to = self.buffer.offset(end, encoding).ok_or(Misfit)?;
                    self.buffer.edit(start, end, encoding, &change.text)?;
                    (TextSpan::new(from, to.max(from)), change.text.len())
                }
                None => {
                    let (span, len) = difference(&self.buffer.to_string(), &change.text);
                    self.buffer.replace(&change.text);
                    (span, len)
                }
            };
            self.touch(span, len as u32);
        }
        self.is_stale = true;
        self.is_unpublished = true;
        self.is_busy = true;
        Ok(())
    }

    fn touch(&mut self, edited: TextSpan, len: u32) {
        let grown = i64::from(len) - edited.len() as i64;
        let moved = |offset: u32| (i64::from(offset) + grown).max(0) as u32;
        for span in self.touched.iter_mut().chain(self.shown.iter_mut().map(|it| &mut it.span)) {
            // What begins where the edit ends goes along with it; what the edit cut into keeps what is left of it.
            if span.start >= edited.end {
                *span = TextSpan { start: moved(span.start), end: moved(span.end) };
            } else if span.end > edited.start {
                let end = if span.end >= edited.end { moved(span.end) } else { edited.start };
                *span = TextSpan { start: span.start.min(edited.start), end: end.max(span.start.min(edited.start)) };
            }
        }
        self.touched.push(TextSpan { start: edited.start, end: edited.start + len });
    }

    /// The writer rests: nothing is at the last edit any more.
    pub fn rest(&mut self) {
        self.touched.clear();
        self.is_busy = false;
        self.is_unpublished |= self.holds_back;
    }

    /// Whether it is longer than any text that is read, here and on the command line alike.
    pub fn is_too_large(&self) -> bool {
        self.buffer.len() > LARGEST
    }

    pub fn is_large(&self) -> bool {
        self.buffer.len() > LARGE
    }

    /// Too large to be checked while it is typed.
    pub fn waits(&self) -> bool {
        self.is_busy && self.is_large()
    }

    /// Takes out what is to wait: a finding at the last edit that the client does not show yet. The rest is shown.
    pub fn show(&mut self, mut findings: Vec<Finding>, holds_back: bool) -> Vec<Finding> {
        let n_found = findings.len();
        if holds_back {
            findings.retain(|it| !self.touched.iter().any(|edit| meets(*edit, it.span)) || self.is_shown(it));
        }
        self.holds_back = findings.len() < n_found;
        self.is_unpublished = false;
        self.was_published = true;
        self.shown =
            findings.iter().map(|it| Shown { rule: it.rule.clone(), text: it.text.clone(), span: it.span }).collect();
        findings
    }

    fn is_shown(&self, finding: &Finding) -> bool {
        let same = |it: &Shown| it.span == finding.span && it.rule == finding.rule && it.text == finding.text;
        self.shown.iter().any(same)
    }
}

/// Whether two spans share a byte or stand side by side.
fn meets(a: TextSpan, b: TextSpan) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// By the client's name of the language, for a text without a file name.
fn format_of(language: &str) -> Format {
    match language {
        "markdown" => Format::Markdown,
        "html" => Format::Html,
        _ => Format::Plain,
    }
}

/// Where two texts differ: the span of the old one that was replaced, and how long it is in the new one. For clients that
/// send the whole text each time.
fn difference(old: &str, new: &str) -> (TextSpan, usize) {
    let same = |(a, b): &(u8, u8)| a == b;
    let head = old.bytes().zip(new.bytes()).take_while(same).count();
    let room = old.len().min(new.len()) - head;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(room).take_while(same).count();
    (TextSpan::new(head, old.len() - tail), new.len() - tail - head)
}
