//! Properties of the whole: what must hold of every text, tried on mangled ones.
//!
//! `PROPTEST_CASES=10000` tries as many of each. Every counter-example becomes a named test with the shrunken text.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use backread::corpus::Corpus;
use backread::engine::{Engine, Policy};
use backread::finding::Severity;
use backread::fixture::fits;
use backread::rules::Rules;
use backread::text::buffer::{Buffer, Encoding, Position};
use backread::text::{Format, Text};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::corpora::{DRAFT, NAMES, findings, load, own_evidence, print};
use crate::engine::{all_sources, figures, is_of_style, numbers_of};

/// So many cases, unless `PROPTEST_CASES` says how many.
fn cases(quick: u32) -> u32 {
    std::env::var("PROPTEST_CASES").map_or(quick, |it| it.parse().expect("PROPTEST_CASES is a number"))
}

/// Failures are not kept in files: each becomes a named test.
#[track_caller]
fn check<S: Strategy>(quick: u32, strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases: cases(quick), failure_persistence: None, ..ProptestConfig::default() };
    if let Err(error) = TestRunner::new(config).run(&strategy, property) {
        panic!("{error}");
    }
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
    let text = Text::read(raw.to_string(), format);
    let readings = text.paragraphs.iter().flat_map(|it| fits::reading(rules, raw, it));
    fits::text(&text).into_iter().chain(readings).collect()
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

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

fn engine_over(corpus: &Arc<Corpus>) -> Engine {
    let mut engine = Engine::new(RULES.clone(), Policy::default());
    engine.set_corpus(Arc::clone(corpus));
    engine
}

fn harbour() -> Arc<Corpus> {
    Arc::new(Corpus::of(&RULES, load("harbour").sources, Vec::new()))
}

/// All that is told of a draft.
fn told(engine: &mut Engine, text: &str) -> String {
    let found = findings(engine, "draft.md", text);
    format!("{found:#?}\n{:#?}\n{:#?}\n{:#?}", engine.facts(DRAFT), engine.claims(DRAFT), engine.coverage(DRAFT))
}

#[test]
fn edits_equal_fresh() {
    let corpus = harbour();
    let change = (any::<proptest::sample::Index>(), any::<u8>(), proptest::sample::select(pieces()));
    check(25, (mangled(), proptest::collection::vec(change, 1..5)), |(mut text, changes)| {
        let mut edited = engine_over(&corpus);
        findings(&mut edited, "draft.md", &text);
        for change in &changes {
            apply(&mut text, change);
            findings(&mut edited, "draft.md", &text);
        }
        prop_assert_eq!(told(&mut edited, &text), told(&mut engine_over(&corpus), &text));
        Ok(())
    });
}

#[test]
fn two_runs_over_anything_tell_the_same() {
    let corpora = [harbour(), harbour()];
    check(25, mangled(), |text| {
        let [one, two] = corpora.each_ref().map(|it| told(&mut engine_over(it), &text));
        prop_assert_eq!(one, two);
        Ok(())
    });
}

#[test]
fn findings_stand_on_words_of_the_draft_and_evidence_on_words_of_a_source() {
    let sources = load("harbour").sources;
    let corpus = harbour();
    check(60, mangled(), |text| {
        for it in findings(&mut engine_over(&corpus), "draft.md", &text) {
            prop_assert_eq!(text.get(it.span.range()), Some(it.text.as_str()), "{:?}", it);
            for evidence in &it.evidence {
                let raw = sources.iter().find(|it| it.path == evidence.source).map_or("", |it| it.text.raw.as_str());
                prop_assert!(!evidence.focus.is_empty() && raw.get(evidence.focus.range()).is_some(), "{:?}", evidence);
            }
        }
        Ok(())
    });
}

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// Between a return and its line feed.
fn is_inside_break(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    before.ends_with('\r') && after.starts_with('\n')
}

#[test]
fn offsets_and_positions_round_trip() {
    let letters = "[a-cé😀e\u{301}\u{200d}👩‍🚒\u{feff}\u{2028}\n\r\t]{0,60}";
    check(200, (letters, 0_u32..90, 0_u32..90), |(text, line, column)| {
        let buffer = Buffer::new(&text);
        for encoding in ENCODINGS {
            let boundaries = text.char_indices().map(|it| it.0).chain([text.len()]);
            // A place inside a line break is before it.
            for offset in boundaries.filter(|at| !is_inside_break(&text, *at)) {
                let position = buffer.position(offset, encoding);
                prop_assert_eq!(buffer.offset(position, encoding), Some(offset), "{:?} {:?}", position, encoding);
            }
            // Beyond the end of a line is its end; beyond the end of the text is nowhere, or its end.
            let clamped = buffer.offset(Position { line, column }, encoding);
            prop_assert!(clamped.is_none_or(|it| text.is_char_boundary(it)));
            prop_assert_eq!(clamped.is_some(), (line as usize) < buffer.n_lines());
            let end = buffer.offset(Position { line, column: u32::MAX }, encoding);
            prop_assert!(
                end.is_none_or(|it| it == text.len() || text.get(it..).is_some_and(|it| it.starts_with(['\n', '\r'])))
            );
        }
        Ok(())
    });
}

/// Some paragraphs of a source, one after another.
#[test]
fn a_part_of_a_source_is_supported_by_it() {
    let sources = all_sources();
    let corpus = Arc::new(Corpus::of(&RULES, sources.clone(), Vec::new()));
    let part = (any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), any::<proptest::sample::Index>());
    check(40, part, |(which, from, to)| {
        let source = which.get(&sources);
        let paragraphs = &source.text.paragraphs;
        let (from, to) = (from.get(paragraphs).at, to.get(paragraphs).at);
        let part = from.cover(to).of(&source.text.raw);
        let mut engine = Engine::new(RULES.clone(), own_evidence());
        engine.set_corpus(Arc::clone(&corpus));
        let mut found = findings(&mut engine, &source.path, part);
        found.retain(|it| it.severity >= Severity::Warning && !is_of_style(it));
        prop_assert!(found.is_empty(), "{}\n{}", source.path, print(part, &found));
        Ok(())
    });
}

#[test]
fn any_other_value_in_a_figures_place_is_found_there_or_nowhere() {
    let sources = all_sources();
    let corpus = Arc::new(Corpus::of(&RULES, sources.clone(), Vec::new()));
    let (sites, numbers) = (figures(&sources), numbers_of(&sources));
    let altered = (proptest::sample::select(sites), any::<proptest::sample::Index>());
    check(40, altered, |(site, value)| {
        let from = site.span.of(&site.raw);
        // The next of as many digits that stands in no corpus: of two digits most do.
        let least = 10_usize.pow(from.len() as u32 - 1);
        let start = value.index(9 * least);
        let mut others = (0..9 * least).map(|it| least + (start + it) % (9 * least));
        let Some(to) = others.find(|it| !numbers.contains(&(*it as u64))) else { return Ok(()) };
        let mut raw = site.raw.clone();
        raw.replace_range(site.span.range(), &to.to_string());
        let mut engine = Engine::new(RULES.clone(), own_evidence());
        engine.set_corpus(Arc::clone(&corpus));
        let mut found = findings(&mut engine, &site.path, &raw);
        found.retain(|it| it.severity >= Severity::Warning && !is_of_style(it));
        let elsewhere = found.iter().filter(|it| !it.span.overlaps(site.span)).count();
        let told = format!("{}: {from} to {to}\n{}", site.path, print(&raw, &found));
        prop_assert!(elsewhere == 0 && found.len() <= 1, "{}", told);
        Ok(())
    });
}
