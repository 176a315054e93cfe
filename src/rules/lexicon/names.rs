//! What makes capitals a name (`rules/lexicon/names.toml`): titles, particles, bodies, places, and capitals that are none.

use rustc_hash::{FxHashMap, FxHashSet};
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
    ranks: Vec<String>,
    past_ranks: Vec<String>,
    fields: Vec<String>,
    title_tails: Vec<String>,
    exclusive: Vec<String>,
    sisters: Vec<String>,
    name_endings: Vec<String>,
    transliterations: Vec<(String, String)>,
    title_forms: BTreeMap<String, String>,
    broader: BTreeMap<String, Vec<String>>,
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
    /// What makes an office a lesser or a past one: "deputy", "former".
    pub ranks: FxHashSet<String>,
    /// Those of them that say that it was one once.
    pub past_ranks: FxHashSet<String>,
    /// What an office is for: "foreign", "supreme".
    pub fields: FxHashSet<String>,
    /// Words that part an office from whose it is: "of", "at".
    pub title_tails: FxHashSet<String>,
    /// Offices of which nobody holds two.
    pub exclusive: FxHashSet<String>,
    /// Words that tell a body from its sister: "east", "upper".
    pub sisters: FxHashSet<String>,
    /// What a name may end in besides, and be the same or a kinswoman's.
    pub name_endings: FxHashSet<String>,
    /// Ways to write a sound in Latin letters and the one that stands for all; `$` is the end of a word.
    pub transliterations: Vec<(String, String)>,
    /// Abbreviations and feminine forms of titles, and titles of two words that are one.
    pub title_forms: FxHashMap<String, String>,
    /// Title that may stand for more particular ones.
    pub broader: FxHashMap<String, FxHashSet<String>>,
    pub places: FxHashSet<String>,
    /// "norwegian", "western".
    pub demonyms: FxHashSet<String>,
}

impl Names {
    pub fn compile(file: NamesFile) -> Names {
        let set = |words: Vec<String>| -> FxHashSet<String> { words.into_iter().collect() };
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
            ranks: set(file.ranks),
            past_ranks: set(file.past_ranks),
            fields: set(file.fields),
            title_tails: set(file.title_tails),
            exclusive: set(file.exclusive),
            sisters: set(file.sisters),
            name_endings: set(file.name_endings),
            transliterations: file.transliterations,
            title_forms: file.title_forms.into_iter().collect(),
            broader: file.broader.into_iter().map(|(title, others)| (title, set(others))).collect(),
            places: file.places.into_keys().collect(),
            demonyms,
        }
    }
}
