//! Words of the calendar (`rules/lexicon/dates.toml`).

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct DatesFile {
    year_after: FxHashSet<String>,
    year_maybe_after: FxHashSet<String>,
    year_before: FxHashSet<String>,
    relative_before: FxHashSet<String>,
    relative_heads: FxHashSet<String>,
    relative_days: FxHashSet<String>,
    months: FxHashMap<String, u8>,
    short_months: FxHashMap<String, u8>,
    foreign_months: FxHashMap<String, u8>,
    weekdays: FxHashMap<String, u8>,
    short_weekdays: FxHashMap<String, u8>,
    seasons: FxHashMap<String, u8>,
    spans: FxHashMap<String, String>,
    owners: FxHashSet<String>,
    bounds: FxHashSet<String>,
    reckoned_otherwise: Vec<String>,
    repeated: FxHashSet<String>,
    once: FxHashSet<String>,
    settled: FxHashSet<String>,
    singling: FxHashSet<String>,
    offsets: FxHashMap<String, i32>,
    directions: FxHashMap<String, i32>,
}

#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// A number of a year's shape after one of these is a year.
    pub year_after: FxHashSet<String>,
    /// The same, unless a counted noun follows.
    pub year_maybe_after: FxHashSet<String>,
    /// "2019 was …".
    pub year_before: FxHashSet<String>,
    pub relative_before: FxHashSet<String>,
    pub relative_heads: FxHashSet<String>,
    pub relative_days: FxHashSet<String>,
    /// 1 to 12.
    pub months: FxHashMap<String, u8>,
    pub short_months: FxHashMap<String, u8>,
    /// "märz", "avril": of other languages than English.
    pub foreign_months: FxHashMap<String, u8>,
    /// 1 is Monday.
    pub weekdays: FxHashMap<String, u8>,
    pub short_weekdays: FxHashMap<String, u8>,
    /// 1 to 4.
    pub seasons: FxHashMap<String, u8>,
    /// "weeks" to "week".
    pub spans: FxHashMap<String, String>,
    /// "the", "its": a date after one dates a noun, and no event.
    pub owners: FxHashSet<String>,
    /// "by", "since": a date after one is a bound.
    pub bounds: FxHashSet<String>,
    /// "fiscal": a year by another reckoning.
    pub reckoned_otherwise: Vec<String>,
    /// Dictionary forms of predicates of what happens again and again.
    pub repeated: FxHashSet<String>,
    /// Dictionary forms of predicates of what happens once.
    pub once: FxHashSet<String>,
    /// "effect", "force": with one of these a verb that says little tells of what happens once.
    pub settled: FxHashSet<String>,
    /// "first", "last": of what one of these stands before there is one.
    pub singling: FxHashSet<String>,
    /// "yesterday": days from the text's own.
    pub offsets: FxHashMap<String, i32>,
    /// "last": -1, "this": 0, "next": 1.
    pub directions: FxHashMap<String, i32>,
}

impl Dates {
    pub fn compile(file: DatesFile) -> Dates {
        Dates {
            year_after: file.year_after,
            year_maybe_after: file.year_maybe_after,
            year_before: file.year_before,
            relative_before: file.relative_before,
            relative_heads: file.relative_heads,
            relative_days: file.relative_days,
            months: file.months,
            short_months: file.short_months,
            foreign_months: file.foreign_months,
            weekdays: file.weekdays,
            short_weekdays: file.short_weekdays,
            seasons: file.seasons,
            spans: file.spans,
            owners: file.owners,
            bounds: file.bounds,
            reckoned_otherwise: file.reckoned_otherwise,
            repeated: file.repeated,
            once: file.once,
            settled: file.settled,
            singling: file.singling,
            offsets: file.offsets,
            directions: file.directions,
        }
    }
}
