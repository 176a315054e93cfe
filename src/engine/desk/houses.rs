//! The house that a configuration names, laid under it. A preset is one more layer, so that one merge serves all.

use std::path::PathBuf;

use crate::config::{Config, ConfigText, LayerKind};
use crate::problem::{Problem, did_you_mean};
use crate::rules::{RuleText, house};
use crate::text::TextSpan;

/// The same configuration with the house, and the default under it, as its lowest layers.
pub fn with_house(mut texts: Vec<ConfigText>, config: Config, users: &[RuleText]) -> Result<Config, Vec<Problem>> {
    let name = config.house.as_ref().map_or(house::DEFAULT, |it| it.value.as_str());
    for name in [name, house::DEFAULT] {
        let Some(text) = house::find(name, users) else {
            return Err(vec![unknown_house(&config, name, users)]);
        };
        texts.push(ConfigText { kind: LayerKind::House, shown: text.path, dir: PathBuf::new(), text: text.text });
    }
    let (config, problems) = Config::of(texts);
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

pub fn unknown_house(config: &Config, name: &str, users: &[RuleText]) -> Problem {
    let names = house::names(users);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let given = config.house.as_ref().map_or((0, TextSpan::new(0, 0)), |it| (it.layer, it.span));
    config.problem(given.0, given.1, format!("no house is called \"{name}\""), did_you_mean(name, &names))
}
