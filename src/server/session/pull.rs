//! Diagnostics that are asked for instead of being sent: of one text, and of the whole workspace.

use lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, NumberOrString, Url, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult,
};

use super::work::{advance, seat};
use super::{Home, Reply, Session};
use crate::server::closed::{Batch, Closed, Report};
use crate::server::convert;
use crate::server::load::Job;

/// How many requests for the whole workspace may wait until something changes: a client needs one, for each window.
const MAX_WAITING: usize = 16;

impl Session {
    pub(super) fn pull(&mut self, params: &DocumentDiagnosticParams, reply: Reply<DocumentDiagnosticReportResult>) {
        let uri = &params.text_document.uri;
        if let Some((draft, desk)) = seat(&mut self.drafts, &mut self.desks, uri) {
            while !reply.is_closed() && advance(draft, desk) {}
        }
        let diagnostics = self.diagnostics(uri).or_else(|| self.page_diagnostics(uri));
        let diagnostics = diagnostics.map_or_else(|| self.posted(uri), |(_, diagnostics)| diagnostics);
        let _ = reply.send(convert::report(diagnostics, params.previous_result_id.as_deref()));
    }

    pub(super) fn posted(&self, uri: &Url) -> Vec<lsp_types::Diagnostic> {
        self.told.posted.get(uri).cloned().unwrap_or_default()
    }

    /// The whole workspace: waits until every folder's sources are read.
    pub(super) fn pull_all(
        &mut self,
        params: WorkspaceDiagnosticParams,
        reply: Reply<WorkspaceDiagnosticReportResult>,
    ) {
        let new: Vec<_> = self.roots.iter().filter(|it| !self.homes.contains_key(*it)).cloned().collect();
        for folder in new {
            self.homes.insert(folder.clone(), Home::Awaited);
            self.configure(folder);
        }
        self.waiting.push((params, reply));
        self.answer_waiting();
    }

    /// Answers what waited for sources, once they are there.
    pub(super) fn answer_waiting(&mut self) {
        let is_awaited = self.homes.values().any(|it| matches!(it, Home::Awaited));
        if is_awaited || self.desks.values().any(|it| it.engine.is_loading()) {
            return;
        }
        // A client asks again as soon as it is answered. One that has everything waits until there is something else.
        let is_due =
            |params: &WorkspaceDiagnosticParams, is_stirred| is_stirred || params.previous_result_ids.is_empty();
        let is_stirred = self.is_stirred || self.is_ending;
        let (due, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .filter(|(_, reply)| !reply.is_closed())
            .partition(|(params, _)| is_due(params, is_stirred));
        self.waiting = waiting;
        // Each that waits takes a handler, and without one no edit would be read.
        let n_over = self.waiting.len().saturating_sub(MAX_WAITING);
        for (_, reply) in self.waiting.drain(..n_over) {
            let _ = reply.send(convert::nothing_new());
        }
        self.is_stirred &= due.is_empty();
        for (params, reply) in due {
            self.check_closed(params, reply);
        }
    }

    fn check_closed(&mut self, params: WorkspaceDiagnosticParams, reply: Reply<WorkspaceDiagnosticReportResult>) {
        let mut known: Vec<Report> = Vec::new();
        let uris: Vec<Url> = self.drafts.keys().cloned().collect();
        for uri in uris {
            if let Some((draft, desk)) = seat(&mut self.drafts, &mut self.desks, &uri) {
                while advance(draft, desk) {}
            }
            if let Some((version, diagnostics)) = self.diagnostics(&uri).or_else(|| self.page_diagnostics(&uri)) {
                known.push(Report { uri, version: Some(version), diagnostics });
            }
        }
        for (uri, diagnostics) in self.told.posted.iter().filter(|(uri, _)| !self.is_page(uri)) {
            known.push(Report { uri: uri.clone(), version: None, diagnostics: diagnostics.clone() });
        }
        let batches = self.desks.values().map(|it| Batch { engine: it.engine.twin(), loader: it.loader() }).collect();
        let token: Option<NumberOrString> = params.work_done_progress_params.work_done_token;
        let closed = Closed {
            batches,
            client: self.client,
            progress: token.map(|it| (it, self.outbox.to_client.clone())),
            reply,
            known,
            previous: params.previous_result_ids,
        };
        let _ = self.outbox.jobs.send(Job::Closed(Box::new(closed)));
    }
}
