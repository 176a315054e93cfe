use super::words;
use crate::text::Span;

#[test]
fn words_stand_where_they_are() {
    let prose = "The bank’s two-faced “Vik”, he’s out";
    let words = words::words(prose, Span::new(4, prose.len()));
    let told: Vec<(&str, &str)> = words.iter().map(|it| (it.span.of(prose), it.lower.as_str())).collect();
    let wanted =
        [("bank’s", "bank's"), ("two", "two"), ("faced", "faced"), ("Vik", "vik"), ("he’s", "he's"), ("out", "out")];
    assert_eq!(told, wanted);
}

proptest::proptest! {
    #[test]
    fn words_are_in_bounds(prose in "\\PC{0,60}") {
        let all = Span::new(0, prose.len());
        for it in words::words(&prose, all) {
            proptest::prop_assert!(all.contains(it.span) && !it.span.of(&prose).is_empty());
        }
    }
}
