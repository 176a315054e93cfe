//! `inconsistent-figures`: the draft's own figures that do not agree with one another, whatever the sources say.
//!
//! Every question is asked of one sentence and is its own file; [`twice`] alone looks across the text. A writer may
//! leave out, round or count twice, so where a word leaves room for that ([`words`]) nothing is added up.

mod change;
mod parts;
mod said;
mod share;
mod times;
mod twice;
mod votes;
mod words;

use super::{ParamSpec, RaisedAt, Whole};
use crate::finding::{Raised, Weight};
use crate::text::Span;
use said::Said;

pub const PARAMS: &[ParamSpec] = &[];

const RULE: &str = "inconsistent-figures";

pub fn sums(whole: &Whole<'_>, acc: &mut RaisedAt) {
    let lexicon = &whole.rules.lexicon;
    let all = said::sentences(whole);
    for it in &all {
        let found = votes::votes(lexicon, it)
            .or_else(|| share::share(lexicon, it))
            .or_else(|| change::change(it))
            .or_else(|| share::each(lexicon, it))
            .or_else(|| parts::parts(lexicon, it))
            .or_else(|| parts::per_cents(lexicon, it))
            .or_else(|| times::age(lexicon, whole.front, it))
            .or_else(|| times::lasting(lexicon, whole.front, it));
        acc.extend(found.map(|found| (it.part, found.raised(it))));
    }
    twice::twice(whole, &all, acc);
}

/// Figures of one sentence that do not agree.
struct Found {
    /// The figure that the others do not bear out.
    span: Span,
    /// "25 + 12 = 37, not 40".
    working: String,
}

impl Found {
    fn raised(self, said: &Said<'_>) -> Raised {
        let figure = self.span.of(said.prose).to_string();
        raised(self.span, "", vec![("figure", figure), ("working", self.working)])
    }
}

fn raised(span: Span, variant: &'static str, args: Vec<(&'static str, String)>) -> Raised {
    Raised { rule: RULE, span, weight: Weight::Full, variant, args, evidence: Vec::new(), fixes: Vec::new() }
}
