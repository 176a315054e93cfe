//! Actions that write into files other than the draft: own reporting, and `backread.toml`.
//!
//! A file that the client has open is changed as the client has it; otherwise as it was last read. Clients put what is
//! added behind the end of a file that has become shorter since at its end.

use std::path::{Path, PathBuf};

use super::{Action, Does, FileEdit, Mended, Scene, file_name};
use crate::config::{self, FILE_NAME, Insert, LayerKind};
use crate::engine::desk::{Desk, Head, has_wildcards};
use crate::finding::{Finding, Relation};

/// Where the writer's own reporting is recorded, in the first folder of sources.
pub const OWN_REPORTING: &str = "own-reporting.md";

const HEAD: &str = "---\nkind: own\n---\n";

/// The configuration file that something is put into.
struct Target {
    path: PathBuf,
    /// Its folder, which paths in it are relative to.
    dir: PathBuf,
    /// `None` where it is to be made.
    text: Option<String>,
    version: Option<i32>,
    /// What its `sources` would have to hold to keep in use what is; `None` where that is configured already.
    otherwise: Option<String>,
}

impl Scene<'_> {
    /// The finding's sentence, put down as first-hand. A quotation is not: own reporting does not speak to one.
    pub(super) fn own_reporting(&self, finding: &Finding) -> Option<FileEdit> {
        let (standing, what) = finding.rule.split_once('-')?;
        let fits = matches!(standing, "unsupported" | "conflicting" | "disputed")
            && matches!(what, "figure" | "date" | "claim");
        if !fits || self.is_loading {
            return None;
        }
        let sentence = plain_markdown(self.desk.engine.sentence(self.draft, finding.span)?);
        let path = self.own_path()?;
        let appended = |text: String, version: Option<i32>| {
            let gap = if text.is_empty() || text.ends_with('\n') { "\n" } else { "\n\n" };
            let head = if text.trim().is_empty() { HEAD } else { "" };
            let insert = Insert { at: text.len(), text: format!("{head}{gap}{sentence}\n") };
            Some(FileEdit { path: path.clone(), text: Some(text), version, insert })
        };
        if let Some((text, version)) = (self.open)(&path) {
            return appended(text, Some(version));
        }
        let corpus = self.desk.engine.corpus();
        if let Some(source) = corpus.heads().find(|it| it.disk_path == path) {
            let text = || corpus.source(source.id).map(|it| it.text.raw.clone());
            return if source.extracted { None } else { appended(text()?, None) };
        }
        let insert = Insert { at: 0, text: format!("{HEAD}\n{sentence}\n") };
        self.creates_files.then_some(FileEdit { path, text: None, version: None, insert })
    }

    fn own_path(&self) -> Option<PathBuf> {
        // A glob may name a single document: nothing lies below that.
        let is_document = |path: &Path| self.desk.engine.corpus().heads().any(|it| it.disk_path == path);
        let folders = self.desk.watched().filter(|it| !is_document(it));
        folders.map(|it| it.join(OWN_REPORTING)).find(|it| self.desk.is_source(it))
    }

    /// Sources that say something else, each with the edit that makes it a lead only. A confidential one is not named.
    pub(super) fn leads(&self, finding: &Finding) -> Vec<(&Head, FileEdit)> {
        let mut leads: Vec<(&Head, FileEdit)> = Vec::new();
        for it in finding.evidence.iter().filter(|it| it.relation == Relation::Conflicts && !it.confidential) {
            let Some(source) = self.desk.engine.corpus().head(it.place.text) else { continue };
            if leads.iter().any(|(other, _)| other.id == source.id) {
                continue;
            }
            leads.extend(self.said_of(source, "trust", "lead").map(|it| (source, it)));
        }
        leads
    }

    /// Sources that say something else, each with the edit by which another one replaces it; without another one that has
    /// what the draft says, it is withdrawn. Confidential ones are not named.
    pub(super) fn superseded(&self, finding: &Finding) -> Vec<(&Head, Option<&Head>, FileEdit)> {
        let corpus = self.desk.engine.corpus();
        let named = |wanted: Relation| {
            let of = finding.evidence.iter().filter(move |it| it.relation == wanted && !it.confidential);
            of.filter_map(|it| corpus.head(it.place.text))
        };
        let mut found: Vec<(&Head, Option<&Head>, FileEdit)> = Vec::new();
        for source in named(Relation::Conflicts) {
            if found.iter().any(|(other, _, _)| other.id == source.id) {
                continue;
            }
            let later = named(Relation::Supports).find(|it| it.id != source.id);
            let edit = match later {
                Some(later) => self.said_of(later, "supersedes", &source.reference.path),
                None => self.said_of(source, "trust", "withdrawn"),
            };
            found.extend(edit.map(|it| (source, later, it)));
        }
        found
    }

    /// A `[[source]]` entry in the nearest configuration file.
    fn said_of(&self, source: &Head, key: &str, value: &str) -> Option<FileEdit> {
        let target = self.target()?;
        let path = Desk::pattern(&source.disk_path, &target.dir);
        let insert = match &target.text {
            Some(text) => config::entry(text, &path, key, value),
            None => {
                let head = target.otherwise.as_deref().map_or(String::new(), |it| config::sources(&[it]));
                let insert = config::entry(&head, &path, key, value);
                Insert { at: 0, text: head + &insert.text }
            }
        };
        Some(target.edit(insert))
    }

    /// One action for each earlier version of the draft among the sources: it is taken out of them.
    pub fn exclusions(&self) -> Vec<Action> {
        let earlier = self.desk.engine.earlier_versions(self.draft);
        let exclusions = earlier.into_iter().filter_map(|source| {
            let shown = &source.reference.path;
            Some(Action {
                title: format!("exclude {} from the sources", file_name(shown)),
                key: format!("exclude {shown}"),
                mends: vec![Mended::Note(shown.clone())],
                preferred: false,
                does: Does::File(self.exclusion(source)?),
            })
        });
        exclusions.collect()
    }

    fn exclusion(&self, source: &Head) -> Option<FileEdit> {
        let layer = self.desk.config.sources.as_ref().map(|it| it.layer);
        let layer = layer.and_then(|it| self.desk.config.layers.get(it));
        let target = match layer {
            // The list is where it is: a nearer file with one of its own would hide it.
            Some(layer) if layer.kind == LayerKind::File => {
                let (text, version) = self.held(&layer.path(), &layer.text);
                Target { path: layer.path(), dir: layer.dir.clone(), text: Some(text), version, otherwise: None }
            }
            // Globs of the settings are relative to another folder.
            Some(_) => return None,
            None => self.target()?,
        };
        let path = Desk::pattern(&source.disk_path, &target.dir);
        let insert = config::exclude(target.text.as_deref().unwrap_or(""), &path, target.otherwise.as_deref())?;
        Some(target.edit(insert))
    }

    /// The nearest configuration file, or the one to make.
    fn target(&self) -> Option<Target> {
        let config = &self.desk.config;
        let folder = match &config.sources {
            None => self.desk.watched().next(),
            Some(_) => None,
        };
        if let Some(layer) = config.layers.iter().find(|it| it.kind == LayerKind::File) {
            let (text, version) = self.held(&layer.path(), &layer.text);
            let otherwise = folder.map(|it| all_below(it, &layer.dir));
            return Some(Target { path: layer.path(), dir: layer.dir.clone(), text: Some(text), version, otherwise });
        }
        let dir = folder.and_then(Path::parent).unwrap_or(&self.desk.root).to_path_buf();
        let path = dir.join(FILE_NAME);
        let otherwise = folder.map(|it| all_below(it, &dir));
        if let Some((text, version)) = (self.open)(&path) {
            return Some(Target { path, dir, text: Some(text), version: Some(version), otherwise });
        }
        self.creates_files.then_some(Target { path, dir, text: None, version: None, otherwise })
    }

    /// A file as the client has it open, or as it was read.
    fn held(&self, path: &Path, read: &str) -> (String, Option<i32>) {
        (self.open)(path).map_or_else(|| (read.to_string(), None), |(text, version)| (text, Some(version)))
    }
}

impl Target {
    fn edit(self, insert: Insert) -> FileEdit {
        let text = self.text.map(|it| (it.contains("\r\n"), it));
        let insert = match &text {
            Some((true, _)) => Insert { text: insert.text.replace('\n', "\r\n"), ..insert },
            Some((false, _)) | None => insert,
        };
        FileEdit { path: self.path, text: text.map(|(_, it)| it), version: self.version, insert }
    }
}

fn all_below(folder: &Path, dir: &Path) -> String {
    let folder = Desk::pattern(folder, dir);
    // A folder whose very name holds a bracket is meant as it is, and stands for all that is in it.
    if has_wildcards(&folder) { folder } else { format!("{folder}/**") }
}

/// Prose as Markdown that reads as that prose, on one line.
fn plain_markdown(prose: &str) -> String {
    let words = prose.split_whitespace().collect::<Vec<&str>>().join(" ");
    let mut plain = String::with_capacity(words.len() + 8);
    let n_digits = words.bytes().take_while(u8::is_ascii_digit).count();
    for (at, it) in words.char_indices() {
        let is_mark = matches!(it, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' | '|');
        let opens_block = at == 0 && matches!(it, '#' | '>' | '-' | '+' | '=');
        let numbers_item = at == n_digits && n_digits > 0 && matches!(it, '.' | ')');
        if is_mark || opens_block || numbers_item {
            plain.push('\\');
        }
        plain.push(it);
    }
    plain
}
