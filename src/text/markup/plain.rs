//! Plain text to blocks: where a line break ends a paragraph, and what a line alone can be.
//!
//! Real sources often have no blank line at all, so a break after a long line or after a sentence's end counts too.
//! Others break in the middle of a sentence ("admitted a U.S." and, two lines on, "envoy."): such a block
//! `continues` the one before it.

mod broken;
mod times;

use memchr::memchr2;

use super::{Writer, teaser};
use crate::text::locator::Locator;
use crate::text::{Sort, TextSpan};
use broken::breaks_off;

/// A line longer than this, in characters, is a paragraph of its own.
const LONG: usize = 120;
/// Nothing longer is a title.
const TITLE: usize = 200;
/// Nothing longer is a subhead.
const SUBHEAD: usize = 100;

/// One line without its break, and without the white space around it.
#[derive(Clone, Copy)]
struct Line {
    at: TextSpan,
    /// After a list mark or the `>` of quoted mail.
    words: TextSpan,
    mark: Mark,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// "- ", "• "
    Bullet,
    /// "3. ", "(b) "
    Number,
    /// "– ": opens an item only where nothing is left open before it.
    Dash,
    /// "> "
    Quoted,
}

/// A finished block, as far as its neighbours need to know it.
#[derive(Clone, Copy)]
struct Done {
    at: TextSpan,
    n_lines: u32,
    /// A blank line, or the text's edge, stood before it.
    apart: bool,
    sort: Sort,
    block: usize,
}

pub(super) fn read(writer: &mut Writer<'_>, start: usize) {
    let raw = writer.raw;
    let mut done: Vec<Done> = Vec::new();
    let mut open: Option<(Done, Line)> = None;
    let mut apart = true;
    let mut at = start;
    let has_times = times::are_in(raw.get(start..).unwrap_or(""));
    // A speaker's name stands over what follows, up to an empty line.
    let mut named = false;
    while at < raw.len() {
        let (end, next) = line_end(raw, at);
        let mut line = line(raw, at, end);
        at = next;
        if line.at.is_empty() {
            finish(writer, &mut open, &mut done);
            apart = true;
            named = false;
            continue;
        }
        if has_times && let Some(timed) = times::timed(line.at.of(raw)) {
            finish(writer, &mut open, &mut done);
            writer.markup.locators.push(line.at.start, Locator::Time(timed.at));
            let from = line.at.start as usize;
            line.mark = Mark::None;
            line.words = TextSpan::new(from + timed.before, line.at.end as usize);
            named = timed.name.is_some();
            if let Some(len) = timed.name {
                writer.verbatim(from, from + len);
                writer.decoded(from + len, line.at.end as usize, ":");
                open = Some((Done { at: line.at, n_lines: 1, apart, sort: Sort::Body, block: 0 }, line));
                apart = false;
                continue;
            }
            if line.words.is_empty() {
                continue;
            }
        }
        let joins = open.as_ref().is_some_and(|(block, last)| joins(raw, block, *last, line, done.is_empty()));
        if joins || named && open.is_some() {
            if let Some((block, last)) = &mut open {
                writer.space(last.words.end as usize, line.words.start as usize);
                block.at = block.at.cover(line.words);
                block.n_lines += 1;
                *last = line;
            }
        } else {
            finish(writer, &mut open, &mut done);
            let sort = match line.mark {
                Mark::Bullet | Mark::Number | Mark::Dash => Sort::ListItem,
                Mark::Quoted => Sort::Quotation,
                Mark::None if is_row(line.words.of(raw)) => Sort::TableRow,
                Mark::None => Sort::Body,
            };
            open = Some((Done { at: line.words, n_lines: 1, apart, sort, block: 0 }, line));
        }
        writer.verbatim(line.words.start as usize, line.words.end as usize);
        apart = false;
    }
    finish(writer, &mut open, &mut done);
    judge(writer, &done);
}

fn finish(writer: &mut Writer<'_>, open: &mut Option<(Done, Line)>, done: &mut Vec<Done>) {
    if let Some((mut block, _)) = open.take()
        && let Some(idx) = writer.close(block.sort)
    {
        block.block = idx;
        block.sort = writer.markup.blocks.get(idx).map_or(block.sort, |it| it.sort);
        done.push(block);
    }
}

/// Where the line's words end, and where the next line begins. `\n`, `\r\n` and `\r` all end a line.
fn line_end(raw: &str, at: usize) -> (usize, usize) {
    let rest = raw.as_bytes().get(at..).unwrap_or_default();
    match memchr2(b'\n', b'\r', rest) {
        None => (raw.len(), raw.len()),
        Some(len) if rest.get(len..len + 2) == Some(b"\r\n") => (at + len, at + len + 2),
        Some(len) => (at + len, at + len + 1),
    }
}

fn line(raw: &str, start: usize, end: usize) -> Line {
    let all = raw.get(start..end).unwrap_or("");
    let words = all.trim_start_matches(is_blank);
    let from = end - words.len();
    let words = words.trim_end_matches(is_blank);
    let at = TextSpan::new(from, from + words.len());
    let (mark, len) = mark(words);
    let rest = words.get(len..).unwrap_or("").trim_start();
    Line { at, words: TextSpan::new(at.end as usize - rest.len(), at.end as usize), mark }
}

fn is_blank(it: char) -> bool {
    it.is_whitespace() || it == '\u{feff}'
}

/// A list mark at the head of a line, with the white space after it.
fn mark(words: &str) -> (Mark, usize) {
    let mut chars = words.chars();
    let first = chars.next().unwrap_or(' ');
    let second = chars.next();
    let spaced = second.is_some_and(char::is_whitespace);
    match first {
        '-' | '*' | '•' | '·' | '‣' | '▪' | '◦' | '●' if spaced => (Mark::Bullet, first.len_utf8()),
        '•' | '●' | '▪' if second.is_some() => (Mark::Bullet, first.len_utf8()),
        '–' | '—' if spaced => (Mark::Dash, first.len_utf8()),
        '>' if second.is_some() => (Mark::Quoted, words.len() - words.trim_start_matches(['>', ' ']).len()),
        _ => {
            let open = usize::from(first == '(');
            let label = words.get(open..).unwrap_or("");
            let n_digits = label.bytes().take_while(u8::is_ascii_digit).count();
            let len = match n_digits {
                1..=3 => n_digits,
                0 if label.bytes().next().is_some_and(|it| it.is_ascii_lowercase()) => 1,
                _ => return (Mark::None, 0),
            };
            let closed = match label.as_bytes().get(len) {
                Some(b')') => true,
                Some(b'.') => open == 0 && n_digits > 0,
                _ => false,
            };
            let spaced = label.as_bytes().get(len + 1).is_some_and(|it| it.is_ascii_whitespace());
            if closed && spaced { (Mark::Number, open + len + 1) } else { (Mark::None, 0) }
        }
    }
}

/// Two tabs or more inside a line part cells; one alone parts a speaker from what he says.
fn is_row(words: &str) -> bool {
    words.bytes().filter(|it| *it == b'\t').take(2).count() == 2
}

/// Whether a line goes on with the open block.
fn joins(raw: &str, block: &Done, last: Line, line: Line, first: bool) -> bool {
    if block.sort == Sort::TableRow || is_row(line.words.of(raw)) || is_note(last, raw) || is_note(line, raw) {
        return false;
    }
    // "Also read: Kilns Go Cold" has no stop, and is a line of its own all the same.
    if teaser::opens(line.words.of(raw)) || block.n_lines == 1 && teaser::opens(last.words.of(raw)) {
        return false;
    }
    if is_turn(line.words.of(raw)) || block.n_lines == 1 && is_byline(last.words.of(raw)) {
        return false;
    }
    if last.mark == Mark::Quoted || line.mark == Mark::Quoted {
        return last.mark == line.mark && !ends(raw, last);
    }
    let ended = ends(raw, last);
    match line.mark {
        Mark::Bullet => return false,
        // "…fell to" and then "4. The" is a break in a sentence, or a list: a list, if one is open.
        Mark::Number | Mark::Dash if ended || block.sort == Sort::ListItem => return false,
        Mark::Number | Mark::Dash | Mark::Quoted | Mark::None => {}
    }
    let title = first && block.n_lines == 1 && is_title(raw, last, line);
    !ended && !title
}

/// A line that is nothing but a note to the desk is never joined with another.
fn is_note(line: Line, raw: &str) -> bool {
    let words = line.at.of(raw);
    words.starts_with("<!--") && words.ends_with("-->") || words.starts_with("[stet") && words.ends_with(']')
}

/// "HOLM: In May": another speaker's turn in a transcript. "NOTE that" is none.
fn is_turn(words: &str) -> bool {
    let label = super::clip(words, 40).split_once(": ").map_or("", |(label, _)| label);
    label.chars().filter(|it| it.is_uppercase()).take(2).count() == 2 && !label.chars().any(char::is_lowercase)
}

/// "By Anna Vik" on a line of its own. "By May the kiln was cold and" is not short enough, or goes on in lower case.
fn is_byline(words: &str) -> bool {
    let names = words.strip_prefix("By ").or_else(|| words.strip_prefix("BY ")).unwrap_or("");
    let small =
        |it: &str| it.starts_with(char::is_lowercase) && !matches!(it, "and" | "von" | "van" | "de" | "der" | "in");
    (3..60).contains(&names.len()) && !names.split_whitespace().any(small) && names.contains(' ')
}

/// Whether a line break after the line ends its paragraph.
fn ends(raw: &str, line: Line) -> bool {
    let words = line.words.of(raw);
    let tail = words.trim_end_matches(['"', '\'', ')', ']', '*', '_']);
    words.ends_with(['.', '?', '!', '”', '’', ':', '…'])
        || (tail.len() < words.len() && tail.ends_with(['.', '?', '!', '…']))
        || words.len() > LONG && words.chars().count() > LONG
}

/// A first line with most of its longer words in capitals, over a line that begins anew.
fn is_title(raw: &str, first: Line, next: Line) -> bool {
    let words = first.words.of(raw);
    let begins = next.words.of(raw).chars().find(|it| it.is_alphanumeric());
    if words.len() > TITLE || !begins.is_some_and(char::is_uppercase) || words.ends_with([',', ';']) {
        return false;
    }
    let long = || words.split_whitespace().filter(|it| it.chars().count() >= 4);
    let n_long = long().count();
    let n_capital = long().filter(|it| it.chars().find(|it| it.is_alphanumeric()).is_some_and(|it| !it.is_lowercase()));
    n_long >= 2 && n_capital.count() * 10 >= n_long * 7
}

/// What a block's neighbours tell of it: headings, and sentences that go on.
fn judge(writer: &mut Writer<'_>, done: &[Done]) {
    let raw = writer.raw;
    let mut previous: Option<&Done> = None;
    for (idx, it) in done.iter().enumerate() {
        let next = done.get(idx + 1);
        let heading = it.sort == Sort::Body && next.is_some_and(|next| is_heading(raw, it, next, idx == 0));
        let prose = matches!(it.sort, Sort::Body | Sort::Quotation);
        let continues = prose
            && !heading
            && previous.is_some_and(|previous| previous.sort == it.sort && breaks_off(raw, previous.at, it.at));
        if let Some(block) = writer.markup.blocks.get_mut(it.block) {
            block.continues = continues;
            if heading {
                block.sort = Sort::Heading;
            }
        }
        // A teaser or a note stands between two halves without parting them.
        match it.sort {
            Sort::Aside => {}
            _ if heading => previous = None,
            _ => previous = Some(it),
        }
    }
}

/// A short line alone, without a sentence's end ("What the ledger shows"), or a question over a longer answer.
fn is_heading(raw: &str, it: &Done, next: &Done, first: bool) -> bool {
    let words = it.at.of(raw);
    let n_chars = words.chars().count();
    let begins = words.chars().next().is_some_and(|it| it.is_uppercase() || it.is_numeric() || it == '‘' || it == '“');
    if it.n_lines > 1
        || !begins
        || is_byline(words)
        || is_turn(words)
        || n_chars > TITLE
        || breaks_off(raw, it.at, next.at)
    {
        return false;
    }
    if words.ends_with('?') {
        return n_chars <= SUBHEAD && next.at.len() > words.len() && !words.starts_with(['“', '‘', '"']);
    }
    let open = words.ends_with(['.', '!', '…', ':', ';', ',', '-', '–', '—', ']', '>']) || ends_in_quoted_stop(words);
    if open || !words.chars().any(char::is_alphabetic) {
        return false;
    }
    if first { n_chars <= TITLE } else { n_chars <= SUBHEAD && it.apart && next.apart && next.at.len() > words.len() }
}

fn ends_in_quoted_stop(words: &str) -> bool {
    let tail = words.trim_end_matches(['"', '\'', '”', '’', ')']);
    tail.len() < words.len() && tail.ends_with(['.', '!', '?', ',', '…'])
}

#[cfg(test)]
mod tests;
