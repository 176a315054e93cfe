//! Calendar arithmetic: days as numbers, proleptic Gregorian, and stretches of them.
//!
//! Knows nothing of texts. Before 1753 much of the world reckoned otherwise, and until 1923 some of it did: who asks for
//! a weekday has to say so ([`Day::weekday_julian`]).

/// Days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// First and last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub first: Day,
    pub last: Day,
}

impl Day {
    /// `None` for a day that the calendar does not have.
    pub fn of(year: i32, month: u8, day: u8) -> Option<Day> {
        if !(1..=12).contains(&month) || !(1..=length(year, month)).contains(&day) || !(1..=9999).contains(&year) {
            return None;
        }
        // Years that begin in March put the leap day last; 400 of them are one era of 146,097 days.
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (i32::from(month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i32::from(day) - 1;
        Some(Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
    }

    /// Year, month, day.
    pub fn civil(self) -> (i32, u8, u8) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + i32::from(month <= 2), month as u8, day as u8)
    }

    /// 1 is Monday.
    pub fn weekday(self) -> u8 {
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }

    /// The weekday of the day that has this name in the Julian calendar: 7 November 1917 there is another day.
    pub fn weekday_julian(self) -> u8 {
        let (year, month, _) = self.civil();
        let year = if month <= 2 { year - 1 } else { year };
        let behind = year.div_euclid(100) - year.div_euclid(400) - 2;
        Day(self.0 + behind).weekday()
    }

    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

/// Days in a month.
pub fn length(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Stretch {
    pub fn day(day: Day) -> Stretch {
        Stretch { first: day, last: day }
    }

    pub fn month(year: i32, month: u8) -> Option<Stretch> {
        Some(Stretch { first: Day::of(year, month, 1)?, last: Day::of(year, month, length(year, month))? })
    }

    /// So many whole years.
    pub fn years(from: i32, n: i32) -> Option<Stretch> {
        Some(Stretch { first: Day::of(from, 1, 1)?, last: Day::of(from + n - 1, 12, 31)? })
    }

    /// "2031-05-14", "2031-05", "2031", and whatever follows the day.
    pub fn parse(iso: &str) -> Option<Stretch> {
        let mut parts = iso.trim().splitn(3, '-');
        let year: i32 = parts.next()?.parse().ok()?;
        let Some(month) = parts.next() else { return Stretch::years(year, 1) };
        let month: u8 = month.parse().ok()?;
        let Some(day) = parts.next() else { return Stretch::month(year, month) };
        let digits = day.get(..2)?;
        Some(Stretch::day(Day::of(year, month, digits.parse().ok()?)?))
    }

    pub fn is_day(self) -> bool {
        self.first == self.last
    }

    pub fn is_within(self, other: Stretch) -> bool {
        other.first <= self.first && self.last <= other.last
    }

    pub fn is_apart(self, other: Stretch) -> bool {
        self.last < other.first || other.last < self.first
    }
}

/// The least and the greatest number of whole years that may have passed between two stretches.
pub fn years_between(from: Stretch, to: Stretch) -> (i32, i32) {
    (whole_years(from.last, to.first), whole_years(from.first, to.last))
}

fn whole_years(from: Day, to: Day) -> i32 {
    let ((y, m, d), (year, month, day)) = (from.civil(), to.civil());
    year - y - i32::from((month, day) < (m, d))
}

#[cfg(test)]
mod tests;
