//! What we offer, what the client can take, and the position encoding agreed. With `convert`, the only file that builds
//! LSP values.

use std::path::PathBuf;
use std::time::Duration;

use lsp_types::{
    ClientCapabilities, HoverProviderCapability, InitializeParams, InitializeResult, MarkupKind, OneOf,
    PositionEncodingKind, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, Url, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::Value;

use crate::text::buffer::Encoding;

/// What the client can take, as far as we have a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client {
    pub encoding: Encoding,
    pub related_information: bool,
    pub code_description: bool,
    pub hover_markdown: bool,
}

impl Client {
    /// A client that offers nothing.
    pub(super) fn plain() -> Client {
        Client { encoding: Encoding::Utf16, related_information: false, code_description: false, hover_markdown: false }
    }

    pub(super) fn of(capabilities: &ClientCapabilities) -> Client {
        let encodings = capabilities.general.as_ref().and_then(|it| it.position_encodings.as_deref()).unwrap_or(&[]);
        let text = capabilities.text_document.as_ref();
        let diagnostics = text.and_then(|it| it.publish_diagnostics.as_ref());
        let hover = text.and_then(|it| it.hover.as_ref()).and_then(|it| it.content_format.as_deref()).unwrap_or(&[]);
        Client {
            encoding: if encodings.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 },
            related_information: diagnostics.and_then(|it| it.related_information).unwrap_or(false),
            code_description: diagnostics.and_then(|it| it.code_description_support).unwrap_or(false),
            hover_markdown: hover.contains(&MarkupKind::Markdown),
        }
    }
}

/// What the writer set in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// How long a new finding at the last edit waits for the writer to rest; `None` shows it at once.
    pub hold_back: Option<Duration>,
}

const HOLD_BACK: Duration = Duration::from_millis(800);

impl Settings {
    pub(super) fn defaults() -> Settings {
        Settings { hold_back: Some(HOLD_BACK) }
    }

    /// From `initializationOptions` or a change of configuration; the keys may stand in a section `backread`.
    /// What is not understood leaves the setting as it was.
    pub(super) fn with(self, given: &Value) -> Settings {
        let given = given.get("backread").unwrap_or(given);
        let hold_back = match given.get("holdBack") {
            Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some(HOLD_BACK),
            Some(Value::Number(ms)) => ms.as_u64().filter(|it| *it > 0).map(Duration::from_millis),
            Some(_) | None => self.hold_back,
        };
        Settings { hold_back }
    }
}

/// The folders that the client has open.
pub(super) fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|it| &it.uri);
    let roots: Vec<PathBuf> = folders.filter_map(folder).collect();
    // Older clients send one folder and nothing else.
    if roots.is_empty() { params.root_uri.as_ref().and_then(folder).into_iter().collect() } else { roots }
}

pub(super) fn folder(uri: &Url) -> Option<PathBuf> {
    uri.to_file_path().ok()
}

pub(super) fn offered(client: &Client) -> InitializeResult {
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
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_string(),
            version: Some(env!("CARGO_PKG_VERSION").to_string()),
        }),
    }
}
