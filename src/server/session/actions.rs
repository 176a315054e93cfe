//! What the writer can do about a finding: code actions, their edits, and the commands behind them.

use lsp_types::{CodeAction, CodeActionParams, CodeActionResponse, ExecuteCommandParams};
use serde_json::Value;

use super::{Reply, Session};

impl Session {
    pub(super) fn actions(&mut self, _: &CodeActionParams, reply: Reply<Option<CodeActionResponse>>) {
        let _ = reply.send(None);
    }

    pub(super) fn resolve(&mut self, action: CodeAction, reply: Reply<CodeAction>) {
        let _ = reply.send(action);
    }

    pub(super) fn command(&mut self, _: ExecuteCommandParams, reply: Reply<Option<Value>>) {
        let _ = reply.send(None);
    }
}
