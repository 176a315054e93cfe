//! `conflicting-claim`, `overstated-claim`, `disputed-claim`, `unsupported-claim`: each sentence of a paragraph against
//! the sentences of sources that could speak to it.
//!
//! Two ways, and the first speaks where both would: clause against clause, where what differs has a name ([`compare`]),
//! and word for word, where a passage has another word or none ([`substitute`]).

mod beyond;
mod cause;
mod compare;
mod differ;
mod event;
mod say;
pub mod substitute;
mod within;

use super::{Ctx, ParamKind, ParamSpec};
use crate::fact::{Fact, FactKind};
use crate::finding::{Checked, Raised, Standing};
use compare::Compared;
use substitute::Floors;

pub const PARAMS: &[ParamSpec] = &[
    // How sure it must be that a word is a slip before the rule speaks, from 0 to 1.
    ParamSpec { name: "sure", kind: ParamKind::Number },
    // The part of the rest of the sentence that a passage must cover.
    ParamSpec { name: "covered", kind: ParamKind::Number },
    // How many of the sentence's other words it must have.
    ParamSpec { name: "shared-others", kind: ParamKind::Number },
    // How sure it must be that a word is in no source.
    ParamSpec { name: "sure-absent", kind: ParamKind::Number },
];

pub fn claims(ctx: &Ctx<'_>, acc: &mut Checked) {
    let floors = Floors {
        conflicting: ctx.rules.number("conflicting-claim", "sure", 0.6) as f32,
        unsupported: ctx.rules.number("unsupported-claim", "sure-absent", 0.35) as f32,
        covered: ctx.rules.number("conflicting-claim", "covered", 0.4) as f32,
        shared: ctx.rules.number("conflicting-claim", "shared-others", 3.0) as usize,
    };
    for statement in ctx.statements {
        let Compared { raised: compared, borne_out } = compare::compare(ctx, statement);
        let (words, covered) = substitute::substituted(ctx, statement, floors);
        let apart = words.into_iter().filter(|it| !compared.iter().any(|other| other.span.overlaps(it.span)));
        let raised: Vec<Raised> = apart.chain(compared.iter().cloned()).collect();
        // A sentence with a figure or a quotation stands as those do, and they are counted for themselves.
        let told_apart = |it: &Fact| matches!(it.kind, FactKind::Figure(_) | FactKind::Quote(_));
        let has_own = ctx.reading.facts.iter().any(|it| it.span.overlaps(statement.span) && told_apart(it));
        acc.claims.push(standing(&raised, if has_own { 0.0 } else { covered }));
        acc.borne_out.extend(borne_out.filter(|_| raised.is_empty()));
        acc.raised.extend(raised);
    }
}

/// The part of a sentence's weight that one passage must cover before it counts as supported. Chosen by eye: below it
/// the sentence mostly says something more.
const SUPPORTED: f32 = 0.85;

/// How a sentence stands: what was raised over it, and without that whether one passage has nearly all of its words.
fn standing(raised: &[Raised], covered: f32) -> Standing {
    let has = |rule: &str| raised.iter().any(|it| it.rule == rule);
    if has("conflicting-claim") {
        Standing::Conflicting
    } else if has("overstated-claim") {
        Standing::Strengthened
    } else if has("disputed-claim") {
        Standing::Disputed
    } else if covered >= SUPPORTED {
        Standing::Supported
    } else {
        Standing::NotJudged
    }
}
