//! tower-lsp's side of the inbox: every method forwards one event. No logic, no lock, no await before the send.
//!
//! Handlers run interleaved, and only what stands before a handler's first await is in the order of the messages. So the
//! send comes first, and the session sees what the client sent in the order in which it was sent.

use lsp_types::{
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, GotoDefinitionParams, GotoDefinitionResponse, Hover,
    HoverParams, InitializeParams, InitializeResult,
};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};

use super::session::{Event, Reply};

pub(super) struct Backend {
    inbox: UnboundedSender<Event>,
}

impl Backend {
    pub(super) fn new(inbox: UnboundedSender<Event>) -> Backend {
        Backend { inbox }
    }

    fn tell(&self, event: Event) {
        let _ = self.inbox.send(event);
    }

    /// Sends when it is called, not when the future is first awaited.
    fn ask<T>(&self, event: impl FnOnce(Reply<T>) -> Event) -> impl Future<Output = Result<T>> {
        let (reply, answer) = oneshot::channel();
        self.tell(event(reply));
        async { answer.await.map_err(|_| Error::internal_error()) }
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.ask(|reply| Event::Initialize(Box::new(params), reply)).await
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Event::Opened(params));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.tell(Event::Changed(params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Event::Closed(params));
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.ask(|reply| Event::Hover(params, reply)).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.ask(|reply| Event::Definition(params, reply)).await
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.tell(Event::Settings(params.settings));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Event::Folders(params.event));
    }
}
