//! Bytes from a client, as they are: the same messages come of them however they are cut, and none is lost.
#![no_main]

use backread::server::replay::taken_apart;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let (cut, bytes) = input.split_first().map_or((0, input), |(cut, rest)| (usize::from(*cut), rest));
    assert_eq!(taken_apart([bytes]), taken_apart(bytes.chunks(cut + 1)));
});
