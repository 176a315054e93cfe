//! The commands that a client can have run by us. What cannot be done is refused with a word for the writer.

use lsp_types::{ExecuteCommandParams, Range, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::work::{advance, seat};
use super::{Reply, Session};
use crate::dossier::{self, Asked};
use crate::engine::desk::{self, Chosen, Desk, Head, opened};
use crate::server::convert;
use crate::server::features::status;
use crate::server::load::DeskId;
use crate::server::publish::Request;
use lsp_types::MessageType;

/// `backread.status` and `backread.sources`: of one draft's desk, or of all.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    draft: Option<Url>,
}

/// `backread.report`: of one draft, and what stands in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    draft: Url,
    /// html, md or json.
    format: Option<String>,
    /// `now`, or a date as it is written for the command line.
    date: Option<String>,
}

/// `backread.openEvidence`: a place, or a finding's evidence by its number.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Evidence {
    Place {
        uri: Url,
        range: Range,
    },
    Numbered {
        draft: Url,
        id: String,
        #[serde(default)]
        evidence: usize,
    },
}

/// `backread.accept`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    draft: Url,
    ids: Vec<String>,
    reason: String,
    by: Option<String>,
}

impl Session {
    pub(super) fn command(&mut self, params: ExecuteCommandParams, reply: Reply<Result<Value, String>>) {
        let arguments = params.arguments;
        let answer = match params.command.as_str() {
            "backread.status" => optional(arguments).and_then(|it| self.status(&it, &reply)),
            "backread.sources" => optional(arguments).and_then(|it| self.sources(&it)),
            "backread.report" => one(arguments).and_then(|it| self.report(&it, &reply)),
            "backread.openEvidence" => one(arguments).and_then(|it| self.open_evidence(it, &reply)),
            "backread.accept" => one(arguments).and_then(|it| self.accept(&it, &reply)),
            "backread.reload" => {
                self.reload();
                Ok(Value::Null)
            }
            other => Err(format!("no command is called {other}")),
        };
        let _ = reply.send(answer);
    }

    /// How it stands: sources, problems, and each open draft's coverage.
    ///
    /// Takes nothing, or `{"draft": uri}`. Answers `{"sources": 12, "unread": 1, "loading": false, "problems": ["…"],
    /// "drafts": [{"uri": "…", "coverage": {"figures": {"supported": 3}}, "findings": 2, "accepted": 0}]}`.
    fn status<T>(&mut self, about: &About, reply: &Reply<T>) -> Result<Value, String> {
        let ids = self.asked_about(about)?;
        let uris: Vec<Url> = self.drafts.keys().cloned().collect();
        for uri in &uris {
            if let Some((draft, desk)) = seat(&mut self.drafts, &mut self.desks, uri) {
                while !reply.is_closed() && advance(draft, desk) {}
            }
        }
        let mut status = status::Status::default();
        for id in &ids {
            if let Some(desk) = self.desks.get(id) {
                status.add(desk, desk.engine.is_loading());
                for draft in self.drafts.values().filter(|it| it.desk == Some(*id)) {
                    status.add_draft(desk, draft.id, draft.uri.as_str());
                }
            }
        }
        // A lens leads here with its draft, and most clients drop the answer: it can be read in the log. One that asks for
        // all has the answer to show, and may ask with every edit.
        if about.draft.is_some() {
            self.outbox.log(MessageType::INFO, status.line());
        }
        Ok(status.value())
    }

    /// What was loaded, in the order of paths.
    ///
    /// Takes nothing, or `{"draft": uri}`. Answers `[{"id": "S1", "path": "…", "uri": "…", "kind": "report", "trust":
    /// "normal", "date": "…", "outlet": "…", "facts": 7, "problems": []}]`; of a confidential source `id`, `confidential` and the
    /// number of facts alone.
    fn sources(&self, about: &About) -> Result<Value, String> {
        let ids = self.asked_about(about)?;
        let desks = ids.iter().filter_map(|it| self.desks.get(it));
        Ok(Value::Array(desks.flat_map(status::sources).collect()))
    }

    /// Writes the dossier of a draft into the cache, over the one before.
    ///
    /// Takes `{"draft": uri, "format": "html", "date": "now"}`; the last two may be left out. Answers the path of the file.
    fn report<T>(&mut self, report: &Report, reply: &Reply<T>) -> Result<Value, String> {
        let name = report.format.as_deref().unwrap_or("html");
        let format = dossier::Format::of_name(&format!("x.{name}")).ok_or("a dossier is html, md or json")?;
        let date = report.date.as_deref();
        let asked = match date.map(dossier::date) {
            Some(None) => return Err("write the date as 2031-05-04 or `now`".to_string()),
            date => Asked { date: date.flatten(), ..Asked::default() },
        };
        let folder = self.cache.clone().ok_or("this system has no folder for what can be made anew")?;
        let ready = self.ready(&report.draft, reply).ok_or("this text is not checked")?;
        if ready.desk.engine.is_loading() {
            return Err("the sources are still being read; ask again in a moment".to_string());
        }
        let text = dossier::write(ready.desk, ready.draft.id, &asked, format).map_err(|it| it.to_string())?;
        let path = desk::keep(ready.desk, &folder, report.draft.as_str(), name, &text).map_err(|it| it.to_string())?;
        Ok(Value::String(path.to_string_lossy().into_owned()))
    }

    /// Opens a place in a source.
    ///
    /// Takes `{"uri": …, "range": …}` of a source, or `{"draft": uri, "id": "F-7c21a0b3", "evidence": 0}`. Answers
    /// nothing: what the editor makes of it is its own.
    fn open_evidence<T>(&mut self, evidence: Evidence, reply: &Reply<T>) -> Result<Value, String> {
        if !self.client.shows_documents {
            return Err("this editor opens no documents for a server".to_string());
        }
        let (uri, range) = match evidence {
            Evidence::Place { uri, range } => {
                let path = uri.to_file_path().map_err(|()| "the source is no file".to_string())?;
                let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
                let is_source = |desk: &Desk| {
                    let corpus = desk.engine.corpus();
                    // A copy has the name of what it was taken from, which spares opening all others.
                    let is_copy = |it: &Head| {
                        let of = it.reference.path.rsplit('/').next().unwrap_or("");
                        it.extracted
                            && name.starts_with(of)
                            && corpus.source(it.id).is_some_and(|it| opened(it) == path)
                    };
                    corpus.heads().any(|it| it.disk_path == path || is_copy(it))
                };
                if !self.desks.values().any(is_source) {
                    return Err("no source lies there".to_string());
                }
                (uri, range)
            }
            Evidence::Numbered { draft, id, evidence } => {
                let encoding = self.client.encoding;
                let ready = self.ready(&draft, reply).ok_or("this text is not checked")?;
                let findings = ready.desk.engine.findings(ready.draft.id);
                let finding = findings.iter().find(|it| it.id == id).ok_or("no finding has this id any more")?;
                let evidence = finding.evidence.get(evidence).ok_or("this finding has no such evidence")?;
                let place = convert::location(&ready.desk.engine, evidence, encoding);
                let place = place.ok_or("the source is no file")?;
                (place.uri, place.range)
            }
        };
        self.outbox.ask(Request::Show { uri, range });
        Ok(Value::Null)
    }

    /// Lets findings stand, in `decisions.toml`.
    ///
    /// Takes `{"draft": uri, "ids": ["F-7c21a0b3"], "reason": "…", "by": "…"}`; `by` may be left out. Answers
    /// `{"accepted": 1, "findings": 4}` for the draft as it is then; its findings are sent as after an edit.
    fn accept<T>(&mut self, accept: &Accept, reply: &Reply<T>) -> Result<Value, String> {
        let ready = self.ready(&accept.draft, reply).ok_or("this text is not checked")?;
        let (id, desk_id) = (ready.draft.id, ready.draft.desk);
        let desk = desk_id.and_then(|it| self.desks.get_mut(&it)).ok_or("this text is not checked")?;
        let by = accept.by.as_deref();
        let done = desk.accept(&[id], Chosen::Ids(&accept.ids), &accept.reason, by);
        let counts = json!({
            "accepted": desk.engine.coverage(id).accepted,
            "findings": desk.engine.findings(id).len(),
        });
        // Also where it was refused: the file was read anew.
        for draft in self.drafts.values_mut().filter(|it| it.desk == desk_id) {
            draft.is_unpublished = true;
        }
        self.refresh_diagnostics();
        done.map(|_| counts).map_err(|problem| problem.to_string())
    }

    fn asked_about(&self, about: &About) -> Result<Vec<DeskId>, String> {
        match &about.draft {
            None => Ok(self.desks.keys().copied().collect()),
            Some(uri) => {
                let desk = self.drafts.get(uri).and_then(|it| it.desk);
                desk.map(|it| vec![it]).ok_or_else(|| "this text is not checked".to_string())
            }
        }
    }
}

/// The one argument that a command takes.
fn one<T: DeserializeOwned>(arguments: Vec<Value>) -> Result<T, String> {
    let [argument] = <[Value; 1]>::try_from(arguments).map_err(|it| format!("takes one argument, not {}", it.len()))?;
    serde_json::from_value(argument).map_err(|error| format!("the argument does not fit: {error}"))
}

fn optional<T: DeserializeOwned + Default>(arguments: Vec<Value>) -> Result<T, String> {
    if arguments.is_empty() { Ok(T::default()) } else { one(arguments) }
}
