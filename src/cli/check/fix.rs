//! `--fix` and `--diff`: what may be changed unasked is changed, or shown.
//!
//! A draft that somebody else has changed since it was read is left as it is, and that is said.

use std::io::Write;

use similar::TextDiff;

use super::batch::Outcome;
use super::drafts::Draft;
use crate::cli::Streams;
use crate::cli::output::counted;
use crate::engine::desk;
use crate::problem::Problem;

/// Writes what was fixed; `false` where a draft could not be written. What came from stdin goes to stdout, changed or not.
pub fn write(draft: &Draft, outcome: &Outcome, streams: &mut Streams) -> anyhow::Result<bool> {
    let Some(path) = &draft.path else {
        streams.out.write_all(outcome.fixed.as_ref().unwrap_or(&draft.text.raw).as_bytes())?;
        return Ok(true);
    };
    let Some(fixed) = &outcome.fixed else { return Ok(true) };
    match desk::rewrite_draft(path, &draft.shown, &draft.text.raw, fixed) {
        Ok(()) => {
            let places = counted(outcome.n_fixes, "place", "places");
            writeln!(streams.err, "note: {}: mended {places}", draft.shown)?;
            Ok(true)
        }
        Err(problem) => {
            writeln!(streams.err, "error: {problem}")?;
            Ok(false)
        }
    }
}

/// The same as a unified diff, which `git apply` and `patch -p1` take.
pub fn diff(path: &str, before: &str, after: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    write!(out, "{}", diff.unified_diff().context_radius(3).header(&old, &new))?;
    Ok(())
}

/// What cannot go together, told before anything is read.
pub fn refused(paths: &[String], fixes: bool) -> Option<Problem> {
    let n_stdin = paths.iter().filter(|it| *it == "-").count();
    (fixes && n_stdin > 0 && paths.len() > 1).then(|| {
        let cause = "the text of stdin would be mixed with what is said of other drafts";
        Problem::new("--fix -", cause, "fix it by itself")
    })
}
