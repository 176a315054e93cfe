//! A quotation: words between marks, and whose they are said to be.

use crate::text::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The words between the marks.
    pub words: Span,
    pub purpose: QuoteUse,
    /// Index of the attribution fact that gives the speaker, in the same paragraph.
    pub attribution: Option<u32>,
    /// The paragraph began inside this quotation: it was opened by a repeated mark, or never closed before.
    pub continued: bool,
    /// No closing mark before the paragraph's end: the quotation may carry on in the next one.
    pub open: bool,
    /// Stands inside another quotation.
    pub nested: bool,
    /// Words between the marks.
    pub n_words: u32,
}

/// What the marks are there for. Only what cannot be anything else is taken for other than speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteUse {
    /// Somebody's words: long enough, with a verb, or beside a speech verb.
    Speech,
    /// A few words taken over into the writer's sentence: a "serious failure".
    Fragment,
    /// Distance, slang or a term: not said to be anyone's words.
    Scare,
    /// A work's title, a slogan, a sign, a word as a word.
    Title,
}
