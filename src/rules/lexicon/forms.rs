//! Dictionary forms (`rules/lexicon/forms.toml`): what a word is in a dictionary, for the words that other lists know.
//!
//! Irregular forms stand in the file; the regular ones of every word that some list has are made here.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct FormsFile {
    irregular: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Default)]
pub struct Forms {
    base: FxHashMap<String, String>,
}

impl Forms {
    /// `known` are dictionary forms; of several words only the first is inflected.
    pub fn compile<'a>(file: FormsFile, known: impl Iterator<Item = &'a str>) -> Forms {
        let mut base = FxHashMap::default();
        for (word, forms) in &file.irregular {
            for form in forms {
                base.insert(form.clone(), word.clone());
                // "repaid", "outsold", "overtook", "misled".
                for prefix in ["re", "out", "over", "under", "mis"] {
                    base.entry(format!("{prefix}{form}")).or_insert_with(|| format!("{prefix}{word}"));
                }
            }
        }
        let mut words: Vec<&str> = known.filter_map(|it| it.split(' ').next()).collect();
        words.extend(file.irregular.keys().map(String::as_str));
        words.sort_unstable();
        words.dedup();
        // NB: "closed" is of "close" first, whatever list has it; "opening" and "lower" are words of their own.
        for word in &words {
            for form in regular(word).into_iter().filter(|it| it.ends_with("ed")) {
                base.entry(form).or_insert_with(|| (*word).to_string());
            }
        }
        for word in &words {
            base.entry((*word).to_string()).or_insert_with(|| (*word).to_string());
        }
        for word in words {
            for form in regular(word) {
                base.entry(form).or_insert_with(|| word.to_string());
            }
        }
        Forms { base }
    }

    /// The dictionary form, where some list has the word.
    pub fn base(&self, folded: &str) -> Option<&str> {
        self.base.get(folded).map(String::as_str)
    }
}

/// Every regular form that a word could have, whatever part of speech it is.
fn regular(word: &str) -> Vec<String> {
    let stem = word.strip_suffix('e').unwrap_or(word);
    let y = word.strip_suffix('y').filter(|it| !it.ends_with(['a', 'e', 'o', 'u']));
    let mut forms = vec![format!("{word}s"), format!("{word}ly"), format!("{stem}ing"), format!("{stem}ed")];
    forms.extend([format!("{stem}er"), format!("{stem}est")]);
    if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        forms.push(format!("{word}es"));
    }
    if let Some(stem) = y {
        forms.extend(["ies", "ied", "ier", "iest", "ily"].map(|it| format!("{stem}{it}")));
    }
    if let Some(stem) = word.strip_suffix("le") {
        forms.push(format!("{stem}ly"));
    }
    let mut ends = word.chars().rev();
    let (last, vowel, before) = (ends.next(), ends.next(), ends.next());
    let is_vowel = |it: char| "aeiou".contains(it);
    if let (Some(last), Some(vowel), Some(before)) = (last, vowel, before)
        && is_vowel(vowel)
        && !is_vowel(before)
        && !is_vowel(last)
        && !"wxy".contains(last)
    {
        forms.extend(["ed", "ing", "er", "est"].map(|it| format!("{word}{last}{it}")));
    }
    forms
}

#[cfg(test)]
mod tests {
    use crate::rules::{RuleText, Rules};

    #[test]
    fn words_of_a_users_file_have_forms_and_the_others_keep_theirs() {
        let own = |text: &str| RuleText { path: "ours/lexicon/contrasts.toml".to_string(), text: text.to_string() };
        let (rules, problems) = Rules::load(&[own("verbs = [\"moor | unmoor\"]\n")]);
        assert_eq!(problems, []);
        assert_eq!(rules.lexicon.forms.base("unmoored"), Some("unmoor"));
        assert_eq!(rules.lexicon.forms.base("denies"), Some("deny"));
        assert_eq!(Rules::built_in().lexicon.forms.base("unmoored"), None);
    }

    #[test]
    fn forms_lead_to_the_dictionary() {
        let rules = crate::rules::Rules::built_in();
        for (form, base) in [
            ("rejected", Some("reject")),
            ("banned", Some("ban")),
            ("denies", Some("deny")),
            ("slower", Some("slow")),
            ("faster", Some("fast")),
            ("smaller", Some("small")),
            ("won", Some("win")),
            ("opening", Some("opening")),
            ("herring", None),
        ] {
            assert_eq!(rules.lexicon.forms.base(form), base, "{form}");
        }
    }
}
