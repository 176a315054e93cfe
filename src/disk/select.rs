//! From globs to files: walks only below what a glob names literally, and lets later globs overrule earlier ones.
//!
//! Nobody's `.gitignore` is asked: sources are often kept out of the repository on purpose. Hidden files are passed
//! over. A link that leads back to itself and a folder that may not be read are problems, and the walk goes on. So is a
//! link that leads to where no pattern looks: a folder may come from anybody, and says in words what else it reads.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;
use rustc_hash::FxHashMap;

use crate::problem::Problem;

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    pub shown: String,
}

/// What a walk came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// Sorted by path, each file once.
    pub found: Vec<Found>,
    /// Folders and files that could not be looked at: documents may be missing.
    pub unread: Vec<Problem>,
    /// Links that lead back to a folder above: odd, and nothing is missing by it.
    pub odd: Vec<Problem>,
}

/// One glob, folder or file, made absolute.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Walked from here: the part of the glob without wildcards.
    base: PathBuf,
    matcher: Matcher,
    /// `!`: takes files out.
    negated: bool,
    /// The folder of the file that the glob stands in; links may lead anywhere in it.
    home: Option<PathBuf>,
}

#[derive(Clone, Debug)]
enum Matcher {
    /// Everything below `base`, or `base` itself where it is a file.
    Below,
    Glob(Box<GlobMatcher>),
}

/// Patterns in their order: the last that matches a file decides.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    patterns: Vec<Pattern>,
}

/// Whether a path holds a wildcard, and so is a glob.
pub fn has_wildcards(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

impl Pattern {
    /// A glob relative to a folder. A folder without wildcards stands for all that is in it.
    pub fn parse(pattern: &str, dir: &Path) -> Result<Pattern, String> {
        let (negated, pattern) = match pattern.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, pattern),
        };
        if pattern.is_empty() {
            return Err("the glob is empty".to_string());
        }
        // A file whose very name holds a bracket is meant as it is.
        if !has_wildcards(pattern) || dir.join(pattern).exists() {
            let base = super::absolute(&dir.join(pattern));
            return Ok(Pattern { base, matcher: Matcher::Below, negated, home: Some(super::absolute(dir)) });
        }
        let parts: Vec<&str> = pattern.split('/').collect();
        let n_literal = parts.iter().take_while(|it| !has_wildcards(it)).count();
        let literal: PathBuf = parts.iter().take(n_literal).copied().collect();
        let rooted = if pattern.starts_with('/') { Path::new("/").join(literal) } else { dir.join(literal) };
        let base = super::absolute(&rooted);
        let tail = parts.iter().skip(n_literal).copied().collect::<Vec<_>>().join("/");
        let glob = GlobBuilder::new(&tail).literal_separator(true).build();
        let glob = glob.map_err(|error| error.kind().to_string())?.compile_matcher();
        Ok(Pattern { base, matcher: Matcher::Glob(Box::new(glob)), negated, home: Some(super::absolute(dir)) })
    }

    pub fn folder(folder: &Path) -> Pattern {
        Pattern { base: super::absolute(folder), matcher: Matcher::Below, negated: false, home: None }
    }

    /// The same as somebody's own word, given by hand: it may itself be a link that leads anywhere.
    pub fn by_hand(self) -> Pattern {
        Pattern { home: None, ..self }
    }

    /// The same of a folder that nobody named: it is taken for its name alone.
    pub fn found_in(self, home: &Path) -> Pattern {
        Pattern { home: Some(super::absolute(home)), ..self }
    }

    /// Whether it looks nowhere but in this folder, as it really lies.
    pub fn lies_in(&self, folder: &Path) -> bool {
        self.negated || super::lies_in(&self.base, folder)
    }

    /// Where the pattern lets links lead to, as the folders really lie: its file's folder, and what it names outside of that.
    fn reach(&self) -> Option<PathBuf> {
        let named = match &self.home {
            Some(home) if self.base.starts_with(home) => home,
            Some(_) | None => &self.base,
        };
        std::fs::canonicalize(named).ok()
    }

    /// The same for a copy of what lies in one folder in another; `None` where it looks elsewhere.
    pub fn moved(&self, from: &Path, to: &Path) -> Option<Pattern> {
        // A pattern that begins above the folder looks through all of the copy's.
        let base = to.join(self.base.strip_prefix(from).ok()?);
        Some(Pattern { base, ..self.clone() })
    }

    pub fn matches(&self, path: &Path) -> bool {
        let Ok(rest) = path.strip_prefix(&self.base) else {
            return false;
        };
        match &self.matcher {
            Matcher::Below => true,
            Matcher::Glob(glob) => glob.is_match(rest),
        }
    }
}

impl Selection {
    pub fn of(patterns: Vec<Pattern>) -> Selection {
        Selection { patterns }
    }

    /// The last pattern that matches decides; what none matches is out.
    pub fn holds(&self, path: &Path) -> bool {
        self.patterns.iter().rfind(|it| it.matches(path)).is_some_and(|it| !it.negated)
    }

    /// Whether a pattern that adds files matches none of those found.
    pub fn idle<'a>(&'a self, found: &'a [Found]) -> impl Iterator<Item = usize> + 'a {
        let idle = |pattern: &Pattern| !pattern.negated && !found.iter().any(|it| pattern.matches(&it.path));
        self.patterns.iter().enumerate().filter(move |(_, it)| idle(it)).map(|(idx, _)| idx)
    }

    /// Whether a path leads to where no pattern looks.
    fn leads_out(path: &Path, reach: &[PathBuf]) -> bool {
        std::fs::canonicalize(path).is_ok_and(|real| !reach.iter().any(|it| real.starts_with(it)))
    }

    /// Where a pattern begins to look, by its index.
    pub fn base(&self, idx: usize) -> Option<&Path> {
        self.patterns.get(idx).map(|it| it.base.as_path())
    }

    /// Where the files are looked for, for whoever watches them.
    pub fn bases(&self) -> impl Iterator<Item = &Path> {
        self.patterns.iter().filter(|it| !it.negated).map(|it| it.base.as_path())
    }
}

/// All files of a selection.
pub fn select(selection: &Selection, shown: &dyn Fn(&Path) -> String) -> Selected {
    let mut found: Vec<(Found, Option<PathBuf>)> = Vec::new();
    let mut folders = Folders::default();
    let mut selected = Selected::default();
    let reach: Vec<PathBuf> = selection.patterns.iter().filter(|it| !it.negated).filter_map(Pattern::reach).collect();
    let (sender, astray) = mpsc::channel();
    for base in selection.bases() {
        if !base.exists() {
            continue;
        }
        if Selection::leads_out(base, &reach) {
            selected.unread.push(leads_out(&shown(base)));
            continue;
        }
        let mut walk = WalkBuilder::new(base);
        // NB: by name, so that the files of a folder come in the order of their paths and little is left to be sorted.
        walk.standard_filters(false).hidden(true).follow_links(true).sort_by_file_name(|a, b| a.cmp(b));
        let (reach, sender) = (reach.clone(), sender.clone());
        walk.filter_entry(move |entry| {
            let is_astray = entry.path_is_symlink() && Selection::leads_out(entry.path(), &reach);
            // NB: a folder is passed over with all that is in it, so that its files are not told one by one.
            !is_astray || sender.send(entry.path().to_path_buf()).is_err()
        });
        for entry in walk.build() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let (problem, is_loss) = walk_problem(&error, base, shown);
                    if is_loss {
                        selected.unread.push(problem)
                    } else {
                        selected.odd.push(problem)
                    }
                    continue;
                }
            };
            let is_file = entry.file_type().is_some_and(|it| it.is_file());
            let is_other = entry.file_type().is_some_and(|it| !it.is_file() && !it.is_dir());
            if is_other && selection.holds(entry.path()) {
                selected.odd.push(super::no_file(&shown(entry.path())));
            }
            if is_file && selection.holds(entry.path()) {
                let is_link = entry.path_is_symlink();
                let path = entry.into_path();
                let real = folders.real(&path, is_link);
                found.push((Found { shown: shown(&path), path }, real));
            }
        }
    }
    let is_wanted = |it: &PathBuf| it.is_dir() || selection.holds(it);
    selected.unread.extend(astray.try_iter().filter(is_wanted).map(|it| leads_out(&shown(&it))));
    selected.found = once(found);
    selected.found.sort_by(|a, b| a.path.cmp(&b.path));
    for problems in [&mut selected.unread, &mut selected.odd] {
        problems.sort();
        problems.dedup();
    }
    selected
}

fn leads_out(shown: &str) -> Problem {
    let cause = "a link that leads out of the folder of its configuration";
    Problem::new(shown, cause, "name in `sources` where it leads to, or remove it")
}

/// Each file once. NB: a link to a document that is there anyway would make one witness two.
fn once(found: Vec<(Found, Option<PathBuf>)>) -> Vec<Found> {
    if found.is_sorted_by(|a, b| a.0.path < b.0.path && a.1.is_none() && b.1.is_none()) {
        return found.into_iter().map(|it| it.0).collect();
    }
    let mut by_file: FxHashMap<PathBuf, Found> = FxHashMap::default();
    for (file, real) in found {
        let real = real.unwrap_or_else(|| file.path.clone());
        let kept = by_file.entry(real.clone()).or_insert_with(|| file.clone());
        if kept.path != real && file.path == real {
            *kept = file;
        }
    }
    by_file.into_values().collect()
}

/// Where folders really lie: each is asked for once, however many files are in it.
#[derive(Default)]
struct Folders(FxHashMap<PathBuf, Option<PathBuf>>);

impl Folders {
    /// Where a file really lies; `None` where that is its path.
    fn real(&mut self, path: &Path, is_link: bool) -> Option<PathBuf> {
        let (folder, name) = (path.parent()?, path.file_name()?);
        if is_link {
            return std::fs::canonicalize(path).ok().filter(|it| it != path);
        }
        if let Some(real) = self.0.get(folder) {
            return real.as_ref().map(|it| it.join(name));
        }
        let real = std::fs::canonicalize(folder).ok()?;
        let real = (real != folder).then_some(real);
        self.0.insert(folder.to_path_buf(), real.clone());
        real.map(|it| it.join(name))
    }
}

/// The problem, and whether a document may be missing by it.
fn walk_problem(error: &ignore::Error, base: &Path, shown: &dyn Fn(&Path) -> String) -> (Problem, bool) {
    match error {
        ignore::Error::Loop { ancestor, child } => {
            let cause = format!("a link that leads back to {}", shown(ancestor));
            (Problem::new(shown(child), cause, "remove the link, or exclude it"), false)
        }
        ignore::Error::WithPath { path, err } => walk_problem(err, path, shown),
        ignore::Error::WithDepth { err, .. } => walk_problem(err, base, shown),
        error => match error.io_error().map(std::io::Error::kind) {
            Some(ErrorKind::PermissionDenied) => {
                let remedy = "give yourself leave to read it, or exclude it";
                (Problem::new(shown(base), "may not be read", remedy), true)
            }
            Some(ErrorKind::NotFound) => {
                (Problem::new(shown(base), "a link that leads nowhere", "remove the link, or exclude it"), true)
            }
            _ => (Problem::new(shown(base), error.to_string(), ""), true),
        },
    }
}
