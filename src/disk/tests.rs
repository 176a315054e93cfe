//! Globs, links, folders and limits, over small trees.

use std::fs;

use expect_test::{Expect, expect};

use super::*;

fn desk(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    dir
}

#[track_caller]
fn check_select(dir: &Path, patterns: &[&str], expected: Expect) {
    let patterns = patterns.iter().map(|it| Pattern::parse(it, dir).unwrap()).collect();
    let Selected { found, unread, odd } = select(&Selection::of(patterns), &|path| relative(path, dir));
    let problems: Vec<Problem> = unread.into_iter().chain(odd).collect();
    let found = found.iter().map(|it| format!("{}\n", it.shown));
    expected.assert_eq(&found.chain(problems.iter().map(|it| format!("! {it}\n"))).collect::<String>());
}

#[test]
fn later_globs_overrule_earlier_ones() {
    let dir = desk(&["s/a.txt", "s/old/b.txt", "s/old/keep/c.txt", "t/d.txt"]);
    check_select(
        dir.path(),
        &["s/**", "!s/old/**", "s/old/keep/*.txt"],
        expect![[r#"
            s/a.txt
            s/old/keep/c.txt
        "#]],
    );
}

#[test]
fn a_star_stays_in_its_folder() {
    let dir = desk(&["s/a.txt", "s/b.md", "s/deep/c.txt"]);
    check_select(
        dir.path(),
        &["s/*.txt"],
        expect![[r#"
            s/a.txt
        "#]],
    );
    check_select(
        dir.path(),
        &["**/*.{md,txt}"],
        expect![[r#"
            s/a.txt
            s/b.md
            s/deep/c.txt
        "#]],
    );
}

#[test]
fn a_folder_stands_for_all_in_it_and_a_file_for_itself() {
    let dir = desk(&["s/a.txt", "s/deep/c.txt", "s/.hidden", "one [2].txt"]);
    check_select(
        dir.path(),
        &["s", "one [2].txt"],
        expect![[r#"
            one [2].txt
            s/a.txt
            s/deep/c.txt
        "#]],
    );
}

#[test]
fn a_parent_folder_can_be_named() {
    let dir = desk(&["s/a.txt", "desk/x.md"]);
    check_select(
        &dir.path().join("desk"),
        &["../s/**"],
        expect![[r#"
            ../s/a.txt
        "#]],
    );
}

#[cfg(unix)]
#[test]
fn a_link_back_is_a_problem_and_a_link_to_a_known_file_is_not_two_sources() {
    let dir = desk(&["s/a.txt"]);
    std::os::unix::fs::symlink(dir.path().join("s"), dir.path().join("s/loop")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("s/a.txt"), dir.path().join("s/A copy.txt")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("gone"), dir.path().join("s/gone.txt")).unwrap();
    check_select(
        dir.path(),
        &["s/**"],
        expect![[r#"
            s/a.txt
            ! s/gone.txt: a link that leads nowhere; remove the link, or exclude it
            ! s/loop: a link that leads back to s; remove the link, or exclude it
        "#]],
    );
}

#[test]
fn the_nearest_configuration_comes_first() {
    let dir = desk(&["backread.toml", "a/backread.toml", "a/b/draft.md"]);
    let shown = |path: &Path| relative(path, dir.path());
    let texts = config_texts(&dir.path().join("a/b/draft.md"), &shown).unwrap();
    let names: Vec<&str> = texts.iter().map(|it| it.shown.as_str()).collect();
    assert_eq!(names, ["a/backread.toml", "backread.toml"]);
    fs::write(dir.path().join("a/backread.toml"), "root = true\n").unwrap();
    assert_eq!(config_texts(&dir.path().join("a/b"), &shown).unwrap().len(), 1);
}

#[test]
fn the_nearest_folder_of_sources_is_taken_within_the_repository() {
    let dir = desk(&["sources/a.txt", "repo/.git/HEAD", "repo/drafts/d.md", "near/research/b.txt", "near/d.md"]);
    assert_eq!(source_folder(&dir.path().join("near/d.md")), Some(dir.path().join("near/research")));
    assert_eq!(source_folder(&dir.path().join("repo/drafts/d.md")), None);
}

#[test]
fn a_text_over_the_limit_is_refused_from_a_stream_too() {
    let stream = std::io::repeat(b'x');
    let problem = read_from(stream, "pipe").unwrap_err();
    assert_eq!(problem.to_string(), "pipe: longer than 20 MB; split it, or keep the part that is needed");
}

#[test]
fn paths_are_shown_from_the_root() {
    let show = |path: &str, root: &str| relative(Path::new(path), Path::new(root));
    assert_eq!(show("/n/desk/a.md", "/n/desk"), "a.md");
    assert_eq!(show("/n/s/a.md", "/n/desk"), "../s/a.md");
    assert_eq!(show("/other/a.md", "/n/desk"), "/other/a.md");
    assert_eq!(show("/n/desk", "/n/desk"), ".");
}
