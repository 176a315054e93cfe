//! Layers, origins and mistakes of `backread.toml`.

use expect_test::{Expect, expect};

use super::*;

fn layer(shown: &str, dir: &str, text: &str) -> ConfigText {
    ConfigText { kind: LayerKind::File, shown: shown.to_string(), dir: PathBuf::from(dir), text: text.to_string() }
}

#[track_caller]
fn check_problems(text: &str, expected: Expect) {
    let (_, problems) = Config::of(vec![layer("backread.toml", "/desk", text)]);
    expected.assert_eq(&problems.iter().map(|it| format!("{it}\n")).collect::<String>());
}

#[track_caller]
fn check_why(layers: Vec<ConfigText>, expected: Expect) {
    let (config, problems) = Config::of(layers);
    assert_eq!(problems, Vec::new());
    let set = config.why().into_iter().filter(|it| it.origin != "default");
    expected.assert_eq(&set.map(|it| format!("{} = {} ({})\n", it.key, it.value, it.origin)).collect::<String>());
}

#[test]
fn every_key_of_the_contract_parses() {
    let text = r#"
root = true
sources = ["sources/**", "!sources/old/**"]
drafts = ["drafts/**/*.md"]
house = "ap"
rules = ["our-rules"]
fail-on = "never"
earlier-versions = "use"

[levels]
unnamed-attribution = "error"
quote = "off"

[policy]
reason = "stock-counts"
descriptor-floor = 4
anonymous-quote = "approval"
attribution-distance = "first-mention"
loaded-verbs = ["rage"]
institution-voices = ["harbour office"]
min-origins = { figure = 1, anonymous = 2 }

[names]
Olhava = ["Olhawa", "Ol'hava"]

[stet]
reasons = ["own count"]

[[source]]
path = "sources/tabloid/**"
trust = "lead"
title = "t"
outlet = "o"
kind = "report"
date = 2024-03-01
url = "u"
origin = "a"
language = "de"
verbatim = false
speakers = ["Ann Vey"]
supersedes = "sources/a.txt"
confidential = true
embargo = "2024-03-02"
"#;
    check_why(
        vec![layer("backread.toml", "/desk", text)],
        expect![[r#"
            sources = ["sources/**", "!sources/old/**"] (backread.toml:3)
            drafts = ["drafts/**/*.md"] (backread.toml:4)
            house = "ap" (backread.toml:5)
            rules = "our-rules" (backread.toml:6)
            fail-on = "never" (backread.toml:7)
            earlier-versions = "use" (backread.toml:8)
            levels.quote = "off" (backread.toml:12)
            levels.unnamed-attribution = "error" (backread.toml:11)
            policy.reason = "stock-counts" (backread.toml:15)
            policy.descriptor-floor = 4 (backread.toml:16)
            policy.anonymous-quote = "approval" (backread.toml:17)
            policy.attribution-distance = "first-mention" (backread.toml:18)
            policy.loaded-verbs = ["rage"] (backread.toml:19)
            policy.institution-voices = ["harbour office"] (backread.toml:20)
            policy.min-origins.anonymous = 2 (backread.toml:21)
            policy.min-origins.figure = 1 (backread.toml:21)
            names.Olhava = ["Olhawa", "Ol'hava"] (backread.toml:24)
            source "sources/tabloid/**" = trust = "lead", title = "t", outlet = "o", kind = "report", date = "2024-03-01", url = "u", origin = "a", language = "de", verbatim = false, speakers = ["Ann Vey"], supersedes = "sources/a.txt", confidential = true, embargo = "2024-03-02" (backread.toml:29)
            stet.reasons = ["own count"] (backread.toml:27)
        "#]],
    );
}

#[test]
fn the_nearest_layer_wins_key_by_key() {
    let near = layer("desk/backread.toml", "/n/desk", "fail-on = \"hint\"\n[levels]\nquote = \"off\"\n");
    let far = layer(
        "backread.toml",
        "/n",
        "sources = [\"s/**\"]\nfail-on = \"error\"\n[levels]\nquote = \"hint\"\nfigure = \"hint\"\n",
    );
    check_why(
        vec![near, far],
        expect![[r#"
            sources = ["s/**"] (backread.toml:1)
            fail-on = "hint" (desk/backread.toml:1)
            levels.figure = "hint" (backread.toml:5)
            levels.quote = "off" (desk/backread.toml:3)
        "#]],
    );
}

#[test]
fn nothing_is_inherited_from_above_a_root() {
    let near = layer("desk/backread.toml", "/n/desk", "root = true\n");
    let far = layer("backread.toml", "/n", "fail-on = \"hint\"\n");
    let mut house = layer("house ap", "/", "[levels]\nquote = \"hint\"\n");
    house.kind = LayerKind::House;
    let (config, _) = Config::of(vec![near, far, house]);
    assert_eq!(config.root(), Some(Path::new("/n/desk")));
    assert_eq!(config.fail_on, None);
    assert!(config.levels.contains_key("quote"), "a house is below the files, not above the root");
}

#[test]
fn later_entries_and_nearer_ones_come_last() {
    let near = layer("desk/backread.toml", "/n/desk", "[[source]]\npath = \"c\"\n");
    let far = layer("backread.toml", "/n", "[[source]]\npath = \"a\"\n[[source]]\npath = \"b\"\n");
    let (config, _) = Config::of(vec![near, far]);
    let paths: Vec<&str> = config.entries.iter().map(|it| it.value.path.as_str()).collect();
    assert_eq!(paths, ["a", "b", "c"]);
}

#[test]
fn an_unknown_key_names_the_closest() {
    check_problems(
        "sorces = []\n",
        expect![[r#"
            backread.toml:1:1: unknown key "sorces"; did you mean "sources"?
        "#]],
    );
    check_problems(
        "[policy]\ndescriptor-flor = 2\n",
        expect![[r#"
            backread.toml:2:1: unknown key "descriptor-flor"; did you mean "descriptor-floor"?
        "#]],
    );
    check_problems(
        "[[source]]\npath = \"a\"\ntrusted = true\n",
        expect![[r#"
            backread.toml:3:1: unknown key "trusted"; did you mean "trust"?
        "#]],
    );
}

#[test]
fn a_wrong_word_costs_its_own_key_only() {
    let text = "fail-on = \"eror\"\n[levels]\nquote = \"loud\"\nfigure = \"hint\"\n[policy]\nreason = \"maybe\"\ndescriptor-floor = 9\nmin-origins = { figures = 2 }\n[[source]]\npath = \"a\"\ntrust = \"recorded\"\nkind = \"memo\"\ndate = \"1 May\"\n[[source]]\ntrust = \"lead\"\n";
    check_problems(
        text,
        expect![[r#"
            backread.toml:1:11: no level to fail on is called "eror"; did you mean "error"?
            backread.toml:3:9: no level is called "loud"; known are error, warning, information, hint, off
            backread.toml:6:10: no reason policy is called "maybe"; known are required, stock-counts, optional
            backread.toml:7:20: no step 9 on the ladder of descriptors; use 0 to 7
            backread.toml:8:27: no kind of claim is called "figures"; did you mean "figure"?
            backread.toml:14:1: this [[source]] has no path; give it a path or a glob
            backread.toml:11:9: no trust is called "recorded"; did you mean "record"?
            backread.toml:12:8: no kind of source is called "memo"; known are primary, transcript, interview, report, rewrite, release, mail, notes, own, data
            backread.toml:13:8: "1 May" is no date; write it as 2024-03-01, 2024-03 or 2024
        "#]],
    );
    let (config, _) = Config::of(vec![layer("backread.toml", "/desk", text)]);
    assert_eq!(config.levels.len(), 1);
}

#[test]
fn a_wrong_type_and_broken_toml_are_placed() {
    check_problems(
        "sources = \"sources/**\"\n",
        expect![[r#"
        backread.toml:1:11: invalid type: string "sources/**", expected a sequence; mend the file; see `backread schema`
    "#]],
    );
    check_problems(
        "sources = [\n",
        expect![[r#"
        backread.toml:1:12: unclosed array, expected `]`; mend the file; see `backread schema`
    "#]],
    );
    check_problems(
        "[policy]\ndescriptor-floor = -1\n",
        expect![[r#"
        backread.toml:2:20: invalid value: integer `-1`, expected u8; mend the file; see `backread schema`
    "#]],
    );
}

#[test]
fn a_sidecar_is_an_entry_without_a_path() {
    let (entry, problems) = source_entry("a.pdf.meta.toml", "trust = \"record\"\ndate = 2024-05-06T10:00:00Z\n");
    assert_eq!((entry.trust.as_deref(), entry.date.as_deref()), (Some("record"), Some("2024-05-06")));
    assert_eq!(problems, Vec::new());
    let (_, problems) = source_entry("a.pdf.meta.toml", "path = \"x\"\n");
    expect![[r#"a.pdf.meta.toml:1:8: a sidecar has no path; take it out: the file's name says it"#]]
        .assert_eq(&problems.iter().map(Problem::to_string).collect::<String>());
}
