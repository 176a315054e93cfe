//! Files that mean harm, or are no files at all: each is one problem with its path and cause, and the rest is loaded.
//!
//! Nothing here may take long; a pipe that were opened would hang the test.

use std::fs;
use std::path::Path;
use std::process::Command;

use expect_test::{Expect, expect};

use crate::support::zipped;
use crate::wire::loaded;

const GOOD: &[u8] = b"The quay is 40 metres long.\n";

/// The sources that were read and the problems, after `make` has filled a folder beside a good file.
#[track_caller]
fn check(make: impl Fn(&Path), expected: Expect) {
    let dir = tempfile::tempdir().expect("a folder for the test");
    fs::write(dir.path().join("good.txt"), GOOD).expect("the good file is written");
    make(dir.path());
    let loaded = loaded(dir.path());
    let files = loaded.files.iter().map(|it| format!("{} {} bytes\n", it.path, it.text.raw.len()));
    let problems = loaded.problems().into_iter().map(|it| format!("! {it}\n"));
    expected.assert_eq(&files.chain(problems).collect::<String>());
}

fn put(dir: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(dir.join(name), bytes).expect("a file is written");
}

#[test]
fn placeholders_and_disguises_say_what_they_are() {
    check(
        |dir| {
            put(dir, "empty.md", "");
            put(dir, "zeros.docx", [0_u8; 4096]);
            put(dir, "minutes.gdoc", r#"{"url": "https://docs.example/1"}"#);
            put(dir, "page.url", "[InternetShortcut]\nURL=https://harn.example\n");
            put(dir, "picture.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
            put(dir, "table.csv", zipped(&[("a.txt", GOOD)]));
            put(dir, "report.pdf", "<!DOCTYPE html><html><body>Sign in</body></html>");
            put(dir, "login.html", r#"<html><body><form><input type="password"></form><p>Sign in</p></body></html>"#);
            put(dir, "moved.html", r#"<html><head><meta http-equiv="refresh" content="0; url=/"></head></html>"#);
        },
        expect![[r#"
            good.txt 28 bytes
            ! empty.md: is empty; fetch it again, or have the cloud drive download it
            ! login.html: a login page or a redirect, not the page itself; sign in and save the page again
            ! minutes.gdoc: a link to a document, not the document; save the document itself in its place
            ! moved.html: a login page or a redirect, not the page itself; sign in and save the page again
            ! page.url: a link to a document, not the document; save the document itself in its place
            ! picture.pdf: is a PNG picture, whatever its name says; save it as text, or exclude it
            ! report.pdf: is a web page, whatever its name says; fetch the document again, signed in if need be, or name it .html
            ! table.csv: is a ZIP archive or an office document, whatever its name says; give it its own name
            ! zeros.docx: holds nothing but zeros: a placeholder of a cloud drive, or a damaged file; have the drive download it, or fetch it again
        "#]],
    );
}

#[test]
fn a_page_is_read_in_the_encoding_that_it_declares() {
    let page = |bytes: &[u8]| {
        let dir = tempfile::tempdir().expect("a folder for the test");
        put(dir.path(), "page.html", bytes);
        loaded(dir.path())
            .files
            .first()
            .expect("the page is read")
            .text
            .paragraphs
            .first()
            .expect("it has words")
            .prose
            .clone()
    };
    // Three letters that a guess would take for Western European.
    assert_eq!(page(b"<meta charset=\"iso-8859-2\"><p>Stra\xbfak \xb3owi.</p>"), "Strażak łowi.");
    let old = b"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\"><p>\x93Caf\xe9\x94</p>";
    assert_eq!(page(old), "“Café”");
    // A head that was not changed when the page was converted.
    assert_eq!(page("<meta charset=\"iso-8859-1\"><p>Café Zoë</p>".as_bytes()), "Café Zoë");
    assert_eq!(page("\u{feff}<meta charset=\"iso-8859-1\"><p>Café</p>".as_bytes()), "Café");
}

#[test]
fn bombs_and_deep_nests_end_soon() {
    check(
        |dir| {
            let laughs: String =
                (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
            put(
                dir,
                "laughs.xml",
                format!("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]><a>&l9;</a>"),
            );
            put(dir, "deep.html", "<div>".repeat(100_000) + "<p>The quay is long.</p>");
            put(dir, "deep.json", "[".repeat(100_000));
            put(dir, "deep.xml", format!("{}The quay is long.{}", "<a>".repeat(100_000), "</a>".repeat(100_000)));
            put(dir, "cut.xml", "<nitf><body><body.content><p>The quay is 40 metres long.</p><p>It was");
            put(dir, "bomb.zip", zipped(&[("zeros.txt", &vec![b'0'; 64 << 20])]));
            let nested = (0..5).fold(zipped(&[("a.txt", GOOD)]), |inner, _| zipped(&[("in.zip", &inner)]));
            put(dir, "nested.zip", nested);
            put(dir, "cut.zip", zipped(&[("a.txt", GOOD)]).get(..60).expect("it is longer"));
            let head = "From: a@b.example\nSubject: deep\nContent-Type: multipart/mixed; boundary=b\n\n";
            let parts: String =
                (0..10_000).map(|n| format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{n}x\n\n")).collect();
            put(dir, "parts.eml", format!("{head}{parts}"));
            let rfc = "Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: x\n".repeat(10_000);
            put(dir, "attached.eml", format!("From: a@b.example\nSubject: x\n{rfc}\nThe quay."));
            put(dir, "none.eml", "nothing of the kind\n");
        },
        expect![[r#"
            cut.xml 81 bytes
            deep.html 500024 bytes
            deep.xml 64 bytes
            good.txt 28 bytes
            ! attached.eml: a message of too many parts; save what it says as text
            ! bomb.zip: unpacks to over 200 MB; unpack it, and keep what is needed
            ! cut.xml: breaks off in the middle; what stands before that is read; fetch it again
            ! cut.zip: a broken archive (invalid Zip archive: Could not find EOCD); fetch it again, or unpack it
            ! deep.json: JSON that nests deeper than 128; take out the part that is wanted, or exclude it
            ! laughs.xml: uses &l9;, which it defines itself and which is not expanded; save it with its entities written out
            ! nested.zip/in.zip/in.zip/in.zip: an archive in too many others; unpack the outer ones
            ! none.eml: no message, whatever its name says; save it again, or exclude it
            ! parts.eml: a message of too many parts; save what it says as text
        "#]],
    );
}

#[cfg(unix)]
#[test]
fn pipes_loops_and_odd_names_stop_nothing() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let dir = tempfile::tempdir().expect("a folder for the test");
    let sources = dir.path().join("sources");
    fs::create_dir(&sources).expect("a folder is made");
    put(&sources, "good.txt", GOOD);
    assert!(Command::new("mkfifo").arg(sources.join("pipe.txt")).status().expect("mkfifo runs").success());
    symlink("/dev/zero", sources.join("zero.txt")).expect("a link is made");
    symlink(&sources, sources.join("loop")).expect("a link is made");
    symlink("nowhere", sources.join("gone.txt")).expect("a link is made");
    put(&sources, &format!("{}.txt", "a".repeat(250)), GOOD);
    fs::write(sources.join(OsStr::from_bytes(b"caf\xe9.txt")), GOOD).expect("a file is written");
    fs::write(dir.path().join("draft.md"), "The quay is 50 metres long.\n").expect("the draft is written");
    let run = Command::new(env!("CARGO_BIN_EXE_backread")).args(["sources"]).current_dir(dir.path()).output();
    let run = run.expect("the binary runs");
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    for wanted in [
        "sources/good.txt",
        "sources/pipe.txt: a pipe or a device, not a file",
        "sources/zero.txt: a link that leads out of the folder",
        "sources/loop: a link that leads back to",
        "a link that leads nowhere",
        "sources/aaaa",
        "caf\u{fffd}.txt",
    ] {
        assert!(said.contains(wanted), "{wanted} is not in\n{said}");
    }
}

#[test]
fn a_file_that_is_gone_before_it_is_read_is_one_problem() {
    use backread::corpus::load::load_all;
    use backread::disk::{Pattern, Selection, relative, select};

    let dir = tempfile::tempdir().expect("a folder for the test");
    put(dir.path(), "good.txt", GOOD);
    put(dir.path(), "gone.txt", GOOD);
    let shown = |path: &Path| relative(path, dir.path());
    let found = select(&Selection::of(vec![Pattern::folder(dir.path())]), &shown).found;
    fs::remove_file(dir.path().join("gone.txt")).expect("it goes");
    let loaded = load_all(&found, &[]);
    assert_eq!(loaded.files.len(), 1);
    assert_eq!(loaded.problems().first().expect("it is said").to_string(), "gone.txt: no such file; see to the path");
}
