//! How a server stands: what was loaded and what could not be, and how much of each open draft the sources speak to.
//!
//! Counts, paths and causes; never words of a text. Of a confidential source only its number.

use lsp_types::Url;
use serde_json::{Value, json};

use crate::engine::Coverage;
use crate::engine::desk::{Corpus, Desk, Head};
use crate::text::TextId;

/// Of one desk or of several.
#[derive(Debug, Default)]
pub struct Status {
    n_sources: usize,
    n_unread: usize,
    n_findings: usize,
    is_loading: bool,
    problems: Vec<String>,
    drafts: Vec<Value>,
}

impl Status {
    pub fn add(&mut self, desk: &Desk, is_loading: bool) {
        let corpus = desk.engine.corpus();
        self.n_sources += corpus.n_sources();
        self.n_unread += corpus.unread().len();
        self.is_loading |= is_loading;
        let problems = desk.problems.iter().chain(&desk.unmet).chain(corpus.problems());
        self.problems.extend(problems.map(|it| desk.named(it).to_string()));
    }

    pub fn add_draft(&mut self, desk: &Desk, id: TextId, uri: &str) {
        let n_findings = desk.engine.findings(id).len();
        let coverage = desk.engine.coverage(id);
        self.n_findings += n_findings;
        self.drafts.push(json!({
            "uri": uri,
            "coverage": counts(&coverage),
            "findings": n_findings,
            "accepted": coverage.accepted,
        }));
    }

    /// For the client's log.
    pub fn line(&self) -> String {
        let unread = if self.n_unread > 0 { format!(", {} unreadable", self.n_unread) } else { String::new() };
        let loading = if self.is_loading { ", still reading" } else { "" };
        format!(
            "sources: {}{unread}{loading} · drafts: {} · findings: {} · problems: {}",
            self.n_sources,
            self.drafts.len(),
            self.n_findings,
            self.problems.len()
        )
    }

    pub fn value(self) -> Value {
        json!({
            "sources": self.n_sources,
            "unread": self.n_unread,
            "loading": self.is_loading,
            "problems": self.problems,
            "drafts": self.drafts,
        })
    }
}

/// By kind and standing; what there is none of is left out.
fn counts(coverage: &Coverage) -> Value {
    let kinds = coverage.by_kind.iter().map(|(kind, standings)| {
        let counts: serde_json::Map<String, Value> =
            standings.iter().map(|(standing, n)| (standing.word().to_string(), (*n).into())).collect();
        (kind.to_string(), Value::Object(counts))
    });
    Value::Object(kinds.collect())
}

/// Each source of a desk with what it says of itself.
pub fn sources(desk: &Desk) -> Vec<Value> {
    let corpus = desk.engine.corpus();
    corpus.heads().enumerate().map(|(n, it)| source(n + 1, it, corpus)).collect()
}

fn source(number: usize, source: &Head, corpus: &Corpus) -> Value {
    let (id, n_facts) = (format!("S{number}"), source.n_facts);
    if source.reference.confidential {
        return json!({"id": id, "confidential": true, "facts": n_facts});
    }
    let problems = corpus.problems().iter().filter(|it| it.path == source.reference.path).map(ToString::to_string);
    json!({
        "id": id,
        "path": source.reference.path,
        "uri": Url::from_file_path(&source.disk_path).ok(),
        "kind": source.reference.kind.word(),
        "trust": corpus.trust(source).word(),
        "date": source.meta.date,
        "outlet": source.meta.outlet,
        "facts": n_facts,
        "problems": problems.collect::<Vec<String>>(),
    })
}
