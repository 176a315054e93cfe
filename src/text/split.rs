//! Blocks to paragraphs: notes and addresses cut out, the map back to the text, the language, and the hash.
//!
//! The prose is put together here and nowhere else. Equal prose of equal sort and language has an equal hash wherever
//! it stands, so that a paragraph moved or pasted is read once.

mod language;

use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::comment::Comments;
use super::markup::{Block, Markup, Words};
use super::{Language, Map, Paragraph, Run, Sort, TextSpan};
use language::Languages;

/// No paragraph's prose is longer, in bytes.
const LONGEST: usize = 16 * 1024;

pub fn paragraphs(raw: &str, markup: &Markup, comments: &Comments) -> Vec<Paragraph> {
    let mut gaps: Vec<TextSpan> = comments.spans.iter().chain(&markup.addresses).copied().collect();
    gaps.sort_unstable();
    let mut found = Vec::with_capacity(markup.blocks.len());
    let mut next_gap = 0;
    for block in &markup.blocks {
        let start = markup.pieces(block).first().map_or(0, |it| it.at.start);
        while gaps.get(next_gap).is_some_and(|gap| gap.end <= start) {
            next_gap += 1;
        }
        let (prose, map) = prose(raw, markup, block, gaps.get(next_gap..).unwrap_or(&[]));
        push(&mut found, block, prose, &map);
    }
    let stated = comments.front.language.as_deref().or(markup.page.language.as_deref());
    let languages = Languages::of(stated, &found);
    for paragraph in &mut found {
        paragraph.language = languages.paragraph(&paragraph.prose);
        paragraph.hash = hash(paragraph);
    }
    found
}

/// What a reader sees of a block; the map counts from the start of the text.
fn prose(raw: &str, markup: &Markup, block: &Block, gaps: &[TextSpan]) -> (String, Map) {
    let pieces = markup.pieces(block);
    let len = match (pieces.first(), pieces.last()) {
        (Some(first), Some(last)) => (last.at.end - first.at.start) as usize,
        _ => 0,
    };
    let mut prose = String::with_capacity(len.min(1 << 20));
    let mut map = Map::default();
    let mut gaps = gaps.iter().peekable();
    let mut until = 0_usize;
    for piece in pieces {
        let mut at = piece.at.range().start.max(until);
        let end = piece.at.range().end;
        // Each turn shows what stands before the next gap.
        loop {
            while gaps.next_if(|gap| gap.range().end <= at).is_some() {}
            let gap = gaps.peek().map(|gap| gap.range()).filter(|gap| gap.start < end);
            let stop = gap.as_ref().map_or(end, |gap| gap.start.max(at));
            if at < stop || at == end && piece.at.is_empty() {
                show(raw, &piece.words, at, stop, &mut prose, &mut map, end);
            }
            let Some(gap) = gap else { break };
            if closes_up(raw, gap.end) {
                drop_space(&mut prose, &mut map);
            }
            until = gap.end;
            at = gap.end.max(at);
            if at >= end {
                break;
            }
        }
    }
    (prose, map)
}

fn show(raw: &str, words: &Words, at: usize, stop: usize, prose: &mut String, map: &mut Map, end: usize) {
    // Two spaces that a gap has brought together are one.
    let spaced = prose.is_empty() || prose.ends_with([' ', '\t', '\n']);
    match words {
        Words::Verbatim => {
            let shown = raw.get(at..stop).unwrap_or("");
            let joined = map.runs().last().is_some_and(|run| (run.text + run.text_len) as usize == at);
            let shown = if spaced && !joined { shown.trim_start() } else { shown };
            prose.push_str(shown);
            map.push(shown.len(), stop - shown.len(), shown.len());
        }
        // NB: only a gap cuts a space or an entity short, and then it is gone whole.
        _ if stop < end => {}
        Words::Space if spaced => {}
        Words::Space => {
            prose.push(' ');
            map.push(1, at, stop - at);
        }
        Words::Tab => {
            prose.push('\t');
            map.push(1, at, stop - at);
        }
        Words::Decoded(words) => {
            prose.push_str(words);
            map.push(words.len(), at, stop - at);
        }
    }
}

/// Whether what follows a gap leans on the word before it: "Anna Vik [CQ], who".
fn closes_up(raw: &str, at: usize) -> bool {
    let next = raw.get(at..).and_then(|it| it.chars().next());
    next.is_none_or(|it| it.is_whitespace() || matches!(it, ',' | '.' | ';' | ':' | '!' | '?' | ')' | '”' | '’'))
}

/// Takes a space off the end, where a gap with a space on both sides follows.
fn drop_space(prose: &mut String, map: &mut Map) {
    if prose.ends_with(' ') {
        prose.pop();
        map.pop(1);
    }
}

/// One paragraph of a block, or several where it is too long for one.
fn push(found: &mut Vec<Paragraph>, block: &Block, prose: String, map: &Map) {
    let mut start = prose.len() - prose.trim_start().len();
    let end = prose.trim_end().len();
    let mut continues = block.continues;
    let mut run = 0;
    while start < end {
        let (stop, whole) = match end - start {
            0..=LONGEST => (end, true),
            _ => cut(&prose, start),
        };
        let stop = stop.min(end);
        let words = prose.get(start..stop).unwrap_or("");
        let trimmed = start + words.trim_end().len();
        if trimmed > start {
            let (at, map) = part(map, start, trimmed, &mut run);
            let prose = prose.get(start..trimmed).unwrap_or("").to_string();
            let (sort, language) = (block.sort, Language::English);
            // Where a note has taken the cell, the label of its column is all that is left: nothing in the text says it.
            if !at.is_empty() {
                found.push(Paragraph { at, sort, language, prose, map, hash: 0, continues });
            }
        }
        continues = !whole;
        let rest = prose.get(stop..end).unwrap_or("");
        start = end - rest.trim_start().len();
    }
}

/// Where a paragraph that is too long is cut, and whether a sentence ends there.
fn cut(prose: &str, start: usize) -> (usize, bool) {
    let head = super::markup::clip(prose.get(start..).unwrap_or(""), LONGEST);
    let late = head.len() / 2;
    let mut space = None;
    for (at, it) in head.char_indices().rev().take_while(|(at, _)| *at > late) {
        if it.is_whitespace() {
            space = space.or(Some(at));
            let before = head.get(..at).unwrap_or("").trim_end_matches(['"', '”', '’', ')']);
            let next = head.get(at + it.len_utf8()..).and_then(|rest| rest.chars().next());
            if before.ends_with(['.', '?', '!']) && next.is_some_and(|it| !it.is_lowercase() && !it.is_whitespace()) {
                return (start + at, true);
            }
        }
    }
    (start + space.unwrap_or(head.len()), false)
}

/// The part of a block's map for some of its prose, counted from where that part stands in the text.
fn part(map: &Map, start: usize, end: usize, first: &mut usize) -> (TextSpan, Map) {
    let (start, end) = (start as u32, end as u32);
    let runs = map.runs();
    while runs.get(*first).is_some_and(|run| run.prose + run.prose_len <= start) {
        *first += 1;
    }
    let inside = runs.get(*first..).unwrap_or(&[]).iter().take_while(|run| run.prose < end);
    let mut at: Option<TextSpan> = None;
    let mut part = Map::default();
    for run in inside {
        let (from, to) = (run.prose.max(start), (run.prose + run.prose_len).min(end));
        let verbatim = run.prose_len == run.text_len;
        let (text, text_len) =
            if verbatim { (run.text + from - run.prose, to - from) } else { (run.text, run.text_len) };
        let here = TextSpan { start: text, end: text + text_len };
        let span = at.map_or(here, |it| it.cover(here));
        at = Some(span);
        part.push((to - from) as usize, (text - span.start) as usize, text_len as usize);
    }
    (at.unwrap_or(TextSpan { start: 0, end: 0 }), part)
}

/// NB: the sort and the rest go in as the seed, so that nothing is copied to be hashed.
fn hash(paragraph: &Paragraph) -> u128 {
    let sort = match paragraph.sort {
        Sort::Body => 0,
        Sort::Heading => 1,
        Sort::Quotation => 2,
        Sort::ListItem => 3,
        Sort::Footnote => 4,
        Sort::Caption => 5,
        Sort::TableRow => 6,
        Sort::Aside => 7,
    };
    let language = match paragraph.language {
        Language::English => 0,
        Language::Other { decimal_comma: false } => 1,
        Language::Other { decimal_comma: true } => 2,
    };
    let seed = sort | language << 8 | u64::from(paragraph.continues) << 16;
    xxh3_128_with_seed(paragraph.prose.as_bytes(), seed)
}

impl Map {
    /// Takes `len` bytes off the end of the prose.
    fn pop(&mut self, len: u32) {
        if let Some(Run { prose_len, text_len, .. }) = self.runs.last_mut() {
            if *prose_len == *text_len {
                *text_len = text_len.saturating_sub(len);
            }
            *prose_len = prose_len.saturating_sub(len);
            if *prose_len == 0 {
                self.runs.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests;
