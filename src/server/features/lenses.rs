//! A line over each paragraph with figures or quotations: how many of them the sources support, and what else there is.
//!
//! "9 of 11 supported · 1 differs · 1 no source". What was not judged is not counted, so that the numbers add up. Rows of
//! a table and items of a list that stand together have one line for all.

use crate::engine::Engine;
use crate::fact::FactKind;
use crate::finding::Standing;
use crate::text::{Sort, TextId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Where the paragraph begins.
    pub at: u32,
    pub title: String,
}

#[derive(Default)]
struct Tally {
    supported: usize,
    differ: usize,
    weaker: usize,
    disputed: usize,
    absent: usize,
}

/// While the sources are being read there are none: what is not supported yet may be.
pub fn lenses(engine: &Engine, draft: TextId, is_loading: bool) -> Vec<Lens> {
    let Some(text) = engine.text(draft).filter(|_| !is_loading) else {
        return Vec::new();
    };
    let sort = |idx: usize| text.paragraphs.get(idx).map_or(Sort::Body, |it| it.sort);
    let mut lenses = Vec::new();
    let mut tally = Tally::default();
    let facts = engine.fact_refs(draft);
    let mut facts = facts.iter().peekable();
    let mut start = 0;
    for (idx, paragraph) in text.paragraphs.iter().enumerate() {
        let joined = matches!(paragraph.sort, Sort::TableRow | Sort::ListItem);
        if idx == 0 || !joined || sort(idx - 1) != paragraph.sort {
            start = paragraph.at.start;
        }
        while let Some(fact) = facts.next_if(|it| it.paragraph == idx) {
            // A name says nothing that could be borne out.
            if !matches!(fact.fact.kind, FactKind::Name(_)) {
                tally.add(fact.standing);
            }
        }
        let goes_on = joined && idx + 1 < text.paragraphs.len() && sort(idx + 1) == paragraph.sort;
        if !goes_on {
            lenses.extend(std::mem::take(&mut tally).title().map(|title| Lens { at: start, title }));
        }
    }
    lenses
}

impl Tally {
    fn add(&mut self, standing: Option<Standing>) {
        match standing {
            Some(Standing::Supported | Standing::Computed | Standing::OwnReporting) => self.supported += 1,
            Some(Standing::Conflicting) => self.differ += 1,
            Some(Standing::Strengthened) => self.weaker += 1,
            Some(Standing::Disputed) => self.disputed += 1,
            Some(Standing::Unsupported) => self.absent += 1,
            Some(Standing::NotJudged) | None => {}
        }
    }

    fn title(self) -> Option<String> {
        let total = self.supported + self.differ + self.weaker + self.disputed + self.absent;
        let mut parts = vec![format!("{} of {total} supported", self.supported)];
        let differ = if self.differ == 1 { "1 differs".to_string() } else { format!("{} differ", self.differ) };
        let weaker = format!("{} weaker in the sources", self.weaker);
        let others = [
            (self.differ, differ),
            (self.weaker, weaker),
            (self.disputed, format!("{} disputed", self.disputed)),
            (self.absent, format!("{} no source", self.absent)),
        ];
        parts.extend(others.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words));
        (total > 0).then(|| parts.join(" · "))
    }
}
