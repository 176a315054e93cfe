//! What each sentence of a draft cites: its footnotes, comments, links and `[@keys]`, led back to sources.
//!
//! A mark speaks for what stands between the mark before it and itself, within its sentence; marks side by side speak
//! together. A link speaks for its own words. What a note says beyond where to look ("own estimate, based on …") takes
//! from it that its silence tells anything.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Engine;
use super::draft::Draft;
use super::naming::{self, Folder, Names};
use crate::corpus::source::Source;
use crate::fact::Reading;
use crate::rules::Rules;
use crate::text::markup::Target;
use crate::text::{Paragraph, Span, Text, TextId, TextSpan};

/// All that a draft cites.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citations {
    /// By paragraph, in the order of the text.
    pub by_paragraph: Vec<Vec<Citation>>,
    /// Files and keys that are cited and are no sources, each once.
    pub missing: Vec<(TextSpan, String)>,
}

/// A stretch of a paragraph, and the sources that it is said to rest on.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Citation {
    /// In the paragraph's prose: what the citation speaks for.
    pub reach: Span,
    /// "footnote 3", "the link".
    pub label: String,
    /// In the order of the marks.
    pub sources: Vec<TextId>,
    /// Every source named is here, and nothing else is said: what none of them gives is miscited.
    pub sure: bool,
}

/// A mark of the draft that names sources.
struct Mark {
    at: TextSpan,
    label: String,
    sources: Vec<TextId>,
    sure: bool,
    /// The words of a link.
    words: Option<TextSpan>,
}

/// Bytes that may stand between the end of a paragraph's prose and a mark behind it.
const BEHIND: u32 = 200;

/// Endings of files that a writer cites.
const FILES: &[&str] = &[
    "txt", "md", "markdown", "pdf", "doc", "docx", "odt", "rtf", "csv", "xls", "xlsx", "eml", "srt", "vtt", "json",
    "xml",
];

/// A longer note is a text of its own, in bytes.
const LONGEST_NOTE: usize = 2_000;

/// Words that a note may have beside the names of sources and still be nothing but a citation.
const FEW_WORDS: usize = 12;

/// Whether a text has anything that may name a source.
pub fn may_cite(text: &Text) -> bool {
    let has_comments = text.comments.spans.len() > usize::from(text.comments.front.span.is_some());
    has_comments || !text.links.is_empty() || text.raw.contains("[@") || text.raw.contains("[-@")
}

pub fn citations(rules: &Rules, draft: &Draft, names: &Names) -> Citations {
    let text = &draft.text;
    let folder = Folder { disk: None, draft: &draft.path };
    let mut found = Citations { by_paragraph: vec![Vec::new(); text.paragraphs.len()], missing: Vec::new() };
    let mut marks = Vec::new();
    footnotes(rules, draft, names, folder, &mut marks, &mut found.missing);
    comments(rules, draft, names, folder, &mut marks);
    keys(text, names, folder, &mut marks, &mut found.missing);
    let links = marks.len();
    for link in &text.links {
        if let Target::Address(address) = &link.target
            && let Some(source) = names.of_address(address, folder)
        {
            let words = Some(link.words);
            marks.push(Mark { at: link.span, label: "the link".to_string(), sources: vec![source], sure: true, words });
        }
    }
    let of_links = marks.split_off(links);
    marks.sort_by_key(|it| it.at);
    place(draft, marks, &mut found.by_paragraph);
    for mark in of_links {
        place_link(draft, mark, &mut found.by_paragraph);
    }
    for cited in &mut found.by_paragraph {
        cited.sort_by_key(|it| it.reach);
    }
    let mut said: FxHashSet<String> = FxHashSet::default();
    found.missing.sort();
    found.missing.retain(|(_, name)| said.insert(name.clone()));
    found
}

fn footnotes(
    rules: &Rules,
    draft: &Draft,
    names: &Names,
    folder: Folder<'_>,
    marks: &mut Vec<Mark>,
    missing: &mut Vec<(TextSpan, String)>,
) {
    let text = &draft.text;
    let mut notes: FxHashMap<&str, (Vec<TextId>, bool)> = FxHashMap::default();
    for link in &text.links {
        let Target::FootnoteText(label) = &link.target else { continue };
        if link.span.len() > LONGEST_NOTE {
            continue;
        }
        let mut named = Vec::new();
        names.in_note(text, link.span, &naming::dates(draft, link.span), folder, &mut named);
        let files = naming::file_names(text, link.span);
        let unknown =
            files.into_iter().filter(|(span, name)| is_file(name) && !named.iter().any(|it| it.0.overlaps(*span)));
        let unknown: Vec<(TextSpan, String)> = unknown.map(|(span, name)| (span, name.to_string())).collect();
        let sure = unknown.is_empty() && is_plain(rules, text, link.span, &named);
        missing.extend(unknown);
        notes.insert(label, (in_order(named), sure));
    }
    for link in &text.links {
        let Target::Footnote(label) = &link.target else { continue };
        let (sources, sure) = notes.get(label.as_str()).cloned().unwrap_or_default();
        marks.push(Mark { at: link.span, label: format!("footnote {label}"), sources, sure, words: None });
    }
}

/// `<!-- ledger.txt, p. 3 -->` after a sentence. A longer comment is a remark.
fn comments(rules: &Rules, draft: &Draft, names: &Names, folder: Folder<'_>, marks: &mut Vec<Mark>) {
    const FEW_BESIDE: usize = 4;
    let text = &draft.text;
    let others = text.comments.stets.iter().map(|it| it.span).chain(text.comments.checked.iter().copied());
    let others: FxHashSet<u32> = others.chain(text.comments.front.span).map(|it| it.start).collect();
    for note in text.comments.spans.iter().filter(|it| !others.contains(&it.start) && it.len() <= LONGEST_NOTE) {
        let mut named = Vec::new();
        names.in_note(text, *note, &[], folder, &mut named);
        let plain = is_plain(rules, text, *note, &named) && n_beside(text, *note, &named) <= FEW_BESIDE;
        if !named.is_empty() && plain {
            marks.push(Mark {
                at: *note,
                label: "the comment".to_string(),
                sources: in_order(named),
                sure: true,
                words: None,
            });
        }
    }
}

/// `[@port, p. 3; @mayor]`. Keys of which none is a source's belong to a bibliography elsewhere.
fn keys(text: &Text, names: &Names, folder: Folder<'_>, marks: &mut Vec<Mark>, missing: &mut Vec<(TextSpan, String)>) {
    let keys = naming::citations(text, &[]);
    let found: Vec<Option<TextId>> = keys.iter().map(|(_, key)| names.of_key(key, folder)).collect();
    if found.iter().all(Option::is_none) {
        return;
    }
    for ((span, key), source) in keys.into_iter().zip(found) {
        let (sources, sure) = (source.into_iter().collect(), source.is_some());
        if !sure {
            missing.push((span, format!("@{key}")));
        }
        marks.push(Mark { at: bracket(text, span), label: format!("@{key}"), sources, sure, words: None });
    }
}

/// The whole bracket around a key: a page number in it is no figure of the sentence.
fn bracket(text: &Text, key: TextSpan) -> TextSpan {
    let (before, after) = text.raw.split_at_checked(key.start as usize).unwrap_or((&text.raw, ""));
    let start = before.rfind('[').unwrap_or(key.start as usize);
    let end = after.find([']', '\n']).map_or(key.end as usize, |at| key.start as usize + at + 1);
    TextSpan::new(start, end.max(key.end as usize))
}

/// Whether a note says where to look and nothing else.
fn is_plain(rules: &Rules, text: &Text, note: TextSpan, named: &[(TextSpan, TextId)]) -> bool {
    let loose = &rules.lexicon.origins.loose;
    let says_more = |it: &str| loose.contains(&it.to_lowercase());
    n_beside(text, note, named) <= FEW_WORDS && !words_beside(text, note, named).any(says_more)
}

fn n_beside(text: &Text, note: TextSpan, named: &[(TextSpan, TextId)]) -> usize {
    words_beside(text, note, named).filter(|it| it.contains(char::is_alphabetic)).count()
}

/// The words of a note that are not the names of sources.
fn words_beside<'a>(
    text: &'a Text,
    note: TextSpan,
    named: &'a [(TextSpan, TextId)],
) -> impl Iterator<Item = &'a str> + 'a {
    let words = naming::words(text, note).into_iter();
    words.filter(|(at, _)| !named.iter().any(|(it, _)| it.contains(*at))).map(|it| it.1)
}

fn in_order(mut named: Vec<(TextSpan, TextId)>) -> Vec<TextId> {
    named.sort();
    let mut sources: Vec<TextId> = Vec::new();
    for (_, source) in named {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn is_file(name: &str) -> bool {
    let is_address = name.contains("://") || name.starts_with("www.");
    let ending = name.rsplit_once('.').map(|(stem, it)| (stem.trim_matches('.'), it.to_ascii_lowercase()));
    !is_address && ending.is_some_and(|(stem, it)| !stem.is_empty() && FILES.contains(&it.as_str()))
}

/// The paragraph that a mark stands in or right behind.
fn paragraph(text: &Text, at: u32) -> Option<(usize, &Paragraph)> {
    let idx = text.paragraphs.partition_point(|it| it.at.start < at).checked_sub(1)?;
    let paragraph = text.paragraphs.get(idx)?;
    let between = text.raw.get(paragraph.at.end as usize..at as usize).unwrap_or("");
    let behind = at > paragraph.at.end && (between.contains('\n') || at - paragraph.at.end > BEHIND);
    (!behind).then_some((idx, paragraph))
}

fn sentence(paragraph: &Paragraph, reading: &Reading, before: u32) -> Option<Span> {
    let mut spans = reading.sentences.iter().map(|it| it.span);
    spans.rfind(|it| paragraph.to_text(*it).start < before)
}

/// Marks side by side are one; each group reaches back to the one before it.
fn place(draft: &Draft, marks: Vec<Mark>, placed: &mut [Vec<Citation>]) {
    let text = &draft.text;
    let mut groups: Vec<(TextSpan, Citation)> = Vec::new();
    for mark in marks {
        let beside = groups.last().is_some_and(|(at, _)| {
            let between = text.raw.get(at.end as usize..mark.at.start as usize).unwrap_or("");
            at.end > mark.at.start || !between.contains(char::is_alphanumeric) && !between.contains('\n')
        });
        match groups.last_mut().filter(|_| beside) {
            Some((at, group)) => {
                *at = at.cover(mark.at);
                group.sure &= mark.sure && !mark.sources.is_empty();
                if !mark.sources.is_empty() {
                    let joined = format!("{} and {}", group.label, mark.label);
                    group.label = if group.sources.is_empty() { mark.label } else { joined };
                }
                group.sources.extend(mark.sources);
            }
            None => {
                let sure = mark.sure && !mark.sources.is_empty();
                let citation = Citation { reach: Span::new(0, 0), label: mark.label, sources: mark.sources, sure };
                groups.push((mark.at, citation));
            }
        }
    }
    let mut before = 0;
    for (at, mut citation) in groups {
        let from = std::mem::replace(&mut before, at.end);
        let Some((idx, paragraph)) = paragraph(text, at.start) else { continue };
        let Some(sentence) = draft.reading(idx).and_then(|it| sentence(paragraph, it, at.start)) else { continue };
        let whole = paragraph.to_text(sentence);
        let (start, end) = (whole.start.max(from), whole.end.min(at.start));
        let reach = (start < end).then(|| TextSpan::new(start as usize, end as usize));
        let Some(reach) = reach.and_then(|it| paragraph.to_prose(it)) else { continue };
        citation.reach = reach;
        if let Some(slot) = placed.get_mut(idx).filter(|_| !citation.sources.is_empty()) {
            slot.push(citation);
        }
    }
}

/// A link's silence tells something of the facts in its own words; of the rest of its sentence only what differs does.
fn place_link(draft: &Draft, mark: Mark, placed: &mut [Vec<Citation>]) {
    let Some((idx, paragraph)) = paragraph(&draft.text, mark.at.start + 1) else { return };
    let Some(reading) = draft.reading(idx) else { return };
    let words = mark.words.filter(|it| !it.is_empty()).and_then(|it| paragraph.to_prose(it));
    let Some(words) = words else { return };
    let has_facts = reading.facts.iter().any(|it| words.contains(it.span));
    let reach = match has_facts {
        true => Some(words),
        false => sentence(paragraph, reading, mark.at.start + 1),
    };
    if let (Some(slot), Some(reach)) = (placed.get_mut(idx), reach) {
        slot.push(Citation { reach, label: mark.label, sources: mark.sources, sure: has_facts });
    }
}

impl Engine {
    /// Words of a draft that name one of its sources, in the order of the text; none inside another. `folder` is where
    /// the draft lies.
    pub fn named_sources(&self, id: TextId, folder: Option<&Path>) -> Vec<(TextSpan, &Source)> {
        let Some(draft) = self.drafts.get(&id) else {
            return Vec::new();
        };
        let text = &draft.text;
        let notes = naming::notes(text);
        let citations = naming::citations(text, &notes);
        let is_address = |target: &Target| matches!(target, Target::Address(_));
        if notes.is_empty() && citations.is_empty() && !text.links.iter().any(|it| is_address(&it.target)) {
            return Vec::new();
        }
        let made;
        let names = match &self.names {
            Some(names) => names,
            None => {
                made = Names::of(&self.corpus);
                &made
            }
        };
        let folder = Folder { disk: folder, draft: &draft.path };
        let mut found: Vec<(TextSpan, TextId)> = Vec::new();
        for link in &text.links {
            if let Target::Address(address) = &link.target
                && let Some(source) = names.of_address(address, folder)
            {
                found.push((link.span, source));
            }
        }
        for note in &notes {
            names.in_note(text, *note, &naming::dates(draft, *note), folder, &mut found);
        }
        found.extend(citations.into_iter().filter_map(|(span, key)| Some((span, names.of_key(key, folder)?))));
        // The longest of those that begin at one place, and none inside another.
        found.sort_by_key(|(span, source)| (span.start, std::cmp::Reverse(span.end), *source));
        let mut until = 0;
        found.retain(|(span, _)| {
            let apart = span.start >= until;
            until = until.max(span.end);
            apart
        });
        found.into_iter().filter_map(|(span, source)| Some((span, self.corpus.source(source)?))).collect()
    }
}
