//! Speakers of drafts against those of the sources (`tests/pairs/speakers.toml`): in whose mouth words are put, who is
//! named and who is not, how an unnamed speaker is described, and how many there are.
//!
//! The list holds what comes out otherwise than a desk would want it.

use backread::corpus::SourceFile;
use backread::finding::Severity;
use backread::rules::Rules;
use serde::Deserialize;

use super::{findings, source, told};

/// What comes out otherwise.
const OTHERWISE: &[&str] = &[];

const RULES: [&str; 5] =
    ["misattribution", "nameable-speaker", "exposed-speaker", "altered-descriptor", "inflated-corroboration"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    id: String,
    /// The only source, `report.txt`, or several, each with its path.
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    sources: Vec<(String, String)>,
    draft: String,
    /// The rule that must speak; without one, none of the five may.
    #[serde(default)]
    raises: Option<String>,
    /// Words that the finding marks.
    #[serde(default)]
    at: Option<String>,
}

impl Pair {
    fn files(&self) -> Vec<SourceFile> {
        let only = self.source.iter().map(|text| source("report.txt", text, None));
        only.chain(self.sources.iter().map(|(path, text)| source(path, text, None))).collect()
    }
}

#[test]
fn speakers() {
    let pairs: Pairs = toml::from_str(include_str!("../../pairs/speakers.toml")).expect("the pairs parse");
    let rules = Rules::built_in();
    let (mut otherwise, mut lines) = (Vec::new(), Vec::new());
    for pair in &pairs.pair {
        let found = findings(&rules, pair.files(), &pair.draft);
        let of_speakers: Vec<_> = found.iter().filter(|it| RULES.contains(&it.rule.as_str())).collect();
        let good = match &pair.raises {
            None => of_speakers.iter().all(|it| it.severity < Severity::Warning),
            Some(rule) => {
                let marked = |words: &str| pair.at.as_deref().is_none_or(|it| it == words);
                // One fault is one finding: the others are silent, and nobody calls the same speaker unnamed as well.
                let unnamed = |it: &str| it == "unnamed-attribution" || it == "bare-attribution";
                of_speakers.iter().any(|it| it.rule == *rule && marked(&it.text))
                    && of_speakers.iter().all(|it| it.rule == *rule)
                    && !found
                        .iter()
                        .any(|it| unnamed(&it.rule) && of_speakers.iter().any(|own| own.span.overlaps(it.span)))
            }
        };
        if !good {
            otherwise.push(pair.id.as_str());
            lines.push(format!("{} wanted {:?} {:?}: {}", pair.id, pair.raises, pair.at, pair.draft));
            lines.extend(pair.source.iter().map(|it| format!("    source: {it}")));
            lines.extend(found.iter().map(|it| format!("    {}", told(it))));
        }
    }
    let n_as_wanted = pairs.pair.len() - otherwise.len();
    assert_eq!(otherwise, OTHERWISE, "as wanted: {n_as_wanted} of {}\n{}", pairs.pair.len(), lines.join("\n"));
}
