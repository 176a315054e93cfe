use xxhash_rust::xxh3::xxh3_64;

use super::*;
use Part::{Adjective, Noun, Verb};

#[track_caller]
fn check(a: &str, b: &str, part: Option<Part>, wanted: Option<Kin>) {
    assert_eq!(kin(&senses(a, part), &senses(b, part)), wanted, "{a}, {b}");
}

#[test]
fn forms_of_one_word_are_the_same() {
    check("rose", "risen", Some(Verb), Some(Kin::Same));
    check("parties", "party", None, Some(Kin::Same));
    check("laid off", "lay off", None, Some(Kin::Same));
    check("bigger", "big", Some(Adjective), Some(Kin::Same));
    assert_eq!(kin(&senses("rise", Some(Noun)), &senses("rise", Some(Verb))), Some(Kin::Derived));
}

#[test]
fn words_that_share_a_meaning_are_synonyms() {
    check("talks", "negotiations", None, Some(Kin::Synonym));
    check("bought", "purchased", Some(Verb), Some(Kin::Synonym));
    check("injured", "missing", None, None);
}

#[test]
fn opposites_are_told_apart_by_how_sure_they_are() {
    check("rejected", "approved", None, Some(Kin::Antonym));
    check("rise", "fall", None, Some(Kin::Antonym));
    check("rose", "fell", Some(Verb), Some(Kin::Antonym));
    check("sacked", "hired", Some(Verb), Some(Kin::Antonym));
    check("approval", "rejection", None, Some(Kin::Opposed));
    check("huge", "tiny", Some(Adjective), Some(Kin::Opposed));
    check("rose", "plunged", Some(Verb), Some(Kin::Opposed));
}

#[test]
fn a_derived_word_is_near() {
    check("approval", "approve", None, Some(Kin::Derived));
    check("rejected", "rejection", None, Some(Kin::Derived));
    check("european", "europe", None, Some(Kin::Derived));
    check("negotiator", "negotiation", None, Some(Kin::Family));
}

#[test]
fn a_kind_is_below_what_it_is_a_kind_of() {
    check("ship", "vessel", None, Some(Kin::Broader(1)));
    check("vessels", "ships", None, Some(Kin::Narrower(1)));
    check("murdered", "killed", None, Some(Kin::Broader(1)));
    check("dog", "wolf", None, Some(Kin::Sibling(8)));
    check("biologist", "astronomer", None, Some(Kin::Cousin(7)));
}

#[test]
fn one_thing_brings_another_with_it() {
    check("snore", "sleep", Some(Verb), Some(Kin::Entails));
    check("sleep", "snore", Some(Verb), Some(Kin::Entailed));
    check("kill", "die", Some(Verb), Some(Kin::Causes));
    check("die", "kill", Some(Verb), Some(Kin::Caused));
    check("deck", "ship", Some(Noun), Some(Kin::PartOf));
    check("ship", "deck", Some(Noun), Some(Kin::HasPart));
}

/// The data that the table is made from lack the cities of the world; a table that has them should make these siblings.
#[test]
fn names_of_places_are_not_known() {
    check("oslo", "stockholm", None, None);
    assert!(!is_known("oslo", None));
}

#[test]
fn what_is_not_known_is_akin_to_nothing() {
    for word in ["", " ", "'s", "s", "ing", "es", "zqxv", "é", "日本", "-", "_ ", "ed ", "\u{301}s"] {
        if !is_known(word, None) {
            assert_eq!((senses(word, None), lemmas(word, None)), (Rc::new(Senses::UNKNOWN), Vec::new()), "{word}");
        }
        assert_eq!(kin(&senses("zqxv", None), &senses(word, None)), None);
    }
    assert!(is_unknown(&senses("", None)) && !is_known("", None));
    assert_eq!((depth(&senses("", None)), breadth(&senses("", None)), n_senses(&senses("", None))), (0, 0, 0));
}

#[test]
fn inflection_is_undone() {
    let cases = [
        ("rose", Some(Verb), "rise"),
        ("rose", None, "rose rise"),
        ("men", Some(Noun), "men man"),
        ("bigger", Some(Adjective), "bigger big"),
        ("rejected", Some(Verb), "reject"),
        ("hoped", Some(Verb), "hope"),
        ("hopped", Some(Verb), "hop"),
        ("planned", Some(Verb), "plan"),
        ("ruled out", None, "rule out"),
        ("prime ministers", None, "prime minister"),
        ("wolves", None, "wolf"),
        ("news", None, "news"),
        ("gas", Some(Noun), "gas"),
        ("status", None, "status"),
        ("number", None, "number"),
    ];
    for (word, part, wanted) in cases {
        assert_eq!(lemmas(word, part).join(" "), wanted, "{word}");
    }
}

#[test]
fn wide_words_are_told_from_narrow_ones() {
    let measures = |word| {
        let senses = senses(word, Some(Noun));
        (depth(&senses), breadth(&senses))
    };
    assert!(measures("thing").0 < measures("biologist").0);
    assert!(measures("person").1 > measures("biologist").1);
    assert_eq!(sorts(&senses("biologist", None)), sort("noun.person"));
    assert_eq!(sort("noun.nonsense"), 0);
}

#[test]
fn a_damaged_table_is_read_without_harm() {
    assert!(Table::of(&[]).is_none() && Table::of(&[255; 64]).is_none());
    let mut bytes = BYTES.to_vec();
    bytes.iter_mut().skip(table::HEAD_LEN).step_by(7).for_each(|it| *it ^= 0xa5);
    let table = Table::of(&bytes).expect("the head is whole");
    for word in ["rose", "laid off", "men"] {
        forms(&table, word, None, &mut |lemma, _, _| {
            table.synsets(lemma).for_each(|it| assert!(table.links(it, Link::Up).count() < usize::MAX));
        });
    }
}

/// It is written by `examples/akin.rs` and never edited. After writing it anew put its hash here.
#[test]
fn the_table_is_the_one_that_was_written() {
    assert_eq!(format!("{:016x}", xxh3_64(BYTES)), "d4f0ac5a1255a9e8");
    assert!(BYTES.len() < 3 << 20);
}
