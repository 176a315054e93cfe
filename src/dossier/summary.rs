//! What it comes to: how the items stand, what was found, how a check would end, and what all this does not say.

use std::collections::BTreeMap;

use super::Asked;
use super::items::letter;
use super::model::{Count, Item, Standings, Summary};
use crate::config::FailOn;
use crate::engine::desk::Desk;
use crate::finding::{Severity, Standing};
use crate::text::TextId;

/// Kinds in the order of the table.
const KINDS: [&str; 6] = ["figure", "date", "quote", "name", "claim", "attribution"];

pub const NOT_CLAIMED: [&str; 6] = [
    "It says what these sources hold, and nothing about what is so: a source may err, and all of them may.",
    "Supported means that at least one source says it of the same thing; a source that nobody put there was not asked.",
    "Silence means nothing: what was not judged was neither borne out nor questioned, and much that differs is not seen.",
    "Independent origins are read from what the sources show of whom they have it from; a copy that hides that counts as another one.",
    "Confidential sources were compared, and neither their words nor their names are shown here.",
    "What somebody let stand is listed with the reason given; whether the reason is a good one is not judged.",
];

pub fn summary(desk: &Desk, draft: TextId, asked: &Asked, items: &[Item]) -> Summary {
    let mut findings: BTreeMap<&'static str, usize> = Severity::ALL.into_iter().map(|it| (it.word(), 0)).collect();
    let found = desk.engine.findings(draft);
    for it in &found {
        *findings.entry(it.severity.word()).or_default() += 1;
    }
    let configured = desk.config.fail_on.as_ref().map(|it| it.value.0);
    let FailOn(fail_on) = FailOn(asked.fail_on.or(configured).unwrap_or(Some(Severity::Error)));
    let fails = fail_on.is_some_and(|least| found.iter().any(|it| it.severity >= least));
    let supported = || items.iter().filter(|it| is_supported(it));
    Summary {
        standings: KINDS.iter().filter_map(|kind| standings(kind, items)).collect(),
        findings,
        accepted: desk.engine.coverage(draft).accepted,
        fail_on: fail_on.map_or("never", Severity::word),
        exit: u8::from(fails),
        single_origin: supported().filter(|it| it.support.origins == 1).count(),
        no_primary: supported().filter(|it| !it.support.primary).count(),
        supported: supported().count(),
        against: items.iter().filter(|it| !it.against.is_empty()).count(),
    }
}

/// Whether sources bear an item out.
pub fn is_supported(item: &Item) -> bool {
    matches!(item.standing, "supported" | "computed" | "own-reporting")
}

fn standings(kind: &'static str, items: &[Item]) -> Option<Standings> {
    let of_kind = || items.iter().filter(|it| it.kind == kind);
    let words = Standing::ALL.into_iter().map(Standing::word).chain(["query"]);
    let count = |standing| Count {
        standing,
        letter: letter(standing),
        n: of_kind().filter(|it| it.standing == standing).count(),
    };
    let counts: Vec<Count> = words.map(count).filter(|it| it.n > 0).collect();
    let total = of_kind().count();
    (total > 0).then_some(Standings { kind, total, counts })
}
