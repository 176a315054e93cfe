//! `conflicting-claim`, `overstated-claim`, `disputed-claim`, `unsupported-claim`: each sentence of a paragraph against
//! the sentences of sources that could speak to it.
//!
//! Two ways, and the first speaks where both would: clause against clause, where what differs has a name ([`compare`]),
//! and word for word, where a passage has another word or none ([`substitute`]).

mod beyond;
mod cause;
mod compare;
mod differ;
mod doubt;
pub mod event;
mod guarded;
mod say;
pub mod substitute;
mod within;

use super::{Ctx, ParamKind, ParamSpec, Statement};
use crate::fact::{Fact, FactKind};
use crate::finding::{Backing, Checked, Claimed, Evidence, Raised, Relation, Standing};
use crate::text::TextId;
use compare::Compared;
use substitute::{Covering, Floors};

pub const PARAMS: &[ParamSpec] = &[
    // How sure it must be that a word is a slip before the rule speaks, from 0 to 1.
    ParamSpec { name: "sure", kind: ParamKind::Number },
    // The part of the rest of the sentence that a passage must cover.
    ParamSpec { name: "covered", kind: ParamKind::Number },
    // How many of the sentence's other words it must have.
    ParamSpec { name: "shared-others", kind: ParamKind::Number },
    // How sure it must be that a word is in no source.
    ParamSpec { name: "sure-absent", kind: ParamKind::Number },
    // How near its speaker a figure has to stand: sentence, paragraph, first-mention. Looked at by the check of voices.
    ParamSpec { name: "attribution-distance", kind: ParamKind::Word },
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
        let substitute::Substituted { raised: words, covering } = substitute::substituted(ctx, statement, floors);
        let apart = words.into_iter().filter(|it| !compared.iter().any(|other| other.span.overlaps(it.span)));
        let raised: Vec<Raised> = apart.chain(compared.iter().cloned()).collect();
        // A sentence with a figure or a quotation stands as those do, and they are counted for themselves.
        let told_apart = |it: &Fact| matches!(it.kind, FactKind::Figure(_) | FactKind::Quote(_));
        let has_own = ctx.reading.facts.iter().any(|it| it.span.overlaps(statement.span) && told_apart(it));
        acc.claims.push(claimed(statement, &raised, covering, has_own));
        acc.borne_out.extend(borne_out.filter(|_| raised.is_empty()));
        acc.raised.extend(raised);
    }
}

/// The part of a sentence's weight that one passage must cover before it counts as supported. Chosen by eye: below it
/// the sentence mostly says something more.
const SUPPORTED: f32 = 0.85;

/// Below this part of it a passage has nothing to do with a sentence, and is not shown beside it.
const NEAREST: f32 = 0.5;

/// How a sentence stands: what was raised over it, and without that whether one passage has nearly all of its words.
fn claimed(statement: &Statement<'_>, raised: &[Raised], covering: Vec<Covering<'_>>, has_own: bool) -> Claimed {
    let of_rule = |rule: &str| raised.iter().find(|it| it.rule == rule);
    let faults = [
        ("conflicting-claim", Standing::Conflicting),
        ("overstated-claim", Standing::Strengthened),
        ("disputed-claim", Standing::Disputed),
    ];
    let fault = faults.into_iter().find_map(|(rule, standing)| Some((of_rule(rule)?, standing)));
    let supporting: Vec<&Covering<'_>> = covering.iter().filter(|it| it.covered >= SUPPORTED && !has_own).collect();
    let backing = Backing::of(supporting.iter().map(|it| &it.passage.candidate.source));
    let shown = |it: &Covering<'_>, relation| {
        let candidate = it.passage.candidate;
        Evidence::whole(candidate, relation)
    };
    let (standing, evidence) = match fault {
        Some((raised, standing)) => (standing, raised.evidence.clone()),
        None if backing.n_sources > 0 => {
            let evidence = supporting.iter().take(MAX_EVIDENCE).map(|it| shown(it, Relation::Supports));
            (Standing::Supported, evidence.collect())
        }
        None => {
            let nearest = covering.first().filter(|it| it.covered >= NEAREST);
            (Standing::NotJudged, nearest.map(|it| shown(it, Relation::Nearest)).into_iter().collect())
        }
    };
    let mut sources: Vec<TextId> = supporting.iter().map(|it| it.passage.candidate.place.text).collect();
    sources.sort_unstable();
    sources.dedup();
    Claimed { span: statement.span, standing, evidence, backing, sources }
}

/// Places in sources that are kept with a sentence.
const MAX_EVIDENCE: usize = 3;
