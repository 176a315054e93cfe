use super::*;
use crate::rules::Rules;

#[track_caller]
fn check(ours: &str, theirs: &str, wanted: Offices) {
    let rules = Rules::built_in();
    assert_eq!(offices(&rules.lexicon.names, ours, theirs), wanted, "{ours} / {theirs}");
}

#[test]
fn one_office_in_full_and_in_short() {
    check("Fisheries Minister", "Fisheries Minister", Offices::Same);
    check("Minister", "Fisheries Minister", Offices::Same);
    check("Deputy Minister", "First Deputy Fisheries Minister", Offices::Same);
    check("Fisheries Minister", "the minister of fisheries", Offices::Same);
    check("Gov.", "Governor", Offices::Same);
    check("chairwoman", "the chair of the harbour board", Offices::Same);
    check("PM", "Prime Minister", Offices::Same);
    check("former mayor", "Mayor", Offices::Same);
    check("leader", "the president of the union", Offices::Same);
}

#[test]
fn another_rank_or_field() {
    check("Fisheries Minister", "First Deputy Fisheries Minister", Offices::Comparable);
    check("Minister", "Deputy Minister", Offices::Comparable);
    check("Finance Minister", "Foreign Minister", Offices::Comparable);
    check("Prime Minister", "Foreign Minister", Offices::Comparable);
    check("a district court judge", "a supreme court judge", Offices::Comparable);
    check("mayor", "ex-mayor", Offices::Comparable);
    check("President", "Vice President", Offices::Comparable);
    check("Deputy Mayor", "Mayor", Offices::Comparable);
}

#[test]
fn what_cannot_be_compared() {
    check("Dr.", "Professor", Offices::Unknown);
    check("director of the mill", "deputy director of the harbour", Offices::Unknown);
    check("Mayor", "Governor", Offices::Apart);
    check("attorney general", "general", Offices::Unknown);
    check("spokesman", "economist", Offices::Apart);
}
