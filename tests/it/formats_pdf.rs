//! PDF sources as their producers make them, read through the built program: down to the page; and what hostile files do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use backread::disk::read_apart;
use backread::text::format::{Document, Refused, pdf};
use expect_test::expect_file;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::Client;

fn made(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/pdf").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A block a line, with the page on which it begins.
fn shown(name: &str) -> String {
    let document = pdf::read(name, &made(name)).expect("it is read");
    let mut shown = format!("title {:?}\n", document.front.title);
    for (sort, span) in &document.blocks {
        let page = document.locators.at(span.start).map(ToString::to_string).unwrap_or_default();
        shown.push_str(&format!("{page} {sort:?}: {}\n", span.of(&document.raw)));
    }
    shown
}

#[test]
fn what_libreoffice_makes() {
    expect_file!["../formats/pdf/kiln.txt"].assert_eq(&shown("kiln.pdf"));
}

#[test]
fn what_a_browser_prints() {
    expect_file!["../formats/pdf/ferry.txt"].assert_eq(&shown("ferry.pdf"));
}

#[test]
fn what_asks_not_to_be_copied_reads_as_the_same() {
    assert_eq!(shown("unlocked.pdf"), shown("ferry.pdf"));
}

#[test]
fn a_scan_and_a_locked_file_are_refused_with_a_remedy() {
    let refused = |name: &str| pdf::read(name, &made(name)).expect_err("it has no text");
    assert_eq!(refused("scan.pdf"), Refused::new("a scan without text", "run OCR over it, or save its text beside it"));
    let locked = Refused::new("encrypted: it opens with a password only", "save a copy without one");
    assert_eq!(refused("locked.pdf"), locked);
}

/// Sources with these files, and a draft.
fn desk(files: &[(&str, Vec<u8>)], draft: &str) -> TempDir {
    let dir = TempDir::new().expect("a folder can be made");
    fs::create_dir(dir.path().join("sources")).expect("the folder can be made");
    for (name, bytes) in files {
        fs::write(dir.path().join("sources").join(name), bytes).expect("the file can be written");
    }
    fs::write(dir.path().join("draft.md"), draft).expect("the draft can be written");
    dir
}

fn run(dir: &TempDir, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backread"));
    command.current_dir(dir.path()).env("NO_COLOR", "1").env("XDG_CACHE_HOME", dir.path().join(".cache"));
    command.args(args).output().expect("backread runs")
}

#[test]
fn evidence_names_the_page() {
    let dir = desk(&[("kiln.pdf", made("kiln.pdf"))], "The trust means to fire 6,000 tonnes in 2022.\n");
    let output = run(&dir, &["check", "draft.md", "--format", "json"]);
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let finding = &found["drafts"][0]["findings"][0];
    assert_eq!(finding["rule"], "unsupported-figure", "{found}");
    let evidence = &finding["evidence"][0];
    assert_eq!([&evidence["locator"], &evidence["source"]], ["page 3", "sources/kiln.pdf"], "{evidence}");
    assert_eq!(evidence["extracted"], true, "{evidence}");
}

#[test]
fn no_truncated_or_altered_file_breaks_the_reader() {
    let whole = made("kiln.pdf");
    let mut broken = Vec::new();
    let mut read = |bytes: &[u8], what: String| match read_apart("a.pdf", bytes) {
        Ok(_) => {}
        Err(it) if it.cause.contains("broke down") || it.cause.contains("come to an end") => broken.push((what, it)),
        Err(it) => assert!(!it.cause.is_empty() && !it.remedy.is_empty(), "{what}"),
    };
    for n in 0..40 {
        let len = whole.len() * n / 40;
        read(&whole[..len], format!("the first {len} bytes"));
    }
    // A small generator: the same bytes on every run.
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for n in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..=n {
            let at = next(bytes.len());
            bytes[at] = next(256) as u8;
        }
        read(&bytes, format!("{n} bytes altered"));
    }
    assert!(broken.is_empty(), "{broken:?}");
}

/// A file with these objects and no table of them, which readers find by themselves.
fn objects(all: &[&str]) -> Vec<u8> {
    let mut text = "%PDF-1.4\n".to_string();
    for (n, it) in all.iter().enumerate() {
        text.push_str(&format!("{} 0 obj\n{it}\nendobj\n", n + 1));
    }
    text.push_str("trailer <</Root 1 0 R>>\n%%EOF\n");
    text.into_bytes()
}

/// Ten thousand pages with nothing on them.
fn empty_pages() -> Vec<u8> {
    let kids: String = (3..10_003).map(|it| format!("{it} 0 R ")).collect();
    let pages = format!("<</Type/Pages/Kids[{kids}]/Count 10000>>");
    let mut all = vec!["<</Type/Catalog/Pages 2 0 R>>", &pages];
    all.extend(std::iter::repeat_n("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", 10_000));
    objects(&all)
}

#[test]
fn hostile_files_are_a_problem_each_and_the_rest_is_read() {
    let kiln = made("kiln.pdf");
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>";
    let files = [
        ("bomb.pdf", made("bomb.pdf")),
        ("empty.pdf", empty_pages()),
        ("good.pdf", kiln.clone()),
        ("half.pdf", kiln[..300].to_vec()),
        ("kids.pdf", objects(&["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])),
        ("locked.pdf", made("locked.pdf")),
        ("note.md", b"The kiln was cold in 2021.\n".to_vec()),
        ("picture.pdf", made("scan.pdf")),
        ("self.pdf", objects(&["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page])),
        ("text.pdf", b"Minutes of the board.\n".to_vec()),
    ];
    let dir = desk(&files, "");
    let output = run(&dir, &["sources"]);
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    let problems: Vec<&str> = stdout.lines().filter_map(|it| it.strip_prefix("not read: sources/")).collect();
    assert_eq!(
        problems,
        [
            "bomb.pdf: damaged, or too large to unpack: its reader broke down on it; print it to a new PDF, or save its text beside it",
            "empty.pdf: its pages hold no text; run OCR over it, or save its text beside it",
            "half.pdf: a damaged PDF; fetch it again, or print it to a new PDF",
            "kids.pdf: a damaged PDF; fetch it again, or print it to a new PDF",
            "locked.pdf: encrypted: it opens with a password only; save a copy without one",
            "picture.pdf: a scan without text; run OCR over it, or save its text beside it",
            "self.pdf: its pages hold no text; run OCR over it, or save its text beside it",
            "text.pdf: no PDF, whatever its name says; fetch it again, or give it its right name",
        ],
        "{stdout}"
    );
    assert!(stdout.contains("sources/good.pdf") && stdout.contains("sources/note.md"), "{stdout}");
}

#[test]
fn the_reader_goes_when_its_parent_goes() {
    use std::io::Write;
    use std::process::Stdio;
    let mut child = Command::new(env!("CARGO_BIN_EXE_backread"))
        .arg("__extract")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("backread runs");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // A length, and then nothing: as a parent does that was killed in the middle.
    stdin.write_all(&100_u64.to_le_bytes()).expect("it reads");
    drop(stdin);
    assert_ne!(child.wait().expect("it ends").code(), Some(0));
}

/// A desk with PDF sources, in an editor.
fn editor(sources: &[&str], draft: &str) -> Client {
    let mut client = Client::spawn(&[("sources/.keep", ""), ("sources/confidential/.keep", "")]);
    for path in sources {
        fs::write(client.path(path), made("kiln.pdf")).expect("the source can be written");
    }
    client.initialize(json!(["utf-8"]), json!({"holdBack": false}));
    client.open("a.md", 1, draft);
    client.diagnostics_that("a.md", 1, |it| !it.is_empty());
    client
}

const WRONG: &str = "The trust means to fire 6,000 tonnes in 2022.\n";

#[test]
fn go_to_source_opens_the_text_of_a_pdf_at_the_place() {
    let mut client = editor(&["sources/kiln.pdf"], WRONG);
    let found = client.request("textDocument/definition", client.at("a.md", 0, 25))["result"][0].clone();
    let uri = found["uri"].as_str().expect("a place").to_string();
    let path = PathBuf::from(uri.strip_prefix("file://").expect("a file"));
    assert!(path.starts_with(client.path(".cache/backread/extracted")), "{uri}");
    let text = fs::read_to_string(&path).expect("the copy is there");
    assert!(text.starts_with("[the text of kiln.pdf, as backread reads it]\n"), "{text}");
    let number = |it: &str| found["range"][it]["line"].as_u64().expect("a line") as usize;
    let column = |it: &str| found["range"][it]["character"].as_u64().expect("a column") as usize;
    let line = text.lines().nth(number("start")).expect("the line is there");
    assert_eq!(number("start"), number("end"));
    let words = line.get(column("start")..column("end")).expect("whole letters");
    assert!(words.contains("5,000"), "{found} {line}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |it: &Path| fs::metadata(it).expect("it is there").permissions().mode() & 0o777;
        let folder = path.parent().expect("it lies in a folder");
        assert_eq!([mode(&path), mode(folder)], [0o400, 0o700]);
    }
    // The copy is a source's text, and no draft of the writer's.
    let document = json!({"uri": uri, "languageId": "plaintext", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let params =
        json!({"textDocument": {"uri": uri}, "position": {"line": number("start"), "character": column("start")}});
    assert_eq!(client.request("textDocument/hover", params)["result"], Value::Null);
}

#[test]
fn a_confidential_pdf_has_no_copy_and_opens_itself() {
    let mut client = editor(&["sources/confidential/kiln.pdf"], WRONG);
    let found = client.request("textDocument/definition", client.at("a.md", 0, 25))["result"][0].clone();
    assert_eq!(found["uri"], client.uri("sources/confidential/kiln.pdf"));
    assert!(!client.path(".cache/backread/extracted").exists());
}

#[test]
fn the_cache_is_shown_and_cleared() {
    let dir = desk(&[], "");
    let path = dir.path().join(".cache/backread/extracted/0");
    fs::create_dir_all(&path).expect("a folder can be made");
    fs::write(path.join("kiln.pdf.txt"), "clay\n").expect("a file can be written");
    let say = |what: &str| String::from_utf8(run(&dir, &["cache", what]).stdout).expect("UTF-8");
    assert_eq!(say("path"), format!("{}\n", dir.path().join(".cache/backread").display()));
    assert_eq!(say("list"), "extracted: 1 file, 5 B\n");
    assert_eq!(say("clear"), "removed 1 file, 5 B\n");
    assert_eq!(say("list"), "nothing\n");
    assert_eq!(say("clear"), "removed 0 files, 0 B\n");
}

#[test]
fn a_document_goes_through_a_thread_as_through_a_child() {
    let apart: Document = read_apart("kiln.pdf", &made("kiln.pdf")).expect("it is read");
    assert_eq!(apart, pdf::read("kiln.pdf", &made("kiln.pdf")).expect("it is read"));
}
