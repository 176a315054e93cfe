//! Stub.
use super::comment::Comments;
use super::markup::Markup;
use super::{Language, Map, Paragraph, Sort, TextSpan};

pub fn paragraphs(raw: &str, _markup: &Markup, _comments: &Comments) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in raw.split_inclusive('\n') {
        let prose = line.trim_end();
        if !prose.is_empty() {
            let mut map = Map::default();
            map.push(prose.len(), 0, prose.len());
            found.push(Paragraph {
                at: TextSpan::new(at, at + prose.len()),
                sort: Sort::Body,
                language: Language::English,
                prose: prose.to_string(),
                map,
                hash: hash(prose, Sort::Body, Language::English),
                continues: false,
            });
        }
        at += line.len();
    }
    found
}

fn hash(prose: &str, sort: Sort, language: Language) -> u128 {
    xxhash_rust::xxh3::xxh3_128(format!("{sort:?} {language:?} {prose}").as_bytes())
}
