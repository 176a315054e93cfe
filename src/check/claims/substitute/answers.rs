//! What is asked of one word: plain questions, each named as the weights' file names it.

use std::rc::Rc;

use super::names::{FAR_KIN, NEAR_KIN, SLOT_KIN, SORTS, absent_part, kin_name, part_name, role_name};
use super::scene::{Content, Scene, is_said};
use super::slot::{self, Slot};
use super::together::{opposite, polarity, together};
use crate::rules::lexicon::akin::{self, Kin, Senses};

/// A word with all that bears on whether it stands where the sources have another, or none.
pub struct Word {
    /// Index into the sentence's words.
    pub idx: usize,
    /// Names with their values; what is not listed is 0.
    pub answers: Vec<(&'static str, f32)>,
    /// The passage that it is held against, by its place in the scene.
    pub held: usize,
    pub slot: Option<Slot>,
    /// Nothing near says it, in these words or in akin ones.
    pub is_absent: bool,
    /// How the nearest word of that passage stands to it, and which it is.
    pub near: Option<(Kin, usize)>,
    /// The part of the rest of the sentence that the best passage covers.
    pub covered: f32,
}

/// Answers with their values; what is not listed is 0.
pub struct Acc(Vec<(&'static str, f32)>);

impl Acc {
    pub fn flag(&mut self, name: &'static str, holds: bool) {
        if holds {
            self.0.push((name, 1.0));
        }
    }

    pub fn value(&mut self, name: &'static str, value: f32) {
        if value != 0.0 {
            self.0.push((name, value));
        }
    }
}

/// What is seen of one word before anything is asked.
struct Sight<'a> {
    at: usize,
    content: &'a Content,
    /// The nearest word of the best passage.
    near: Option<Kin>,
    /// The nearest word of the stretch that the best passage stands in.
    far: Option<Kin>,
    is_absent: bool,
    others_absent: usize,
    /// The part of the rest of the sentence that the best passage has, and that its stretch has.
    covered: f32,
    covered_far: f32,
    slot: Option<Slot>,
}

impl Sight<'_> {
    fn is_near(&self) -> bool {
        self.near.is_some_and(is_said)
    }
}

/// All content words of a sentence that has a passage to be held against.
pub fn words(scene: &Scene<'_>) -> Vec<Word> {
    let Some(best) = scene.held.first() else {
        return Vec::new();
    };
    let far = far(scene);
    let near = |at: usize| best.nearest(at).map(|it| it.0);
    let far_of = |at: usize| far.get(at).copied().flatten();
    let absent = |at: usize| !best.says(at) && !far_of(at).is_some_and(is_said);
    let weight = |at: usize| scene.weights.get(at).copied().unwrap_or_default();
    let n = scene.words.len();
    let n_absent = (0..n).filter(|at| absent(*at)).count();
    let all: f32 = scene.weights.iter().sum();
    let all_far: f32 = (0..n).filter(|at| far_of(*at) == Some(Kin::Same)).map(weight).sum();
    let sight = |(at, content)| {
        let own = |holds: bool| if holds { weight(at) } else { 0.0 };
        let rest = (all - weight(at)).max(0.1);
        let is_absent = absent(at);
        let slots = scene.held.iter().take(MAX_SLOTS).enumerate();
        let slots =
            slots.filter_map(|(n, it)| Some((n, slot::filler(content, scene.statement.clauses, &scene.words, it)?)));
        let slot = slots.max_by_key(|(n, it)| (it.agreed, std::cmp::Reverse(*n)));
        let sight = Sight {
            at,
            content,
            near: near(at),
            far: far_of(at),
            is_absent,
            others_absent: n_absent - usize::from(is_absent),
            covered: (best.covered * all - own(best.says(at))) / rest,
            covered_far: (all_far - own(far_of(at) == Some(Kin::Same))) / rest,
            slot: slot.map(|it| it.1),
        };
        let held = slot.map_or(0, |it| it.0);
        Word {
            idx: content.idx,
            answers: answers(scene, &sight, held),
            held,
            slot: sight.slot,
            is_absent,
            near: scene.held.get(held).and_then(|it| it.nearest(at)),
            covered: sight.covered,
        }
    };
    scene.words.iter().enumerate().map(sight).collect()
}

/// In how many of the best passages a slot is looked for.
const MAX_SLOTS: usize = 3;

/// By word: how the nearest word of the best passage's stretch stands to it.
fn far(scene: &Scene<'_>) -> Vec<Option<Kin>> {
    let Some(stretch) = scene.held.first().map(|it| it.passage.stretch) else {
        return Vec::new();
    };
    let has: Vec<bool> = scene.words.iter().map(|it| stretch.has(it.stem)).collect();
    // Looked up once for all words that it has not; mostly it has them all, but for one or two.
    let others: Vec<Rc<Senses>> = match has.iter().all(|it| *it) {
        true => Vec::new(),
        false => stretch.words.iter().map(|(_, word)| akin::senses(word, None)).collect(),
    };
    let nearest = |word: &Content| {
        let folded = scene.statement.clauses.word(word.idx).map_or("", |it| it.folded.as_str());
        let senses = akin::senses(folded, None);
        others.iter().filter_map(|it| akin::kin(&senses, it)).min()
    };
    let far = |(has, word): (&bool, &Content)| if *has { Some(Kin::Same) } else { nearest(word) };
    has.iter().zip(&scene.words).map(far).collect()
}

fn answers(scene: &Scene<'_>, sight: &Sight<'_>, held: usize) -> Vec<(&'static str, f32)> {
    let mut acc = Acc(Vec::with_capacity(40));
    of_the_word(scene, sight, &mut acc);
    of_the_sentence(scene, sight, &mut acc);
    together(scene, sight.at, sight.content, &mut acc);
    polarity(scene, sight.at, sight.content, &mut acc);
    if !sight.is_near() {
        of_the_slot(scene, sight, held, &mut acc);
    }
    if sight.is_absent {
        of_absence(sight, &mut acc);
    }
    acc.0
}

fn of_the_word(scene: &Scene<'_>, sight: &Sight<'_>, acc: &mut Acc) {
    let content = sight.content;
    let place = if sight.is_near() {
        "near"
    } else if scene.held.iter().skip(1).any(|it| it.says(sight.at)) {
        "elsewhere"
    } else if sight.far == Some(Kin::Same) {
        "in-stretch"
    } else if sight.is_absent {
        "absent"
    } else {
        "akin-in-stretch"
    };
    let capital = scene.statement.clauses.word(content.idx).is_some_and(|it| it.capital);
    acc.flag("one", true);
    acc.flag(part_name(content), true);
    acc.flag(place, true);
    acc.flag("capital", capital && content.idx > 0);
    acc.flag("opens", content.idx == 0);
    acc.value("depth", f32::from(akin::depth(content.senses())) / 10.0);
    acc.value("senses", (f32::from(akin::n_senses(content.senses())) + 1.0).ln());
    acc.flag("unknown", akin::is_unknown(content.senses()));
}

fn of_the_sentence(scene: &Scene<'_>, sight: &Sight<'_>, acc: &mut Acc) {
    let n = scene.words.len().max(1) as f32;
    acc.value("covered", sight.covered);
    acc.value("covered-far", sight.covered_far);
    acc.value("others-absent", sight.others_absent.min(6) as f32 / 6.0);
    acc.value("share-absent", sight.others_absent as f32 / n);
    acc.value("length", n.ln() / 3.0);
}

fn of_the_slot(scene: &Scene<'_>, sight: &Sight<'_>, held: usize, acc: &mut Acc) {
    acc.flag(kin_name(sight.near, &NEAR_KIN), sight.near.is_some());
    acc.value("covered-not-near", sight.covered);
    acc.flag(role_name(sight.content.near.role), true);
    let Some(slot) = sight.slot else { return };
    let filler = scene.held.get(held).and_then(|it| it.words.get(slot.at));
    acc.value("slot-agreed", f32::from(slot.agreed));
    acc.flag("slot-two", slot.agreed >= 2);
    acc.flag(kin_name(slot.kin, &SLOT_KIN), true);
    let names = sight.content.is_name && filler.is_some_and(|it| it.is_name);
    acc.flag("name-for-name", names && slot.agreed >= 2);
    acc.flag("name-for-name-three", names && slot.agreed >= 3);
    acc.flag("name-for-name-absent", names && slot.agreed >= 2 && sight.is_absent);
    let is_opposite = matches!(slot.kin, Some(Kin::Antonym | Kin::Opposed));
    acc.flag("opposite-in-slot", is_opposite && slot.agreed >= 2);
    let denied = opposite(scene, sight.at, sight.content);
    acc.flag("opposite-denied", denied == Some(true));
    acc.flag("opposite-plain", denied == Some(false));
    let is_tight = matches!(slot.kin, Some(Kin::Sibling(breadth)) if breadth <= TIGHT);
    acc.flag("sibling-in-slot", is_tight && slot.agreed >= 2);
    let (before, after) = (slot.before, slot.after);
    acc.value("verbatim", f32::from(before + after) / 6.0);
    let both = before > 0 && after > 0;
    acc.flag("verbatim-both", both);
    let is_akin = slot.kin.is_some_and(is_said) || matches!(slot.kin, Some(Kin::Similar));
    acc.flag("verbatim-akin", both && is_akin);
    acc.flag("verbatim-stranger", both && slot.kin.is_none());
    acc.flag("verbatim-opposite", both && is_opposite);
    acc.flag("verbatim-sibling", both && matches!(slot.kin, Some(Kin::Sibling(_) | Kin::Cousin(_))));
    acc.flag("verbatim-name", both && names);
    acc.flag("verbatim-long", both && before + after >= 4);
    acc.flag("verbatim-long-stranger", both && before + after >= 4 && slot.kin.is_none());
    acc.flag("verbatim-absent", both && sight.is_absent);
    acc.flag("stranger-in-slot", slot.kin.is_none() && slot.agreed >= 3);
}

/// The breadth of what two siblings are kinds of, as binary digits: a few dozen kinds.
const TIGHT: u8 = 6;

fn of_absence(sight: &Sight<'_>, acc: &mut Acc) {
    let senses = sight.content.senses();
    acc.flag(kin_name(sight.far, &FAR_KIN), true);
    acc.flag(absent_part(sight.content), true);
    acc.value("absent-covered", sight.covered);
    acc.value("absent-covered-far", sight.covered_far);
    acc.flag("absent-alone", sight.others_absent == 0);
    acc.value("absent-others", sight.others_absent.min(6) as f32 / 6.0);
    acc.flag("absent-unknown", akin::is_unknown(senses));
    acc.value("absent-depth", f32::from(akin::depth(senses)) / 10.0);
    acc.flag("absent-slot", sight.slot.is_some_and(|it| it.agreed >= 2));
    for (sort, name) in SORTS {
        acc.flag(name, akin::sorts(senses) & akin::sort(sort) != 0);
    }
}
