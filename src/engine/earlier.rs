//! Which sources a draft may not use as evidence: the draft itself, and earlier versions of it.
//!
//! A mask over sources, decided when a draft is opened or the corpus changes: the corpus is the same for every draft.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::draft::Draft;
use crate::corpus::Corpus;
use crate::corpus::source::sentence_hashes;
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
    let mut masked = Masked::default();
    if use_earlier_versions {
        return masked;
    }
    let ours = sentence_hashes(&draft.text, draft.readings.iter().flatten().map(AsRef::as_ref));
    if ours.len() >= MIN_SENTENCES {
        let earlier = corpus.made_of(&ours, MIN_SHARE).into_iter().filter(|it| !it.meta.says_of_itself);
        masked.sources.extend(earlier.map(|it| it.id));
    }
    let itself = corpus.at(&draft.path).map(|it| it.id);
    masked.earlier = masked.sources.iter().copied().filter(|it| Some(*it) != itself).collect();
    masked.sources.extend(itself);
    masked.sources.sort_unstable();
    masked.sources.dedup();
    masked
}
