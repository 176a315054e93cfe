//! Quotations against the sources: given word for word, altered, or in no source; and quotations that nobody speaks.
//!
//! Any source that gives the words settles it, whatever others have. Leads and withdrawn sources are never looked at, and
//! notes and own reporting support without ever faulting: they are not kept word for word.

mod align;
mod differ;
mod outside;
mod passage;
mod say;
mod unattributed;
mod verdict;
pub mod words;

use super::{Ctx, ParamKind, ParamSpec};
use crate::fact::{Fact, FactKind, Quote, QuoteUse, SourceKind, Speaker};
use crate::finding::{Backing, Checked, Evidence, Judged, Raised, Relation, Standing, Weight, texts};
use crate::text::Language;
use align::Piece;
use passage::Passage;
pub(super) use say::shorten;
use verdict::{Support, Verdict};
use words::Words;

pub const PARAMS: &[ParamSpec] = &[
    ParamSpec { name: "least-words", kind: ParamKind::Number },
    ParamSpec { name: "least-share", kind: ParamKind::Number },
    ParamSpec { name: "longest-gap", kind: ParamKind::Number },
];

/// A quotation of the draft, taken apart.
struct Quoted<'c, 'a> {
    ctx: &'c Ctx<'a>,
    fact: &'a Fact,
    quote: &'a Quote,
    words: Words,
    pieces: Vec<Piece>,
    /// Somebody is said to have spoken these words.
    attributed: bool,
    /// Who it is, where that is known.
    speaker: Option<&'a Speaker>,
}

pub fn quotes(ctx: &Ctx<'_>, acc: &mut Checked) {
    for (idx, fact) in ctx.facts() {
        let FactKind::Quote(quote) = &fact.kind else { continue };
        unattributed::unattributed(ctx, idx, fact, quote, acc);
        one(ctx, idx, fact, quote, acc);
    }
}

pub(super) fn one(ctx: &Ctx<'_>, idx: usize, fact: &Fact, quote: &Quote, acc: &mut Checked) {
    if quote.nested || matches!(quote.purpose, QuoteUse::Scare | QuoteUse::Title) {
        return;
    }
    let quoted = taken_apart(ctx, idx, fact, quote);
    let judged = judge(&quoted, idx, acc);
    acc.judged.push(judged);
}

fn taken_apart<'c, 'a>(ctx: &'c Ctx<'a>, idx: usize, fact: &'a Fact, quote: &'a Quote) -> Quoted<'c, 'a> {
    let words = words::words(&ctx.rules.lexicon.quotes, ctx.prose(), quote.words);
    let pieces = align::pieces(&words);
    let speaker = speaker(ctx, idx, quote);
    let attributed = quote.purpose == QuoteUse::Speech || speaker.is_some() && !is_spoken_of(ctx, quote);
    Quoted { ctx, fact, quote, words, pieces, attributed, speaker }
}

/// "Holm spoke of “grave danger”": a theme of his, perhaps in the writer's words.
fn is_spoken_of(ctx: &Ctx<'_>, quote: &Quote) -> bool {
    let fact = quote.attribution.and_then(|it| ctx.reading.facts.get(it as usize));
    matches!(fact.map(|it| &it.kind), Some(FactKind::Attribution(it)) if it.verb == "speak of")
}

/// Every place that has the quotation's words.
pub fn supporting<'a>(ctx: &Ctx<'a>, idx: usize, fact: &'a Fact, quote: &'a Quote) -> Vec<Evidence> {
    let quoted = taken_apart(ctx, idx, fact, quote);
    let passages = passage::passages(&ctx.rules.lexicon.quotes, ctx.candidates(idx));
    match verdict::verdict(&quoted, &passages) {
        Verdict::Given(supports) => evidence(&supports).collect(),
        Verdict::Altered(change) if change.weight == Weight::Slight => change.evidence.clone(),
        Verdict::Altered(_) | Verdict::Unclear | Verdict::Nowhere => Vec::new(),
    }
}

/// Who is said to have spoken: as far as links lead back, else as the attribution has it.
fn speaker<'a>(ctx: &Ctx<'a>, idx: usize, quote: &Quote) -> Option<&'a Speaker> {
    let Some(attribution) = quote.attribution else { return ctx.links.speaker(idx) };
    let fact = ctx.reading.facts.get(attribution as usize)?;
    let FactKind::Attribution(own) = &fact.kind else { return None };
    Some(ctx.links.speaker(attribution as usize).unwrap_or(&own.speaker))
}

fn judge(quoted: &Quoted<'_, '_>, idx: usize, acc: &mut Checked) -> Judged {
    let ctx = quoted.ctx;
    let passages = passage::passages(&ctx.rules.lexicon.quotes, ctx.candidates(idx));
    let judged = |standing, evidence, backing| {
        let leads = leads(quoted, idx);
        Judged { leads, ..Judged::new(idx, standing, evidence, backing) }
    };
    match verdict::verdict(quoted, &passages) {
        Verdict::Given(supports) => {
            let backing = Backing::of(supports.iter().filter_map(|it| it.line.passage.source()));
            let own = supports.iter().all(|it| matches!(it.line.passage.kind(), SourceKind::Own | SourceKind::Notes));
            let standing = if own { Standing::OwnReporting } else { Standing::Supported };
            let mut places: Vec<Evidence> = evidence(&supports).collect();
            let sources = texts(places.iter());
            places.truncate(3);
            Judged { sources, ..judged(standing, places, backing) }
        }
        Verdict::Altered(change) => {
            let slight = change.weight == Weight::Slight;
            let evidence = change.evidence.clone();
            let standing = if slight { Standing::Supported } else { Standing::Conflicting };
            acc.raised.push(*change);
            let one = u32::from(slight);
            judged(standing, evidence, Backing { n_sources: one, n_origins: one, primary: false })
        }
        Verdict::Unclear => judged(Standing::NotJudged, Vec::new(), Backing::default()),
        Verdict::Nowhere if is_adapted(quoted, &passages) => {
            judged(Standing::NotJudged, Vec::new(), Backing::default())
        }
        Verdict::Nowhere => match absent(quoted, idx) {
            Some(raised) => {
                acc.raised.push(raised);
                judged(Standing::Unsupported, Vec::new(), Backing::default())
            }
            None => judged(Standing::NotJudged, Vec::new(), Backing::default()),
        },
    }
}

/// Places of leads that have the quotation's words.
fn leads(quoted: &Quoted<'_, '_>, idx: usize) -> Vec<Evidence> {
    let ctx = quoted.ctx;
    let leads = passage::leads(&ctx.rules.lexicon.quotes, ctx.candidates(idx));
    if leads.is_empty() {
        return Vec::new();
    }
    match verdict::verdict(quoted, &leads) {
        Verdict::Given(supports) => {
            evidence(&supports).take(1).map(|it| Evidence { relation: Relation::Nearest, ..it }).collect()
        }
        Verdict::Altered(_) | Verdict::Unclear | Verdict::Nowhere => Vec::new(),
    }
}

fn evidence(supports: &[Support<'_, '_>]) -> impl Iterator<Item = Evidence> {
    supports.iter().filter_map(|it| {
        let (first, last) = (it.line.get(it.places.first()?.0)?, it.line.get(it.places.last()?.1)?);
        Some(it.line.passage.evidence(first, last, Relation::Supports)?.0)
    })
}

/// A few words bent to the draft's sentence: "until he “wins something”" for "I want to win something".
fn is_adapted(quoted: &Quoted<'_, '_>, passages: &[Passage<'_>]) -> bool {
    const FEW: usize = 3;
    let words = &quoted.words.all;
    if quoted.quote.purpose == QuoteUse::Speech || words.is_empty() || words.len() > FEW {
        return false;
    }
    let lexicon = &quoted.ctx.rules.lexicon.quotes;
    let alike = |one: &str, other: &str| {
        let shared = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let endings = (one.len() - shared).max(other.len() - shared);
        one == other || shared >= 3 && endings <= 3 || lexicon.same_but_for_grammar(one, other)
    };
    passages.iter().any(|passage| {
        passage.all.windows(words.len()).any(|spoken| {
            spoken.iter().zip(words).all(|(it, word)| alike(passage.folded(it), quoted.words.folded(word)))
        })
    })
}

/// `unsourced-quote`, where its absence from every source means something.
fn absent(quoted: &Quoted<'_, '_>, idx: usize) -> Option<Raised> {
    let Quoted { ctx, fact, quote, .. } = quoted;
    // What is still being typed, or began in another paragraph, is not whole here.
    let whole = !quote.open && !quote.continued && quoted.pieces.len() <= verdict::PIECES;
    if !ctx.corpus.judges_absence || !whole || ctx.paragraph.language != Language::English || is_translated(quoted) {
        return None;
    }
    let function = &ctx.rules.lexicon.words.function_words;
    let n_content =
        quoted.words.all.iter().filter(|it| !it.aside && !function.contains(quoted.words.folded(it))).count();
    let text = quote.words.of(ctx.prose());
    let long = quote.n_words >= 4 || text.chars().count() >= 12;
    let enough = match quote.purpose {
        QuoteUse::Speech => long && n_content >= 1,
        QuoteUse::Fragment => quoted.attributed && n_content >= 2,
        QuoteUse::Scare | QuoteUse::Title => false,
    };
    let withdrawn = || {
        let passages = passage::withdrawn(&ctx.rules.lexicon.quotes, ctx.candidates(idx));
        match verdict::verdict(quoted, &passages) {
            Verdict::Given(supports) => evidence(&supports).take(1).collect(),
            Verdict::Altered(_) | Verdict::Unclear | Verdict::Nowhere => Vec::new(),
        }
    };
    let mut evidence: Vec<Evidence> = if enough { withdrawn() } else { Vec::new() };
    evidence.retain(|it| !it.confidential);
    enough.then(|| Raised {
        rule: "unsourced-quote",
        span: fact.span,
        weight: Weight::Full,
        variant: if evidence.is_empty() { "" } else { "withdrawn" },
        args: vec![("quote", say::shorten(text)), ("n", ctx.corpus.n_sources.to_string())],
        evidence: evidence.into_iter().map(|it| Evidence { relation: Relation::Nearest, ..it }).collect(),
        fixes: Vec::new(),
    })
}

/// "“We are done,” he said in Norwegian", "through an interpreter": the sources have it in other words at best.
fn is_translated(quoted: &Quoted<'_, '_>) -> bool {
    let ctx = quoted.ctx;
    let lexicon = &ctx.rules.lexicon.quotes;
    let near = ctx.reading.sentences.iter().filter(|it| it.span.overlaps(quoted.fact.span)).map(|it| it.span);
    let Some(near) = near.reduce(|one, other| one.cover(other)) else { return false };
    let around = words::words(lexicon, ctx.prose(), near);
    let outside = around.all.iter().filter(|it| !quoted.fact.span.contains(it.span));
    let mut before = "";
    for word in outside {
        let folded = around.folded(word);
        let speaks = matches!(before, "in" | "from" | "speaking") && lexicon.languages.contains(folded);
        if speaks || lexicon.translated.contains(folded) {
            return true;
        }
        before = folded;
    }
    false
}

#[cfg(test)]
mod tests;
