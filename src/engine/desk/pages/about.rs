//! What the key or the word under the cursor means, in a file of ours.
//!
//! Keys are told by the schema, words of a lexicon by the shipped file's comments; rules, families, houses and checks by
//! what is loaded.

use super::super::levels::FAMILIES;
use super::schema::{self, Node};
use super::spot::{Spot, spot};
use super::{Around, Page, PageKind, lexicon};
use crate::check;
use crate::rules::{Rule, house};
use crate::text::TextSpan;

/// What is known of a key or a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub span: TextSpan,
    /// "policy.reason", "required"
    pub name: String,
    /// What it means, a paragraph each.
    pub words: Vec<String>,
    /// What may stand there; empty for a word.
    pub takes: String,
    pub default: Option<String>,
}

/// What stands at an offset of a page; `None` where nothing is known.
pub fn about(page: &Page<'_>, around: &Around<'_>, offset: u32) -> Option<About> {
    let spot = spot(page.text, offset as usize)?;
    if page.kind == PageKind::Lexicon {
        let words = vec![lexicon::about(page.stem(), &spot.path)?];
        return Some(About { span: spot.span, name: spot.path.join("."), words, takes: String::new(), default: None });
    }
    let node = schema::top(page.kind)?.at(&spot.path)?;
    match &spot.word {
        Some(word) => {
            let words = word_at(page.kind, &spot.path, word, node, around)?;
            Some(About { span: spot.span, name: word.clone(), words, takes: String::new(), default: None })
        }
        None => Some(key(&spot, page.kind, node, around)),
    }
}

fn key(spot: &Spot, kind: PageKind, node: Node, around: &Around<'_>) -> About {
    let mut words = vec![node.about().to_string()];
    let mut default = node.default();
    if let (PageKind::Config | PageKind::House, [table, name]) = (kind, spot.path.as_slice())
        && table == "levels"
    {
        words = of_level(name, around).unwrap_or(words);
        default = Some("as the house has it, or else the rule's own file".to_string());
    }
    About { span: spot.span, name: spot.path.join("."), words, takes: node.takes(), default }
}

/// What a known word means at a place; `None` for a word of the writer's own.
pub fn word_at(kind: PageKind, path: &[String], word: &str, node: Node, around: &Around<'_>) -> Option<Vec<String>> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (kind, path.as_slice()) {
        (PageKind::Config | PageKind::House, ["house"]) => of_house(word, around),
        (PageKind::Rule, ["id"]) | (PageKind::Decisions, ["decision", "rule"]) => around.rules.rule(word).map(of_rule),
        (PageKind::Rule, ["check"]) => of_check(word, around),
        _ => {
            let (_, about) = node.words().into_iter().find(|(known, _)| *known == word)?;
            Some(vec![about.to_string()])
        }
    }
}

/// A rule, or a family with its rules.
pub fn of_level(name: &str, around: &Around<'_>) -> Option<Vec<String>> {
    if let Some(rule) = around.rules.rule(name) {
        return Some(of_rule(rule));
    }
    let rules = around.rules.all().iter().filter(|it| it.family == name);
    let rules: Vec<&str> = rules.map(|it| it.id.as_str()).collect();
    match rules.as_slice() {
        [] => FAMILIES.contains(&name).then(|| vec!["a family of rules".to_string()]),
        rules => Some(vec![format!("all rules of this family: {}", rules.join(", "))]),
    }
}

fn of_rule(rule: &Rule) -> Vec<String> {
    [&rule.message, &rule.why].into_iter().filter(|it| !it.is_empty()).cloned().collect()
}

/// The comment that the preset begins with.
pub fn of_house(name: &str, around: &Around<'_>) -> Option<Vec<String>> {
    let text = house::find(name, around.users)?.text;
    let lines: Vec<&str> = text.lines().map_while(|it| it.strip_prefix('#')).map(str::trim).collect();
    Some(if lines.is_empty() { vec!["a preset of levels and policy".to_string()] } else { vec![lines.join(" ")] })
}

pub fn of_check(name: &str, around: &Around<'_>) -> Option<Vec<String>> {
    let params = check::params(name)?;
    let rules = around.rules.all().iter().filter(|it| it.check == name);
    let rules: Vec<&str> = rules.map(|it| it.id.as_str()).collect();
    let params: Vec<&str> = params.iter().map(|it| it.name).collect();
    let mut words = vec![format!("enforces {}", rules.join(", "))];
    if !params.is_empty() {
        words.push(format!("its parameters: {}", params.join(", ")));
    }
    Some(words)
}
