//! A quiet mark after each figure and quotation that the sources support, with what it rests on.
//!
//! Of a confidential source the mark says that there is one, and nothing more.

use crate::engine::{Engine, FactRef, Nearest};
use crate::fact::FactKind;
use crate::finding::Standing;
use crate::server::features::standing;
use crate::text::{TextId, TextSpan};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub at: u32,
    pub mark: &'static str,
    pub tooltip: String,
}

pub fn hints(engine: &Engine, draft: TextId, within: TextSpan) -> Vec<Hint> {
    let facts = engine.fact_refs(draft);
    let inside = facts.iter().filter(|it| within.start <= it.span.end && it.span.end <= within.end);
    // What stands in a quotation is the quotation's: one that was altered has no marks in it.
    let quotes: Vec<TextSpan> =
        facts.iter().filter(|it| matches!(it.fact.kind, FactKind::Quote(_))).map(|it| it.span).collect();
    let is_quoted = |it: TextSpan| quotes.iter().any(|quote| *quote != it && quote.contains(it));
    let inside = inside.filter(|it| !is_quoted(it.span) && !matches!(it.fact.kind, FactKind::Name(_)));
    let mut hints: Vec<Hint> = inside.filter_map(hint).collect();
    hints.sort_by_key(|it| it.at);
    // A quotation and the figure that it ends with have one mark.
    hints.dedup_by_key(|it| it.at);
    hints
}

fn hint(fact: &FactRef<'_>) -> Option<Hint> {
    let standing = fact.standing?;
    let mark = match standing {
        Standing::Supported | Standing::OwnReporting => "✓",
        Standing::Computed => "≈✓",
        Standing::Strengthened
        | Standing::Conflicting
        | Standing::Disputed
        | Standing::Unsupported
        | Standing::NotJudged => return None,
    };
    let place = fact.nearest().map(|it| match it {
        Nearest::Named { source, place } => format!("{source}, {place}"),
        Nearest::Confidential => "a confidential source".to_string(),
    });
    let tooltip = match (standing, place) {
        (Standing::Computed, Some(place)) => format!("follows in one step from {place}"),
        (standing, Some(place)) => format!("{}: {place}", standing::in_words(standing, fact.backing, false)),
        (standing, None) => standing::in_words(standing, fact.backing, false),
    };
    Some(Hint { at: fact.span.end, mark, tooltip })
}
