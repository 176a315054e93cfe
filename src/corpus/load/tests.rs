//! Bytes to sources: what cannot be read is said, and who may overrule whom.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};

use super::*;
use crate::disk::{Selection, relative, select};

#[track_caller]
fn check_load(files: &[(&str, &[u8])], entries: &[(&str, SourceEntry)], expected: Expect) {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let shown = |path: &Path| relative(path, dir.path());
    let found = select(&Selection::of(vec![Pattern::folder(dir.path())]), &shown).found;
    let entries: Vec<Entry> = entries
        .iter()
        .map(|(glob, entry)| Entry { pattern: Pattern::parse(glob, dir.path()).unwrap(), entry: entry.clone() })
        .collect();
    let loaded = load_all(&found, &entries);
    let problems = loaded.problems();
    let files = loaded.files.iter().map(|it| {
        let meta = &it.meta;
        format!(
            "{} {:?} {:?}{}{}{}{}\n",
            it.path,
            meta.trust,
            meta.kind,
            if meta.confidential { " confidential" } else { "" },
            if meta.verbatim { "" } else { " not-verbatim" },
            if it.extracted { " extracted" } else { "" },
            if meta.says_of_itself { " says" } else { "" },
        )
    });
    expected.assert_eq(&files.chain(problems.iter().map(|it| format!("! {it}\n"))).collect::<String>());
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_goes_on() {
    check_load(
        &[
            ("a.txt", b"The quay is 40 metres long.\n"),
            ("latin.txt", b"Caf\xe9 Orrin opened in May.\n"),
            ("junk.txt", b"\x00\x01\x02\xff\xfe\x00\x00PK\x03\x04\x00\x00"),
            ("minutes.pdf", b"%PDF-1.7"),
            ("big.bin.txt", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"),
            ("photo.jpg", b"\xff\xd8"),
            ("out.json", b"{\"schema\": 1, \"tool\": {\"name\": \"backread\", \"version\": \"0\"}}"),
        ],
        &[],
        expect![[r#"
            a.txt Normal Unknown
            latin.txt Normal Unknown extracted
            ! big.bin.txt: a Git LFS pointer, not the document; fetch it with `git lfs pull`
            ! junk.txt: not text, whatever its name says; replace it, or exclude it
            ! minutes.pdf: a damaged PDF; fetch it again, or print it to a new PDF
        "#]],
    );
}

#[test]
fn entries_go_over_sidecars_and_confidence_is_never_taken_back() {
    let entry = SourceEntry { kind: Some("notes".into()), confidential: Some(false), ..SourceEntry::default() };
    check_load(
        &[
            ("s/a.txt", b"x\n"),
            ("s/a.txt.meta.toml", b"kind = \"primary\"\n"),
            ("s/b.txt", b"x\n"),
            ("s/b.txt.meta.toml", b"confidential = true\ntrust = \"lead\"\nknid = 1\n"),
            ("s/c.txt", b"x\n"),
            ("s/c.txt.meta.toml", b"confidential = true\nkind = \"memo\"\n"),
            ("s/off-record/d.txt", b"x\n"),
            ("s/Confidential/e.txt", b"x\n"),
        ],
        &[("s/{c,d}.txt", entry.clone()), ("s/off-record/**", entry)],
        expect![[r#"
            s/Confidential/e.txt Normal Unknown confidential
            s/a.txt Record Primary says
            s/b.txt Normal Unknown confidential
            s/c.txt Normal Notes confidential not-verbatim says
            s/off-record/d.txt Normal Notes confidential not-verbatim says
            ! s/b.txt.meta.toml:3:1: unknown key "knid"; did you mean "kind"?
            ! s/c.txt.meta.toml:2:8: no kind of source is called "memo"; known are primary, transcript, interview, report, rewrite, release, mail, notes, own, data
        "#]],
    );
}

#[test]
fn what_a_file_says_of_itself_wrongly_is_placed_and_never_opens_a_confidential_one() {
    check_load(
        &[
            ("a.md", b"---\nkind: memo\ntrust: low\n---\nx\n"),
            ("b.md", b"---\nconfidential: true\nkind: [\n---\nx\n"),
            ("c.md.meta.toml", b"confidential = true\nknd = 1\n"),
            ("c.md", b"x\n"),
        ],
        &[],
        expect![[r#"
            a.md Normal Unknown says
            b.md Normal Unknown confidential
            c.md Normal Unknown confidential
            ! a.md:2:1: `kind` wants one of primary, transcript, interview, report, rewrite, release, mail, notes, own, data, not `memo`; mend the front matter
            ! a.md:3:1: `trust` wants one of record, normal, lead, withdrawn, not `low`; mend the front matter
            ! b.md:3:1: error: line 2 column 7: unclosed bracket '['; mend the front matter
            ! c.md.meta.toml:2:1: unknown key "knd"; did you mean "kind"?
        "#]],
    );
}
