//! What the README's figures are measured with: reading, checking and loading, over texts that are made up here.
//!
//! `cargo bench` runs it. The texts come from a fixed sequence of numbers and a few sentence patterns, so that two runs
//! read the same bytes; nothing is loaded from disk. Numbers are made of bytes, so MB/s is of the sources' own size.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backread::corpus::{Corpus, SourceFile, SourceMeta};
use backread::engine::{Engine, Policy};
use backread::read::{self, token};
use backread::rules::Rules;
use backread::text::{Format, Text, TextId};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

fn main() {
    divan::main();
}

/// A fixed sequence: the same text on every machine, without a crate for it.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.next(from.len() as u64) as usize).copied().unwrap_or("")
    }
}

const TOWNS: &[&str] = &["Harrowmouth", "Alderby", "Tolmouth", "San Evaro", "Orrby", "Nedre Ulv", "Saltmere", "Lillby"];
const PEOPLE: &[&str] =
    &["Mira Holt", "Edda Rask", "Josef Lind", "Ines Varga", "Piet Sorley", "Hanne Moll", "Dilys Moran"];
const TITLES: &[&str] =
    &["harbour master", "chief executive", "town engineer", "treasurer", "head teacher", "fire chief"];
const BODIES: &[&str] =
    &["The inspectorate", "The council", "The ministry", "The company", "The commission", "The clinic"];
const THINGS: &[&str] = &["homes", "pumps", "households", "passengers", "patients", "trees", "lorries", "complaints"];
const VERBS: &[&str] = &["flooded", "counted", "moved", "inspected", "closed", "repaired", "sold", "lost"];
const HEDGES: &[&str] = &["about ", "", "more than ", "", "at least ", "", "nearly ", "up to "];
const MONTHS: &[&str] = &["January", "March", "May", "August", "October", "December"];
const SAYINGS: &[&str] = &[
    "We asked for it three times, and nobody ever wrote back",
    "I will not promise what I cannot measure",
    "It is slow work, but it is the right work",
    "You can see the difference from the street",
];

/// One sentence of newsroom prose, of a kind that `n` chooses.
fn sentence(it: &mut Sequence, out: &mut String) {
    let (town, person, title) = (it.pick(TOWNS), it.pick(PEOPLE), it.pick(TITLES));
    let (body, thing, verb, hedge) = (it.pick(BODIES), it.pick(THINGS), it.pick(VERBS), it.pick(HEDGES));
    let (big, small, year) = (it.next(90_000) + 1_000, it.next(60) + 2, it.next(30) + 1990);
    let (part, day, month) = (it.next(10), it.next(28) + 1, it.pick(MONTHS));
    let _ = match it.next(12) {
        0 => write!(out, "{body} {verb} {hedge}{big} {thing} in {town} in {year}. "),
        1 => write!(out, "In {town}, {small}.{part} per cent of the {thing} were {verb} after {month} {year}. "),
        2 => write!(out, "“{},” said {person}, the {title} of {town}. ", it.pick(SAYINGS)),
        3 => write!(out, "The work is expected to cost €{small}.{part} million and to end in {month}. "),
        4 => write!(out, "{person}, {small}, has lived in {town} since {year}. "),
        5 => write!(out, "Officials said that the number of {thing} rose from {small} to {}. ", small + 17),
        6 => write!(out, "On {day} {month} {year} {body} met in {town} and voted {small} to {part}. "),
        7 => write!(out, "A {title} who read the file, and who asked not to be named, called it a “plain mistake.” "),
        8 => write!(out, "It lies {small} kilometres from {town}, on the road that was {verb} in the spring. "),
        9 => write!(out, "According to {person}, two-thirds of the {thing} had been {verb} by then. "),
        10 => write!(out, "Nobody in {town} remembers when the last of the {thing} were {verb}. "),
        _ => write!(out, "The rain went on, the {thing} stood empty, and {person} walked home along the wall. "),
    };
}

/// About `n_words` words in paragraphs of four sentences.
fn prose(seed: u64, n_words: usize) -> String {
    let mut sequence = Sequence(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut out = String::with_capacity(n_words * 7);
    let mut words = 0;
    while words < n_words {
        let start = out.len();
        for _ in 0..4 {
            sentence(&mut sequence, &mut out);
        }
        words += out.get(start..).unwrap_or("").split_whitespace().count();
        out.push_str("\n\n");
    }
    out
}

fn sources(n: usize, n_words: usize) -> Vec<SourceFile> {
    let source = |n: usize| {
        let path = format!("sources/{n:03}.txt");
        let text = Text::read(prose(n as u64 + 1, n_words), Format::Plain);
        SourceFile {
            path: path.clone(),
            disk_path: PathBuf::from(path),
            text,
            meta: SourceMeta::default(),
            extracted: false,
        }
    };
    (0..n).map(source).collect()
}

/// A draft that repeats, alters and adds: every third paragraph is new.
fn draft(n_words: usize) -> String {
    let mut out = String::from("# The week\n\n");
    let mut n = 0;
    while out.split_whitespace().count() < n_words {
        let seed = if n % 3 == 2 { 10_000 + n } else { n % 100 + 1 };
        let source = prose(seed, 600);
        for paragraph in source.split("\n\n").skip(n as usize % 7).take(2) {
            out.push_str(paragraph);
            out.push_str("\n\n");
        }
        n += 1;
    }
    out
}

const DRAFT: TextId = TextId(0);

fn desk() -> Engine {
    let rules = Rules::built_in();
    let corpus = Corpus::of(&rules, sources(100, 600), Vec::new());
    let mut engine = Engine::new(rules, Policy::default());
    engine.set_corpus(Arc::new(corpus));
    engine
}

mod reading {
    use super::*;
    use backread::read::{Ctx, attribution, date, figure, name, quote};

    /// 200 KB of prose, split into paragraphs before the clock starts.
    fn over(bencher: Bencher, read: impl Fn(&mut Ctx)) {
        let rules = Rules::built_in();
        let text = Text::read(prose(1, 32_000), Format::Plain);
        bencher.counter(BytesCount::new(text.raw.len())).bench_local(|| {
            for paragraph in &text.paragraphs {
                let tokens = token::tokens(&rules, &paragraph.prose);
                let mut ctx =
                    Ctx { rules: &rules, paragraph, tokens: &tokens, facts: Vec::new(), placeholders: Vec::new() };
                read(&mut ctx);
                divan::black_box(&ctx.facts);
            }
        });
    }

    #[divan::bench]
    fn split_into_paragraphs(bencher: Bencher) {
        let raw = prose(1, 32_000);
        bencher
            .counter(BytesCount::new(raw.len()))
            .with_inputs(|| raw.clone())
            .bench_local_values(|raw| Text::read(raw, Format::Plain));
    }

    #[divan::bench]
    fn tokens_alone(bencher: Bencher) {
        over(bencher, |_| ());
    }

    #[divan::bench]
    fn tokens_and_figures(bencher: Bencher) {
        over(bencher, figure::figures);
    }

    #[divan::bench]
    fn tokens_and_dates(bencher: Bencher) {
        over(bencher, date::dates);
    }

    #[divan::bench]
    fn tokens_and_quotes(bencher: Bencher) {
        over(bencher, quote::quotes);
    }

    #[divan::bench]
    fn tokens_and_names(bencher: Bencher) {
        over(bencher, name::names);
    }

    #[divan::bench]
    fn tokens_and_attributions(bencher: Bencher) {
        over(bencher, attribution::attributions);
    }

    #[divan::bench]
    fn all(bencher: Bencher) {
        let rules = Rules::built_in();
        let text = Text::read(prose(1, 32_000), Format::Plain);
        bencher.counter(BytesCount::new(text.raw.len())).bench_local(|| {
            for paragraph in &text.paragraphs {
                divan::black_box(read::read(&rules, paragraph));
            }
        });
    }
}

mod loading {
    use super::*;

    /// From text in memory to an indexed corpus, on all cores.
    #[divan::bench(sample_count = 20)]
    fn a_hundred_sources_of_600_words(bencher: Bencher) {
        let rules = Rules::built_in();
        let files = sources(100, 600);
        let bytes: usize = files.iter().map(|it| it.text.raw.len()).sum();
        bencher
            .counter(BytesCount::new(bytes))
            .with_inputs(|| files.clone())
            .bench_local_values(|files| Corpus::of(&rules, files, Vec::new()));
    }

    #[divan::bench]
    fn rules_from_their_files() -> Rules {
        Rules::built_in()
    }
}

mod checking {
    use super::*;

    /// The first time: everything is read, linked and checked.
    #[divan::bench(sample_count = 20)]
    fn a_draft_of_5000_words(bencher: Bencher) {
        let raw = draft(5_000);
        let mut engine = desk();
        let n_paragraphs = Text::read(raw.clone(), Format::Markdown).paragraphs.len();
        let rules = Rules::built_in();
        bencher.counter(ItemsCount::new(n_paragraphs)).bench_local(|| {
            // NB: other rules empty the caches; loading them is not measured apart, it takes a millisecond or two.
            engine.set_rules(rules.clone(), Policy::default());
            engine.open(DRAFT, "draft.md", raw.clone(), Format::Markdown);
            engine.settle(DRAFT);
            engine.findings(DRAFT).len()
        });
    }

    /// One word in the middle of that draft changes: what a keystroke costs.
    #[divan::bench]
    fn one_word_of_a_draft_of_5000(bencher: Bencher) {
        let raw = draft(5_000);
        let half = raw.split_inclusive("\n\n").count() / 2;
        let with = |n: usize| -> String {
            let insert = |(idx, it): (usize, &str)| if idx == half { format!("Word {n} {it}") } else { it.to_string() };
            raw.split_inclusive("\n\n").enumerate().map(insert).collect()
        };
        let mut engine = desk();
        engine.open(DRAFT, "draft.md", raw.clone(), Format::Markdown);
        engine.settle(DRAFT);
        let mut n = 1_000_000;
        bencher
            .with_inputs(|| {
                n += 1;
                with(n)
            })
            .bench_local_values(|raw| {
                engine.open(DRAFT, "draft.md", raw, Format::Markdown);
                engine.settle(DRAFT);
                engine.findings(DRAFT).len()
            });
    }

    /// A source changed on disk: the draft's readings stay, all its checks are new.
    #[divan::bench(sample_count = 20)]
    fn a_draft_of_5000_words_after_a_source_changed(bencher: Bencher) {
        let raw = draft(5_000);
        let mut engine = desk();
        engine.open(DRAFT, "draft.md", raw, Format::Markdown);
        engine.settle(DRAFT);
        let mut corpus = Arc::clone(engine.corpus());
        let rules = Rules::built_in();
        let changed = |n: u64| {
            let path = "sources/000.txt".to_string();
            let text = Text::read(prose(n, 600), Format::of_path(Path::new(&path)));
            SourceFile { disk_path: PathBuf::from(&path), path, text, meta: SourceMeta::default(), extracted: false }
        };
        let mut n = 500;
        bencher
            .with_inputs(|| {
                n += 1;
                changed(n)
            })
            .bench_local_values(|file| {
                // NB: the cache is keyed by the corpus' revision, so each of these must be one that was never seen.
                corpus = Arc::new(corpus.succeed(&rules, vec![file], &[], Vec::new()));
                engine.set_corpus(Arc::clone(&corpus));
                engine.settle(DRAFT);
                engine.findings(DRAFT).len()
            });
    }
}
