//! The only task that sends to the client unasked, and the clock that wakes the session.
//!
//! Publishes cannot pass each other, since one task sends them all. When the client is slow, only the newest set of a
//! draft is kept, so that neither the session nor memory waits for it.

use std::collections::VecDeque;
use std::time::Duration;

use lsp_types::notification::Progress as ProgressNotification;
use lsp_types::request::WorkDoneProgressCreate;
use lsp_types::{
    ConfigurationItem, Diagnostic, MessageType, NumberOrString, ProgressParams, ProgressParamsValue, Range,
    Registration, ShowDocumentParams, Unregistration, Url, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;
use tower_lsp::Client;

use super::load::DeskId;
use super::session::Event;

/// What the session has for the client.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outgoing {
    Publish(Publish),
    /// One line for the client's log. Holds paths and causes, never words of a draft or a source.
    Log(MessageType, String),
    /// Something the client is asked to do. Nobody waits for its answer.
    Ask(Request),
    /// How far the work is that goes under a name.
    Progress {
        token: NumberOrString,
        step: Progress,
    },
}

/// What a client is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Request {
    /// Open a place in the editor.
    Show {
        uri: Url,
        range: Range,
    },
    /// Ask again for everything that hangs on sources and settings.
    RefreshDiagnostics,
    RefreshHints,
    RefreshLenses,
    /// Follow these, and tell us what changed.
    Register(Vec<Registration>),
    Unregister(Vec<Unregistration>),
    /// Say what is set for us; comes back as [`Event::Settings`].
    Settings,
}

impl Request {
    /// NB: but for its settings, what the client answers changes nothing for us: one that cannot do it does not.
    async fn send(self, client: Client, inbox: UnboundedSender<Event>) {
        match self {
            Request::Show { uri, range } => {
                let params = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: Some(range) };
                let _ = client.show_document(params).await;
            }
            Request::RefreshDiagnostics => drop(client.workspace_diagnostic_refresh().await),
            Request::RefreshHints => drop(client.inlay_hint_refresh().await),
            Request::RefreshLenses => drop(client.code_lens_refresh().await),
            Request::Register(registrations) => drop(client.register_capability(registrations).await),
            Request::Unregister(registrations) => drop(client.unregister_capability(registrations).await),
            Request::Settings => {
                let ours = ConfigurationItem { scope_uri: None, section: Some(env!("CARGO_PKG_NAME").to_string()) };
                if let Ok(values) = client.configuration(vec![ours]).await
                    && let Some(value) = values.into_iter().next().filter(|it| !it.is_null())
                {
                    let _ = inbox.send(Event::Settings(value));
                }
            }
        }
    }
}

/// All diagnostics of one draft, and the version that was checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Publish {
    pub uri: Url,
    pub version: Option<i32>,
    pub diagnostics: Vec<Diagnostic>,
}

/// How far some slow work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// The first begins it.
    Report {
        title: &'static str,
        message: String,
        percent: u32,
    },
    End,
}

pub(super) async fn publish(client: Client, mut outgoing: UnboundedReceiver<Outgoing>, inbox: UnboundedSender<Event>) {
    let mut waiting = VecDeque::new();
    let mut bars: Vec<(NumberOrString, UnboundedSender<Progress>)> = Vec::new();
    while let Some(first) = outgoing.recv().await {
        add(&mut waiting, first);
        while let Some(next) = waiting.pop_front() {
            match next {
                Outgoing::Publish(Publish { uri, version, diagnostics }) => {
                    client.publish_diagnostics(uri, diagnostics, version).await;
                }
                Outgoing::Log(level, line) => client.log_message(level, line).await,
                // In a task of its own: a client that never answers must not keep the findings waiting.
                Outgoing::Ask(request) => drop(tokio::spawn(request.send(client.clone(), inbox.clone()))),
                Outgoing::Progress { token, step } => {
                    if !bars.iter().any(|(known, _)| *known == token) {
                        let (sender, steps) = unbounded_channel();
                        tokio::spawn(show_progress(client.clone(), token.clone(), steps));
                        bars.push((token.clone(), sender));
                    }
                    let is_over = step == Progress::End;
                    if let Some((_, bar)) = bars.iter().find(|(known, _)| *known == token) {
                        let _ = bar.send(step);
                    }
                    bars.retain(|(known, _)| !(is_over && *known == token));
                }
            }
            while let Ok(more) = outgoing.try_recv() {
                add(&mut waiting, more);
            }
        }
    }
}

/// What tokens begin with that we make up.
pub(super) const OUR_TOKENS: &str = "backread/";

/// A client that has not said in this time that it can show progress is not shown any.
const PROGRESS_PATIENCE: Duration = Duration::from_secs(5);

/// One bar, from its first step to its end. Tokens of ours have to be made known first; a client's own is used as it is.
async fn show_progress(client: Client, token: NumberOrString, mut steps: UnboundedReceiver<Progress>) {
    let is_ours = matches!(&token, NumberOrString::String(it) if it.starts_with(OUR_TOKENS));
    if is_ours {
        let params = WorkDoneProgressCreateParams { token: token.clone() };
        let asking = client.clone();
        // NB: in a task that stays when the patience is over: tower-lsp breaks down at an answer that nobody waits for.
        let made = tokio::spawn(async move { asking.send_request::<WorkDoneProgressCreate>(params).await });
        if !matches!(tokio::time::timeout(PROGRESS_PATIENCE, made).await, Ok(Ok(Ok(())))) {
            return;
        }
    }
    let send = |step| {
        let value = ProgressParamsValue::WorkDone(step);
        client.send_notification::<ProgressNotification>(ProgressParams { token: token.clone(), value })
    };
    let mut has_begun = false;
    while let Some(step) = steps.recv().await {
        match step {
            Progress::Report { title, message, percent } if !has_begun => {
                has_begun = true;
                send(WorkDoneProgress::Begin(WorkDoneProgressBegin {
                    title: title.to_string(),
                    cancellable: Some(false),
                    message: Some(message),
                    percentage: Some(percent),
                }))
                .await;
            }
            Progress::Report { message, percent, .. } => {
                send(WorkDoneProgress::Report(WorkDoneProgressReport {
                    cancellable: Some(false),
                    message: Some(message),
                    percentage: Some(percent),
                }))
                .await;
            }
            Progress::End => break,
        }
    }
    if has_begun {
        send(WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
    }
}

/// Puts a message at the end; an older set of the same draft that still waits gives way.
fn add(waiting: &mut VecDeque<Outgoing>, message: Outgoing) {
    if let Outgoing::Publish(Publish { uri, .. }) = &message {
        waiting.retain(|it| !matches!(it, Outgoing::Publish(older) if older.uri == *uri));
    }
    waiting.push_back(message);
}

/// What the session wants to be woken for: it has no clock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alarm {
    /// After an edit, the number of which it is of all edits of all drafts: once no other came for as long.
    Quiet { edit: u64, after: Duration },
    /// Once a desk's sources have been read for as long.
    Late { desk: DeskId, after: Duration },
}

/// Sends [`Event::Quiet`] and [`Event::Late`] when it is time.
pub(super) async fn wake(mut alarms: UnboundedReceiver<Alarm>, inbox: UnboundedSender<Event>) {
    let mut last = alarms.recv().await;
    let mut quiet: Option<(u64, Instant)> = None;
    loop {
        match last {
            Some(Alarm::Quiet { edit, after }) => quiet = Some((edit, Instant::now() + after)),
            Some(Alarm::Late { desk, after }) => {
                let inbox = inbox.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(after).await;
                    let _ = inbox.send(Event::Late(desk));
                });
            }
            None => return,
        }
        last = match quiet {
            None => alarms.recv().await,
            Some((edit, at)) => match tokio::time::timeout_at(at, alarms.recv()).await {
                Ok(next) => next,
                Err(_) => {
                    quiet = None;
                    let _ = inbox.send(Event::Quiet(edit));
                    alarms.recv().await
                }
            },
        };
    }
}
