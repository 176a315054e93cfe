//! Which findings of a draft are news: what stands in paragraphs that have changed, and what an earlier text against the
//! sources of its day did not have.
//!
//! A finding is known by its fingerprint and by what its evidence says. So one whose sentence nobody touched is news when
//! a source was added that differs, when the source's words changed, or when another paragraph of the draft made it so.

use rustc_hash::FxHashSet;

use super::Engine;
use crate::finding::Finding;
use crate::text::{Format, Text, TextId};

impl Engine {
    /// The findings of a settled draft that are news, and how many are not. `before` has the sources and no draft of the
    /// id; `text` is the draft as it was, `None` where it was not there.
    pub fn news(&self, id: TextId, before: &mut Engine, text: Option<&str>, format: Format) -> (Vec<Finding>, usize) {
        let (said, _) = self.weighed(id);
        let (Some(now), Some(text)) = (self.drafts.get(&id), text) else {
            return (said.into_iter().map(|it| it.finding).collect(), 0);
        };
        before.open(id, &now.path, text.to_string(), format);
        before.settle(id);
        let (said_then, let_stand_then) = before.weighed(id);
        let known: FxHashSet<(String, String)> =
            said_then.into_iter().chain(let_stand_then).map(|it| (it.finding.fingerprint, it.evidence)).collect();
        let paragraphs: FxHashSet<u128> =
            before.text(id).into_iter().flat_map(|it| &it.paragraphs).map(|it| it.hash).collect();
        before.close(id);
        let n_said = said.len();
        let is_news = |finding: &Finding, evidence: String| {
            let unchanged = paragraph_of(&now.text, finding).is_none_or(|hash| paragraphs.contains(&hash));
            !unchanged || !known.contains(&(finding.fingerprint.clone(), evidence))
        };
        let news = said.into_iter().filter(|it| is_news(&it.finding, it.evidence.clone())).map(|it| it.finding);
        let news: Vec<Finding> = news.collect();
        let n_old = n_said - news.len();
        (news, n_old)
    }
}

/// The paragraph that a finding begins in; `None` for one about a note between two.
fn paragraph_of(text: &Text, finding: &Finding) -> Option<u128> {
    let at = finding.span.start;
    let idx = text.paragraphs.partition_point(|it| it.at.start <= at).checked_sub(1)?;
    text.paragraphs.get(idx).filter(|it| at < it.at.end).map(|it| it.hash)
}

#[cfg(test)]
mod tests;
