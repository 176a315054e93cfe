//! The sources and the origins: what each file is, what it carries of the draft, and what could not be read.

use super::model::{Gap, Input, Item, Origin, Source, Traced};
use super::passage::Shelf;
use crate::engine::desk::{self, Desk, How};
use crate::fact::{SourceKind, Trust};
use crate::text::TextId;
use crate::text::fold::one_line;

/// Longer phrases are cut.
const LONGEST_PHRASE: usize = 240;

pub fn sha256(bytes: &[u8]) -> String {
    hmac_sha256::Hash::hash(bytes).iter().map(|it| format!("{it:02x}")).collect()
}

/// What decides what is checked and how: presets, configuration, rules of the house's own, decisions.
pub fn inputs(desk: &Desk) -> Vec<Input> {
    let input = |(path, text): (String, String)| Input { path, sha256: sha256(text.as_bytes()) };
    desk.inputs().into_iter().map(input).collect()
}

pub fn sources(desk: &Desk, draft: TextId, shelf: &Shelf<'_>, items: &[Item]) -> Vec<Source> {
    let earlier: Vec<TextId> = desk.engine.earlier_versions(draft).iter().map(|it| it.id).collect();
    shelf.sources.iter().map(|it| source(desk, shelf, it, earlier.contains(&it.id), items)).collect()
}

fn source(desk: &Desk, shelf: &Shelf<'_>, source: &desk::Source, is_earlier: bool, items: &[Item]) -> Source {
    let id = shelf.id(source.id);
    let carries = |it: &&Item| it.support.sources.contains(&id);
    let mut paragraphs: Vec<usize> = items.iter().filter(carries).map(|it| it.paragraph).filter(|it| *it > 0).collect();
    paragraphs.sort_unstable();
    paragraphs.dedup();
    let differs = |it: &&Item| {
        let mut against = it.evidence.iter().chain(&it.against);
        against.any(|it| it.source == id && matches!(it.relation, "conflicts" | "weaker"))
    };
    let (meta, reference) = (&source.meta, &source.reference);
    let mut shown = Source {
        supports: items.iter().filter(carries).count(),
        differs: items.iter().filter(differs).count(),
        facts: source.n_facts as usize,
        confidential: reference.confidential,
        id,
        path: None,
        sha256: None,
        bytes: None,
        title: None,
        kind: None,
        trust: None,
        date: None,
        outlet: None,
        url: None,
        origin: None,
        remarks: Vec::new(),
        paragraphs,
    };
    if reference.confidential {
        return shown;
    }
    let bytes = desk.bytes_of(source);
    shown.path = Some(reference.path.clone());
    shown.sha256 = bytes.as_deref().map(sha256);
    shown.bytes = bytes.map(|it| it.len());
    shown.title.clone_from(&meta.title);
    shown.kind = (reference.kind != SourceKind::Unknown).then(|| reference.kind.word());
    let trust = shelf.corpus.trust(source);
    shown.trust = Some(trust.word());
    shown.date.clone_from(&meta.date);
    shown.outlet.clone_from(&meta.outlet);
    shown.url.clone_from(&meta.url);
    shown.origin = shelf.origin_of(source.id);
    let remarks = [
        meta.embargo.as_ref().map(|it| format!("embargo until {it}")),
        shelf.corpus.superseded_by(source.id).map(|it| format!("superseded by {}", shelf.named(it))),
        meta.language.as_ref().filter(|it| !it.starts_with("en")).map(|it| format!("language: {it}")),
        (!meta.verbatim).then(|| "not word for word: faults no quotation".to_string()),
        (trust == Trust::Lead).then(|| "a lead: supports nothing, conflicts with nothing".to_string()),
        (trust == Trust::Withdrawn).then(|| "withdrawn: supports nothing".to_string()),
        is_earlier.then(|| "an earlier version of the draft: no evidence".to_string()),
        source.extracted.then(|| "its text was decoded or taken out of the file".to_string()),
    ];
    shown.remarks = remarks.into_iter().flatten().collect();
    shown
}

/// As `sha256sum` would list them.
pub fn list_hash(sources: &[Source]) -> String {
    let line = |it: &Source| Some(format!("{}  {}\n", it.sha256.as_ref()?, it.path.as_ref()?));
    sha256(sources.iter().filter_map(line).collect::<String>().as_bytes())
}

pub fn origins(shelf: &Shelf<'_>, items: &[Item]) -> Vec<Origin> {
    let origin = |it: &crate::engine::desk::Origin| {
        let ids = shelf.ids(&it.sources);
        let supported = || items.iter().filter(|item| item.support.sources.iter().any(|it| ids.contains(it)));
        let is_primary = |it: &TextId| {
            let reference = shelf.source(*it).map(|it| &it.reference);
            reference.is_some_and(|it| it.kind == SourceKind::Primary || it.trust == Trust::Record)
        };
        Origin {
            name: shelf.origin(&it.name, &it.sources),
            supports: supported().count(),
            alone: supported().filter(|it| it.support.origins == 1).count(),
            primary: it.sources.iter().any(is_primary),
            sources: it.sources.iter().map(|it| traced(shelf, *it)).collect(),
        }
    };
    shelf.corpus.origins().all().iter().map(origin).collect()
}

fn traced(shelf: &Shelf<'_>, id: TextId) -> Traced {
    let how = shelf.corpus.origins().of(id);
    let open = shelf.open(id);
    let at = how.and_then(|it| it.at).zip(open);
    let words = at.map(|(at, source)| super::passage::short(&one_line(at.of(&source.text.raw)), LONGEST_PHRASE));
    Traced {
        id: shelf.id(id),
        path: open.map(|it| it.reference.path.clone()),
        by: if open.is_some() { how.map_or("itself", |it| told(it.how)) } else { "confidential" },
        line: at.map(|(at, source)| source.line(at.start)),
        words,
    }
}

/// How an origin shows, for readers.
fn told(how: How) -> &'static str {
    match how {
        How::Said => "says so of itself",
        How::Credit => "a line of credit",
        How::Phrase => "a phrase",
        How::Speaker => "one person's statements",
        How::Wording => "shared wording",
        How::Itself => "its own",
    }
}

/// What could not be read or looked at, and why.
pub fn gaps(desk: &Desk, draft: TextId) -> Vec<Gap> {
    let unread = desk.engine.corpus().problems().iter().map(|it| desk.named(it));
    let others = desk.problems.iter().chain(&desk.unmet).cloned().chain(desk.engine.notes(draft));
    let gap = |it: crate::problem::Problem| {
        let place = it.place().map_or(String::new(), |(line, _)| format!(" (line {line})"));
        let remedy = if it.remedy.is_empty() { String::new() } else { format!("; {}", it.remedy) };
        Gap { what: format!("{}{place}", it.path), why: format!("{}{remedy}", it.cause) }
    };
    let mut gaps: Vec<Gap> = unread.chain(others).map(gap).collect();
    gaps.sort();
    gaps.dedup();
    gaps
}
