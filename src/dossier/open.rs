//! What is still open, as an editor would ask it; and what was decided, by whom and why.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::body::Body;
use super::model::{Decided, Finding, Item, Question};
use super::passage::short;
use crate::engine::desk::{DECISIONS, Desk};
use crate::finding::Severity;
use crate::text::TextId;
use crate::text::comment::Reach;
use crate::text::fold::one_line;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// With {given} and {place}.
    pub ask: Option<String>,
    pub without: String,
}

pub(super) static QUESTIONS: LazyLock<BTreeMap<String, Asked>> =
    LazyLock::new(|| toml::from_str(include_str!("questions.toml")).unwrap_or_default());

/// Words of the draft that a question repeats at most.
const LONGEST: usize = 140;

/// Longer words of a source are no answer to a question.
const MOST_GIVEN: usize = 60;

/// By severity, then in the order of the text.
pub fn questions(items: &[Item]) -> Vec<Question> {
    let mut questions = Vec::new();
    for item in items {
        for finding in item.findings.iter().filter(|it| it.accepted.is_none()) {
            let severity = finding.severity;
            questions.push(asked(item, severity, worded(item, finding)));
        }
        if item.findings.is_empty() && item.standing == "unsupported" && item.kind != "name" {
            let question = format!("What does {} rest on? No source speaks to it.", quoted(&item.text));
            questions.push(asked(item, "information", question));
        }
    }
    let rank = |it: &Question| Severity::ALL.iter().position(|known| known.word() == it.severity);
    questions.sort_by_key(rank);
    questions
}

fn asked(item: &Item, severity: &'static str, question: String) -> Question {
    let (number, sentence, line, place) = (item.number, item.sentence, item.line, item.place.clone());
    Question { item: item.id.clone(), number, sentence, line, place, severity, question }
}

fn worded(item: &Item, finding: &Finding) -> String {
    let text = quoted(&finding.text);
    // A rule of the house's own has no question here.
    let Some(known) = QUESTIONS.get(&finding.rule) else {
        return format!("{text}: {}. What does it rest on?", finding.message);
    };
    let evidence = item.evidence.first().and_then(|it| Some((it, it.path.as_ref()?, it.words.as_ref()?)));
    match (&known.ask, evidence) {
        (Some(ask), Some((evidence, path, words))) => {
            let file = path.rsplit('/').next().unwrap_or(path);
            let place = format!("{file}, {}", evidence.place);
            // A whole sentence, or the very same words, would ask nothing: the finding tells what differs.
            let is_telling = words.focus.len() <= MOST_GIVEN && words.focus.trim() != finding.text;
            if ask.contains("{given}") && !is_telling {
                let tail = known.without.split_once(". ").map_or("", |it| it.1);
                return format!("{}. {tail}", capital(&finding.message));
            }
            filled(ask, &[("{text}", text), ("{place}", place), ("{given}", quoted(&words.focus))])
        }
        _ => filled(&known.without, &[("{text}", text)]),
    }
}

/// One pass, so that words of a draft are never taken for a name to fill in.
fn filled(question: &str, values: &[(&str, String)]) -> String {
    let mut text = String::new();
    let mut rest = question;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let known = values.iter().find(|(name, _)| after.starts_with(name));
        let len = match known {
            Some((name, value)) => {
                text.push_str(value);
                name.len()
            }
            None => {
                text.push('{');
                1
            }
        };
        rest = after.get(len..).unwrap_or("");
    }
    text + rest
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |it| it.to_uppercase().chain(chars).collect())
}

fn quoted(words: &str) -> String {
    let words = words.trim_matches(['"', '“', '”', '\'']).trim_end_matches([',', ';', ':']).trim();
    format!("“{}”", short(words, LONGEST))
}

/// Stets and accepted spellings in the draft, then what `decisions.toml` has of it.
pub fn decisions(desk: &Desk, draft: TextId, body: &Body<'_>) -> Vec<Decided> {
    let text = body.text;
    let (said, accepted) = desk.engine.weighed(draft);
    let lapsed = |at: crate::text::TextSpan| {
        let about = ["lapsed-stet", "invalid-stet"];
        said.iter().chain(&accepted).any(|it| about.contains(&it.finding.rule.as_str()) && it.finding.span.overlaps(at))
    };
    let stets = text.comments.stets.iter().map(|it| {
        let place = match it.reach {
            Reach::Text => "the draft’s front matter".to_string(),
            Reach::Next | Reach::Line => format!("the draft, {}", body.place(it.span.start)),
        };
        Decided {
            place,
            rules: it.rules.iter().map(|it| it.0.clone()).collect(),
            words: it.words.clone(),
            reason: it.reason.clone(),
            by: None,
            state: if lapsed(it.span) { "lapsed" } else { "holds" },
        }
    });
    let checked = text.comments.checked.iter().map(|it| Decided {
        place: format!("the draft, {}", body.place(it.start)),
        rules: vec!["variant-name".to_string()],
        words: None,
        reason: format!("checked as spelt: {}", one_line(it.of(&text.raw))),
        by: None,
        state: "holds",
    });
    let path = desk.engine.path(draft).unwrap_or("");
    let mut beside: Vec<_> = desk.engine.decisions().all().filter(|it| it.draft == path).collect();
    beside.sort_by_key(|it| (&it.rule, &it.fingerprint));
    let holds = |print: &str| accepted.iter().any(|it| it.finding.fingerprint == print);
    let beside = beside.into_iter().map(|it| Decided {
        place: DECISIONS.to_string(),
        rules: vec![it.rule.clone()],
        words: Some(it.text.clone()),
        reason: it.reason.clone(),
        by: it.by.clone(),
        state: if holds(&it.fingerprint) { "holds" } else { "lapsed" },
    });
    stets.chain(checked).chain(beside).collect()
}
