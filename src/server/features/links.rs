//! Words of a draft that name one of its sources, and open it: link targets, footnotes, comments, citations.
//!
//! A name that two sources share opens neither. Where other links lead is the client's business. Of a confidential source
//! nothing is said but that it is one; the writer's own words name it already.

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::engine::Engine;
use crate::engine::desk::Source;
use crate::text::fold::fold;
use crate::text::markup::Target;
use crate::text::{Sort, Text, TextId, TextSpan};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub span: TextSpan,
    pub path: PathBuf,
    pub tooltip: String,
}

/// A title of one short word is any word.
const MIN_TITLE: usize = 8;

/// `folder` is where the draft lies.
pub fn links(engine: &Engine, draft: TextId, folder: Option<&Path>) -> Vec<Link> {
    let Some(text) = engine.text(draft) else {
        return Vec::new();
    };
    let notes = notes(text);
    let citations = citations(text, &notes);
    let is_address = |target: &Target| matches!(target, Target::Address(_));
    if notes.is_empty() && citations.is_empty() && !text.links.iter().any(|it| is_address(&it.target)) {
        return Vec::new();
    }
    let names = Names::of(engine);
    let mut found: Vec<(TextSpan, &Source)> = Vec::new();
    for link in &text.links {
        if let Target::Address(address) = &link.target
            && let Some(source) = names.of_address(address, folder)
        {
            found.push((link.span, source));
        }
    }
    for note in &notes {
        names.in_note(text, *note, folder, &mut found);
    }
    found.extend(citations.into_iter().filter_map(|(span, key)| Some((span, names.of_key(key)?))));
    // The longest of those that begin at one place, and none inside another.
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut until = 0;
    found.retain(|(span, _)| {
        let apart = span.start >= until;
        until = until.max(span.end);
        apart
    });
    let link =
        |(span, source): (TextSpan, &Source)| Link { span, path: source.disk_path.clone(), tooltip: tooltip(source) };
    found.into_iter().map(link).collect()
}

fn tooltip(source: &Source) -> String {
    if source.reference.confidential {
        return "a confidential source".to_string();
    }
    let meta = &source.meta;
    let known: Vec<&str> = [&meta.title, &meta.outlet, &meta.date].into_iter().flatten().map(String::as_str).collect();
    if known.is_empty() { source.reference.path.clone() } else { known.join(", ") }
}

/// Footnotes and comments, without front matter; in order, disjoint.
fn notes(text: &Text) -> Vec<TextSpan> {
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
fn citations<'a>(text: &'a Text, notes: &[TextSpan]) -> Vec<(TextSpan, &'a str)> {
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b'@', text.raw.as_bytes()) {
        let head = text.raw.get(..at).unwrap_or("");
        let line = head.get(head.rfind('\n').map_or(0, |it| it + 1)..).unwrap_or("");
        let opened = line.rfind('[').is_some_and(|open| !line.get(open..).unwrap_or("").contains(']'));
        if !opened || !line.ends_with(['[', '-', ' ', ';']) {
            continue;
        }
        let rest = text.raw.get(at + 1..).unwrap_or("");
        let end = rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | ':' | '/')));
        let key = rest.get(..end.unwrap_or(rest.len())).unwrap_or("").trim_end_matches(['.', ':', '-', '/']);
        let span = TextSpan::new(at, at + 1 + key.len());
        let idx = text.paragraphs.partition_point(|it| it.at.start <= span.start).checked_sub(1);
        let shown = idx.and_then(|it| text.paragraphs.get(it)).is_some_and(|it| it.to_prose(span).is_some());
        if !key.is_empty() && (shown || notes.iter().any(|it| it.contains(span))) {
            found.push((span, key));
        }
    }
    found
}

/// Sources by all that a writer may call them.
struct Names<'a> {
    by_file: FxHashMap<&'a str, Vec<&'a Source>>,
    /// Without the extension.
    by_stem: FxHashMap<&'a str, Vec<&'a Source>>,
    by_disk: FxHashMap<&'a Path, &'a Source>,
    by_url: FxHashMap<String, Vec<&'a Source>>,
    /// Titles, and file names with a space in them, by their first word.
    by_word: FxHashMap<String, Vec<(String, &'a Source)>>,
}

impl<'a> Names<'a> {
    fn of(engine: &'a Engine) -> Names<'a> {
        let mut names = Names {
            by_file: FxHashMap::default(),
            by_stem: FxHashMap::default(),
            by_disk: FxHashMap::default(),
            by_url: FxHashMap::default(),
            by_word: FxHashMap::default(),
        };
        for source in engine.corpus().sources() {
            let file = source.reference.path.rsplit('/').next().unwrap_or("");
            let stem = file.rsplit_once('.').map_or(file, |it| it.0);
            names.by_file.entry(file).or_default().push(source);
            names.by_stem.entry(stem).or_default().push(source);
            names.by_disk.insert(&source.disk_path, source);
            if let Some(url) = &source.meta.url {
                names.by_url.entry(plain_url(url)).or_default().push(source);
            }
            let title = source.meta.title.as_deref().filter(|it| it.chars().count() >= MIN_TITLE);
            for words in title.into_iter().chain(Some(file).filter(|it| it.contains(' '))) {
                let folded = fold(words).text;
                if let Some(first) = folded.split(|it: char| !it.is_alphanumeric()).find(|it| !it.is_empty()) {
                    names.by_word.entry(first.to_string()).or_default().push((folded.clone(), source));
                }
            }
        }
        names
    }

    fn of_address(&self, address: &str, folder: Option<&Path>) -> Option<&'a Source> {
        if address.contains("://") || address.starts_with("www.") {
            return only(self.by_url.get(&plain_url(address))?.iter().copied());
        }
        let path = address.split(['#', '?']).next().unwrap_or("");
        self.of_path(&decoded(path), folder)
    }

    /// A path from the draft's folder, or the end of a source's path.
    fn of_path(&self, path: &str, folder: Option<&Path>) -> Option<&'a Source> {
        let beside = folder.map(|it| plain_path(&it.join(path)));
        if let Some(source) = beside.and_then(|it| self.by_disk.get(it.as_path())) {
            return Some(source);
        }
        let path = path.trim_start_matches("./").trim_start_matches('/');
        let ends = |source: &&Source| {
            source.reference.path.strip_suffix(path).is_some_and(|it| it.is_empty() || it.ends_with('/'))
        };
        only(self.by_file.get(path.rsplit('/').next()?)?.iter().copied().filter(ends))
    }

    fn of_key(&self, key: &str) -> Option<&'a Source> {
        let by_stem = self.by_stem.get(key).and_then(|it| only(it.iter().copied()));
        by_stem.or_else(|| self.of_path(key, None))
    }

    fn in_note(&self, text: &Text, note: TextSpan, folder: Option<&Path>, found: &mut Vec<(TextSpan, &'a Source)>) {
        let words = note.of(&text.raw);
        let parts = |it: char| {
            it.is_whitespace()
                || matches!(
                    it,
                    '"' | '“' | '”' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | ';' | ',' | '|' | '*' | '`'
                )
        };
        let mut at = 0;
        for token in words.split(parts) {
            let trimmed = token.trim_start_matches(['\'', '‘']);
            let start = at + token.len() - trimmed.len();
            at +=
                token.len() + words.get(at + token.len()..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
            let name = trimmed.trim_end_matches(['.', ':', '\'', '’', '!', '?', '/']);
            if !name.contains(['.', '/']) {
                continue;
            }
            if let Some(source) = self.of_address(name, folder) {
                found.push((TextSpan::new(start, start + name.len()).shifted(note.start), source));
            }
        }
        if self.by_word.is_empty() {
            return;
        }
        let folded = fold(words);
        let mut before = None;
        for (at, it) in folded.text.char_indices() {
            let begins = it.is_alphanumeric() && before.is_none_or(|it: char| !it.is_alphanumeric());
            before = Some(it);
            if !begins {
                continue;
            }
            let rest = folded.text.get(at..).unwrap_or("");
            let first = rest.split(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
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

fn only<'a>(mut sources: impl Iterator<Item = &'a Source>) -> Option<&'a Source> {
    let first = sources.next()?;
    sources.next().is_none().then_some(first)
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
