//! Files of ours that are open: configuration, rules, sidecars, decisions. Their mistakes are those of the text in the editor.
//!
//! What hangs on other files (a glob that matches nothing) is known for the text on disk alone: it is shown while the two
//! are the same. Such a text is no draft and has no desk; it is read against the one whose file it is.

use std::path::Path;

use lsp_types::{CompletionParams, CompletionResponse, Diagnostic, Hover, TextDocumentPositionParams, Url};

use super::draft::Draft;
use super::told::MAX_AT_PLACE;
use super::{Home, Session};
use crate::engine::desk::Desk;
use crate::engine::desk::pages::{self, Around, Page, PageKind};
use crate::server::convert;
use crate::server::features::page;
use crate::server::publish::Publish;

/// An open file of ours, and the desk whose it is.
pub(super) struct OpenPage<'a> {
    kind: PageKind,
    path: &'a Path,
    /// `None` where no configuration holds, or none that can be read.
    desk: Option<&'a Desk>,
    shown: String,
    text: String,
}

impl OpenPage<'_> {
    fn page(&self) -> Page<'_> {
        let dir = self.path.parent().unwrap_or(self.path);
        Page { kind: self.kind, shown: &self.shown, dir, text: &self.text }
    }

    fn around(&self) -> Around<'_> {
        match self.desk {
            Some(desk) => desk.around(),
            None => Around::nobody(),
        }
    }
}

impl Session {
    /// `None` for a draft, for what is none of ours, and while it is being found out.
    fn page<'a>(&'a self, draft: &'a Draft) -> Option<OpenPage<'a>> {
        let path = draft.path.as_deref().filter(|_| draft.desk.is_none())?;
        if path.extension().is_none_or(|it| it != "toml") {
            return None;
        }
        let home = match self.homes.get(draft.folder.as_deref()?) {
            Some(Home::Desk(id)) => self.desks.get(id),
            Some(Home::Nobody) => None,
            Some(Home::Awaited) | None => return None,
        };
        // A folder of rules may lie outside of the folder that is configured.
        let desks = home.into_iter().chain(self.desks.values());
        let found = desks.into_iter().find_map(|desk| Some((desk.page_kind(path)?, desk)));
        let (kind, desk) = match PageKind::of_name(path) {
            Some(kind) => (kind, home),
            None => found.map(|(kind, desk)| (kind, Some(desk)))?,
        };
        let root = self.told.mistakes.get(draft.folder.as_deref()?).map(|it| it.root.as_path());
        let root = desk.map(|it| it.root.as_path()).or(root);
        let shown = pages::shown_from(path, root.or(path.parent()).unwrap_or(path));
        Some(OpenPage { kind, path, desk, shown, text: draft.buffer.to_string() })
    }

    pub(super) fn is_page(&self, uri: &Url) -> bool {
        self.drafts.get(uri).is_some_and(|it| self.page(it).is_some())
    }

    /// What is to be shown of an open file of ours, with the version of its text.
    pub(super) fn page_diagnostics(&self, uri: &Url) -> Option<(i32, Vec<Diagnostic>)> {
        let draft = self.drafts.get(uri)?;
        let open = self.page(draft)?;
        let is_good = draft.folder.as_ref().is_some_and(|it| !self.told.mistakes.contains_key(it));
        if is_good && open.desk.is_some_and(|it| it.was_made_of(open.path, &open.text)) {
            return Some((draft.version, self.told.posted.get(uri).cloned().unwrap_or_default()));
        }
        let mistakes = pages::mistakes(&open.page(), &open.around());
        let mut diagnostics = mistakes.iter().map(|it| convert::problem(it, &self.client)).collect();
        convert::cap_at_place(&mut diagnostics, MAX_AT_PLACE);
        Some((draft.version, diagnostics))
    }

    /// Open files of ours that were edited, or whose desk has changed.
    pub(super) fn pages_due(&self) -> Vec<Url> {
        let due = |it: &&Draft| it.is_unpublished && self.page(it).is_some();
        self.drafts.values().filter(due).map(|it| it.uri.clone()).collect()
    }

    pub(super) fn publish_page(&mut self, uri: &Url) {
        let (Some(shows), pull) = (self.page_diagnostics(uri), self.settings.pull) else {
            return;
        };
        if let Some(draft) = self.drafts.get_mut(uri) {
            draft.is_unpublished = false;
            // Where the client asks, it does so when it wants to know.
            draft.was_published |= !pull;
        }
        if !pull && self.told.pages.get(uri) != Some(&shows) {
            let (version, diagnostics) = shows.clone();
            self.outbox.publish(Publish { uri: uri.clone(), version: Some(version), diagnostics });
            self.told.pages.insert(uri.clone(), shows);
        }
    }

    /// What desks say of files has changed: it is looked at again for those that are open.
    pub(super) fn reconsider_pages(&mut self) {
        let left: Vec<Url> = self.told.pages.keys().filter(|it| !self.is_page(it)).cloned().collect();
        for uri in left {
            self.clear(&uri);
        }
        for draft in self.drafts.values_mut().filter(|it| it.desk.is_none()) {
            draft.is_unpublished = true;
        }
    }

    /// What the key or word under the cursor means. The outer `None`: this is no file of ours.
    pub(super) fn page_hover(&self, at: &TextDocumentPositionParams) -> Option<Option<Hover>> {
        let draft = self.drafts.get(&at.text_document.uri)?;
        let open = self.page(draft)?;
        let offset = draft.buffer.offset(convert::position(at.position), self.client.encoding);
        Some(offset.and_then(|offset| {
            let about = pages::about(&open.page(), &open.around(), offset as u32)?;
            let range = convert::range(&draft.buffer, about.span, self.client.encoding);
            Some(convert::hover(page::hover(&about, self.client.hover_markdown), range, &self.client))
        }))
    }

    /// The same, of what may be written next.
    pub(super) fn page_completion(&self, params: &CompletionParams) -> Option<Option<CompletionResponse>> {
        let at = &params.text_document_position;
        let draft = self.drafts.get(&at.text_document.uri)?;
        let open = self.page(draft)?;
        let offset = draft.buffer.offset(convert::position(at.position), self.client.encoding);
        Some(offset.and_then(|offset| {
            let offers = pages::offers(&open.page(), &open.around(), offset as u32)?;
            let found = page::completion(offers);
            Some(convert::completion::response(found, &draft.buffer, self.client.encoding))
        }))
    }
}
