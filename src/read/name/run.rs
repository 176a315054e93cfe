//! Runs of capitals: which tokens stand together as one name, before anybody asks whose.
//!
//! A run goes over initials ("J. K. Holt"), hyphens, particles ("van der Berg"), "&", and over "of" behind the word of a
//! body ("University of Westhaven"). It ends at a possessive, at a month and at any mark.

use super::bare;
use crate::read::token::Tokens;
use crate::rules::Rules;
use crate::text::Span;

/// First and last token, both included.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub first: usize,
    pub last: usize,
}

/// No name is longer: what goes on is a headline or a list in capitals.
const LONGEST: usize = 14;

/// A capital that may be part of a name.
pub fn is_capital(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    let lexicon = &rules.lexicon.names;
    let word = tokens.word(idx);
    tokens.is_word(idx)
        && tokens.get(idx).is_some_and(|it| it.capital)
        && !lexicon.not_names.contains(word)
        && !is_plural_of_letters(tokens.raw(idx))
        && (!lexicon.days.contains(bare(word)) || is_given_before_name(rules, tokens, idx))
}

/// "MPs", "NGOs": several of a kind, whom letters stand for.
fn is_plural_of_letters(raw: &str) -> bool {
    let letters = raw.strip_suffix('s').unwrap_or("");
    letters.len() > 1 && letters.chars().all(|it| it.is_ascii_uppercase())
}

/// "April Holt" is a person, "April 4" and "April sales" are not.
fn is_given_before_name(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    let lexicon = &rules.lexicon.names;
    lexicon.given.contains(tokens.word(idx))
        && tokens.is_word(idx + 1)
        && tokens.get(idx + 1).is_some_and(|it| it.capital)
        && !lexicon.days.contains(tokens.word(idx + 1))
        && tokens.sentence(idx) == tokens.sentence(idx + 1)
}

/// Whether a sentence, a quotation or a list item begins here, so that a capital proves nothing.
pub fn opens(tokens: &Tokens<'_>, idx: usize) -> bool {
    let Some(before) = idx.checked_sub(1) else { return true };
    tokens.sentence(before) != tokens.sentence(idx)
        || tokens
            .mark(before)
            .is_some_and(|it| matches!(it, '"' | '“' | '‘' | '«' | '„' | ':' | '•' | '*' | '\'' | '[' | '…'))
}

/// The run that begins at a token, if one does.
pub fn run_at(rules: &Rules, tokens: &Tokens<'_>, first: usize) -> Option<Run> {
    let abbreviated = is_honorific(rules, tokens, first);
    if !abbreviated && !is_capital(rules, tokens, first) && !begins_with_particle(rules, tokens, first) {
        return None;
    }
    // "The New York Times" begins at "New" inside a sentence, and at the opener otherwise, which falls away later.
    if rules.lexicon.words.function_words.contains(tokens.word(first))
        && !abbreviated
        && !is_acronym_like(tokens, first)
    {
        return None;
    }
    let mut last = first;
    let mut body = is_body_word(rules, tokens, first);
    while last - first < LONGEST && !tokens.word(last).ends_with("'s") {
        let Some(next) = step(rules, tokens, last, body) else { break };
        body |= (last + 1..=next).any(|idx| is_body_word(rules, tokens, idx));
        last = next;
    }
    let lone = first == last && (abbreviated || tokens.raw(first).chars().count() == 1);
    (!lone).then_some(Run { first, last })
}

fn is_acronym_like(tokens: &Tokens<'_>, idx: usize) -> bool {
    // "US" and "WHO" are function words in lower case.
    let raw = tokens.raw(idx);
    super::is_acronym(raw) && raw.len() > 1
}

/// "Mr" and "Dr" are no names, and begin them.
fn is_honorific(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    tokens.get(idx).is_some_and(|it| it.capital) && rules.lexicon.names.honorifics.contains(tokens.word(idx))
}

/// "van der Berg said": the particles go with the capital behind them.
fn begins_with_particle(rules: &Rules, tokens: &Tokens<'_>, first: usize) -> bool {
    matches!(tokens.word(first), "van" | "von" | "al" | "bin" | "de")
        && tokens.is_word(first)
        && after_particles(rules, tokens, first).is_some()
}

/// The capital behind up to three particles, the first of which stands at `idx`.
fn after_particles(rules: &Rules, tokens: &Tokens<'_>, mut idx: usize) -> Option<usize> {
    let particles = &rules.lexicon.names.particles;
    let sentence = tokens.sentence(idx);
    for _ in 0..3 {
        let word = tokens.word(idx);
        if !particles.contains(word) || word == "e" || tokens.get(idx)?.capital {
            return None;
        }
        let next = if tokens.mark(idx + 1) == Some('-') { idx + 2 } else { idx + 1 };
        if is_capital(rules, tokens, next) {
            return (tokens.sentence(next) == sentence).then_some(next);
        }
        idx = next;
    }
    None
}

/// The last token of the part that follows, or nothing where the run ends.
fn step(rules: &Rules, tokens: &Tokens<'_>, last: usize, body: bool) -> Option<usize> {
    let next = last + 1;
    if tokens.sentence(next) != tokens.sentence(last) || tokens.get(next).is_none() {
        return None;
    }
    let joins = |idx: usize| {
        let function_word = rules.lexicon.words.function_words.contains(tokens.word(idx));
        is_capital(rules, tokens, idx)
            && tokens.sentence(idx) == tokens.sentence(last)
            && !is_honorific(rules, tokens, idx)
            && (!function_word || is_acronym_like(tokens, idx))
    };
    if joins(next) {
        return Some(next);
    }
    match tokens.mark(next) {
        // "Holt-Vik", but not "Oslo-based".
        Some('-' | '‐' | '‑') if tokens.is_glued(next) && tokens.is_glued(next + 1) && joins(next + 1) => {
            return Some(next + 1);
        }
        // "J. Holt", "Dr. Vik", "St. Olaf".
        Some('.') if tokens.is_glued(next) && joins(next + 1) && is_abbreviation(rules, tokens, last) => {
            return Some(next + 1);
        }
        Some('&') if joins(next + 1) => return Some(next + 1),
        Some(_) => return None,
        None => {}
    }
    if let Some(capital) = after_particles(rules, tokens, next) {
        // "Bank de Vik", "Ola de Vik": not "y" and "la" in front of a whole other name, which English does not have.
        return Some(capital);
    }
    let word = tokens.word(next);
    let bridge = matches!(word, "of" | "for") && is_body_word(rules, tokens, last)
        || word == "and" && body && has_of(tokens, last);
    if bridge {
        let behind = if tokens.word(next + 1) == "the" { next + 2 } else { next + 1 };
        // "the Ministry of Health and Mira Holt" are two.
        let person = word == "and" && rules.lexicon.names.given.contains(tokens.word(behind));
        return (joins(behind) && !person).then_some(behind);
    }
    None
}

/// "of" stands in the few words before: "Ministry of Health and Care", not "Westhaven Council and Berg".
fn has_of(tokens: &Tokens<'_>, last: usize) -> bool {
    (last.saturating_sub(2)..last).any(|idx| tokens.word(idx) == "of")
}

fn is_abbreviation(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    tokens.raw(idx).chars().count() == 1 || rules.lexicon.words.abbreviations.contains(tokens.word(idx))
}

fn is_body_word(rules: &Rules, tokens: &Tokens<'_>, idx: usize) -> bool {
    rules.lexicon.names.bodies.contains(tokens.word(idx)) && tokens.get(idx).is_some_and(|it| it.capital)
}

/// The run's bytes, without a possessive ending.
pub fn span(tokens: &Tokens<'_>, run: Run) -> Span {
    let mut span = tokens.span(run.first, run.last);
    let raw = tokens.raw(run.last);
    if let Some(stem) = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")).or_else(|| raw.strip_suffix("ʼs"))
    {
        span.end -= (raw.len() - stem.len()) as u32;
    }
    span
}

/// The run in lower case, its parts by single spaces, for looking it up.
pub fn folded(tokens: &Tokens<'_>, run: Run) -> String {
    let mut whole = String::new();
    for idx in run.first..=run.last {
        if idx > run.first && !tokens.is_glued(idx) {
            whole.push(' ');
        }
        whole.push_str(if idx == run.last { bare(tokens.word(idx)) } else { tokens.word(idx) });
    }
    whole
}

/// Words by the spaces between them: "Holt-Vik" and "J." are one each.
pub fn n_words(tokens: &Tokens<'_>, run: Run) -> usize {
    (run.first..=run.last).filter(|idx| *idx == run.first || !tokens.is_glued(*idx)).count()
}
