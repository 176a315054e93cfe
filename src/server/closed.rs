//! Drafts that nobody has open, checked on a thread of their own: what an editor asks for that lists a whole workspace.
//!
//! Their engines are twins of the desks' engines, over the same sources; nothing the session owns is touched. What the
//! files hold is read when the work is done, and is never kept.

use lsp_types::{Diagnostic, PreviousResultId, Url, WorkspaceDiagnosticReportResult};

use super::capabilities::Client;
use super::convert;
use super::load::Shown;
use super::publish::{Outgoing, Progress};
use super::session::Reply;
use crate::engine::Engine;
use crate::engine::desk::{Found, Loader, read_draft};
use crate::text::buffer::Buffer;
use crate::text::{Format, TextId};

/// One desk: who checks, and who finds the drafts.
pub(super) struct Batch {
    pub engine: Engine,
    pub loader: Loader,
}

/// All that is to be checked for one request.
pub(super) struct Closed {
    pub batches: Vec<Batch>,
    pub client: Client,
    /// The client shows how far it is.
    pub progress: Option<Shown>,
    pub reply: Reply<WorkspaceDiagnosticReportResult>,
    /// Of what the session knows by itself: open drafts, and files with problems.
    pub known: Vec<Report>,
    /// What the client says that it has already.
    pub previous: Vec<PreviousResultId>,
}

/// The diagnostics of one text.
pub(super) struct Report {
    pub uri: Url,
    pub version: Option<i32>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Closed {
    pub(super) fn run(self) {
        let Closed { batches, client, progress, reply, mut known, previous } = self;
        let tell = |step: Progress| {
            if let Some((token, to_client)) = &progress {
                let _ = to_client.send(Outgoing::Progress { token: token.clone(), step });
            }
        };
        let found: Vec<(Engine, Vec<Found>)> =
            batches.into_iter().map(|it| (it.engine, it.loader.draft_files())).collect();
        let n_drafts: usize = found.iter().map(|(_, drafts)| drafts.len()).sum();
        let mut n_done = 0;
        for (mut engine, drafts) in found {
            for file in drafts {
                if reply.is_closed() {
                    break;
                }
                let message = format!("{n_done} of {n_drafts} drafts");
                let percent = (n_done * 100 / n_drafts.max(1)) as u32;
                tell(Progress::Report { title: "checking drafts", message, percent });
                n_done += 1;
                let Ok(uri) = Url::from_file_path(&file.path) else {
                    continue;
                };
                // An open one was checked as it is in the editor.
                if !known.iter().any(|it| it.uri == uri) {
                    let diagnostics = check(&mut engine, &client, &file);
                    known.push(Report { uri, version: None, diagnostics });
                }
            }
        }
        tell(Progress::End);
        let _ = reply.send(convert::workspace_report(known, &previous));
    }
}

/// One draft as it lies on disk. What cannot be read is told in its place.
fn check(engine: &mut Engine, client: &Client, file: &Found) -> Vec<Diagnostic> {
    let raw = match read_draft(&file.path, &file.shown) {
        Ok(raw) => raw,
        Err(problem) => return vec![convert::problem(&problem, client)],
    };
    let id = TextId(0);
    let buffer = Buffer::new(&raw);
    engine.open(id, &file.shown, raw, Format::of_path(&file.path));
    engine.settle(id);
    let findings = engine.findings(id);
    let mut diagnostics: Vec<Diagnostic> =
        findings.iter().map(|it| convert::diagnostic(engine, &buffer, it, client)).collect();
    diagnostics.extend(convert::notes(engine, id, client));
    engine.close(id);
    diagnostics
}
