//! The drafts as the client has them: opened, edited in the order of arrival, closed, and given up rather than be wrong.

use std::path::{Path, PathBuf};

use lsp_types::{DidChangeTextDocumentParams, DidOpenTextDocumentParams, MessageType, Url};

use super::draft::{Draft, LARGE};
use super::{Home, Session};
use crate::server::capabilities::{HOLD_BACK, file_path};
use crate::server::publish::{Alarm, Publish};

impl Session {
    /// The folder whose configuration holds for a text.
    fn folder_of(&self, uri: &Url) -> Option<PathBuf> {
        match file_path(uri) {
            Some(path) => path.parent().map(Path::to_path_buf),
            // NB: not for `git:` and the like, which show what a file once was.
            None => self.roots.first().filter(|_| uri.scheme() == "untitled").cloned(),
        }
    }

    pub(super) fn open(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.forget(&document.uri);
        let id = self.free_id();
        let folder = self.folder_of(&document.uri);
        let uri = document.uri;
        let mut draft =
            Draft::new(id, uri.clone(), document.version, &document.text, &document.language_id, folder.clone());
        self.n_edits += 1;
        draft.stamp = self.n_edits;
        draft.opened = self.n_edits;
        self.drafts.insert(uri.clone(), draft);
        let Some(folder) = folder else {
            return;
        };
        match self.homes.get(&folder) {
            Some(Home::Desk(desk)) => self.join(&uri, Some(*desk)),
            Some(Home::Awaited) => {}
            // What was not there, or had a mistake, may have been mended since.
            Some(Home::Nobody) | None => {
                self.homes.insert(folder.clone(), Home::Awaited);
                self.configure(folder);
            }
        }
    }

    pub(super) fn change(&mut self, params: DidChangeTextDocumentParams) {
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
        self.last_edit = self.n_edits;
        draft.stamp = self.n_edits;
        // A large draft waits for a pause, whatever is set.
        let pause = self.settings.hold_back.or((draft.buffer.len() > LARGE).then_some(HOLD_BACK));
        if let Some(after) = pause {
            let _ = self.outbox.alarms.send(Alarm::Quiet { edit: self.n_edits, after });
        }
    }

    pub(super) fn close(&mut self, uri: &Url) {
        self.dropped.remove(uri);
        self.clear(uri);
        self.forget(uri);
    }

    /// Gives a draft up until it is opened again: wrong text is worse than none.
    pub(super) fn drop_draft(&mut self, uri: &Url, why: &str) {
        let is_told = self.dropped.contains(uri);
        self.clear(uri);
        self.forget(uri);
        self.dropped.insert(uri.clone());
        if !is_told {
            let line = format!("{}: {why}; it is not checked any more until it is opened again", shown(uri));
            self.outbox.log(MessageType::ERROR, line);
        }
    }

    /// Takes off the client what it shows of ours.
    pub(super) fn clear(&mut self, uri: &Url) {
        self.told.pages.remove(uri);
        if let Some(draft) = self.drafts.get_mut(uri)
            && std::mem::take(&mut draft.was_published)
            // What a client has asked for goes when it asks again.
            && !self.settings.pull
        {
            // Of a file of ours, what is the matter with it on disk is told again.
            let diagnostics = self.posted(uri);
            self.outbox.publish(Publish { uri: uri.clone(), version: None, diagnostics });
        }
    }

    fn forget(&mut self, uri: &Url) {
        self.dropped.remove(uri);
        self.told.pages.remove(uri);
        let Some(draft) = self.drafts.remove(uri) else {
            return;
        };
        if let Some(desk) = draft.desk.and_then(|it| self.desks.get_mut(&it)) {
            desk.engine.close(draft.id);
        }
        self.tell_in_another(&draft);
    }
}

/// A draft as the client's log names it.
fn shown(uri: &Url) -> String {
    uri.to_file_path().map_or_else(|_| uri.to_string(), |path| path.display().to_string())
}
