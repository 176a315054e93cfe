//! JSON and JSON Lines, wire items (ninjs) among them, to text.
//!
//! An object is a row of its plain values, a list of objects a table, and a string that holds sentences a paragraph
//! under its key. NB: the parser refuses what nests deeper than 128, so the walk, which recurses, has a bound.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Document, LARGEST, Opened, Refused, Undecodable, decode, wire};
use crate::text::Sort;
use crate::text::cells::LONGEST_LABEL;
use crate::text::locator::Locator;
use crate::text::table::{Columns, SAMPLE};

pub fn read(name: &str, bytes: Vec<u8>) -> Result<Opened, Refused> {
    let text = decode(bytes)?.text;
    if let Some(opened) = wire::of_json(&text, name) {
        return Ok(opened);
    }
    let text = text.trim_start_matches('\u{feff}');
    let document = match serde_json::from_str(text) {
        Ok(value) if super::extension(name) == "json" => of_value(name, &value),
        // NB: a file of one line, or of one object over many, is JSON whatever its name says.
        Ok(value) => of_lines(name, vec![(1, value)]),
        Err(error) => match lines(text) {
            Some(lines) => of_lines(name, lines?),
            None => return Err(refused(&error)),
        },
    };
    if document.is_empty() {
        return Err(Refused::new("JSON without any values", "exclude it"));
    }
    if document.raw.len() > LARGEST {
        return Err(Undecodable::TooLarge.into());
    }
    Ok(Opened::Document(Box::new(document)))
}

fn refused(error: &serde_json::Error) -> Refused {
    let cause = error.to_string();
    if cause.starts_with("recursion limit") {
        return Refused::new("JSON that nests deeper than 128", "take out the part that is wanted, or exclude it");
    }
    Refused::new(format!("not JSON: {cause}"), "mend it, or give it the extension of what it is")
}

/// A value a line; none where the first two lines are none.
fn lines(text: &str) -> Option<Result<Vec<(u32, Value)>, Refused>> {
    let mut found = Vec::new();
    for (idx, line) in text.lines().enumerate().filter(|(_, it)| !it.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(value) => found.push((idx as u32 + 1, value)),
            Err(_) if found.len() < 2 => return None,
            Err(_) => {
                let cause = format!("line {} is not JSON", idx + 1);
                return Some(Err(Refused::new(cause, "mend the line, or take it out")));
            }
        }
    }
    Some(Ok(found))
}

/// One value of any kind. What is a wire item is told apart before this is called.
fn of_value(name: &str, value: &Value) -> Document {
    let mut document = Document::new(name);
    walk(&mut document, "", value);
    document
}

fn of_lines(name: &str, lines: Vec<(u32, Value)>) -> Document {
    let mut document = Document::new(name);
    let rows: Vec<(u32, &Value)> = lines.iter().map(|(row, value)| (*row, value)).collect();
    table(&mut document, "", &rows);
    document
}

fn walk(document: &mut Document, key: &str, value: &Value) {
    match value {
        Value::Array(all) if all.iter().any(Value::is_object) => {
            let rows: Vec<(u32, &Value)> = all.iter().enumerate().map(|(idx, it)| (idx as u32 + 1, it)).collect();
            table(document, key, &rows);
        }
        Value::Array(all) if all.iter().any(Value::is_array) => grid(document, key, all),
        Value::Array(all) => {
            for words in all.iter().filter_map(plain) {
                let sort = if is_prose(&words) { Sort::Body } else { Sort::ListItem };
                document.push(sort, &words);
            }
        }
        Value::Object(map) => {
            object(document, map);
            below(document, key, map);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            if let Some(words) = plain(value) {
                document.push(Sort::Body, &words);
            }
        }
    }
}

/// The plain values of an object as a row of a table with one row.
fn object(document: &mut Document, map: &Map<String, Value>) {
    let fields = fields(map);
    let labels: Vec<String> = fields.iter().map(|it| it.0.clone()).collect();
    let cells: Vec<Cow<'_, str>> = fields.iter().map(|it| Cow::Borrowed(it.1.as_str())).collect();
    let columns = Columns::named(labels, std::slice::from_ref(&cells));
    let shown: Vec<String> = cells.iter().enumerate().map(|(idx, it)| columns.written(idx, it)).collect();
    document.row(shown.iter().map(String::as_str));
}

/// What of an object is no plain value: sentences, lists, other objects, each under its key.
fn below(document: &mut Document, key: &str, map: &Map<String, Value>) {
    for (name, value) in map {
        let path = if key.is_empty() { spoken(name) } else { format!("{key}, {}", spoken(name)) };
        let path = crate::text::markup::clip(&path, 200).to_string();
        match value {
            Value::String(words) if is_prose(words) => {
                document.locate(Locator::Heading(Arc::from(path.as_str())));
                for paragraph in words.split("\n\n") {
                    document.push(Sort::Body, paragraph);
                }
            }
            Value::Array(all) if all.is_empty() => {}
            Value::Array(all)
                if all.iter().all(|it| plain(it).is_some_and(|it| !is_prose(&it))) && all.len() <= IN_CELL => {}
            Value::Array(_) => {
                head(document, &path);
                walk(document, &path, value);
            }
            Value::Object(inner) if !inner.is_empty() => {
                // Its plain values stand in the row already, under both names.
                if inner.values().any(|it| !it.is_number() && !it.is_boolean()) {
                    below(document, &path, inner);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {}
        }
    }
}

fn head(document: &mut Document, path: &str) {
    document.locate(Locator::Heading(Arc::from(path)));
    document.push(Sort::Heading, path);
}

/// A list of plain values that is no longer than this stands in one cell.
const IN_CELL: usize = 12;

/// A list of objects. Their keys are the columns, in the order in which they turn up.
fn table(document: &mut Document, key: &str, rows: &[(u32, &Value)]) {
    let mut labels: Vec<String> = Vec::new();
    let mut places: rustc_hash::FxHashMap<String, usize> = rustc_hash::FxHashMap::default();
    let mut place = |label: &str| match places.get(label) {
        Some(place) => *place,
        None => {
            labels.push(label.to_string());
            places.insert(label.to_string(), labels.len() - 1);
            labels.len() - 1
        }
    };
    let filled: Vec<Option<Vec<(usize, String)>>> = rows
        .iter()
        .map(|(_, value)| {
            let fields = fields(value.as_object()?);
            Some(fields.into_iter().map(|(label, words)| (place(&label), words)).collect())
        })
        .collect();
    let wide = |cells: &[(usize, String)]| {
        let n = cells.iter().map(|it| it.0 + 1).max().unwrap_or(0).min(1_024);
        let mut row = vec![Cow::Borrowed(""); n];
        for (place, words) in cells {
            if let Some(cell) = row.get_mut(*place) {
                *cell = Cow::Owned(words.clone());
            }
        }
        row
    };
    let sample: Vec<Vec<Cow<'_, str>>> = filled.iter().flatten().take(SAMPLE).map(|it| wide(it)).collect();
    let columns = Columns::named(labels, &sample);
    drop(sample);
    let sheet = (!key.is_empty()).then(|| Arc::from(key));
    for ((row, value), cells) in rows.iter().zip(&filled) {
        document.locate(Locator::Row { sheet: sheet.clone(), row: *row });
        match (cells, value) {
            (Some(cells), Value::Object(map)) => {
                let cells: Vec<String> = cells.iter().map(|(place, it)| columns.written(*place, it)).collect();
                document.row(cells.iter().map(String::as_str));
                let nested = map.values().any(|it| match it {
                    Value::String(words) => is_prose(words),
                    Value::Array(_) | Value::Object(_) => true,
                    Value::Null | Value::Bool(_) | Value::Number(_) => false,
                });
                if nested {
                    below(document, key, map);
                }
            }
            _ => walk(document, key, value),
        }
    }
}

/// A list of lists: a table whose first row may be its head.
fn grid(document: &mut Document, key: &str, all: &[Value]) {
    let row = |it: &Value| -> Vec<Cow<'_, str>> {
        let cells = it.as_array().map_or(&[][..], Vec::as_slice);
        cells.iter().map(|it| Cow::Owned(plain(it).unwrap_or_default())).collect()
    };
    let sample: Vec<Vec<Cow<'_, str>>> = all.iter().take(SAMPLE).map(row).collect();
    let columns = Columns::of(&sample);
    let below = columns.as_ref().map_or(0, |it| it.head.end);
    let sheet = (!key.is_empty()).then(|| Arc::from(key));
    for (idx, value) in all.iter().enumerate() {
        document.locate(Locator::Row { sheet: sheet.clone(), row: idx as u32 + 1 });
        let cells = row(value);
        let shown = |(nth, cell): (usize, &Cow<'_, str>)| match &columns {
            Some(columns) if idx >= below && !cell.is_empty() => columns.written(nth, cell),
            _ => cell.to_string(),
        };
        let cells: Vec<String> = cells.iter().enumerate().map(shown).collect();
        document.row(cells.iter().map(String::as_str));
    }
}

/// The plain values of an object and of the objects in it, with their names.
fn fields(map: &Map<String, Value>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut open: Vec<(String, &Map<String, Value>)> = vec![(String::new(), map)];
    while let Some((before, map)) = open.pop() {
        let mut inner = Vec::new();
        for (key, value) in map {
            let label = format!("{before}{}", spoken(key));
            match value {
                Value::Object(map) if label.len() < LONGEST_LABEL => inner.push((format!("{label} "), map)),
                Value::Array(all) if all.len() <= IN_CELL && !all.is_empty() => {
                    let words: Option<Vec<String>> = all.iter().map(plain).collect();
                    if let Some(words) = words.filter(|it| !it.iter().any(|it| is_prose(it))) {
                        fields.push((label, words.join("; ")));
                    }
                }
                _ => {
                    if let Some(words) = plain(value).filter(|it| !is_prose(it)) {
                        fields.push((label, words));
                    }
                }
            }
        }
        open.extend(inner.into_iter().rev());
    }
    fields
}

/// "turnout_pct" is left to the table, which finds the unit in it.
fn spoken(key: &str) -> String {
    crate::text::markup::clip(key, LONGEST_LABEL / 2).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.trim().to_string()).filter(|it| !it.is_empty()),
        Value::Number(it) => Some(it.to_string()),
        Value::Bool(it) => Some(it.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Sentences, and no name, code or address.
fn is_prose(words: &str) -> bool {
    let mut all = words.split_whitespace();
    let ends = words.trim_end().ends_with(['.', '!', '?', '”', '"', '’']);
    match ends {
        true => all.nth(3).is_some(),
        false => all.nth(11).is_some(),
    }
}

#[cfg(test)]
mod tests;
