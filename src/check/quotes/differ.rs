//! What differs between a quotation and the nearest words of a source, and how grave it is.
//!
//! A difference is a run of steps of an alignment that are not the same. The kinds are ordered from the slightest to the
//! gravest; a quotation is called by its gravest difference, and only that one is shown.

use super::align::{Line, Piece, Step};
use super::words::{Word, Words};
use crate::fact::SourceKind;
use crate::rules::Rules;

/// Ordered: later is graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// "policy-makers", "policymakers": nothing differs.
    Same,
    /// "programme" for "program" in speech.
    Spelling,
    /// "um", "you know" left out.
    Fillers,
    /// "it's" for "it is".
    Contraction,
    /// "programme" for "program" in a written text.
    SpellingWritten,
    /// "were" for "was".
    Grammar,
    Dropped,
    Added,
    Changed,
    /// Words after the point where the source's own end.
    Tail,
    Modal,
    Number,
    Negation,
}

impl Kind {
    /// The key of the rule's `[messages]`.
    pub fn variant(self) -> &'static str {
        match self {
            Kind::Same | Kind::Changed => "",
            Kind::Spelling => "spelling",
            Kind::Fillers => "fillers",
            Kind::Contraction => "contraction",
            Kind::SpellingWritten => "spelling-written",
            Kind::Grammar => "grammar",
            Kind::Dropped => "dropped",
            Kind::Added => "added",
            Kind::Tail => "tail",
            Kind::Modal => "modal",
            Kind::Number => "number",
            Kind::Negation => "negation",
        }
    }

    pub fn is_slight(self) -> bool {
        matches!(self, Kind::Same | Kind::Spelling | Kind::Fillers | Kind::Contraction)
    }
}

/// A run of words that are not the same. Indexes are of the draft's words and of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub kind: Kind,
    pub draft: Vec<usize>,
    pub source: Vec<usize>,
    /// The last words that agree before it, and the first after it.
    pub before: Option<(usize, usize)>,
    pub after: Option<(usize, usize)>,
}

/// A comparison of one piece of a quotation with one stretch of a line.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub n_same: usize,
    pub n_content: usize,
    pub n_draft: usize,
    /// Words of the stretch, slight differences counted as the draft has them.
    n_source: usize,
    pub longest_run: usize,
    /// First and last word of the line that belong to it.
    pub source: (usize, usize),
    /// The stretch is a whole utterance of the source.
    pub whole: bool,
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// `None` where nothing agrees.
    pub fn of(
        rules: &Rules,
        draft: &Words,
        piece: &Piece,
        line: &Line<'_, '_>,
        steps: Vec<Step>,
    ) -> Option<Comparison> {
        let steps = trim(rules, draft, steps);
        let function = &rules.lexicon.words.function_words;
        let agree: Vec<(usize, usize)> =
            steps.iter().filter(|it| it.same).filter_map(|it| Some((it.draft?, it.source?))).collect();
        let (first, last) = (agree.first()?, agree.last()?);
        let is_content = |idx: usize| draft.all.get(idx).is_some_and(|word| !function.contains(draft.folded(word)));
        let mut longest_run = 0;
        let mut run = 0;
        for step in &steps {
            run = if step.same { run + 1 } else { 0 };
            longest_run = longest_run.max(run);
        }
        let mut source = (first.1, last.1);
        let mut differences = gather(&steps);
        for difference in &mut differences {
            extend(rules, difference, draft, line);
            if let (Some(from), Some(to)) = (difference.source.first(), difference.source.last()) {
                source = (source.0.min(*from), source.1.max(*to));
            }
            difference.kind = kind(rules, draft, line, difference);
        }
        let written = matches!(line.passage.kind(), SourceKind::Release | SourceKind::Mail | SourceKind::Primary);
        // What differs only slightly counts as agreeing: it must not make two wordings of one thing strangers.
        let slight = || differences.iter().filter(|it| it.kind.is_slight());
        let n_alike: usize = slight().map(|it| it.draft.len()).sum();
        let alike = slight().flat_map(|it| it.draft.iter().copied());
        let n_content = agree.iter().map(|it| it.0).chain(alike).filter(|idx| is_content(*idx)).count();
        let n_source = source.1 - source.0 + 1 + n_alike - slight().map(|it| it.source.len()).sum::<usize>();
        differences.extend(spellings(draft, line, &agree, written));
        differences.retain(|it| it.kind != Kind::Same);
        Some(Comparison {
            n_same: agree.len() + n_alike,
            n_content,
            n_draft: piece.words.len(),
            n_source,
            longest_run,
            source,
            whole: is_whole(line, source),
            differences,
        })
    }

    pub fn kind(&self) -> Kind {
        self.differences.iter().map(|it| it.kind).max().unwrap_or(Kind::Same)
    }

    /// The first of the gravest differences.
    pub fn gravest(&self) -> Option<&Difference> {
        let kind = self.kind();
        self.differences.iter().find(|it| it.kind == kind)
    }

    /// Whether the two are one quotation in other words, and not two that share some.
    pub fn is_near(&self, ratio: f64, least: usize) -> bool {
        let longer = self.n_draft.max(self.n_source).max(1);
        let share = self.n_same as f64 / longer as f64;
        let content = self.n_content >= 2 || self.n_content >= 1 && (self.whole || self.n_same == self.n_draft);
        let long_run = self.longest_run >= 6 && self.n_content >= 3;
        let enough = self.n_same >= least
            || self.n_draft >= 3 && self.n_same == self.n_draft && longer <= self.n_draft + 2
            || self.n_draft >= 3 && self.whole;
        content && enough && (share >= ratio || long_run && ratio < 0.75)
    }
}

/// A small word that happens to agree far behind the last real agreement belongs to an invented tail, not to the match.
fn trim(rules: &Rules, draft: &Words, mut steps: Vec<Step>) -> Vec<Step> {
    const FAR: usize = 3;
    let function = &rules.lexicon.words.function_words;
    for _ in 0..4 {
        let Some(last) = steps.iter().rposition(|it| it.same) else { break };
        let lone = last.checked_sub(1).and_then(|it| steps.get(it)).is_some_and(|it| !it.same);
        let small = steps
            .get(last)
            .and_then(|it| draft.all.get(it.draft?))
            .is_some_and(|word| function.contains(draft.folded(word)));
        let apart = steps.get(..last).unwrap_or(&[]).iter().rev().take_while(|it| !it.same).count();
        if !(lone && small && apart >= FAR) {
            break;
        }
        let mut tail = steps.split_off(last - apart);
        tail.retain(|it| it.draft.is_some());
        steps.extend(tail.into_iter().map(|it| Step { source: None, same: false, ..it }));
    }
    // A tail has no counterpart in the source: what stands after it there is another matter.
    if let Some(last) = steps.iter().rposition(|it| it.same)
        && steps.len() - last > FAR
    {
        let tail = steps.split_off(last + 1);
        steps.extend(tail.into_iter().filter(|it| it.draft.is_some()).map(|it| Step { source: None, ..it }));
    }
    steps
}

fn gather(steps: &[Step]) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    let mut before = None;
    let mut open = false;
    for step in steps {
        if step.same {
            let here = step.draft.zip(step.source);
            if open && let Some(last) = found.last_mut() {
                last.after = here;
            }
            (before, open) = (here, false);
            continue;
        }
        if !open {
            let new = Difference { kind: Kind::Changed, draft: Vec::new(), source: Vec::new(), before, after: None };
            found.push(new);
            open = true;
        }
        if let Some(last) = found.last_mut() {
            last.draft.extend(step.draft);
            last.source.extend(step.source);
        }
    }
    found
}

/// Words at either end that stand for nothing are held against the source's next words, as long as those belong to the
/// same sentence: "We will win" against "We will lose".
fn extend(rules: &Rules, difference: &mut Difference, draft: &Words, line: &Line<'_, '_>) {
    const SHORT: usize = 2;
    const LONG: usize = 5;
    let n_words = difference.draft.len();
    let head = difference.before.is_none() && n_words <= LONG;
    if !difference.source.is_empty() || n_words > SHORT && !head {
        return;
    }
    match (difference.before, difference.after) {
        (Some((_, last)), None) => {
            // "the waterline" at the end may be the source's "the water-line".
            let ours: String =
                difference.draft.iter().filter_map(|it| Some(draft.folded(draft.all.get(*it)?))).collect();
            let mut theirs = String::new();
            for idx in last + 1.. {
                let (Some(one), Some(next)) = (line.get(idx - 1), line.get(idx)) else { break };
                theirs.push_str(line.folded(idx));
                let enough = idx > last + n_words && !ours.starts_with(&theirs);
                if enough || next.word.sentence || next.part != one.part || next.quoted != one.quoted {
                    break;
                }
                difference.source.push(idx);
            }
        }
        (None, Some((_, first))) => {
            for idx in (first.saturating_sub(n_words)..first).rev() {
                let (Some(one), Some(next)) = (line.get(idx), line.get(idx + 1)) else { break };
                if next.word.sentence || next.part != one.part || next.quoted != one.quoted {
                    break;
                }
                difference.source.insert(0, idx);
            }
            // More than a word or two at the start are only held against the source where they are short forms of it.
            if n_words > SHORT && kind(rules, draft, line, difference) != Kind::Contraction {
                difference.source.clear();
            }
        }
        _ => {}
    }
}

fn kind(rules: &Rules, draft: &Words, line: &Line<'_, '_>, difference: &Difference) -> Kind {
    let lexicon = &rules.lexicon.quotes;
    let ours: Vec<&Word> = difference.draft.iter().filter_map(|idx| draft.all.get(*idx)).collect();
    let mine: Vec<&str> = ours.iter().map(|word| draft.folded(word)).collect();
    let theirs: Vec<&str> = difference.source.iter().map(|idx| line.folded(*idx)).collect();
    let all_asides = difference.source.iter().all(|idx| line.get(*idx).is_some_and(|it| it.word.aside));
    if mine.concat() == theirs.concat() || mine.is_empty() && all_asides {
        return Kind::Same;
    }
    let spelt_out = |words: &[&str]| -> Vec<String> {
        words
            .iter()
            .flat_map(|word| match lexicon.contractions.get(*word) {
                Some(long) => long.clone(),
                None => vec![word.to_string()],
            })
            .collect()
    };
    // "it's" against "it is": the alignment may have paired "it's" with "it" and left "is" over.
    if !mine.is_empty() && spelt_out(&mine) == spelt_out(&theirs) {
        return Kind::Contraction;
    }
    if mine.is_empty() && only_fillers(&lexicon.fillers, &theirs) {
        return Kind::Fillers;
    }
    let negative = |words: &[&str]| {
        words.iter().filter(|word| lexicon.negations.contains(**word) || word.ends_with("n't")).count() % 2 == 1
    };
    if negative(&mine) != negative(&theirs) {
        return Kind::Negation;
    }
    let grammar = mine.len() == theirs.len()
        && mine.iter().zip(&theirs).all(|(one, other)| one == other || lexicon.same_but_for_grammar(one, other));
    if grammar {
        return Kind::Grammar;
    }
    let numbers =
        |words: &mut dyn Iterator<Item = &Word>| words.filter(|it| it.number).map(|it| it.exact).collect::<Vec<_>>();
    let (n_ours, n_theirs) = (
        numbers(&mut ours.iter().copied()),
        numbers(&mut difference.source.iter().filter_map(|idx| line.get(*idx)).map(|it| &it.word)),
    );
    if n_ours != n_theirs && !n_ours.is_empty() && !n_theirs.is_empty() {
        return Kind::Number;
    }
    let modals = |words: &[&str]| words.iter().filter(|word| lexicon.modals.contains(**word)).count();
    if modals(&mine) + modals(&theirs) > 0 && mine.len() <= 3 && theirs.len() <= 3 {
        return Kind::Modal;
    }
    match (mine.is_empty(), theirs.is_empty()) {
        (true, _) => Kind::Dropped,
        (false, true) if difference.after.is_none() && mine.len() > 2 => Kind::Tail,
        (false, true) => Kind::Added,
        (false, false) => Kind::Changed,
    }
}

fn only_fillers(fillers: &[Vec<String>], words: &[&str]) -> bool {
    let mut rest = words;
    while !rest.is_empty() {
        let fits = |phrase: &&Vec<String>| {
            rest.get(..phrase.len()).is_some_and(|head| head.iter().zip(phrase.iter()).all(|(one, other)| one == other))
        };
        let Some(phrase) = fillers.iter().find(fits) else { return false };
        rest = rest.get(phrase.len().max(1)..).unwrap_or(&[]);
    }
    true
}

/// Words that agree but for their spelling.
pub fn spellings(draft: &Words, line: &Line<'_, '_>, agree: &[(usize, usize)], written: bool) -> Vec<Difference> {
    let kind = if written { Kind::SpellingWritten } else { Kind::Spelling };
    agree
        .iter()
        .filter(|(ours, theirs)| match (draft.all.get(*ours), line.get(*theirs)) {
            (Some(one), Some(other)) => one.exact != other.word.exact && !one.patched,
            _ => false,
        })
        .map(|(ours, theirs)| Difference { kind, draft: vec![*ours], source: vec![*theirs], before: None, after: None })
        .collect()
}

/// Whether a stretch begins and ends where the source's sentence or quotation does.
fn is_whole(line: &Line<'_, '_>, (first, last): (usize, usize)) -> bool {
    let parted = |one: Option<usize>, next: usize| {
        let Some(next) = line.get(next) else { return true };
        let Some(one) = one.and_then(|idx| line.get(idx)) else { return true };
        next.word.sentence || next.part != one.part || next.quoted != one.quoted
    };
    parted(first.checked_sub(1), first) && parted(Some(last), last + 1)
}
