//! Front matter: what a text says of itself, in YAML or TOML, or in the head of a saved page.
//!
//! Keys that we do not know are the writer's own affair. A mistake is recorded with its place and the rest is read: a
//! source that says `confidential: true` above a line that does not parse is confidential all the same.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Attestation, FrontMatter, Interview};
use crate::text::TextSpan;
use crate::text::markup::{Front, Markup};

const KINDS: &[&str] =
    &["primary", "transcript", "interview", "report", "rewrite", "release", "mail", "notes", "own", "data"];
const TRUSTS: &[&str] = &["record", "normal", "lead", "withdrawn"];

/// Nested deeper, a value is a mistake.
const DEEPEST: usize = 32;

/// The front matter, and its stets as written.
pub(super) fn read(raw: &str, markup: &Markup) -> (FrontMatter, Vec<String>) {
    let page = markup.page.clone();
    let mut stets = Vec::new();
    let Some(front) = markup.front else { return (page, stets) };
    let mut matter = FrontMatter { span: Some(front.at), ..page };
    let inner = front.inner.of(raw);
    let parsed = if front.toml { toml_table(inner) } else { yaml_table(inner) };
    let table = match parsed {
        Ok(table) => table,
        Err((span, cause)) => {
            let span = span.map_or(front.inner, |it| place(inner, front, it.start as usize, it.end as usize));
            matter.mistakes.push((span, cause));
            by_lines(inner, front.toml)
        }
    };
    for (key, value) in &table {
        take(&mut matter, &mut stets, key, value, &|key| key_place(inner, front, key));
    }
    (matter, stets)
}

/// Any value, with scalars as they would be written.
#[derive(Clone, Debug, PartialEq)]
enum Loose {
    Nothing,
    Flag(bool),
    Words(String),
    List(Vec<Loose>),
    Table(Vec<(String, Loose)>),
}

impl Loose {
    fn words(&self) -> Option<String> {
        match self {
            Loose::Words(words) => Some(words.trim().to_string()).filter(|it| !it.is_empty()),
            Loose::Flag(flag) => Some(flag.to_string()),
            Loose::Nothing | Loose::List(_) | Loose::Table(_) => None,
        }
    }

    fn flag(&self) -> Option<bool> {
        match self {
            Loose::Flag(flag) => Some(*flag),
            Loose::Words(words) => match words.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => Some(true),
                "false" | "no" | "off" => Some(false),
                _ => None,
            },
            Loose::Nothing | Loose::List(_) | Loose::Table(_) => None,
        }
    }

    /// A list, or one value as a list of one.
    fn items(&self) -> &[Loose] {
        match self {
            Loose::List(items) => items,
            Loose::Nothing => &[],
            Loose::Flag(_) | Loose::Words(_) | Loose::Table(_) => std::slice::from_ref(self),
        }
    }
}

/// A stet as it was written: `stet: lapsed-stet "12": own count` is a key and its value to YAML, unless in quotes.
fn stet_words(item: &Loose) -> Vec<String> {
    match item {
        Loose::Table(rows) => {
            rows.iter().filter_map(|(key, value)| Some(format!("{key}: {}", value.words()?))).collect()
        }
        Loose::Nothing | Loose::Flag(_) | Loose::Words(_) | Loose::List(_) => item.words().into_iter().collect(),
    }
}

fn take(matter: &mut FrontMatter, stets: &mut Vec<String>, key: &str, value: &Loose, place: &dyn Fn(&str) -> TextSpan) {
    if *value == Loose::Nothing {
        return;
    }
    let mistakes = &mut matter.mistakes;
    let mut wanted = |what: &str| mistakes.push((place(key), format!("`{key}` wants {what}")));
    let slot = match key {
        "title" => &mut matter.title,
        "outlet" => &mut matter.outlet,
        "kind" => &mut matter.kind,
        "date" => &mut matter.date,
        "url" => &mut matter.url,
        "origin" => &mut matter.origin,
        // As wire copy has it; what is called `origin` goes over it, whichever stands first.
        "creditline" | "provider" | "derivedfrom" if matter.origin.is_none() => &mut matter.origin,
        "language" | "lang" => &mut matter.language,
        "trust" => &mut matter.trust,
        "embargo" => &mut matter.embargo,
        "supersedes" => &mut matter.supersedes,
        "verbatim" | "confidential" => {
            match value.flag() {
                Some(flag) if key == "verbatim" => matter.verbatim = Some(flag),
                Some(flag) => matter.confidential = Some(flag),
                None => {
                    wanted("true or false");
                    // The careful reading of a slip is the one that shows nothing.
                    if key == "confidential" {
                        matter.confidential = Some(true);
                    }
                }
            }
            return;
        }
        "speakers" => {
            matter.speakers = value.items().iter().filter_map(Loose::words).collect();
            if matter.speakers.is_empty() {
                wanted("a list of names");
            }
            return;
        }
        "stet" => {
            stets.extend(value.items().iter().flat_map(stet_words));
            if stets.is_empty() {
                wanted("a list such as [\"unsupported-figure: own count\"]");
            }
            return;
        }
        "interviews" => {
            for item in value.items() {
                match interview(item) {
                    Some(interview) => matter.interviews.push(interview),
                    None => wanted("entries with `who`, and `date` and `how` if known"),
                }
            }
            return;
        }
        "anonymous" => {
            for item in value.items() {
                match attestation(item) {
                    Some(attestation) => matter.anonymous.push(attestation),
                    None => wanted("entries with `id`, `known_to`, `reason`, `approved_by` and `date`"),
                }
            }
            return;
        }
        _ => return,
    };
    match value.words() {
        Some(words) => {
            let allowed = match key {
                "kind" => KINDS,
                "trust" => TRUSTS,
                _ => &[],
            };
            if !allowed.is_empty() && !allowed.contains(&words.as_str()) {
                wanted(&format!("one of {}, not `{words}`", allowed.join(", ")));
            }
            *slot = Some(words);
        }
        None => wanted("one value"),
    }
}

/// `{who: Anna Vik, date: 2031-05-02, how: by phone}`, or the name alone.
fn interview(item: &Loose) -> Option<Interview> {
    match item {
        Loose::Words(who) if !who.trim().is_empty() => {
            Some(Interview { who: who.trim().to_string(), date: None, how: None })
        }
        Loose::Table(entries) => {
            let get = |key: &str| entries.iter().find(|(it, _)| it == key).and_then(|(_, value)| value.words());
            Some(Interview { who: get("who")?, date: get("date"), how: get("how") })
        }
        Loose::Nothing | Loose::Flag(_) | Loose::Words(_) | Loose::List(_) => None,
    }
}

/// `{id: nurse, known_to: A. Vik, reason: fears dismissal, approved_by: M. Holt, date: 2031-05-02}`, all but the id or the
/// approval optional.
fn attestation(item: &Loose) -> Option<Attestation> {
    let Loose::Table(entries) = item else { return None };
    // `approved-by` is how the rest of our keys are spelt.
    let is = |given: &str, key: &str| given == key || given.replace('-', "_") == key;
    let get = |key: &str| entries.iter().find(|(it, _)| is(it, key)).and_then(|(_, value)| value.words());
    let attestation = Attestation {
        id: get("id"),
        known_to: get("known_to"),
        reason: get("reason"),
        approved_by: get("approved_by"),
        date: get("date"),
    };
    (attestation.id.is_some() || attestation.approved_by.is_some()).then_some(attestation)
}

type Table = Vec<(String, Loose)>;
type Mistake = (Option<TextSpan>, String);

fn table_of(value: Loose) -> Result<Table, Mistake> {
    match value {
        Loose::Table(table) => Ok(table),
        Loose::Nothing => Ok(Table::new()),
        Loose::Flag(_) | Loose::Words(_) | Loose::List(_) => {
            Err((None, "front matter wants lines such as `title: …`".to_string()))
        }
    }
}

fn yaml_table(inner: &str) -> Result<Table, Mistake> {
    if inner.trim().is_empty() {
        return Ok(Table::new());
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
    };
    match serde_saphyr::from_str_with_options::<Loose>(inner, options) {
        Ok(value) => table_of(value),
        Err(error) => {
            let line = error.location().map(|it| it.line()).unwrap_or(0) as usize;
            Err((line_place(inner, line), first_line(&error.to_string())))
        }
    }
}

fn toml_table(inner: &str) -> Result<Table, Mistake> {
    match toml::from_str::<Loose>(inner) {
        Ok(value) => table_of(value),
        Err(error) => {
            let span = error.span().map(|it| TextSpan::new(it.start.min(it.end), it.end));
            Err((span, first_line(error.message())))
        }
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("does not parse").trim().trim_end_matches('.').to_string()
}

/// The words of a 1-based line.
fn line_place(inner: &str, line: usize) -> Option<TextSpan> {
    let mut at = 0;
    for (n, it) in inner.split_inclusive('\n').enumerate() {
        if n + 1 == line {
            return Some(TextSpan::new(at, at + it.trim_end().len()));
        }
        at += it.len();
    }
    None
}

/// Where a key of the top level stands.
fn key_place(inner: &str, front: Front, key: &str) -> TextSpan {
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        let words = line.trim_start_matches(['[', '"', '\'']);
        let lead = line.len() - words.len();
        if words.starts_with(key) && words.get(key.len()..).is_some_and(|it| !it.starts_with(char::is_alphanumeric)) {
            return place(inner, front, at + lead, at + lead + key.len());
        }
        at += line.len();
    }
    front.inner
}

fn place(inner: &str, front: Front, start: usize, end: usize) -> TextSpan {
    let start = start.min(inner.len());
    let base = front.inner.start as usize;
    TextSpan::new(base + start, base + end.clamp(start, inner.len()))
}

/// What can be saved of front matter that does not parse: its plain `key: value` lines.
fn by_lines(inner: &str, toml: bool) -> Table {
    let sign = if toml { '=' } else { ':' };
    let mut table = Table::new();
    for line in inner.lines() {
        if let Some((key, value)) = line.split_once(sign) {
            let value = value.split(" #").next().unwrap_or("").trim().trim_matches(['"', '\'']);
            let plain = !value.is_empty() && !value.starts_with(['[', '{', '&', '*', '|', '>']);
            if plain && !key.starts_with(char::is_whitespace) && !["interviews", "anonymous"].contains(&key.trim()) {
                table.push((key.trim().to_string(), Loose::Words(value.to_string())));
            }
        }
    }
    table
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Loose, E> {
        Ok(Loose::Flag(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Loose, E> {
        Ok(Loose::Words(it.to_string()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Loose, E> {
        Ok(Loose::Words(it.to_string()))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Loose, E> {
        Ok(Loose::Words(it.to_string()))
    }

    fn visit_str<E>(self, it: &str) -> Result<Loose, E> {
        Ok(Loose::Words(it.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Nothing)
    }

    fn visit_none<E>(self) -> Result<Loose, E> {
        Ok(Loose::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Loose, D::Error> {
        Loose::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Loose, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Loose::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Loose, A::Error> {
        let mut table = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Loose, Loose>()? {
            // NB: this is how toml hands out a date that is not in quotes.
            if key == Loose::Words("$__toml_private_datetime".to_string()) {
                return Ok(value);
            }
            table.push((key.words().unwrap_or_default(), value));
        }
        Ok(Loose::Table(table))
    }
}
