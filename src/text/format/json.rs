//! JSON and JSON Lines, wire items (ninjs) among them, to text.

use super::{Opened, Refused, decode};
use crate::text::Format;

pub fn read(_name: &str, bytes: Vec<u8>) -> Result<Opened, Refused> {
    Ok(Opened::Text(decode(bytes)?, Format::Plain))
}
