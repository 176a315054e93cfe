//! What becomes of one quotation: a source gives it, the nearest source has it otherwise, or no source has it.
//!
//! Word for word comes first, in pieces where the draft left words out; then words that are all there and mean something
//! else (a swallowed negation, far places sewn together, a paraphrase put between marks); then the nearest words.

use super::Quoted;
use super::align::{self, Fault, Found, Line};
use super::differ::{self, Comparison, Kind};
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
    Nowhere,
}

const RULE: &str = "altered-quote";

pub fn verdict<'p, 'a>(quoted: &Quoted<'_, '_>, passages: &'p [Passage<'a>]) -> Verdict<'p, 'a> {
    if quoted.pieces.is_empty() {
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
    match scattered(quoted, passages) {
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
    outside_marks(quoted, support, first, last).map(|said| (5, said))
}

/// "We WILL dig" where the source has no capitals, unless the draft says whose the emphasis is.
fn emphasis(quoted: &Quoted<'_, '_>, support: &Support<'_, '_>) -> Option<Said> {
    let all = &quoted.words.all;
    let shouted = all.iter().filter(|it| it.upper).count();
    if shouted == 0 || shouted == all.len() || quoted.ctx.prose().to_lowercase().contains("emphasis") {
        return None;
    }
    beside(quoted, support).into_iter().find_map(|(ours, theirs)| {
        let (word, spoken) = (all.get(ours)?, support.line.get(theirs)?);
        // NB: "US" for "us" would be a slip of another sort; only all-capital words against plain ones count.
        (word.upper && !spoken.word.upper && !word.number)
            .then(|| Said { draft: Some((ours, ours)), ..Said::of("emphasis", theirs, theirs) })
    })
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
    let after = line.folded(last + 1);
    let ends = !quoted.words.trailing_gap && !quoted.quote.open;
    (ends && joined(last) && lexicon.qualifiers.contains(after))
        .then(|| Said { word: after.to_string(), ..Said::of("cut", first, last + 1) })
}

/// Words that the source does not put between marks, given to a speaker: a paraphrase, or the reporter's own.
fn outside_marks(quoted: &Quoted<'_, '_>, support: &Support<'_, '_>, first: usize, last: usize) -> Option<Said> {
    let line = &support.line;
    let passage = line.passage;
    let reports = match passage.kind() {
        SourceKind::Report | SourceKind::Rewrite | SourceKind::Unknown => true,
        SourceKind::Primary
        | SourceKind::Transcript
        | SourceKind::Interview
        | SourceKind::Release
        | SourceKind::Mail
        | SourceKind::Notes
        | SourceKind::Own
        | SourceKind::Data => false,
    };
    if line.spoken || !reports || !passage.narrated || !quoted.attributed || !passage.faults() {
        return None;
    }
    let speech = &quoted.ctx.rules.lexicon.quotes.speech;
    // Speech in the first person without marks is a transcript's or an interview's.
    if (first..=last).any(|idx| matches!(line.folded(idx), "i" | "we" | "my" | "our" | "us" | "me")) {
        return None;
    }
    let unquoted = |idx: &usize| line.get(*idx).is_some_and(|it| it.quoted.is_none());
    let begin = (0..=first).rev().find(|idx| line.get(*idx).is_none_or(|it| it.word.sentence)).unwrap_or(0);
    let end = (last + 1..line.len()).find(|idx| line.get(*idx).is_none_or(|it| it.word.sentence)).unwrap_or(line.len());
    let says = (begin..first).chain(last + 1..end).filter(unquoted).any(|idx| speech.contains(line.folded(idx)));
    Some(Said::of(if says { "paraphrase" } else { "narration" }, first, last))
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

/// Pieces that are each given word for word, but not by one passage.
fn scattered(quoted: &Quoted<'_, '_>, passages: &[Passage<'_>]) -> Option<Raised> {
    if quoted.pieces.len() < 2 || quoted.pieces.iter().any(|it| it.words.len() < 3) {
        return None;
    }
    let mut places = Vec::new();
    for piece in &quoted.pieces {
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
    let rules = quoted.ctx.rules;
    let ratio = rules.number(RULE, "least-share", 0.6);
    let least = rules.number(RULE, "least-words", 4.0) as usize;
    let mut best: Option<(Line<'p, 'a>, Comparison)> = None;
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
                let rank =
                    |it: &Comparison| (it.n_same as i64 * 2 - it.source.1 as i64 + it.source.0 as i64, it.n_same);
                if best.as_ref().is_none_or(|(_, it)| rank(&compared) > rank(it)) {
                    best = Some((Line { passage, at: line.at.clone(), spoken: line.spoken }, compared));
                }
            }
        }
    }
    let Some((line, compared)) = best else { return Verdict::Nowhere };
    let Some(gravest) = compared.gravest() else {
        return Verdict::Given(vec![Support { line, places: vec![compared.source] }]);
    };
    // The rest of a quotation still being typed, or of one that began earlier, need not be here.
    let part = quoted.quote.open || quoted.quote.continued;
    if part && (compared.n_same as f64) < 0.8 * compared.n_draft as f64 {
        return Verdict::Nowhere;
    }
    let said = say::difference(&line, &compared, gravest);
    match say::raise(quoted, &line, said) {
        Some(raised) => Verdict::Altered(Box::new(raised)),
        None => Verdict::Nowhere,
    }
}

/// The words under a span of the draft's words, both included.
pub fn span_of(quoted: &Quoted<'_, '_>, (first, last): (usize, usize)) -> Option<Span> {
    Some(quoted.words.all.get(first)?.span.cover(quoted.words.all.get(last)?.span))
}
