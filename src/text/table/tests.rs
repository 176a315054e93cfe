//! Heads, units, numbers.

use std::borrow::Cow;

use super::Columns;

/// The rows below the head, as they are shown.
fn shown(table: &str) -> Vec<String> {
    let rows: Vec<Vec<Cow<'_, str>>> =
        table.lines().map(|it| it.split('|').map(|it| Cow::Borrowed(it.trim())).collect()).collect();
    let Some(columns) = Columns::of(&rows) else { return vec!["no head".to_string()] };
    let row = |row: &Vec<Cow<'_, str>>| {
        let cells = row.iter().enumerate().filter(|it| !it.1.is_empty());
        cells.map(|(idx, it)| columns.written(idx, it)).collect::<Vec<_>>().join(" / ")
    };
    rows[columns.head.end..].iter().map(row).collect()
}

#[test]
fn units_in_the_head_go_to_the_figures() {
    let table = "Ward | Turnout (%) | Grant (£m) | Loans (in thousands of USD) | Catch, tonnes | length_km | Rate per 1,000\n\
                 Northgate | 41.2 | 1.4 | 900 | 12 | 3.5 | 4.1";
    assert_eq!(
        shown(table),
        [
            "Northgate / Turnout: 41.2% / Grant: £1.4m / Loans: 900 thousand USD / Catch: 12 tonnes / length: 3.5 km / Rate: 4.1 per 1,000"
        ]
    );
}

#[test]
fn what_is_no_unit_stays_in_the_name() {
    let table = "Ward | Electors (provisional) | Built (2019)\nNorthgate | 12840 | 31";
    assert_eq!(shown(table), ["Northgate / Electors (provisional): 12,840 / Built (2019): 31"]);
}

#[test]
fn numbers_of_machines_are_written_as_people_do() {
    let table = "Mill | A | B | C | D | E\n\
                 Alder | 1234567.0 | 1.2e6 | (1,234) | 0.30000000000000004 | 00412\n\
                 Brook | -5 | 12 500 | +3 | 4.10 | 00413";
    assert_eq!(
        shown(table),
        [
            "Alder / A: 1,234,567 / B: 1,200,000 / C: -1,234 / D: 0.3 / E: 00412",
            "Brook / A: -5 / B: 12,500 / C: 3 / D: 4.10 / E: 00413"
        ]
    );
}

#[test]
fn a_decimal_comma_is_the_files_own() {
    let table = "Gemeinde | Einwohner | Anteil (%)\nAltdorf | 12.345 | 41,2\nNeuried | 1.987 | 7,05";
    assert_eq!(
        shown(table),
        ["Altdorf / Einwohner: 12345 / Anteil: 41.2%", "Neuried / Einwohner: 1987.0 / Anteil: 7.05%"]
    );
}

#[test]
fn years_stay_years_and_counts_do_not_become_them() {
    let table = "Ward | Year | Homes\nNorthgate | 2019 | 1987\nEastgate | 2019 | 4100\nSouthgate | 2020 | 2011";
    assert_eq!(shown(table)[0], "Northgate / Year: 2019 / Homes: 1,987");
}

#[test]
fn a_title_above_and_a_second_row_of_the_head() {
    let table = "Table 3: how the wards voted\n\n| Turnout (%) | | Votes | \nWard | 2018 | 2019 | 2018 | 2019\nNorthgate | 38.0 | 41.2 | 5100 | 5290";
    assert_eq!(
        shown(table),
        ["Northgate / Turnout 2018: 38.0% / Turnout 2019: 41.2% / Votes 2018: 5,100 / Votes 2019: 5,290"]
    );
    let units = "Ward | Turnout | Grant\n | % | £m\nNorthgate | 38.0 | 4";
    assert_eq!(shown(units), ["Northgate / Turnout: 38.0% / Grant: £4m"]);
}

#[test]
fn numbers_first_are_no_head() {
    assert_eq!(shown("Northgate | 41.2 | 12840\nEastgate | 38.0 | 11020"), ["no head"]);
    assert_eq!(shown("one\ntwo"), ["no head"]);
    assert_eq!(shown(""), ["no head"]);
}
