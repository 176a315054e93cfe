//! Comma-separated values to blocks.

use super::{Writer, plain};

pub fn read(writer: &mut Writer<'_>, start: usize) {
    plain::read(writer, start);
}
