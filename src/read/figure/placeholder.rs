//! What is still to come: TK, XX, "[CHECK spelling]", "??". Found first, so that nobody reads them as figures or names.

use crate::read::Ctx;
use crate::read::token::Tokens;
use crate::rules::lexicon::numbers::Numbers;
use crate::text::Span;

pub fn placeholders(ctx: &mut Ctx<'_>) {
    let (tokens, numbers) = (ctx.tokens, &ctx.rules.lexicon.numbers);
    let mut found: Vec<Span> = Vec::new();
    let mut idx = 0;
    while idx < tokens.len() {
        match placeholder(tokens, numbers, idx) {
            Some((first, last)) => {
                found.push(tokens.span(first, last));
                idx = last + 1;
            }
            None => idx += 1,
        }
    }
    ctx.placeholders.extend(found);
}

/// The first and the last token of a placeholder that begins at a token.
fn placeholder(tokens: &Tokens<'_>, numbers: &Numbers, idx: usize) -> Option<(usize, usize)> {
    match tokens.mark(idx) {
        Some('[') => return bracket(tokens, numbers, idx),
        // "(??)" and " ?? " but not "Really??".
        Some('?') if tokens.mark(idx + 1) == Some('?') && tokens.is_glued(idx + 1) => {
            let asked = idx.checked_sub(1).is_some_and(|it| {
                tokens.is_glued(idx) && !matches!(tokens.mark(it), Some('(' | '[' | '$' | '€' | '£'))
            });
            let mut last = idx + 1;
            while tokens.mark(last + 1) == Some('?') && tokens.is_glued(last + 1) {
                last += 1;
            }
            return (!asked).then_some((idx, last));
        }
        _ => {}
    }
    if !tokens.is_word(idx) || !stands_for(tokens, numbers, idx) {
        return None;
    }
    // "TK-year-old", "name-TK".
    let (mut first, mut last) = (idx, idx);
    while tokens.mark(last + 1) == Some('-')
        && tokens.is_glued(last + 1)
        && tokens.is_glued(last + 2)
        && tokens.is_word(last + 2)
    {
        last += 2;
    }
    if first >= 2 && tokens.mark(first - 1) == Some('-') && tokens.is_glued(first) && tokens.is_glued(first - 1) {
        first -= 2;
    }
    Some((first, last))
}

fn stands_for(tokens: &Tokens<'_>, numbers: &Numbers, idx: usize) -> bool {
    let raw = tokens.raw(idx);
    if raw.len() < 2 || !raw.bytes().all(|it| it.is_ascii_uppercase()) {
        return false;
    }
    // "Super Bowl XX" and "Pius XX" are numbered; "$XX" and "of XX homes" are open.
    let crosses = raw.bytes().all(|it| it == b'X');
    let numbered =
        idx.checked_sub(1).is_some_and(|it| tokens.is_word(it) && tokens.get(it).is_some_and(|it| it.capital));
    numbers.placeholder_words.contains(tokens.word(idx)) || (crosses && !numbered)
}

/// "[CHECK the year]", up to the closing bracket in the same sentence or the next 30 tokens.
fn bracket(tokens: &Tokens<'_>, numbers: &Numbers, idx: usize) -> Option<(usize, usize)> {
    let phrases = numbers.placeholder_brackets.at(tokens.word(idx + 1));
    phrases.iter().find_map(|(phrase, ())| tokens.matches(idx + 1, phrase))?;
    let last = (idx + 1..tokens.len().min(idx + 30)).find(|it| tokens.mark(*it) == Some(']'))?;
    Some((idx, last))
}
