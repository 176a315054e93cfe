//! Presets of levels and policy, one file a house under `rules/houses/`, in the keys of `backread.toml`.
//!
//! Only the texts live here: they are read by the same parser as a configuration file, as a layer under all of them.
//! `default` lists every rule of the product with its level, also those that a house alone turns on.

use super::RuleText;
use super::embedded::HOUSES;

/// The preset under every other.
pub const DEFAULT: &str = "default";

/// A preset by its name: the user's own `houses/<name>.toml` before a shipped one.
pub fn find(name: &str, users: &[RuleText]) -> Option<RuleText> {
    let file_name = format!("houses/{name}.toml");
    if let Some(own) = users.iter().rfind(|it| it.path == file_name || it.path.ends_with(&format!("/{file_name}"))) {
        return Some(own.clone());
    }
    let (_, text) = HOUSES.iter().find(|(path, _)| *path == file_name)?;
    Some(RuleText { path: format!("house {name}"), text: (*text).to_string() })
}

/// All names, sorted.
pub fn names(users: &[RuleText]) -> Vec<String> {
    let stem = |path: &str| {
        let (folders, name) = path.rsplit_once('/')?;
        (folders == "houses" || folders.ends_with("/houses")).then_some(name.strip_suffix(".toml")?.to_string())
    };
    let users = users.iter().map(|it| it.path.as_str());
    let mut names: Vec<String> = HOUSES.iter().map(|(path, _)| *path).chain(users).filter_map(stem).collect();
    names.sort();
    names.dedup();
    names
}
