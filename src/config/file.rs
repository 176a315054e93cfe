//! The keys that `backread.toml` may have, and how one file is laid under those already read.
//!
//! The structs are TOML's view and say nothing of merging; `add` checks the words and fills what nobody nearer has said.
//! A file that is not TOML, or has an unknown key, gives nothing at all; a wrong word costs its own key only.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Config, ConfigText, Given, Glob, LayerKind, SourceEntry, Word};
use crate::finding::Severity;
use crate::problem::{Problem, did_you_mean, mistake};
use crate::text::TextSpan;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    root: Option<bool>,
    sources: Option<Spanned<Vec<Spanned<String>>>>,
    drafts: Option<Spanned<Vec<Spanned<String>>>>,
    house: Option<Spanned<String>>,
    rules: Option<Vec<Spanned<String>>>,
    fail_on: Option<Spanned<String>>,
    earlier_versions: Option<Spanned<String>>,
    #[serde(default)]
    levels: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    policy: PolicyFile,
    #[serde(default)]
    names: BTreeMap<String, Spanned<Vec<String>>>,
    #[serde(default)]
    source: Vec<Spanned<EntryFile>>,
    #[serde(default)]
    stet: StetFile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PolicyFile {
    reason: Option<Spanned<String>>,
    descriptor_floor: Option<Spanned<u8>>,
    anonymous_quote: Option<Spanned<String>>,
    attribution_distance: Option<Spanned<String>>,
    loaded_verbs: Option<Spanned<Vec<String>>>,
    institution_voices: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    min_origins: BTreeMap<String, Spanned<u32>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct StetFile {
    reasons: Option<Spanned<Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryFile {
    path: Option<Spanned<String>>,
    trust: Option<Spanned<String>>,
    title: Option<String>,
    outlet: Option<String>,
    kind: Option<Spanned<String>>,
    date: Option<Spanned<DateFile>>,
    url: Option<String>,
    origin: Option<String>,
    language: Option<String>,
    verbatim: Option<bool>,
    speakers: Option<Vec<String>>,
    supersedes: Option<String>,
    confidential: Option<bool>,
    embargo: Option<DateFile>,
}

/// `"2024-03-01"` and TOML's own `2024-03-01` alike.
#[derive(Deserialize)]
#[serde(untagged)]
enum DateFile {
    Words(String),
    Date(toml::value::Datetime),
}

impl DateFile {
    fn words(self) -> String {
        match self {
            DateFile::Words(words) => words,
            DateFile::Date(date) => date.to_string(),
        }
    }
}

const LEVELS: &[&str] = &["error", "warning", "information", "hint", "off"];
const TRUSTS: &[&str] = &["record", "normal", "lead", "withdrawn"];
const KINDS: &[&str] =
    &["primary", "transcript", "interview", "report", "rewrite", "release", "mail", "notes", "own", "data"];
const ORIGINS: &[&str] = &["figure", "anonymous", "allegation", "other"];

/// Whether a configuration text says `root = true`. A text that does not parse does not.
pub fn is_root(text: &str) -> bool {
    toml::from_str::<toml::Table>(text).is_ok_and(|table| table.get("root") == Some(&toml::Value::Boolean(true)))
}

/// Fills what nearer layers left open; says whether this one is the last.
pub(super) fn add(config: &mut Config, layer: ConfigText, problems: &mut Vec<Problem>) -> bool {
    let idx = config.layers.len();
    let parsed: Result<File, _> = toml::from_str(&layer.text);
    let mut read = Layer { idx, layer: &layer, problems };
    let root = match parsed {
        Ok(file) => {
            let root = file.root == Some(true);
            read.fill(config, file);
            root
        }
        Err(error) => {
            read.problems.push(mistake(&layer.shown, &layer.text, &error, &[]));
            is_root(&layer.text)
        }
    };
    config.layers.push(layer);
    root
}

/// What a sidecar says of its source. Its `path` key is refused: the file's name says whose it is.
pub fn source_entry(shown: &str, text: &str) -> (SourceEntry, Vec<Problem>) {
    let layer =
        ConfigText { kind: LayerKind::File, shown: shown.to_string(), dir: Default::default(), text: text.to_string() };
    let mut problems = Vec::new();
    let entry = match toml::from_str::<EntryFile>(text) {
        Ok(file) => {
            if let Some(path) = &file.path {
                let problem = Problem::new(shown, "a sidecar has no path", "take it out: the file's name says it");
                problems.push(problem.at(text, span(path)));
            }
            Layer { idx: 0, layer: &layer, problems: &mut problems }.entry(file)
        }
        Err(error) => {
            problems.push(mistake(shown, text, &error, &[]));
            // NB: a slip in the file must not lay open what it was written to protect.
            let confidential = text.contains("confidential").then_some(true);
            SourceEntry { confidential, ..SourceEntry::default() }
        }
    };
    (entry, problems)
}

struct Layer<'a> {
    idx: usize,
    layer: &'a ConfigText,
    problems: &'a mut Vec<Problem>,
}

impl Layer<'_> {
    fn fill(&mut self, config: &mut Config, file: File) {
        self.keep(&mut config.sources, file.sources, globs);
        self.keep(&mut config.drafts, file.drafts, globs);
        self.keep(&mut config.house, file.house, |it| it);
        for folder in file.rules.unwrap_or_default().into_iter().rev() {
            config.rules.push(self.given(folder, |it| it));
        }
        self.word(&mut config.fail_on, file.fail_on, "level to fail on");
        self.word(&mut config.earlier_versions, file.earlier_versions, "use of earlier versions");
        for (rule, word) in file.levels {
            let level = Severity::parse(word.get_ref());
            if level.is_none() && word.get_ref() != "off" {
                self.unknown("level", word.get_ref(), LEVELS, span(&word));
            } else {
                config.levels.entry(rule).or_insert(Given { value: level, layer: self.idx, span: span(&word) });
            }
        }
        self.policy(config, file.policy);
        for (name, others) in file.names {
            config.names.entry(name).or_insert_with(|| self.given(others, |it| it));
        }
        for entry in file.source.into_iter().rev() {
            let at = span(&entry);
            if entry.get_ref().path.is_none() {
                self.say(at, "this [[source]] has no path", "give it a path or a glob");
                continue;
            }
            let entry = self.entry(entry.into_inner());
            config.entries.push(Given { value: entry, layer: self.idx, span: at });
        }
        self.keep(&mut config.reasons, file.stet.reasons, |it| it);
    }

    fn policy(&mut self, config: &mut Config, file: PolicyFile) {
        let policy = &mut config.policy;
        self.word(&mut policy.reason, file.reason, "reason policy");
        self.word(&mut policy.anonymous_quote, file.anonymous_quote, "policy for anonymous quotations");
        self.word(&mut policy.attribution_distance, file.attribution_distance, "distance");
        self.keep(&mut policy.loaded_verbs, file.loaded_verbs, |it| it);
        self.keep(&mut policy.institution_voices, file.institution_voices, |it| it);
        match file.descriptor_floor {
            Some(floor) if *floor.get_ref() > 7 => {
                self.say(
                    span(&floor),
                    format!("no step {} on the ladder of descriptors", floor.get_ref()),
                    "use 0 to 7",
                );
            }
            floor => self.keep(&mut policy.descriptor_floor, floor, |it| it),
        }
        for (kind, number) in file.min_origins {
            if !ORIGINS.contains(&kind.as_str()) {
                self.unknown("kind of claim", &kind, ORIGINS, span(&number));
            } else {
                policy.min_origins.entry(kind).or_insert_with(|| self.given(number, |it| it));
            }
        }
    }

    fn entry(&mut self, file: EntryFile) -> SourceEntry {
        SourceEntry {
            path: file.path.map(Spanned::into_inner).unwrap_or_default(),
            trust: self.one_of("trust", file.trust, TRUSTS),
            title: file.title,
            outlet: file.outlet,
            kind: self.one_of("kind of source", file.kind, KINDS),
            date: file.date.and_then(|date| self.date(date)),
            url: file.url,
            origin: file.origin,
            language: file.language,
            verbatim: file.verbatim,
            speakers: file.speakers,
            supersedes: file.supersedes,
            confidential: file.confidential,
            embargo: file.embargo.map(DateFile::words),
        }
    }

    /// A day, a month or a year; a time of day is cut off.
    fn date(&mut self, date: Spanned<DateFile>) -> Option<String> {
        let at = span(&date);
        let words = date.into_inner().words();
        let day = words.split(['T', ' ']).next().unwrap_or("").to_string();
        let parts: Vec<&str> = day.split('-').collect();
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|it| it.is_ascii_digit());
        let fits = match parts.as_slice() {
            [year] => digits(year, 4),
            [year, month] => digits(year, 4) && digits(month, 2),
            [_, _, _] => day.parse::<jiff::civil::Date>().is_ok(),
            _ => false,
        };
        if !fits {
            self.say(at, format!("\"{words}\" is no date"), "write it as 2024-03-01, 2024-03 or 2024");
        }
        fits.then_some(day)
    }

    fn one_of(&mut self, what: &str, word: Option<Spanned<String>>, known: &[&str]) -> Option<String> {
        let word = word?;
        if !known.contains(&word.get_ref().as_str()) {
            self.unknown(what, word.get_ref(), known, span(&word));
            return None;
        }
        Some(word.into_inner())
    }

    fn word<T: Word>(&mut self, slot: &mut Option<Given<T>>, word: Option<Spanned<String>>, what: &str) {
        let Some(word) = word else { return };
        match T::parse(word.get_ref()) {
            None => self.unknown(what, word.get_ref(), &T::words(), span(&word)),
            Some(value) => {
                slot.get_or_insert(Given { value, layer: self.idx, span: span(&word) });
            }
        }
    }

    fn keep<S, T>(&self, slot: &mut Option<Given<T>>, value: Option<Spanned<S>>, convert: impl Fn(S) -> T) {
        if slot.is_none() {
            *slot = value.map(|it| self.given(it, convert));
        }
    }

    fn given<S, T>(&self, value: Spanned<S>, convert: impl Fn(S) -> T) -> Given<T> {
        let span = span(&value);
        Given { value: convert(value.into_inner()), layer: self.idx, span }
    }

    fn unknown(&mut self, what: &str, found: &str, known: &[&str], at: TextSpan) {
        self.say(at, format!("no {what} is called \"{found}\""), did_you_mean(found, known));
    }

    fn say(&mut self, at: TextSpan, cause: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::new(self.layer.shown.as_str(), cause, remedy).at(&self.layer.text, at));
    }
}

fn globs(patterns: Vec<Spanned<String>>) -> Vec<Glob> {
    patterns.into_iter().map(|it| Glob { span: span(&it), pattern: it.into_inner() }).collect()
}

fn span<T>(spanned: &Spanned<T>) -> TextSpan {
    TextSpan::new(spanned.span().start, spanned.span().end)
}
