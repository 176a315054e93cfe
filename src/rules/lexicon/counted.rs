//! Nouns that newsroom copy counts interchangeably, and words that make a part of a whole (`rules/lexicon/counted.toml`).

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CountedFile {
    groups: Vec<Vec<String>>,
    parts: Vec<String>,
    samples: Vec<String>,
    beginnings: Vec<String>,
    casualties: Vec<String>,
    bodies: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Counted {
    groups: FxHashMap<String, Vec<u16>>,
    /// "phase", "instalment": a figure about one is no figure about the whole.
    pub parts: FxHashSet<String>,
    /// "surveyed", "polled": a share of those asked is no share of all.
    pub samples: FxHashSet<String>,
    /// "opened in 1974": before the year in which a thing began to be one.
    pub beginnings: FxHashSet<String>,
    /// "casualty", "victim": the dead and the hurt together.
    pub casualties: FxHashSet<String>,
    bodies: FxHashSet<String>,
}

impl Counted {
    pub fn compile(file: CountedFile) -> Counted {
        let mut groups: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        for (n, group) in file.groups.into_iter().enumerate() {
            for word in group {
                groups.entry(word).or_default().push(n as u16);
            }
        }
        Counted {
            groups,
            parts: file.parts.into_iter().collect(),
            samples: file.samples.into_iter().collect(),
            beginnings: file.beginnings.into_iter().collect(),
            casualties: file.casualties.into_iter().collect(),
            bodies: file.bodies.into_iter().collect(),
        }
    }

    /// "an army of 800,000" counts the troops of the army: a body, and who is in it. Singular, lower case.
    pub fn is_body_of(&self, body: &str, member: &str) -> bool {
        self.bodies.contains(body) && (self.are_akin(member, "person") || self.are_akin(member, "troop"))
    }

    /// Whether copy counts the one where it could count the other: "300 staff", "300 jobs". Singular, lower case.
    pub fn are_akin(&self, a: &str, b: &str) -> bool {
        let groups = |word: &str| self.groups.get(word).map_or(&[][..], Vec::as_slice);
        a == b || groups(a).iter().any(|it| groups(b).contains(it))
    }
}
