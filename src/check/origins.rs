//! `single-origin`: what several sources give and all of them have from one, and what fewer origins give than a desk asks for.
//!
//! Five papers that retell one report corroborate nothing. Said once a sentence, and only where the draft states the thing
//! as its own knowledge: who says "the Courier reported" has told the reader already. It looks at what the checks of single
//! facts found, so a fact that no check judges is never counted here.

use super::{ParamKind, ParamSpec, Part, RaisedAt, Whole};
use crate::fact::{Fact, FactKind, Form, QuoteUse, Speaker, SpeakerKind};
use crate::finding::{Backing, Evidence, Judged, Raised, Standing, Weight};
use crate::text::{Sort, Span};

pub const PARAMS: &[ParamSpec] = &[
    // `[policy] min-origins`, by kind of claim.
    ParamSpec { name: "min-origins-figure", kind: ParamKind::Number },
    ParamSpec { name: "min-origins-other", kind: ParamKind::Number },
];

const RULE: &str = "single-origin";

pub fn origins(whole: &Whole<'_>, acc: &mut RaisedAt) {
    let asked = |param: &str| whole.rules.number(RULE, param, 1.0) as u32;
    let (figure, other) = (asked("min-origins-figure"), asked("min-origins-other"));
    for (idx, part) in whole.parts.iter().enumerate() {
        if matches!(part.paragraph.sort, Sort::Aside | Sort::Heading | Sort::Quotation | Sort::Footnote) {
            continue;
        }
        // Once a sentence: of what it says, the figures and quotations first.
        let mut told: Vec<u32> = Vec::new();
        for judged in &part.checked.judged {
            let Some(fact) = part.reading.facts.get(judged.fact as usize) else { continue };
            let least = match &fact.kind {
                // "The first paper": a place in the writer's own order.
                FactKind::Figure(it) if matches!(it.form, Form::Ordinal | Form::Vague) => continue,
                FactKind::Figure(_) | FactKind::Date(_) => figure,
                FactKind::Quote(_) => other,
                FactKind::Name(_) | FactKind::Attribution(_) => continue,
            };
            if told.contains(&fact.sentence) {
                continue;
            }
            let raised = few(part, fact, judged, least).or_else(|| needless(part, fact, judged));
            if let Some(raised) = raised {
                told.push(fact.sentence);
                acc.push((idx, raised));
            }
        }
        for claim in &part.checked.borne_out {
            let sentence = part.reading.sentences.iter().position(|it| it.span.contains(claim.span));
            let Some(sentence) = sentence.map(|it| it as u32).filter(|it| !told.contains(it)) else { continue };
            let is_said =
                names(part, &claim.evidence) || part.reading.is_quoted(claim.span) || is_attributed(part, sentence);
            if let Some(few) = variant(claim.backing, other).filter(|_| !is_said) {
                let variant = if few.is_empty() { "claim" } else { "few-claim" };
                told.push(sentence);
                acc.push((idx, raised(claim.span, variant, claim.backing, other, &claim.evidence)));
            }
        }
    }
}

/// How few origins there are; `None` where there are enough.
fn variant(backing: Backing, least: u32) -> Option<&'static str> {
    match (backing.n_sources, backing.n_origins) {
        (0, _) | (_, 0) => None,
        (2.., 1) => Some(""),
        (_, n) if n >= least => None,
        (1, _) => Some("one"),
        _ => Some("few"),
    }
}

fn few(part: &Part<'_>, fact: &Fact, judged: &Judged, least: u32) -> Option<Raised> {
    if judged.standing != Standing::Supported || is_told(part, fact, judged) {
        return None;
    }
    let variant = variant(judged.backing, least)?;
    let mut raised = raised(fact.span, variant, judged.backing, least, &judged.evidence);
    raised.args.push(("words", told(part, fact)));
    Some(raised)
}

/// "two guarantees", not "two".
fn told(part: &Part<'_>, fact: &Fact) -> String {
    let counted = match &fact.kind {
        FactKind::Figure(figure) => figure.counted.span.filter(|it| it.start >= fact.span.end),
        FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
    };
    counted.map_or(fact.span, |it| fact.span.cover(it)).of(&part.paragraph.prose).to_string()
}

fn raised(span: Span, variant: &'static str, backing: Backing, least: u32, evidence: &[Evidence]) -> Raised {
    Raised {
        rule: RULE,
        span,
        weight: Weight::Full,
        variant,
        args: vec![
            ("n", backing.n_sources.to_string()),
            ("m", backing.n_origins.to_string()),
            ("least", least.to_string()),
            ("origin", evidence.first().map_or(String::new(), |it| it.origin.clone())),
        ],
        evidence: evidence.to_vec(),
        fixes: Vec::new(),
    }
}

/// Whether the reader is told already whose word it is.
fn is_told(part: &Part<'_>, fact: &Fact, judged: &Judged) -> bool {
    let is_said = match &fact.kind {
        // Who spoke the words is the speaker's matter; here it is who heard them.
        FactKind::Quote(quote) => quote.purpose != QuoteUse::Speech,
        FactKind::Figure(_) | FactKind::Date(_) => {
            part.reading.is_quoted(fact.span) || is_attributed(part, fact.sentence)
        }
        FactKind::Name(_) | FactKind::Attribution(_) => true,
    };
    is_said || names(part, &judged.evidence)
}

/// Whether the paragraph names the origin: "The New York Times" by its last word, a person by the surname.
fn names(part: &Part<'_>, evidence: &[Evidence]) -> bool {
    evidence.iter().any(|it| {
        let last = it.origin.rsplit([' ', '/']).next().unwrap_or("");
        last.len() > 3 && last.starts_with(char::is_uppercase) && part.paragraph.prose.contains(last)
    })
}

fn is_attributed(part: &Part<'_>, sentence: u32) -> bool {
    speakers(part, sentence).any(|it| it.kind != SpeakerKind::Nobody)
}

fn speakers<'a>(part: &'a Part<'_>, sentence: u32) -> impl Iterator<Item = &'a Speaker> {
    part.reading.facts_of(sentence).filter_map(|fact| match &fact.kind {
        FactKind::Attribution(it) => Some(&it.speaker),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) => None,
    })
}

/// "An official said the budget is 4 billion": a document has it, so nobody needs to be hidden for it.
fn needless(part: &Part<'_>, fact: &Fact, judged: &Judged) -> Option<Raised> {
    let is_figure = matches!(&fact.kind, FactKind::Figure(_));
    if !is_figure
        || judged.standing != Standing::Supported
        || !judged.backing.primary
        || part.reading.is_quoted(fact.span)
    {
        return None;
    }
    let mut speakers = speakers(part, fact.sentence);
    let speaker = speakers.next().filter(|it| it.kind == SpeakerKind::Unnamed && !it.plural)?;
    let span = speaker.span.filter(|_| speakers.next().is_none())?;
    Some(Raised {
        rule: RULE,
        span,
        weight: Weight::Slight,
        variant: "needless",
        args: vec![("speaker", speaker.words.clone()), ("words", told(part, fact))],
        evidence: judged.evidence.clone(),
        fixes: Vec::new(),
    })
}
