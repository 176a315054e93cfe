//! What is told of desks beside findings: problems where they can be mended, and lines in the client's log.
//!
//! A mistake is shown in the file that has it, what sources lack at the key that names them, and what has no place of its
//! own once, in the first line of the draft that was opened first: many clients hide logs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use lsp_types::{Diagnostic, MessageType, Url};

use super::Session;
use super::draft::Draft;
use crate::engine::Coverage;
use crate::engine::desk::{Changes, Desk};
use crate::finding::Standing;
use crate::problem::Problem;
use crate::server::convert;
use crate::server::load::{DeskId, Mistaken};
use crate::server::publish::{Publish, Request};

/// Problems, and what the client was shown of them.
#[derive(Debug, Default)]
pub(super) struct Problems {
    /// By folder, what keeps its configuration from holding.
    pub mistakes: BTreeMap<PathBuf, Mistaken>,
    /// By file that is no draft.
    pub posted: BTreeMap<Url, Vec<Diagnostic>>,
    /// What failed of our own.
    faults: BTreeSet<String>,
    /// By open file of ours: the version that was published, and what of it.
    pub pages: BTreeMap<Url, (i32, Vec<Diagnostic>)>,
    /// By desk, what has no place of its own.
    rest: BTreeMap<DeskId, Vec<Problem>>,
}

/// What became of a desk's sources, and how its drafts stood before.
#[derive(Debug)]
pub(super) struct Told {
    what: String,
    before: Standings,
}

type Standings = BTreeMap<(&'static str, Standing), usize>;

/// Named at most in a line about sources.
const MAX_NAMES: usize = 3;

/// Problems at one place: more are counted.
pub(super) const MAX_AT_PLACE: usize = 10;

impl Told {
    pub fn of(desk: &Desk, drafts: &BTreeMap<Url, Draft>, id: DeskId, changes: &Changes) -> Told {
        let kinds = [(&changes.added, "added"), (&changes.changed, "changed"), (&changes.removed, "removed")];
        let parts = kinds.into_iter().filter(|(names, _)| !names.is_empty());
        let parts: Vec<String> = parts.map(|(names, what)| format!("{} {what}", listed(names))).collect();
        let what = if parts.is_empty() { "sources changed".to_string() } else { parts.join(", ") };
        Told { what, before: standings(desk, drafts, id) }
    }

    /// With a later change that came before this one was told.
    pub fn and(self, later: Told) -> Told {
        Told { what: format!("{}, {}", self.what, later.what), before: self.before }
    }
}

/// "a.md, b.md, c.md and 4 more"
fn listed(names: &[String]) -> String {
    let named = names.iter().take(MAX_NAMES).map(|it| it.rsplit('/').next().unwrap_or(it));
    let named = named.collect::<Vec<&str>>().join(", ");
    if names.len() > MAX_NAMES { format!("{named} and {} more", names.len() - MAX_NAMES) } else { named }
}

fn standings(desk: &Desk, drafts: &BTreeMap<Url, Draft>, id: DeskId) -> Standings {
    let mut standings = Standings::new();
    for draft in drafts.values().filter(|it| it.desk == Some(id)) {
        let Coverage { by_kind, .. } = desk.engine.coverage(draft.id);
        for (kind, counts) in by_kind {
            for (standing, n) in counts {
                *standings.entry((kind, standing)).or_default() += n;
            }
        }
    }
    standings
}

/// "3 figures now supported, 1 quote now differs"
fn difference(before: &Standings, after: &Standings) -> String {
    let told = [
        (Standing::Supported, "now supported"),
        (Standing::Conflicting, "now differs"),
        (Standing::Strengthened, "now weaker in the sources"),
        (Standing::Disputed, "now disputed"),
        (Standing::Unsupported, "now without a source"),
    ];
    let mut parts = Vec::new();
    for (kind, one) in [("figures", "figure"), ("quotes", "quotation")] {
        for (standing, words) in told {
            let count = |of: &Standings| of.get(&(kind, standing)).copied().unwrap_or(0);
            let more = count(after).saturating_sub(count(before));
            match more {
                0 => {}
                1 => parts.push(format!("1 {one} {words}")),
                n => parts.push(format!("{n} {one}s {}", words.replace("differs", "differ"))),
            }
        }
    }
    if parts.is_empty() { "nothing else in the open drafts".to_string() } else { parts.join(", ") }
}

impl Session {
    /// One line: what was read, and what could not be.
    pub(super) fn tell_status(&self, id: DeskId) {
        let Some(desk) = self.desks.get(&id) else {
            return;
        };
        let corpus = desk.engine.corpus();
        let n = corpus.n_sources();
        let read = format!("{n} {} read", if n == 1 { "source" } else { "sources" });
        let unread = corpus.unread();
        let line = if unread.is_empty() {
            read
        } else {
            format!("{read}, {} could not be ({})", unread.len(), listed(unread))
        };
        self.outbox.log(MessageType::INFO, line);
    }

    /// Says once of each thing that failed of our own that it did. Nothing of the text is told: it may be what was wrong.
    pub(super) fn tell_faults(&mut self) {
        let faults: Vec<String> = self.desks.values_mut().flat_map(|it| it.engine.take_faults()).collect();
        for line in faults {
            if self.told.faults.insert(line.clone()) {
                self.outbox.log(MessageType::ERROR, line);
            }
        }
    }

    /// What the last change of sources came to, once all drafts are checked against them.
    pub(super) fn tell_changes(&mut self) {
        let drafts = &self.drafts;
        let is_done = |id: DeskId| !drafts.values().any(|it| it.desk == Some(id) && (it.is_unpublished || it.is_stale));
        let done: Vec<DeskId> = self.changes.keys().copied().filter(|it| is_done(*it)).collect();
        for id in done {
            if let (Some(told), Some(desk)) = (self.changes.remove(&id), self.desks.get(&id)) {
                let after = standings(desk, &self.drafts, id);
                let line = format!("{}: {}", told.what, difference(&told.before, &after));
                self.outbox.log(MessageType::INFO, line);
            }
        }
    }

    /// Shows every problem in its place, and takes off what is none any more.
    pub(super) fn tell_problems(&mut self) {
        let mut placed: Vec<(PathBuf, Problem)> = Vec::new();
        let mut rest: BTreeMap<DeskId, Vec<Problem>> = BTreeMap::new();
        for mistaken in self.told.mistakes.values() {
            placed.extend(mistaken.problems.iter().map(|it| (mistaken.root.join(&it.path), it.clone())));
        }
        for (id, desk) in &self.desks {
            let (its, others) = desk.places_of_problems();
            placed.extend(its);
            rest.insert(*id, others);
        }
        placed.sort();
        placed.dedup();
        let mut posted: BTreeMap<Url, Vec<Diagnostic>> = BTreeMap::new();
        for (path, problem) in placed.into_iter().filter(|(path, _)| path.is_file()) {
            if let Ok(uri) = Url::from_file_path(&path) {
                posted.entry(uri).or_default().push(convert::problem(&problem, &self.client));
            }
        }
        for diagnostics in posted.values_mut() {
            convert::cap_at_place(diagnostics, MAX_AT_PLACE);
        }
        if !self.settings.pull {
            // NB: of a file that is open the text in the editor is told.
            let gone = self.told.posted.keys().filter(|it| !posted.contains_key(*it) && !self.is_page(it));
            for uri in gone {
                self.outbox.publish(Publish { uri: uri.clone(), version: None, diagnostics: Vec::new() });
            }
            for (uri, diagnostics) in &posted {
                if self.told.posted.get(uri) != Some(diagnostics) && !self.is_page(uri) {
                    let diagnostics = diagnostics.clone();
                    self.outbox.publish(Publish { uri: uri.clone(), version: None, diagnostics });
                }
            }
        } else if self.told.posted != posted {
            self.refresh_diagnostics();
        }
        self.told.posted = posted;
        self.reconsider_pages();
        let before = std::mem::replace(&mut self.told.rest, rest);
        let of = |rest: &BTreeMap<DeskId, Vec<Problem>>, id: DeskId| rest.get(&id).cloned().unwrap_or_default();
        for draft in self.drafts.values_mut() {
            draft.is_unpublished |= draft.desk.is_some_and(|id| of(&before, id) != of(&self.told.rest, id));
        }
    }

    /// What is shown in a draft's first line.
    pub(super) fn first_line(&self, draft: &Draft, desk: &Desk) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        if draft.is_too_large() {
            told.push(convert::note("this draft is over 20 MB, and is not checked; cut it into parts", None));
        } else if draft.is_large() {
            let words = "this draft is over 1 MB: it is checked when typing pauses";
            told.push(convert::note(words, None));
        }
        told.extend(convert::notes(&desk.engine, draft.id, &self.client));
        let is_first = !self.drafts.values().any(|it| it.desk == draft.desk && it.opened < draft.opened);
        if let Some(rest) = draft.desk.and_then(|it| self.told.rest.get(&it)).filter(|it| is_first && !it.is_empty()) {
            let lines: Vec<String> = rest.iter().take(MAX_AT_PLACE).map(ToString::to_string).collect();
            let more = rest.len().saturating_sub(MAX_AT_PLACE);
            let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
            told.push(convert::note(&format!("{}{more}", lines.join("\n")), None));
        }
        told
    }

    /// What was told in the first line of a draft that is gone is told in another's.
    pub(super) fn tell_in_another(&mut self, gone: &Draft) {
        let is_told = gone.desk.and_then(|it| self.told.rest.get(&it)).is_some_and(|it| !it.is_empty());
        let others = self.drafts.values_mut().filter(|it| is_told && it.desk == gone.desk);
        if let Some(next) = others.min_by_key(|it| it.opened).filter(|it| it.opened > gone.opened) {
            next.is_unpublished = true;
        }
    }

    /// Marks that hang on sources are asked for again.
    pub(super) fn refresh_marks(&self) {
        if self.settings.inlay_hints && self.client.refreshes_hints {
            self.outbox.ask(Request::RefreshHints);
        }
        if self.settings.code_lens && self.client.refreshes_lenses {
            self.outbox.ask(Request::RefreshLenses);
        }
    }
}
