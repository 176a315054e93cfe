//! Verbs of speaking (`rules/lexicon/speech.toml`), with their forms made here, and the words that bring in a speaker.
//!
//! Regular forms are derived from the dictionary form, so the file lists only what is irregular.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;

use super::phrases::Phrases;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SpeechFile {
    strong: BTreeMap<String, Vec<String>>,
    weak: BTreeMap<String, Vec<String>>,
    acts: BTreeMap<String, Vec<String>>,
    cues: CuesFile,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct CuesFile {
    loaded: Vec<String>,
    voicing: Vec<String>,
    voiced: Vec<String>,
    agents: Vec<String>,
    leaving: Vec<String>,
    introducing: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Speech {
    /// By form, first word only for "pointed out".
    pub verbs: FxHashMap<String, Verb>,
    /// Dictionary forms of verbs that colour what was said.
    pub loaded: FxHashSet<String>,
    pub voicing: FxHashSet<String>,
    pub voiced: FxHashSet<String>,
    /// Participles whose speaker follows "by".
    pub agents: FxHashSet<String>,
    /// What leads somebody to speak: "leaving analysts to speculate".
    pub leaving: FxHashSet<String>,
    /// "according to".
    pub introducing: Phrases<()>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Verb {
    /// Dictionary form.
    pub lemma: String,
    /// A particle that must follow: "out".
    pub particle: Option<String>,
    pub class: Class,
    pub form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Speech whatever follows: "said".
    Strong,
    /// Speech only before a clause or beside quoted words: "reported".
    Weak,
    /// A judgement passed aloud: "praised".
    Act,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Base,
    Third,
    Past,
    Ing,
}

impl Speech {
    pub fn compile(file: SpeechFile) -> Speech {
        let mut verbs = FxHashMap::default();
        for (class, group) in [(Class::Act, file.acts), (Class::Weak, file.weak), (Class::Strong, file.strong)] {
            for (lemma, past) in group {
                add(&mut verbs, &lemma, &past, class);
            }
        }
        Speech {
            verbs,
            loaded: file.cues.loaded.into_iter().collect(),
            voicing: file.cues.voicing.into_iter().collect(),
            voiced: file.cues.voiced.into_iter().collect(),
            agents: file.cues.agents.into_iter().collect(),
            leaving: file.cues.leaving.into_iter().collect(),
            introducing: Phrases::plain(file.cues.introducing),
        }
    }
}

fn add(verbs: &mut FxHashMap<String, Verb>, lemma: &str, past: &[String], class: Class) {
    let (word, particle) = match lemma.split_once(' ') {
        Some((word, particle)) => (word, Some(particle.to_string())),
        None => (lemma, None),
    };
    let stem = word.strip_suffix('e').unwrap_or(word);
    let consonant_y = word.strip_suffix('y').filter(|it| !it.ends_with(['a', 'e', 'o', 'u']));
    let regular = match consonant_y {
        Some(stem) => format!("{stem}ied"),
        None => format!("{stem}ed"),
    };
    let third = match consonant_y {
        Some(stem) => format!("{stem}ies"),
        None if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") => format!("{word}es"),
        None => format!("{word}s"),
    };
    let pasts: Vec<String> = if past.is_empty() {
        vec![regular]
    } else {
        past.iter().map(|it| it.split(' ').next().unwrap_or("").to_string()).collect()
    };
    // "admitted" doubles its consonant, and "admitting" with it.
    let doubled = pasts.iter().filter_map(|it| it.strip_suffix("ed")).find(|it| it.len() > word.len());
    let ing = doubled.map_or_else(|| format!("{stem}ing"), |it| format!("{it}ing"));
    let mut put = |form: String, kind| {
        verbs.insert(form, Verb { lemma: lemma.to_string(), particle: particle.clone(), class, form: kind });
    };
    put(word.to_string(), Form::Base);
    put(third, Form::Third);
    put(ing, Form::Ing);
    for past in pasts {
        put(past, Form::Past);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms_are_made_from_the_dictionary_form() {
        let rules = crate::rules::Rules::built_in();
        let verbs = &rules.lexicon.speech.verbs;
        for (form, lemma) in [
            ("said", "say"),
            ("says", "say"),
            ("saying", "say"),
            ("admitted", "admit"),
            ("admitting", "admit"),
            ("denies", "deny"),
            ("argued", "argue"),
            ("stresses", "stress"),
            ("pointed", "point out"),
        ] {
            assert_eq!(verbs.get(form).map(|it| it.lemma.as_str()), Some(lemma), "{form}");
        }
    }
}
