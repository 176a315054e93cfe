//! Quotations: which words stand between marks, and what the marks are there for.
//!
//! Which marks belong together is typography and settled in `text::marks`; whose words they are is settled by the reader
//! of attributions, which comes later. A quotation that runs over paragraphs is one fact in each: `open` says that the
//! paragraph ended inside it, `continued` that the paragraph began inside one; a link joins them.

use super::Ctx;
use crate::fact::{FactKind, Quote, QuoteUse};
use crate::rules::lexicon::quotes::Quotes;
use crate::text::marks::{self, Pair};
use crate::text::{Language, Span};

/// How many tokens before and after the marks may hold the verb of speech or the word for a title.
const NEAR: usize = 12;

/// Five words and a verb are speech, whoever stands beside them.
const SPEECH_WORDS: u32 = 5;

pub fn quotes(ctx: &mut Ctx<'_>) {
    let prose = &ctx.paragraph.prose;
    let elided = &ctx.rules.lexicon.quotes.elided;
    let pairs = marks::pairs(prose, |word| elided.contains(word));
    let mut found = Vec::with_capacity(pairs.len());
    for pair in &pairs {
        let words = pair.words(prose);
        let n_words = count(words.of(prose));
        if n_words == 0 {
            continue;
        }
        let quote = Quote {
            words,
            purpose: purpose(ctx, &pairs, pair, words, n_words),
            attribution: None,
            continued: pair.open.is_empty(),
            open: pair.close.is_empty(),
            nested: pair.depth > 0,
            n_words,
        };
        found.push((pair.span(), FactKind::Quote(quote)));
    }
    for (span, kind) in found {
        ctx.push(span, kind);
    }
}

/// Words parted by spaces or long dashes; "half-measures" is one, a lone dash none.
fn count(text: &str) -> u32 {
    text.split(|it: char| it.is_whitespace() || matches!(it, '—' | '–'))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count() as u32
}

fn purpose(ctx: &Ctx<'_>, pairs: &[Pair], pair: &Pair, words: Span, n_words: u32) -> QuoteUse {
    let text = words.of(&ctx.paragraph.prose);
    if ctx.paragraph.language != Language::English {
        return if n_words >= SPEECH_WORDS { QuoteUse::Speech } else { QuoteUse::Fragment };
    }
    let lexicon = &ctx.rules.lexicon.quotes;
    let near = Near::of(ctx, lexicon, pairs, pair);
    let stopped = text.ends_with([',', '.', '!', '?', '…', '—', '–']);
    let capital =
        text.trim_start_matches(['…', '.', ' ', '[']).starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit());
    let (has_verb, all_capital) = look_inside(ctx, lexicon, words);
    // "a banner reading “Closed”", "her novel “The Long Field”", but not "“The Long Field is mine,” she said".
    let clause = near.speech && n_words >= SPEECH_WORDS && has_verb && !all_capital;
    if near.title_speaks || near.title && !(near.said_after || near.speech && near.introduced || clause) {
        return QuoteUse::Title;
    }
    // A case at law: "Brandvik v. Harbour Board".
    if [" v. ", " v ", " vs. ", " vs "].iter().any(|it| text.contains(it)) && !has_verb {
        return QuoteUse::Title;
    }
    if all_capital && n_words >= 2 && !(near.speech && (stopped || near.introduced)) {
        return QuoteUse::Title;
    }
    let speech = if near.speech {
        // "“Unacceptable,” he said"; "he said: “Yes”"; but a “serious failure”, he said.
        (capital && (stopped || near.introduced || near.said_after)) || (n_words >= 4 && has_verb)
    } else {
        false
    };
    if speech || (n_words >= SPEECH_WORDS && has_verb) || (n_words >= 2 && capital && stopped && has_verb) {
        return QuoteUse::Speech;
    }
    // "the so-called “safe zone”": whatever stands near, the words are not somebody's.
    if near.distance && n_words < SPEECH_WORDS {
        return QuoteUse::Scare;
    }
    if near.speech || n_words >= 2 { QuoteUse::Fragment } else { QuoteUse::Scare }
}

/// What stands around the marks, in the same sentence and outside other marks.
#[derive(Default)]
struct Near {
    speech: bool,
    /// A verb of speech follows the closing mark within two words: "…” said Holm", "…” Holm said".
    said_after: bool,
    /// A comma or a colon before the opening mark.
    introduced: bool,
    title: bool,
    /// The sign itself is said to speak: "a banner said “We want water”".
    title_speaks: bool,
    distance: bool,
}

impl Near {
    fn of(ctx: &Ctx<'_>, lexicon: &Quotes, pairs: &[Pair], pair: &Pair) -> Near {
        let tokens = ctx.tokens;
        let mut near = Near::default();
        let open = tokens.at(pair.open.start);
        // Before: back to the sentence's start. The opening mark may begin a sentence of its own after "said:".
        let mut first = true;
        for idx in (open.saturating_sub(NEAR)..open).rev() {
            let stop = matches!(tokens.mark(idx), Some('.' | '!' | '?')) && !tokens.is_number(idx + 1);
            if stop {
                break;
            }
            if let Some(mark) = tokens.mark(idx) {
                near.introduced |= first && matches!(mark, ':' | ',');
                first = false;
                continue;
            }
            if in_marks(pairs, pair, tokens.get(idx).map_or(0, |it| it.span.start)) {
                continue;
            }
            let word = tokens.word(idx);
            let n_before = open - idx;
            let so_called = word == "called" && tokens.matches(idx.saturating_sub(2), "so called").is_some();
            near.speech |= lexicon.speech.contains(word) && !so_called;
            let title = n_before <= 3 && lexicon.titles.contains(word);
            near.title |= title;
            near.title_speaks |= title && lexicon.speech.contains(tokens.word(idx + 1));
            near.distance |= n_before <= 2 && (so_called || lexicon.distances.contains(word));
            first = false;
        }
        let after = tokens.at(pair.close.end);
        let mut n_words = 0;
        for idx in after..(after + NEAR).min(tokens.len()) {
            if matches!(tokens.mark(idx), Some('.' | '!' | '?' | ';' | '…')) {
                break;
            }
            if !tokens.is_word(idx) || in_marks(pairs, pair, tokens.get(idx).map_or(0, |it| it.span.start)) {
                continue;
            }
            n_words += 1;
            let is_speech = lexicon.speech.contains(tokens.word(idx));
            near.speech |= is_speech;
            near.said_after |= is_speech && n_words <= 3;
        }
        near
    }
}

/// Whether a byte stands between the marks of another quotation.
fn in_marks(pairs: &[Pair], own: &Pair, at: u32) -> bool {
    // Pairs are sorted by start; only the few before and after can hold a byte that near.
    let next = pairs.partition_point(|it| it.open.start <= at);
    pairs.get(next.saturating_sub(5)..next).into_iter().flatten().any(|it| {
        it != own
            && it.open.start <= at
            && at < it.close.end
            && !(it.open.start <= own.open.start && own.close.end <= it.close.end)
    })
}

/// Whether there is a verb, and whether all words but small ones are capitalised as in a title.
fn look_inside(ctx: &Ctx<'_>, lexicon: &Quotes, words: Span) -> (bool, bool) {
    let tokens = ctx.tokens;
    let (mut has_verb, mut n_capital, mut n_lower) = (false, 0, 0);
    let first = tokens.at(words.start);
    for idx in first..tokens.at(words.end) {
        let (Some(token), true) = (tokens.get(idx), tokens.is_word(idx)) else { continue };
        let word = tokens.word(idx);
        let contracted = word.ends_with("n't") || ["'re", "'ll", "'ve", "'m"].iter().any(|it| word.ends_with(it));
        let past = word.len() > 4 && word.ends_with("ed") && !token.capital;
        let short_is = matches!(word, "it's" | "that's" | "there's" | "he's" | "she's" | "what's" | "who's" | "here's");
        has_verb |= contracted || past || short_is || lexicon.verbs.contains(word);
        if token.capital {
            n_capital += 1;
        } else if !ctx.rules.lexicon.words.function_words.contains(word) {
            n_lower += 1;
        }
    }
    (has_verb, n_capital >= 2 && n_lower == 0)
}

#[cfg(test)]
mod tests;
