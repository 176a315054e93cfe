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
    "stet/lapsed-stet.toml"
    "stet/invalid-stet.toml"
];

pub const LEXICON: Embedded = embed![
    "lexicon/counted.toml"
    "lexicon/numbers.toml"
    "lexicon/words.toml"
];
