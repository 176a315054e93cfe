//! A sentence taken apart for comparing: words, tree, clauses. Asked for when needed, never while sources are loaded.
//!
//! Like all reading it cannot fail: a sentence that gets no tree has words without heads, and no clauses.
//! English only: the caller asks for no other language.

mod meant;
mod mend;
mod slots;
mod stance;

use rust_stemmers::{Algorithm, Stemmer};

use super::syntax;
use super::token::{self, Tokens};
use crate::fact::{Claim, Clauses, Inflection, Relation, Stretch, Tag, Word};
use crate::rules::Rules;

/// One sentence, given as the prose of just that sentence.
pub fn clauses(rules: &Rules, prose: &str) -> Clauses {
    let tokens = token::tokens(rules, prose);
    let mut words = Vec::new();
    // NB: cut out of its paragraph it may look like two; each is parsed for itself, and what hangs together stays near.
    for sentence in 0..tokens.sentences.len() as u32 {
        sentence_words(rules, &tokens, sentence, &mut words);
    }
    let mut clauses =
        Clauses { words, claims: Vec::new(), question: prose.trim_end_matches(['"', '”', ' ']).ends_with('?') };
    clauses.claims = claims(rules, &clauses);
    clauses
}

fn claims(rules: &Rules, clauses: &Clauses) -> Vec<Claim> {
    let quoted = meant::quoted(clauses);
    let predicates = (0..clauses.words.len()).filter(|it| slots::is_predicate(clauses, *it));
    predicates.map(|it| meant::claim(rules, clauses, it, &quoted)).collect()
}

fn sentence_words(rules: &Rules, tokens: &Tokens<'_>, sentence: u32, acc: &mut Vec<Word>) {
    let words = syntax::words(tokens, sentence);
    let tree = syntax::parse(&words);
    let stemmer = Stemmer::create(Algorithm::English);
    let first = acc.len();
    let mut read = Vec::with_capacity(words.len());
    for (idx, word) in words.iter().enumerate() {
        let node = tree.get(idx);
        let folded = word.text.to_lowercase().replace(['’', 'ʼ', '‘'], "'");
        // "Holt" of "Holt's" has the stem of the whole; "n't" and "'s" have none.
        let token = tokens.get(word.first as usize).filter(|it| it.span.start == word.span.start);
        let stem = token.and_then(|it| it.stem);
        let lemma = match rules.lexicon.forms.base(&folded) {
            Some(base) => base.to_string(),
            None => stemmer.stem(&folded).into_owned(),
        };
        read.push(Word {
            span: word.span,
            stem,
            lemma,
            tag: node.map_or(Tag::Other, |it| it.tag()),
            inflection: node.map_or(Inflection::Plain, |it| it.form()),
            head: node.and_then(|it| it.head).map(|it| it as u32),
            relation: node.map_or(Relation::Dep, |it| it.relation),
            capital: word.text.starts_with(char::is_uppercase),
            folded,
        });
    }
    mend::mend(&mut read);
    acc.extend(read.into_iter().map(|it| Word { head: it.head.map(|head| head + first as u32), ..it }));
}

/// The different content words of a longer text.
pub fn stretch<'a>(rules: &Rules, paragraphs: impl Iterator<Item = &'a str>) -> Stretch {
    let mut words = Vec::new();
    for prose in paragraphs {
        let tokens = token::tokens(rules, prose);
        let stems = tokens.all.iter().enumerate().filter_map(|(idx, it)| Some((it.stem?, idx)));
        words.extend(stems.map(|(stem, idx)| (stem, tokens.word(idx).to_string())));
    }
    words.sort();
    words.dedup_by_key(|it| it.0);
    Stretch { words }
}

#[cfg(test)]
mod tests;
