use super::*;

#[track_caller]
fn check_sentences(prose: &str, wanted: &[&str]) {
    let rules = Rules::built_in();
    let tokens = tokens(&rules, prose);
    let found: Vec<&str> = tokens.sentences.iter().map(|it| it.span.of(prose)).collect();
    assert_eq!(found, wanted);
}

#[track_caller]
fn check_tokens(prose: &str, wanted: &[&str]) {
    let rules = Rules::built_in();
    let tokens = tokens(&rules, prose);
    let found: Vec<&str> = (0..tokens.len()).map(|idx| tokens.raw(idx)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn words_numbers_and_marks() {
    check_tokens("It’s 1,204.5 km, he said.", &["It’s", "1,204.5", "km", ",", "he", "said", "."]);
    check_tokens("the 34-year-old at 75mph", &["the", "34", "-", "year", "-", "old", "at", "75", "mph"]);
    check_tokens("U.S. aid at 6 p.m. sharp", &["U.S.", "aid", "at", "6", "p.m.", "sharp"]);
    check_tokens("the workers’ 2½ days", &["the", "workers", "’", "2", "½", "days"]);
}

#[test]
fn a_stop_after_an_abbreviation_ends_nothing() {
    check_sentences(
        "Dr. Vik met J. K. Holt at 6 p.m. on Monday. They left.",
        &["Dr. Vik met J. K. Holt at 6 p.m. on Monday.", "They left."],
    );
    check_sentences(
        "The U.S. State Department spoke. It said no.",
        &["The U.S. State Department spoke.", "It said no."],
    );
    check_sentences(
        "He lives in the U.S. The move cost 4.5 million.",
        &["He lives in the U.S.", "The move cost 4.5 million."],
    );
    check_sentences("See No. 5 of vol. 2 for more.", &["See No. 5 of vol. 2 for more."]);
}

#[test]
fn closing_marks_go_with_their_sentence() {
    check_sentences("“We tried.” She left. ‘No,’ he said.", &["“We tried.”", "She left.", "‘No,’ he said."]);
    check_sentences(
        "“Really?” she asked. (It was late.) He slept.",
        &["“Really?” she asked.", "(It was late.)", "He slept."],
    );
}

#[test]
fn an_empty_paragraph_has_no_sentence() {
    check_sentences("", &[]);
    check_sentences("  \u{200b} ", &[]);
}
