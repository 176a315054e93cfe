//! What the targets share: an input is a name on the first line and bytes after it, and no text may come out of them
//! whose places do not fit.
//!
//! A panic that our own code catches still ends the run here, since libFuzzer ends it at the first. Only readers of other
//! people's formats that stand behind a boundary of ours (see [`contained`]) are let through.

use std::io::{Cursor, Write};
use std::sync::{LazyLock, Once};

use backread::fixture::fits;
use backread::rules::Rules;
use backread::text::format::{self, Opened, Refused, pdf};
use backread::text::{Format, Text};
use zip::write::{SimpleFileOptions, ZipWriter};

pub static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// The first line, as text, and what comes after it.
pub fn split(input: &[u8]) -> Option<(&str, &[u8])> {
    let end = input.iter().position(|it| *it == b'\n')?;
    Some((std::str::from_utf8(&input[..end]).ok()?, &input[end + 1..]))
}

/// The one of these names that an input begins with; the first, where it begins with none.
pub fn choose<'a>(name: &str, of: &[&'a str]) -> &'a str {
    of.iter().find(|it| **it == name).unwrap_or(&of[0])
}

/// A file as the loader reads it, but that a PDF is read here and now.
pub fn open(name: &str, bytes: Vec<u8>) {
    let opened = format::open(name, bytes, 0, &|name, bytes| pdf::read(name, bytes));
    take(opened);
}

fn take(opened: Result<Opened, Refused>) {
    match opened {
        Ok(Opened::Text(decoded, format)) => fits_text(&Text::read(decoded.text, format)),
        Ok(Opened::Document(document)) => fits_text(&Text::of_document(*document)),
        Ok(Opened::Several(members)) => members.into_iter().for_each(|it| take(it.opened)),
        Err(refused) => assert!(!refused.cause.is_empty() && !refused.remedy.is_empty(), "{refused:?}"),
    }
}

pub fn read(raw: &str, format: Format) -> Text {
    let text = Text::read(raw.to_string(), format);
    fits_text(&text);
    text
}

fn fits_text(text: &Text) {
    let faults = fits::text(text);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `=== name` lines and what comes after each, packed without compression: so that what is mutated is what is read.
pub fn packed(script: &[u8]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_open = false;
    for line in script.split_inclusive(|it| *it == b'\n') {
        match line.strip_prefix(b"=== ") {
            Some(name) => {
                let name = String::from_utf8_lossy(name).trim().to_string();
                let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
                writer.start_file(name, options).ok()?;
                is_open = true;
            }
            None if is_open => writer.write_all(line).ok()?,
            None => {}
        }
    }
    Some(writer.finish().ok()?.into_inner())
}

/// Panics in these are caught by a boundary of ours: they are no finding. Anything else ends the run.
pub fn contained(crates: &'static [&'static str]) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let strict = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let file = info.location().map_or("", |it| it.file());
            if !crates.iter().any(|it| file.contains(&format!("/{it}-"))) {
                strict(info);
            }
        }));
    });
}
