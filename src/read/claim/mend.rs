//! One mistake of the parser that is common and plain: a sentence taken for a noun with a participle.

use crate::fact::{Inflection, Relation, Tag, Word};

/// "The authority ruled out a delay", taken for an authority that was ruled out: with no other verb in the sentence and
/// an object right behind it, the participle is the verb. "A pact announced on Monday" stays what it is.
pub fn mend(words: &mut [Word]) {
    let Some((noun, verb)) = mistaken(words) else {
        return;
    };
    let cased: Vec<u32> = words.iter().filter(|it| it.relation == Relation::Case).filter_map(|it| it.head).collect();
    for (at, word) in words.iter_mut().enumerate() {
        let at = at as u32;
        if at == noun {
            (word.head, word.relation) = (Some(verb), Relation::Nsubj);
        } else if at == verb {
            (word.head, word.relation, word.inflection) = (None, Relation::Root, Inflection::Past);
        } else if word.head == Some(noun) && at > verb {
            word.head = Some(verb);
        } else if word.head == Some(verb) && at > verb && word.relation == Relation::Obl && !cased.contains(&at) {
            word.relation = Relation::Obj;
        }
    }
}

/// The noun at the root and the participle that hangs from it.
fn mistaken(words: &[Word]) -> Option<(u32, u32)> {
    let says = |it: &Word| {
        it.tag == Tag::Auxiliary
            || it.tag == Tag::Verb && !matches!(it.inflection, Inflection::PastParticiple | Inflection::Gerund)
    };
    let noun = words.iter().position(|it| it.head.is_none())?;
    let is_noun = words.get(noun).is_some_and(|it| matches!(it.tag, Tag::Noun | Tag::Name | Tag::Pronoun));
    if !is_noun || words.iter().any(says) {
        return None;
    }
    let hangs = |it: &Word| {
        it.head == Some(noun as u32) && it.relation == Relation::Acl && it.inflection == Inflection::PastParticiple
    };
    let verb = words.iter().position(hangs).filter(|it| *it > noun)?;
    let particle = words.get(verb + 1).is_some_and(|it| it.relation == Relation::Compound && it.tag == Tag::Adposition);
    let object = words.get(verb + 1 + usize::from(particle))?;
    let is_object = matches!(object.tag, Tag::Determiner | Tag::Name | Tag::Noun | Tag::Pronoun | Tag::Adjective);
    (is_object && !object.folded.ends_with("day")).then_some((noun as u32, verb as u32))
}
