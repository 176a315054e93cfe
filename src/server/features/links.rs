//! Words of a draft that name one of its sources, and open it.
//!
//! Where other links lead is the client's business. Of a confidential source nothing is said but that it is one; the
//! writer's own words name it already.

use std::path::{Path, PathBuf};

use crate::engine::Engine;
use crate::engine::desk::{Source, opened};
use crate::text::{TextId, TextSpan};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub span: TextSpan,
    pub path: PathBuf,
    pub tooltip: String,
}

/// `folder` is where the draft lies.
pub fn links(engine: &Engine, draft: TextId, folder: Option<&Path>) -> Vec<Link> {
    let link = |(span, source): (TextSpan, &Source)| Link { span, path: opened(source), tooltip: tooltip(source) };
    engine.named_sources(draft, folder).into_iter().map(link).collect()
}

fn tooltip(source: &Source) -> String {
    if source.reference.confidential {
        return "a confidential source".to_string();
    }
    let meta = &source.meta;
    let known: Vec<&str> = [&meta.title, &meta.outlet, &meta.date].into_iter().flatten().map(String::as_str).collect();
    if known.is_empty() { source.reference.path.clone() } else { known.join(", ") }
}
