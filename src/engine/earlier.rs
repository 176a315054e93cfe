//! Which sources a draft may not use as evidence: the draft itself, and earlier versions of it.
//!
//! A mask over sources, decided when a draft is opened or the corpus changes: the corpus is the same for every draft.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::draft::Draft;
use crate::corpus::Corpus;
use crate::corpus::segment::{Source, sentence_hashes};
use crate::fact::Reading;
use crate::text::TextId;

/// Sources that are no evidence for one draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Masked {
    pub sources: Vec<TextId>,
    /// Those that are earlier versions, to be said once.
    pub earlier: Vec<TextId>,
}

impl Masked {
    pub fn hash(&self) -> u64 {
        let mut hasher = FxHasher::default();
        self.sources.hash(&mut hasher);
        hasher.finish()
    }
}

/// Fewer sentences than this prove nothing: a caption may be quoted whole.
const MIN_SENTENCES: usize = 10;

/// The share of sentences that must be common, seen from both sides.
const MIN_SHARE: f64 = 0.8;

pub fn masked(draft: &Draft, corpus: &Corpus, use_earlier_versions: bool) -> Masked {
    let readings: Vec<Reading> = draft.readings.iter().flatten().map(|it| Reading::clone(it)).collect();
    let ours = sentence_hashes(&draft.text, &readings);
    let mut masked = Masked::default();
    for source in corpus.sources() {
        if use_earlier_versions {
            break;
        }
        let itself = source.reference.path == draft.path;
        let earlier = !source.meta.says_of_itself && is_earlier(&ours, source);
        if itself || earlier {
            masked.sources.push(source.id);
        }
        if earlier && !itself {
            masked.earlier.push(source.id);
        }
    }
    masked
}

fn is_earlier(ours: &[u64], source: &Source) -> bool {
    let theirs = &source.sentence_hashes;
    if ours.len() < MIN_SENTENCES || theirs.len() < MIN_SENTENCES {
        return false;
    }
    let common =
        |these: &[u64], those: &[u64]| these.iter().filter(|it| those.binary_search(it).is_ok()).count() as f64;
    common(ours, theirs) >= MIN_SHARE * ours.len() as f64 && common(theirs, ours) >= MIN_SHARE * theirs.len() as f64
}
