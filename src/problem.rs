//! What could not be done, why, and what would help. Ours to explain, never the writer's fault to find.

mod mistake;

pub use mistake::{did_you_mean, mistake, nearest};

use crate::text::TextSpan;

/// One thing that went wrong with one file; the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as it is shown to the user.
    pub path: String,
    /// Where in the file, for configuration and rule files.
    pub span: Option<TextSpan>,
    /// 1-based line and column of `span`'s start.
    pub at: Option<(u32, u32)>,
    /// What is the matter, one clause, lower case, no full stop.
    pub cause: String,
    /// What would help, one imperative; empty where nothing would.
    pub remedy: String,
}

impl Problem {
    pub fn new(path: impl Into<String>, cause: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Problem { path: path.into(), span: None, at: None, cause: cause.into(), remedy: remedy.into() }
    }

    /// A problem at a byte span of a text that is at hand.
    pub fn at(mut self, text: &str, span: TextSpan) -> Problem {
        let head = text.get(..span.start as usize).unwrap_or(text);
        let line = head.matches('\n').count() as u32 + 1;
        let column = head.rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1;
        self.span = Some(span);
        self.at = Some((line, column));
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.path, self.cause)?,
            None => write!(f, "{}: {}", self.path, self.cause)?,
        }
        if !self.remedy.is_empty() {
            write!(f, "; {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
