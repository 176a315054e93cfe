//! A date or a period, as precisely as it was said and no more: "last year" is a year, never a day.

/// A point or stretch of the calendar; what was not said is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Date {
    /// The first year of a decade or century; "the mid-1990s" are 1994 until 1996 with the grain of a decade.
    pub year: Option<i16>,
    /// 1 to 4. With [`Grain::Season`] the season, by the quarter that most of it falls in: winter is 1, autumn 4.
    pub quarter: Option<u8>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// 1 is Monday.
    pub weekday: Option<u8>,
    pub grain: Grain,
    /// The last day, month or year of a period ("from 1998 to 2012"); of the same grain.
    pub until: Option<Box<Date>>,
    /// "last Wednesday", "earlier this month": needs the text's own date to mean a day.
    pub relative: bool,
    /// Minutes after midnight, where a time of day was said.
    pub minutes: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Grain {
    Time,
    #[default]
    Day,
    Week,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
    Century,
}
