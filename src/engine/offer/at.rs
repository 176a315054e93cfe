//! One place of a source, and its words in each of the ways in which they are offered.

use std::cmp::Ordering;

use crate::corpus::directory::{self, Mention, Part, figure_words};
use crate::corpus::source::Source;
use crate::fact::{Fact, FactKind, Reading};
use crate::text::{Paragraph, Span, label};

/// A place with what is needed to show it.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub source: &'a Source,
    pub paragraph: &'a Paragraph,
    pub reading: &'a Reading,
    pub mention: Mention,
    /// Index into the reading's sentences.
    sentence: u32,
    paragraph_idx: u32,
    pub score: f32,
}

impl<'a> At<'a> {
    pub fn of(part: &Part<'a>, mention: Mention, score: f32) -> Option<At<'a>> {
        let (source, paragraph_idx, sentence) = part.open(mention.number)?;
        let paragraph = source.text.paragraphs.get(paragraph_idx as usize)?;
        let reading = source.reading(paragraph_idx as usize)?;
        Some(At { source, paragraph, reading, mention, sentence, paragraph_idx, score })
    }

    /// Nearer to what is being written; of equals, the first by path and place.
    pub fn is_before(&self, other: &At<'_>) -> bool {
        let place = |it: &At<'_>| it.mention;
        match self.score.total_cmp(&other.score) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal if self.source.id == other.source.id => place(self) < place(other),
            Ordering::Equal => self.source.reference.path < other.source.reference.path,
        }
    }

    pub fn fact(&self) -> Option<&'a Fact> {
        self.reading.facts.get(self.mention.fact? as usize)
    }

    pub fn sentence(&self) -> Option<Span> {
        self.reading.sentences.get(self.sentence as usize).map(|it| it.span)
    }

    pub fn name(&self) -> Option<&'a str> {
        match &self.fact()?.kind {
            FactKind::Name(name) => Some(&name.words),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    pub fn surname(&self) -> Option<&'a str> {
        match &self.fact()?.kind {
            FactKind::Name(name) => Some(name.surname.as_str()).filter(|_| !name.given.is_empty()),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    /// With hedge, unit and what is counted.
    pub fn figure(&self) -> Option<&'a str> {
        let fact = self.fact()?;
        match &fact.kind {
            FactKind::Figure(figure) => {
                let prose = &self.paragraph.prose;
                Some(figure_words(figure, fact.span, prose).of(prose))
            }
            FactKind::Name(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    /// The same without a hedge before it.
    pub fn unhedged(&self) -> Option<&'a str> {
        let fact = self.fact()?;
        match &fact.kind {
            FactKind::Figure(figure) => {
                let prose = &self.paragraph.prose;
                let whole = figure_words(figure, fact.span, prose);
                let hedge = figure.hedge_span.filter(|it| it.end <= figure.number_span.start);
                let start = hedge.map_or(whole.start, |it| it.end.clamp(whole.start, whole.end));
                Some(Span { start, end: whole.end }.of(prose).trim_start())
            }
            FactKind::Name(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
        }
    }

    /// The words between the marks, or of a transcript.
    pub fn spoken(&self) -> Option<&'a str> {
        let prose = &self.paragraph.prose;
        if self.mention.fact.is_none() {
            return Some(directory::spoken(prose, self.sentence()?).of(prose));
        }
        match &self.fact()?.kind {
            FactKind::Quote(quote) => Some(quote.words.of(prose)),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
        }
    }

    /// Who is said to have spoken a quotation.
    pub fn speaker(&self) -> Option<String> {
        let Some(fact) = self.fact() else {
            return label::of(&self.paragraph.prose).map(str::to_string);
        };
        let FactKind::Quote(quote) = &fact.kind else {
            return None;
        };
        let links = self.source.links.get(self.paragraph_idx as usize);
        let by = quote.attribution.or(self.mention.fact);
        let linked = by.and_then(|it| links?.speaker(it as usize));
        let own = quote.attribution.and_then(|it| self.reading.facts.get(it as usize)).and_then(|it| match &it.kind {
            FactKind::Attribution(it) => Some(&it.speaker),
            FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) => None,
        });
        linked.or(own).map(|it| it.words.clone()).filter(|it| !it.is_empty())
    }
}
