//! Opposites, words that may stand for each other, and converses (`rules/lexicon/contrasts.toml`).
//!
//! Answers of dictionary forms; whoever asks has made them.

use rustc_hash::FxHashMap;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ContrastsFile {
    verbs: Vec<String>,
    adjectives: Vec<String>,
    nouns: Vec<String>,
    adverbs: Vec<String>,
    prepositions: Vec<String>,
    directions: Vec<String>,
    akin: Vec<String>,
    converses: Vec<String>,
}

/// Where a word stands: the line and its pole.
type Poles = FxHashMap<String, Vec<(u16, bool)>>;

#[derive(Clone, Debug, Default)]
pub struct Contrasts {
    words: Poles,
    directions: Poles,
    akin: FxHashMap<String, Vec<u16>>,
    /// One verb, the other, and the preposition before the actor of the first.
    converses: Vec<(String, String, String)>,
}

impl Contrasts {
    pub fn compile(file: ContrastsFile) -> Contrasts {
        let all = [file.verbs, file.adjectives, file.nouns, file.adverbs, file.prepositions].concat();
        let mut akin: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        for (line, words) in file.akin.iter().enumerate() {
            for word in list(words) {
                akin.entry(word.to_string()).or_default().push(line as u16);
            }
        }
        let converses = file.converses.iter().filter_map(|it| it.split_once('|')).flat_map(|(ours, theirs)| {
            let (verb, preposition) = theirs.trim().rsplit_once(' ').unwrap_or((theirs.trim(), ""));
            let verbs: Vec<_> = list(ours).map(|it| it.split(' ').next().unwrap_or(it)).collect();
            verbs.into_iter().map(move |it| (it.to_string(), verb.to_string(), preposition.to_string()))
        });
        Contrasts { words: poles(&all), directions: poles(&file.directions), akin, converses: converses.collect() }
    }

    /// Every word of the lists.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.words.keys().chain(self.directions.keys()).chain(self.akin.keys()).map(String::as_str)
    }

    pub fn are_opposite(&self, a: &str, b: &str) -> bool {
        meet(&self.words, a, b, true) && !meet(&self.words, a, b, false) && !self.are_akin(a, b)
    }

    /// One tells more and the other less, whatever parts of speech they are.
    pub fn are_opposite_ways(&self, a: &str, b: &str) -> bool {
        meet(&self.directions, a, b, true) && !meet(&self.directions, a, b, false)
    }

    /// They may stand for each other.
    pub fn are_akin(&self, a: &str, b: &str) -> bool {
        let ours = self.akin(a);
        !ours.is_empty() && self.akin(b).iter().any(|it| ours.contains(it))
    }

    /// The lines of words that may stand for each other on which a word stands.
    pub fn akin(&self, word: &str) -> &[u16] {
        self.akin.get(word).map_or(&[], Vec::as_slice)
    }

    /// They have an opposite in common.
    pub fn share_pole(&self, a: &str, b: &str) -> bool {
        meet(&self.words, a, b, false)
    }

    /// One tells from the other side what the other tells.
    pub fn are_converse(&self, a: &str, b: &str) -> bool {
        self.converses.iter().any(|(one, other, _)| (one == a && other == b) || (one == b && other == a))
    }
}

fn list(words: &str) -> impl Iterator<Item = &str> {
    words.split(',').map(str::trim).filter(|it| !it.is_empty())
}

fn poles(lines: &[String]) -> Poles {
    let mut poles = Poles::default();
    for (line, words) in lines.iter().enumerate() {
        for (side, words) in words.split('|').enumerate() {
            for word in list(words) {
                poles.entry(word.to_string()).or_default().push((line as u16, side > 0));
            }
        }
    }
    poles
}

/// Whether two words stand on one line, at different poles or at the same one.
fn meet(poles: &Poles, a: &str, b: &str, opposite: bool) -> bool {
    let (Some(ours), Some(theirs)) = (poles.get(a), poles.get(b)) else { return false };
    ours.iter().any(|(line, side)| theirs.iter().any(|it| it.0 == *line && (it.1 != *side) == opposite))
}

#[cfg(test)]
mod tests {
    #[test]
    fn opposites_meet_on_one_line() {
        let rules = crate::rules::Rules::built_in();
        let contrasts = &rules.lexicon.contrasts;
        assert!(contrasts.are_opposite("approve", "reject"));
        assert!(contrasts.are_opposite("north", "south"));
        assert!(!contrasts.are_opposite("approve", "endorse"));
        assert!(!contrasts.are_opposite("north", "reject"));
        assert!(contrasts.are_converse("sell", "buy"));
    }
}
