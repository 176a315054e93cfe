//! The dossier: all that a check found of one draft, for whoever prints it, edits by it or has to answer for it.
//!
//! Gathered from a settled draft and written as a page, as Markdown or as JSON, all three from the same values. It tells
//! what the sources hold, and never that something is so. Same draft, same sources, same bytes: no clock is looked at.
//! NB: it leaves the writer's machine sooner or later. Nothing of a confidential source is in it but its number.

mod body;
mod chart;
mod html;
mod items;
mod markdown;
mod model;
mod open;
mod passage;
mod registers;
mod shelf;
mod summary;
#[cfg(test)]
mod tests;

use crate::engine::desk::Desk;
use crate::finding::Severity;
use crate::problem::Problem;
use crate::text::{Sort, TextId};
use body::Body;
use model::{Corpus, Dossier, Head, Tool};
use passage::Shelf;
use registers::Registers;

pub const SCHEMA: u32 = 1;

/// The schema of what `json` gives.
pub const JSON_SCHEMA: &str = include_str!("dossier/report.json");

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Html,
    Markdown,
    Json,
}

impl Format {
    /// What a file of this name holds; `None` where the name does not say.
    pub fn of_name(name: &str) -> Option<Format> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Format::Html),
            "md" | "markdown" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            _ => None,
        }
    }
}

/// What is said of the dossier itself.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// When it was made, as a reader sees it.
    pub date: Option<String>,
    /// The file's bytes, where the draft's text was taken out of them: its hash and size are the file's.
    pub original: Option<Vec<u8>>,
    /// What `check` would go by; `None` is what the desk has configured.
    pub fail_on: Option<Option<Severity>>,
}

/// What stands in the head of every dossier, whatever its format, so that it is known for ours and never evidence.
const MARK: &str = "content=\"backread";
const JSON_MARK: &str = "\"kind\": \"dossier\"";

/// Whether a text is a dossier that may be written over.
pub fn is_one(text: &str) -> bool {
    let end = (0..=600.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
    let head = text.get(..end).unwrap_or("");
    head.contains(MARK) || head.contains(JSON_MARK)
}

/// A date or a time as it is shown, from how one is written; `now` is the one place where the clock is looked at.
pub fn date(words: &str) -> Option<String> {
    let words = words.trim();
    if words == "now" {
        return Some(shown(jiff::Timestamp::now()));
    }
    let day = words.parse::<jiff::civil::Date>().ok().filter(|_| words.len() == 10);
    day.map(|it| it.to_string()).or_else(|| words.parse::<jiff::Timestamp>().ok().map(shown))
}

/// The same from seconds since 1970.
pub fn date_of_epoch(seconds: &str) -> Option<String> {
    jiff::Timestamp::from_second(seconds.trim().parse().ok()?).ok().map(shown)
}

fn shown(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The dossier of a settled draft.
pub fn write(desk: &Desk, draft: TextId, asked: &Asked, format: Format) -> Result<String, Problem> {
    let Some(gathered) = gather(desk, draft, asked) else {
        return Err(Problem::new("report", "this draft is not open", "open it first"));
    };
    let failed = |error: &dyn std::fmt::Display| Problem::new("report", format!("could not be made: {error}"), "");
    match format {
        Format::Html => html::page(&gathered).map_err(|error| failed(&error)),
        Format::Markdown => Ok(markdown::text(&gathered.dossier)),
        Format::Json => {
            let json = serde_json::to_string_pretty(&gathered.dossier).map_err(|error| failed(&error))?;
            Ok(json + "\n")
        }
    }
}

/// A dossier with how its draft is drawn.
struct Gathered {
    dossier: Dossier,
    pieces: Vec<Vec<body::Piece>>,
}

fn gather(desk: &Desk, draft: TextId, asked: &Asked) -> Option<Gathered> {
    let engine = &desk.engine;
    let text = engine.text(draft)?;
    let body = Body::of(engine, draft, text);
    let shelf = Shelf::of(engine.corpus());
    let facts = engine.facts(draft);
    let found = items::items(desk, draft, &body, &shelf, &facts);
    let pieces = body::pieces(&body, &found);
    let paragraphs = body.paragraphs(&found);
    let registers = Registers { desk, draft, body: &body, facts: &facts, items: &found };
    let (speakers, quotations) = (registers.speakers(), registers.quotations());
    let (names, checks) = (registers.names(), registers.checks());
    let (attestations, interviews) = (registers.attestations(), registers.interviews());
    let sources = shelf::sources(desk, draft, &shelf, &found.items);
    let corpus = Corpus { sha256: shelf::list_hash(&sources), sources, origins: shelf::origins(&shelf, &found.items) };
    let path = engine.path(draft).unwrap_or("").to_string();
    let bytes = asked.original.as_deref().unwrap_or(text.raw.as_bytes());
    let dossier = Dossier {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        kind: "dossier",
        date: asked.date.clone(),
        draft: Head {
            title: title(&body, &path),
            path,
            sha256: shelf::sha256(bytes),
            bytes: bytes.len(),
            extracted: text.is_extracted(),
            words: text.paragraphs.iter().map(|it| it.prose.split_whitespace().count()).sum(),
            sentences: body.n_sentences,
        },
        configuration: shelf::inputs(desk),
        house: desk.config.house.as_ref().map(|it| it.value.clone()),
        summary: summary::summary(desk, draft, asked, &found.items),
        questions: open::questions(&found.items),
        decisions: open::decisions(desk, draft, &body),
        gaps: shelf::gaps(desk, draft),
        not_claimed: summary::NOT_CLAIMED.to_vec(),
        corpus,
        paragraphs,
        items: found.items,
        speakers,
        attestations,
        interviews,
        quotations,
        names,
        checks,
    };
    Some(Gathered { dossier, pieces })
}

/// What the draft is called: by its front matter, its first heading, or its file.
fn title(body: &Body<'_>, path: &str) -> String {
    let heading =
        || body.text.paragraphs.iter().find(|it| it.sort == Sort::Heading).map(|it| it.prose.trim().to_string());
    let said = body.text.comments.front.title.clone().or_else(heading).filter(|it| !it.is_empty());
    said.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path).to_string())
}
