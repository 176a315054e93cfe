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

use super::{Ctx, ParamSpec, RaisedAt, Whole};
use crate::finding::{Checked, Raised, Weight};
use crate::text::Span;
use said::Said;

pub const PARAMS: &[ParamSpec] = &[];

const RULE: &str = "inconsistent-figures";

/// What the figures of one sentence show of one another.
pub fn sums(ctx: &Ctx<'_>, acc: &mut Checked) {
    let lexicon = &ctx.rules.lexicon;
    for it in &said::sentences(0, ctx.paragraph, ctx.reading) {
        let found = votes::votes(lexicon, it)
            .or_else(|| share::share(lexicon, it))
            .or_else(|| change::change(it))
            .or_else(|| share::each(lexicon, it))
            .or_else(|| parts::parts(lexicon, it))
            .or_else(|| parts::per_cents(lexicon, it))
            .or_else(|| times::age(lexicon, ctx.front, it))
            .or_else(|| times::lasting(lexicon, ctx.front, it));
        acc.raised.extend(found.map(|found| found.raised(it)));
    }
}

/// What figures of several sentences show of one another.
pub fn whole(whole: &Whole<'_>, acc: &mut RaisedAt) {
    let parts = whole.parts.iter().enumerate();
    let all: Vec<Said<'_>> = parts.flat_map(|(n, it)| said::sentences(n, it.paragraph, it.reading)).collect();
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
