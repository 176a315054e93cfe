//! Words of a draft that name one of its sources: link targets, footnotes, comments, citations.
//!
//! A name that two sources share names neither. What is found serves the links that open a source and the check of what a
//! sentence cites; neither is known here.

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;

use super::draft::Draft;
use crate::corpus::Corpus;
use crate::fact::{Date, FactKind};
use crate::text::fold::fold;
use crate::text::markup::Target;
use crate::text::{Sort, Text, TextId, TextSpan};

/// A title of one short word is any word.
const MIN_TITLE: usize = 8;

/// Where a draft lies, for paths that are told from there.
#[derive(Clone, Copy, Debug)]
pub struct Folder<'a> {
    /// On disk, where that is known.
    pub disk: Option<&'a Path>,
    /// The draft's path as findings name it.
    pub draft: &'a str,
}

/// Footnotes and comments, without front matter; in order, disjoint.
pub fn notes(text: &Text) -> Vec<TextSpan> {
    let front = text.comments.front.span;
    let comments = text.comments.spans.iter().copied().filter(|it| !front.is_some_and(|front| front.overlaps(*it)));
    let footnotes = text.links.iter().filter(|it| matches!(it.target, Target::FootnoteText(_))).map(|it| it.span);
    let paragraphs = text.paragraphs.iter().filter(|it| it.sort == Sort::Footnote).map(|it| it.at);
    let mut notes: Vec<TextSpan> = comments.chain(footnotes).chain(paragraphs).collect();
    notes.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    let mut until = 0;
    notes.retain(|it| {
        let apart = it.start >= until;
        until = until.max(it.end);
        apart
    });
    notes
}

/// `[@port, p. 3; @mayor]`: the keys, each with its sign.
pub fn citations<'a>(text: &'a Text, notes: &[TextSpan]) -> Vec<(TextSpan, &'a str)> {
    let mut found = Vec::new();
    // A bracket that is still open in this line.
    let mut opened = false;
    for (at, byte) in text.raw.bytes().enumerate().filter(|(_, it)| matches!(it, b'[' | b']' | b'\n' | b'@')) {
        if byte != b'@' {
            opened = byte == b'[';
            continue;
        }
        let before = at.checked_sub(1).and_then(|it| text.raw.as_bytes().get(it));
        if !opened || !before.is_some_and(|it| matches!(it, b'[' | b'-' | b' ' | b';')) {
            continue;
        }
        let rest = text.raw.get(at + 1..).unwrap_or("");
        let end = rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | ':' | '/')));
        let key = rest.get(..end.unwrap_or(rest.len())).unwrap_or("").trim_end_matches(['.', ':', '-', '/']);
        let span = TextSpan::new(at, at + 1 + key.len());
        let idx = text.paragraphs.partition_point(|it| it.at.start <= span.start).checked_sub(1);
        let shown = idx.and_then(|it| text.paragraphs.get(it)).is_some_and(|it| it.to_prose(span).is_some());
        let note = notes.partition_point(|it| it.start <= span.start).checked_sub(1).and_then(|it| notes.get(it));
        if !key.is_empty() && (shown || note.is_some_and(|it| it.contains(span))) {
            found.push((span, key));
        }
    }
    found
}

/// Sources by all that a writer may call them.
#[derive(Debug, Default)]
pub struct Names {
    by_file: FxHashMap<String, Vec<TextId>>,
    /// Without the extension.
    by_stem: FxHashMap<String, Vec<TextId>>,
    by_disk: FxHashMap<PathBuf, TextId>,
    paths: FxHashMap<TextId, String>,
    by_path: FxHashMap<String, TextId>,
    by_url: FxHashMap<String, Vec<TextId>>,
    /// Titles, and file names with a space in them, by their first word.
    by_word: FxHashMap<String, Vec<(String, TextId)>>,
    /// Outlets by their first word, each with the date of its source.
    by_outlet: FxHashMap<String, Vec<(String, String, TextId)>>,
}

impl Names {
    pub fn of(corpus: &Corpus) -> Names {
        let mut names = Names::default();
        for source in corpus.heads() {
            let id = source.id;
            let path = source.reference.path.as_str();
            let file = path.rsplit('/').next().unwrap_or("");
            let stem = file.rsplit_once('.').map_or(file, |it| it.0);
            names.by_file.entry(file.to_string()).or_default().push(id);
            names.by_stem.entry(stem.to_string()).or_default().push(id);
            names.by_disk.insert(source.disk_path.clone(), id);
            names.by_path.insert(path.to_string(), id);
            names.paths.insert(id, path.to_string());
            if let Some(url) = &source.meta.url {
                names.by_url.entry(plain_url(url)).or_default().push(id);
            }
            let title = source.meta.title.as_deref().filter(|it| it.chars().count() >= MIN_TITLE);
            for words in title.into_iter().chain(Some(file).filter(|it| it.contains(' '))) {
                let folded = fold(words).text;
                if let Some(first) = first_word(&folded) {
                    names.by_word.entry(first.to_string()).or_default().push((folded.clone(), id));
                }
            }
            if let (Some(outlet), Some(date)) = (&source.meta.outlet, &source.meta.date) {
                let folded = fold(outlet).text;
                let folded = folded.strip_prefix("the ").unwrap_or(&folded);
                if let Some(first) = first_word(folded) {
                    let entry = (folded.to_string(), date.clone(), id);
                    names.by_outlet.entry(first.to_string()).or_default().push(entry);
                }
            }
        }
        names
    }

    pub fn of_address(&self, address: &str, folder: Folder<'_>) -> Option<TextId> {
        if address.contains("://") || address.starts_with("www.") {
            return only(self.by_url.get(&plain_url(address))?.iter().copied());
        }
        let path = address.split(['#', '?']).next().unwrap_or("");
        self.of_path(&decoded(path), folder)
    }

    /// A path from the draft's folder, or the end of a source's path.
    fn of_path(&self, path: &str, folder: Folder<'_>) -> Option<TextId> {
        let beside = folder.disk.map(|it| plain_path(&it.join(path)));
        if let Some(source) = beside.and_then(|it| self.by_disk.get(it.as_path())) {
            return Some(*source);
        }
        let shown = Path::new(folder.draft).parent().map(|it| plain_path(&it.join(path)));
        if let Some(source) = shown.and_then(|it| self.by_path.get(it.to_str()?)) {
            return Some(*source);
        }
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let ends = |source: &TextId| {
            let known = self.paths.get(source).and_then(|it| it.strip_suffix(path));
            known.is_some_and(|it| it.is_empty() || it.ends_with('/'))
        };
        only(self.by_file.get(path.rsplit('/').next()?)?.iter().copied().filter(ends))
    }

    pub fn of_key(&self, key: &str, folder: Folder<'_>) -> Option<TextId> {
        let by_stem = self.by_stem.get(key).and_then(|it| only(it.iter().copied()));
        by_stem.or_else(|| self.of_path(key, folder))
    }

    /// The sources that a note names: by file, address or title, or by an outlet and one of the note's dates.
    pub fn in_note(
        &self,
        text: &Text,
        note: TextSpan,
        dates: &[&Date],
        folder: Folder<'_>,
        found: &mut Vec<(TextSpan, TextId)>,
    ) {
        for (span, name) in file_names(text, note) {
            if let Some(source) = self.of_address(name, folder) {
                found.push((span, source));
            }
        }
        if self.by_word.is_empty() && self.by_outlet.is_empty() {
            return;
        }
        let folded = fold(note.of(&text.raw));
        let mut before = None;
        for (at, it) in folded.text.char_indices() {
            let begins = it.is_alphanumeric() && before.is_none_or(|it: char| !it.is_alphanumeric());
            before = Some(it);
            if !begins {
                continue;
            }
            let rest = folded.text.get(at..).unwrap_or("");
            let first = first_word(rest).unwrap_or("");
            let outlets = self.by_outlet.get(first).map_or(&[][..], Vec::as_slice);
            let of_day = outlets.iter().filter(|(name, date, _)| {
                rest.starts_with(name.as_str()) && dates.iter().any(|it| is_of_day(it, date))
            });
            if let Some((name, _, source)) = only(of_day) {
                let span = folded.original(at..at + name.len());
                found.push((TextSpan::new(span.start, span.end).shifted(note.start), *source));
            }
            let known = self.by_word.get(first).map_or(&[][..], Vec::as_slice);
            let ends = |name: &str| rest.get(name.len()..).is_some_and(|it| !it.starts_with(char::is_alphanumeric));
            let fits = known.iter().filter(|(name, _)| rest.starts_with(name.as_str()) && ends(name));
            let Some(longest) = fits.clone().map(|(name, _)| name.len()).max() else { continue };
            if let Some(source) = only(fits.filter(|(name, _)| name.len() == longest).map(|(_, source)| *source)) {
                let span = folded.original(at..at + longest);
                found.push((TextSpan::new(span.start, span.end).shifted(note.start), source));
            }
        }
    }
}

/// The dates that a note gives, as far as its paragraphs have been read.
pub fn dates(draft: &Draft, note: TextSpan) -> Vec<&Date> {
    let first = draft.text.paragraphs.partition_point(|it| it.at.end <= note.start);
    let paragraphs = draft.text.paragraphs.iter().enumerate().skip(first).take_while(|(_, it)| it.at.start < note.end);
    let facts = paragraphs.filter_map(|(idx, _)| draft.reading(idx)).flat_map(|it| &it.facts);
    let dates = facts.filter_map(|fact| match &fact.kind {
        FactKind::Date(date) => Some(date),
        FactKind::Figure(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
    });
    dates.collect()
}

/// Whether a date that is told in full or in part is that of a source: "12 May" is 2031-05-12, "2031" alone is no day.
fn is_of_day(date: &Date, iso: &str) -> bool {
    let mut parts = iso.split('-').map(|it| it.parse::<i32>().ok());
    let (year, month, day) = (parts.next().flatten(), parts.next().flatten(), parts.next().flatten());
    let fits = |told: Option<i32>, known: Option<i32>| told.is_none() || told == known;
    let told_month = date.month.map(i32::from);
    let told_day = date.day.map(i32::from);
    told_month.is_some() && fits(date.year.map(i32::from), year) && fits(told_month, month) && fits(told_day, day)
}

/// The words of a note with their places.
pub fn words(text: &Text, note: TextSpan) -> Vec<(TextSpan, &str)> {
    let inner = |it: char| it.is_alphanumeric() || matches!(it, '\'' | '’');
    let all = note.of(&text.raw);
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(start) = all.get(at..).and_then(|it| it.find(inner)).map(|it| at + it) {
        let rest = all.get(start..).unwrap_or("");
        let len = rest.find(|it| !inner(it)).unwrap_or(rest.len());
        words.push((TextSpan::new(start, start + len).shifted(note.start), rest.get(..len).unwrap_or("")));
        at = start + len.max(1);
    }
    words
}

/// Words of a note that look like a file or an address: "minutes.pdf", "https://…".
pub fn file_names(text: &Text, note: TextSpan) -> Vec<(TextSpan, &str)> {
    let words = note.of(&text.raw);
    let parts = |it: char| {
        it.is_whitespace()
            || matches!(
                it,
                '"' | '“' | '”' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ';' | ',' | '|' | '*' | '`'
            )
    };
    let mut names = Vec::new();
    let mut at = 0;
    for token in words.split(parts) {
        let trimmed = token.trim_start_matches(['\'', '‘']);
        let start = at + token.len() - trimmed.len();
        at += token.len() + words.get(at + token.len()..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
        let name = trimmed.trim_end_matches(['.', ':', '\'', '’', '!', '?', '/']);
        if name.contains(['.', '/']) {
            names.push((TextSpan::new(start, start + name.len()).shifted(note.start), name));
        }
    }
    names
}

fn first_word(folded: &str) -> Option<&str> {
    folded.split(|it: char| !it.is_alphanumeric()).find(|it| !it.is_empty())
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Without scheme, "www.", fragment and the slash at the end.
fn plain_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |it| it.1).split('#').next().unwrap_or("");
    let rest = rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/');
    let (host, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or((rest, ""));
    format!("{}{path}", host.to_ascii_lowercase())
}

/// `%20` and the like; what does not come out as text stays.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        match after.get(..2).and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or("");
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_string())
}

/// Without `.` and `..`, by the words alone: nothing is looked up on disk.
fn plain_path(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    plain
}
