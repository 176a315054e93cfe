//! The command line from outside: cases as data in `tests/cmd/`, and the few that need a pipe or a large file.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use crate::support::zipped;

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").env("NO_COLOR", "1").env("HOME", "/nonexistent").run();
}

const FORMATS: [&str; 9] = ["pretty", "concise", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson"];

fn backread(dir: &tempfile::TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backread"));
    command.current_dir(dir.path()).env("NO_COLOR", "1");
    command
}

fn desk(draft: &str, source: &[u8]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("sources")).unwrap();
    fs::write(dir.path().join("sources/log.txt"), source).unwrap();
    fs::write(dir.path().join("draft.md"), draft).unwrap();
    dir
}

#[test]
fn a_line_of_fifty_megabytes_is_refused_as_a_source_and_as_a_draft() {
    let line = vec![b'x'; 50 * 1024 * 1024];
    let dir = desk("Officials said nothing.\n", &line);
    fs::write(dir.path().join("sources/other.txt"), "Nothing was said.\n").unwrap();
    let output = backread(&dir).args(["check", "draft.md"]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("sources/log.txt: longer than 20 MB"), "{stderr}");
    assert_eq!(output.status.code(), Some(0));
    fs::write(dir.path().join("long.md"), &line).unwrap();
    let output = backread(&dir).args(["check", "long.md"]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("long.md: longer than 20 MB"), "{stderr}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_long_line_under_the_limit_is_checked_and_drawn_short() {
    let dir = desk(&format!("{}officials said.\n", "word ".repeat(200_000)), b"Nothing.\n");
    let output = backread(&dir).args(["check", "draft.md"]).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.lines().all(|line| line.len() < 500), "a line of a megabyte was drawn");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let dir = desk(&"Officials said the quay was full.\n\n".repeat(3000), b"Nothing.\n");
    // What `github` prints is too short to fill a pipe: it draws ten of a kind.
    for format in FORMATS.into_iter().filter(|it| *it != "github") {
        let mut child = backread(&dir)
            .args(["check", "draft.md", "--format", format, "--fail-on", "hint"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}: {stderr}");
        assert!(!stderr.contains("error"), "{stderr}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_and_closed_folders_are_said_and_the_rest_goes_on() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::os::unix::process::CommandExt;
    let dir = desk("Nothing happened.\n", b"Nothing.\n");
    let allow = |path: &str, mode| {
        fs::set_permissions(dir.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    symlink(dir.path().join("sources"), dir.path().join("sources/again")).unwrap();
    fs::create_dir(dir.path().join("sources/closed")).unwrap();
    fs::write(dir.path().join("sources/closed/inside.txt"), "The quay took 800 crates.\n").unwrap();
    fs::write(dir.path().join("sources/locked.txt"), "The quay took 800 crates.\n").unwrap();
    // NB: nothing is closed to root, so the program runs as somebody else then, from where he may read it.
    let program = dir.path().join("backread");
    if fs::hard_link(env!("CARGO_BIN_EXE_backread"), &program).is_err() {
        fs::copy(env!("CARGO_BIN_EXE_backread"), &program).unwrap();
    }
    let mut command = Command::new(&program);
    command.current_dir(dir.path()).env("NO_COLOR", "1").env("XDG_CACHE_HOME", dir.path().join("cache"));
    if fs::metadata(&program).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    allow("", 0o755);
    allow("sources/closed", 0o000);
    allow("sources/locked.txt", 0o000);
    let output = command.args(["check", "draft.md"]).output().unwrap();
    allow("sources/closed", 0o755);
    let stderr = String::from_utf8(output.stderr).unwrap();
    for told in [
        "sources/again: a link that leads back to sources",
        "sources/closed: may not be read; give yourself leave to read it",
        "sources/locked.txt: may not be read; give yourself leave to read it",
    ] {
        assert_eq!(stderr.matches(told).count(), 1, "{told}: {stderr}");
    }
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains("1 source, 2 unreadable"));
}

#[test]
fn words_of_a_confidential_source_appear_nowhere() {
    let dir = desk(
        "The quay took 900 crates in May.\n\nOne manager called it “a house of cards in the wind”.\n",
        b"Nothing.\n",
    );
    let folder = dir.path().join("sources/off-record");
    fs::create_dir(&folder).unwrap();
    let words = "The quay took 800 crates in May, Ann Vey said.\n\nShe called it “a house of cards in a gale”.\n";
    fs::write(folder.join("call.txt"), words).unwrap();
    for format in FORMATS {
        let output =
            backread(&dir).args(["check", "draft.md", "--format", format, "--evidence", "full"]).output().unwrap();
        for stream in [output.stdout, output.stderr] {
            let text = String::from_utf8(stream).unwrap();
            for words in ["800", "Vey", "gale"] {
                assert!(!text.contains(words), "{format} shows \"{words}\":\n{text}");
            }
        }
    }
}

#[test]
fn a_commented_copy_leaves_the_word_draft_alone_and_is_no_source() {
    let dir = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/word");
    fs::create_dir(dir.path().join("sources")).unwrap();
    for file in ["story.docx", "sources/survey.docx"] {
        fs::copy(root.join(file), dir.path().join(file)).unwrap();
    }
    let before = fs::read(dir.path().join("story.docx")).unwrap();
    let check = |more: &[&str]| {
        let output = backread(&dir).args(["check", "story.docx", "--format", "concise"]).args(more).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let plain = check(&[]);
    let commented = check(&["--comments", "story.checked.docx"]);
    assert_eq!(plain, commented);
    assert_eq!(fs::read(dir.path().join("story.docx")).unwrap(), before);
    let copy = fs::read(dir.path().join("story.checked.docx")).unwrap();
    check(&["--comments", "story.checked.docx"]);
    assert_eq!(fs::read(dir.path().join("story.checked.docx")).unwrap(), copy, "two runs differ");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("story.docx", dir.path().join("link.docx")).unwrap();
        let (status, _, stderr) = check(&["--comments", "link.docx"]);
        assert_eq!(status, Some(2), "{stderr}");
        assert_eq!(fs::read(dir.path().join("story.docx")).unwrap(), before);
    }
    // The copy among the sources changes nothing: its words are the draft's own.
    fs::write(dir.path().join("sources/story.checked.docx"), copy).unwrap();
    assert_eq!(check(&[]), plain);
}

#[test]
fn hostile_documents_are_one_problem_each_and_the_rest_is_loaded() {
    let dir = desk("The quay took 900 crates in May.\n", b"The quay took 800 crates in May.\n");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/word/sources");
    let survey = fs::read(root.join("survey.docx")).unwrap();
    let spaces = " ".repeat(60 * 1024 * 1024);
    let deep = "<a>".repeat(100_000);
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    let files: [(&str, Vec<u8>); 8] = [
        ("cut.docx", survey[..survey.len() / 2].to_vec()),
        ("bomb.odt", zipped(&[("content.xml", spaces.as_bytes())])),
        ("deep.odt", zipped(&[("content.xml", deep.as_bytes())])),
        ("old.docx", old),
        ("text.docx", b"The quay took 700 crates.\n".to_vec()),
        ("word.txt", survey.clone()),
        ("odd.epub", zipped(&[("a.txt", b"text")])),
        ("locked.odt", zipped(&[("content.xml", b"x"), ("META-INF/manifest.xml", b"<a><encryption-data/></a>")])),
    ];
    for (name, bytes) in &files {
        fs::write(dir.path().join("sources").join(name), bytes).unwrap();
    }
    let output = backread(&dir).args(["check", "draft.md", "--format", "concise"]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    for (name, _) in &files {
        let told: Vec<&str> = stderr.lines().filter(|it| it.contains(&format!("sources/{name}: "))).collect();
        assert_eq!(told.len(), 1, "{name}:\n{stderr}");
        assert!(told[0].contains("; "), "no remedy: {}", told[0]);
    }
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("log.txt line 1 gives 800"), "{stdout}");
    assert!(stdout.contains("1 source, 8 unreadable"), "{stdout}");
}

#[test]
fn words_of_a_confidential_source_are_in_no_comment() {
    let dir = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/word");
    fs::create_dir_all(dir.path().join("sources/off-record")).unwrap();
    fs::copy(root.join("story.docx"), dir.path().join("story.docx")).unwrap();
    fs::copy(root.join("sources/survey.docx"), dir.path().join("sources/off-record/survey.docx")).unwrap();
    let output = backread(&dir).args(["check", "story.docx", "--comments", "copy.docx"]).output().unwrap();
    let copy = fs::File::open(dir.path().join("copy.docx")).unwrap();
    let mut comments = String::new();
    let mut copy = zip::ZipArchive::new(copy).unwrap();
    copy.by_name("word/comments.xml").unwrap().read_to_string(&mut comments).unwrap();
    assert!(comments.contains("a confidential source"), "{comments}");
    for text in [comments, String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap()] {
        for words in ["4,312", "the month", "12 days", "Traffic", "survey"] {
            assert!(!text.contains(words), "it shows \"{words}\":\n{text}");
        }
    }
}

#[test]
fn two_runs_print_the_same_bytes() {
    let dir = desk("Officials said the quay took 900 crates.\n", b"The quay took 800 crates.\n");
    let run = || backread(&dir).args(["check", "draft.md", "--format", "json"]).output().unwrap().stdout;
    assert_eq!(run(), run());
}

#[test]
fn schemas_are_json_and_know_every_key_that_is_printed() {
    let dir = desk("Officials said “the quay is full of crates today”.\n", b"Nothing.\n");
    let schema = |of: &str| -> serde_json::Value {
        serde_json::from_slice(&backread(&dir).args(["schema", of]).output().unwrap().stdout).unwrap()
    };
    schema("config");
    schema("rule");
    let output = backread(&dir).args(["check", "draft.md", "--format", "json"]).output().unwrap();
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_ne!(printed.pointer("/drafts/0/findings/0"), None);
    let mut unknown = Vec::new();
    unknown_keys(&printed, &schema("json"), "", &mut unknown);
    assert_eq!(unknown, Vec::<String>::new());
}

/// Keys that a schema does not name, and required ones that are missing.
fn unknown_keys(value: &serde_json::Value, schema: &serde_json::Value, at: &str, unknown: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                let known = schema.get("properties").and_then(|it| it.get(key));
                match known.or_else(|| schema.get("additionalProperties").filter(|it| it.is_object())) {
                    Some(schema) => unknown_keys(value, schema, &format!("{at}/{key}"), unknown),
                    None => unknown.push(format!("{at}/{key}")),
                }
            }
            for key in schema.get("required").and_then(|it| it.as_array()).into_iter().flatten() {
                if !map.contains_key(key.as_str().unwrap()) {
                    unknown.push(format!("{at}/{key} is missing"));
                }
            }
        }
        serde_json::Value::Array(values) => {
            for value in values {
                unknown_keys(value, schema.get("items").unwrap_or(&serde_json::Value::Null), at, unknown);
            }
        }
        _ => {}
    }
}

fn git(dir: &tempfile::TempDir, args: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(dir.path()).args(["-c", "user.name=Mira", "-c", "user.email=mira@localhost"]).args(args);
    command.env("HOME", dir.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What `check --since HEAD` says, with its status.
fn since(dir: &tempfile::TempDir, rev: &str) -> (Option<i32>, String, String) {
    let args = ["check", "draft.md", "--since", rev, "--format", "concise", "--fail-on", "hint"];
    let output = backread(dir).args(args).output().unwrap();
    let text = |it: Vec<u8>| String::from_utf8(it).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn since_tells_what_changed_in_the_draft_and_in_the_sources() {
    let dir = desk("The quay took 900 crates in May.\n\nOfficials said so.\n", b"The quay took 900 crates in May.\n");
    git(&dir, &["init", "-q"]);
    git(&dir, &["add", "-A"]);
    git(&dir, &["commit", "-qm", "one"]);
    let (status, stdout, stderr) = since(&dir, "HEAD");
    assert_eq!(status, Some(0), "{stdout}{stderr}");
    assert!(stderr.contains("1 finding left out that HEAD had already"), "{stderr}");
    // The source changes below a paragraph that nobody touched.
    fs::write(dir.path().join("sources/log.txt"), "The quay took 800 crates in May.\n").unwrap();
    let (status, stdout, _) = since(&dir, "HEAD");
    assert_eq!(status, Some(1));
    assert!(stdout.contains("you wrote 900") && !stdout.contains("Officials"), "{stdout}");
    git(&dir, &["commit", "-qam", "two"]);
    assert_eq!(since(&dir, "HEAD").0, Some(0));
    // A paragraph changes: all that is found in it is told.
    let draft = "The quay took 900 crates in May.\n\nOfficials said so twice.\n";
    fs::write(dir.path().join("draft.md"), draft).unwrap();
    let (status, stdout, _) = since(&dir, "HEAD");
    assert_eq!(status, Some(1));
    assert!(stdout.contains("Officials") && !stdout.contains("you wrote 900"), "{stdout}");
}

#[test]
fn since_needs_a_repository_and_a_revision_that_it_knows() {
    let dir = desk("Nothing happened.\n", b"Nothing.\n");
    let (status, _, stderr) = since(&dir, "HEAD");
    assert_eq!(status, Some(2));
    assert!(stderr.contains("the drafts lie in no git repository; run it in one"), "{stderr}");
    git(&dir, &["init", "-q"]);
    for rev in ["no-such", "--output=x"] {
        let args = ["check", "draft.md", &format!("--since={rev}")];
        let output = backread(&dir).args(args).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr.contains(&format!("git knows no revision \"{rev}\"")), "{stderr}");
    }
}

#[test]
fn many_drafts_are_told_by_path_whatever_the_number_of_threads() {
    let dir = desk("Officials said the quay took 900 crates.\n", b"The quay took 800 crates.\n");
    for n in 0..40 {
        let draft = format!("Officials said the quay took {} crates.\n", 900 + n);
        fs::write(dir.path().join(format!("draft-{n:02}.md")), draft).unwrap();
    }
    let run = |jobs: &str| {
        let output = backread(&dir).args(["check", ".", "--jobs", jobs, "--format", "concise"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let out = run("1");
    assert_eq!(out, run("4"));
    assert!(out.lines().count() > 40, "{out}");
    let paths: Vec<&str> =
        out.lines().filter_map(|it| it.split_once(':').map(|it| it.0)).filter(|it| it.ends_with(".md")).collect();
    assert!(paths.is_sorted(), "{paths:?}");
}

#[test]
fn two_runs_and_any_number_of_threads_print_the_same_bytes() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora");
    for (corpus, drafts) in [("harbour", "draft.md"), ("orchard", "drafts"), ("tidewater", "draft.md")] {
        for format in FORMATS {
            let run = |jobs: &str| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_backread"));
                command.current_dir(root.join(corpus)).env("NO_COLOR", "1");
                let output = command.args(["check", drafts, "--format", format, "--jobs", jobs]).output().unwrap();
                (String::from_utf8(output.stdout).unwrap(), output.status.code())
            };
            let first = run("1");
            assert!(!first.0.is_empty(), "{corpus} as {format} says nothing");
            assert!(first == run("1") && first == run("3"), "{corpus} as {format} differs from run to run");
        }
    }
}
