use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;
use crate::text::Text;

#[track_caller]
fn check(name: &str, json: &str, wanted: Expect) {
    let Ok(Opened::Document(document)) = read(name, json.into()) else { panic!("{json} is one document") };
    let text = Text::of_document(*document);
    let mut printed = String::new();
    for it in &text.paragraphs {
        let place = text.locators.at(it.at.start).map_or("-".to_string(), ToString::to_string);
        let _ = writeln!(printed, "{place} {:?}: {}", it.sort, it.prose.replace('\t', " | "));
    }
    wanted.assert_eq(&printed);
}

#[test]
fn arrays_of_arrays_are_rows_under_their_first() {
    check(
        "a.json",
        r#"[["Port", "Crates"], ["Ostermole", 412000], ["Aldvik", null]]"#,
        expect![[r#"
        row 1 TableRow: Port | Crates
        row 2 TableRow: Ostermole | Crates: 412,000
        row 3 TableRow: Aldvik
    "#]],
    );
    check(
        "a.json",
        r#"{"ports": [["Port", "Share (%)"], ["Aldvik", 41.2], ["Sella", 12]]}"#,
        expect![[r#"
        under “ports” Heading: ports
        ports, row 1 TableRow: Port | Share (%)
        ports, row 2 TableRow: Aldvik | Share: 41.2%
        ports, row 3 TableRow: Sella | Share: 12%
    "#]],
    );
}

#[test]
fn arrays_of_rows_without_a_head_are_rows_all_the_same() {
    check(
        "a.json",
        r#"[[1, 2], [3, 4]]"#,
        expect![[r#"
        row 1 TableRow: 1 | 2
        row 2 TableRow: 3 | 4
    "#]],
    );
}

#[test]
fn plain_values_are_sentences_or_items_of_a_list() {
    check(
        "a.json",
        r#"["The lock at Aldvik opened in May.", "lamp oil", 12, true, null]"#,
        expect![[r#"
        - Body: The lock at Aldvik opened in May.
        - ListItem: lamp oil
        - ListItem: 12
        - ListItem: true
    "#]],
    );
    check(
        "a.json",
        r#""The lock at Aldvik opened in May.""#,
        expect![[r#"
        - Body: The lock at Aldvik opened in May.
    "#]],
    );
}

#[test]
fn one_object_is_a_row_whatever_the_file_is_called() {
    check(
        "a.jsonl",
        "{\"port\": \"Aldvik\",\n \"crates\": 97000}\n",
        expect![[r#"
        row 1 TableRow: Aldvik | crates: 97,000
    "#]],
    );
}

#[test]
fn json_without_a_value_is_refused() {
    for json in ["[]", "{}", "null"] {
        let refused = read("a.json", json.into()).err().map(|it| (it.cause, it.remedy));
        assert_eq!(refused, Some(("JSON without any values".into(), "exclude it".into())), "{json}");
    }
}
