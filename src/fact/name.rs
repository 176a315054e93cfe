//! A proper name as it stands in a text, and what is known of it from the words around it.

use crate::text::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub kind: NameKind,
    /// The name without titles, as written.
    pub words: String,
    /// For a person: the last part, particles included ("van der Berg"). For others the whole.
    pub surname: String,
    /// For a person: given names or initials, as written; empty where only the surname stands.
    pub given: String,
    /// Titles and offices beside it: "First Deputy Foreign Minister", "Ms".
    pub title: Option<Span>,
    /// The short form that the text gives it: "the World Health Organization (*WHO*)".
    pub alias: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    Person,
    /// A company, ministry, party, court, paper.
    Body,
    Place,
    /// Capitals that cannot be told apart.
    Unknown,
}
