//! One paragraph through the checks: its candidates are found and fetched, and each check is handed what it looks at.
//!
//! What a check found is kept by what that check sees, and no more: when a new name in one paragraph changes whom "he" is
//! in twenty others, their figures are not compared again.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

use super::Counters;
use super::cited::Citation;
use super::draft::Draft;
use super::faults::Faults;
use super::lookup::{Asking, Lookup};
use super::statements::{Prepared, Statements};
use crate::check::names::known::Roll;
use crate::check::{self, CorpusState, RaisedAt, Sees, Share, Statement};
use crate::corpus::index::MAX_CANDIDATES;
use crate::corpus::{Corpus, Found, Paragraphs};
use crate::fact::{Candidate, Fact, FactKind, Links, Reading, SourceRef, Speaker, Trust};
use crate::finding::Checked;
use crate::rules::Rules;
use crate::text::Paragraph;

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
    pub statements: &'a mut Statements,
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
    let corpus = corpus_state(bench.corpus, bench.loading);
    let found = find(bench, &asking);
    let citations = draft.citations(idx);
    let (mut fetched, mut prepared, mut named) = (None, None, None);
    let mut checked = Checked::default();
    for (number, check) in check::CHECKS.iter().enumerate() {
        let shown = shown(check.sees, links, &asking);
        let of_text = (draft.front_hash, citations);
        let seen = seen(bench, check.sees, &shown, &asking, &found, of_text);
        let key = PartKey { check: number, paragraph: paragraph.hash, seen };
        let part = match bench.parts.get(&key) {
            Some(part) => Arc::clone(part),
            None => {
                let fetched = match check.sees.sources {
                    Share::All | Share::OfQuotations => fetched.get_or_insert_with(|| fetch(bench, &found)),
                    Share::Nothing => &mut Fetched::default(),
                };
                let prepared: &[Prepared] = match check.sees.statements {
                    true => prepared.get_or_insert_with(|| prepare(bench, &asking, paragraph)),
                    false => &[],
                };
                let rolls = match check.sees.names {
                    true => names(bench, &asking),
                    false => Vec::new(),
                };
                let rolls: Vec<Option<&Roll>> = rolls.iter().map(Option::as_deref).collect();
                let statements: Vec<Statement<'_>> = prepared.iter().map(Prepared::lend).collect();
                let cited = match check.sees.sources {
                    Share::All => named.get_or_insert_with(|| cited(bench, &asking, citations)).as_slice(),
                    Share::OfQuotations | Share::Nothing => &[],
                };
                let lent: Vec<check::Cited<'_>> = cited.iter().map(|it| it.lend(reading)).collect();
                let candidates = by_fact(check.sees.sources, reading, &found, fetched);
                let ctx = check::Ctx {
                    rules: bench.rules,
                    paragraph,
                    reading,
                    links: &shown,
                    front: &draft.text.comments.front,
                    around: if check.sees.sources == Share::All { &around } else { &[] },
                    candidates: &candidates,
                    statements: &statements,
                    names: &rolls,
                    cited: &lent,
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
        checked.claims.extend(part.claims.iter().cloned());
        checked.held.extend(part.held.iter().cloned());
        checked.dressed.extend(&part.dressed);
        checked.borne_out.extend(part.borne_out.iter().cloned());
    }
    bench.lookup.sweep();
    bench.statements.sweep();
    checked
}

/// What the checks of a whole text raise. Its paragraphs must have been read, linked and checked.
pub fn whole(rules: &Rules, draft: &Draft, corpus: CorpusState, faults: &mut Faults) -> RaisedAt {
    let parts = draft.parts();
    let comments = &draft.text.comments;
    let whole = check::Whole { rules, front: &comments.front, checked: &comments.checked, parts: &parts, corpus };
    let run = |check: &check::WholeCheck| {
        faults.guarded(check.name, RaisedAt::default(), || {
            let mut raised = RaisedAt::default();
            (check.run)(&whole, &mut raised);
            raised
        })
    };
    let mut raised: RaisedAt = check::WHOLE.iter().flat_map(run).collect();
    raised.sort_by_key(|it| it.0);
    raised
}

/// What checks are told of the corpus as a whole.
pub fn corpus_state(corpus: &Corpus, loading: bool) -> CorpusState {
    let n_sources = corpus.n_sources() as u32;
    CorpusState { n_sources, judges_absence: !loading && n_sources > 0 }
}

/// Stands for all that a check looks at beside the paragraph.
fn seen(
    bench: &Bench<'_>,
    sees: Sees,
    shown: &Links,
    asking: &Asking<'_>,
    found: &[Arc<[Found]>],
    (front, citations): (u64, &[Citation]),
) -> u64 {
    let mut hasher = FxHasher::default();
    (bench.revisions.1, front).hash(&mut hasher);
    match sees.sources {
        Share::All => (citations, bench.revisions.0, bench.loading, asking.masked, asking.around).hash(&mut hasher),
        // What stands around a quotation decides only where its words are looked for.
        Share::OfQuotations => {
            (bench.revisions.0, bench.loading).hash(&mut hasher);
            for (fact, places) in asking.reading.facts.iter().zip(found) {
                if matches!(fact.kind, FactKind::Quote(_)) {
                    places.hash(&mut hasher);
                }
            }
        }
        Share::Nothing => {}
    }
    if sees.names {
        (bench.revisions.0, bench.loading, asking.masked).hash(&mut hasher);
    }
    shown.hash(&mut hasher);
    hasher.finish()
}

/// The links that a check is handed: a check cannot depend on what it does not say that it sees.
fn shown(sees: Sees, links: &Links, asking: &Asking<'_>) -> Links {
    let mut shown = match sees.links {
        Share::All => links.clone(),
        Share::OfQuotations => of_quotations(links, asking),
        Share::Nothing => Links::default(),
    };
    shown.acknowledged = if sees.acknowledged { Arc::clone(&links.acknowledged) } else { Arc::default() };
    shown
}

fn of_quotations(links: &Links, asking: &Asking<'_>) -> Links {
    let mut shown = Links { quote_heads: links.quote_heads.clone(), ..Links::default() };
    for (idx, fact) in asking.reading.facts.iter().enumerate() {
        let FactKind::Quote(quote) = &fact.kind else { continue };
        let speaks = quote.attribution.map_or(idx, |it| it as usize);
        if let Some(Speaker { kind, head, .. }) = links.speaker(speaks) {
            let head = head.clone();
            let (words, title) = (String::new(), String::new());
            let speaker = Speaker { kind: *kind, head, span: None, words, title, plural: false, rung: 0 };
            shown.set_speaker(speaks, speaker);
        }
        let before = asking.prose.get(..fact.span.start as usize).unwrap_or("");
        shown.spoken_before |= links.spoken_before && before.trim_end().is_empty();
    }
    shown
}

/// By fact of a paragraph: its places, best first.
fn find(bench: &mut Bench<'_>, asking: &Asking<'_>) -> Vec<Arc<[Found]>> {
    let (corpus, lookup, faults) = (bench.corpus, &mut *bench.lookup, &mut *bench.faults);
    let find = |fact| faults.guarded("finding candidates", Arc::default(), || lookup.find(corpus, asking, fact));
    asking.reading.facts.iter().map(find).collect()
}

/// By fact of a paragraph: what the corpus has of a name.
fn names(bench: &mut Bench<'_>, asking: &Asking<'_>) -> Vec<Option<Arc<Roll>>> {
    let (corpus, lookup, faults) = (bench.corpus, &mut *bench.lookup, &mut *bench.faults);
    let mut roll = |fact: &Fact| match &fact.kind {
        FactKind::Name(name) => {
            faults.guarded("looking up names", None, || Some(lookup.roll(corpus, name, asking.masked)))
        }
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
    };
    asking.reading.facts.iter().map(&mut roll).collect()
}

fn prepare(bench: &mut Bench<'_>, asking: &Asking<'_>, paragraph: &Paragraph) -> Vec<Prepared> {
    let (rules, corpus) = (bench.rules, bench.corpus);
    let (statements, lookup, faults) = (&mut *bench.statements, &mut *bench.lookup, &mut *bench.faults);
    faults.guarded("reading claims", Vec::new(), || {
        statements.prepare(rules, corpus, lookup, paragraph, asking.reading, asking.masked)
    })
}

/// The candidates of one paragraph: its facts mostly lead to the same places.
type Fetched = FxHashMap<Found, Option<Arc<Candidate>>>;

fn fetch(bench: &mut Bench<'_>, found: &[Arc<[Found]>]) -> Fetched {
    let (corpus, lookup, faults) = (bench.corpus, &mut *bench.lookup, &mut *bench.faults);
    let mut fetched = Fetched::default();
    for places in found {
        for place in places.iter() {
            fetched
                .entry(*place)
                .or_insert_with(|| faults.guarded("fetching candidates", None, || lookup.fetch(corpus, *place)));
        }
        let n_candidates = places.iter().filter(|it| matches!(fetched.get(it), Some(Some(_)))).count();
        bench.counters.candidates += n_candidates as u64;
    }
    fetched
}

/// A citation with what its sources have for the facts that it speaks for; owned, so that a check can be lent it.
struct Cited {
    citation: Citation,
    sources: Vec<SourceRef>,
    /// By fact, for those in reach.
    candidates: Vec<(usize, Vec<Candidate>)>,
}

/// Looks in the cited sources alone. NB: how far a source is trusted is no matter where the draft itself names it.
fn cited(bench: &mut Bench<'_>, asking: &Asking<'_>, citations: &[Citation]) -> Vec<Cited> {
    let mut all = Vec::new();
    for citation in citations {
        let mut paragraphs = Paragraphs::default();
        let mut candidates = Vec::new();
        let facts = asking.reading.facts.iter().enumerate();
        for (idx, fact) in facts.filter(|(_, it)| citation.reach.contains(it.span)) {
            let Some((stems, what)) = asking.question(fact) else { continue };
            let found = bench.corpus.find_in(&stems, what, &citation.sources, MAX_CANDIDATES);
            let fetch = |it: Found| bench.corpus.candidate(it, &mut paragraphs);
            let mut fetched: Vec<Candidate> = found.into_iter().filter_map(fetch).collect();
            for candidate in &mut fetched {
                candidate.source.trust = Trust::Normal;
            }
            candidates.push((idx, fetched));
        }
        let sources = citation.sources.iter().filter_map(|it| bench.corpus.source(*it));
        let sources = sources.map(|it| it.reference.clone()).collect();
        all.push(Cited { citation: citation.clone(), sources, candidates });
    }
    all
}

impl Cited {
    fn lend(&self, reading: &Reading) -> check::Cited<'_> {
        let mut candidates = vec![Vec::new(); reading.facts.len()];
        for (idx, found) in &self.candidates {
            if let Some(slot) = candidates.get_mut(*idx) {
                *slot = found.iter().collect();
            }
        }
        let Citation { reach, label, sure, .. } = &self.citation;
        check::Cited { reach: *reach, label, sure: *sure, sources: &self.sources, candidates }
    }
}

/// The candidates that a check is handed.
fn by_fact<'a>(
    share: Share,
    reading: &Reading,
    found: &[Arc<[Found]>],
    fetched: &'a Fetched,
) -> Vec<Vec<&'a Candidate>> {
    let fetch = |place: &Found| fetched.get(place).and_then(Option::as_deref);
    let is_handed = |fact: &Fact| match share {
        Share::All => true,
        Share::OfQuotations => matches!(fact.kind, FactKind::Quote(_)),
        Share::Nothing => false,
    };
    let of_fact = |(fact, places): (&Fact, &Arc<[Found]>)| match is_handed(fact) {
        true => places.iter().filter_map(fetch).collect(),
        false => Vec::new(),
    };
    reading.facts.iter().zip(found).map(of_fact).collect()
}
