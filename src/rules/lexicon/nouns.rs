//! What noun phrases end at, and irregular plurals (`rules/lexicon/nouns.toml`).
//!
//! A stand-in for syntax that is cheap enough for every sentence of every source.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NounsFile {
    enders: FxHashSet<String>,
    verbs: FxHashSet<String>,
    prepositions: FxHashSet<String>,
    counters: FxHashSet<String>,
    irregular: FxHashMap<String, String>,
    of_age: FxHashSet<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Nouns {
    /// Words after a counted noun that are not part of it.
    pub enders: FxHashSet<String>,
    /// Verbs that are not told by their ending.
    pub verbs: FxHashSet<String>,
    pub prepositions: FxHashSet<String>,
    /// "number", "total": say that something is counted, and not what.
    pub counters: FxHashSet<String>,
    /// Plural to singular.
    pub irregular: FxHashMap<String, String>,
    /// "a *son* of five": a number after it is an age.
    pub of_age: FxHashSet<String>,
}

impl Nouns {
    pub fn compile(file: NounsFile) -> Nouns {
        Nouns {
            enders: file.enders,
            verbs: file.verbs,
            prepositions: file.prepositions,
            counters: file.counters,
            irregular: file.irregular,
            of_age: file.of_age,
        }
    }

    /// "armies" to "army"; what is no plural comes back as it is.
    pub fn singular(&self, word: &str) -> String {
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
        if let Some(singular) = self.irregular.get(word) {
            return singular.clone();
        }
        let n_letters = word.chars().count();
        if n_letters <= 3 || !word.ends_with('s') || ["ss", "us", "is"].iter().any(|it| word.ends_with(it)) {
            return word.to_string();
        }
        if let Some(stem) = word.strip_suffix("ies") {
            return if n_letters > 4 { format!("{stem}y") } else { format!("{stem}ie") };
        }
        for ending in ["sses", "shes", "ches", "xes", "zzes", "toes"] {
            if word.ends_with(ending) {
                return word.strip_suffix("es").unwrap_or(word).to_string();
            }
        }
        word.strip_suffix('s').unwrap_or(word).to_string()
    }

    /// Whether a word looks like several of something: "pumps", "people"; not "gas" or "famous".
    pub fn is_plural(&self, word: &str) -> bool {
        self.irregular.contains_key(word)
            || (word.len() > 3
                && word.ends_with('s')
                && !["ss", "us", "is", "'s"].iter().any(|it| word.ends_with(it))
                && !self.verbs.contains(word))
    }
}
