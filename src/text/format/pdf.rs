//! PDF to text, page by page.
//!
//! A PDF says where letters stand, and no more: what is a line, a column, a paragraph, a table or a running head is
//! found here from places and sizes. Runs somewhere apart (see `disk`), since the library may meet a file that it was
//! never tried with. The date in a PDF is the day on which the file was made, which for an archive's copy is years
//! after the words were written, so it is not taken for the document's date; the title is, where it is one.

#[cfg(feature = "pdf")]
mod block;
#[cfg(feature = "pdf")]
mod column;
#[cfg(feature = "pdf")]
mod edge;
#[cfg(feature = "pdf")]
mod flow;
#[cfg(feature = "pdf")]
mod glyph;
#[cfg(feature = "pdf")]
mod piece;
#[cfg(feature = "pdf")]
mod table;

use super::{Document, Refused};

#[cfg(not(feature = "pdf"))]
pub fn read(_name: &str, _bytes: &[u8]) -> Result<Document, Refused> {
    Err(Refused::new("this backread was built without PDF", "save its text beside it as .txt, .md or .html"))
}

#[cfg(feature = "pdf")]
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Refused::new("encrypted: it opens with a password only", "save a copy without one")
        }
        LoadPdfError::Decryption(_) => {
            Refused::new("encrypted in a way that is not known", "print it to a new PDF, or save its text beside it")
        }
        LoadPdfError::Invalid => damaged(bytes),
    })?;
    let mut reader = glyph::Reader::new();
    let mut pages = Vec::new();
    let (mut n_letters, mut n_unknown, mut pictures) = (0_usize, 0_usize, false);
    for page in pdf.pages().iter() {
        let content = reader.page(page);
        n_unknown += content.n_unknown;
        n_letters += content.glyphs.len();
        pictures |= content.pictures;
        if n_letters > super::LARGEST {
            return Err(super::Undecodable::TooLarge.into());
        }
        // Half a page in silence would be worse than none.
        if content.is_cut {
            let cause = format!("page {} draws more than any page of text does", pages.len() + 1);
            return Err(Refused::new(cause, "print it to a new PDF, or save its text beside it"));
        }
        pages.push((piece::pieces(&content), content.rules, content.height));
    }
    let n_pieces: usize = pages.iter().map(|it| it.0.len()).sum();
    let remedy = "run OCR over it, or save its text beside it";
    if n_pieces == 0 {
        return Err(match (pages.is_empty(), pictures) {
            (true, _) => damaged(bytes),
            (false, true) => Refused::new("a scan without text", remedy),
            (false, false) => Refused::new("its pages hold no text", remedy),
        });
    }
    if n_unknown * 4 > n_letters {
        return Err(Refused::new("its letters cannot be told: its fonts do not say what they stand for", remedy));
    }
    let mut document = lay_out(name, pages);
    if document.is_empty() {
        return Err(Refused::new("its pages hold no text", remedy));
    }
    if document.raw.len() > super::LARGEST {
        return Err(super::Undecodable::TooLarge.into());
    }
    document.front.title = pdf.metadata().title.as_deref().map(text_string).and_then(|it| title(&it));
    Ok(document)
}

#[cfg(feature = "pdf")]
fn damaged(bytes: &[u8]) -> Refused {
    match bytes.get(..1024).unwrap_or(bytes).windows(5).any(|it| it == b"%PDF-") {
        true => Refused::new("a damaged PDF", "fetch it again, or print it to a new PDF"),
        false => Refused::new("no PDF, whatever its name says", "fetch it again, or give it its right name"),
    }
}

#[cfg(feature = "pdf")]
fn lay_out(name: &str, pages: Vec<(Vec<piece::Piece>, Vec<glyph::Rule>, f32)>) -> Document {
    use crate::text::locator::Locator;

    let (mut pieces, mut rules, mut heights) = (Vec::new(), Vec::new(), Vec::new());
    for (own, lines, height) in pages {
        pieces.push(own);
        rules.push(lines);
        heights.push(height);
    }
    edge::strip(&mut pieces, &heights);
    let body = body_size(pieces.iter().flatten());
    let vocabulary = flow::Vocabulary::of(pieces.iter().flatten().map(|it| it.words.as_str()));
    let mut blocks = Vec::new();
    for (n, (own, rules)) in pieces.into_iter().zip(&rules).enumerate() {
        for region in column::regions(own) {
            blocks.extend(block::blocks(&region, rules, body, n as u32 + 1));
        }
    }
    let mut document = Document::new(name);
    let mut page = 0;
    for block in flow::join(blocks) {
        let first = block.lines.first().map(|it| it.page).or(block.page).unwrap_or(page);
        if first != page {
            document.locate(Locator::Page(first));
        }
        flow::push(&mut document, &block, &vocabulary);
        page = block.lines.last().map_or(first, |it| it.page);
    }
    document
}

/// The size in which most of the document is set.
#[cfg(feature = "pdf")]
fn body_size<'a>(pieces: impl Iterator<Item = &'a piece::Piece>) -> f32 {
    let mut sizes: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for piece in pieces {
        *sizes.entry((piece.size * 4.0).round() as u32).or_default() += piece.words.len();
    }
    let most = sizes.into_iter().max_by_key(|it| (it.1, it.0));
    most.map_or(10.0, |it| it.0 as f32 / 4.0)
}

/// A string of a PDF's own: UTF-16, UTF-8, or nearly Latin-1.
#[cfg(feature = "pdf")]
fn text_string(bytes: &[u8]) -> String {
    let (text, _, _) = match bytes {
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE.decode(bytes),
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE.decode(bytes),
        [0xef, 0xbb, 0xbf, ..] => encoding_rs::UTF_8.decode(bytes),
        _ => encoding_rs::WINDOWS_1252.decode(bytes),
    };
    text.trim_end_matches('\0').to_string()
}

/// A title, and not what a program made up of the file's name.
#[cfg(feature = "pdf")]
fn title(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = words.to_lowercase();
    let program = ["microsoft word", "microsoft powerpoint", "powerpoint presentation", "untitled", "document"];
    let ending = [".doc", ".docx", ".odt", ".rtf", ".indd", ".qxd", ".pdf", ".ppt", ".pptx", ".xls", ".xlsx", ".html"];
    let made_up = program.iter().any(|it| lower.starts_with(it))
        || ending.iter().any(|it| lower.ends_with(it))
        || lower.starts_with("http")
        || !words.contains(' ');
    (!made_up && words.chars().count() < 300).then_some(words)
}

#[cfg(test)]
#[cfg(feature = "pdf")]
mod tests;
