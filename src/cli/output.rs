//! What a run found, handed to every format alike, and the formats.
//!
//! A [`Run`] keeps the desks, since `pretty` needs the sources' texts for their columns; a format decides nothing about
//! what is a finding. Paths are already shown from the configuration's root.

mod checkstyle;
mod concise;
mod coverage;
mod github;
mod gitlab;
mod json;
mod junit;
mod locate;
mod pretty;
mod rdjson;
mod sarif;
#[cfg(test)]
mod tests;
mod xml;

pub use coverage::counted;
use locate::draft_path;
pub use locate::{bearing, one_line};

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use crate::config::FailOn;
use crate::engine::decisions::Decision;
use crate::engine::desk::Desk;
use crate::engine::{Coverage, Engine};
use crate::finding::{Finding, Severity};
use crate::problem::Problem;
use crate::text::{Text, TextId, TextSpan};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The draft's words with the sources' own drawn under them
    #[default]
    Pretty,
    /// One line a finding
    Concise,
    /// Everything, for programs (see `backread schema json`)
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations on a pull request, by way of the log of a GitHub workflow
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// Checkstyle's XML
    Checkstyle,
    /// JUnit's XML: a suite for each draft, a failure for each finding at or above `--fail-on`
    Junit,
    /// Reviewdog's JSON
    Rdjson,
}

impl Format {
    /// How much of the sources is shown unless it is said: reports that are kept elsewhere and read by others hold places
    /// alone.
    fn evidence(self) -> EvidenceShown {
        match self {
            Format::Pretty | Format::Concise | Format::Json => EvidenceShown::Full,
            Format::Sarif | Format::Github | Format::Gitlab | Format::Checkstyle | Format::Junit | Format::Rdjson => {
                EvidenceShown::Locator
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EvidenceShown {
    /// The source's own sentence
    Full,
    /// File and line
    Locator,
    None,
}

/// Everything that was checked.
#[derive(Debug, Default)]
pub struct Run {
    pub desks: Vec<Desk>,
    /// By path.
    pub drafts: Vec<Checked>,
    /// Where programs that read a report begin their paths.
    pub working: PathBuf,
    /// Instead of what the desks say.
    pub fail_on: Option<FailOn>,
}

/// One draft with what was found in it.
#[derive(Debug)]
pub struct Checked {
    /// Index into [`Run::desks`].
    pub desk: usize,
    pub path: String,
    pub raw: String,
    pub findings: Vec<Finding>,
    /// Of a draft that has no lines of its own, for telling places in it.
    pub text: Option<Text>,
    pub coverage: Coverage,
    /// Decisions about findings that are not there any more.
    pub lapsed: Vec<Decision>,
}

impl Checked {
    /// What the engine says of a settled draft.
    pub fn of(desk: usize, engine: &Engine, id: TextId, path: String) -> Checked {
        let text = engine.text(id);
        Checked {
            desk,
            path,
            raw: text.map_or_else(String::new, |it| it.raw.clone()),
            text: text.filter(|it| it.is_extracted()).cloned(),
            findings: engine.findings(id),
            coverage: engine.coverage(id),
            lapsed: engine.lapsed_decisions(id),
        }
    }

    /// The findings, each with where it stands in a draft that has no lines of its own.
    pub fn placed(&self) -> impl Iterator<Item = (&Finding, Option<String>)> {
        self.findings.iter().map(|it| (it, self.text.as_ref().and_then(|text| text.paragraph_place(it.span.start))))
    }
}

impl Run {
    /// All findings' severities, with the desk each belongs to.
    pub fn findings(&self) -> impl Iterator<Item = (Severity, &Desk)> {
        self.drafts.iter().flat_map(|draft| {
            let desk = self.desks.get(draft.desk);
            draft.findings.iter().filter_map(move |it| Some((it.severity, desk?)))
        })
    }

    /// Whether a finding of a desk's draft makes the run fail.
    pub fn fails(&self, severity: Severity, desk: &Desk) -> bool {
        let fail_on = self.fail_on.or(desk.config.fail_on.as_ref().map(|it| it.value));
        fail_on.unwrap_or(FailOn(Some(Severity::Error))).0.is_some_and(|least| severity >= least)
    }

    /// The drafts, each with its desk.
    fn drafts(&self) -> impl Iterator<Item = (&Checked, &Desk)> {
        self.drafts.iter().filter_map(|it| Some((it, self.desks.get(it.desk)?)))
    }

    fn n_accepted(&self) -> usize {
        self.drafts.iter().map(|it| it.coverage.accepted).sum()
    }

    fn n_sources(&self) -> usize {
        self.desks.iter().map(|it| it.engine.corpus().n_sources()).sum()
    }

    fn n_origins(&self) -> usize {
        self.desks.iter().map(|it| it.engine.corpus().origins().all().len()).sum()
    }

    fn n_unread(&self) -> usize {
        self.desks.iter().map(|it| it.engine.corpus().unread().len()).sum()
    }

    /// What could not be read, as it may be told.
    fn problems(&self) -> Vec<Problem> {
        let of_desk = |desk: &Desk| -> Vec<Problem> {
            let of_sources = desk.engine.corpus().problems().iter().map(|it| desk.named(it));
            desk.problems.iter().cloned().chain(of_sources).collect()
        };
        self.desks.iter().flat_map(of_desk).collect()
    }
}

/// `shown` is how much of the sources was asked for; a format has its own measure without it.
pub fn write(run: &Run, format: Format, shown: Option<EvidenceShown>, out: &mut dyn Write) -> anyhow::Result<()> {
    let evidence = shown.unwrap_or(format.evidence());
    match format {
        Format::Pretty => pretty::write(run, evidence, out),
        Format::Concise => concise::write(run, out),
        Format::Json => json::write(run, evidence, out),
        Format::Sarif => sarif::write(run, evidence, out),
        Format::Github => github::write(run, evidence, out),
        Format::Gitlab => gitlab::write(run, evidence, out),
        Format::Checkstyle => checkstyle::write(run, evidence, out),
        Format::Junit => junit::write(run, evidence, out),
        Format::Rdjson => rdjson::write(run, evidence, out),
    }
}

/// A draft's path from the working folder.
pub fn path(run: &Run, draft: &Checked) -> String {
    run.desks.get(draft.desk).map_or_else(|| draft.path.clone(), |desk| draft_path(run, draft, desk))
}

/// 1-based line and column, in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// Where the ends of all spans stand, in one walk over the text. Lines end as they do for [`crate::text::Text::line`].
pub struct Positions(BTreeMap<u32, Position>);

impl Positions {
    pub fn of(text: &str, spans: impl Iterator<Item = TextSpan>) -> Positions {
        let mut places: Vec<u32> = spans.flat_map(|it| [it.start, it.end]).collect();
        places.sort_unstable();
        places.dedup();
        let mut wanted = places.into_iter().peekable();
        let mut found = BTreeMap::new();
        let mut at = Position { line: 1, column: 1 };
        let mut chars = text.char_indices().peekable();
        while let Some((offset, char)) = chars.next() {
            while wanted.next_if(|it| *it <= offset as u32).is_some_and(|it| found.insert(it, at).is_none()) {}
            let is_end = char == '\n' || (char == '\r' && chars.peek().is_none_or(|(_, next)| *next != '\n'));
            at = match is_end {
                true => Position { line: at.line + 1, column: 1 },
                false => Position { column: at.column + 1, ..at },
            };
        }
        found.extend(wanted.map(|it| (it, at)));
        Positions(found)
    }

    pub fn at(&self, offset: u32) -> Position {
        self.0.get(&offset).copied().unwrap_or(Position { line: 1, column: 1 })
    }
}
