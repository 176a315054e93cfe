//! Workbooks and tables of text. Panics of the workbook's reader are caught where it is called.
#![no_main]

use backread_fuzz::{choose, contained, open, packed, split};

const NAMES: &[&str] = &["a.csv", "a.tsv", "a.xlsx", "a.xls", "a.ods"];

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    contained(&["calamine"]);
    let Some((name, rest)) = split(input) else { return };
    let name = choose(name, NAMES);
    let bytes = if rest.starts_with(b"=== ") { packed(rest) } else { Some(rest.to_vec()) };
    bytes.into_iter().for_each(|it| open(name, it));
});
