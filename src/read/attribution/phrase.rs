//! Noun phrases that speak: where they begin and end, what their head is, and how far up the ladder they describe.
//!
//! There is no parser here: a phrase is its known head ("official", a name, "he") with the words that can only belong
//! to it. The ladder: 0 bare, 1 role, 2 with body or nation, 3 with rank or unit too, 4 with the basis
//! of knowledge, 5 with side, 6 named, 7 named with title.

use super::{Scene, is_person, window};
use crate::fact::{NameKind, Speaker, SpeakerKind};
use crate::read::name::singular;
use crate::text::Span;

/// A phrase as tokens, all included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub first: usize,
    pub head: usize,
    pub kind: Head,
    /// What follows the head and belongs to it: "at the mill", "who read the reply".
    pub post: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    Name,
    Pronoun,
    Bare,
    Role,
    Office,
    Spokesperson,
    Crowd,
    Institution,
    Document,
    /// "many", "some": no noun at all.
    Quantifier,
    Unknown,
}

/// What a token is as the head of a phrase.
pub fn head_kind(scene: &Scene<'_>, idx: usize) -> Option<Head> {
    let tokens = scene.tokens;
    if !tokens.is_word(idx) || scene.is_quoted(idx) || tokens.word(idx).ends_with("'s") {
        return None;
    }
    if scene.name(idx).is_some() {
        return Some(Head::Name);
    }
    let speakers = &scene.rules.lexicon.speakers;
    let word = tokens.word(idx);
    let one = singular(word);
    let plural = *one != *word || word == "people";
    if matches!(word, "he" | "she" | "they" | "it") {
        Some(Head::Pronoun)
    } else if *one == *"source" && idx > 0 && speakers.source_senses.contains(scene.word(idx - 1)) {
        // "water sources show": another sense.
        None
    } else if speakers.bare.contains(&*one) && (plural || !speakers.roles.contains(&*one)) {
        Some(Head::Bare)
    } else if speakers.spokespeople.contains(word) || speakers.spokespeople.contains(&*one) {
        Some(Head::Spokesperson)
    } else if speakers.institutions.contains(word) {
        Some(Head::Institution)
    } else if speakers.roles.contains(&*one) || one.ends_with("ologist") {
        Some(Head::Role)
    } else if speakers.offices.contains(word) {
        Some(Head::Office)
    } else if speakers.crowd.contains(&*one) {
        Some(Head::Crowd)
    } else if speakers.documents.contains(word) || speakers.documents.contains(&*one) {
        Some(Head::Document)
    } else if speakers.institutions.contains(&*one) {
        Some(Head::Institution)
    } else if speakers.quantifiers.contains(word) {
        Some(Head::Quantifier)
    } else {
        None
    }
}

/// "officials", "people", "they": more than one, as far as the noun's ending tells.
pub fn is_plural(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    let word = scene.word(chunk.head);
    let person = !matches!(chunk.kind, Head::Name | Head::Institution | Head::Document | Head::Unknown | Head::Pronoun);
    person && (*singular(word) != *word || word == "people") || word == "they"
}

pub fn is_article(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "one"
            | "another"
            | "this"
            | "that"
            | "these"
            | "those"
            | "his"
            | "her"
            | "their"
            | "its"
            | "our"
            | "my"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "some"
            | "several"
            | "many"
            | "most"
            | "other"
            | "few"
            | "all"
            | "both"
            | "any"
            | "each"
            | "every"
            | "no"
            | "more"
            | "multiple"
            | "dozens"
            | "half"
    )
}

pub fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "at"
            | "in"
            | "from"
            | "with"
            | "inside"
            | "within"
            | "near"
            | "for"
            | "on"
            | "under"
            | "to"
            | "by"
            | "over"
            | "between"
            | "among"
            | "around"
            | "across"
            | "against"
            | "about"
            | "into"
            | "after"
            | "before"
            | "during"
            | "than"
            | "behind"
            | "through"
            | "like"
            | "including"
    )
}

/// The phrase that ends right before a token, not reaching left of `start`.
pub fn chunk_before(scene: &Scene<'_>, end: usize, start: usize) -> Option<Chunk> {
    let head = end.checked_sub(1).filter(|it| *it >= start)?;
    let kind = head_kind(scene, head)?;
    Some(Chunk { first: first_of(scene, head, start), head, kind, post: None })
}

/// Goes left from a head over the words that describe it: "two shift supervisors".
pub fn first_of(scene: &Scene<'_>, head: usize, start: usize) -> usize {
    let tokens = scene.tokens;
    let speech = &scene.rules.lexicon.speech;
    let mut first = head;
    if let Some(name) = scene.name(head) {
        first = name.first.max(start).min(head);
        if let Some(title) = name.name.title
            && is_person(name.name)
            && tokens.at(title.start) < first
        {
            first = tokens.at(title.start).max(start);
        }
        if is_person(name.name) {
            // "The League": no person goes by an article.
            let article = name.name.kind == NameKind::Unknown
                && first.checked_sub(1).is_some_and(|it| it >= start && scene.word(it) == "the");
            return if article { first - 1 } else { first };
        }
    } else if matches!(head_kind(scene, head), Some(Head::Pronoun)) {
        return head;
    }
    for _ in 0..8 {
        let Some(before) = first.checked_sub(1).filter(|it| *it >= start && !scene.is_quoted(*it)) else { break };
        let word = scene.word(before);
        if is_article(word) || tokens.is_number(before) {
            first = before;
            continue;
        }
        if is_article(scene.word(first)) || tokens.is_number(first) {
            // "one of the officials": the quantity belongs to it.
            let counted =
                word == "of" && first.checked_sub(2).is_some_and(|it| it >= start && is_article(scene.word(it)));
            if !counted {
                break;
            }
            first -= 2;
            continue;
        }
        // "the shipowners' association": the mark belongs to the word before it.
        let possessive = matches!(tokens.mark(before), Some('\'' | '’')) && tokens.is_glued(before);
        if possessive
            && let Some(owner) = before.checked_sub(1).filter(|it| *it >= start && !scene.is_quoted(*it))
            && tokens.word(owner).ends_with('s')
        {
            first = owner;
            continue;
        }
        let hyphen = tokens.mark(before) == Some('-') && tokens.is_glued(before);
        let modifier = tokens.is_word(before)
            && !scene.rules.lexicon.words.function_words.contains(word)
            && !is_preposition(word)
            && !scene.rules.lexicon.names.days.contains(word)
            && !speech.verbs.contains_key(word)
            && !matches!(word, "ago" | "sometimes" | "often" | "yesterday" | "today")
            && !(word.ends_with("ly") && tokens.get(before).is_some_and(|it| !it.capital));
        // "U.S." and "US" are function words by their letters, and nations here.
        if !(hyphen || modifier || scene.name(before).is_some()) {
            break;
        }
        first = before;
    }
    first
}

/// The phrase that begins at a token, up to its head and what follows that.
pub fn chunk_after(scene: &Scene<'_>, first: usize) -> Option<Chunk> {
    let tokens = scene.tokens;
    let sentence = tokens.sentence(first);
    let postmodifiers = &scene.rules.lexicon.speakers.postmodifiers;
    let mut head: Option<(usize, Head)> = None;
    let mut last_word = None;
    let mut idx = first;
    while idx < first + 12 && tokens.get(idx).is_some() && tokens.sentence(idx) == sentence && !scene.is_quoted(idx) {
        let word = tokens.word(idx);
        if tokens.mark(idx).is_some() {
            let inside = tokens.mark(idx) == Some('-') && tokens.is_glued(idx) && tokens.is_glued(idx + 1);
            if !inside {
                break;
            }
            idx += 1;
            continue;
        }
        // "said Dr. Vik": the title stands before the name, and is no end.
        if scene.rules.lexicon.names.honorifics.contains(word) && tokens.get(idx).is_some_and(|it| it.capital) {
            idx += if tokens.mark(idx + 1) == Some('.') { 2 } else { 1 };
            continue;
        }
        if let Some(name) = scene.name(idx) {
            let end = name.last;
            if !tokens.word(end).ends_with("'s") {
                if is_person(name.name) && name.name.kind == NameKind::Person {
                    head = Some((end, Head::Name));
                    break;
                }
                head = Some((end, Head::Name));
                last_word = Some(end);
            }
            idx = end + 1;
            continue;
        }
        let kind = head_kind(scene, idx);
        if matches!(kind, Some(Head::Pronoun)) {
            return (idx == first).then_some(Chunk { first, head: idx, kind: Head::Pronoun, post: None });
        }
        // "one of the officials", "four of the six economists".
        if word == "of"
            && idx > first
            && is_article(scene.word(idx - 1))
            && head.is_none_or(|it| it.1 == Head::Quantifier)
        {
            idx += 1;
            continue;
        }
        if is_article(word) || tokens.is_number(idx) {
            if head.is_some_and(|it| it.1 != Head::Quantifier) || last_word.is_some() {
                break;
            }
            if kind == Some(Head::Quantifier) {
                head = Some((idx, Head::Quantifier));
            }
            idx += 1;
            continue;
        }
        let stops = scene.rules.lexicon.words.function_words.contains(word)
            || is_preposition(word)
            || scene.rules.lexicon.names.days.contains(word)
            || (head.is_some()
                && (postmodifiers.contains(word) || scene.rules.lexicon.speech.verbs.contains_key(word)));
        if stops || (word.ends_with("ly") && kind.is_none() && last_word.is_some()) {
            break;
        }
        match (kind, head) {
            (Some(kind), _) => head = Some((idx, kind)),
            // "a police raid" goes on, "officials polled" does not: after a person's noun only another one follows.
            (None, Some((_, Head::Role | Head::Bare | Head::Spokesperson | Head::Crowd))) => break,
            (None, Some((_, Head::Name | Head::Quantifier))) => head = Some((idx, Head::Unknown)),
            (None, _) => {}
        }
        last_word = Some(idx);
        idx += 1;
    }
    let (head, kind) = match (head, last_word) {
        (Some(head), _) => head,
        (None, Some(last)) => (last, Head::Unknown),
        (None, None) => return None,
    };
    Some(Chunk { first, head, kind, post: post_after(scene, head) })
}

/// What stands behind a head and belongs to it, up to a mark that closes it.
fn post_after(scene: &Scene<'_>, head: usize) -> Option<(usize, usize)> {
    let tokens = scene.tokens;
    let mut from = head + 1;
    if tokens.mark(from) == Some(',') && matches!(scene.word(from + 1), "who" | "whose" | "speaking") {
        from += 1;
    }
    if !scene.rules.lexicon.speakers.postmodifiers.contains(scene.word(from)) {
        return None;
    }
    let mut end = from;
    while end < from + 24
        && tokens.get(end + 1).is_some()
        && tokens.sentence(end + 1) == tokens.sentence(head)
        && !scene.is_quoted(end + 1)
        && tokens.mark(end + 1).is_none_or(|it| !matches!(it, '.' | ',' | ';' | ':' | '—'))
    {
        end += 1;
    }
    Some((from, end))
}

/// Where descriptions of the speaker may stand, besides the phrase itself.
fn regions(chunk: &Chunk, aside: Option<(usize, usize)>) -> impl Iterator<Item = (usize, usize)> {
    [chunk.post, aside].into_iter().flatten()
}

/// How the speaker knows: "who attended the talks".
pub fn basis(scene: &Scene<'_>, chunk: &Chunk, aside: Option<(usize, usize)>) -> Option<Span> {
    let basis = &scene.rules.lexicon.speakers.basis;
    regions(chunk, aside).find_map(|(first, last)| {
        let (from, _) = window::find(scene, basis, first, last)?;
        Some(scene.tokens.span(from, last))
    })
}

pub fn speaker(scene: &Scene<'_>, chunk: &Chunk, aside: Option<(usize, usize)>) -> Speaker {
    let tokens = scene.tokens;
    let mut last = chunk.head;
    if chunk.kind != Head::Name
        && let Some((from, end)) = chunk.post
        && is_place_word(scene.word(from))
        && end <= from + 7
        && !is_time(scene, from + 1)
        && window::at(scene, &scene.rules.lexicon.speakers.public, from).is_none()
    {
        last = end;
    }
    let mut span = tokens.span(chunk.first, last);
    let raw = tokens.raw(last);
    if let Some(stem) = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")) {
        span.end -= (raw.len() - stem.len()) as u32;
    }
    let word = tokens.word(chunk.head);
    let one = singular(word);
    let plural = (*one != *word || word == "people" || word == "they") && chunk.kind != Head::Name;
    let kind = kind(scene, chunk, plural);
    let (words, head, rung) = match (kind, scene.name(chunk.head)) {
        (SpeakerKind::Named, Some(named)) => {
            let rung = if named.name.title.is_some() { 7 } else { 6 };
            (named.name.words.clone(), named.name.surname.clone(), rung)
        }
        (SpeakerKind::Unnamed, _) => (span.of(tokens.prose).to_string(), one.to_string(), rung(scene, chunk, aside)),
        (SpeakerKind::Named | SpeakerKind::Institution | SpeakerKind::Office, _) => {
            (span.of(tokens.prose).to_string(), one.to_string(), 6)
        }
        (SpeakerKind::Pronoun | SpeakerKind::Nobody, _) => (span.of(tokens.prose).to_string(), one.to_string(), 0),
    };
    // "a U.S." at the paragraph's end: the noun stands behind the break.
    let head = if kind == SpeakerKind::Unnamed && chunk.kind == Head::Name { String::new() } else { head };
    let title = scene.name(chunk.head).filter(|_| kind == SpeakerKind::Named).and_then(|it| it.name.title);
    let title = title.map_or(String::new(), |it| it.of(tokens.prose).to_string());
    Speaker { kind, span: Some(span), words, title, head, plural, rung }
}

fn is_place_word(word: &str) -> bool {
    matches!(word, "of" | "at" | "in" | "from" | "with" | "inside" | "within" | "near")
}

fn is_time(scene: &Scene<'_>, idx: usize) -> bool {
    scene.tokens.is_number(idx) || scene.rules.lexicon.names.days.contains(scene.word(idx))
}

fn kind(scene: &Scene<'_>, chunk: &Chunk, plural: bool) -> SpeakerKind {
    let first = scene.word(chunk.first);
    let indefinite = matches!(first, "a" | "an" | "one" | "another");
    match chunk.kind {
        Head::Pronoun => SpeakerKind::Pronoun,
        Head::Name => match scene.name(chunk.head).map(|it| it.name.kind) {
            // "admitted a U.S." [end of paragraph].
            Some(NameKind::Place | NameKind::Unknown) if indefinite => SpeakerKind::Unnamed,
            Some(NameKind::Body | NameKind::Place) => SpeakerKind::Institution,
            // "The League", "the Ledger", and not "the Dane".
            Some(NameKind::Unknown)
                if first == "the" && !scene.rules.lexicon.names.demonyms.contains(scene.word(chunk.head)) =>
            {
                SpeakerKind::Institution
            }
            Some(NameKind::Person | NameKind::Unknown) | None => SpeakerKind::Named,
        },
        Head::Institution | Head::Document => SpeakerKind::Institution,
        Head::Quantifier => SpeakerKind::Nobody,
        Head::Unknown => {
            let person = ["er", "or", "ist", "ian", "man", "woman", "person", "ee"];
            let one = singular(scene.word(chunk.head));
            let agent = indefinite && person.iter().any(|end| one.ends_with(end));
            if agent { SpeakerKind::Unnamed } else { SpeakerKind::Institution }
        }
        Head::Bare | Head::Spokesperson | Head::Crowd => SpeakerKind::Unnamed,
        Head::Role | Head::Office => {
            let capital = scene.tokens.get(chunk.head).is_some_and(|it| it.capital);
            let owned = (chunk.first..chunk.head).any(|idx| scene.word(idx).ends_with("'s"));
            let one = !plural && !indefinite && (first == "the" || capital || owned);
            if one && is_office(scene, chunk) { SpeakerKind::Office } else { SpeakerKind::Unnamed }
        }
    }
}

/// "the French prime minister": the last words of the phrase are an office that one person holds.
fn is_office(scene: &Scene<'_>, chunk: &Chunk) -> bool {
    let offices = &scene.rules.lexicon.speakers.offices;
    (chunk.first.max(chunk.head.saturating_sub(2))..=chunk.head).any(|from| {
        let words: Vec<&str> = (from..=chunk.head).map(|idx| scene.word(idx)).collect();
        offices.contains(&words.join(" "))
    })
}

/// The ladder, for those without a name.
fn rung(scene: &Scene<'_>, chunk: &Chunk, aside: Option<(usize, usize)>) -> u8 {
    let tokens = scene.tokens;
    let lexicon = &scene.rules.lexicon;
    let (mut body, mut rank, mut unit) = (false, false, false);
    for idx in chunk.first..chunk.head {
        let word = tokens.word(idx);
        let people = lexicon.names.demonyms.contains(word) || scene.name(idx).is_some() || word.ends_with("'s");
        if people || tokens.get(idx).is_some_and(|it| it.capital) && !is_article(word) && idx > chunk.first {
            body = true;
        } else if lexicon.speakers.ranks.contains(word) {
            rank = true;
        } else if lexicon.speakers.empty_modifiers.contains(word)
            || is_article(word)
            || !tokens.is_word(idx)
            || word == "of"
        {
        } else if lexicon.speakers.fields.contains(word) || lexicon.speakers.institutions.contains(word) {
            body = true;
        } else {
            unit = true;
        }
    }
    let vague = regions(chunk, aside)
        .any(|(first, last)| window::find(scene, &lexicon.speakers.vague_basis, first, last).is_some());
    if let Some((from, _)) = chunk.post
        && is_place_word(scene.word(from))
        && !is_time(scene, from + 1)
        && window::at(scene, &lexicon.speakers.public, from).is_none()
        && window::at(scene, &lexicon.speakers.vague_basis, from).is_none()
        && !matches!(scene.word(from + 1), "direct" | "knowledge" | "condition")
    {
        body = true;
    }
    let described = body || rank || unit || vague || aside.is_some() || chunk.post.is_some();
    let mut rung = match chunk.kind {
        Head::Bare if !described => 0,
        _ if body && (rank || unit) => 3,
        _ if body => 2,
        _ => 1,
    };
    if basis(scene, chunk, aside).is_some() {
        rung = rung.max(4);
        let side = regions(chunk, aside)
            .any(|(first, last)| window::find(scene, &lexicon.speakers.sides, first, last).is_some());
        rung += u8::from(side);
    }
    rung
}
