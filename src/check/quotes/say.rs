//! Findings of altered quotations: which words are shown, which source stands beside them, and what would mend it.
//!
//! A confidential source is never quoted, neither in a message nor in a fix.

use super::Quoted;
use super::align::Line;
use super::differ::{Comparison, Difference, Kind};
use super::verdict::span_of;
use crate::finding::{Evidence, Fix, Raised, Relation, Safety, Weight};

/// What is to be said of a quotation and a stretch of a line.
pub struct Said {
    pub variant: &'static str,
    pub weight: Weight,
    /// The draft's words that differ, first and last; the whole quotation where none do.
    pub draft: Option<(usize, usize)>,
    /// The draft's words that are shown; those that differ where there are no others.
    pub shown: Option<(usize, usize)>,
    /// The source's words that are shown: first and last index in the line.
    pub source: (usize, usize),
    /// The draft's words and the source's that a fix exchanges.
    pub exchange: Option<((usize, usize), (usize, usize))>,
    /// The words that differ may be exchanged for the source's shown ones.
    pub replaces: bool,
    /// A single word that matters: the negation that was left out.
    pub word: String,
}

impl Said {
    pub fn of(variant: &'static str, first: usize, last: usize) -> Said {
        Said {
            variant,
            weight: Weight::Full,
            draft: None,
            shown: None,
            source: (first, last),
            exchange: None,
            replaces: false,
            word: String::new(),
        }
    }
}

/// The gravest difference with a word of its surroundings on either side.
pub fn difference(line: &Line<'_, '_>, compared: &Comparison, gravest: &Difference) -> Said {
    let ends = |words: &[usize]| words.first().copied().zip(words.last().copied());
    let around = |own: Option<(usize, usize)>, before: Option<usize>, after: Option<usize>| {
        let first = before.or(own.map(|it| it.0)).or(after)?;
        let last = after.or(own.map(|it| it.1)).or(before)?;
        Some((first, last))
    };
    let draft = ends(&gravest.draft);
    let (before, after) = (gravest.before, gravest.after);
    let shown = around(draft, before.map(|it| it.0), after.map(|it| it.0));
    let source = around(ends(&gravest.source), before.map(|it| it.1), after.map(|it| it.1)).unwrap_or(compared.source);
    // Where the source's words run on without a break, all differences are mended at once.
    let (mut ours, mut theirs) = (shown, Some(source));
    for other in &compared.differences {
        let words = around(ends(&other.draft), other.before.map(|it| it.0), other.after.map(|it| it.0));
        let place = around(ends(&other.source), other.before.map(|it| it.1), other.after.map(|it| it.1));
        ours = ours.zip(words).map(|(one, next)| (one.0.min(next.0), one.1.max(next.1)));
        theirs = theirs.zip(place).map(|(one, next)| (one.0.min(next.0), one.1.max(next.1)));
    }
    let unbroken = |(first, last): (usize, usize)| {
        let ends = line.at.get(first).zip(line.at.get(last));
        let quoted = |idx| line.get(idx).map(|it| it.quoted);
        ends.is_some_and(|(one, other)| other - one == last - first) && quoted(first) == quoted(last)
    };
    let theirs = theirs.filter(|it| unbroken(*it));
    // An invented tail is shown from where the source's last words are, and those with some before them.
    let source = match gravest.kind {
        Kind::Tail => (compared.source.0.max(source.0.saturating_sub(4)), source.1),
        _ => source,
    };
    let weight = if gravest.kind.is_slight() { Weight::Slight } else { Weight::Full };
    let said = Said::of(gravest.kind.variant(), source.0, source.1);
    Said { draft, shown, weight, exchange: ours.zip(theirs), ..said }
}

pub fn evidence(line: &Line<'_, '_>, first: usize, last: usize) -> Option<Evidence> {
    Some(line.passage.evidence(line.get(first)?, line.get(last)?, Relation::Conflicts)?.0)
}

pub fn raise(quoted: &Quoted<'_, '_>, line: &Line<'_, '_>, said: Said) -> Option<Raised> {
    let prose = quoted.ctx.prose();
    let (first, last) = (line.get(said.source.0)?, line.get(said.source.1)?);
    let relation = match said.weight {
        Weight::Full => Relation::Conflicts,
        Weight::Slight => Relation::Supports,
    };
    let (evidence, candidate) = line.passage.evidence(first, last, relation)?;
    let whole = quoted.quote.words;
    let span = said.draft.and_then(|it| span_of(quoted, it)).unwrap_or(whole);
    let shown = said.shown.or(said.draft).and_then(|it| span_of(quoted, it)).unwrap_or(whole);
    let source = match line.passage.text(first, last) {
        Some(text) => text.to_string(),
        None => (said.source.0..=said.source.1).map(|idx| line.folded(idx)).collect::<Vec<_>>().join(" "),
    };
    if line.passage.is_confidential() {
        return Some(Raised {
            rule: "altered-quote",
            span,
            weight: said.weight,
            variant: "confidential",
            args: vec![("draft", shorten(shown.of(prose)))],
            evidence: vec![evidence],
            fixes: Vec::new(),
        });
    }
    let mut fixes = Vec::new();
    let exchange = match said.exchange {
        Some((ours, theirs)) => span_of(quoted, ours).zip(line.get(theirs.0).zip(line.get(theirs.1))),
        None if said.replaces => Some((span, (first, last))),
        None => None,
    };
    if let Some((span, (first, last))) = exchange
        && let Some(text) = line.passage.text(first, last)
    {
        let title = format!("use the source's words: “{}”", shorten(text));
        // Nothing is said otherwise by it: only what shouted speaks.
        let is_case = span.of(prose).to_lowercase() == text.to_lowercase();
        let safety = if is_case { Safety::Safe } else { Safety::Ask };
        fixes.push(Fix { title, safety, span, text: text.to_string() });
    }
    let args = vec![
        ("draft", shorten(shown.of(prose))),
        ("source", shorten(&source)),
        ("place", candidate.file_and_place()),
        ("word", said.word),
    ];
    Some(Raised {
        rule: "altered-quote",
        span,
        weight: said.weight,
        variant: said.variant,
        args,
        evidence: vec![evidence],
        fixes,
    })
}

/// At most some fifty characters, cut between words in the middle: both ends of a quotation are what people know it by.
pub fn shorten(text: &str) -> String {
    const LONGEST: usize = 48;
    let words: Vec<&str> = text.trim_end_matches([',', ' ']).split_whitespace().collect();
    let length = |words: &[&str]| words.iter().map(|it| it.chars().count() + 1).sum::<usize>();
    if length(&words) <= LONGEST + 1 {
        return words.join(" ");
    }
    let (mut head, mut tail) = (1, 0);
    loop {
        let ends = |head: usize, tail: usize| {
            length(words.get(..head).unwrap_or(&[]))
                + length(words.get(words.len().saturating_sub(tail)..).unwrap_or(&[]))
        };
        if head + tail >= words.len() || ends(head + 1, tail) > LONGEST {
            break;
        }
        head += 1;
        if head + tail < words.len() && head > tail * 2 + 2 && ends(head, tail + 1) <= LONGEST {
            tail += 1;
        }
    }
    let (first, last) =
        (words.get(..head).unwrap_or(&[]).join(" "), words.get(words.len() - tail..).unwrap_or(&[]).join(" "));
    format!("{first} … {last}").trim_end().to_string()
}
