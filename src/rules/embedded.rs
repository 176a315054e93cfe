//! The files under `rules/`, embedded. One line a file; a test compares the list with the folder.

macro_rules! embed {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../rules/", $path)))),*]
    };
}

/// Path below `rules/`, and text.
pub type Embedded = &'static [(&'static str, &'static str)];

pub const RULES: Embedded = embed![
    "attribution/bare-attribution.toml"
    "attribution/ghost-attribution.toml"
    "attribution/unexplained-anonymity.toml"
    "attribution/unnamed-attribution.toml"
    "attribution/nameable-speaker.toml"
    "attribution/exposed-speaker.toml"
    "attribution/altered-descriptor.toml"
    "attribution/inflated-corroboration.toml"
    "attribution/stock-reason.toml"
    "attribution/unnamed-spokesperson.toml"
    "attribution/unnamed-outlet.toml"
    "attribution/anonymous-quote.toml"
    "attribution/anonymous-judgement.toml"
    "attribution/loaded-verb.toml"
    "attribution/lone-anonymous-origin.toml"
    "claim/conflicting-claim.toml"
    "claim/unsupported-claim.toml"
    "date/conflicting-date.toml"
    "date/impossible-weekday.toml"
    "draft/open-placeholder.toml"
    "origin/single-origin.toml"
    "origin/miscited-source.toml"
    "figure/unsupported-figure.toml"
    "figure/conflicting-figure.toml"
    "figure/overstated-figure.toml"
    "figure/inconsistent-figures.toml"
    "claim/conflicting-claim.toml"
    "claim/overstated-claim.toml"
    "claim/disputed-claim.toml"
    "stet/lapsed-stet.toml"
    "stet/invalid-stet.toml"
    "quote/altered-quote.toml"
    "quote/misattribution.toml"
    "quote/unsourced-quote.toml"
    "quote/unattributed-quote.toml"
    "name/variant-name.toml"
    "name/conflicting-title.toml"
];

pub const LEXICON: Embedded = embed![
    "lexicon/clauses.toml"
    "lexicon/contrasts.toml"
    "lexicon/counted.toml"
    "lexicon/numbers.toml"
    "lexicon/origins.toml"
    "lexicon/quotes.toml"
    "lexicon/names.toml"
    "lexicon/speakers.toml"
    "lexicon/speech.toml"
    "lexicon/dates.toml"
    "lexicon/forms.toml"
    "lexicon/hedges.toml"
    "lexicon/nouns.toml"
    "lexicon/stages.toml"
    "lexicon/sums.toml"
    "lexicon/places.toml"
    "lexicon/units.toml"
    "lexicon/voices.toml"
    "lexicon/weights.toml"
    "lexicon/words.toml"
];

pub const HOUSES: Embedded = embed![
    "houses/ap.toml"
    "houses/bbc.toml"
    "houses/default.toml"
    "houses/fact-check.toml"
    "houses/guardian.toml"
    "houses/npr.toml"
    "houses/nyt.toml"
    "houses/reuters.toml"
];
