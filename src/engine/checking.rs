//! One paragraph through the checks: its candidates are found and fetched, and each check is handed what it looks at.
//!
//! What a check found is kept by what that check sees, and no more: when a new name in one paragraph changes whom "he" is
//! in twenty others, their figures are not compared again.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use super::Counters;
use super::draft::Draft;
use super::faults::Faults;
use super::lookup::{Asking, Lookup};
use crate::check::{self, CorpusState, Sees};
use crate::corpus::{Corpus, Found};
use crate::fact::{Candidate, Links};
use crate::finding::Checked;
use crate::rules::Rules;

/// What one check's findings in a paragraph depend on, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartKey {
    check: usize,
    paragraph: u128,
    seen: u64,
}

/// By check: what it found.
pub type Parts = FxHashMap<PartKey, Arc<Checked>>;

/// What the checks work with beside the draft.
pub struct Bench<'a> {
    pub rules: &'a Rules,
    pub corpus: &'a Corpus,
    pub lookup: &'a mut Lookup,
    pub parts: &'a mut Parts,
    pub counters: &'a mut Counters,
    pub faults: &'a mut Faults,
    /// Stands for the corpus, the rules and the policy.
    pub revisions: (u64, u64),
    pub loading: bool,
}

pub fn run(bench: &mut Bench<'_>, draft: &Draft, idx: usize) -> Checked {
    let (Some(paragraph), Some(reading)) = (draft.text.paragraphs.get(idx), draft.reading(idx)) else {
        return Checked::default();
    };
    bench.counters.paragraphs_checked += 1;
    let no_links = Links::default();
    let links = draft.links.as_ref().and_then(|it| it.get(idx)).unwrap_or(&no_links);
    let masked = draft.masked.as_ref().map_or(&[][..], |it| it.sources.as_slice());
    let around = draft.around(idx);
    let asking = Asking { prose: &paragraph.prose, reading, around: &around, masked };
    let n_sources = bench.corpus.n_sources() as u32;
    let corpus = CorpusState { n_sources, judges_absence: !bench.loading && n_sources > 0 };
    let mut fetched = None;
    let mut checked = Checked::default();
    for (number, check) in check::CHECKS.iter().enumerate() {
        let seen = seen(bench, check.sees, links, &asking);
        let key = PartKey { check: number, paragraph: paragraph.hash, seen };
        let part = match bench.parts.get(&key) {
            Some(part) => Arc::clone(part),
            None => {
                let fetched = match check.sees.sources {
                    true => &*fetched.get_or_insert_with(|| fetch(bench, &asking)),
                    false => &Fetched::default(),
                };
                let candidates = fetched.by_fact();
                let no_around = Vec::new();
                let ctx = check::Ctx {
                    rules: bench.rules,
                    paragraph,
                    reading,
                    links: &shown(check.sees, links),
                    around: if check.sees.sources { &around } else { &no_around },
                    candidates: &candidates,
                    corpus,
                };
                // A check that fails leaves the others' findings as they are.
                let part = Arc::new(bench.faults.guarded(check.name, Checked::default(), || {
                    let mut found = Checked::default();
                    (check.run)(&ctx, &mut found);
                    found
                }));
                bench.parts.insert(key, Arc::clone(&part));
                part
            }
        };
        checked.raised.extend(part.raised.iter().cloned());
        checked.judged.extend(part.judged.iter().cloned());
    }
    checked
}

/// Stands for all that a check looks at beside the paragraph.
fn seen(bench: &Bench<'_>, sees: Sees, links: &Links, asking: &Asking<'_>) -> u64 {
    let mut hasher = FxHasher::default();
    bench.revisions.1.hash(&mut hasher);
    if sees.sources {
        (bench.revisions.0, bench.loading, asking.masked, asking.around).hash(&mut hasher);
    }
    if sees.links {
        let Links { speakers, continued, spoken_before, quote_heads, acknowledged: _ } = links;
        (speakers, continued, spoken_before, quote_heads).hash(&mut hasher);
    }
    if sees.acknowledged {
        links.acknowledged.hash(&mut hasher);
    }
    hasher.finish()
}

/// The links that a check is handed: a check cannot depend on what it does not say that it sees.
fn shown(sees: Sees, links: &Links) -> Links {
    let mut shown = if sees.links { links.clone() } else { Links::default() };
    shown.acknowledged = if sees.acknowledged { links.acknowledged.clone() } else { Vec::new() };
    shown
}

/// The candidates of one paragraph.
#[derive(Default)]
struct Fetched {
    /// By fact: its places, best first.
    found: Vec<Arc<[Found]>>,
    /// The facts of one paragraph mostly lead to the same places.
    candidates: FxHashMap<Found, Option<Arc<Candidate>>>,
}

impl Fetched {
    fn by_fact(&self) -> Vec<Vec<&Candidate>> {
        let fetch = |place: &Found| self.candidates.get(place).and_then(Option::as_deref);
        self.found.iter().map(|places| places.iter().filter_map(fetch).collect()).collect()
    }
}

fn fetch(bench: &mut Bench<'_>, asking: &Asking<'_>) -> Fetched {
    let (corpus, lookup, faults) = (bench.corpus, &mut *bench.lookup, &mut *bench.faults);
    let mut fetched = Fetched::default();
    for fact in &asking.reading.facts {
        let places = faults.guarded("finding candidates", Arc::default(), || lookup.find(corpus, asking, fact));
        for place in places.iter() {
            fetched
                .candidates
                .entry(*place)
                .or_insert_with(|| faults.guarded("fetching candidates", None, || lookup.fetch(corpus, *place)));
        }
        let n_candidates = places.iter().filter(|it| matches!(fetched.candidates.get(it), Some(Some(_)))).count();
        bench.counters.candidates += n_candidates as u64;
        fetched.found.push(places);
    }
    lookup.sweep();
    fetched
}
