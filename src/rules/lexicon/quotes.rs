//! What tells one use of quotation marks from another, and one change of a quotation from another
//! (`rules/lexicon/quotes.toml`). All words are lower case with typewriter apostrophes.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct QuotesFile {
    elided: Vec<String>,
    speech: Vec<String>,
    reporting: Vec<String>,
    titles: Vec<String>,
    distances: Vec<String>,
    verbs: Vec<String>,
    fillers: Vec<String>,
    negations: Vec<String>,
    modals: Vec<String>,
    contrasts: Vec<String>,
    conditions: Vec<String>,
    qualifiers: Vec<String>,
    hedges: Vec<String>,
    doubts: Vec<String>,
    coordinators: Vec<String>,
    grammar: Vec<Vec<String>>,
    translated: Vec<String>,
    languages: Vec<String>,
    spellings: FxHashMap<String, String>,
    numbers: FxHashMap<String, f64>,
    scales: FxHashMap<String, f64>,
    contractions: FxHashMap<String, String>,
}

#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// "em", "tis": the mark before is an apostrophe.
    pub elided: FxHashSet<String>,
    pub speech: FxHashSet<String>,
    /// The part of them that makes a sentence without marks indirect speech.
    pub reporting: FxHashSet<String>,
    pub titles: FxHashSet<String>,
    pub distances: FxHashSet<String>,
    /// Common verbs and the pronouns that need one.
    pub verbs: FxHashSet<String>,
    /// Phrases, each as its words.
    pub fillers: Vec<Vec<String>>,
    pub negations: FxHashSet<String>,
    pub modals: FxHashSet<String>,
    pub contrasts: FxHashSet<String>,
    pub conditions: FxHashSet<String>,
    pub qualifiers: FxHashSet<String>,
    pub hedges: FxHashSet<String>,
    pub doubts: FxHashSet<String>,
    pub coordinators: FxHashSet<String>,
    /// Word to the groups that it belongs to.
    pub grammar: FxHashMap<String, Vec<usize>>,
    pub translated: FxHashSet<String>,
    pub languages: FxHashSet<String>,
    /// Local spelling to the one that stands for both.
    pub spellings: FxHashMap<String, String>,
    pub numbers: FxHashMap<String, f64>,
    pub scales: FxHashMap<String, f64>,
    /// "it's" to its words.
    pub contractions: FxHashMap<String, Vec<String>>,
}

impl Quotes {
    pub fn compile(file: QuotesFile) -> Quotes {
        let mut grammar: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (group, words) in file.grammar.into_iter().enumerate() {
            for word in words {
                grammar.entry(word).or_default().push(group);
            }
        }
        Quotes {
            elided: set(file.elided),
            speech: set(file.speech),
            reporting: set(file.reporting),
            titles: set(file.titles),
            distances: set(file.distances),
            verbs: set(file.verbs),
            fillers: file.fillers.iter().map(|phrase| words(phrase)).collect(),
            negations: set(file.negations),
            modals: set(file.modals),
            contrasts: set(file.contrasts),
            conditions: set(file.conditions),
            qualifiers: set(file.qualifiers),
            hedges: set(file.hedges),
            doubts: set(file.doubts),
            coordinators: set(file.coordinators),
            grammar,
            translated: set(file.translated),
            languages: set(file.languages),
            spellings: file.spellings,
            numbers: file.numbers,
            scales: file.scales,
            contractions: file.contractions.into_iter().map(|(short, long)| (short, words(&long))).collect(),
        }
    }

    /// Whether two words are forms of which one is the other's repaired grammar: "was" and "were".
    pub fn same_but_for_grammar(&self, one: &str, other: &str) -> bool {
        match (self.grammar.get(one), self.grammar.get(other)) {
            (Some(one), Some(other)) => one.iter().any(|group| other.contains(group)),
            _ => false,
        }
    }
}

fn set(words: Vec<String>) -> FxHashSet<String> {
    words.into_iter().collect()
}

fn words(phrase: &str) -> Vec<String> {
    phrase.split(' ').map(str::to_string).collect()
}
