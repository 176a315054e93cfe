//! A rule in words, for whoever meets one of its findings: `backread explain` prints it, and an editor opens it.

use super::{Engine, Policy};
use crate::finding::Severity;
use crate::rules::{Param, Rule};

impl Policy {
    /// The level that holds for a rule; `None` is off.
    pub fn level(&self, rule: &Rule) -> Option<Severity> {
        *self.levels.get(&rule.id).or_else(|| self.levels.get(&rule.family)).unwrap_or(&rule.level)
    }
}

impl Engine {
    /// What a rule says, why, and on what: plain text.
    pub fn page(&self, rule: &Rule) -> String {
        page(rule, self.policy.level(rule))
    }
}

pub(super) fn page(rule: &Rule, level: Option<Severity>) -> String {
    let level = level.map_or("off", Severity::word);
    let mut lines = vec![format!("{} ({}, {level})", rule.id, rule.family), String::new()];
    lines.push(format!("  {}", rule.message));
    lines.extend(rule.messages.iter().map(|(variant, message)| format!("  {variant}: {message}")));
    for (head, words) in [("Why", &rule.why), ("What to do", &rule.help)] {
        if !words.is_empty() {
            lines.extend([String::new(), format!("{head}: {words}")]);
        }
    }
    if let Some(slight) = rule.slight {
        lines.extend([String::new(), format!("A slight case is a {}.", slight.word())]);
    }
    if !rule.not.is_empty() {
        lines.extend([String::new(), format!("Not looked for in: {}", rule.not.join(", "))]);
    }
    if !rule.params.is_empty() {
        lines.extend([String::new(), "Parameters:".to_string()]);
        lines.extend(rule.params.iter().map(|(name, param)| format!("  {name} = {}", written(param))));
    }
    if !rule.excepts.is_empty() {
        lines.extend([String::new(), "Let stand:".to_string()]);
        lines.extend(rule.excepts.iter().map(|it| format!("  {} ({})", it.text, it.reason)));
    }
    for example in &rule.examples {
        lines.extend([String::new(), format!("Example: {}", example.name)]);
        lines.extend(example.text.lines().map(|line| format!("  {line}").trim_end().to_string()));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// As it would stand in a rule file.
fn written(param: &Param) -> String {
    let quoted = |it: &String| format!("{it:?}");
    match param {
        Param::Number(number) => number.to_string(),
        Param::Flag(flag) => flag.to_string(),
        Param::Word(word) => quoted(word),
        Param::Words(words) => format!("[{}]", words.iter().map(quoted).collect::<Vec<String>>().join(",")),
    }
}
