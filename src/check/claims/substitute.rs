//! The substituted word: in a sentence that one passage otherwise covers, a content word that the passage has not, or in
//! whose slot it has another ("astronomers" for "biologists"). The commonest slip that people and machines make.
//!
//! Each word is asked the same plain questions ([`answers`]); what the answers weigh is data, learnt from edited copy.
//! NB: paraphrase does the same to a sentence as a slip does. What tells them apart is how the two words are akin, so
//! that a word which is unknown to the wordnet is only ever held to be a slip with much else against it.

mod answers;
mod names;
mod scene;
mod slot;
mod together;

use super::super::{Ctx, Passage, Statement};
use super::compare::{counts, may_differ};
use super::say;
use crate::fact::{Clauses, FactKind, Tag, Tense};
use crate::finding::{Evidence, Fix, Raised, Relation, Safety, Weight};
use crate::rules::lexicon::akin::Kin;
use crate::rules::lexicon::contrasts::Contrasts;
use crate::text::Span;
use answers::Word;
use scene::{Held, Scene};
use slot::Slot;

/// Every content word of a sentence, as an index into its words, with what it was asked: what weights are learnt from.
pub fn asked(statement: &Statement<'_>) -> Vec<(usize, Vec<(&'static str, f32)>)> {
    let scene = Scene::of(statement);
    answers::words(&scene).into_iter().map(|it| (it.idx, it.answers)).collect()
}

/// How sure it must be that a word is a slip, from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Floors {
    /// Before the sources are said to have another word.
    pub conflicting: f32,
    /// Before a word is said to stand in no source.
    pub unsupported: f32,
    /// The part of the rest of the sentence that a passage must cover before anything is said.
    pub covered: f32,
    /// How many of its other words the passage must have.
    pub shared: usize,
}

/// The part of the rest that a passage must cover before it is said to lack a word.
const ALONE: f32 = 0.7;

/// What a sentence has that the sources do not bear out, and what they have of it.
pub struct Substituted<'a> {
    pub raised: Vec<Raised>,
    /// Best first. Leads, and what was withdrawn, bear nothing out.
    pub covering: Vec<Covering<'a>>,
}

/// How much of a sentence's weight a passage has, from 0 to 1.
pub struct Covering<'a> {
    pub passage: &'a Passage<'a>,
    pub covered: f32,
}

pub fn substituted<'a>(ctx: &Ctx<'_>, statement: &'a Statement<'a>, floors: Floors) -> Substituted<'a> {
    let scene = Scene::of(statement);
    let weights = &ctx.rules.lexicon.weights;
    let mut raised: Vec<Raised> = Vec::new();
    for word in answers::words(&scene) {
        let sure = weights.sure(&word.answers);
        let Some(held) = scene.held.get(word.held) else { continue };
        let slip = Slip { prose: ctx.prose(), statement, scene: &scene, word: &word, held };
        // Dates are compared as dates: "last" and "next" depend on the day of writing.
        let is_dated =
            ctx.reading.facts.iter().any(|it| matches!(it.kind, FactKind::Date(_)) && it.span.overlaps(slip.span()));
        if is_dated {
            continue;
        }
        let is_told = may_differ(held.passage) && slip.is_of_one_thing(floors) && !slip.is_of_another_time();
        if sure >= floors.conflicting && is_told && !slip.is_paraphrase(&ctx.rules.lexicon.contrasts) {
            raised.push(slip.conflicting());
        } else if sure >= floors.unsupported && word.is_absent && ctx.corpus.judges_absence {
            raised.push(slip.unsupported());
        }
    }
    let counted = scene.held.iter().filter(|it| counts(it.passage));
    let covering = counted.map(|it| Covering { passage: it.passage, covered: it.covered }).collect();
    Substituted { raised: joined(ctx.prose(), raised), covering }
}

/// One word with the passage that it is held against.
struct Slip<'a> {
    /// The paragraph's.
    prose: &'a str,
    statement: &'a Statement<'a>,
    scene: &'a Scene<'a>,
    word: &'a Word,
    held: &'a Held<'a>,
}

impl Slip<'_> {
    /// Whether the passage tells of the same thing, as far as the other words can show. A word that it merely has not
    /// needs more of them than one that has another in its place: writers add words of their own.
    fn is_of_one_thing(&self, floors: Floors) -> bool {
        let (n, covered) = (self.n_there(), self.word.covered);
        match self.given() {
            Some(_) => n >= floors.shared && covered >= floors.covered,
            None => self.word.is_absent && n >= floors.shared + 2 && covered >= floors.covered.max(ALONE),
        }
    }

    /// What opened once and is to close are two events: one verb is of the past, the other of what is to come.
    fn is_of_another_time(&self) -> bool {
        let tense = |clauses: &Clauses, idx: usize| {
            clauses.claims.iter().find(|it| it.predicate as usize == idx).map(|it| it.tense)
        };
        let theirs = self.given_at().and_then(|at| self.held.words.get(at));
        let theirs = theirs.and_then(|it| tense(self.held.passage.clauses, it.idx));
        let ours = tense(self.statement.clauses, self.word.idx);
        matches!((ours, theirs), (Some(Tense::Future), Some(Tense::Past)) | (Some(Tense::Past), Some(Tense::Future)))
    }

    /// Whether the two words may well say the same: desks change verbs freely ("expect" for "think"), and a wordnet knows
    /// most of those as kinds of one thing.
    fn is_paraphrase(&self, contrasts: &Contrasts) -> bool {
        let own = self.statement.clauses.word(self.word.idx);
        let is_verb = own.is_some_and(|it| it.tag == Tag::Verb);
        let Some(at) = self.given_at() else { return is_verb };
        let theirs = self.held.words.get(at).and_then(|it| self.held.passage.clauses.word(it.idx));
        let (Some(own), Some(theirs)) = (own, theirs) else { return true };
        let (a, b) = (own.lemma.as_str(), theirs.lemma.as_str());
        if contrasts.are_akin(a, b) || contrasts.share_pole(a, b) || contrasts.are_converse(a, b) {
            return true;
        }
        let opposite = contrasts.are_opposite(a, b);
        let slot = self.word.slot.filter(|it| it.at == at);
        let kin = slot.map_or(self.word.near.map(|it| it.0), |it| it.kin);
        match kin {
            Some(Kin::Antonym | Kin::Opposed) => is_verb && !opposite && slot.is_none_or(|it| it.agreed < 3),
            Some(Kin::Same | Kin::Synonym | Kin::Similar | Kin::Derived | Kin::Family) => true,
            Some(_) => is_verb && !opposite,
            None => is_verb && slot.is_none_or(|it| it.agreed < 3),
        }
    }

    /// How many of the sentence's other words the passage has.
    fn n_there(&self) -> usize {
        let others = self.scene.words.iter().enumerate().filter(|(_, it)| it.idx != self.word.idx);
        others.filter(|(at, _)| self.held.says(*at)).count()
    }

    fn conflicting(&self) -> Raised {
        let written = self.written();
        let place = self.held.passage.candidate.file_and_place();
        let reasons = self.reasons();
        let Some((given, span)) = self.given() else {
            let args = vec![("draft", written), ("place", place), ("reasons", reasons)];
            return self.raised("conflicting-claim", "without", args, Relation::Nearest, None);
        };
        let fixes = match self.is_sure() {
            true => vec![Fix {
                title: format!("use the source's “{given}”"),
                safety: Safety::Ask,
                span: self.span(),
                text: given.clone(),
            }],
            false => Vec::new(),
        };
        let args = vec![("draft", written), ("source", given), ("place", place), ("reasons", reasons)];
        let mut raised = self.raised("conflicting-claim", "other-word", args, Relation::Conflicts, Some(span));
        raised.fixes = fixes;
        raised
    }

    fn unsupported(&self) -> Raised {
        let place = self.held.passage.candidate.file_and_place();
        let args = vec![("draft", self.written()), ("place", place), ("reasons", self.reasons())];
        self.raised("unsupported-claim", "word", args, Relation::Nearest, None)
    }

    fn raised(
        &self,
        rule: &'static str,
        variant: &'static str,
        args: Vec<(&'static str, String)>,
        relation: Relation,
        focus: Option<Span>,
    ) -> Raised {
        let candidate = self.held.passage.candidate;
        let whole = || Evidence::whole(candidate, relation);
        let evidence = vec![focus.map_or_else(whole, |it| say::evidence(self.held.passage, it, relation))];
        Raised { rule, span: self.span(), weight: Weight::Full, variant, args, evidence, fixes: Vec::new() }
    }

    /// In the paragraph's prose.
    fn span(&self) -> Span {
        let span = self.statement.clauses.word(self.word.idx).map_or(Span::new(0, 0), |it| it.span);
        span.shifted(self.statement.span.start)
    }

    fn written(&self) -> String {
        self.span().of(self.prose).to_string()
    }

    /// The slot, where what fills it is worth telling: its neighbours agree, or it is the opposite.
    fn slot(&self) -> Option<Slot> {
        self.word.slot.filter(|it| it.agreed >= 2 || matches!(it.kin, Some(Kin::Antonym | Kin::Opposed)))
    }

    fn given_at(&self) -> Option<usize> {
        let opposite = self.word.near.filter(|it| matches!(it.0, Kin::Antonym | Kin::Opposed)).map(|it| it.1);
        self.slot().map(|it| it.at).or(opposite)
    }

    /// The passage's word for it, with its place there.
    fn given(&self) -> Option<(String, Span)> {
        let at = self.given_at()?;
        let word = self.held.passage.clauses.word(self.held.words.get(at)?.idx)?;
        Some((word.span.of(&self.held.passage.candidate.prose).to_string(), word.span))
    }

    /// Whether the passage's word can stand in the draft's place as it is.
    fn is_sure(&self) -> bool {
        let Some(slot) = self.slot() else { return false };
        let (Some(ours), Some(theirs)) = (
            self.statement.clauses.word(self.word.idx),
            self.held.words.get(slot.at).and_then(|it| self.held.passage.clauses.word(it.idx)),
        ) else {
            return false;
        };
        slot.agreed >= 2 && ours.inflection == theirs.inflection && ours.capital == theirs.capital
    }

    /// What speaks for its being a slip, in words.
    fn reasons(&self) -> String {
        let all = self.scene.words.len().saturating_sub(1);
        let n = self.n_there();
        let mut reasons = vec![format!("{n} of the sentence's {all} other words are there")];
        match self.word.near.map(|it| it.0) {
            Some(Kin::Antonym | Kin::Opposed) => reasons.push("it has the opposite".to_string()),
            _ if self.word.is_absent => reasons.push("nothing near it says the same".to_string()),
            _ => {}
        }
        if let Some(slot) = self.slot() {
            reasons.push(format!("{} words beside it are the same", slot.agreed));
        }
        reasons.join(", ")
    }
}

/// Neighbouring words that one passage has not are one finding: "a *former deputy* mayor". Two that have others in their
/// place stay two, since each is told with its own.
fn joined(prose: &str, raised: Vec<Raised>) -> Vec<Raised> {
    let mut joined: Vec<Raised> = Vec::new();
    for it in raised {
        match joined.last_mut() {
            Some(last)
                if last.variant == it.variant
                    && it.variant != "other-word"
                    && last.evidence == it.evidence
                    && last.span.end + 1 >= it.span.start =>
            {
                last.span = last.span.cover(it.span);
                if let Some((_, written)) = last.args.iter_mut().find(|it| it.0 == "draft") {
                    *written = last.span.of(prose).to_string();
                }
            }
            _ => joined.push(it),
        }
    }
    joined
}
