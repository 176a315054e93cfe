//! Which level each rule has in the end, and what the policy means for the rules' parameters.
//!
//! Strongest first: `[levels]` by rule, `[levels]` by family, the user's own rule file, the editor's settings, the house.
//! The engine is handed one entry a rule, so that a family named in a file is not undone by a house that names the rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{AnonymousQuote, Config, Distance, EarlierVersions, Given, LayerKind, Reason, Word};
use crate::engine::Policy;
use crate::finding::Severity;
use crate::problem::{Problem, did_you_mean};
use crate::rules::{HouseName, Param, Rule, RuleText, Rules};

/// Levels for rules and families that nobody knows. Every rule is in the default house.
pub fn unknown(config: &Config, rules: &Rules) -> Vec<Problem> {
    let is_house = |given: &Given<Option<Severity>>| kind(config, given.layer) == LayerKind::House;
    // NB: a name that a file gives hides the house's row, so shipped houses are asked for theirs again.
    let mut known: BTreeSet<String> = rules.all().iter().flat_map(|it| [it.id.clone(), it.family.clone()]).collect();
    for layer in config.layers.iter().filter(|it| it.kind == LayerKind::House) {
        let table: toml::Table = toml::from_str(&layer.text).unwrap_or_default();
        known.extend(table.get("levels").and_then(toml::Value::as_table).into_iter().flat_map(|it| it.keys().cloned()));
    }
    known.extend(FAMILIES.iter().map(ToString::to_string));
    let words: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut problems = Vec::new();
    for (name, given) in &config.levels {
        if !known.contains(name) && !is_house(given) {
            let cause = format!("no rule or family is called \"{name}\"");
            let remedy = match crate::rules::nearest(name, &words) {
                Some(_) => did_you_mean(name, &words),
                None => "see `backread rules list`".to_string(),
            };
            problems.push(config.problem(given.layer, given.span, cause, remedy));
        }
    }
    problems
}

pub const FAMILIES: &[&str] = &["figure", "date", "claim", "quote", "attribution", "name", "origin", "draft", "stet"];

pub fn policy(config: &Config, rules: &Rules, users: &[RuleText]) -> Policy {
    let own: BTreeSet<String> = users.iter().filter_map(sets_level).collect();
    let mut levels = BTreeMap::new();
    for rule in rules.all() {
        if rule.broken {
            levels.insert(rule.id.clone(), None);
        } else if let Some(level) = level(config, rule, own.contains(&rule.id)) {
            levels.insert(rule.id.clone(), level);
        }
    }
    let use_earlier_versions = config.earlier_versions.as_ref().is_some_and(|it| it.value == EarlierVersions::Use);
    Policy { levels, use_earlier_versions }
}

/// `None` leaves the rule file's own level, for plain and slight cases.
fn level(config: &Config, rule: &Rule, own: bool) -> Option<Option<Severity>> {
    let by_rule = config.levels.get(&rule.id);
    let by_family = config.levels.get(&rule.family);
    let of = |wanted: LayerKind| {
        let in_layer = |given: &&Given<Option<Severity>>| kind(config, given.layer) == wanted;
        by_rule.filter(in_layer).or_else(|| by_family.filter(in_layer)).map(|it| it.value)
    };
    if let Some(level) = of(LayerKind::File) {
        return Some(level);
    }
    let optional = config.policy.reason.as_ref().filter(|it| it.value == Reason::Optional);
    let explains = ["unexplained-anonymity", "stock-reason"].contains(&rule.id.as_str());
    if explains && optional.is_some_and(|it| kind(config, it.layer) == LayerKind::File) {
        return Some(None);
    }
    if own {
        return None;
    }
    of(LayerKind::Settings).or_else(|| of(LayerKind::House))
}

fn kind(config: &Config, layer: usize) -> LayerKind {
    config.layers.get(layer).map_or(LayerKind::House, |it| it.kind)
}

/// The rule whose level a user's file sets.
fn sets_level(file: &RuleText) -> Option<String> {
    let table: toml::Table = toml::from_str(&file.text).ok()?;
    table.get("level")?;
    Some(id_of(file, &table).to_string())
}

/// What a rule file is about: its id, or else its name.
fn id_of<'a>(file: &'a RuleText, table: &'a toml::Table) -> &'a str {
    let stem = file.path.rsplit('/').next().unwrap_or("").trim_end_matches(".toml");
    table.get("id").and_then(toml::Value::as_str).unwrap_or(stem)
}

/// Whether a user's file sets a parameter of a rule.
fn sets_param(file: &RuleText, id: &str, param: &str) -> bool {
    let table: toml::Table = toml::from_str(&file.text).unwrap_or_default();
    id_of(file, &table) == id && table.get("params").is_some_and(|it| it.get(param).is_some())
}

/// Writes the policy where the checks look for it: into the parameters of the rules that it is about. A user's own rule
/// file stands over the house here too.
pub fn set_params(config: &Config, rules: &mut Rules, users: &[RuleText]) {
    let names = config.names.iter();
    rules.house_names =
        names.map(|(spelling, it)| HouseName { spelling: spelling.clone(), instead_of: it.value.clone() }).collect();
    let policy = &config.policy;
    let mut set = |layer: usize, rule: &str, param: &str, value: Param| {
        if kind(config, layer) == LayerKind::File || !users.iter().any(|it| sets_param(it, rule, param)) {
            rules.set_param(rule, param, value);
        }
    };
    if let Some(floor) = &policy.descriptor_floor {
        set(floor.layer, "unnamed-attribution", "descriptor-floor", Param::Number(f64::from(floor.value)));
    }
    if let Some(reason) = &policy.reason {
        let counts = reason.value != Reason::Required;
        set(reason.layer, "unexplained-anonymity", "stock-counts", Param::Flag(counts));
    }
    if let Some(quote) = &policy.anonymous_quote {
        set(quote.layer, "anonymous-quote", "policy", word::<AnonymousQuote>(quote.value));
    }
    if let Some(distance) = &policy.attribution_distance {
        set(distance.layer, "overstated-claim", "attribution-distance", word::<Distance>(distance.value));
    }
    if let Some(verbs) = &policy.loaded_verbs {
        set(verbs.layer, "loaded-verb", "verbs", Param::Words(verbs.value.clone()));
    }
    if let Some(voices) = &policy.institution_voices {
        set(voices.layer, "unnamed-attribution", "institution-voices", Param::Words(voices.value.clone()));
    }
    for (claim, number) in &policy.min_origins {
        let rule = if ["anonymous", "allegation"].contains(&claim.as_str()) { LONE } else { "single-origin" };
        set(number.layer, rule, &format!("min-origins-{claim}"), Param::Number(f64::from(number.value)));
    }
}

/// The rule that counts voices without a name; other claims are counted by their origins.
const LONE: &str = "lone-anonymous-origin";

fn word<T: Word + PartialEq>(value: T) -> Param {
    Param::Word(T::WORDS.iter().find(|(_, it)| *it == value).map_or("", |(word, _)| word).to_string())
}
