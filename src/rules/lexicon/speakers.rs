//! Who speaks without a name (`rules/lexicon/speakers.toml`), and what texts say about names that they withhold.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::phrases::Phrases;

type Words = FxHashSet<String>;

macro_rules! lists {
    (words { $($word:ident: $word_doc:literal,)* } phrases { $($phrase:ident: $phrase_doc:literal,)* }) => {
        #[derive(Deserialize, Default)]
        #[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
        pub struct SpeakersFile {
            $($word: Vec<String>,)*
            $($phrase: Vec<String>,)*
        }

        /// All lower case; nouns in the singular.
        #[derive(Clone, Debug, Default)]
        pub struct Speakers {
            $(#[doc = $word_doc] pub $word: Words,)*
            $(#[doc = $phrase_doc] pub $phrase: Phrases<()>,)*
        }

        impl Speakers {
            pub fn compile(file: SpeakersFile) -> Speakers {
                Speakers {
                    $($word: file.$word.into_iter().collect(),)*
                    $($phrase: Phrases::plain(file.$phrase),)*
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
}
