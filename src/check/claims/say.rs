//! Findings of claims: which rule speaks, which words are shown of either side, and what would mend it.
//!
//! The span is the words that differ. A confidential source is never quoted in a message or a fix.

use super::compare::Found;
use super::differ::Kind;
use crate::check::{Ctx, Passage, Statement};
use crate::fact::Clauses;
use crate::finding::{Evidence, Fix, Raised, Relation, Safety, Weight};
use crate::text::Span;

/// The bytes from one word to another.
pub fn span_of(clauses: &Clauses, words: (u32, u32)) -> Option<Span> {
    let (first, last) = (clauses.word(words.0 as usize)?, clauses.word(words.1 as usize)?);
    Some(first.span.cover(last.span))
}

/// Rule, variant, and how the source's words stand to the draft's.
fn words_of(kind: Kind) -> (&'static str, &'static str, Relation) {
    match kind {
        Kind::Polarity | Kind::Opposite | Kind::Word => ("conflicting-claim", "", Relation::Conflicts),
        Kind::Roles => ("conflicting-claim", "roles", Relation::Conflicts),
        Kind::Name => ("conflicting-claim", "name", Relation::Conflicts),
        Kind::Time => ("conflicting-claim", "time", Relation::Conflicts),
        Kind::StageBack => ("conflicting-claim", "stage", Relation::Conflicts),
        Kind::Part => ("overstated-claim", "part", Relation::Weaker),
        Kind::Firmness => ("overstated-claim", "firmness", Relation::Weaker),
        Kind::Stage => ("overstated-claim", "stage", Relation::Weaker),
        Kind::Condition => ("overstated-claim", "condition", Relation::Weaker),
        Kind::Amount => ("overstated-claim", "amount", Relation::Weaker),
        Kind::Cause => ("overstated-claim", "cause", Relation::Weaker),
        Kind::Authority => ("overstated-claim", "authority", Relation::Weaker),
        Kind::Standing => ("overstated-claim", "standing", Relation::Weaker),
    }
}

pub fn raise(ctx: &Ctx<'_>, statement: &Statement<'_>, found: &Found<'_, '_>, heading: bool) -> Option<Raised> {
    let kind = found.difference.kind;
    let (rule, variant, relation) = words_of(kind);
    // A headline is short on purpose, and its present tense is no claim of the day.
    if heading && matches!(kind, Kind::Amount | Kind::Time) {
        return None;
    }
    let (span, ours, theirs, evidence) = places(ctx, statement, found, relation)?;
    // What reads the same on both sides explains nothing.
    if ours.to_lowercase() == theirs.to_lowercase() {
        return None;
    }
    let mut fixes = Vec::new();
    let replaces = matches!(kind, Kind::Word | Kind::Opposite | Kind::Amount | Kind::Name);
    if replaces
        && !found.passage.candidate.source.confidential
        && theirs.split(' ').count() <= 3
        && kind != Kind::Opposite
    {
        let title = format!("use the source's words: “{}”", shorten(&theirs));
        fixes.push(Fix { title, safety: Safety::Ask, span, text: theirs.clone() });
    }
    let args = vec![
        ("draft", shorten(&ours)),
        ("source", shorten(&theirs)),
        ("place", found.passage.candidate.file_and_place()),
    ];
    let variant = if found.passage.candidate.source.confidential { "confidential" } else { variant };
    Some(Raised { rule, span, weight: Weight::Full, variant, args, evidence: vec![evidence], fixes })
}

pub fn dispute(
    ctx: &Ctx<'_>,
    statement: &Statement<'_>,
    found: &Found<'_, '_>,
    support: &Passage<'_>,
    later: bool,
) -> Option<Raised> {
    let (span, ours, theirs, evidence) = places(ctx, statement, found, Relation::Conflicts)?;
    let supporting = Evidence::whole(support.candidate, Relation::Supports);
    let variant = if found.passage.candidate.source.confidential {
        "confidential"
    } else if later {
        "later"
    } else {
        ""
    };
    let args = vec![
        ("draft", shorten(&ours)),
        ("source", shorten(&theirs)),
        ("place", found.passage.candidate.file_and_place()),
    ];
    let evidence = vec![evidence, supporting];
    // A later source supersedes; otherwise nobody says which of the two errs.
    let rule = if later { "conflicting-claim" } else { "disputed-claim" };
    Some(Raised { rule, span, weight: Weight::Full, variant, args, evidence, fixes: Vec::new() })
}

/// Where the draft's words stand, both sides' words, and the evidence.
fn places(
    ctx: &Ctx<'_>,
    statement: &Statement<'_>,
    found: &Found<'_, '_>,
    relation: Relation,
) -> Option<(Span, String, String, Evidence)> {
    let within = span_of(statement.clauses, found.difference.draft)?;
    let start = statement.span.start;
    let span = Span { start: start + within.start, end: start + within.end };
    let candidate = found.passage.candidate;
    let theirs = span_of(found.passage.clauses, found.difference.source)?;
    let words = theirs.of(&candidate.prose).to_string();
    Some((span, span.of(ctx.prose()).to_string(), words.clone(), evidence(found.passage, theirs, relation)))
}

pub fn evidence(passage: &Passage<'_>, words: Span, relation: Relation) -> Evidence {
    Evidence::at(passage.candidate, relation, words)
}

/// At most some forty characters, cut between words.
pub fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short = String::new();
    for word in text.split_whitespace() {
        if !short.is_empty() && short.chars().count() + 1 + word.chars().count() > LONGEST {
            short.push_str(" …");
            return short;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}
