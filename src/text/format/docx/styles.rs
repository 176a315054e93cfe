//! What a style makes of a paragraph or a run: by the names that Word gives its own in every language, by outline levels,
//! and by what a style is based on.
//!
//! The id of a style is in the writer's language ("berschrift1"), its name is not ("heading 1"); where a program wrote
//! both in another language the outline level tells.

use std::collections::BTreeMap;

use crate::text::Sort;
use crate::text::format::Refused;
use crate::text::format::xml::{Node, Xml};

/// A style rests on no more others than these.
const MAX_BASES: usize = 16;

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u32>,
    listed: bool,
    hidden: Option<bool>,
    raised: Option<bool>,
    struck: Option<bool>,
}

#[derive(Debug, Default)]
pub struct Styles(BTreeMap<String, Style>);

/// What a style says of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Sort(Sort),
    /// Not prose: program code.
    Nothing,
}

impl Styles {
    pub fn of(text: Option<&str>) -> Result<Styles, Refused> {
        let mut styles = Styles::default();
        let Some(text) = text else { return Ok(styles) };
        let mut xml = Xml::new(text, "styles.xml");
        let mut open: Option<(String, Style)> = None;
        while let Some(step) = xml.step()? {
            match step.node {
                Node::Start(tag) => {
                    let Some((_, style)) = &mut open else {
                        if tag.name() == "style" {
                            open = Some((tag.get("styleId").unwrap_or_default(), Style::default()));
                        }
                        continue;
                    };
                    let value = || tag.get("val").unwrap_or_default();
                    match tag.name() {
                        "name" => style.name = value().to_lowercase(),
                        "basedOn" => style.based_on = Some(value()),
                        "outlineLvl" => style.outline = value().parse().ok(),
                        "numId" => style.listed = value() != "0",
                        "vanish" => style.hidden = Some(tag.is_on()),
                        "strike" | "dstrike" => style.struck = Some(tag.is_on()),
                        "vertAlign" => style.raised = Some(value() == "superscript"),
                        _ => {}
                    }
                }
                Node::End(name) if name == "style" => {
                    if let Some((id, style)) = open.take() {
                        styles.0.insert(id, style);
                    }
                }
                Node::End(_) | Node::Words(_) => {}
            }
        }
        Ok(styles)
    }

    /// A style and what it is based on, nearest first.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Style> {
        let next = |it: &&'a Style| it.based_on.as_deref().and_then(|id| self.0.get(id));
        std::iter::successors(self.0.get(id), next).take(MAX_BASES)
    }

    pub fn paragraph(&self, id: &str) -> Option<Said> {
        for style in self.chain(id) {
            if let Some(said) = by_name(&style.name) {
                return Some(said);
            }
            match style.outline {
                Some(0..=8) => return Some(Said::Sort(Sort::Heading)),
                Some(_) => return None,
                None => {}
            }
        }
        // A file without a list of styles has their ids alone.
        match self.0.contains_key(id) {
            true => self.chain(id).any(|it| it.listed).then_some(Said::Sort(Sort::ListItem)),
            false => by_name(&id.to_lowercase()),
        }
    }

    pub fn hides(&self, id: &str) -> bool {
        self.chain(id).find_map(|it| it.hidden).unwrap_or(false)
    }

    pub fn raises(&self, id: &str) -> bool {
        self.chain(id).find_map(|it| it.raised).unwrap_or(false)
    }

    pub fn strikes(&self, id: &str) -> bool {
        self.chain(id).find_map(|it| it.struck).unwrap_or(false)
    }
}

fn by_name(name: &str) -> Option<Said> {
    let compact = name.replace([' ', '-', '_'], "");
    let sort = match compact.as_str() {
        "title" | "subtitle" | "author" | "tocheading" => Sort::Heading,
        "quote" | "intensequote" | "blocktext" | "blockquote" | "quotations" => Sort::Quotation,
        "caption" | "tablecaption" | "imagecaption" => Sort::Caption,
        "footnotetext" | "endnotetext" | "footnoteblocktext" => Sort::Footnote,
        "sourcecode" | "htmlpreformatted" | "macro" => return Some(Said::Nothing),
        // The lists of what stands where, with page numbers behind.
        "tableoffigures" | "tableofauthorities" => Sort::Aside,
        it if it.starts_with("listbullet") || it.starts_with("listnumber") => Sort::ListItem,
        it => {
            let numbered = |stem: &str| {
                it.strip_prefix(stem).is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
            };
            match () {
                () if numbered("heading") => Sort::Heading,
                () if numbered("toc") || numbered("index") || numbered("contents") => Sort::Aside,
                () => return None,
            }
        }
    };
    Some(Said::Sort(sort))
}
