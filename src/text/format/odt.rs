//! OpenDocument texts and slides to text.
//!
//! Deletions stand apart in such a file and are not looked at; what was inserted is text like any other. Notes stand
//! inside of the paragraph that marks them, and are put behind it.

mod body;
mod styles;

use super::docx::finished;
use super::docx::package::words_of;
use super::zipped::{Package, damaged, encrypted};
use super::{Document, Refused};
use styles::Styles;

pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    let what = if super::extension(name) == "odp" { "OpenDocument presentation" } else { "OpenDocument text" };
    let mut package = Package::open(bytes, what)?;
    if package.xml("META-INF/manifest.xml")?.is_some_and(|it| it.contains("encryption-data")) {
        return Err(encrypted());
    }
    let Some(content) = package.xml("content.xml")? else {
        return Err(match package.has("mimetype") {
            true => damaged("its text is missing"),
            false => {
                let remedy = "give it the extension of what it is, or exclude it";
                Refused::new(format!("no {what}, whatever its name says"), remedy)
            }
        });
    };
    let mut document = Document::new(name);
    if let Some(meta) = package.xml("meta.xml")? {
        document.front.title = words_of(&meta, "meta.xml", "title")?;
    }
    let mut styles = Styles::default();
    if let Some(text) = package.xml("styles.xml")? {
        styles.add(&text, "styles.xml")?;
    }
    styles.add(&content, "content.xml")?;
    body::read(&content, &styles, &mut document)?;
    finished(document)
}

#[cfg(test)]
mod tests;
