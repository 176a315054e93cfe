//! A candidate: one sentence of a source that could speak to a fact of the draft, fetched for a check.
//!
//! Owned values throughout, so that nobody can tell whether the source lies in memory or on disk.

use std::sync::Arc;

use super::{Dimension, Fact, Speaker, Stem};
use crate::text::{Map, Place, Span};

#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub source: SourceRef,
    /// The sentence in the source's text.
    pub place: Place,
    /// 1-based line of the sentence's start.
    pub line: u32,
    /// The original's own locator ("page 3", "00:14:02"), where lines mean nothing.
    pub locator: Option<String>,
    /// The sentence as it stands in the file, markup included: what is shown as evidence.
    pub verbatim: String,
    /// The sentence's prose. All spans of `facts` are relative to it.
    pub prose: String,
    /// Takes spans of `prose` to spans of `verbatim`.
    pub map: Map,
    pub stems: Vec<Stem>,
    /// Stems of the sentence before and of the heading above: what the sentence may be about without saying so.
    pub around: Vec<Stem>,
    pub facts: Vec<Fact>,
    /// By index into `facts`, sorted: whom "he", a bare surname or a running quotation leads back to in the source.
    pub speakers: Vec<(u32, Speaker)>,
    /// What stands between quotation marks in the sentence, or runs on into it.
    pub spoken: Vec<Spoken>,
    /// Words of the paragraph on both sides, for quotations that run over sentences; `prose` stands in it at this span.
    pub paragraph: Arc<str>,
    pub within: Span,
    pub english: bool,
    /// A heading, a caption or a table row says less than a sentence: it may support, and conflicts with nothing.
    pub sentence: bool,
    /// Of a row of a table: the columns of figures that the table has.
    pub columns: Vec<Column>,
}

/// A column of a table whose every row has a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Lower case, as it stands at the top.
    pub head: String,
    pub dimension: Dimension,
    /// In base units, from top to bottom.
    pub values: Vec<f64>,
}

/// Quoted words of a source, and whose they are as far as links lead back.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoken {
    /// In [`Candidate::paragraph`].
    pub words: Span,
    pub speaker: Option<Speaker>,
}

/// What a check may know of a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceRef {
    /// Relative to the configuration root, with `/`. Sorted first, so that ties are broken by it.
    pub path: String,
    pub trust: Trust,
    pub kind: SourceKind,
    pub confidential: bool,
    /// ISO date of the source, where known.
    pub date: Option<String>,
    /// Quotations may be compared with it word for word.
    pub verbatim: bool,
    /// Whom it has its facts from: equal words are one origin. Empty where no corpus has traced it.
    pub origin: Arc<str>,
    /// The path of a source in force that says of itself that it replaces this one.
    pub superseded_by: Option<Arc<str>>,
}

/// How far a source is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    Record,
    Normal,
    Lead,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    Primary,
    Transcript,
    Interview,
    Report,
    Rewrite,
    Release,
    Mail,
    Notes,
    Own,
    Data,
    /// The file does not say, and neither does the configuration.
    Unknown,
}

impl Candidate {
    /// "harbour.txt line 3", "minutes.pdf page 2": as messages name a place.
    pub fn file_and_place(&self) -> String {
        let file = self.source.path.rsplit('/').next().unwrap_or("");
        match &self.locator {
            Some(locator) => format!("{file} {locator}"),
            None => format!("{file} line {}", self.line),
        }
    }
}

impl Trust {
    /// Whether what a source says speaks for or against a draft: a lead, or what was withdrawn, does neither.
    pub fn counts(self) -> bool {
        match self {
            Trust::Record | Trust::Normal => true,
            Trust::Lead | Trust::Withdrawn => false,
        }
    }

    /// The word of configuration and front matter.
    pub fn parse(word: &str) -> Option<Trust> {
        Some(match word {
            "record" => Trust::Record,
            "normal" => Trust::Normal,
            "lead" => Trust::Lead,
            "withdrawn" => Trust::Withdrawn,
            _ => return None,
        })
    }

    pub fn word(self) -> &'static str {
        match self {
            Trust::Record => "record",
            Trust::Normal => "normal",
            Trust::Lead => "lead",
            Trust::Withdrawn => "withdrawn",
        }
    }
}

impl SourceKind {
    /// The word of configuration and front matter.
    pub fn parse(word: &str) -> Option<SourceKind> {
        Some(match word {
            "primary" => SourceKind::Primary,
            "transcript" => SourceKind::Transcript,
            "interview" => SourceKind::Interview,
            "report" => SourceKind::Report,
            "rewrite" => SourceKind::Rewrite,
            "release" => SourceKind::Release,
            "mail" => SourceKind::Mail,
            "notes" => SourceKind::Notes,
            "own" => SourceKind::Own,
            "data" => SourceKind::Data,
            _ => return None,
        })
    }

    pub fn word(self) -> &'static str {
        match self {
            SourceKind::Primary => "primary",
            SourceKind::Transcript => "transcript",
            SourceKind::Interview => "interview",
            SourceKind::Report => "report",
            SourceKind::Rewrite => "rewrite",
            SourceKind::Release => "release",
            SourceKind::Mail => "mail",
            SourceKind::Notes => "notes",
            SourceKind::Own => "own",
            SourceKind::Data => "data",
            SourceKind::Unknown => "unknown",
        }
    }
}
