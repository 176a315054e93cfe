//! The house itself: who may import whom, what stands at the head of a file, and lists that must agree.
//!
//! It stands for the walls that separate crates would be. Lines of comments are not looked at; files called `tests.rs`
//! may reach anywhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use backread::finding::Severity;
use backread::rules::Rules;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder, as paths from the root with `/`, sorted.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                let path = path.strip_prefix(root()).expect("the file lies below the root");
                found.push(path.to_str().expect("paths are UTF-8").replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Lines of code with their numbers; comments are gone.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(n, line)| (n + 1, line))
}

#[track_caller]
fn none(differences: &[String]) {
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// A module and what it may use. Within a row of the house's table the later may use the earlier where it must:
/// `corpus` loads through `disk`, `fixture` runs an engine.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("problem", &["text"]),
    ("fact", &["text", "problem"]),
    ("finding", &["text", "problem", "fact"]),
    ("rules", &["text", "problem", "finding"]),
    ("config", &["text", "problem", "finding", "rules"]),
    ("read", &["text", "problem", "fact", "rules", "config"]),
    ("disk", &["text", "problem", "fact", "rules", "config", "read"]),
    ("corpus", &["text", "problem", "fact", "rules", "config", "read", "disk"]),
    ("check", &["text", "problem", "fact", "finding", "rules", "config"]),
    ("engine", &["text", "problem", "fact", "finding", "rules", "config", "read", "disk", "corpus", "check"]),
    // One rendering for both faces, which do not use each other.
    ("dossier", &["text", "problem", "fact", "finding", "rules", "config", "engine"]),
    ("fixture", &["text", "problem", "fact", "finding", "rules", "config", "read", "corpus", "check", "engine"]),
    ("cli", &["text", "problem", "fact", "finding", "rules", "config", "engine", "dossier", "fixture"]),
    ("server", &["text", "problem", "fact", "finding", "rules", "config", "engine", "dossier"]),
];

/// The module that a file of `src/` belongs to: `src/check/figures.rs` to `check`.
fn module(path: &str) -> &str {
    let path = path.strip_prefix("src/").unwrap_or(path);
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// What a text names after `crate::`, with the line: also of `use crate::{fact, text}` over several lines.
fn uses(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (n, line) in code(text) {
        let mut rest = line;
        if depth > 0 {
            depth = groups(n, line, depth, &mut found);
            continue;
        }
        while let Some((before, after)) = rest.split_once("crate::") {
            rest = after;
            // `$crate::` is a macro's own.
            if before.ends_with('$') {
                continue;
            }
            match after.strip_prefix('{') {
                Some(group) => depth = groups(n, group, 1, &mut found),
                None => found.push((n, after.split(|it: char| !it.is_alphanumeric() && it != '_').collect_first())),
            }
        }
    }
    found
}

/// Names at the first level of an open `use` group; gives the depth at the end of the line.
fn groups(n: usize, line: &str, mut depth: usize, found: &mut Vec<(usize, String)>) -> usize {
    let mut name = String::new();
    let mut inside_path = false;
    for it in line.chars() {
        let at_top = depth == 1;
        match it {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if at_top && !inside_path && (it.is_alphanumeric() || it == '_') {
            name.push(it);
            continue;
        }
        if !name.is_empty() {
            found.push((n, std::mem::take(&mut name)));
        }
        inside_path = depth > 1 || (it == ':' || (inside_path && it != ','));
        if depth == 0 {
            return 0;
        }
    }
    if !name.is_empty() {
        found.push((n, name));
    }
    depth
}

trait First {
    fn collect_first(self) -> String;
}

impl<'a, I: Iterator<Item = &'a str>> First for I {
    fn collect_first(mut self) -> String {
        self.next().unwrap_or("").to_string()
    }
}

/// All modules may use the crate's own root items through `crate::` only by way of a module.
fn layer_faults(path: &str, text: &str) -> Vec<String> {
    let module = module(path);
    let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
        return Vec::new();
    };
    let fault = |(n, used): (usize, String)| {
        let known = MAY_USE.iter().any(|(name, _)| *name == used);
        (known && used != module && !may_use.contains(&used.as_str()))
            .then(|| format!("{module} may not use {used}: {path}:{n}"))
    };
    uses(text).into_iter().filter_map(fault).collect()
}

#[test]
fn imports_go_down_only() {
    let mut faults = Vec::new();
    for path in files("src", "rs").iter().filter(|it| !it.ends_with("/tests.rs")) {
        let text = text(path);
        faults.extend(layer_faults(path, &text));
        if ["rules", "config"].contains(&module(path)) {
            for (n, line) in code(&text) {
                let scales = ["Severity;", "Severity,", "{Severity, Weight};"];
                if let Some((_, used)) = line.split_once("crate::finding::")
                    && !scales.iter().any(|it| used.starts_with(it))
                {
                    faults.push(format!("{} may use the scales alone of finding: {path}:{n}", module(path)));
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn an_import_that_goes_up_is_named() {
    let text = "//! crate::engine in a comment\nuse crate::fact::{Fact, read};\nuse crate::{\n    read::token, // no\n    text::Span,\n};\nlet x = crate::corpus::Corpus::empty();\n";
    let faults = layer_faults("src/check/x.rs", text);
    assert_eq!(faults, ["check may not use read: src/check/x.rs:4", "check may not use corpus: src/check/x.rs:7"]);
}

/// Words of code, and the files that may hold them (a path, or the start of one).
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tower_lsp", &["src/server"]),
    ("tokio", &["src/server"]),
    ("ropey", &["src/text/buffer.rs"]),
    ("std::fs", &["src/disk", "src/corpus/store.rs", "src/cli", "src/main.rs"]),
    ("std::process", &["src/disk", "src/corpus/store.rs", "src/cli", "src/main.rs"]),
    ("println!", &["src/cli"]),
];

#[test]
fn each_crate_and_system_call_stays_where_it_belongs() {
    let mut faults = Vec::new();
    for path in files("src", "rs").iter().filter(|it| !it.ends_with("/tests.rs") && !it.contains("/tests/")) {
        let text = text(path);
        for (word, places) in ONLY_IN {
            if places.iter().any(|it| path.starts_with(it)) {
                continue;
            }
            let hits = code(&text).filter(|(_, line)| line.contains(word));
            faults.extend(hits.map(|(n, _)| format!("{word} does not belong here: {path}:{n}")));
        }
    }
    none(&faults);
}

#[test]
fn every_file_says_what_it_is_and_none_is_long() {
    let mut faults = Vec::new();
    for folder in ["src", "tests/it", "benches", "examples", "fuzz/src", "fuzz/targets"] {
        for path in files(folder, "rs") {
            let text = text(&path);
            if !text.starts_with("//!") && !path.ends_with("/tests.rs") {
                faults.push(format!("{path} does not begin with //!"));
            }
            let n_lines = text.lines().count();
            if n_lines > 500 {
                faults.push(format!("{path} has {n_lines} lines; 500 is the most"));
            }
        }
    }
    none(&faults);
}

#[test]
fn no_file_names_a_place_on_one_machine() {
    let mut faults = Vec::new();
    let homes = ["work", "root", "home"].map(|it| format!("/{it}/"));
    let kinds =
        [("src", "rs"), ("tests", "rs"), ("tests", "toml"), ("tests", "md"), ("benches", "rs"), ("rules", "toml")];
    let mut paths: Vec<String> = kinds.iter().flat_map(|(folder, kind)| files(folder, kind)).collect();
    paths.extend(["README.md", "Cargo.toml"].map(String::from));
    for path in paths {
        let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
        for (n, line) in text.lines().enumerate() {
            if homes.iter().any(|it| line.contains(it.as_str())) {
                faults.push(format!("{path}:{}: {line}", n + 1));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_file_under_rules_is_embedded() {
    let folder: BTreeSet<String> =
        files("rules", "toml").iter().map(|it| it.trim_start_matches("rules/").to_string()).collect();
    let mut embedded = BTreeSet::new();
    for path in files("src/rules", "rs") {
        let text = text(&path);
        let literals = text.split('"').skip(1).step_by(2);
        embedded.extend(literals.filter(|it| it.ends_with(".toml") && it.contains('/')).map(str::to_string));
    }
    let embedded: BTreeSet<String> =
        embedded.iter().map(|it| it.rsplit("rules/").next().unwrap_or(it).to_string()).collect();
    let missing: Vec<&String> = folder.difference(&embedded).collect();
    assert!(missing.is_empty(), "not embedded: {missing:?}");
}

#[test]
fn every_rule_file_is_named_after_its_rule() {
    let (rules, problems) = Rules::load(&[]);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    none(&problems);
    let mut faults = Vec::new();
    for path in files("rules", "toml") {
        let parts: Vec<&str> = path.split('/').collect();
        let [_, family, file] = parts.as_slice() else {
            continue;
        };
        if ["lexicon", "houses"].contains(family) {
            continue;
        }
        let stem = file.trim_end_matches(".toml");
        match rules.rule(stem) {
            Some(rule) if rule.family == *family => {}
            Some(rule) => faults.push(format!("{path}: the rule says that its family is {}", rule.family)),
            None => faults.push(format!("{path}: no rule is called {stem}")),
        }
    }
    none(&faults);
}

const ERROR: Option<Severity> = Some(Severity::Error);
const WARNING: Option<Severity> = Some(Severity::Warning);
const INFORMATION: Option<Severity> = Some(Severity::Information);
const HINT: Option<Severity> = Some(Severity::Hint);
const OFF: Option<Severity> = None;

/// What others may rely on: family, id, and the level that it has unless a house says otherwise.
const CONTRACT: &[(&str, &str, Option<Severity>)] = &[
    ("figure", "unsupported-figure", WARNING),
    ("figure", "conflicting-figure", ERROR),
    ("figure", "overstated-figure", WARNING),
    ("figure", "inconsistent-figures", WARNING),
    ("date", "conflicting-date", ERROR),
    ("date", "impossible-weekday", ERROR),
    ("claim", "conflicting-claim", WARNING),
    ("claim", "overstated-claim", WARNING),
    ("claim", "disputed-claim", INFORMATION),
    ("claim", "unsupported-claim", OFF),
    ("quote", "altered-quote", ERROR),
    ("quote", "unsourced-quote", WARNING),
    ("quote", "misattribution", ERROR),
    ("quote", "unattributed-quote", WARNING),
    ("attribution", "unnamed-attribution", WARNING),
    ("attribution", "bare-attribution", WARNING),
    ("attribution", "ghost-attribution", WARNING),
    ("attribution", "unexplained-anonymity", INFORMATION),
    ("attribution", "nameable-speaker", WARNING),
    ("attribution", "exposed-speaker", ERROR),
    ("attribution", "altered-descriptor", WARNING),
    ("attribution", "inflated-corroboration", WARNING),
    ("attribution", "stock-reason", OFF),
    ("attribution", "unnamed-spokesperson", OFF),
    ("attribution", "unnamed-outlet", OFF),
    ("attribution", "anonymous-quote", OFF),
    ("attribution", "anonymous-judgement", OFF),
    ("attribution", "loaded-verb", OFF),
    ("attribution", "lone-anonymous-origin", OFF),
    ("name", "variant-name", WARNING),
    ("name", "conflicting-title", WARNING),
    ("origin", "single-origin", HINT),
    ("origin", "miscited-source", WARNING),
    ("draft", "open-placeholder", HINT),
    ("stet", "lapsed-stet", HINT),
    ("stet", "invalid-stet", WARNING),
];

#[test]
fn every_rule_is_in_the_contract_at_its_level() {
    let mut faults = Vec::new();
    for rule in Rules::built_in().all() {
        let entry = CONTRACT.iter().find(|(_, id, _)| *id == rule.id);
        match entry {
            None => faults.push(format!("{}: the contract knows no {}", rule.path, rule.id)),
            Some((family, _, _)) if *family != rule.family => {
                faults.push(format!("{}: belongs to {family}", rule.path))
            }
            Some((_, _, level)) if *level != rule.level => {
                faults.push(format!("{}: the contract's level is {}", rule.path, word(*level)));
            }
            Some(_) => {}
        }
        if rule.slight > rule.level && rule.level.is_some() {
            faults.push(format!("{}: a slight case is louder than a plain one", rule.path));
        }
    }
    none(&faults);
}

fn word(level: Option<Severity>) -> &'static str {
    level.map_or("off", Severity::word)
}

/// The marks in the README that the table stands between.
const TABLE: [&str; 2] =
    ["<!-- rules: this table is checked by a test; UPDATE_EXPECT=1 writes it -->", "<!-- end of rules -->"];

#[test]
fn the_readme_lists_the_rules_as_they_are() {
    let rules = Rules::built_in();
    let mut table = String::from("| rule | level | why |\n|---|---|---|\n");
    let mut last = "";
    for (family, id, _) in CONTRACT {
        let Some(rule) = rules.rule(id) else {
            continue;
        };
        if last != *family {
            table.push_str(&format!("| **{family}** | | |\n"));
            last = family;
        }
        table.push_str(&format!("| `{id}` | {} | {} |\n", word(rule.level), rule.why.replace('|', "\\|")));
    }
    let readme = text("README.md");
    let [start, end] = TABLE;
    let (head, rest) = readme.split_once(start).expect("the README marks the start of its table of rules");
    let (_, tail) = rest.split_once(end).expect("the README marks the end of its table of rules");
    let fresh = format!("{head}{start}\n\n{table}\n{end}{tail}");
    if readme != fresh && std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(root().join("README.md"), &fresh).expect("the README can be written");
        return;
    }
    assert!(readme == fresh, "the README's table of rules is out of date; run the tests with UPDATE_EXPECT=1");
}
