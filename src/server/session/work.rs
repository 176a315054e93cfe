//! Work: one paragraph at a time for the draft edited last, and what is published once a draft's answers are complete.
//!
//! A draft is published when its answers are complete, and only then.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use lsp_types::{Diagnostic, Url};

use super::Session;
use super::draft::Draft;
use crate::engine::desk::Desk;
use crate::server::convert;
use crate::server::load::DeskId;
use crate::server::publish::Publish;

/// A step that takes longer is named in the log: typing waits for it.
const SLOW_STEP: Duration = Duration::from_millis(50);

/// What a draft is given up for when we ourselves fail.
const FAULT: &str = "a fault of backread's own";

impl Session {
    /// One paragraph of work for the draft that was edited last and has some left. `false` when all is done.
    pub(in crate::server) fn step(&mut self) -> bool {
        let desks = &self.desks;
        let has_work = |draft: &&Draft| {
            let desk = draft.desk.and_then(|it| desks.get(&it));
            draft.is_unpublished
                && !draft.waits()
                && desk.is_some_and(|it| draft.is_stale || !it.engine.is_settled(draft.id))
        };
        let Some(uri) = self.drafts.values().filter(has_work).max_by_key(|it| it.stamp).map(|it| it.uri.clone()) else {
            return false;
        };
        let started = Instant::now();
        let worked = std::panic::catch_unwind(AssertUnwindSafe(|| {
            if let Some((draft, desk)) = seat(&mut self.drafts, &mut self.desks, &uri) {
                advance(draft, desk);
            }
        }));
        let took = started.elapsed();
        if took > SLOW_STEP {
            tracing::warn!(draft = uri.path(), ms = took.as_millis() as u64, "a slow step");
        }
        if worked.is_err() {
            self.drop_draft(&uri, FAULT);
        }
        // NB: at once: the draft that is typed in does not wait until all others are checked too.
        self.publish_if_due(&uri);
        true
    }

    /// Publishes each draft whose answers are complete and not yet sent.
    pub(in crate::server) fn publish_settled(&mut self) {
        let uris: Vec<Url> = self.drafts.values().filter(|it| self.is_due(it)).map(|it| it.uri.clone()).collect();
        for uri in uris {
            self.publish_if_due(&uri);
        }
        for uri in self.pages_due() {
            if std::panic::catch_unwind(AssertUnwindSafe(|| self.publish_page(&uri))).is_err() {
                self.drop_draft(&uri, FAULT);
            }
        }
        self.tell_changes();
        self.answer_waiting();
        self.tell_faults();
    }

    /// Whether a draft's answers are complete and not yet sent.
    fn is_due(&self, draft: &Draft) -> bool {
        let is_awaited = |desk| self.loading.get(&desk).is_some_and(|it| it.holds_up);
        let is_settled = |desk| self.desks.get(&desk).is_some_and(|it| it.engine.is_settled(draft.id));
        draft.is_unpublished && !draft.is_stale && draft.desk.is_some_and(|it| !is_awaited(it) && is_settled(it))
    }

    fn publish_if_due(&mut self, uri: &Url) {
        let is_due = self.drafts.get(uri).is_some_and(|it| self.is_due(it));
        if is_due && std::panic::catch_unwind(AssertUnwindSafe(|| self.publish(uri))).is_err() {
            self.drop_draft(uri, FAULT);
        }
    }

    fn publish(&mut self, uri: &Url) {
        if self.settings.pull {
            // The client asks when it wants to know.
            if let Some(draft) = self.drafts.get_mut(uri) {
                draft.is_unpublished = false;
            }
        } else if let Some((version, diagnostics)) = self.diagnostics(uri) {
            self.outbox.publish(Publish { uri: uri.clone(), version: Some(version), diagnostics });
        }
    }

    /// What the client is to show of a draft whose answers are complete, and the version that was checked.
    pub(super) fn diagnostics(&mut self, uri: &Url) -> Option<(i32, Vec<Diagnostic>)> {
        let (draft, desk) = seat(&mut self.drafts, &mut self.desks, uri)?;
        // Nothing is left to do but to clear what no draft uses any more out of the caches.
        desk.engine.settle(draft.id);
        let findings = draft.show(desk.engine.findings(draft.id), self.settings.hold_back.is_some());
        let (draft, desk) = (self.drafts.get(uri)?, self.desks.get(&self.drafts.get(uri)?.desk?)?);
        let diagnostic = |it| convert::diagnostic(&desk.engine, &draft.buffer, it, &self.client);
        let diagnostics = findings.iter().map(diagnostic).chain(self.first_line(draft, desk)).collect();
        Some((draft.version, diagnostics))
    }
}

/// A draft and the desk that checks it.
pub(super) fn seat<'a>(
    drafts: &'a mut BTreeMap<Url, Draft>,
    desks: &'a mut BTreeMap<DeskId, Desk>,
    uri: &Url,
) -> Option<(&'a mut Draft, &'a mut Desk)> {
    let draft = drafts.get_mut(uri)?;
    let desk = desks.get_mut(&draft.desk?)?;
    Some((draft, desk))
}

/// Hands the engine the newest text, or has it do one paragraph. `false` when nothing is left.
pub(super) fn advance(draft: &mut Draft, desk: &mut Desk) -> bool {
    if !draft.is_stale {
        return desk.engine.step(draft.id);
    }
    let name = draft.path.as_deref().map_or_else(|| draft.uri.path().to_string(), |it| desk.shown(it));
    let text = if draft.is_too_large() { String::new() } else { draft.buffer.to_string() };
    desk.engine.open(draft.id, &name, text, draft.format);
    draft.is_stale = false;
    true
}
