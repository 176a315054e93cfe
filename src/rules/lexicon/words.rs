//! Everyday words that every reader leans on (`rules/lexicon/words.toml`): abbreviations and function words.

use rustc_hash::FxHashSet;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct WordsFile {
    abbreviations: Vec<String>,
    function_words: Vec<String>,
    figure_words: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Lower case, without the full stop: a full stop after one of these does not end a sentence by itself.
    pub abbreviations: FxHashSet<String>,
    /// Lower case: words that say nothing about what a sentence is about.
    pub function_words: FxHashSet<String>,
    /// Lower case: number words, and words that go with numbers. They say nothing of a sentence's topic either.
    pub figure_words: FxHashSet<String>,
}

impl Words {
    pub fn compile(file: WordsFile) -> Words {
        Words {
            abbreviations: file.abbreviations.into_iter().collect(),
            function_words: file.function_words.into_iter().collect(),
            figure_words: file.figure_words.into_iter().collect(),
        }
    }
}
