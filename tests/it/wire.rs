//! Wire copy, messages, archives and transcripts as they lie in a folder: what is read of each, whose it is, and where.
//!
//! The files are in `tests/formats/wire`; `make.py` there makes the messages and the archive.

use std::path::Path;

use backread::corpus::SourceFile;
use backread::corpus::load::{Loaded, Records, load};
use backread::disk::{Pattern, Selection, relative, select};
use expect_test::{Expect, expect};

pub fn loaded(dir: &Path) -> Loaded {
    let shown = |path: &Path| relative(path, dir);
    let selected = select(&Selection::of(vec![Pattern::folder(dir)]), &shown);
    load(&selected.found, &[], &Records::new(), &[], &|| {})
}

fn sketch(file: &SourceFile) -> String {
    let meta = &file.meta;
    let mut sketch = format!("=== {} {:?} {:?}\n", file.path, meta.kind, meta.trust);
    for (key, value) in [
        ("title", &meta.title),
        ("outlet", &meta.outlet),
        ("origin", &meta.origin),
        ("date", &meta.date),
        ("url", &meta.url),
        ("language", &meta.language),
        ("supersedes", &meta.supersedes),
        ("embargo", &meta.embargo),
    ] {
        if let Some(value) = value {
            sketch.push_str(&format!("{key}: {value}\n"));
        }
    }
    if !meta.speakers.is_empty() {
        sketch.push_str(&format!("speakers: {}\n", meta.speakers.join(", ")));
    }
    for it in &file.text.paragraphs {
        let place = file.text.locators.at(it.at.start).map_or(String::new(), |it| format!(" ({it})"));
        let prose = it.prose.replace('\t', "¦").replace('\u{a0}', " ");
        sketch.push_str(&format!("{:?}{place}: {prose}\n", it.sort));
    }
    sketch
}

#[track_caller]
fn check(name: &str, expected: Expect) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/wire");
    let loaded = loaded(&folder);
    let files = loaded.files.iter().filter(|it| it.path == name || it.path.starts_with(&format!("{name}/")));
    let problems = loaded.problems().into_iter().filter(|it| it.path.starts_with(name)).map(|it| format!("! {it}\n"));
    expected.assert_eq(&files.map(sketch).chain(problems).collect::<String>());
}

#[test]
fn newsml_items_say_whose_they_are_what_they_replace_and_that_they_were_killed() {
    check("pier-g2.xml", expect![[r#""#]]);
}

#[test]
fn nitf_in_latin_1_is_read_to_its_table() {
    check("quay.nitf", expect![[r#""#]]);
}

#[test]
fn ninjs_of_all_three_lines() {
    check("toll-1.json", expect![[r#""#]]);
    check("toll-2.json", expect![[r#""#]]);
    check("toll-3.json", expect![[r#""#]]);
}

#[test]
fn xml_that_is_no_wire_copy_is_its_words() {
    check("ledger.xml", expect![[r#""#]]);
}

#[test]
fn a_message_is_its_own_words_what_it_quotes_and_what_is_attached() {
    check("reply.eml", expect![[r#""#]]);
    check("ferry.eml", expect![[r#""#]]);
}

#[test]
fn an_archive_is_its_files_and_names_lead_nowhere() {
    check("desk.zip", expect![[r#""#]]);
}

#[test]
fn transcripts_have_turns_and_times() {
    check("council.vtt", expect![[r#""#]]);
    check("export.txt", expect![[r#""#]]);
}
