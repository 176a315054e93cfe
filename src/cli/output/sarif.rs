//! `--format sarif`: SARIF 2.1.0, for code scanning and everything else that reads it.
//!
//! Columns count Unicode scalar values, and the file says so. Findings that somebody accepted are counted and not listed:
//! readers that know nothing of suppressions would show them. What could not be read is a notification of the tool.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};

use super::{Checked, EvidenceShown, Positions, Run, locate};
use crate::engine::desk::Desk;
use crate::finding::{Evidence, Finding, Severity, Suggestion};
use crate::rules::Rule;
use crate::text::TextSpan;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What paths are relative to: whoever reads the file knows where the check was run.
const BASE: &str = "%SRCROOT%";

pub fn write(run: &Run, shown: EvidenceShown, out: &mut dyn Write) -> anyhow::Result<()> {
    let rules = rules(run);
    let index: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(idx, it)| (it.id.as_str(), idx)).collect();
    let mut results = Vec::new();
    for (draft, desk) in run.drafts() {
        let positions = locate::positions(draft);
        let path = locate::draft_path(run, draft, desk);
        for finding in &draft.findings {
            let place = place(&path, region(&positions, finding.span));
            let mut result = json!({
                "ruleId": finding.rule,
                "ruleIndex": index.get(finding.rule.as_str()),
                "level": level(finding.severity),
                "message": {"text": locate::one_line(&finding.message)},
                "locations": [{"physicalLocation": place}],
                "partialFingerprints": {
                    "backreadFinding/v1": finding.fingerprint,
                    "primaryLocationLineHash": finding.fingerprint,
                },
            });
            let related = related(run, desk, finding, shown);
            if !related.is_empty() {
                put(&mut result, "relatedLocations", related.into());
            }
            let fixes: Vec<Value> = finding.suggestions.iter().map(|it| fix(it, &path, &positions)).collect();
            if !fixes.is_empty() {
                put(&mut result, "fixes", fixes.into());
            }
            put(&mut result, "properties", json!({"id": finding.id, "help": finding.help}));
            results.push(result);
        }
    }
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|it| rule(it, HOME)).collect::<Vec<Value>>(),
    });
    if !HOME.is_empty() {
        put(&mut driver, "informationUri", HOME.into());
    }
    let notifications: Vec<Value> = notifications(run);
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": notifications}],
            "originalUriBaseIds": {BASE: {"description": {"text": "The folder that the check was run in."}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {
                "coverage": super::coverage::line(run),
                "accepted": run.n_accepted(),
            },
        }],
    });
    crate::cli::print_json(&log, out)
}

/// Where the package says that it lives; empty where it does not.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_string(), value);
    }
}

/// The rules that have findings in this run, by id.
fn rules(run: &Run) -> Vec<&Rule> {
    let mut rules: BTreeMap<&str, &Rule> = BTreeMap::new();
    for (draft, desk) in run.drafts() {
        for finding in &draft.findings {
            if let Some(rule) = desk.engine.rules().rule(&finding.rule) {
                rules.entry(&rule.id).or_insert(rule);
            }
        }
    }
    rules.into_values().collect()
}

pub(super) fn rule(rule: &Rule, home: &str) -> Value {
    let does = if rule.help.is_empty() { String::new() } else { format!(" To settle it: {}.", rule.help) };
    let mut told = json!({
        "id": rule.id,
        "name": in_one_word(&rule.id),
        "shortDescription": {"text": sentence(&rule.id.replace('-', " "))},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": format!("{}{does} More: backread explain {}.", rule.why, rule.id),
            "markdown": format!("{}{does} More: `backread explain {}`.", rule.why, rule.id),
        },
        "defaultConfiguration": {
            "enabled": rule.level.is_some(),
            "level": rule.level.map_or("none", level),
        },
        "properties": {"tags": [rule.family]},
    });
    if !home.is_empty() {
        let page = format!("{home}/blob/v{}/rules/{}/{}.toml", env!("CARGO_PKG_VERSION"), rule.family, rule.id);
        put(&mut told, "helpUri", page.into());
    }
    told
}

/// "conflicting-figure" as "ConflictingFigure".
fn in_one_word(id: &str) -> String {
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
    id.split('-').map(capital).collect::<Vec<String>>().concat()
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let head = chars.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    format!("{head}{}.", chars.as_str())
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

/// Evidence that has a place. Of a confidential source the message tells all that may be told.
fn related(run: &Run, desk: &Desk, finding: &Finding, shown: EvidenceShown) -> Vec<Value> {
    if shown == EvidenceShown::None {
        return Vec::new();
    }
    let one = |(n, it): (usize, &Evidence)| {
        let path = locate::source_path(run, it, desk)?;
        let source = desk.engine.corpus().source(it.place.text).filter(|it| !it.extracted);
        let mut place = json!({"artifactLocation": artifact(&path)});
        if let Some(source) = source {
            let positions = Positions::of(&source.text.raw, std::iter::once(it.focus));
            let mut region = region(&positions, it.focus);
            if shown == EvidenceShown::Full {
                put(&mut region, "snippet", json!({"text": it.focus.of(&source.text.raw)}));
            }
            put(&mut place, "region", region);
        }
        let words = match shown {
            EvidenceShown::Full => format!("{}: {}", locate::bearing(it), locate::one_line(&it.text)),
            EvidenceShown::Locator | EvidenceShown::None => locate::bearing(it),
        };
        Some(json!({"id": n + 1, "physicalLocation": place, "message": {"text": words}}))
    };
    finding.evidence.iter().enumerate().filter_map(one).collect()
}

fn fix(suggestion: &Suggestion, path: &str, positions: &Positions) -> Value {
    let replacement = |(span, text): (TextSpan, &str)| json!({"deletedRegion": region(positions, span), "insertedContent": {"text": text}});
    let edits = suggestion.edits.iter().map(|it| replacement((it.span, &it.text)));
    json!({
        "description": {"text": suggestion.title},
        "artifactChanges": [{"artifactLocation": artifact(path), "replacements": edits.collect::<Vec<Value>>()}],
        "properties": {"safety": suggestion.safety.word()},
    })
}

fn place(path: &str, region: Value) -> Value {
    json!({"artifactLocation": artifact(path), "region": region})
}

/// What shares nothing with the working folder stands for itself.
pub(super) fn artifact(path: &str) -> Value {
    let is_drive = path.chars().nth(1) == Some(':');
    match (path.starts_with('/'), is_drive) {
        (true, _) => json!({"uri": format!("file://{}", uri(path))}),
        (_, true) => json!({"uri": format!("file:///{}", uri(path))}),
        (false, false) => json!({"uri": uri(path), "uriBaseId": BASE}),
    }
}

/// The end is exclusive.
fn region(positions: &Positions, span: TextSpan) -> Value {
    let (start, end) = (positions.at(span.start), positions.at(span.end));
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}

/// A path as a reference: everything but letters, digits and a few marks is written in hexadecimal.
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// What could not be read, and decisions that hold nothing any more.
fn notifications(run: &Run) -> Vec<Value> {
    let problems = run.problems().into_iter().map(|it| it.to_string());
    let lapsed = run.drafts.iter().flat_map(|draft: &Checked| draft.lapsed.iter().map(locate::lapsed));
    problems.chain(lapsed).map(|it| json!({"level": "warning", "message": {"text": locate::one_line(&it)}})).collect()
}
