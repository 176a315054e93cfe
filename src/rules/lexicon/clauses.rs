//! How a clause is meant (`rules/lexicon/clauses.toml`): denied, possible, planned, alleged, of how many, if what.
//!
//! Answers of dictionary forms, and of a word with its particle or preposition: "agree on".

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ClausesFile {
    stances: StancesFile,
    negation: NegationFile,
    modality: ModalityFile,
    ladder: LadderFile,
    quantifiers: QuantifiersFile,
    conditions: ConditionsFile,
    causes: CausesFile,
    authority: AuthorityFile,
    approval: ApprovalFile,
    doubt: DoubtFile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct StancesFile {
    alleged: Vec<String>,
    said: Vec<String>,
    believed: Vec<String>,
    planned: FxHashSet<String>,
    denied: Vec<String>,
    asked: Vec<String>,
    factive: FxHashSet<String>,
    finding: FxHashSet<String>,
    negative: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct NegationFile {
    words: FxHashSet<String>,
    adjectives: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ModalityFile {
    possible: FxHashSet<String>,
    planned: FxHashSet<String>,
    certain: FxHashSet<String>,
    partly: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct LadderFile {
    rungs: Vec<String>,
    reaching: FxHashSet<String>,
    pacts: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct QuantifiersFile {
    none: Vec<String>,
    one: Vec<String>,
    few: Vec<String>,
    some: Vec<String>,
    many: Vec<String>,
    most: Vec<String>,
    all: Vec<String>,
    parts: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ConditionsFile {
    marks: FxHashSet<String>,
    phrases: Vec<String>,
    predicates: FxHashSet<String>,
    gaining: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct CausesFile {
    verbs: FxHashSet<String>,
    words: FxHashSet<String>,
    beside: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct AuthorityFile {
    ladders: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ApprovalFile {
    warm: FxHashSet<String>,
    guarded: FxHashSet<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct DoubtFile {
    states: FxHashSet<String>,
    raising: FxHashSet<String>,
    raised: FxHashSet<String>,
}

/// What a governing word makes of the clause below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    Alleged,
    Said,
    Believed,
    Denied,
    Asked,
}

/// How many are meant. Ordered from none to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Amount {
    None,
    One,
    Few,
    Some,
    Many,
    Most,
    All,
}

#[derive(Clone, Debug, Default)]
pub struct ClauseWords {
    pub stances: FxHashMap<String, Stance>,
    /// What stands below it is planned, wished or asked for.
    pub planned: FxHashSet<String>,
    pub factive: FxHashSet<String>,
    /// Of those, what "not" turns into something that nobody says: "has not found that".
    pub finding: FxHashSet<String>,
    /// What stands below it is not so.
    pub negative: FxHashSet<String>,
    pub negators: FxHashSet<String>,
    pub negative_adjectives: FxHashSet<String>,
    pub possible: FxHashSet<String>,
    pub foreseen: FxHashSet<String>,
    pub certain: FxHashSet<String>,
    pub partly: FxHashSet<String>,
    /// The rung of a verb.
    pub rungs: FxHashMap<String, u8>,
    /// "reach" a "deal": together they stand where "agree" stands.
    pub reaching: FxHashSet<String>,
    pub pacts: FxHashSet<String>,
    pub amounts: FxHashMap<String, Amount>,
    pub parts: FxHashSet<String>,
    pub condition_marks: FxHashSet<String>,
    pub condition_phrases: Vec<String>,
    pub condition_predicates: FxHashSet<String>,
    pub gaining: FxHashSet<String>,
    pub cause_verbs: FxHashSet<String>,
    pub cause_words: FxHashSet<String>,
    pub beside_words: FxHashSet<String>,
    /// By word: the ladder and the place on it.
    pub authority: FxHashMap<String, Vec<(u8, u8)>>,
    /// Verbs and nouns of approval, and what takes a part of it away: "cautiously welcomed".
    pub warm: FxHashSet<String>,
    pub guarded: FxHashSet<String>,
    /// "remains unclear".
    pub doubtful: FxHashSet<String>,
    /// "raised" a "question": the verb, and what is raised.
    pub doubt_raising: FxHashSet<String>,
    pub doubts: FxHashSet<String>,
}

impl ClauseWords {
    pub fn compile(file: ClausesFile) -> ClauseWords {
        let stances = [
            (file.stances.asked, Stance::Asked),
            (file.stances.believed, Stance::Believed),
            (file.stances.denied, Stance::Denied),
            (file.stances.said, Stance::Said),
            (file.stances.alleged, Stance::Alleged),
        ];
        let amounts = [
            (file.quantifiers.none, Amount::None),
            (file.quantifiers.one, Amount::One),
            (file.quantifiers.few, Amount::Few),
            (file.quantifiers.some, Amount::Some),
            (file.quantifiers.many, Amount::Many),
            (file.quantifiers.most, Amount::Most),
            (file.quantifiers.all, Amount::All),
        ];
        let mut authority: FxHashMap<String, Vec<(u8, u8)>> = FxHashMap::default();
        for (ladder, line) in file.authority.ladders.iter().enumerate() {
            for (rung, words) in line.split('|').enumerate() {
                for word in words.split(',').map(str::trim) {
                    authority.entry(word.to_string()).or_default().push((ladder as u8, rung as u8));
                }
            }
        }
        let rungs = file.ladder.rungs.iter().enumerate().flat_map(|(rung, line)| {
            line.split(',').map(move |word| (word.trim().to_string(), rung as u8)).collect::<Vec<_>>()
        });
        ClauseWords {
            stances: stances
                .into_iter()
                .flat_map(|(words, it)| words.into_iter().map(move |word| (word, it)))
                .collect(),
            planned: file.stances.planned,
            factive: file.stances.factive,
            finding: file.stances.finding,
            negative: file.stances.negative,
            negators: file.negation.words,
            negative_adjectives: file.negation.adjectives,
            possible: file.modality.possible,
            foreseen: file.modality.planned,
            certain: file.modality.certain,
            partly: file.modality.partly,
            rungs: rungs.collect(),
            reaching: file.ladder.reaching,
            pacts: file.ladder.pacts,
            amounts: amounts
                .into_iter()
                .flat_map(|(words, it)| words.into_iter().map(move |word| (word, it)))
                .collect(),
            parts: file.quantifiers.parts,
            condition_marks: file.conditions.marks,
            condition_phrases: file.conditions.phrases,
            condition_predicates: file.conditions.predicates,
            gaining: file.conditions.gaining,
            cause_verbs: file.causes.verbs,
            cause_words: file.causes.words,
            beside_words: file.causes.beside,
            authority,
            warm: file.approval.warm,
            guarded: file.approval.guarded,
            doubtful: file.doubt.states,
            doubt_raising: file.doubt.raising,
            doubts: file.doubt.raised,
        }
    }

    /// Every word of the lists that is inflected.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let sets = [&self.planned, &self.factive, &self.negative, &self.condition_predicates, &self.gaining];
        let more = [
            &self.cause_verbs,
            &self.parts,
            &self.negative_adjectives,
            &self.reaching,
            &self.pacts,
            &self.warm,
            &self.doubt_raising,
            &self.doubts,
        ];
        let keys = self.stances.keys().chain(self.rungs.keys()).chain(self.authority.keys());
        sets.into_iter().chain(more).flatten().chain(keys).map(String::as_str)
    }

    /// How far up a ladder of authority two words stand, where one ladder has both.
    pub fn authority(&self, a: &str, b: &str) -> Option<(u8, u8)> {
        let (ours, theirs) = (self.authority.get(a)?, self.authority.get(b)?);
        ours.iter().find_map(|(ladder, rung)| Some((*rung, theirs.iter().find(|it| it.0 == *ladder)?.1)))
    }
}
