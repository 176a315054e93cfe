//! A mistake in a TOML file, in our words: what was found, where, and the nearest thing that is known.
//!
//! The parser's message is kept where it says enough by itself. For an unknown key it names all known ones; we name the
//! closest, and the whole list only where nothing is close.

use super::Problem;
use crate::text::TextSpan;

/// File, line, key, what was found and the nearest known thing. `keys` are added to those that the parser expected.
pub fn mistake(path: &str, text: &str, error: &toml::de::Error, keys: &[&str]) -> Problem {
    let message = error.message().lines().next().unwrap_or("does not parse").to_string();
    let found = error.span().and_then(|it| text.get(it)).unwrap_or("").trim_matches(['"', ' ', '\n']).to_string();
    let (cause, remedy) = if let Some(rest) = message.strip_prefix("unknown field ") {
        let (named, expected) = rest.split_once(',').unwrap_or((rest, ""));
        let mut known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        if known.is_empty() {
            known.extend(keys);
        }
        let named = named.trim_matches('`');
        (format!("unknown key \"{named}\""), did_you_mean(named, &known))
    } else if message.starts_with("unknown variant") {
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        (format!("\"{found}\" is not known here"), did_you_mean(&found, &known))
    } else {
        (message, "mend the file; see `backread schema`".to_string())
    };
    let problem = Problem::new(path, cause, remedy);
    match error.span() {
        Some(range) => problem.at(text, TextSpan::new(range.start, range.end)),
        None => problem,
    }
}

/// "did you mean \"level\"?", or the list where nothing is near.
pub fn did_you_mean(found: &str, known: &[&str]) -> String {
    match nearest(found, known) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("known are {}", known.join(", ")),
    }
}

/// The known word that `found` is a likely misspelling of: at most a third of its letters differ.
pub fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    let near = |word: &&&str| strsim::osa_distance(found, word);
    let best = known.iter().min_by_key(near)?;
    (near(&best) * 3 <= best.len().max(found.len())).then_some(*best)
}
