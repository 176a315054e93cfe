//! Folding and the way back.

#![expect(clippy::string_slice, reason = "a test may panic")]

use proptest::prelude::*;

use crate::text::fold::{Keep, fold, fold_with};

#[test]
fn glyphs_case_and_accents_fold() {
    assert_eq!(fold("“Zoë’s”\u{a0}ﬁrst – Ærø…").text, "\"zoe's\" first - aero...");
    assert_eq!(fold("e\u{301}t\u{ad}é\u{200b}").text, "ete");
    assert_eq!(fold("Łódź Straße Þór İ").text, "lodz strasse thor i");
    assert_eq!(fold_with("“Zoë”", Keep { case: true, diacritics: true }).text, "\"Zoë\"");
    assert_eq!(fold_with("Zoe\u{308}", Keep { case: true, diacritics: true }).text, "Zoë");
    assert_eq!(fold_with("Zoë", Keep { case: true, diacritics: false }).text, "Zoe");
}

#[test]
fn the_map_goes_back_to_whole_characters() {
    let text = "an Ærø ﬁeld";
    let folded = fold(text);
    let at = folded.text.find("ero").unwrap();
    assert_eq!(&text[folded.original(at..at + 3)], "Ærø");
    let at = folded.text.find("field").unwrap();
    assert_eq!(&text[folded.original(at..at + 5)], "ﬁeld");
    let text = "cafe\u{301} noir";
    let folded = fold(text);
    assert_eq!(&text[folded.original(0..4)], "cafe\u{301}");
    assert_eq!(&text[folded.original(5..9)], "noir");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_stretch_maps_to_characters(text in "[a-cA-C’é\u{301}\u{308}æøßﬁ…😀\u{ad}\u{a0}İ –\\PC]{0,24}", case: bool, diacritics: bool) {
        let folded = fold_with(&text, Keep { case, diacritics });
        let ends: Vec<usize> = folded.text.char_indices().map(|(at, _)| at).chain([folded.text.len()]).collect();
        let mut last = 0;
        for pair in ends.windows(2) {
            let it = folded.original(pair[0]..pair[1]);
            prop_assert!(text.get(it.clone()).is_some_and(|it| !it.is_empty()), "{:?} of {:?}", it, text);
            prop_assert!(it.start >= last);
            last = it.start;
        }
        let again = fold_with(&folded.text, Keep { case, diacritics });
        prop_assert_eq!(again.text, folded.text);
    }
}
