//! What is asked of one word: plain questions, each named as the weights' file names it.

use super::scene::{Content, Role, Scene, is_said};
use super::slot::{self, Slot};
use super::together::{polarity, together};
use crate::rules::lexicon::akin::{self, Kin, Part, Senses};

/// A word with all that bears on whether it stands where the sources have another, or none.
pub struct Word {
    /// Index into the sentence's words.
    pub idx: usize,
    /// Names with their values; what is not listed is 0.
    pub answers: Vec<(&'static str, f32)>,
    /// The passage that it is held against, by its place in the scene.
    pub held: usize,
    pub slot: Option<Slot>,
    /// Nothing near says it, in these words or in akin ones.
    pub is_absent: bool,
    /// How the nearest word of that passage stands to it, and which it is.
    pub near: Option<(Kin, usize)>,
    /// The part of the rest of the sentence that the best passage covers.
    pub covered: f32,
}

/// Answers with their values; what is not listed is 0.
pub struct Acc(Vec<(&'static str, f32)>);

impl Acc {
    pub fn flag(&mut self, name: &'static str, holds: bool) {
        if holds {
            self.0.push((name, 1.0));
        }
    }

    pub fn value(&mut self, name: &'static str, value: f32) {
        if value != 0.0 {
            self.0.push((name, value));
        }
    }
}

/// All content words of a sentence that has a passage to be held against.
pub fn words(scene: &Scene<'_>) -> Vec<Word> {
    let Some(best) = scene.held.first() else {
        return Vec::new();
    };
    let stretch_has: Vec<bool> = scene.words.iter().map(|it| best.passage.stretch.has(it.stem)).collect();
    // Words of the stretch that are akin to those that it has not.
    let others: Vec<Senses> = if stretch_has.iter().all(|it| *it) {
        Vec::new()
    } else {
        best.passage.stretch.words.iter().map(|(_, word)| akin::senses(word, None)).collect()
    };
    let any: Vec<Senses> = scene.words.iter().map(|it| akin::senses(word(scene, it), None)).collect();
    let far: Vec<Option<Kin>> = stretch_has
        .iter()
        .zip(&any)
        .map(
            |(has, senses)| {
                if *has { Some(Kin::Same) } else { others.iter().filter_map(|it| akin::kin(senses, it)).min() }
            },
        )
        .collect();
    let absent = |at: usize| {
        let near = best.kin.get(at).copied().flatten().is_some_and(|it| is_said(it.0));
        !near && !far.get(at).copied().flatten().is_some_and(is_said)
    };
    let n_absent = (0..scene.words.len()).filter(|at| absent(*at)).count();
    let all: f32 = scene.weights.iter().sum();
    let in_stretch: f32 = stretch_has.iter().zip(&scene.weights).filter(|(has, _)| **has).map(|(_, it)| it).sum();
    let mut asked = Vec::new();
    for (at, content) in scene.words.iter().enumerate() {
        let weight = scene.weights.get(at).copied().unwrap_or_default();
        let rest = (all - weight).max(0.1);
        let near = best.kin.get(at).copied().flatten().map(|it| it.0);
        let said_near = near.is_some_and(is_said);
        let covered = (best.covered * all - if said_near { weight } else { 0.0 }) / rest;
        let has = stretch_has.get(at).copied().unwrap_or_default();
        let covered_far = (in_stretch - if has { weight } else { 0.0 }) / rest;
        let elsewhere =
            scene.held.iter().skip(1).any(|it| it.kin.get(at).copied().flatten().is_some_and(|it| is_said(it.0)));
        let slots = scene
            .held
            .iter()
            .take(3)
            .enumerate()
            .filter_map(|(n, it)| Some((n, slot::filler(content, &scene.words, it)?)));
        let slot = slots.max_by_key(|(n, it)| (it.agreed, std::cmp::Reverse(*n)));
        let is_absent = absent(at);
        let mut acc = Acc(Vec::with_capacity(40));
        acc.flag("one", true);
        let part = part_name(content);
        acc.flag(part, true);
        let place = if said_near {
            "near"
        } else if elsewhere {
            "elsewhere"
        } else if has {
            "in-stretch"
        } else if !is_absent {
            "akin-in-stretch"
        } else {
            "absent"
        };
        acc.flag(place, true);
        let capital = scene.statement.clauses.word(content.idx).is_some_and(|it| it.capital);
        acc.flag("capital", capital && content.idx > 0);
        acc.flag("opens", content.idx == 0);
        acc.value("covered", covered);
        acc.value("covered-far", covered_far);
        let others_absent = n_absent - usize::from(is_absent);
        acc.value("others-absent", others_absent.min(6) as f32 / 6.0);
        acc.value("share-absent", others_absent as f32 / scene.words.len().max(1) as f32);
        acc.value("length", (scene.words.len() as f32).ln() / 3.0);
        acc.value("depth", f32::from(akin::depth(&content.senses)) / 10.0);
        acc.value("senses", (f32::from(akin::n_senses(&content.senses)) + 1.0).ln());
        acc.flag("unknown", akin::is_unknown(&content.senses));
        together(scene, at, content, &mut acc);
        polarity(scene, at, content, &mut acc);
        if !said_near {
            acc.flag(kin_name(near, &NEAR_KIN), near.is_some());
            acc.value("covered-not-near", covered);
            acc.flag(role_name(content.near.role), true);
            if let Some((_, slot)) = slot {
                acc.value("slot-agreed", f32::from(slot.agreed));
                acc.flag("slot-two", slot.agreed >= 2);
                acc.flag(kin_name(slot.kin, &SLOT_KIN), true);
            }
        }
        if is_absent {
            acc.flag(kin_name(far.get(at).copied().flatten(), &FAR_KIN), true);
            acc.flag(absent_part(content), true);
            acc.value("absent-covered", covered);
            acc.value("absent-covered-far", covered_far);
            acc.flag("absent-alone", others_absent == 0);
            acc.value("absent-others", others_absent.min(6) as f32 / 6.0);
            acc.flag("absent-unknown", akin::is_unknown(&content.senses));
            acc.value("absent-depth", f32::from(akin::depth(&content.senses)) / 10.0);
            acc.flag("absent-slot", slot.is_some_and(|it| it.1.agreed >= 2));
            for sort in SORTS {
                acc.flag(sort.1, akin::sorts(&content.senses) & akin::sort(sort.0) != 0);
            }
        }
        asked.push(Word {
            idx: content.idx,
            answers: acc.0,
            held: slot.map_or(0, |it| it.0),
            slot: slot.map(|it| it.1),
            is_absent,
            near: scene.held.get(slot.map_or(0, |it| it.0)).and_then(|it| it.kin.get(at).copied().flatten()),
            covered,
        });
    }
    asked
}

fn word<'a>(scene: &Scene<'a>, content: &Content) -> &'a str {
    scene.statement.clauses.word(content.idx).map_or("", |it| it.folded.as_str())
}

const SORTS: [(&str, &str); 16] = [
    ("noun.person", "sort-person"),
    ("noun.location", "sort-location"),
    ("noun.time", "sort-time"),
    ("noun.group", "sort-group"),
    ("noun.act", "sort-act"),
    ("noun.artifact", "sort-artifact"),
    ("noun.communication", "sort-communication"),
    ("noun.cognition", "sort-cognition"),
    ("noun.attribute", "sort-attribute"),
    ("noun.event", "sort-event"),
    ("verb.communication", "sort-verb-communication"),
    ("verb.cognition", "sort-verb-cognition"),
    ("verb.change", "sort-verb-change"),
    ("verb.social", "sort-verb-social"),
    ("verb.motion", "sort-verb-motion"),
    ("verb.stative", "sort-verb-stative"),
];

fn part_name(content: &Content) -> &'static str {
    match content.part {
        Part::Noun if content.is_name => "name",
        Part::Noun => "noun",
        Part::Verb => "verb",
        Part::Adjective => "adjective",
        Part::Adverb => "adverb",
    }
}

fn absent_part(content: &Content) -> &'static str {
    match content.part {
        Part::Noun if content.is_name => "absent-name",
        Part::Noun => "absent-noun",
        Part::Verb => "absent-verb",
        Part::Adjective => "absent-adjective",
        Part::Adverb => "absent-adverb",
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Subject => "subject",
        Role::Object => "object",
        Role::Oblique => "oblique",
        Role::Modifier => "modifier",
        Role::Predicate => "predicate",
        Role::Other => "other-role",
    }
}

type KinNames = [&'static str; 12];

const NEAR_KIN: KinNames = [
    "near-synonym",
    "near-derived",
    "near-similar",
    "near-antonym",
    "near-opposed",
    "near-broader",
    "near-narrower",
    "near-entails",
    "near-part",
    "near-sibling",
    "near-cousin",
    "near-nothing",
];
const SLOT_KIN: KinNames = [
    "slot-synonym",
    "slot-derived",
    "slot-similar",
    "slot-antonym",
    "slot-opposed",
    "slot-broader",
    "slot-narrower",
    "slot-entails",
    "slot-part",
    "slot-sibling",
    "slot-cousin",
    "slot-nothing",
];
const FAR_KIN: KinNames = [
    "far-synonym",
    "far-derived",
    "far-similar",
    "far-antonym",
    "far-opposed",
    "far-broader",
    "far-narrower",
    "far-entails",
    "far-part",
    "far-sibling",
    "far-cousin",
    "far-nothing",
];

fn kin_name(kin: Option<Kin>, names: &KinNames) -> &'static str {
    let [synonym, derived, similar, antonym, opposed, broader, narrower, entails, part, sibling, cousin, nothing] =
        *names;
    match kin {
        None => nothing,
        Some(Kin::Same | Kin::Synonym) => synonym,
        Some(Kin::Derived | Kin::Family) => derived,
        Some(Kin::Similar) => similar,
        Some(Kin::Antonym) => antonym,
        Some(Kin::Opposed) => opposed,
        Some(Kin::Broader(_)) => broader,
        Some(Kin::Narrower(_)) => narrower,
        Some(Kin::Entails | Kin::Entailed | Kin::Causes | Kin::Caused) => entails,
        Some(Kin::PartOf | Kin::HasPart) => part,
        Some(Kin::Sibling(_)) => sibling,
        Some(Kin::Cousin(_)) => cousin,
    }
}
