//! Names: spellings that no source has beside one that sources have, titles that sources do not give, house spellings.
//!
//! What is a letter off is held back until the whole text was seen: a spelling that somebody checked (`[CQ]`) stands, and so
//! does the name of somebody else who is in the text too. A name that some source has is never a variant.

mod alike;
mod house;
pub mod known;
mod title;
mod variant;
mod whole;

use super::{Ctx, ParamSpec};
use crate::fact::{FactKind, Name, NameKind};
use crate::finding::{Backing, Checked, Evidence, Judged, Standing};
use known::{KnownName, Roll};

pub use whole::whole;

pub const PARAMS: &[ParamSpec] = &[];

pub const VARIANT: &str = "variant-name";
pub const TITLE: &str = "conflicting-title";

pub fn names(ctx: &Ctx<'_>, acc: &mut Checked) {
    acc.held.extend(house::spellings(ctx));
    if !ctx.corpus.judges_absence {
        return;
    }
    for (idx, fact) in ctx.facts() {
        let FactKind::Name(name) = &fact.kind else { continue };
        let Some(roll) = ctx.names.get(idx).copied().flatten() else { continue };
        acc.judged.extend(judged(idx, name, roll));
        // What stands between quotation marks is left as it was said or written.
        if ctx.reading.is_quoted(fact.span) {
            continue;
        }
        variant::variant(ctx, fact, name, roll, acc);
        title::title(ctx, fact, name, roll, acc);
    }
}

/// A name that a source has is supported; one with a word that no source has is not. Of the rest nothing is said.
fn judged(idx: usize, name: &Name, roll: &Roll) -> Option<Judged> {
    let known = roll.same.as_ref().or(person(name, roll));
    let (standing, evidence, backing) = match known {
        Some(known) if known.is_borne_out() => {
            (Standing::Supported, known.places.clone(), Backing::of_places(known.n_sources, &known.places))
        }
        Some(_) => return None,
        None if roll.found.contains(&false) => (Standing::Unsupported, Vec::new(), Backing::default()),
        None => return None,
    };
    Some(Judged::new(idx, standing, evidence, backing))
}

/// The person whom a name means in the sources, where that is sure: by full name, or by a surname that only one bears.
pub fn person<'a>(name: &Name, roll: &'a Roll) -> Option<&'a KnownName> {
    const SHORTEST: usize = 4;
    if roll.found.len() > 1 {
        return roll.same.as_ref().filter(|it| it.kind == NameKind::Person && name.kind != NameKind::Body);
    }
    let [bearer] = roll.bearers.as_slice() else { return None };
    let is_person = matches!(name.kind, NameKind::Person | NameKind::Unknown);
    (is_person && name.words.chars().count() >= SHORTEST).then_some(bearer)
}

/// Places that may be shown, or else the confidential ones.
fn shown(places: &[Evidence]) -> Vec<Evidence> {
    let named: Vec<Evidence> = places.iter().filter(|it| !it.confidential).cloned().collect();
    if named.is_empty() { places.to_vec() } else { named }
}
