//! The parts of a ZIP package, unpacked within limits. What the parts mean is the formats' own affair.
//!
//! The sizes that a package states of itself are not believed: what counts is what comes out. A file that is no package
//! at all is told for what it is, since a wrong extension is the usual reason.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Refused;

/// All parts that are read of one package, unpacked, in bytes.
const LARGEST: u64 = 200 * 1024 * 1024;

/// No package has more parts.
const MOST_PARTS: usize = 20_000;

/// XML packs to a tenth, tables of zeros to a hundredth; what packs tighter than this, and is long, is a bomb.
const TIGHTEST: u64 = 400;
const LONG: u64 = 8 * 1024 * 1024;

pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    /// `what` is what it should be: "Word document".
    pub fn open(bytes: &'a [u8], what: &str) -> Result<Package<'a>, Refused> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(compound(bytes, what));
        }
        if bytes.is_empty() {
            return Err(Refused::new("an empty file", "fetch it again, or exclude it"));
        }
        if !bytes.starts_with(b"PK") {
            let remedy = "give it the extension of what it is, or exclude it";
            return Err(Refused::new(format!("no {what}, whatever its name says"), remedy));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("its list of parts is missing"))?;
        if archive.len() > MOST_PARTS {
            return Err(Refused::new(format!("has more than {MOST_PARTS} parts"), "exclude it"));
        }
        Ok(Package { archive, left: LARGEST })
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part, unpacked; `None` where there is none of this name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(encrypted()),
            Err(ZipError::CompressionMethodNotSupported(_)) => {
                let cause = format!("{name} in it is packed in a way that is not read");
                return Err(Refused::new(cause, "open it in its program and save it anew"));
            }
            Err(_) => return Err(damaged(&format!("{name} in it cannot be found"))),
        };
        let packed = file.compressed_size().max(1);
        let most = self.left.min((packed.saturating_mul(TIGHTEST)).max(LONG));
        let mut bytes = Vec::new();
        if file.take(most + 1).read_to_end(&mut bytes).is_err() {
            return Err(damaged(&format!("{name} in it does not unpack")));
        }
        if bytes.len() as u64 > most {
            return Err(match most == self.left {
                true => Refused::new("unpacks to over 200 MB", "save its text beside it, or exclude it"),
                false => Refused::new(format!("{name} in it unpacks to a bomb"), "exclude it"),
            });
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// A part that is XML, as text.
    pub fn xml(&mut self, name: &str) -> Result<Option<String>, Refused> {
        Ok(self.part(name)?.map(text))
    }
}

/// The text of an XML part. NB: anything but UTF-8 and UTF-16 is read as if it were the first.
pub fn text(bytes: Vec<u8>) -> String {
    if matches!(bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff])) {
        let (encoding, _) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        return encoding.decode(&bytes).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

pub fn damaged(how: &str) -> Refused {
    Refused::new(format!("damaged or cut short: {how}"), "fetch it again, or exclude it")
}

pub fn encrypted() -> Refused {
    Refused::new("encrypted with a password", "open it and save it without one")
}

/// Office's older container: a document from before 2007, or one that a password locks.
fn compound(bytes: &[u8], what: &str) -> Refused {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return encrypted();
    }
    let cause = match has("WordDocument") {
        true => "an old Word document (.doc), whatever its name says".to_string(),
        false => format!("no {what} but a file of an old Office program, whatever its name says"),
    };
    Refused::new(cause, "open it and save it as .docx, .odt or text")
}
