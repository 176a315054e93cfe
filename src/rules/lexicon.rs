//! Word lists and tables under `rules/lexicon/`: what readers and checks know of newsroom English.
//!
//! One file a subject, one submodule that says which keys it has and compiles it. A user's `lexicon/<name>.toml` is laid
//! over ours: lists grow, single values are replaced.

pub mod akin;
pub mod clauses;
pub mod contrasts;
pub mod counted;
pub mod dates;
pub mod forms;
pub mod hedges;
pub mod names;
pub mod nouns;
pub mod numbers;
pub mod origins;
pub mod phrases;
pub mod places;
pub mod quotes;
pub mod speakers;
pub mod speech;
pub mod stages;
pub mod sums;
pub mod units;
pub mod voices;
pub mod weights;
pub mod words;

use super::RuleText;
use super::embedded::{self, Embedded};
use super::file;
use crate::problem::Problem;
use clauses::ClauseWords;
use contrasts::Contrasts;
use counted::Counted;
use dates::Dates;
use forms::Forms;
use hedges::Hedges;
use names::Names;
use nouns::Nouns;
use numbers::Numbers;
use origins::Origins;
use places::Places;
use quotes::Quotes;
use speakers::Speakers;
use speech::Speech;
use stages::Stages;
use sums::Sums;
use units::Units;
use voices::Voices;
use weights::Weights;
use words::Words;

#[derive(Clone, Debug)]
pub struct Lexicon {
    pub clauses: ClauseWords,
    pub contrasts: Contrasts,
    pub forms: Forms,
    pub places: Places,
    pub counted: Counted,
    pub numbers: Numbers,
    pub origins: Origins,
    pub quotes: Quotes,
    pub names: Names,
    pub speakers: Speakers,
    pub speech: Speech,
    pub dates: Dates,
    pub hedges: Hedges,
    pub nouns: Nouns,
    pub stages: Stages,
    pub sums: Sums,
    pub units: Units,
    pub voices: Voices,
    pub weights: Weights,
    pub words: Words,
}

impl Lexicon {
    pub(super) fn load(shipped: Embedded, problems: &mut Vec<Problem>) -> Lexicon {
        Lexicon::compile(None, Files { shipped, users: &[], problems })
    }

    /// A user's files over the shipped ones: what none of them is about is taken as it was compiled.
    pub(super) fn with(&self, shipped: Embedded, users: &[RuleText], problems: &mut Vec<Problem>) -> Lexicon {
        Lexicon::compile(Some(self), Files { shipped, users, problems })
    }

    fn compile(kept: Option<&Lexicon>, mut files: Files) -> Lexicon {
        let clauses = files.part("clauses", kept.map(|it| &it.clauses), ClauseWords::compile);
        let contrasts = files.part("contrasts", kept.map(|it| &it.contrasts), Contrasts::compile);
        // Forms are made of the words of both.
        let kept_forms = kept.filter(|_| !files.is_given("clauses") && !files.is_given("contrasts"));
        let known = clauses.all().chain(contrasts.all());
        let forms = files.part("forms", kept_forms.map(|it| &it.forms), |file| Forms::compile(file, known));
        Lexicon {
            clauses,
            contrasts,
            forms,
            places: files.part("places", kept.map(|it| &it.places), Places::compile),
            counted: files.part("counted", kept.map(|it| &it.counted), Counted::compile),
            numbers: files.part("numbers", kept.map(|it| &it.numbers), Numbers::compile),
            origins: files.part("origins", kept.map(|it| &it.origins), Origins::compile),
            quotes: files.part("quotes", kept.map(|it| &it.quotes), Quotes::compile),
            names: files.part("names", kept.map(|it| &it.names), Names::compile),
            speakers: files.part("speakers", kept.map(|it| &it.speakers), Speakers::compile),
            speech: files.part("speech", kept.map(|it| &it.speech), Speech::compile),
            dates: files.part("dates", kept.map(|it| &it.dates), Dates::compile),
            hedges: files.part("hedges", kept.map(|it| &it.hedges), Hedges::compile),
            nouns: files.part("nouns", kept.map(|it| &it.nouns), Nouns::compile),
            stages: files.part("stages", kept.map(|it| &it.stages), Stages::compile),
            sums: files.part("sums", kept.map(|it| &it.sums), |it| it),
            units: files.part("units", kept.map(|it| &it.units), Units::compile),
            voices: files.part("voices", kept.map(|it| &it.voices), Voices::compile),
            weights: files.part("weights", kept.map(|it| &it.weights), Weights::compile),
            words: files.part("words", kept.map(|it| &it.words), Words::compile),
        }
    }
}

/// The shipped file of this name, whose comments say what its keys are.
pub fn shipped(name: &str) -> Option<&'static str> {
    let file_name = format!("lexicon/{name}.toml");
    embedded::LEXICON.iter().find(|(path, _)| *path == file_name).map(|(_, text)| *text)
}

struct Files<'a> {
    shipped: Embedded,
    users: &'a [RuleText],
    problems: &'a mut Vec<Problem>,
}

impl Files<'_> {
    /// What one file compiles to, or what it compiled to before, where a user has no such file.
    fn part<T, C>(&mut self, name: &str, kept: Option<&C>, compile: impl FnOnce(T) -> C) -> C
    where
        T: serde::de::DeserializeOwned + Default,
        C: Clone,
    {
        match kept.filter(|_| !self.is_given(name)) {
            Some(kept) => kept.clone(),
            None => compile(self.parse(name)),
        }
    }

    fn is_given(&self, name: &str) -> bool {
        let file_name = format!("lexicon/{name}.toml");
        self.users.iter().any(|it| it.path.ends_with(&file_name))
    }

    /// The shipped file of that name with the user's over it. A user's file that does not parse is left out and said;
    /// the shipped ones are parsed in a test.
    fn parse<T: serde::de::DeserializeOwned + Default>(&mut self, name: &str) -> T {
        let file_name = format!("lexicon/{name}.toml");
        let text = self.shipped.iter().find(|(path, _)| *path == file_name).map_or("", |(_, text)| text);
        let mut table: toml::Table = toml::from_str(text).unwrap_or_default();
        for user in self.users.iter().filter(|user| user.path.ends_with(&file_name)) {
            let over = match toml::from_str::<toml::Table>(&user.text) {
                Ok(over) => over,
                Err(error) => {
                    self.problems.push(file::mistake(&user.path, &user.text, &error, &[]));
                    continue;
                }
            };
            // Parsed alone first, so that a mistake is placed in the user's own file.
            if let Err(error) = toml::from_str::<T>(&user.text) {
                let keys: Vec<&str> = table.keys().map(String::as_str).collect();
                self.problems.push(file::mistake(&user.path, &user.text, &error, &keys));
                continue;
            }
            lay_over(&mut table, over);
        }
        match T::deserialize(table) {
            Ok(parsed) => parsed,
            Err(error) => {
                self.problems.push(Problem::new(file_name, error.message().to_string(), ""));
                T::default()
            }
        }
    }
}

fn lay_over(table: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Array(ours)), toml::Value::Array(theirs)) => ours.extend(theirs),
            (Some(toml::Value::Table(ours)), toml::Value::Table(theirs)) => lay_over(ours, theirs),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}
