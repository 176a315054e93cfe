//! What hangs on all sources together: their order, who has its wording from whom, origins, and which replace others.
//!
//! All of it is as if every source were looked at anew; what the last corpus knew only makes that quicker.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::super::origin::Origins;
use super::super::origin::wording::{self, Kept, Pair, Since};
use super::super::pack::Words;
use super::super::source::Head;
use super::super::{Corpus, repeats, supersede};
use crate::rules::Rules;

/// Where a source lies: its segment, and its place there.
type Lies = (usize, u32);

impl Corpus {
    /// Puts all that is live in order, and settles what hangs on it; `shared` was settled before.
    pub(in super::super) fn put_in_order(&mut self, rules: &Rules, shared: Vec<Pair>) {
        self.arrange(Vec::new(), 0);
        self.shared = shared.into();
        self.trace(rules, &Corpus::empty());
    }

    /// `order` with the live sources of the segments from `first` on.
    pub(super) fn arrange(&mut self, mut order: Vec<Lies>, first: usize) {
        for (segment_idx, segment) in self.segments().enumerate().skip(first) {
            let live = (0..segment.heads().len() as u32).filter(|it| !self.is_dead(segment_idx, *it));
            order.extend(live.map(|it| (segment_idx, it)));
        }
        let path = |(segment, source): &Lies| {
            let head = self.segments.get(*segment).and_then(|it| it.head(*source));
            head.map_or("", |it| it.reference.path.as_str())
        };
        // NB: sorted runs, which this sort knows to merge.
        order.sort_by(|a, b| path(a).cmp(path(b)));
        self.order = Arc::new(order);
    }

    /// Who has most of its wording from whom. `before` has the same segments, and no others than these.
    pub(super) fn settle(&mut self, before: &Corpus) {
        self.shared = self.shared_from(&self.order, before).into();
    }

    /// The same among the sources of some of the segments, by their places in the order of those.
    pub(in super::super) fn shared_of(&self, is_kept: impl Fn(usize) -> bool) -> Arc<[Pair]> {
        let order: Vec<Lies> = self.order.iter().filter(|it| is_kept(it.0)).copied().collect();
        if order.len() == self.order.len() {
            return Arc::clone(&self.shared);
        }
        self.shared_from(&order, self).into()
    }

    fn shared_from(&self, order: &[Lies], before: &Corpus) -> Vec<Pair> {
        let wording = |(segment, source): &Lies| -> Kept<'_> {
            let segment = self.segment(*segment);
            segment.map_or(Kept { runs: Words(&[]), limit: 0 }, |it| it.wording(*source))
        };
        let texts = |rank: u32| order.get(rank as usize).map_or(Kept { runs: Words(&[]), limit: 0 }, wording);
        let n_texts = order.len() as u32;
        let known: FxHashSet<Lies> = before.order.iter().copied().collect();
        // Both are in the order of paths, so that what stayed stands in the same order here and there.
        let mut stayed = (0..n_texts).zip(order).filter(|it| known.contains(it.1)).peekable();
        let mut since = Since::default();
        let mut places: Vec<Option<usize>> = Vec::with_capacity(before.order.len());
        for lies in before.order.iter() {
            match stayed.next_if(|it| it.1 == lies) {
                Some((rank, _)) => places.push(Some(rank as usize)),
                None => {
                    since.went.push((stayed.peek().map_or(n_texts, |it| it.0), wording(lies).runs));
                    places.push(None);
                }
            }
        }
        since.came = (0..n_texts).zip(order).filter(|it| !known.contains(it.1)).map(|it| it.0).collect();
        let place = |idx: usize| places.get(idx).copied().flatten();
        let still: Vec<Pair> = before.shared.iter().filter_map(|it| Some((place(it.0)?, place(it.1)?))).collect();
        wording::shared_since(n_texts, &texts, &since, &still).unwrap_or_else(|| wording::shared(n_texts, &texts))
    }

    /// Whom the sources have their facts from, and which of them were replaced.
    pub(super) fn trace(&mut self, rules: &Rules, before: &Corpus) {
        let heads: Vec<&Head> = self.heads().collect();
        let origins = self.origins_from(before).unwrap_or_else(|| Origins::trace(rules, &heads, &self.shared));
        let (superseded, killed) = (supersede::superseded(&heads), supersede::killed(&heads));
        let leaders = repeats::leaders(&self.shared).into_iter();
        let leaders = leaders.filter_map(|(idx, leader)| Some((*self.order.get(idx)?, leader as u32))).collect();
        (self.origins, self.superseded, self.killed) = (Arc::new(origins), Arc::new(superseded), Arc::new(killed));
        self.leaders = Arc::new(leaders);
    }

    /// The origins of before, where no source came or went and those that were read again show the same of themselves.
    fn origins_from(&self, before: &Corpus) -> Option<Origins> {
        // More are traced anew as soon.
        const MOST: usize = 64;
        if self.order.len() != before.order.len() || self.shared != before.shared {
            return None;
        }
        let mut renamed = Vec::new();
        for (now, then) in self.order.iter().zip(before.order.iter()).filter(|(now, then)| now != then) {
            let (now, then) = (self.segment(now.0)?.head(now.1)?, before.segment(then.0)?.head(then.1)?);
            if renamed.len() == MOST || !now.shows_like(then) {
                return None;
            }
            renamed.push((then.id, now.id));
        }
        Some(before.origins.renamed(&renamed))
    }
}
