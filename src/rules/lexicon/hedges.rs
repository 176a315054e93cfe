//! Hedges (`rules/lexicon/hedges.toml`): the words before and after a number that say how exact it is meant to be.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::phrases::Phrases;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct HedgesFile {
    topic_verbs: FxHashSet<String>,
    bounded_by: FxHashSet<String>,
    before: ByClass,
    after: ByClass,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ByClass {
    about: Vec<String>,
    under_near: Vec<String>,
    over: Vec<String>,
    over_near: Vec<String>,
    floor: Vec<String>,
    below: Vec<String>,
    cap: Vec<String>,
}

/// The classes of hedges, as the file's keys have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HedgeClass {
    About,
    UnderNear,
    Over,
    OverNear,
    Floor,
    Below,
    Cap,
}

#[derive(Clone, Debug, Default)]
pub struct Hedges {
    /// By last word.
    pub before: Phrases<HedgeClass>,
    /// By first word.
    pub after: Phrases<HedgeClass>,
    pub topic_verbs: FxHashSet<String>,
    pub bounded_by: FxHashSet<String>,
}

impl ByClass {
    fn all(self) -> impl Iterator<Item = (String, HedgeClass)> {
        [
            (self.about, HedgeClass::About),
            (self.under_near, HedgeClass::UnderNear),
            (self.over, HedgeClass::Over),
            (self.over_near, HedgeClass::OverNear),
            (self.floor, HedgeClass::Floor),
            (self.below, HedgeClass::Below),
            (self.cap, HedgeClass::Cap),
        ]
        .into_iter()
        .flat_map(|(phrases, class)| phrases.into_iter().map(move |phrase| (phrase, class)))
    }
}

impl Hedges {
    pub fn compile(file: HedgesFile) -> Hedges {
        Hedges {
            before: Phrases::by_last(file.before.all()),
            after: Phrases::by_first(file.after.all()),
            topic_verbs: file.topic_verbs,
            bounded_by: file.bounded_by,
        }
    }
}
