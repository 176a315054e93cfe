//! One paragraph to its facts: the order in which the readers run, and nothing else.
//!
//! Reading does not know whether the text is a source or a draft, does no I/O, and cannot fail: what is not understood
//! is not a fact. Later readers see the facts of earlier ones, never the other way round.

pub mod attribution;
pub mod claim;
pub mod date;
pub mod describe;
pub mod figure;
pub mod link;
pub mod name;
pub mod quote;
pub mod syntax;
pub mod token;

use crate::fact::{Fact, FactKind, Reading};
use crate::rules::Rules;
use crate::text::{Language, Paragraph, Sort, Span};
use token::Tokens;

/// What the readers share while they read one paragraph.
pub struct Ctx<'a> {
    pub rules: &'a Rules,
    pub paragraph: &'a Paragraph,
    pub tokens: &'a Tokens<'a>,
    /// Found so far, in the order of the readers.
    pub facts: Vec<Fact>,
    pub placeholders: Vec<Span>,
}

impl Ctx<'_> {
    pub fn push(&mut self, span: Span, kind: FactKind) {
        let sentence = self.tokens.sentence(self.tokens.at(span.start));
        self.facts.push(Fact { span, sentence, kind });
    }
}

/// The facts of one paragraph.
pub fn read(rules: &Rules, paragraph: &Paragraph) -> Reading {
    if paragraph.sort == Sort::Aside {
        return Reading::default();
    }
    let tokens = token::tokens(rules, &paragraph.prose);
    let mut ctx = Ctx { rules, paragraph, tokens: &tokens, facts: Vec::new(), placeholders: Vec::new() };
    let english = paragraph.language == Language::English;
    // NB: placeholders first: "TK million" is no figure. Dates before figures: "in 2019" is no count.
    // Quotations before attributions, which look for the speech verb beside them.
    figure::placeholders(&mut ctx);
    quote::quotes(&mut ctx);
    date::dates(&mut ctx);
    // In German "Zwei Millionen" is two capitals in a row: elsewhere figures have the first choice.
    if english {
        name::names(&mut ctx);
        figure::figures(&mut ctx);
    } else {
        figure::figures(&mut ctx);
        name::names(&mut ctx);
    }
    if english {
        attribution::attributions(&mut ctx);
    }
    let Ctx { mut facts, mut placeholders, .. } = ctx;
    // NB: attributions are pushed last and quotes refer to them by index, so both are settled after sorting.
    let order = sorted(&facts);
    let mut place = vec![0_u32; facts.len()];
    for (new, old) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(*old) {
            *slot = new as u32;
        }
    }
    for fact in &mut facts {
        if let FactKind::Quote(quote) = &mut fact.kind {
            quote.attribution = quote.attribution.and_then(|old| place.get(old as usize).copied());
        }
    }
    let mut unsorted: Vec<Option<Fact>> = facts.into_iter().map(Some).collect();
    let facts = order.into_iter().filter_map(|old| unsorted.get_mut(old)?.take()).collect();
    placeholders.sort_unstable();
    Reading { sentences: tokens.sentences, facts, placeholders }
}

fn sorted(facts: &[Fact]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by_key(|idx| {
        facts.get(*idx).map(|fact| (fact.span.start, std::cmp::Reverse(fact.span.end), fact.kind.word()))
    });
    order
}
