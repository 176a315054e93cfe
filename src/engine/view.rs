//! All facts of a draft by reference, with how they stand: for what is asked of every fact after every change.
//!
//! [`FactView`](super::FactView) owns what it shows and is made for one place; this copies nothing. What a fact rests on
//! is told through [`FactRef::nearest`] alone, so that nothing of a confidential source gets out.

use super::Engine;
use super::draft::Draft;
use crate::fact::Fact;
use crate::finding::{Backing, Evidence, Judged, Standing};
use crate::text::{Sort, TextId, TextSpan};

/// A fact of a draft, and how it stands.
#[derive(Clone, Copy, Debug)]
pub struct FactRef<'a> {
    pub span: TextSpan,
    /// The draft's words.
    pub text: &'a str,
    pub fact: &'a Fact,
    /// The prose that the fact's spans count in.
    pub prose: &'a str,
    /// Index into the text's paragraphs.
    pub paragraph: usize,
    /// `None` for what no check looks at.
    pub standing: Option<Standing>,
    pub backing: Backing,
    evidence: &'a [Evidence],
}

/// The place of a source that speaks to a fact most nearly, of those that may be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nearest<'a> {
    Named {
        source: &'a str,
        /// "line 12", "page 2".
        place: String,
    },
    Confidential,
}

impl FactRef<'_> {
    pub fn nearest(&self) -> Option<Nearest<'_>> {
        let named = self.evidence.iter().find(|it| !it.confidential);
        let named = named.map(|it| Nearest::Named { source: &it.source, place: it.locator_or_line() });
        named.or_else(|| (!self.evidence.is_empty()).then_some(Nearest::Confidential))
    }
}

impl Engine {
    /// All facts of a draft in the order of the text. Those of teasers for other stories are left out.
    pub fn fact_refs(&self, id: TextId) -> Vec<FactRef<'_>> {
        let Some(draft) = self.drafts.get(&id) else {
            return Vec::new();
        };
        (0..draft.text.paragraphs.len()).flat_map(|idx| of_paragraph(draft, idx)).collect()
    }
}

pub(super) fn of_paragraph(draft: &Draft, idx: usize) -> Vec<FactRef<'_>> {
    let (Some(paragraph), Some(reading)) = (draft.text.paragraphs.get(idx), draft.reading(idx)) else {
        return Vec::new();
    };
    if paragraph.sort == Sort::Aside {
        return Vec::new();
    }
    let mut judged: Vec<Option<&Judged>> = vec![None; reading.facts.len()];
    for it in draft.checked(idx).map_or(&[][..], |it| it.judged.as_slice()) {
        if let Some(slot) = judged.get_mut(it.fact as usize) {
            *slot = slot.or(Some(it));
        }
    }
    let facts = reading.facts.iter().zip(judged);
    facts
        .map(|(fact, judged)| {
            let span = paragraph.to_text(fact.span);
            FactRef {
                span,
                text: span.of(&draft.text.raw),
                fact,
                prose: &paragraph.prose,
                paragraph: idx,
                standing: judged.map(|it| it.standing),
                backing: judged.map_or_else(Backing::default, |it| it.backing),
                evidence: judged.map_or(&[], |it| it.evidence.as_slice()),
            }
        })
        .collect()
}
