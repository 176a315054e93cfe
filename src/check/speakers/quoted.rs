//! Quotations of the draft and who speaks the same words in the sources.
//!
//! Whole quotations are laid side by side, word for word as quotations are compared; a few words changed do not hide who
//! spoke them. Two or three words are only known again where the source has set them between marks of their own.

use super::{Said, Voice, counts};
use crate::check::Ctx;
use crate::check::quotes::words::{self, Words};
use crate::fact::{Candidate, FactKind, Quote, QuoteUse, Speaker, SpeakerKind};
use crate::text::{Span, label};

/// Fewer quoted words are a fragment, which others may have used too.
const WHOLE: usize = 5;

/// Longer ones are compared word for word only.
const LONGEST: usize = 120;

pub fn quoted<'a>(ctx: &Ctx<'a>) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    for (idx, fact) in ctx.facts() {
        let FactKind::Quote(quote) = &fact.kind else { continue };
        if quote.nested || matches!(quote.purpose, QuoteUse::Scare | QuoteUse::Title) && quote.attribution.is_none() {
            continue;
        }
        let Some((speaker, own, pronoun)) = speaker(ctx, idx, quote) else { continue };
        let ours = words::words(&ctx.rules.lexicon.quotes, ctx.prose(), quote.words);
        let voices = voices(ctx, idx, &ours);
        if voices.is_empty() {
            continue;
        }
        // A quotation that runs on from another's speaker is itself what is wrong.
        let runs_on = own.is_none_or(|it| is_run_on(ctx, it, fact.span));
        let span = own.filter(|_| !runs_on).unwrap_or(fact.span);
        all.push(Said {
            speaker,
            span,
            replaces: !runs_on,
            quoted: true,
            whole: ours.all.len() >= WHOLE,
            pronoun,
            telling: true,
            voices,
        });
    }
    all
}

/// Who speaks in the draft, as far as links lead back, the speaker's words in this paragraph, and whether they are a
/// pronoun or none at all.
fn speaker<'a>(ctx: &Ctx<'a>, idx: usize, quote: &Quote) -> Option<(&'a Speaker, Option<Span>, bool)> {
    let Some(attribution) = quote.attribution else { return ctx.links.speaker(idx).map(|it| (it, None, true)) };
    let fact = ctx.reading.facts.get(attribution as usize)?;
    let FactKind::Attribution(own) = &fact.kind else { return None };
    let linked = ctx.links.speaker(attribution as usize);
    Some((settled(&own.speaker, linked), own.speaker.span, own.speaker.kind == SpeakerKind::Pronoun))
}

/// Whom links lead back to. Where "the nurse" leads to whoever was named last, that is too little to go by.
pub fn settled<'a>(own: &'a Speaker, linked: Option<&'a Speaker>) -> &'a Speaker {
    match own.kind {
        SpeakerKind::Unnamed => linked.filter(|it| it.kind == SpeakerKind::Unnamed).unwrap_or(own),
        SpeakerKind::Named
        | SpeakerKind::Institution
        | SpeakerKind::Office
        | SpeakerKind::Pronoun
        | SpeakerKind::Nobody => linked.unwrap_or(own),
    }
}

/// Whether another quotation stands between a speaker and these words: "“It failed,” said Holm. “We warned them.”"
fn is_run_on(ctx: &Ctx<'_>, speaker: Span, quotation: Span) -> bool {
    let sentence = |span: Span| ctx.reading.sentences.iter().position(|it| it.span.overlaps(span));
    speaker.end <= quotation.start && sentence(speaker) != sentence(quotation)
}

/// Every place that has the words between marks, or in a turn of its own.
fn voices<'a>(ctx: &Ctx<'a>, idx: usize, ours: &Words) -> Vec<Voice<'a>> {
    let lexicon = &ctx.rules.lexicon.quotes;
    let mut voices: Vec<Voice<'a>> = Vec::new();
    for &candidate in ctx.candidates(idx).iter().filter(|it| counts(it)) {
        let mut add = |words: Span, speaker: Option<&'a Speaker>| {
            let known = voices.iter().any(|it| {
                it.words == words
                    && it.candidate.source.path == candidate.source.path
                    && it.candidate.paragraph == candidate.paragraph
            });
            if !known && is_given(ctx, ours, &words::words(lexicon, &candidate.paragraph, words)) {
                voices.push(Voice { candidate, speaker, words });
            }
        };
        for spoken in &candidate.spoken {
            add(spoken.words, spoken.speaker.as_ref().filter(|it| !is_unread(ctx, it)));
        }
        if candidate.spoken.is_empty() && (label::of(&candidate.paragraph).is_some() || is_noted(candidate)) {
            add(candidate.within, None);
        }
    }
    voices
}

/// A speaker of whom the reader made nothing, or a turn of whoever asks or answers: "Q", "REPORTER", "Speaker 2".
fn is_unread(ctx: &Ctx<'_>, speaker: &Speaker) -> bool {
    let labels = &ctx.rules.lexicon.speakers.turn_labels;
    let mut words = speaker.words.split(' ').map(str::to_lowercase);
    matches!(speaker.kind, SpeakerKind::Pronoun | SpeakerKind::Nobody)
        || speaker.words.is_empty()
        || speaker.kind == SpeakerKind::Named
            && (speaker.head.chars().count() < 2 || words.any(|it| labels.contains(&it)))
        || speaker.kind == SpeakerKind::Named && speaker.head.chars().all(|it| !it.is_alphabetic())
}

fn is_noted(candidate: &Candidate) -> bool {
    use crate::fact::SourceKind;
    matches!(candidate.source.kind, SourceKind::Notes | SourceKind::Mail)
}

/// Whether these are the draft's words, a few of them changed at most.
fn is_given(ctx: &Ctx<'_>, ours: &Words, theirs: &Words) -> bool {
    let function = &ctx.rules.lexicon.words.function_words;
    let telling = |words: &Words| words.all.iter().filter(|it| !function.contains(words.folded(it))).count();
    let keys = |words: &Words| words.all.iter().filter(|it| !it.aside).map(|it| it.loose).collect::<Vec<u64>>();
    let (draft, source) = (keys(ours), keys(theirs));
    if draft.is_empty() || source.is_empty() || telling(ours) == 0 {
        return false;
    }
    if draft.len() <= 2 && source.len() > 2 * draft.len() + 1 {
        return false;
    }
    let pieces: Vec<&[u64]> = pieces(ours, &draft);
    if in_order(&pieces, &source) {
        return true;
    }
    if source.len() >= 4 && telling(theirs) >= 2 && in_order(&[&source], &draft) {
        return true;
    }
    let short = draft.len() <= LONGEST && source.len() <= LONGEST;
    if !short || draft.len() < 4 || telling(ours) < 2 {
        return false;
    }
    let common = common(&draft, &source);
    common.len() >= 4 && common.len() * 4 >= draft.len() * 3 && {
        let content = |key: &u64| {
            ours.all.iter().find(|it| it.loose == *key).is_some_and(|it| !function.contains(ours.folded(it)))
        };
        common.iter().filter(|it| content(it)).count() >= 2
    }
}

/// The draft's words between its own ellipses and brackets.
fn pieces<'k>(words: &Words, keys: &'k [u64]) -> Vec<&'k [u64]> {
    let mut cuts = vec![0];
    let mut at = 0;
    let mut after_aside = false;
    for word in &words.all {
        if word.aside {
            after_aside = true;
            continue;
        }
        if at > 0 && (word.gap || after_aside) {
            cuts.push(at);
        }
        after_aside = false;
        at += 1;
    }
    cuts.push(keys.len());
    cuts.windows(2).filter_map(|it| keys.get(*it.first()?..*it.last()?)).filter(|it| !it.is_empty()).collect()
}

fn in_order(pieces: &[&[u64]], source: &[u64]) -> bool {
    let mut from = 0;
    pieces.iter().all(|piece| {
        let rest = source.get(from..).unwrap_or(&[]);
        let at = rest.windows(piece.len()).position(|it| it == *piece);
        from += at.map_or(0, |it| it + piece.len());
        at.is_some()
    })
}

/// The longest run of words that both have in the same order.
fn common(draft: &[u64], source: &[u64]) -> Vec<u64> {
    let width = source.len() + 1;
    let mut best = vec![0_u16; width * (draft.len() + 1)];
    let at = |best: &[u16], row: usize, column: usize| best.get(row * width + column).copied().unwrap_or(0);
    for (row, ours) in draft.iter().enumerate() {
        for (column, theirs) in source.iter().enumerate() {
            let longest = match ours == theirs {
                true => at(&best, row, column) + 1,
                false => at(&best, row, column + 1).max(at(&best, row + 1, column)),
            };
            if let Some(slot) = best.get_mut((row + 1) * width + column + 1) {
                *slot = longest;
            }
        }
    }
    let (mut row, mut column, mut found) = (draft.len(), source.len(), Vec::new());
    while row > 0 && column > 0 {
        if draft.get(row - 1) == source.get(column - 1) {
            found.extend(draft.get(row - 1));
            (row, column) = (row - 1, column - 1);
        } else if at(&best, row - 1, column) >= at(&best, row, column - 1) {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    found
}
