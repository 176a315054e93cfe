//! The loop: one thread that owns the desks and the open drafts, and answers in the order in which it was asked.
//!
//! No locks: what it owns, nobody else can touch. It works one paragraph at a time and looks into the inbox between any
//! two, so nothing has to be cancelled and no answer is older than the last edit. It knows no clock, no transport and no
//! file: pauses, configuration and sources come in as events like everything else.

mod actions;
mod answers;
mod commands;
mod desks;
mod draft;
mod facts;
mod follow;
mod pages;
mod pull;
mod sync;
#[cfg(test)]
mod tests;
mod told;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use lsp_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams, CompletionResponse,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReportResult, DocumentLink, DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover,
    HoverParams, InitializeParams, InitializeResult, InlayHint, InlayHintParams, Location, MessageType,
    ReferenceParams, SymbolInformation, Url, WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult,
    WorkspaceFoldersChangeEvent, WorkspaceSymbolParams,
};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;

use super::capabilities::{self, Client, Settings};
use super::load::{Configured, DeskId, Job};
use super::publish::{Alarm, Outgoing, Publish, Request};
use super::watch::{Followed, Input};
use crate::engine::desk::{Changes, Corpus, Desk, cache_folder};
use desks::Loading;
use draft::Draft;
use told::{Problems, Told};

pub(super) type Reply<T> = oneshot::Sender<T>;

/// All that can happen, in the order in which it happened.
pub(super) enum Event {
    Initialize(Box<InitializeParams>, Reply<InitializeResult>),
    /// The client can be asked for things from now on.
    Initialized,
    Opened(DidOpenTextDocumentParams),
    Changed(DidChangeTextDocumentParams),
    Closed(DidCloseTextDocumentParams),
    /// A change of this draft that cannot be read.
    Unreadable(Url),
    Asked(Ask),
    /// What is set in the editor.
    Settings(Value),
    Folders(WorkspaceFoldersChangeEvent),
    /// These were changed, made or removed, or something in them was.
    Files(Vec<PathBuf>),
    /// These folders are followed from now on: what became of files in them before that, nobody has told.
    Followed(Vec<PathBuf>),
    /// This cannot be followed; an empty path is everything.
    Unfollowed {
        path: PathBuf,
        cause: String,
    },
    /// What is configured for a folder was read.
    Configured {
        folder: PathBuf,
        desk: Configured,
    },
    /// A desk's sources were read; `None` where they are as they were.
    Sources {
        desk: DeskId,
        read: Option<(Corpus, Changes)>,
    },
    /// Nobody has edited anything for a while after this edit.
    Quiet(u64),
    /// A desk's sources take long: what can be said without them is no longer kept back.
    Late(DeskId),
    /// The client will say nothing more.
    InputEnded,
}

/// What a client waits for. A request that was cancelled has nobody left at the other end of its reply.
pub(super) enum Ask {
    Hover(HoverParams, Reply<Option<Hover>>),
    Definition(GotoDefinitionParams, Reply<Option<GotoDefinitionResponse>>),
    References(ReferenceParams, Reply<Option<Vec<Location>>>),
    Symbols(DocumentSymbolParams, Reply<Option<DocumentSymbolResponse>>),
    CorpusSymbols(WorkspaceSymbolParams, Reply<Option<Vec<SymbolInformation>>>),
    Completion(CompletionParams, Reply<Option<CompletionResponse>>),
    Links(DocumentLinkParams, Reply<Option<Vec<DocumentLink>>>),
    Folds(FoldingRangeParams, Reply<Option<Vec<FoldingRange>>>),
    Lenses(CodeLensParams, Reply<Option<Vec<CodeLens>>>),
    Hints(InlayHintParams, Reply<Option<Vec<InlayHint>>>),
    Actions(CodeActionParams, Reply<Option<CodeActionResponse>>),
    Resolve(Box<CodeAction>, Reply<CodeAction>),
    Pull(DocumentDiagnosticParams, Reply<DocumentDiagnosticReportResult>),
    PullAll(WorkspaceDiagnosticParams, Reply<WorkspaceDiagnosticReportResult>),
    /// Refused with a word for the writer where the arguments are no good.
    Command(ExecuteCommandParams, Reply<Result<Value, String>>),
}

/// Where the session sends what it has to say and what it wants done.
pub(super) struct Outbox {
    pub to_client: UnboundedSender<Outgoing>,
    pub alarms: UnboundedSender<Alarm>,
    pub jobs: mpsc::Sender<Job>,
    pub watch: mpsc::Sender<Input>,
}

impl Outbox {
    fn log(&self, level: MessageType, line: String) {
        let _ = self.to_client.send(Outgoing::Log(level, line));
    }

    fn ask(&self, request: Request) {
        let _ = self.to_client.send(Outgoing::Ask(request));
    }

    fn publish(&self, publish: Publish) {
        let _ = self.to_client.send(Outgoing::Publish(publish));
    }
}

/// Who checks the drafts of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// Being found out.
    Awaited,
    /// Nothing is configured and there are no sources, or the configuration has a mistake: nothing is checked.
    Nobody,
    Desk(DeskId),
}

pub(super) struct Session {
    outbox: Outbox,
    client: Client,
    settings: Settings,
    /// The editor's `config`, which goes under every file.
    config: Option<Value>,
    /// Where a dossier is kept; `None` where the system has no such folder.
    pub(super) cache: Option<PathBuf>,
    roots: Vec<PathBuf>,
    desks: BTreeMap<DeskId, Desk>,
    homes: BTreeMap<PathBuf, Home>,
    drafts: BTreeMap<Url, Draft>,
    /// Drafts that were given up, whose further changes are passed over in silence.
    dropped: BTreeSet<Url>,
    /// Desks whose sources are being read.
    loading: BTreeMap<DeskId, Loading>,
    /// What became of sources and is to be told once the drafts are checked against them.
    changes: BTreeMap<DeskId, Told>,
    told: Problems,
    /// What is followed, and how often that was changed.
    followed: (Followed, u32),
    /// Requests for the whole workspace that wait for its sources.
    waiting: Vec<(WorkspaceDiagnosticParams, Reply<WorkspaceDiagnosticReportResult>)>,
    /// What was asked about drafts whose configuration is still being read.
    deferred: Vec<Ask>,
    /// Something has changed since the whole workspace was last told of, beside the words of open drafts.
    is_stirred: bool,
    is_initialized: bool,
    /// Nothing more is asked, and nothing more happens that an answer could wait for.
    is_ending: bool,
    /// Counts edits and openings of all drafts.
    n_edits: u64,
    /// The number of the last edit. NB: an opening is none, and must not keep the pause after an edit from coming.
    last_edit: u64,
    n_desks: u32,
    /// Counts readings of sources: each is shown under a name of its own.
    n_readings: u32,
}

/// How long a draft's first findings wait for the sources, so that one that opens does not show half of them first.
const PATIENCE: Duration = Duration::from_secs(1);

impl Session {
    pub(super) fn new(outbox: Outbox) -> Session {
        Session {
            outbox,
            client: Client::plain(),
            settings: Settings::defaults(),
            config: None,
            cache: cache_folder(),
            roots: Vec::new(),
            desks: BTreeMap::new(),
            homes: BTreeMap::new(),
            drafts: BTreeMap::new(),
            dropped: BTreeSet::new(),
            loading: BTreeMap::new(),
            changes: BTreeMap::new(),
            told: Problems::default(),
            followed: (Followed::default(), 0),
            waiting: Vec::new(),
            deferred: Vec::new(),
            is_stirred: true,
            is_initialized: false,
            is_ending: false,
            n_edits: 0,
            last_edit: 0,
            n_desks: 0,
            n_readings: 0,
        }
    }

    /// Until nobody can send events any more.
    pub(super) fn run(mut self, mut inbox: UnboundedReceiver<Event>) {
        while let Some(event) = inbox.blocking_recv() {
            self.handle(event);
            // A burst of typing becomes one check.
            while let Ok(event) = inbox.try_recv() {
                self.handle(event);
            }
            // An edit beats a stale answer.
            while inbox.is_empty() && self.step() {}
            self.publish_settled();
        }
    }

    /// Takes one event in. A fault of ours costs the draft that the event is about, and nothing else.
    pub(super) fn handle(&mut self, event: Event) {
        let uri = about(&event).cloned();
        if std::panic::catch_unwind(AssertUnwindSafe(|| self.take_in(event))).is_err()
            && let Some(uri) = uri
        {
            self.drop_draft(&uri, "a fault of backread's own");
        }
    }

    fn take_in(&mut self, event: Event) {
        self.is_stirred |= stirs(&event);
        match event {
            Event::Initialize(params, reply) => self.initialize(&params, reply),
            Event::Opened(params) => self.open(params),
            Event::Changed(params) => self.change(params),
            Event::Closed(params) => self.close(&params.text_document.uri),
            Event::Unreadable(uri) => self.drop_draft(&uri, "an edit cannot be read"),
            Event::Asked(ask) => self.answer(ask),
            Event::Initialized => self.initialized(),
            Event::Settings(given) => self.set(&given),
            Event::Folders(change) => self.change_folders(&change),
            Event::Files(paths) => self.change_files(&paths),
            Event::Followed(folders) => self.look_again(&folders),
            Event::Unfollowed { path, cause } => {
                let what = if path.as_os_str().is_empty() { "files".to_string() } else { path.display().to_string() };
                let line = format!("{what} cannot be followed ({cause}); run backread.reload after changes there");
                self.outbox.log(MessageType::WARNING, line);
            }
            Event::Configured { folder, desk } => self.settle_in(&folder, desk),
            Event::Sources { desk, read } => self.take_sources(desk, read),
            Event::Quiet(edit) => {
                if edit == self.last_edit {
                    self.rest();
                }
            }
            Event::Late(desk) => {
                if let Some(loading) = self.loading.get_mut(&desk) {
                    loading.holds_up = false;
                }
            }
            Event::InputEnded => {
                self.is_ending = true;
                self.answer_waiting();
            }
        }
    }

    fn initialize(&mut self, params: &InitializeParams, reply: Reply<InitializeResult>) {
        self.client = Client::of(&params.capabilities);
        self.roots = capabilities::roots(params);
        if let Some(given) = &params.initialization_options {
            self.settings = self.settings.with(given);
            let given = capabilities::section(given);
            self.config = given.get("config").filter(|it| it.is_object()).cloned();
            self.settings.trusted = given.get("trusted").and_then(Value::as_bool).unwrap_or(true);
        }
        self.settings.pull &= self.client.pulls;
        let _ = reply.send(capabilities::offered(&self.client, self.settings.pull));
    }

    /// NB: before this, a client need not take anything from us but answers.
    fn initialized(&mut self) {
        self.is_initialized = true;
        if self.client.configuration {
            self.outbox.ask(Request::Settings);
        }
        if self.client.registers_configuration {
            self.outbox.ask(Request::Register(vec![capabilities::settings_registration()]));
        }
        self.follow();
    }

    /// What is set in the editor. A client that only says that something was changed is asked what.
    fn set(&mut self, given: &Value) {
        if given.is_null() {
            if self.client.configuration {
                self.outbox.ask(Request::Settings);
            }
            return;
        }
        // How findings reach the client was agreed on when it started us.
        let (pull, before) = (self.settings.pull, self.settings);
        self.settings = Settings { pull, ..self.settings.with(given) };
        if let Some(config) = capabilities::section(given).get("config") {
            let config = Some(config.clone()).filter(Value::is_object);
            if config != self.config {
                self.config = config;
                self.reconfigure(|_, _| true);
            }
        }
        self.rest();
        if self.settings.inlay_hints != before.inlay_hints && self.client.refreshes_hints {
            self.outbox.ask(Request::RefreshHints);
        }
        if self.settings.code_lens != before.code_lens && self.client.refreshes_lenses {
            self.outbox.ask(Request::RefreshLenses);
        }
    }

    /// The writer rests: what was kept back is shown.
    fn rest(&mut self) {
        let holds_back = self.drafts.values().any(|it| it.holds_back);
        self.drafts.values_mut().for_each(Draft::rest);
        if holds_back {
            self.refresh_diagnostics();
        }
    }

    /// Where the client asks for findings, it is told when to.
    fn refresh_diagnostics(&self) {
        if self.settings.pull && self.client.refreshes_diagnostics {
            self.outbox.ask(Request::RefreshDiagnostics);
        }
    }
}

impl Ask {
    /// The draft that is asked about.
    fn about(&self) -> Option<&Url> {
        match self {
            Ask::Hover(params, _) => Some(&params.text_document_position_params.text_document.uri),
            Ask::Definition(params, _) => Some(&params.text_document_position_params.text_document.uri),
            Ask::References(params, _) => Some(&params.text_document_position.text_document.uri),
            Ask::Symbols(params, _) => Some(&params.text_document.uri),
            Ask::Completion(params, _) => Some(&params.text_document_position.text_document.uri),
            Ask::Links(params, _) => Some(&params.text_document.uri),
            Ask::Folds(params, _) => Some(&params.text_document.uri),
            Ask::Lenses(params, _) => Some(&params.text_document.uri),
            Ask::Hints(params, _) => Some(&params.text_document.uri),
            Ask::Actions(params, _) => Some(&params.text_document.uri),
            Ask::Pull(params, _) => Some(&params.text_document.uri),
            Ask::CorpusSymbols(..) | Ask::Resolve(..) | Ask::PullAll(..) | Ask::Command(..) => None,
        }
    }
}

/// Whether drafts that nobody has open may stand otherwise after an event, or there are others. What is typed is asked
/// about draft by draft.
fn stirs(event: &Event) -> bool {
    match event {
        Event::Opened(_) | Event::Closed(_) | Event::Settings(_) | Event::Folders(_) | Event::Configured { .. } => true,
        Event::Sources { read, .. } => read.is_some(),
        Event::Asked(ask) => matches!(ask, Ask::Command(..)),
        Event::Initialize(..)
        | Event::Initialized
        | Event::Changed(_)
        | Event::Unreadable(_)
        | Event::Files(_)
        | Event::Followed(_)
        | Event::Unfollowed { .. }
        | Event::Quiet(_)
        | Event::Late(_)
        | Event::InputEnded => false,
    }
}

/// The draft that an event is about.
fn about(event: &Event) -> Option<&Url> {
    match event {
        Event::Opened(params) => Some(&params.text_document.uri),
        Event::Changed(params) => Some(&params.text_document.uri),
        Event::Closed(params) => Some(&params.text_document.uri),
        Event::Unreadable(uri) => Some(uri),
        Event::Asked(ask) => ask.about(),
        Event::Initialize(..)
        | Event::Initialized
        | Event::Settings(_)
        | Event::Folders(_)
        | Event::Files(_)
        | Event::Followed(_)
        | Event::Unfollowed { .. }
        | Event::Configured { .. }
        | Event::Sources { .. }
        | Event::Quiet(_)
        | Event::Late(_)
        | Event::InputEnded => None,
    }
}
