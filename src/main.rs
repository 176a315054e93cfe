//! Parses arguments, calls the face that was asked for, and turns what comes of it into an exit status.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use backread::cli::{self, Args, Streams};
use backread::problem::{Problem, fault};
use backread::server;
use clap::Parser;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    start_log();
    // NB: before the arguments are parsed, since nobody is to see this one in the help or in completions.
    if std::env::args_os().nth(1).is_some_and(|it| it == backread::disk::READER) {
        return exit(backread::disk::serve().map(|()| cli::CLEAN).map_err(Into::into), &mut std::io::stderr());
    }
    let args = Args::parse();
    // NB: the server writes from threads of its own, and would wait for ever on a stdout that is locked here.
    if args.wants_server() {
        return exit(server::run(), &mut std::io::stderr());
    }
    let mut streams = Streams {
        out: Box::new(BufWriter::new(AutoStream::auto(std::io::stdout().lock()))),
        err: Box::new(AutoStream::auto(std::io::stderr())),
    };
    let outcome = cli::run(args, &mut streams).and_then(|code| {
        streams.out.flush()?;
        Ok(code)
    });
    exit(outcome, &mut streams.err)
}

/// The log goes to stderr, since stdout belongs to findings and to the protocol. Only our own lines by default: those
/// of libraries may hold the writer's words.
fn start_log() {
    let filter = EnvFilter::try_from_env("BACKREAD_LOG").unwrap_or_else(|_| EnvFilter::new("backread=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    // NB: in the place of the usual one, which prints the message of a panic: that may hold the writer's text.
    std::panic::set_hook(Box::new(fault::hook));
}

fn exit(outcome: anyhow::Result<u8>, err: &mut impl Write) -> ExitCode {
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // NB: with nobody left to tell, the status still tells it.
            let _ = match error.downcast_ref::<Problem>() {
                Some(problem) => writeln!(err, "error: {problem}"),
                None => writeln!(err, "error: {error:#}"),
            };
            ExitCode::from(cli::FAILED)
        }
    }
}

/// Whoever read our output has had enough of it: that is their right, and no fault.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(std::io::ErrorKind::BrokenPipe)
    })
}
