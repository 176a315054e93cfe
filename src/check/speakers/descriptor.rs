//! Descriptions of speakers without a name: their number, rank, body and trade, and where one drifts from another.
//!
//! A strict generalisation is no drift: "a diplomat" for "a senior Norwegian diplomat". What the draft adds is one unless
//! the source's own paragraph has it.

use crate::fact::Speaker;
use crate::rules::Rules;
use crate::rules::lexicon::speakers::Speakers;

/// How a description differs from the source's.
#[derive(Clone, Debug, PartialEq)]
pub enum Drift {
    /// Several for one.
    Plural,
    /// One for several.
    Singular,
    /// More or fewer of them.
    Count {
        ours: u32,
        theirs: u32,
    },
    Rank,
    Body,
    Role,
}

/// A description taken apart; all lower case.
struct Descriptor<'a> {
    head: &'a str,
    plural: bool,
    count: Option<u32>,
    ranks: Vec<String>,
    /// Nations, bodies and fields.
    bodies: Vec<String>,
}

pub fn is_definite(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "his" | "her" | "their" | "its" | "both")
}

/// Nothing where the draft's description is the source's or a generalisation of it, or nobody can tell.
pub fn drift(rules: &Rules, ours: &Speaker, theirs: &Speaker, paragraph: &str) -> Option<Drift> {
    let lexicon = &rules.lexicon.speakers;
    // "the official": somebody who was brought in before, under other words.
    if is_definite(&ours.words) || ours.head.is_empty() || theirs.head.is_empty() {
        return None;
    }
    let (draft, source) = (Descriptor::of(rules, ours), Descriptor::of(rules, theirs));
    if !is_akin(lexicon, draft.head, source.head) {
        let known = |head: &str| lexicon.role_kinds.knows(head) || lexicon.role_names.knows(head);
        return (known(draft.head) && known(source.head)).then_some(Drift::Role);
    }
    if draft.plural && !source.plural {
        return Some(Drift::Plural);
    }
    if let (Some(ours), Some(theirs)) = (draft.count, source.count)
        && ours != theirs
        && (ours > 1 || theirs > 1)
    {
        return Some(Drift::Count { ours, theirs });
    }
    if rank_drifts(lexicon, &draft, &source) {
        return Some(Drift::Rank);
    }
    if body_drifts(rules, &draft, &source, paragraph) {
        return Some(Drift::Body);
    }
    (!draft.plural && source.plural).then_some(Drift::Singular)
}

/// Whether a description may be of somebody whose name and title are known: "a minister" of "Defence Minister Ola Berg".
pub fn may_be(rules: &Rules, description: &Speaker, named: &Speaker) -> bool {
    let lexicon = &rules.lexicon.speakers;
    // NB: "Nurse Krogh" may be read as a name of two words.
    let words = words(&named.title).chain(words(&named.words)).filter(|it| knows(lexicon, it));
    let titles: Vec<String> = words.collect();
    titles.is_empty() || titles.iter().any(|it| is_akin(lexicon, &description.head, it))
}

fn knows(lexicon: &Speakers, head: &str) -> bool {
    lexicon.role_kinds.knows(head) || lexicon.role_names.knows(head)
}

/// The same trade, or the draft's noun is the more general one.
fn is_akin(lexicon: &Speakers, ours: &str, theirs: &str) -> bool {
    ours == theirs
        || lexicon.bare.contains(ours)
        || lexicon.crowd.contains(ours)
        || lexicon.role_names.are_together(ours, theirs)
        || lexicon.role_kinds.is_head_of(ours, theirs)
        || lexicon.spokespeople.contains(ours)
            && (lexicon.spokespeople.contains(theirs) || lexicon.bare.contains(theirs))
}

impl<'a> Descriptor<'a> {
    fn of(rules: &Rules, speaker: &'a Speaker) -> Descriptor<'a> {
        let lexicon = &rules.lexicon.speakers;
        let mut made = Descriptor {
            head: &speaker.head,
            plural: speaker.plural,
            count: None,
            ranks: Vec::new(),
            bodies: Vec::new(),
        };
        for word in words(&speaker.words) {
            if let Some(count) = count(&word) {
                made.count = made.count.or(Some(count));
            } else if is_head(&word, &speaker.head) || lexicon.empty_modifiers.contains(&word) {
            } else if lexicon.ranks.contains(&word) || lexicon.rank_names.knows(&word) {
                made.ranks.push(word);
            } else if !rules.lexicon.words.function_words.contains(&word) || rules.lexicon.places.knows(&word) {
                made.bodies.push(word);
            }
        }
        if !made.plural && made.count.is_none() {
            made.count = Some(1);
        }
        made
    }
}

/// Lower case, without possessives; "U.S." and "high-ranking" are one word each.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace().filter_map(|it| {
        let lower = it.to_lowercase().replace('’', "'");
        let bare = lower.trim_matches(|it: char| !it.is_alphanumeric() && it != '.').trim_end_matches("'s");
        let bare = bare.trim_end_matches('\'');
        let bare = if bare.matches('.').count() > 1 { bare } else { bare.trim_matches('.') };
        (!bare.is_empty()).then(|| bare.to_string())
    })
}

/// Whether a word is a noun or its plural.
pub fn is_head(word: &str, head: &str) -> bool {
    word == head
        || word.strip_suffix('s') == Some(head)
        || word.strip_suffix("es") == Some(head)
        || word.strip_suffix("ies").is_some_and(|it| head.strip_suffix('y') == Some(it))
        || word.strip_suffix("men").is_some_and(|it| head.strip_suffix("man") == Some(it))
}

fn count(word: &str) -> Option<u32> {
    Some(match word {
        "one" | "a" | "an" => 1,
        "two" | "both" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "dozen" => 12,
        _ => return word.parse().ok().filter(|it| *it < 1_000),
    })
}

/// A rank that the source does not give, or one lost without which it is another office.
fn rank_drifts(lexicon: &Speakers, draft: &Descriptor<'_>, source: &Descriptor<'_>) -> bool {
    let same = |one: &str, other: &str| one == other || lexicon.rank_names.are_together(one, other);
    let added = draft.ranks.iter().any(|it| !source.ranks.iter().any(|other| same(it, other)));
    let turned = source.ranks.iter().filter(|it| lexicon.turning_ranks.contains(*it));
    added || draft.head == source.head && turned.into_iter().any(|it| !draft.ranks.iter().any(|other| same(it, other)))
}

/// A body or nation that neither the source's description has nor its paragraph, where the source gives another one.
fn body_drifts(rules: &Rules, draft: &Descriptor<'_>, source: &Descriptor<'_>, paragraph: &str) -> bool {
    if source.bodies.is_empty() {
        return false;
    }
    let lower = paragraph.to_lowercase();
    let same = |one: &String, other: &String| is_same_body(rules, one, other);
    // A body that is added, and not put in another's place, may be known from the rest of the paragraph.
    let kept = source.bodies.iter().all(|theirs| draft.bodies.iter().any(|ours| same(ours, theirs)));
    draft.bodies.iter().any(|ours| {
        let known = source.bodies.iter().any(|theirs| same(ours, theirs));
        let around = kept && lower.contains(ours.as_str());
        !known && !around
    })
}

/// Words of two descriptions that may stand for one body or nation: "U.S." and "American", "defence" and "defense".
pub fn is_same_body(rules: &Rules, ours: &str, theirs: &str) -> bool {
    let stem = |it: &str| it.trim_end_matches('s').to_string();
    let shared = ours.bytes().zip(theirs.bytes()).take_while(|(a, b)| a == b).count();
    let long = shared >= 4 && shared * 2 >= ours.len().max(theirs.len());
    ours == theirs
        || stem(ours) == stem(theirs)
        || long
        || rules.lexicon.places.are_same(ours, theirs)
        || rules.lexicon.speakers.body_names.are_together(ours, theirs)
}
