//! The file's form, and mistakes in it.

use expect_test::expect;

use super::*;

const TEXT: &str = "\
[[decision]]
draft = \"b.md\"
rule = \"unsupported-figure\"
text = \"12 doors\"
reason = \"own \\\"count\\\"\"
by = \"Mira Holt\"
fingerprint = \"00000000000000000000000000000002\"
evidence = \"00000000000000000000000000000004\"

[[decision]]
draft = \"a.md\"
rule = \"unsupported-figure\"
text = \"77 cranes\"
reason = \"own count\"
fingerprint = \"0000000000000000000000000000000A\"
evidence = \"00000000000000000000000000000003\"
";

#[test]
fn the_file_is_sorted_and_prints_as_it_was_read() {
    let decisions = Decisions::parse("decisions.toml", TEXT).unwrap();
    let printed = decisions.print();
    expect![[r##"
        # Findings that somebody let stand. Each returns when its sentence or its evidence changes.
        # Written anew, sorted, by `backread accept` and the editor: remarks belong into `reason`.

        [[decision]]
        draft = "a.md"
        rule = "unsupported-figure"
        text = "77 cranes"
        reason = "own count"
        fingerprint = "0000000000000000000000000000000a"
        evidence = "00000000000000000000000000000003"

        [[decision]]
        draft = "b.md"
        rule = "unsupported-figure"
        text = "12 doors"
        reason = 'own "count"'
        by = "Mira Holt"
        fingerprint = "00000000000000000000000000000002"
        evidence = "00000000000000000000000000000004"
    "##]]
    .assert_eq(&printed);
    assert_eq!(Decisions::parse("decisions.toml", &printed).unwrap(), decisions);
}

#[test]
fn mistakes_are_placed_and_name_what_is_near() {
    let said = [
        TEXT.replace("by =", "buy ="),
        TEXT.replace("[[decision]]", "[[decisions]]"),
        TEXT.replace("0002", "002"),
        TEXT.replace("\"own count\"", "\"\""),
        TEXT.replace("reason = \"own count\"\n", ""),
        "[[".to_string(),
    ]
    .map(|it| Decisions::parse("decisions.toml", &it).unwrap_err().to_string());
    expect![[r#"
        decisions.toml:6:1: unknown key "buy"; did you mean "by"?
        decisions.toml:1:3: unknown key "decisions"; did you mean "decision"?
        decisions.toml:7:15: a fingerprint has 32 hex digits; take it from `--format json`
        decisions.toml:14:10: a decision needs its reason; say why it may stand
        decisions.toml:10:1: missing field `reason`; mend the file; see `backread schema`
        decisions.toml:1:3: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`; mend the file; see `backread schema`"#]].assert_eq(&said.join("\n"));
}
