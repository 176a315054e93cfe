//! Whom a text has its facts from (`rules/lexicon/origins.toml`): outlets, and the words that name one as the origin.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::phrases::Phrases;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct OriginsFile {
    outlets: Vec<String>,
    agencies: Vec<String>,
    name_words: Vec<String>,
    nouns: Vec<String>,
    not_outlets: Vec<String>,
    before: Vec<String>,
    after: Vec<String>,
    after_between: Vec<String>,
    possessed: Vec<String>,
    credits: Vec<String>,
    own: Vec<String>,
    loose: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// By name without "the", agencies included: the name that the outlet is known by here.
    outlets: FxHashMap<String, String>,
    agencies: FxHashSet<String>,
    /// Words one of which stands in or beside the name of every outlet.
    hints: FxHashSet<String>,
    /// The last word of a paper's name: "courier".
    pub name_words: FxHashSet<String>,
    /// By first word, and by last: "news agency".
    pub nouns: Phrases<()>,
    pub nouns_before: Phrases<()>,
    not_outlets: Vec<String>,
    /// By last word: what stands before an outlet that a text rests on. "…" stands for a few words.
    pub before: Phrases<()>,
    pub after: Phrases<()>,
    pub after_between: FxHashSet<String>,
    pub possessed: FxHashSet<String>,
    pub credits: Phrases<()>,
    /// "told this newspaper".
    pub own: Phrases<()>,
    /// Words by which a note says more than where to look.
    pub loose: FxHashSet<String>,
}

impl Origins {
    pub fn compile(file: OriginsFile) -> Origins {
        let mut outlets = FxHashMap::default();
        for line in file.outlets.iter().chain(&file.agencies) {
            let known = line.split(',').next().unwrap_or("").trim();
            outlets.extend(line.split(',').map(|it| (it.trim().to_string(), known.to_string())));
        }
        let nouns = file.nouns.iter().flat_map(|it| it.split(' '));
        let parts =
            outlets.keys().flat_map(|it: &String| it.split(' ')).filter(|it| !matches!(*it, "and" | "of" | "the"));
        let hints = nouns.chain(parts).chain(file.name_words.iter().map(String::as_str)).map(str::to_string).collect();
        let last = |phrases: &[String]| Phrases::by_last(phrases.iter().map(|it| (it.clone(), ())));
        Origins {
            agencies: file.agencies.iter().flat_map(|it| it.split(',')).map(|it| it.trim().to_string()).collect(),
            outlets,
            hints,
            name_words: file.name_words.into_iter().collect(),
            nouns_before: last(&file.nouns),
            nouns: Phrases::by_first(file.nouns.into_iter().map(|it| (it, ()))),
            not_outlets: file.not_outlets,
            before: last(&file.before),
            after: Phrases::by_first(file.after.into_iter().map(|it| (it, ()))),
            after_between: file.after_between.into_iter().collect(),
            possessed: file.possessed.into_iter().collect(),
            credits: Phrases::by_first(file.credits.into_iter().map(|it| (it, ()))),
            own: Phrases::by_first(file.own.into_iter().map(|it| (it, ()))),
            loose: file.loose.into_iter().collect(),
        }
    }

    /// The name that an outlet is known by here. Lower case, without "the".
    pub fn known(&self, name: &str) -> Option<&str> {
        self.outlets.get(name).map(String::as_str)
    }

    pub fn is_agency(&self, name: &str) -> bool {
        self.agencies.contains(name)
    }

    /// Whether a text has a word that an outlet may be told by: most paragraphs have none, and are looked at no further.
    pub fn may_name(&self, prose: &str) -> bool {
        let words = prose.split(|it: char| !(it.is_alphanumeric() || matches!(it, '-' | '&' | '.')));
        let known = |word: &str| self.hints.contains(word.trim_matches('.'));
        words.filter(|it| !it.is_empty()).any(|word| match word.starts_with(char::is_uppercase) {
            true => known(&word.to_lowercase()),
            false => known(word),
        })
    }

    /// "swiss post", "oxford university press".
    pub fn is_none(&self, name: &str) -> bool {
        self.not_outlets.iter().any(|it| name.ends_with(it.as_str()))
    }
}
