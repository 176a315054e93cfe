//! Several for one where nobody speaks: "witnesses saw smoke" for "one witness saw smoke".
//!
//! Only where all other content words are the same; anything more may tell of other people.

use super::descriptor::{Drift, is_head};
use super::{Said, Voice, attributed, counts, lexicon, say};
use crate::check::{Ctx, Passage, Statement};
use crate::fact::{Clauses, Speaker, SpeakerKind, Stem};
use crate::finding::Raised;

pub fn seen(ctx: &Ctx<'_>) -> Vec<Raised> {
    ctx.statements.iter().filter_map(|it| of_statement(ctx, it)).collect()
}

fn of_statement(ctx: &Ctx<'_>, statement: &Statement<'_>) -> Option<Raised> {
    let within = ctx.facts().filter(|(_, it)| statement.span.contains(it.span));
    if attributed(within).next().is_some() {
        return None;
    }
    let ours = statement.clauses.word(0)?;
    let passages = statement.passages.iter().filter(|it| counts(it.candidate));
    let alone = passages.clone().map(|it| it.candidate.source.path.as_str());
    let (passage, head) = passages.clone().find_map(|it| Some((it, one(ctx, &ours.folded, it, statement.clauses)?)))?;
    // Another source may have another one.
    if alone.into_iter().any(|it| it != passage.candidate.source.path) {
        return None;
    }
    let speaker = |words: &str, plural: bool| Speaker {
        kind: SpeakerKind::Unnamed,
        span: None,
        words: words.to_string(),
        title: String::new(),
        head: head.clone(),
        plural,
        rung: 0,
    };
    let span = ours.span.shifted(statement.span.start);
    let words = passage.clauses.word(0)?.span.cover(passage.clauses.word(1)?.span);
    let (ours, theirs) = (speaker(&ours.folded, true), speaker(words.of(&passage.candidate.prose), false));
    let voice = Voice { candidate: passage.candidate, speaker: Some(&theirs), words: passage.candidate.within };
    let said = Said {
        speaker: &ours,
        span,
        replaces: true,
        quoted: false,
        whole: false,
        pronoun: false,
        telling: true,
        voices: Vec::new(),
    };
    say::drifted(ctx, &said, &voice, Drift::Plural)
}

/// The noun of which a passage has one and the draft several, where the rest is the same.
fn one(ctx: &Ctx<'_>, plural: &str, passage: &Passage<'_>, draft: &Clauses) -> Option<String> {
    let first = passage.clauses.word(0)?;
    let noun = passage.clauses.word(1)?;
    let known = lexicon(ctx).crowd.contains(&noun.folded) || lexicon(ctx).roles.contains(&noun.folded);
    let single = matches!(first.folded.as_str(), "one" | "a" | "an");
    if !single || !known || plural == noun.folded || !is_head(plural, &noun.folded) {
        return None;
    }
    let rest = |clauses: &Clauses, from: usize| {
        let mut stems: Vec<Stem> = clauses.words.iter().skip(from).filter_map(|it| it.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    };
    let (ours, theirs) = (rest(draft, 1), rest(passage.clauses, 2));
    (ours.len() >= 2 && ours == theirs).then(|| noun.folded.clone())
}
