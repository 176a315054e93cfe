//! What texts cost that mean harm: work is counted at n, 2n and 4n, never timed (`cargo bench --bench adverse` does that).
//!
//! Nothing may cost more than in proportion to its length, whatever it repeats; and what a limit cuts is said.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use backread::corpus::Corpus;
use backread::engine::{Counters, Engine, Policy};
use backread::fixture::fits;
use backread::rules::Rules;
use backread::text::format;
use backread::text::{Format, Text};

use crate::corpora::{DRAFT, source};

#[path = "../../benches/made/adverse.rs"]
mod adverse;

use adverse::{SHAPES, Shape};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

const WORDS: &str =
    "The quay took 412,000 crates in May. “We will return to the new berth,” said Mira Holt, the mayor.\n";

/// The bench takes so many times more.
const PART: usize = 1_000;

fn work(draft: (&str, &str), source_text: (&str, &str)) -> Counters {
    let corpus = Corpus::of(&RULES, vec![source(source_text.0, source_text.1.to_string())], Vec::new());
    let mut engine = Engine::new(RULES.clone(), Policy::default());
    engine.set_corpus(Arc::new(corpus));
    engine.open(DRAFT, draft.0, draft.1.to_string(), Format::of_path(Path::new(draft.0)));
    engine.settle(DRAFT);
    assert_eq!(engine.take_faults(), [""; 0]);
    engine.counters
}

/// At n, 2n and 4n.
fn sizes(shape: &Shape) -> [String; 3] {
    let n = (shape.most / PART).max(50);
    [n, 2 * n, 4 * n].map(shape.make)
}

fn is_linear([one, two, four]: [u64; 3]) -> bool {
    // What a text costs whatever its length.
    const ROOM: u64 = 60;
    two <= 2 * one + one / 4 + ROOM && four <= 4 * one + one / 2 + ROOM
}

#[test]
fn no_draft_costs_more_than_in_proportion_to_its_length() {
    for shape in SHAPES {
        let counters = sizes(shape).map(|text| work((shape.file, &text), ("source.txt", WORDS)));
        for (what, count) in [
            ("paragraphs", (|it| it.paragraphs_read) as fn(&Counters) -> u64),
            ("prose", |it| it.prose_read),
            ("checks", |it| it.paragraphs_checked),
            ("candidates", |it| it.candidates),
        ] {
            let counts = counters.each_ref().map(count);
            assert!(is_linear(counts), "{} as a draft: {what} {counts:?}", shape.name);
        }
    }
}

#[test]
fn no_source_makes_a_draft_cost_more_than_in_proportion_to_its_length() {
    for shape in SHAPES {
        let counts = sizes(shape).map(|text| work(("draft.md", WORDS), (shape.file, &text)).candidates);
        assert!(is_linear(counts), "{} as a source: {counts:?}", shape.name);
    }
}

#[test]
fn texts_that_mean_harm_are_read_to_the_end() {
    for shape in SHAPES {
        let [_, _, text] = sizes(shape);
        let apart = |_: &str, _: &[u8]| unreachable!("none of them is a PDF");
        let Ok(format::Opened::Text(decoded, format)) = format::open(shape.file, text.into_bytes(), 0, &apart) else {
            continue;
        };
        let text = Text::read(decoded.text, format);
        let faults = fits::text(&text);
        assert!(faults.is_empty(), "{}: {}", shape.name, faults.join("\n"));
        assert!(text.paragraphs.iter().all(|it| it.prose.len() <= 20 << 10), "{}: a paragraph has a bound", shape.name);
    }
}
