//! What a writer may be about to write: a figure, a name or a quotation of the sources; a rule or a reason in a stet.
//!
//! Nothing for lower-case words, in front matter and in code: it must not be in the way. All that sources say goes through
//! [`Engine::offer`](crate::engine::Engine::offer), which leaves confidential ones out.

mod context;
mod stet;
#[cfg(test)]
mod tests;

use crate::engine::desk::Desk;
use crate::engine::{HouseName, Offer, Wanted};
use crate::server::features::symbols::shorten;
use crate::text::fold::fold;
use crate::text::{TextId, TextSpan};
use context::Context;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Figure,
    Name,
    Quotation,
    Rule,
    Reason,
    /// Of a file of ours.
    Key,
    /// The same: a known word in the place of a value.
    Word,
}

/// Everything that may stand in the place of `span`, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub span: TextSpan,
    pub sort: Sort,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    /// What is to stand in the draft.
    pub words: String,
    /// What a client compares with what was typed: it begins so, or the client would drop the item.
    pub filter: String,
    pub detail: String,
    /// The source's sentence.
    pub about: String,
}

pub fn completion(desk: &Desk, draft: TextId, offset: u32) -> Option<Completion> {
    let engine = &desk.engine;
    let text = engine.text(draft)?;
    if let Some(slot) = stet::slot(text, offset) {
        return stet::completion(desk, draft, &slot);
    }
    let house: &[HouseName] = &desk.engine.rules().house_names;
    for context in context::contexts(text, offset) {
        let typed = context.span.of(&text.raw);
        let (sort, offers) = match &context.sort {
            context::Sort::Number { digits, sign, before } => {
                (Sort::Figure, engine.offer(draft, offset, Wanted::Number { digits, sign: *sign, before }))
            }
            context::Sort::Name => {
                (Sort::Name, engine.offer(draft, offset, Wanted::Name { typed: &fold(typed).text, house }))
            }
            context::Sort::Quotation => {
                (Sort::Quotation, engine.offer(draft, offset, Wanted::Quote { typed: &fold(typed).text }))
            }
        };
        let items: Vec<Item> = offers.into_iter().filter(|it| it.words != typed).map(|it| item(it, typed)).collect();
        if !items.is_empty() {
            let Context { span, .. } = context;
            return Some(Completion { span, sort, items });
        }
    }
    None
}

fn item(offer: Offer, typed: &str) -> Item {
    let mut detail = format!("{} line {}", offer.source, offer.line);
    if let Some(speaker) = &offer.speaker {
        detail = format!("{speaker}, {detail}");
    }
    match offer.n_sources {
        0 | 1 => {}
        2 => detail.push_str(", and 1 more source"),
        n => detail.push_str(&format!(", and {} more sources", n - 1)),
    }
    Item {
        label: shorten(&offer.words),
        filter: filter(&offer.words, typed),
        detail,
        about: offer.sentence,
        words: offer.words,
    }
}

/// Begins as what was typed, whatever stands there in the end: "41" for "about 412,000 containers".
fn filter(words: &str, typed: &str) -> String {
    if words.starts_with(typed) { words.to_string() } else { format!("{typed} {words}") }
}
