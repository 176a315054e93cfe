//! What we offer, what the client can take, and the position encoding agreed. With `convert`, the only file that builds
//! LSP values.

use std::path::PathBuf;
use std::time::Duration;

use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    CompletionOptions, DiagnosticOptions, DiagnosticServerCapabilities, DidChangeWatchedFilesRegistrationOptions,
    DocumentLinkOptions, ExecuteCommandOptions, FileSystemWatcher, FoldingRangeProviderCapability, GlobPattern,
    HoverProviderCapability, InitializeParams, InitializeResult, MarkupKind, OneOf, PositionEncodingKind, Registration,
    RelativePattern, ResourceOperationKind, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, Url, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use serde_json::Value;

use super::watch::Followed;
use crate::config::FILE_NAME;
use crate::engine::desk::{DECISIONS, SOURCE_FOLDERS};
use crate::text::buffer::Encoding;

/// What the client can take, as far as we have a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client {
    pub encoding: Encoding,
    pub related_information: bool,
    pub code_description: bool,
    pub hover_markdown: bool,
    /// Diagnostics can be asked for instead of being sent.
    pub pulls: bool,
    /// Edits can name the version that they are for.
    pub document_changes: bool,
    /// Edits can make a file.
    pub creates_files: bool,
    /// Actions can be more than commands.
    pub action_literals: bool,
    /// An action's edit can be asked for when it is chosen.
    pub resolves_edits: bool,
    pub preferred_actions: bool,
    /// Symbols can stand within symbols.
    pub symbol_tree: bool,
    pub shows_documents: bool,
    pub refreshes_diagnostics: bool,
    pub refreshes_hints: bool,
    pub refreshes_lenses: bool,
    /// Files can be followed by the client for us.
    pub watches: bool,
    /// What is followed can be named relative to a folder.
    pub relative_patterns: bool,
    /// Settings can be asked for.
    pub configuration: bool,
    /// The client tells of changed settings only when asked to.
    pub registers_configuration: bool,
    pub progress: bool,
}

impl Client {
    /// A client that offers nothing.
    pub(super) fn plain() -> Client {
        Client::of(&ClientCapabilities::default())
    }

    pub(super) fn of(capabilities: &ClientCapabilities) -> Client {
        let text = capabilities.text_document.clone().unwrap_or_default();
        let workspace = capabilities.workspace.clone().unwrap_or_default();
        let window = capabilities.window.clone().unwrap_or_default();
        let encodings = capabilities.general.as_ref().and_then(|it| it.position_encodings.as_deref());
        let diagnostics = text.publish_diagnostics.unwrap_or_default();
        let action = text.code_action.unwrap_or_default();
        let edit = workspace.workspace_edit.unwrap_or_default();
        let watching = workspace.did_change_watched_files.unwrap_or_default();
        let resolved = action.resolve_support.map(|it| it.properties).unwrap_or_default();
        let creates_files = edit.resource_operations.is_some_and(|it| it.contains(&ResourceOperationKind::Create));
        Client {
            encoding: encoding(encodings.unwrap_or(&[])),
            related_information: diagnostics.related_information.unwrap_or(false),
            code_description: diagnostics.code_description_support.unwrap_or(false),
            hover_markdown: text
                .hover
                .and_then(|it| it.content_format)
                .is_some_and(|it| it.contains(&MarkupKind::Markdown)),
            pulls: text.diagnostic.is_some(),
            document_changes: edit.document_changes.unwrap_or(false),
            creates_files: creates_files && edit.document_changes.unwrap_or(false),
            action_literals: action.code_action_literal_support.is_some(),
            resolves_edits: action.data_support.unwrap_or(false) && resolved.iter().any(|it| it == "edit"),
            preferred_actions: action.is_preferred_support.unwrap_or(false),
            symbol_tree: text.document_symbol.and_then(|it| it.hierarchical_document_symbol_support).unwrap_or(false),
            shows_documents: window.show_document.is_some_and(|it| it.support),
            refreshes_diagnostics: workspace.diagnostic.and_then(|it| it.refresh_support).unwrap_or(false),
            refreshes_hints: workspace.inlay_hint.and_then(|it| it.refresh_support).unwrap_or(false),
            refreshes_lenses: workspace.code_lens.and_then(|it| it.refresh_support).unwrap_or(false),
            watches: watching.dynamic_registration.unwrap_or(false),
            relative_patterns: watching.relative_pattern_support.unwrap_or(false),
            configuration: workspace.configuration.unwrap_or(false),
            registers_configuration: workspace
                .did_change_configuration
                .and_then(|it| it.dynamic_registration)
                .unwrap_or(false),
            progress: window.work_done_progress.unwrap_or(false),
        }
    }
}

/// UTF-8 where it is offered, since that is what we count in; else what every client has to know.
fn encoding(offered: &[PositionEncodingKind]) -> Encoding {
    if offered.contains(&PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offered.is_empty() || offered.contains(&PositionEncodingKind::UTF16) {
        Encoding::Utf16
    } else if offered.contains(&PositionEncodingKind::UTF32) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// What the writer set in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// How long a new finding at the last edit waits for the writer to rest; `None` shows it at once.
    pub hold_back: Option<Duration>,
    /// Diagnostics are asked for, never sent. Settled when the client starts us, and only then.
    pub pull: bool,
    pub code_lens: bool,
    pub inlay_hints: bool,
    /// The client shows a finding with its evidence beside the hover: what stands there is not told twice.
    pub brief_hover: bool,
    /// What a folder's configuration names outside of the workspace may be read. Settled when the client starts us, and only
    /// then: later settings may be the folder's own.
    pub trusted: bool,
}

pub(super) const HOLD_BACK: Duration = Duration::from_millis(800);

impl Settings {
    pub(super) fn defaults() -> Settings {
        Settings {
            hold_back: Some(HOLD_BACK),
            pull: false,
            code_lens: false,
            inlay_hints: false,
            brief_hover: false,
            trusted: true,
        }
    }

    /// From `initializationOptions` or a change of configuration; the keys may stand in a section `backread`.
    /// What is not understood leaves the setting as it was.
    pub(super) fn with(self, given: &Value) -> Settings {
        let given = section(given);
        let flag = |key: &str, otherwise: bool| given.get(key).and_then(Value::as_bool).unwrap_or(otherwise);
        let hold_back = match given.get("holdBack") {
            Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some(HOLD_BACK),
            Some(Value::Number(ms)) => ms.as_u64().filter(|it| *it > 0).map(Duration::from_millis),
            Some(_) | None => self.hold_back,
        };
        let pull = match given.get("diagnostics").and_then(Value::as_str) {
            Some("pull") => true,
            Some("push") => false,
            Some(_) | None => self.pull,
        };
        let brief_hover = match given.get("hover").and_then(Value::as_str) {
            Some("brief") => true,
            Some("full") => false,
            Some(_) | None => self.brief_hover,
        };
        Settings {
            hold_back,
            pull,
            brief_hover,
            code_lens: flag("codeLens", self.code_lens),
            inlay_hints: flag("inlayHints", self.inlay_hints),
            trusted: self.trusted,
        }
    }
}

/// The part of a client's settings that is ours.
pub(super) fn section(given: &Value) -> &Value {
    given.get("backread").unwrap_or(given)
}

/// The folders that the client has open.
pub(super) fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|it| &it.uri);
    let roots: Vec<PathBuf> = folders.filter_map(folder).collect();
    // Older clients send one folder and nothing else.
    if roots.is_empty() { params.root_uri.as_ref().and_then(folder).into_iter().collect() } else { roots }
}

pub(super) fn folder(uri: &Url) -> Option<PathBuf> {
    file_path(uri)
}

/// The file that a text lies in. NB: `git:/a.md` and the like have a path too, and are another text than that file.
pub(super) fn file_path(uri: &Url) -> Option<PathBuf> {
    uri.to_file_path().ok().filter(|_| uri.scheme() == "file")
}

/// The command that an action or a lens of ours names; all are run by the server.
pub(super) const COMMANDS: [&str; 6] = [
    "backread.status",
    "backread.sources",
    "backread.report",
    "backread.openEvidence",
    "backread.accept",
    "backread.reload",
];

/// Applies every fix that is safe unasked.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.backread");

pub(super) fn offered(client: &Client, pull: bool) -> InitializeResult {
    let encoding = match client.encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        ..TextDocumentSyncOptions::default()
    };
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
        resolve_provider: Some(true),
        ..CodeActionOptions::default()
    };
    // What opens a quotation, the reason of a stet, and digits: editors ask by themselves for words only.
    let opening = ["\u{201c}", "\u{201e}", "\u{ab}", "\"", ":"].map(str::to_string);
    let triggers = opening.into_iter().chain((0..10).map(|it| it.to_string())).collect();
    let completion = CompletionOptions { trigger_characters: Some(triggers), ..CompletionOptions::default() };
    let links = DocumentLinkOptions { resolve_provider: Some(false), work_done_progress_options: Default::default() };
    let commands =
        ExecuteCommandOptions { commands: COMMANDS.map(str::to_string).to_vec(), ..ExecuteCommandOptions::default() };
    let diagnostics = DiagnosticOptions {
        identifier: Some(env!("CARGO_PKG_NAME").to_string()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        work_done_progress_options: Default::default(),
    };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            diagnostic_provider: pull.then_some(DiagnosticServerCapabilities::Options(diagnostics)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            completion_provider: Some(completion),
            document_link_provider: Some(links),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
            inlay_hint_provider: Some(OneOf::Left(true)),
            // Ours hold edits: a client that takes commands alone gets none, and is told so.
            code_action_provider: client.action_literals.then_some(CodeActionProviderCapability::Options(actions)),
            execute_command_provider: Some(commands),
            workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_string(),
            version: Some(env!("CARGO_PKG_VERSION").to_string()),
        }),
    }
}

/// The method that files are followed by.
pub(super) const WATCH: &str = "workspace/didChangeWatchedFiles";

pub(super) fn watch_id(n: u32) -> String {
    format!("backread/files/{n}")
}

/// Everything that the client is to follow for us.
pub(super) fn watch_registration(followed: &Followed, n: u32, client: &Client) -> Registration {
    let mut globs: Vec<GlobPattern> =
        [FILE_NAME, DECISIONS].iter().map(|it| GlobPattern::String(format!("**/{it}"))).collect();
    let folders = SOURCE_FOLDERS.join(",");
    globs.push(GlobPattern::String(format!("**/{{{folders}}}/**")));
    for folder in &followed.deep {
        match Url::from_file_path(folder) {
            Ok(base) if client.relative_patterns => {
                let base_uri = OneOf::Right(base);
                globs.push(GlobPattern::Relative(RelativePattern { base_uri, pattern: "**/*".to_string() }));
            }
            Ok(_) | Err(()) => globs.push(GlobPattern::String(format!("{}/**/*", folder.display()))),
        }
    }
    // A single file that is a source, or a configuration above the workspace, is seen from its folder alone.
    for folder in followed.flat.iter().filter(|_| client.relative_patterns) {
        if let Ok(base) = Url::from_file_path(folder) {
            let base_uri = OneOf::Right(base);
            globs.push(GlobPattern::Relative(RelativePattern { base_uri, pattern: "*".to_string() }));
        }
    }
    let watchers = globs.into_iter().map(|glob_pattern| FileSystemWatcher { glob_pattern, kind: None }).collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    Registration { id: watch_id(n), method: WATCH.to_string(), register_options: serde_json::to_value(options).ok() }
}

/// Changes of our section of the settings.
pub(super) fn settings_registration() -> Registration {
    Registration {
        id: "backread/settings".to_string(),
        method: "workspace/didChangeConfiguration".to_string(),
        register_options: Some(serde_json::json!({"section": env!("CARGO_PKG_NAME")})),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_offered_to_clients_that_take_them_alone() {
        let offers = |client: &Client| offered(client, false).capabilities.code_action_provider.is_some();
        assert!(!offers(&Client::plain()));
        assert!(offers(&Client { action_literals: true, ..Client::plain() }));
    }
}
