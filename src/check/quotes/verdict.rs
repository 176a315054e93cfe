//! What becomes of one quotation: a source gives it, the nearest source has it otherwise, or no source has it.
//!
//! Word for word comes first, in pieces where the draft left words out; then words that are all there and mean something
//! else (a swallowed negation, far places sewn together, a paraphrase put between marks); then the nearest words.

use super::Quoted;
use super::align::{self, Fault, Found, Line, Piece};
use super::differ::{self, Comparison, Kind};
use super::outside::{self, Outside};
use super::passage::Passage;
use super::say::{self, Said};
use crate::fact::{QuoteUse, SourceKind};
use crate::finding::{Raised, Weight};
use crate::text::Span;

/// A place that gives the quotation.
pub struct Support<'p, 'a> {
    pub line: Line<'p, 'a>,
    /// By piece.
    pub places: Vec<Found>,
}

pub enum Verdict<'p, 'a> {
    Given(Vec<Support<'p, 'a>>),
    Altered(Box<Raised>),
    /// A source has nearly these words, and nobody can tell whether they are speech there.
    Unclear,
    Nowhere,
}

const RULE: &str = "altered-quote";

/// The share of common words from which an indirect sentence is taken for the origin of a quotation.
const NEARLY_ALL: f64 = 0.8;

/// A quotation in more pieces is not compared.
pub const PIECES: usize = 16;

pub fn verdict<'p, 'a>(quoted: &Quoted<'_, '_>, passages: &'p [Passage<'a>]) -> Verdict<'p, 'a> {
    if quoted.pieces.is_empty() || quoted.pieces.len() > PIECES {
        return Verdict::Nowhere;
    }
    let gap = quoted.ctx.rules.number(RULE, "longest-gap", 60.0) as usize;
    let mut supports: Vec<Support<'p, 'a>> = Vec::new();
    let mut faults: Vec<(u8, Raised)> = Vec::new();
    for passage in passages {
        for line in [Line::spoken(passage), Line::whole(passage)] {
            let Some(chain) = align::chain(quoted.ctx.rules, &quoted.words, &quoted.pieces, &line, gap) else {
                continue;
            };
            let support = Support { line, places: chain.places };
            match fault(quoted, &support, chain.fault) {
                None => supports.push(support),
                // What only notes have otherwise is no fault.
                Some(_) if !passage.faults() => {}
                Some((rank, said)) => faults.extend(say::raise(quoted, &support.line, said).map(|it| (rank, it))),
            }
            break;
        }
    }
    if !supports.is_empty() {
        // Spelling apart, where no source spells it so.
        let slight = |it: &Support<'_, '_>| slight(quoted, it);
        if supports.iter().any(|it| slight(it).is_none()) {
            supports.retain(|it| slight(it).is_none());
            return Verdict::Given(supports);
        }
        let said = supports.iter().find_map(|it| say::raise(quoted, &it.line, slight(it)?));
        return said.map_or(Verdict::Given(supports), |it| Verdict::Altered(Box::new(it)));
    }
    faults.sort_by_key(|it| it.0);
    if let Some((_, raised)) = faults.into_iter().next() {
        return Verdict::Altered(Box::new(raised));
    }
    let sentences = align::sentences(&quoted.words, &quoted.pieces);
    let sewn = sewn(quoted, &sentences, passages, gap)
        .or_else(|| scattered(quoted, &quoted.pieces, passages))
        .or_else(|| scattered(quoted, &sentences, passages));
    match sewn {
        Some(raised) => Verdict::Altered(Box::new(raised)),
        None => nearest(quoted, passages),
    }
}

/// The draft's words of all pieces beside the source's, in order.
fn beside(quoted: &Quoted<'_, '_>, support: &Support<'_, '_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (piece, (first, last)) in quoted.pieces.iter().zip(&support.places) {
        let mut at = *first;
        for idx in piece.words.clone() {
            let Some(word) = quoted.words.all.get(idx) else { break };
            while at <= *last && support.line.get(at).is_some_and(|it| !align::same(word, &it.word)) {
                at += 1;
            }
            found.push((idx, at));
            at += 1;
        }
    }
    found
}

/// What is wrong although all words are there, with its rank: the gravest first.
fn fault(quoted: &Quoted<'_, '_>, support: &Support<'_, '_>, fault: Option<Fault>) -> Option<(u8, Said)> {
    let (first, last) = (support.places.first()?.0, support.places.last()?.1);
    let said = |variant| Said::of(variant, first, last);
    match fault {
        Some(Fault::Swallowed(word)) => return Some((0, Said { word, ..said("swallowed") })),
        Some(Fault::Order) => return Some((1, said("order"))),
        Some(Fault::Distant) => return Some((2, said("distant"))),
        None => {}
    }
    if let Some(said) = emphasis(quoted, support) {
        return Some((3, said));
    }
    if let Some(said) = lost_at_the_edges(quoted, support, first, last) {
        return Some((4, said));
    }
    match outside::outside(quoted, &support.line, (first, last)) {
        Outside::Reported(said) => Some((5, said)),
        Outside::Quotable | Outside::Unclear => None,
    }
}

/// "We WILL dig" where the source has no capitals, unless the draft says whose the emphasis is.
fn emphasis(quoted: &Quoted<'_, '_>, support: &Support<'_, '_>) -> Option<Said> {
    let all = &quoted.words.all;
    let shouted = all.iter().filter(|it| it.upper).count();
    if shouted == 0 || shouted == all.len() || quoted.ctx.prose().to_lowercase().contains("emphasis") {
        return None;
    }
    // NB: "NATO" for "Nato" is a house's spelling: only capitals against a plain small word shout.
    let shouts = |(ours, theirs): &(usize, usize)| {
        let spoken = |it: &super::passage::Spoken| !it.word.capital;
        all.get(*ours).is_some_and(|it| it.upper && !it.number) && support.line.get(*theirs).is_some_and(spoken)
    };
    // One word at a time: between two there may be marks of the draft's own, "**WILL** NOT".
    let (ours, theirs) = beside(quoted, support).into_iter().find(shouts)?;
    Some(Said { draft: Some((ours, ours)), replaces: true, ..Said::of("emphasis", theirs, theirs) })
}

/// A hedge, a negation or a condition that stands in the source just outside the quoted words.
fn lost_at_the_edges(quoted: &Quoted<'_, '_>, support: &Support<'_, '_>, first: usize, last: usize) -> Option<Said> {
    const REACH: usize = 5;
    const SENTENCE: usize = 12;
    let line = &support.line;
    let lexicon = &quoted.ctx.rules.lexicon.quotes;
    let word = quoted.words.all.get(quoted.pieces.first()?.words.start)?;
    let starts = word.capital || word.number;
    // An ellipsis before the first word says that something was left out.
    if quoted.quote.purpose != QuoteUse::Speech || !starts || word.gap || quoted.quote.continued {
        return None;
    }
    let joined = |idx: usize| match (line.get(idx), line.get(idx + 1)) {
        (Some(one), Some(next)) => !next.word.sentence && one.part == next.part && one.quoted == next.quoted,
        _ => false,
    };
    let mut clause = line.get(first).is_some_and(|it| it.word.clause);
    let mut at = first;
    while at > 0 && first - at < SENTENCE && joined(at - 1) {
        at -= 1;
        let before = line.folded(at);
        let near = first - at <= REACH && !clause;
        let lost = |variant| Said { word: before.to_string(), ..Said::of(variant, at, last) };
        if first - at == 1 && !clause {
            let hedge = lexicon.doubts.contains(before) || word.number && lexicon.hedges.contains(before);
            if hedge {
                return Some(lost("dropped"));
            }
        }
        if lexicon.coordinators.contains(before) {
            break;
        }
        if near && (lexicon.negations.contains(before) || before.ends_with("n't")) {
            return Some(lost("swallowed"));
        }
        let begins = at == 0 || !joined(at - 1);
        if begins && lexicon.qualifiers.contains(before) {
            return Some(lost("cut"));
        }
        clause |= line.get(at).is_some_and(|it| it.word.clause);
    }
    if quoted.words.trailing_gap || quoted.quote.open {
        return None;
    }
    let after = line.folded(last + 1);
    if joined(last) && lexicon.qualifiers.contains(after) {
        return Some(Said { word: after.to_string(), ..Said::of("cut", first, last + 1) });
    }
    let stopped = quoted.quote.words.of(quoted.ctx.prose()).ends_with([',', '.', '!', '?']);
    if stopped { lost_at_the_end(quoted, line, last, joined) } else { None }
}

/// A last word that went without an ellipsis: "The quay will sink," where the source has "will sink slowly".
/// More than that is part of a sentence, honestly quoted.
fn lost_at_the_end(
    quoted: &Quoted<'_, '_>,
    line: &Line<'_, '_>,
    last: usize,
    joined: impl Fn(usize) -> bool,
) -> Option<Said> {
    const FEW: usize = 1;
    let runs_on = |idx: &usize| {
        joined(*idx) && line.get(idx + 1).is_some_and(|it| !it.word.clause && !it.word.gap && !it.word.aside)
    };
    let n_lost = (last..).take_while(runs_on).take(FEW + 1).count();
    let coordinated = quoted.ctx.rules.lexicon.quotes.coordinators.contains(line.folded(last + 1));
    if n_lost == 0 || n_lost > FEW || coordinated {
        return None;
    }
    let ours = quoted.pieces.last()?.words.end.checked_sub(1)?;
    let theirs = (last, last + n_lost);
    let said = Said::of("dropped", theirs.0, theirs.1);
    Some(Said { shown: Some((ours, ours)), exchange: Some(((ours, ours), theirs)), ..said })
}

/// All words are given, in another spelling or with brackets that the source does not explain.
fn slight(quoted: &Quoted<'_, '_>, support: &Support<'_, '_>) -> Option<Said> {
    let line = &support.line;
    let passage = line.passage;
    if !passage.faults() {
        return None;
    }
    let written = matches!(passage.kind(), SourceKind::Release | SourceKind::Mail | SourceKind::Primary);
    let beside = beside(quoted, support);
    if let Some(spelt) = differ::spellings(&quoted.words, line, &beside, written).into_iter().next() {
        let (ours, theirs) = (*spelt.draft.first()?, *spelt.source.first()?);
        let weight = if written { Weight::Full } else { Weight::Slight };
        let said = Said::of(spelt.kind.variant(), theirs, theirs);
        return Some(Said { draft: Some((ours, ours)), weight, replaces: true, ..said });
    }
    // "He [Holm] left" against the source's own "He (Holm) left" adds nothing.
    let (first, last) = (support.places.first()?.0, support.places.last()?.1);
    let known = |folded: &str| (first.saturating_sub(3)..=last + 3).any(|idx| line.folded(idx) == folded);
    let mut asides = quoted.words.all.iter().enumerate().filter(|(_, it)| it.aside);
    let added = asides.find(|(_, it)| !known(quoted.words.folded(it)))?.0;
    let said = Said::of("bracketed", first, last);
    Some(Said { draft: Some((added, added)), weight: Weight::Slight, ..said })
}

/// Sentences that one passage has, and others between them or in another order, where the draft has no ellipsis.
fn sewn(quoted: &Quoted<'_, '_>, sentences: &[Piece], passages: &[Passage<'_>], gap: usize) -> Option<Raised> {
    // "Yes. No." is everywhere: one sentence of three words at least makes the others worth looking for.
    let telling = sentences.iter().any(|it| it.words.len() >= 3);
    if sentences.len() <= quoted.pieces.len() || sentences.len() > PIECES || !telling {
        return None;
    }
    passages.iter().filter(|it| it.faults()).find_map(|passage| {
        let line = [Line::spoken(passage), Line::whole(passage)];
        line.iter().find_map(|line| {
            let chain = align::chain(quoted.ctx.rules, &quoted.words, sentences, line, gap)?;
            let first = chain.places.iter().map(|it| it.0).min()?;
            let last = chain.places.iter().map(|it| it.1).max()?;
            let variant = match chain.fault {
                Some(Fault::Order) => "order",
                Some(Fault::Distant) => "distant",
                Some(Fault::Swallowed(_)) | None => "dropped",
            };
            say::raise(quoted, line, Said::of(variant, first, last))
        })
    })
}

/// Pieces that are each given word for word, but not by one passage.
fn scattered(quoted: &Quoted<'_, '_>, pieces: &[Piece], passages: &[Passage<'_>]) -> Option<Raised> {
    if pieces.len() < 2 || pieces.len() > PIECES || pieces.iter().any(|it| it.words.len() < 3) {
        return None;
    }
    let mut places = Vec::new();
    for piece in pieces {
        let words = quoted.words.all.get(piece.words.clone())?;
        let place = passages.iter().filter(|it| it.faults()).find_map(|passage| {
            let line = Line::whole(passage);
            align::occurrence(words, &line, 0).map(|place| (line, place))
        })?;
        places.push(place);
    }
    let (line, (first, last)) = places.first()?;
    let mut raised = say::raise(quoted, line, Said::of("distant", *first, *last))?;
    for (line, (first, last)) in places.iter().skip(1).take(2) {
        raised.evidence.extend(say::evidence(line, *first, *last));
    }
    Some(raised)
}

fn nearest<'p, 'a>(quoted: &Quoted<'_, '_>, passages: &'p [Passage<'a>]) -> Verdict<'p, 'a> {
    // Two or three words taken over are too few to be known in other words.
    if quoted.quote.purpose != QuoteUse::Speech && quoted.quote.n_words < 4 {
        return Verdict::Nowhere;
    }
    let rules = quoted.ctx.rules;
    let ratio = rules.number(RULE, "least-share", 0.6);
    let least = rules.number(RULE, "least-words", 4.0) as usize;
    let mut best: Option<(Line<'p, 'a>, Comparison)> = None;
    let mut unclear = false;
    for passage in passages.iter().filter(|it| it.faults()) {
        for line in [Line::spoken(passage), Line::whole(passage)] {
            for piece in &quoted.pieces {
                let steps = align::nearest(rules, &quoted.words, piece, &line);
                let compared = steps.and_then(|it| Comparison::of(rules, &quoted.words, piece, &line, it));
                let Some(compared) = compared.filter(|it| it.is_near(ratio, least)) else { continue };
                // A piece that is given as it stands is not what differs.
                if quoted.pieces.len() > 1 && compared.kind() == Kind::Same {
                    continue;
                }
                // Near a reporter's sentence: either nearly its words, put between marks, or another thing altogether.
                let nearly = compared.is_near(NEARLY_ALL, least);
                match outside::outside(quoted, &line, compared.source) {
                    Outside::Quotable => {}
                    Outside::Reported(_) if nearly => {}
                    Outside::Reported(_) => continue,
                    Outside::Unclear => {
                        unclear |= nearly;
                        continue;
                    }
                }
                let rank =
                    |it: &Comparison| (it.n_same as i64 * 2 - it.source.1 as i64 + it.source.0 as i64, it.n_same);
                if best.as_ref().is_none_or(|(_, it)| rank(&compared) > rank(it)) {
                    best = Some((Line { passage, at: line.at.clone(), spoken: line.spoken }, compared));
                }
            }
        }
    }
    let Some((line, compared)) = best else {
        return if unclear || is_noted(quoted, passages) { Verdict::Unclear } else { Verdict::Nowhere };
    };
    let Some(gravest) = compared.gravest() else {
        return Verdict::Given(vec![Support { line, places: vec![compared.source] }]);
    };
    // The rest of a quotation still being typed, or of one that began earlier, need not be here.
    let part = quoted.quote.open || quoted.quote.continued;
    if part && (compared.n_same as f64) < 0.8 * compared.n_draft as f64 {
        return Verdict::Nowhere;
    }
    let said = match outside::outside(quoted, &line, compared.source) {
        Outside::Reported(said) => said,
        Outside::Quotable | Outside::Unclear => say::difference(&line, &compared, gravest),
    };
    match say::raise(quoted, &line, said) {
        Some(raised) => Verdict::Altered(Box::new(raised)),
        None => Verdict::Nowhere,
    }
}

/// Whether notes or own reporting have nearly these words: not kept word for word, they may stand for the quotation,
/// unless they say the opposite or give another number.
fn is_noted(quoted: &Quoted<'_, '_>, passages: &[Passage<'_>]) -> bool {
    let rules = quoted.ctx.rules;
    let (ratio, least) = (rules.number(RULE, "least-share", 0.6), rules.number(RULE, "least-words", 4.0) as usize);
    passages.iter().filter(|it| !it.faults()).any(|passage| {
        let line = Line::whole(passage);
        quoted.pieces.iter().all(|piece| {
            let steps = align::nearest(rules, &quoted.words, piece, &line);
            let compared = steps.and_then(|it| Comparison::of(rules, &quoted.words, piece, &line, it));
            compared.is_some_and(|it| it.is_near(ratio, least) && it.kind() < Kind::Modal)
        })
    })
}

/// The words under a span of the draft's words, both included.
pub fn span_of(quoted: &Quoted<'_, '_>, (first, last): (usize, usize)) -> Option<Span> {
    Some(quoted.words.all.get(first)?.span.cover(quoted.words.all.get(last)?.span))
}
