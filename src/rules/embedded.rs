//! The files under `rules/`, embedded. One line a file; a test compares the list with the folder.

macro_rules! embed {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../rules/", $path)))),*]
    };
}

/// Path below `rules/`, and text.
pub type Embedded = &'static [(&'static str, &'static str)];

pub const RULES: Embedded = embed![
    "figure/unsupported-figure.toml"
    "figure/conflicting-figure.toml"
    "figure/overstated-figure.toml"
];

pub const LEXICON: Embedded = embed![
    "lexicon/dates.toml"
    "lexicon/hedges.toml"
    "lexicon/nouns.toml"
    "lexicon/numbers.toml"
    "lexicon/stages.toml"
    "lexicon/units.toml"
    "lexicon/words.toml"
];
