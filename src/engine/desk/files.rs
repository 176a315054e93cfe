//! Drafts as they lie on disk and what is written beside them.

use std::path::Path;

use super::Comment;
use crate::corpus::load;
use crate::disk;
use crate::problem::Problem;
use crate::text::format::docx::comment;
use crate::text::format::{self, Opened, Refused, extension};
use crate::text::{Format, Text};

/// Kinds of file that hold words and are no draft.
const NO_DRAFTS: [&str; 9] = ["pdf", "pptx", "odp", "epub", "xlsx", "xlsm", "xls", "ods", "zip"];

/// A draft as it lies on disk, where it is a text: what an editor may show.
pub fn read_draft(path: &Path, shown: &str) -> Result<String, Problem> {
    let extension = extension(shown);
    if load::sort_of(shown) == load::FileSort::Unreadable || NO_DRAFTS.contains(&extension.as_str()) {
        let cause = "a document of this kind cannot be checked yet";
        return Err(Problem::new(shown, cause, "save its text as .docx, .odt, .md, .txt or .html"));
    }
    if is_office_draft(shown) {
        return Err(Problem::new(shown, "no text that an editor shows", "run `backread check` on it"));
    }
    disk::utf8(disk::read(path, shown)?, shown)
}

/// Whether a draft is a document of a word processor, which is read and never written.
pub fn is_office_draft(path: &str) -> bool {
    matches!(extension(path).as_str(), "docx" | "docm" | "odt")
}

/// A draft of any kind that can be checked.
pub fn open_draft(path: &Path, shown: &str) -> Result<Text, Problem> {
    if is_office_draft(shown) {
        return open_text(path, shown);
    }
    Ok(Text::read(read_draft(path, shown)?, Format::of_path(path)))
}

/// Any text, opened as a source would be.
pub fn open_text(path: &Path, shown: &str) -> Result<Text, Problem> {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    match format::open(name, disk::read(path, shown)?, 0, &disk::read_apart) {
        Ok(Opened::Text(decoded, format)) => Ok(Text::read(decoded.text, format)),
        Ok(Opened::Document(document)) => Ok(Text::of_document(*document)),
        Ok(Opened::Several(_)) => Err(Problem::new(shown, "holds several files", "unpack it, and name one")),
        Err(Refused { cause, remedy }) => Err(Problem::new(shown, cause, remedy)),
    }
}

/// A copy of a Word draft with comments at the words; the file itself stays as it is.
pub fn commented(path: &Path, shown: &str, comments: &[Comment]) -> Result<Vec<u8>, Problem> {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    let refused = |it: Refused| Problem::new(shown, it.cause, it.remedy);
    comment::write(name, &disk::read(path, shown)?, comments).map_err(refused)
}

/// Writes the copy aside and renames it into place.
pub fn write_copy(path: &Path, shown: &str, bytes: &[u8]) -> Result<(), Problem> {
    disk::write_bytes(path, shown, bytes)
}

/// Writes what a user has asked for to where he says; what is there stays whole until the new one is.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    disk::write_output(path, &path.display().to_string(), bytes)
}

/// Writes a configuration to begin with. Nothing is written over.
pub fn write_config(path: &Path, text: &str) -> std::io::Result<()> {
    disk::write_new(path, text)
}

/// Puts another text in the place of a draft, unless somebody has changed it since it was read.
pub fn rewrite_draft(path: &Path, shown: &str, before: &str, text: &str) -> Result<(), Problem> {
    if disk::read(path, shown)? != before.as_bytes() {
        return Err(Problem::new(shown, "has changed since it was read, and was left as it is", "run it again"));
    }
    disk::write(path, shown, text)
}

/// A draft from a stream.
pub fn read_stream(stream: impl std::io::Read, shown: &str) -> Result<String, Problem> {
    disk::utf8(disk::read_from(stream, shown)?, shown)
}
