//! Where in the XML of a document a comment begins and ends, and the XML with that put in.

use std::collections::{BTreeMap, BTreeSet};

use super::Comment;
use crate::text::format::docx::runs::{Anchors, Bytes, Home, NOWHERE, Run};
use crate::text::format::words::Origin;

/// What is put in at one byte of the part.
#[derive(Debug, Default)]
struct Cut {
    /// What has to be closed before it, and opened again behind it.
    close: String,
    open: String,
    /// Comments that end and begin there, by number.
    ends: Vec<usize>,
    begins: Vec<usize>,
}

/// The part with the marks of all comments in it.
pub fn marked(xml: &str, anchors: &Anchors, comments: &[Comment], first: u32, namespace: &str) -> String {
    let mut cuts: BTreeMap<u32, Cut> = BTreeMap::new();
    // Text elements that are split: what is left of them may begin or end with a space.
    let mut split: BTreeSet<u32> = BTreeSet::new();
    for (n, comment) in comments.iter().enumerate() {
        let Some((from, to)) = ends(anchors, comment) else { continue };
        let begin = begin(xml, anchors, from, comment.span.start);
        let end = end(xml, anchors, to, comment.span.end);
        for (place, is_end) in [(begin, false), (end, true)] {
            let Some(place) = place else { continue };
            let cut =
                cuts.entry(place.at).or_insert_with(|| Cut { close: place.close, open: place.open, ..Cut::default() });
            if is_end {
                cut.ends.push(n)
            } else {
                cut.begins.push(n)
            }
            split.extend(place.split);
        }
    }
    let declared = super::declared(xml, namespace);
    let mut out = String::with_capacity(xml.len() + 400 * comments.len());
    let mut at = 0_u32;
    let edits: BTreeSet<u32> = cuts.keys().copied().chain(split.iter().copied()).collect();
    for edit in edits {
        out.push_str(Bytes { start: at, end: edit }.of(xml));
        at = edit;
        if split.contains(&edit) {
            out.push_str(" xml:space=\"preserve\"");
        }
        let Some(cut) = cuts.get(&edit) else { continue };
        out.push_str(&cut.close);
        for n in &cut.ends {
            let id = first + *n as u32;
            out.push_str(&format!(
                "<w:commentRangeEnd{declared} w:id=\"{id}\"/>\
                 <w:r{declared}><w:commentReference w:id=\"{id}\"/></w:r>"
            ));
        }
        for n in &cut.begins {
            let id = first + *n as u32;
            out.push_str(&format!("<w:commentRangeStart{declared} w:id=\"{id}\"/>"));
        }
        out.push_str(&cut.open);
    }
    out.push_str(xml.get(at as usize..).unwrap_or(""));
    out
}

/// The stretches that a comment begins and ends in; the nearest ones where its own words have no place.
fn ends(anchors: &Anchors, comment: &Comment) -> Option<(Origin, Origin)> {
    let has_home = |it: &&Origin| it.home != NOWHERE;
    let span = comment.span;
    let first = anchors.origins.partition_point(|it| it.at + it.len <= span.start);
    let last = anchors.origins.partition_point(|it| it.at < span.end);
    let inside = || anchors.origins.get(first..last).unwrap_or(&[]).iter().filter(has_home);
    if let (Some(from), Some(to)) = (inside().next(), inside().next_back()) {
        return Some((*from, *to));
    }
    let before = anchors.origins.get(..first).unwrap_or(&[]).iter().rfind(has_home);
    let near = before.or_else(|| anchors.origins.get(last..).unwrap_or(&[]).iter().find(has_home))?;
    Some((*near, *near))
}

struct Place {
    at: u32,
    close: String,
    open: String,
    /// Where the tag of a split text element ends, if it does not say that its spaces count.
    split: Option<u32>,
}

impl Place {
    fn between_runs(at: u32) -> Place {
        Place { at, close: String::new(), open: String::new(), split: None }
    }
}

fn begin(xml: &str, anchors: &Anchors, origin: Origin, offset: u32) -> Option<Place> {
    let home = *anchors.homes.get(origin.home as usize)?;
    let run = anchors.runs.get(home.run() as usize)?;
    let at = byte(origin, offset.max(origin.at));
    match home {
        Home::Around { .. } => Some(Place::between_runs(run.at.start)),
        Home::Text { tag, child: 0, .. } if at <= tag.end => Some(Place::between_runs(run.at.start)),
        Home::Child { child: 0, .. } => Some(Place::between_runs(run.at.start)),
        Home::Text { tag, .. } => Some(in_text(xml, run, tag, at)),
        Home::Child { .. } => Some(in_run(xml, run, at)),
    }
}

fn end(xml: &str, anchors: &Anchors, origin: Origin, offset: u32) -> Option<Place> {
    let home = *anchors.homes.get(origin.home as usize)?;
    let run = anchors.runs.get(home.run() as usize)?;
    let is_last = |child: u32| child + 1 == run.n_children;
    let is_all = offset >= origin.at + origin.len;
    let at = if is_all { origin.end } else { byte(origin, offset.max(origin.at)) };
    let at_end = xml.get(at as usize..).is_some_and(|it| it.starts_with("</"));
    match home {
        Home::Around { .. } => Some(Place::between_runs(run.at.end)),
        Home::Text { child, .. } if at_end && is_last(child) => Some(Place::between_runs(run.at.end)),
        Home::Child { child, .. } if is_last(child) => Some(Place::between_runs(run.at.end)),
        Home::Text { tag, .. } => Some(in_text(xml, run, tag, at)),
        // NB: `<w:tab/>` ends behind its own tag, `<w:tab></w:tab>` behind another one.
        Home::Child { .. } => {
            let rest = xml.get(at as usize..).unwrap_or("");
            let closing = if rest.starts_with("</") { rest.find('>').map_or(0, |it| it + 1) } else { 0 };
            let own = xml.get(..at as usize).is_some_and(|it| it.ends_with("/>"));
            Some(in_run(xml, run, if own { at } else { at + closing as u32 }))
        }
    }
}

/// The byte of the part where a byte of the document stands.
fn byte(origin: Origin, offset: u32) -> u32 {
    match origin.len == origin.end - origin.start {
        true => origin.start + (offset - origin.at).min(origin.len),
        false => origin.start,
    }
}

fn in_text(xml: &str, run: &Run, tag: Bytes, at: u32) -> Place {
    let open_text = tag.of(xml);
    let preserves = open_text.contains("xml:space");
    let text_name = name(open_text);
    let again = match preserves {
        true => open_text.to_string(),
        false => format!("<{text_name} xml:space=\"preserve\">"),
    };
    let outer = in_run(xml, run, at);
    Place {
        at,
        close: format!("</{text_name}>{}", outer.close),
        open: format!("{}{again}", outer.open),
        split: (!preserves).then_some(tag.end.saturating_sub(1)),
    }
}

fn in_run(xml: &str, run: &Run, at: u32) -> Place {
    let open_run = run.tag.of(xml);
    let properties = run.properties.map_or("", |it| it.of(xml));
    Place { at, close: format!("</{}>", name(open_run)), open: format!("{open_run}{properties}"), split: None }
}

/// "w:r" of `<w:r w:rsidR="00A1">`.
fn name(tag: &str) -> &str {
    tag.trim_start_matches('<').split(|it: char| it.is_whitespace() || it == '>' || it == '/').next().unwrap_or("")
}
