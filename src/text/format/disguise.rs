//! Files that are not what their names say, and files that only stand for others.
//!
//! Told by the first bytes alone, as far as these are sure. What a file really is goes into the problem, since that is
//! what tells the writer where it went wrong.

use super::Refused;
use crate::text::{Format, Text};

/// How formats begin, their names, and the extensions that fit.
const HEADS: &[(&[u8], &str, &[&str])] = &[
    (
        b"PK\x03\x04",
        "a ZIP archive or an office document",
        &["zip", "docx", "docm", "pptx", "odt", "odp", "ods", "epub", "xls", "xlsx", "xlsm"],
    ),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", &[]),
    (b"\xff\xd8\xff", "a JPEG picture", &[]),
    (b"GIF8", "a GIF picture", &[]),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", HOLD_OLE),
    (b"{\\rtf1", "an RTF document", &[]),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", &[]),
    (b"Rar!\x1a\x07", "a RAR archive", &[]),
    (b"\x1f\x8b\x08", "a gzip archive", &[]),
    (b"\x7fELF", "a program", &[]),
];

/// A document with a password is wrapped like an old one: their readers tell which it is.
const HOLD_OLE: &[&str] = &["xls", "docx", "docm", "pptx", "xlsx", "xlsm"];

/// Extensions of what only leads to a document.
const LINKS: &[&str] = &["gdoc", "gsheet", "gslides", "gdraw", "gform", "url", "webloc", "lnk", "desktop"];

/// Formats of which a page sent in their place is not one.
const NO_PAGES: &[&str] =
    &["pdf", "docx", "docm", "pptx", "odt", "odp", "ods", "epub", "xlsx", "xlsm", "xls", "zip", "csv", "tsv", "json"];

/// What stands for a document that is not here.
pub(super) fn placeholder(extension: &str, bytes: &[u8]) -> Option<Refused> {
    if LINKS.contains(&extension) {
        return Some(Refused::new("a link to a document, not the document", "save the document itself in its place"));
    }
    if bytes.is_empty() {
        return Some(Refused::new("is empty", "fetch it again, or have the cloud drive download it"));
    }
    if bytes.iter().all(|it| *it == 0) {
        let cause = "holds nothing but zeros: a placeholder of a cloud drive, or a damaged file";
        return Some(Refused::new(cause, "have the drive download it, or fetch it again"));
    }
    None
}

/// What a file is instead of what its name says.
pub(super) fn otherwise(extension: &str, bytes: &[u8]) -> Option<Refused> {
    let head = HEADS.iter().find(|(head, ..)| bytes.starts_with(head));
    if let Some((_, what, fitting)) = head.filter(|(.., fitting)| !fitting.contains(&extension)) {
        let remedy = if fitting.is_empty() { "save it as text, or exclude it" } else { "give it its own name" };
        return Some(Refused::new(format!("is {what}, whatever its name says"), remedy));
    }
    let start = bytes.get(..64).unwrap_or(bytes).trim_ascii_start().to_ascii_lowercase();
    let is_page = start.starts_with(b"<!doctype html") || start.starts_with(b"<html");
    (is_page && NO_PAGES.contains(&extension)).then(|| {
        let remedy = "fetch the document again, signed in if need be, or name it .html";
        Refused::new("is a web page, whatever its name says", remedy)
    })
}

/// `<meta charset="windows-1252">`, and the older form in `content`: the encoding's name.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some((_, tag)) = rest.split_once("<meta") {
        let (inside, after) = tag.split_once('>')?;
        rest = after;
        if let Some((_, value)) = inside.split_once("charset") {
            let value = value.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
            let len = value.find(|it: char| !it.is_ascii_alphanumeric() && !matches!(it, '-' | '_' | ':'));
            return Some(value.get(..len.unwrap_or(value.len()))?.to_string());
        }
    }
    None
}

/// A page that only leads elsewhere, or asks who is there, and says next to nothing.
pub(super) fn is_door(page: &str) -> bool {
    const SAYS: usize = 300;
    if page.len() > 64 * 1024 {
        return false;
    }
    let folded: String = page.chars().filter(|it| !it.is_whitespace()).flat_map(char::to_lowercase).collect();
    let leads = folded.contains("http-equiv=\"refresh\"") || folded.contains("http-equiv='refresh'");
    let asks = folded.contains("type=\"password\"") || folded.contains("type='password'");
    (leads || asks) && {
        let text = Text::read(page.to_string(), Format::Html);
        text.paragraphs.iter().map(|it| it.prose.len()).sum::<usize>() < SAYS
    }
}
