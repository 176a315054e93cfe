//! Times in a transcript that is plain text: "[00:14:02] HOLM: We dug", and "Speaker 2  14:02" over what is said.
//!
//! A time at the head of a line is a place in a recording only where such lines come again and again: one alone may be
//! an hour of the day.

use crate::text::label;

/// Lines with a time before they are taken for places in a recording.
const LEAST: usize = 3;

/// A line that tells a time.
pub(super) struct Timed {
    /// Seconds from the beginning.
    pub at: u32,
    /// Bytes of the line that the name of the speaker takes, where the line is nothing but a name and the time.
    pub name: Option<usize>,
    /// Bytes of the line before what is said.
    pub before: usize,
}

pub(super) fn are_in(text: &str) -> bool {
    text.contains(':') && text.lines().filter(|it| timed(it.trim()).is_some()).take(LEAST).count() == LEAST
}

pub(super) fn timed(line: &str) -> Option<Timed> {
    let before = |rest: &str| line.len() - rest.len();
    let open = line.strip_prefix(['[', '(']);
    let (at, rest) = clock(open.unwrap_or(line)).unwrap_or((0, line));
    if rest.len() < line.len() {
        let rest = match open {
            Some(_) => rest.strip_prefix([']', ')'])?,
            // Without brackets only before a speaker.
            None if label::of(rest.trim_start()).is_some() => rest,
            None => return None,
        };
        let rest = rest.trim_start_matches([' ', '\t', '-', '–']);
        return Some(Timed { at, name: None, before: before(rest) });
    }
    // "Speaker 2  14:02", "Anna Vik (00:14:02)"
    let tail = line.trim_end_matches([')', ']']);
    let split = tail.rfind(|it: char| !it.is_ascii_digit() && it != ':')?;
    let (name, time) = (tail.get(..split)?, tail.get(split..)?.trim_start_matches([' ', '\t', '(', '[', '\u{a0}']));
    let name = name.trim_end_matches([' ', '\t', '(', '[', '-', '–', '\u{a0}', ':']);
    let (at, rest) = clock(time)?;
    let is_name = rest.is_empty() && !name.is_empty() && label::of(&format!("{name}: x")).is_some();
    is_name.then_some(Timed { at, name: Some(name.len()), before: line.len() })
}

/// "14:02", "1:14:02", "00:14:02.5": seconds, and what follows.
fn clock(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take(12).take_while(|it| it.is_ascii_digit() || matches!(it, b':' | b'.' | b',')).count();
    let (time, rest) = (text.get(..len)?, text.get(len..)?);
    let mut sum = 0_u32;
    let mut parts = time.split([',', '.']).next()?.split(':');
    let n_parts = parts.clone().count();
    let whole = (2..=3).contains(&n_parts) && parts.clone().skip(1).all(|it| it.len() == 2);
    for it in &mut parts {
        sum = sum.checked_mul(60)?.checked_add(it.parse().ok()?)?;
    }
    whole.then_some((sum, rest))
}
