//! Small corpora of our own: whole findings as snapshots, so that a change to a rule shows its effect on real prose.
//!
//! `harbour` is the bundled example with planted mistakes, `faithful` is a long draft in which nothing may be raised,
//! `hedged` is one meeting told five times, `orchard` are five faithful stories over seven sources, written before any
//! check of claims was tried on them, `tidewater` a long feature written blind, over minutes, tables, notes and interviews.
//! `UPDATE_EXPECT=1`, then read the diff: never accepted blind.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backread::corpus::{Corpus, SourceFile, SourceMeta};
use backread::engine::{Engine, Policy};
use backread::finding::{Finding, Severity};
use backread::rules::Rules;
use backread::text::{Format, Text, TextId, TextSpan};
use expect_test::expect_file;

/// A folder under `tests/corpora`, read.
pub struct Loaded {
    pub root: PathBuf,
    pub sources: Vec<SourceFile>,
    /// Text of `draft.md`; empty where the sources are the drafts.
    pub draft: String,
}

pub const NAMES: [&str; 3] = ["harbour", "faithful", "hedged"];

#[track_caller]
pub fn load(name: &str) -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(root.join("sources"))
        .expect("the corpus has a folder of sources")
        .map(|it| it.expect("the folder can be listed").path())
        .collect();
    files.sort();
    let sources = files.iter().map(|disk_path| {
        let raw = std::fs::read_to_string(disk_path).expect("a source is UTF-8");
        let file_name = disk_path.file_name().and_then(|it| it.to_str()).expect("a source has a name");
        source(&format!("sources/{file_name}"), raw)
    });
    let sources = sources.collect();
    let draft = std::fs::read_to_string(root.join("draft.md")).unwrap_or_default();
    Loaded { root, sources, draft }
}

pub fn source(path: &str, raw: String) -> SourceFile {
    let text = Text::read(raw, Format::of_path(Path::new(path)));
    let meta = SourceMeta::of(&text.comments.front, path);
    SourceFile { path: path.to_string(), disk_path: PathBuf::from(path), text, meta, extracted: false }
}

impl Loaded {
    /// An engine that holds the sources and no draft yet.
    pub fn engine(&self, policy: Policy) -> Engine {
        let rules = Rules::built_in();
        let corpus = Corpus::of(&rules, self.sources.clone(), Vec::new());
        let mut engine = Engine::new(rules, policy);
        engine.set_corpus(Arc::new(corpus));
        engine
    }
}

/// The draft's only number in a test that opens one.
pub const DRAFT: TextId = TextId(0);

/// Findings of one text, settled.
pub fn findings(engine: &mut Engine, path: &str, raw: &str) -> Vec<Finding> {
    engine.open(DRAFT, path, raw.to_string(), Format::of_path(Path::new(path)));
    engine.settle(DRAFT);
    engine.findings(DRAFT)
}

/// Earlier versions count: a source may support itself.
pub fn own_evidence() -> Policy {
    Policy { use_earlier_versions: true, ..Policy::default() }
}

/// One finding a line, each followed by its evidence.
pub fn print(raw: &str, findings: &[Finding]) -> String {
    let mut printed = String::new();
    for it in findings {
        let at = it.span.start as usize;
        let head = raw.get(..at).unwrap_or(raw);
        let line = head.matches('\n').count() + 1;
        let column = head.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let Finding { rule, text, message, .. } = it;
        let words = text.replace('\n', " ");
        let _ = writeln!(printed, "{line}:{column} {} {rule} \"{words}\": {message}", it.severity.word());
        for evidence in &it.evidence {
            let words = evidence.text.replace('\n', " ");
            let _ = writeln!(
                printed,
                "    {} {}:{} {}",
                evidence.relation.word(),
                evidence.source,
                evidence.line,
                words.trim()
            );
        }
    }
    printed
}

/// A row of `planted.md`: the draft's own words, and the rule that must be raised over them.
struct Planted {
    words: String,
    rule: String,
    span: TextSpan,
}

fn planted(loaded: &Loaded) -> Vec<Planted> {
    let table = std::fs::read_to_string(loaded.root.join("planted.md")).expect("the example tells what is planted");
    let rows = table.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, number, words, _, rule, ..] = cells.as_slice() else {
            return None;
        };
        number.parse::<u32>().ok()?;
        let words = words.trim_matches('`').to_string();
        let start = loaded.draft.find(&words).unwrap_or_else(|| panic!("planted.md: \"{words}\" is not in the draft"));
        let span = TextSpan::new(start, start + words.len());
        Some(Planted { words, rule: rule.trim_matches('`').to_string(), span })
    });
    rows.collect()
}

#[test]
fn harbour_findings() {
    let loaded = load("harbour");
    let findings = findings(&mut loaded.engine(Policy::default()), "draft.md", &loaded.draft);
    expect_file!["../corpora/harbour/findings.txt"].assert_eq(&print(&loaded.draft, &findings));
}

#[test]
fn every_planted_mistake_is_found_and_nothing_else() {
    let loaded = load("harbour");
    let findings = findings(&mut loaded.engine(Policy::default()), "draft.md", &loaded.draft);
    let planted = planted(&loaded);
    let mut differences = Vec::new();
    for it in &planted {
        if !findings.iter().any(|found| found.rule == it.rule && found.span.overlaps(it.span)) {
            differences.push(format!("not found: {} at \"{}\"", it.rule, it.words));
        }
    }
    for found in findings.iter().filter(|it| it.severity >= Severity::Warning) {
        if !planted.iter().any(|it| found.rule == it.rule && found.span.overlaps(it.span)) {
            differences.push(format!("not planted: {} at \"{}\": {}", found.rule, found.text, found.message));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn faithful_findings() {
    let loaded = load("faithful");
    let findings = findings(&mut loaded.engine(Policy::default()), "draft.md", &loaded.draft);
    expect_file!["../corpora/faithful/findings.txt"].assert_eq(&print(&loaded.draft, &findings));
}

#[test]
fn a_faithful_draft_is_left_alone() {
    let loaded = load("faithful");
    let mut findings = findings(&mut loaded.engine(Policy::default()), "draft.md", &loaded.draft);
    findings.retain(|it| it.severity >= Severity::Warning);
    assert!(findings.is_empty(), "{} false alarms\n{}", findings.len(), print(&loaded.draft, &findings));
}

/// What is left is defensible: a sum over two sentences of a source, and a hearsay that the writer has from a question.
#[test]
fn a_feature_written_blind() {
    let loaded = load("tidewater");
    let findings = findings(&mut loaded.engine(Policy::default()), "draft.md", &loaded.draft);
    expect_file!["../corpora/tidewater/findings.txt"].assert_eq(&print(&loaded.draft, &findings));
    let n_loud = findings.iter().filter(|it| it.severity >= Severity::Warning).count();
    assert!(n_loud <= 2, "{n_loud} findings at warning or above");
}

/// Nineteen slips of as many kinds, thirteen of them found.
#[test]
fn mistakes_planted_in_that_feature() {
    #[derive(serde::Deserialize)]
    struct Mistakes {
        mistake: Vec<Mistake>,
    }
    #[derive(serde::Deserialize)]
    struct Mistake {
        words: String,
        instead: String,
        #[serde(default)]
        by: String,
    }
    let loaded = load("tidewater");
    let list = std::fs::read_to_string(loaded.root.join("planted.toml")).expect("the mistakes are listed");
    let mistakes: Mistakes = toml::from_str(&list).expect("the list parses");
    let mut engine = loaded.engine(Policy::default());
    let mut loud = |raw: &str| {
        let found = findings(&mut engine, "draft.md", raw).into_iter().filter(|it| it.severity >= Severity::Warning);
        found.map(|it| (it.rule, it.text)).collect::<Vec<_>>()
    };
    let before = loud(&loaded.draft);
    let (mut otherwise, mut n_found) = (String::new(), 0);
    for it in &mistakes.mistake {
        assert!(loaded.draft.contains(&it.words), "\"{}\" is not in the draft", it.words);
        let found = loud(&loaded.draft.replacen(&it.words, &it.instead, 1));
        let new: Vec<_> = found.iter().filter(|it| !before.contains(it)).collect();
        n_found += usize::from(!new.is_empty());
        let as_listed = if it.by.is_empty() { new.is_empty() } else { new.iter().any(|new| new.0 == it.by) };
        if !as_listed {
            let _ = writeln!(otherwise, "{}: wanted \"{}\", found {new:?}", it.instead, it.by);
        }
    }
    assert!(otherwise.is_empty(), "{otherwise}");
    assert_eq!((n_found, mistakes.mistake.len()), (13, 19));
}

#[test]
fn one_meeting_told_five_times_agrees_with_itself() {
    let loaded = load("hedged");
    let mut engine = loaded.engine(own_evidence());
    let mut alarms = String::new();
    for it in &loaded.sources {
        let mut found = findings(&mut engine, &it.path, &it.text.raw);
        let absent = ["unsupported-figure", "conflicting-figure", "altered-quote", "unsourced-quote"];
        found.retain(|it| absent.contains(&it.rule.as_str()));
        if !found.is_empty() {
            let _ = writeln!(alarms, "{}\n{}", it.path, print(&it.text.raw, &found));
        }
    }
    assert!(alarms.is_empty(), "{alarms}");
}

#[test]
fn no_source_faults_its_own_quotations() {
    let mut alarms = String::new();
    for name in NAMES {
        let loaded = load(name);
        let mut engine = loaded.engine(own_evidence());
        for it in &loaded.sources {
            let mut found = findings(&mut engine, &it.path, &it.text.raw);
            found.retain(|it| matches!(it.rule.as_str(), "altered-quote" | "unsourced-quote" | "unattributed-quote"));
            if !found.is_empty() {
                let _ = writeln!(alarms, "{name}/{}\n{}", it.path, print(&it.text.raw, &found));
            }
        }
    }
    assert!(alarms.is_empty(), "{alarms}");
}

#[test]
fn claims_of_faithful_stories_are_left_alone() {
    let loaded = load("orchard");
    let mut engine = loaded.engine(Policy::default());
    let rules = Rules::built_in();
    let mut printed = String::new();
    let mut drafts: Vec<PathBuf> = std::fs::read_dir(loaded.root.join("drafts"))
        .expect("the corpus has a folder of drafts")
        .map(|it| it.expect("the folder can be listed").path())
        .collect();
    drafts.sort();
    for path in &drafts {
        let raw = std::fs::read_to_string(path).expect("a draft is UTF-8");
        let mut found = findings(&mut engine, "draft.md", &raw);
        found.retain(|it| rules.rule(&it.rule).is_some_and(|it| it.family == "claim"));
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let _ = writeln!(printed, "{name}\n{}", print(&raw, &found));
    }
    expect_file![loaded.root.join("claims.txt")].assert_eq(&printed);
}
