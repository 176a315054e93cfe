//! Where a text says that somebody said it: verbs with their subject on either side, "according to", colons, ghosts.
//!
//! A verb of speaking is a cue only with a speaker whom we know for one; weak verbs ("reported", "added") also need
//! quoted words or a clause. "Officials reported losses" and "the mill added two shifts" are therefore none.

use super::clause::has_clause;
use super::phrase::{self, Chunk, Head, chunk_after, chunk_before, head_kind, is_article, is_preposition};
use super::{Found, Scene, window};
use crate::fact::NameKind;
use crate::rules::lexicon::speech::{Class, Form, Verb};

/// How far left of its verb a subject may stand, in tokens.
const REACH: usize = 45;

pub fn cues(scene: &Scene<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut idx = 0;
    while idx < scene.tokens.len() {
        let here = if scene.is_quoted(idx) { None } else { cue_at(scene, idx) };
        idx = here.as_ref().map_or(idx, |it| it.cue.1.max(idx)) + 1;
        found.extend(here);
    }
    found
}

fn cue_at(scene: &Scene<'_>, idx: usize) -> Option<Found> {
    let speech = &scene.rules.lexicon.speech;
    if scene.tokens.mark(idx) == Some(':') {
        return colon(scene, idx);
    }
    if !scene.tokens.is_word(idx) {
        return None;
    }
    if let Some(ghost) = ghost(scene, idx) {
        return Some(ghost);
    }
    if let Some(end) = window::at(scene, &speech.introducing, idx) {
        let who = chunk_after(scene, end)?;
        return Some(Found {
            cue: (idx, end - 1),
            verb: String::new(),
            who: Some(who),
            aside: aside_after(scene, &who),
        });
    }
    let word = scene.word(idx);
    if matches!(word, "put" | "puts") && scene.word(idx + 1) == "it" {
        let (who, aside) = subject(scene, idx, false)?;
        let as_before = who.first.checked_sub(1).is_some_and(|it| scene.word(it) == "as");
        // "Holt put it like this: “…”", "put it bluntly: “…”".
        let leads = (idx + 2..idx + 5).find(|it| scene.tokens.mark(*it).is_some());
        let leads = leads
            .is_some_and(|it| scene.tokens.mark(it) == Some(':') && (it + 1..it + 3).any(|it| scene.is_quoted(it)));
        let put = Found { cue: (idx, idx + 1), verb: "put".to_string(), who: Some(who), aside };
        return (as_before || leads).then_some(put);
    }
    if word == "words" {
        return in_words_of(scene, idx);
    }
    if speech.voicing.contains(word) {
        let end = (idx + 1..idx + 4).find(|it| speech.voiced.contains(scene.word(*it)))?;
        let (who, aside) = subject(scene, idx, false)?;
        return Some(Found { cue: (idx, end), verb: "express".to_string(), who: Some(who), aside });
    }
    if let Some(agent) = agent(scene, idx) {
        return Some(agent);
    }
    verb(scene, idx, speech.verbs.get(word)?)
}

/// "Berg: “No.”": a whole sentence of speaker before the colon.
fn colon(scene: &Scene<'_>, idx: usize) -> Option<Found> {
    if !scene.is_quote_mark(idx + 1) && !scene.is_quoted(idx + 1) {
        return None;
    }
    let (first, _) = scene.sentence(idx);
    let who = chunk_before(scene, idx, first).filter(|it| it.first == first)?;
    Some(Found { cue: (idx, idx), verb: String::new(), who: Some(who), aside: None })
}

/// "in Holt's words".
fn in_words_of(scene: &Scene<'_>, idx: usize) -> Option<Found> {
    let owner = idx.checked_sub(1)?;
    let name = scene.name(owner)?;
    let introduced = name.first.checked_sub(1).is_some_and(|it| scene.word(it) == "in");
    let who = Chunk { first: name.first, head: name.last, kind: Head::Name, post: None };
    introduced.then(|| Found { cue: (idx, idx), verb: String::new(), who: Some(who), aside: None })
}

/// "it is understood", "reportedly", "the Herald has learned".
fn ghost(scene: &Scene<'_>, idx: usize) -> Option<Found> {
    let speakers = &scene.rules.lexicon.speakers;
    let nobody = |end: usize| Some(Found { cue: (idx, end - 1), verb: String::new(), who: None, aside: None });
    if let Some(end) = window::at(scene, &speakers.learned, idx) {
        let subject = idx.checked_sub(1).and_then(|it| scene.name(it));
        let body = subject.is_some_and(|it| matches!(it.name.kind, NameKind::Body | NameKind::Unknown));
        let told = scene.word(end) == "that" || scene.tokens.mark(end).is_some() || scene.tokens.get(end).is_none();
        return if body && told { nobody(end) } else { None };
    }
    let end = window::at(scene, &speakers.ghosts, idx)?;
    let (first, last) = scene.sentence(idx);
    let word = scene.word(idx);
    // "allegedly" is the word for a case in law.
    if word == "allegedly" && scene.has_in(&speakers.charges, first, last) {
        return None;
    }
    // "is believed by the police to": somebody does. Only those who are nobody stay ghosts: "viewed by many".
    if scene.word(end) == "by" && chunk_after(scene, end + 1).is_some_and(|it| it.kind != Head::Quantifier) {
        return None;
    }
    // "have some say in it", "how many say so": not the head of a clause.
    if matches!(word, "many" | "some" | "others" | "observers") && idx > first {
        let before = scene.word(idx - 1);
        let opens = scene.tokens.mark(idx - 1).is_some()
            || matches!(before, "but" | "while" | "though" | "although" | "as" | "what" | "that" | "because")
            // "the guild and others say" has a speaker.
            || before == "and" && idx > first + 1 && scene.tokens.mark(idx - 2) == Some(',');
        if !opens {
            return None;
        }
    }
    nobody(end)
}

/// "hailed by mill officials", "debated among diplomats".
fn agent(scene: &Scene<'_>, idx: usize) -> Option<Found> {
    let speech = &scene.rules.lexicon.speech;
    if !matches!(scene.word(idx + 1), "by" | "among") {
        return None;
    }
    let word = scene.word(idx);
    // "written by experts" tells of authors.
    let verb = speech.verbs.get(word).filter(|it| it.form == Form::Past && it.lemma != "write");
    if verb.is_none() && !speech.agents.contains(word) {
        return None;
    }
    let who = chunk_after(scene, idx + 2)?;
    let cue = (idx, idx + 1);
    let lemma = verb.map_or(String::new(), |it| it.lemma.clone());
    match who.kind {
        Head::Quantifier => Some(Found { cue: (idx, who.head), verb: lemma, who: None, aside: None }),
        Head::Unknown | Head::Pronoun => None,
        _ => Some(Found { cue, verb: lemma, who: Some(who), aside: aside_after(scene, &who) }),
    }
}

/// "leaving some analysts to speculate": the speaker of an infinitive. "allows analysts to warn" is none.
fn left(scene: &Scene<'_>, idx: usize, verb: &Verb) -> Option<Chunk> {
    let to = idx.checked_sub(1).filter(|it| scene.word(*it) == "to" && matches!(verb.class, Class::Strong))?;
    let (start, _) = scene.sentence(idx);
    let who = chunk_before(scene, to, start)?;
    let led = who.first.checked_sub(1).is_some_and(|it| scene.rules.lexicon.speech.leaving.contains(scene.word(it)));
    (led && matches!(who.kind, Head::Bare | Head::Role | Head::Crowd)).then_some(who)
}

fn verb(scene: &Scene<'_>, idx: usize, verb: &Verb) -> Option<Found> {
    let mut end = idx;
    if let Some(particle) = &verb.particle {
        if scene.word(idx + 1) != particle {
            return None;
        }
        end += 1;
    }
    // "the United States", "the States" are no verbs.
    if scene.name(idx).is_some() {
        return None;
    }
    if let Some(who) = left(scene, idx, verb) {
        return Some(Found { cue: (idx, end), verb: verb.lemma.clone(), who: Some(who), aside: None });
    }
    let before = idx.checked_sub(1)?;
    let comma = scene.tokens.mark(before) == Some(',');
    let behind_quote = scene.is_quote_mark(before)
        || scene.is_quoted(before)
        || comma && before > 0 && (scene.is_quote_mark(before - 1) || scene.is_quoted(before - 1));
    let inverts = verb.form != Form::Ing && verb.lemma != "tell";
    let inverted = |any: bool| {
        let who = chunk_after(scene, end + 1).filter(|_| inverts && scene.word(end + 1) != "that")?;
        let known = who.kind != Head::Unknown || any && is_article(scene.word(who.first));
        known.then(|| (who, aside_after(scene, &who)))
    };
    let (who, aside) = if behind_quote {
        inverted(true).or_else(|| subject(scene, idx, verb.form == Form::Ing))?
    } else {
        let found = subject(scene, idx, verb.form == Form::Ing);
        if found.is_none() && comma { inverted(false)? } else { found? }
    };
    let speaks = match verb.class {
        Class::Strong => true,
        Class::Act => true,
        Class::Weak => behind_quote || has_clause(scene, end, &who, verb),
    };
    // "make your boss criticise you": one person takes no such form, and several no "-s".
    let one =
        matches!(who.kind, Head::Bare | Head::Role | Head::Office | Head::Crowd) && !phrase::is_plural(scene, &who);
    if one && verb.form == Form::Base || phrase::is_plural(scene, &who) && verb.form == Form::Third {
        return None;
    }
    // "What did they say?" asks.
    if who.first.checked_sub(1).is_some_and(|it| matches!(scene.word(it), "did" | "does" | "do")) {
        return None;
    }
    // "many" with any verb of speaking: nobody, however it goes on.
    if who.kind == Head::Quantifier {
        return None;
    }
    speaks.then(|| Found { cue: (idx, end), verb: verb.lemma.clone(), who: Some(who), aside })
}

/// The words between commas behind a speaker: ", who asked not to be named,".
fn aside_after(scene: &Scene<'_>, who: &Chunk) -> Option<(usize, usize)> {
    let tokens = scene.tokens;
    let from = who.head + 1;
    if tokens.mark(from) != Some(',')
        || !matches!(
            scene.word(from + 1),
            "who" | "whose" | "speaking" | "citing" | "asking" | "requesting" | "declining"
        )
    {
        return None;
    }
    let (_, last) = scene.sentence(from);
    let end = (from + 1..=last.min(from + 30)).take_while(|it| tokens.mark(*it) != Some(',')).last()?;
    Some((from + 1, end))
}

/// The subject of a verb and the aside between them. A participle has one only behind "with": "with experts noting".
fn subject(scene: &Scene<'_>, verb: usize, participle: bool) -> Option<(Chunk, Option<(usize, usize)>)> {
    let tokens = scene.tokens;
    let (start, _) = scene.sentence(verb);
    let start = start.max(verb.saturating_sub(REACH));
    let mut end = skip_adverbs(scene, verb, start)?;
    if let Some(who) = carried(scene, end, start) {
        return Some((who, None));
    }
    if end > start && scene.word(end - 1) == "who" {
        return None;
    }
    let mut aside = None;
    if end > start && tokens.mark(end - 1) == Some(',') {
        let (who, between) = over_aside(scene, end - 1, start)?;
        aside = Some(between);
        if scene.name(who.head).is_some_and(|it| it.first > between.0.saturating_sub(1)) {
            return Some((who, None));
        }
        end = who.head + 1;
        if participle {
            return None;
        }
    }
    let clause = clause_start(scene, end, start);
    if let Some(relative) = (clause..end).find(|it| scene.word(*it) == "who" && *it > clause)
        && let Some(who) = chunk_before(scene, relative, clause)
        && !participle
    {
        return Some((Chunk { post: Some((relative, end - 1)), ..who }, aside));
    }
    let direct = chunk_before(scene, end, clause);
    let before = direct.and_then(|it| it.first.checked_sub(1)).filter(|it| *it >= clause).map(|it| scene.word(it));
    if participle {
        return direct.filter(|_| before == Some("with")).map(|it| (it, aside));
    }
    if let Some(who) = direct
        && before.is_none_or(|it| !is_preposition(it))
    {
        return Some((who, aside));
    }
    // "Officials at the ministry said", "a person familiar with the matter said".
    let postmodifiers = &scene.rules.lexicon.speakers.postmodifiers;
    let headed = (clause..end.saturating_sub(1)).find(|it| {
        postmodifiers.contains(scene.word(it + 1))
            && head_kind(scene, *it).is_some_and(|kind| kind != Head::Quantifier && kind != Head::Pronoun)
    });
    if let Some(head) = headed {
        let kind = head_kind(scene, head)?;
        let first = phrase::first_of(scene, head, clause);
        let free = first <= clause || !is_preposition(scene.word(first - 1));
        if free {
            return Some((Chunk { first, head, kind, post: Some((head + 1, end - 1)) }, aside));
        }
    }
    // "In Oslo officials said": the preposition has its own noun.
    if direct.is_some() && before.is_some_and(is_preposition) {
        return direct.map(|it| (it, aside));
    }
    // "“No,” the ferryman said": beside quoted words any noun speaks.
    let beside = clause.checked_sub(1).is_some_and(|it| scene.is_quote_mark(it) || scene.is_quoted(it));
    let short = end > clause + 1 && end <= clause + 6 && is_article(scene.word(clause)) && tokens.is_word(end - 1);
    (beside && short).then(|| (Chunk { first: clause, head: end - 1, kind: Head::Unknown, post: None }, aside))
}

/// A person whom the verb shares with an earlier one ("Holt lit the kiln and said …") or with a clause of their own
/// ("Mira Holt, who said …"). Only persons and pronouns: anybody else was judged at their own verb.
fn carried(scene: &Scene<'_>, end: usize, start: usize) -> Option<Chunk> {
    let tokens = scene.tokens;
    let joint = end.checked_sub(1).filter(|it| *it > start)?;
    let who = match scene.word(joint) {
        "and" | "but" => chunk_after(scene, start).filter(|it| it.head < joint),
        "who" => {
            let before = if tokens.mark(joint - 1) == Some(',') { joint - 1 } else { joint };
            chunk_before(scene, before, start)
        }
        _ => None,
    }?;
    let person = scene.name(who.head).is_some_and(|it| it.name.kind == NameKind::Person);
    (person || who.kind == Head::Pronoun).then_some(Chunk { post: None, ..who })
}

/// Left over "has", "later", "on Monday". Nothing where the verb is denied, passive or only possible.
fn skip_adverbs(scene: &Scene<'_>, verb: usize, start: usize) -> Option<usize> {
    let names = &scene.rules.lexicon.names;
    let mut end = verb;
    while end > start {
        let word = scene.word(end - 1);
        let refused = matches!(
            word,
            "not"
                | "never"
                | "to"
                | "would"
                | "could"
                | "should"
                | "might"
                | "may"
                | "will"
                | "can"
                | "must"
                | "is"
                | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "being"
                | "which"
                | "cannot"
                // "the alleged attack": no verb at all.
                | "a" | "an" | "the" | "his" | "her" | "their" | "its" | "our" | "my"
        ) || word.ends_with("n't");
        if refused {
            return None;
        }
        let dated = names.days.contains(word)
            || matches!(word, "week" | "month" | "year" | "night")
                && matches!(scene.word(end.saturating_sub(2)), "last" | "this");
        let skipped = matches!(
            word,
            "has"
                | "have"
                | "had"
                | "also"
                | "later"
                | "earlier"
                | "then"
                | "again"
                | "even"
                | "yesterday"
                | "today"
                | "privately"
        ) || word.ends_with("ly") && head_kind(scene, end - 1).is_none();
        if dated {
            end -= 1;
            while end > start && matches!(scene.word(end - 1), "on" | "late" | "early" | "last" | "this" | "in") {
                end -= 1;
            }
        } else if skipped {
            end -= 1;
        } else {
            break;
        }
    }
    (end > start).then_some(end)
}

/// From the comma that closes an aside to the speaker before the one that opens it.
fn over_aside(scene: &Scene<'_>, close: usize, start: usize) -> Option<(Chunk, (usize, usize))> {
    let tokens = scene.tokens;
    let commas = (start..close).rev().filter(|it| tokens.mark(*it) == Some(',') && !scene.is_quoted(*it)).take(4);
    for open in commas {
        let first = open + 1;
        if first >= close {
            continue;
        }
        let word = scene.word(first);
        let relative = matches!(
            word,
            "who"
                | "whose"
                | "which"
                | "speaking"
                | "citing"
                | "asking"
                | "requesting"
                | "declining"
                | "fearing"
                | "himself"
                | "herself"
        );
        let clause = clause_start(scene, open, start);
        let inner = chunk_before(scene, close, first);
        let person = |it: &Chunk| scene.name(it.head).is_some_and(|it| it.name.kind == NameKind::Person);
        // "Another potter at the kiln, Mira Holt, said": the aside is a name.
        if let Some(named) = inner.filter(|it| it.first == first && person(it))
            && chunk_before(scene, open, clause).is_none()
        {
            return Some((named, (first, close - 1)));
        }
        if let Some(who) = chunk_before(scene, open, clause) {
            let apposition = is_article(word)
                || tokens.is_number(first)
                || inner.is_some()
                || relative
                || head_kind(scene, first).is_some();
            if apposition {
                // "The official, Brannoc Vik, said": the aside names him.
                let named = inner
                    .filter(|it| it.kind == Head::Name && (who.kind != Head::Name || person(it) && !person(&who)))
                    .filter(|it| it.first == first && !relative);
                return Some((named.unwrap_or(who), (first, close - 1)));
            }
        }
        // "A clerk at the court, who asked not to be named, said".
        if relative {
            let head = (clause..open).find(|it| {
                scene.rules.lexicon.speakers.postmodifiers.contains(scene.word(it + 1))
                    && head_kind(scene, *it).is_some()
            });
            if let Some(head) = head {
                let kind = head_kind(scene, head)?;
                let first_token = phrase::first_of(scene, head, clause);
                let who = Chunk { first: first_token, head, kind, post: Some((head + 1, open - 1)) };
                return Some((who, (first, close - 1)));
            }
        }
    }
    None
}

/// Where the clause begins whose last token stands before `end`.
fn clause_start(scene: &Scene<'_>, end: usize, start: usize) -> usize {
    let mut clause = end;
    while clause > start {
        let before = clause - 1;
        let mark = scene.tokens.mark(before);
        let parts = mark.is_some_and(|it| matches!(it, ',' | ';' | ':' | '—' | '–' | '(' | ')' | '…'))
            || scene.is_quoted(before)
            || scene.is_quote_mark(before) && !(mark == Some('\'') || mark == Some('’'))
            || matches!(
                scene.word(before),
                "that"
                    | "but"
                    | "while"
                    | "because"
                    | "although"
                    | "though"
                    | "if"
                    | "when"
                    | "as"
                    | "where"
                    | "whereas"
                    | "whether"
            );
        if parts {
            break;
        }
        clause = before;
    }
    clause
}
