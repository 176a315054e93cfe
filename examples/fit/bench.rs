//! Labelled drafts as rows of answers.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use anyhow::Context;
use backread::corpus::{Corpus, SourceFile, SourceMeta};
use backread::engine::{Engine, Policy};
use backread::rules::Rules;
use backread::text::{Format, Text, TextId};
use serde_json::Value;

/// One content word of a draft.
pub struct Row {
    pub set: &'static str,
    /// Stands for the draft's sources.
    pub source: u64,
    pub is_slip: bool,
    pub is_consistent: bool,
    /// Somebody said of each word of the draft whether it is a slip.
    pub is_labelled: bool,
    pub answers: Vec<(&'static str, f32)>,
}

const NEGATORS: [&str; 7] = ["not", "no", "never", "n't", "without", "unable", "fail"];

pub fn rows(set: &'static str, text: &str, acc: &mut Vec<Row>) -> anyhow::Result<()> {
    let rules = Rules::built_in();
    let mut last: Option<(u64, Arc<Corpus>)> = None;
    for line in text.lines() {
        let record: Value = serde_json::from_str(line).context("a line is no JSON")?;
        let sources: Vec<&str> =
            record["sources"].as_array().into_iter().flatten().filter_map(|it| it["text"].as_str()).collect();
        let mut hasher = DefaultHasher::new();
        sources.hash(&mut hasher);
        let source = hasher.finish();
        let corpus = match last.take().filter(|it| it.0 == source) {
            Some((_, corpus)) => corpus,
            None => Arc::new(Corpus::of(&rules, files(&sources), Vec::new())),
        };
        last = Some((source, Arc::clone(&corpus)));
        let mut engine = Engine::new(rules.clone(), Policy::default());
        engine.set_corpus(corpus);
        let draft = record["draft"].as_str().context("a record has no draft")?;
        let id = TextId(0);
        engine.open(id, "draft.txt", draft.to_string(), Format::Plain);
        engine.settle(id);
        let spans: Vec<(usize, usize)> = record["spans"].as_array().into_iter().flatten().filter_map(span).collect();
        let is_consistent = record["consistent"].as_bool().unwrap_or_default();
        // What stands after a label on a negator alone.
        let denied: Vec<usize> = spans
            .iter()
            .filter(|it| NEGATORS.iter().any(|word| draft[it.0..it.1].to_lowercase().ends_with(word)))
            .map(|it| it.1)
            .collect();
        let words = engine.asked_words(id);
        let first_after = |end: &usize| words.iter().position(|it| it.span.start as usize >= *end);
        let denied: Vec<usize> = denied.iter().filter_map(first_after).collect();
        for (idx, word) in words.iter().enumerate() {
            let (start, end) = (word.span.start as usize, word.span.end as usize);
            let is_slip = spans.iter().any(|it| it.0 < end && start < it.1) || denied.contains(&idx);
            let is_labelled = is_consistent || !spans.is_empty();
            let answers = word.answers.clone();
            acc.push(Row { set, source, is_slip, is_consistent, is_labelled, answers });
        }
    }
    Ok(())
}

fn span(it: &Value) -> Option<(usize, usize)> {
    Some((it["start"].as_u64()? as usize, it["end"].as_u64()? as usize))
}

fn files(sources: &[&str]) -> Vec<SourceFile> {
    let file = |(n, text): (usize, &&str)| {
        let path = format!("{n}.txt");
        let text = Text::read((*text).to_string(), Format::Plain);
        SourceFile { disk_path: path.clone().into(), path, text, meta: SourceMeta::default(), extracted: false }
    };
    sources.iter().enumerate().map(file).collect()
}
