//! Decisions: findings that somebody let stand beside the draft, as `decisions.toml` has them.
//!
//! Pure: text in, entries out, and the same text again whatever the order was. An entry holds as long as the finding's
//! sentence (its fingerprint) and its evidence (a hash) are what they were; then the finding returns and says so. Of a
//! confidential source only its place goes into the hash: the file is made to be shared.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;
use xxhash_rust::xxh3::xxh3_128;

use crate::finding::{Evidence, Finding};
use crate::problem::{Problem, mistake};
use crate::text::TextSpan;
use crate::text::fold::one_line;

/// The name of the file.
pub const FILE_NAME: &str = "decisions.toml";

const HEAD: &str = "\
# Findings that somebody let stand. Each returns when its sentence or its evidence changes.
# Written anew, sorted, by `backread accept` and the editor: remarks belong into `reason`.
";

/// One finding that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The draft's path, as findings name it.
    pub draft: String,
    pub rule: String,
    /// 32 hex digits.
    pub fingerprint: String,
    /// The draft's own words, on one line.
    pub text: String,
    pub reason: String,
    pub by: Option<String>,
    /// Hash of what the sources gave, 32 hex digits.
    pub evidence: String,
}

/// All that were accepted, by fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    entries: BTreeMap<String, Decision>,
}

/// A finding with what a decision about it would hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    pub finding: Finding,
    /// Hash of what the sources gave.
    pub evidence: String,
    /// Fingerprint of the decision that was about these words in another sentence.
    pub replaces: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    decision: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    draft: String,
    rule: String,
    fingerprint: Spanned<String>,
    text: String,
    reason: Spanned<String>,
    by: Option<String>,
    evidence: String,
}

impl Decisions {
    /// A file that has a mistake gives nothing: half of the decisions would be worse than a word about it.
    pub fn parse(shown: &str, text: &str) -> Result<Decisions, Problem> {
        let file: File = toml::from_str(text).map_err(|error| mistake(shown, text, &error, &[]))?;
        let mut decisions = Decisions::default();
        for entry in file.decision {
            let refuse = |at: &Spanned<String>, cause: &str, remedy: &str| {
                let span = TextSpan::new(at.span().start, at.span().end);
                Err(Problem::new(shown, cause, remedy).at(text, span))
            };
            let is_hash = |it: &str| it.len() == 32 && it.bytes().all(|it| it.is_ascii_hexdigit());
            if !is_hash(entry.fingerprint.get_ref()) {
                return refuse(&entry.fingerprint, "a fingerprint has 32 hex digits", "take it from `--format json`");
            }
            if entry.reason.get_ref().trim().is_empty() {
                return refuse(&entry.reason, "a decision needs its reason", "say why it may stand");
            }
            decisions.insert(Decision {
                draft: entry.draft,
                rule: entry.rule,
                fingerprint: entry.fingerprint.into_inner().to_ascii_lowercase(),
                text: entry.text,
                reason: entry.reason.into_inner(),
                by: entry.by,
                evidence: entry.evidence,
            });
        }
        Ok(decisions)
    }

    /// The whole file, sorted by draft, rule and fingerprint.
    pub fn print(&self) -> String {
        let mut sorted: Vec<&Decision> = self.entries.values().collect();
        sorted.sort_by_key(|it| (&it.draft, &it.rule, &it.fingerprint));
        let mut text = HEAD.to_string();
        for it in sorted {
            text.push_str("\n[[decision]]\n");
            let rows = [
                ("draft", Some(&it.draft)),
                ("rule", Some(&it.rule)),
                ("text", Some(&it.text)),
                ("reason", Some(&it.reason)),
                ("by", it.by.as_ref()),
                ("fingerprint", Some(&it.fingerprint)),
                ("evidence", Some(&it.evidence)),
            ];
            for (key, value) in rows {
                if let Some(value) = value {
                    text.push_str(&format!("{key} = {}\n", toml::Value::String(value.clone())));
                }
            }
        }
        text
    }

    /// Puts a decision in the place of what was decided about the same finding before.
    pub fn insert(&mut self, decision: Decision) {
        self.entries.insert(decision.fingerprint.clone(), decision);
    }

    pub fn remove(&mut self, fingerprint: &str) -> Option<Decision> {
        self.entries.remove(fingerprint)
    }

    /// By fingerprint.
    pub fn all(&self) -> impl Iterator<Item = &Decision> {
        self.entries.values()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Decisions about a draft that neither hold nor were taken for one of its findings in another sentence.
    pub(super) fn lapsed(&self, draft: &str, said: &[Weighed], accepted: &[Weighed]) -> Vec<Decision> {
        let holds = |it: &Weighed, print: &str| {
            it.finding.fingerprint == print || it.replaces.as_deref().is_some_and(|replaced| replaced == print)
        };
        let of_draft = self.all().filter(|it| it.draft == draft);
        let lapsed =
            of_draft.filter(|decision| !said.iter().chain(accepted).any(|it| holds(it, &decision.fingerprint)));
        lapsed.cloned().collect()
    }

    /// Parts the findings of one draft into those that are said and those that somebody let stand.
    pub(super) fn part(&self, draft: &str, findings: Vec<Weighed>) -> (Vec<Weighed>, Vec<Weighed>) {
        if self.is_empty() {
            return (findings, Vec::new());
        }
        let here: BTreeSet<&str> = findings.iter().map(|it| it.finding.fingerprint.as_str()).collect();
        let is_lapsed = |it: &&Decision| it.draft == draft && !here.contains(it.fingerprint.as_str());
        let mut lapsed: Vec<&Decision> = self.all().filter(is_lapsed).collect();
        let (mut said, mut accepted) = (Vec::new(), Vec::new());
        for mut it in findings {
            match self.entries.get(&it.finding.fingerprint) {
                Some(decision) if decision.evidence == it.evidence => accepted.push(it),
                Some(_) => {
                    it.finding.message.push_str("; accepted before, but its evidence has changed since");
                    said.push(it);
                }
                None => {
                    let words = one_line(&it.finding.text);
                    let same = |old: &&Decision| old.rule == it.finding.rule && old.text == words;
                    if let Some(idx) = lapsed.iter().position(same) {
                        it.replaces = Some(lapsed.remove(idx).fingerprint.clone());
                        it.finding.message.push_str("; accepted before, but its sentence has changed since");
                    }
                    said.push(it);
                }
            }
        }
        (said, accepted)
    }
}

impl Weighed {
    /// The decision that accepts it.
    pub fn decision(&self, draft: &str, reason: &str, by: Option<&str>) -> Decision {
        Decision {
            draft: draft.to_string(),
            rule: self.finding.rule.clone(),
            fingerprint: self.finding.fingerprint.clone(),
            text: one_line(&self.finding.text),
            reason: one_line(reason),
            by: by.map(one_line).filter(|it| !it.is_empty()),
            evidence: self.evidence.clone(),
        }
    }
}

/// Hash of the places that a finding rests on, whatever their order: path and words, and for a confidential source the
/// place alone.
pub(super) fn evidence_hash(evidence: &[Evidence]) -> String {
    let mut places: Vec<String> = evidence
        .iter()
        .map(|it| match it.confidential {
            true => format!("{}\n{}", it.source, it.locator_or_line()),
            false => format!("{}\n{}", it.source, one_line(&it.text)),
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    format!("{:032x}", xxh3_128(places.join("\n\n").as_bytes()))
}

#[cfg(test)]
mod tests;
