//! Notes to the desk inside a text: stets, CQ, and front matter, with their spans.

use super::TextSpan;
use super::markup::Markup;

/// All notes of one text, sorted by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comments {
    pub stets: Vec<Stet>,
    /// `<!-- CQ -->` or `[CQ]`: the name before it is spelt as it should be.
    pub checked: Vec<TextSpan>,
    pub front: FrontMatter,
    /// Every byte that is a note, and so never prose: HTML comments, bracketed stets and CQs, front matter.
    pub spans: Vec<TextSpan>,
}

/// "Let it stand": silences rules at some words, or in a whole paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Stet {
    /// The whole note, marks included.
    pub span: TextSpan,
    /// Rule ids as written, each with its own span.
    pub rules: Vec<(String, TextSpan)>,
    /// The quoted words that it is about, without the marks; `None` is the whole paragraph.
    pub words: Option<String>,
    /// Why; empty where the writer left it out.
    pub reason: String,
    pub reach: Reach,
}

/// How far a stet reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The paragraph that begins after it.
    Next,
    /// The line that it ends.
    Line,
    /// The whole text: it stands in the front matter.
    Text,
}

/// What a text says of itself between `---` (YAML) or `+++` (TOML).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    pub span: Option<TextSpan>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub kind: Option<String>,
    /// ISO date, as far as given.
    pub date: Option<String>,
    pub url: Option<String>,
    pub origin: Option<String>,
    pub language: Option<String>,
    pub trust: Option<String>,
    pub verbatim: Option<bool>,
    pub confidential: Option<bool>,
    pub embargo: Option<String>,
    pub supersedes: Option<String>,
    pub speakers: Vec<String>,
    pub interviews: Vec<Interview>,
    /// What does not parse, with its place: never a reason not to read the text.
    pub mistakes: Vec<(TextSpan, String)>,
}

/// `interviews: [{who, date, how}]`: the writer has it first-hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Interview {
    pub who: String,
    pub date: Option<String>,
    pub how: Option<String>,
}

pub fn comments(_raw: &str, _markup: &Markup) -> Comments {
    Comments::default()
}
