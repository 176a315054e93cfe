//! Sentences of a treebank in CoNLL-U, as far as learning asks: words, tags, heads, relations, and spaces.

use std::path::Path;

use anyhow::Context;
use backread::read::syntax::known::Table;
use backread::read::syntax::look::Look;
use backread::read::syntax::parser::NONE;
use backread::read::syntax::{Class, Relation};

pub struct Sentence {
    /// As it is written, from the comment before it.
    pub text: String,
    pub words: Vec<String>,
    pub looks: Vec<Look>,
    /// The part of speech and the class that it falls into.
    pub tags: Vec<String>,
    pub classes: Vec<Class>,
    /// `NONE` for the root.
    pub heads: Vec<u32>,
    pub relations: Vec<Relation>,
    /// With all its subtypes.
    pub codes: Vec<String>,
}

pub fn load(folder: &Path, name: &str, known: &[u8]) -> anyhow::Result<Vec<Sentence>> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut room = Vec::new();
    let mut sentences = Vec::new();
    for block in text.split("\n\n").filter(|it| !it.trim().is_empty()) {
        let mut sentence = Sentence {
            text: String::new(),
            words: Vec::new(),
            looks: Vec::new(),
            tags: Vec::new(),
            classes: Vec::new(),
            heads: Vec::new(),
            relations: Vec::new(),
            codes: Vec::new(),
        };
        for line in block.lines() {
            if let Some(text) = line.strip_prefix("# text = ") {
                sentence.text = text.to_string();
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, _, tag, penn, _, head, code, ..] = columns[..] else { continue };
            // "3-4" is what is written where words 3 and 4 stand.
            if id.parse::<u32>().is_err() {
                continue;
            }
            let head: u32 = head.parse().with_context(|| format!("{}: {line}", path.display()))?;
            sentence.looks.push(Look::of(Table(known), form, &mut room));
            sentence.words.push(form.to_string());
            sentence.tags.push(tag.to_string());
            sentence.classes.push(Class::of(tag, penn));
            sentence.heads.push(head.checked_sub(1).unwrap_or(NONE));
            sentence.relations.push(Relation::of(code));
            sentence.codes.push(code.to_string());
        }
        sentences.push(sentence);
    }
    Ok(sentences)
}
