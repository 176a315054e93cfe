//! The sentences of the sources that are nearest to a draft's, whether or not they speak to any of its facts.

use super::Engine;
use super::answer::shown;
use crate::corpus::index::{Query, What};
use crate::finding::{Evidence, Relation};
use crate::text::TextId;

impl Engine {
    /// By the words that they share with the sentences of a settled draft, best first. Of a confidential source its number
    /// and the place.
    pub fn nearest(&mut self, id: TextId, most: usize) -> Vec<Evidence> {
        let Some(draft) = self.drafts.get(&id) else {
            return Vec::new();
        };
        let masked = draft.masked.as_ref().map_or(&[][..], |it| it.sources.as_slice());
        let readings = draft.readings.iter().flatten();
        let mut stems: Vec<_> = readings.flat_map(|it| &it.sentences).flat_map(|it| it.stems.iter().copied()).collect();
        stems.sort_unstable();
        stems.dedup();
        if stems.is_empty() {
            return Vec::new();
        }
        let (corpus, lookup) = (&self.corpus, &mut self.lookup);
        let places = lookup.places(corpus, Query { stems: &stems, what: What::Sentence }, masked);
        let fetched = places.iter().take(most).filter_map(|it| lookup.fetch(corpus, *it));
        let nearest: Vec<Evidence> = fetched.map(|it| Evidence::whole(&it, Relation::Nearest)).collect();
        nearest.iter().map(|it| shown(self, it)).collect()
    }
}
