//! What is known of a draft's facts, for coverage, hover, symbols and the quiet marks.

use std::collections::BTreeMap;

use super::Engine;
use super::draft::Draft;
use crate::fact::{Fact, FactKind, Links, Reading, Speaker};
use crate::finding::{Backing, Claimed, Evidence, Standing};
use crate::problem::Problem;
use crate::text::{Language, Paragraph, TextId, TextSpan};

/// How the checkable items of a draft stand, by kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// "figures", "quotes": how many have which standing.
    pub by_kind: BTreeMap<&'static str, BTreeMap<Standing, usize>>,
    /// Findings that somebody accepted.
    pub accepted: usize,
    /// Supported facts that a primary document or a record is among the sources of. None means: no primary document.
    pub n_primary: usize,
}

/// A fact of a draft with its standing and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct FactView {
    pub span: TextSpan,
    /// The draft's words.
    pub text: String,
    /// "figure", "quote" …
    pub kind: &'static str,
    pub fact: Fact,
    /// The prose that the fact's spans count in.
    pub prose: String,
    /// Of a quotation and of an attribution: whose words they are, as far as links lead back.
    pub speaker: Option<Speaker>,
    pub standing: Standing,
    pub evidence: Vec<Evidence>,
    pub backing: Backing,
    /// Places of leads that give it: shown, and worth nothing.
    pub leads: Vec<Evidence>,
    /// Every source that supports it, confidential ones too: for counting.
    pub sources: Vec<TextId>,
    /// Places that give otherwise although it stands supported.
    pub against: Vec<Evidence>,
    /// How it follows from what a source gives.
    pub working: Option<String>,
}

/// A sentence of a draft that was held against the sources as a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimView {
    pub span: TextSpan,
    pub standing: Standing,
    pub evidence: Vec<Evidence>,
    pub backing: Backing,
    pub sources: Vec<TextId>,
}

pub(super) fn coverage(draft: &Draft) -> Coverage {
    let mut coverage = Coverage::default();
    for kind in ["figures", "quotes", "dates", "claims"] {
        coverage.by_kind.insert(kind, BTreeMap::new());
    }
    for idx in 0..draft.text.paragraphs.len() {
        let (Some(reading), Some(checked)) = (draft.reading(idx), draft.checked(idx)) else {
            continue;
        };
        for judged in &checked.judged {
            let kind = match reading.facts.get(judged.fact as usize).map(|it| &it.kind) {
                Some(FactKind::Figure(_)) => "figures",
                Some(FactKind::Quote(_)) => "quotes",
                Some(FactKind::Date(_)) => "dates",
                Some(FactKind::Name(_) | FactKind::Attribution(_)) | None => continue,
            };
            *coverage.by_kind.entry(kind).or_default().entry(judged.standing).or_default() += 1;
            coverage.n_primary += usize::from(judged.backing.primary);
        }
        for claim in &checked.claims {
            *coverage.by_kind.entry("claims").or_default().entry(claim.standing).or_default() += 1;
        }
    }
    coverage
}

pub(super) fn facts(engine: &Engine, draft: &Draft) -> Vec<FactView> {
    (0..draft.text.paragraphs.len()).flat_map(|idx| paragraph_facts(engine, draft, idx)).collect()
}

pub(super) fn facts_at(engine: &Engine, draft: &Draft, offset: u32) -> Vec<FactView> {
    let paragraphs = &draft.text.paragraphs;
    let Some(idx) = paragraphs.partition_point(|it| it.at.start <= offset).checked_sub(1) else {
        return Vec::new();
    };
    let mut found: Vec<FactView> = paragraph_facts(engine, draft, idx);
    found.retain(|it| it.span.start <= offset && offset <= it.span.end);
    found.sort_by_key(|it| (it.span.len(), it.span.start, it.kind));
    found
}

/// The sentence under a byte, as a claim.
pub(super) fn claim_at(engine: &Engine, draft: &Draft, offset: u32) -> Option<ClaimView> {
    let paragraphs = &draft.text.paragraphs;
    let idx = paragraphs.partition_point(|it| it.at.start <= offset).checked_sub(1)?;
    let (paragraph, checked) = (paragraphs.get(idx)?, draft.checked(idx)?);
    let mut claims = checked.claims.iter().map(|it| claim_view(engine, paragraph, it));
    claims.find(|it| it.span.start <= offset && offset <= it.span.end)
}

/// All sentences of a draft that were held against the sources, in the order of the text.
pub(super) fn claims(engine: &Engine, draft: &Draft) -> Vec<ClaimView> {
    let paragraphs = draft.text.paragraphs.iter().enumerate();
    let of_paragraph = |(idx, paragraph)| {
        let claims = draft.checked(idx).map_or(&[][..], |it| it.claims.as_slice());
        claims.iter().map(move |it| claim_view(engine, paragraph, it))
    };
    paragraphs.flat_map(of_paragraph).collect()
}

fn claim_view(engine: &Engine, paragraph: &Paragraph, claim: &Claimed) -> ClaimView {
    ClaimView {
        span: paragraph.to_text(claim.span),
        standing: claim.standing,
        evidence: claim.evidence.iter().map(|it| shown(engine, it)).collect(),
        backing: claim.backing,
        sources: claim.sources.clone(),
    }
}

fn paragraph_facts(engine: &Engine, draft: &Draft, idx: usize) -> Vec<FactView> {
    let (Some(paragraph), Some(reading)) = (draft.text.paragraphs.get(idx), draft.reading(idx)) else {
        return Vec::new();
    };
    let judged = draft.checked(idx).map_or(&[][..], |it| it.judged.as_slice());
    let view = |(n, fact): (usize, &Fact)| {
        let judged = judged.iter().find(|it| it.fact as usize == n);
        let span = paragraph.to_text(fact.span);
        let shown = |it: &[Evidence]| it.iter().map(|it| shown(engine, it)).collect();
        FactView {
            span,
            text: span.of(&draft.text.raw).to_string(),
            kind: fact.kind.word(),
            fact: fact.clone(),
            prose: paragraph.prose.clone(),
            speaker: speaker(reading, draft.links.as_ref().and_then(|it| it.get(idx)), n).cloned(),
            standing: judged.map_or(Standing::NotJudged, |it| it.standing),
            evidence: judged.map_or_else(Vec::new, |it| shown(&it.evidence)),
            backing: judged.map_or_else(Backing::default, |it| it.backing),
            leads: judged.map_or_else(Vec::new, |it| shown(&it.leads)),
            sources: judged.map_or_else(Vec::new, |it| it.sources.clone()),
            against: judged.map_or_else(Vec::new, |it| shown(&it.against)),
            working: judged.and_then(|it| it.working.clone()),
        }
    };
    reading.facts.iter().enumerate().map(view).collect()
}

fn speaker<'a>(reading: &'a Reading, links: Option<&'a Links>, idx: usize) -> Option<&'a Speaker> {
    let linked = |idx: usize| links.and_then(|it| it.speaker(idx));
    match &reading.facts.get(idx)?.kind {
        FactKind::Attribution(it) => linked(idx).or(Some(&it.speaker)),
        FactKind::Quote(it) => match it.attribution {
            Some(attribution) => speaker(reading, links, attribution as usize),
            None => linked(idx),
        },
        FactKind::Figure(_) | FactKind::Date(_) | FactKind::Name(_) => None,
    }
}

/// Evidence as it may be shown: of a confidential source neither words nor path.
pub(super) fn shown(engine: &Engine, evidence: &Evidence) -> Evidence {
    let mut evidence = evidence.clone();
    if evidence.confidential {
        evidence.source = format!("S{}", engine.corpus().number(&evidence.source));
        evidence.text = String::new();
        evidence.origin = String::new();
        // "page 2" may be told; a heading's words, or a sheet's name, may not.
        evidence.locator = evidence.locator.filter(|it| {
            let bare = ["page ", "slide ", "row "].iter().find_map(|head| it.strip_prefix(head)).unwrap_or(it);
            bare.chars().all(|it| it.is_ascii_digit() || it == ':')
        });
    }
    evidence
}

pub(super) fn notes(engine: &Engine, draft: &Draft) -> Vec<Problem> {
    let mut notes = Vec::new();
    for (span, cause) in &draft.text.comments.front.mistakes {
        notes.push(Problem::new(draft.path.clone(), cause, "mend the front matter").at(&draft.text.raw, *span));
    }
    let earlier = draft.masked.iter().flat_map(|it| &it.earlier);
    for source in earlier.filter_map(|it| engine.corpus().head(*it)) {
        let path = &source.reference.path;
        let named = match source.reference.confidential {
            true => format!("a confidential source (S{})", engine.corpus().number(path)),
            false => path.clone(),
        };
        let cause = format!("{named} reads like an earlier version of this draft and is no evidence for it");
        let remedy = "exclude it in `sources`, or set `earlier-versions = \"use\"`";
        notes.push(Problem::new(draft.path.clone(), cause, remedy));
    }
    // While sources are read, and for those that could not be, it is not known what they are.
    let is_unread = |name: &str| {
        let file = |path: &str| path.rsplit('/').next().unwrap_or("").to_lowercase();
        engine.corpus().unread().iter().any(|it| file(it) == file(name))
    };
    let missing = draft.cited.iter().flat_map(|it| &it.missing);
    for (span, name) in missing.filter(|(_, name)| !engine.is_loading() && !is_unread(name)) {
        let cause = format!("{name} is cited, and is not among the sources");
        let remedy = "put it there, or mend the citation";
        notes.push(Problem::new(draft.path.clone(), cause, remedy).at(&draft.text.raw, *span));
    }
    let letters = |foreign: bool| -> usize {
        let is_foreign = |language: Language| matches!(language, Language::Other { .. });
        draft.text.paragraphs.iter().filter(|it| is_foreign(it.language) == foreign).map(|it| it.prose.len()).sum()
    };
    if letters(true) > letters(false) {
        let cause = "not in English: figures, dates, names and quotations only are checked";
        notes.push(Problem::new(draft.path.clone(), cause, ""));
    }
    notes
}
