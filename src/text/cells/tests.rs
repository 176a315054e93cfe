//! Rows taken apart.

use super::{cell_at, cells};

#[test]
fn a_label_ends_at_the_first_colon_and_space() {
    let prose = "Northgate\tTurnout: 41.2%\tOpened: 9:30\tNote: see: below";
    let found: Vec<(&str, &str)> = cells(prose).map(|it| (it.label, it.value.of(prose))).collect();
    assert_eq!(found, [("", "Northgate"), ("Turnout", "41.2%"), ("Opened", "9:30"), ("Note", "see: below")]);
}

#[test]
fn what_is_too_long_for_a_label_is_none() {
    let prose = format!("{}: 4", "a".repeat(100));
    assert_eq!(cells(&prose).next().unwrap().label, "");
    assert_eq!(cells("4: ").next().unwrap().label, "");
}

#[test]
fn a_place_leads_to_its_cell() {
    assert_eq!(cell_at("a: 1\tb: 2", 8).unwrap().label, "b");
    assert_eq!(cell_at("", 0).unwrap().label, "");
}
