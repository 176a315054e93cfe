//! What git has of a folder at a revision: texts, and which files have changed since.
//!
//! Git is asked as a program, with arguments of its own and never through a shell. A repository may come from anybody: no
//! filter, hook, driver or watcher that it names is run by what is asked here, and nothing is fetched that a partial
//! clone has left out. A text is the object as it was committed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::MAX_BYTES;
use crate::problem::Problem;

/// A commit of the repository that a folder lies in.
#[derive(Clone, Debug)]
pub struct Revision {
    /// As it was asked for.
    pub name: String,
    commit: String,
    /// The folder that the repository begins in.
    pub top: PathBuf,
    /// Keys of its configuration that name programs which git runs over the files that it compares.
    filters: Vec<String>,
}

impl Revision {
    pub fn find(folder: &Path, name: &str) -> Result<Revision, Problem> {
        let prefix = git(folder, &["rev-parse", "--show-prefix"]).map_err(|error| match error {
            Failed::Missing => Problem::new("--since", "git is not to be found", "install it, or leave --since out"),
            Failed::Refused(_) => {
                let cause = "the drafts lie in no git repository";
                Problem::new("--since", cause, "run it in one, or leave --since out")
            }
        })?;
        // NB: the folder as it was named, not where its links lead: other paths begin with it.
        let depth = String::from_utf8_lossy(&prefix).trim_end().split('/').filter(|it| !it.is_empty()).count();
        let top = folder.ancestors().nth(depth).unwrap_or(folder).to_path_buf();
        let commit = format!("{name}^{{commit}}");
        let commit = git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|_| {
            let cause = format!("git knows no revision \"{name}\"");
            Problem::new("--since", cause, "see to its name; a shallow clone may have to fetch it")
        })?;
        let commit = String::from_utf8_lossy(&commit).trim().to_string();
        // NB: it ends with 1 where there are none.
        let filters =
            git(folder, &["config", "--null", "--name-only", "--get-regexp", "^filter\\."]).unwrap_or_default();
        let filters =
            String::from_utf8_lossy(&filters).split('\0').filter(|it| !it.is_empty()).map(String::from).collect();
        Ok(Revision { name: name.to_string(), commit, top, filters })
    }

    /// Files that are not as the revision has them: changed, added or removed since. What git is told to ignore is nobody's
    /// change.
    pub fn changed(&self) -> Result<BTreeSet<PathBuf>, Problem> {
        let diff = [
            "diff",
            "--name-only",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=all",
            "-z",
            &self.commit,
            "--",
        ];
        let untracked = ["ls-files", "--others", "--exclude-standard", "-z"];
        let mut changed = BTreeSet::new();
        for args in [&diff[..], &untracked[..]] {
            let names = self.ask(args)?;
            changed.extend(names.split(|it| *it == 0).filter(|it| !it.is_empty()).map(|it| self.path(it)));
        }
        Ok(changed)
    }

    /// The texts of files as they were, `None` for those that were not there, or were no files.
    pub fn texts<'a>(&self, paths: impl Iterator<Item = &'a Path>) -> Result<Vec<Option<Vec<u8>>>, Problem> {
        let failed = |error: std::io::Error| Problem::new("--since", format!("git did not answer ({error})"), "");
        let mut child = command(&self.top, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let (Some(mut asks), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(std::io::ErrorKind::BrokenPipe.into()));
        };
        let mut answers = BufReader::new(answers);
        let mut texts = Vec::new();
        for path in paths {
            // A name with a line end in it cannot be asked for in this way.
            let name = path.strip_prefix(&self.top).ok().map(|it| it.to_string_lossy().replace('\\', "/"));
            let text = match name.filter(|it| !it.contains('\n')) {
                Some(name) => object(&format!("{}:{name}", self.commit), &mut asks, &mut answers).map_err(failed)?,
                None => None,
            };
            texts.push(text);
        }
        drop(asks);
        // NB: it has answered everything; how it ends is no matter.
        let _ = child.wait();
        Ok(texts)
    }

    fn ask(&self, args: &[&str]) -> Result<Vec<u8>, Problem> {
        let mut command = command(&self.top, args);
        let switches =
            self.filters.iter().map(|it| (it.as_str(), if it.ends_with(".required") { "false" } else { "" }));
        configure(&mut command, switches);
        output(command).map_err(|error| {
            let cause = match error {
                Failed::Missing => "git is not to be found".to_string(),
                Failed::Refused(said) => format!("git did not answer ({said})"),
            };
            Problem::new("--since", cause, "see to the repository")
        })
    }

    fn path(&self, name: &[u8]) -> PathBuf {
        self.top.join(&*String::from_utf8_lossy(name))
    }
}

/// One object out of `cat-file --batch`: "<hash> blob <length>", the bytes and a line end; "… missing" where there is none.
fn object(name: &str, asks: &mut impl Write, answers: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    writeln!(asks, "{name}")?;
    asks.flush()?;
    let mut head = Vec::new();
    answers.read_until(b'\n', &mut head)?;
    if head.is_empty() {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let head = String::from_utf8_lossy(&head).trim_end().to_string();
    let mut words = head.rsplit(' ');
    let Some(len) = words.next().and_then(|it| it.parse::<u64>().ok()) else {
        return Ok(None);
    };
    let is_text = words.next() == Some("blob") && len <= MAX_BYTES;
    let mut bytes = Vec::new();
    let mut rest = answers.take(len + 1);
    if is_text {
        rest.read_to_end(&mut bytes)?;
        bytes.pop();
    } else {
        std::io::copy(&mut rest, &mut std::io::sink())?;
    }
    Ok(is_text.then_some(bytes))
}

enum Failed {
    Missing,
    Refused(String),
}

fn git(folder: &Path, args: &[&str]) -> Result<Vec<u8>, Failed> {
    output(command(folder, args))
}

fn output(mut command: Command) -> Result<Vec<u8>, Failed> {
    let output = command.stdin(Stdio::null()).output().map_err(|_| Failed::Missing)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failed::Refused(said.lines().next().unwrap_or("no reason given").to_string()))
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    // NB: a repository may name a program that watches it; nothing asked here needs one.
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false"]).args(args);
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    // NB: what a partial clone lacks is fetched by the program that its configuration names. Older ones know the second
    // alone, and are left without a way to fetch by.
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "");
    command
}

/// Keys that are to hold whatever the repository says. NB: by the environment, since the name of a filter may hold what
/// ends a key in an argument.
fn configure<'a>(command: &mut Command, keys: impl Iterator<Item = (&'a str, &'a str)>) {
    // What the user has set in this way holds as well.
    let n_before = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
    let mut n = n_before;
    for (key, value) in keys {
        command.env(format!("GIT_CONFIG_KEY_{n}"), key).env(format!("GIT_CONFIG_VALUE_{n}"), value);
        n += 1;
    }
    command.env("GIT_CONFIG_COUNT", n.to_string());
}

/// Files as a revision has them, in a folder of their own that goes when this does.
#[derive(Debug)]
pub struct Copies {
    folder: tempfile::TempDir,
}

impl Copies {
    pub fn of(revision: &Revision, paths: &BTreeSet<PathBuf>) -> Result<Copies, Problem> {
        let failed = |error: std::io::Error| {
            let cause = format!("the sources of {} could not be laid out ({error})", revision.name);
            Problem::new("--since", cause, "see to the room in the folder for temporary files")
        };
        // NB: nobody but the user may look into it.
        let folder = tempfile::Builder::new().prefix("backread-").tempdir().map_err(failed)?;
        let texts = revision.texts(paths.iter().map(PathBuf::as_path))?;
        for (path, text) in paths.iter().zip(texts) {
            let (Some(text), Ok(inner)) = (text, path.strip_prefix(&revision.top)) else { continue };
            let path = folder.path().join(inner);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(failed)?;
            }
            std::fs::write(&path, text).map_err(failed)?;
        }
        Ok(Copies { folder })
    }

    /// Stands for the folder that the repository begins in.
    pub fn top(&self) -> &Path {
        self.folder.path()
    }
}
