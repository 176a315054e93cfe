//! What may be written next in a file of ours: keys that the table under the cursor has not got yet, and known words.

use super::super::levels::FAMILIES;
use super::schema::{self, Node};
use super::spot::{Slot, slot, table};
use super::{Around, Page, PageKind, about, lexicon};
use crate::check;
use crate::rules::house;
use crate::text::TextSpan;

/// What may stand in the place of `span`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    pub span: TextSpan,
    pub items: Vec<Offer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The key or the word by itself.
    pub label: String,
    /// What is to stand there: with quotation marks, brackets or an equals sign.
    pub words: String,
    /// What may stand behind a key.
    pub takes: String,
    pub about: String,
    pub is_key: bool,
}

pub fn offers(page: &Page<'_>, around: &Around<'_>, offset: u32) -> Option<Offers> {
    let offset = offset as usize;
    let found = match slot(page.text, offset) {
        Some(slot) => values(page.kind, &slot, around)?,
        None => keys(page, around, offset)?,
    };
    (!found.items.is_empty()).then_some(found)
}

fn values(kind: PageKind, slot: &Slot, around: &Around<'_>) -> Option<Offers> {
    let node = schema::top(kind)?.at(&slot.path)?;
    let path: Vec<&str> = slot.path.iter().map(String::as_str).collect();
    let words: Vec<String> = match (kind, path.as_slice()) {
        (PageKind::Config | PageKind::House, ["house"]) => house::names(around.users),
        (PageKind::Rule, ["id"]) | (PageKind::Decisions, ["decision", "rule"]) => {
            around.rules.all().iter().map(|it| it.id.clone()).collect()
        }
        (PageKind::Rule, ["check"]) => check::names().into_iter().map(str::to_string).collect(),
        _ => node.words().into_iter().map(|(word, _)| word.to_string()).collect(),
    };
    let mut items: Vec<Offer> = words
        .into_iter()
        .map(|word| Offer {
            words: if slot.is_quoted { word.clone() } else { format!("\"{word}\"") },
            takes: String::new(),
            about: about::word_at(kind, &slot.path, &word, node, around).unwrap_or_default().join("\n"),
            label: word,
            is_key: false,
        })
        .collect();
    if items.is_empty() && !slot.is_quoted && node.is_switch() {
        items.extend(["true", "false"].map(|it| Offer {
            label: it.to_string(),
            words: it.to_string(),
            takes: String::new(),
            about: String::new(),
            is_key: false,
        }));
    }
    Some(Offers { span: slot.span, items })
}

/// Behind nothing, or behind the beginning of a key or of a header.
fn keys(page: &Page<'_>, around: &Around<'_>, offset: usize) -> Option<Offers> {
    let head = page.text.get(..offset)?;
    let start = head.rfind('\n').map_or(0, |it| it + 1);
    let line = head.get(start..)?.trim_start();
    let typed = line.trim_start_matches('[');
    let is_bare = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    // Behind a key there is an equals sign, and no other key.
    let rest = page.text.get(offset..)?.lines().next().unwrap_or("").trim_end_matches(']').trim();
    if !typed.chars().all(is_bare) || !rest.is_empty() {
        return None;
    }
    let n_brackets = line.len() - typed.len();
    let span = TextSpan::new(offset - typed.len(), offset);
    let place = if n_brackets > 0 { Default::default() } else { table(page.text, start) };
    let known = known(page, around, &place.path);
    let items = known.into_iter().filter(|it| it.label == typed || !place.has.contains(&it.label));
    let items = items.filter_map(|it| {
        let words = match (n_brackets, it.shape) {
            (0, Shape::Value) => format!("{} = ", it.label),
            (0, Shape::Table) if place.path.is_empty() => format!("[{}]", it.label),
            (0, Shape::Tables) if place.path.is_empty() => format!("[[{}]]", it.label),
            (0, Shape::Table | Shape::Tables) => format!("{} = ", it.label),
            // What closes the header may be there already.
            (1, Shape::Table) | (2, Shape::Tables) => it.label.clone(),
            _ => return None,
        };
        Some(Offer { label: it.label, words, takes: it.takes, about: it.about, is_key: true })
    });
    Some(Offers { span, items: items.collect() })
}

struct Known {
    label: String,
    takes: String,
    about: String,
    shape: Shape,
}

#[derive(Clone, Copy)]
enum Shape {
    Value,
    Table,
    Tables,
}

fn known(page: &Page<'_>, around: &Around<'_>, path: &[String]) -> Vec<Known> {
    if page.kind == PageKind::Lexicon {
        let about = |key: &String| {
            let path: Vec<String> = path.iter().chain([key]).cloned().collect();
            lexicon::about(page.stem(), &path).unwrap_or_default()
        };
        let keys = lexicon::keys(page.stem(), path).into_iter();
        return keys
            .map(|key| Known { about: about(&key), label: key, takes: String::new(), shape: Shape::Value })
            .collect();
    }
    let Some(node) = schema::top(page.kind).and_then(|it| it.at(path)) else {
        return Vec::new();
    };
    let one_path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (page.kind, one_path.as_slice()) {
        (PageKind::Config | PageKind::House, ["levels"]) => {
            let rules = around.rules.all().iter().map(|it| it.id.as_str());
            let about = |name: &str| about::of_level(name, around).unwrap_or_default().join("\n");
            let takes = node.child("").map(Node::takes).unwrap_or_default();
            let names = rules.chain(FAMILIES.iter().copied());
            let known = |name: &str| Known {
                label: name.to_string(),
                takes: takes.clone(),
                about: about(name),
                shape: Shape::Value,
            };
            names.map(known).collect()
        }
        (PageKind::Rule, ["params"]) => {
            let params = params_of(page, around);
            from_schema(node)
                .into_iter()
                .filter(|it| params.as_ref().is_none_or(|known| known.contains(&&*it.label)))
                .collect()
        }
        // The file's name says whose it is.
        (PageKind::Sidecar, []) => from_schema(node).into_iter().filter(|it| it.label != "path").collect(),
        _ => from_schema(node),
    }
}

fn from_schema(node: Node) -> Vec<Known> {
    let known = |(key, node): (&str, Node)| Known {
        label: key.to_string(),
        takes: node.takes(),
        about: node.about().to_string(),
        shape: match (node.is_table(), node.is_list_of_tables()) {
            (true, _) => Shape::Table,
            (_, true) => Shape::Tables,
            (false, false) => Shape::Value,
        },
    };
    node.keys().into_iter().map(known).collect()
}

/// The parameters of the check that the file names, or that the rule of its name has.
fn params_of(page: &Page<'_>, around: &Around<'_>) -> Option<Vec<&'static str>> {
    let (top, _) = toml::de::DeTable::parse_recoverable(page.text);
    let word = |key: &str| top.get_ref().get(key).and_then(|it| it.get_ref().as_str());
    let rule = around.rules.rule(word("id").unwrap_or(page.stem()));
    let name = word("check").or(rule.map(|it| it.check.as_str()))?;
    let params = check::params(name)?;
    Some(params.iter().map(|it| it.name).collect())
}
