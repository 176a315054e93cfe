use super::super::pack::{Bytes, sections as sections_of};
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
    let mention = |number| Mention { number, fact: Some(0) };
    let mut gathered = Gathered::default();
    for (name, n) in ["mira holt", "holt", "piet aalders", "mira holt"].iter().zip(0..) {
        gathered.names.push((*name).to_string(), mention(n));
    }
    let mut sections = Sections::default();
    gathered.finish(&mut sections);
    let bytes = Bytes::Held(sections.finish());
    let ranges = sections_of(&bytes).unwrap();
    let directory = Directory::of(&mut ranges.iter().map(|it| bytes.get(it.clone())));
    let names = directory.names;
    let words = |prefix: &str| -> Vec<(&str, usize)> {
        directory.names_with(prefix).map(|(entry, at)| (names.words(entry), at)).collect()
    };
    assert_eq!(words("hol"), [("holt", 0), ("mira holt", 5)]);
    assert_eq!(words("m"), [("mira holt", 0)]);
    assert_eq!(words("olt"), []);
    let entry = names.starting("mira").next().unwrap();
    assert_eq!(names.mentions(entry).collect::<Vec<Mention>>(), [mention(0), mention(3)]);
    assert_eq!(names.exactly("mira"), None);
    assert_eq!(names.exactly("mira holt"), Some(entry));
    assert_eq!(names.holding(&["a", "holt"]).map(|it| names.words(it)).collect::<Vec<&str>>(), ["mira holt"]);
}
