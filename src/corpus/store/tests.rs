//! What is written is what is read back; what is damaged is as if it were not there.

use std::fs;
use std::path::Path;

use super::super::segment::{Builder, Prepared};
use super::super::{Change, SourceFile, SourceMeta};
use super::*;
use crate::text::format::Document;
use crate::text::locator::Locator;
use crate::text::{Format, Sort, Text};

fn rules() -> Rules {
    Rules::load(&[]).0
}

fn file(path: &str, text: Text) -> SourceFile {
    let meta = SourceMeta::of(&text.comments.front, path);
    SourceFile { path: path.to_string(), disk_path: path.into(), text, meta, extracted: false }
}

fn plain(path: &str, text: &str) -> SourceFile {
    file(path, Text::read(text.to_string(), Format::of_path(Path::new(path))))
}

/// All that is known of the sources, with every fact of theirs.
fn sketch(corpus: &Corpus) -> String {
    let mut out = String::new();
    for source in corpus.sources() {
        let head = source.head();
        out += &format!("{} {:?} {:?} {:?}\n", head.reference.path, head.reference, head.meta, head.clues);
        out += &format!("{:?} {:?}\n", source.text.raw, source.text.locators);
        for (paragraph, links) in source.text.paragraphs.iter().zip(&source.links) {
            out += &format!(
                "{:?} {:?} {:?} {:?} {links:?}\n",
                paragraph.at, paragraph.sort, paragraph.prose, paragraph.map
            );
        }
        for reading in source.readings() {
            out += &format!("{reading:?}\n");
        }
        out += &format!("{:?}\n", corpus.origins().name(source.id));
    }
    out
}

fn some() -> Vec<SourceFile> {
    let mut minutes = Document::new("minutes.pdf");
    minutes.locate(Locator::Page(1));
    minutes.push(Sort::Heading, "Harbour board");
    minutes.push(Sort::Body, "The crane cost 4.25 million euros.");
    minutes.locate(Locator::Page(2));
    minutes.row(["Berth", "Metres"]);
    minutes.row(["North", "140"]);
    vec![
        plain(
            "a.md",
            "---\noutlet: Orrin Mail\ndate: 2021-03-04\n---\nThe pier is *412* m long, said Mira Holt.\n\n\
                       She said it would be “finished by spring.”\n",
        ),
        plain("b.txt", "An official who did not want to be named said 17 boats sank.\n\nThe official spoke of rain.\n"),
        plain("c.html", "<p>Caf&eacute; Orrin sold 1,204 cups in May.</p>"),
        file("minutes.pdf", Text::of_document(minutes)),
    ]
}

/// The corpus after files were read and others went, kept in the store.
fn after(store: &Store, before: &Corpus, files: Vec<SourceFile>, gone: &[&str]) -> Corpus {
    let keep = |bytes, words: &Words| store.keep(bytes, words);
    let mut change = Change::of(before, &rules(), &keep);
    assert!(change.add(files).is_empty());
    change.finish(&gone.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::new())
}

#[test]
fn a_saved_corpus_opens_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path(), folder.path(), 7, 0);
    let corpus = after(&store, &Corpus::empty(), some(), &[]);
    assert_eq!(store.open(&rules()).map(|it| it.n_sources()), None, "nothing was saved yet");
    assert!(store.save(&corpus, SystemTime::now()));
    let opened = store.open(&rules()).unwrap();
    assert_eq!(sketch(&opened), sketch(&corpus));
    assert_eq!(sketch(&opened), sketch(&Corpus::of(&rules(), some(), Vec::new())));
}

#[test]
fn what_changed_since_is_as_if_it_had_always_been_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path(), folder.path(), 7, 0);
    assert!(store.save(&after(&store, &Corpus::empty(), some(), &[]), SystemTime::now()));
    // Often enough for small segments to be merged.
    for n in 0..12 {
        let before = store.open(&rules()).unwrap();
        let told = plain("b.txt", &format!("Ines Varga counted {n} boats in Orrby.\n"));
        let gone: &[&str] = if n == 3 { &["b.txt", "c.html"] } else { &["b.txt"] };
        assert!(store.save(&after(&store, &before, vec![told], gone), SystemTime::now()));
    }
    let mut fresh = some();
    fresh.retain(|it| it.path != "c.html");
    fresh[1] = plain("b.txt", "Ines Varga counted 11 boats in Orrby.\n");
    let opened = store.open(&rules()).unwrap();
    let fresh = Corpus::of(&rules(), fresh, Vec::new());
    assert_eq!(sketch(&opened), sketch(&fresh));
    for stem in opened.sources().flat_map(|it| it.readings()).flat_map(|it| &it.sentences).flat_map(|it| &it.stems) {
        assert_eq!(opened.rarity(*stem), fresh.rarity(*stem));
    }
}

#[test]
fn damage_is_found_and_nothing_panics() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path(), folder.path(), 7, 0);
    assert!(store.save(&after(&store, &Corpus::empty(), some(), &[]), SystemTime::now()));
    for entry in fs::read_dir(store.folder.clone()).unwrap() {
        let path = entry.unwrap().path();
        // What the folder was made of is no part of the corpus.
        if path.ends_with(ledger::NAME) {
            continue;
        }
        let whole = fs::read(&path).unwrap();
        for damaged in [&whole[..whole.len() - 1], &whole[..whole.len() / 2], &[]] {
            // NB: a new file, since the old one may still be mapped.
            fs::remove_file(&path).unwrap();
            fs::write(&path, damaged).unwrap();
            assert!(store.open(&rules()).is_none(), "{path:?}");
        }
        fs::remove_file(&path).unwrap();
        fs::write(&path, whole).unwrap();
        assert!(store.open(&rules()).is_some());
    }
}

#[test]
fn bytes_that_no_sum_guards_are_read_with_care() {
    let rules = Arc::new(rules());
    let mut builder = Builder::new(&rules);
    for file in some() {
        builder.add(Prepared::read(&rules, file));
    }
    let mut bytes = Vec::new();
    builder.segment(1, |it| {
        bytes = it.clone();
        held(it)
    });
    for at in (0..bytes.len()).step_by(3) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        damaged.truncate(bytes.len() - at % 2);
        let Some(segment) = Segment::of(&rules, Bytes::Held(damaged), 1) else { continue };
        for idx in 0..segment.heads().len() as u32 {
            let Some(source) = segment.open(idx) else { continue };
            for reading in source.readings() {
                std::hint::black_box(reading.facts.len());
            }
        }
        for number in 0..segment.n_sentences().min(50) {
            std::hint::black_box(segment.candidate(number, &mut Default::default()));
        }
    }
}

#[test]
fn what_is_left_over_goes_after_a_while_and_the_ledger_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path(), folder.path(), 7, 0);
    let corpus = after(&store, &Corpus::empty(), some(), &[]);
    fs::write(store.folder.join(format!("0{SEGMENT}")), "x").unwrap();
    let n_files = || fs::read_dir(&store.folder).unwrap().count();
    assert!(store.save(&corpus, SystemTime::now()));
    assert_eq!(n_files(), 4, "another one may be writing it");
    for entry in fs::read_dir(&store.folder).unwrap() {
        let file = fs::File::options().append(true).open(entry.unwrap().path()).unwrap();
        file.set_modified(SystemTime::now() - LEFT_OVER - TICK).unwrap();
    }
    assert!(store.save(&corpus, SystemTime::now()));
    assert_eq!(n_files(), 3);
    assert!(store.folder.join(ledger::NAME).is_file() && store.open(&rules()).is_some());
}

#[test]
fn nothing_confidential_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path(), folder.path(), 7, 0);
    let mut files = some();
    files.push(plain("off-record/zanzibarov.txt", "Petula Zanzibarov told of 99 quokkas.\n"));
    let corpus = after(&store, &Corpus::empty(), files, &[]);
    assert_eq!(corpus.n_sources(), 5);
    assert!(store.save(&corpus, SystemTime::now()));
    for entry in fs::read_dir(store.folder.clone()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
        for word in ["zanzibarov", "quokka", "petula"] {
            assert!(!bytes.windows(word.len()).any(|it| it == word.as_bytes()), "{word} in {path:?}");
        }
    }
    assert_eq!(store.open(&rules()).unwrap().n_sources(), 4);
}
