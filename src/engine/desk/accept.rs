//! Letting findings stand, and taking that back: the decisions beside the drafts, on disk and in the engine.
//!
//! The file is read again before it is written, since somebody else may have decided something meanwhile; one that does
//! not parse is never written over.

use std::path::PathBuf;

use super::Desk;
use crate::disk;
use crate::engine::decisions::{Decisions, FILE_NAME, Weighed};
use crate::problem::Problem;
use crate::text::TextId;

/// Which findings are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen<'a> {
    All,
    /// `F-` and at least the first eight digits of a fingerprint.
    Ids(&'a [String]),
}

impl Desk {
    /// Where the decisions lie.
    pub fn decisions_path(&self) -> PathBuf {
        self.root.join(FILE_NAME)
    }

    /// Takes the file as it is now. One that does not parse changes nothing.
    pub(super) fn follow_decisions(&mut self) -> Result<(), Problem> {
        let decisions = self.read_decisions()?;
        self.engine.set_decisions(decisions);
        Ok(())
    }

    /// What the file holds now; nothing where there is none.
    fn read_decisions(&self) -> Result<Decisions, Problem> {
        match disk::read_if_there(&self.decisions_path(), FILE_NAME)? {
            Some(text) => Decisions::parse(FILE_NAME, &text),
            None => Ok(Decisions::default()),
        }
    }

    /// Lets findings of settled drafts stand, and says how many. Nothing is written where one of them is not to be found.
    pub fn accept(
        &mut self,
        drafts: &[TextId],
        chosen: Chosen<'_>,
        reason: &str,
        by: Option<&str>,
    ) -> Result<usize, Problem> {
        if reason.trim().is_empty() {
            return Err(Problem::new("accept", "a decision needs its reason", "say why it may stand"));
        }
        let mut decisions = self.read_decisions()?;
        self.engine.set_decisions(decisions.clone());
        let mut found: Vec<(String, Weighed)> = Vec::new();
        let mut accepted: Vec<Weighed> = Vec::new();
        for id in drafts {
            let (said, let_stand) = self.engine.weighed(*id);
            let path = self.engine.path(*id).unwrap_or_default();
            found.extend(said.into_iter().map(|it| (path.to_string(), it)));
            accepted.extend(let_stand);
        }
        if let Chosen::Ids(ids) = chosen {
            let mut chosen = Vec::new();
            for id in ids {
                let digits = digits(id)?;
                let fits = |it: &Weighed| it.finding.fingerprint.starts_with(&digits);
                let mut fitting = found.iter().filter(|(_, it)| fits(it));
                match (fitting.next(), fitting.next()) {
                    (Some(one), None) => chosen.push(one.clone()),
                    (Some(_), Some(_)) => return Err(ambiguous(id)),
                    (None, _) if accepted.iter().any(fits) => {
                        return Err(Problem::new(id, "was accepted already", "take that back first"));
                    }
                    (None, _) => return Err(Problem::new(id, "no finding has this id", "see `backread check`")),
                }
            }
            found = chosen;
        }
        for (path, it) in &found {
            if let Some(replaced) = &it.replaces {
                decisions.remove(replaced);
            }
            decisions.insert(it.decision(path, reason, by));
        }
        if !found.is_empty() {
            disk::write(&self.decisions_path(), FILE_NAME, &decisions.print())?;
        }
        self.engine.set_decisions(decisions);
        Ok(found.len())
    }

    /// Takes decisions back, and says how many.
    pub fn undo(&mut self, ids: &[String]) -> Result<usize, Problem> {
        let mut decisions = self.read_decisions()?;
        let mut n_removed = 0;
        for id in ids {
            let digits = digits(id)?;
            let fitting = decisions.all().map(|it| &it.fingerprint).filter(|it| it.starts_with(&digits));
            let fitting: Vec<String> = fitting.cloned().collect();
            match fitting.as_slice() {
                [one] => n_removed += usize::from(decisions.remove(one).is_some()),
                [] => return Err(Problem::new(id, "no decision has this id", "see decisions.toml")),
                _ => return Err(ambiguous(id)),
            }
        }
        if n_removed > 0 {
            disk::write(&self.decisions_path(), FILE_NAME, &decisions.print())?;
        }
        self.engine.set_decisions(decisions);
        Ok(n_removed)
    }
}

/// The first digits of a fingerprint, from an id as findings show it.
fn digits(id: &str) -> Result<String, Problem> {
    let digits = id.trim().strip_prefix("F-").unwrap_or("").to_ascii_lowercase();
    if digits.len() < 8 || !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
        return Err(Problem::new(id, "is no id of a finding", "write it as F-7c21a0b3"));
    }
    Ok(digits)
}

fn ambiguous(id: &str) -> Problem {
    Problem::new(id, "several findings have this id", "give more digits of the fingerprint")
}
