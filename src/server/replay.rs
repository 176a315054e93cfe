//! The server fed from bytes, without process, pipes, threads and clock: what a client sends goes in, and what it was
//! answered comes out. For fuzzing and for tests of what no client would send.
//!
//! Everything is there but the runtime: frames, tower-lsp, the backend, the session and its jobs, which are done at once
//! and in order. NB: whatever file a message names is looked for below one folder, so that no message can reach another.

use std::path::{Component, Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, mpsc as jobs};
use std::task::{Context, Poll, Waker};

use lsp_types::Url;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::{ClientSocket, ExitedError, LspService};
use tower_service::Service;

use super::backend::Backend;
use super::frames::{Fault, Frames};
use super::leave::Leave;
use super::load::Job;
use super::publish::{Alarm, Outgoing};
use super::session::{Event, Outbox, Session};
use super::watch::Input;

type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

/// The messages in bytes that come in pieces; what cannot be read is a message too.
pub fn taken_apart<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Value> {
    let mut frames = Frames::default();
    let mut messages = Vec::new();
    for piece in pieces {
        frames.push(piece);
        messages.extend(std::iter::from_fn(|| frames.take()).map(|it| it.unwrap_or_else(Fault::into_message)));
    }
    messages
}

pub struct Replay {
    folder: PathBuf,
    frames: Frames,
    service: Leave,
    session: Session,
    inbox: UnboundedReceiver<Event>,
    outgoing: UnboundedReceiver<Outgoing>,
    alarms: UnboundedReceiver<Alarm>,
    jobs: jobs::Receiver<Job>,
    pending: Vec<Answer>,
    /// Requests passed on, and those that have their answer.
    asked: usize,
    answered: usize,
    _held: (ClientSocket, jobs::Receiver<Input>, oneshot::Receiver<()>, oneshot::Receiver<u32>),
}

impl Replay {
    /// A server that knows no file but those below `folder`.
    pub fn new(folder: &Path) -> Replay {
        let (sender, inbox) = unbounded_channel();
        let (to_client, outgoing) = unbounded_channel();
        let (to_clock, alarms) = unbounded_channel();
        let (to_do, jobs) = jobs::channel();
        let (to_watch, watched) = jobs::channel();
        let outbox = Outbox { to_client, alarms: to_clock, jobs: to_do, watch: to_watch };
        let mut session = Session::new(outbox);
        session.cache = Some(folder.join(".cache"));
        let (service, socket) = LspService::new(|_| Backend::new(sender.clone()));
        let (exit, left) = oneshot::channel();
        let (process, pid) = oneshot::channel();
        let service = Leave::new(service, sender, Arc::new(AtomicBool::new(false)), exit, process);
        Replay {
            folder: folder.to_path_buf(),
            frames: Frames::default(),
            service,
            session,
            inbox,
            outgoing,
            alarms,
            jobs,
            pending: Vec::new(),
            asked: 0,
            answered: 0,
            _held: (socket, watched, left, pid),
        }
    }

    /// Bytes as they come over the pipe.
    pub fn push(&mut self, bytes: &[u8]) {
        self.frames.push(bytes);
        while let Some(taken) = self.frames.take() {
            self.call(taken.unwrap_or_else(Fault::into_message));
        }
    }

    /// One message, framed as it should be.
    pub fn say(&mut self, body: &[u8]) {
        self.push(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
        self.push(body);
    }

    fn call(&mut self, mut message: Value) {
        self.keep_below(&mut message);
        // What is no request is an answer, and nothing was asked.
        let Ok(request) = Request::deserialize(&message) else { return };
        if !matches!(self.service.poll_ready(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(()))) {
            return;
        }
        self.asked += usize::from(request.id().is_some());
        let answer = self.service.call(request);
        self.pending.push(answer);
        self.poll();
    }

    fn poll(&mut self) {
        let mut answered = 0;
        self.pending.retain_mut(|it| match it.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => {
                answered += usize::from(matches!(answer, Ok(Some(_))));
                false
            }
            Poll::Pending => true,
        });
        self.answered += answered;
        while let Ok(event) = self.inbox.try_recv() {
            self.session.handle(event);
        }
    }

    /// Works until nothing is left to do: drafts are checked, jobs done, alarms rung, answers given.
    pub fn settle(&mut self) {
        loop {
            while self.session.step() {}
            self.session.publish_settled();
            self.poll();
            match (self.jobs.try_recv(), self.alarms.try_recv()) {
                (Ok(job), alarm) => {
                    job.run().into_iter().for_each(|it| self.session.handle(it));
                    alarm.into_iter().for_each(|it| self.ring(it));
                }
                (Err(_), Ok(alarm)) => self.ring(alarm),
                (Err(_), Err(_)) => break,
            }
        }
        self.poll();
    }

    fn ring(&mut self, alarm: Alarm) {
        self.session.handle(match alarm {
            Alarm::Quiet { edit, .. } => Event::Quiet(edit),
            Alarm::Late { desk, .. } => Event::Late(desk),
        });
    }

    /// Requests that nobody has answered; there are none once all is settled.
    pub fn unanswered(&self) -> usize {
        self.asked - self.answered
    }

    /// How many messages the client was sent unasked since it was last asked.
    pub fn told(&mut self) -> usize {
        std::iter::from_fn(|| self.outgoing.try_recv().ok()).count()
    }

    /// Files that a message names, wherever they are said to lie, are files of the folder.
    fn keep_below(&self, message: &mut Value) {
        if let Some(path) = message.pointer_mut("/params/rootPath") {
            *path = json!(null);
        }
        let mut left = vec![message];
        while let Some(value) = left.pop() {
            match value {
                Value::String(text) => {
                    if let Some(kept) = self.below(text) {
                        *text = kept;
                    }
                }
                Value::Array(values) => left.extend(values),
                Value::Object(members) => left.extend(members.values_mut()),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
    }

    fn below(&self, text: &str) -> Option<String> {
        let url = Url::parse(text).ok().filter(|it| it.scheme() == "file")?;
        let path =
            PathBuf::from(url.path().replace("%2F", "/").replace("%2f", "/").replace("%2E", ".").replace("%2e", "."));
        let names = path.components().filter(|it| matches!(it, Component::Normal(_)));
        let path = names.fold(self.folder.clone(), |path, it| path.join(it));
        Some(format!("file://{}", path.display()))
    }
}

#[cfg(test)]
mod tests;
