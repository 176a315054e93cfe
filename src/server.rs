//! The language server: bytes in and out, one thread that owns everything, and the leave-taking.
//!
//! The runtime only moves bytes. What arrives passes `frames`, then tower-lsp, then `backend`, which puts one event in
//! the inbox; `session` answers in order on a thread of its own, and `publish` alone speaks to the client unasked.
//! Nothing here knows what a figure or a finding is.

mod backend;
mod capabilities;
mod closed;
mod convert;
mod features;
mod frames;
mod leave;
mod load;
mod publish;
pub mod replay;
mod session;
mod watch;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::{LspService, Server};

use backend::Backend;
use leave::Leave;
use session::{Outbox, Session};

/// Handlers only wait for the session, so a high number costs nothing; with the usual four, four waiting requests would
/// keep every edit behind them unread.
const MAX_HANDLERS: usize = 1024;

/// Room for answers that a slow client has not read yet, in bytes: below it no answer stops the reading.
const OUTPUT_ROOM: usize = 1 << 20;

const INPUT_ROOM: usize = 1 << 16;

/// How long answers that are under way may take once the client wants us gone.
const GRACE: Duration = Duration::from_secs(1);

/// Serves one client over stdin and stdout until it leaves. Gives the process's exit status.
///
/// The caller must end the process with it: a read of stdin may still be under way on another thread.
pub fn run() -> anyhow::Result<u8> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().context("starting the runtime")?;
    let served = runtime.block_on(serve());
    // NB: a plain drop would wait for the read of stdin, which may never end.
    runtime.shutdown_background();
    served
}

async fn serve() -> anyhow::Result<u8> {
    let (inbox, events) = mpsc::unbounded_channel();
    let (to_client, outgoing) = mpsc::unbounded_channel();
    let (alarms, due) = mpsc::unbounded_channel();
    let jobs = load::start(inbox.clone()).context("starting the loader")?;
    let watch = watch::start(inbox.clone()).context("starting to follow files")?;
    let session = Session::new(Outbox { to_client, alarms, jobs, watch });
    std::thread::Builder::new()
        .name("session".to_string())
        .spawn(move || session.run(events))
        .context("starting the session")?;
    tokio::spawn(publish::wake(due, inbox.clone()));

    let (service, socket) = LspService::new(|client| {
        tokio::spawn(publish::publish(client, outgoing, inbox.clone()));
        Backend::new(inbox.clone())
    });
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let (exit, left) = oneshot::channel();
    let (client_process, client_pid) = oneshot::channel();
    let service = Leave::new(service, inbox, Arc::clone(&was_shut_down), exit, client_process);

    let (messages, stdin) = tokio::io::duplex(INPUT_ROOM);
    let (stdout, answers) = tokio::io::duplex(OUTPUT_ROOM);
    tokio::spawn(frames::forward(tokio::io::stdin(), messages));
    let written = tokio::spawn(pour(answers, tokio::io::stdout()));

    let server = Server::new(stdin, stdout, socket).concurrency_level(MAX_HANDLERS).serve(service);
    tokio::select! {
        // After `exit` and at the end of input the frames end too, and so does this, once all is answered.
        () = server => {}
        () = exited(left) => {}
        () = leave::client_gone(client_pid) => {}
    }
    // What was answered still goes out, unless nobody reads it.
    let _ = tokio::time::timeout(GRACE, written).await;
    Ok(if was_shut_down.load(Ordering::Relaxed) { 0 } else { 1 })
}

/// NB: in large pieces: each is handed to another thread to be written, and the findings of a long draft take hundreds of
/// kilobytes.
async fn pour(mut answers: impl AsyncRead + Unpin, mut stdout: impl AsyncWrite + Unpin) -> std::io::Result<()> {
    let mut piece = vec![0; OUTPUT_ROOM / 4];
    loop {
        let len = answers.read(&mut piece).await?;
        stdout.write_all(piece.get(..len).unwrap_or(&[])).await?;
        stdout.flush().await?;
        if len == 0 {
            return Ok(());
        }
    }
}

async fn exited(left: oneshot::Receiver<()>) {
    match left.await {
        Ok(()) => tokio::time::sleep(GRACE).await,
        Err(_) => std::future::pending().await,
    }
}
