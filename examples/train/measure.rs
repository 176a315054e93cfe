//! Accuracy as UD's scorer counts it, and tokens a second.

use std::time::Instant;

use backread::read::syntax::{self, MAX_WORDS, Model};
use backread::read::token;
use backread::rules::Rules;

use crate::treebank::Sentence;

/// All words count, punctuation too, and those of sentences that get no tree. UAS: the head; LAS: head and relation
/// without subtypes; LAS+: with the subtypes that are kept. Words are the treebank's, tags are its own.
pub fn accuracy(model: &Model<'_>, name: &str, sentences: &[Sentence]) {
    let (mut n, mut tags, mut classes, mut heads, mut labels, mut subtypes) = (0, 0, 0, 0, 0, 0);
    for sentence in sentences {
        n += sentence.words.len();
        let tree = model.parse(sentence.words.iter().map(String::as_str));
        for (idx, node) in tree.nodes.iter().enumerate() {
            tags += usize::from(node.tag().code() == sentence.tags[idx]);
            classes += usize::from(node.class == sentence.classes[idx]);
            if node.head != usize::try_from(sentence.heads[idx]).ok().filter(|it| *it < sentence.words.len()) {
                continue;
            }
            heads += 1;
            let base = |code: &str| code.split(':').next().map(str::to_string);
            labels += usize::from(base(node.relation.code()) == base(&sentence.codes[idx]));
            subtypes += usize::from(node.relation == sentence.relations[idx]);
        }
    }
    let share = |part: usize| part as f64 * 100.0 / n.max(1) as f64;
    println!(
        "{name}: {} sentences, {n} words: UPOS {:.2}, with inflection {:.2}, UAS {:.2}, LAS {:.2}, LAS+ {:.2}",
        sentences.len(),
        share(tags),
        share(classes),
        share(heads),
        share(labels),
        share(subtypes),
    );
    words(sentences);
}

/// How many of the treebank's words our own tokens give, cut from the sentence as it is written.
fn words(sentences: &[Sentence]) {
    let rules = Rules::built_in();
    let (mut wanted, mut given, mut same) = (0, 0, 0);
    for sentence in sentences {
        let tokens = token::tokens(&rules, &sentence.text);
        let ours: Vec<usize> = (0..tokens.sentences.len() as u32)
            .flat_map(|it| syntax::words(&tokens, it))
            .map(|it| it.span.end as usize)
            .collect();
        let mut theirs = Vec::new();
        let mut at = 0;
        for word in &sentence.words {
            let rest = &sentence.text[at..];
            at += rest.find(word.as_str()).map_or(0, |it| it + word.len());
            theirs.push(at);
        }
        wanted += theirs.len();
        given += ours.len();
        same += ours.iter().filter(|it| theirs.contains(it)).count();
    }
    println!("  words from our tokens: {:.2} F1 of ends", 200.0 * same as f64 / (wanted + given).max(1) as f64);
}

/// The best of several rounds: what the machine does besides is not measured.
pub fn speed(model: &Model<'_>, sentences: &[Sentence]) {
    let n: usize = sentences.iter().map(|it| it.words.len()).filter(|it| *it <= MAX_WORDS).sum();
    let round = || {
        let start = Instant::now();
        for sentence in sentences {
            std::hint::black_box(model.parse(sentence.words.iter().map(String::as_str)));
        }
        start.elapsed().as_secs_f64()
    };
    let fastest = (0..10).map(|_| round()).fold(f64::MAX, f64::min);
    println!("{:.0} tokens a second on one core", n as f64 / fastest);
    let start = Instant::now();
    std::hint::black_box(Model::built_in());
    println!("{} ns to have the weights at hand", start.elapsed().as_nanos());
}
