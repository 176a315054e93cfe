use super::*;

#[test]
fn digits_are_what_is_typed_without_what_groups_them() {
    let english = |it: &str| digits(it, Language::English);
    assert_eq!(english("412,000"), "412000");
    assert_eq!(english("412\u{a0}000"), "412000");
    assert_eq!(english("4.25 million"), "4.25");
    assert_eq!(english("15 to 20"), "15");
    assert_eq!(english("15-20"), "15");
    assert_eq!(english("twelve"), "");
    assert_eq!(digits("412.000,5", Language::Other { decimal_comma: true }), "412000.5");
}

#[test]
fn names_are_found_by_any_of_their_words() {
    let mention = |source| Mention { source, paragraph: 0, fact: Some(0), sentence: 0, number: 0 };
    let found = ["mira holt", "holt", "piet aalders", "mira holt"];
    let found = found.iter().zip(0..).map(|(it, n)| ((*it).to_string(), mention(n))).collect();
    let table = Table::of(found, true);
    let words = |prefix: &str| -> Vec<(&str, usize)> {
        table.starting_inside(prefix).map(|(entry, at)| (table.words(entry), at)).collect()
    };
    assert_eq!(words("hol"), [("holt", 0), ("mira holt", 5)]);
    assert_eq!(words("m"), [("mira holt", 0)]);
    assert_eq!(words("olt"), []);
    let entry = table.starting("mira").next().unwrap();
    assert_eq!(table.mentions(entry), [mention(0), mention(3)]);
    assert_eq!(table.holding(&["a", "holt"]).map(|it| table.words(it)).collect::<Vec<&str>>(), ["mira holt"]);
}
