//! A text without the notes to the desk: stets and CQs go, in the text and in the front matter, and nothing else does.
//!
//! Comments of the writer's own stay, and so does what the front matter says beside its stets.

use serde::Deserialize;
use toml::Spanned;

use super::stet::with_space;
use crate::finding::{Edit, edited};
use crate::text::comment::Reach;
use crate::text::{Format, Text, TextSpan};

/// The key of front matter that holds stets.
const KEY: &str = "stet";

pub fn clean(raw: String, format: Format) -> String {
    let text = Text::read(raw, format);
    let comments = &text.comments;
    let stets = comments.stets.iter().filter(|it| it.reach != Reach::Text).map(|it| it.span);
    let notes = stets.chain(comments.checked.iter().copied()).map(|it| with_space(&text.raw, it));
    let front = comments.front.span.into_iter().flat_map(|it| in_front(&text.raw, it));
    let edits = notes.chain(front).map(|span| Edit { span, text: String::new() });
    edited(&text.raw, edits.collect())
}

/// The lines of front matter that hold its stets, or all of it where nothing else stands there.
fn in_front(raw: &str, front: TextSpan) -> Vec<TextSpan> {
    let words = front.of(raw);
    let Some(head) = words.find('\n').map(|at| at + 1) else { return Vec::new() };
    let is_toml = words.starts_with("+++");
    let inner = words.get(head..).unwrap_or("");
    let is_fence = |line: &str| matches!(line.trim_end(), "---" | "+++" | "...");
    let mut at = 0;
    let mut lines = Vec::new();
    for line in inner.split_inclusive('\n') {
        if is_fence(line) {
            break;
        }
        lines.push((at, line));
        at += line.len();
    }
    let inner = inner.get(..at).unwrap_or("");
    let cut = if is_toml { toml_lines(inner, &lines) } else { yaml_lines(&lines) };
    let is_cut = |at: usize| cut.iter().any(|it| it.contains(&at));
    if !cut.is_empty() && lines.iter().all(|(at, line)| is_cut(*at) || line.trim().is_empty()) {
        let after = raw.get(front.end as usize..).unwrap_or("");
        let blank = after.len() - after.trim_start_matches(['\n', '\r']).len();
        return vec![TextSpan { start: front.start, end: front.end + blank as u32 }];
    }
    let from = front.start as usize + head;
    cut.into_iter().map(|it| TextSpan::new(from + it.start, from + it.end)).collect()
}

/// "stet: …" and the lines below it that belong to it: indented, or items of its list.
fn yaml_lines(lines: &[(usize, &str)]) -> Vec<std::ops::Range<usize>> {
    let mut cut: Vec<std::ops::Range<usize>> = Vec::new();
    let mut inside = false;
    for (at, line) in lines {
        let goes_on = line.starts_with([' ', '\t', '-']) || line.trim().is_empty();
        let begins = line.strip_prefix(KEY).is_some_and(|rest| rest.trim_start().starts_with(':'));
        inside = begins || inside && goes_on;
        if inside {
            cut.push(*at..at + line.len());
        }
    }
    cut
}

#[derive(Deserialize)]
struct Front {
    stet: Option<Spanned<toml::Value>>,
}

/// "stet = …", over as many lines as its value takes.
fn toml_lines(inner: &str, lines: &[(usize, &str)]) -> Vec<std::ops::Range<usize>> {
    let value = toml::from_str::<Front>(inner).ok().and_then(|it| it.stet).map(|it| it.span());
    let Some(value) = value else { return Vec::new() };
    let first = lines.iter().rfind(|(at, _)| *at <= value.start).map_or(0, |(at, _)| *at);
    let last = lines.iter().find(|(at, line)| value.end <= at + line.len());
    let end = last.map_or(inner.len(), |(at, line)| at + line.len());
    std::iter::once(first..end).collect()
}

#[cfg(test)]
mod tests;
