//! What the writer can do about a finding: code actions, and their edits when they are chosen.

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse};

use super::answers::Ready;
use super::{Reply, Session};
use crate::server::capabilities::FIX_ALL;
use crate::server::convert;
use crate::server::convert::action::{Around, Handle};
use crate::server::features::actions::{Action, FIX_ALL as FIX_ALL_KEY, Scene};
use crate::text::TextSpan;

impl Session {
    pub(super) fn actions(&mut self, params: &CodeActionParams, reply: Reply<Option<CodeActionResponse>>) {
        let takes_actions = self.client.action_literals;
        let ready = self.ready(&params.text_document.uri, &reply).filter(|_| takes_actions);
        let _ = reply.send(ready.map(|it| it.actions(params)));
    }

    /// An action with its edit. One whose finding has gone comes back without one, which is no fault: the client shows
    /// what it was told some time ago.
    pub(super) fn resolve(&mut self, mut action: CodeAction, reply: Reply<CodeAction>) {
        if action.edit.is_none()
            && action.command.is_none()
            && let Some(handle) = convert::action::handle(&action)
        {
            let ready = self.ready(&handle.uri, &reply);
            action.edit = ready.and_then(|it| convert::action::edit(&it.again(&handle)?, &it.around()));
        }
        let _ = reply.send(action);
    }
}

impl Ready<'_> {
    fn actions(&self, params: &CodeActionParams) -> CodeActionResponse {
        let context = &params.context;
        // What lies behind the end is at the end: the client may ask for more lines than there are.
        let offset = |position| {
            let offset = self.draft.buffer.offset(convert::position(position), self.session.client.encoding);
            offset.unwrap_or(self.draft.buffer.len())
        };
        let (start, end) = (offset(params.range.start), offset(params.range.end));
        let span = TextSpan::new(start.min(end), end.max(start));
        let mut actions = Vec::new();
        self.scene(|scene| {
            if convert::action::wants(context, &CodeActionKind::QUICKFIX) {
                actions.extend(scene.actions(span));
                // What is said of the whole draft is shown at its first line.
                if params.range.start.line == 0 {
                    actions.extend(scene.exclusions());
                }
            }
            if convert::action::wants(context, &FIX_ALL) {
                actions.extend(scene.fix_all());
            }
        });
        let around = self.around();
        let action = |it| CodeActionOrCommand::CodeAction(convert::action::action(it, &around, &context.diagnostics));
        actions.into_iter().map(action).collect()
    }

    /// The action that was offered before, for the text as it is now.
    fn again(&self, handle: &Handle) -> Option<Action> {
        self.scene(|scene| match &handle.id {
            Some(id) => scene.again(id, &handle.key),
            None if handle.key == FIX_ALL_KEY => scene.fix_all(),
            None => scene.exclusions().into_iter().find(|it| it.key == handle.key),
        })
    }

    fn scene<T>(&self, look: impl FnOnce(&Scene<'_>) -> T) -> T {
        let Ready { session, draft, desk } = self;
        let open = |path: &std::path::Path| {
            let draft = session.drafts.values().find(|it| it.path.as_deref() == Some(path))?;
            Some((draft.buffer.to_string(), draft.version))
        };
        look(&Scene {
            desk,
            draft: draft.id,
            is_loading: desk.engine.is_loading(),
            creates_files: session.client.creates_files,
            shows_documents: session.client.shows_documents,
            open: &open,
        })
    }

    fn around(&self) -> Around<'_> {
        Around {
            engine: &self.desk.engine,
            client: &self.session.client,
            uri: &self.draft.uri,
            version: self.draft.version,
            buffer: &self.draft.buffer,
        }
    }
}
