//! XML to a flat list of elements and words, without recursion and without expanding what a file defines itself.
//!
//! Names are local and in lower case: agencies differ in prefixes and capitals. An element names the end of its
//! descendants in the list, so that a walk over it is a walk over a range. Elements nested deeper than a bound are not
//! kept, their words are.

use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::text::format::Refused;
use crate::text::markup::entity::entity;

/// Elements nested deeper are not kept.
const DEEPEST: usize = 256;
/// How far an end tag looks for its start.
const REACH: usize = 64;

#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The node after its last descendant.
    pub end: usize,
    /// Words stand directly in it, so what else stands in it stands in a line with them.
    pub mixed: bool,
    /// Its inside, in bytes of the file's text.
    pub inside: Range<usize>,
}

#[derive(Debug)]
pub enum Node {
    Element(Element),
    Words(String),
}

/// In the order of the file.
#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    /// The file ends, or breaks, before its elements do.
    pub broken: bool,
}

impl Element {
    /// Empty where it is not there.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|it| it.0 == name).map_or("", |it| it.1.trim())
    }

    /// "stat:usable" to "usable".
    pub fn code(&self, name: &str) -> &str {
        let code = self.attribute(name);
        code.rsplit_once(':').map_or(code, |it| it.1)
    }
}

impl Tree {
    pub fn element(&self, idx: usize) -> Option<&Element> {
        match self.nodes.get(idx)? {
            Node::Element(element) => Some(element),
            Node::Words(_) => None,
        }
    }

    /// Elements of a name in a range of nodes.
    pub fn named<'a>(&'a self, range: Range<usize>, name: &'a str) -> impl Iterator<Item = (usize, &'a Element)> {
        range.filter_map(|idx| Some((idx, self.element(idx)?))).filter(move |(_, it)| it.name == name)
    }

    /// What an element holds, itself left out.
    pub fn below(&self, idx: usize) -> Range<usize> {
        idx + 1..self.element(idx).map_or(idx + 1, |it| it.end)
    }

    /// The words in an element, white space squeezed.
    pub fn words(&self, idx: usize) -> String {
        let mut all = String::new();
        for node in self.nodes.get(self.below(idx)).unwrap_or_default() {
            match node {
                Node::Words(words) => all.push_str(words),
                Node::Element(it) if it.name == "br" || it.name == "p" => all.push(' '),
                Node::Element(_) => {}
            }
        }
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub fn tree(text: &str) -> Result<Tree, Refused> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut tree = Tree::default();
    let mut open: Vec<usize> = Vec::new();
    let mut n_deeper = 0_usize;
    let mut defined = String::new();
    loop {
        let before = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) => {
                tree.broken = true;
                break;
            }
        };
        let after = reader.buffer_position() as usize;
        match event {
            Event::Start(start) if open.len() < DEEPEST => {
                open.push(tree.nodes.len());
                tree.nodes.push(Node::Element(element(&start, after)));
            }
            Event::Start(_) => n_deeper += 1,
            Event::Empty(start) => {
                let mut element = element(&start, after);
                element.end = tree.nodes.len() + 1;
                tree.nodes.push(Node::Element(element));
            }
            Event::End(_) if n_deeper > 0 => n_deeper -= 1,
            Event::End(end) => {
                let name = end.local_name().as_ref().to_lowercase();
                let is_it = |idx: &&usize| tree.element(**idx).is_some_and(|it| it.name == name);
                if let Some(n_above) = open.iter().rev().take(REACH).position(|idx| is_it(&idx)) {
                    let kept = open.len() - n_above - 1;
                    close(&mut tree, &mut open, kept, before);
                }
            }
            Event::Text(words) => push_words(&mut tree, &open, &words),
            Event::CData(words) => push_words(&mut tree, &open, &words),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                if name.resolve_char_ref().is_err() || is_defined(&defined, &name) {
                    let cause = format!("uses {written}, which it defines itself and which is not expanded");
                    return Err(Refused::new(cause, "save it with its entities written out"));
                }
                if let Some((_, decoded)) = entity(&written) {
                    push_words(&mut tree, &open, &decoded);
                }
            }
            Event::DocType(words) => defined.push_str(&words),
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    tree.broken |= !open.is_empty();
    close(&mut tree, &mut open, 0, text.len());
    Ok(tree)
}

/// Whether a document type declares an entity.
fn is_defined(doctype: &str, name: &str) -> bool {
    let mut declared = doctype.split("<!ENTITY").skip(1);
    declared.any(|it| it.trim_start().trim_start_matches('%').split_whitespace().next() == Some(name))
}

/// Ends the open elements from the `kept`th on.
fn close(tree: &mut Tree, open: &mut Vec<usize>, kept: usize, at: usize) {
    let end = tree.nodes.len();
    for idx in open.drain(kept.min(open.len())..) {
        if let Some(Node::Element(element)) = tree.nodes.get_mut(idx) {
            element.end = end;
            element.inside.end = at.max(element.inside.start);
        }
    }
}

fn element(start: &BytesStart<'_>, after: usize) -> Element {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_or_else(|_| attribute.value.to_string(), |it| it.into_owned());
        attributes.push((attribute.key.as_ref().to_lowercase(), value));
    }
    let name = start.local_name().as_ref().to_lowercase();
    Element { name, attributes, end: 0, mixed: false, inside: after..after }
}

fn push_words(tree: &mut Tree, open: &[usize], words: &str) {
    if !words.trim().is_empty()
        && let Some(Node::Element(element)) = open.last().and_then(|idx| tree.nodes.get_mut(*idx))
    {
        element.mixed = true;
    }
    match tree.nodes.last_mut() {
        Some(Node::Words(last)) => last.push_str(words),
        _ => tree.nodes.push(Node::Words(words.to_string())),
    }
}
