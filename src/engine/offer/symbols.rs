//! Names and figures of the sources by their words: for a search over all of them.

use super::at::At;
use super::one_line;
use crate::corpus::directory::{Part, Table};
use crate::engine::Engine;
use crate::text::Place;
use crate::text::fold::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SymbolSort {
    Name,
    Figure,
}

/// A name or a figure of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub words: String,
    pub sort: SymbolSort,
    pub source: String,
    pub place: Place,
}

impl Engine {
    /// Names and figures of the sources that hold all of these words, by their words, at most `most`.
    pub fn symbols(&self, words: &str, most: usize) -> Vec<Symbol> {
        let folded = fold(words).text;
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut found = Vec::new();
        for part in self.corpus.parts() {
            let directory = part.directory();
            list(&part, directory.names, &words, SymbolSort::Name, most, &mut found);
            list(&part, directory.figures, &words, SymbolSort::Figure, most, &mut found);
        }
        found.sort_by(|a, b| a.key().cmp(&b.key()));
        found.truncate(most);
        found.into_iter().filter_map(Hit::symbol).collect()
    }
}

/// An entry's first place in one source.
struct Hit<'a> {
    sort: SymbolSort,
    words: &'a str,
    at: At<'a>,
}

/// NB: entries are in order and each list stops at `most`, so what is left out would have been cut off in the end.
fn list<'a>(
    part: &Part<'a>,
    table: Table<'a>,
    words: &[&str],
    sort: SymbolSort,
    most: usize,
    found: &mut Vec<Hit<'a>>,
) {
    let mut n_found = 0;
    for entry in table.holding(words) {
        let mut last = None;
        for mention in table.mentions(entry) {
            let source = part.head(mention.number).map(|it| it.id);
            if source.is_none() || last == source {
                continue;
            }
            last = source;
            let Some(at) = At::of(part, mention, 0.0) else { continue };
            found.push(Hit { sort, words: table.words(entry), at });
            n_found += 1;
            // Of a name that stands everywhere, the first places.
            if n_found >= most * 4 {
                return;
            }
        }
        if n_found >= most {
            return;
        }
    }
}

impl<'a> Hit<'a> {
    fn key(&self) -> (SymbolSort, &'a str, &'a str) {
        (self.sort, self.words, &self.at.source.reference.path)
    }

    fn symbol(self) -> Option<Symbol> {
        let at = self.at;
        let fact = at.fact()?;
        let words = match self.sort {
            SymbolSort::Name => at.name()?,
            SymbolSort::Figure => at.figure()?,
        };
        let place = Place { text: at.source.id, span: at.paragraph.to_text(fact.span) };
        Some(Symbol { words: one_line(words), sort: self.sort, source: at.source.reference.path.clone(), place })
    }
}
