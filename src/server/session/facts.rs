//! What is asked about the facts of a draft and of the corpus: references, symbols, completion, links, folds, lenses, hints.

use lsp_types::{
    CodeLens, CodeLensParams, CompletionParams, CompletionResponse, DocumentLink, DocumentLinkParams,
    DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeParams, InlayHint, InlayHintParams,
    Location, ReferenceParams, SymbolInformation, WorkspaceSymbolParams,
};

use super::{Reply, Session};

impl Session {
    pub(super) fn references(&mut self, _: &ReferenceParams, reply: Reply<Option<Vec<Location>>>) {
        let _ = reply.send(None);
    }

    pub(super) fn symbols(&mut self, _: &DocumentSymbolParams, reply: Reply<Option<DocumentSymbolResponse>>) {
        let _ = reply.send(None);
    }

    pub(super) fn corpus_symbols(&mut self, _: &WorkspaceSymbolParams, reply: Reply<Option<Vec<SymbolInformation>>>) {
        let _ = reply.send(None);
    }

    pub(super) fn completion(&mut self, _: &CompletionParams, reply: Reply<Option<CompletionResponse>>) {
        let _ = reply.send(None);
    }

    pub(super) fn links(&mut self, _: &DocumentLinkParams, reply: Reply<Option<Vec<DocumentLink>>>) {
        let _ = reply.send(None);
    }

    pub(super) fn folds(&mut self, _: &FoldingRangeParams, reply: Reply<Option<Vec<FoldingRange>>>) {
        let _ = reply.send(None);
    }

    pub(super) fn lenses(&mut self, _: &CodeLensParams, reply: Reply<Option<Vec<CodeLens>>>) {
        let _ = reply.send(None);
    }

    pub(super) fn hints(&mut self, _: &InlayHintParams, reply: Reply<Option<Vec<InlayHint>>>) {
        let _ = reply.send(None);
    }
}
