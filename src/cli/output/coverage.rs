//! The line that ends every run for people: how much was checkable, how it stands, and what it was held against.
//!
//! "41 figures: 37 supported, 1 differs, 3 no source · 12 sources, 1 unreadable". It says what the corpus holds, and
//! never that something is true.

use std::collections::BTreeMap;

use super::Run;
use crate::finding::Standing;

/// Kinds in the order of the line: as in coverage, one, many.
const KINDS: [(&str, &str, &str); 6] = [
    ("figures", "figure", "figures"),
    ("quotes", "quotation", "quotations"),
    ("dates", "date", "dates"),
    ("names", "name", "names"),
    ("attributions", "attribution", "attributions"),
    ("claims", "claim", "claims"),
];

pub fn line(run: &Run) -> String {
    let mut by_kind: BTreeMap<&'static str, BTreeMap<Standing, usize>> = BTreeMap::new();
    let n_accepted = run.n_accepted();
    for draft in &run.drafts {
        for (kind, standings) in &draft.coverage.by_kind {
            for (standing, n) in standings {
                *by_kind.entry(kind).or_default().entry(*standing).or_default() += n;
            }
        }
    }
    let mut parts: Vec<String> =
        KINDS.iter().filter_map(|(kind, one, many)| part(by_kind.get(kind)?, one, many)).collect();
    if parts.is_empty() {
        parts.push("nothing to check".to_string());
    }
    let sources = counted(run.n_sources(), "source", "sources");
    // Where each source has its facts from somewhere else, the number says nothing new.
    let sources = match run.n_origins() {
        n if n < run.n_sources() => format!("{sources}, {}", counted(n, "origin", "origins")),
        _ => sources,
    };
    parts.push(match run.n_unread() {
        0 => sources,
        n => format!("{sources}, {n} unreadable"),
    });
    if n_accepted > 0 {
        parts.push(format!("{n_accepted} accepted"));
    }
    match run.drafts.iter().map(|it| it.lapsed.len()).sum() {
        0 => {}
        n => parts.push(counted(n, "decision lapsed", "decisions lapsed")),
    }
    parts.join(" · ")
}

fn part(standings: &BTreeMap<Standing, usize>, one: &str, many: &str) -> Option<String> {
    let n: usize = standings.values().sum();
    if n == 0 {
        return None;
    }
    let head = counted(n, one, many);
    let words: Vec<String> =
        standings.iter().filter(|(_, n)| **n > 0).map(|(standing, n)| format!("{n} {}", word(*standing, *n))).collect();
    // NB: "31 claims not judged", since "31 claims: 31 not judged" says it twice.
    match standings.get(&Standing::NotJudged) {
        Some(all) if *all == n => Some(format!("{head} not judged")),
        _ => Some(format!("{head}: {}", words.join(", "))),
    }
}

fn word(standing: Standing, n: usize) -> &'static str {
    match standing {
        Standing::Supported => "supported",
        Standing::Computed => "computed",
        Standing::OwnReporting => "own reporting",
        Standing::Strengthened => "strengthened",
        Standing::Conflicting if n == 1 => "differs",
        Standing::Conflicting => "differ",
        Standing::Disputed => "disputed",
        Standing::Unsupported => "no source",
        Standing::NotJudged => "not judged",
    }
}

pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
