//! Books to text.

use super::{Document, Refused};

pub fn read(_name: &str, _bytes: &[u8]) -> Result<Document, Refused> {
    Err(Refused::new("EPUB documents cannot be read yet", "save its text beside it as .txt, .md or .html"))
}
