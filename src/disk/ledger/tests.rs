//! What goes of the cache and what stays, by what its ledgers say.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::text::Format;

fn made(path: &Path, words: u64) -> Made {
    Made { path: path.to_path_buf(), words }
}

fn hidden(all: &[Made]) -> Hidden {
    let mut hidden = Hidden::default();
    for it in all {
        hidden.add(it.clone());
    }
    hidden
}

/// A desk with a file, and a store that was made of sources of it.
fn cache(of: &[(&str, u64)]) -> (tempfile::TempDir, PathBuf) {
    let desk = tempfile::tempdir().unwrap();
    fs::write(desk.path().join("a.md"), "The quay is long.\n").unwrap();
    let store = desk.path().join("cache/store/7");
    let of: Vec<Made> = of.iter().map(|(path, words)| made(&desk.path().join(path), *words)).collect();
    note(&store, &of).unwrap();
    fs::write(store.join("x.segment"), "x").unwrap();
    (desk, store)
}

#[track_caller]
fn check(of: &[(&str, u64)], now: (&str, u64), goes: bool) {
    let (desk, store) = cache(of);
    let cache = desk.path().join("cache");
    let forgotten = forget(&cache, &hidden(&[made(&desk.path().join(now.0), now.1)]));
    assert_eq!((forgotten.folders, !store.exists()), (if goes { vec![store.clone()] } else { vec![] }, goes));
    assert!(forgotten.left.is_empty());
}

#[test]
fn what_was_made_of_a_source_goes_with_it() {
    check(&[("a.md", 5), ("b.md", 6)], ("a.md", 9), true);
    check(&[("a.md", 5), ("b.md", 6)], ("c.md", 9), false);
    // Moved, with other words, or under another name.
    check(&[("b.md", 5)], ("confidential/b.md", 9), true);
    check(&[("b.md", 5)], ("confidential/c.md", 5), true);
    // A copy of what still lies in the open.
    check(&[("a.md", 5)], ("confidential/a.md", 5), false);
    // Words that nobody knows are alike to none.
    check(&[("b.md", 0)], ("c.md", 0), false);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_confidential_source_is_that_source() {
    let (desk, store) = cache(&[("link.md", 5)]);
    std::os::unix::fs::symlink(desk.path().join("a.md"), desk.path().join("link.md")).unwrap();
    forget(&desk.path().join("cache"), &hidden(&[made(&desk.path().join("a.md"), 5)]));
    assert!(!store.exists());
}

#[test]
fn a_folder_without_a_whole_ledger_may_hold_anything() {
    for broken in [None, Some(&b"\x05\0\0\0ab"[..]), Some(b"\xff\xff\xff\xff")] {
        let (desk, store) = cache(&[("b.md", 5)]);
        match broken {
            Some(bytes) => fs::write(store.join(NAME), bytes).unwrap(),
            None => fs::remove_file(store.join(NAME)).unwrap(),
        }
        forget(&desk.path().join("cache"), &hidden(&[made(&desk.path().join("c.md"), 9)]));
        assert!(!store.exists(), "{broken:?}");
    }
}

#[test]
fn copies_and_dossiers_go_as_stores_do() {
    let desk = tempfile::tempdir().unwrap();
    let cache = desk.path().join("cache");
    let it = made(&desk.path().join("a.pdf"), 5);
    let other = made(&desk.path().join("b.pdf"), 6);
    for (folder, of) in [("extracted/1", &it), ("extracted/2", &other), ("dossiers", &it)] {
        note(&cache.join(folder), std::slice::from_ref(of)).unwrap();
        fs::write(cache.join(folder).join("words.txt"), "x").unwrap();
    }
    let forgotten = forget(&cache, &hidden(&[it]));
    assert_eq!(forgotten.folders, [cache.join("extracted/1"), cache.join("dossiers")]);
    assert!(cache.join("extracted/2/words.txt").is_file());
}

#[test]
fn what_nobody_uses_goes_when_another_of_its_kind_is_made() {
    let (desk, store) = cache(&[("a.md", 5)]);
    let old = desk.path().join("cache/store/8");
    note(&old, &[]).unwrap();
    clear_unused(&store);
    assert!(old.is_dir());
    let file = fs::File::options().append(true).open(old.join(NAME)).unwrap();
    file.set_modified(SystemTime::now() - UNUSED - Duration::from_secs(60)).unwrap();
    touch(&old);
    clear_unused(&store);
    assert!(old.is_dir(), "it was just used");
    file.set_modified(SystemTime::now() - UNUSED - Duration::from_secs(60)).unwrap();
    clear_unused(&store);
    assert!(!old.exists() && store.is_dir());
}

#[test]
fn words_are_the_same_whatever_the_front_matter_says() {
    let of = |raw: &str| words(&Text::read(raw.to_string(), Format::Markdown));
    assert_eq!(of("Vik sold 40 boats.\n"), of("---\nconfidential: true\n---\nVik sold 40 boats.\n"));
    assert_ne!(of("Vik sold 40 boats.\n"), of("Vik sold 41 boats.\n"));
    assert_eq!(of(""), 0);
}
