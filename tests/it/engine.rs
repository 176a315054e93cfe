//! Properties of the whole engine: what must hold of every text, tried on texts of our own and on mangled ones.
//!
//! `BACKREAD_SLOW=1` tries more cases. Every counter-example becomes a named test with the shrunken text.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use backread::corpus::{Corpus, SourceFile};
use backread::engine::{Counters, Engine, Policy};
use backread::fact::{FactKind, Form};
use backread::finding::{Finding, Severity};
use backread::read;
use backread::rules::{RuleText, Rules};
use backread::text::{Format, Sort, Span, Text, TextSpan};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::corpora::{DRAFT, NAMES, findings, load, own_evidence, print, source};

fn cases(quick: u32) -> u32 {
    if std::env::var_os("BACKREAD_SLOW").is_some() { quick * 50 } else { quick }
}

/// Runs a property with the number of cases that the caller has time for; failures are not kept in files.
#[track_caller]
fn check<S: Strategy>(quick: u32, strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases: cases(quick), failure_persistence: None, ..ProptestConfig::default() };
    if let Err(error) = TestRunner::new(config).run(&strategy, property) {
        panic!("{error}");
    }
}

fn all_sources() -> Vec<SourceFile> {
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

/// Pieces that drafts are put together from: our own prose, and what upsets readers.
fn pieces() -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for name in NAMES {
        let loaded = load(name);
        for text in loaded.sources.iter().map(|it| it.text.raw.as_str()).chain([loaded.draft.as_str()]) {
            pieces.extend(text.lines().filter(|it| !it.trim().is_empty()).map(str::to_string));
        }
    }
    let upsetting = [
        "",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\u{feff}",
        "\u{0}",
        "\u{2028}",
        "\u{a0}",
        "’",
        "“",
        "”",
        "‘",
        "\"",
        "\"\"\"\"",
        "'",
        "***",
        "<!--",
        "-->",
        "<!-- stet unsupported-figure \"4%\": own count -->",
        "[stet x]",
        "---\ntitle: x\n",
        "```",
        "<p>",
        "</div>",
        "&amp;",
        "&#x1F600;",
        "🙂🙂",
        "e\u{301}",
        "1,2,3,4",
        "1.000.000,5",
        "999999999999999999999999999",
        "-0",
        "€",
        "%",
        "1e9",
        "of of of",
        "said",
        "U.S.\n\nState",
        "half half-dozen",
        "TK",
        "[CHECK",
        "10 to the",
        "from 3 to",
        "between",
        "| a | b |",
        "[^1]:",
    ];
    pieces.extend(upsetting.map(str::to_string));
    pieces
}

fn mangled() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(pieces()),
        1 => "\\PC{0,12}",
        1 => proptest::collection::vec(any::<char>(), 0..6).prop_map(|it| it.into_iter().collect::<String>()),
    ];
    let joint = proptest::sample::select(vec!["", " ", "\n", "\n\n", ". "]);
    proptest::collection::vec((piece, joint), 0..12)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(piece, joint)| [piece, joint.to_string()]).collect::<String>())
}

fn formats() -> impl Strategy<Value = Format> {
    proptest::sample::select(vec![Format::Markdown, Format::Plain, Format::Html])
}

/// What is wrong with a text's paragraphs and facts, if anything.
fn faults(rules: &Rules, raw: &str, format: Format) -> Vec<String> {
    let mut faults = Vec::new();
    let text = Text::read(raw.to_string(), format);
    let mut last_end = 0;
    for paragraph in &text.paragraphs {
        let at = paragraph.at;
        if at.start < last_end || at.is_empty() || raw.get(at.range()).is_none() {
            faults.push(format!("paragraph {at:?} does not fit the text"));
        }
        last_end = at.end;
        let reading = read::read(rules, paragraph);
        let mut last = (0, 0);
        for fact in &reading.facts {
            let key = (fact.span.start, u32::MAX - fact.span.end);
            if fact.span.is_empty() || paragraph.prose.get(fact.span.range()).is_none() {
                faults.push(format!("{:?} does not fit \"{}\"", fact, paragraph.prose));
            }
            if key < last {
                faults.push(format!("{fact:?} is out of order"));
            }
            last = key;
            if fact.sentence as usize >= reading.sentences.len() {
                faults.push(format!("{fact:?} stands in no sentence"));
            }
            let in_text = paragraph.to_text(fact.span);
            // What the head of a column says stands in no row: "Seats in 2019".
            let is_of_head = paragraph.sort == Sort::TableRow && matches!(fact.kind, FactKind::Date(_));
            if in_text.is_empty() && !is_of_head || raw.get(in_text.range()).is_none() || !at.contains(in_text) {
                faults.push(format!("{fact:?} maps to {in_text:?}, outside its paragraph {at:?}"));
            }
        }
    }
    faults
}

#[test]
fn reading_never_panics_and_spans_fit() {
    let rules = Rules::built_in();
    check(150, (mangled(), formats()), |(raw, format)| {
        let faults = faults(&rules, &raw, format);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
        Ok(())
    });
}

#[test]
fn a_text_cut_anywhere_is_read() {
    let rules = Rules::built_in();
    let texts: Vec<(String, Format)> =
        all_sources().into_iter().map(|it| (it.text.raw, Format::of_path(Path::new(&it.path)))).collect();
    let cut = (proptest::sample::select(texts), any::<proptest::sample::Index>(), any::<proptest::sample::Index>());
    check(40, cut, |((raw, format), from, to)| {
        let boundaries: Vec<usize> = raw.char_indices().map(|it| it.0).chain([raw.len()]).collect();
        let (a, b) = (*from.get(&boundaries), *to.get(&boundaries));
        let part = raw.get(a.min(b)..a.max(b)).unwrap_or("");
        let faults = faults(&rules, part, format);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
        Ok(())
    });
}

/// One change of a text: a stretch, told by two places in it, and what comes there.
type Change = (proptest::sample::Index, u8, String);

fn apply(text: &mut String, (at, len, with): &Change) {
    let boundaries: Vec<usize> = text.char_indices().map(|it| it.0).chain([text.len()]).collect();
    let idx = at.index(boundaries.len());
    let end = (idx + *len as usize).min(boundaries.len() - 1);
    text.replace_range(boundaries[idx]..boundaries[end], with);
}

#[test]
fn edits_equal_fresh() {
    let sources = load("harbour").sources;
    let change = (any::<proptest::sample::Index>(), any::<u8>(), proptest::sample::select(pieces()));
    check(25, (mangled(), proptest::collection::vec(change, 1..5)), |(mut text, changes)| {
        let mut edited = engine_over(sources.clone(), Policy::default());
        findings(&mut edited, "draft.md", &text);
        for change in &changes {
            apply(&mut text, change);
            findings(&mut edited, "draft.md", &text);
        }
        let mut fresh = engine_over(sources.clone(), Policy::default());
        prop_assert_eq!(findings(&mut edited, "draft.md", &text), findings(&mut fresh, "draft.md", &text));
        prop_assert_eq!(edited.facts(DRAFT), fresh.facts(DRAFT));
        prop_assert_eq!(edited.coverage(DRAFT), fresh.coverage(DRAFT));
        Ok(())
    });
}

/// Rules that ask how a text attributes, or about notes in it: a source is not written to our house's style.
fn is_of_style(finding: &Finding) -> bool {
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

/// A source with one figure of digits put otherwise, and where.
struct Altered {
    path: String,
    raw: String,
    /// The new digits, in `raw`.
    span: TextSpan,
    from: String,
}

/// All whole numbers that are written in digits anywhere in the corpora, thousands' commas taken out.
fn numbers_of(sources: &[SourceFile]) -> BTreeSet<u64> {
    let mut numbers = BTreeSet::new();
    for it in sources {
        let raw = it.text.raw.replace(',', "");
        numbers.extend(raw.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse::<u64>().ok()));
    }
    numbers
}

/// Every figure of two digits or more in a sentence of a source, changed to a value of as many digits that no source has.
fn altered(sources: &[SourceFile]) -> Vec<Altered> {
    let rules = Rules::built_in();
    let numbers = numbers_of(sources);
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
                if !plain || !checkable || figure.form != Form::Number || quoted(fact.span) {
                    continue;
                }
                let value: u64 = from.parse().expect("digits are a number");
                let Some(to) = (value + value / 5 + 1..).take(200).find(|it| !numbers.contains(it)) else {
                    continue;
                };
                let to = to.to_string();
                let mut raw = it.text.raw.clone();
                raw.replace_range(span.range(), &to);
                let span = TextSpan::new(span.start as usize, span.start as usize + to.len());
                found.push(Altered { path: it.path.clone(), raw, span, from: from.to_string() });
            }
        }
    }
    found
}

#[test]
fn one_altered_figure_is_found_and_no_other() {
    let sources = all_sources();
    let mut engine = engine_over(sources.clone(), own_evidence());
    let altered = altered(&sources);
    let step = if std::env::var_os("BACKREAD_SLOW").is_some() { 1 } else { 3 };
    let (mut wrong, mut silent, mut n_silent, mut n_tried) = (String::new(), String::new(), 0, 0);
    for it in altered.iter().step_by(step) {
        n_tried += 1;
        let mut found = findings(&mut engine, &it.path, &it.raw);
        found.retain(|it| it.severity >= Severity::Warning && !is_of_style(it));
        let Altered { path, raw, span, from } = it;
        let there = found.iter().filter(|it| it.span.overlaps(*span)).count();
        let line = raw.lines().nth(raw.get(..span.range().start).map_or(0, |it| it.matches('\n').count()));
        let told = format!("{path}: {from} to {}: {}", span.of(raw), line.unwrap_or("").trim());
        if there > 1 || found.len() > there {
            let _ = writeln!(wrong, "{told}\n{}", print(raw, &found));
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
