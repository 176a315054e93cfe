//! Blocks to the words of a document: lines joined, words that were broken at a line's end put together again, and
//! sentences that go on overleaf.

use std::collections::BTreeSet;

use super::block::{Block, Line, ends_sentence};
use crate::text::Sort;
use crate::text::format::Document;
use crate::text::locator::Locator;

/// Puts a paragraph together with the part of it that stands in the next column or on the next page.
pub fn join(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::new();
    // A footnote or a caption may stand between the two parts.
    let mut open: Option<usize> = None;
    for block in blocks {
        if matches!(block.sort, Sort::Footnote | Sort::Caption) {
            joined.push(block);
            continue;
        }
        let before = open.and_then(|it| joined.get_mut(it)).filter(|it| goes_on(it, &block));
        match before {
            Some(before) => before.lines.extend(block.lines),
            None => {
                open = Some(joined.len());
                joined.push(block);
            }
        }
    }
    joined
}

fn goes_on(before: &Block, next: &Block) -> bool {
    let (Some(last), Some(first)) = (before.lines.last(), next.lines.first()) else { return false };
    let body = matches!(before.sort, Sort::Body | Sort::ListItem) && next.sort == Sort::Body;
    let same = (before.size - next.size).abs() < 0.05 * before.size && before.bold == next.bold;
    let lower = first.words.chars().next().is_some_and(|it| it.is_lowercase() || it.is_ascii_digit());
    let elsewhere = last.page != first.page;
    let broken = last.words.ends_with(['-', '\u{ad}', '‐', ',']);
    body && same && !ends_sentence(&last.words) && (lower || broken || elsewhere) && before.lines.len() > 1
}

/// Words that stand in the document as they are, and compounds with their hyphen: they tell how a broken one is meant.
#[derive(Default)]
pub struct Vocabulary(BTreeSet<String>);

impl Vocabulary {
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Vocabulary {
        let mut known = BTreeSet::new();
        for line in lines {
            let mut words = line.split_whitespace().peekable();
            while let Some(word) = words.next() {
                let word = bare(word);
                // The parts of a broken word are none.
                if words.peek().is_some() && word.len() > 3 {
                    known.insert(word);
                }
            }
        }
        Vocabulary(known)
    }
}

fn bare(word: &str) -> String {
    word.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase()
}

/// Adds a block with the pages that it stands on.
pub fn push(document: &mut Document, block: &Block, vocabulary: &Vocabulary) {
    if block.sort == Sort::TableRow {
        let filled = block.cells.iter().rposition(|it| !it.is_empty()).map_or(0, |it| it + 1);
        let cells: Vec<String> = block.cells.iter().take(filled).map(|it| it.replace('\u{ad}', "")).collect();
        return document.row(cells.iter().map(String::as_str));
    }
    let mut words = String::new();
    let mut pages: Vec<(usize, u32)> = Vec::new();
    for line in &block.lines {
        add(&mut words, line, &mut pages, vocabulary);
    }
    let words: &str = words.trim_end();
    document.push(block.sort, words);
    let Some((_, span)) = document.blocks.last().copied() else { return };
    for (at, page) in pages.into_iter().skip(1) {
        document.locators.push(span.start + at as u32, Locator::Page(page));
    }
}

fn add(words: &mut String, line: &Line, pages: &mut Vec<(usize, u32)>, vocabulary: &Vocabulary) {
    let next: String = line.words.trim().to_string();
    let mut at = words.len();
    if words.is_empty() {
        words.push_str(&soft(&next));
    } else {
        match end(words, &next, vocabulary) {
            End::Space => {
                words.push(' ');
                at += 1;
            }
            End::Hyphen => {}
            End::Broken => {
                words.pop();
                at = words.len();
            }
        }
        words.push_str(&soft(&next));
    }
    if pages.last().is_none_or(|it| it.1 != line.page) {
        pages.push((at, line.page));
    }
}

/// Soft hyphens inside a line are not seen.
fn soft(words: &str) -> String {
    let last = words.ends_with('\u{ad}');
    let mut kept = words.replace('\u{ad}', "");
    if last {
        kept.push('\u{ad}');
    }
    kept
}

enum End {
    Space,
    /// The hyphen is the word's own.
    Hyphen,
    /// The hyphen only says that the word goes on.
    Broken,
}

/// First parts of compounds that keep their hyphen.
const FIRST_PARTS: &[&str] = &[
    "self", "ex", "non", "well", "half", "cross", "all", "long", "short", "high", "low", "mid", "quasi", "vice",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "one", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "year",
];

fn end(before: &str, next: &str, vocabulary: &Vocabulary) -> End {
    if before.ends_with('\u{ad}') {
        return End::Broken;
    }
    let Some(head) = before.strip_suffix(['-', '‐']) else { return End::Space };
    let first = head.rsplit(|it: char| it.is_whitespace() || matches!(it, '—' | '–' | '(' | '“')).next().unwrap_or("");
    let rest = next.split_whitespace().next().unwrap_or("");
    // A dash, or "two- and three-year terms".
    if first.is_empty() || matches!(rest, "and" | "or" | "to") {
        return End::Space;
    }
    if !rest.starts_with(char::is_lowercase) || !first.ends_with(char::is_alphabetic) {
        return End::Hyphen;
    }
    let (whole, compound) = (bare(&format!("{first}{rest}")), bare(&format!("{first}-{rest}")));
    if vocabulary.0.contains(&whole) {
        return End::Broken;
    }
    let kept = vocabulary.0.contains(&compound)
        || first.contains('-')
        || rest.trim_end_matches(|it: char| !it.is_alphanumeric()).contains('-')
        || FIRST_PARTS.contains(&first.to_lowercase().as_str());
    if kept { End::Hyphen } else { End::Broken }
}
