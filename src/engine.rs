//! Drafts and caches: what the faces ask, and the order in which it is answered.
//!
//! [`Engine::step`] does one paragraph of work, so that a caller can stop between any two. Readings and raw findings are
//! content-addressed: nothing tracks which paragraph an edit touched, equal paragraphs are equal work done once.
//! The engine knows no files, no clients and no clock.

mod answer;
mod checking;
mod cited;
mod clean;
pub mod decisions;
pub mod desk;
mod draft;
mod earlier;
mod explain;
mod faults;
mod findings;
mod lookup;
mod names;
mod naming;
mod nearest;
mod offer;
mod parsed;
mod places;
mod since;
mod statements;
mod stet;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::check;
use crate::corpus::Corpus;
use crate::corpus::source::Head;
use crate::fact::Reading;
use crate::finding::{Checked, Edit, Finding, Severity};
use crate::problem::Problem;
use crate::read;
use crate::rules::Rules;
use crate::text::{Format, Paragraph, Text, TextId, TextSpan};

pub use crate::check::names::known::KnownName;
pub use crate::read::describe::describe;
pub use crate::rules::HouseName;
pub use answer::{ClaimView, Coverage, FactView};
use checking::{Bench, Parts};
use cited::Citations;
pub use clean::clean;
use decisions::{Decision, Decisions, Weighed};
use draft::{CheckKey, Draft};
use faults::{Fault, Faults};
use lookup::Lookup;
use naming::Names;
pub use offer::{Offer, Symbol, SymbolSort, Wanted};

pub use places::Places;
pub use statements::AskedWord;
use statements::Statements;
pub use view::{FactRef, Nearest};

/// What a house or a desk decides over the rules' own words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// By rule id or family; `None` is off. A rule's own entry wins over its family's.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// Earlier versions of a draft count as evidence (`earlier-versions = "use"`).
    pub use_earlier_versions: bool,
}

/// All that is known of the open drafts, the corpus and the rules.
#[derive(Debug)]
pub struct Engine {
    rules: Rules,
    policy: Policy,
    decisions: Decisions,
    corpus: Arc<Corpus>,
    /// While the corpus is still being loaded the rules of absence are off.
    loading: bool,
    drafts: BTreeMap<TextId, Draft>,
    readings: FxHashMap<u128, Arc<Reading>>,
    checked: FxHashMap<CheckKey, Arc<Checked>>,
    parts: Parts,
    lookup: Lookup,
    statements: Statements,
    /// What the sources may be called by a draft that cites them. Made when one does.
    names: Option<Names>,
    /// Counts changes of rules and policy; part of every cache key.
    desk_revision: u64,
    /// Counts the corpora that there were, for the same.
    corpus_revision: u64,
    faults: Faults,
    /// Work done, in paragraphs: what tests of linearity count.
    pub counters: Counters,
}

/// How much was done, for tests: counts, never time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    pub paragraphs_read: u64,
    /// Bytes of their prose.
    pub prose_read: u64,
    pub paragraphs_checked: u64,
    pub candidates: u64,
}

/// Sources that were opened stay open as long as they take no more memory than this, in bytes.
const MAX_OPEN: usize = 64 << 20;

/// Cache entries that are kept beside those in use.
const KEPT: usize = 2_000;

impl Engine {
    pub fn new(rules: Rules, policy: Policy) -> Engine {
        Engine {
            rules,
            policy,
            decisions: Decisions::default(),
            corpus: Arc::new(Corpus::empty()),
            loading: false,
            drafts: BTreeMap::new(),
            readings: FxHashMap::default(),
            checked: FxHashMap::default(),
            parts: Parts::default(),
            lookup: Lookup::default(),
            statements: Statements::default(),
            names: None,
            desk_revision: 0,
            corpus_revision: 0,
            faults: Faults::default(),
            counters: Counters::default(),
        }
    }

    /// An engine of its own with no drafts, over the same sources and with the same rules: for work elsewhere.
    pub fn twin(&self) -> Engine {
        let mut twin = Engine::new(self.rules.clone(), self.policy.clone());
        twin.corpus = Arc::clone(&self.corpus);
        twin.decisions = self.decisions.clone();
        twin.loading = self.loading;
        twin.statements = self.statements.twin();
        twin
    }

    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    pub fn corpus(&self) -> &Arc<Corpus> {
        &self.corpus
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Other rules or another policy: every draft is read and checked anew.
    pub fn set_rules(&mut self, rules: Rules, policy: Policy) {
        self.rules = rules;
        self.policy = policy;
        self.desk_revision += 1;
        self.readings.clear();
        self.checked.clear();
        self.parts.clear();
        self.statements.clear();
        for draft in self.drafts.values_mut() {
            draft.forget_readings();
        }
    }

    /// What somebody let stand. Findings are parted by it each time they are asked for, so that nothing is checked anew.
    pub fn set_decisions(&mut self, decisions: Decisions) {
        self.decisions = decisions;
    }

    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// Every draft is checked anew against the new sources; readings stay.
    pub fn set_corpus(&mut self, corpus: Arc<Corpus>) {
        self.corpus = corpus;
        self.corpus_revision += 1;
        self.checked.clear();
        self.parts.clear();
        self.lookup.clear();
        self.statements.forget_places();
        self.names = None;
        self.loading = false;
        for draft in self.drafts.values_mut() {
            draft.forget_checks();
            draft.masked = None;
            draft.cited = None;
        }
    }

    /// A corpus is on its way: until [`Engine::set_corpus`] absence proves nothing.
    pub fn expect_corpus(&mut self) {
        if !self.loading {
            self.loading = true;
            self.drafts.values_mut().for_each(Draft::forget_checks);
        }
    }

    /// Opens a draft, or puts a new text in its place. `path` is what findings and fingerprints name.
    pub fn open(&mut self, id: TextId, path: &str, raw: String, format: Format) {
        self.open_text(id, path, Text::read(raw, format));
    }

    /// The same with a text that was read already, or taken out of a file of another format.
    pub fn open_text(&mut self, id: TextId, path: &str, text: Text) {
        match self.drafts.get_mut(&id) {
            Some(draft) => draft.replace(text),
            None => {
                self.drafts.insert(id, Draft::new(path, text));
            }
        }
    }

    pub fn close(&mut self, id: TextId) {
        self.drafts.remove(&id);
    }

    pub fn text(&self, id: TextId) -> Option<&Text> {
        self.drafts.get(&id).map(|draft| &draft.text)
    }

    /// Work for one draft, up to one paragraph that was not read or checked before; what the caches have is taken along.
    /// `false` when that draft's answers are complete.
    pub fn step(&mut self, id: TextId) -> bool {
        let Some(draft) = self.drafts.get_mut(&id) else {
            return false;
        };
        while let Some(idx) = draft.next_unread() {
            let Some(paragraph) = draft.text.paragraphs.get(idx) else {
                return false;
            };
            if let Some(reading) = self.readings.get(&paragraph.hash) {
                draft.set_reading(idx, Arc::clone(reading));
                continue;
            }
            self.counters.paragraphs_read += 1;
            self.counters.prose_read += paragraph.prose.len() as u64;
            let read = || read::read(&self.rules, paragraph);
            let reading = Arc::new(self.faults.guarded("reading", Reading::default(), read));
            self.readings.insert(paragraph.hash, Arc::clone(&reading));
            draft.set_reading(idx, reading);
            return true;
        }
        if draft.links.is_none() {
            let pairs: Vec<(&Paragraph, &Reading)> =
                draft.text.paragraphs.iter().zip(draft.readings.iter().flatten().map(Arc::as_ref)).collect();
            let links = self.faults.guarded("linking", Vec::new(), || read::link::link(&self.rules, &pairs));
            draft.set_links(links);
        }
        if draft.masked.is_none() {
            draft.masked = Some(earlier::masked(draft, &self.corpus, self.policy.use_earlier_versions));
            return true;
        }
        if draft.cited.is_none() {
            let cites = cited::may_cite(&draft.text);
            let names = cites.then(|| &*self.names.get_or_insert_with(|| Names::of(&self.corpus)));
            draft.cited = Some(match names {
                Some(names) => {
                    let cite = || cited::citations(&self.rules, draft, names);
                    self.faults.guarded("reading citations", Citations::default(), cite)
                }
                None => Citations::default(),
            });
        }
        while let Some(idx) = draft.next_unchecked() {
            let revisions = (self.corpus_revision, self.desk_revision);
            let key = draft.check_key(idx, revisions, self.loading);
            if let Some(checked) = self.checked.get(&key) {
                draft.set_checked(idx, Arc::clone(checked));
                continue;
            }
            let mut bench = Bench {
                rules: &self.rules,
                corpus: &self.corpus,
                lookup: &mut self.lookup,
                statements: &mut self.statements,
                parts: &mut self.parts,
                counters: &mut self.counters,
                faults: &mut self.faults,
                revisions,
                loading: self.loading,
            };
            let checked = Arc::new(checking::run(&mut bench, draft, idx));
            self.checked.insert(key, Arc::clone(&checked));
            draft.set_checked(idx, checked);
            return true;
        }
        if draft.whole.is_none() {
            let state = checking::corpus_state(&self.corpus, self.loading);
            draft.whole = Some(checking::whole(&self.rules, draft, state, &mut self.faults));
        }
        false
    }

    /// What failed of our own since this was last asked, each once, in a sentence: its paragraph does without it.
    pub fn take_faults(&mut self) -> Vec<String> {
        let told = |it: Fault| it.told(&self.rules);
        self.faults.take().into_iter().map(told).collect()
    }

    /// Works until a draft's answers are complete.
    pub fn settle(&mut self, id: TextId) {
        while self.step(id) {}
        self.sweep();
    }

    /// Whether a draft's answers are complete.
    pub fn is_settled(&self, id: TextId) -> bool {
        self.drafts.get(&id).is_none_or(Draft::is_settled)
    }

    /// All findings of a draft, by place, worst first within one.
    pub fn findings(&self, id: TextId) -> Vec<Finding> {
        self.weighed(id).0.into_iter().map(|it| it.finding).collect()
    }

    /// The findings that are said, and those that somebody let stand, each with what a decision about it holds.
    pub fn weighed(&self, id: TextId) -> (Vec<Weighed>, Vec<Weighed>) {
        let Some(draft) = self.drafts.get(&id) else {
            return (Vec::new(), Vec::new());
        };
        self.decisions.part(&draft.path, findings::findings(self, draft))
    }

    /// Decisions about findings of a draft that are not there any more.
    pub fn lapsed_decisions(&self, id: TextId) -> Vec<Decision> {
        let Some(draft) = self.drafts.get(&id).filter(|_| !self.decisions.is_empty()) else {
            return Vec::new();
        };
        let (said, accepted) = self.weighed(id);
        self.decisions.lapsed(&draft.path, &said, &accepted)
    }

    /// The path that findings of a draft name.
    pub fn path(&self, id: TextId) -> Option<&str> {
        self.drafts.get(&id).map(|it| it.path.as_str())
    }

    pub fn coverage(&self, id: TextId) -> Coverage {
        let mut coverage = self.drafts.get(&id).map_or_else(Coverage::default, answer::coverage);
        if !self.decisions.is_empty() {
            coverage.accepted = self.weighed(id).1.len();
        }
        coverage
    }

    /// The facts under a byte of a draft, innermost first, with what is known of each.
    pub fn facts_at(&self, id: TextId, offset: u32) -> Vec<FactView> {
        self.drafts.get(&id).map_or_else(Vec::new, |draft| answer::facts_at(self, draft, offset))
    }

    /// The sentence under a byte of a draft, as it was held against the sources; `None` where it was not.
    pub fn claim_at(&self, id: TextId, offset: u32) -> Option<ClaimView> {
        answer::claim_at(self, self.drafts.get(&id)?, offset)
    }

    /// All facts of a draft in the order of the text.
    pub fn facts(&self, id: TextId) -> Vec<FactView> {
        self.drafts.get(&id).map_or_else(Vec::new, |draft| answer::facts(self, draft))
    }

    /// All sentences of a draft that were held against the sources as claims.
    pub fn claims(&self, id: TextId) -> Vec<ClaimView> {
        self.drafts.get(&id).map_or_else(Vec::new, |draft| answer::claims(self, draft))
    }

    /// What was read in a paragraph of a draft.
    pub fn reading(&self, id: TextId, paragraph: usize) -> Option<&Reading> {
        self.drafts.get(&id)?.reading(paragraph)
    }

    /// Whether absence proves nothing yet.
    pub fn is_loading(&self) -> bool {
        self.loading
    }

    /// What is said once about a draft: an earlier version that was left out, another language.
    pub fn notes(&self, id: TextId) -> Vec<Problem> {
        self.drafts.get(&id).map_or_else(Vec::new, |draft| answer::notes(self, draft))
    }

    /// The notes that silence a finding of a draft, one for each reason; none where there is no place for one.
    pub fn stets(&self, id: TextId, finding: &Finding, reasons: &[String]) -> Vec<Edit> {
        self.drafts.get(&id).map_or_else(Vec::new, |draft| stet::write(&draft.text, finding, reasons))
    }

    /// The sentence of a draft's prose that holds a span.
    pub fn sentence(&self, id: TextId, span: TextSpan) -> Option<&str> {
        self.drafts.get(&id)?.sentence(span)
    }

    /// Sources that read like earlier versions of a draft and are no evidence for it. Confidential ones are not named.
    pub fn earlier_versions(&self, id: TextId) -> Vec<&Head> {
        let masked = self.drafts.get(&id).and_then(|it| it.masked.as_ref());
        let earlier = masked.map_or(&[][..], |it| it.earlier.as_slice());
        let sources = earlier.iter().filter_map(|it| self.corpus.head(*it));
        sources.filter(|it| !it.reference.confidential).collect()
    }

    /// Drops cache entries that no open draft uses, once there are many. Those of the last few hundred edits mostly stay,
    /// so that an undo finds its answers.
    fn sweep(&mut self) {
        if let Some(closed) = self.corpus.closed(MAX_OPEN) {
            self.corpus = Arc::new(closed);
        }
        let most = KEPT + 2 * self.drafts.values().map(|it| it.text.paragraphs.len()).sum::<usize>();
        if self.readings.len() > most {
            self.readings.retain(|_, it| Arc::strong_count(it) > 1);
        }
        if self.checked.len() > most {
            self.checked.retain(|_, it| Arc::strong_count(it) > 1);
        }
        if self.parts.len() > most * check::CHECKS.len() {
            self.parts.clear();
        }
    }
}
