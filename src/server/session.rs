//! The loop: one thread that owns the desks and the open drafts, and answers in the order in which it was asked.
//!
//! No locks: what it owns, nobody else can touch. It works one paragraph at a time and looks into the inbox between any
//! two, so nothing has to be cancelled and no answer is older than the last edit. It knows no clock, no transport and no
//! file: pauses, configuration and sources come in as events like everything else.

mod actions;
mod answers;
mod commands;
mod draft;
mod facts;
#[cfg(test)]
mod tests;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use lsp_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams, CompletionResponse,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentLink,
    DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange,
    FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams,
    InitializeResult, InlayHint, InlayHintParams, Location, MessageType, ReferenceParams, SymbolInformation, Url,
    WorkspaceFoldersChangeEvent, WorkspaceSymbolParams,
};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;

use super::capabilities::{self, Client, Settings};
use super::load::{DeskId, Job};
use super::publish::{Alarm, Outgoing, Publish, Request};
use crate::engine::desk::{Corpus, Desk, Loader, Overrides};
use crate::problem::Problem;
use draft::Draft;

pub(super) type Reply<T> = oneshot::Sender<T>;

/// All that can happen, in the order in which it happened.
pub(super) enum Event {
    Initialize(Box<InitializeParams>, Reply<InitializeResult>),
    Opened(DidOpenTextDocumentParams),
    Changed(DidChangeTextDocumentParams),
    Closed(DidCloseTextDocumentParams),
    /// A change of this draft that cannot be read.
    Unreadable(Url),
    Asked(Ask),
    /// Other settings in the editor.
    Settings(Value),
    Folders(WorkspaceFoldersChangeEvent),
    /// What is configured for a folder was read.
    Configured {
        folder: PathBuf,
        desk: Result<Box<(Desk, Loader)>, Vec<Problem>>,
    },
    /// A desk's sources were read.
    Sources {
        desk: DeskId,
        corpus: Corpus,
    },
    /// Nobody has edited anything for a while after this edit.
    Quiet(u64),
    /// A desk's sources take long: what can be said without them is no longer kept back.
    Late(DeskId),
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
    /// Refused with a word for the writer where the arguments are no good.
    Command(ExecuteCommandParams, Reply<Result<Value, String>>),
}

/// Where the session sends what it has to say and what it wants done.
pub(super) struct Outbox {
    pub to_client: UnboundedSender<Outgoing>,
    pub alarms: UnboundedSender<Alarm>,
    pub jobs: mpsc::Sender<Job>,
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
    roots: Vec<PathBuf>,
    desks: BTreeMap<DeskId, Desk>,
    homes: BTreeMap<PathBuf, Home>,
    drafts: BTreeMap<Url, Draft>,
    /// Drafts that were given up, whose further changes are passed over in silence.
    dropped: BTreeSet<Url>,
    /// Desks whose sources are being read, and whether that takes long.
    loading: BTreeMap<DeskId, bool>,
    /// Counts edits and openings of all drafts.
    n_edits: u64,
    n_desks: u32,
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
            roots: Vec::new(),
            desks: BTreeMap::new(),
            homes: BTreeMap::new(),
            drafts: BTreeMap::new(),
            dropped: BTreeSet::new(),
            loading: BTreeMap::new(),
            n_edits: 0,
            n_desks: 0,
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
        match event {
            Event::Initialize(params, reply) => self.initialize(&params, reply),
            Event::Opened(params) => self.open(params),
            Event::Changed(params) => self.change(params),
            Event::Closed(params) => self.close(&params.text_document.uri),
            Event::Unreadable(uri) => self.drop_draft(&uri, "an edit cannot be read"),
            Event::Asked(ask) => self.answer(ask),
            Event::Settings(given) => {
                self.settings = self.settings.with(&given);
                self.drafts.values_mut().for_each(Draft::rest);
            }
            Event::Folders(change) => self.change_folders(&change),
            Event::Configured { folder, desk } => self.settle_in(&folder, desk),
            Event::Sources { desk, corpus } => self.take_sources(desk, corpus),
            Event::Quiet(edit) => {
                if edit == self.n_edits {
                    self.drafts.values_mut().for_each(Draft::rest);
                }
            }
            Event::Late(desk) => {
                if let Some(is_late) = self.loading.get_mut(&desk) {
                    *is_late = true;
                }
            }
        }
    }

    fn initialize(&mut self, params: &InitializeParams, reply: Reply<InitializeResult>) {
        self.client = Client::of(&params.capabilities);
        self.roots = capabilities::roots(params);
        if let Some(given) = &params.initialization_options {
            self.settings = self.settings.with(given);
            self.config = capabilities::section(given).get("config").filter(|it| it.is_object()).cloned();
        }
        self.settings.pull &= self.client.pulls;
        let _ = reply.send(capabilities::offered(&self.client, self.settings.pull));
    }

    /// The folder whose configuration holds for a text.
    fn folder_of(&self, uri: &Url) -> Option<PathBuf> {
        match uri.to_file_path() {
            Ok(path) => path.parent().map(Path::to_path_buf),
            Err(()) => self.roots.first().cloned(),
        }
    }

    fn change_folders(&mut self, change: &WorkspaceFoldersChangeEvent) {
        let gone: Vec<PathBuf> = change.removed.iter().filter_map(|it| capabilities::folder(&it.uri)).collect();
        self.roots.retain(|it| !gone.contains(it));
        self.roots.extend(change.added.iter().filter_map(|it| capabilities::folder(&it.uri)));
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.forget(&document.uri);
        let id = self.free_id();
        let folder = self.folder_of(&document.uri);
        let uri = document.uri;
        let mut draft =
            Draft::new(id, uri.clone(), document.version, &document.text, &document.language_id, folder.clone());
        self.n_edits += 1;
        draft.stamp = self.n_edits;
        self.drafts.insert(uri.clone(), draft);
        let Some(folder) = folder else {
            return;
        };
        match self.homes.get(&folder) {
            Some(Home::Desk(desk)) => self.join(&uri, *desk),
            Some(Home::Awaited) => {}
            // What was not there, or had a mistake, may have been mended since.
            Some(Home::Nobody) | None => {
                let root =
                    self.roots.iter().filter(|root| folder.starts_with(root)).max_by_key(|it| it.as_os_str().len());
                let working = root.unwrap_or(&folder).clone();
                let overrides = Overrides { working, settings: self.config.clone(), ..Overrides::default() };
                self.homes.insert(folder.clone(), Home::Awaited);
                let _ = self.outbox.jobs.send(Job::Configure { folder, overrides });
            }
        }
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let (uri, version) = (params.text_document.uri, params.text_document.version);
        let Some(draft) = self.drafts.get_mut(&uri) else {
            if self.dropped.insert(uri.clone()) {
                self.outbox.log(MessageType::WARNING, format!("{}: was changed and is not open", shown(&uri)));
            }
            return;
        };
        if version < draft.version {
            let why = format!("version {version} came after version {}", draft.version);
            self.drop_draft(&uri, &why);
            return;
        }
        draft.version = version;
        if let Err(misfit) = draft.change(params.content_changes, self.client.encoding) {
            self.drop_draft(&uri, &misfit.to_string());
            return;
        }
        self.n_edits += 1;
        draft.stamp = self.n_edits;
        if let Some(after) = self.settings.hold_back {
            let _ = self.outbox.alarms.send(Alarm::Quiet { edit: self.n_edits, after });
        }
    }

    fn close(&mut self, uri: &Url) {
        self.dropped.remove(uri);
        self.clear(uri);
        self.forget(uri);
    }

    /// Gives a draft up until it is opened again: wrong text is worse than none.
    fn drop_draft(&mut self, uri: &Url, why: &str) {
        self.clear(uri);
        self.forget(uri);
        if self.dropped.insert(uri.clone()) {
            let line = format!("{}: {why}; it is not checked any more until it is opened again", shown(uri));
            self.outbox.log(MessageType::ERROR, line);
        }
    }

    /// Takes off the client what it shows of ours.
    fn clear(&mut self, uri: &Url) {
        if self.drafts.get(uri).is_some_and(|it| it.was_published) {
            self.outbox.publish(Publish { uri: uri.clone(), version: None, diagnostics: Vec::new() });
        }
    }

    fn forget(&mut self, uri: &Url) {
        self.dropped.remove(uri);
        if let Some(draft) = self.drafts.remove(uri)
            && let Some(desk) = draft.desk.and_then(|it| self.desks.get_mut(&it))
        {
            desk.engine.close(draft.id);
        }
    }

    /// What is configured for a folder is known: its drafts find their desk. Folders with the same configuration and the
    /// same sources share one.
    fn settle_in(&mut self, folder: &Path, desk: Result<Box<(Desk, Loader)>, Vec<Problem>>) {
        let home = match desk {
            Ok(desk) if !is_silent(&desk.0) => Home::Desk(self.desk_like(*desk)),
            Ok(_) => Home::Nobody,
            Err(problems) => {
                for problem in problems {
                    self.outbox.log(MessageType::ERROR, problem.to_string());
                }
                Home::Nobody
            }
        };
        self.homes.insert(folder.to_path_buf(), home);
        let Home::Desk(desk) = home else {
            return;
        };
        let uris: Vec<Url> =
            self.drafts.values().filter(|it| it.folder.as_deref() == Some(folder)).map(|it| it.uri.clone()).collect();
        for uri in uris {
            self.join(&uri, desk);
        }
    }

    fn desk_like(&mut self, (mut desk, loader): (Desk, Loader)) -> DeskId {
        let same = |it: &Desk| it.config.layers == desk.config.layers && it.watched().eq(desk.watched());
        if let Some((id, _)) = self.desks.iter().find(|(_, it)| same(it)) {
            return *id;
        }
        self.n_desks += 1;
        let id = DeskId(self.n_desks);
        for problem in desk.problems.iter().chain(&desk.unmet) {
            self.outbox.log(MessageType::WARNING, problem.to_string());
        }
        if let Some(note) = &desk.note {
            self.outbox.log(MessageType::INFO, note.clone());
        }
        desk.engine.expect_corpus();
        self.loading.insert(id, false);
        let _ = self.outbox.alarms.send(Alarm::Late { desk: id, after: PATIENCE });
        let _ = self.outbox.jobs.send(Job::Sources { desk: id, loader: Box::new(loader) });
        self.desks.insert(id, desk);
        id
    }

    fn join(&mut self, uri: &Url, id: DeskId) {
        let (Some(draft), Some(desk)) = (self.drafts.get_mut(uri), self.desks.get(&id)) else {
            return;
        };
        if is_checked(desk, draft.path.as_deref()) {
            draft.desk = Some(id);
            draft.is_stale = true;
            draft.is_unpublished = true;
        }
    }

    fn take_sources(&mut self, id: DeskId, corpus: Corpus) {
        let Some(desk) = self.desks.get_mut(&id) else {
            return;
        };
        self.loading.remove(&id);
        for problem in corpus.problems() {
            self.outbox.log(MessageType::WARNING, problem.to_string());
        }
        desk.engine.set_corpus(corpus.into());
        for draft in self.drafts.values_mut().filter(|it| it.desk == Some(id)) {
            draft.is_unpublished = true;
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
            Ask::CorpusSymbols(..) | Ask::Resolve(..) | Ask::Command(..) => None,
        }
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
        | Event::Settings(_)
        | Event::Folders(_)
        | Event::Configured { .. }
        | Event::Sources { .. }
        | Event::Quiet(_)
        | Event::Late(_) => None,
    }
}

/// Neither configured nor with any sources: somebody else's folder, where nothing of ours should show.
fn is_silent(desk: &Desk) -> bool {
    desk.config.root().is_none() && desk.watched().next().is_none()
}

/// Whether a text is a draft here. A text without a file is one: it was opened beside the others.
fn is_checked(desk: &Desk, path: Option<&Path>) -> bool {
    let Some(path) = path else {
        return true;
    };
    match &desk.config.drafts {
        Some(_) => desk.is_draft(path),
        // Configuration and rule files are open in the same editor.
        None => !desk.is_source(path) && path.extension().is_none_or(|it| it != "toml"),
    }
}

/// A draft as the client's log names it.
fn shown(uri: &Url) -> String {
    uri.to_file_path().map_or_else(|_| uri.to_string(), |path| path.display().to_string())
}
