//! How a fact stands, in the words that every feature uses: what the sources hold, never what is so.

use crate::finding::{Backing, Standing};

/// While the sources are being read nothing is said of absence.
pub fn in_words(standing: Standing, backing: Backing, is_loading: bool) -> String {
    let Backing { n_sources, n_origins, .. } = backing;
    match standing {
        Standing::Supported if n_sources == 1 => "1 source gives this".to_string(),
        Standing::Supported if n_origins == 1 => format!("{n_sources} sources, 1 origin give this"),
        Standing::Supported => format!("{n_sources} sources, {n_origins} origins give this"),
        Standing::Computed => "follows in one step from figures of a source".to_string(),
        Standing::OwnReporting => "own reporting".to_string(),
        Standing::Strengthened => "the sources say something weaker".to_string(),
        Standing::Conflicting => "the sources give otherwise".to_string(),
        Standing::Disputed => "the sources disagree with one another".to_string(),
        Standing::NotJudged | Standing::Unsupported if is_loading => {
            "not judged yet: the sources are still being read".to_string()
        }
        Standing::Unsupported => "no source speaks to this".to_string(),
        Standing::NotJudged => "not judged".to_string(),
    }
}
