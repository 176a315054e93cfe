//! Which days a date means: by itself, or against the date of the text that it stands in.
//!
//! "On Monday" in a text of a Wednesday is the Monday before or the Monday after, by the tense of its clause. What stays
//! open has several readings, and what cannot be told has none.

use super::calendar::{Day, Stretch};
use crate::fact::{Date, Grain};

/// A date that says all of itself: "4 May 1990", "May 1990", "1990", a decade, a century. Of a period its first point.
pub fn plain(date: &Date) -> Option<Stretch> {
    let year = i32::from(date.year?);
    match date.grain {
        Grain::Day => Some(Stretch::day(Day::of(year, date.month?, date.day?)?)),
        Grain::Month => Stretch::month(year, date.month?),
        Grain::Year => Stretch::years(year, 1),
        Grain::Decade => Stretch::years(year, 10),
        Grain::Century => Stretch::years(year, 100),
        Grain::Quarter => {
            let last = date.quarter.filter(|it| (1..=4).contains(it))? * 3;
            let (from, to) = (Stretch::month(year, last - 2)?, Stretch::month(year, last)?);
            Some(Stretch { first: from.first, last: to.last })
        }
        Grain::Time | Grain::Week | Grain::Season => None,
    }
}
