use super::*;
use crate::rules::Rules;

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    let rules = Rules::built_in();
    let words = words(&rules.lexicon.quotes, text, Span::new(0, text.len()));
    let found: Vec<&str> = words.all.iter().map(|word| words.folded(word)).collect();
    assert_eq!(found, wanted, "in {text}");
    for word in &words.all {
        assert!(!word.span.of(text).is_empty());
    }
}

#[test]
fn glyphs_case_and_accents_part_nothing() {
    check("Don’t—WE said—half-measures", &["don't", "we", "said", "half", "measures"]);
    check("Łódź, smørbrød and co\u{ad}operate", &["lodz", "smorbrod", "and", "cooperate"]);
    check("the workers’ ‘own’ ﬁsh", &["the", "workers", "own", "fish"]);
}

#[test]
fn numbers_have_one_form() {
    check("five million, 5 million and 5,000,000", &["5000000", "5000000", "and", "5000000"]);
    check("twenty-five of forty", &["25", "of", "40"]);
    check("nineteen eighty-four", &["19", "84"]);
    check("three hundred and six boats and two nets", &["306", "boats", "and", "2", "nets"]);
    check("ten per cent, 10 percent, 10%", &["10", "percent", "10", "percent", "10", "percent"]);
    check("$5 million & £3", &["5000000", "dollars", "and", "3", "pounds"]);
}

#[test]
fn notes_in_brackets_are_no_words() {
    check("They was [sic] wet [emphasis added].", &["they", "was", "wet"]);
    check("[T]he boat leave[s] [Holm] here", &["the", "boat", "leaves", "holm", "here"]);
}

#[test]
fn an_ellipsis_is_marked_on_the_word_after() {
    let rules = Rules::built_in();
    let gaps = |text: &str| -> Vec<bool> {
        words(&rules.lexicon.quotes, text, Span::new(0, text.len())).all.iter().map(|it| it.gap).collect()
    };
    for text in ["a ... b", "a … b", "a . . . b", "a […] b", "a [...] b"] {
        assert_eq!(gaps(text), [false, true], "{text}");
    }
}
