//! Places that state the same, as locations: the draft's own first, then the sources'.

use lsp_types::{Location, Range, Url};

use super::{position_in, range};
use crate::engine::{Engine, Places};
use crate::text::Place;
use crate::text::buffer::{Buffer, Encoding};

pub fn locations(engine: &Engine, uri: &Url, buffer: &Buffer, places: &Places, encoding: Encoding) -> Vec<Location> {
    let own = places.draft.iter().map(|span| Location { uri: uri.clone(), range: range(buffer, *span, encoding) });
    own.chain(places.sources.iter().filter_map(|it| location(engine, *it, encoding))).collect()
}

/// A place of a source in its own file.
pub fn location(engine: &Engine, place: Place, encoding: Encoding) -> Option<Location> {
    let source = engine.corpus().source(place.text)?;
    let uri = Url::from_file_path(&source.disk_path).ok()?;
    let at = |offset: u32| position_in(source, offset, encoding).unwrap_or_default();
    Some(Location { uri, range: Range::new(at(place.span.start), at(place.span.end)) })
}
