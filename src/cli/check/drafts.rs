//! Which texts are to be checked, and which desk each belongs to.
//!
//! A folder gives what `drafts` matches in it or, where nothing is configured, every text in it that is no source.
//! Drafts that share their configuration files, or their folder of sources, share a desk.

use std::path::{Path, PathBuf};

use crate::cli::{ReadArgs, Streams};
use crate::engine::desk::{self, Desk, Found, Pattern, Selected, Selection};
use crate::problem::Problem;
use crate::text::{Format, Text};

pub struct Draft {
    /// As findings name it.
    pub shown: String,
    /// Where it lies; `None` for what came from stdin.
    pub path: Option<PathBuf>,
    /// Where what came from stdin is said to lie.
    pub named: Option<PathBuf>,
    pub text: Text,
}

pub struct Gathered {
    pub desks: Vec<(Desk, Vec<Draft>)>,
    /// Desk for desk.
    keys: Vec<Vec<PathBuf>>,
    /// Something that was asked for is missing or cannot be read; it was told.
    pub failed: bool,
}

/// Kinds of file that are taken for drafts in a folder.
const DRAFT_EXTENSIONS: [&str; 13] =
    ["md", "markdown", "mdown", "mkd", "qmd", "rmd", "txt", "text", "html", "htm", "docx", "docm", "odt"];

const STDIN: &str = "<stdin>";

pub fn gather(
    paths: &[String],
    stdin_path: Option<&Path>,
    read: &ReadArgs,
    streams: &mut Streams,
) -> anyhow::Result<Gathered> {
    let mut gather =
        Gather { read, streams, gathered: Gathered { desks: Vec::new(), keys: Vec::new(), failed: false } };
    if paths.is_empty() {
        gather.configured()?;
    }
    for path in paths {
        if path == "-" {
            gather.stdin(stdin_path)?;
        } else {
            gather.path(path)?;
        }
    }
    Ok(gather.gathered)
}

struct Gather<'a> {
    read: &'a ReadArgs,
    streams: &'a mut Streams,
    gathered: Gathered,
}

impl Gather<'_> {
    /// What `drafts` matches.
    fn configured(&mut self) -> anyhow::Result<()> {
        let idx = self.desk(Path::new("."))?;
        let Some((desk, _)) = self.gathered.desks.get(idx) else { return Ok(()) };
        if desk.config.drafts.is_none() {
            let cause = "no draft is named, and no backread.toml says which files are `drafts`";
            return self.tell(&Problem::new("check", cause, "name one: backread check draft.md"));
        }
        let (found, problems) = desk.draft_files();
        for problem in problems {
            self.tell(&problem)?;
        }
        // A folder among them may have a backread.toml of its own.
        self.each(found)
    }

    fn stdin(&mut self, path: Option<&Path>) -> anyhow::Result<()> {
        let start = path.unwrap_or(Path::new("."));
        let idx = self.desk(start)?;
        let Some((desk, drafts)) = self.gathered.desks.get_mut(idx) else { return Ok(()) };
        let shown = path.map_or_else(|| STDIN.to_string(), |path| desk.shown(path));
        let format = path.map_or(Format::Markdown, Format::of_path);
        match desk::read_stream(std::io::stdin().lock(), &shown) {
            Ok(text) => {
                let text = Text::read(text, format);
                drafts.push(Draft { shown, path: None, named: path.map(desk::absolute), text });
            }
            Err(problem) => self.tell(&problem)?,
        }
        Ok(())
    }

    fn path(&mut self, name: &str) -> anyhow::Result<()> {
        let path = PathBuf::from(name);
        if path.is_dir() {
            return self.folder(name, &path);
        }
        if desk::has_wildcards(name) && !path.exists() {
            return self.glob(name);
        }
        if !path.exists() {
            return self.tell(&Problem::new(name, "no such draft", "see to the path"));
        }
        let idx = self.desk(&path)?;
        self.files(idx, vec![Found { path: desk::absolute(&path), shown: String::new() }])
    }

    fn folder(&mut self, name: &str, path: &Path) -> anyhow::Result<()> {
        let idx = self.desk(path)?;
        let Some((desk, _)) = self.gathered.desks.get(idx) else { return Ok(()) };
        let selection = Selection::of(vec![Pattern::folder(path)]);
        let Selected { mut found, unread, .. } = desk::select(&selection, &|it| desk.shown(it));
        found.retain(|it| match desk.config.drafts {
            Some(_) => desk.is_draft(&it.path),
            None => looks_like_a_draft(&it.path) && !desk.is_source(&it.path),
        });
        if found.is_empty() {
            let remedy = match desk.config.drafts {
                Some(_) => "see to `drafts` in backread.toml, or name a file",
                None => "put a .md, .txt, .html or .docx file there, or name a file",
            };
            return self.tell(&Problem::new(name, "no drafts in this folder", remedy));
        }
        self.unread(&unread)?;
        self.each(found)
    }

    fn glob(&mut self, name: &str) -> anyhow::Result<()> {
        let pattern = match Pattern::parse(name, Path::new(".")) {
            Ok(pattern) => pattern,
            Err(cause) => return self.tell(&Problem::new(name, cause, "mend the glob")),
        };
        let selection = Selection::of(vec![pattern.by_hand()]);
        let Selected { found, unread, .. } = desk::select(&selection, &|it| it.display().to_string());
        self.unread(&unread)?;
        if found.is_empty() {
            return self.tell(&Problem::new(name, "no file is matched by this glob", "see to the path"));
        }
        self.each(found)
    }

    /// Tells which drafts were not come to: links that lead elsewhere, or nowhere.
    fn unread(&mut self, problems: &[Problem]) -> anyhow::Result<()> {
        problems.iter().filter(|it| looks_like_a_draft(Path::new(&it.path))).try_for_each(|it| self.tell(it))
    }

    /// Files that may belong to different desks.
    fn each(&mut self, found: Vec<Found>) -> anyhow::Result<()> {
        for file in found {
            let idx = self.desk(&file.path)?;
            self.files(idx, vec![file])?;
        }
        Ok(())
    }

    fn files(&mut self, idx: usize, found: Vec<Found>) -> anyhow::Result<()> {
        for file in found {
            let Some((desk, drafts)) = self.gathered.desks.get_mut(idx) else { return Ok(()) };
            let shown = desk.shown(&file.path);
            if drafts.iter().any(|it| it.shown == shown) {
                continue;
            }
            match desk::open_draft(&file.path, &shown) {
                Ok(text) => drafts.push(Draft { shown, path: Some(file.path), named: None, text }),
                Err(problem) => self.tell(&problem)?,
            }
        }
        Ok(())
    }

    /// The desk for a file or folder: one that is there already, or a new one.
    fn desk(&mut self, start: &Path) -> anyhow::Result<usize> {
        let key = desk::key(start, &self.read.overrides()?);
        if let Some(idx) = self.gathered.keys.iter().position(|it| *it == key) {
            return Ok(idx);
        }
        let told: Vec<Problem> = self.gathered.desks.iter().flat_map(|(desk, _)| desk.problems.clone()).collect();
        let desk = self.read.another_desk(start, &told, self.streams)?;
        self.gathered.keys.push(key);
        self.gathered.desks.push((desk, Vec::new()));
        Ok(self.gathered.desks.len() - 1)
    }

    fn tell(&mut self, problem: &Problem) -> anyhow::Result<()> {
        self.gathered.failed = true;
        writeln!(self.streams.err, "error: {problem}")?;
        Ok(())
    }
}

fn looks_like_a_draft(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase();
    DRAFT_EXTENSIONS.contains(&extension.as_str())
}
