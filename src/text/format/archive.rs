//! Archives: the files in them, each opened as if it lay in a folder of the archive's name.

use super::{Apart, Opened, Refused};

pub fn read(_bytes: &[u8], _depth: usize, _apart: Apart<'_>) -> Result<Opened, Refused> {
    Err(Refused::new("archives cannot be read yet", "unpack it"))
}
