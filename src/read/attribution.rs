//! Who is said to have said it: the speaker's words, the cue, and what the text says of a name that it withholds.
//!
//! "said a mill official", "according to Mira Holt", "as she put it", and the ghosts behind which nobody stands
//! ("it is understood"). Words between quotation marks are somebody else's, and so are the attributions in them. What
//! has no known speaker is no attribution: "the mood said it all" is left alone unless quoted words stand beside it.

mod clause;
mod cue;
mod phrase;
mod quoted;
mod window;

use rustc_hash::FxHashSet;

use super::Ctx;
use super::token::Tokens;
use crate::fact::{Anonymity, Attribution, FactKind, Name, NameKind, Speaker, SpeakerKind};
use crate::rules::Rules;
use crate::text::Span;
use phrase::Chunk;
pub use window::{is_definite, is_possessive};

/// What the parts of this reader look at: tokens, with the names and quotations that cover them.
struct Scene<'a> {
    rules: &'a Rules,
    tokens: &'a Tokens<'a>,
    /// By token: inside quotation marks.
    quoted: Vec<bool>,
    /// By token: which of `names` covers it, from 1; 0 is none.
    name_at: Vec<u32>,
    names: Vec<Named<'a>>,
}

/// A name with the tokens that it covers, both included.
struct Named<'a> {
    first: usize,
    last: usize,
    name: &'a Name,
}

/// An attribution before it is a fact.
struct Found {
    /// First and last token of the cue.
    cue: (usize, usize),
    verb: String,
    who: Option<Chunk>,
    /// A relative clause or apposition between commas, as tokens: where descriptions of the speaker stand.
    aside: Option<(usize, usize)>,
}

pub fn attributions(ctx: &mut Ctx<'_>) {
    let mut built: Vec<(Span, Attribution, usize)> = Vec::new();
    {
        let scene = Scene::of(ctx);
        // Cues come in the order of the text: what a sentence says as a whole is looked for once.
        let mut public = (u32::MAX, None);
        for found in cue::cues(&scene) {
            let sentence = ctx.tokens.sentence(found.cue.0);
            if public.0 != sentence {
                let (first, last) = scene.sentence(found.cue.0);
                public = (sentence, window::phrase_in(&scene, &ctx.rules.lexicon.speakers.public, first, last));
            }
            if let Some((span, attribution)) = build(&scene, &found, public.1) {
                built.push((span, attribution, found.cue.0));
            }
        }
        window::acknowledge(&scene, &mut built);
    }
    let first = ctx.facts.len();
    for (span, attribution, _) in built {
        ctx.push(span, FactKind::Attribution(attribution));
    }
    quoted::settle(ctx, first);
}

impl<'a> Scene<'a> {
    fn of(ctx: &'a Ctx<'_>) -> Scene<'a> {
        let tokens = ctx.tokens;
        let mut scene = Scene {
            rules: ctx.rules,
            tokens,
            quoted: vec![false; tokens.len()],
            name_at: vec![0; tokens.len()],
            names: Vec::new(),
        };
        for fact in &ctx.facts {
            let (first, end) = (tokens.at(fact.span.start), tokens.at(fact.span.end));
            match &fact.kind {
                FactKind::Quote(quote) => {
                    for idx in tokens.at(quote.words.start)..tokens.at(quote.words.end) {
                        if let Some(slot) = scene.quoted.get_mut(idx) {
                            *slot = true;
                        }
                    }
                }
                FactKind::Name(name) => {
                    scene.names.push(Named { first, last: end.saturating_sub(1).max(first), name });
                    for idx in first..end {
                        if let Some(slot) = scene.name_at.get_mut(idx) {
                            *slot = scene.names.len() as u32;
                        }
                    }
                }
                FactKind::Figure(_) | FactKind::Date(_) | FactKind::Attribution(_) => {}
            }
        }
        scene
    }

    fn word(&self, idx: usize) -> &str {
        self.tokens.word(idx)
    }

    fn is_quoted(&self, idx: usize) -> bool {
        self.quoted.get(idx).copied().unwrap_or(false)
    }

    fn name(&self, idx: usize) -> Option<&Named<'a>> {
        let number = self.name_at.get(idx).copied().unwrap_or(0) as usize;
        self.names.get(number.checked_sub(1)?)
    }

    /// A mark that opens or closes quoted words.
    fn is_quote_mark(&self, idx: usize) -> bool {
        self.tokens.mark(idx).is_some_and(|it| matches!(it, '"' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' | '\''))
    }

    /// The first and last token of the sentence around a token.
    fn sentence(&self, idx: usize) -> (usize, usize) {
        let Some(sentence) = self.tokens.sentences.get(self.tokens.sentence(idx) as usize) else { return (idx, idx) };
        (self.tokens.at(sentence.span.start), self.tokens.at(sentence.span.end).saturating_sub(1))
    }

    fn has_in(&self, words: &FxHashSet<String>, first: usize, last: usize) -> bool {
        (first..=last).any(|idx| !self.is_quoted(idx) && words.contains(self.word(idx)))
    }
}

fn build(scene: &Scene<'_>, found: &Found, public: Option<Span>) -> Option<(Span, Attribution)> {
    let tokens = scene.tokens;
    let cue = tokens.span(found.cue.0, found.cue.1);
    let (speaker, span, basis) = match &found.who {
        Some(chunk) => {
            let speaker = phrase::speaker(scene, chunk, found.aside);
            let words = speaker.span?;
            // Marked narrowly: where a long clause parts speaker and verb, the speaker alone.
            let near = cue.cover(words).len() <= cue.len() + words.len() + 24;
            let basis = phrase::basis(scene, chunk, found.aside);
            (speaker, if near { cue.cover(words) } else { words }, basis)
        }
        None => (nobody(), cue, None),
    };
    let attribution = Attribution {
        speaker,
        cue,
        verb: found.verb.clone(),
        anonymity: Anonymity::default(),
        basis,
        public,
        quoted: false,
    };
    Some((span, attribution))
}

fn nobody() -> Speaker {
    Speaker {
        kind: SpeakerKind::Nobody,
        span: None,
        words: String::new(),
        title: String::new(),
        head: String::new(),
        plural: false,
        rung: 0,
    }
}

fn is_person(name: &Name) -> bool {
    matches!(name.kind, NameKind::Person | NameKind::Unknown)
}

#[cfg(test)]
pub mod tests;
