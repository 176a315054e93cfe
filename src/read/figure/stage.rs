//! Planned, expected, possible or done: the weakest word in the clause decides.
//!
//! "plans to hire 900", "900 jobs are planned"; not "which planned to hire 900 but hired 300" for the 300.

use super::Scan;
use super::hedge::matches_back;
use crate::fact::Stage;
use crate::rules::lexicon::stages::StageClass;

/// How far back a clause may govern a number, in tokens.
const REACH: usize = 40;

pub(super) fn stage(scan: &Scan<'_>, first: usize, last: usize) -> Stage {
    if !scan.english {
        return Stage::Actual;
    }
    match before(scan, first) {
        Stage::Actual => after(scan, last),
        stage => stage,
    }
}

fn before(scan: &Scan<'_>, first: usize) -> Stage {
    let tokens = scan.tokens;
    let mut stage = Stage::Actual;
    let mut weakest = 0;
    for at in clause(scan, first) {
        // "in May 40 homes".
        if scan.is_taken(at) {
            continue;
        }
        for (phrase, class) in scan.lexicon.stages.before.at(tokens.word(at)) {
            if weakness(*class) > weakest && matches_back(tokens, at, phrase).is_some() {
                weakest = weakness(*class);
                stage = class_stage(*class);
            }
        }
    }
    stage
}

/// The tokens of the clause before one of its own, nearest first; what commas set apart is passed over.
pub(super) fn clause<'a>(scan: &'a Scan<'_>, first: usize) -> impl Iterator<Item = usize> + 'a {
    let tokens = scan.tokens;
    let sentence = tokens.sentence(first);
    let boundaries = &scan.lexicon.stages.boundaries;
    let mut at = first;
    let mut left = REACH;
    std::iter::from_fn(move || {
        at = at.checked_sub(1)?;
        left = left.checked_sub(1)?;
        if tokens.sentence(at) != sentence {
            return None;
        }
        match tokens.mark(at) {
            Some(';' | ':' | '—' | '(' | ')' | '“' | '”' | '"') => return None,
            Some(',') => {
                if matches!(tokens.word(at + 1), "and" | "but" | "or" | "so" | "while") {
                    return None;
                }
                // "The firm, which plans to grow, hired 900": back to before the comma that opened it.
                let opened = (at.saturating_sub(15)..at)
                    .rev()
                    .find(|it| tokens.mark(*it) == Some(',') && boundaries.contains(tokens.word(*it + 1)));
                if let Some(opened) = opened.filter(|it| tokens.sentence(*it) == sentence) {
                    at = opened;
                }
                return Some(at);
            }
            _ => {}
        }
        if tokens.is_word(at) && boundaries.contains(tokens.word(at)) && !is_measure_as(scan, at) {
            return None;
        }
        Some(at)
    })
}

/// The "as" of "as many as" bounds nothing.
fn is_measure_as(scan: &Scan<'_>, at: usize) -> bool {
    scan.tokens.word(at) == "as" && matches!(scan.tokens.word(at + 1), "many" | "much" | "high" | "few" | "long")
        || scan.tokens.word(at) == "as"
            && at > 0
            && matches!(scan.tokens.word(at - 1), "many" | "much" | "high" | "few" | "long")
}

/// "400 jobs *are planned*", "900 people *could* go".
fn after(scan: &Scan<'_>, last: usize) -> Stage {
    let tokens = scan.tokens;
    let sentence = tokens.sentence(last);
    for at in last + 1..last + 9 {
        if tokens.get(at).is_none() || tokens.sentence(at) != sentence {
            return Stage::Actual;
        }
        let word = tokens.word(at);
        for (phrase, class) in scan.lexicon.stages.after.at(word) {
            if tokens.matches(at, phrase).is_some() && !scan.is_taken(at) {
                return class_stage(*class);
            }
        }
        let ends = !tokens.is_word(at) && tokens.mark(at) != Some('-')
            || scan.lexicon.stages.boundaries.contains(word)
            || (scan.lexicon.nouns.prepositions.contains(word) && word != "of")
            || matches!(word, "that" | "and" | "or" | "more" | "had" | "has" | "have")
            || word.ends_with("ed") && at > last + 1;
        if ends {
            return Stage::Actual;
        }
    }
    Stage::Actual
}

fn class_stage(class: StageClass) -> Stage {
    match class {
        StageClass::Forecast => Stage::Forecast,
        StageClass::Planned => Stage::Planned,
        StageClass::Target => Stage::Target,
        StageClass::Possible => Stage::Possible,
    }
}

/// In the order of [`Stage`].
fn weakness(class: StageClass) -> u8 {
    match class {
        StageClass::Forecast => 1,
        StageClass::Planned => 2,
        StageClass::Target => 3,
        StageClass::Possible => 4,
    }
}
