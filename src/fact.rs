//! Facts: what a text asserts that can be compared, and what one paragraph holds of them.
//!
//! Data only: no pattern, no parsing, no comparing. Every span counts bytes of the paragraph's prose.
//! A fact is determined by the paragraph and the rules, a link by the facts before it; nothing else goes in.

mod attribution;
mod candidate;
mod claim;
mod date;
mod figure;
mod name;
mod quote;
mod syntax;

pub use attribution::*;
pub use candidate::*;
pub use claim::*;
pub use date::*;
pub use figure::*;
pub use name::*;
pub use quote::*;
pub use syntax::*;

use std::sync::Arc;

use crate::text::Span;

/// Something a text asserts that can be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub span: Span,
    /// Index into [`Reading::sentences`].
    pub sentence: u32,
    pub kind: FactKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    Figure(Box<Figure>),
    Date(Date),
    Quote(Quote),
    Name(Name),
    Attribution(Attribution),
}

impl FactKind {
    /// The word that users and configuration have for this kind.
    pub fn word(&self) -> &'static str {
        match self {
            FactKind::Figure(_) => "figure",
            FactKind::Date(_) => "date",
            FactKind::Quote(_) => "quote",
            FactKind::Name(_) => "name",
            FactKind::Attribution(_) => "attribution",
        }
    }
}

/// A sentence of a paragraph, and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub span: Span,
    /// Stems of its content words: lower case, no figures, sorted, without repeats. For finding, never proof of equality.
    pub stems: Vec<Stem>,
}

/// A 32-bit hash of a stemmed, folded word. Only ever compared with other stems of the same program version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stem(pub u32);

/// What one paragraph holds. Equal paragraphs have equal readings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub sentences: Vec<Sentence>,
    /// Sorted by start, then by end, longest first.
    pub facts: Vec<Fact>,
    /// TK, XX, [CHECK …]: to come, and never a figure or a name.
    pub placeholders: Vec<Span>,
}

impl Reading {
    /// Whether a span of the prose lies inside the words of a quotation.
    pub fn is_quoted(&self, span: Span) -> bool {
        self.facts.iter().any(|fact| matches!(&fact.kind, FactKind::Quote(quote) if quote.words.contains(span)))
    }

    /// The facts of one sentence.
    pub fn facts_of(&self, sentence: u32) -> impl Iterator<Item = &Fact> {
        // NB: sorted by start, so sentence by sentence.
        let first = self.facts.partition_point(|fact| fact.sentence < sentence);
        self.facts.iter().skip(first).take_while(move |fact| fact.sentence == sentence)
    }
}

/// What a paragraph left open and the paragraphs before it settle, index for index with its facts.
///
/// Content-addressed like the reading: two paragraphs with equal readings and equal links have equal findings.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Links {
    /// By fact, sorted: the speaker whom a pronoun, a bare surname or an unattributed running quotation leads to. Most
    /// facts lead to nobody and have no entry.
    pub speakers: Vec<(u32, Speaker)>,
    /// The paragraph's first sentence goes on from the one before it, whose last sentence is this long piece of text.
    pub continued: Option<String>,
    /// Somebody spoke or was quoted in one of the two paragraphs before, or a colon ends the one before.
    pub spoken_before: bool,
    /// By quote that carries on from an earlier paragraph: its words so far.
    pub quote_heads: Vec<(u32, String)>,
    /// The anonymity of a speaker was acknowledged earlier in the text, by head noun of the descriptor. Shared by all
    /// paragraphs up to the next one that adds to it.
    pub acknowledged: Arc<[String]>,
}

impl Links {
    pub fn set_speaker(&mut self, fact: usize, speaker: Speaker) {
        let fact = fact as u32;
        match self.speakers.binary_search_by_key(&fact, |it| it.0) {
            Ok(idx) => {
                if let Some(slot) = self.speakers.get_mut(idx) {
                    slot.1 = speaker;
                }
            }
            Err(idx) => self.speakers.insert(idx, (fact, speaker)),
        }
    }

    pub fn speaker(&self, fact: usize) -> Option<&Speaker> {
        let idx = self.speakers.binary_search_by_key(&(fact as u32), |it| it.0).ok()?;
        self.speakers.get(idx).map(|it| &it.1)
    }
}
