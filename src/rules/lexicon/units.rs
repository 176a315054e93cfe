//! Units of measure (`rules/lexicon/units.toml`), by word, by symbol and by sign.
//!
//! Values are indices into [`Units::all`]. What a unit measures is kept as the file has it; `read` makes the dimension.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::phrases::Phrases;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct UnitsFile {
    unit: Vec<UnitFile>,
    prefixes: FxHashMap<String, String>,
    per: PerFile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct UnitFile {
    name: String,
    measures: String,
    factor: f64,
    offset: f64,
    words: Vec<String>,
    symbols: Vec<String>,
    glued: Vec<String>,
    signs: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct PerFile {
    words: FxHashSet<String>,
    nouns: FxHashSet<String>,
    adverbs: FxHashMap<String, String>,
}

#[derive(Clone, Debug)]
pub struct UnitEntry {
    pub name: String,
    /// "length", "money" (of its own name), "money:USD" (a part of that currency), "percent" …
    pub measures: String,
    /// Base units in one of it.
    pub factor: f64,
    pub offset: f64,
}

#[derive(Clone, Debug, Default)]
pub struct Units {
    pub all: Vec<UnitEntry>,
    /// Lower case, in any writing.
    pub words: Phrases<usize>,
    /// In exactly this writing.
    pub symbols: FxHashMap<String, usize>,
    /// In exactly this writing and without a space after the number.
    pub glued: FxHashMap<String, usize>,
    pub signs: FxHashMap<char, usize>,
    /// "us$" and its like, and codes, before a number.
    pub prefixes: FxHashMap<String, usize>,
    pub per_words: FxHashSet<String>,
    pub per_nouns: FxHashSet<String>,
    /// "annually" to "year".
    pub per_adverbs: FxHashMap<String, String>,
}

impl Units {
    pub fn compile(file: UnitsFile) -> Units {
        let mut units = Units {
            per_words: file.per.words,
            per_nouns: file.per.nouns,
            per_adverbs: file.per.adverbs,
            ..Units::default()
        };
        let mut words = Vec::new();
        for (idx, unit) in file.unit.into_iter().enumerate() {
            words.extend(unit.words.into_iter().chain(unit.signs.iter().cloned()).map(|word| (word, idx)));
            units.signs.extend(unit.signs.iter().filter_map(|sign| sign.chars().next()).map(|sign| (sign, idx)));
            if unit.measures == "money" {
                units.prefixes.extend(unit.symbols.iter().map(|code| (code.to_lowercase(), idx)));
            }
            units.symbols.extend(unit.symbols.into_iter().map(|symbol| (symbol, idx)));
            units.glued.extend(unit.glued.into_iter().map(|symbol| (symbol, idx)));
            units.all.push(UnitEntry {
                name: unit.name,
                measures: unit.measures,
                factor: unit.factor,
                offset: unit.offset,
            });
        }
        units.words = Phrases::by_first(words);
        for (prefix, code) in file.prefixes {
            let found = units.symbols.get(&code).copied();
            units.prefixes.extend(found.map(|idx| (prefix, idx)));
        }
        units
    }
}
