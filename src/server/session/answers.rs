//! Work and answers: one paragraph at a time for the draft edited last, then what is asked and what is published.
//!
//! A request is answered for the text as it was when it was asked, so its draft is brought up to date first; that costs
//! one paragraph after a keystroke. A draft is published when its answers are complete, and only then.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use lsp_types::{GotoDefinitionResponse, Hover, TextDocumentPositionParams, Url};

use super::draft::Draft;
use super::{Reply, Session};
use crate::engine::desk::Desk;
use crate::server::convert;
use crate::server::features::{definition, hover};
use crate::server::load::DeskId;
use crate::server::publish::Publish;
use crate::text::TextId;

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
            draft.is_unpublished && desk.is_some_and(|it| draft.is_stale || !it.engine.is_settled(draft.id))
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
        true
    }

    /// Publishes each draft whose answers are complete and not yet sent.
    pub(in crate::server) fn publish_settled(&mut self) {
        let is_awaited = |desk| self.loading.get(&desk) == Some(&false);
        let due = |it: &&Draft| it.desk.is_some_and(|it| !is_awaited(it)) && it.is_unpublished && !it.is_stale;
        let uris: Vec<Url> = self.drafts.values().filter(due).map(|it| it.uri.clone()).collect();
        for uri in uris {
            if std::panic::catch_unwind(AssertUnwindSafe(|| self.publish(&uri))).is_err() {
                self.drop_draft(&uri, FAULT);
            }
        }
    }

    fn publish(&mut self, uri: &Url) {
        let Some((draft, desk)) = seat(&mut self.drafts, &mut self.desks, uri) else {
            return;
        };
        if !desk.engine.is_settled(draft.id) {
            return;
        }
        // Nothing is left to do but to clear what no draft uses any more out of the caches.
        desk.engine.settle(draft.id);
        let findings = draft.show(desk.engine.findings(draft.id), self.settings.hold_back.is_some());
        let diagnostic = |it| convert::diagnostic(&desk.engine, &draft.buffer, it, &self.client);
        let diagnostics = findings.iter().map(diagnostic).collect();
        self.outbox.publish(Publish { uri: uri.clone(), version: Some(draft.version), diagnostics });
    }

    pub(super) fn hover(&mut self, at: &TextDocumentPositionParams, reply: Reply<Option<Hover>>) {
        let answer = self.settled(at, || reply.is_closed()).and_then(|(session, draft, desk, offset)| {
            let is_loading = draft.desk.is_some_and(|it| session.loading.contains_key(&it));
            let page = hover::Page::new(&desk.engine, session.client.hover_markdown, is_loading);
            let (span, words) = page.hover(draft.id, offset)?;
            let range = convert::range(&draft.buffer, span, session.client.encoding);
            Some(convert::hover(words, range, &session.client))
        });
        let _ = reply.send(answer);
    }

    pub(super) fn definition(&mut self, at: &TextDocumentPositionParams, reply: Reply<Option<GotoDefinitionResponse>>) {
        let answer = self.settled(at, || reply.is_closed()).map(|(session, draft, desk, offset)| {
            let places = definition::definition(&desk.engine, draft.id, offset);
            let location = |it| convert::location(&desk.engine, it, session.client.encoding);
            GotoDefinitionResponse::Array(places.iter().filter_map(location).collect())
        });
        let _ = reply.send(answer);
    }

    /// The draft with its answers complete, its desk, and the place asked about in bytes. Stops early when nobody waits
    /// for the answer any more.
    fn settled(
        &mut self,
        at: &TextDocumentPositionParams,
        is_cancelled: impl Fn() -> bool,
    ) -> Option<(&Session, &Draft, &Desk, u32)> {
        let uri = &at.text_document.uri;
        let (draft, desk) = seat(&mut self.drafts, &mut self.desks, uri)?;
        while !is_cancelled() && advance(draft, desk) {}
        let offset = draft.buffer.offset(convert::position(at.position), self.client.encoding)?;
        let (draft, desk) = (self.drafts.get(uri)?, self.desks.get(&self.drafts.get(uri)?.desk?)?);
        (!is_cancelled()).then_some((&*self, draft, desk, offset as u32))
    }

    /// The lowest number that no open draft has: sources are numbered from far above.
    pub(super) fn free_id(&self) -> TextId {
        let is_free = |id: &TextId| !self.drafts.values().any(|it| it.id == *id);
        (0..).map(TextId).find(is_free).unwrap_or(TextId(0))
    }
}

/// A draft and the desk that checks it.
fn seat<'a>(
    drafts: &'a mut BTreeMap<Url, Draft>,
    desks: &'a mut BTreeMap<DeskId, Desk>,
    uri: &Url,
) -> Option<(&'a mut Draft, &'a mut Desk)> {
    let draft = drafts.get_mut(uri)?;
    let desk = desks.get_mut(&draft.desk?)?;
    Some((draft, desk))
}

/// Hands the engine the newest text, or has it do one paragraph. `false` when nothing is left.
fn advance(draft: &mut Draft, desk: &mut Desk) -> bool {
    if !draft.is_stale {
        return desk.engine.step(draft.id);
    }
    let name = draft.path.as_deref().map_or_else(|| draft.uri.path().to_string(), |it| desk.shown(it));
    desk.engine.open(draft.id, &name, draft.buffer.to_string(), draft.format);
    draft.is_stale = false;
    true
}
