//! Rules and lexicons from TOML text: parsed and compiled once, with every mistake placed.
//!
//! The built-in files are embedded; a user's folder adds files or overrides keys of the ones that are here, by id.
//! A mistake switches off the rule that it is in, and no other, and comes back as a [`Problem`] that names file, line,
//! key, and the nearest known key. Rules hold patterns and words only: they run no code, and patterns are linear-time.

mod embedded;
mod file;
pub mod house;
pub mod lexicon;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use crate::finding::{Severity, Weight};
use crate::problem::Problem;

pub use file::{did_you_mean, mistake, nearest};
use lexicon::Lexicon;

/// One TOML file as text, wherever it came from. `path` is what problems name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    pub path: String,
    pub text: String,
}

/// All rules in force and the words that readers and checks go by.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Sorted by id.
    rules: Vec<Rule>,
    /// Shared, since every corpus keeps the rules that it was read by.
    pub lexicon: Arc<Lexicon>,
    /// In the order of their spellings.
    pub house_names: Vec<HouseName>,
}

/// A spelling of the house, and those that it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseName {
    pub spelling: String,
    pub instead_of: Vec<String>,
}

/// One rule, as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: String,
    /// The folder of its file: figure, quote, attribution …
    pub family: String,
    /// The function in `check` that enforces it.
    pub check: String,
    /// `None` is off.
    pub level: Option<Severity>,
    /// The level of a slight case; never louder than `level`.
    pub slight: Option<Severity>,
    /// Levels of single variants, over both; `None` is off.
    pub levels: BTreeMap<String, Option<Severity>>,
    pub message: String,
    /// Other wordings by variant, for [`crate::finding::Raised::variant`].
    pub messages: BTreeMap<String, String>,
    pub help: String,
    pub why: String,
    /// Sorts of text where the rule does not look: "heading", "quotation", "table" …
    pub not: Vec<String>,
    pub params: BTreeMap<String, Param>,
    /// A file of the user's about it has a mistake: off, whatever level it is given.
    pub broken: bool,
    pub excepts: Vec<Except>,
    pub examples: Vec<Example>,
    pub path: String,
    /// A file that explains it, for editors that open one.
    pub page: Option<PathBuf>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    Number(f64),
    Flag(bool),
    Words(Vec<String>),
    Word(String),
}

/// Words that the rule lets stand, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Except {
    pub text: String,
    pub reason: String,
}

/// A fixture that is also a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub name: String,
    pub text: String,
}

impl Rules {
    /// The rules that are shipped. A mistake in them is caught by a test and leaves the rule off.
    pub fn built_in() -> Rules {
        Rules::load(&[]).0
    }

    /// The shipped rules with a user's files over them, in the order given.
    pub fn load(users: &[RuleText]) -> (Rules, Vec<Problem>) {
        // Compiled once: a desk is configured anew whenever something near its configuration changes.
        static SHIPPED: LazyLock<(Rules, Vec<Problem>)> = LazyLock::new(Rules::shipped);
        let (shipped, problems) = &*SHIPPED;
        let (mut all, mut problems) = (shipped.clone(), problems.clone());
        if !users.is_empty() {
            all.rules = file::over(&shipped.rules, users, &mut problems);
        }
        if users.iter().any(|it| it.path.contains("lexicon/")) {
            all.lexicon = Arc::new(shipped.lexicon.with(embedded::LEXICON, users, &mut problems));
        }
        (all, problems)
    }

    fn shipped() -> (Rules, Vec<Problem>) {
        let mut problems = Vec::new();
        let rules = file::rules(embedded::RULES, &mut problems);
        let lexicon = Lexicon::load(embedded::LEXICON, &mut problems);
        (Rules { rules, lexicon: Arc::new(lexicon), house_names: Vec::new() }, problems)
    }

    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let idx = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        self.rules.get(idx)
    }

    /// Sets a parameter over what the rule's file says; a rule that is not there is passed over.
    pub fn set_param(&mut self, id: &str, param: &str, value: Param) {
        if let Ok(idx) = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id))
            && let Some(rule) = self.rules.get_mut(idx)
        {
            rule.params.insert(param.to_string(), value);
        }
    }

    /// Says where a rule is explained.
    pub fn set_page(&mut self, id: &str, page: PathBuf) {
        if let Some(rule) = self.rules.iter_mut().find(|it| it.id == id) {
            rule.page = Some(page);
        }
    }

    /// Switches a rule off for a mistake in its file.
    pub fn switch_off(&mut self, id: &str) {
        if let Some(rule) = self.rules.iter_mut().find(|it| it.id == id) {
            rule.broken = true;
            rule.level = None;
            rule.slight = None;
        }
    }

    /// A numeric parameter of a rule; `otherwise` where neither the file nor the user sets it.
    pub fn number(&self, id: &str, param: &str, otherwise: f64) -> f64 {
        match self.rule(id).and_then(|rule| rule.params.get(param)) {
            Some(Param::Number(number)) => *number,
            _ => otherwise,
        }
    }

    pub fn flag(&self, id: &str, param: &str, otherwise: bool) -> bool {
        match self.rule(id).and_then(|rule| rule.params.get(param)) {
            Some(Param::Flag(flag)) => *flag,
            _ => otherwise,
        }
    }

    pub fn word(&self, id: &str, param: &str, otherwise: &'static str) -> &str {
        match self.rule(id).and_then(|rule| rule.params.get(param)) {
            Some(Param::Word(word)) => word,
            _ => otherwise,
        }
    }

    pub fn words(&self, id: &str, param: &str) -> &[String] {
        match self.rule(id).and_then(|rule| rule.params.get(param)) {
            Some(Param::Words(words)) => words,
            _ => &[],
        }
    }
}

impl Rule {
    /// The level of a case where the rule stands at `level`: never louder than that, and off where that is.
    pub fn level_of(&self, level: Option<Severity>, weight: Weight, variant: &str) -> Option<Severity> {
        let otherwise = match weight {
            Weight::Full => level,
            Weight::Slight => self.slight,
        };
        self.levels.get(variant).copied().unwrap_or(otherwise).min(level)
    }

    /// The wording for a variant; the plain message where the rule has none of that name.
    pub fn wording(&self, variant: &str) -> &str {
        self.messages.get(variant).unwrap_or(&self.message)
    }
}
