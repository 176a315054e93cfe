//! What the keys of a lexicon are: the comments that stand over them in the shipped file.

use toml::de::{DeTable, DeValue};

use crate::rules::lexicon::shipped;

/// The keys of a table of the shipped lexicon of this name, in the order of the file.
pub fn keys(name: &str, path: &[String]) -> Vec<String> {
    let Some(top) = shipped(name).and_then(|it| DeTable::parse(it).ok()) else {
        return Vec::new();
    };
    let mut table = Some(top.get_ref());
    for key in path {
        table = table.and_then(|it| it.get(key.as_str())).and_then(|it| first_table(it.get_ref()));
    }
    let mut keys: Vec<(usize, String)> =
        table.into_iter().flatten().map(|(key, _)| (key.span().start, key.get_ref().to_string())).collect();
    keys.sort();
    keys.into_iter().map(|(_, key)| key).collect()
}

/// The comment over a key; that over the table that it stands in, where it has none of its own.
pub fn about(name: &str, path: &[String]) -> Option<String> {
    let text = shipped(name)?;
    let top = DeTable::parse(text).ok()?;
    let mut table = Some(top.get_ref());
    let mut found = None;
    for key in path {
        let entry = table.and_then(|it| it.get_key_value(key.as_str()));
        let Some((key, value)) = entry else { break };
        found = comment_over(text, key.span().start).or(found);
        table = first_table(value.get_ref());
    }
    found
}

fn first_table<'a, 'i>(value: &'a DeValue<'i>) -> Option<&'a DeTable<'i>> {
    match value {
        DeValue::Table(table) => Some(table),
        DeValue::Array(items) => items.iter().find_map(|it| it.get_ref().as_table()),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            None
        }
    }
}

/// The lines of comment right above the line of an offset.
fn comment_over(text: &str, offset: usize) -> Option<String> {
    let head = text.get(..offset)?;
    let above = head.get(..head.rfind('\n')?)?;
    let mut lines: Vec<&str> = above.lines().rev().map_while(|it| it.strip_prefix('#')).map(str::trim).collect();
    lines.reverse();
    (!lines.is_empty()).then(|| lines.join(" "))
}
