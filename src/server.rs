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
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tower_lsp::{LspService, Server};

use backend::Backend;
use leave::Leave;
use session::{Event, Outbox, Session};

/// Handlers only wait for the session, so a high number costs nothing; with the usual four, four waiting requests would
/// keep every edit behind them unread.
const MAX_HANDLERS: usize = 1024;

/// Room for answers that a slow client has not read yet, in bytes: below it no answer stops the reading.
const OUTPUT_ROOM: usize = 1 << 20;

const INPUT_ROOM: usize = 1 << 16;

/// How long answers that are under way may take once the client wants us gone.
const GRACE: Duration = Duration::from_secs(1);

/// How long a client that has said its last may leave what it is answered unread before it is taken for dead.
const UNREAD: Duration = Duration::from_secs(5);

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
    let left_behind = inbox.clone();
    let service = Leave::new(service, inbox, Arc::clone(&was_shut_down), exit, client_process);

    let (messages, stdin) = tokio::io::duplex(INPUT_ROOM);
    let (stdout, answers) = tokio::io::duplex(OUTPUT_ROOM);
    let (ended, input_ended) = oneshot::channel();
    tokio::spawn(async move {
        frames::forward(tokio::io::stdin(), messages).await;
        // Nobody can ask for anything more, so nothing is waited for any longer.
        let _ = left_behind.send(Event::InputEnded);
        let _ = ended.send(());
    });
    let pen = Arc::new(Pen::default());
    let mut written = tokio::spawn(pour(answers, tokio::io::stdout(), Arc::clone(&pen)));

    let server = Server::new(stdin, stdout, socket).concurrency_level(MAX_HANDLERS).serve(service);
    let mut is_written = false;
    tokio::select! {
        // After `exit` and at the end of input the frames end too, and so does this, once all is answered.
        () = server => {}
        () = exited(left) => {}
        () = leave::client_gone(client_pid) => {}
        () = unread(input_ended, &pen) => {}
        // Nobody reads what we write any more.
        _ = &mut written => is_written = true,
    }
    // What was answered still goes out, unless nobody reads it.
    if !is_written {
        let _ = tokio::time::timeout(GRACE, written).await;
    }
    Ok(if was_shut_down.load(Ordering::Relaxed) { 0 } else { 1 })
}

/// NB: in large pieces: each is handed to another thread to be written, and the findings of a long draft take hundreds of
/// kilobytes.
/// Ends with the answers, or when they cannot be written. NB: gives them back, since tower-lsp breaks down at answers that
/// nobody takes.
async fn pour<A: AsyncRead + Unpin>(mut answers: A, mut stdout: impl AsyncWrite + Unpin, pen: Arc<Pen>) -> A {
    let mut piece = vec![0; OUTPUT_ROOM / 4];
    while let Ok(len @ 1..) = answers.read(&mut piece).await {
        pen.is_down.store(true, Ordering::Relaxed);
        if stdout.write_all(piece.get(..len).unwrap_or(&[])).await.is_err() || stdout.flush().await.is_err() {
            break;
        }
        pen.is_down.store(false, Ordering::Relaxed);
        pen.n_pieces.fetch_add(1, Ordering::Relaxed);
    }
    answers
}

/// How far the writing is.
#[derive(Default)]
struct Pen {
    n_pieces: AtomicU64,
    /// A piece is being written.
    is_down: AtomicBool,
}

/// Resolves when the input has ended and nobody reads what is written: another process may hold a dead client's pipe.
async fn unread(input_ended: oneshot::Receiver<()>, pen: &Pen) {
    let _ = input_ended.await;
    loop {
        let before = pen.n_pieces.load(Ordering::Relaxed);
        tokio::time::sleep(UNREAD).await;
        if pen.is_down.load(Ordering::Relaxed) && pen.n_pieces.load(Ordering::Relaxed) == before {
            return;
        }
    }
}

async fn exited(left: oneshot::Receiver<()>) {
    match left.await {
        Ok(()) => tokio::time::sleep(GRACE).await,
        Err(_) => std::future::pending().await,
    }
}
