//! Who checks which draft: the desks, found for the folders that drafts lie in, and replaced when their files change.
//!
//! Configuration and sources are read elsewhere and come back as events. Until then what is there goes on answering: a
//! file with a mistake changes nothing but that the mistake is shown, and the old sources speak until the new are read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{MessageType, NumberOrString, Url, WorkspaceFoldersChangeEvent};

use super::{Home, Session};
use crate::config::FILE_NAME;
use crate::engine::desk::{Changes, Corpus, DECISIONS, Desk, Loader, Overrides, SOURCE_FOLDERS, StoreIn, cache_folder};
use crate::server::capabilities;
use crate::server::load::{Configured, DeskId, Job};
use crate::server::publish::{Alarm, OUR_TOKENS};

/// A desk's sources are being read.
#[derive(Debug)]
pub(super) struct Loading {
    /// The first findings wait for it.
    pub holds_up: bool,
    /// What was there before, which stays where nothing has changed.
    before: Arc<Corpus>,
    /// Something changed meanwhile: once more, and what.
    again: Option<BTreeSet<PathBuf>>,
}

impl Session {
    /// Has read what is configured for a folder.
    pub(super) fn configure(&self, folder: PathBuf) {
        let root = self.roots.iter().filter(|root| folder.starts_with(root)).max_by_key(|it| it.as_os_str().len());
        let working = root.unwrap_or(&folder).clone();
        let explain_in = self.client.code_description.then(cache_folder).flatten().map(|it| it.join("rules"));
        let store = StoreIn::usual();
        let within = (!self.settings.trusted).then(|| working.clone());
        let settings = self.config.clone();
        let overrides = Overrides { working, settings, explain_in, store, within, ..Overrides::default() };
        let _ = self.outbox.jobs.send(Job::Configure { folder, overrides });
    }

    /// Has read again what is configured for the folders chosen. Their desks go on meanwhile.
    pub(super) fn reconfigure(&self, is_chosen: impl Fn(&Path, Option<&Desk>) -> bool) {
        for (folder, home) in &self.homes {
            let desk = match home {
                Home::Desk(desk) => self.desks.get(desk),
                Home::Awaited | Home::Nobody => None,
            };
            if is_chosen(folder, desk) {
                self.configure(folder.clone());
            }
        }
    }

    /// Everything is read again, whatever its looks.
    pub(super) fn reload(&mut self) {
        self.reconfigure(|_, _| true);
        let ids: Vec<DeskId> = self.desks.keys().copied().collect();
        for id in ids {
            let touched =
                self.desks.get(&id).map_or_else(Vec::new, |desk| desk.watched().map(Path::to_path_buf).collect());
            self.reread(id, touched);
        }
    }

    pub(super) fn change_folders(&mut self, change: &WorkspaceFoldersChangeEvent) {
        let paths = |folders: &[lsp_types::WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|it| capabilities::folder(&it.uri)).collect()
        };
        let (gone, new) = (paths(&change.removed), paths(&change.added));
        self.roots.retain(|it| !gone.contains(it));
        self.roots.extend(new.iter().cloned());
        // A folder that nobody has open any more is no home, unless a draft of it is still open.
        let is_used = |folder: &Path| self.drafts.values().any(|it| it.folder.as_deref() == Some(folder));
        let left: Vec<PathBuf> = self.homes.keys().filter(|it| gone.contains(it) && !is_used(it)).cloned().collect();
        for folder in left {
            self.homes.remove(&folder);
            self.told.mistakes.remove(&folder);
        }
        self.reconfigure(|folder, _| gone.iter().chain(&new).any(|it| folder.starts_with(it)));
        self.prune();
        self.tell_problems();
        self.follow();
        // What waited for that folder alone waits for nothing any more.
        self.answer_waiting();
    }

    /// Files were changed, made or removed. Whether a source really differs is found out when it is read.
    pub(super) fn change_files(&mut self, paths: &[PathBuf]) {
        let (configs, decisions) = (folders_of(paths, FILE_NAME), folders_of(paths, DECISIONS));
        // A folder that is taken for the sources where nothing is configured.
        // NB: each once, however many files of it there are.
        let found: BTreeSet<&Path> =
            paths.iter().flat_map(|it| it.ancestors()).filter(|it| is_source_folder(it)).collect();
        // Of one that is taken already, what is in it does not matter.
        let is_taken = |desk: Option<&Desk>, folder: &Path| {
            desk.is_some_and(|it| it.watched().any(|base| base == folder)) && !paths.iter().any(|it| it == folder)
        };
        let mistakes = &self.told.mistakes;
        self.reconfigure(|folder, desk| {
            configs.iter().any(|it| folder.starts_with(it))
                // The folder itself came or went, or what kept its configuration from holding was perhaps mended.
                || paths.iter().any(|it| folder.starts_with(it))
                || mistakes.get(folder).is_some_and(|it| it.files().any(|file| paths.contains(&file)))
                || desk.is_some_and(|desk| {
                    decisions.contains(&desk.root.as_path())
                        || desk.rule_folders().any(|rules| paths.iter().any(|it| touches(it, &rules)))
                })
                || desk.is_none_or(|it| it.config.sources.is_none())
                    && found.iter().filter(|it| !is_taken(desk, it)).filter_map(|it| it.parent()).any(|it| folder.starts_with(it))
        });
        let mut touched: Vec<(DeskId, Vec<PathBuf>)> = Vec::new();
        for (id, desk) in &self.desks {
            let of_desk = |path: &&PathBuf| desk.watched().any(|base| touches(path, base) && !is_hidden(path, base));
            let its: Vec<PathBuf> = paths.iter().filter(of_desk).cloned().collect();
            if !its.is_empty() {
                touched.push((*id, its));
            }
        }
        for (id, paths) in touched {
            self.reread(id, paths);
        }
        // What was not there to be followed may be now.
        self.follow();
    }

    /// Looks whether anything has changed in folders since their files were looked at and before they were followed.
    pub(super) fn look_again(&mut self, folders: &[PathBuf]) {
        let is_in = |desk: &Desk| desk.watched().any(|it| folders.iter().any(|folder| folder == it));
        let ids: Vec<DeskId> = self.desks.iter().filter(|(_, desk)| is_in(desk)).map(|(id, _)| *id).collect();
        for id in ids {
            self.reread(id, Vec::new());
        }
    }

    /// Has read again what has changed of a desk's sources: at most one reading is under way, and one more remembered.
    fn reread(&mut self, id: DeskId, touched: Vec<PathBuf>) {
        match self.loading.get_mut(&id) {
            Some(loading) => loading.again.get_or_insert_default().extend(touched),
            None => {
                if let Some(desk) = self.desks.get(&id) {
                    self.read(id, desk.loader(), Arc::clone(desk.engine.corpus()), touched, false);
                }
            }
        }
    }

    fn read(&mut self, id: DeskId, loader: Loader, before: Arc<Corpus>, touched: Vec<PathBuf>, holds_up: bool) {
        self.loading.insert(id, Loading { holds_up, before: Arc::clone(&before), again: None });
        self.n_readings += 1;
        // NB: a token is good for one beginning and one end.
        let token = NumberOrString::String(format!("{OUR_TOKENS}sources/{}", self.n_readings));
        let is_shown = self.client.progress && self.is_initialized;
        let progress = is_shown.then(|| (token, self.outbox.to_client.clone()));
        let job = Job::Sources { desk: id, loader: Box::new(loader), before, touched, progress };
        let _ = self.outbox.jobs.send(job);
    }

    /// What is configured for a folder is known: its drafts find their desk. Folders with the same configuration and the
    /// same sources share one.
    pub(super) fn settle_in(&mut self, folder: &Path, desk: Configured) {
        // The folder may have been closed meanwhile.
        let Some(old) = self.homes.get(folder).copied() else {
            return;
        };
        let home = match desk {
            Ok(desk) => {
                self.told.mistakes.remove(folder);
                if is_silent(&desk) { Home::Nobody } else { Home::Desk(self.desk_like(*desk, old)) }
            }
            Err(mistaken) => {
                for problem in &mistaken.problems {
                    self.outbox.log(MessageType::ERROR, problem.to_string());
                }
                self.told.mistakes.insert(folder.to_path_buf(), mistaken);
                // The last good one goes on.
                match old {
                    Home::Desk(desk) => Home::Desk(desk),
                    Home::Awaited | Home::Nobody => Home::Nobody,
                }
            }
        };
        self.homes.insert(folder.to_path_buf(), home);
        let desk = match home {
            Home::Desk(desk) => Some(desk),
            Home::Awaited | Home::Nobody => None,
        };
        let uris: Vec<Url> =
            self.drafts.values().filter(|it| it.folder.as_deref() == Some(folder)).map(|it| it.uri.clone()).collect();
        for uri in uris {
            self.join(&uri, desk);
        }
        if desk.is_none() && old.desk().is_some() {
            self.refresh_diagnostics();
        }
        self.prune();
        self.tell_problems();
        self.follow();
        self.answer_deferred();
        self.answer_waiting();
    }

    fn desk_like(&mut self, mut desk: Desk, old: Home) -> DeskId {
        if let Some((id, like)) = self.desks.iter_mut().find(|(_, it)| it.is_like(&desk)) {
            let (id, is_decided) = (*id, like.follow(desk));
            for draft in self.drafts.values_mut().filter(|it| it.desk == Some(id)) {
                draft.is_unpublished |= is_decided;
            }
            if is_decided {
                self.refresh_diagnostics();
            }
            return id;
        }
        self.n_desks += 1;
        let id = DeskId(self.n_desks);
        if let Some(note) = &desk.note {
            self.outbox.log(MessageType::INFO, note.clone());
        }
        let before = match old {
            Home::Desk(old) => self.desks.get(&old).filter(|it| it.reads_like(&desk)),
            Home::Awaited | Home::Nobody => None,
        };
        let before = before.map_or_else(|| Arc::new(Corpus::empty()), |it| Arc::clone(it.engine.corpus()));
        desk.engine.expect_corpus();
        let loader = desk.first_loader();
        self.desks.insert(id, desk);
        self.read(id, loader, before, Vec::new(), true);
        let _ = self.outbox.alarms.send(Alarm::Late { desk: id, after: super::PATIENCE });
        id
    }

    /// Gives a draft to a desk, or takes it away from all. What it was shown stays until there is something else to show.
    pub(super) fn join(&mut self, uri: &Url, id: Option<DeskId>) {
        let Some(draft) = self.drafts.get_mut(uri) else {
            return;
        };
        let path = draft.path.as_deref();
        let id = id.filter(|it| self.desks.get(it).is_some_and(|desk| is_checked(desk, path)));
        if draft.desk == id {
            return;
        }
        if let Some(old) = draft.desk.and_then(|it| self.desks.get_mut(&it)) {
            old.engine.close(draft.id);
        }
        draft.desk = id;
        draft.is_stale = true;
        draft.is_unpublished = true;
        if id.is_none() {
            self.clear(uri);
        }
    }

    /// Lets go of desks that no folder has.
    fn prune(&mut self) {
        let used: BTreeSet<DeskId> = self.homes.values().filter_map(|it| it.desk()).collect();
        self.desks.retain(|id, _| used.contains(id));
        self.loading.retain(|id, _| used.contains(id));
        self.changes.retain(|id, _| used.contains(id));
    }

    pub(super) fn take_sources(&mut self, id: DeskId, read: Option<(Corpus, Changes)>) {
        let (Some(loading), Some(desk)) = (self.loading.remove(&id), self.desks.get_mut(&id)) else {
            return;
        };
        let is_first = desk.engine.is_loading();
        let is_changed = read.is_some();
        let mut came_or_went = false;
        let corpus = match read {
            Some((corpus, changes)) => {
                // A glob that matched nothing may match now, or the other way round.
                came_or_went = !is_first && changes.added.len() + changes.removed.len() > 0;
                if !is_first {
                    let told = super::told::Told::of(desk, &self.drafts, id, &changes);
                    // Drafts that are not yet checked against the last change stand as they did before that one.
                    let told = match self.changes.remove(&id) {
                        Some(earlier) => earlier.and(told),
                        None => told,
                    };
                    self.changes.insert(id, told);
                }
                Some(Arc::new(corpus))
            }
            None => is_first.then_some(loading.before),
        };
        let desk = self.desks.get_mut(&id);
        if let (Some(corpus), Some(desk)) = (corpus, desk) {
            desk.engine.set_corpus(corpus);
            for draft in self.drafts.values_mut().filter(|it| it.desk == Some(id)) {
                draft.is_unpublished = true;
            }
        }
        if is_first {
            self.tell_status(id);
        }
        if is_first || is_changed {
            self.tell_problems();
            self.refresh_diagnostics();
            self.refresh_marks();
        }
        if came_or_went {
            let is_its = |home: &Home| home.desk() == Some(id);
            let folder = self.homes.iter().find(|(_, home)| is_its(home)).map(|(folder, _)| folder.clone());
            folder.into_iter().for_each(|it| self.configure(it));
        }
        if let Some(again) = loading.again {
            self.reread(id, again.into_iter().collect());
        }
        self.answer_waiting();
    }
}

impl Home {
    fn desk(self) -> Option<DeskId> {
        match self {
            Home::Desk(desk) => Some(desk),
            Home::Awaited | Home::Nobody => None,
        }
    }
}

/// The folders of the files of this name.
fn folders_of<'a>(paths: &'a [PathBuf], name: &str) -> Vec<&'a Path> {
    paths.iter().filter(|it| it.file_name().is_some_and(|it| it == name)).filter_map(|it| it.parent()).collect()
}

/// Whether a change at a path may be one of what lies below a folder, or of the folder itself.
fn touches(path: &Path, base: &Path) -> bool {
    path.starts_with(base) || base.starts_with(path)
}

/// Whether a path leads through something hidden below a folder, where no source is looked for: `.git`, a swap file.
fn is_hidden(path: &Path, base: &Path) -> bool {
    let below = path.strip_prefix(base).unwrap_or(Path::new(""));
    below.iter().any(|it| it.to_str().is_some_and(|it| it.starts_with('.')))
}

fn is_source_folder(path: &Path) -> bool {
    path.file_name().is_some_and(|name| SOURCE_FOLDERS.iter().any(|it| name == *it))
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
    // The text of a source, opened by way of its evidence.
    if cache_folder().is_some_and(|it| path.starts_with(it)) {
        return false;
    }
    match &desk.config.drafts {
        Some(_) => desk.is_draft(path),
        // Configuration and rule files are open in the same editor.
        None => !desk.is_source(path) && path.extension().is_none_or(|it| it != "toml"),
    }
}
