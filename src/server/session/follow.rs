//! What is followed while the server runs: by the client where it offers to, by our own watcher otherwise.

use std::path::Path;

use lsp_types::Unregistration;

use super::Session;
use crate::server::capabilities;
use crate::server::publish::Request;
use crate::server::watch::{Followed, Input};

impl Session {
    /// Follows what the desks hang on now. Nothing is sent where that has not changed.
    pub(super) fn follow(&mut self) {
        if !self.is_initialized {
            return;
        }
        let followed = self.to_follow();
        if !self.client.watches {
            // NB: sent also when it is the same: what was not there yet may be now.
            let _ = self.outbox.watch.send(Input::Follow(followed));
            return;
        }
        let (before, n) = &self.followed;
        if *before == followed && *n > 0 {
            return;
        }
        let n = n + 1;
        // NB: under a new name, so that it does not matter which of the two arrives first.
        self.outbox.ask(Request::Register(vec![capabilities::watch_registration(&followed, n, &self.client)]));
        if n > 1 {
            let unregistration =
                Unregistration { id: capabilities::watch_id(n - 1), method: capabilities::WATCH.to_string() };
            self.outbox.ask(Request::Unregister(vec![unregistration]));
        }
        self.followed = (followed, n);
    }

    fn to_follow(&self) -> Followed {
        let mut followed = Followed::default();
        let mut deep = |path: &Path| {
            followed.deep.insert(path.to_path_buf());
            // A folder that is made later is seen from the one above; a single file only from there.
            if let Some(above) = path.parent() {
                followed.flat.insert(above.to_path_buf());
            }
        };
        for desk in self.desks.values() {
            desk.watched().for_each(&mut deep);
            desk.rule_folders().for_each(|it| deep(&it));
        }
        for desk in self.desks.values() {
            followed.flat.insert(desk.root.clone());
            followed.flat.extend(desk.config_files().filter_map(|it| it.parent().map(Path::to_path_buf)));
        }
        // Where a nearer configuration, or a folder of sources, may come to be.
        for folder in self.homes.keys() {
            let is_open = |it: &&Path| self.roots.iter().any(|root| it.starts_with(root));
            followed.flat.insert(folder.clone());
            followed.flat.extend(folder.ancestors().take_while(is_open).map(Path::to_path_buf));
        }
        // What keeps a configuration from holding may stand in another file, a house or a rule.
        for mistaken in self.told.mistakes.values() {
            followed.flat.extend(mistaken.files().filter_map(|it| it.parent().map(Path::to_path_buf)));
        }
        followed
    }
}
