//! Messages: what they say, and what is attached to them.

use super::{Apart, Opened, Refused, decode};
use crate::text::Format;

pub fn read(_name: &str, bytes: &[u8], _depth: usize, _apart: Apart<'_>) -> Result<Opened, Refused> {
    Ok(Opened::Text(decode(bytes.to_vec())?, Format::Plain))
}
