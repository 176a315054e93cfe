//! What a run found, handed to every format alike, and the formats.
//!
//! A [`Run`] keeps the desks, since `pretty` needs the sources' texts for their columns; a format decides nothing about
//! what is a finding. Paths are already shown from the configuration's root.

mod concise;
mod coverage;
mod json;
mod pretty;
#[cfg(test)]
mod tests;

pub use coverage::counted;

use std::collections::BTreeMap;
use std::io::Write;

use clap::ValueEnum;

use crate::engine::Coverage;
use crate::engine::desk::Desk;
use crate::finding::{Finding, Severity};
use crate::problem::Problem;
use crate::text::{TextId, TextSpan};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The draft's words with the sources' own drawn under them
    #[default]
    Pretty,
    /// One line a finding
    Concise,
    /// Everything, for programs (see `backread schema json`)
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EvidenceShown {
    /// The source's own sentence
    #[default]
    Full,
    /// File and line
    Locator,
    None,
}

/// Everything that was checked.
#[derive(Debug, Default)]
pub struct Run {
    pub desks: Vec<Desk>,
    pub drafts: Vec<Checked>,
}

/// One draft with what was found in it.
#[derive(Debug)]
pub struct Checked {
    /// Index into [`Run::desks`].
    pub desk: usize,
    pub path: String,
    pub raw: String,
    pub findings: Vec<Finding>,
    /// Where each finding stands in a draft that has no lines of its own; empty for a text.
    pub places: Vec<String>,
    pub coverage: Coverage,
}

impl Checked {
    /// The findings, each with where it stands in a draft that has no lines of its own.
    pub fn placed(&self) -> impl Iterator<Item = (&Finding, Option<&str>)> {
        self.findings.iter().enumerate().map(|(n, it)| (it, self.places.get(n).map(String::as_str)))
    }
}

impl Run {
    pub fn add(&mut self, desk_idx: usize, desk: &Desk, id: TextId, path: String) {
        let text = desk.engine.text(id);
        let findings = desk.engine.findings(id);
        let extracted = text.filter(|it| it.is_extracted());
        let place = |it: &Finding| extracted.and_then(|text| text.paragraph_place(it.span.start));
        self.drafts.push(Checked {
            desk: desk_idx,
            path,
            raw: text.map_or_else(String::new, |it| it.raw.clone()),
            places: findings.iter().filter_map(place).collect(),
            findings,
            coverage: desk.engine.coverage(id),
        });
    }

    /// All findings' severities, with the desk each belongs to.
    pub fn findings(&self) -> impl Iterator<Item = (Severity, &Desk)> {
        self.drafts.iter().flat_map(|draft| {
            let desk = self.desks.get(draft.desk);
            draft.findings.iter().filter_map(move |it| Some((it.severity, desk?)))
        })
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

    fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.desks.iter().flat_map(|desk| desk.problems.iter().chain(desk.engine.corpus().problems()))
    }
}

pub fn write(run: &Run, format: Format, evidence: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    match format {
        Format::Pretty => pretty::write(run, evidence, out),
        Format::Concise => concise::write(run, out),
        Format::Json => json::write(run, evidence, out),
    }
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
