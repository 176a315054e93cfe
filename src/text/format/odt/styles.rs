//! What a style makes of its words: by the name that it has or rests on, and by its properties.

use std::collections::BTreeMap;

use crate::text::Sort;
use crate::text::format::Refused;
use crate::text::format::xml::{Node, Tag, Xml};

/// A style rests on no more others than these.
const MAX_PARENTS: usize = 16;

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    hidden: Option<bool>,
    raised: Option<bool>,
}

/// By family and name.
#[derive(Debug, Default)]
pub struct Styles(BTreeMap<(String, String), Style>);

impl Styles {
    /// The styles of a part, over those that are known.
    pub fn add(&mut self, text: &str, name: &str) -> Result<(), Refused> {
        let mut xml = Xml::new(text, name);
        let mut open: Option<((String, String), Style)> = None;
        while let Some(step) = xml.step()? {
            match step.node {
                Node::Start(tag) => match (&mut open, tag.name()) {
                    (None, "style") => {
                        let key = (tag.get("family").unwrap_or_default(), tag.get("name").unwrap_or_default());
                        open = Some((key, Style { parent: tag.get("parent-style-name"), ..Style::default() }));
                    }
                    (Some((_, style)), "text-properties" | "drawing-page-properties") => properties(&tag, style),
                    // What follows is the text.
                    (None, "body") => break,
                    _ => {}
                },
                Node::End(name) if name == "style" => self.0.extend(open.take()),
                Node::End(_) | Node::Words(_) => {}
            }
        }
        Ok(())
    }

    /// The style and those that it rests on, nearest first.
    fn chain<'a>(&'a self, family: &str, name: &'a str) -> impl Iterator<Item = (&'a str, Option<&'a Style>)> {
        let family = family.to_string();
        let find = move |name: &str| self.0.get(&(family.clone(), name.to_string()));
        let first = find(name);
        let next = move |(_, style): &(&'a str, Option<&'a Style>)| {
            let parent = style.as_ref()?.parent.as_deref()?;
            Some((parent, find(parent)))
        };
        std::iter::successors(Some((name, first)), next).take(MAX_PARENTS)
    }

    /// `None` where the name says nothing; `Some(None)` is no prose.
    pub fn paragraph(&self, name: &str) -> Option<Option<Sort>> {
        self.chain("paragraph", name).find_map(|(name, _)| by_name(name))
    }

    pub fn hides(&self, family: &str, name: &str) -> bool {
        self.chain(family, name).find_map(|it| it.1?.hidden).unwrap_or(false)
    }

    pub fn raises(&self, name: &str) -> bool {
        self.chain("text", name).find_map(|it| it.1?.raised).unwrap_or(false)
    }
}

fn properties(tag: &Tag<'_>, style: &mut Style) {
    if let Some(display) = tag.get("display") {
        style.hidden = Some(display == "none");
    }
    if tag.is("visibility", "hidden") {
        style.hidden = Some(true);
    }
    // What is struck out is as good as deleted.
    if tag.get("text-line-through-style").is_some_and(|it| it != "none") {
        style.hidden = Some(true);
    }
    if let Some(position) = tag.get("text-position") {
        let first = position.split_whitespace().next().unwrap_or("");
        let percent = first.trim_end_matches('%').parse().unwrap_or(0.0);
        style.raised = Some(first == "super" || percent > 0.0);
    }
}

fn by_name(name: &str) -> Option<Option<Sort>> {
    let plain = name.replace("_20_", "").replace(['_', ' ', '-'], "").to_lowercase();
    let numbered = |stem: &str| plain.strip_prefix(stem).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    Some(Some(match plain.as_str() {
        "title" | "subtitle" | "author" => Sort::Heading,
        "quotations" | "quote" | "blocktext" | "blockquote" => Sort::Quotation,
        "caption" | "illustration" | "drawing" | "figure" | "tablecaption" | "figurecaption" => Sort::Caption,
        "footnote" | "endnote" => Sort::Footnote,
        "preformattedtext" | "sourcecode" => return Some(None),
        _ if numbered("contents") || plain == "contentsheading" => Sort::Aside,
        _ if numbered("heading") => Sort::Heading,
        _ => return None,
    }))
}
