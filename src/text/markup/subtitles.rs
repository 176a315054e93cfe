//! Subtitles, SubRip and WebVTT, to blocks: the words of the cues joined to what was said, with the time of each cue.
//!
//! A cue ends where the screen is full, not where a sentence does: so cues go on in one block until a sentence ends,
//! somebody else speaks, or nobody does for some seconds. Who speaks is told as in any transcript, by a label at the
//! block's head, whether the file has one ("HOLM: ") or names the voice in a tag (`<v Holm>`). Numbers, times, settings,
//! notes and tags are no prose.

use super::entity::entity;
use super::{Writer, clip};
use crate::text::label;
use crate::text::locator::Locator;

/// A longer silence ends a block, in milliseconds.
const PAUSE: u32 = 3_000;

/// One line of what is shown, with the cue that it is in.
struct Shown {
    start: usize,
    end: usize,
    cue: usize,
}

#[derive(Clone, Copy)]
struct Cue {
    from: u32,
    until: u32,
}

pub(super) fn read(writer: &mut Writer<'_>, start: usize) {
    writer.markup.page.kind = Some("transcript".to_string());
    let (cues, lines) = cues(writer.raw, start);
    let raw = writer.raw;
    let mut speaker = String::new();
    let mut last: Option<&Shown> = None;
    let mut ended = true;
    for line in &lines {
        let Some(cue) = cues.get(line.cue) else { continue };
        let (at, turn) = turn(raw, line.start, line.end);
        let words = raw.get(at..line.end).unwrap_or("");
        let voice = voice(words);
        let label = voice.or_else(|| labelled(words));
        let paused = last.and_then(|it| cues.get(it.cue)).is_none_or(|it| cue.from >= it.until.saturating_add(PAUSE));
        let changed = turn || label.is_some_and(|it| it != speaker);
        let new_cue = last.is_none_or(|it| it.cue != line.cue);
        if changed || paused || ended && new_cue {
            writer.close(crate::text::Sort::Body);
        } else if let Some(last) = last {
            writer.space(last.end, line.start);
        }
        if new_cue {
            writer.markup.locators.push(line.start as u32, Locator::Time(cue.from / 1000));
        }
        match label {
            Some(label) => speaker = label.to_string(),
            // After a silence, and after a bare dash, it may be anybody.
            None if changed || paused => speaker.clear(),
            None => {}
        }
        if writer.open().is_empty() && !speaker.is_empty() && (label.is_none() || voice.is_some()) {
            let tag = if voice.is_some() { words.find('>').map_or(at, |it| at + it + 1) } else { at };
            writer.decoded(at, tag, &format!("{speaker}: "));
        }
        ended = show(writer, at, line.end);
        last = Some(line);
    }
    writer.close(crate::text::Sort::Body);
}

/// The cues with their lines, in the order of the file.
fn cues(raw: &str, start: usize) -> (Vec<Cue>, Vec<Shown>) {
    let (mut cues, mut lines) = (Vec::new(), Vec::new());
    let is_vtt = raw.get(start..).unwrap_or("").trim_start_matches('\u{feff}').starts_with("WEBVTT");
    let mut at = start;
    // Inside a cue, and not yet at the empty line that ends it.
    let mut open = false;
    let mut strays: Vec<(usize, usize)> = Vec::new();
    for line in raw.get(start..).unwrap_or("").split_inclusive('\n') {
        let (from, words) = (at, line.trim());
        let first = from + (line.len() - line.trim_start().len());
        at += line.len();
        if words.is_empty() {
            open = false;
        } else if let Some(cue) = timing(words) {
            // NB: the last line before the times is the cue's number or name. In SubRip an empty line may stand in a cue.
            strays.pop();
            if !is_vtt && !cues.is_empty() {
                let cue = cues.len() - 1;
                lines.extend(strays.iter().map(|(start, end)| Shown { start: *start, end: *end, cue }));
            }
            strays.clear();
            cues.push(cue);
            open = true;
        } else if open {
            lines.push(Shown { start: first, end: first + words.len(), cue: cues.len().saturating_sub(1) });
        } else {
            strays.push((first, first + words.len()));
        }
    }
    (cues, lines)
}

/// "00:14:02,500 --> 00:14:06,000 align:start", the hours left out at will.
fn timing(line: &str) -> Option<Cue> {
    let (from, rest) = line.split_once("-->")?;
    let until = rest.split_whitespace().next()?;
    Some(Cue { from: millis(from.trim())?, until: millis(until)? })
}

fn millis(time: &str) -> Option<u32> {
    let (clock, part) = time.split_once([',', '.']).unwrap_or((time, "0"));
    let mut sum = 0_u32;
    let mut n_parts = 0;
    for it in clock.split(':') {
        sum = sum.checked_mul(60)?.checked_add(it.parse().ok()?)?;
        n_parts += 1;
    }
    let part: u32 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    (2..=3).contains(&n_parts).then(|| sum.checked_mul(1000)?.checked_add(part)).flatten()
}

/// Where the words begin after "- " or ">>", and whether one of them told of another speaker.
fn turn(raw: &str, start: usize, end: usize) -> (usize, bool) {
    let words = raw.get(start..end).unwrap_or("");
    for mark in [">>>", ">>", "- ", "– ", "— "] {
        if let Some(rest) = words.strip_prefix(mark) {
            return (end - rest.trim_start().len(), true);
        }
    }
    (start, false)
}

/// `<v.loud Tova Elgin>`: the name.
fn voice(words: &str) -> Option<&str> {
    let tag = words.strip_prefix("<v")?.split_once('>')?.0;
    let name = tag.split_once([' ', '\t'])?.1.trim();
    (!name.is_empty() && name.len() < 80).then_some(name)
}

/// "HOLM: We dug", and "HOLM:" alone over what Holm says. A tag may stand before it.
fn labelled(words: &str) -> Option<&str> {
    let words = if words.starts_with('<') { words.split_once('>').map_or(words, |it| it.1) } else { words };
    if let Some(alone) = words.strip_suffix(':') {
        let is_name =
            alone.len() < 40 && alone.chars().any(char::is_uppercase) && !alone.chars().any(char::is_lowercase);
        return is_name.then_some(alone);
    }
    label::of(words)
}

/// Shows the words without their tags; tells whether a sentence ends with them.
fn show(writer: &mut Writer<'_>, start: usize, end: usize) -> bool {
    let raw = writer.raw;
    let mut at = start;
    while let Some(rest) = raw.get(at..end).filter(|it| !it.is_empty()) {
        if let Some(len) = tag(rest) {
            at += len;
        } else if let Some((len, decoded)) = Some(rest).filter(|it| it.starts_with('&')).and_then(entity) {
            writer.decoded(at, at + len, &decoded);
            at += len;
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let len = rest.get(first..).and_then(|it| it.find(['<', '{', '&'])).map_or(rest.len(), |it| it + first);
            writer.verbatim(at, at + len);
            at += len;
        }
    }
    let words = raw.get(start..end).unwrap_or("");
    let words = words.strip_suffix('>').and_then(|it| it.rsplit_once('<')).map_or(words, |it| it.0);
    words.trim_end_matches(['"', '”', '’', ')', '\'', ' ']).ends_with(['.', '?', '!', '♪'])
}

/// `<i>`, `</v>`, `<00:14:04.000>`, `{\an8}`: how long it is.
fn tag(text: &str) -> Option<usize> {
    let near = clip(text, 200);
    let mut chars = near.chars();
    match (chars.next()?, chars.next()?) {
        ('<', next) if next.is_ascii_alphanumeric() || next == '/' => near.find('>').map(|it| it + 1),
        ('{', '\\') => near.find('}').map(|it| it + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
