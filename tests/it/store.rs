//! The store on disk: what is found with it is what is found without it, whoever was killed while writing it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use backread::engine::desk::{Desk, Overrides, StoreIn};
use backread::text::{Format, TextId};
use tempfile::TempDir;

/// All that is found in a draft of a folder, evidence and all.
fn found(root: &Path, draft: &Path, cache: Option<&Path>) -> Vec<String> {
    let store = cache.map(|it| StoreIn { cache: it.to_path_buf(), least: 0, program: None });
    let overrides = Overrides { working: root.to_path_buf(), store, ..Overrides::default() };
    let desk = Desk::open(draft, &overrides);
    let mut desk = desk.unwrap_or_else(|problems| panic!("{}: {problems:?}", root.display()));
    let raw = fs::read_to_string(draft).expect("the draft can be read");
    let id = TextId(0);
    desk.engine.open(id, "draft.md", raw, Format::of_path(draft));
    desk.engine.settle(id);
    desk.engine.findings(id).iter().map(|it| format!("{it:?}")).collect()
}

#[test]
fn findings_are_the_same_with_the_store_and_without() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora");
    let (mut n_found, mut n_drafts) = (0, 0);
    for root in files(&corpora) {
        let drafts = [files(&root), files(&root.join("drafts"))].concat();
        for draft in drafts.iter().filter(|it| is_draft(it)) {
            let name = draft.display();
            let cache = TempDir::new().expect("a folder can be made");
            let without = found(&root, draft, None);
            n_found += without.len();
            n_drafts += 1;
            assert_eq!(found(&root, draft, Some(cache.path())), without, "{name}: built");
            assert!(cache.path().join("store").is_dir(), "{name}: something was kept");
            assert_eq!(found(&root, draft, Some(cache.path())), without, "{name}: opened again");
        }
    }
    assert!(n_found > 10 && n_drafts > 4, "{n_found} findings in {n_drafts} drafts");
}

/// What lies in a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|it| it.expect("it can be read").path()).collect();
    files.sort();
    files
}

fn is_draft(path: &Path) -> bool {
    path.ends_with("draft.md") || path.parent().is_some_and(|it| it.ends_with("drafts"))
}

fn holds(folder: &Path, word: &[u8]) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|it| it.path()).any(|it| match it.is_dir() {
        true => holds(&it, word),
        false => fs::read(&it).is_ok_and(|bytes| bytes.windows(word.len()).any(|it| it == word)),
    })
}

#[test]
fn what_becomes_confidential_is_kept_no_longer() {
    let folder = TempDir::new().expect("a folder can be made");
    let root = folder.path();
    fs::create_dir(root.join("sources")).expect("the folder can be made");
    let path = root.join("sources/quokka.md");
    fs::write(&path, "Petula Zanzibarov counted 99 quokkas.\n").expect("it can be written");
    fs::write(root.join("sources/b.md"), "The quay is 40 metres long.\n").expect("it can be written");
    let draft = root.join("draft.md");
    fs::write(&draft, "Zanzibarov counted 98 quokkas.\n").expect("it can be written");
    let cache = root.join("cache");
    found(root, &draft, Some(&cache));
    assert!(holds(&cache, b"quokka"), "it was kept while it was open");
    fs::write(&path, "---\nconfidential: true\n---\nPetula Zanzibarov counted 99 quokkas.\n")
        .expect("it can be written");
    found(root, &draft, Some(&cache));
    assert!(cache.join("store").is_dir() && !holds(&cache, b"quokka"));
}

/// Files of somewhat more than a megabyte, so that the program keeps what it reads.
fn archive(root: &Path) {
    let source = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/harbour/sources/inspectorate-report.md"),
    );
    let source = source.expect("the source can be read");
    fs::create_dir(root.join("sources")).expect("the folder can be made");
    for n in 0..1_100_000 / source.len() + 1 {
        // Each of another place, with other figures.
        let text = source.replace("214", &(300 + n).to_string()).replace("homes", &format!("homes of ward {n}"));
        fs::write(root.join(format!("sources/{n:04}.md")), text).expect("the source can be written");
    }
    fs::write(root.join("draft.md"), "In all, 241 homes of ward 7 were flooded in three districts.\n")
        .expect("written");
}

fn check(root: &Path, cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backread"));
    command.args(["check", "draft.md", "--format", "json"]).current_dir(root).env("XDG_CACHE_HOME", cache);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn outcome(mut command: Command) -> String {
    let output = command.output().expect("backread runs");
    assert!(output.status.code().is_some_and(|it| it < 2), "{:?}", output.status);
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

#[test]
fn whoever_is_killed_leaves_a_store_that_opens_clean() {
    let folder = TempDir::new().expect("a folder can be made");
    let root = folder.path();
    archive(root);
    let fresh = outcome(check(root, &root.join("fresh")));
    assert!(fresh.contains("\"findings\""));
    let cache = root.join("cache");
    let n = if std::env::var_os("BACKREAD_SLOW").is_some() { 200 } else { 6 };
    for moment in 0..n {
        // NB: a time to be killed at, and nothing that the outcome hangs on.
        let mut child = check(root, &cache).spawn().expect("backread starts");
        std::thread::park_timeout(Duration::from_millis(moment * 37 % 1_500));
        let _ = child.kill();
        let _ = child.wait();
        if moment % 3 == 2 {
            assert_eq!(outcome(check(root, &cache)), fresh, "killed {moment} times");
        }
        // What was killed in an update must be as harmless as what was killed in building.
        let path = root.join("sources/0003.md");
        let text = fs::read_to_string(&path).expect("it can be read");
        fs::write(&path, text).expect("it can be written");
        if moment % 10 == 5 {
            fs::remove_dir_all(cache.join("backread/store")).unwrap_or_default();
        }
    }
    assert_eq!(outcome(check(root, &cache)), fresh);
}

#[test]
fn two_that_build_at_once_are_both_right() {
    let folder = TempDir::new().expect("a folder can be made");
    let root = folder.path();
    archive(root);
    let cache = root.join("cache");
    let children = [check(root, &cache).spawn(), check(root, &cache).spawn()];
    let outputs = children.map(|it| it.and_then(std::process::Child::wait_with_output).expect("backread runs").stdout);
    let fresh = outcome(check(root, &root.join("fresh")));
    for output in outputs {
        assert_eq!(String::from_utf8_lossy(&output), fresh);
    }
    assert_eq!(outcome(check(root, &cache)), fresh);
}
