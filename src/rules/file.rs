//! One rule file: the keys it may have, how a user's file is laid over a shipped one, and what is said of a mistake.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::embedded::Embedded;
use super::{Example, Except, Param, Rule, RuleText};
use crate::finding::Severity;
pub use crate::problem::{Problem, did_you_mean, mistake, nearest};
use crate::text::TextSpan;

/// The keys of a rule file. All are optional here, since a user's file may hold only what it changes; without an id it is
/// about the rule of its name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: Option<Spanned<String>>,
    check: Option<String>,
    level: Option<Spanned<String>>,
    slight: Option<Spanned<String>>,
    #[serde(default)]
    levels: BTreeMap<String, Spanned<String>>,
    message: Option<Spanned<String>>,
    #[serde(default)]
    messages: BTreeMap<String, Spanned<String>>,
    help: Option<String>,
    why: Option<String>,
    #[serde(default, rename = "where")]
    place: Where,
    #[serde(default)]
    params: BTreeMap<String, ParamFile>,
    #[serde(default)]
    except: Vec<ExceptFile>,
    #[serde(default)]
    example: Vec<ExampleFile>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Where {
    not: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ParamFile {
    Flag(bool),
    Number(f64),
    Word(String),
    Words(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptFile {
    text: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    name: String,
    text: String,
}

const KEYS: &[&str] = &[
    "id", "check", "level", "slight", "levels", "message", "messages", "help", "why", "where", "params", "except",
    "example", "not", "text", "reason", "name",
];

/// Names of places in a text that `where.not` may hold.
pub const PLACES: &[&str] =
    &["code", "url", "front matter", "quotation", "heading", "list", "footnote", "caption", "table", "quoted words"];

/// The shipped rules, by id.
pub(super) fn rules(shipped: Embedded, problems: &mut Vec<Problem>) -> Vec<Rule> {
    let mut rules = BTreeMap::new();
    for (path, text) in shipped {
        add(&mut rules, path, text, problems);
    }
    rules.into_values().collect()
}

/// A user's files laid over the rules that are there.
pub(super) fn over(rules: &[Rule], users: &[RuleText], problems: &mut Vec<Problem>) -> Vec<Rule> {
    let mut rules: BTreeMap<String, Rule> = rules.iter().map(|it| (it.id.clone(), it.clone())).collect();
    for RuleText { path, text } in users {
        // NB: a user's lexicon lies in a folder of that name, as ours does; `Lexicon::with` takes those.
        if !path.contains("lexicon/") && !path.contains("houses/") {
            add(&mut rules, path, text, problems);
        }
    }
    rules.into_values().collect()
}

fn add(rules: &mut BTreeMap<String, Rule>, path: &str, text: &str, problems: &mut Vec<Problem>) {
    let file: RuleFile = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            problems.push(mistake(path, text, &error, KEYS));
            // A user's file that does not parse switches the rule of its name off: half a policy is no policy.
            if let Some(stem) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml"))
                && let Some(rule) = rules.get_mut(stem)
            {
                rule.broken = true;
                rule.level = None;
                rule.slight = None;
            }
            return;
        }
    };
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
    let id = file.id.as_ref().map_or(stem, |it| it.get_ref()).to_string();
    let id_span = file.id.as_ref().map_or(TextSpan::new(0, 0), span);
    let base = rules.remove(&id);
    let known = base.is_some();
    let mut rule = base.unwrap_or_else(|| Rule {
        id: id.clone(),
        family: path.rsplit('/').nth(1).unwrap_or("").to_string(),
        check: String::new(),
        level: Some(Severity::Warning),
        slight: Some(Severity::Hint),
        levels: BTreeMap::new(),
        message: String::new(),
        messages: BTreeMap::new(),
        help: String::new(),
        why: String::new(),
        not: Vec::new(),
        params: BTreeMap::new(),
        broken: false,
        excepts: Vec::new(),
        examples: Vec::new(),
        path: path.to_string(),
        page: None,
    });
    let before = problems.len();
    if let Some(level) = &file.level {
        rule.level = severity(path, text, level, problems);
    }
    if let Some(level) = &file.slight {
        rule.slight = severity(path, text, level, problems);
    }
    for (variant, level) in &file.levels {
        rule.levels.insert(variant.clone(), severity(path, text, level, problems));
    }
    if let Some(message) = file.message {
        rule.message = message.into_inner();
    }
    rule.messages.extend(file.messages.into_iter().map(|(key, words)| (key, words.into_inner())));
    for name in file.place.not.iter().flatten() {
        if !PLACES.contains(&name.get_ref().as_str()) {
            let cause = format!("no place of a text is called \"{}\"", name.get_ref());
            problems.push(Problem::new(path, cause, did_you_mean(name.get_ref(), PLACES)).at(text, span(name)));
        }
    }
    if let Some(not) = file.place.not {
        rule.not = not.into_iter().map(Spanned::into_inner).collect();
    }
    rule.check = file.check.unwrap_or(rule.check);
    rule.help = file.help.unwrap_or(rule.help);
    rule.why = file.why.unwrap_or(rule.why);
    rule.params.extend(file.params.into_iter().map(|(key, param)| (key, param.into())));
    rule.excepts.extend(file.except.into_iter().map(|it| Except { text: it.text, reason: it.reason }));
    rule.examples.extend(file.example.into_iter().map(|it| Example { name: it.name, text: it.text }));
    if !known && (rule.message.is_empty() || rule.check.is_empty()) {
        let cause = format!(
            "the rule \"{id}\" is new here and has no {}",
            if rule.check.is_empty() { "check" } else { "message" }
        );
        problems.push(Problem::new(path, cause, "give it both, or use the id of a shipped rule").at(text, id_span));
    }
    if problems.len() > before {
        rule.broken = true;
        rule.level = None;
        rule.slight = None;
    }
    rules.insert(id, rule);
}

fn severity(path: &str, text: &str, word: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Severity> {
    let level = Severity::parse(word.get_ref());
    if level.is_none() && word.get_ref() != "off" {
        let cause = format!("no level is called \"{}\"", word.get_ref());
        let known = ["error", "warning", "information", "hint", "off"];
        problems.push(Problem::new(path, cause, did_you_mean(word.get_ref(), &known)).at(text, span(word)));
    }
    level
}

fn span<T>(spanned: &Spanned<T>) -> TextSpan {
    TextSpan::new(spanned.span().start, spanned.span().end)
}

impl From<ParamFile> for Param {
    fn from(param: ParamFile) -> Param {
        match param {
            ParamFile::Flag(it) => Param::Flag(it),
            ParamFile::Number(it) => Param::Number(it),
            ParamFile::Word(it) => Param::Word(it),
            ParamFile::Words(it) => Param::Words(it),
        }
    }
}
