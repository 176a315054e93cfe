//! Whether the words around a word stand with it in a passage too, and whether one side alone denies it.

use super::answers::Acc;
use super::scene::{Content, Held, Role, Scene};
use crate::fact::{Clauses, Relation, Stem};
use crate::rules::lexicon::akin::Kin;

fn place(scene: &Scene<'_>, stem: Stem) -> Option<usize> {
    scene.words.iter().position(|it| it.stem == stem)
}

/// A word that a source has, but never with what it stands beside here, was moved from somewhere else.
pub fn together(scene: &Scene<'_>, at: usize, content: &Content, acc: &mut Acc) {
    let beside = [content.near.head, content.near.before, content.near.after];
    let beside = beside.into_iter().flatten().chain(content.near.below.iter().copied());
    let near: Vec<usize> = beside.filter_map(|it| place(scene, it)).collect();
    let head = content.near.head.and_then(|it| place(scene, it));
    let with: Vec<&Held<'_>> = scene.held.iter().filter(|it| it.says(at)).collect();
    if with.is_empty() {
        return;
    }
    let share = |held: &&Held<'_>| match near.is_empty() {
        true => 1.0,
        false => near.iter().filter(|it| held.says(**it)).count() as f32 / near.len() as f32,
    };
    let most = with.iter().map(share).fold(0.0, f32::max);
    let with_head = head.is_some_and(|head| with.iter().any(|it| it.says(head)));
    acc.value("together", most);
    acc.flag("together-none", most == 0.0);
    acc.flag("with-head", with_head);
    acc.flag("arc", head.is_some_and(|head| with.iter().any(|it| is_arc(it, at, head))));
    acc.flag("without-head", head.is_some() && !with_head);
    acc.flag("name-apart", most < 0.34 && content.is_name);
    acc.flag("once", with.len() == 1);
}

/// The two words hang together in the passage as well.
fn is_arc(held: &Held<'_>, at: usize, head: usize) -> bool {
    let (Some(ours), Some(head)) = (held.said(at), held.said(head)) else {
        return false;
    };
    ours.near.head == Some(head.stem) || head.near.head == Some(ours.stem)
}

/// A word that is denied on one side alone.
pub fn polarity(scene: &Scene<'_>, at: usize, content: &Content, acc: &mut Acc) {
    let ours = is_denied(scene.statement.clauses, content.idx);
    let theirs = |held: &Held<'_>| Some(is_denied(held.passage.clauses, held.said(at)?.idx));
    let denied: Vec<bool> = scene.held.iter().filter_map(theirs).collect();
    let (plain, not) = (denied.contains(&false), denied.contains(&true));
    let predicate = content.near.role == Role::Predicate;
    acc.flag("denied", ours);
    acc.flag("denied-alone", ours && plain && !not);
    acc.flag("denied-alone-predicate", ours && predicate && plain && !not);
    acc.flag("denied-both", ours && not);
    acc.flag("denied-there", !ours && not && !plain);
    acc.flag("denied-there-predicate", !ours && predicate && not && !plain);
    acc.flag("denied-absent", ours && denied.is_empty());
    let before = scene.statement.clauses.words.get(content.idx.saturating_sub(2)..content.idx).unwrap_or(&[]);
    acc.flag("after-negator", before.iter().any(|it| is_negator(&it.folded)));
}

/// Where the best passage has the opposite of a word: whether one side alone denies it, so that both say the same.
pub fn opposite(scene: &Scene<'_>, at: usize, content: &Content) -> Option<bool> {
    let held = scene.held.first()?;
    let (kin, theirs) = held.nearest(at)?;
    let theirs = held.words.get(theirs).filter(|_| matches!(kin, Kin::Antonym | Kin::Opposed))?;
    let ours = is_denied(scene.statement.clauses, content.idx);
    Some(ours != is_denied(held.passage.clauses, theirs.idx))
}

fn is_negator(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "n't"
            | "no"
            | "never"
            | "neither"
            | "nor"
            | "without"
            | "unable"
            | "fails"
            | "failed"
            | "lack"
            | "lacks"
            | "refused"
            | "nobody"
    )
}

/// Whether an odd number of negators bear on a word.
fn is_denied(clauses: &Clauses, idx: usize) -> bool {
    let is = |at: usize| clauses.word(at).is_some_and(|it| is_negator(&it.folded));
    let below = clauses.children(idx).filter(|it| is(*it)).count();
    let head = clauses.head(idx);
    let above = head.is_some_and(is);
    let carried =
        clauses.word(idx).is_some_and(|it| matches!(it.relation, Relation::Xcomp | Relation::Obj | Relation::Ccomp));
    let aside = carried && head.is_some_and(|it| clauses.children(it).any(is));
    (below + usize::from(above) + usize::from(aside)) % 2 == 1
}
