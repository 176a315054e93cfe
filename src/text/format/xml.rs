//! XML as a row of tags and words with their places, and nothing else: no entities of its own, no recursion.
//!
//! Names are looked at without their prefixes. An entity that the file itself declares stands for nothing: what it would
//! expand to is never made.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Refused;
use super::zipped::damaged;

/// Elements nested deeper are no document's.
const DEEPEST: usize = 1_000;

pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    raw: &'a str,
    /// What problems call it.
    name: &'a str,
    depth: usize,
}

/// One step through a part, with the bytes that it takes up.
pub struct Step<'a> {
    pub node: Node<'a>,
    pub start: usize,
    pub end: usize,
}

pub enum Node<'a> {
    /// An element that ends at once is followed by its end as well.
    Start(Tag<'a>),
    /// The local name.
    End(String),
    Words(Words<'a>),
}

pub enum Words<'a> {
    /// As they stand in the part.
    Verbatim(&'a str),
    /// A character reference, or a section that is not escaped.
    Decoded(Cow<'a, str>),
}

impl Words<'_> {
    pub fn text(&self) -> &str {
        match self {
            Words::Verbatim(text) => text,
            Words::Decoded(text) => text,
        }
    }
}

pub struct Tag<'a>(BytesStart<'a>);

impl<'a> Xml<'a> {
    pub fn new(raw: &'a str, name: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(raw);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Xml { reader, raw, name, depth: 0 }
    }

    /// The next tag or words; `None` at the end.
    pub fn step(&mut self) -> Result<Option<Step<'a>>, Refused> {
        loop {
            let start = self.reader.buffer_position() as usize;
            let event = self.reader.read_event().map_err(|_| self.malformed())?;
            let end = self.reader.buffer_position() as usize;
            let node = match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        let cause = format!("{} in it is nested over {DEEPEST} deep", self.name);
                        return Err(Refused::new(cause, "save its text beside it, or exclude it"));
                    }
                    Node::Start(Tag(tag))
                }
                // NB: does not come, since such elements are expanded.
                Event::Empty(tag) => Node::Start(Tag(tag)),
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::End(tag.local_name().as_ref().to_string())
                }
                Event::Text(_) => Node::Words(Words::Verbatim(self.raw.get(start..end).unwrap_or(""))),
                Event::CData(words) => Node::Words(Words::Decoded(words.into_inner())),
                Event::GeneralRef(it) => match it.resolve_char_ref() {
                    Ok(Some(char)) => Node::Words(Words::Decoded(Cow::Owned(char.to_string()))),
                    Ok(None) => match predefined(&it) {
                        Some(words) => Node::Words(Words::Decoded(Cow::Borrowed(words))),
                        None => continue,
                    },
                    Err(_) => continue,
                },
                Event::Eof if self.depth > 0 => return Err(self.malformed()),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return Ok(Some(Step { node, start, end }));
        }
    }

    fn malformed(&self) -> Refused {
        damaged(&format!("{} in it breaks off or is no XML", self.name))
    }
}

fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

impl Tag<'_> {
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    pub fn prefix(&self) -> &str {
        let name = self.0.name().into_inner();
        name.split_once(':').map_or("", |it| it.0)
    }

    /// The value of an attribute, whatever its prefix.
    pub fn get(&self, local: &str) -> Option<String> {
        self.find(|name| name.rsplit(':').next() == Some(local))
    }

    /// The value of an attribute that has a prefix, whichever: `r:id` beside `id`.
    pub fn get_prefixed(&self, local: &str) -> Option<String> {
        self.find(|name| name.split_once(':').is_some_and(|(_, it)| it == local))
    }

    pub fn is(&self, local: &str, value: &str) -> bool {
        self.get(local).is_some_and(|it| it == value)
    }

    /// A switch as Word writes one: there, and not said to be off.
    pub fn is_on(&self) -> bool {
        !self.get("val").is_some_and(|it| matches!(it.as_str(), "0" | "false" | "off" | "none"))
    }

    fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|it| wanted(it.key.as_ref()))?;
        let value = found.normalized_value(XmlVersion::Implicit1_0);
        Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }
}
