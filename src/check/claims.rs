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
use crate::finding::Checked;
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
        unsupported: ctx.rules.number("unsupported-claim", "sure-absent", 0.4) as f32,
        covered: ctx.rules.number("conflicting-claim", "covered", 0.4) as f32,
        shared: ctx.rules.number("conflicting-claim", "shared-others", 3.0) as usize,
    };
    for statement in ctx.statements {
        let compared = compare::compare(ctx, statement);
        let words = substitute::substituted(ctx, statement, floors);
        let apart = words.into_iter().filter(|it| !compared.iter().any(|other| other.span.overlaps(it.span)));
        acc.raised.extend(apart);
        acc.raised.extend(compared);
    }
}
