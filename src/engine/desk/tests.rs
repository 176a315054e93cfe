//! Whole desks over small trees: levels, houses, mistakes, drafts.

use std::fs;

use expect_test::{Expect, expect};

use super::*;
use crate::finding::Severity;
use crate::rules::house;

mod houses;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn open(dir: &tempfile::TempDir) -> Result<Desk, Vec<Problem>> {
    let working = dir.path().to_path_buf();
    Desk::open(&working.join("desk/draft.md"), &Overrides { working, ..Overrides::default() })
}

#[track_caller]
fn check_mistakes(files: &[(&str, &str)], expected: Expect) {
    let dir = folder(files);
    let problems = match open(&dir) {
        Err(problems) => problems,
        Ok(desk) => desk.unmet,
    };
    expected.assert_eq(&problems.iter().map(|it| format!("{it}\n")).collect::<String>());
}

fn level(desk: &Desk, rule: &str) -> Option<Severity> {
    let rule = desk.engine.rules().rule(rule).unwrap();
    *desk.engine.policy().levels.get(&rule.id).unwrap_or(&rule.level)
}

#[test]
fn a_family_in_a_file_goes_over_a_house_that_names_the_rule() {
    let dir = folder(&[("sources/a.txt", "x\n"), ("backread.toml", "[levels]\nfigure = \"hint\"\n")]);
    let desk = open(&dir).unwrap();
    assert_eq!(level(&desk, "conflicting-figure"), Some(Severity::Hint));
}

#[test]
fn the_users_rule_file_goes_over_the_house_and_under_levels() {
    let files = [
        ("sources/a.txt", "x\n"),
        ("own/figure/conflicting-figure.toml", "id = \"conflicting-figure\"\nlevel = \"information\"\n"),
        ("own/figure/overstated-figure.toml", "id = \"overstated-figure\"\nlevel = \"off\"\n"),
        ("backread.toml", "rules = [\"own\"]\n[levels]\noverstated-figure = \"error\"\n"),
    ];
    let desk = open(&folder(&files)).unwrap();
    assert_eq!(desk.problems, Vec::new());
    assert_eq!(level(&desk, "conflicting-figure"), Some(Severity::Information));
    assert_eq!(level(&desk, "overstated-figure"), Some(Severity::Error));
    assert_eq!(level(&desk, "unsupported-figure"), Some(Severity::Warning));
}

#[test]
fn every_house_parses_and_names_known_rules_only() {
    let default = house::find(house::DEFAULT, &[]).unwrap();
    let known: toml::Table = toml::from_str(&default.text).unwrap();
    let known = known.get("levels").unwrap().as_table().unwrap().clone();
    for name in house::names(&[]) {
        let text = house::find(&name, &[]).unwrap().text;
        let layer = ConfigText { kind: LayerKind::House, shown: name.clone(), dir: PathBuf::new(), text };
        let (config, problems) = Config::of(vec![layer]);
        assert_eq!(problems, Vec::new());
        for rule in config.levels.keys() {
            assert!(known.contains_key(rule), "{name} names {rule}");
        }
    }
}

#[test]
fn the_default_house_gives_the_levels_of_the_rule_files() {
    let default = house::find(house::DEFAULT, &[]).unwrap();
    let table: toml::Table = toml::from_str(&default.text).unwrap();
    let levels = table.get("levels").unwrap().as_table().unwrap().clone();
    for rule in Rules::built_in().all() {
        let listed = levels.get(&rule.id).and_then(toml::Value::as_str);
        assert!(listed.is_some(), "{} is not in rules/houses/default.toml", rule.id);
    }
}

#[test]
fn mistakes_are_placed_and_name_what_is_near() {
    check_mistakes(
        &[("sources/a.txt", "x\n"), ("backread.toml", "house = \"app\"\n")],
        expect![[r#"
        backread.toml:1:9: no house is called "app"; did you mean "ap"?
    "#]],
    );
    check_mistakes(
        &[("sources/a.txt", "x\n"), ("backread.toml", "[levels]\nconflicting-figur = \"off\"\n")],
        expect![[r#"
        backread.toml:2:21: no rule or family is called "conflicting-figur"; did you mean "conflicting-figure"?
    "#]],
    );
    check_mistakes(
        &[("sources/a.txt", "x\n"), ("backread.toml", "sources = [\"src/**\"]\n")],
        expect![[r#"
        backread.toml:1:12: no file is matched by "src/**"; mend the glob, or put the files there
    "#]],
    );
    check_mistakes(
        &[("sources/a.txt", "x\n"), ("backread.toml", "sources = [\"s{/**\"]\n")],
        expect![[r#"
        backread.toml:1:12: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?); mend the glob
    "#]],
    );
    check_mistakes(
        &[("desk/a.txt", "x\n")],
        expect![[r#"
            desk/draft.md: no sources: there is no backread.toml that names any, and no folder named sources, source or research beside or above; name them with --sources, or run `backread init`
        "#]],
    );
    check_mistakes(
        &[("sources/.keep", "")],
        expect![[r#"
        sources: an empty folder; put the source documents there
    "#]],
    );
}

#[test]
fn drafts_are_never_sources() {
    let dir = folder(&[
        ("backread.toml", "sources = [\"**/*.md\"]\ndrafts = [\"desk/*.md\"]\n"),
        ("desk/draft.md", "x\n"),
        ("notes/a.md", "x\n"),
    ]);
    let desk = open(&dir).unwrap();
    let paths: Vec<&str> = desk.engine.corpus().sources().map(|it| it.reference.path.as_str()).collect();
    assert_eq!(paths, ["notes/a.md"]);
}

#[test]
fn settings_stand_under_the_file() {
    let dir = folder(&[("sources/a.txt", "x\n"), ("backread.toml", "fail-on = \"hint\"\n")]);
    let settings = serde_json::json!({"fail-on": "never", "earlier-versions": "use", "levels": {"figure": "off"}});
    let working = dir.path().to_path_buf();
    let overrides = Overrides { working: working.clone(), settings: Some(settings), ..Overrides::default() };
    let desk = Desk::open(&working, &overrides).unwrap();
    assert_eq!(desk.config.fail_on.as_ref().unwrap().value.word(), "hint");
    assert!(desk.engine.policy().use_earlier_versions);
    assert_eq!(level(&desk, "conflicting-figure"), None);
}

#[test]
fn a_rule_file_may_hold_only_what_it_changes() {
    let own = "level = \"hint\"\n[params]\ndescriptor-floor = 1\n";
    let files = [
        ("sources/a.txt", "x\n"),
        ("backread.toml", "rules = [\"own\"]\n"),
        ("own/attribution/unnamed-attribution.toml", own),
    ];
    let desk = open(&folder(&files)).unwrap();
    assert_eq!(desk.problems, []);
    assert_eq!(desk.engine.rules().number("unnamed-attribution", "descriptor-floor", 0.0), 1.0);
    let level = desk.engine.rules().rule("unnamed-attribution").unwrap().level;
    assert_eq!(level, Some(Severity::Hint));
    assert_eq!(desk.engine.policy().levels.get("unnamed-attribution"), None);
}

#[test]
fn a_parameter_that_no_check_takes_switches_its_rule_off() {
    for (own, problem) in [
        ("descriptor-flor = 1", "takes no parameter \"descriptor-flor\"; did you mean \"descriptor-floor\"?"),
        ("descriptor-floor = \"one\"", "\"descriptor-floor\" wants a number; mend the value"),
    ] {
        let own = format!("[params]\n{own}\n");
        let files = [
            ("sources/a.txt", "x\n"),
            ("backread.toml", "rules = [\"own\"]\n[levels]\nunnamed-attribution = \"error\"\n"),
            ("own/attribution/unnamed-attribution.toml", own.as_str()),
        ];
        let desk = open(&folder(&files)).unwrap();
        let said: Vec<String> = desk.problems.iter().map(ToString::to_string).collect();
        assert!(said.len() == 1 && said[0].ends_with(problem), "{said:?}");
        assert!(said[0].starts_with("own/attribution/unnamed-attribution.toml:2:1: "), "{said:?}");
        assert_eq!(level(&desk, "unnamed-attribution"), None);
    }
}
