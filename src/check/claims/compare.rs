//! One sentence of the draft against the sentences of sources that could speak to it: which clauses tell of one event,
//! what differs there, and whether any source bears the draft's reading out.
//!
//! What one passage supports is never held against the draft because of another: then the sources disagree, and that is
//! all that is said.

use super::beyond;
use super::cause;
use super::differ::{self, Difference, Kind};
use super::doubt;
use super::event::{Bond, Pair};
use super::say;
use crate::check::{Ctx, Passage, Statement};
use crate::fact::{Candidate, Claim, Dimension, Fact, FactKind, SourceRef, Standpoint, Trust};
use crate::finding::{Backing, BorneOut, Evidence, Raised, Relation};
use crate::text::{Sort, Span};

/// A difference, and where it was found.
pub struct Found<'a, 'b> {
    pub passage: &'b Passage<'a>,
    pub difference: Difference,
    pub covered: f32,
}

/// What the sources say of one clause of the draft.
#[derive(Default)]
struct Heard<'a, 'b> {
    supports: Vec<&'b Passage<'a>>,
    differs: Vec<Found<'a, 'b>>,
}

/// What the sources say of one sentence.
#[derive(Default)]
pub struct Compared {
    pub raised: Vec<Raised>,
    /// The first clause that is stated flatly and that several places bear out, none against it.
    pub borne_out: Option<BorneOut>,
}

pub fn compare(ctx: &Ctx<'_>, statement: &Statement<'_>) -> Compared {
    let mut borne_out: Option<BorneOut> = None;
    if statement.clauses.question || statement.passages.iter().any(|it| counts(it) && repeats(ctx, statement, it)) {
        return Compared::default();
    }
    let attributed = is_attributed(ctx, statement);
    let mut raised: Vec<Raised> = Vec::new();
    for draft in &statement.clauses.claims {
        if matches!(draft.standing, Standpoint::Asked | Standpoint::Supposed | Standpoint::Denied) || draft.quoted {
            continue;
        }
        // "admitted" for "denied" is said once, not again of what was admitted.
        let above = draft.stance.map(|it| it as usize).or_else(|| statement.clauses.head(draft.predicate as usize));
        let is_told = above.and_then(|it| statement.clauses.word(it)).is_some_and(|word| {
            let span = word.span.shifted(statement.span.start);
            raised.iter().any(|it| it.span.overlaps(span))
        });
        if is_told {
            continue;
        }
        let heard = hear(ctx, statement, draft, attributed);
        if borne_out.is_none() && !attributed && draft.standing == Standpoint::Asserted {
            borne_out = heard.borne_out(statement, draft);
        }
        raised.extend(weigh(ctx, statement, draft, heard, attributed));
    }
    if raised.is_empty() {
        raised.extend(cause::cause(ctx, statement).or_else(|| beyond::beyond(ctx, statement)));
    }
    // One clause inside another says the same thing twice.
    let mut kept: Vec<Raised> = Vec::new();
    for it in raised {
        if !kept.iter().any(|other| other.span.overlaps(it.span)) {
            kept.push(it);
        }
    }
    Compared { borne_out: borne_out.filter(|_| kept.is_empty()), raised: kept }
}

impl Heard<'_, '_> {
    /// The clause with the places that bear it out, each source once; nothing where a source differs.
    fn borne_out(&self, statement: &Statement<'_>, draft: &Claim) -> Option<BorneOut> {
        if !self.differs.is_empty() || self.supports.len() < 2 {
            return None;
        }
        let word = statement.clauses.word(draft.predicate as usize)?;
        let sources = || self.supports.iter().map(|it| &it.candidate.source);
        let whole = |it: &Candidate| Span::new(0, it.verbatim.len());
        let mut evidence: Vec<Evidence> = Vec::new();
        for candidate in self.supports.iter().map(|it| it.candidate) {
            if !evidence.iter().any(|it| it.source == candidate.source.path) {
                evidence.push(Evidence::of(candidate, Relation::Supports, whole(candidate)));
            }
        }
        evidence.truncate(3);
        let span = word.span.shifted(statement.span.start);
        Some(BorneOut { span, backing: Backing::of(sources()), evidence })
    }
}

/// Whether a passage has the sentence word for word.
fn repeats(ctx: &Ctx<'_>, statement: &Statement<'_>, passage: &Passage<'_>) -> bool {
    fn words(prose: &str) -> impl Iterator<Item = String> {
        prose.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase)
    }
    // NB: mostly the first word tells.
    let mut ours = words(statement.span.of(ctx.prose())).peekable();
    ours.peek().is_some() && ours.eq(words(&passage.candidate.prose))
}

fn is_attributed(ctx: &Ctx<'_>, statement: &Statement<'_>) -> bool {
    ctx.reading.facts.iter().any(|it| statement.span.overlaps(it.span) && matches!(it.kind, FactKind::Attribution(_)))
}

fn has_figure(ctx: &Ctx<'_>, statement: &Statement<'_>, draft: &Claim) -> bool {
    let start = statement.span.start;
    let spans = draft.slots.iter().filter_map(|it| say::span_of(statement.clauses, (it.first, it.last)));
    let spans: Vec<Span> = spans.map(|it| Span { start: start + it.start, end: start + it.end }).collect();
    let counts = |it: &&Fact| match &it.kind {
        FactKind::Figure(figure) => figure.unit.dimension != Dimension::Rank,
        FactKind::Quote(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => false,
    };
    let figures = ctx.reading.facts.iter().filter(counts);
    figures.into_iter().any(|fact| spans.iter().any(|it| it.contains(fact.span)))
}

/// Whether a source may be held against a draft at all.
pub fn may_differ(passage: &Passage<'_>) -> bool {
    passage.candidate.sentence && counts(passage)
}

/// A lead, or what was withdrawn, supports nothing and conflicts with nothing.
pub fn counts(passage: &Passage<'_>) -> bool {
    passage.candidate.source.trust.counts()
}

fn is_record(passage: &Passage<'_>) -> bool {
    passage.candidate.source.trust == Trust::Record
}

fn hear<'a, 'b>(ctx: &Ctx<'a>, statement: &'b Statement<'a>, draft: &Claim, attributed: bool) -> Heard<'a, 'b> {
    let mut heard = Heard::default();
    for passage in &statement.passages {
        let pair = Pair::of(&ctx.rules.lexicon, statement, passage);
        for source in &passage.clauses.claims {
            let Some(meeting) = pair.meet(draft, source) else { continue };
            let mut found = differ::differ(&pair, draft, source, &meeting);
            found.retain(|it| it.kind != Kind::Standing || !attributed);
            // How firm a figure is, its own rule says.
            found.retain(|it| it.kind != Kind::Firmness || !has_figure(ctx, statement, draft));
            let agrees = match meeting.bond {
                Bond::Same | Bond::Akin => draft.negative == source.negative,
                Bond::Opposite => draft.negative != source.negative,
                Bond::Converse => false,
                Bond::Rungs(ours, theirs) => ours < theirs,
            };
            let supposed = matches!(source.standing, Standpoint::Asked | Standpoint::Supposed | Standpoint::Denied);
            match found.first() {
                Some(difference) if may_differ(passage) => {
                    heard.differs.push(Found { passage, difference: *difference, covered: meeting.covered });
                }
                None if counts(passage)
                    && agrees
                    && !supposed
                    && (meeting.is_same_event() || meeting.covered >= 0.5) =>
                {
                    heard.supports.push(passage);
                }
                Some(_) | None => {}
            }
        }
    }
    heard
}

fn weigh(
    ctx: &Ctx<'_>,
    statement: &Statement<'_>,
    draft: &Claim,
    heard: Heard<'_, '_>,
    attributed: bool,
) -> Option<Raised> {
    let best = |a: &&Found<'_, '_>, b: &&Found<'_, '_>| {
        a.covered.total_cmp(&b.covered).then_with(|| b.difference.kind.cmp(&a.difference.kind))
    };
    let flat = draft.standing == Standpoint::Asserted && !attributed && !draft.quoted;
    if heard.differs.is_empty() && flat {
        let support = heard.supports.first()?;
        let (passage, difference) = doubt::doubted(ctx, statement, draft)?;
        return say::dispute(ctx, statement, &Found { passage, difference, covered: 1.0 }, support, false);
    }
    // NB: of equals the earliest passage, which is the nearest.
    let nearest = heard.differs.iter().rev().max_by(best)?;
    let heading = ctx.paragraph.sort == Sort::Heading;
    if heard.supports.is_empty() {
        return say::raise(ctx, statement, nearest, heading);
    }
    // Where sources differ, it is the record that is right as far as anyone can tell.
    let record = heard.differs.iter().filter(|it| is_record(it.passage)).max_by(best);
    if let Some(record) = record.filter(|_| !heard.supports.iter().any(|it| is_record(it))) {
        return say::raise(ctx, statement, record, heading);
    }
    let other = |it: &&Found<'_, '_>| {
        heard.supports.iter().all(|support| support.candidate.source.path != it.passage.candidate.source.path)
    };
    let plain = |it: &&Found<'_, '_>| it.difference.kind <= Kind::Roles && it.covered >= 0.75;
    let against = heard.differs.iter().filter(other).filter(plain).max_by(best)?;
    let later = heard.supports.iter().all(|it| is_later(&against.passage.candidate.source, &it.candidate.source));
    let earlier = heard.supports.iter().any(|it| is_later(&it.candidate.source, &against.passage.candidate.source));
    if earlier || !flat {
        return None;
    }
    say::dispute(ctx, statement, against, heard.supports.first()?, later)
}

fn is_later(a: &SourceRef, b: &SourceRef) -> bool {
    let says_so = b.superseded_by.as_deref() == Some(a.path.as_str());
    says_so || matches!((&a.date, &b.date), (Some(a), Some(b)) if a > b)
}
