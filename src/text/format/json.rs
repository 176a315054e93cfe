//! JSON and JSON Lines, wire items (ninjs) among them, to text.

use super::{Opened, Refused, decode, wire};
use crate::text::Format;

pub fn read(name: &str, bytes: Vec<u8>) -> Result<Opened, Refused> {
    let decoded = decode(bytes)?;
    if let Some(opened) = wire::of_json(&decoded.text, name) {
        return Ok(opened);
    }
    Ok(Opened::Text(decoded, Format::Plain))
}
