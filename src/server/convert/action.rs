//! Actions to LSP's, whole or to be resolved, and the arguments of the commands behind them.

use lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, Command, CreateFile, CreateFileOptions, Diagnostic,
    DocumentChangeOperation, DocumentChanges, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Range,
    ResourceOp, TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{location, range};
use crate::engine::Engine;
use crate::server::capabilities::{Client, FIX_ALL};
use crate::server::features::actions::{Action, Does, FIX_ALL as FIX_ALL_KEY, FileEdit, Mended};
use crate::text::TextSpan;
use crate::text::buffer::Buffer;

/// The draft that actions are about, as the client has it.
pub(in crate::server) struct Around<'a> {
    pub engine: &'a Engine,
    pub client: &'a Client,
    pub uri: &'a Url,
    pub version: i32,
    pub buffer: &'a Buffer,
}

/// What an action is known again by.
#[derive(Deserialize)]
pub(in crate::server) struct Handle {
    pub uri: Url,
    /// The finding; none for what is about the whole draft.
    pub id: Option<String>,
    pub key: String,
}

/// Of an action that the client hands back; `None` where it is none of ours.
pub(in crate::server) fn handle(action: &CodeAction) -> Option<Handle> {
    Handle::deserialize(action.data.as_ref()?).ok()
}

/// Whether the client asked for actions of this kind, or for all.
pub(in crate::server) fn wants(context: &CodeActionContext, kind: &CodeActionKind) -> bool {
    let Some(only) = &context.only else {
        return true;
    };
    only.iter().any(|it| {
        let rest = kind.as_str().strip_prefix(it.as_str());
        it.as_str().is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
    })
}

/// An action with the client's diagnostics that it mends.
pub(in crate::server) fn action(action: Action, around: &Around<'_>, given: &[Diagnostic]) -> CodeAction {
    let client = around.client;
    let mends = |it: &&Diagnostic| action.mends.iter().any(|mended| is_about(it, mended, around));
    let diagnostics: Vec<Diagnostic> = given.iter().filter(mends).cloned().collect();
    let is_fix_all = action.key == FIX_ALL_KEY;
    let ids: Vec<&str> = action.mends.iter().filter_map(Mended::id).collect();
    let id = ids.first().filter(|_| !is_fix_all);
    let command = command(&action, around, &ids);
    let is_lazy = client.resolves_edits && command.is_none();
    let data = json!({"uri": around.uri, "version": around.version, "id": id, "key": action.key});
    CodeAction {
        edit: if is_lazy || command.is_some() { None } else { edit(&action, around) },
        kind: Some(if is_fix_all { FIX_ALL } else { CodeActionKind::QUICKFIX }),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        command,
        is_preferred: (action.preferred && client.preferred_actions).then_some(true),
        disabled: None,
        data: is_lazy.then_some(data),
        title: action.title,
    }
}

/// By the id that we sent with it; a client that keeps none has its place and its rule.
fn is_about(diagnostic: &Diagnostic, mended: &Mended, around: &Around<'_>) -> bool {
    let sent = |key: &str| diagnostic.data.as_ref().and_then(|it| it.get(key)).and_then(Value::as_str);
    match mended {
        Mended::Note(path) => sent("note") == Some(path),
        Mended::Finding { id, rule, span } => match sent("id") {
            Some(sent) => sent == id,
            None => {
                let is_rule = |it: &NumberOrString| matches!(it, NumberOrString::String(it) if it == rule);
                diagnostic.code.as_ref().is_some_and(is_rule)
                    && diagnostic.range == range(around.buffer, *span, around.client.encoding)
            }
        },
    }
}

fn command(action: &Action, around: &Around<'_>, ids: &[&str]) -> Option<Command> {
    let (name, argument) = match &action.does {
        Does::Draft(_) | Does::File(_) => return None,
        Does::Accept(reason) => ("backread.accept", json!({"draft": around.uri, "ids": ids, "reason": reason})),
        // NB: not even the path of a confidential source leaves us before it is opened.
        Does::Open(evidence, n) if evidence.confidential => {
            ("backread.openEvidence", json!({"draft": around.uri, "id": ids.first(), "evidence": n}))
        }
        Does::Open(evidence, _) => {
            let place = location(around.engine, evidence, around.client.encoding)?;
            ("backread.openEvidence", json!({"uri": place.uri, "range": place.range}))
        }
    };
    Some(Command { title: action.title.clone(), command: name.to_string(), arguments: Some(vec![argument]) })
}

/// What an action changes; `None` for a command.
pub(in crate::server) fn edit(action: &Action, around: &Around<'_>) -> Option<WorkspaceEdit> {
    match &action.does {
        Does::Draft(edits) => {
            let encoding = around.client.encoding;
            let edits = edits.iter().map(|it| TextEdit::new(range(around.buffer, it.span, encoding), it.text.clone()));
            Some(changes(around.client, around.uri.clone(), Some(around.version), edits.collect(), false))
        }
        Does::File(file) => file_edit(file, around.client),
        Does::Accept(_) | Does::Open(..) => None,
    }
}

fn file_edit(file: &FileEdit, client: &Client) -> Option<WorkspaceEdit> {
    let uri = Url::from_file_path(&file.path).ok()?;
    let at = file.text.as_deref().map_or_else(Default::default, |text| {
        let at = TextSpan::new(file.insert.at, file.insert.at);
        range(&Buffer::new(text), at, client.encoding).start
    });
    let edits = vec![TextEdit::new(Range::new(at, at), file.insert.text.clone())];
    Some(changes(client, uri, file.version, edits, file.text.is_none()))
}

/// In the newest form that the client can take. A file is only ever made for a client that can.
fn changes(client: &Client, uri: Url, version: Option<i32>, edits: Vec<TextEdit>, creates: bool) -> WorkspaceEdit {
    if !client.document_changes {
        return WorkspaceEdit { changes: Some([(uri, edits)].into()), ..WorkspaceEdit::default() };
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version };
    let edit = TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() };
    let document_changes = if creates {
        let options = Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) });
        let create = ResourceOp::Create(CreateFile { uri, options, annotation_id: None });
        DocumentChanges::Operations(vec![DocumentChangeOperation::Op(create), DocumentChangeOperation::Edit(edit)])
    } else {
        DocumentChanges::Edits(vec![edit])
    };
    WorkspaceEdit { document_changes: Some(document_changes), ..WorkspaceEdit::default() }
}
