//! Findings as a compiler draws them: the draft's words, each source's own under them, and what would settle it.
//!
//! Lines are cut around the words in question here, at spaces, since a paragraph is often one line; positions in the
//! heads are those of the whole text. A confidential source is named by number and shows nothing.

use std::borrow::Cow;
use std::io::Write;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};

use super::{Checked, EvidenceShown, Position, Positions, Run, locate};
use crate::engine::desk::Desk;
use crate::finding::{Evidence, Finding, Relation, Severity};
use crate::text::TextSpan;

/// Characters shown on either side of the words in question.
const AROUND: usize = 60;
/// Characters shown of the words themselves: a long quotation is known by its beginning.
const FOCUS: usize = 200;
const WIDTH: usize = 400;

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    let renderer = Renderer::styled().term_width(WIDTH);
    for draft in &run.drafts {
        let Some(desk) = run.desks.get(draft.desk) else { continue };
        let positions = Positions::of(&draft.raw, draft.findings.iter().map(|it| it.span));
        for (finding, place) in draft.placed() {
            let at = positions.at(finding.span.start);
            let drawn = draw(&renderer, draft, finding, (at, place.as_deref()), desk, shown);
            writeln!(out, "{drawn}\n")?;
        }
    }
    locate::write_closing(run, out)
}

fn draw(
    renderer: &Renderer,
    draft: &Checked,
    finding: &Finding,
    (at, place): (Position, Option<&str>),
    desk: &Desk,
    shown: EvidenceShown,
) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let excerpt = Excerpt::of(&draft.raw, finding.span);
    let head = match place {
        Some(place) => Origin::path(locate::one_line(&format!("{}: {place}", draft.path))),
        None => origin(locate::one_line(&draft.path), at),
    };
    let mut group = level
        .primary_title(finding.message.as_str())
        .id(finding.rule.as_str())
        .element(head)
        .element(excerpt.snippet(at.line, AnnotationKind::Primary, finding.id.as_str()));
    if shown != EvidenceShown::None {
        for evidence in &finding.evidence {
            group = draw_evidence(group, evidence, desk, shown);
        }
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(locate::one_line(&finding.help)));
    }
    without_empty_origins(&renderer.render(&[group]))
}

/// The renderer draws a head of its own over each snippet, and an empty one where the place was given beside it.
fn without_empty_origins(drawn: &str) -> String {
    let is_empty = |line: &str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
    drawn.lines().filter(|line| !is_empty(line)).collect::<Vec<_>>().join("\n")
}

fn draw_evidence<'a>(group: Group<'a>, evidence: &'a Evidence, desk: &Desk, shown: EvidenceShown) -> Group<'a> {
    let place = match &evidence.locator {
        Some(locator) => locate::one_line(&format!("{} ({locator})", evidence.source)),
        None => locate::one_line(&evidence.source),
    };
    let source = desk.engine.corpus().source(evidence.place.text);
    let (Some(source), false, EvidenceShown::Full) = (source, evidence.confidential, shown) else {
        let words = format!("{place}, line {}: {}", evidence.line, label(evidence));
        return group.element(Level::NOTE.message(words));
    };
    let at = Positions::of(&source.text.raw, std::iter::once(evidence.focus)).at(evidence.focus.start);
    let excerpt = Excerpt::of(&source.text.raw, evidence.focus);
    let snippet = excerpt.snippet(at.line, AnnotationKind::Context, label(evidence));
    group.element(Origin::path(place).line(at.line as usize).char_column(at.column as usize)).element(snippet)
}

fn origin<'a>(path: String, at: Position) -> Origin<'a> {
    Origin::path(path).line(at.line as usize).char_column(at.column as usize)
}

/// How the place bears on the draft, and whose facts they are where they are not the source's own.
fn label(evidence: &Evidence) -> String {
    let relation = relation(evidence.relation);
    match evidence.origin.as_str() {
        "" => relation.to_string(),
        own if own == evidence.source => relation.to_string(),
        origin => format!("{relation}, from {}", locate::one_line(origin)),
    }
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Supports => "supports",
        Relation::Conflicts => "differs",
        Relation::Weaker => "says less",
        Relation::Nearest => "nearest",
    }
}

/// The words in question with a little of their line on both sides.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub text: String,
    /// Bytes of `text`.
    pub focus: std::ops::Range<usize>,
}

impl Excerpt {
    pub fn of(raw: &str, span: TextSpan) -> Excerpt {
        let focus = span.of(raw);
        let head = raw.get(..span.start as usize).unwrap_or("");
        let tail = raw.get(span.end as usize..).unwrap_or("");
        let is_end = |it: char| it == '\n' || it == '\r';
        let before = head.rsplit(is_end).next().unwrap_or("");
        // A long quotation, or one over several lines, is shown by its beginning.
        let (focus, rest) = shortened(focus, focus.chars().count().min(FOCUS));
        let line_end = focus.find(is_end).unwrap_or(focus.len());
        let (focus, is_whole) = match focus.get(..line_end) {
            Some(first) if first.len() < focus.len() => (first, false),
            _ => (focus, rest.is_empty()),
        };
        let after = if is_whole { tail.split(is_end).next().unwrap_or("") } else { "" };
        let mut text = String::new();
        let before_kept = kept_before(before);
        if before_kept.len() < before.len() {
            text.push('…');
        }
        text.push_str(before_kept);
        let start = text.len();
        text.push_str(focus);
        let end = text.len();
        let after_kept = kept_after(after);
        text.push_str(after_kept);
        if after_kept.len() < after.len() || !is_whole {
            text.push('…');
        }
        Excerpt { text, focus: start..end }
    }

    fn snippet<'a>(
        self,
        line: u32,
        kind: AnnotationKind,
        label: impl Into<Cow<'a, str>>,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text).line_start(line as usize).annotation(kind.span(self.focus).label(label.into()))
    }
}

/// The first `n` characters, and what is left.
fn shortened(text: &str, n: usize) -> (&str, &str) {
    let at = text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// The end of what stands before, from a word's start.
fn kept_before(text: &str) -> &str {
    let Some((at, _)) = text.char_indices().rev().nth(AROUND - 1) else { return text };
    if at == 0 {
        return text;
    }
    let kept = text.get(at..).unwrap_or("");
    // NB: a text without spaces is cut where it must be.
    kept.find(' ').and_then(|space| kept.get(space + 1..)).unwrap_or(kept)
}

fn kept_after(text: &str) -> &str {
    let (kept, rest) = shortened(text, AROUND);
    if rest.is_empty() {
        return text;
    }
    kept.rfind(' ').and_then(|space| kept.get(..space)).unwrap_or(kept)
}
