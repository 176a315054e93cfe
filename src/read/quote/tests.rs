use expect_test::{Expect, expect};

use crate::fact::FactKind;
use crate::finding::Severity;
use crate::read;
use crate::rules::Rules;
use crate::text::{Format, Text};

#[track_caller]
fn check_facts(prose: &str, wanted: Expect) {
    let rules = Rules::built_in();
    let text = Text::read(prose.to_string(), Format::Plain);
    let mut lines = String::new();
    for paragraph in &text.paragraphs {
        for fact in read::read(&rules, paragraph).facts {
            let FactKind::Quote(quote) = &fact.kind else { continue };
            let flags = [(quote.nested, " nested"), (quote.open, " open"), (quote.continued, " continued")];
            let flags: String = flags.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
            let span = fact.span;
            let words = quote.words.of(&paragraph.prose);
            lines += &format!("{}..{} {:?}{flags} {} {words:?}\n", span.start, span.end, quote.purpose, quote.n_words);
        }
    }
    wanted.assert_eq(&lines);
}

#[test]
fn the_shipped_lexicon_parses() {
    let (rules, problems) = Rules::load(&[]);
    assert_eq!(problems, []);
    assert!(rules.lexicon.quotes.speech.contains("said"));
    for id in ["altered-quote", "unsourced-quote", "unattributed-quote"] {
        assert!(rules.rule(id).is_some_and(|rule| rule.level >= Some(Severity::Warning)), "{id}");
    }
}

#[test]
fn speech() {
    check_facts(
        "“We dug for nine days,” Ottla Brandvik said. “Nobody came.”",
        expect![[r#"
        0..27 Speech 5 "We dug for nine days,"
        49..67 Speech 2 "Nobody came."
    "#]],
    );
    check_facts(
        "“Unacceptable,” he said. He said: “No.”",
        expect![[r#"
        0..19 Speech 1 "Unacceptable,"
        38..47 Speech 1 "No."
    "#]],
    );
    check_facts(
        "The town was told “there is no more water for the lower streets” in May.",
        expect![[r#"
        18..68 Speech 9 "there is no more water for the lower streets"
    "#]],
    );
}

#[test]
fn fragments_and_distance() {
    check_facts(
        "He said it was a “serious failure” of the pumps.",
        expect![[r#"
        17..38 Fragment 2 "serious failure"
    "#]],
    );
    check_facts(
        "The so-called “safe zone” and a “smart” pump were shut.",
        expect![[r#"
            14..29 Scare 2 "safe zone"
            36..47 Scare 1 "smart"
        "#]],
    );
    check_facts(
        "A “slow and costly decay” set in.",
        expect![[r#"
        2..29 Fragment 4 "slow and costly decay"
    "#]],
    );
}

#[test]
fn titles_and_signs() {
    check_facts(
        "Her novel “The Long Field” came out under a sign reading “No entry”.",
        expect![[r#"
        10..30 Title 3 "The Long Field"
        61..75 Title 2 "No entry"
    "#]],
    );
    check_facts(
        "They carried “Water For All” banners.",
        expect![[r#"
        13..32 Title 3 "Water For All"
    "#]],
    );
    check_facts(
        "“The Long Field is mine,” she said.",
        expect![[r#"
        0..29 Speech 5 "The Long Field is mine,"
    "#]],
    );
}

#[test]
fn a_sign_may_speak_and_an_author_does_not_become_one() {
    check_facts(
        "A banner said “We want our water back now!” in red.",
        expect![[r#"
        14..47 Title 6 "We want our water back now!"
    "#]],
    );
    check_facts(
        "In her book, “We dug for nine days,” she said.",
        expect![[r#"
        13..40 Speech 5 "We dug for nine days,"
    "#]],
    );
    check_facts(
        "The song “We Dug” was heard. “We dug for nine days,” the song’s author said.",
        expect![[r#"
        9..21 Title 2 "We Dug"
        33..60 Speech 5 "We dug for nine days,"
    "#]],
    );
}

#[test]
fn a_quotation_over_three_paragraphs() {
    check_facts(
        "Ottla said: “We dug for nine days.\n“We were alone and nobody came.\n“Then the rain stopped,” she said.",
        expect![[r#"
            12..36 Speech open 5 "We dug for nine days."
            0..33 Speech open 6 "We were alone and nobody came."
            0..28 Speech 4 "Then the rain stopped,"
        "#]],
    );
}

#[test]
fn a_quotation_inside_another() {
    check_facts(
        "“He told us ‘you must dig by hand’ and left,” she said.",
        expect![[r#"
        0..53 Speech 10 "He told us ‘you must dig by hand’ and left,"
        14..40 Speech nested 5 "you must dig by hand"
    "#]],
    );
}

#[test]
fn other_languages() {
    check_facts(
        "„Wir graben“, sagte Ottla Brandvik.",
        expect![[r#"
            0..16 Fragment 2 "Wir graben"
        "#]],
    );
}

proptest::proptest! {
    #[test]
    fn reading_never_panics(prose in "([a-z]{1,4}|[ .,]|[‘’“”\"'«»]|said|The){0,40}") {
        let rules = Rules::built_in();
        for paragraph in &Text::read(prose.clone(), Format::Plain).paragraphs {
            for fact in read::read(&rules, paragraph).facts {
                if let FactKind::Quote(quote) = &fact.kind {
                    proptest::prop_assert!(fact.span.contains(quote.words));
                    proptest::prop_assert!(!quote.words.of(&paragraph.prose).is_empty());
                }
            }
        }
    }
}
