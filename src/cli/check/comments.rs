//! `--comments`: a copy of a Word draft with a comment at each finding, for those who go on working in Word.
//!
//! The draft itself is never written, whatever way the copy's name leads to it.

use std::path::{Path, PathBuf};

use super::drafts::Gathered;
use crate::cli::output::{Checked, EvidenceShown};
use crate::engine::desk::{self, Comment};
use crate::finding::{Evidence, Finding, Relation};
use crate::problem::Problem;

/// Which draft is copied, and to where.
#[derive(Debug)]
pub struct Copy {
    draft: PathBuf,
    shown: String,
    to: PathBuf,
}

impl Copy {
    pub fn of(to: &Path, gathered: &Gathered) -> Result<Copy, Problem> {
        let mut drafts = gathered.desks.iter().flat_map(|(_, drafts)| drafts);
        let (Some(draft), None) = (drafts.next(), drafts.next()) else {
            let remedy = "run it once for each";
            return Err(Problem::new("--comments", "writes a copy of one Word draft", remedy));
        };
        let Some(path) = draft.path.clone().filter(|it| is_word(it)) else {
            let cause = "comments are written into a copy of a .docx draft only";
            return Err(Problem::new(&*draft.shown, cause, "save it as .docx"));
        };
        if !is_word(to) {
            let cause = "not the name of a Word document";
            return Err(Problem::new(to.display().to_string(), cause, "give the copy a name that ends in .docx"));
        }
        if is_same(to, &path) {
            let cause = "the draft itself, which is never changed";
            return Err(Problem::new(to.display().to_string(), cause, "give the copy another name"));
        }
        Ok(Copy { draft: path, shown: draft.shown.clone(), to: to.to_path_buf() })
    }

    pub fn write(&self, draft: &Checked, shown: EvidenceShown) -> Result<(), Problem> {
        let comments: Vec<Comment> = draft.findings.iter().map(|it| comment(it, shown)).collect();
        let copy = desk::commented(&self.draft, &self.shown, &comments)?;
        desk::write_copy(&self.to, &self.to.display().to_string(), &copy)
    }
}

fn is_word(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase();
    extension == "docx" || extension == "docm"
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = |it: &Path| std::fs::canonicalize(it).unwrap_or_else(|_| desk::absolute(it));
    real(one) == real(other)
}

fn comment(finding: &Finding, shown: EvidenceShown) -> Comment {
    let mut lines = vec![finding.message.clone()];
    match shown {
        EvidenceShown::Full => lines.extend(finding.evidence.iter().map(|it| said(it, true))),
        EvidenceShown::Locator => lines.extend(finding.evidence.iter().map(|it| said(it, false))),
        EvidenceShown::None => {}
    }
    if !finding.help.is_empty() {
        lines.push(finding.help.clone());
    }
    lines.push(format!("{} · {} · {}", finding.severity.word(), finding.rule, finding.id));
    Comment { span: finding.span, lines }
}

/// "sources/minutes.docx (under “Harbour”) differs: “The quay took 800 crates.”"
fn said(evidence: &Evidence, words: bool) -> String {
    let relation = match evidence.relation {
        Relation::Supports => "supports",
        Relation::Conflicts => "differs",
        Relation::Weaker => "says less",
        Relation::Nearest => "nearest",
    };
    let place = format!("{} ({}) {relation}", evidence.source, evidence.locator_or_line());
    if !words || evidence.confidential || evidence.text.is_empty() {
        return place;
    }
    let words = evidence.text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.starts_with(['“', '"']) {
        true => format!("{place}: {words}"),
        false => format!("{place}: “{words}”"),
    }
}
