//! What the weights' file calls the answers that are one of several.

use super::scene::{Content, Role};
use crate::rules::lexicon::akin::{Kin, Part};

pub const SORTS: [(&str, &str); 16] = [
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

pub fn part_name(content: &Content) -> &'static str {
    match content.part {
        Part::Noun if content.is_name => "name",
        Part::Noun => "noun",
        Part::Verb => "verb",
        Part::Adjective => "adjective",
        Part::Adverb => "adverb",
    }
}

pub fn absent_part(content: &Content) -> &'static str {
    match content.part {
        Part::Noun if content.is_name => "absent-name",
        Part::Noun => "absent-noun",
        Part::Verb => "absent-verb",
        Part::Adjective => "absent-adjective",
        Part::Adverb => "absent-adverb",
    }
}

pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Subject => "subject",
        Role::Object => "object",
        Role::Oblique => "oblique",
        Role::Modifier => "modifier",
        Role::Predicate => "predicate",
        Role::Other => "other-role",
    }
}

pub type KinNames = [&'static str; 12];

pub const NEAR_KIN: KinNames = [
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
pub const SLOT_KIN: KinNames = [
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
pub const FAR_KIN: KinNames = [
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

pub fn kin_name(kin: Option<Kin>, names: &KinNames) -> &'static str {
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
