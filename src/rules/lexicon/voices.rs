//! Outlets and papers that nobody names, judgements of people, and allegations (`rules/lexicon/voices.toml`).

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::phrases::Phrases;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct VoicesFile {
    outlets: Vec<String>,
    outlet_modifiers: Vec<String>,
    outlet_named_after: Vec<String>,
    papers: Vec<String>,
    bare_papers: Vec<String>,
    secret: Vec<String>,
    showing: Vec<String>,
    obtained: Vec<String>,
    judging: Vec<String>,
    ranking: Vec<String>,
    denying: Vec<String>,
    calling: Vec<String>,
    alleging: Vec<String>,
    striking: Vec<String>,
    struck: Vec<String>,
    uncorroborated: Vec<String>,
    estimating: Vec<String>,
}

/// All lower case, in the forms that are written.
#[derive(Clone, Debug, Default)]
pub struct Voices {
    /// "media", "reports": outlets that are meant all together.
    pub outlets: FxHashSet<String>,
    /// "local", "several": stand before them and name none.
    pub outlet_modifiers: FxHashSet<String>,
    /// "in", "including": after the outlets, and leads to their names.
    pub outlet_named_after: FxHashSet<String>,
    /// "memo", "emails".
    pub papers: FxHashSet<String>,
    /// Papers that are meant so without another word: "documents show".
    pub bare_papers: FxHashSet<String>,
    /// "leaked", "internal".
    pub secret: FxHashSet<String>,
    /// "show", "reveal": what papers do.
    pub showing: FxHashSet<String>,
    /// "seen by": how the paper came to be seen.
    pub obtained: Phrases<()>,
    /// "corrupt": fits a person or a body and nothing else.
    pub judging: Phrases<()>,
    /// "worst", before a person or a body.
    pub ranking: FxHashSet<String>,
    /// "not": before a judging word.
    pub denying: FxHashSet<String>,
    /// "is", "called": leads to what somebody is or is called.
    pub calling: FxHashSet<String>,
    /// "tortured".
    pub alleging: FxHashSet<String>,
    /// "beat", with a person for its object.
    pub striking: FxHashSet<String>,
    pub struck: FxHashSet<String>,
    /// "could not be independently": says that it stands alone.
    pub uncorroborated: Phrases<()>,
    /// "by their count": somebody's figure, whoever that is.
    pub estimating: FxHashSet<String>,
}

impl Voices {
    pub fn compile(file: VoicesFile) -> Voices {
        Voices {
            outlets: file.outlets.into_iter().collect(),
            outlet_modifiers: file.outlet_modifiers.into_iter().collect(),
            outlet_named_after: file.outlet_named_after.into_iter().collect(),
            papers: file.papers.into_iter().collect(),
            bare_papers: file.bare_papers.into_iter().collect(),
            secret: file.secret.into_iter().collect(),
            showing: file.showing.into_iter().collect(),
            obtained: Phrases::plain(file.obtained),
            judging: Phrases::plain(file.judging),
            ranking: file.ranking.into_iter().collect(),
            denying: file.denying.into_iter().collect(),
            calling: file.calling.into_iter().collect(),
            alleging: file.alleging.into_iter().collect(),
            striking: file.striking.into_iter().collect(),
            struck: file.struck.into_iter().collect(),
            uncorroborated: Phrases::plain(file.uncorroborated),
            estimating: file.estimating.into_iter().collect(),
        }
    }
}
