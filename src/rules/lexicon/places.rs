//! Names that stand for one another (`rules/lexicon/places.toml`): "Kyiv", "Ukrainian" and "Ukraine".

use rustc_hash::FxHashMap;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PlacesFile {
    same: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Places {
    /// By name: the lines that it stands on.
    lines: FxHashMap<String, Vec<u16>>,
}

impl Places {
    pub fn compile(file: PlacesFile) -> Places {
        let mut lines: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        for (line, names) in file.same.iter().enumerate() {
            for name in names.split(',').map(str::trim) {
                lines.entry(name.to_string()).or_default().push(line as u16);
            }
        }
        Places { lines }
    }

    /// Whether one may be written for the other. Lower case.
    pub fn are_same(&self, a: &str, b: &str) -> bool {
        let ours = self.lines(a);
        !ours.is_empty() && self.lines(b).iter().any(|it| ours.contains(it))
    }

    /// The lines on which a name stands.
    pub fn lines(&self, name: &str) -> &[u16] {
        self.lines.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn knows(&self, name: &str) -> bool {
        self.lines.contains_key(name)
    }
}
