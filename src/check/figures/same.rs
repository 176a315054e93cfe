//! Whether two figures are about the same thing: the gate before any comparison.
//!
//! Shared words alone prove nothing, and a missed referent means silence. So a conflict needs the same dimension, the
//! same counted thing, and a sentence that otherwise says much the same; support needs far less.

use std::cell::OnceCell;

use super::super::Ctx;
use crate::fact::{Candidate, Date, Dimension, Fact, FactKind, Figure, Form, Grain, Phrase, Stem};
use crate::rules::lexicon::counted::Counted;

/// How close two figures' things are. Ordered: the closer, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// Nothing says that they have to do with one another.
    Other,
    /// May be the same thing: enough to let an equal figure support.
    Akin,
    /// The same thing, as far as words can tell: enough to hold a different figure against the draft's.
    Same,
}

/// What the draft's sentence is about, as far as a check can see.
pub struct Topic<'a> {
    pub stems: &'a [Stem],
    /// Of the sentence before, in the paragraph or above it.
    pub around: Vec<Stem>,
    pub paragraph: &'a str,
    pub names: Vec<&'a str>,
    pub dates: Vec<&'a Date>,
}

impl<'a> Topic<'a> {
    pub fn of(ctx: &Ctx<'a>, fact: &Fact) -> Topic<'a> {
        let stems = ctx.reading.sentences.get(fact.sentence as usize).map_or(&[][..], |it| it.stems.as_slice());
        let before = fact.sentence.checked_sub(1).and_then(|it| ctx.reading.sentences.get(it as usize));
        let around = before.map_or_else(|| ctx.around.to_vec(), |it| it.stems.clone());
        let facts = || ctx.reading.facts.iter().filter(|it| it.sentence == fact.sentence);
        Topic {
            stems,
            around,
            paragraph: ctx.prose(),
            names: facts().filter_map(name).collect(),
            dates: facts().filter_map(date).collect(),
        }
    }
}

impl Topic<'_> {
    /// Words that the sentence before and the candidate share, and the sentence itself has not.
    pub fn shared_before(&self, candidate: &Candidate) -> usize {
        let own = |it: &&Stem| self.stems.binary_search(it).is_err();
        self.around.iter().filter(own).filter(|it| candidate.stems.binary_search(it).is_ok()).count()
    }

    /// Words that stand around both: the question above a table, and the sentence before the one that tells its answer.
    pub fn shared_around(&self, candidate: &Candidate) -> usize {
        self.around.iter().filter(|it| candidate.around.binary_search(it).is_ok()).count()
    }
}

fn name(fact: &Fact) -> Option<&str> {
    match &fact.kind {
        FactKind::Name(name) => Some(name.surname.as_str()),
        _ => None,
    }
}

fn date(fact: &Fact) -> Option<&Date> {
    match &fact.kind {
        FactKind::Date(date) => Some(date),
        _ => None,
    }
}

/// What is needed of shared words, from the rule's parameters.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// At least so many content words in common.
    pub shared: usize,
    /// At least this share of the draft sentence's content words, or of the source sentence's.
    pub covered: f64,
}

/// What a candidate's sentence has in common with the draft's, whichever of its figures is looked at.
pub struct Near<'a> {
    topic: &'a Topic<'a>,
    candidate: &'a Candidate,
    /// Content words in common.
    pub shared: usize,
    /// Those, and those that stand around the candidate.
    near: usize,
    /// They name others, or are dated otherwise; looked at when all else fits.
    apart: OnceCell<bool>,
}

impl<'a> Near<'a> {
    pub fn of(topic: &'a Topic<'a>, candidate: &'a Candidate) -> Near<'a> {
        let shared = shared(topic.stems, &candidate.stems);
        let near = shared + shared_around(topic.stems, candidate) + topic.shared_before(candidate);
        Near { topic, candidate, shared, near, apart: OnceCell::new() }
    }

    pub fn is_apart(&self) -> bool {
        let Near { topic, candidate, .. } = self;
        *self.apart.get_or_init(|| names_differ(topic, candidate) || dates_differ(topic, candidate))
    }
}

/// How close the draft's figure is to one of a candidate's.
pub fn bond(
    counted: &Counted,
    gate: Gate,
    topic: &Topic<'_>,
    draft: &Figure,
    place: &Near<'_>,
    source: &Figure,
) -> Bond {
    let thing = match thing(counted, draft, source) {
        // "a reserve of 15 per cent" and "a reserve of 15 per cent of the estimate".
        Thing::Different if stands(draft, place.candidate) => Thing::Open,
        thing => thing,
    };
    let Near { candidate, shared, near, .. } = *place;
    // Subjects are found by their place in the sentence and often missed: an odd figure with a unit is let through.
    let measured = !matches!(draft.unit.dimension, Dimension::Count | Dimension::Rank);
    if thing == Thing::Different && near < 2 && !(measured && is_telling(draft)) {
        return Bond::Other;
    }
    if near == 0 && !is_telling(draft) && thing != Thing::Same {
        return Bond::Other;
    }
    let covered = ratio(shared, topic.stems.len()).max(ratio(shared, candidate.stems.len()));
    // The very number of the very thing needs less around it.
    let is_very_number = draft.value.lo == source.value.lo && draft.value.lo >= 1_000.0;
    let needed = match (is_small_count(draft) && !in_other_unit(draft, source), is_very_number) {
        (true, _) => gate.shared + 1,
        (false, true) => gate.shared.saturating_sub(1).max(1),
        (false, false) => gate.shared,
    };
    let same = thing == Thing::Same
        && candidate.sentence
        && shared >= needed
        && covered >= gate.covered
        && draft.statistic.is_none_or(|it| source.statistic.is_none_or(|other| it == other))
        && compatible_per(draft, source)
        && !place.is_apart();
    // One phase's cost told of the whole is the same number about a part; another number about it is no conflict.
    let part = counted.parts.contains(&source.subject.head) && !counted.parts.contains(&draft.subject.head);
    let told_of_whole = part && draft.value.lo == source.value.lo && !draft.subject.is_empty() && shared >= gate.shared;
    if (same && !part) || told_of_whole { Bond::Same } else { Bond::Akin }
}

fn ratio(n: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { n as f64 / of as f64 }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    Same,
    /// One side leaves it open.
    Open,
    Different,
}

/// Whether what is counted or measured is the same.
fn thing(counted: &Counted, draft: &Figure, source: &Figure) -> Thing {
    if is_body(counted, draft, source) || is_body(counted, source, draft) {
        return Thing::Same;
    }
    let heads = heads(counted, &draft.counted, &source.counted);
    match draft.unit.dimension {
        // A bare number is what it counts; nothing else tells two apart.
        Dimension::Count | Dimension::Rank => match (heads, draft.counted.is_empty()) {
            (Some(true), _) if is_loosely_akin(&draft.counted, &source.counted) => Thing::Open,
            (Some(true), _) => modifiers(draft, source),
            (Some(false), _) => Thing::Different,
            (None, true) if subjects(counted, draft, source) == Some(true) => Thing::Same,
            (None, _) => Thing::Open,
        },
        // With a unit the sentence tells what is measured: the subject, or the noun after "of".
        _ => match (heads, subjects(counted, draft, source)) {
            (Some(false), Some(true)) | (Some(false), None) => Thing::Different,
            (Some(false), Some(false)) => Thing::Different,
            (Some(true), Some(false)) => Thing::Open,
            (Some(true), _) => Thing::Same,
            (None, Some(true)) => Thing::Same,
            (None, Some(false)) => Thing::Different,
            (None, None) => Thing::Open,
        },
    }
}

/// "a coast guard of 40,000" beside "enlarge the coast guard to 40,000 sailors": the one counts the body whole.
fn is_body(counted: &Counted, whole: &Figure, members: &Figure) -> bool {
    !whole.counted.is_empty()
        && whole.counted.head_stem == members.subject.head_stem
        && counted.is_body_of(&whole.counted.head, &members.counted.head)
}

/// What the draft measures has its own word in the source's sentence, wherever that stands. Counts are what they count.
fn stands(draft: &Figure, candidate: &Candidate) -> bool {
    let measured = !matches!(draft.unit.dimension, Dimension::Count | Dimension::Rank);
    measured && draft.counted.head_stem.is_some_and(|it| candidate.stems.binary_search(&it).is_ok())
}

/// `None` where a side has no head noun.
fn heads(counted: &Counted, a: &Phrase, b: &Phrase) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| a.head_stem == b.head_stem || counted.are_akin(&a.head, &b.head))
}

/// "14,200 people" may be customers and may be employees: enough to support, and never to conflict.
fn is_loosely_akin(a: &Phrase, b: &Phrase) -> bool {
    a.head_stem != b.head_stem && (a.head == "person" || b.head == "person")
}

fn subjects(counted: &Counted, draft: &Figure, source: &Figure) -> Option<bool> {
    heads(counted, &draft.subject, &source.subject)
        .or_else(|| heads(counted, &draft.subject, &source.counted))
        .or_else(|| heads(counted, &draft.counted, &source.subject))
}

/// "12 fishing boats" and "12 naval boats" share a head and count different boats.
fn modifiers(draft: &Figure, source: &Figure) -> Thing {
    let (a, b) = (&draft.counted.modifiers, &source.counted.modifiers);
    let apart = !a.is_empty() && !b.is_empty() && !a.iter().any(|it| b.contains(it));
    if apart { Thing::Open } else { Thing::Same }
}

/// "Seven months" for "seven weeks": the same number in another unit is a slip however small it is.
fn in_other_unit(draft: &Figure, source: &Figure) -> bool {
    let written = |it: &Figure| it.value.lo / it.unit.factor;
    draft.unit.name != source.unit.name && draft.value.is_single() && written(draft) == written(source)
}

/// "Two more men", "three goals": sentences count small groups of all kinds, and often the same ones differently.
fn is_small_count(figure: &Figure) -> bool {
    matches!(figure.unit.dimension, Dimension::Count | Dimension::Duration)
        && figure.value.hi / figure.unit.factor <= 10.0
}

/// A figure that hardly turns up twice by chance: three significant digits, or a unit with two.
fn is_telling(figure: &Figure) -> bool {
    let value = figure.value.lo.abs();
    let digits = if value == 0.0 { 0.0 } else { value / figure.value.grain };
    let fraction = figure.unit.dimension == Dimension::Percent && figure.value.lo.fract() != 0.0;
    figure.form == Form::Number && (digits >= 99.5 || fraction)
        || (digits >= 9.5 && !matches!(figure.unit.dimension, Dimension::Count | Dimension::Percent | Dimension::Rank))
}

fn compatible_per(draft: &Figure, source: &Figure) -> bool {
    match (&draft.per, &source.per) {
        (Some(a), Some(b)) => a.stem == b.stem,
        (None, _) | (_, None) => true,
    }
}

/// The draft names somebody or something that the source's paragraph does not, and the other way round.
fn names_differ(topic: &Topic<'_>, candidate: &Candidate) -> bool {
    let missing = topic.names.iter().any(|name| !holds_word(&candidate.paragraph, name));
    let added = candidate.facts.iter().filter_map(name).any(|name| !holds_word(topic.paragraph, name));
    missing && added
}

fn holds_word(text: &str, name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    text.contains(last)
}

/// Both are dated, and no date of the one can be a date of the other.
fn dates_differ(topic: &Topic<'_>, candidate: &Candidate) -> bool {
    let theirs: Vec<&Date> = candidate.facts.iter().filter_map(date).collect();
    !topic.dates.is_empty()
        && !theirs.is_empty()
        && topic.dates.iter().all(|ours| theirs.iter().all(|theirs| apart(ours, theirs)))
}

fn apart(a: &Date, b: &Date) -> bool {
    fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
        matches!((a, b), (Some(a), Some(b)) if a != b)
    }
    if a.grain == Grain::Time || b.grain == Grain::Time {
        return false;
    }
    differ(a.year, b.year) || differ(a.month, b.month) || differ(a.quarter, b.quarter) || differ(a.day, b.day)
}

/// Words in common; both sorted.
fn shared(a: &[Stem], b: &[Stem]) -> usize {
    a.iter().filter(|it| b.binary_search(it).is_ok()).count()
}

/// Words in common with what stands around the candidate and not in it.
fn shared_around(a: &[Stem], candidate: &Candidate) -> usize {
    a.iter()
        .filter(|it| candidate.around.binary_search(it).is_ok() && candidate.stems.binary_search(it).is_err())
        .count()
}
