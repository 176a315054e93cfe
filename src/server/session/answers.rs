//! Answers: every request finds its draft brought up to date, and is answered for the text as it was when it was asked.
//!
//! That costs one paragraph after a keystroke. A request that nobody waits for any more is passed over.

use lsp_types::{GotoDefinitionResponse, Hover, TextDocumentPositionParams, Url};

use super::draft::Draft;
use super::work::{advance, seat};
use super::{Ask, Home, Reply, Session};
use crate::engine::desk::Desk;
use crate::server::convert;
use crate::server::features::{definition, hover};
use crate::text::TextId;

/// A draft with its answers complete, and all that an answer is made with.
pub(super) struct Ready<'a> {
    pub session: &'a Session,
    pub draft: &'a Draft,
    pub desk: &'a Desk,
}

impl Session {
    pub(super) fn answer(&mut self, ask: Ask) {
        if ask.about().is_some_and(|uri| self.is_homeless(uri)) {
            self.deferred.push(ask);
            return;
        }
        match ask {
            Ask::Hover(params, reply) => self.hover(&params.text_document_position_params, reply),
            Ask::Definition(params, reply) => self.definition(&params.text_document_position_params, reply),
            Ask::References(params, reply) => self.references(&params, reply),
            Ask::Symbols(params, reply) => self.symbols(&params, reply),
            Ask::CorpusSymbols(params, reply) => self.corpus_symbols(&params, reply),
            Ask::Completion(params, reply) => self.completion(&params, reply),
            Ask::Links(params, reply) => self.links(&params, reply),
            Ask::Folds(params, reply) => self.folds(&params, reply),
            Ask::Lenses(params, reply) => self.lenses(&params, reply),
            Ask::Hints(params, reply) => self.hints(&params, reply),
            Ask::Actions(params, reply) => self.actions(&params, reply),
            Ask::Resolve(action, reply) => self.resolve(*action, reply),
            Ask::Pull(params, reply) => self.pull(&params, reply),
            Ask::PullAll(params, reply) => self.pull_all(params, reply),
            Ask::Command(params, reply) => self.command(params, reply),
        }
    }

    /// Answers what was asked about drafts before it was known who checks them.
    pub(super) fn answer_deferred(&mut self) {
        for ask in std::mem::take(&mut self.deferred) {
            self.answer(ask);
        }
    }

    /// Whether it is still being found out what is configured for a draft.
    fn is_homeless(&self, uri: &Url) -> bool {
        let folder = self.drafts.get(uri).and_then(|it| it.folder.as_ref());
        folder.is_some_and(|it| matches!(self.homes.get(it), Some(Home::Awaited)))
    }

    fn hover(&mut self, at: &TextDocumentPositionParams, reply: Reply<Option<Hover>>) {
        if let Some(answer) = self.page_hover(at) {
            let _ = reply.send(answer);
            return;
        }
        let answer = self.ready_at(at, &reply).and_then(|(Ready { session, draft, desk }, offset)| {
            let is_brief = session.settings.brief_hover && session.client.related_information;
            let markdown = session.client.hover_markdown;
            let page = hover::Page { engine: &desk.engine, markdown, is_brief, is_loading: desk.engine.is_loading() };
            let (span, words) = page.hover(draft.id, offset)?;
            let range = convert::range(&draft.buffer, span, session.client.encoding);
            Some(convert::hover(words, range, &session.client))
        });
        let _ = reply.send(answer);
    }

    fn definition(&mut self, at: &TextDocumentPositionParams, reply: Reply<Option<GotoDefinitionResponse>>) {
        let answer = self.ready_at(at, &reply).map(|(Ready { session, draft, desk }, offset)| {
            let places = definition::definition(&desk.engine, draft.id, offset);
            let location = |it| convert::location(&desk.engine, it, session.client.encoding);
            GotoDefinitionResponse::Array(places.iter().filter_map(location).collect())
        });
        let _ = reply.send(answer);
    }

    /// A draft with its answers complete; `None` for what is no draft of ours, for one that is too large to be checked
    /// while it is typed, and when nobody waits for the answer any more.
    pub(super) fn ready<T>(&mut self, uri: &Url, reply: &Reply<T>) -> Option<Ready<'_>> {
        let (draft, desk) = seat(&mut self.drafts, &mut self.desks, uri)?;
        while !reply.is_closed() && !draft.waits() && advance(draft, desk) {}
        if reply.is_closed() || draft.waits() {
            return None;
        }
        let draft = self.drafts.get(uri)?;
        let desk = self.desks.get(&draft.desk?)?;
        Some(Ready { session: self, draft, desk })
    }

    /// The same, with the place asked about in bytes.
    pub(super) fn ready_at<T>(
        &mut self,
        at: &TextDocumentPositionParams,
        reply: &Reply<T>,
    ) -> Option<(Ready<'_>, u32)> {
        let encoding = self.client.encoding;
        let ready = self.ready(&at.text_document.uri, reply)?;
        let offset = ready.draft.buffer.offset(convert::position(at.position), encoding)?;
        Some((ready, offset as u32))
    }

    /// The lowest number that no open draft has: sources are numbered from far above.
    pub(super) fn free_id(&self) -> TextId {
        let is_free = |id: &TextId| !self.drafts.values().any(|it| it.id == *id);
        (0..).map(TextId).find(is_free).unwrap_or(TextId(0))
    }
}
