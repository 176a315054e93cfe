use super::{Day, Stretch, years_between};

#[test]
fn days_and_names_go_both_ways() {
    for number in (-150_000..150_000).step_by(37) {
        let (year, month, day) = Day(number).civil();
        assert_eq!(Day::of(year, month, day), Some(Day(number)));
    }
    assert_eq!(Day::of(1970, 1, 1), Some(Day(0)));
    assert_eq!(Day::of(2023, 2, 29), None);
    assert_eq!(Day::of(2024, 13, 1), None);
}

#[test]
fn weekdays_of_known_days() {
    let weekday = |year, month, day| Day::of(year, month, day).map(Day::weekday);
    assert_eq!(weekday(2024, 5, 14), Some(2));
    assert_eq!(weekday(2000, 2, 29), Some(2));
    assert_eq!(weekday(1969, 7, 20), Some(7));
    // A Wednesday in Petrograd, by the calendar that was in force there.
    assert_eq!(Day::of(1917, 10, 25).map(Day::weekday_julian), Some(3));
}

#[test]
fn written_dates_are_as_coarse_as_they_are_written() {
    let stretch = |iso| Stretch::parse(iso).map(|it| (it.first.civil(), it.last.civil()));
    assert_eq!(stretch("2031-05-14T08:00:00Z"), Some(((2031, 5, 14), (2031, 5, 14))));
    assert_eq!(stretch("2031-02"), Some(((2031, 2, 1), (2031, 2, 28))));
    assert_eq!(stretch("2031"), Some(((2031, 1, 1), (2031, 12, 31))));
    assert_eq!(stretch("May 2031"), None);
    assert_eq!(stretch("2031-05-1é"), None);
}

#[test]
fn a_year_of_birth_leaves_two_ages() {
    let years = |from: &str, to: &str| Stretch::parse(from).zip(Stretch::parse(to)).map(|(a, b)| years_between(a, b));
    assert_eq!(years("1990", "2024"), Some((33, 34)));
    assert_eq!(years("1990-05-04", "2024-05-02"), Some((33, 33)));
    assert_eq!(years("1990-05-04", "2024-05-04"), Some((34, 34)));
}
