//! The draft's facts by kind, for an outline; the sources' names and figures, for a search.
//!
//! What no check judges (a name, a date) is listed without a standing: "not judged" beside each would say nothing.

use crate::engine::desk::Desk;
use crate::engine::{Engine, FactRef, Symbol};
use crate::fact::FactKind;
use crate::server::features::standing;
use crate::text::fold::one_line;
use crate::text::{TextId, TextSpan};

/// A kind of fact, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Figure,
    Quotation,
    Date,
    Name,
    Attribution,
}

impl Sort {
    const ALL: [Sort; 5] = [Sort::Figure, Sort::Quotation, Sort::Date, Sort::Name, Sort::Attribution];

    fn of(kind: &FactKind) -> Sort {
        match kind {
            FactKind::Figure(_) => Sort::Figure,
            FactKind::Quote(_) => Sort::Quotation,
            FactKind::Date(_) => Sort::Date,
            FactKind::Name(_) => Sort::Name,
            FactKind::Attribution(_) => Sort::Attribution,
        }
    }

    pub fn heading(self) -> &'static str {
        match self {
            Sort::Figure => "Figures",
            Sort::Quotation => "Quotations",
            Sort::Date => "Dates",
            Sort::Name => "Names",
            Sort::Attribution => "Attributions",
        }
    }
}

/// All facts of one kind, and the smallest span that holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub sort: Sort,
    pub span: TextSpan,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub words: String,
    /// How it stands.
    pub detail: Option<String>,
    pub span: TextSpan,
}

/// What is longer is cut, in characters.
const LONGEST: usize = 60;

/// What a search gives at most.
const MAX_SYMBOLS: usize = 300;

pub fn symbols(engine: &Engine, draft: TextId, is_loading: bool) -> Vec<Group> {
    let facts = engine.fact_refs(draft);
    let group = |sort: Sort| {
        let of_sort = facts.iter().filter(|it| Sort::of(&it.fact.kind) == sort);
        let items: Vec<Item> = of_sort.map(|it| item(it, is_loading)).collect();
        let span = items.iter().map(|it| it.span).reduce(|one, other| one.cover(other))?;
        Some(Group { sort, span, items })
    };
    Sort::ALL.into_iter().filter_map(group).collect()
}

fn item(fact: &FactRef<'_>, is_loading: bool) -> Item {
    let detail = fact.standing.map(|it| standing::in_words(it, fact.backing, is_loading));
    Item { words: shorten(fact.text), detail, span: fact.span }
}

/// On one line, cut between two characters.
pub fn shorten(words: &str) -> String {
    let words = one_line(words);
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", words.get(..at).unwrap_or("").trim_end()),
        None => words,
    }
}

/// Names and figures of all desks' sources that hold the words, each with the desk that has it. A source that two desks
/// share is listed once.
pub fn of_sources<'a>(desks: impl Iterator<Item = &'a Desk>, words: &str) -> Vec<(&'a Desk, Symbol)> {
    let mut found: Vec<(&Desk, Symbol)> = Vec::new();
    for desk in desks {
        found.extend(desk.engine.symbols(words, MAX_SYMBOLS).into_iter().map(|it| (desk, it)));
    }
    let path = |(desk, it): &(&'a Desk, Symbol)| {
        desk.engine.corpus().head(it.place.text).map(|source| source.disk_path.clone())
    };
    found.sort_by_cached_key(|it| (it.1.sort, it.1.words.to_lowercase(), path(it), it.1.place.span));
    found.dedup_by(|a, b| a.1.words == b.1.words && a.1.place.span == b.1.place.span && path(a) == path(b));
    found.truncate(MAX_SYMBOLS);
    found
}
