//! The whole engine over texts of our own: what must hold of each of them, and of the work that they cost.
//!
//! `BACKREAD_SLOW=1` takes every figure of them where otherwise one in three is taken.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use backread::corpus::{Corpus, SourceFile};
use backread::engine::{Counters, Engine, Policy};
use backread::fact::{FactKind, Form};
use backread::finding::{Finding, Severity};
use backread::read;
use backread::rules::{RuleText, Rules};
use backread::text::{Format, Sort, Span, TextSpan};

use crate::corpora::{DRAFT, NAMES, findings, load, own_evidence, print, source};

pub fn all_sources() -> Vec<SourceFile> {
    let named = |name: &str| {
        let rename = |mut it: SourceFile| {
            it.path = format!("{name}/{}", it.path);
            it
        };
        load(name).sources.into_iter().map(rename).collect::<Vec<_>>()
    };
    NAMES.iter().flat_map(|name| named(name)).collect()
}

pub fn engine_over(sources: Vec<SourceFile>, policy: Policy) -> Engine {
    let rules = Rules::built_in();
    let corpus = Corpus::of(&rules, sources, Vec::new());
    let mut engine = Engine::new(rules, policy);
    engine.set_corpus(Arc::new(corpus));
    engine
}

/// Rules that ask how a text attributes, or about notes in it: a source is not written to our house's style.
pub fn is_of_style(finding: &Finding) -> bool {
    let style = ["unattributed-quote", "open-placeholder", "impossible-weekday", "inconsistent-figures"];
    let rules = Rules::built_in();
    rules.rule(&finding.rule).is_some_and(|it| it.family == "attribution") || style.contains(&finding.rule.as_str())
}

#[test]
fn a_source_supports_itself() {
    let sources = all_sources();
    let mut engine = engine_over(sources.clone(), own_evidence());
    let mut alarms = String::new();
    for it in &sources {
        let mut found = findings(&mut engine, &it.path, &it.text.raw);
        found.retain(|it| it.severity >= Severity::Warning && !is_of_style(it));
        if !found.is_empty() {
            let _ = writeln!(alarms, "{}\n{}", it.path, print(&it.text.raw, &found));
        }
    }
    assert!(alarms.is_empty(), "{alarms}");
}

/// A figure of digits in a source.
#[derive(Clone, Debug)]
pub struct Site {
    pub path: String,
    pub raw: String,
    /// Its digits, in `raw`.
    pub span: TextSpan,
}

/// All whole numbers that are written in digits anywhere in the corpora, thousands' commas taken out.
pub fn numbers_of(sources: &[SourceFile]) -> BTreeSet<u64> {
    let mut numbers = BTreeSet::new();
    for it in sources {
        let raw = it.text.raw.replace(',', "");
        numbers.extend(raw.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse::<u64>().ok()));
    }
    numbers
}

/// Every figure of two digits or more in a sentence of a source that is told of something.
pub fn figures(sources: &[SourceFile]) -> Vec<Site> {
    let rules = Rules::built_in();
    let mut found = Vec::new();
    for it in sources {
        for paragraph in it.text.paragraphs.iter().filter(|it| it.sort == Sort::Body) {
            let reading = read::read(&rules, paragraph);
            let quoted = |at: Span| {
                reading.facts.iter().any(|it| matches!(&it.kind, FactKind::Quote(quote) if quote.words.overlaps(at)))
            };
            for fact in &reading.facts {
                let FactKind::Figure(figure) = &fact.kind else {
                    continue;
                };
                let span = paragraph.to_text(figure.number_span);
                let from = span.of(&it.text.raw);
                let plain = from.len() >= 2 && from.chars().all(|it| it.is_ascii_digit());
                let checkable = !figure.counted.is_empty() || !figure.unit.name.is_empty();
                if plain && checkable && figure.form == Form::Number && !quoted(fact.span) {
                    found.push(Site { path: it.path.clone(), raw: it.text.raw.clone(), span });
                }
            }
        }
    }
    found
}

#[test]
fn one_altered_figure_is_found_and_no_other() {
    let sources = all_sources();
    let mut engine = engine_over(sources.clone(), own_evidence());
    let (sites, numbers) = (figures(&sources), numbers_of(&sources));
    let step = if std::env::var_os("BACKREAD_SLOW").is_some() { 1 } else { 3 };
    let (mut wrong, mut silent, mut n_silent, mut n_tried) = (String::new(), String::new(), 0, 0);
    for Site { path, raw, span } in sites.iter().step_by(step) {
        let from = span.of(raw);
        let value: u64 = from.parse().expect("digits are a number");
        let Some(to) = (value + value / 5 + 1..).take(200).find(|it| !numbers.contains(it)) else {
            continue;
        };
        n_tried += 1;
        let to = to.to_string();
        let mut raw = raw.clone();
        raw.replace_range(span.range(), &to);
        let span = TextSpan::new(span.start as usize, span.start as usize + to.len());
        let mut found = findings(&mut engine, path, &raw);
        found.retain(|it| it.severity >= Severity::Warning && !is_of_style(it));
        let there = found.iter().filter(|it| it.span.overlaps(span)).count();
        let line = raw.lines().nth(raw.get(..span.range().start).map_or(0, |it| it.matches('\n').count()));
        let told = format!("{path}: {from} to {}: {}", span.of(&raw), line.unwrap_or("").trim());
        if there > 1 || found.len() > there {
            let _ = writeln!(wrong, "{told}\n{}", print(&raw, &found));
        } else if there == 0 {
            n_silent += 1;
            let _ = writeln!(silent, "{told}");
        }
    }
    assert!(wrong.is_empty(), "found twice, or elsewhere\n{wrong}");
    assert!(f64::from(n_silent) <= SILENT * f64::from(n_tried), "{n_silent} of {n_tried} not found\n{silent}");
}

/// The share of altered figures that may be passed over: of "another 29 per cent" it cannot be told what it counts.
/// Lower it whenever the readers allow.
const SILENT: f64 = 0.1;

#[test]
fn two_runs_are_identical() {
    for name in NAMES {
        let loaded = load(name);
        let run = || {
            let mut engine = loaded.engine(own_evidence());
            let mut all = String::new();
            let sources = loaded.sources.iter().map(|it| (it.path.as_str(), it.text.raw.as_str()));
            for (path, raw) in sources.chain([("draft.md", loaded.draft.as_str())]) {
                let found = findings(&mut engine, path, raw);
                let _ = writeln!(all, "{found:#?}\n{:#?}\n{:#?}", engine.facts(DRAFT), engine.coverage(DRAFT));
            }
            all
        };
        assert!(run() == run(), "two runs over {name} differ");
    }
}

/// `n` paragraphs, no two of them equal.
fn long_draft(n: usize) -> String {
    let loaded = load("faithful");
    let lines: Vec<&str> = loaded.draft.lines().filter(|it| it.len() > 80).collect();
    let mut draft = String::new();
    for idx in 0..n {
        let _ = writeln!(draft, "Ward {idx} had {} clinics. {}\n", idx + 3, lines[idx % lines.len()]);
    }
    draft
}

fn work(n: usize) -> Counters {
    let mut engine = engine_over(load("faithful").sources, Policy::default());
    findings(&mut engine, "draft.md", &long_draft(n));
    engine.counters
}

#[test]
fn work_grows_with_the_draft_and_no_faster() {
    let n = 60;
    let (one, two, four) = (work(n), work(2 * n), work(4 * n));
    let counts = |it: Counters| [it.paragraphs_read, it.paragraphs_checked, it.candidates];
    for ((one, two), four) in counts(one).into_iter().zip(counts(two)).zip(counts(four)) {
        assert!(two <= 2 * one + one / 4 && four <= 4 * one + one / 2, "{one}, {two}, {four} is not linear");
    }
    assert_eq!(counts(one)[..2], [n as u64, n as u64], "each paragraph is read and checked once");
}

#[test]
fn an_unchanged_draft_costs_nothing() {
    let mut engine = engine_over(load("faithful").sources, Policy::default());
    let draft = load("faithful").draft;
    findings(&mut engine, "draft.md", &draft);
    let before = engine.counters;
    findings(&mut engine, "draft.md", &draft);
    assert_eq!(before, engine.counters);
}

#[test]
fn one_changed_word_reads_one_paragraph() {
    let mut engine = engine_over(load("faithful").sources, Policy::default());
    let draft = load("faithful").draft;
    findings(&mut engine, "draft.md", &draft);
    let before = engine.counters.paragraphs_read;
    findings(&mut engine, "draft.md", &draft.replace("It took 31 years and a shoulder.", "It took a shoulder."));
    assert_eq!(engine.counters.paragraphs_read, before + 1);
}

#[test]
fn what_a_figure_stands_for_does_not_hang_on_its_neighbours() {
    let rules = Rules::built_in();
    let mut differences = Vec::new();
    for it in all_sources() {
        for paragraph in &it.text.paragraphs {
            for fact in &read::read(&rules, paragraph).facts {
                let FactKind::Figure(figure) = &fact.kind else {
                    continue;
                };
                // "Wain, 34, has": nothing but the place makes it an age.
                if figure.form == Form::Age {
                    continue;
                }
                let words = fact.span.of(&paragraph.prose);
                let alone = source("alone.txt", words.to_string());
                let again = alone.text.paragraphs.iter().flat_map(|it| read::read(&rules, it).facts).find_map(|it| {
                    match it.kind {
                        FactKind::Figure(figure) => Some(figure),
                        FactKind::Date(_) | FactKind::Quote(_) | FactKind::Name(_) | FactKind::Attribution(_) => None,
                    }
                });
                if again.as_ref().map(|it| it.value) != Some(figure.value) {
                    differences.push(format!("{}: \"{words}\" is {:?}, alone {again:?}", it.path, figure.value));
                }
            }
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn other_rules_take_sentences_apart_anew() {
    let words = "[negation]\nwords = [\"ostensibly\"]\n";
    let own = RuleText { path: "own/lexicon/clauses.toml".to_string(), text: words.to_string() };
    let (other, problems) = Rules::load(&[own]);
    assert_eq!(problems, []);
    let sources =
        vec![source("minutes.md", "The harbour board approved the merger of the two ferry lines.\n".to_string())];
    let mut engine = engine_over(sources, Policy::default());
    engine.open(DRAFT, "draft.md", "The harbour board ostensibly approved the merger.\n".to_string(), Format::Markdown);
    let found = |engine: &mut Engine| {
        engine.settle(DRAFT);
        engine.findings(DRAFT).into_iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert_eq!(found(&mut engine), [""; 0]);
    engine.set_rules(other, Policy::default());
    assert_eq!(found(&mut engine), ["conflicting-claim"]);
    engine.set_rules(Rules::built_in(), Policy::default());
    assert_eq!(found(&mut engine), [""; 0]);
}

#[test]
fn one_vote_is_found_among_hundreds() {
    let votes = |n: usize| format!("The clinic met on Monday and voted {} to {}.", n % 23 + 20, n % 17 + 2);
    let minutes = (0..300).map(|n| (format!("minutes-{n:03}.txt"), votes(n)));
    let sources = minutes.map(|(name, words)| source(&name, words)).collect();
    let mut engine = engine_over(sources, Policy::default());
    for n in (0..300).step_by(7) {
        let found = findings(&mut engine, "draft.md", &votes(n));
        assert_eq!(found, [], "{}", votes(n));
    }
    // Nobody was ever alone.
    let found = findings(&mut engine, "draft.md", "The clinic met on Monday and voted 25 to 1.\n");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn evidence_leads_to_the_very_words_through_markup() {
    let raw = "The **port of Ostermole** handled [412,000 containers](https://example.org/a) in *2031*.\n\n\
               “We **never** closed the lock &mdash; not once,” said Mira Holt, the *harbour* master.\n\n\
               The *harbour board* **rejected** the merger of the ferry lines.\n\n\
               The *first* pile was driven on **16 June 2031** at the *North Mole*.\n";
    let mut engine = engine_over(vec![source("report.md", raw.to_string())], Policy::default());
    let draft = "The port of Ostermole handled 421,000 containers in 2031.\n\n\
                 “We never opened the lock — not once,” said Mira Holt, the harbour master.\n\n\
                 The harbour board approved the merger of the ferry lines.\n\n\
                 The first pile was driven at the North Mole on 16 July 2031.\n";
    engine.open(DRAFT, "draft.md", draft.to_string(), Format::Markdown);
    engine.settle(DRAFT);
    let shown = |it: &Finding| it.evidence.iter().map(|it| it.focus.of(raw).to_string()).collect::<Vec<_>>().join("; ");
    let found: Vec<String> = engine.findings(DRAFT).iter().map(|it| format!("{}: {}", it.rule, shown(it))).collect();
    assert_eq!(
        found,
        [
            "conflicting-figure: 412,000",
            "altered-quote: never** closed the",
            "conflicting-claim: rejected",
            "conflicting-date: 16 June 2031",
        ]
    );
}
