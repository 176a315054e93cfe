//! What could not be done, why, and what would help. Ours to explain, never the writer's fault to find.

pub mod fault;
mod mistake;

pub use mistake::{did_you_mean, mistake, nearest};

use crate::text::TextSpan;
use crate::text::visible::visible;

/// One thing that went wrong with one file; the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as it is shown to the user.
    pub path: String,
    /// Where in the file, for configuration and rule files.
    pub span: Option<TextSpan>,
    /// The same in lines and columns.
    pub reach: Option<Reach>,
    /// What is the matter, one clause, lower case, no full stop.
    pub cause: String,
    /// What would help, one imperative; empty where nothing would.
    pub remedy: String,
}

/// From where to where, for those who no longer have the text at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    pub start: Mark,
    pub end: Mark,
}

/// A place in every count of columns that an editor may want; 0-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub line: u32,
    pub utf8: u32,
    pub utf16: u32,
    pub chars: u32,
}

impl Mark {
    fn of(text: &str, offset: u32) -> Mark {
        let head = text.get(..offset as usize).unwrap_or(text);
        let line = head.rsplit('\n').next().unwrap_or("");
        Mark {
            line: head.matches('\n').count() as u32,
            utf8: line.len() as u32,
            utf16: line.encode_utf16().count() as u32,
            chars: line.chars().count() as u32,
        }
    }
}

impl Problem {
    pub fn new(path: impl Into<String>, cause: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem { path: path.into(), span: None, reach: None, cause: cause.into(), remedy: remedy.into() }
    }

    /// A problem at a byte span of a text that is at hand.
    pub fn at(mut self, text: &str, span: TextSpan) -> Problem {
        self.span = Some(span);
        self.reach = Some(Reach { start: Mark::of(text, span.start), end: Mark::of(text, span.end) });
        self
    }

    /// 1-based line and column, the column in characters.
    pub fn place(&self) -> Option<(u32, u32)> {
        self.reach.map(|it| (it.start.line + 1, it.start.chars + 1))
    }

    /// What is the matter and what would help, for where the place is plain.
    pub fn words(&self) -> String {
        if self.remedy.is_empty() { self.cause.clone() } else { format!("{}; {}", self.cause, self.remedy) }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names of files, and keys that stand in them, are anybody's words.
        let (path, words) = (self.path.replace(['\n', '\r'], " "), self.words());
        let (path, words) = (visible(&path), visible(&words));
        match self.place() {
            Some((line, column)) => write!(f, "{path}:{line}:{column}: {words}"),
            None => write!(f, "{path}: {words}"),
        }
    }
}

impl std::error::Error for Problem {}
