//! Wire copy in JSON: ninjs 1.x, 2.x and 3.x, and the agencies' own variants of them.
//!
//! The three differ in capitals ("versioncreated", "versionCreated") and in whether a headline and a body are words or a
//! list of them with roles; so keys are looked up without capitals and lines, and both shapes are taken everywhere.

use serde_json::{Map, Value};

use super::{Facts, html, plain, some};
use crate::text::Sort;
use crate::text::format::Document;

/// An item, if the value is one: it has a name, a state, and words.
pub fn ninjs(value: &Value, name: &str) -> Option<Document> {
    let item = Item(value.as_object()?);
    let states = ["versioncreated", "pubstatus", "firstcreated", "standard", "ninjs", "contentcreated"];
    let words = ["headline", "headlines", "bodytext", "bodyhtml", "bodyxhtml", "bodies", "ednote"];
    item.get("uri")?;
    if !states.iter().any(|it| item.get(it).is_some()) || !words.iter().any(|it| item.get(it).is_some()) {
        return None;
    }
    let first = |keys: &[&str]| keys.iter().find_map(|key| item.words(key));
    let facts = Facts {
        id: first(&["uri"]),
        version: first(&["version"]),
        language: first(&["language"]),
        headline: first(&["headline", "headlines"]),
        dateline: first(&["dateline", "located"]),
        byline: first(&["byline", "by"]),
        note: first(&["ednote"]),
        date: first(&["versioncreated", "contentcreated", "firstcreated"]),
        embargo: first(&["embargoed"]),
        credit: first(&["derivedfrom", "creditline"]),
        provider: first(&["provider", "source", "infosources", "copyrightholder"]),
        status: first(&["pubstatus"]),
        supersedes: first(&["supersedes", "replaces", "previousversion", "evolvedfrom"]),
        url: None,
    };
    let mut document = facts.document(name);
    // The first that has words: the same words stand in all of them.
    let bodies = ["bodyhtml", "bodyxhtml", "bodytext", "bodies", "descriptionhtml", "descriptiontext", "descriptions"];
    for key in bodies {
        let is_html = key.contains("html");
        if let Some((words, kind)) = item.body(key) {
            if is_html || kind.contains("html") {
                html(&words, &mut document)
            } else {
                plain(&words, &mut document)
            }
            break;
        }
    }
    for caption in item.captions() {
        document.push(Sort::Caption, &caption);
    }
    (!document.is_empty()).then_some(document)
}

struct Item<'a>(&'a Map<String, Value>);

impl Item<'_> {
    /// By a key in lower case, without lines.
    fn get(&self, key: &str) -> Option<&Value> {
        let is_it = |it: &&String| it.chars().filter(|it| *it != '_').flat_map(char::to_lowercase).eq(key.chars());
        let key = self.0.keys().find(is_it)?;
        self.0.get(key).filter(|it| !it.is_null())
    }

    fn words(&self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        match value {
            Value::Array(all) => main(all).and_then(words_of),
            it => words_of(it),
        }
    }

    /// A body's words and what they are written in.
    fn body(&self, key: &str) -> Option<(String, String)> {
        match self.get(key)? {
            Value::Array(all) => {
                let html = all.iter().filter(|it| kind_of(it).contains("html")).cloned().collect::<Vec<_>>();
                let body = main(if html.is_empty() { all } else { &html })?;
                Some((words_of(body)?, kind_of(body)))
            }
            it => Some((words_of(it)?, String::new())),
        }
    }

    /// Of the pictures that go with it.
    fn captions(&self) -> Vec<String> {
        let all: Vec<&Value> = match self.get("associations") {
            Some(Value::Object(all)) => all.values().collect(),
            Some(Value::Array(all)) => all.iter().collect(),
            _ => Vec::new(),
        };
        let picture = |it: &&&Value| {
            let item = it.as_object().map(Item);
            item.and_then(|it| it.words("type")).is_some_and(|it| it == "picture" || it == "video" || it == "graphic")
        };
        let caption = |it: &&Value| {
            let item = Item(it.as_object()?);
            item.words("descriptiontext").or_else(|| item.words("descriptions"))
        };
        all.iter().filter(picture).filter_map(caption).collect()
    }
}

/// The one whose role says that it is the main one, or says nothing; else the first.
fn main(all: &[Value]) -> Option<&Value> {
    let role = |it: &Value| it.get("role").and_then(Value::as_str).unwrap_or("").to_lowercase();
    let is_main = |it: &&Value| matches!(role(it).rsplit(':').next().unwrap_or(""), "" | "main" | "body" | "headline");
    all.iter().find(is_main).or(all.first())
}

fn kind_of(value: &Value) -> String {
    let kind = value.get("contentType").or_else(|| value.get("contenttype")).and_then(Value::as_str);
    kind.unwrap_or("").to_lowercase()
}

fn words_of(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => some(words),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => {
            let keys = ["value", "name", "literal", "title", "uri"];
            keys.iter().find_map(|key| fields.get(*key).and_then(Value::as_str)).and_then(some)
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}
