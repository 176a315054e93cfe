//! What the checks of single paragraphs held back, with the whole text in view, and names that the text itself spells in two
//! ways.
//!
//! Linear in the names of the text, and nearly nothing where no name is in doubt.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::{Part, RaisedAt, Whole};
use super::alike::{Alike, alike, bare};
use super::{VARIANT, shown};
use crate::fact::{Fact, FactKind, Name, NameKind};
use crate::finding::{Evidence, Fix, Held, Raised, Safety, Standing, Weight};
use crate::text::Span;
use crate::text::alike::{name_key, name_words};

pub fn whole(whole: &Whole<'_>, acc: &mut RaisedAt) {
    let doubted = whole.parts.iter().any(|it| !it.checked.held.is_empty());
    let strange = whole.parts.iter().any(|part| strangers(part).next().is_some());
    if !doubted && !strange {
        return;
    }
    let accepted = accepted(whole);
    let is_accepted = |key: &str| accepted.iter().any(|it| key == it || key.split(' ').next_back() == Some(it));
    if doubted {
        let spelt = spelt(whole);
        for (idx, part) in whole.parts.iter().enumerate() {
            for held in &part.checked.held {
                let explained = held.unless.as_ref().is_some_and(|it| spelt.contains(it));
                if !explained && !is_accepted(&held.name) {
                    acc.push((idx, held.raised.clone()));
                    if held.alone {
                        alone(whole, idx, held, acc);
                    }
                }
            }
        }
    }
    if strange {
        within(whole, &is_accepted, acc);
    }
    dedup(acc);
}

/// Folded names that a note in the text says are right, whole and by their last word.
fn accepted(whole: &Whole<'_>) -> BTreeSet<String> {
    let mut accepted = BTreeSet::new();
    for note in whole.checked {
        let before = whole.parts.iter().rev().find(|it| it.paragraph.at.start <= note.start);
        let Some(part) = before else { continue };
        let ends = |fact: &Fact| part.paragraph.to_text(fact.span).end;
        let last = names(part).filter(|(_, fact, _)| ends(fact) <= note.start).max_by_key(|it| ends(it.1));
        let Some((_, fact, name)) = last else { continue };
        // A space or an apostrophe may stand between, and no other word.
        const NEAR: u32 = 3;
        if note.start - ends(fact) <= NEAR {
            let words = name_words(&name.words);
            accepted.extend(words.last().map(|it| it.folded.clone()));
            accepted.insert(name_key(&words));
        }
    }
    accepted
}

fn names<'a>(part: &'a Part<'_>) -> impl Iterator<Item = (usize, &'a Fact, &'a Name)> {
    part.reading.facts.iter().enumerate().filter_map(|(idx, fact)| match &fact.kind {
        FactKind::Name(name) => Some((idx, fact, name)),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Attribution(_) => None,
    })
}

/// Every name of the text.
fn spelt(whole: &Whole<'_>) -> BTreeSet<String> {
    whole.parts.iter().flat_map(names).map(|(_, _, name)| name_key(&name_words(&name.words))).collect()
}

/// The word that is off in a name that was raised, where it stands alone.
fn alone(whole: &Whole<'_>, at: usize, held: &Held, acc: &mut RaisedAt) {
    let Some(first) = whole.parts.get(at).map(|it| held.raised.span.of(&it.paragraph.prose)) else { return };
    // NB: the reader knows no lone surname at the head of a sentence, so the prose is searched.
    for (idx, part) in whole.parts.iter().enumerate() {
        let prose = &part.paragraph.prose;
        for (start, surname) in prose.match_indices(first) {
            let span = Span::new(start, start + surname.len());
            let joined = prose.get(..start).is_some_and(|it| it.ends_with(joins))
                || prose.get(start + surname.len()..).is_some_and(|it| it.starts_with(joins));
            let full = names(part).any(|(_, fact, name)| fact.span.overlaps(span) && name.words != surname);
            if joined || full || part.reading.is_quoted(span) {
                continue;
            }
            let mut raised = Raised { span, ..held.raised.clone() };
            raised.fixes.iter_mut().for_each(|it| it.span = span);
            if let Some(draft) = raised.args.iter_mut().find(|it| it.0 == "draft") {
                draft.1 = surname.to_string();
            }
            acc.push((idx, raised));
        }
    }
}

/// What makes a word a part of a longer one.
fn joins(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '-' | '_' | '@' | '/')
}

/// Names of people with a word that no source has.
fn strangers<'a>(part: &'a Part<'_>) -> impl Iterator<Item = (&'a Fact, &'a Name)> {
    part.checked.judged.iter().filter(|it| it.standing == Standing::Unsupported).filter_map(|it| {
        let fact = part.reading.facts.get(it.fact as usize)?;
        match &fact.kind {
            FactKind::Name(name) if is_person(name) => Some((fact, name)),
            FactKind::Name(_)
            | FactKind::Figure(_)
            | FactKind::Date(_)
            | FactKind::Quote(_)
            | FactKind::Attribution(_) => None,
        }
    })
}

fn is_person(name: &Name) -> bool {
    matches!(name.kind, NameKind::Person | NameKind::Unknown)
}

/// Somebody's full name as the text has it: how often, and how it is written.
struct Person<'a> {
    words: &'a str,
    surname: String,
    n: usize,
    /// Places of sources that have it.
    evidence: &'a [Evidence],
}

/// A surname that stands once and is a letter off from that of somebody whose name the text has at least twice, or whom the
/// sources know.
fn within(whole: &Whole<'_>, is_accepted: &dyn Fn(&str) -> bool, acc: &mut RaisedAt) {
    let people = people(whole);
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (_, _, name) in whole.parts.iter().flat_map(names) {
        let words = name_words(&name.words);
        let of_person = words.len() == 1 || is_person(name);
        if let Some(last) = words.last().filter(|_| of_person) {
            *uses.entry(last.folded.clone()).or_default() += 1;
        }
    }
    // NB: most texts never come to ask.
    let by_rest = LazyCell::new(|| by_rest(people.iter().map(|it| it.surname.as_str())));
    for (idx, part) in whole.parts.iter().enumerate() {
        for (fact, name) in strangers(part) {
            let words = name_words(&name.words);
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let key = name_key(&words);
            if words.len() > 2
                || part.reading.is_quoted(fact.span)
                || is_accepted(&key)
                || part.checked.held.iter().any(|it| it.name == key)
            {
                continue;
            }
            let once = uses.get(&last.folded) == Some(&1);
            if !once || words.len() == 1 && is_of_a_thing(part, fact.span) {
                continue;
            }
            let written = last.span.of(&name.words);
            let is_other = |it: &&Person<'_>| {
                let given = it.words.split_whitespace().next().map(str::to_lowercase);
                let same_given = words.len() == 1 || given.is_some_and(|it| it == first.folded);
                let often =
                    !it.evidence.is_empty() || uses.get(&it.surname.to_lowercase()).copied().unwrap_or(it.n) >= 2;
                same_given
                    && often
                    && last.folded.chars().count() >= SHORTEST
                    && alike(&whole.rules.lexicon, written, &it.surname) == Alike::Slip(1)
            };
            let mut near: Vec<usize> = rests(written).filter_map(|it| by_rest.get(&it)).flatten().copied().collect();
            near.sort_unstable();
            near.dedup();
            let mut others = near.into_iter().filter_map(|it| people.get(it)).filter(is_other);
            let (Some(other), None) = (others.next(), others.next()) else { continue };
            let span = last.span.shifted(fact.span.start);
            acc.push((idx, said(name, other, span)));
        }
    }
}

/// By what is left of them without one letter: two words that are a letter apart share one of these.
fn by_rest<'a>(surnames: impl Iterator<Item = &'a str>) -> BTreeMap<String, Vec<usize>> {
    let mut by_rest: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (idx, surname) in surnames.enumerate() {
        for rest in rests(surname) {
            by_rest.entry(rest).or_default().push(idx);
        }
    }
    by_rest
}

/// A word without each of its letters, and whole.
fn rests(word: &str) -> impl Iterator<Item = String> {
    // Longer words are no names.
    const LONGEST: usize = 40;
    let letters = bare(word);
    let n = letters.chars().count();
    let n = if n > LONGEST { 0 } else { n + 1 };
    (0..n).map(move |left_out| {
        letters.chars().enumerate().filter(|(idx, _)| *idx != left_out).map(|(_, it)| it).collect()
    })
}

/// "the Solvag mill", "in Solvag": no person's name.
fn is_of_a_thing(part: &Part<'_>, span: Span) -> bool {
    let before = part.paragraph.prose.get(..span.start as usize).unwrap_or("").trim_end();
    let word = before.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    matches!(word.as_str(), "the" | "a" | "an" | "in" | "at" | "near" | "from" | "to")
}

/// A shorter surname may be somebody else's.
const SHORTEST: usize = 6;

fn people<'a>(whole: &'a Whole<'_>) -> Vec<Person<'a>> {
    let mut people: BTreeMap<String, Person<'_>> = BTreeMap::new();
    for part in whole.parts {
        for (idx, _, name) in names(part) {
            let words = name_words(&name.words);
            let (true, Some(last)) = ((2..=3).contains(&words.len()) && is_person(name), words.last()) else {
                continue;
            };
            let person = people.entry(name_key(&words)).or_insert(Person {
                words: &name.words,
                surname: last.span.of(&name.words).to_string(),
                n: 0,
                evidence: &[],
            });
            person.n += 1;
            if let Some(judged) = part.checked.judged.iter().find(|it| it.fact as usize == idx) {
                person.evidence = &judged.evidence;
            }
        }
    }
    people.into_values().collect()
}

fn said(name: &Name, other: &Person<'_>, span: Span) -> Raised {
    let fix = Fix {
        title: format!("write {} as elsewhere in this text", other.surname),
        safety: Safety::Ask,
        span,
        text: other.surname.clone(),
    };
    // What the sources have is sure; what the text alone has twice may be somebody else.
    let (weight, variant) =
        if other.evidence.is_empty() { (Weight::Slight, "within") } else { (Weight::Full, "known") };
    let evidence = shown(other.evidence);
    let args = vec![("draft", name.words.clone()), ("source", other.words.to_string())];
    Raised { rule: VARIANT, span, weight, variant, args, evidence, fixes: vec![fix] }
}

/// The bare surname of two full names is raised once.
fn dedup(acc: &mut RaisedAt) {
    let mut met = BTreeSet::new();
    acc.retain(|(idx, it)| met.insert((*idx, it.rule, it.span)));
}
