//! Words by which a writer says that figures make up a whole, or that they do not (`rules/lexicon/sums.toml`).

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Sums {
    /// "including", "so far": nothing is added up.
    pub open: Vec<String>,
    /// "the rest": the figures are all there are.
    pub closing: Vec<String>,
    /// "in all", after a whole.
    pub total_after: Vec<String>,
    /// "a total of", before a whole.
    pub total_before: Vec<String>,
    /// "undecided": an answer that only stands where all answers are told.
    pub answers: Vec<String>,
    /// Between a number of voters and the score of their vote.
    pub voted: Vec<String>,
    /// "a majority of", before a difference of two votes.
    pub margin: Vec<String>,
    /// "or", before a figure that says another one again.
    pub restating: Vec<String>,
    /// "apiece", after a figure for one.
    pub for_each: Vec<String>,
    /// "then": an age of another time.
    pub other_age: Vec<String>,
    /// "for", between a period and its length.
    pub lasting: Vec<String>,
    /// "another": a figure of another count than the one before it.
    pub counted_anew: Vec<String>,
}
