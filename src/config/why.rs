//! Every configured value with where it comes from, for `backread config --why`.
//!
//! One row a key, sorted as `backread.toml` is documented. What nobody set is listed with its default, so that the list
//! is also the answer to "what can be set".

use super::{AnonymousQuote, Config, Distance, EarlierVersions, FailOn, Given, Glob, Reason, SourceEntry, Word};

/// One key, its value as TOML would write it, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub key: String,
    pub value: String,
    /// `backread.toml:3`, `house ap`, or `default`.
    pub origin: String,
}

impl Config {
    pub fn why(&self) -> Vec<Why> {
        let mut rows = Rows { config: self, rows: Vec::new() };
        let globs = |globs: &Vec<Glob>| list(globs.iter().map(|it| it.pattern.as_str()));
        let words = |words: &Vec<String>| list(words.iter().map(String::as_str));
        rows.one("sources", self.sources.as_ref(), globs, "the nearest folder named sources, source or research");
        rows.one("drafts", self.drafts.as_ref(), globs, "[]");
        rows.one("house", self.house.as_ref(), |it| quoted(it), "\"default\"");
        for folder in &self.rules {
            rows.given("rules", folder, quoted(&folder.value));
        }
        rows.one("fail-on", self.fail_on.as_ref(), word::<FailOn>, "\"error\"");
        rows.one("earlier-versions", self.earlier_versions.as_ref(), word::<EarlierVersions>, "\"exclude\"");
        for (rule, level) in &self.levels {
            rows.given(&format!("levels.{rule}"), level, quoted(level.value.map_or("off", |it| it.word())));
        }
        let policy = &self.policy;
        rows.one("policy.reason", policy.reason.as_ref(), word::<Reason>, "\"stock-counts\"");
        rows.one("policy.descriptor-floor", policy.descriptor_floor.as_ref(), u8::to_string, "3");
        rows.one("policy.anonymous-quote", policy.anonymous_quote.as_ref(), word::<AnonymousQuote>, "\"approval\"");
        rows.one(
            "policy.attribution-distance",
            policy.attribution_distance.as_ref(),
            word::<Distance>,
            "\"first-mention\"",
        );
        rows.one("policy.loaded-verbs", policy.loaded_verbs.as_ref(), words, "[]");
        rows.one("policy.institution-voices", policy.institution_voices.as_ref(), words, "[]");
        for (kind, number) in &policy.min_origins {
            rows.given(&format!("policy.min-origins.{kind}"), number, number.value.to_string());
        }
        for (name, others) in &self.names {
            rows.given(&format!("names.{name}"), others, words(&others.value));
        }
        for entry in &self.entries {
            rows.given(&format!("source {}", quoted(&entry.value.path)), entry, said(&entry.value));
        }
        rows.one("stet.reasons", self.reasons.as_ref(), words, "[]");
        rows.rows
    }

    /// `backread.toml:3`, or the layer's name alone where it is not a file.
    pub fn origin<T>(&self, given: &Given<T>) -> String {
        match self.layers.get(given.layer) {
            None => String::new(),
            Some(layer) if layer.kind != super::LayerKind::File => layer.shown.clone(),
            Some(layer) => {
                let head = layer.text.get(..given.span.start as usize).unwrap_or("");
                format!("{}:{}", layer.shown, head.matches('\n').count() + 1)
            }
        }
    }
}

struct Rows<'a> {
    config: &'a Config,
    rows: Vec<Why>,
}

impl Rows<'_> {
    fn one<T>(&mut self, key: &str, given: Option<&Given<T>>, show: impl Fn(&T) -> String, otherwise: &str) {
        match given {
            Some(given) => self.given(key, given, show(&given.value)),
            None => self.rows.push(Why {
                key: key.to_string(),
                value: otherwise.to_string(),
                origin: "default".to_string(),
            }),
        }
    }

    fn given<T>(&mut self, key: &str, given: &Given<T>, value: String) {
        self.rows.push(Why { key: key.to_string(), value, origin: self.config.origin(given) });
    }
}

fn word<T: Word + PartialEq>(value: &T) -> String {
    T::WORDS.iter().find(|(_, known)| known == value).map_or(String::new(), |(word, _)| quoted(word))
}

fn said(entry: &SourceEntry) -> String {
    let mut parts = Vec::new();
    let mut add = |key: &str, value: Option<String>| parts.extend(value.map(|it| format!("{key} = {it}")));
    let words = |value: &Option<String>| value.as_deref().map(quoted);
    add("trust", words(&entry.trust));
    add("title", words(&entry.title));
    add("outlet", words(&entry.outlet));
    add("kind", words(&entry.kind));
    add("date", words(&entry.date));
    add("url", words(&entry.url));
    add("origin", words(&entry.origin));
    add("language", words(&entry.language));
    add("verbatim", entry.verbatim.map(|it| it.to_string()));
    add("speakers", entry.speakers.as_ref().map(|it| list(it.iter().map(String::as_str))));
    add("supersedes", words(&entry.supersedes));
    add("confidential", entry.confidential.map(|it| it.to_string()));
    add("embargo", words(&entry.embargo));
    parts.join(", ")
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", words.map(quoted).collect::<Vec<_>>().join(", "))
}

fn quoted(word: &str) -> String {
    format!("{word:?}")
}
