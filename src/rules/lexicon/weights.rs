//! What the answers about a word weigh (`rules/lexicon/weights.toml`), learnt by `examples/fit.rs`.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct WeightsFile {
    substituted: BTreeMap<String, f32>,
}

#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Of a word of the draft that stands where the sources have another word, or none.
    pub substituted: BTreeMap<String, f32>,
}

impl Weights {
    pub fn compile(file: WeightsFile) -> Weights {
        Weights { substituted: file.substituted }
    }

    /// From 0 to 1: how sure it is, going by all answers together. A question without a weight counts nothing.
    pub fn sure(&self, answers: &[(&'static str, f32)]) -> f32 {
        let weight = |name: &str| self.substituted.get(name).copied().unwrap_or_default();
        // NB: without any weights nothing is ever sure.
        if self.substituted.is_empty() {
            return 0.0;
        }
        let sum: f32 = answers.iter().map(|(name, value)| weight(name) * value).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}
