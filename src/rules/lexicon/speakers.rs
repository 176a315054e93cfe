//! Who speaks without a name (`rules/lexicon/speakers.toml`), and what texts say about names that they withhold.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::phrases::Phrases;

type Words = FxHashSet<String>;

/// Words in groups: lines of words, the first of which may be the general one.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// By word: the lines that it stands on, and whether it is the first there.
    lines: FxHashMap<String, Vec<(u16, bool)>>,
}

impl Groups {
    fn compile(file: Vec<String>) -> Groups {
        let mut groups = Groups::default();
        for (line, words) in file.iter().enumerate() {
            for (n, word) in words.split(',').map(str::trim).enumerate() {
                groups.lines.entry(word.to_string()).or_default().push((line as u16, n == 0));
            }
        }
        groups
    }

    pub fn knows(&self, word: &str) -> bool {
        self.lines.contains_key(word)
    }

    /// Whether two words stand on one line.
    pub fn are_together(&self, a: &str, b: &str) -> bool {
        let (Some(ours), Some(theirs)) = (self.lines.get(a), self.lines.get(b)) else { return false };
        ours.iter().any(|(line, _)| theirs.iter().any(|it| it.0 == *line))
    }

    /// Whether the first word heads a line that has the second.
    pub fn is_head_of(&self, general: &str, word: &str) -> bool {
        let (Some(ours), Some(theirs)) = (self.lines.get(general), self.lines.get(word)) else { return false };
        ours.iter().any(|(line, first)| *first && theirs.iter().any(|it| it.0 == *line))
    }
}

macro_rules! lists {
    (words { $($word:ident: $word_doc:literal,)* } phrases { $($phrase:ident: $phrase_doc:literal,)* } groups { $($group:ident: $group_doc:literal,)* }) => {
        #[derive(Deserialize, Default)]
        #[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
        pub struct SpeakersFile {
            $($word: Vec<String>,)*
            $($phrase: Vec<String>,)*
            $($group: Vec<String>,)*
        }

        /// All lower case; nouns in the singular.
        #[derive(Clone, Debug, Default)]
        pub struct Speakers {
            $(#[doc = $word_doc] pub $word: Words,)*
            $(#[doc = $phrase_doc] pub $phrase: Phrases<()>,)*
            $(#[doc = $group_doc] pub $group: Groups,)*
        }

        impl Speakers {
            pub fn compile(file: SpeakersFile) -> Speakers {
                Speakers {
                    $($word: file.$word.into_iter().collect(),)*
                    $($phrase: Phrases::plain(file.$phrase),)*
                    $($group: Groups::compile(file.$group),)*
                }
            }
        }
    };
}

lists! {
    words {
        bare: "\"sources\", \"people\": nothing is said of them.",
        roles: "\"diplomat\", \"nurse\".",
        spokespeople: "Those who speak for a body, which is named in their stead.",
        crowd: "\"fans\", \"residents\": colour, whom nobody expects to be named.",
        institutions: "Bodies that speak for themselves: \"police\", \"ministry\".",
        documents: "Papers that say: \"report\", \"filing\".",
        offices: "Offices that, with \"the\" before them, fit one person.",
        quantifiers: "\"many say\".",
        empty_modifiers: "\"local\", \"unnamed\": say nothing of who it is.",
        ranks: "\"senior\", \"deputy\".",
        fields: "\"defence\", \"security\": the body that is spoken for.",
        postmodifiers: "What follows the noun and still belongs to it: \"close\", \"who\", \"at\".",
        institutional: "Of `public`, what makes a body of its officials: \"in a statement\".",
        cited: "A paper on which the unnamed rest.",
        charges: "Words of a case in law, beside which \"allegedly\" is right.",
        source_senses: "\"water sources\".",
        turning_ranks: "Ranks without which the office is another: \"former\", \"deputy\".",
        outsiders: "Those who speak for no body of the state: \"critic\", \"delegate\".",
        memberships: "Bodies that whoever is named may be one of: \"mps\", \"panel\".",
        state_bodies: "Bodies of the state, for which only its own people speak.",
        outlets: "Words for papers, agencies and stations: they carry what others say.",
        generic_bodies: "Words of a body's name that many bodies share: \"office\".",
        withheld: "Beside these words a source keeps a name to itself: \"off the record\".",
        pseudonyms: "Beside these words a name is not the person's own.",
        confirming: "Verbs of confirming, in their dictionary form.",
        turn_labels: "Turns of a transcript that name nobody: \"reporter\".",
        private_files: "Folders and files that hold what was not said to the public.",
        severally: "\"several\", \"multiple\": more than one.",
    }
    phrases {
        anonymity: "\"condition of anonymity\".",
        reasons: "What brings in a reason: \"for fear of\".",
        fears: "\"feared\": a reason in a sentence of its own.",
        stock: "Reasons that some houses count as none.",
        basis: "How the speaker knows: \"who attended\".",
        vague_basis: "Said to know, without how: \"familiar with\".",
        sides: "\"loyal to\".",
        public: "\"told reporters\", \"in a statement\".",
        ghosts: "\"it is understood\": nobody says it.",
        learned: "\"has learned\".",
    }
    groups {
        role_kinds: "Nouns for people, the general one first: \"diplomat, ambassador, envoy\".",
        role_names: "Nouns for the same people: \"adviser, aide\".",
        rank_names: "Ranks that stand for one another: \"senior, top\".",
        body_kinds: "Bodies that may stand for one another: \"government, ministry\".",
        body_names: "Words that may stand for a body in a descriptor: \"pentagon, defense\".",
    }
}
