//! Bytes of a file to text: its format, its encoding, and whether it is text at all. No I/O.
//!
//! Formats that are text themselves (Markdown, HTML, plain text, comma-separated values, subtitles) keep the file's own
//! offsets and are taken apart by `markup`; all others are read by one file here each into a [`Document`], which has
//! offsets of its own. A byte order mark stays in the text as the invisible character it is, so that offsets are the file's own. Where the
//! bytes were not UTF-8 they cannot be, and [`Decoded::lossless_utf8`] says so.

mod disguise;

pub mod archive;
pub mod document;
pub mod docx;
pub mod epub;
pub mod json;
pub mod mail;
pub mod odt;
pub mod pdf;
pub mod sheet;
pub mod wire;
mod words;
mod xml;
pub mod zipped;

use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Format;
pub use document::Document;

/// No text may be longer, in bytes.
pub const LARGEST: usize = 20 * 1024 * 1024;

/// Bytes that tell the encoding of a text that is not UTF-8.
const SAMPLE: usize = 64 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// Offsets into the text are offsets into the file.
    pub lossless_utf8: bool,
}

/// Why bytes are no text that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecodable {
    /// A picture, a program, an archive: whatever its name says.
    NotText,
    TooLarge,
}

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    Text(Decoded, Format),
    Document(Box<Document>),
    /// A file that holds others.
    Several(Vec<Member>),
}

/// One of the files in an archive or a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its path inside, with `/`; empty for what the file itself says (the words of a message beside its attachments).
    pub name: String,
    pub opened: Result<Opened, Refused>,
}

/// Why a file is not read, and what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub cause: String,
    pub remedy: String,
}

impl Refused {
    pub fn new(cause: impl Into<String>, remedy: impl Into<String>) -> Refused {
        Refused { cause: cause.into(), remedy: remedy.into() }
    }
}

impl From<Undecodable> for Refused {
    fn from(it: Undecodable) -> Refused {
        match it {
            Undecodable::NotText => Refused::new("not text, whatever its name says", "replace it, or exclude it"),
            Undecodable::TooLarge => Refused::new("its text is over 20 MB", "cut it into parts, or exclude it"),
        }
    }
}

/// Reads a document whose reader may hang or die: somewhere where that does no harm.
pub type Apart<'a> = &'a dyn Fn(&str, &[u8]) -> Result<Document, Refused>;

/// A file by its name and its bytes. `name` is the file's own, without folders; `depth` counts the files that it lies in.
///
/// A PDF is read as one whatever it is called, since its reader runs where it does no harm. Anything else that is not
/// what its name says is refused by what it is: an archive may be a document of a dozen programs, and a page in the
/// place of a document is what a server sent instead of it.
pub fn open(name: &str, bytes: Vec<u8>, depth: usize, apart: Apart<'_>) -> Result<Opened, Refused> {
    let document = |it: Result<Document, Refused>| it.map(|it| Opened::Document(Box::new(it)));
    let extension = extension(name);
    if let Some(refused) = disguise::placeholder(&extension, &bytes) {
        return Err(refused);
    }
    if bytes.starts_with(b"%PDF-") {
        return document(apart(name, &bytes));
    }
    if let Some(refused) = disguise::otherwise(&extension, &bytes) {
        return Err(refused);
    }
    match extension.as_str() {
        "pdf" => document(apart(name, &bytes)),
        "docx" | "docm" | "pptx" => document(docx::read(name, &bytes)),
        "odt" | "odp" => document(odt::read(name, &bytes)),
        "epub" => document(epub::read(name, &bytes)),
        "xlsx" | "xlsm" | "xls" | "ods" => document(sheet::read(name, &bytes)),
        "json" | "jsonl" | "ndjson" => json::read(name, bytes),
        "xml" | "nitf" | "newsml" => wire::read(name, bytes),
        "eml" => mail::read(name, &bytes, depth, apart),
        "mht" | "mhtml" => mail::page(&bytes),
        "zip" => archive::read(&bytes, depth, apart),
        _ => match Format::of_path(Path::new(name)) {
            Format::Html => {
                let declared = disguise::charset(&bytes);
                let decoded = decode_as(bytes, declared)?;
                if disguise::is_door(&decoded.text) {
                    let cause = "a login page or a redirect, not the page itself";
                    return Err(Refused::new(cause, "sign in and save the page again"));
                }
                Ok(Opened::Text(decoded, Format::Html))
            }
            format => Ok(Opened::Text(decode(bytes)?, format)),
        },
    }
}

/// Pictures, sound, programs: by their names no sources, and no loss.
const OTHERS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "heic", "mp3", "mp4", "m4a", "wav", "ogg", "flac", "mov",
    "avi", "mkv", "webm", "css", "js", "map", "woff", "woff2", "ttf", "otf", "exe", "dll", "so", "gz", "tar", "tgz",
    "7z", "rar", "bz2", "xz", "iso", "sqlite", "db", "lock", "pyc", "class", "o", "swp",
];

/// Whether a file is, by its name, nothing that could be read.
pub fn holds_no_words(name: &str) -> bool {
    OTHERS.contains(&extension(name).as_str())
}

/// Documents that carry their pictures with them.
pub fn is_packed(name: &str) -> bool {
    matches!(
        extension(name).as_str(),
        "docx" | "docm" | "pptx" | "odt" | "odp" | "epub" | "xlsx" | "ods" | "zip" | "pdf"
    )
}

/// In lower case.
pub fn extension(name: &str) -> String {
    Path::new(name).extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase()
}

pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Undecodable> {
    decode_as(bytes, None)
}

/// Bytes whose file names an encoding itself: that one is taken where all of them fit it. A mark at the head and
/// UTF-8 go over it, as files are converted more often than their heads are.
pub fn decode_as(bytes: Vec<u8>, declared: Option<String>) -> Result<Decoded, Undecodable> {
    if bytes.len() > LARGEST {
        return Err(Undecodable::TooLarge);
    }
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.filter(|it| *it == UTF_16LE || *it == UTF_16BE) {
        return foreign(encoding, &bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_binary(text.as_bytes()) => return Err(Undecodable::NotText),
        Ok(text) => return Ok(Decoded { text, lossless_utf8: true }),
        Err(error) => error.into_bytes(),
    };
    if is_binary(&bytes) {
        return Err(Undecodable::NotText);
    }
    if marked == Some(UTF_8) || is_nearly_utf8(&bytes) {
        return foreign(UTF_8, &bytes);
    }
    if let Some(encoding) = declared.and_then(|it| Encoding::for_label(it.trim().as_bytes()))
        && encoding != UTF_8
        && !encoding.decode(&bytes).2
    {
        return foreign(encoding, &bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // NB: a sample from the first odd byte on, so that a long English head does not decide.
    let odd = bytes.iter().position(|it| !it.is_ascii()).unwrap_or(0);
    let sample = bytes.get(odd.saturating_sub(SAMPLE / 8)..).unwrap_or(&bytes);
    detector.feed(sample.get(..SAMPLE).unwrap_or(sample), true);
    foreign(detector.guess(None, Utf8Detection::Deny), &bytes)
}

fn foreign(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, Undecodable> {
    let (text, _, _) = encoding.decode(bytes);
    if text.len() > LARGEST {
        return Err(Undecodable::TooLarge);
    }
    // What was marked as UTF-16 and reads as rubbish is none.
    let n_odd = text.chars().take(SAMPLE).filter(|it| is_odd(*it)).count();
    if n_odd * 10 > text.chars().take(SAMPLE).count() {
        return Err(Undecodable::NotText);
    }
    Ok(Decoded { text: text.into_owned(), lossless_utf8: false })
}

fn is_odd(it: char) -> bool {
    it == '\u{fffd}' || it.is_control() && !matches!(it, '\n' | '\r' | '\t' | '\u{c}')
}

/// A text cut off in the middle of a character, or with a stray byte pasted in: one slip in a thousand bytes or less.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().bytes().filter(|it| !it.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_good > n_bad * 4
}

/// A NUL byte, or more than one control character in thirty. Some old programs end a text with Ctrl-Z.
fn is_binary(bytes: &[u8]) -> bool {
    if memchr::memchr(0, bytes).is_some() {
        return true;
    }
    let head = bytes.get(..SAMPLE).unwrap_or(bytes);
    let odd = |it: &&u8| **it < 32 && !matches!(**it, b'\n' | b'\r' | b'\t' | 0x0c | 0x1b) || **it == 127;
    head.iter().filter(odd).count() * 30 > head.len()
}

#[cfg(test)]
mod tests;
