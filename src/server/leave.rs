//! Leaving: notes `shutdown`, takes `exit` for itself, and knows when the client is no longer there.
//!
//! tower-lsp would go on waiting for stdin after `exit`, and refuse the answers that are still under way; so `exit`
//! never reaches it. Bad messages that `frames` found are answered here too, in order with all others, and a change that
//! does not parse is made known.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use lsp_types::{DidChangeTextDocumentParams, Url};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Request, Response};
use tower_lsp::{ExitedError, LspService};
use tower_service::Service;

use super::backend::Backend;
use super::frames::FAULT;
use super::session::Event;

/// The service, with the few messages that are about the connection itself taken out.
pub(super) struct Leave {
    inner: LspService<Backend>,
    was_shut_down: Arc<AtomicBool>,
    exit: Option<oneshot::Sender<()>>,
    client_process: Option<oneshot::Sender<u32>>,
    inbox: UnboundedSender<Event>,
}

impl Leave {
    pub(super) fn new(
        inner: LspService<Backend>,
        inbox: UnboundedSender<Event>,
        was_shut_down: Arc<AtomicBool>,
        exit: oneshot::Sender<()>,
        client_process: oneshot::Sender<u32>,
    ) -> Leave {
        Leave { inner, was_shut_down, exit: Some(exit), client_process: Some(client_process), inbox }
    }
}

impl Service<Request> for Leave {
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = <LspService<Backend> as Service<Request>>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match request.method() {
            "initialize" => {
                let pid = request.params().and_then(|it| it.get("processId")).and_then(Value::as_u64);
                if let (Some(pid), Some(client_process)) =
                    (pid.and_then(|it| u32::try_from(it).ok()), self.client_process.take())
                {
                    let _ = client_process.send(pid);
                }
            }
            "shutdown" => self.was_shut_down.store(true, Ordering::Relaxed),
            "exit" => {
                if let Some(exit) = self.exit.take() {
                    let _ = exit.send(());
                }
                // Whoever sends it as a request waits for an answer.
                let (_, id, _) = request.into_parts();
                return Box::pin(std::future::ready(Ok(id.map(|it| Response::from_ok(it, Value::Null)))));
            }
            // With an id it is refused like every notification that has one.
            "textDocument/didChange" if request.id().is_none() => {
                if let Some(uri) = unreadable(&request) {
                    let inbox = self.inbox.clone();
                    // NB: sent when the future is polled, as every event is: that keeps the order.
                    return Box::pin(async move {
                        let _ = inbox.send(Event::Unreadable(uri));
                        Ok(None)
                    });
                }
            }
            FAULT => return Box::pin(std::future::ready(Ok(fault(request)))),
            // NB: tower-lsp passes over these, also where an answer is waited for.
            method if method.starts_with("$/") => {
                if let Some(id) = request.id() {
                    let refused = Response::from_error(id.clone(), Error::method_not_found());
                    return Box::pin(std::future::ready(Ok(Some(refused))));
                }
            }
            _ => {}
        }
        self.inner.call(request)
    }
}

/// The draft of a change that does not parse. tower-lsp would pass over it in silence, and what follows would be
/// applied to a text that is not the client's.
fn unreadable(request: &Request) -> Option<Url> {
    let params = request.params()?;
    if DidChangeTextDocumentParams::deserialize(params).is_ok() {
        return None;
    }
    Url::parse(params.get("textDocument")?.get("uri")?.as_str()?).ok()
}

fn fault(request: Request) -> Option<Response> {
    let (_, id, params) = request.into_parts();
    let params = params.unwrap_or_default();
    let mut error = Error::new(ErrorCode::from(params.get("code").and_then(Value::as_i64)?));
    error.message = params.get("message").and_then(Value::as_str)?.to_string().into();
    Some(Response::from_error(id?, error))
}

/// Resolves when the client's process is gone; never, where that cannot be told: the number may be of another machine
/// or container. The end of stdin is what usually tells it, unless some other process holds the pipe open.
pub(super) async fn client_gone(pid: oneshot::Receiver<u32>) {
    const EVERY: Duration = Duration::from_secs(2);
    let Ok(pid) = pid.await else {
        return std::future::pending().await;
    };
    let process = PathBuf::from("/proc").join(pid.to_string());
    let is_child = parent() == Some(pid);
    if !is_child && !process.exists() {
        return std::future::pending().await;
    }
    loop {
        tokio::time::sleep(EVERY).await;
        // A dead parent that nobody has waited for still stands in /proc; its children are handed on at once.
        if if is_child { parent() != Some(pid) } else { !process.exists() } {
            return;
        }
    }
}

#[cfg(unix)]
fn parent() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
fn parent() -> Option<u32> {
    None
}
