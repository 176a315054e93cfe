//! What a text is before anybody reads it: bytes, the prose among them, and where each prose byte came from.
//!
//! Two kinds of offsets live here and must never be mixed: a [`Span`] counts bytes of a paragraph's prose,
//! a [`TextSpan`] counts bytes of the whole text as it lies on disk. [`Paragraph::to_text`] goes from one to the other.
//! Nothing here knows what a figure or a quotation is, or whether the text is a source or a draft.

pub mod alike;
pub mod buffer;
pub mod cells;
pub mod comment;
pub mod fold;
pub mod format;
pub mod label;
pub mod locator;
pub mod marks;
pub mod markup;
pub mod split;
pub mod table;
pub mod visible;

use std::ops::Range;
use std::path::Path;

use comment::Comments;
use locator::Locators;

/// Names one text of a corpus or one draft. Numbers are given out by the engine and mean nothing outside a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// Bytes inside one paragraph's prose; half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// Bytes inside a whole text as it lies on disk; half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextSpan {
    pub start: u32,
    pub end: u32,
}

/// A stretch of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub text: TextId,
    pub span: TextSpan,
}

macro_rules! spans {
    ($name:ident) => {
        impl $name {
            pub fn new(start: usize, end: usize) -> Self {
                debug_assert!(start <= end, "a span ends before it starts");
                // NB: texts over 20 MB are refused when they are read, so 32 bits always suffice.
                Self { start: start as u32, end: end.max(start) as u32 }
            }

            pub fn range(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }

            /// The words under the span; empty when the span does not fit the text.
            pub fn of(self, text: &str) -> &str {
                text.get(self.range()).unwrap_or("")
            }

            pub fn len(self) -> usize {
                (self.end - self.start) as usize
            }

            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            pub fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the two share at least one byte.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest span that holds both.
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// The same stretch, moved `by` bytes to the right.
            pub fn shifted(self, by: u32) -> Self {
                Self { start: self.start + by, end: self.end + by }
            }
        }
    };
}
spans!(Span);
spans!(TextSpan);

/// How a text is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Markdown,
    Html,
    Plain,
    /// Comma-separated values and the like.
    Table,
    /// SubRip and WebVTT.
    Subtitles,
    /// Taken out of a file of another format: see [`format::Document`].
    Document,
}

impl Format {
    /// Decided by the file's extension alone; what is unknown is plain text.
    pub fn of_path(path: &Path) -> Format {
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase();
        match extension.as_str() {
            // Quarto and R Markdown run the code between fences, and nobody reads it.
            "md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd" => Format::Markdown,
            "html" | "htm" | "xhtml" => Format::Html,
            "csv" | "tsv" => Format::Table,
            "srt" | "vtt" => Format::Subtitles,
            _ => Format::Plain,
        }
    }
}

/// What a paragraph is in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    Body,
    Heading,
    /// A block quotation: somebody else's words.
    Quotation,
    ListItem,
    Footnote,
    Caption,
    /// One row of a table, its cells parted by tabs.
    TableRow,
    /// A teaser for another story ("Also read: …"): neither checked nor evidence.
    Aside,
}

/// What the paragraph is written in, as far as reading it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    /// Read for figures, dates and names only; `decimal_comma` tells its number separators.
    Other {
        decimal_comma: bool,
    },
}

/// The unit of reading and caching.
///
/// Equal `hash` means equal reading: it covers the prose, the sort and the language, and not where the paragraph stands.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// From the first byte of its prose in the text to the last, with the markup between.
    pub at: TextSpan,
    pub sort: Sort,
    pub language: Language,
    /// What readers see: markup gone, entities decoded, a soft line break one space.
    pub prose: String,
    /// Takes every prose byte back to the text.
    pub map: Map,
    pub hash: u128,
    /// The paragraph begins in the middle of a sentence that the one before it began: a plain text line was broken there.
    pub continues: bool,
}

impl Paragraph {
    /// Where a stretch of the prose stands in the whole text.
    pub fn to_text(&self, span: Span) -> TextSpan {
        self.map.to_text(span, self.at.start)
    }

    /// The prose under a span of the whole text, as far as the span meets this paragraph.
    /// What takes the prose of one of its sentences back to the sentence as it stands in the text.
    pub fn map_of(&self, sentence: Span) -> Map {
        self.map.cut(sentence)
    }

    pub fn to_prose(&self, span: TextSpan) -> Option<Span> {
        self.map.to_prose(span, self.at.start, self.prose.len() as u32)
    }
}

/// One run of a paragraph's prose and the bytes of the text it came from, relative to the paragraph's start.
///
/// Where both lengths are equal the run is verbatim and is mapped byte by byte; otherwise (an entity, a line break
/// that became a space) it is mapped as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub prose: u32,
    pub prose_len: u32,
    pub text: u32,
    pub text_len: u32,
}

/// Prose offsets to text offsets: runs sorted by both sides, without gaps on the prose side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    runs: Vec<Run>,
}

impl Map {
    /// Adds `prose_len` bytes of prose that stand for `text_len` bytes at `text` (relative to the paragraph's start).
    pub fn push(&mut self, prose_len: usize, text: usize, text_len: usize) {
        if prose_len == 0 {
            return;
        }
        let (text, text_len, prose_len) = (text as u32, text_len as u32, prose_len as u32);
        let prose = self.runs.last().map_or(0, |run| run.prose + run.prose_len);
        if let Some(last) = self.runs.last_mut()
            && last.prose_len == last.text_len
            && prose_len == text_len
            && last.text + last.text_len == text
        {
            last.prose_len += prose_len;
            last.text_len += text_len;
            return;
        }
        self.runs.push(Run { prose, prose_len, text, text_len });
    }

    /// Where words of the prose stand, counted from where the map begins.
    pub fn place(&self, words: Span) -> Span {
        let at = self.to_text(words, 0);
        Span { start: at.start, end: at.end }
    }

    /// Runs that another map had.
    pub fn of(runs: Vec<Run>) -> Map {
        Map { runs }
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    fn run_at(&self, prose: u32) -> Option<&Run> {
        let idx = self.runs.partition_point(|run| run.prose <= prose);
        self.runs.get(idx.checked_sub(1)?)
    }

    fn to_text(&self, span: Span, base: u32) -> TextSpan {
        let start = match self.run_at(span.start) {
            Some(run) if run.prose_len == run.text_len => run.text + (span.start - run.prose).min(run.text_len),
            Some(run) if span.start >= run.prose + run.prose_len => run.text + run.text_len,
            Some(run) => run.text,
            None => 0,
        };
        let end = match self.run_at(span.end.saturating_sub(1).max(span.start)) {
            Some(run) if run.prose_len == run.text_len => run.text + (span.end - run.prose).min(run.text_len),
            Some(run) => run.text + run.text_len,
            None => 0,
        };
        let end = if span.is_empty() { start } else { end.max(start) };
        TextSpan { start: base + start, end: base + end }
    }

    /// The part of the map that a span of the prose needs, counted from the span's start on both sides.
    fn cut(&self, span: Span) -> Map {
        let start = self.to_text(span, 0).start;
        let mut map = Map::default();
        for run in &self.runs {
            let (from, to) = (run.prose.max(span.start), (run.prose + run.prose_len).min(span.end));
            if from >= to {
                continue;
            }
            let (text, text_len) = match run.prose_len == run.text_len {
                true => (run.text + (from - run.prose), to - from),
                false => (run.text, run.text_len),
            };
            map.push((to - from) as usize, text.saturating_sub(start) as usize, text_len as usize);
        }
        map
    }

    fn to_prose(&self, span: TextSpan, base: u32, prose_len: u32) -> Option<Span> {
        let mut found: Option<Span> = None;
        for run in &self.runs {
            let (start, end) = (base + run.text, base + run.text + run.text_len);
            if start >= span.end && !(span.is_empty() && start == span.start) {
                break;
            }
            if end <= span.start && !(span.is_empty() && end == span.start) {
                continue;
            }
            let part = if run.prose_len == run.text_len {
                let from = span.start.max(start) - start;
                let to = span.end.min(end).max(span.start.max(start)) - start;
                Span { start: run.prose + from, end: run.prose + to }
            } else {
                Span { start: run.prose, end: run.prose + run.prose_len }
            };
            found = Some(found.map_or(part, |it| it.cover(part)));
        }
        found.filter(|it| it.end <= prose_len)
    }
}

/// A text with its paragraphs and the notes to the desk that stand in it.
#[derive(Clone, Debug)]
pub struct Text {
    /// As it lies on disk, or as it was decoded from there. Never normalised.
    pub raw: String,
    pub format: Format,
    pub paragraphs: Vec<Paragraph>,
    pub comments: Comments,
    /// Links and footnote marks, in the order of the text.
    pub links: Vec<markup::Link>,
    /// Where its places stand in the original.
    pub locators: Locators,
}

impl Text {
    /// Cannot fail: what is not understood as markup is prose.
    pub fn read(raw: String, format: Format) -> Text {
        let markup = markup::mark_up(&raw, format);
        Text::of_markup(raw, markup)
    }

    /// A text that was taken out of a file of another format.
    pub fn of_document(document: format::Document) -> Text {
        let (raw, markup) = markup::of_document(document);
        Text::of_markup(raw, markup)
    }

    fn of_markup(raw: String, markup: markup::Markup) -> Text {
        let comments = comment::comments(&raw, &markup);
        let paragraphs = split::paragraphs(&raw, &markup, &comments);
        let markup::Markup { format, links, locators, .. } = markup;
        Text { raw, format, paragraphs, comments, links, locators }
    }

    /// Whether places of the text are none of the file's: it was taken out of one of another format.
    pub fn is_extracted(&self) -> bool {
        self.format == Format::Document
    }

    /// "paragraph 4, “In all, 241 homes were…”": where to look in the original, which has no lines.
    pub fn paragraph_place(&self, offset: u32) -> Option<String> {
        const WORDS: usize = 5;
        let n = self.paragraphs.partition_point(|it| it.at.start <= offset).max(1);
        let prose = &self.paragraphs.get(n - 1)?.prose;
        let mut words = prose.split_whitespace();
        let first = words.by_ref().take(WORDS).collect::<Vec<_>>().join(" ");
        let more = if words.next().is_some() { "…" } else { "" };
        Some(format!("paragraph {n}, “{first}{more}”"))
    }

    /// 1-based line of a byte offset. Lines end at `\n`, `\r\n` or `\r`, as they do in LSP.
    pub fn line(&self, offset: u32) -> usize {
        let head = self.raw.as_bytes().get(..offset as usize).unwrap_or(self.raw.as_bytes());
        let after = self.raw.as_bytes().get(offset as usize);
        let mut line = 1;
        let mut bytes = head.iter().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\n' => line += 1,
                b'\r' if bytes.peek().copied().or(after) != Some(&b'\n') => line += 1,
                _ => {}
            }
        }
        line
    }
}
