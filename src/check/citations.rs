//! `miscited-source`: what a sentence says, against the very source that its footnote, comment or link names.
//!
//! The figures and the quotations are compared as they are against all sources, with that one source's places alone. So the
//! finding says of the named source what `conflicting-figure` and `altered-quote` say of any.

use super::{Cited, Ctx, ParamSpec, figures, quotes};
use crate::fact::{Fact, FactKind};
use crate::finding::{Checked, Raised, Standing, Weight};

pub const PARAMS: &[ParamSpec] = &[];

pub const RULE: &str = "miscited-source";

pub fn citations(ctx: &Ctx<'_>, acc: &mut Checked) {
    for cited in ctx.cited {
        let alone = Ctx { candidates: &cited.candidates, statements: &[], cited: &[], ..*ctx };
        let mut found = Checked::default();
        for (idx, fact) in ctx.facts().filter(|(_, fact)| cited.reach.contains(fact.span)) {
            match &fact.kind {
                FactKind::Figure(figure) => figures::one(&alone, idx, fact, figure, &mut found),
                FactKind::Quote(quote) => quotes::one(&alone, idx, fact, quote, &mut found),
                FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => {}
            }
        }
        for judged in &found.judged {
            let Some(fact) = ctx.reading.facts.get(judged.fact as usize) else { continue };
            let raised = match judged.standing {
                Standing::Conflicting => differs(cited, fact, &found.raised),
                Standing::Unsupported if cited.sure => absent(ctx, cited, fact),
                Standing::Unsupported
                | Standing::Supported
                | Standing::Computed
                | Standing::OwnReporting
                | Standing::Strengthened
                | Standing::Disputed
                | Standing::NotJudged => None,
            };
            acc.raised.extend(raised);
        }
    }
}

/// The named source says otherwise.
fn differs(cited: &Cited<'_>, fact: &Fact, found: &[Raised]) -> Option<Raised> {
    let same = |it: &&Raised| {
        fact.span.contains(it.span)
            && matches!(it.rule, "conflicting-figure" | "altered-quote")
            && it.weight == Weight::Full
    };
    let raised = found.iter().find(same)?;
    let evidence = raised.evidence.first()?;
    let arg = |name: &str| raised.args.iter().find(|it| it.0 == name).map_or(String::new(), |it| it.1.clone());
    let is_quote = raised.rule == "altered-quote";
    let (ours, theirs) = if is_quote { (arg("draft"), arg("source")) } else { (arg("figure"), arg("given")) };
    let variant = match (is_quote, theirs.is_empty()) {
        (_, true) => "otherwise",
        (true, false) => "quote",
        (false, false) => "",
    };
    Some(Raised {
        rule: RULE,
        span: raised.span,
        weight: Weight::Full,
        variant,
        args: vec![
            ("label", cited.label.to_string()),
            ("file", file_name(&evidence.source).to_string()),
            ("draft", ours),
            ("given", theirs),
        ],
        evidence: raised.evidence.clone(),
        fixes: raised.fixes.clone(),
    })
}

/// The named source does not speak to it.
fn absent(ctx: &Ctx<'_>, cited: &Cited<'_>, fact: &Fact) -> Option<Raised> {
    if cited.sources.iter().any(|it| it.confidential) {
        return None;
    }
    let words = fact.span.of(ctx.prose()).to_string();
    let (variant, words) = match &fact.kind {
        FactKind::Quote(quote) => ("absent-quote", quotes::shorten(quote.words.of(ctx.prose()))),
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) | FactKind::Attribution(_) => ("absent", words),
    };
    let files: Vec<&str> = cited.sources.iter().map(|it| file_name(&it.path)).collect();
    Some(Raised {
        rule: RULE,
        span: fact.span,
        weight: Weight::Full,
        variant,
        args: vec![("label", cited.label.to_string()), ("file", files.join(" and ")), ("draft", words)],
        evidence: Vec::new(),
        fixes: Vec::new(),
    })
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
