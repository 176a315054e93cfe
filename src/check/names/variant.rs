//! A name of the draft that no source has, beside one that sources have: the same but for a letter or two of one word, or
//! for the word that tells one body from another ("University of East Westhaven").
//!
//! One letter proves little. What makes it a slip is that the rest fits: the other name, the office, the length of the
//! word, and that both stand in sentences about the same thing.

use super::alike::{Alike, alike};
use super::known::{KnownName, Roll};
use super::title::{Offices, offices};
use super::{Ctx, VARIANT, house, shown};
use crate::fact::{Fact, Name, NameKind};
use crate::finding::{Checked, Evidence, Fix, Held, Raised, Safety, Weight};
use crate::rules::lexicon::akin;
use crate::text::Span;
use crate::text::alike::{NameWord, name_key, name_words};

/// What the draft's name is compared as.
struct Ours<'a> {
    fact: &'a Fact,
    name: &'a Name,
    words: Vec<NameWord>,
    roll: &'a Roll,
}

/// Where the two part ways.
struct Slip {
    /// Index into the draft's words; of a missing word, the one that it is missing before.
    ours: usize,
    /// Index into the source's words.
    theirs: usize,
    sort: Sort,
    n_edits: usize,
    weight: Weight,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Surname,
    Given,
    Body,
    /// The sources' name has a word more.
    Missing,
}

pub fn variant(ctx: &Ctx<'_>, fact: &Fact, name: &Name, roll: &Roll, acc: &mut Checked) {
    let ours = Ours { fact, name, words: name_words(&name.words), roll };
    let decided = ours.words.iter().any(|it| house::decides(ctx.rules, it.span.of(&name.words)));
    if decided || ours.words.iter().enumerate().any(|(at, _)| is_dressed(ctx, &ours, at)) {
        acc.dressed.push(fact.span);
    } else if roll.same.is_none() && ours.words.len() > 1 && name.words.chars().any(char::is_lowercase) {
        acc.held.extend(held(ctx, &ours));
    }
}

/// Some source has the name with this word in another dress.
fn is_dressed(ctx: &Ctx<'_>, ours: &Ours<'_>, at: usize) -> bool {
    let Some(one) = ours.words.get(at) else { return false };
    ours.roll.near.iter().filter(|it| it.is_borne_out()).any(|near| {
        let theirs = name_words(&near.words);
        let other = theirs.get(at).filter(|it| it.folded != one.folded && theirs.len() == ours.words.len());
        let alike = |it: &NameWord| alike(&ctx.rules.lexicon, one.span.of(&ours.name.words), it.span.of(&near.words));
        let rest = ours.words.iter().zip(&theirs).enumerate().all(|(n, (a, b))| n == at || a.folded == b.folded);
        rest && other.is_some_and(|it| alike(it) == Alike::Same)
    })
}

fn held(ctx: &Ctx<'_>, ours: &Ours<'_>) -> Option<Held> {
    let (fact, name, roll) = (ours.fact, ours.name, ours.roll);
    let mut slips: Vec<(&KnownName, Slip)> = Vec::new();
    for near in roll.near.iter().filter(|it| it.is_borne_out()) {
        slips.extend(slip(ctx, ours, near).map(|it| (near, it)));
    }
    // What may be named first, then the fewest letters, then what most sources have.
    slips.sort_by_key(|(near, it)| (near.confidential, it.n_edits, std::cmp::Reverse(near.n_sources)));
    let (near, first) = slips.first()?;
    let (index, sort, weight) = (first.ours, first.sort, first.weight);
    let same_place = |it: &&(&KnownName, Slip)| it.1.ours == index && it.1.sort == sort && !it.0.confidential;
    let fixes = slips.iter().filter(same_place).flat_map(|(near, it)| fixes(ctx, ours, near, it)).collect();
    let evidence = shown(&near.places);
    let span = match sort {
        Sort::Missing => fact.span,
        Sort::Surname | Sort::Given | Sort::Body => word_span(ours, index)?,
    };
    let args = vec![
        ("draft", name.words.split_whitespace().collect::<Vec<&str>>().join(" ")),
        ("source", near.words.clone()),
        ("n", near.n_sources.to_string()),
        ("place", evidence.first().map(Evidence::file_and_place).unwrap_or_default()),
    ];
    let variant = if near.n_sources == 1 { "one" } else { "" };
    let raised = Raised { rule: VARIANT, span, weight, variant, args, evidence, fixes };
    // Two people of one surname, or two bodies, may both be in the text; of one person there is one spelling.
    let unless = (sort != Sort::Surname).then(|| near.key.clone());
    // "Brackwind Marine" is "Brackwind" later, and "Mira Holt" "Holt".
    let alone = match sort {
        Sort::Surname => true,
        Sort::Body => index == 0 && written(ours, 0).is_some_and(|it| !akin::is_known(&it.to_lowercase(), None)),
        Sort::Given | Sort::Missing => false,
    };
    Some(Held { raised, name: name_key(&ours.words), unless, alone })
}

fn slip(ctx: &Ctx<'_>, ours: &Ours<'_>, near: &KnownName) -> Option<Slip> {
    let theirs = name_words(&near.words);
    let given = |words: &[NameWord]| words.first().is_some_and(|it| ctx.rules.lexicon.names.given.contains(&it.folded));
    let body = ours.name.kind == NameKind::Body || near.kind == NameKind::Body;
    // Two words that no dictionary has are a first and a last name rather than a body's.
    let odd = |it: &NameWord| !akin::is_known(&it.folded, None);
    let person = ours.name.kind == NameKind::Person
        || near.kind == NameKind::Person
        || given(&ours.words)
        || theirs.len() == 2 && theirs.iter().chain(&ours.words).all(odd);
    if theirs.len() == ours.words.len() + 1 && body {
        return missing(ctx, ours, near, &theirs);
    }
    if person && !body { of_person(ctx, ours, near, &theirs) } else { of_body(ctx, ours, near, &theirs) }
}

/// First and last name: one is the same, the other a letter or two away.
fn of_person(ctx: &Ctx<'_>, ours: &Ours<'_>, near: &KnownName, theirs: &[NameWord]) -> Option<Slip> {
    let lexicon = &ctx.rules.lexicon;
    for (i, j) in pairs(ours.words.len()) {
        for (k, l) in pairs(theirs.len()) {
            let (Some(first), Some(last)) = (ours.words.get(i), ours.words.get(j)) else { continue };
            let (Some(their_first), Some(their_last)) = (theirs.get(k), theirs.get(l)) else { continue };
            let (ours_at, theirs_at, sort) = if first.folded == their_first.folded && last.folded != their_last.folded {
                (j, l, Sort::Surname)
            } else if last.folded == their_last.folded && first.folded != their_first.folded {
                (i, k, Sort::Given)
            } else {
                continue;
            };
            let (one, other) = (written(ours, ours_at)?, theirs.get(theirs_at)?.span.of(&near.words));
            let (n_edits, weight) = match alike(lexicon, one, other) {
                Alike::Same | Alike::Apart => return None,
                Alike::Transliterated => (1, Weight::Slight),
                Alike::Slip(n) => (n, Weight::Full),
            };
            if ours.roll.found.get(ours_at) == Some(&true) || is_known_place(ctx, one, other) {
                return None;
            }
            let held = match office(ctx, ours, near) {
                Offices::Apart => return None,
                Offices::Same => 2,
                Offices::Comparable => 1,
                Offices::Unknown => 0,
            } + context(ctx, ours, near, 1);
            let common = lexicon.names.given.contains(&first.folded);
            let length = one.chars().count().min(other.chars().count());
            let points = match sort {
                Sort::Surname => held + usize::from(!common) + usize::from(length >= 5) + usize::from(length >= 7),
                // One surname with two first names is two people, unless only one bears it and the rest fits too.
                _ => {
                    let both = common && lexicon.names.given.contains(&their_first.folded);
                    let alone = ours.roll.bearers.len() == 1 && !both;
                    if both && held < 2 { 0 } else { held + usize::from(alone) + usize::from(length >= 6 && !both) }
                }
            };
            return (points > n_edits).then_some(Slip { ours: ours_at, theirs: theirs_at, sort, n_edits, weight });
        }
    }
    None
}

/// All words but one are the same, and that one is no word of its own.
fn of_body(ctx: &Ctx<'_>, ours: &Ours<'_>, near: &KnownName, theirs: &[NameWord]) -> Option<Slip> {
    if theirs.len() != ours.words.len() {
        return None;
    }
    let mut differing = ours.words.iter().zip(theirs).enumerate().filter(|(_, (a, b))| a.folded != b.folded);
    let (at, (_, their)) = differing.next()?;
    if differing.next().is_some() {
        return None;
    }
    let (one, other) = (written(ours, at)?, their.span.of(&near.words));
    let (n_edits, weight) = match alike(&ctx.rules.lexicon, one, other) {
        Alike::Same | Alike::Apart => return None,
        Alike::Transliterated => (1, Weight::Slight),
        Alike::Slip(n) => (n, Weight::Full),
    };
    let length = one.chars().count().min(other.chars().count());
    let known = akin::is_known(&one.to_lowercase(), None) && akin::is_known(&other.to_lowercase(), None);
    let taken = ours.roll.found.get(at) == Some(&true);
    if taken || known || length < 5 || is_known_place(ctx, one, other) {
        return None;
    }
    let ordinary = akin::is_known(&one.to_lowercase(), None);
    let points = context(ctx, ours, near, theirs.len() - 1)
        + usize::from(theirs.len() > 2)
        + usize::from(length >= 8)
        + usize::from(!ordinary);
    (points > n_edits).then_some(Slip { ours: at, theirs: at, sort: Sort::Body, n_edits, weight })
}

/// The sources' name has a word more, which tells it from its sisters: East, New, Upper.
fn missing(ctx: &Ctx<'_>, ours: &Ours<'_>, near: &KnownName, theirs: &[NameWord]) -> Option<Slip> {
    let at = ours.words.iter().zip(theirs).position(|(a, b)| a.folded != b.folded).unwrap_or(ours.words.len());
    let extra = theirs.get(at)?;
    let rest = theirs.iter().skip(at + 1).map(|it| &it.folded).eq(ours.words.iter().skip(at).map(|it| &it.folded));
    let tells = ctx.rules.lexicon.names.sisters.contains(&extra.folded);
    // The same thing must be told of both: a body and its sister are often in one corpus.
    let sure = context(ctx, ours, near, ours.words.len()) >= 2;
    let slip = Slip { ours: at, theirs: at, sort: Sort::Missing, n_edits: 1, weight: Weight::Full };
    (rest && tells && sure && at > 0).then_some(slip)
}

/// Which words of a name may be a first and a last one.
fn pairs(n: usize) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = (1..n).map(|it| (it - 1, it)).collect();
    if n > 2 {
        pairs.insert(0, (0, n - 1));
    }
    pairs
}

/// How much the two stand in sentences about the same thing, from 0 to 2; `n_own` words are the name's.
fn context(ctx: &Ctx<'_>, ours: &Ours<'_>, near: &KnownName, n_own: usize) -> usize {
    let sentence = ctx.reading.sentences.get(ours.fact.sentence as usize);
    let stems = sentence.map_or(&[][..], |it| it.stems.as_slice());
    let shared = near.sentences.iter().map(|it| it.iter().filter(|stem| stems.binary_search(stem).is_ok()).count());
    match shared.max().unwrap_or(0).saturating_sub(n_own) {
        0 | 1 => 0,
        2 | 3 => 1,
        _ => 2,
    }
}

fn office(ctx: &Ctx<'_>, ours: &Ours<'_>, near: &KnownName) -> Offices {
    let Some(title) = ours.name.title else { return Offices::Unknown };
    let title = title.of(ctx.prose());
    let all = near.titles.iter().map(|it| offices(&ctx.rules.lexicon.names, title, &it.words));
    all.min().unwrap_or(Offices::Unknown)
}

/// Both are places or peoples of their own: Austria, Australia.
fn is_known_place(ctx: &Ctx<'_>, one: &str, other: &str) -> bool {
    let names = &ctx.rules.lexicon.names;
    let known = |word: &str| {
        let word = word.to_lowercase();
        names.places.contains(&word) || names.demonyms.contains(&word) || names.days.contains(&word)
    };
    known(one) && known(other)
}

fn written<'a>(ours: &'a Ours<'_>, at: usize) -> Option<&'a str> {
    Some(ours.words.get(at)?.span.of(&ours.name.words))
}

fn word_span(ours: &Ours<'_>, at: usize) -> Option<Span> {
    Some(ours.words.get(at)?.span.shifted(ours.fact.span.start))
}

/// One for each spelling that sources have, the commonest first.
fn fixes(ctx: &Ctx<'_>, ours: &Ours<'_>, near: &KnownName, slip: &Slip) -> Vec<Fix> {
    let fix = |(words, n): &(String, u32)| {
        let sources = if *n == 1 { "1 source".to_string() } else { format!("{n} sources") };
        let (span, text) = match slip.sort {
            Sort::Missing => (ours.fact.span, words.clone()),
            Sort::Surname | Sort::Given | Sort::Body => {
                let theirs = name_words(words);
                (word_span(ours, slip.ours)?, theirs.get(slip.theirs)?.span.of(words).to_string())
            }
        };
        let text = house::in_house(ctx.rules, &text);
        Some(Fix { title: format!("write {text} ({sources})"), safety: Safety::Ask, span, text })
    };
    near.spellings.iter().filter_map(fix).collect()
}
