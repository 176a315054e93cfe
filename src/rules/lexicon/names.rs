//! What makes capitals a name (`rules/lexicon/names.toml`): titles, particles, bodies, places, and capitals that are none.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NamesFile {
    titles: Vec<String>,
    honorifics: Vec<String>,
    particles: Vec<String>,
    suffixes: Vec<String>,
    bodies: Vec<String>,
    known_bodies: Vec<String>,
    days: Vec<String>,
    openers: Vec<String>,
    not_names: Vec<String>,
    given: Vec<String>,
    places: BTreeMap<String, String>,
}

/// All lower case.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The last word of an office or an honorific: "minister", "dr".
    pub titles: FxHashSet<String>,
    pub honorifics: FxHashSet<String>,
    pub particles: FxHashSet<String>,
    pub suffixes: FxHashSet<String>,
    /// Words that bodies are called by: "ministry", "ltd".
    pub bodies: FxHashSet<String>,
    /// Whole names of bodies that have no such word.
    pub known_bodies: FxHashSet<String>,
    /// Months, weekdays and feasts.
    pub days: FxHashSet<String>,
    /// Capital only because the sentence begins.
    pub openers: FxHashSet<String>,
    pub not_names: FxHashSet<String>,
    /// First names.
    pub given: FxHashSet<String>,
    pub places: FxHashSet<String>,
    /// "norwegian", "western".
    pub demonyms: FxHashSet<String>,
}

impl Names {
    pub fn compile(file: NamesFile) -> Names {
        let set = |words: Vec<String>| words.into_iter().collect();
        let demonyms = file.places.values().filter(|it| !it.is_empty()).cloned().collect();
        Names {
            titles: set(file.titles),
            honorifics: set(file.honorifics),
            particles: set(file.particles),
            suffixes: set(file.suffixes),
            bodies: set(file.bodies),
            known_bodies: set(file.known_bodies),
            days: set(file.days),
            openers: set(file.openers),
            not_names: set(file.not_names),
            given: set(file.given),
            places: file.places.into_keys().collect(),
            demonyms,
        }
    }
}
