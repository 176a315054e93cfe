//! Number words (`rules/lexicon/numbers.toml`): cardinals, ordinals, magnitudes, vague bands, shares, multiples.

use rustc_hash::FxHashMap;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NumbersFile {
    pub cardinals: FxHashMap<String, f64>,
}

#[derive(Clone, Debug, Default)]
pub struct Numbers {
    pub cardinals: FxHashMap<String, f64>,
}

impl Numbers {
    pub fn compile(file: NumbersFile) -> Numbers {
        Numbers { cardinals: file.cardinals }
    }
}
