//! What the writer can do about a finding: take what the source has, let it stand, look at the source, trust it less.
//!
//! Plain values, made anew each time they are asked for; an action is known again by its finding and its key. Nothing is
//! changed here: an edit is the client's to apply, a decision is a command. Of a confidential source only its number
//! is told.

mod files;

use std::path::{Path, PathBuf};

use crate::config::Insert;
use crate::engine::desk::Desk;
use crate::finding::{Edit, Evidence, Finding, Relation, Safety, Suggestion, safe};
use crate::text::{TextId, TextSpan};

/// Something that is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    pub title: String,
    /// Names it among those of the same finding, whatever else has changed.
    pub key: String,
    pub mends: Vec<Mended>,
    /// There is one sure answer, and this is it.
    pub preferred: bool,
    pub does: Does,
}

/// What an action is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Mended {
    Finding {
        id: String,
        rule: String,
        span: TextSpan,
    },
    /// What is said once about a draft, by the source that it is about.
    Note(String),
}

impl Mended {
    pub fn id(&self) -> Option<&str> {
        match self {
            Mended::Finding { id, .. } => Some(id),
            Mended::Note(_) => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// Edits of the draft, sorted and disjoint.
    Draft(Vec<Edit>),
    File(FileEdit),
    /// Opens a place in a source; the number is the evidence's among its finding's.
    Open(Box<Evidence>, usize),
    /// Lets the finding stand, for this reason.
    Accept(String),
}

/// Something put into a file other than the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct FileEdit {
    pub path: PathBuf,
    /// What the file holds now; `None` makes it.
    pub text: Option<String>,
    /// Of the text, where the client has it open.
    pub version: Option<i32>,
    pub insert: Insert,
}

/// All that actions are made with.
pub struct Scene<'a> {
    pub desk: &'a Desk,
    pub draft: TextId,
    /// The sources are still being read: what is not among them may be so yet.
    pub is_loading: bool,
    pub creates_files: bool,
    pub shows_documents: bool,
    /// A text that the client has open, with its version.
    pub open: &'a dyn Fn(&Path) -> Option<(String, i32)>,
}

/// Places in sources that are offered for one finding.
const MAX_OPENED: usize = 3;

/// Over a selection that meets more findings than these only their own suggestions are offered: nobody reads the rest.
const MAX_FINDINGS: usize = 8;

/// The key of the action that applies all safe fixes.
pub const FIX_ALL: &str = "fix-all";

impl Scene<'_> {
    /// What can be done about the findings that meet a span: the findings' own suggestions first.
    pub fn actions(&self, span: TextSpan) -> Vec<Action> {
        let findings = self.desk.engine.findings(self.draft);
        let mut actions: Vec<(usize, Action)> = Vec::new();
        let met: Vec<&Finding> = findings.iter().filter(|it| meets(it.span, span)).collect();
        for finding in &met {
            actions.extend(if met.len() > MAX_FINDINGS { suggestions(finding) } else { self.of_finding(finding) });
        }
        // NB: a stable sort, so that the findings keep the order of the text.
        actions.sort_by_key(|(rank, _)| *rank);
        let mut merged: Vec<Action> = Vec::new();
        for (_, action) in actions {
            // Two findings may lead to one source: that is one action.
            match merged.iter_mut().find(|it| it.title == action.title && it.does == action.does) {
                Some(same) => same.mends.extend(action.mends),
                None => merged.push(action),
            }
        }
        merged
    }

    /// One action of one finding, found again. `None` where either has gone.
    pub fn again(&self, id: &str, key: &str) -> Option<Action> {
        let findings = self.desk.engine.findings(self.draft);
        let finding = findings.iter().find(|it| it.id == id)?;
        self.of_finding(finding).into_iter().map(|(_, it)| it).find(|it| it.key == key)
    }

    /// All fixes of the draft that are safe; of two that overlap, the first.
    pub fn fix_all(&self) -> Option<Action> {
        let findings = self.desk.engine.findings(self.draft);
        let safe = safe(&findings);
        let mends: Vec<Mended> = safe.iter().map(|(finding, _)| mended(finding)).collect();
        let mut edits: Vec<Edit> = safe.iter().flat_map(|(_, it)| it.edits.iter().cloned()).collect();
        edits.sort_by_key(|it| it.span);
        let title = "apply all safe fixes".to_string();
        let does = Does::Draft(edits);
        let action = Action { title, key: FIX_ALL.to_string(), mends, preferred: false, does };
        (!action.mends.is_empty()).then_some(action)
    }

    /// With the place of its kind in the order in which they are offered.
    fn of_finding(&self, finding: &Finding) -> Vec<(usize, Action)> {
        let action = |title: String, key: String, does: Does| Action {
            title,
            key,
            mends: vec![mended(finding)],
            preferred: false,
            does,
        };
        let mut actions = suggestions(finding);
        // A stet is mended or taken out, not waved through by another one.
        if !finding.rule.ends_with("-stet") {
            let reasons: Vec<String> = self.reasons();
            let stets = self.desk.engine.stets(self.draft, finding, &reasons);
            for (edit, reason) in stets.into_iter().zip(&reasons) {
                let title = format!("stet {}: {reason}", finding.rule);
                actions.push((2, action(title, format!("stet {reason}"), Does::Draft(vec![edit]))));
            }
            for reason in &reasons {
                let title = format!("accept {}: {reason}", finding.rule);
                actions.push((3, action(title, format!("accept {reason}"), Does::Accept(reason.clone()))));
            }
        }
        if let Some(edit) = self.own_reporting(finding) {
            let title = format!("record as own reporting in {}", files::OWN_REPORTING);
            actions.push((4, action(title, "own reporting".to_string(), Does::File(edit))));
        }
        if self.shows_documents {
            let mut places = Vec::new();
            for (n, it) in finding.evidence.iter().enumerate() {
                if places.len() < MAX_OPENED && !places.contains(&it.place) {
                    places.push(it.place);
                    let does = Does::Open(Box::new(it.clone()), n);
                    actions.push((1, action(self.open_title(it), format!("open {n}"), does)));
                }
            }
        }
        for (source, edit) in self.leads(finding) {
            let name = file_name(&source.reference.path);
            let key = format!("lead {}", source.reference.path);
            actions.push((5, action(format!("treat {name} as a lead only"), key, Does::File(edit))));
        }
        for (source, later, edit) in self.superseded(finding) {
            let name = file_name(&source.reference.path);
            let by = later.map_or(String::new(), |it| format!(" by {}", file_name(&it.reference.path)));
            let key = format!("superseded {}", source.reference.path);
            actions.push((6, action(format!("treat {name} as superseded{by}"), key, Does::File(edit))));
        }
        actions
    }

    /// The ready-made ones, each on one line.
    fn reasons(&self) -> Vec<String> {
        let reasons = self.desk.config.reasons.iter().flat_map(|it| &it.value);
        let reasons = reasons.map(|it| it.split_whitespace().collect::<Vec<&str>>().join(" "));
        reasons.filter(|it| !it.is_empty()).collect()
    }

    fn open_title(&self, evidence: &Evidence) -> String {
        let place = evidence.locator_or_line();
        match evidence.confidential {
            true => format!("open the confidential source ({}, {place})", evidence.source),
            false => format!("open {}, {place}", file_name(&evidence.source)),
        }
    }
}

/// What the finding itself offers.
fn suggestions(finding: &Finding) -> Vec<(usize, Action)> {
    let action = |(n, it): (usize, &Suggestion)| Action {
        title: it.title.clone(),
        key: format!("suggestion {n}"),
        mends: vec![mended(finding)],
        preferred: is_sure(finding, it),
        does: Does::Draft(it.edits.clone()),
    };
    finding.suggestions.iter().enumerate().map(|it| (0, action(it))).collect()
}

fn mended(finding: &Finding) -> Mended {
    Mended::Finding { id: finding.id.clone(), rule: finding.rule.clone(), span: finding.span }
}

/// Whether a suggestion is the one sure answer: it may be applied unasked, or it is the only one, no source differs from
/// another, and nobody would be named by it.
fn is_sure(finding: &Finding, suggestion: &Suggestion) -> bool {
    if suggestion.safety == Safety::Safe {
        return true;
    }
    let rule = finding.rule.as_str();
    let is_open = rule.starts_with("conflicting-")
        || rule.starts_with("disputed-")
        || matches!(rule, "misattribution" | "nameable-speaker");
    let has = |relation: Relation| finding.evidence.iter().any(|it| it.relation == relation);
    finding.suggestions.len() == 1 && !is_open && !(has(Relation::Supports) && has(Relation::Conflicts))
}

/// An empty span meets what it touches; another one what it shares a byte with.
fn meets(finding: TextSpan, asked: TextSpan) -> bool {
    match asked.is_empty() {
        true => finding.start <= asked.start && asked.start <= finding.end,
        false => finding.overlaps(asked) || finding.is_empty() && asked.contains(finding),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
