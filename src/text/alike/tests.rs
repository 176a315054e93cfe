use super::*;

#[test]
fn words_of_a_name_bear_a_capital() {
    let words = |name: &str| name_key(&name_words(name));
    assert_eq!(words("Léna van der Grot-Vik"), "lena grot-vik");
    assert_eq!(words("Omar al-Sayed"), "omar sayed");
    assert_eq!(words("J. K. Grot Jr."), "j k grot jr");
    assert_eq!(words("University of Westhaven"), "university westhaven");
    assert_eq!(words("of the"), "");
    let grot = name_words("Léna van der Grot").remove(1);
    assert_eq!(grot.span.of("Léna van der Grot"), "Grot");
}

#[test]
fn letters_apart() {
    assert_eq!(edits("solvaag", "solvaag"), Some(0));
    assert_eq!(edits("solvaag", "solvag"), Some(1));
    assert_eq!(edits("solvaag", "sovlaag"), Some(1));
    assert_eq!(edits("northwind", "northwood"), Some(2));
    assert_eq!(edits("", "ab"), Some(2));
    assert_eq!(edits("grot", "vik"), None);
}

proptest::proptest! {
    #[test]
    fn distance_has_no_direction(a in "\\PC{0,12}", b in "\\PC{0,12}") {
        proptest::prop_assert_eq!(edits(&a, &b), edits(&b, &a));
        proptest::prop_assert_eq!(edits(&a, &a), Some(0));
        for word in name_words(&a) {
            proptest::prop_assert!(!word.span.of(&a).is_empty());
        }
    }
}
