//! The only task that sends to the client unasked, and the clock that tells the session when the writer rests.
//!
//! Publishes cannot pass each other, since one task sends them all. When the client is slow, only the newest set of a
//! draft is kept, so that neither the session nor memory waits for it.

use std::collections::VecDeque;
use std::time::Duration;

use lsp_types::{Diagnostic, MessageType, Url};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tower_lsp::Client;

use super::session::Event;

/// What the session has for the client.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outgoing {
    Publish(Publish),
    /// One line for the client's log. Holds paths and causes, never words of a draft or a source.
    Log(MessageType, String),
}

/// All diagnostics of one draft, and the version that was checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Publish {
    pub uri: Url,
    pub version: Option<i32>,
    pub diagnostics: Vec<Diagnostic>,
}

pub(super) async fn publish(client: Client, mut outgoing: UnboundedReceiver<Outgoing>) {
    let mut waiting = VecDeque::new();
    while let Some(first) = outgoing.recv().await {
        add(&mut waiting, first);
        while let Some(next) = waiting.pop_front() {
            match next {
                Outgoing::Publish(Publish { uri, version, diagnostics }) => {
                    client.publish_diagnostics(uri, diagnostics, version).await;
                }
                Outgoing::Log(level, line) => client.log_message(level, line).await,
            }
            while let Ok(more) = outgoing.try_recv() {
                add(&mut waiting, more);
            }
        }
    }
}

/// Puts a message at the end; an older set of the same draft that still waits gives way.
fn add(waiting: &mut VecDeque<Outgoing>, message: Outgoing) {
    if let Outgoing::Publish(Publish { uri, .. }) = &message {
        waiting.retain(|it| !matches!(it, Outgoing::Publish(older) if older.uri == *uri));
    }
    waiting.push_back(message);
}

/// An edit after which the session wants to hear when the writer rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    /// Which edit it was, of all edits of all drafts.
    pub edit: u64,
    pub after: Duration,
}

/// Sends [`Event::Quiet`] once no further edit came for as long as the last one asked.
pub(super) async fn announce_quiet(mut edits: UnboundedReceiver<Pause>, inbox: UnboundedSender<Event>) {
    let mut last = edits.recv().await;
    while let Some(pause) = last {
        last = match tokio::time::timeout(pause.after, edits.recv()).await {
            Ok(next) => next,
            Err(_) => {
                if inbox.send(Event::Quiet(pause.edit)).is_err() {
                    return;
                }
                edits.recv().await
            }
        };
    }
}
