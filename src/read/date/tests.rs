use expect_test::{Expect, expect};

use crate::fact::FactKind;
use crate::read::{describe, read};
use crate::rules::Rules;
use crate::text::{Language, Map, Paragraph, Sort, TextSpan};

#[track_caller]
fn check_dates(prose: &str, wanted: Expect) {
    check(prose, Language::English, wanted);
}

#[track_caller]
fn check(prose: &str, language: Language, wanted: Expect) {
    let mut map = Map::default();
    map.push(prose.len(), 0, prose.len());
    let paragraph = Paragraph {
        at: TextSpan::new(0, prose.len()),
        sort: Sort::Body,
        language,
        prose: prose.to_string(),
        map,
        hash: 0,
        continues: false,
    };
    let reading = read(&Rules::built_in(), &paragraph);
    let dates = reading.facts.iter().filter(|it| matches!(it.kind, FactKind::Date(_)));
    let lines: String = dates.map(|it| describe::describe(it, prose) + "\n").collect();
    wanted.assert_eq(&lines);
}

#[test]
fn days() {
    check_dates(
        "They met on 12 June 2024, June 12, 2024, 2024-06-12, 25/06/2024, 12 June, June 12th and the 3rd of May.",
        expect![[r#"
        12..24 date 2024-06-12 day "12 June 2024"
        26..39 date 2024-06-12 day "June 12, 2024"
        41..51 date 2024-06-12 day "2024-06-12"
        53..63 date 2024-06-25 day "25/06/2024"
        65..72 date --06-12 day "12 June"
        74..83 date --06-12 day "June 12th"
        92..102 date --05-03 day "3rd of May"
    "#]],
    );
    check_dates(
        "On Tuesday, 14 May 2024; Wednesday, May 14, 2024; Wed 12 June; on Monday.",
        expect![[r#"
        3..23 date 2024-05-14 Tue day "Tuesday, 14 May 2024"
        25..48 date 2024-05-14 Wed day "Wednesday, May 14, 2024"
        50..61 date --06-12 Wed day "Wed 12 June"
        66..72 date - Mon day relative "Monday"
    "#]],
    );
}

#[test]
fn an_ambiguous_day_is_no_date() {
    check_dates(
        "It came on 12/06/2024.",
        expect![[r#"
        17..21 date 2024 year "2024"
    "#]],
    );
}

#[test]
fn months_and_years() {
    check_dates(
        "In March, in March 2024, since 2019, the 2019 report, (2019), by 2030 the port had 2019 people.",
        expect![[r#"
        3..8 date --03 month relative "March"
        13..23 date 2024-03 month "March 2024"
        31..35 date 2019 year "2019"
        41..45 date 2019 year "2019"
        55..59 date 2019 year "2019"
        65..69 date 2030 year "2030"
    "#]],
    );
}

#[test]
fn quarters_seasons_decades_centuries() {
    check_dates(
        "Q3 2023, the third quarter of 2023, spring 2025, the 1990s, the mid-1990s, the '90s, the 19th century, FY2023, fiscal 2024.",
        expect![[r#"
        0..7 date 2023-Q3 quarter "Q3 2023"
        13..34 date 2023-Q3 quarter "third quarter of 2023"
        36..47 date 2025-S2 season "spring 2025"
        53..58 date 1990 decade "1990s"
        64..73 date 1994..1996 decade "mid-1990s"
        79..83 date 1990 decade "'90s"
        89..101 date 1800 century "19th century"
        103..109 date 2023 year "FY2023"
        111..122 date 2024 year "fiscal 2024"
    "#]],
    );
}

#[test]
fn periods() {
    check_dates(
        "From 1998 to 2012, between 1998 and 2012, 1998-2012, 2023-24.",
        expect![[r#"
        5..17 date 1998..2012 year "1998 to 2012"
        27..40 date 1998..2012 year "1998 and 2012"
        42..51 date 1998..2012 year "1998-2012"
        53..60 date 2023..2024 year "2023-24"
    "#]],
    );
    check_dates(
        "June 3-5, 3 to 5 June 2024, June 3 to July 5, from March to May 2024, 9am to 5pm.",
        expect![[r#"
        0..8 date --06-03..--06-05 day "June 3-5"
        10..26 date 2024-06-03..2024-06-05 day "3 to 5 June 2024"
        28..44 date --06-03..--07-05 day "June 3 to July 5"
        51..68 date 2024-03..2024-05 month "March to May 2024"
        70..80 date - 09:00..- 17:00 time "9am to 5pm"
    "#]],
    );
}

#[test]
fn hours_share_their_half_of_the_day() {
    check_dates(
        "Open 6 to 9 p.m. and 11-2pm.",
        expect![[r#"
        5..16 date - 18:00..- 21:00 time "6 to 9 p.m."
        21..27 date - 11:00..- 14:00 time "11-2pm"
    "#]],
    );
}

#[test]
fn relative_dates_need_the_texts_own() {
    check_dates(
        "Last Tuesday, earlier this month, yesterday, two years ago, 30 minutes ago, next year, this spring, last March.",
        expect![[r#"
        0..12 date - Tue day relative "Last Tuesday"
        14..32 date - month relative "earlier this month"
        34..43 date - day relative "yesterday"
        45..58 date - year relative "two years ago"
        60..74 date - time relative "30 minutes ago"
        76..85 date - year relative "next year"
        87..98 date --S2 season relative "this spring"
        100..110 date --03 month relative "last March"
    "#]],
    );
}

#[test]
fn times_of_day() {
    check_dates(
        "At 18:00, 6 p.m., 9:22am, 6.30pm and 6 o'clock, the score being 3:1.",
        expect![[r#"
        3..8 date - 18:00 time "18:00"
        10..16 date - 18:00 time "6 p.m."
        18..24 date - 09:22 time "9:22am"
        26..32 date - 18:30 time "6.30pm"
        37..46 date - 06:00 time "6 o'clock"
    "#]],
    );
}

#[test]
fn what_only_looks_like_a_date() {
    check_dates(
        "He may march on. May Vik spoke. It cost $2,019 and weighed 2000 kg. The last three years were over 1500 people.",
        expect![[""]],
    );
    check_dates(
        "the second quarter, 2019 people",
        expect![[r#"
        4..24 date 2019-Q2 quarter "second quarter, 2019"
    "#]],
    );
}

#[test]
fn other_languages_have_numeric_dates() {
    check(
        "Am 25.06.2024 und 2019, Juni",
        Language::Other { decimal_comma: true },
        expect![[r#"
        3..13 date 2024-06-25 day "25.06.2024"
        18..22 date 2019 year "2019"
    "#]],
    );
}
