//! What a dossier holds, in the order in which `--format json` prints it; `report.json` is its schema.
//!
//! Plain values, ready to be shown. NB: nothing of a confidential source gets in here but its number and a place: whoever
//! adds a field asks first whether it could name one.

use std::collections::BTreeMap;

use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Dossier {
    pub schema: u32,
    pub tool: Tool,
    pub kind: &'static str,
    /// As given by whoever asked for it: no clock is looked at.
    pub date: Option<String>,
    pub draft: Head,
    pub configuration: Vec<Input>,
    pub house: Option<String>,
    pub corpus: Corpus,
    pub summary: Summary,
    pub paragraphs: Vec<Paragraph>,
    pub items: Vec<Item>,
    pub speakers: Vec<Voice>,
    pub attestations: Vec<Attested>,
    pub interviews: Vec<Interviewed>,
    pub quotations: Vec<Quotation>,
    pub names: Vec<Named>,
    pub checks: Vec<Check>,
    pub questions: Vec<Question>,
    pub decisions: Vec<Decided>,
    pub gaps: Vec<Gap>,
    #[serde(rename = "not-claimed")]
    pub not_claimed: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

#[derive(Debug, Serialize)]
pub struct Head {
    pub path: String,
    pub title: String,
    /// Of the file as it lay on the disk.
    pub sha256: String,
    pub bytes: usize,
    /// Its text was taken out of a file of another format, which has no lines.
    pub extracted: bool,
    pub words: usize,
    pub sentences: usize,
}

/// A file that decides what is checked and how.
#[derive(Debug, Serialize)]
pub struct Input {
    pub path: String,
    pub sha256: String,
}

#[derive(Debug, Serialize)]
pub struct Corpus {
    /// Over the lines `sha256  path` of the sources that may be named, in their order.
    pub sha256: String,
    pub sources: Vec<Source>,
    pub origins: Vec<Origin>,
}

#[derive(Debug, Serialize)]
pub struct Source {
    /// "S3".
    pub id: String,
    pub confidential: bool,
    /// Of a confidential source all that follows is absent, counts excepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// "embargo until 2031-05-01", "superseded by S4": what else must be known of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    pub facts: usize,
    /// How many items it supports, and how many it gives otherwise.
    pub supports: usize,
    pub differs: usize,
    /// Numbers of the draft's paragraphs that rest on it.
    pub paragraphs: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub struct Origin {
    pub name: String,
    pub sources: Vec<Traced>,
    pub supports: usize,
    /// Items that nothing else supports.
    pub alone: usize,
    /// A primary document or a record is among its sources.
    pub primary: bool,
}

/// How it is known whom a source has its facts from.
#[derive(Debug, Serialize)]
pub struct Traced {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    pub by: &'static str,
    /// The phrase that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

#[derive(Debug, Serialize)]
pub struct Summary {
    /// By kind, then by standing; what there is none of is left out.
    pub standings: Vec<Standings>,
    pub findings: BTreeMap<&'static str, usize>,
    pub accepted: usize,
    #[serde(rename = "fail-on")]
    pub fail_on: &'static str,
    /// What `backread check` would end with.
    pub exit: u8,
    /// Supported items that all have from one origin; those without a primary document.
    #[serde(rename = "single-origin")]
    pub single_origin: usize,
    #[serde(rename = "no-primary")]
    pub no_primary: usize,
    pub supported: usize,
    pub against: usize,
}

#[derive(Debug, Serialize)]
pub struct Standings {
    pub kind: &'static str,
    pub total: usize,
    pub counts: Vec<Count>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Count {
    pub standing: &'static str,
    pub letter: &'static str,
    pub n: usize,
}

#[derive(Debug, Serialize)]
pub struct Paragraph {
    pub number: usize,
    pub sort: &'static str,
    pub line: u32,
    /// "line 12", or "paragraph 4" of a draft whose original has no lines.
    pub place: String,
    pub sentences: Vec<Sentence>,
}

#[derive(Debug, Serialize)]
pub struct Sentence {
    pub number: usize,
    pub line: u32,
    pub text: String,
    /// Ids of its items.
    pub items: Vec<String>,
}

/// Something checkable, and all that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// `I-` and eight hex digits: the same as long as its sentence and its words are.
    pub id: String,
    pub number: usize,
    pub kind: &'static str,
    /// A word of the contract's; `query` where nothing is compared and a rule asks all the same.
    pub standing: &'static str,
    pub letter: &'static str,
    pub text: String,
    pub span: Span,
    pub line: u32,
    /// As of a paragraph.
    pub place: String,
    /// Of the draft, from 1; 0 for what stands in a note.
    pub sentence: usize,
    pub paragraph: usize,
    /// Where it stands too: of a name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<usize>,
    pub findings: Vec<Finding>,
    pub evidence: Vec<Evidence>,
    /// Places that give otherwise although it stands supported.
    pub against: Vec<Evidence>,
    /// Places of leads: shown, and worth nothing.
    pub leads: Vec<Evidence>,
    /// "rounded: …", "computed: …".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transformation: Option<String>,
    pub support: Support,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Support {
    /// Numbers of the sources.
    pub sources: Vec<String>,
    pub origins: usize,
    pub primary: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub id: String,
    pub rule: String,
    pub severity: &'static str,
    /// The draft's words that it is over.
    pub text: String,
    pub message: String,
    pub help: String,
    pub why: String,
    /// Why it may stand, where somebody accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// A place of a source, with one sentence either side. Of a confidential source the place alone.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// "S3".
    pub source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    pub place: String,
    pub relation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// The source's own words: the sentence is `head`, `focus` and `tail`, one after the other.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    pub head: String,
    pub focus: String,
    pub tail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// An unnamed speaker.
#[derive(Debug, Serialize)]
pub struct Voice {
    pub words: String,
    /// How closely described, from 0 to 7.
    pub rung: u8,
    /// The words that say that the name is withheld.
    pub acknowledged: Option<String>,
    pub reason: Option<String>,
    /// How the speaker knows.
    pub basis: Option<String>,
    /// Numbers of sentences.
    pub uses: Vec<usize>,
    /// What the sources have of the speaker, as a finding tells it.
    pub matches: Vec<String>,
    pub items: Vec<String>,
}

/// What the desk attests of unnamed speakers, in the draft's front matter.
#[derive(Debug, Serialize)]
pub struct Attested {
    pub id: Option<String>,
    #[serde(rename = "known-to")]
    pub known_to: Option<String>,
    #[serde(rename = "approved-by")]
    pub approved_by: Option<String>,
    pub reason: Option<String>,
    pub date: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Interviewed {
    pub who: String,
    pub date: Option<String>,
    pub how: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Quotation {
    pub item: String,
    pub number: usize,
    pub words: String,
    pub speaker: Option<String>,
    pub sentence: usize,
    pub standing: &'static str,
    pub letter: &'static str,
    pub place: Option<String>,
    pub difference: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Named {
    pub name: String,
    pub kind: &'static str,
    /// Spellings in the draft, and how often.
    pub draft: Vec<Spelling>,
    /// Spellings in the sources, and in how many of them.
    pub sources: Vec<Spelling>,
    pub house: Option<String>,
    pub titles: Vec<String>,
    #[serde(rename = "titles-in-sources")]
    pub titles_in_sources: Vec<String>,
    /// How many sources have it, confidential ones too.
    #[serde(rename = "in")]
    pub n_sources: u32,
    /// "S4, line 10": where the sources have it.
    pub places: Vec<String>,
    pub sentence: usize,
    pub items: Vec<String>,
    pub differences: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Spelling {
    pub words: String,
    pub n: u32,
}

/// A weekday or a sum, with the working.
#[derive(Debug, Serialize)]
pub struct Check {
    pub item: Option<String>,
    pub sentence: usize,
    pub what: &'static str,
    pub words: String,
    pub working: String,
    pub agrees: bool,
}

#[derive(Debug, Serialize)]
pub struct Question {
    pub item: String,
    pub number: usize,
    pub sentence: usize,
    pub line: u32,
    /// As of a paragraph.
    pub place: String,
    pub severity: &'static str,
    pub question: String,
}

#[derive(Debug, Serialize)]
pub struct Decided {
    /// "the draft, line 12", "the draft, paragraph 4", "decisions.toml".
    pub place: String,
    pub rules: Vec<String>,
    pub words: Option<String>,
    pub reason: String,
    pub by: Option<String>,
    /// "holds", "lapsed".
    pub state: &'static str,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Gap {
    pub what: String,
    pub why: String,
}
