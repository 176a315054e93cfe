//! The readers over a text's paragraphs, and the clauses of its sentences.
#![no_main]

use backread::fixture::fits;
use backread::read::claim;
use backread::text::Format;
use backread_fuzz::{RULES, read};

libfuzzer_sys::fuzz_target!(|input: &str| {
    let text = read(input, Format::Plain);
    for paragraph in &text.paragraphs {
        let faults = fits::reading(&RULES, &text.raw, paragraph);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        for sentence in backread::read::read(&RULES, paragraph).sentences {
            let words = sentence.span.of(&paragraph.prose);
            for word in claim::clauses(&RULES, words).words {
                assert!(words.get(word.span.range()).is_some_and(|it| !it.is_empty()), "{word:?}");
            }
        }
    }
});
