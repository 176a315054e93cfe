//! The schemas of the files that are written by hand: what `backread schema` prints, and what keys are explained with.
//!
//! They are looked up by the path of a key. Only what they use of JSON Schema is understood: `properties`,
//! `additionalProperties`, `items` and `enum`. Beside an `enum`, `enumDescriptions` says what each word means.

use std::sync::LazyLock;

use serde_json::Value;

use super::PageKind;

pub const CONFIG: &str = include_str!("config.json");
pub const RULE: &str = include_str!("rule.json");
/// NB: not printed: nobody writes these by hand.
const DECISIONS: &str = include_str!("decisions.json");

/// What may stand at one place.
#[derive(Clone, Copy, Debug)]
pub struct Node(&'static Value);

static PARSED: LazyLock<(Value, Value, Value)> = LazyLock::new(|| {
    let parse = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    (parse(CONFIG), parse(RULE), parse(DECISIONS))
});

/// The top of a page. `None` for one whose keys no schema tells.
pub fn top(kind: PageKind) -> Option<Node> {
    match kind {
        PageKind::Config | PageKind::House => Some(Node(&PARSED.0)),
        PageKind::Rule => Some(Node(&PARSED.1)),
        PageKind::Sidecar => Node(&PARSED.0).child("source").map(Node::item),
        PageKind::Decisions => Some(Node(&PARSED.2)),
        PageKind::Lexicon => None,
    }
}

impl Node {
    /// What a list holds; anything else is itself.
    pub fn item(self) -> Node {
        self.0.get("items").map_or(self, Node)
    }

    pub fn child(self, key: &str) -> Option<Node> {
        let Node(value) = self.item();
        let named = value.get("properties").and_then(|it| it.get(key));
        let any = || value.get("additionalProperties").filter(|it| it.is_object());
        named.or_else(any).map(Node)
    }

    pub fn at(self, path: &[String]) -> Option<Node> {
        path.iter().try_fold(self, |node, key| node.child(key))
    }

    /// The keys that are known here, in the order of the schema.
    pub fn keys(self) -> Vec<(&'static str, Node)> {
        let properties = self.item().0.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(|(key, value)| (key.as_str(), Node(value))).collect()
    }

    pub fn about(self) -> &'static str {
        self.0.get("description").and_then(Value::as_str).unwrap_or("")
    }

    pub fn default(self) -> Option<String> {
        self.0.get("default").map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_string))
    }

    pub fn is_table(self) -> bool {
        self.0.get("type").is_some_and(|it| it == "object")
    }

    /// Yes or no stands there.
    pub fn is_switch(self) -> bool {
        self.0.get("type").is_some_and(|it| it == "boolean")
    }

    pub fn is_list_of_tables(self) -> bool {
        self.0.get("items").is_some_and(|it| Node(it).is_table())
    }

    /// The words that may stand here, each with what it means.
    pub fn words(self) -> Vec<(&'static str, &'static str)> {
        let Node(value) = self.item();
        let list = |key| value.get(key).and_then(Value::as_array).into_iter().flatten();
        let words = list("enum").filter_map(Value::as_str);
        let about = list("enumDescriptions").filter_map(Value::as_str).chain(std::iter::repeat(""));
        words.zip(about).collect()
    }

    /// What may stand here, in words: "error, warning or hint", "a list of text".
    pub fn takes(self) -> String {
        let words: Vec<&str> = self.words().into_iter().map(|(word, _)| word).collect();
        let what = match words.split_last() {
            Some((last, [])) => (*last).to_string(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None if self.is_list_of_tables() => return "tables, each under a header of its own".to_string(),
            None => self.item().sort(),
        };
        if self.0.get("items").is_none() { what } else { format!("a list of {what}") }
    }

    fn sort(self) -> String {
        let number = |key| self.0.get(key).and_then(Value::as_i64);
        match self.0.get("type").and_then(Value::as_str) {
            Some("boolean") => "true or false".to_string(),
            Some("integer") => match (number("minimum"), number("maximum")) {
                (Some(least), Some(most)) => format!("a whole number, {least} to {most}"),
                (Some(least), None) => format!("a whole number, {least} or more"),
                (None, _) => "a whole number".to_string(),
            },
            Some("number") => "a number".to_string(),
            Some("string") => "text".to_string(),
            Some("object") => "a table".to_string(),
            Some("array") => "a list".to_string(),
            // Several: the description says which.
            Some(_) | None => String::new(),
        }
    }
}
