//! The fixture format: sources and drafts in one string, with the findings that are expected drawn below
//! the words. One parser for rule examples, unit tests, `rules test` and fuzzing.

pub mod fits;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::corpus::{Corpus, SourceFile, SourceMeta};
use crate::engine::{Engine, Policy};
use crate::finding::{Finding, Severity};
use crate::rules::{Rule, Rules};
use crate::text::{Format, Text, TextId, TextSpan};

/// A fixture taken apart. Annotations and cursor marks are gone from the texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fixture {
    pub sources: Vec<(String, String)>,
    pub drafts: Vec<DraftFixture>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftFixture {
    /// Empty for `=== draft`, `two` for `=== draft:two`.
    pub name: String,
    pub text: String,
    pub expected: Vec<Expected>,
    /// Byte offsets of `<|>`.
    pub cursors: Vec<u32>,
}

/// `^^ rule-id: message -> report.md "4%"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    pub span: TextSpan,
    pub rule: String,
    /// Words that the message must hold.
    pub message: Option<String>,
    /// A source, and words that its evidence must hold.
    pub evidence: Option<(String, String)>,
}

const CURSOR: &str = "<|>";

/// Takes a fixture apart, or says which line is wrong.
pub fn parse(text: &str) -> Result<Fixture, String> {
    let mut fixture = Fixture::default();
    let mut section: Option<Section> = None;
    for (n, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("=== ") {
            if let Some(section) = section.take() {
                section.finish(&mut fixture);
            }
            section = Some(Section::new(name.trim()));
            continue;
        }
        let section = section.get_or_insert_with(|| Section::new("draft"));
        section.line(line).map_err(|error| format!("line {}: {error}", n + 1))?;
    }
    if let Some(section) = section {
        section.finish(&mut fixture);
    }
    Ok(fixture)
}

struct Section {
    name: String,
    text: String,
    expected: Vec<Expected>,
    cursors: Vec<u32>,
    /// Where the last line of text starts.
    line_start: usize,
}

impl Section {
    fn new(name: &str) -> Section {
        Section {
            name: name.to_string(),
            text: String::new(),
            expected: Vec::new(),
            cursors: Vec::new(),
            line_start: 0,
        }
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let trimmed = line.trim_start();
        if trimmed.starts_with('^') {
            return self.annotation(line, trimmed);
        }
        self.line_start = self.text.len();
        let mut rest = line.strip_prefix('\\').filter(|it| it.starts_with('^')).unwrap_or(line);
        while let Some((before, after)) = rest.split_once(CURSOR) {
            self.text.push_str(before);
            self.cursors.push(self.text.len() as u32);
            rest = after;
        }
        self.text.push_str(rest);
        self.text.push('\n');
        Ok(())
    }

    fn annotation(&mut self, line: &str, trimmed: &str) -> Result<(), String> {
        let above = self.text.get(self.line_start..).unwrap_or("").trim_end_matches('\n');
        let column = line.chars().count() - trimmed.chars().count();
        let n_carets = trimmed.chars().take_while(|it| *it == '^').count();
        let byte = |column: usize| above.char_indices().nth(column).map_or(above.len(), |(at, _)| at);
        let (start, end) = (self.line_start + byte(column), self.line_start + byte(column + n_carets));
        if start >= end {
            return Err("the carets stand beyond the end of the line above".to_string());
        }
        let words = trimmed.trim_start_matches('^').trim();
        let (words, evidence) = match words.split_once(" -> ") {
            Some((words, evidence)) => {
                let (source, quoted) = evidence.trim().split_once(' ').unwrap_or((evidence.trim(), ""));
                (words, Some((source.to_string(), quoted.trim().trim_matches('"').to_string())))
            }
            None => (words, None),
        };
        let (rule, message) = match words.split_once(':') {
            Some((rule, message)) => (rule.trim(), Some(message.trim().to_string())),
            None => (words.trim(), None),
        };
        if rule.is_empty() || rule.contains(' ') {
            return Err(format!("\"{rule}\" is no rule id; write `^^ rule-id: message`"));
        }
        self.expected.push(Expected { span: TextSpan::new(start, end), rule: rule.to_string(), message, evidence });
        Ok(())
    }

    fn finish(self, fixture: &mut Fixture) {
        let Section { name, text, mut expected, cursors, .. } = self;
        expected.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        match name.strip_prefix("draft") {
            Some("") => fixture.drafts.push(DraftFixture { name: String::new(), text, expected, cursors }),
            Some(rest) if rest.starts_with(':') => {
                let name = rest.trim_start_matches(':').to_string();
                fixture.drafts.push(DraftFixture { name, text, expected, cursors });
            }
            _ => fixture.sources.push((name, text)),
        }
    }
}

impl Fixture {
    /// The fixture's sources as a corpus.
    pub fn corpus(&self, rules: &Rules) -> Corpus {
        let files = self.sources.iter().map(|(path, text)| {
            let text = Text::read(text.clone(), Format::of_path(Path::new(path)));
            let meta = SourceMeta::of(&text.comments.front, path);
            SourceFile { path: path.clone(), disk_path: PathBuf::from(path), text, meta, extracted: false }
        });
        Corpus::of(rules, files.collect(), Vec::new())
    }

    /// An engine that holds the fixture's sources and drafts, settled. Drafts are numbered from 0.
    pub fn engine(&self, rules: &Rules, policy: Policy) -> Engine {
        let mut engine = Engine::new(rules.clone(), policy);
        engine.set_corpus(Arc::new(self.corpus(rules)));
        for (n, draft) in self.drafts.iter().enumerate() {
            let id = TextId(n as u32);
            let path = if draft.name.is_empty() { "draft.md" } else { draft.name.as_str() };
            engine.open(id, path, draft.text.clone(), Format::of_path(Path::new(path)));
            engine.settle(id);
        }
        engine
    }
}

/// Compares what a fixture expects with what is found, both ways. The error tells every difference, for people.
pub fn check(rules: &Rules, text: &str) -> Result<(), String> {
    check_under(rules, &Policy::default(), text)
}

/// The same with levels of one's own: a rule that is off by default has examples too.
pub fn check_under(rules: &Rules, policy: &Policy, text: &str) -> Result<(), String> {
    let fixture = parse(text)?;
    let engine = fixture.engine(rules, policy.clone());
    let mut differences = Vec::new();
    for (n, draft) in fixture.drafts.iter().enumerate() {
        let findings = engine.findings(TextId(n as u32));
        differences.extend(compare(draft, &findings));
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

/// Levels for a rule's own examples: one that is off by default is tried as a warning.
pub fn switched_on(rule: &Rule) -> Policy {
    let mut policy = Policy::default();
    if rule.level.is_none() && !rule.broken {
        policy.levels.insert(rule.id.clone(), Some(Severity::Warning));
    }
    policy
}

fn compare(draft: &DraftFixture, findings: &[Finding]) -> Vec<String> {
    let mut differences = Vec::new();
    let mut left: Vec<&Finding> = findings.iter().collect();
    for expected in &draft.expected {
        let words = expected.span.of(&draft.text);
        let found = left.iter().position(|it| it.span == expected.span && it.rule == expected.rule);
        let Some(found) = found else {
            differences.push(format!("expected {} at \"{words}\", and nothing of the kind was found", expected.rule));
            continue;
        };
        let finding = left.remove(found);
        if let Some(message) = &expected.message
            && !finding.message.contains(message.as_str())
        {
            differences.push(format!("expected \"{message}\" at \"{words}\", found \"{}\"", finding.message));
        }
        if let Some((source, quoted)) = &expected.evidence
            && !finding.evidence.iter().any(|it| it.source == *source && it.text.contains(quoted.as_str()))
        {
            let evidence: Vec<String> =
                finding.evidence.iter().map(|it| format!("{} \"{}\"", it.source, it.text)).collect();
            differences.push(format!("expected evidence {source} \"{quoted}\", found [{}]", evidence.join(", ")));
        }
    }
    for finding in left {
        let Finding { rule, text, message, .. } = finding;
        differences.push(format!("nobody expected {rule} at \"{text}\": {message}"));
    }
    differences
}

#[cfg(test)]
mod tests;
