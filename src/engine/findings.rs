//! From what the checks raised to what the writer sees: where a rule does not look, which rule speaks, what an unread
//! source does to absence, stets, levels, words, ids, order. Run anew each time over the cached parts; linear in them.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::Engine;
use super::answer::shown;
use super::decisions::{Weighed, evidence_hash};
use super::draft::Draft;
use super::stet;
use crate::fact::{FactKind, Reading};
use crate::finding::{Checked, Edit, Evidence, Finding, Fix, Raised, Severity, Suggestion, Weight};
use crate::rules::Rule;
use crate::text::{Paragraph, Place, Sort, Span, TextSpan};

/// Rules that say that something is not there: they prove less while a source is unread.
const ABSENCE: &[&str] = &["unsupported-figure", "unsourced-quote", "unsupported-claim", "variant-name"];

/// Rules that say who an unnamed speaker is, or is not: beside them nobody need say that he is unnamed.
const OF_SPEAKERS: &[&str] = &["nameable-speaker", "exposed-speaker", "altered-descriptor", "inflated-corroboration"];
const UNNAMED: &[&str] = &["unnamed-attribution", "bare-attribution"];
const MISCITED: &str = "miscited-source";

/// Places in sources that are shown with a finding.
const MAX_EVIDENCE: usize = 3;

/// Something raised, with all that is needed to put it into words.
pub(super) struct Placed<'a> {
    pub raised: &'a Raised,
    pub rule: &'a Rule,
    pub paragraph: &'a Paragraph,
    pub paragraph_idx: usize,
    pub reading: &'a Reading,
    pub span: TextSpan,
    pub severity: Severity,
    /// The rule in whose place it speaks: who lets that one stand lets this one stand.
    pub instead_of: Option<&'static str>,
}

pub(super) fn findings(engine: &Engine, draft: &Draft) -> Vec<Weighed> {
    let mut placed = Vec::new();
    let whole = draft.whole.as_deref().unwrap_or(&[]);
    for (idx, paragraph) in draft.text.paragraphs.iter().enumerate() {
        let (Some(reading), Some(checked)) = (draft.reading(idx), draft.checked(idx)) else {
            continue;
        };
        let whole = whole.get(whole.partition_point(|it| it.0 < idx)..).unwrap_or(&[]);
        let whole = whole.iter().take_while(|it| it.0 == idx).map(|it| &it.1);
        for raised in checked.raised.iter().chain(whole) {
            let Some(rule) = engine.rules.rule(raised.rule) else {
                continue;
            };
            let severity = severity(engine, rule, raised.weight, raised.variant);
            if let Some(severity) = severity
                && !is_elsewhere(rule, paragraph, reading, raised.span)
                && !is_excepted(rule, paragraph, raised.span)
                && !is_own_reporting(draft, raised, paragraph, reading)
                && !is_of_a_name(rule, checked, raised.span)
            {
                let span = paragraph.to_text(raised.span);
                let instead_of = None;
                placed.push(Placed {
                    raised,
                    rule,
                    paragraph,
                    paragraph_idx: idx,
                    reading,
                    span,
                    severity,
                    instead_of,
                });
            }
        }
    }
    let placed = loudest(named_first(placed));
    let (placed, about_stets) = stet::apply(engine, draft, placed);
    let mut fingers = Fingers::default();
    let weighed = |finding: Finding, evidence: &[Evidence]| Weighed {
        finding,
        evidence: evidence_hash(evidence),
        replaces: None,
    };
    // NB: the evidence as the check has it: a confidential source's number changes when another source is added.
    let of_checks = placed.iter().map(|it| {
        let evidence = it.raised.evidence.get(..MAX_EVIDENCE).unwrap_or(&it.raised.evidence);
        weighed(worded(engine, draft, it, &mut fingers), evidence)
    });
    let mut findings: Vec<Weighed> = of_checks.chain(about_stets.into_iter().map(|it| weighed(it, &[]))).collect();
    findings.sort_by(|a, b| {
        let key = |it: &Finding| (it.span.start, Reverse(it.severity), it.span.end);
        key(&a.finding).cmp(&key(&b.finding)).then_with(|| a.finding.rule.cmp(&b.finding.rule))
    });
    findings
}

/// The level that a house gives a case: a rule's own entry, then its family's, then the rule file's. A variant of its own
/// level in the rule file, and a slight case, are at most as loud as that.
pub(super) fn severity(engine: &Engine, rule: &Rule, weight: Weight, variant: &str) -> Option<Severity> {
    rule.level_of(engine.policy.level(rule), weight, variant)
}

/// Whether the rule does not look at this sort of text.
fn is_elsewhere(rule: &Rule, paragraph: &Paragraph, reading: &Reading, span: Span) -> bool {
    let sort = match paragraph.sort {
        Sort::Body => "",
        Sort::Heading => "heading",
        Sort::Quotation => "quotation",
        Sort::ListItem => "list",
        Sort::Footnote => "footnote",
        Sort::Caption => "caption",
        Sort::TableRow => "table",
        Sort::Aside => return true,
    };
    rule.not.iter().any(|it| it == sort || (it == "quoted words" && reading.is_quoted(span)))
}

/// Whether a claim differs in nothing but how a name is spelt: that is for the rules of names to say, or to leave unsaid.
fn is_of_a_name(rule: &Rule, checked: &Checked, span: Span) -> bool {
    let mut names = checked.held.iter().map(|it| it.raised.span).chain(checked.dressed.iter().copied());
    rule.family == "claim" && names.any(|it| it.contains(span))
}

/// Whether the words are part of an expression that the rule lets stand.
fn is_excepted(rule: &Rule, paragraph: &Paragraph, span: Span) -> bool {
    rule.excepts.iter().any(|except| {
        paragraph
            .prose
            .match_indices(except.text.as_str())
            .any(|(at, words)| Span::new(at, at + words.len()).contains(span))
    })
}

/// The draft's front matter says that the writer spoke with somebody who is named in the sentence: absence from the
/// sources then says nothing.
fn is_own_reporting(draft: &Draft, raised: &Raised, paragraph: &Paragraph, reading: &Reading) -> bool {
    let interviews = &draft.text.comments.front.interviews;
    if interviews.is_empty() || !ABSENCE.contains(&raised.rule) {
        return false;
    }
    let sentence = reading.sentences.iter().find(|it| it.span.overlaps(raised.span));
    let words = sentence.map_or("", |it| it.span.of(&paragraph.prose));
    let speakers = reading.facts.iter().filter_map(|fact| match &fact.kind {
        FactKind::Attribution(it) if sentence.is_some_and(|sentence| sentence.span.overlaps(fact.span)) => {
            Some(it.speaker.head.as_str())
        }
        _ => None,
    });
    let speakers: Vec<&str> = speakers.collect();
    interviews.iter().any(|interview| {
        let surname = interview.who.split(' ').next_back().unwrap_or("");
        !surname.is_empty() && (words.contains(surname) || speakers.contains(&surname))
    })
}

/// What a source gives otherwise is told of the source that the writer named, where it is that one, and as loudly.
fn named_first(mut placed: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let is_named = |it: &Placed<'_>| it.raised.rule == MISCITED && !it.raised.evidence.is_empty();
    let key = |it: &Placed<'_>| (it.span, it.raised.evidence.first().map(|it| it.place));
    let mut others: FxHashMap<(TextSpan, Option<Place>), (Severity, &'static str)> = FxHashMap::default();
    let named: FxHashSet<_> = placed.iter().filter(|it| is_named(it)).map(key).collect();
    if named.is_empty() {
        return placed;
    }
    placed.retain(|it| {
        let told = it.raised.rule != MISCITED && fault(it.rule) == "fact" && named.contains(&key(it));
        if told {
            let louder = others.entry(key(it)).or_insert((it.severity, it.raised.rule));
            *louder = (*louder).max((it.severity, it.raised.rule));
        }
        !told
    });
    for it in placed.iter_mut().filter(|it| is_named(it)) {
        if let Some((severity, rule)) = others.get(&key(it)) {
            it.severity = it.severity.max(*severity);
            it.instead_of = Some(rule);
        }
    }
    placed
}

/// One fault is one finding: of those at one place the surer and more particular one speaks, which is the louder one;
/// of equals, the one whose words are fewer. Of what is said of speakers, what the sources show goes first.
fn loudest(mut placed: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let of_speakers = placed.iter().filter(|it| OF_SPEAKERS.contains(&it.raised.rule));
    let particular: Vec<TextSpan> = of_speakers.map(|it| it.span).collect();
    placed.retain(|it| match it.rule.family.as_str() {
        // "three engineers" for two: their number is the speakers' fault.
        "figure" => !particular.iter().any(|own| own.contains(it.span)),
        _ => !UNNAMED.contains(&it.raised.rule) || !particular.iter().any(|own| own.overlaps(it.span)),
    });
    let shown = |it: &Placed<'_>| it.rule.family != "attribution" || !it.raised.evidence.is_empty();
    // A name that is off says more than that a claim with it is.
    let key =
        |it: &Placed<'_>| (Reverse(it.severity), it.rule.family != "name", !shown(it), it.span.len(), it.span.start);
    placed.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.rule.id.cmp(&b.rule.id)));
    // By paragraph: words of two of them are never the same.
    let mut kept: FxHashMap<usize, Vec<(TextSpan, &str)>> = FxHashMap::default();
    placed.retain(|it| {
        let kept = kept.entry(it.paragraph_idx).or_default();
        let fault = fault(it.rule);
        let speaks = !kept.iter().any(|(span, other)| span.overlaps(it.span) && *other == fault);
        if speaks {
            kept.push((it.span, fault));
        }
        speaks
    });
    placed
}

/// What sort of fault the findings of a family are about; those of one sort over the same words are one fault. An unnamed
/// speaker and an altered quotation are two faults; a figure inside a conflicting claim is one.
fn fault(rule: &Rule) -> &str {
    // Who speaks and how they are said to are two things; what rests on one voice is what is said.
    match rule.id.as_str() {
        "loaded-verb" => return "verb",
        "lone-anonymous-origin" => return "fact",
        _ => {}
    }
    match rule.family.as_str() {
        // A figure that was changed inside a quotation is the quotation's fault.
        "figure" | "date" | "claim" | "origin" | "quote" | "name" => "fact",
        other => other,
    }
}

fn worded(engine: &Engine, draft: &Draft, it: &Placed<'_>, fingers: &mut Fingers) -> Finding {
    let text = it.span.of(&draft.text.raw).to_string();
    let raised = it.raised;
    let evidence: Vec<Evidence> = raised.evidence.iter().take(MAX_EVIDENCE).map(|it| shown(engine, it)).collect();
    let confidential = evidence.iter().any(|it| it.confidential);
    let mut severity = it.severity;
    let mut message = match evidence.first().filter(|_| confidential) {
        Some(first) => {
            let place = first.locator_or_line();
            let words = engine.rules.rule(raised.rule).and_then(|rule| rule.messages.get("confidential"));
            let words = words.map_or("a confidential source gives otherwise ({source}, {place})", String::as_str);
            fill(words, &[("source", first.source.clone()), ("place", place)])
        }
        None => fill(it.rule.wording(raised.variant), &raised.args),
    };
    let unread = engine.corpus.unread();
    if ABSENCE.contains(&raised.rule) && !unread.is_empty() {
        severity = severity.min(Severity::Information);
        let names: Vec<&str> = unread.iter().take(3).map(|path| path.rsplit('/').next().unwrap_or(path)).collect();
        let more = if unread.len() > names.len() { ", …" } else { "" };
        message.push_str(&format!("; {} could not be read ({}{more})", unread.len(), names.join(", ")));
    }
    // NB: in a cell the unit may be its column's: there are no words that could be changed.
    let is_whole = |fix: &&Fix| {
        let (seen, written) = (fix.span.of(&it.paragraph.prose), it.paragraph.to_text(fix.span).of(&draft.text.raw));
        it.paragraph.sort != Sort::TableRow || seen == written
    };
    let suggestions = raised.fixes.iter().filter(|_| !confidential).filter(is_whole).map(|fix| Suggestion {
        title: fix.title.clone(),
        safety: fix.safety,
        edits: vec![Edit { span: it.paragraph.to_text(fix.span), text: fix.text.clone() }],
    });
    let fingerprint = fingers.print(draft, it);
    Finding {
        id: format!("F-{:08x}", (fingerprint >> 96) as u32),
        rule: raised.rule.to_string(),
        severity,
        message,
        help: it.rule.help.clone(),
        span: it.span,
        text,
        evidence,
        suggestions: suggestions.collect(),
        fingerprint: format!("{fingerprint:032x}"),
    }
}

/// A message with its `{name}`s filled in; one pass, so that a filled-in word is never taken for a name.
pub(super) fn fill(message: &str, args: &[(&'static str, String)]) -> String {
    let mut filled = String::with_capacity(message.len() + 40);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match args.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Makes fingerprints for the findings of one draft.
#[derive(Default)]
struct Fingers {
    ordinals: FxHashMap<u128, u32>,
    /// Folded sentences, by paragraph and start: many findings may be in one, and it may be long.
    sentences: FxHashMap<(usize, u32), String>,
    buffer: String,
}

impl Fingers {
    /// Hash of the rule, the draft's path, the folded sentence, the folded words and their ordinal among equals: stays the
    /// same when lines are added above or the paragraph is moved.
    fn print(&mut self, draft: &Draft, it: &Placed<'_>) -> u128 {
        let prose = &it.paragraph.prose;
        let sentence = it.reading.sentences.iter().find(|sentence| sentence.span.overlaps(it.raised.span));
        let sentence = sentence.map_or(Span::new(0, prose.len()), |it| it.span);
        let sentence = self.sentences.entry((it.paragraph_idx, sentence.start)).or_insert_with(|| {
            let mut folded = String::new();
            fold(sentence.of(prose), &mut folded);
            folded
        });
        let base = &mut self.buffer;
        base.clear();
        for part in [it.raised.rule, &draft.path, sentence] {
            base.push_str(part);
            base.push('\n');
        }
        fold(it.raised.span.of(prose), base);
        let base = xxh3_128(base.as_bytes());
        let ordinal = self.ordinals.entry(base).or_insert(0);
        *ordinal += 1;
        xxh3_128(&[&base.to_le_bytes()[..], &ordinal.to_le_bytes()[..]].concat())
    }
}

fn fold(words: &str, into: &mut String) {
    into.reserve(words.len());
    for it in words.chars() {
        match it {
            'a'..='z' | '0'..='9' | ' ' => into.push(it),
            _ if it.is_alphanumeric() || it.is_whitespace() => into.extend(it.to_lowercase()),
            _ => {}
        }
    }
}
