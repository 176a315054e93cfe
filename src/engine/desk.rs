//! A configuration root: what is configured, the rules with the house's and the desk's word over them, and the engine.
//!
//! Opening is in two steps, so that a server can answer between them: [`Desk::configure`] reads configuration and rules,
//! and a [`Loader`] reads the sources, on any thread. A mistake in the configuration refuses the desk; what merely finds
//! nothing (a glob, a folder) is kept in [`Desk::unmet`], for the faces to weigh.

mod accept;
mod files;
mod houses;
mod inputs;
mod levels;
mod loader;
pub mod pages;
mod params;
mod since;
#[cfg(test)]
mod tests;
mod told;

use std::path::{Path, PathBuf};

pub use super::decisions::FILE_NAME as DECISIONS;
use super::{Engine, Policy, explain};
use crate::config::{Config, ConfigText, FILE_NAME, Glob, LayerKind, SourceEntry};
pub use crate::corpus::Corpus;
use crate::corpus::load::Entry;
pub use crate::corpus::origin::{How, Origin};
pub use crate::corpus::source::{Head, Source};
use crate::corpus::store::{self, Store};
use crate::disk;
pub use crate::disk::{Found, Pattern, SOURCE_FOLDERS, Selected, Selection, absolute, has_wildcards, relative, select};
use crate::problem::Problem;
use crate::rules::{RuleText, Rules};
pub use crate::text::format::docx::comment::Comment;
pub use accept::Chosen;
pub use files::{
    commented, is_office_draft, open_draft, open_text, read_draft, read_stream, rewrite_draft, write_config,
    write_copy, write_output,
};
pub use inputs::{keep, opened};
pub use loader::{Changes, Loader};
pub use since::Before;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// What stands over the configuration for one run.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// This file, and none that lies nearer or above.
    pub config: Option<PathBuf>,
    /// Folders, files or globs instead of the configured sources, relative to `working`.
    pub sources: Vec<String>,
    /// Where paths are shown relative to without a configuration file.
    pub working: PathBuf,
    /// The editor's settings, in the keys of the file: under all files.
    pub settings: Option<serde_json::Value>,
    /// Where to write a page about each rule, for editors that open one.
    pub explain_in: Option<PathBuf>,
    /// Where what is read of the sources is kept; nowhere without it.
    pub store: Option<StoreIn>,
    /// Nothing that a configuration names outside of this folder is read: its files may be anybody's.
    pub within: Option<PathBuf>,
}

/// A place for the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreIn {
    /// The user's cache folder.
    pub cache: PathBuf,
    /// Sources with fewer bytes in all are read anew each time.
    pub least: u64,
    /// Whose store it is: another program may read other facts in the same words.
    pub program: Option<PathBuf>,
}

impl StoreIn {
    /// In the user's own cache folder; `None` where the system has none.
    pub fn usual() -> Option<StoreIn> {
        let program = std::env::current_exe().ok();
        Some(StoreIn { cache: disk::cache_folder()?, least: store::LEAST, program })
    }
}

#[derive(Debug)]
pub struct Desk {
    pub config: Config,
    /// Paths are shown relative to it.
    pub root: PathBuf,
    pub engine: Engine,
    /// Rule files of the user's that do not parse, and the like: said, and the rest goes on.
    pub problems: Vec<Problem>,
    /// Sources that are missing: a glob that matches nothing, no folder at all.
    pub unmet: Vec<Problem>,
    /// Said once: which folder was taken for the sources.
    pub note: Option<String>,
    sources: Selection,
    drafts: Selection,
    entries: Vec<Entry>,
    user_rules: Vec<RuleText>,
    store: Option<StoreIn>,
    /// What the sources were as they were counted, until they are read.
    found: Option<Selected>,
}

impl Desk {
    /// Everything at once: for the command line and for tests.
    pub fn open(start: &Path, overrides: &Overrides) -> Result<Desk, Vec<Problem>> {
        let mut desk = Desk::configure(start, overrides)?;
        let corpus = desk.first_loader().run(&|_| {});
        desk.engine.set_corpus(corpus.into());
        Ok(desk)
    }

    /// Configuration and rules for a file or folder. Mistakes in the configuration are returned, all of them.
    pub fn configure(start: &Path, overrides: &Overrides) -> Result<Desk, Vec<Problem>> {
        let start = disk::absolute(start);
        let working = disk::absolute(&overrides.working);
        let found = find_config(&start, &working, overrides).map_err(|problem| vec![problem])?;
        let (config, problems) = Config::of(found.clone());
        if !problems.is_empty() {
            return Err(problems);
        }
        let root = config.root().map_or_else(|| working.clone(), Path::to_path_buf);
        let shown = |path: &Path| disk::relative(path, &root);
        let within = overrides.within.as_deref();
        let (user_rules, mut problems) = user_rules(&config, within, &shown);
        let config = houses::with_house(found, config, &user_rules)?;
        let (mut rules, mistakes) = Rules::load(&user_rules);
        problems.extend(mistakes);
        problems.extend(params::mistakes(&mut rules, &user_rules));
        let unknown = levels::unknown(&config, &rules);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let policy = levels::policy(&config, &rules, &user_rules);
        levels::set_params(&config, &mut rules, &user_rules);
        if let Some(folder) = &overrides.explain_in {
            write_pages(&mut rules, &policy, folder);
        }
        let mut desk = Desk {
            root,
            engine: Engine::new(rules, policy),
            problems,
            unmet: Vec::new(),
            note: None,
            sources: Selection::default(),
            drafts: Selection::default(),
            entries: Vec::new(),
            user_rules,
            config,
            store: overrides.store.clone(),
            found: None,
        };
        desk.choose(&start, &working, overrides)?;
        if let Err(problem) = desk.follow_decisions() {
            desk.problems.push(problem);
        }
        Ok(desk)
    }

    /// Settles which files are sources and which are drafts.
    fn choose(&mut self, start: &Path, working: &Path, overrides: &Overrides) -> Result<(), Vec<Problem>> {
        let (instead, within) = (&overrides.sources, overrides.within.as_deref());
        let mut mistakes = Vec::new();
        if let Some(drafts) = &self.config.drafts {
            let mut patterns = parse_globs(&self.config, drafts.layer, &drafts.value, &mut mistakes);
            self.problems.extend(left_out(&mut patterns, within));
            self.drafts = Selection::of(patterns.into_iter().map(|(it, _)| it).collect());
        }
        for given in &self.config.entries {
            match Pattern::parse(&given.value.path, self.config.dir(given.layer)) {
                Ok(pattern) => self.entries.push(Entry { pattern, entry: given.value.clone() }),
                Err(cause) => mistakes.push(self.config.problem(given.layer, given.span, cause, "mend the glob")),
            }
        }
        let mut patterns = Vec::new();
        if !instead.is_empty() {
            for name in instead {
                match Pattern::parse(name, working) {
                    Ok(pattern) => {
                        let cause = match (working.join(name).is_dir(), disk::has_wildcards(name)) {
                            (true, _) => "an empty folder",
                            (false, true) => "no file is matched by this glob",
                            (false, false) => "no such file or folder",
                        };
                        let nothing = Problem::new(name.as_str(), cause, "see to --sources");
                        patterns.push((pattern.by_hand(), nothing));
                    }
                    Err(cause) => mistakes.push(Problem::new(name.as_str(), cause, "mend the glob")),
                }
            }
        } else if let Some(sources) = &self.config.sources {
            patterns = parse_globs(&self.config, sources.layer, &sources.value, &mut mistakes);
            self.problems.extend(left_out(&mut patterns, within));
        } else if let Some(folder) = disk::source_folder(start) {
            let shown = disk::relative(&folder, &self.root);
            self.note = Some(format!("sources: the folder {shown} (nothing else is configured)"));
            let nothing = Problem::new(shown, "an empty folder", "put the source documents there");
            let home = folder.parent().unwrap_or(&folder);
            patterns.push((Pattern::folder(&folder).found_in(home), nothing));
        } else {
            let shown = disk::relative(start, &self.root);
            let cause = "no sources: there is no backread.toml that names any, and no folder named sources, source or \
                         research beside or above";
            self.unmet.push(Problem::new(shown, cause, "name them with --sources, or run `backread init`"));
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let (patterns, nothing): (Vec<Pattern>, Vec<Problem>) = patterns.into_iter().unzip();
        self.sources = Selection::of(patterns);
        let selected = self.find();
        let found = &selected.found;
        self.problems.extend(selected.odd.iter().cloned());
        for idx in self.sources.idle(found) {
            // A folder that is a link to elsewhere is not empty.
            let base = self.sources.base(idx).map(|it| disk::relative(it, &self.root));
            let astray = selected.unread.iter().find(|it| base.as_ref() == Some(&it.path));
            self.unmet.extend(astray.or(nothing.get(idx)).cloned());
        }
        if instead.is_empty() {
            for (given, entry) in self.config.entries.iter().zip(&self.entries) {
                if !found.iter().any(|it| entry.pattern.matches(&it.path)) {
                    let cause = format!("no source is matched by \"{}\"", given.value.path);
                    self.unmet.push(self.config.problem(given.layer, given.span, cause, "mend the path, or drop it"));
                }
            }
        }
        self.found = Some(selected);
        Ok(())
    }

    /// The rules as their files have them, without what the house makes of them.
    pub fn rules_alone(&self) -> Rules {
        let (mut rules, _) = Rules::load(&self.user_rules);
        params::mistakes(&mut rules, &self.user_rules);
        rules
    }

    fn find(&self) -> Selected {
        disk::select(&self.sources, &|path| disk::relative(path, &self.root))
    }

    /// For reading the sources that were found as the desk was configured, just now: once.
    pub fn first_loader(&mut self) -> Loader {
        let found = self.found.take();
        Loader { found, ..self.loader() }
    }

    /// For finding and reading the sources elsewhere.
    pub fn loader(&self) -> Loader {
        Loader {
            root: self.root.clone(),
            sources: self.sources.clone(),
            drafts: self.drafts.clone(),
            entries: self.entries.clone(),
            rules: self.engine.rules().clone(),
            store: self.store.as_ref().map(|it| Store::at(&it.cache, &self.root, self.store_key(), it.least)),
            found: None,
        }
    }

    /// Of all that decides which sources there are and what they read like, but for the files themselves.
    fn store_key(&self) -> u128 {
        // NB: a program that is copied or linked to is the same one.
        let program = self.store.as_ref().and_then(|it| disk::stamp(it.program.as_deref()?));
        let program = program.map(disk::Stamp::of_any_copy);
        let entries: Vec<String> = self.entries.iter().map(|it| format!("{it:?}")).collect();
        let of =
            (env!("CARGO_PKG_VERSION"), program, &self.root, &self.sources, &self.drafts, entries, &self.user_rules);
        xxh3_128(format!("{of:?}").as_bytes())
    }

    /// The files that `drafts` matches; a glob that matches nothing is a problem in the file.
    pub fn draft_files(&self) -> (Vec<Found>, Vec<Problem>) {
        let Selected { found, unread: mut problems, .. } =
            disk::select(&self.drafts, &|path| disk::relative(path, &self.root));
        if let Some(drafts) = &self.config.drafts {
            for idx in self.drafts.idle(&found) {
                if let Some(glob) = drafts.value.get(idx) {
                    problems.push(matches_nothing(&self.config, drafts.layer, glob));
                }
            }
        }
        (found, problems)
    }

    /// A path as findings name it.
    pub fn shown(&self, path: &Path) -> String {
        disk::relative(&disk::absolute(path), &self.root)
    }

    /// Whether a file is one of the sources; the faces watch and refuse by it.
    pub fn is_source(&self, path: &Path) -> bool {
        self.sources.holds(path) && !self.drafts.holds(path)
    }

    /// Whether `drafts` matches a file.
    pub fn is_draft(&self, path: &Path) -> bool {
        self.drafts.holds(path)
    }

    /// A file as a glob relative to a folder names it, and it alone.
    pub fn pattern(path: &Path, dir: &Path) -> String {
        let pattern = disk::relative(path, dir);
        // A leading `!` would take the file out. Brackets in the name of a file that is there are meant as they are.
        if pattern.starts_with('!') { format!("./{pattern}") } else { pattern }
    }

    /// Folders below which a change may change the corpus.
    pub fn watched(&self) -> impl Iterator<Item = &Path> {
        self.sources.bases()
    }

    /// The files that configure it, nearest first.
    pub fn config_files(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let files = self.config.layers.iter().filter(|it| it.kind == LayerKind::File);
        files.map(ConfigText::path)
    }

    /// The folders of the user's own rules.
    pub fn rule_folders(&self) -> impl Iterator<Item = PathBuf> + '_ {
        self.config.rules.iter().map(|it| disk::absolute(&self.config.dir(it.layer).join(&it.value)))
    }

    /// Whether another desk was made of the same files, which find the same sources. What was decided is no matter: see
    /// [`Desk::follow`].
    pub fn is_like(&self, other: &Desk) -> bool {
        self.config.layers == other.config.layers
            && self.user_rules == other.user_rules
            && self.root == other.root
            && self.watched().eq(other.watched())
    }

    /// Takes what was decided, and what finds nothing now, from a desk that is like this one and was made later; says
    /// whether something else was decided.
    /// A file that does not parse changes nothing but that this is said.
    pub fn follow(&mut self, later: Desk) -> bool {
        let is_unread = later.problems.iter().any(|it| it.path == DECISIONS);
        self.problems = later.problems;
        self.unmet = later.unmet;
        let is_new = !is_unread && self.engine.decisions() != later.engine.decisions();
        if is_new {
            self.engine.set_decisions(later.engine.decisions().clone());
        }
        is_new
    }

    /// Whether a source reads the same here as there, so that what was read need not be read again.
    pub fn reads_like(&self, other: &Desk) -> bool {
        let entries = |desk: &Desk| -> Vec<SourceEntry> { desk.entries.iter().map(|it| it.entry.clone()).collect() };
        self.user_rules == other.user_rules && self.root == other.root && entries(self) == entries(other)
    }
}

/// What decides which desk a file belongs to: its configuration files and its folder of sources. Cheaper than a desk.
pub fn key(start: &Path, overrides: &Overrides) -> Vec<PathBuf> {
    let start = disk::absolute(start);
    let texts = find_config(&start, &disk::absolute(&overrides.working), overrides).unwrap_or_default();
    texts.into_iter().map(|it| it.dir).chain(disk::source_folder(&start)).collect()
}

/// The folder for what can be made anew at any time; `None` where the system has none.
pub fn cache_folder() -> Option<PathBuf> {
    disk::cache_folder()
}

/// Writes what is not there yet. NB: a page that cannot be written is none; nothing else hangs on it.
fn write_pages(rules: &mut Rules, policy: &Policy, folder: &Path) {
    let pages: Vec<(String, String)> =
        rules.all().iter().map(|it| (it.id.clone(), explain::page(it, policy.level(it)))).collect();
    for (id, page) in pages {
        // By its content, since desks may have other words for the same rule.
        let path = folder.join(format!("{id}-{:08x}.txt", xxh3_64(page.as_bytes()) >> 32));
        if disk::stamp(&path).is_some() || disk::write_own(&path, &id, &page).is_ok() {
            rules.set_page(&id, path);
        }
    }
}

/// The folder that problems with the configuration of a file or folder are relative to.
pub fn root(start: &Path, overrides: &Overrides) -> PathBuf {
    let working = disk::absolute(&overrides.working);
    let texts = find_config(&disk::absolute(start), &working, overrides).unwrap_or_default();
    texts.into_iter().rfind(|it| it.kind == LayerKind::File).map_or(working, |it| it.dir)
}

fn find_config(start: &Path, working: &Path, overrides: &Overrides) -> Result<Vec<ConfigText>, Problem> {
    let from = |path: &Path| disk::relative(path, working);
    let mut texts = match &overrides.config {
        Some(path) => vec![disk::config_text(&disk::absolute(&working.join(path)), &from)?],
        None => disk::config_texts(start, &from)?,
    };
    // Problems name files as every other path is shown: from the outermost of them.
    if let Some(root) = texts.last().map(|it| it.dir.clone()) {
        for text in &mut texts {
            text.shown = disk::relative(&text.dir.join(text.file_name()), &root);
        }
    }
    if let Some(settings) = &overrides.settings {
        let text = toml::to_string(settings).map_err(|error| Problem::new("settings", error.to_string(), ""))?;
        let shown = "settings".to_string();
        texts.push(ConfigText { kind: LayerKind::Settings, shown, dir: working.to_path_buf(), text });
    }
    Ok(texts)
}

impl ConfigText {
    /// Where the file lies.
    pub fn path(&self) -> PathBuf {
        self.dir.join(self.file_name())
    }

    fn file_name(&self) -> &str {
        self.shown.rsplit('/').next().unwrap_or(FILE_NAME)
    }
}

fn user_rules(
    config: &Config,
    within: Option<&Path>,
    shown: &dyn Fn(&Path) -> String,
) -> (Vec<RuleText>, Vec<Problem>) {
    let mut texts = Vec::new();
    let mut problems = Vec::new();
    for folder in &config.rules {
        let path = disk::absolute(&config.dir(folder.layer).join(&folder.value));
        if !path.is_dir() {
            let cause = format!("no folder of rules at \"{}\"", folder.value);
            problems.push(config.problem(folder.layer, folder.span, cause, "make it, or mend the path"));
            continue;
        }
        if within.is_some_and(|it| !disk::lies_in(&path, it)) {
            problems.push(config.problem(folder.layer, folder.span, OUTSIDE, TRUST));
            continue;
        }
        let (files, unread) = disk::rule_files(&path, shown);
        texts.extend(files.into_iter().map(|(path, text)| RuleText { path, text }));
        problems.extend(unread);
    }
    (texts, problems)
}

fn parse_globs(config: &Config, layer: usize, globs: &[Glob], mistakes: &mut Vec<Problem>) -> Vec<(Pattern, Problem)> {
    let mut patterns = Vec::new();
    for glob in globs {
        match Pattern::parse(&glob.pattern, config.dir(layer)) {
            Ok(pattern) => patterns.push((pattern, matches_nothing(config, layer, glob))),
            Err(cause) => mistakes.push(config.problem(layer, glob.span, cause, "mend the glob")),
        }
    }
    patterns
}

const OUTSIDE: &str = "outside of the workspace, which the editor does not trust: nothing there is read";
const TRUST: &str = "trust the workspace in the editor, or name nothing outside of it";

/// Takes out what looks outside of the folder, and tells of it.
fn left_out(patterns: &mut Vec<(Pattern, Problem)>, within: Option<&Path>) -> Vec<Problem> {
    let Some(within) = within else { return Vec::new() };
    let outside = patterns.extract_if(.., |(it, _)| !it.lies_in(within));
    outside.map(|(_, it)| Problem { cause: OUTSIDE.to_string(), remedy: TRUST.to_string(), ..it }).collect()
}

fn matches_nothing(config: &Config, layer: usize, glob: &Glob) -> Problem {
    let cause = format!("no file is matched by \"{}\"", glob.pattern);
    config.problem(layer, glob.span, cause, "mend the glob, or put the files there")
}
