//! The drafts of one desk through the engine, several at a time.
//!
//! Each thread has an engine of its own over the same sources and takes the next draft that nobody has; what comes of it
//! is put back into the drafts' order, so that nothing depends on which thread was faster.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::drafts::Draft;
use crate::cli::output::Checked;
use crate::engine::Engine;
use crate::engine::desk::{Before, Desk};
use crate::finding::{Edit, edited, safe};
use crate::problem::Problem;
use crate::text::TextId;

/// What is wanted of the fixes that may be made unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    No,
    /// Made: what is found is what is left after them.
    Made,
    /// Shown: what is found is what is there before them.
    Shown,
}

/// What came of a draft.
pub struct Outcome {
    pub checked: Checked,
    pub notes: Vec<Problem>,
    /// What failed of our own.
    pub faults: Vec<String>,
    /// Findings that an earlier revision had already.
    pub n_old: usize,
    /// With the safe fixes made, where there are any.
    pub fixed: Option<String>,
    pub n_fixes: usize,
}

const ID: TextId = TextId(0);

/// By draft, in their order.
pub fn check(
    desk_idx: usize,
    desk: &mut Desk,
    drafts: &[Draft],
    before: Option<&Before>,
    fixes: Fixes,
    done: &(dyn Fn() + Sync),
) -> Vec<Outcome> {
    let n_workers = rayon::current_num_threads().min(drafts.len()).max(1);
    let mut twins: Vec<Engine> = (1..n_workers).map(|_| desk.engine.twin()).collect();
    let next = AtomicUsize::new(0);
    let work = |engine: &mut Engine| {
        let mut earlier = before.map(|it| it.engine(engine));
        let mut outcomes = Vec::new();
        while let Some((idx, draft)) = take(&next, drafts) {
            let then = earlier.as_mut().zip(before);
            outcomes.push((idx, one(desk_idx, engine, draft, then, fixes)));
            done();
        }
        outcomes
    };
    let mut engines: Vec<&mut Engine> = std::iter::once(&mut desk.engine).chain(&mut twins).collect();
    let mut outcomes: Vec<(usize, Outcome)> =
        engines.par_iter_mut().with_max_len(1).flat_map_iter(|engine| work(engine)).collect();
    outcomes.sort_by_key(|(idx, _)| *idx);
    outcomes.into_iter().map(|(_, it)| it).collect()
}

fn take<'a>(next: &AtomicUsize, drafts: &'a [Draft]) -> Option<(usize, &'a Draft)> {
    let idx = next.fetch_add(1, Ordering::Relaxed);
    Some((idx, drafts.get(idx)?))
}

fn one(
    desk_idx: usize,
    engine: &mut Engine,
    draft: &Draft,
    mut then: Option<(&mut Engine, &Before)>,
    fixes: Fixes,
) -> Outcome {
    engine.open_text(ID, &draft.shown, draft.text.clone());
    engine.settle(ID);
    let mut outcome = Outcome {
        checked: Checked::of(desk_idx, engine, ID, draft.shown.clone()),
        notes: engine.notes(ID),
        faults: Vec::new(),
        n_old: 0,
        fixed: None,
        n_fixes: 0,
    };
    news(engine, draft, &mut then, &mut outcome);
    // NB: what was taken out of an office file is never written back.
    if fixes != Fixes::No && !draft.text.is_extracted() {
        let safe = safe(&outcome.checked.findings);
        outcome.n_fixes = safe.len();
        let edits: Vec<Edit> = safe.iter().flat_map(|(_, it)| it.edits.iter().cloned()).collect();
        if outcome.n_fixes > 0 {
            outcome.fixed = Some(edited(&draft.text.raw, edits));
        }
    }
    if let Some(fixed) = outcome.fixed.as_ref().filter(|_| fixes == Fixes::Made) {
        engine.open(ID, &draft.shown, fixed.clone(), draft.text.format);
        engine.settle(ID);
        outcome.checked = Checked::of(desk_idx, engine, ID, draft.shown.clone());
        news(engine, draft, &mut then, &mut outcome);
    }
    engine.close(ID);
    outcome.faults = engine.take_faults();
    outcome
}

/// Leaves out what an earlier revision had already.
fn news(engine: &Engine, draft: &Draft, then: &mut Option<(&mut Engine, &Before)>, outcome: &mut Outcome) {
    if let Some((earlier, before)) = then {
        let (news, n_old) = engine.news(ID, earlier, before.text(&draft.shown), draft.text.format);
        outcome.checked.findings = news;
        outcome.n_old = n_old;
    }
}
