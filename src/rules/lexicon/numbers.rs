//! Number words (`rules/lexicon/numbers.toml`): cardinals, ordinals, magnitudes, bands, and numbers that count nothing.
//!
//! What a word of prose may begin is kept in one map, since every word of every text is looked up there once.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::phrases::Phrases;

type Bands = FxHashMap<String, [f64; 2]>;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NumbersFile {
    multiple_slack: f64,
    share_slack: f64,
    share_slack_part: f64,
    superlatives: Vec<String>,
    records: Vec<String>,
    placeholder_words: FxHashSet<String>,
    placeholder_brackets: Vec<String>,
    cardinals: FxHashMap<String, f64>,
    magnitudes: FxHashMap<String, f64>,
    short_magnitudes: FxHashMap<String, f64>,
    foreign_magnitudes: FxHashMap<String, f64>,
    foreign_cardinals: FxHashMap<String, f64>,
    ordinals: FxHashMap<String, f64>,
    fractions: FxHashMap<String, f64>,
    vague: Bands,
    shares: Bands,
    majorities: Bands,
    multiples: FxHashMap<String, f64>,
    statistics: FxHashMap<String, String>,
    traps: TrapsFile,
    casualties: FxHashMap<String, Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct TrapsFile {
    labels: FxHashSet<String>,
    models: FxHashSet<String>,
    streets: FxHashSet<String>,
    phrases: Vec<String>,
    one_after: FxHashSet<String>,
    one_before: FxHashSet<String>,
    first_after: FxHashSet<String>,
    hyphened: FxHashSet<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Numbers {
    pub cardinals: FxHashMap<String, f64>,
    pub magnitudes: FxHashMap<String, f64>,
    /// After numerals only.
    pub short_magnitudes: FxHashMap<String, f64>,
    /// "milliards", "miljoen": in other languages than English.
    pub foreign_magnitudes: FxHashMap<String, f64>,
    /// "zwei": before one of these only.
    pub foreign_cardinals: FxHashMap<String, f64>,
    pub ordinals: FxHashMap<String, f64>,
    /// How many of them make a whole.
    pub fractions: FxHashMap<String, f64>,
    pub vague: Phrases<[f64; 2]>,
    pub majorities: Phrases<[f64; 2]>,
    pub multiples: FxHashMap<String, f64>,
    pub superlatives: FxHashSet<String>,
    pub records: FxHashSet<String>,
    /// Lower case; read in capitals only.
    pub placeholder_words: FxHashSet<String>,
    /// By first word, after an opening square bracket.
    pub placeholder_brackets: Phrases<()>,
    /// Word of the text to "mean", "median", "total", "peak" or "low".
    pub statistics: FxHashMap<String, String>,
    /// Word of the text to its class: "wounded" to "injured".
    pub casualties: FxHashMap<String, String>,
    pub traps: Traps,
    /// Every word that an expression may begin with.
    pub starters: FxHashSet<String>,
    multiple_slack: f64,
    share_slack: f64,
    share_slack_part: f64,
    shares: Bands,
}

/// Where a number names instead of counting; see the file.
#[derive(Clone, Debug, Default)]
pub struct Traps {
    pub labels: FxHashSet<String>,
    pub models: FxHashSet<String>,
    pub streets: FxHashSet<String>,
    pub phrases: Phrases<()>,
    pub one_after: FxHashSet<String>,
    pub one_before: FxHashSet<String>,
    pub first_after: FxHashSet<String>,
    pub hyphened: FxHashSet<String>,
}

impl Numbers {
    pub fn compile(file: NumbersFile) -> Numbers {
        let first = |phrase: &String| phrase.split(' ').next().unwrap_or("").to_string();
        let mut starters: FxHashSet<String> = ["a", "an"].map(String::from).into_iter().collect();
        starters.extend(file.cardinals.keys().chain(file.magnitudes.keys()).chain(file.ordinals.keys()).cloned());
        starters.extend(file.fractions.keys().chain(file.multiples.keys()).chain(&file.superlatives).cloned());
        starters.extend(file.vague.keys().chain(file.majorities.keys()).map(first));
        starters.extend(["twice".to_string()]);
        let casualties = file
            .casualties
            .into_iter()
            .flat_map(|(class, words)| words.into_iter().map(move |word| (word, class.clone())))
            .collect();
        let traps = Traps {
            labels: file.traps.labels,
            models: file.traps.models,
            streets: file.traps.streets,
            phrases: Phrases::by_first(file.traps.phrases.into_iter().map(|phrase| (phrase, ()))),
            one_after: file.traps.one_after,
            one_before: file.traps.one_before,
            first_after: file.traps.first_after,
            hyphened: file.traps.hyphened,
        };
        Numbers {
            cardinals: file.cardinals,
            magnitudes: file.magnitudes,
            short_magnitudes: file.short_magnitudes,
            foreign_magnitudes: file.foreign_magnitudes,
            foreign_cardinals: file.foreign_cardinals,
            ordinals: file.ordinals,
            fractions: file.fractions,
            vague: Phrases::by_first(file.vague),
            majorities: Phrases::by_first(file.majorities),
            multiples: file.multiples,
            superlatives: file.superlatives.into_iter().collect(),
            records: file.records.into_iter().collect(),
            placeholder_words: file.placeholder_words,
            placeholder_brackets: Phrases::by_first(file.placeholder_brackets.into_iter().map(|it| (it, ()))),
            statistics: file.statistics,
            casualties,
            traps,
            starters,
            multiple_slack: file.multiple_slack,
            share_slack: file.share_slack,
            share_slack_part: file.share_slack_part,
            shares: file.shares,
        }
    }

    /// The band that "doubled" or "three times" stands for.
    pub fn multiple_band(&self, times: f64) -> (f64, f64) {
        (times * (1.0 - self.multiple_slack), times * (1.0 + self.multiple_slack))
    }

    /// The band of per cents that "two-thirds" or "three in ten" stands for.
    pub fn share_band(&self, part: f64, whole: f64) -> (f64, f64) {
        if let Some([lo, hi]) = self.shares.get(&format!("{part}/{whole}")) {
            return (*lo, *hi);
        }
        let percent = if whole == 0.0 { 0.0 } else { part / whole * 100.0 };
        // "Five in ten" is a half, and "two quarters" too.
        if percent == 50.0
            && let Some([lo, hi]) = self.shares.get("1/2")
        {
            return (*lo, *hi);
        }
        let slack = self.share_slack.min(percent * self.share_slack_part);
        (percent - slack, percent + slack)
    }
}
