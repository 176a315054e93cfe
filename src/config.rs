//! `backread.toml` and editor settings from text: each value with where it was given.
//!
//! Pure: texts in, nearest first; values and problems out. Who finds the files is `disk`; what a level or a house means
//! is settled by the desk, which knows the rules. A house preset is one more layer under the files, so that one merge
//! serves all and `config --why` can name it. Globs are relative to the file they stand in: see [`Given::layer`].

mod file;
#[cfg(test)]
mod tests;
mod why;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::finding::Severity;
use crate::problem::Problem;
use crate::text::TextSpan;

pub use file::{is_root, source_entry};
pub use why::Why;
pub use write::{Insert, entry, exclude, sources};

/// The name of the file.
pub const FILE_NAME: &str = "backread.toml";

/// One text that configuration is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigText {
    pub kind: LayerKind,
    /// What problems and `--why` name.
    pub shown: String,
    /// The folder that globs are relative to.
    pub dir: PathBuf,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    File,
    /// From the editor, under the files.
    Settings,
    /// A preset, under everything else.
    House,
}

/// A value, and where it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    pub value: T,
    /// Index into [`Config::layers`].
    pub layer: usize,
    pub span: TextSpan,
}

/// All that is configured. `None` and empty mean that nobody said anything.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Nearest first. Those above a `root = true` are not among them.
    pub layers: Vec<ConfigText>,
    pub sources: Option<Given<Vec<Glob>>>,
    pub drafts: Option<Given<Vec<Glob>>>,
    pub house: Option<Given<String>>,
    /// Folders of rules, from every layer, outermost first: the nearest is laid over the others.
    pub rules: Vec<Given<String>>,
    pub fail_on: Option<Given<FailOn>>,
    pub earlier_versions: Option<Given<EarlierVersions>>,
    /// By rule or family; `None` is off. Whether such a rule exists is for the desk to say.
    pub levels: BTreeMap<String, Given<Option<Severity>>>,
    pub policy: Policy,
    /// House spelling, and the spellings that it replaces.
    pub names: BTreeMap<String, Given<Vec<String>>>,
    /// Outermost first: where two speak of one file, the later wins key by key.
    pub entries: Vec<Given<SourceEntry>>,
    /// `[stet] reasons`.
    pub reasons: Option<Given<Vec<String>>>,
}

/// A glob as written, with its own span; `!` in front takes files out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    pub pattern: String,
    pub span: TextSpan,
}

/// The least severity that fails a run; `None` is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Option<Severity>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlierVersions {
    /// An earlier version of the draft is no evidence.
    Exclude,
    Use,
}

/// What a desk decides about anonymity and origins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    pub reason: Option<Given<Reason>>,
    /// 0 to 7: a speaker described below it is unnamed.
    pub descriptor_floor: Option<Given<u8>>,
    pub anonymous_quote: Option<Given<AnonymousQuote>>,
    pub attribution_distance: Option<Given<Distance>>,
    pub loaded_verbs: Option<Given<Vec<String>>>,
    pub institution_voices: Option<Given<Vec<String>>>,
    /// By kind of claim: figure, anonymous, allegation, other.
    pub min_origins: BTreeMap<String, Given<u32>>,
}

/// Whether anonymity must be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Required,
    /// Required, and a stock phrase will do.
    StockCounts,
    Optional,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnonymousQuote {
    Allow,
    Approval,
    Forbid,
}

/// How near its claim an attribution has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    Sentence,
    Paragraph,
    FirstMention,
}

/// What a `[[source]]` entry or a sidecar says of a file. Words as written, checked when they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceEntry {
    /// Empty in a sidecar, which speaks of one file.
    pub path: String,
    pub trust: Option<String>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub kind: Option<String>,
    pub date: Option<String>,
    pub url: Option<String>,
    pub origin: Option<String>,
    pub language: Option<String>,
    pub verbatim: Option<bool>,
    pub speakers: Option<Vec<String>>,
    pub supersedes: Option<String>,
    pub confidential: Option<bool>,
    pub embargo: Option<String>,
}

impl Config {
    /// Reads the layers, nearest first; stops after one with `root = true`, settings and houses excepted.
    ///
    /// What does not parse is left out, and is a problem; the rest stands.
    pub fn of(texts: Vec<ConfigText>) -> (Config, Vec<Problem>) {
        let mut config = Config::default();
        let mut problems = Vec::new();
        let mut rooted = false;
        for layer in texts {
            if rooted && layer.kind == LayerKind::File {
                continue;
            }
            rooted |= file::add(&mut config, layer, &mut problems);
        }
        // NB: layers were added nearest first, and later ones must win where lists are walked in order.
        config.rules.reverse();
        config.entries.reverse();
        (config, problems)
    }

    /// The folder that paths are shown relative to: that of the outermost file. `None` without a file.
    pub fn root(&self) -> Option<&Path> {
        self.layers.iter().rfind(|layer| layer.kind == LayerKind::File).map(|layer| layer.dir.as_path())
    }

    /// The folder that a value's globs and paths are relative to.
    pub fn dir(&self, layer: usize) -> &Path {
        self.layers.get(layer).map_or(Path::new("."), |layer| layer.dir.as_path())
    }

    /// A problem with a value, placed in the file that gave it.
    pub fn problem(
        &self,
        layer: usize,
        span: TextSpan,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Problem {
        match self.layers.get(layer) {
            Some(text) => Problem::new(text.shown.as_str(), cause, remedy).at(&text.text, span),
            None => Problem::new(FILE_NAME, cause, remedy),
        }
    }
}

impl FailOn {
    pub fn word(self) -> &'static str {
        self.0.map_or("never", Severity::word)
    }
}

/// A word that stands for one of a few things, as users write it.
pub trait Word: Copy + Sized + 'static {
    const WORDS: &'static [(&'static str, Self)];

    fn words() -> Vec<&'static str> {
        Self::WORDS.iter().map(|(word, _)| *word).collect()
    }

    fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

impl Word for Reason {
    const WORDS: &'static [(&'static str, Self)] =
        &[("required", Reason::Required), ("stock-counts", Reason::StockCounts), ("optional", Reason::Optional)];
}

impl Word for AnonymousQuote {
    const WORDS: &'static [(&'static str, Self)] =
        &[("allow", AnonymousQuote::Allow), ("approval", AnonymousQuote::Approval), ("forbid", AnonymousQuote::Forbid)];
}

impl Word for Distance {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("sentence", Distance::Sentence),
        ("paragraph", Distance::Paragraph),
        ("first-mention", Distance::FirstMention),
    ];
}

impl Word for EarlierVersions {
    const WORDS: &'static [(&'static str, Self)] =
        &[("exclude", EarlierVersions::Exclude), ("use", EarlierVersions::Use)];
}

impl Word for FailOn {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("error", FailOn(Some(Severity::Error))),
        ("warning", FailOn(Some(Severity::Warning))),
        ("information", FailOn(Some(Severity::Information))),
        ("hint", FailOn(Some(Severity::Hint))),
        ("never", FailOn(None)),
    ];
}
