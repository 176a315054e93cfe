//! The title that a draft gives somebody, held against those that sources give the same person.
//!
//! "Minister" may stand for "Foreign Minister", but not for "Deputy Minister": what changes the rank is no detail. Marks of
//! respect tell nothing, an office that any source gives is right, and what a person once was may be said where the sentence
//! is dated.

use std::collections::BTreeSet;

use super::known::{KnownName, KnownTitle, Roll};
use super::{Ctx, TITLE, person};
use crate::fact::{Fact, FactKind, Name};
use crate::finding::{Checked, Evidence, Fix, Raised, Relation, Safety, Weight};
use crate::rules::lexicon::names::Names;
use crate::text::Span;
use crate::text::fold::{fold, one_line};

/// How two titles stand to each other, seen from the draft's. In the order of how much they have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offices {
    /// One office, said in full or in short.
    Same,
    /// One kind of office in another rank or another field.
    Comparable,
    /// Two kinds of office.
    Apart,
    /// They cannot be compared.
    Unknown,
}

/// A title taken apart.
#[derive(Debug, Default, PartialEq)]
struct Office {
    /// "minister", in the singular and in one form for all who may hold it.
    head: String,
    /// "deputy", "first".
    ranks: BTreeSet<String>,
    /// "former", "then".
    past: bool,
    /// "foreign", "supreme": what the office is for.
    fields: BTreeSet<String>,
    /// Words behind "of", "at", "for".
    whose: BTreeSet<String>,
}

pub fn title(ctx: &Ctx<'_>, fact: &Fact, name: &Name, roll: &Roll, acc: &mut Checked) {
    let Some(span) = name.title else { return };
    match judge(ctx, span, fact, name, roll) {
        Some(Verdict::Borne) => acc.dressed.push(span),
        Some(Verdict::Against(raised)) => acc.raised.push(raised),
        None => {}
    }
}

enum Verdict {
    /// Some source gives it, in full or in short.
    Borne,
    Against(Raised),
}

fn judge(ctx: &Ctx<'_>, span: Span, fact: &Fact, name: &Name, roll: &Roll) -> Option<Verdict> {
    let names = &ctx.rules.lexicon.names;
    let words = span.of(ctx.prose());
    let ours = office(names, words)?;
    let known = person(name, roll)?;
    let mut against: Option<&KnownTitle> = None;
    for it in &known.titles {
        let Some(theirs) = office(names, &it.words) else { continue };
        match compared(names, &ours, &theirs) {
            Offices::Same => return Some(Verdict::Borne),
            // Whoever was something may be called so in a sentence about that time.
            Offices::Comparable if theirs.past && !ours.past && is_dated(ctx, fact) => return None,
            Offices::Comparable => against = against.or(Some(it)),
            Offices::Apart if excludes(names, &ours, &theirs) => against = against.or(Some(it)),
            Offices::Apart | Offices::Unknown => {}
        }
    }
    let against = against.filter(|it| it.n_sources > 0)?;
    let mut evidence = vec![against.place.clone()];
    for it in &mut evidence {
        it.relation = Relation::Conflicts;
    }
    let args = vec![
        ("draft", one_line(words)),
        ("source", against.words.clone()),
        ("name", known.words.clone()),
        ("place", evidence.first().map(Evidence::file_and_place).unwrap_or_default()),
    ];
    let fixes = fix(ctx, fact, name, known, against).into_iter().collect();
    let raised = Raised { rule: TITLE, span, weight: Weight::Full, variant: "", args, evidence, fixes };
    Some(Verdict::Against(raised))
}

/// The source's title in the draft's place; only where both stand on the same side of the name.
fn fix(ctx: &Ctx<'_>, fact: &Fact, name: &Name, known: &KnownName, against: &KnownTitle) -> Option<Fix> {
    let span = name.title?;
    let before = span.start < fact.span.start;
    if before != against.before || known.confidential || against.source.confidential {
        return None;
    }
    let article = |words: &str| {
        let first = words.split_whitespace().next().unwrap_or("").to_lowercase();
        ctx.rules.lexicon.words.function_words.contains(&first)
    };
    let text = against.words.clone();
    let fits = article(&text) == article(span.of(ctx.prose()));
    fits.then(|| Fix { title: format!("write {text}"), safety: Safety::Ask, span, text })
}

fn is_dated(ctx: &Ctx<'_>, fact: &Fact) -> bool {
    ctx.reading.facts_of(fact.sentence).any(|it| matches!(it.kind, FactKind::Date(_)))
}

/// How the draft's title stands to a source's.
pub fn offices(names: &Names, ours: &str, theirs: &str) -> Offices {
    match (office(names, ours), office(names, theirs)) {
        (Some(ours), Some(theirs)) => compared(names, &ours, &theirs),
        _ => Offices::Unknown,
    }
}

fn compared(names: &Names, ours: &Office, theirs: &Office) -> Offices {
    let broader = names.broader.get(&ours.head).is_some_and(|it| it.contains(&theirs.head));
    if ours.head != theirs.head && !broader {
        return Offices::Apart;
    }
    let apart = |a: &BTreeSet<String>, b: &BTreeSet<String>| !a.is_empty() && !b.is_empty() && a.is_disjoint(b);
    // "director of the mill" beside "deputy director of the port": two offices, and a person may have both.
    if apart(&ours.whose, &theirs.whose) {
        return Offices::Unknown;
    }
    // A rank left out is a rank given away, but for "first deputy", which is a deputy.
    let ranked = match ours.ranks.is_empty() {
        true => theirs.ranks.is_empty(),
        false => ours.ranks.is_subset(&theirs.ranks),
    };
    let past = theirs.past && !ours.past;
    if ranked && !past && !apart(&ours.fields, &theirs.fields) { Offices::Same } else { Offices::Comparable }
}

/// Offices that nobody holds together.
fn excludes(names: &Names, ours: &Office, theirs: &Office) -> bool {
    let is_one = |it: &Office| names.exclusive.contains(&it.head);
    is_one(ours) && is_one(theirs) && !ours.past && !theirs.past && ours.ranks.is_empty() && theirs.ranks.is_empty()
}

/// `None` for a mark of respect, an age, and what names no office.
fn office(names: &Names, words: &str) -> Option<Office> {
    let folded = fold(words).text;
    let mut tokens: Vec<String> = Vec::new();
    for word in folded.split(|it: char| !it.is_alphanumeric() && it != '\'') {
        let word = word.trim_end_matches("'s");
        if !word.is_empty() {
            tokens.push(names.title_forms.get(word).cloned().unwrap_or_else(|| word.to_string()));
        }
    }
    // "prime minister" from "pm" is two words again, and "attorney general" one.
    let mut tokens: Vec<String> = tokens.join(" ").split(' ').map(str::to_string).collect();
    for idx in (1..tokens.len()).rev() {
        let pair = format!("{} {}", tokens.get(idx - 1)?, tokens.get(idx)?);
        if let Some(one) = names.title_forms.get(&pair) {
            tokens.splice(idx - 1..=idx, [one.clone()]);
        }
    }
    let behind = tokens.iter().position(|it| names.title_tails.contains(it)).unwrap_or(tokens.len());
    let (core, tail) = tokens.split_at(behind);
    let at = core.iter().rposition(|it| names.titles.contains(it) && !names.ranks.contains(it))?;
    let head = core.get(at)?.clone();
    if names.honorifics.contains(&head) {
        return None;
    }
    let mut office = Office { head, ..Office::default() };
    for word in core.iter().take(at) {
        if names.past_ranks.contains(word) {
            office.past = true;
        } else if names.ranks.contains(word) {
            office.ranks.insert(word.clone());
        }
    }
    office.fields.extend(tokens.iter().filter(|it| names.fields.contains(*it)).cloned());
    let is_content = |it: &&String| it.chars().count() > 3 && !names.title_tails.contains(*it);
    office.whose.extend(tail.iter().filter(is_content).cloned());
    Some(office)
}

#[cfg(test)]
mod tests;
