//! Papers, stations and agencies in a text, and whether the words beside one say that the text rests on it.
//!
//! "According to the Harn Courier" names an origin, "the Harn Courier said it would close" only a subject. An outlet is told
//! by the lexicon, by its name's last word, or by the noun that calls it one; a ministry is none, whatever stands before it.

use std::ops::Range;

use crate::rules::lexicon::origins::Origins;
use crate::text::Span;

/// A word of a paragraph, without the marks around it.
pub struct Word {
    pub at: Span,
    pub lower: String,
    capital: bool,
    /// No mark but a bracket or a quotation mark parts it from the word before.
    joined: bool,
}

/// An outlet, by its place among the words.
#[derive(Debug, PartialEq)]
pub struct Mention {
    pub words: Range<usize>,
    /// What the outlet is known by: lower case, without "the".
    pub key: String,
    pub at: Span,
    /// "the Courier's".
    possessive: bool,
}

/// An outlet that the text says it has something from, and the words that say so.
#[derive(Debug, PartialEq)]
pub struct Credited {
    pub mention: Mention,
    /// Cue and outlet.
    pub at: Span,
}

/// The longest run of capitals that is looked at as one name, in words.
const LONGEST: usize = 6;

/// Words that "…" in a phrase may stand for.
const GAP: usize = 5;

pub fn words(prose: &str) -> Vec<Word> {
    let inner = |it: char| it.is_alphanumeric() || matches!(it, '-' | '\'' | '’' | '&' | '.' | '©');
    let mut words: Vec<Word> = Vec::new();
    let mut before = 0;
    let mut rest = 0;
    while let Some(start) = prose.get(rest..).and_then(|it| it.find(inner)).map(|at| rest + at) {
        let tail = prose.get(start..).unwrap_or("");
        let end = start + tail.find(|it| !inner(it)).unwrap_or(tail.len());
        rest = end.max(start + 1);
        let run = prose.get(start..end).unwrap_or("");
        let marks: &[char] = &['-', '\'', '’', '.'];
        let word = run.trim_end_matches(marks);
        let end = start + word.len();
        let word = word.trim_start_matches(marks);
        let start = end - word.len();
        if word.is_empty() {
            continue;
        }
        let gap = prose.get(before..start).unwrap_or("");
        before = end;
        words.push(Word {
            at: Span::new(start, end),
            lower: if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_lowercase().replace('’', "'") },
            capital: word.starts_with(char::is_uppercase),
            joined: !gap.contains(['.', ',', ';', ':', '!', '?', '(', ')', '—', '–', '\t', '|']),
        });
    }
    words
}

/// All outlets, in order, disjoint.
pub fn mentions(origins: &Origins, prose: &str, words: &[Word]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut idx = 0;
    while idx < words.len() {
        if !words.get(idx).is_some_and(|it| it.capital) {
            idx += 1;
            continue;
        }
        let end = run_end(words, idx);
        match of_run(origins, prose, words, idx..end) {
            Some(mention) => {
                idx = mention.words.end;
                found.push(mention);
            }
            None => idx = end,
        }
    }
    found
}

/// Where a run of capitals ends: "Globe and Mail", "Times of Harn".
fn run_end(words: &[Word], start: usize) -> usize {
    let goes_on = |at: usize| words.get(at).is_some_and(|it| it.joined && it.capital);
    let mut end = start + 1;
    while end - start < LONGEST {
        let is_link = words.get(end).is_some_and(|it| it.joined && matches!(it.lower.as_str(), "of" | "and" | "for"));
        // What belongs to somebody ends there: "the Courier's Ada Holm".
        let closed = words.get(end - 1).is_some_and(|it| it.lower.ends_with("'s"));
        if closed {
            break;
        }
        if goes_on(end) {
            end += 1;
        } else if is_link && goes_on(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

fn of_run(origins: &Origins, prose: &str, words: &[Word], run: Range<usize>) -> Option<Mention> {
    let mention = |range: Range<usize>, key: String| {
        let (first, last) = (words.get(range.start)?, words.get(range.end - 1)?);
        let possessive = last.lower.ends_with("'s");
        // Both apostrophes end in an s of one byte.
        let cut =
            if possessive { last.at.of(prose).trim_end_matches('s').trim_end_matches(['\'', '’']).len() } else { 0 };
        let end = if possessive { last.at.start as usize + cut } else { last.at.end as usize };
        Some(Mention { words: range, key, at: Span::new(first.at.start as usize, end), possessive })
    };
    for start in run.clone() {
        for end in (start + 1..=run.end).rev() {
            let name = name(words, start..end);
            if let Some(known) = origins.known(&name)
                && is_written_so(prose, words, start..end, &name)
            {
                return mention(start..end, known.to_string());
            }
        }
    }
    // "On Monday The Courier": the name begins with its article.
    let is_article = |idx: &usize| words.get(*idx).is_some_and(|it| it.lower == "the");
    let start = run.clone().rev().find(is_article).unwrap_or(run.start);
    // "Harn Courier and Norden Radio" are two, "Globe and Mail" is one.
    let parts = |idx: &usize| {
        let names = |at: usize| words.get(at).is_some_and(|it| origins.name_words.contains(&it.lower));
        words.get(*idx).is_some_and(|it| it.lower == "and") && *idx > start + 1 && names(idx - 1)
    };
    let run = start..(start + 1..run.end).find(parts).unwrap_or(run.end);
    let name = name(words, start..run.end);
    let last = name.rsplit(' ').next().unwrap_or("");
    let has_article = is_article(&start) || start.checked_sub(1).is_some_and(|it| is_article(&it));
    let n_words = name.split(' ').count();
    let by_name = origins.name_words.contains(last) && (n_words >= 2 || has_article) && !origins.is_none(&name);
    let called = called_before(origins, words, start) < start || called_after(origins, words, run.end) > run.end;
    let is_name = !name.is_empty() && !is_article(&(run.end - 1));
    (is_name && (by_name || called)).then(|| mention(start..run.end, name.clone())).flatten()
}

/// Short names are outlets only as they are written: "AP", never "Ap".
fn is_written_so(prose: &str, words: &[Word], range: Range<usize>, name: &str) -> bool {
    const SHORT: usize = 4;
    let written = words.get(range.clone()).unwrap_or(&[]).iter().all(|it| {
        let word = it.at.of(prose).trim_end_matches("'s").trim_end_matches("’s");
        it.lower == "the" || !word.contains(char::is_lowercase)
    });
    let article = range.start.checked_sub(1).and_then(|it| words.get(it)).is_some_and(|it| it.lower == "the")
        || words.get(range.start).is_some_and(|it| it.lower == "the");
    match name.len() {
        ..=SHORT => written,
        // "the Guardian", "the Economist": any of them without its article.
        _ => !matches!(name, "guardian" | "economist") || article,
    }
}

/// Lower case, without the article and the possessive.
fn name(words: &[Word], range: Range<usize>) -> String {
    let words = words.get(range).unwrap_or(&[]);
    let words: Vec<&str> = words.iter().map(|it| it.lower.strip_suffix("'s").unwrap_or(&it.lower)).collect();
    let words = words.join(" ");
    words.strip_prefix("the ").unwrap_or(&words).to_string()
}

/// "the newspaper Norden": where the words that call it an outlet begin; `start` where there are none.
fn called_before(origins: &Origins, words: &[Word], start: usize) -> usize {
    let Some(last) = start.checked_sub(1).and_then(|it| words.get(it)) else { return start };
    if !words.get(start).is_some_and(|it| it.joined) || last.capital {
        return start;
    }
    let fits = |phrase: &str| ends_at(words, phrase, start);
    origins.nouns_before.at(&last.lower).iter().find_map(|(it, ())| fits(it)).unwrap_or(start)
}

/// "Bellweather magazine": where those words end. "German newspaper Norden" calls another name one.
fn called_after(origins: &Origins, words: &[Word], end: usize) -> usize {
    let Some(first) = words.get(end).filter(|it| it.joined && !it.capital) else { return end };
    let after = origins.nouns.at(&first.lower).iter().find_map(|(it, ())| starts_at(words, it, end)).unwrap_or(end);
    let names_another = words.get(after).is_some_and(|it| it.joined && it.capital);
    if names_another { end } else { after }
}

/// Where a phrase that begins at a word ends.
pub fn starts_at(words: &[Word], phrase: &str, start: usize) -> Option<usize> {
    let mut at = start;
    for (n, wanted) in phrase.split(' ').enumerate() {
        let word = words.get(at)?;
        if word.lower != wanted || n > 0 && !word.joined {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Where a phrase that ends before a word begins. "…" is up to a few words.
fn ends_at(words: &[Word], phrase: &str, end: usize) -> Option<usize> {
    let part = |part: &str, end: usize| {
        let start = end.checked_sub(part.split(' ').count())?;
        (starts_at(words, part, start)? == end).then_some(start)
    };
    let mut parts = phrase.split(" … ").collect::<Vec<&str>>().into_iter().rev();
    let mut start = part(parts.next()?, end)?;
    for it in parts {
        let ends = (start.saturating_sub(GAP)..=start).rev();
        let reached = ends.take_while(|end| *end == start || words.get(end + 1).is_some_and(|it| it.joined));
        start = reached.into_iter().find_map(|end| part(it, end))?;
    }
    Some(start)
}

/// The outlets that the words beside them make an origin, in order.
pub fn credited(origins: &Origins, prose: &str, words: &[Word]) -> Vec<Credited> {
    let mut found: Vec<Credited> = Vec::new();
    for mention in mentions(origins, prose, words) {
        let (start, end) = (mention.words.start, mention.words.end);
        let Some(cue) = cue_before(origins, words, start)
            .map(|at| (at, end))
            .or_else(|| cue_after(origins, words, &mention).map(|to| (start, to)))
            // "reported by the Courier and Norden Radio".
            .or_else(|| {
                let before = found.last().filter(|it| it.mention.words.end + 2 >= start)?;
                let is_and = |it: &Word| matches!(it.lower.as_str(), "and" | "or" | "the");
                let between = words.get(before.mention.words.end..start).unwrap_or(&[]);
                (!between.is_empty() && between.iter().all(is_and)).then_some((start, end))
            })
        else {
            continue;
        };
        let at = words.get(cue.0).map_or(mention.at, |it| it.at.cover(mention.at));
        let after = words.get(cue.1 - 1).filter(|_| cue.1 > end);
        let at = after.map_or(at, |it| at.cover(it.at));
        found.push(Credited { mention, at });
    }
    found
}

fn cue_before(origins: &Origins, words: &[Word], start: usize) -> Option<usize> {
    let is_article = |at: usize| words.get(at).is_some_and(|it| it.joined && matches!(it.lower.as_str(), "the" | "a"));
    let mut at = start;
    // The word after the cue must follow it without a stop; so must every word that is stepped over.
    let stepped = |at: usize| words.get(at).is_some_and(|it| it.joined);
    if at > 0 && words.get(at - 1).is_some_and(|it| it.lower == "the") && stepped(at) {
        at -= 1;
    }
    let called = called_before(origins, words, at).min(at);
    if called < at {
        at = called;
        // "the German newspaper Norden": what sort of newspaper it is may be said too.
        let is_described = |at: usize| !is_article(at) && !ends_cue(origins, words, at + 1);
        if at > 0 && stepped(at) && is_described(at - 1) {
            at -= 1;
        }
    }
    if at > 0 && is_article(at - 1) && stepped(at) {
        at -= 1;
    }
    let last = at.checked_sub(1).and_then(|it| words.get(it)).filter(|_| stepped(at))?;
    origins.before.at(&last.lower).iter().find_map(|(phrase, ())| ends_at(words, phrase, at))
}

fn ends_cue(origins: &Origins, words: &[Word], end: usize) -> bool {
    let last = end.checked_sub(1).and_then(|it| words.get(it));
    last.is_some_and(|last| origins.before.at(&last.lower).iter().any(|(it, ())| ends_at(words, it, end).is_some()))
}

fn cue_after(origins: &Origins, words: &[Word], mention: &Mention) -> Option<usize> {
    const BETWEEN: usize = 3;
    let joined = |at: usize| words.get(at).filter(|it| it.joined);
    if mention.possessive {
        let near = mention.words.end..mention.words.end + 2;
        return near
            .into_iter()
            .map_while(|at| Some((at, joined(at)?)))
            .find_map(|(at, word)| origins.possessed.contains(&word.lower).then_some(at + 1));
    }
    for at in mention.words.end..=mention.words.end + BETWEEN {
        let word = joined(at)?;
        let phrases = origins.after.at(&word.lower);
        if let Some(end) = phrases.iter().find_map(|(phrase, ())| starts_at(words, phrase, at)) {
            return Some(end);
        }
        if !origins.after_between.contains(&word.lower) {
            return None;
        }
    }
    None
}

/// The outlet that a line of credit at the head or the foot of a text names: "OSLO (Nordwire) —", "(Reuters)", "This story
/// was first published in the Courier".
pub fn credit_line(origins: &Origins, prose: &str, words: &[Word]) -> Option<Credited> {
    dateline(origins, prose, words)
        .or_else(|| taken_from(origins, prose, words))
        .or_else(|| bracket(origins, prose, words))
}

/// "HARN, 3 March (Nordwire) —": a place in capitals, and whoever wrote from there.
fn dateline(origins: &Origins, prose: &str, words: &[Word]) -> Option<Credited> {
    const LONGEST: usize = 80;
    let open = prose.find('(').filter(|at| *at < LONGEST)?;
    let close = open + prose.get(open..)?.find(')')?;
    let rest = prose.get(close + 1..)?.trim_start();
    if !rest.starts_with(['-', '–', '—']) {
        return None;
    }
    let inside = words.iter().position(|it| it.at.start as usize > open)?;
    let end = words.iter().position(|it| it.at.start as usize > close).unwrap_or(words.len());
    let place = prose.get(words.first()?.at.range())?;
    let in_capitals = place.chars().count() > 2 && !place.contains(char::is_lowercase);
    let key = name(words, inside..end);
    let known = origins.known(&key).filter(|_| is_written_so(prose, words, inside..end, &key)).map(str::to_string);
    if known.is_none() && !(in_capitals && end - inside <= 3 && words.get(inside)?.capital) {
        return None;
    }
    of_words(words, inside..end, known.unwrap_or(key))
}

/// "This story first appeared in …", "Source: …", "With inputs from …": any name after a whole phrase, a known outlet after a
/// word or two.
fn taken_from(origins: &Origins, prose: &str, words: &[Word]) -> Option<Credited> {
    const SURE: usize = 3;
    let first = words.first()?;
    let phrase = origins.credits.at(&first.lower).iter().find_map(|(phrase, ())| {
        let end = starts_at(words, phrase, 0)?;
        Some((end, phrase.split(' ').count() >= SURE))
    });
    let (mut start, sure) = phrase?;
    // "Copyright 2031 The Harn Courier".
    let is_passed_over = |it: &Word| it.lower == "the" || it.lower.bytes().all(|it| it.is_ascii_digit());
    while words.get(start).is_some_and(is_passed_over) {
        start += 1;
    }
    let is_capital = words.get(start)?.capital;
    let range = if sure && is_capital { start..run_end(words, start) } else { start..words.len() };
    let key = name(words, range.clone());
    let known = origins.known(&key).map(str::to_string);
    let shaped = || {
        mentions(origins, prose, words)
            .into_iter()
            .find(|it| it.key == key && it.words.end == range.end)
            .map(|it| it.key)
    };
    let key = known.or_else(shaped).or_else(|| (sure && is_capital).then(|| key.clone()))?;
    of_words(words, range, key)
}

/// An agency in brackets at the end, or alone: "… by spring. (Reuters)".
fn bracket(origins: &Origins, prose: &str, words: &[Word]) -> Option<Credited> {
    let trimmed = prose.trim_end_matches(|it: char| it.is_whitespace() || matches!(it, '.' | '*' | '_'));
    let open = if trimmed.ends_with(')') { trimmed.rfind('(')? } else { alone(trimmed)? };
    let start = words.iter().position(|it| it.at.start as usize >= open)?;
    let key = name(words, start..words.len());
    let range = start..words.len();
    let known = origins.known(&key).filter(|_| origins.is_agency(&key) && is_written_so(prose, words, range, &key))?;
    of_words(words, start..words.len(), known.to_string())
}

/// A paragraph that is nothing but a name.
fn alone(prose: &str) -> Option<usize> {
    (prose.split_whitespace().count() <= 4).then_some(0)
}

fn of_words(words: &[Word], range: Range<usize>, key: String) -> Option<Credited> {
    let at = words.get(range.start)?.at.cover(words.get(range.end.checked_sub(1)?)?.at);
    Some(Credited { mention: Mention { words: range, key, at, possessive: false }, at })
}

#[cfg(test)]
mod tests;
