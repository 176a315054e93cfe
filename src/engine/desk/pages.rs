//! Files of ours that are written by hand, as they stand in an editor: which they are, and what is the matter with them.
//!
//! Pure: what a text says is all that is looked at. What hangs on other files (a glob that matches nothing, a source that
//! cannot be read) is told by the desk, for the text that it has read from disk.

mod about;
mod lexicon;
mod offers;
pub mod schema;
mod spot;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::houses::unknown_house;
use super::{DECISIONS, Desk, Pattern, levels, params, parse_globs};
use crate::config::{self, Config, ConfigText, FILE_NAME, LayerKind};
use crate::corpus::load;
use crate::disk;
use crate::engine::decisions::Decisions;
use crate::problem::Problem;
use crate::rules::{RuleText, Rules, house};

pub use about::{About, about};
pub use offers::{Offer, Offers, offers};

/// What a file of ours is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// `backread.toml`.
    Config,
    Rule,
    /// Words that readers know; no rule.
    Lexicon,
    /// A preset of levels and policy, in the keys of `backread.toml`.
    House,
    /// What is said of the source beside it.
    Sidecar,
    /// What was let stand.
    Decisions,
}

/// What a page is read against.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    pub rules: &'a Rules,
    /// The user's own rule files, as they lie on disk.
    pub users: &'a [RuleText],
}

/// A page as it is named, and where what it names lies.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    pub kind: PageKind,
    /// As problems name it.
    pub shown: &'a str,
    /// The folder that globs are relative to.
    pub dir: &'a Path,
    pub text: &'a str,
}

impl Page<'_> {
    /// The name of the file without folders and ending.
    fn stem(&self) -> &str {
        let name = self.shown.rsplit('/').next().unwrap_or("");
        name.strip_suffix(".toml").unwrap_or(name)
    }
}

static BUILT_IN: LazyLock<Rules> = LazyLock::new(Rules::built_in);

impl Around<'static> {
    /// Where no desk holds: the shipped rules alone.
    pub fn nobody() -> Around<'static> {
        Around { rules: &BUILT_IN, users: &[] }
    }
}

impl PageKind {
    /// By the name alone, which tells a configuration file from everything else.
    pub fn of_name(path: &Path) -> Option<PageKind> {
        path.file_name().is_some_and(|it| it == FILE_NAME).then_some(PageKind::Config)
    }
}

impl Desk {
    /// What a file is to this desk; `None` for what is none of its own.
    pub fn page_kind(&self, path: &Path) -> Option<PageKind> {
        if path.extension().is_none_or(|it| it != "toml") {
            return None;
        }
        if let Some(kind) = PageKind::of_name(path) {
            return Some(kind);
        }
        if self.rule_folders().any(|it| path.starts_with(it)) {
            let shown = self.shown(path);
            return Some(if shown.contains("lexicon/") {
                PageKind::Lexicon
            } else if shown.contains("houses/") {
                PageKind::House
            } else {
                PageKind::Rule
            });
        }
        let source = load::spoken_of(path);
        if source != path && self.is_source(&source) {
            return Some(PageKind::Sidecar);
        }
        (path == self.root.join(DECISIONS)).then_some(PageKind::Decisions)
    }

    /// What pages of this desk are read against.
    pub fn around(&self) -> Around<'_> {
        Around { rules: self.engine.rules(), users: &self.user_rules }
    }

    /// Whether this is the text of a configuration file that the desk was made of: what the desk says of it holds.
    pub fn was_made_of(&self, path: &Path, text: &str) -> bool {
        let is_it = |it: &ConfigText| it.kind == LayerKind::File && it.text == text;
        self.config.layers.iter().any(|it| is_it(it) && it.dir.join(it.file_name()) == path)
    }
}

/// All that is the matter with a page and can be told from its text, in the order of the text.
pub fn mistakes(page: &Page<'_>, around: &Around<'_>) -> Vec<Problem> {
    let mut problems = match page.kind {
        PageKind::Config => of_config(page, around),
        PageKind::Rule | PageKind::Lexicon => of_rule(page, around.users),
        PageKind::House => Config::of(vec![layer(page, LayerKind::House)]).1,
        PageKind::Sidecar => config::source_entry(page.shown, page.text).1,
        PageKind::Decisions => Decisions::parse(page.shown, page.text).err().into_iter().collect(),
    };
    problems.retain(|it| it.path == page.shown);
    problems.sort_by(|a, b| (a.reach, a).cmp(&(b.reach, b)));
    problems.dedup();
    problems
}

fn layer(page: &Page<'_>, kind: LayerKind) -> ConfigText {
    ConfigText { kind, shown: page.shown.to_string(), dir: page.dir.to_path_buf(), text: page.text.to_string() }
}

fn of_config(page: &Page<'_>, around: &Around<'_>) -> Vec<Problem> {
    let mut texts = vec![layer(page, LayerKind::File)];
    let (alone, _) = Config::of(texts.clone());
    let mut problems = Vec::new();
    let name = alone.house.as_ref().map_or(house::DEFAULT, |it| it.value.as_str());
    for name in [name, house::DEFAULT] {
        match house::find(name, around.users) {
            Some(RuleText { path, text }) => {
                texts.push(ConfigText { kind: LayerKind::House, shown: path, dir: PathBuf::new(), text });
            }
            None => problems.push(unknown_house(&alone, name, around.users)),
        }
    }
    let (config, mistakes) = Config::of(texts);
    problems.extend(mistakes);
    problems.extend(levels::unknown(&config, around.rules));
    for globs in [&config.sources, &config.drafts].into_iter().flatten() {
        parse_globs(&config, globs.layer, &globs.value, &mut problems);
    }
    for given in &config.entries {
        if let Err(cause) = Pattern::parse(&given.value.path, config.dir(given.layer)) {
            problems.push(config.problem(given.layer, given.span, cause, "mend the glob"));
        }
    }
    problems
}

/// The rules as they would be with this text in the place of its file.
fn of_rule(page: &Page<'_>, users: &[RuleText]) -> Vec<Problem> {
    let mut users = users.to_vec();
    match users.iter_mut().find(|it| it.path == page.shown) {
        Some(user) => user.text = page.text.to_string(),
        None => users.push(RuleText { path: page.shown.to_string(), text: page.text.to_string() }),
    }
    let (mut rules, mut problems) = Rules::load(&users);
    problems.extend(params::mistakes(&mut rules, &users));
    problems
}

/// A page of no desk's, as problems name it.
pub fn shown_from(path: &Path, root: &Path) -> String {
    disk::relative(path, root)
}
