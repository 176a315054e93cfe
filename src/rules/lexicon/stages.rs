//! Stages and movements (`rules/lexicon/stages.toml`): planned or done, up or down.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::phrases::Phrases;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct StagesFile {
    boundaries: FxHashSet<String>,
    before: ByStage,
    after: ByStage,
    moves: MovesFile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ByStage {
    forecast: Vec<String>,
    planned: Vec<String>,
    target: Vec<String>,
    possible: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct MovesFile {
    up: Vec<String>,
    down: Vec<String>,
    up_object: Vec<String>,
    down_object: Vec<String>,
    up_after: Vec<String>,
    down_after: Vec<String>,
    ranging: FxHashSet<String>,
    scores: FxHashSet<String>,
}

/// As the file's keys have them; what matches none is actual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageClass {
    Forecast,
    Planned,
    Target,
    Possible,
}

/// A word that tells a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub up: bool,
    /// Takes an object: a bare number after it is what is moved, not how far.
    pub object: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Stages {
    pub boundaries: FxHashSet<String>,
    /// By last word.
    pub before: Phrases<StageClass>,
    /// By first word.
    pub after: Phrases<StageClass>,
    pub moves: FxHashMap<String, Move>,
    /// "5% higher": true is up.
    pub moves_after: FxHashMap<String, bool>,
    pub ranging: FxHashSet<String>,
    pub scores: FxHashSet<String>,
}

impl ByStage {
    fn all(self) -> impl Iterator<Item = (String, StageClass)> {
        [
            (self.forecast, StageClass::Forecast),
            (self.planned, StageClass::Planned),
            (self.target, StageClass::Target),
            (self.possible, StageClass::Possible),
        ]
        .into_iter()
        .flat_map(|(phrases, class)| phrases.into_iter().map(move |phrase| (phrase, class)))
    }
}

impl Stages {
    pub fn compile(file: StagesFile) -> Stages {
        let mut moves = FxHashMap::default();
        let kinds = [
            (file.moves.up_object, Move { up: true, object: true }),
            (file.moves.down_object, Move { up: false, object: true }),
            (file.moves.up, Move { up: true, object: false }),
            (file.moves.down, Move { up: false, object: false }),
        ];
        for (words, kind) in kinds {
            moves.extend(words.into_iter().map(|word| (word, kind)));
        }
        let mut moves_after = FxHashMap::default();
        moves_after.extend(file.moves.up_after.into_iter().map(|word| (word, true)));
        moves_after.extend(file.moves.down_after.into_iter().map(|word| (word, false)));
        Stages {
            boundaries: file.boundaries,
            before: Phrases::by_last(file.before.all()),
            after: Phrases::by_first(file.after.all()),
            moves,
            moves_after,
            ranging: file.moves.ranging,
            scores: file.moves.scores,
        }
    }
}
