//! Word and PowerPoint to text: the package, what it says of itself, and its parts in the order of reading.
//!
//! Which of the two a file is goes by what it holds. Tracked changes are read as accepted, comments and hidden text are
//! no prose, and a note stands behind the paragraph that marks it, so that its mark is never a digit of a figure.

pub(super) mod body;
pub mod comment;
pub(super) mod package;
mod runs;
mod slides;
mod styles;
pub(super) mod table;

use super::zipped::Package;
use super::{Document, LARGEST, Refused};
use body::Notes;
use package::Parts;
use runs::Anchors;
use styles::Styles;

/// Who writes comments for us, and how such a copy is known again.
pub const AUTHOR: &str = "backread";

pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    Ok(read_anchored(name, bytes)?.0)
}

/// A document, and where its words stand in the package.
fn read_anchored(name: &str, bytes: &[u8]) -> Result<(Document, Anchors), Refused> {
    let is_slides = super::extension(name) == "pptx";
    let what = if is_slides { "PowerPoint file" } else { "Word document" };
    let mut package = Package::open(bytes, what)?;
    let parts = Parts::of(&mut package)?;
    let Some(main) = parts.main.clone() else {
        let remedy = "give it the extension of what it is, or exclude it";
        return Err(Refused::new(format!("no {what}, whatever its name says"), remedy));
    };
    let mut document = Document::new(name);
    document.front.title = parts.title(&mut package)?;
    let mut anchors = Anchors::default();
    if main.ends_with("presentation.xml") {
        slides::read(&mut package, &main, &mut document)?;
    } else {
        let styles = Styles::of(package.xml(&parts.named("styles", "word/styles.xml"))?.as_deref())?;
        let mut notes = Notes::default();
        for (kind, usual) in [("footnotes", "word/footnotes.xml"), ("endnotes", "word/endnotes.xml")] {
            if let Some(xml) = package.xml(&parts.named(kind, usual))? {
                notes.add(kind, &xml, &styles)?;
            }
        }
        let Some(xml) = package.xml(&main)? else { return Err(super::zipped::damaged("its text is missing")) };
        anchors = body::read(&xml, &styles, &notes, &mut document)?;
        anchors.part = main;
        document.is_ours = package.xml(&parts.named("comments", "word/comments.xml"))?.is_some_and(|it| is_ours(&it));
    }
    finished(document).map(|it| (it, anchors))
}

fn is_ours(comments: &str) -> bool {
    comments.contains(&format!("w:author=\"{AUTHOR}\""))
}

/// A document in which something was found, and not too much.
pub(super) fn finished(document: Document) -> Result<Document, Refused> {
    if document.raw.len() > LARGEST {
        return Err(super::Undecodable::TooLarge.into());
    }
    if document.is_empty() {
        return Err(Refused::new("holds no text", "if it holds pictures of text, run OCR; or exclude it"));
    }
    Ok(document)
}

#[cfg(test)]
pub(super) mod tests;
