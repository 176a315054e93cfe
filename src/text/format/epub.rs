//! Books to text: the chapters in the order of reading, each through the reader of HTML.
//!
//! What a chapter is called stands over what it says; where it has no heading of its own, the title of its page does.

use std::collections::BTreeMap;

use super::docx::finished;
use super::docx::package::resolve;
use super::xml::{Node, Xml};
use super::zipped::{Package, damaged, encrypted};
use super::{Document, LARGEST, Refused, Undecodable};
use crate::text::comment::FrontMatter;
use crate::text::locator::Locator;
use crate::text::{Format, Sort, Text};

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// The longest heading that is shown as a place, in characters.
const LONGEST: usize = 80;

pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    let mut package = Package::open(bytes, "EPUB book")?;
    let Some(container) = package.xml(CONTAINER)? else {
        let remedy = "give it the extension of what it is, or exclude it";
        return Err(Refused::new("no EPUB book, whatever its name says", remedy));
    };
    let main = root_file(&container)?.ok_or_else(|| damaged("it names no book"))?;
    let Some(text) = package.xml(&main)? else { return Err(damaged("its list of chapters is missing")) };
    let book = Book::of(&text, &main)?;
    let locked = package.xml(ENCRYPTION)?.unwrap_or_default();
    let mut document = Document::new(name);
    document.front = book.front;
    for chapter in &book.chapters {
        // Fonts are often locked; that is no matter.
        if locked.contains(&format!("URI=\"{chapter}\"")) {
            return Err(encrypted());
        }
        if let Some(text) = package.xml(chapter)? {
            take(text, &mut document);
        }
        if document.raw.len() > LARGEST {
            return Err(Undecodable::TooLarge.into());
        }
    }
    finished(document)
}

fn take(chapter: String, document: &mut Document) {
    let page = Text::read(chapter, Format::Html);
    let has_heading = page.paragraphs.first().is_some_and(|it| it.sort == Sort::Heading);
    if let Some(title) = page.comments.front.title.as_deref().filter(|_| !has_heading) {
        document.locate(place(title));
    }
    for paragraph in &page.paragraphs {
        if paragraph.sort == Sort::Heading {
            document.locate(place(&paragraph.prose));
        }
        match paragraph.sort {
            Sort::TableRow => document.row(paragraph.prose.split('\t')),
            sort => document.push(sort, &paragraph.prose),
        }
    }
}

fn place(heading: &str) -> Locator {
    let short: String = heading.chars().take(LONGEST).collect();
    Locator::Heading(if short.len() < heading.len() { format!("{short}…") } else { short }.into())
}

fn root_file(container: &str) -> Result<Option<String>, Refused> {
    let mut xml = Xml::new(container, CONTAINER);
    while let Some(step) = xml.step()? {
        if let Node::Start(tag) = step.node
            && tag.name() == "rootfile"
        {
            return Ok(tag.get("full-path"));
        }
    }
    Ok(None)
}

#[derive(Default)]
struct Book {
    front: FrontMatter,
    chapters: Vec<String>,
}

impl Book {
    fn of(text: &str, name: &str) -> Result<Book, Refused> {
        let mut book = Book::default();
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        let mut xml = Xml::new(text, name);
        let mut words = String::new();
        let mut is_published = true;
        while let Some(step) = xml.step()? {
            match step.node {
                Node::Start(tag) => {
                    words.clear();
                    match tag.name() {
                        // A date may be that of the file.
                        "date" => is_published = tag.get("event").is_none_or(|it| it.ends_with("publication")),
                        "item" => {
                            let is_page = tag.get("media-type").is_some_and(|it| it.contains("html"));
                            let is_contents =
                                tag.get("properties").is_some_and(|it| it.split(' ').any(|it| it == "nav"));
                            if let (Some(id), Some(href), true, false) =
                                (tag.get("id"), tag.get("href"), is_page, is_contents)
                            {
                                files.insert(id, resolve(name, &decoded(&href)));
                            }
                        }
                        "itemref" => {
                            book.chapters.extend(tag.get("idref").and_then(|id| files.get(&id).cloned()));
                        }
                        _ => {}
                    }
                }
                Node::Words(it) => words.push_str(it.text()),
                Node::End(element) => {
                    let said = Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|it| !it.is_empty());
                    let front = &mut book.front;
                    let slot = match element.as_str() {
                        "title" => &mut front.title,
                        "publisher" => &mut front.outlet,
                        "date" if is_published => &mut front.date,
                        "language" => &mut front.language,
                        _ => continue,
                    };
                    if slot.is_none() {
                        *slot = said;
                    }
                    words.clear();
                }
            }
        }
        Ok(book)
    }
}

/// "chapter%201.xhtml" to "chapter 1.xhtml".
fn decoded(href: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = href.split('#').next().unwrap_or("").bytes();
    while let Some(byte) = rest.next() {
        let code = || {
            let digits: String = rest.clone().take(2).map(char::from).collect();
            u8::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 2)
        };
        match (byte, code()) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest.nth(1);
            }
            (byte, _) => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
