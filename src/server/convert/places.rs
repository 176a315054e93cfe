//! Places that state the same, as locations: the draft's own first, then the sources'.

use lsp_types::{Location, Url};

use super::{place_in, range};
use crate::engine::{Engine, Places};
use crate::text::Place;
use crate::text::buffer::{Buffer, Encoding};

pub fn locations(engine: &Engine, uri: &Url, buffer: &Buffer, places: &Places, encoding: Encoding) -> Vec<Location> {
    let own = places.draft.iter().map(|span| Location { uri: uri.clone(), range: range(buffer, *span, encoding) });
    own.chain(places.sources.iter().filter_map(|it| location(engine, *it, encoding))).collect()
}

/// A place of a source in the file that is opened for it.
pub fn location(engine: &Engine, place: Place, encoding: Encoding) -> Option<Location> {
    place_in(engine.corpus().source(place.text)?, place.span, encoding)
}
