//! What the README's figures are measured with: reading, checking and loading, over texts that are made up here.
//!
//! `cargo bench --bench engine` runs it. The texts come from a fixed sequence of numbers and a few sentence patterns, so that two runs
//! read the same bytes; nothing is loaded from disk. Numbers are made of bytes, so MB/s is of the sources' own size.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backread::corpus::{Corpus, SourceFile, SourceMeta};
use backread::engine::{Engine, Policy};
use backread::read::{self, token};
use backread::rules::Rules;
use backread::text::{Format, Text, TextId};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

mod made {
    pub mod prose;
    pub mod sequence;
}

use made::prose::prose;

fn main() {
    divan::main();
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
    use backread::read::{Ctx, attribution, date, figure, name, quote, syntax};

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

    /// Heads and relations of every sentence, words made before the clock starts.
    #[divan::bench]
    fn syntax(bencher: Bencher) {
        let rules = Rules::built_in();
        let text = Text::read(prose(1, 32_000), Format::Plain);
        let tokens: Vec<token::Tokens> = text.paragraphs.iter().map(|it| token::tokens(&rules, &it.prose)).collect();
        let sentences: Vec<Vec<syntax::Word>> = tokens
            .iter()
            .flat_map(|it| (0..it.sentences.len() as u32).map(|sentence| syntax::words(it, sentence)))
            .collect();
        let n_words: usize = sentences.iter().map(Vec::len).sum();
        bencher.counter(ItemsCount::new(n_words)).bench_local(|| {
            for words in &sentences {
                divan::black_box(syntax::parse(words));
            }
        });
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
