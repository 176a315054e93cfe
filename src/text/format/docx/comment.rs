//! Comments into a copy of a Word document: at the words, with all else as it was in the package.
//!
//! Words are not searched: the reader says where in the XML they stand. A run is split where a comment begins or ends
//! inside it, and both parts keep its properties. Parts that need no change are copied as they are packed. There is no
//! clock: a comment has no date.

mod mark;
#[cfg(test)]
mod tests;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::package::{Parts, relations_name};
use super::{AUTHOR, read_anchored};
use crate::text::TextSpan;
use crate::text::format::Refused;
use crate::text::format::xml::{Node, Xml};
use crate::text::format::zipped::{Package, damaged};

/// What is said of some words: a paragraph for each line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Of the document's text.
    pub span: TextSpan,
    pub lines: Vec<String>,
}

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// A copy of the package with comments at the words. `name` is the file's own.
pub fn write(name: &str, bytes: &[u8], comments: &[Comment]) -> Result<Vec<u8>, Refused> {
    let (_, anchors) = read_anchored(name, bytes)?;
    let mut package = Package::open(bytes, "Word document")?;
    let parts = Parts::of(&mut package)?;
    let Some(main) = package.xml(&anchors.part)? else { return Err(damaged("its text is missing")) };
    let namespace = if main.contains(STRICT) { STRICT } else { MAIN };
    let comments_name = parts.named("comments", "word/comments.xml");
    let there = package.xml(&comments_name)?;
    let first = match &there {
        Some(xml) => next_id(xml)?,
        None => 0,
    };
    let mut changed = vec![(anchors.part.clone(), mark::marked(&main, &anchors, comments, first, namespace))];
    let said = |there: &str| said(comments, first, &declared(there, namespace));
    match there {
        Some(xml) => changed.push((comments_name, inside(&xml, &said(&xml)).ok_or_else(odd_comments)?)),
        None => {
            let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
            let open = format!("<w:comments xmlns:w=\"{namespace}\">");
            let xml = format!("{head}{open}{}</w:comments>", said(&open));
            changed.push((comments_name.clone(), xml));
            let types = package.xml("[Content_Types].xml")?.ok_or_else(|| damaged("its list of types is missing"))?;
            let entry = format!("<Override PartName=\"/{comments_name}\" ContentType=\"{CONTENT}\"/>");
            changed.push(("[Content_Types].xml".to_string(), inside(&types, &entry).ok_or_else(odd_comments)?));
            if !parts.has("comments") {
                let name = relations_name(&anchors.part);
                let entry = format!("<Relationship Id=\"rIdBackread\" Type=\"{KIND}\" Target=\"/{comments_name}\"/>");
                let empty = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";
                let relations = package.xml(&name)?.unwrap_or_else(|| empty.to_string());
                changed.push((name, inside(&relations, &entry).ok_or_else(odd_comments)?));
            }
        }
    }
    repack(bytes, &changed).map_err(|_| damaged("its parts cannot be copied"))
}

fn odd_comments() -> Refused {
    Refused::new("a package that is not as Word writes it", "open it and save it anew as .docx")
}

/// The first id that no comment has.
fn next_id(xml: &str) -> Result<u32, Refused> {
    let mut xml = Xml::new(xml, "comments.xml");
    let mut next = 0;
    while let Some(step) = xml.step()? {
        if let Node::Start(tag) = step.node
            && tag.name() == "comment"
        {
            let id: u32 = tag.get("id").and_then(|it| it.parse().ok()).unwrap_or(0);
            next = next.max(id.saturating_add(1));
        }
    }
    Ok(next)
}

/// An entry put in as the last one of a part's outermost element.
fn inside(xml: &str, entry: &str) -> Option<String> {
    let end = xml.trim_end().strip_suffix('>')?;
    if let Some(open) = end.strip_suffix('/') {
        let name = open.rsplit_once('<')?.1.split_whitespace().next()?;
        return Some(format!("{open}>{entry}</{name}>"));
    }
    let at = xml.rfind("</")?;
    let (head, tail) = xml.split_at_checked(at)?;
    Some(format!("{head}{entry}{tail}"))
}

/// What makes `w:` mean what it should in a part that may call it otherwise.
fn declared(xml: &str, namespace: &str) -> String {
    let declaration = format!(" xmlns:w=\"{namespace}\"");
    if xml.contains(&declaration) { String::new() } else { declaration }
}

fn said(comments: &[Comment], first: u32, declared: &str) -> String {
    let mut xml = String::new();
    for (n, comment) in comments.iter().enumerate() {
        let id = first + n as u32;
        xml.push_str(&format!("<w:comment{declared} w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"br\">"));
        for (n, line) in comment.lines.iter().enumerate() {
            let mark = if n == 0 { "<w:r><w:annotationRef/></w:r>" } else { "" };
            let line = escaped(line);
            xml.push_str(&format!("<w:p>{mark}<w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"));
        }
        xml.push_str("</w:comment>");
    }
    xml
}

/// NB: characters that XML 1.0 cannot hold are left out.
fn escaped(line: &str) -> String {
    let mut xml = String::new();
    for it in line.chars() {
        match it {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            it if it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}') => {}
            it => xml.push(it),
        }
    }
    xml
}

/// The package with some parts changed or new; all others are copied as they are packed.
fn repack(bytes: &[u8], changed: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut done = vec![false; changed.len()];
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for idx in 0..archive.len() {
        let file = archive.by_index_raw(idx)?;
        let name = file.name()?.into_owned();
        match changed.iter().position(|it| it.0 == name) {
            Some(idx) => {
                let time = file.last_modified().unwrap_or_default();
                drop(file);
                writer.start_file(&*name, options.last_modified_time(time))?;
                writer.write_all(changed.get(idx).map_or(b"".as_slice(), |it| it.1.as_bytes()))?;
                if let Some(it) = done.get_mut(idx) {
                    *it = true;
                }
            }
            None => writer.raw_copy_file(file)?,
        }
    }
    for ((name, text), _) in changed.iter().zip(&done).filter(|it| !*it.1) {
        writer.start_file(&**name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
