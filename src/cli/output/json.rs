//! `--format json`, schema 1. The structs are the schema: keys stand in its order.
//!
//! Converted by hand, so that no change to a finding changes what programs read. `schema/json.json` says the same.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::{Checked, EvidenceShown, Position, Positions, Run};
use crate::engine::decisions::Decision;
use crate::engine::desk::Desk;
use crate::finding::{Evidence, Finding, Severity, Standing, Suggestion};
use crate::text::TextSpan;

const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Root<'a> {
    schema: u32,
    tool: Tool,
    corpus: Corpus,
    drafts: Vec<Draft<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Corpus {
    sources: usize,
    origins: usize,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Problem {
    path: String,
    message: String,
}

#[derive(Serialize)]
struct Draft<'a> {
    path: &'a str,
    coverage: BTreeMap<&'static str, Standings>,
    findings: Vec<FindingOut<'a>>,
    /// Decisions about findings that are not there any more.
    lapsed: Vec<Lapsed<'a>>,
}

#[derive(Serialize)]
struct Lapsed<'a> {
    rule: &'a str,
    text: &'a str,
    reason: &'a str,
    fingerprint: &'a str,
}

/// All standings, in the order of the schema, zeros included.
type Standings = serde_json::Map<String, serde_json::Value>;

#[derive(Serialize)]
struct FindingOut<'a> {
    id: &'a str,
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    help: &'a str,
    span: Span,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    extracted: bool,
    range: Range,
    /// In the original, where the text was taken out of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    locator: Option<String>,
    text: &'a str,
    evidence: Vec<EvidenceOut<'a>>,
    suggestions: Vec<SuggestionOut<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Range {
    start: PositionOut,
    end: PositionOut,
}

#[derive(Serialize)]
struct PositionOut {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct EvidenceOut<'a> {
    source: &'a str,
    relation: &'static str,
    span: Span,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    extracted: bool,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    locator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// Not of a confidential source.
    #[serde(skip_serializing_if = "str::is_empty")]
    origin: &'a str,
}

#[derive(Serialize)]
struct SuggestionOut<'a> {
    title: &'a str,
    safety: &'static str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize, Default)]
struct Summary {
    error: usize,
    warning: usize,
    information: usize,
    hint: usize,
    accepted: usize,
}

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut summary = Summary::default();
    for (severity, _) in run.findings() {
        match severity {
            Severity::Error => summary.error += 1,
            Severity::Warning => summary.warning += 1,
            Severity::Information => summary.information += 1,
            Severity::Hint => summary.hint += 1,
        }
    }
    summary.accepted = run.n_accepted();
    let root = Root {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        corpus: Corpus {
            sources: run.n_sources(),
            origins: run.n_origins(),
            problems: run.problems().into_iter().map(problem).collect(),
        },
        drafts: run.drafts().map(|(it, desk)| draft(it, desk, shown)).collect(),
        summary,
    };
    crate::cli::print_json(&root, out)
}

fn problem(problem: crate::problem::Problem) -> Problem {
    let place = problem.place().map_or(String::new(), |(line, column)| format!("line {line}, column {column}: "));
    let remedy = if problem.remedy.is_empty() { String::new() } else { format!("; {}", problem.remedy) };
    let message = format!("{place}{}{remedy}", problem.cause);
    Problem { path: problem.path, message }
}

fn draft<'a>(draft: &'a Checked, desk: &Desk, shown: EvidenceShown) -> Draft<'a> {
    let positions = Positions::of(&draft.raw, draft.findings.iter().map(|it| it.span));
    let standings = |counts: &BTreeMap<Standing, usize>| -> Standings {
        let count = |it: Standing| counts.get(&it).copied().unwrap_or(0);
        Standing::ALL.into_iter().map(|it| (it.word().to_string(), count(it).into())).collect()
    };
    Draft {
        path: &draft.path,
        coverage: draft.coverage.by_kind.iter().map(|(kind, counts)| (*kind, standings(counts))).collect(),
        findings: draft.placed().map(|it| finding(it, &positions, desk, shown)).collect(),
        lapsed: draft.lapsed.iter().map(lapsed).collect(),
    }
}

fn finding<'a>(
    (finding, locator): (&'a Finding, Option<String>),
    positions: &Positions,
    desk: &Desk,
    shown: EvidenceShown,
) -> FindingOut<'a> {
    let evidence = match shown {
        EvidenceShown::None => Vec::new(),
        EvidenceShown::Full => finding.evidence.iter().map(|it| evidence(it, desk, true)).collect(),
        EvidenceShown::Locator => finding.evidence.iter().map(|it| evidence(it, desk, false)).collect(),
    };
    FindingOut {
        id: &finding.id,
        rule: &finding.rule,
        severity: finding.severity.word(),
        message: &finding.message,
        help: &finding.help,
        span: span(finding.span),
        extracted: locator.is_some(),
        range: Range {
            start: position(positions.at(finding.span.start)),
            end: position(positions.at(finding.span.end)),
        },
        locator,
        text: &finding.text,
        evidence,
        suggestions: finding.suggestions.iter().map(suggestion).collect(),
        fingerprint: &finding.fingerprint,
    }
}

fn evidence<'a>(evidence: &'a Evidence, desk: &Desk, words: bool) -> EvidenceOut<'a> {
    EvidenceOut {
        source: &evidence.source,
        relation: evidence.relation.word(),
        span: span(evidence.focus),
        extracted: desk.engine.corpus().head(evidence.place.text).is_some_and(|it| it.extracted),
        line: evidence.line,
        locator: evidence.locator.as_deref(),
        text: (words && !evidence.confidential).then_some(evidence.text.as_str()),
        origin: if evidence.confidential { "" } else { &evidence.origin },
    }
}

fn lapsed(it: &Decision) -> Lapsed<'_> {
    Lapsed { rule: &it.rule, text: &it.text, reason: &it.reason, fingerprint: &it.fingerprint }
}

fn suggestion(suggestion: &Suggestion) -> SuggestionOut<'_> {
    let edits = suggestion.edits.iter();
    SuggestionOut {
        title: &suggestion.title,
        safety: suggestion.safety.word(),
        edits: edits.map(|it| Edit { start: it.span.start, end: it.span.end, text: &it.text }).collect(),
    }
}

fn span(span: TextSpan) -> Span {
    Span { start: span.start, end: span.end }
}

fn position(at: Position) -> PositionOut {
    PositionOut { line: at.line, column: at.column }
}
