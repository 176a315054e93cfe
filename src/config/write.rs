//! What is put into a `backread.toml` for the writer: always added to what stands there, never in the place of it.
//!
//! Pure: the text as it is, and where what goes into it.

use super::{Config, ConfigText, LayerKind};

/// A text that goes in between two bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insert {
    pub at: usize,
    pub text: String,
}

/// A `[[source]]` entry at the end of a file: of two entries for one source the later wins.
pub fn entry(text: &str, path: &str, key: &str, value: &str) -> Insert {
    let gap = match text {
        "" => "",
        it if it.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let entry = format!("{gap}[[source]]\npath = {}\n{key} = {}\n", quoted(path), quoted(value));
    Insert { at: text.len(), text: entry }
}

/// A file taken out of `sources`: at the end of the list or, where the file has none, as the first line of it, with
/// `otherwise` as what was in use without a list. `None` where the text does not parse.
pub fn exclude(text: &str, path: &str, otherwise: Option<&str>) -> Option<Insert> {
    let layer =
        ConfigText { kind: LayerKind::File, shown: String::new(), dir: Default::default(), text: text.to_string() };
    let (config, problems) = Config::of(vec![layer]);
    if !problems.is_empty() {
        return None;
    }
    let pattern = format!("!{path}");
    match config.sources {
        Some(given) => Some(match given.value.last() {
            Some(last) => Insert { at: last.span.end as usize, text: format!(", {}", quoted(&pattern)) },
            None => Insert { at: given.span.start as usize + 1, text: quoted(&pattern) },
        }),
        None => {
            let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            Some(Insert { at: start, text: sources(&[otherwise?, &pattern]) })
        }
    }
}

/// The line that names the sources.
pub fn sources(globs: &[&str]) -> String {
    let globs: Vec<String> = globs.iter().map(|it| quoted(it)).collect();
    format!("sources = [{}]\n", globs.join(", "))
}

fn quoted(words: &str) -> String {
    toml::Value::String(words.to_string()).to_string()
}
