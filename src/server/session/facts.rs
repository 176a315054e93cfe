//! What is asked about the facts of a draft and of the corpus: references, symbols, completion, links, folds, lenses, hints.

use lsp_types::{
    CodeLens, CodeLensParams, CompletionParams, CompletionResponse, DocumentLink, DocumentLinkParams,
    DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeParams, InlayHint, InlayHintParams,
    Location, ReferenceParams, SymbolInformation, WorkspaceSymbolParams,
};

use super::answers::Ready;
use super::{Reply, Session};
use crate::server::convert::{self, completion as items, marks, places, symbols as listed};
use crate::server::features::{completion, folds, hints, lenses, links, references, symbols};
use crate::text::TextSpan;

impl Session {
    pub(super) fn references(&mut self, params: &ReferenceParams, reply: Reply<Option<Vec<Location>>>) {
        let with_itself = params.context.include_declaration;
        let answer = self.ready_at(&params.text_document_position, &reply).map(|(ready, offset)| {
            let Ready { session, draft, desk } = ready;
            let found = references::references(&desk.engine, draft.id, offset, with_itself);
            places::locations(&desk.engine, &draft.uri, &draft.buffer, &found, session.client.encoding)
        });
        let _ = reply.send(answer);
    }

    pub(super) fn symbols(&mut self, params: &DocumentSymbolParams, reply: Reply<Option<DocumentSymbolResponse>>) {
        let answer = self.ready(&params.text_document.uri, &reply).map(|ready| {
            let groups = symbols::symbols(&ready.desk.engine, ready.draft.id, ready.desk.engine.is_loading());
            listed::response(&groups, &ready.draft.uri, &ready.draft.buffer, &ready.session.client)
        });
        let _ = reply.send(answer);
    }

    /// Of all desks: a search is about the workspace, not about one draft.
    pub(super) fn corpus_symbols(
        &mut self,
        params: &WorkspaceSymbolParams,
        reply: Reply<Option<Vec<SymbolInformation>>>,
    ) {
        if reply.is_closed() {
            return;
        }
        let found = symbols::of_sources(self.desks.values(), &params.query);
        let symbol = |(desk, it)| listed::of_source(desk, it, self.client.encoding);
        let _ = reply.send(Some(found.into_iter().filter_map(symbol).collect()));
    }

    pub(super) fn completion(&mut self, params: &CompletionParams, reply: Reply<Option<CompletionResponse>>) {
        let answer = self.ready_at(&params.text_document_position, &reply).and_then(|(ready, offset)| {
            let found = completion::completion(ready.desk, ready.draft.id, offset)?;
            Some(items::response(found, &ready.draft.buffer, ready.session.client.encoding))
        });
        let _ = reply.send(answer);
    }

    pub(super) fn links(&mut self, params: &DocumentLinkParams, reply: Reply<Option<Vec<DocumentLink>>>) {
        let answer = self.ready(&params.text_document.uri, &reply).map(|Ready { session, draft, desk }| {
            let folder = draft.path.as_deref().and_then(|it| it.parent());
            let found = links::links(&desk.engine, draft.id, folder);
            found.into_iter().filter_map(|it| marks::link(it, &draft.buffer, session.client.encoding)).collect()
        });
        let _ = reply.send(answer);
    }

    pub(super) fn folds(&mut self, params: &FoldingRangeParams, reply: Reply<Option<Vec<FoldingRange>>>) {
        let answer = self.ready(&params.text_document.uri, &reply).map(|Ready { draft, desk, .. }| {
            let found = folds::folds(&desk.engine, draft.id);
            found.into_iter().filter_map(|it| marks::fold(it, &draft.buffer)).collect()
        });
        let _ = reply.send(answer);
    }

    pub(super) fn lenses(&mut self, params: &CodeLensParams, reply: Reply<Option<Vec<CodeLens>>>) {
        if !self.settings.code_lens {
            let _ = reply.send(None);
            return;
        }
        let answer = self.ready(&params.text_document.uri, &reply).map(|ready| {
            let found = lenses::lenses(&ready.desk.engine, ready.draft.id, ready.desk.engine.is_loading());
            let Ready { session, draft, .. } = ready;
            let encoding = session.client.encoding;
            found.into_iter().map(|it| marks::lens(it, &draft.uri, &draft.buffer, encoding)).collect()
        });
        let _ = reply.send(answer);
    }

    pub(super) fn hints(&mut self, params: &InlayHintParams, reply: Reply<Option<Vec<InlayHint>>>) {
        if !self.settings.inlay_hints {
            let _ = reply.send(None);
            return;
        }
        let answer = self.ready(&params.text_document.uri, &reply).map(|Ready { session, draft, desk }| {
            let encoding = session.client.encoding;
            let offset = |it| draft.buffer.offset(convert::position(it), encoding);
            let start = offset(params.range.start).unwrap_or(draft.buffer.len());
            let end = offset(params.range.end).unwrap_or(draft.buffer.len());
            let found = hints::hints(&desk.engine, draft.id, TextSpan::new(start, end.max(start)));
            found.into_iter().map(|it| marks::hint(it, &draft.buffer, encoding)).collect()
        });
        let _ = reply.send(answer);
    }
}
