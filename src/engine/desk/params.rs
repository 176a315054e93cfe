//! Whether rule files name checks that there are, and parameters that those checks take.
//!
//! Rules cannot know what the checks take, and checks see no files: here the two meet. A mistake switches off the rule
//! that it is in, and shows in the user's file, which need not be the file that the rule began with.

use crate::check::{self, ParamKind};
use crate::problem::{Problem, did_you_mean};
use crate::rules::{Param, Rule, RuleText, Rules};
use crate::text::TextSpan;

pub fn mistakes(rules: &mut Rules, users: &[RuleText]) -> Vec<Problem> {
    let mut mistakes: Vec<(String, Problem)> = Vec::new();
    for rule in rules.all().iter().filter(|it| !it.broken) {
        mistakes.extend(of_rule(rule, users).into_iter().map(|it| (rule.id.clone(), it)));
    }
    for (id, _) in &mistakes {
        rules.switch_off(id);
    }
    mistakes.into_iter().map(|(_, problem)| problem).collect()
}

fn of_rule(rule: &Rule, users: &[RuleText]) -> Vec<Problem> {
    // What the engine raises by itself, such as a lapsed stet, has no check.
    let Some(params) = check::params(&rule.check) else {
        let known = check::names();
        let is_ours = !users.iter().any(|it| is_about(it, rule));
        let cause = format!("no check is called \"{}\"", rule.check);
        let named = if is_ours { None } else { Some(&rule.check) };
        return named.map(|it| placed(rule, users, it, cause, did_you_mean(it, &known))).into_iter().collect();
    };
    let known: Vec<&str> = params.iter().map(|it| it.name).collect();
    let mut mistakes = Vec::new();
    for (name, param) in &rule.params {
        match params.iter().find(|it| it.name == name) {
            None => {
                let cause = format!("the check \"{}\" takes no parameter \"{name}\"", rule.check);
                let remedy = if known.is_empty() { String::new() } else { did_you_mean(name, &known) };
                mistakes.push(placed(rule, users, name, cause, remedy));
            }
            Some(spec) if !fits(param, spec.kind) => {
                let cause = format!("\"{name}\" wants {}", wanted(spec.kind));
                mistakes.push(placed(rule, users, name, cause, "mend the value".to_string()));
            }
            Some(_) => {}
        }
    }
    mistakes
}

/// Whether a user's file is about a rule: by its name, or by the id that it gives.
fn is_about(file: &RuleText, rule: &Rule) -> bool {
    let stem = file.path.rsplit('/').next().and_then(|it| it.strip_suffix(".toml"));
    stem == Some(rule.id.as_str()) || file.path == rule.path
}

/// At the word in the user's file that has it; at the rule's own file where none does.
fn placed(rule: &Rule, users: &[RuleText], word: &str, cause: String, remedy: String) -> Problem {
    let file = users.iter().rev().filter(|it| is_about(it, rule)).find_map(|it| Some((it, it.text.find(word)?)));
    match file {
        Some((file, at)) => {
            Problem::new(file.path.clone(), cause, remedy).at(&file.text, TextSpan::new(at, at + word.len()))
        }
        None => Problem::new(rule.path.clone(), cause, remedy),
    }
}

fn fits(param: &Param, kind: ParamKind) -> bool {
    match kind {
        ParamKind::Number => matches!(param, Param::Number(_)),
        ParamKind::Flag => matches!(param, Param::Flag(_)),
        ParamKind::Word => matches!(param, Param::Word(_)),
        ParamKind::Words => matches!(param, Param::Words(_)),
    }
}

fn wanted(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Number => "a number",
        ParamKind::Flag => "true or false",
        ParamKind::Word => "a word in quotes",
        ParamKind::Words => "a list of words",
    }
}
